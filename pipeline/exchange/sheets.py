"""A sheet or file of a table as it was found, and its cells while they are checked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from pipeline.exchange.columns import TABLES, Table
from pipeline.exchange.contract import Problem

Values = Mapping[str, Any]


class Formula(str):
    """A cell that holds a formula. It is never evaluated."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet or file as it was found: its name, its header, its rows with their numbers (values
    in the header's order, None for empty cells), and how a cell's place is told; of a row without
    a column."""

    name: str
    header: list[str]
    rows: Iterable[tuple[int, list[Any]]]
    place: Callable[[int, int | None], str]

    def table(self) -> Table | None:
        """The table that it is, by the columns that only this table has."""
        names = set(self.header)
        for name, own in (("claims", "claim_id"), ("mentions", "mention_id"),
                          ("entities", "entity_id"), ("documents", "doc_id"),
                          ("codebook", "layer"), ("about", "item")):  # fmt: skip
            if own in names:
                return TABLES[name]
        return None


def as_text(value: Any) -> str:
    """A cell's value as text: empty for None, and 12 for what a spreadsheet made 12.0."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value)


class Cells:
    """One row while it is checked; what is wrong is listed with its cell, and sets `bad`."""

    def __init__(self, sheet: Sheet, number: int, values: list[Any], problems: list[Problem]):
        self._sheet, self._number, self._problems = sheet, number, problems
        self.values: Values = dict(zip(sheet.header, values, strict=False))
        self.bad = False

    @property
    def place(self) -> str:
        """Where the row stands."""
        return self._sheet.place(self._number, None)

    def problem(self, message: str, column: str | None = None) -> None:
        """List what is wrong with the row, or with its cell in `column`."""
        self.bad = True
        at = self._sheet.header.index(column) if column in self._sheet.header else None
        self._problems.append(Problem(self._sheet.place(self._number, at), message))

    def text(self, column: str) -> str:
        """The cell as text; a formula is a problem."""
        value = self.values.get(column)
        if isinstance(value, Formula):
            self.problem(f"holds the formula {str(value)[:60]!r}: type the value itself", column)
            return ""
        return as_text(value)

    def code(self, column: str, allowed: Iterable[str], *, needed: bool = False) -> str | None:
        """The cell as one of the codes, None where it is empty."""
        value = self.text(column).strip()
        if value and value not in (known := list(allowed)):
            self.problem(f"{value!r} is not in the codebook; codes are {', '.join(known)}", column)
        elif not value and needed and not self.bad:
            self.problem(f"`{column}` is empty: give one of {', '.join(allowed)}", column)
        return value or None

    def integer(self, column: str) -> int:
        """The cell as an offset."""
        value = self.text(column)
        if not (value.isascii() and value.isdigit() and len(value) < 16):
            self.problem(f"{value!r} is no offset", column)
            return 0
        return int(value)
