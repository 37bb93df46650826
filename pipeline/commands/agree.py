"""stancebook agree: agreement of annotation sets, or of a table of labels."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from pipeline.commands.options import PATH
from pipeline.commands.output import json_option, print_json, print_table
from pipeline.errors import ConfigurationError
from pipeline.studies.agreement import METRICS
from pipeline.studies.report import AgreementReport, Options, agreement, table_agreement
from pipeline.studies.results import csv_lines, write_text
from pipeline.studies.sets import read_sets, read_table
from pipeline.studies.table import AgreementError

_LAYER_HEAD = ("Layer", "Units", "Alpha", "95% interval", "u-alpha", "Agreement", "Fleiss", "")
_PAIR_HEAD = ("Layer", "Pair", "Units", "Cohen", "Scott", "F1", "Overlapping F1", "")


@click.command()
@click.argument("sets", type=PATH, nargs=-1, required=True)
@click.option("--metric", type=click.Choice(METRICS), default="nominal", show_default=True,
              help="The metric of alpha over a table.")  # fmt: skip
@click.option("--order", help="Labels that are no numbers, least first: low,middle,high.")
@click.option("--resamples", type=click.IntRange(0, 100_000), default=1000, show_default=True,
              help="Bootstrap samples of the 95% intervals; 0 for none.")  # fmt: skip
@click.option("--seed", type=int, default=0, show_default=True)
@click.option("-o", "--output", type=PATH, help="A folder for the tables, as CSV.")
@json_option
def agree(
    sets: tuple[Path, ...],
    metric: str,
    order: str | None,
    resamples: int,
    seed: int,
    output: Path | None,
    as_json: bool,
) -> None:
    """Agreement of annotation SETS by layer and label, or of one CSV table with the columns unit,
    annotator and label.

    Prints Krippendorff's alpha with its 95% interval, raw agreement and Fleiss' kappa, and for
    every pair of annotators Cohen's kappa, Scott's pi and the F1 of spans. The folder also gets
    the confusion matrices and every unit on which annotators disagree.

    \b
    Examples:
      stancebook agree annotations/article/annotator-a.jsonl annotations/article/annotator-b.jsonl
      stancebook agree codes.csv --metric ordinal --order low,middle,high -o agreement
    """
    listed = tuple(order.split(",")) if order else None
    options = Options(metric, listed, resamples, seed)  # type: ignore[arg-type]
    report = _report(sets, options)
    if output is not None:
        for name, rows in report.parts().items():
            write_text(output / f"{name}.csv", csv_lines(rows))
    if as_json:
        print_json(report.parts())
        return
    print_table(_LAYER_HEAD, map(_layer_cells, report.layers))
    if report.pairs:
        click.echo()
        print_table(_PAIR_HEAD, map(_pair_cells, report.pairs))
    click.echo()
    click.echo(f"{len(report.disagreements)} units on which annotators disagree"
               + (f"; listed in {output / 'disagreements.csv'}" if output else ""))  # fmt: skip


def _report(sets: tuple[Path, ...], options: Options) -> AgreementReport:
    if len(sets) == 1 and sets[0].suffix.lower() == ".csv":
        try:
            return table_agreement(read_table(sets[0]), options)
        except AgreementError as error:
            raise ConfigurationError(f"{sets[0]}: {error}") from error
    if len(sets) < 2:
        raise click.UsageError("agreement needs two annotation sets at least, or one CSV table")
    if options.metric != "nominal" or options.order:
        raise click.UsageError("--metric and --order are for a CSV table; sets have their layers'")
    return agreement(read_sets(sets), options)


def _layer_cells(row: dict[str, Any]) -> list[Any]:
    interval = "" if row["low"] is None else f"{row['low']:.3f} to {row['high']:.3f}"
    return [row["layer"], row["units"], row["alpha"], interval, row.get("u_alpha"),
            row.get("agreement"), row.get("fleiss_kappa"), row["why"]]  # fmt: skip


def _pair_cells(row: dict[str, Any]) -> list[Any]:
    return [row["layer"], f"{row['first']} - {row['second']}", row["units"],
            row.get("cohen_kappa"), row.get("scott_pi"), row.get("span_f1"),
            row.get("overlap_f1"), row["why"]]  # fmt: skip
