"""The values of Spanish date expressions (EDTF level 1).

Each resolver reads one kind of expression: `(match, published, sign)` to a value; `sign` says by
the words around it whether the date lies ahead (1) or behind (-1). A value that needs the
publication date stays underspecified ("XXXX-11-27") or absent without it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

from pipeline.annotate.datebasics import iso
from pipeline.annotate.dateparts import of_month, of_year
from pipeline.annotate.spanish.datewords import (
    DAYS_LONG,
    DEICTIC,
    FEASTS,
    MONTHS_LONG,
    NUMBERS,
    PLACES,
    SEASONS,
    TENS,
    UNITS,
    WEEKDAYS,
    month_number,
    number,
)

Resolver = Callable[[re.Match[str], "date | None", int], "str | None"]


def _nearest(month: int, day: int | None, now: date | None, sign: int) -> str | None:
    """The next such date where the clause looks ahead, the last where it looks back, else the
    nearer one."""
    if now is None:
        return iso(None, month, day)
    then, today = (month, day or 1), (now.month, now.day if day else 1)
    year = now.year
    if sign > 0:
        year += then < today
    elif sign < 0:
        year -= then > today
    else:
        distance = (then[0] - today[0]) * 30.4 + then[1] - today[1]
        year += -1 if distance > 120 else 1 if distance < -240 else 0
    return iso(year, month, day)


def full(m: re.Match[str], now: date | None, sign: int) -> str | None:
    """A day or a month, with as much of its year as is stated."""
    part = m.groupdict()
    month = month_number(m["m"])
    day = number(part["d"]) if part.get("d") else None
    if part.get("y"):
        return iso(int(m["y"]), month, day)
    if part.get("words"):
        return iso(_worded(m["words"]), month, day)
    if part.get("last") and now:
        return iso(now.year - 1, month, day)
    if part.get("this") and now:
        return iso(now.year, month, day)
    edge = (part.get("edge") or "").lower()
    if now and re.search("pasado|último", edge):
        gone = (month, day or 0) < (now.month, now.day if day else 0)
        return iso(now.year - (not gone), month, day)
    if now and re.search("próxim|viene", edge):
        ahead = (month, day or 0) > (now.month, now.day if day else 0)
        return iso(now.year + (not ahead), month, day)
    return _nearest(month, day, now, sign)


# "Ley 5/2005, de [17 de noviembre]": the number says of which year.
_LAW = re.compile(r"\b\d{1,5}/(?P<y>(?:1[89]|20)\d\d),\sdel?\s\Z", re.IGNORECASE)


def of_law(m: re.Match[str]) -> str | None:
    """The day of a law whose number holds its year; None for any other day."""
    part = m.groupdict()
    law = None if part.get("y") else _LAW.search(m.string, max(0, m.start() - 20), m.start())
    return (
        iso(int(law["y"]), month_number(m["m"]), number(m["d"])) if law and part.get("d") else None
    )


def _worded(text: str) -> int:
    rest = re.sub(r"^dos\smil\s?", "", text.lower())
    return 2000 + (NUMBERS.get(" ".join(rest.split()), 0) if rest else 0)


def day_of_month(m: re.Match[str], now: date | None, sign: int) -> str | None:
    """ "el jueves 17", "el día 9", "el día 9 del presente mes"."""
    if now is None:
        return None
    day, part = number(m["d"]), m.groupdict()
    weekday = WEEKDAYS[part["w"].lower()] if part.get("w") else None
    steps = (0,) if part.get("now") else (0, 1, -1) if sign > 0 else (0, -1, 1)
    days = [d for d in (_day_in(month_step(now, step), day) for step in steps) if d]
    fitting = [d for d in days if weekday is None or d.weekday() == weekday]
    if sign == 0:
        return min(((abs(d - now), d.isoformat()) for d in fitting), default=(None, None))[1]
    right = [d for d in fitting if (d >= now if sign > 0 else d <= now)]
    return next((d.isoformat() for d in (*right, *fitting)), None)


def _day_in(month: str, day: int) -> date | None:
    try:
        return date.fromisoformat(f"{month}-{day:02d}")
    except ValueError:
        return None


def years(m: re.Match[str], now: date | None, sign: int) -> str | None:
    first, last = m["y1"], m["y2"]
    last = first[: 4 - len(last)] + last
    return f"{first}/{last}" if int(last) > int(first) else None


def days(m: re.Match[str], now: date | None, sign: int) -> str | None:
    month, year = month_number(m["m"]), m["y"]
    ends = (number(m["d1"]), number(m["d2"]))
    if year:
        return "/".join(str(iso(int(year), month, d)) for d in ends)
    return "/".join(str(_nearest(month, d, now, sign)) for d in ends)


def days_over_months(m: re.Match[str], now: date | None, sign: int) -> str | None:
    """ "del 28 de marzo al 3 de abril de 1982"."""
    ends = [(month_number(m[f"m{n}"]), number(m[f"d{n}"])) for n in "12"]
    if m["y"]:
        last = int(m["y"])
        return f"{iso(last - (ends[0] > ends[1]), *ends[0])}/{iso(last, *ends[1])}"
    return "/".join(str(_nearest(month, day, now, sign)) for month, day in ends)


def months(m: re.Match[str], now: date | None, sign: int) -> str | None:
    a, b, year = month_number(m["m1"]), month_number(m["m2"]), m["y2"]
    if m.groupdict().get("last") and now:
        year = str(now.year - 1)
    elif m.groupdict().get("this") and now:
        year = str(now.year)
    if m["y1"] and not year:
        year = str(int(m["y1"]) + (b <= a))
    if not year and now:
        year = str(_nearest(b, None, now, sign))[:4]
    if year:
        return f"{iso(int(m['y1'] or int(year) - (a > b)), a, None)}/{iso(int(year), b, None)}"
    return f"{iso(None, a, None)}/{iso(None, b, None)}"


def decade(m: re.Match[str], now: date | None, sign: int) -> str | None:
    part = m.groupdict()
    tens = _decade_digits(part.get("tens"), part.get("dec"))
    place = PLACES[part["n"].lower()] if part.get("n") else 0
    return f"{tens}{0 if place == 1 else 5}/{tens}{4 if place == 1 else 9}" if place else f"{tens}X"


def _decade_digits(word: str | None, digits: str | None) -> str:
    if word:
        return f"{'20' if word.lower() == 'veinte' else '19'}{TENS[word.lower()]}"
    digits = digits or ""
    return digits[:3] if len(digits) == 4 else f"19{digits[0]}"


def year(m: re.Match[str], now: date | None, sign: int) -> str | None:
    return m["y"]


def fiscal_year(m: re.Match[str], now: date | None, sign: int) -> str | None:
    """The United States Government's year, which begins in October."""
    return f"{int(m['y']) - 1}-10/{m['y']}-09"


