"""Tables as one Excel workbook; `xlsx_read` takes it back.

Text is written as text, whatever it begins with: nothing in the workbook is a formula or a link.
What Excel cannot hold (over 1,048,576 rows a sheet, over 32,767 UTF-16 units a cell, dates before
March 1900) goes on in a further sheet, is cut, or is left to the EDTF text beside it, each with a
notice.
Source of the limits: "Excel specifications and limits", Microsoft.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import xlsxwriter
from openpyxl.utils import get_column_letter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from pipeline.codebook import Codebook
from pipeline.exchange.columns import ABOUT, CODEBOOK, TABLES, Column, Table
from pipeline.exchange.contract import Export
from pipeline.exchange.tables import Row, about_rows, codebook_rows, codes, document_rows
from pipeline.exchange.xlsx_read import read

__all__ = ["read", "write"]

MAX_ROWS, MAX_UNITS = 1_048_576, 32_767
CUT = " [...]"
# Before this day Excel's calendar is off by one (it has a 29 February 1900).
_FIRST_DAY = date(1900, 3, 1)
_WIDE = {"sentence": 70, "claim": 50, "sentence_before": 30, "sentence_after": 30, "text": 30,
         "definition": 90, "value": 90, "title": 40, "doc_id": 28}  # fmt: skip
_LINE, _HIGHEST = 15, 405  # points of a row's height
_DAY_0 = date(1899, 12, 30)
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]")
_SPECIAL = re.compile("[&<>\x00-\x08\x0b-\x1f\ufffe\uffff]|_x")


class _Sheet(Worksheet):  # type: ignore[misc]
    """A worksheet that takes a row at once, and writes it several times as fast as cell by cell:
    every text inline, as text. It relies on how XlsxWriter streams rows; tests hold it to that."""

    def put(self, row: int, cells: Iterable[str], lines: int) -> None:
        """Write the XML of a whole row, so many lines high, below all rows before."""
        if self.previous_row < row:
            self._write_single_row(row)
        self._check_dimensions(row, 0)
        height = f' ht="{min(lines * _LINE, _HIGHEST)}" customHeight="1"' if lines > 1 else ""
        self.fh.write(f'<row r="{row + 1}"{height}>{"".join(cells)}</row>')


def write(export: Export, path: Path) -> list[str]:
    """Write the workbook row by row, in memory that does not grow with the dataset."""
    options = {"constant_memory": True, "tmpdir": str(path.parent)}
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
        self._cut: Counter[str] = Counter()
        self._early: Counter[str] = Counter()
        self._parts = {t.name: [self._part(t, t.name)] for t in TABLES.values()}
        self.counts = {table.name: 0 for table in TABLES.values() if table is not ABOUT}

    def _part(self, table: Table, name: str) -> _Part:
        sheet = self._workbook.add_worksheet(name, _Sheet)
        return _Part(sheet, table, self._formats, self._codes, self._cut, self._early)

    def add(self, name: str, rows: Iterable[Row]) -> None:
        """Write rows below those of a table; where the sheet is full, on a further one."""
        for row in rows:
            part = self._parts[name][-1]
            if part.rows >= MAX_ROWS:
                part = self._part(part.table, f"{name}-{len(self._parts[name]) + 1}")
                self._parts[name].append(part)
            part.add(row)
            if name in self.counts:
                self.counts[name] += 1

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
        found += [
            f"{count} dates of {column} are before March 1900 and not in Excel's calendar: they "
            "stand as EDTF text only"
            for column, count in self._early.items()
        ]
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
        sheet: _Sheet,
        table: Table,
        formats: Mapping[str, Format],
        defined: Mapping[str, Mapping[str, str]],
        cut: Counter[str],
        early: Counter[str],
    ) -> None:
        self._cut, self._early = cut, early
        self.sheet, self.table, self._codes = sheet, table, defined
        self.rows = 1
        columns = table.columns
        self._columns = [
            (
                column.name,
                get_column_letter(at),
                formats[_style(column)]._get_xf_index(),
                _width(column) if _style(column) == "wrapped" else 0,
            )
            for at, column in enumerate(columns, 1)
        ]
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
        return _cut("\n".join(lines))

    def add(self, row: Row) -> None:
        """Write a row, and count what does not fit."""
        cells, lines = [], 1
        number = self.rows + 1
        for (name, letter, style, width), cell in zip(self._columns, row, strict=True):
            if cell is None:
                continue
            place = f'<c r="{letter}{number}" s="{style}"'
            if isinstance(cell, str):
                fitting = _cut(cell)
                if fitting is not cell:
                    self._cut[f"{self.table.name}.{name}"] += 1
                if width:
                    lines = max(lines, len(fitting) // width + fitting.count("\n") + 1)
                text = f'<t xml:space="preserve">{_xml(fitting)}</t>'
                cells.append(f'{place} t="inlineStr"><is>{text}</is></c>')
            elif not isinstance(cell, date):
                cells.append(f"{place}><v>{cell!r}</v></c>")
            elif cell >= _FIRST_DAY:
                cells.append(f"{place}><v>{(cell - _DAY_0).days}</v></c>")
            else:
                self._early[f"{self.table.name}.{name}"] += 1
        self.sheet.put(self.rows, cells, lines)
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


def _cut(text: str) -> str:
    """The text itself, or with as many UTF-16 units as Excel counts and a mark where it was cut."""
    if len(text) <= MAX_UNITS // 2:
        return text
    data = text.encode("utf-16-le")
    if len(data) <= 2 * MAX_UNITS:
        return text
    return data[: 2 * (MAX_UNITS - len(CUT))].decode("utf-16-le", "ignore") + CUT


def _xml(text: str) -> str:
    """The text as XML. What XML cannot hold is written as Excel does, `_x000D_`, and a text that
    has such letters itself with its underscore so."""
    if _SPECIAL.search(text) is None:
        return text
    text = _ESCAPED.sub(lambda match: f"_x005F{match[0]}", text)
    text = _CONTROLS.sub(lambda match: f"_x{ord(match[0]):04X}_", text)
    return escape(text)
