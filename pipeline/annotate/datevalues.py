"""The values of date expressions (ISO 8601-2 / EDTF level 1).

Each resolver reads one kind of expression: `(match, published, context)` to a value. What needs the
publication date stays underspecified ("XXXX-11-27") or absent where that date is unknown; nothing
is guessed. `context` are the words of the expression's clause.

Source of the notation: Library of Congress, Extended Date/Time Format (EDTF) specification, 2019.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

from pipeline.annotate.datewords import (
    MONTHS,
    NUMBERS,
    ORDINALS,
    SEASONS,
    UNITS,
    WEEKDAYS,
    YEAR_ONES,
    YEAR_TENS,
)

Resolver = Callable[[re.Match[str], "date | None", str], "str | None"]


def _month(name: str) -> int:
    return MONTHS[name.lower().rstrip(".")]


def full(match: re.Match[str], published: date | None, context: str) -> str | None:
    """A day with month and year, or as much of them as is stated."""
    part = match.groupdict()
    month = _month(part["m"]) if part.get("m") else None
    day = int(re.sub(r"\D", "", part["d"])) if part.get("d") else None
    year = int(part["y"]) if part.get("y") else None
    if year is None and month is not None:
        return _nearest(month, day, published, context)
    return _iso(year, month, day)


def legal(match: re.Match[str], published: date | None, context: str) -> str | None:
    """ "20th day of January, 2025", "twentieth day of January, in the year of our Lord two thousand
    twenty-five", "Fourth of July"."""
    part = match.groupdict()
    written, month = part["d"].lower(), _month(part["m"])
    day = ORDINALS[written] if written in ORDINALS else int(re.sub(r"\D", "", written))
    year = part.get("y")
    if not year:
        return _nearest(month, day, published, context)
    return _iso(int(year) if year.isdigit() else _year_of_words(year), month, day)


def _year_of_words(words: str) -> int:
    rest = re.sub(r"two\s+thousand(?:\s+and)?", "", words.lower())
    return 2000 + sum(
        YEAR_TENS.get(word, YEAR_ONES.get(word, 0)) for word in re.split(r"[\s-]+", rest) if word
    )


def _iso(year: int | None, month: int | None, day: int | None) -> str | None:
    head = f"{year:04d}" if year is not None else "XXXX"
    if month is None:
        return head
    if day is None:
        return f"{head}-{month:02d}"
    if not _is_day(year if year is not None else 2000, month, day):
        return None
    return f"{head}-{month:02d}-{day:02d}"


