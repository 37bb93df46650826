"""Tables as CSV files, plain or for Excel: a folder with one file a table.

A spreadsheet takes text that begins with = + - @ for a formula. Such text gets an apostrophe before
it, which reading takes off again; text that begins with apostrophes and then such a character gets
one more, so that every text comes back as it was.
Source of the rule: OWASP, "CSV Injection".
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from itertools import chain
from pathlib import Path
from typing import Any

from pipeline.exchange.columns import TABLES
from pipeline.exchange.contract import ExchangeError, Export, Imported, Source
from pipeline.exchange.corrections import import_tables
from pipeline.exchange.sheets import Sheet
from pipeline.exchange.tables import Cell, Row, about_rows, codebook_rows, document_rows

# Signs of formulas, also in the wide forms of East Asian keyboards.
_SIGNS = tuple("=+-@＝＋－＠")
_BLANKS = "\t\r\n"
_DELIMITERS = ",;\t"
# A field may be as long as a document.
csv.field_size_limit(100_000_000)


def guard(text: str) -> str:
    """The text as it stands in a file: no spreadsheet takes it for a formula."""
    return f"'{text}" if _risky(text) else text


def unguard(text: str) -> str:
    """The text that `guard` wrote."""
    return text[1:] if text.startswith("'") and _risky(text[1:]) else text


def _risky(text: str) -> bool:
    bare = text.lstrip("'")
    return bare.startswith(tuple(_BLANKS)) or bare.lstrip().startswith(_SIGNS)


def write(export: Export, path: Path) -> list[str]:
    """Write plain CSV as RFC 4180 has it, in UTF-8."""
    return _write(export, path, "utf-8")


def write_excel(export: Export, path: Path) -> list[str]:
    """Write CSV with a byte order mark, by which Excel knows that it is UTF-8."""
    return _write(export, path, "utf-8-sig")


def _write(export: Export, path: Path, encoding: str) -> list[str]:
    path.mkdir()
    with ExitStack() as stack:
        writers = {}
        for name, table in TABLES.items():
            file = stack.enter_context(
                (path / f"{name}.csv").open("w", encoding=encoding, newline="")
            )
            writers[name] = csv.writer(file)
            writers[name].writerow(table.names())
        counts = dict.fromkeys(TABLES, 0)

        def add(name: str, rows: Iterable[Row]) -> None:
            for row in rows:
                writers[name].writerow(map(_field, row))
                counts[name] += 1

        for document in export.dataset.documents():
            for name, rows in document_rows(document).items():
                add(name, rows)
        add("codebook", codebook_rows(export.codebook))
        add("about", about_rows(export, {name: n for name, n in counts.items() if name != "about"}))
    return []


def _field(value: Cell) -> Any:
    return guard(value) if isinstance(value, str) else value


def read(path: Path, source: Source) -> Imported:
    """Read corrected CSV files: the folder, or one file of it. What Excel makes of them (a byte
    order mark, semicolons, tabs) is understood. Raises ExchangeError."""
    files = sorted(path.glob("*.csv")) if path.is_dir() else [path]
    return import_tables(path, map(_sheet, files), source)


def _sheet(file: Path) -> Sheet:
    rows = _rows(file)
    _, header = next(rows, (1, []))

    def place(row: int, column: int | None) -> str:
        return f"{file.name}:{row}" + ("" if column is None else f", column {header[column]}")

    return Sheet(file.stem, [field.strip() for field in header], rows, place)


def _rows(file: Path) -> Iterator[tuple[int, list[Any]]]:
    """Each record with the line on which it begins."""
    try:
        with file.open(encoding="utf-8-sig", newline="") as lines:
            first = lines.readline()
            delimiter = max(_DELIMITERS, key=first.count)
            records = csv.reader(chain([first], lines), delimiter=delimiter, strict=True)
            line = 1
            for fields in records:
                yield line, [unguard(field) if field else None for field in fields]
                line = records.line_num + 1
    except OSError as error:
        raise ExchangeError(f"{file}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise ExchangeError(
            f'{file}: is not UTF-8 ({error.reason}); save it as "CSV UTF-8"'
        ) from error
    except csv.Error as error:
        raise ExchangeError(f"{file}:{records.line_num}: is no sound CSV: {error}") from error
