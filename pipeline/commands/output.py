"""How commands print: tables for people, JSON for programs."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import click

_WIDE = 10_000

json_option: Callable[[Any], Any] = click.option(
    "--json", "as_json", is_flag=True, help="Print the result as JSON."
)


def print_json(data: Any) -> None:
    """One line of JSON on standard output."""
    click.echo(json.dumps(data, ensure_ascii=False))


def print_table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """A table on standard output, numbers on the right, fractions with three digits. A column in
    which nothing stands is left out. On a terminal long cells are wrapped; elsewhere every row is
    one line. No cell can send control characters to the terminal."""
    from rich.console import Console
    from rich.table import Table

    body = [list(row) for row in rows]
    kept = [i for i in range(len(head)) if any(row[i] not in (None, "") for row in body)]
    table = Table(box=None, pad_edge=False, header_style="bold")
    for i in kept:
        numbers = all(isinstance(row[i], int | float | None) for row in body)
        table.add_column(head[i], justify="right" if numbers else "left")
    for row in body:
        table.add_row(*(_shown(row[i]) for i in kept))
    width = None if sys.stdout.isatty() else _WIDE
    console = Console(markup=False, emoji=False, highlight=False, width=width)
    with console.capture() as capture:
        console.print(table)
    for line in capture.get().splitlines():
        click.echo(line.rstrip())


def _shown(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.3f}"
    if isinstance(value, int) and not isinstance(value, bool):
        return f"{value:,}"
    return "".join(c if c.isprintable() else " " for c in str(value))
