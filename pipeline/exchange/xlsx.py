"""Tables as one Excel workbook, and back from it.

Text is written as text, whatever it begins with: nothing in the workbook is a formula or a link.
What Excel cannot hold (over 1,048,576 rows a sheet, over 32,767 UTF-16 units a cell, dates before
March 1900) goes on in a further sheet, is cut, or is left to the EDTF text beside it, each with a
notice.
Source of the limits: "Excel specifications and limits", Microsoft.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import openpyxl
import xlsxwriter
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from pipeline.codebook import Codebook
from pipeline.exchange.columns import ABOUT, CODEBOOK, OF_DOCUMENTS, Column, Table
from pipeline.exchange.contract import ExchangeError, Export, Imported, Source
from pipeline.exchange.corrections import import_tables
from pipeline.exchange.sheets import Formula, Sheet
from pipeline.exchange.tables import Cell, Row, about_rows, codebook_rows, codes, document_rows

MAX_ROWS, MAX_UNITS = 1_048_576, 32_767
MAX_EXPANDED = 4_000_000_000  # bytes that a workbook to be read may unpack to
_MAX_COLUMNS = 200  # of a sheet to be read; what a hostile one has more is not looked at
CUT = " [...]"
# Before this day Excel's calendar is off by one (it has a 29 February 1900).
_FIRST_DAY = date(1900, 3, 1)
_WIDE = {"sentence": 70, "claim": 50, "sentence_before": 30, "sentence_after": 30, "text": 30,
         "definition": 90, "value": 90, "title": 40}  # fmt: skip
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


class _Sheet(Worksheet):  # type: ignore[misc]
    """A worksheet without rich strings: text that looks like their markup stays text."""

    def _xml_rich_inline_string(self, string: str, attributes: Any = ()) -> None:
        self._xml_inline_string(string, True, attributes)


def write(export: Export, path: Path) -> list[str]:
    """Write the workbook row by row, in memory that does not grow with the dataset."""
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(str(path), options) as workbook:
        # The same dataset gives the same bytes: no time of writing.
        workbook.set_properties({"created": datetime(2000, 1, 1)})
        writer = _Writer(workbook, export.codebook)
        for document in export.dataset.documents():
            for name, rows in document_rows(document).items():
                writer.add(name, rows)
        writer.add(CODEBOOK.name, codebook_rows(export.codebook))
        notices = writer.notices()
        writer.add(ABOUT.name, about_rows(export, writer.counts, notices))
        writer.finish()
    return notices


class _Writer:
    """The sheets of a workbook while it is written."""

    def __init__(self, workbook: Any, codebook: Codebook) -> None:
        self._workbook = workbook
        self._codes = codes(codebook)
        self._formats = _formats(workbook)
        self._parts: dict[str, list[_Part]] = {}
        self.counts: dict[str, int] = {}
        self._cut: dict[str, int] = {}
        self._early = 0
        for table in (*OF_DOCUMENTS, CODEBOOK, ABOUT):
            self._parts[table.name] = [self._part(table, table.name)]
            if table is not ABOUT:
                self.counts[table.name] = 0

    def _part(self, table: Table, name: str) -> _Part:
        return _Part(self._workbook.add_worksheet(name, _Sheet), table, self._formats, self._codes)

    def add(self, name: str, rows: Iterable[Row]) -> None:
        """Write rows below those of a table; where the sheet is full, on a further one."""
        for row in rows:
            part = self._parts[name][-1]
            if part.rows >= MAX_ROWS:
                part = self._part(part.table, f"{name}-{len(self._parts[name]) + 1}")
                self._parts[name].append(part)
            for column in part.add([self._fitting(cell, part.table.name) for cell in row]):
                self._cut[column] = self._cut.get(column, 0) + 1
            if name in self.counts:
                self.counts[name] += 1

    def _fitting(self, cell: Cell, table: str) -> Cell:
        """A date that Excel's calendar has, or nothing: the EDTF text beside it says it."""
        if isinstance(cell, date) and cell < _FIRST_DAY:
            self._early += 1
            return None
        return cell

    def notices(self) -> list[str]:
        """What the workbook could not hold as it is."""
        found = [
            f"{parts[0].table.name} has more rows than a sheet holds: it goes on in "
            + ", ".join(part.sheet.get_name() for part in parts[1:])
            for parts in self._parts.values()
            if len(parts) > 1
        ]
        found += [
            f"{count} texts of {column} are longer than a cell holds ({MAX_UNITS:,} characters): "
            f'cut, and end with "{CUT.strip()}"'
            for column, count in self._cut.items()
        ]
        if self._early:
            found.append(f"{self._early} dates before March 1900 are not in Excel's calendar: they "
                         "stand as EDTF text only")  # fmt: skip
        return found

    def finish(self) -> None:
        """Filters and lists of codes, which need to know the last row."""
        for parts in self._parts.values():
            for part in parts:
                part.finish()


