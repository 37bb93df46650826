"""stancebook codebook: make and check a codebook."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from pipeline.codebook import BUILT_IN, check_codebook, load_codebook
from pipeline.commands.options import PATH, USAGE
from pipeline.commands.output import json_option, print_json


@click.group()
def codebook() -> None:
    """Make and check a codebook."""


@codebook.command("init")
@click.argument("folder", type=PATH)
def codebook_init(folder: Path) -> None:
    """Copy the built-in codebook to FOLDER, to change it there.

    \b
    Example:
      stancebook codebook init my-codebook
    """
    import shutil

    if folder.exists():
        raise click.UsageError(f"{folder} exists already; name a new folder")
    shutil.copytree(BUILT_IN.parent / "gazetteers", folder / "gazetteers")
    shutil.copy(BUILT_IN, folder / "codebook.toml")
    click.echo(f"{folder}: a copy of the built-in codebook")


@codebook.command("check")
@click.argument("path", type=PATH, required=False)
@json_option
def codebook_check(path: Path | None, as_json: bool) -> None:
    """Check the codebook at PATH (a file or folder; by default the built-in one).

    \b
    Example:
      stancebook codebook check my-codebook
    """
    problems = list(check_codebook(path))
    for problem in problems:
        click.echo(str(problem), err=True)
    if problems:
        if as_json:
            print_json({"problems": [str(problem) for problem in problems]})
        sys.exit(USAGE)
    loaded = load_codebook(path)
    rows = sum(len(table) for table in loaded.gazetteers.values())
    if as_json:
        print_json({"name": loaded.name, "version": loaded.version, "sha256": loaded.sha256,
                    "gazetteer_rows": rows, "problems": []})  # fmt: skip
        return
    click.echo(f"{loaded.name} {loaded.version}: sound; {rows:,} gazetteer rows; {loaded.sha256}")
