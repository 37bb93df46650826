"""Parts of a year or a month that can be counted: "first half of 2024", "last week of July"."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta

from pipeline.annotate.datebasics import COMING, count_of, month_number, nearest
from pipeline.annotate.datewords import STEPS

_PLACES = {
    "first": 1, "opening": 1, "1st": 1, "1": 1, "second": 2, "2nd": 2, "2": 2,
    "third": 3, "3rd": 3, "3": 3, "fourth": 4, "4th": 4, "4": 4,
}  # fmt: skip
_LAST = ("last", "final", "closing")


def of_year(year: int, place: int, length: int) -> str | None:
    """The part of so many months that comes at that place, counted from 1 or, from the end, -1."""
    first = (place - 1) * length + 1 if place > 0 else 13 - length
    end = first + length - 1
    return f"{year:04d}-{first:02d}/{year:04d}-{end:02d}" if 1 <= first <= end <= 12 else None


def of_month(month: str, place: int, days: int) -> str | None:
    """The part of so many days of "2025-07", one day without an end; an unknown year stays so."""
    year = int(month[:4]) if month[:4].isdigit() else 2000
    length = monthrange(year, int(month[5:7]))[1]
    first = (place - 1) * days + 1 if place > 0 else length - days + 1
    last = first + days - 1
    if days == HALF:
        first, last = (1, 15) if place == 1 else (16, length)
    if not 1 <= first <= last <= length:
        return None
    ends = (f"{month}-{first:02d}", f"{month}-{last:02d}")
    return ends[0] if days == 1 else "/".join(ends)


HALF = 15
_DAYS = {"day": 1, "week": 7, "half": HALF}


def place_of(word: str) -> int:
    return -1 if word.lower() in _LAST else _PLACES[word.lower()]


def part_of_month(match: re.Match[str], published: date | None, context: str) -> str | None:
    """ "last week of July", "first half of October 2025", "last day of August"."""
    month, year = month_number(match["m"]), match["y"]
    whole = f"{year}-{month:02d}" if year else nearest(month, None, published, context)
    place, unit = place_of(match["n"]), match["part"].lower()
    if unit == "half" and place not in (1, 2):
        place = 2
    return of_month(whole or "", place, _DAYS[unit])


def part_of_year(match: re.Match[str], published: date | None, context: str) -> str | None:
    """ "first half of 2024", "third quarter of last year", "Q2 FY2024", "first quarter" of this
    year."""
    length = 6 if match["part"].lower() in ("half", "h") else 3
    place = place_of(match["n"])
    year = _year(match, published)
    if year is not None and match.groupdict().get("fiscal"):
        return _of_fiscal_year(year, place, length)
    if year is None or published is None or match["y"] or match["which"]:
        return of_year(year, place, length) if year else None
    # Said of no year: the last one that has begun, or the next one.
    begins = ((place if place > 0 else 12 // length) - 1) * length + 1
    if COMING.search(context):
        return of_year(year + (begins <= published.month - length), place, length)
    return of_year(year - (begins > published.month), place, length)


def _of_fiscal_year(year: int, place: int, length: int) -> str | None:
    """The same part of the United States Government's year, three months earlier."""
    part = of_year(year, place, length)
    if part is None:
        return None
    ends = []
    for end in part.split("/"):
        month = int(end[5:7]) - 3
        ends.append(f"{year - (month < 1):04d}-{month + 12 * (month < 1):02d}")
    return "/".join(ends)


def months_of_year(match: re.Match[str], published: date | None, context: str) -> str | None:
    """ "first three months of the year"."""
    year = _year(match, published)
    return of_year(year, place_of(match["n"]), count_of(match["count"])) if year else None


def _year(match: re.Match[str], published: date | None) -> int | None:
    if match["y"]:
        return int(match["y"])
    step = STEPS.get((match["which"] or "").lower(), 0)
    return published.year + step if published else None


def part_of_decade(match: re.Match[str], published: date | None, context: str) -> str | None:
    """ "second half of the 1980s"."""
    first = place_of(match["n"]) == 1
    tens = re.sub(r"\D", "", match["dec"])[:3]
    return f"{tens}0/{tens}4" if first else f"{tens}5/{tens}9"


def week_of(match: re.Match[str], published: date | None, context: str) -> str | None:
    """ "week of 22 June": the one that holds that day, from Monday to Sunday."""
    month, day, year = month_number(match["m"]), int(match["d"]), match["y"]
    first = f"{year}-{month:02d}-{day:02d}" if year else nearest(month, day, published, context)
    try:
        held = date.fromisoformat(first or "")
    except ValueError:
        return None
    monday = held - timedelta(days=held.weekday())
    return f"{monday.isoformat()}/{(monday + timedelta(days=6)).isoformat()}"


def fiscal_year(match: re.Match[str], published: date | None, context: str) -> str | None:
    """The United States Government's year, which begins in October."""
    part = match.groupdict()
    if part.get("which"):
        if published is None:
            return None
        step = STEPS.get(part["which"].lower(), 0)
        first = last = published.year + (published.month >= 10) + step
    else:
        first = int(part["y"]) if len(part["y"]) == 4 else 2000 + int(part["y"])
        last = int(part.get("to") or first)
    return f"{first - 1}-10/{last}-09"