class _Part:
    """One sheet: a table, or a part of a long one."""

    def __init__(
        self,
        sheet: Worksheet,
        table: Table,
        formats: Mapping[str, Format],
        defined: Mapping[str, Mapping[str, str]],
    ) -> None:
        self.sheet, self.table, self._formats, self._codes = sheet, table, formats, defined
        self.rows = 1
        columns = table.columns
        sheet.freeze_panes(1, min(len(table.key), 2))
        for at, column in enumerate(columns):
            sheet.set_column(at, at, _width(column), formats[_style(column)])
            sheet.write_string(0, at, column.name, formats["coded" if column.coded else "header"])
            sheet.write_comment(0, at, self._note(column), {"x_scale": 2.5, "y_scale": 2})

    def _note(self, column: Column) -> str:
        lines = [column.note + (" To correct here." if column.coded else "")]
        lines += [
            f"{code}: {text}" for code, text in self._codes.get(column.codes or "", {}).items()
        ]
        return _cut("\n".join(lines), MAX_UNITS)

    def add(self, row: Row) -> Iterator[str]:
        """Write a row; yields the columns whose text was cut."""
        for at, (column, cell) in enumerate(zip(self.table.columns, row, strict=True)):
            if cell is None:
                continue
            style = self._formats[_style(column)]
            if isinstance(cell, str):
                fitting = _cut(cell, MAX_UNITS)
                self.sheet.write_string(self.rows, at, fitting, style)
                if fitting != cell:
                    yield f"{self.table.name}.{column.name}"
            elif isinstance(cell, date):
                self.sheet.write_datetime(self.rows, at, cell, style)
            else:
                self.sheet.write_number(self.rows, at, cell, style)
        self.rows += 1

    def finish(self) -> None:
        last, columns = max(self.rows - 1, 1), self.table.columns
        self.sheet.autofilter(0, 0, last, len(columns) - 1)
        for at, column in enumerate(columns):
            allowed = list(self._codes.get(column.codes or "", ()))
            if column.coded and allowed and len(",".join(allowed)) <= 255:
                self.sheet.data_validation(1, at, last, at, {"validate": "list", "source": allowed})


def _formats(workbook: Any) -> dict[str, Format]:
    head = {"bold": True, "bottom": 1, "valign": "top"}
    # The prefix keeps text text even when somebody edits the cell.
    text = {"quote_prefix": True, "valign": "top"}
    return {
        "header": workbook.add_format(head | {"bg_color": "#E7E6E6"}),
        "coded": workbook.add_format(head | {"bg_color": "#FFF2CC"}),
        "text": workbook.add_format(text),
        "wrapped": workbook.add_format(text | {"text_wrap": True}),
        # A code typed in stays as it was typed: 2024-01 is no January.
        "code": workbook.add_format(text | {"num_format": "@"}),
        "date": workbook.add_format({"num_format": "yyyy-mm-dd", "valign": "top"}),
        "integer": workbook.add_format({"num_format": "0", "valign": "top"}),
        "number": workbook.add_format({"num_format": "0.000", "valign": "top"}),
    }


def _style(column: Column) -> str:
    if column.coded:
        return "code"
    return "wrapped" if column.name in ("sentence", "definition", "value") else column.kind


def _width(column: Column) -> int:
    return _WIDE.get(column.name, 11 if column.kind != "text" else max(14, len(column.name) + 3))


def _cut(text: str, units: int) -> str:
    """The text with as many UTF-16 units as Excel counts, and a mark where it was cut."""
    data = text.encode("utf-16-le")
    if len(data) <= 2 * units:
        return text
    return data[: 2 * (units - len(CUT))].decode("utf-16-le", "ignore") + CUT


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
