"""Corrected tables from an Excel workbook. Nothing in it is evaluated."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, time
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from pipeline.exchange.contract import ExchangeError, Imported, Source
from pipeline.exchange.corrections import import_tables
from pipeline.exchange.sheets import Formula, Sheet

MAX_EXPANDED = 4_000_000_000  # bytes that a workbook may unpack to
_MAX_COLUMNS = 200  # of a sheet; what a hostile one has more is not looked at
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


def read(path: Path, source: Source) -> Imported:
    """Read a corrected workbook. Formulas are not evaluated. Raises ExchangeError."""
    _check_archive(path)
    with _whole(path):
        workbook = openpyxl.load_workbook(path, read_only=True, keep_links=False)
    try:
        return import_tables(path, [_sheet(path, s) for s in workbook.worksheets], source)
    finally:
        workbook.close()


@contextmanager
def _whole(path: Path) -> Iterator[None]:
    """What openpyxl raises over a damaged file, as the one error that says so."""
    try:
        yield
    except (InvalidFileException, zipfile.BadZipFile, zlib.error, KeyError, ValueError, TypeError,
            AttributeError, IndexError, SyntaxError, OSError) as error:  # fmt: skip
        raise ExchangeError(f"{path}: is no sound workbook: {error}") from error


def _check_archive(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            expanded = sum(info.file_size for info in archive.infolist())
    except OSError as error:
        raise ExchangeError(f"{path}: cannot be read: {error.strerror}") from error
    except zipfile.BadZipFile as error:
        raise ExchangeError(f"{path}: is no Excel workbook (.xlsx); save it as one") from error
    if expanded > MAX_EXPANDED:
        raise ExchangeError(f"{path}: unpacks to {expanded:,} bytes, more than {MAX_EXPANDED:,}")


def _sheet(path: Path, worksheet: Any) -> Sheet:
    _, names = next(_rows(path, worksheet, 1, _MAX_COLUMNS), (1, []))
    header = [str(name or "").strip() for name in names]
    while header and not header[-1]:
        header.pop()

    def place(row: int, column: int | None) -> str:
        cell = f"row {row}" if column is None else f"{get_column_letter(column + 1)}{row}"
        return f"{path.name}: {worksheet.title}!{cell}"

    return Sheet(worksheet.title, header, _rows(path, worksheet, 2, len(header)), place)


def _rows(path: Path, worksheet: Any, first: int, width: int) -> Iterator[tuple[int, list[Any]]]:
    if not width:
        return
    with _whole(path):
        for number, row in enumerate(worksheet.iter_rows(min_row=first, max_col=width), first):
            yield number, [_value(cell) for cell in row]


def _value(cell: Any) -> Any:
    value = cell.value
    if cell.data_type == "f":
        return Formula(getattr(value, "text", value))
    if isinstance(value, str):
        return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), value)
    if isinstance(value, datetime) and value.time() == time():
        return value.date()
    return value
