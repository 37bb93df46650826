"""stancebook corpus: build and check a corpus folder."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from pipeline.commands.options import FAILED_DOCUMENTS, PATH
from pipeline.commands.output import json_option, print_json
from pipeline.corpus import Failure, scan
from pipeline.corpus.scan import read_corpus


@click.group()
def corpus() -> None:
    """Build and check a corpus folder."""


@corpus.command("check")
@click.argument("folder", type=PATH)
@json_option
def corpus_check(folder: Path, as_json: bool) -> None:
    """Read every document of FOLDER and say what is wrong with it, without annotating.

    \b
    Examples:
      stancebook corpus check corpus
      stancebook corpus check corpus --json
    """
    scan(folder)
    sound = 0
    problems = []
    for result in read_corpus(folder):
        if isinstance(result, Failure):
            problems.append({"path": result.path, "error": result.error, "message": result.message})
            click.echo(f"{result.path}: {result.message}", err=True)
        else:
            sound += 1
    if as_json:
        print_json({"documents": sound, "problems": problems})
    else:
        click.echo(f"{sound} documents can be read, {len(problems)} problems")
    if problems:
        sys.exit(FAILED_DOCUMENTS)
