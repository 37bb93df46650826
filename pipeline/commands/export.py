"""stancebook export: a dataset for spreadsheets, databases and annotation tools."""

from __future__ import annotations

from pathlib import Path

import click

from pipeline.commands.options import PATH
from pipeline.commands.output import json_option, print_json
from pipeline.exchange.formats import FORMATS, writable


@click.command()
@click.argument("out", type=PATH)
@click.option("--to", "form", type=click.Choice(writable()), required=True, help="The format.")
@click.option("-o", "--output", type=PATH, required=True,
              help="The file (xlsx, sqlite, prodigy) or folder (the others) to write.")  # fmt: skip
@click.option("--codebook", type=PATH, help="The run's codebook, where it is not the built-in one.")
@click.option("--set", "sets", type=PATH, multiple=True, metavar="SET",
              help="Annotation sets to give along, for tools with several annotators.")  # fmt: skip
@click.option("--force", is_flag=True, help="Replace what is there.")
@json_option
def export(
    out: Path, form: str, output: Path, codebook: Path | None, sets: tuple[Path, ...],
    force: bool, as_json: bool,
) -> None:  # fmt: skip
    """Write the dataset in the folder OUT as tables, or for an annotation tool.

    \b
    Examples:
      stancebook export outputs/demo --to xlsx -o demo.xlsx
      stancebook export outputs/demo --to parquet -o demo-parquet
      stancebook export outputs/demo --to label-studio -o tasks
    """
    from pipeline.codebook import load_codebook
    from pipeline.dataset.load import load_dataset
    from pipeline.exchange.contract import Export
    from pipeline.exchange.export import write_export
    from pipeline.studies.sets import read_sets

    what = Export(load_dataset(out), load_codebook(codebook), read_sets(sets))
    notices = list(write_export(FORMATS[form], what, output, force=force))
    for notice in notices:
        click.echo(f"notice: {notice}", err=True)
    if as_json:
        print_json({"path": str(output), "notices": notices})
    else:
        click.echo(output)
