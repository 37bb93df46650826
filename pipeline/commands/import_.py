"""stancebook import: what people corrected or annotated elsewhere, as annotation sets."""

from __future__ import annotations

import re
from pathlib import Path

import click

from pipeline.commands.options import FAILED_DOCUMENTS, PATH
from pipeline.commands.output import json_option, print_json
from pipeline.exchange.formats import FORMATS, readable

_FILE_NAME = re.compile(r"[\w][\w.-]{0,63}")


@click.command("import")
@click.argument("path", type=PATH)
@click.option("--from", "form", type=click.Choice(readable()), required=True, help="The format.")
@click.option(
    "-o",
    "--output",
    type=PATH,
    required=True,
    help="The annotation set to write; of several people, a folder for NAME.jsonl.",
)
@click.option(
    "--annotator",
    "names",
    multiple=True,
    metavar="NAME",
    help="Who coded; where the file names people, the one to take, or IN-FILE=NAME to rename.",
)
@click.option(
    "--dataset",
    type=PATH,
    metavar="OUT",
    help="The dataset that was exported; texts and ids are checked against it.",
)
@click.option("--codebook", type=PATH, help="The run's codebook, where it is not the built-in one.")
@json_option
@click.pass_context
def import_(
    ctx: click.Context, path: Path, form: str, output: Path, names: tuple[str, ...],
    dataset: Path | None, codebook: Path | None, as_json: bool,
) -> None:  # fmt: skip
    """Make annotation sets of what coders corrected in a spreadsheet or annotated with a tool.

    Texts are matched by their hash. What cannot be taken is listed with its place, the rest is
    written (exit status 3).

    \b
    Examples:
      stancebook import demo.xlsx --from xlsx -o ada.jsonl --annotator ada --dataset outputs/demo
      stancebook import project.json --from label-studio -o sets --annotator 1=ada --annotator 2=ben
    """
    from pipeline.codebook import load_codebook
    from pipeline.exchange.contract import ExchangeError, Source
    from pipeline.exchange.documents import Documents
    from pipeline.exchange.sets import by_annotator, renames
    from pipeline.studies.sets import write_set

    plain, pairs = renames(names)
    documents = None if dataset is None else Documents(dataset)
    imported = FORMATS[form].reader()(path, Source(documents, load_codebook(codebook), plain))
    sets = by_annotator(imported, plain, pairs)
    for notice in imported.notices:
        click.echo(f"notice: {notice}", err=True)
    for problem in imported.problems:
        click.echo(f"not taken: {problem}", err=True)
    if not sets:
        raise ExchangeError(f"{path}: nothing in it could be taken as an annotation")
    if len(sets) > 1 and _is_file(output):
        raise ExchangeError(f"{path} is by {', '.join(sorted(sets))}: name a folder to write a set "
                            "for each, or one of them with --annotator")  # fmt: skip
    files = {name: _file(output, name) for name in sets}
    for name, records in sets.items():
        write_set(files[name], records)
        if not as_json:
            click.echo(f"{len(records)} documents by {name} in {files[name]}")
    if as_json:
        written = [{"annotator": name, "documents": len(records), "path": str(files[name])}
                   for name, records in sets.items()]  # fmt: skip
        print_json(
            {
                "sets": written,
                "notices": imported.notices,
                "problems": list(map(str, imported.problems)),
            }
        )
    if imported.problems:
        ctx.exit(FAILED_DOCUMENTS)


def _is_file(output: Path) -> bool:
    return bool(output.suffix) and not output.is_dir()


def _file(output: Path, annotator: str) -> Path:
    """Where an annotator's set is written. Raises ExchangeError for a name that is no file's."""
    from pipeline.exchange.contract import ExchangeError

    if _is_file(output):
        return output
    if not _FILE_NAME.fullmatch(annotator):
        raise ExchangeError(f"the annotator {annotator!r} cannot name a file; give "
                            f"--annotator {annotator}=NAME")  # fmt: skip
    return output / f"{annotator}.jsonl"
