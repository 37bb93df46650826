"""The values of date expressions (ISO 8601-2 / EDTF level 1).

Each resolver reads one kind of expression: `(match, published, context)` to a value. What needs the
publication date stays underspecified ("XXXX-11-27") or absent where that date is unknown; nothing
is guessed. `context` are the words of the expression's clause.

Source of the notation: Library of Congress, Extended Date/Time Format (EDTF) specification, 2019.
"""

from __future__ import annotations

import re
from datetime import date

from pipeline.annotate.datebasics import iso, month_number, nearest
from pipeline.annotate.datewords import ORDINALS, YEAR_ONES, YEAR_TENS


def full(match: re.Match[str], published: date | None, context: str) -> str | None:
    """A day with month and year, or as much of them as is stated."""
    part = match.groupdict()
    month = month_number(part["m"]) if part.get("m") else None
    day = int(re.sub(r"\D", "", part["d"])) if part.get("d") else None
    year = int(part["y"]) if part.get("y") else None
    if year is None and month is not None:
        return nearest(month, day, published, context)
    return iso(year, month, day)


def legal(match: re.Match[str], published: date | None, context: str) -> str | None:
    """ "20th day of January, 2025", "twentieth day of January, in the year of our Lord two thousand
    twenty-five", "Fourth of July"."""
    part = match.groupdict()
    written, month = part["d"].lower(), month_number(part["m"])
    day = ORDINALS[written] if written in ORDINALS else int(re.sub(r"\D", "", written))
    year = part.get("y")
    if not year:
        return nearest(month, day, published, context)
    return iso(int(year) if year.isdigit() else _year_of_words(year), month, day)


def _year_of_words(words: str) -> int:
    rest = re.sub(r"two\s+thousand(?:\s+and)?", "", words.lower())
    return 2000 + sum(
        YEAR_TENS.get(word, YEAR_ONES.get(word, 0)) for word in re.split(r"[\s-]+", rest) if word
    )


def range_of_days(match: re.Match[str], published: date | None, context: str) -> str | None:
    month, year = month_number(match["m"]), match["y"]
    first, last = int(match["d1"]), int(match["d2"])
    if year:
        return f"{iso(int(year), month, first)}/{iso(int(year), month, last)}"
    return f"{nearest(month, first, published, context)}/{nearest(month, last, published, context)}"


def range_over_months(match: re.Match[str], published: date | None, context: str) -> str | None:
    ends = (
        (month_number(match["m1"]), int(match["d1"])),
        (month_number(match["m2"]), int(match["d2"])),
    )
    if match["y"] or match["y1"]:
        last = int(match["y"] or 0) or int(match["y1"]) + (ends[0] > ends[1])
        years = (int(match["y1"] or 0) or last - (ends[0] > ends[1]), last)
        return "/".join(f"{iso(y, m, d)}" for y, (m, d) in zip(years, ends, strict=True))
    return "/".join(f"{nearest(m, d, published, context)}" for m, d in ends)


def range_of_years(match: re.Match[str], published: date | None, context: str) -> str | None:
    first, last = match["y1"], match["y2"]
    last = first[: 4 - len(last)] + last
    return f"{first}/{last}" if int(last) > int(first) else None


def range_of_months(match: re.Match[str], published: date | None, context: str) -> str | None:
    last_year = match["y2"]
    first_year = match["y1"]
    first, last = month_number(match["m1"]), month_number(match["m2"])
    if first_year and not last_year:
        last_year = str(int(first_year) + (last <= first))
    if last_year:
        first_year = first_year or str(int(last_year) - (first > last))
        return f"{iso(int(first_year), first, None)}/{iso(int(last_year), last, None)}"
    if published is None:
        return f"{iso(None, first, None)}/{iso(None, last, None)}"
    began = nearest(first, None, published, context) or ""
    year = int(began[:4]) + (last < first)
    return f"{began}/{iso(year, last, None)}"


def holiday(match: re.Match[str], published: date | None, context: str) -> str | None:
    """The feasts that have a day of their own: "by Christmas", "on New Year's Eve"."""
    name = re.sub(r"[’']", "'", match["feast"].lower())
    month, day = {
        "christmas eve": (12, 24),
        "new year's eve": (12, 31),
        "new year's day": (1, 1),
    }.get(name, (12, 25))
    year = match.groupdict().get("y")
    return iso(int(year), month, day) if year else nearest(month, day, published, context)


def decade(match: re.Match[str], published: date | None, context: str) -> str | None:
    digits = re.sub(r"\D", "", match["dec"])
    if len(digits) == 2:
        digits = ("19" if int(digits) >= 20 else "20") + digits
    return f"{digits[:3]}X"


def decade_word(match: re.Match[str], published: date | None, context: str) -> str | None:
    word = match["word"].lower()
    tens = {"fift": 5, "sixt": 6, "sevent": 7, "eight": 8, "ninet": 9, "twent": 2, "thirt": 3,
            "fort": 4}  # fmt: skip
    for stem, digit in tens.items():
        if word.startswith(stem):
            return f"19{digit}X"
    return None


def decade_beside(match: re.Match[str], published: date | None, context: str) -> str | None:
    """ "the 1860s and 70s": of the century of the decade before."""
    before = re.search(r"(\d\d)\d0[’']?s\W+\w*\W*\Z", match.string[: match.start()])
    return f"{before[1] if before else 19}{match['dec'][0]}X"


def short_year(match: re.Match[str], published: date | None, context: str) -> str | None:
    """ "June ’89", "in ’68": the last such year."""
    part = match.groupdict()
    month = month_number(part["m"]) if part.get("m") else None
    return iso(_last_such_year(part["short"], published), month, None)


# Without a publication date, where the years of this century begin to be those of the last.
_TURN = 30


def _last_such_year(digits: str, published: date | None) -> int:
    latest = published.year % 100 if published else _TURN
    century = published.year // 100 * 100 if published else 2000
    return century + int(digits) - (100 if int(digits) > latest else 0)


_CENTURIES = {
    "sixteenth": 16, "seventeenth": 17, "eighteenth": 18, "nineteenth": 19, "twentieth": 20,
    "twenty-first": 21,
}  # fmt: skip


def century(match: re.Match[str], published: date | None, context: str) -> str | None:
    written = match["c"].lower()
    number = int(written[:2]) if written[:1].isdigit() else _CENTURIES[written]
    return f"{number - 1:02d}XX"


def file_date(match: re.Match[str], published: date | None, context: str) -> str | None:
    """ "14-Mar-2019", "14MAR19"."""
    year = match["y"]
    stated = int(year) if len(year) == 4 else _last_such_year(year, published)
    return iso(stated, month_number(match["m"]), int(match["d"]))


def day_first(match: re.Match[str], published: date | None, context: str) -> str | None:
    """ "14-03-2019", "3.4.2019"; of "03-04-2019" no more than the year is certain."""
    year, month, day = int(match["y"]), int(match["mm"]), int(match["d"])
    if match["by"] == "-" and day <= 12 and day != month:
        return iso(year, None, None)
    return iso(year, month, day)


def numeric(match: re.Match[str], published: date | None, context: str) -> str | None:
    return iso(int(match["y"]), int(match["mm"]), int(match["d"]))