def season(m: re.Match[str], now: date | None, sign: int) -> str | None:
    code = SEASONS[m["s"].lower()]
    if m["y"]:
        return f"{m['y']}-{code}"
    which = (m["which"] or m["post"] or "").lower()
    if now is None:
        return None if which else f"XXXX-{code}"
    begins = {21: 3, 22: 6, 23: 9, 24: 12}[code]
    if "próxim" in which or "viene" in which or (not which and sign > 0):
        return f"{now.year + (now.month >= begins)}-{code}"
    if which.startswith("est"):
        return f"{now.year}-{code}"
    return f"{now.year - (now.month < begins)}-{code}"


def weekday(m: re.Match[str], now: date | None, sign: int) -> str | None:
    if now is None:
        return None
    back = (now.weekday() - WEEKDAYS[m["w"].lower()]) % 7
    which = ((m["which"] or "") + (m["post"] or "")).lower()
    named = "próxim" in which or "que viene" in which
    gone = "pasado" in which or "últim" in which
    if named or (sign > 0 and not gone):
        return (now + timedelta(days=-back % 7 or 7 * ("est" not in which))).isoformat()
    return (now - timedelta(days=back or 7 * gone)).isoformat()


def deictic(m: re.Match[str], now: date | None, sign: int) -> str | None:
    step = timedelta(days=DEICTIC[" ".join(m["x"].lower().split())])
    return (now + step).isoformat() if now else None


def same_day_years_ago(m: re.Match[str], now: date | None, sign: int) -> str | None:
    """ "hoy hace cuarenta años"."""
    return iso(now.year - number(m["n"]), now.month, now.day) if now else None


def month_step(day: date, step: int) -> str:
    index = day.year * 12 + day.month - 1 + step
    return f"{index // 12:04d}-{index % 12 + 1:02d}"


