"""Values moved from year to year: what a date without a year becomes beside one that has one."""

from __future__ import annotations

import re

_SEASON_STARTS = {21: 3, 22: 6, 23: 9, 24: 12}


def month_of(edtf: str) -> int:
    """The month of a value, the first one of a season; 0 where it is a year."""
    month = int(edtf[5:7]) if re.match(r"[\dX]{4}-\d\d", edtf) else 0
    return _SEASON_STARTS.get(month, month)


def last_end(edtf: str) -> str:
    """The end of a range, or the value itself."""
    return edtf.rsplit("/", maxsplit=1)[-1]


def has_year(edtf: str | None) -> bool:
    return re.match(r"\d{4}", edtf or "") is not None


def states_year(words: str) -> bool:
    """Whether an expression has a year of its own: "May 1994", "March of last year"."""
    return re.search(r"\d{4}|\b(?:year|año)\b", words) is not None


def is_day(edtf: str | None) -> bool:
    """Whether a value, or the first end of a range, is a whole day."""
    return re.match(r"[\dX]{4}-\d\d-\d\d", edtf or "") is not None


def in_year(edtf: str, year: int | str) -> str:
    """A value with another year; the end of a range keeps its distance."""
    first, *rest = edtf.split("/")
    moved = f"{year}{first[4:]}"
    if not rest:
        return moved
    further = int(rest[0][:4]) - int(first[:4]) if rest[0][:4].isdigit() else 0
    return f"{moved}/{int(year) + max(0, further)}{rest[0][4:]}"


def first_after(edtf: str, told: str) -> str:
    """The first such month, season or day after what was told; the next year's where that was a
    whole year."""
    return in_year(edtf, int(told[:4]) + (_place(edtf, told) <= _place(told, edtf)))


def last_before(edtf: str, told: str) -> str:
    """The last such month, season or day before what was told."""
    year = int(told[:4])
    if not month_of(told):
        return in_year(edtf, year - 1)
    return in_year(edtf, year - (_place(edtf, told) >= _place(told, edtf)))


def _place(edtf: str, other: str) -> tuple[int, ...]:
    """Where in its year a value lies, as finely as both values say."""
    if not month_of(edtf):
        return (13,)
    both = is_day(edtf) and is_day(other)
    return (month_of(edtf), int(edtf[8:10])) if both else (month_of(edtf),)
