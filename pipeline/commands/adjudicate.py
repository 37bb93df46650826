"""stancebook adjudicate: one gold set from several annotators' sets."""

from __future__ import annotations

import json
from pathlib import Path

import click

from pipeline.commands.options import PATH
from pipeline.commands.output import json_option, print_json, print_table
from pipeline.dataset.records import to_line
from pipeline.studies.adjudicate import METHODS, Disagreement, Method
from pipeline.studies.adjudicate import adjudicate as merged
from pipeline.studies.results import write_text
from pipeline.studies.sets import read_sets, write_set


@click.command()
@click.argument("sets", type=PATH, nargs=-1, required=True)
@click.option("-o", "--output", type=PATH, required=True, help="The gold set to write.")
@click.option("--method", type=click.Choice(METHODS), default="majority", show_default=True)
@click.option("--decisions", type=PATH,
              help="Decisions, JSONL: text_sha256, layer, start, end, value.")  # fmt: skip
@click.option("--open", "open_path", type=PATH, help="Write what is left open as JSONL.")
@json_option
def adjudicate(
    sets: tuple[Path, ...],
    output: Path,
    method: Method,
    decisions: Path | None,
    open_path: Path | None,
    as_json: bool,
) -> None:
    """Merge annotation SETS of several annotators into one gold set.

    What a majority says is gold (or what Dawid and Skene's model is sure of); a decision goes
    before both. What is left open is listed and left out; put its line, with a value, into the
    decisions file and run again. Gold records keep their history.

    \b
    Example:
      stancebook adjudicate a.jsonl b.jsonl -o gold.jsonl --open open.jsonl
    """
    if len(sets) < 2:
        raise click.UsageError("adjudication needs two annotation sets at least")
    gold, open_items = merged(read_sets(sets), decisions, method)
    write_set(output, gold)
    if open_path is not None:
        write_text(open_path, [to_line(_row(item)) for item in open_items])
    settled = sum(len(record["adjudication"]["items"]) for record in gold)
    if as_json:
        print_json({"documents": len(gold), "settled": settled,
                    "open": [_row(item) for item in open_items]})  # fmt: skip
        return
    click.echo(f"{len(gold)} documents; {settled} disagreements settled, {len(open_items)} open")
    if open_items:
        print_table(("Document", "Layer", "Span", "Annotators"), map(_cells, open_items))


def _cells(item: Disagreement) -> list[str]:
    said = ", ".join(f"{name}: {_text(value)}" for name, value in sorted(item.values.items()))
    return [item.doc_id, item.layer, f"{item.start}-{item.end}", said]


def _text(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _row(item: Disagreement) -> dict[str, object]:
    return {
        "text_sha256": item.text_sha256,
        "doc_id": item.doc_id,
        "layer": item.layer,
        "start": item.start,
        "end": item.end,
        "values": dict(item.values),
    }