def _is_day(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


_COMING = re.compile(
    r"\b(?:will|shall|next|coming|upcoming|scheduled|expected|deadline|expires?|due)\b|"
    r"\b(?:would|could|should|might|may|must|can|wants?|hopes?|plans?)\b(?! have).*"
    r"\b(?:by|before|until)\s(?=[A-Z\d])|\b(?:is|are|remains?|stays?|runs?|lasts?)\b.*\b(?:until|through)\s(?=[A-Z\d])",
    re.IGNORECASE,
)
_GONE = re.compile(
    r"\b(?:was|were|had|did|said|told|met|began|came|went|made|took|gave|sent|saw|held|spoke|wrote|"
    r"fell|rose|won|lost|left|led|became|fought|broke|struck|since|last|after|\w{2,}ed)\b",
    re.IGNORECASE,
)
# In the present tense these tell of what is fixed for a day to come.
_FIXED = re.compile(
    r"\b(?:is|are)\s(?:to|set|due|slated|going)\b|\b(?:arrives|takes|meets|votes|opens|begins|starts|"
    r"postponed|delayed|rescheduled|convenes|returns|travels|heads|visits|speaks|leaves|gathers|hosts|resumes|ends|until|by)\b|"
    r"(?<!to )\b(?:arrive|meet|vote|open|begin|return|travel|gather|resume)\b"
)
_HALF_YEAR = 182


# "the strike in September will be debated": the date is the strike's.
_SUBJECT_OF_COMING = re.compile(r"\b[Ii]n (?:[A-Z][a-z]+\.?)\s(?:will|shall)\b")


def _nearest(month: int, day: int | None, published: date | None, context: str) -> str | None:
    """The next such date where the clause looks ahead, the last one where it looks back; where it
    does neither, the nearer one, a past one rather than one more than three months ahead."""
    if published is None:
        return _iso(None, month, day)
    now = (published.month, published.day)
    then = (month, day if day is not None else (1 if month != published.month else now[1]))
    year = published.year
    if _COMING.search(context) and not _SUBJECT_OF_COMING.search(context):
        year += then < now
    elif _GONE.search(context):
        year -= then > now
    else:
        # Nothing says which: the nearer one, counted in days of a year.
        distance = (then[0] - now[0]) * 30.4 + then[1] - now[1]
        year += -1 if distance > _HALF_YEAR / 2 else 1 if distance < -1.5 * _HALF_YEAR else 0
    return _iso(year, month, day)


def range_of_days(match: re.Match[str], published: date | None, context: str) -> str | None:
    month, year = _month(match["m"]), match["y"]
    first, last = int(match["d1"]), int(match["d2"])
    if year:
        return f"{_iso(int(year), month, first)}/{_iso(int(year), month, last)}"
    return (
        f"{_nearest(month, first, published, context)}/{_nearest(month, last, published, context)}"
    )


def range_over_months(match: re.Match[str], published: date | None, context: str) -> str | None:
    ends = ((_month(match["m1"]), int(match["d1"])), (_month(match["m2"]), int(match["d2"])))
    if match["y"]:
        last = int(match["y"])
        years = (last - (ends[0] > ends[1]), last)
        return "/".join(f"{_iso(y, m, d)}" for y, (m, d) in zip(years, ends, strict=True))
    return "/".join(f"{_nearest(m, d, published, context)}" for m, d in ends)


def range_of_years(match: re.Match[str], published: date | None, context: str) -> str | None:
    first, last = match["y1"], match["y2"]
    last = first[: 4 - len(last)] + last
    return f"{first}/{last}" if int(last) > int(first) else None


def range_of_months(match: re.Match[str], published: date | None, context: str) -> str | None:
    last_year = match["y2"]
    first_year = match["y1"] or last_year
    first, last = _month(match["m1"]), _month(match["m2"])
    if last_year:
        return f"{_iso(int(first_year), first, None)}/{_iso(int(last_year), last, None)}"
    if published is None:
        return f"{_iso(None, first, None)}/{_iso(None, last, None)}"
    began = _nearest(first, None, published, context) or ""
    year = int(began[:4]) + (last < first)
    return f"{began}/{_iso(year, last, None)}"


def of_relative_year(match: re.Match[str], published: date | None, context: str) -> str | None:
    """ "Nov. 10 of this year", "March of last year"."""
    month, day = _month(match["m"]), match.groupdict().get("d")
    number = int(re.sub(r"\D", "", day)) if day else None
    if published is None:
        return _iso(None, month, number)
    step = {"last": -1, "next": 1}.get(match["which"].lower(), 0)
    return _iso(published.year + step, month, number)


def fiscal_year(match: re.Match[str], published: date | None, context: str) -> str | None:
    """The United States Government's year, which begins in October."""
    year = int(match["y"] or match["y2"])
    return f"{year - 1}-10/{year}-09"


def part_of_year(match: re.Match[str], published: date | None, context: str) -> str | None:
    """ "first half of 2024", "third quarter of 2019"."""
    length = 6 if match["part"].lower() == "half" else 3
    number = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": 12 // length}
    last = number[match["n"].lower()] * length
    year = match["y"]
    return f"{year}-{last - length + 1:02d}/{year}-{last:02d}" if last <= 12 else None


_FEASTS = {"christmas eve": (12, 24), "new year's eve": (12, 31), "new year's day": (1, 1)}


def holiday(match: re.Match[str], published: date | None, context: str) -> str | None:
    """The feasts that have a day of their own: "by Christmas", "on New Year's Eve"."""
    name = re.sub(r"[’']", "'", match["feast"].lower())
    month, day = {
        "christmas eve": (12, 24),
        "new year's eve": (12, 31),
        "new year's day": (1, 1),
    }.get(name, (12, 25))
    year = match.groupdict().get("y")
    return _iso(int(year), month, day) if year else _nearest(month, day, published, context)


def same_day_years_ago(match: re.Match[str], published: date | None, context: str) -> str | None:
    """ "Thirty years ago today"."""
    if published is None:
        return None
    return _iso(published.year - _count(match["n"]), published.month, published.day)


def unresolved(match: re.Match[str], published: date | None, context: str) -> str | None:
    """What only the dates beside it can resolve ("that spring", "on the 17th")."""
    return None


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


def century(match: re.Match[str], published: date | None, context: str) -> str | None:
    return f"{int(match['c']) - 1:02d}XX"


_TOWARDS = re.compile(
    r"\b(?:before|by|until)\s(?:the\s)?(?:spring|summer|autumn|fall|winter)\b", re.IGNORECASE
)


def season(match: re.Match[str], published: date | None, context: str) -> str | None:
    code = SEASONS[match["season"].lower()]
    year = match.groupdict().get("y")
    if year:
        return f"{year}-{code}"
    if published is None:
        return None
    which = (match.groupdict().get("which") or "").lower()
    begins = {21: 3, 22: 6, 23: 9, 24: 12}[code]
    # The winter that runs in January began a year before.
    year_of_now = published.year - (code == 24 and published.month < 3)
    if which == "this":
        return f"{year_of_now}-{code}"
    ahead = which == "next" or _COMING.search(context) or _TOWARDS.search(context)
    if ahead and which != "last":
        return f"{published.year + (published.month >= begins)}-{code}"
    if which == "last":
        running = (published.month - begins) % 12 < 3
        begun = published.month >= begins or (code == 24 and published.month < 3)
        return f"{(year_of_now if begun else published.year - 1) - running}-{code}"
    return f"{published.year - (published.month < begins)}-{code}"


def weekday(match: re.Match[str], published: date | None, context: str) -> str | None:
    if published is None:
        return None
    wanted = WEEKDAYS[match["w"].lower()]
    which = (match.groupdict().get("which") or "").lower()
    back = (published.weekday() - wanted) % 7
    ahead = _COMING.search(context) or (_FIXED.search(context) and not _GONE.search(context))
    if which in ("next", "coming") or (ahead and which not in ("last", "this")):
        days = (wanted - published.weekday()) % 7
        return (published + timedelta(days=days or (7 if which else 0))).isoformat()
    if which in ("last",):
        back = back or 7
    return (published - timedelta(days=back)).isoformat()


_DEICTIC_DAYS = {
    "today": 0, "tonight": 0, "yesterday": -1, "tomorrow": 1,
    "last night": -1, "this morning": 0, "this afternoon": 0, "this evening": 0,
    "the day before yesterday": -2, "the day after tomorrow": 2, "this very day": 0,
}  # fmt: skip


def deictic_day(match: re.Match[str], published: date | None, context: str) -> str | None:
    if published is None:
        return None
    days = _DEICTIC_DAYS[re.sub(r"\s+", " ", match["deictic"].lower())]
    return (published + timedelta(days=days)).isoformat()


def _add_months(day: date, months: int) -> str:
    index = day.year * 12 + day.month - 1 + months
    return f"{index // 12:04d}-{index % 12 + 1:02d}"


def _week(day: date) -> str:
    monday = day - timedelta(days=day.weekday())
    return f"{monday.isoformat()}/{(monday + timedelta(days=6)).isoformat()}"


_STEPS = {"last": -1, "past": -1, "previous": -1, "next": 1, "coming": 1}


def deictic_unit(match: re.Match[str], published: date | None, context: str) -> str | None:
    """ "last month", "this year", "next week"."""
    if published is None:
        return None
    unit = UNITS[match["unit"].lower()]
    step = _STEPS.get(match["which"].lower(), 0)
    if unit == "day":
        return (published + timedelta(days=step)).isoformat()
    if unit == "week":
        return _week(published + timedelta(weeks=step))
    if unit == "month":
        return _add_months(published, step)
    if unit == "year":
        return f"{published.year + step:04d}"
    if unit == "weekend":
        saturday = published + timedelta(days=5 - published.weekday() + 7 * step)
        return f"{saturday.isoformat()}/{(saturday + timedelta(days=1)).isoformat()}"
    if unit == "century":
        return f"{published.year // 100 + step}XX"
    return f"{published.year // 10 + step}X"


def deictic_span(match: re.Match[str], published: date | None, context: str) -> str | None:
    """ "the next four years", "the past 10 days"."""
    if published is None:
        return None
    count = _count(match["n"])
    unit = UNITS[match["unit"].lower()]
    forward = match["which"].lower() in ("next", "coming", "following")
    if unit == "decade":
        count, unit = count * 10, "year"
    sign = 1 if forward else -1
    if unit == "year":
        ends: tuple[str, str] = (f"{published.year:04d}", f"{published.year + sign * count:04d}")
    elif unit == "month":
        ends = (_add_months(published, 0), _add_months(published, sign * count))
    else:
        days = count * (7 if unit == "week" else 1)
        ends = (published.isoformat(), (published + timedelta(days=sign * days)).isoformat())
    return "/".join(sorted(ends))


def ago(match: re.Match[str], published: date | None, context: str) -> str | None:
    if published is None:
        return None
    count, unit = _count(match["n"]), UNITS[match["unit"].lower()]
    if unit == "decade":
        count, unit = count * 10, "year"
    if unit == "year":
        return f"{published.year - count:04d}"
    if unit == "month":
        return _add_months(published, -count)
    return (published - timedelta(days=count * (7 if unit == "week" else 1))).isoformat()


def _count(word: str) -> int:
    word = " ".join(word.lower().split())
    return int(word) if word.isdigit() else NUMBERS.get(word, 1)


def numeric(match: re.Match[str], published: date | None, context: str) -> str | None:
    return _iso(int(match["y"]), int(match["mm"]), int(match["d"]))


def this_month(match: re.Match[str], published: date | None, context: str) -> str | None:
    """ "last July", "this March", "next October"."""
    month, which = _month(match["m"]), match["which"].lower()
    if published is None:
        return _iso(None, month, None)
    if which in ("next", "coming"):
        return _iso(published.year + (month <= published.month), month, None)
    if which == "this":
        return _iso(published.year, month, None)
    return _iso(published.year - (month >= published.month), month, None)
