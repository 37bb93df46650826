"""Tables of results as CSV, the same bytes for the same rows."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from pipeline.dataset.files import write_atomically

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_lines(rows: Sequence[Mapping[str, Any]]) -> str:
    """Rows as CSV; the columns are every key in the order in which it is met. None is empty, what
    is no plain value is JSON, and text that a spreadsheet would run as a formula gets a quote."""
    columns = list(dict.fromkeys(key for row in rows for key in row))
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_cell(row.get(column)) for column in columns])
    return buffer.getvalue()


def _cell(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, str):
        return f"'{value}" if value.startswith(_FORMULA) else value
    if isinstance(value, dict | list | tuple):
        return json.dumps(value, ensure_ascii=False, sort_keys=True)
    return value


def write_text(path: Path, text: str | Iterable[str]) -> None:
    """Write a file whole or not at all."""
    write_atomically(path, [text] if isinstance(text, str) else text)
