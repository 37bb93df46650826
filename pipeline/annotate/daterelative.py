"""The values of date expressions that count from the publication date: "last month", "today"."""

from __future__ import annotations

import re
from datetime import date, timedelta

from pipeline.annotate.datebasics import COMING, FIXED, GONE, count_of, iso, month_number
from pipeline.annotate.datewords import SEASONS, STEPS, UNITS, WEEKDAY, WEEKDAYS


def of_relative_year(match: re.Match[str], published: date | None, context: str) -> str | None:
    """ "Nov. 10 of this year", "1 July next year", "March of last year"."""
    part = match.groupdict()
    month = month_number(part["m"] or part["m2"] or "")
    day = part.get("d") or part.get("d2")
    number = int(re.sub(r"\D", "", day)) if day else None
    if published is None:
        return iso(None, month, number)
    step = STEPS.get(match["which"].lower(), 0)
    return iso(published.year + step, month, number)


def day_of_month(match: re.Match[str], published: date | None, context: str) -> str | None:
    """ "the 4th of this month"."""
    if published is None:
        return None
    month = _add_months(published, STEPS.get(match["which"], 0))
    return iso(int(month[:4]), int(month[5:]), int(re.sub(r"\D", "", match["d"])))


def unresolved(match: re.Match[str], published: date | None, context: str) -> str | None:
    """What only the dates beside it can resolve ("on the 17th")."""
    return None


def season_told(match: re.Match[str], published: date | None, context: str) -> str | None:
    """ "that spring", "the following winter": of a year that stands before it."""
    return f"XXXX-{SEASONS[match['season'].lower()]}"


_TOWARDS = re.compile(
    r"\b(?:before|by|until)\s(?:the\s)?(?:spring|summer|autumn|fall|winter)\b", re.IGNORECASE
)


def season(match: re.Match[str], published: date | None, context: str) -> str | None:
    code = SEASONS[match["season"].lower()]
    part = match.groupdict()
    year = part.get("y")
    if year:
        return f"{year}-{code}"
    which, of = ((part.get(name) or "").lower() for name in ("which", "of"))
    if published is None:
        return None if which or of else f"XXXX-{code}"
    begins = {21: 3, 22: 6, 23: 9, 24: 12}[code]
    # The winter that runs in January began a year before.
    year_of_now = published.year - (code == 24 and published.month < 3)
    if of:  # "spring of last year"
        return f"{published.year + STEPS.get(of, 0)}-{code}"
    if which == "this":
        return f"{year_of_now}-{code}"
    ahead = which == "next" or COMING.search(context) or _TOWARDS.search(context)
    if ahead and which != "last":
        return f"{published.year + (published.month >= begins)}-{code}"
    if which == "last":
        running = (published.month - begins) % 12 < 3
        begun = published.month >= begins or (code == 24 and published.month < 3)
        return f"{(year_of_now if begun else published.year - 1) - running}-{code}"
    return f"{published.year - (published.month < begins)}-{code}"


_FOR_DAY = re.compile(rf"\bfor\s(?:this\s|next\s)?{WEEKDAY}\b(?![’'])")


def weekday(match: re.Match[str], published: date | None, context: str) -> str | None:
    if published is None:
        return None
    wanted = WEEKDAYS[match["w"].lower()]
    which = (match.groupdict().get("which") or "").lower()
    back = (published.weekday() - wanted) % 7
    ahead = (
        COMING.search(context)
        or _FOR_DAY.search(context)
        or (FIXED.search(context) and not GONE.search(context))
    )
    if which in ("next", "coming") or (ahead and which not in ("last", "this")):
        days = (wanted - published.weekday()) % 7
        return (published + timedelta(days=days or (7 if which else 0))).isoformat()
    if which == "last" and back <= 1:  # else it were today or yesterday
        back += 7
    return (published - timedelta(days=back)).isoformat()


def weekday_of_week(match: re.Match[str], published: date | None, context: str) -> str | None:
    """ "Thursday last week"; "Thursday week" is a week after the next one."""
    if published is None:
        return None
    wanted, which = WEEKDAYS[match["w"].lower()], match["which"]
    if which is None:
        days = (wanted - published.weekday()) % 7 + 7
    else:
        days = wanted - published.weekday() + 7 * STEPS.get(which, 0)
    return (published + timedelta(days=days)).isoformat()


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


_DAYS = {"day": 1, "week": 7, "weekend": 7, "fortnight": 14}
_YEARS = {"year": 1, "decade": 10, "century": 100}


def deictic_unit(match: re.Match[str], published: date | None, context: str) -> str | None:
    """ "last month", "this year", "next week"."""
    if published is None:
        return None
    unit = UNITS[match["unit"].lower()]
    step = STEPS.get(match["which"].lower(), 0)
    if unit == "day":
        return (published + timedelta(days=step)).isoformat()
    if unit == "week":
        return _week(published + timedelta(weeks=step))
    if unit == "fortnight":
        ends = sorted((published, published + timedelta(days=step * _DAYS[unit])))
        return "/".join(end.isoformat() for end in ends) if step else None
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
    count = count_of(match["n"])
    unit = UNITS[match["unit"].lower()]
    forward = match["which"].lower() in ("next", "coming", "following")
    if unit in _YEARS:
        count, unit = count * _YEARS[unit], "year"
    sign = 1 if forward else -1
    if unit == "year":
        ends: tuple[str, str] = (f"{published.year:04d}", f"{published.year + sign * count:04d}")
    elif unit == "month":
        ends = (_add_months(published, 0), _add_months(published, sign * count))
    else:
        days = count * _DAYS[unit]
        ends = (published.isoformat(), (published + timedelta(days=sign * days)).isoformat())
    return "/".join(sorted(ends))


def ago(match: re.Match[str], published: date | None, context: str) -> str | None:
    """ "two weeks ago", "Thirty years ago today"."""
    if published is None:
        return None
    count, unit = count_of(match["n"]), UNITS[match["unit"].lower()]
    if unit in _YEARS:
        years = count * _YEARS[unit]
        if years >= published.year:
            return None
        if match["today"]:
            return iso(published.year - years, published.month, published.day)
        return f"{published.year - years:04d}"
    if unit == "month":
        month = _add_months(published, -count)
        day = published.day if match["today"] else None
        return iso(int(month[:4]), int(month[5:]), day)
    return (published - timedelta(days=count * _DAYS[unit])).isoformat()


def month_of_this_year(match: re.Match[str], published: date | None, context: str) -> str | None:
    """ "this July": the determiner stays outside."""
    return iso(published.year if published else None, month_number(match["m"]), None)


def this_month(match: re.Match[str], published: date | None, context: str) -> str | None:
    """ "last July", "this March", "next October"."""
    month, which = month_number(match["m"]), match["which"].lower()
    if published is None:
        return iso(None, month, None)
    if which in ("next", "coming"):
        return iso(published.year + (month <= published.month), month, None)
    if which == "this":
        return iso(published.year, month, None)
    return iso(published.year - (month >= published.month), month, None)
