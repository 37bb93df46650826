"""EDTF dates as pairs of calendar days, for the typed columns of tables.

Source of the notation: Library of Congress, Extended Date/Time Format (EDTF) specification, 2019,
levels 0 and 1, and the unspecified year ("XXXX-11-27") that annotation gives.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

Days = tuple[date | None, date | None]

_POINT = re.compile(
    r"(?P<year>\d{4}|\d{3}X|\d{2}XX|XXXX)(?:-(?P<month>\d\d|XX)(?:-(?P<day>\d\d|XX))?)?[?~%]?"
)
_SEASONS = range(21, 25)
_OPEN = ("", "..")


def days(edtf: str) -> Days:
    """The first and the last day that a date or an interval can mean: 2024-02 is 2024-02-01 to
    2024-02-29, 199X is ten years. None stands for an end that is open or not on the calendar: a
    season, whose months depend on the hemisphere, or an unknown year. Raises ValueError for what is
    no EDTF date."""
    first, slash, last = edtf.partition("/")
    if not slash:
        return _point(edtf)
    if first in _OPEN and last in _OPEN:
        raise ValueError(f"{edtf!r} has no end that is known")
    start = None if first in _OPEN else _point(first)[0]
    end = None if last in _OPEN else _point(last)[1]
    if start and end and end < start:
        raise ValueError(f"{edtf!r} ends before it begins")
    return start, end


def _point(text: str) -> Days:
    match = _POINT.fullmatch(text)
    if match is None:
        raise ValueError(f"{text!r} is no EDTF date such as 2024-01-29, 2024-01 or 2024-01/2024-03")
    year, month, day = match["year"], match["month"], match["day"]
    if month not in (None, "XX") and not 1 <= int(month) <= 12:
        if int(month) in _SEASONS and day is None:
            return None, None
        raise ValueError(f"{text!r} has no such month")
    # A leap year stands in where the year is not known, so that 29 February is a day of it.
    known = int(year) if year.isdigit() and year != "0000" else 2000
    if day not in (None, "XX") and month not in (None, "XX"):
        if not 1 <= int(day) <= monthrange(known, int(month))[1]:
            raise ValueError(f"{text!r} has no such day")
    elif day not in (None, "XX") and not 1 <= int(day) <= 31:
        raise ValueError(f"{text!r} has no such day")
    return _days(year, month, day)


def _days(year: str, month: str | None, day: str | None) -> Days:
    low, high = int(year.replace("X", "0")), int(year.replace("X", "9"))
    if year == "XXXX" or low < 1:
        return None, None
    if month in (None, "XX") or low != high:
        return date(low, 1, 1), date(high, 12, 31)
    number = int(str(month))
    if day in (None, "XX"):
        return date(low, number, 1), date(low, number, monthrange(low, number)[1])
    one = date(low, number, int(str(day)))
    return one, one
