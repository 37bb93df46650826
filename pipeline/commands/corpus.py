"""stancebook corpus: build and check a corpus folder."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from pipeline.commands.options import FAILED_DOCUMENTS, PATH
from pipeline.corpus import Failure, scan
from pipeline.corpus.scan import read_corpus


@click.group()
def corpus() -> None:
    """Build and check a corpus folder."""


@corpus.command("check")
@click.argument("folder", type=PATH)
def corpus_check(folder: Path) -> None:
    """Read every document of FOLDER and say what is wrong with it, without annotating.

    \b
    Example:
      stancebook corpus check corpus
    """
    scan(folder)
    sound, failures = 0, 0
    for result in read_corpus(folder):
        if isinstance(result, Failure):
            failures += 1
            click.echo(f"{result.path}: {result.message}", err=True)
        else:
            sound += 1
    click.echo(f"{sound} documents can be read, {failures} problems")
    if failures:
        sys.exit(FAILED_DOCUMENTS)