def unit(m: re.Match[str], now: date | None, sign: int) -> str | None:
    """ "la semana pasada", "este año", "el próximo mes"."""
    if now is None:
        return None
    which = ((m["which"] or "") + (m["post"] or "")).lower()
    back, on = re.search("pasad|últim", which), re.search("próxim|viene|entrante", which)
    step = -1 if back else 1 if on else 0
    kind = UNITS[m["u"].lower()]
    if kind == "week":
        monday = now - timedelta(days=now.weekday()) + timedelta(weeks=step)
        return f"{monday.isoformat()}/{(monday + timedelta(days=6)).isoformat()}"
    if kind == "month":
        return month_step(now, step)
    if kind == "year":
        return f"{now.year + step:04d}"
    if which.startswith("últim"):
        return _between(now, -1, "decade")
    return f"{now.year // 10 + step}X"


def span(m: re.Match[str], now: date | None, sign: int) -> str | None:
    """ "los próximos cuatro años", "los últimos seis meses"."""
    if now is None:
        return None
    step = 1 if re.search("próxim", m.group().lower()) else -1
    return _between(now, step * number(m["n"]), UNITS[m["u"].lower()])


def _between(now: date, count: int, kind: str) -> str:
    if kind == "decade":
        count, kind = count * 10, "year"
    if kind == "year":
        ends = (f"{now.year:04d}", f"{now.year + count:04d}")
    elif kind == "month":
        ends = (month_step(now, 0), month_step(now, count))
    else:
        away = timedelta(days=count * (7 if kind == "week" else 1))
        ends = (now.isoformat(), (now + away).isoformat())
    return "/".join(sorted(ends))


def ago(m: re.Match[str], now: date | None, sign: int) -> str | None:
    if now is None:
        return None
    count, kind = number(m["n"]), UNITS[m["u"].lower()]
    if kind in ("year", "decade"):
        return f"{now.year - count * (10 if kind == 'decade' else 1):04d}"
    if kind == "month":
        return month_step(now, -count)
    return (now - timedelta(days=count * (7 if kind == "week" else 1))).isoformat()


def part_of_year(m: re.Match[str], now: date | None, sign: int) -> str | None:
    """ "el primer semestre de 2025", "los tres primeros meses del año"."""
    of = int(m["y"]) if m["y"] else now.year if now else None
    if of is None:
        return None
    if not m["y"]:
        said = m.group().lower()
        of += ("próximo" in said or "que viene" in said) - ("pasado" in said)
    length = number(m["count"]) if m["count"] else MONTHS_LONG[m["len"].lower()]
    place = PLACES[m["n"].lower()]
    return of_year(of, place, length)


def part_of_month(m: re.Match[str], now: date | None, sign: int) -> str | None:
    """ "la última semana de julio", "la primera quincena de marzo de 2011"."""
    month = month_number(m["m"])
    whole = f"{m['y']}-{month:02d}" if m["y"] else _nearest(month, None, now, sign)
    return of_month(whole or "", PLACES[m["n"].lower()], DAYS_LONG[m["len"].lower()])


def feast(m: re.Match[str], now: date | None, sign: int) -> str | None:
    month, day = FEASTS[" ".join(m["feast"].lower().split())]
    return iso(int(m["y"]), month, day) if m["y"] else _nearest(month, day, now, sign)


def edge(m: re.Match[str], now: date | None, sign: int) -> str | None:
    """ "fin de año", "fines de mes": the year or the month."""
    if now is None:
        return None
    return month_step(now, 0) if m["u"].lower() == "mes" else f"{now.year:04d}"


def mixed_range(m: re.Match[str], now: date | None, sign: int) -> str | None:
    """ "entre 2016 y marzo de 2018", "de fines de 1982 a septiembre de 1983"."""
    ends = []
    for n in "12":
        month = m[f"m{n}"]
        ends.append(iso(int(m[f"y{n}"]), month_number(month) if month else None, None))
    return f"{ends[0]}/{ends[1]}"


def weekend(m: re.Match[str], now: date | None, sign: int) -> str | None:
    if now is None:
        return None
    said = m.group().lower()
    saturday = now - timedelta(days=(now.weekday() - 5) % 7 or 7)
    if "próximo" in said or "que viene" in said:
        saturday += timedelta(days=7)
    return f"{saturday.isoformat()}/{(saturday + timedelta(days=1)).isoformat()}"


def numeric(m: re.Match[str], now: date | None, sign: int) -> str | None:
    return iso(int(m["y"]), int(m["mm"]), int(m["d"])) if int(m["mm"]) <= 12 else None


def century(m: re.Match[str], now: date | None, sign: int) -> str | None:
    values = {"I": 1, "V": 5, "X": 10}
    figures = [values[c] for c in m["c"].upper()]
    total = sum(-v if i + 1 < len(figures) and figures[i + 1] > v else v
                for i, v in enumerate(figures))  # fmt: skip
    return f"{total - 1:02d}XX"
