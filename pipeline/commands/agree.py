"""stancebook agree: agreement of annotation sets."""

from __future__ import annotations

import json
from pathlib import Path

import click

from pipeline.commands.options import PATH
from pipeline.studies.report import agreement
from pipeline.studies.sets import read_sets


@click.command()
@click.argument("sets", type=PATH, nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True, help="Print the figures as JSON.")
def agree(sets: tuple[Path, ...], as_json: bool) -> None:
    """Agreement of annotation SETS, by layer: Krippendorff's alpha with its 95% interval.

    \b
    Example:
      stancebook agree annotations/article/annotator-a.jsonl annotations/article/annotator-b.jsonl
    """
    if len(sets) < 2:
        raise click.UsageError("agreement needs two annotation sets at least")
    rows = agreement(read_sets(sets))
    if as_json:
        click.echo(json.dumps(rows))
        return
    for row in rows:
        if row["alpha"] is None:
            click.echo(f"{row['layer']:18} {row['why']}")
        else:
            interval = "" if row["low"] is None else f" ({row['low']:.3f} to {row['high']:.3f})"
            click.echo(f"{row['layer']:18} alpha {row['alpha']:.3f}{interval}  "
                       f"agreement {row['agreement']:.3f}")  # fmt: skip
