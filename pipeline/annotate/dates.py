"""Date expressions and their values (ISO 8601-2 / EDTF level 1).

Pure functions over text. A value that needs the publication date stays underspecified
("XXXX-11-27") or absent where that date is unknown; nothing is guessed.

Source of the notation: Library of Congress, Extended Date/Time Format (EDTF) specification, 2019.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta

from pipeline.annotate.datespans import DateSpan, settle

_MONTHS_EN = {
    "january": 1, "jan": 1, "february": 2, "feb": 2, "march": 3, "mar": 3, "april": 4, "apr": 4,
    "may": 5, "june": 6, "jun": 6, "july": 7, "jul": 7, "august": 8, "aug": 8, "september": 9,
    "sept": 9, "sep": 9, "october": 10, "oct": 10, "november": 11, "nov": 11, "december": 12,
    "dec": 12,
}  # fmt: skip
_MONTHS_ES = {
    "enero": 1, "febrero": 2, "marzo": 3, "abril": 4, "mayo": 5, "junio": 6, "julio": 7,
    "agosto": 8, "septiembre": 9, "setiembre": 9, "octubre": 10, "noviembre": 11, "diciembre": 12,
}  # fmt: skip
_MONTHS = _MONTHS_EN | _MONTHS_ES
_SEASONS = {
    "spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24,
    "primavera": 21, "verano": 22, "otoño": 23, "invierno": 24,
}  # fmt: skip
_WEEKDAYS = {
    "monday": 0, "tuesday": 1, "wednesday": 2, "thursday": 3, "friday": 4, "saturday": 5,
    "sunday": 6, "lunes": 0, "martes": 1, "miércoles": 2, "jueves": 3, "viernes": 4, "sábado": 5,
    "domingo": 6,
}  # fmt: skip
_NUMBERS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30,
    "forty": 40, "fifty": 50, "dos": 2, "tres": 3, "cuatro": 4, "cinco": 5, "seis": 6,
    "siete": 7, "ocho": 8, "nueve": 9, "diez": 10, "doce": 12,
}  # fmt: skip
_UNITS = {
    "day": "day", "days": "day", "week": "week", "weeks": "week", "month": "month",
    "months": "month", "year": "year", "years": "year", "decade": "decade", "decades": "decade",
    "century": "century", "weekend": "weekend",
    "día": "day", "días": "day", "semana": "week", "semanas": "week", "mes": "month",
    "meses": "month", "año": "year", "años": "year", "década": "decade", "décadas": "decade",
}  # fmt: skip


def parse_published(published: str | None) -> date | None:
    """The publication day, or None where it is unknown or known only to the month or year."""
    try:
        return date.fromisoformat(published) if published else None
    except ValueError:
        return None


def _alternatives(words: dict[str, int] | dict[str, str]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


# "May" and the like are whole names: a full stop after them ends the sentence.
_SHORT = frozenset({"may", "june", "july"})
_FULL_MONTHS = {m.capitalize(): n for m, n in _MONTHS_EN.items() if len(m) > 4 or m in _SHORT}
_CUT_MONTHS = {
    m.capitalize(): n for m, n in _MONTHS_EN.items() if m.capitalize() not in _FULL_MONTHS
}
_MON = rf"(?:{_alternatives(_FULL_MONTHS)}|(?:{_alternatives(_CUT_MONTHS)})\b\.?)"
_MES = rf"(?:{_alternatives(_MONTHS_ES)})"
_YEAR = r"(?:1[6-9]|20)\d\d"
_DAY = r"(?:3[01]|[12]\d|0?[1-9])"
_ORD = rf"{_DAY}(?:st|nd|rd|th)"
_ORDINALS = {
    word: number
    for number, word in enumerate(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth "
        "thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth "
        "twenty-first twenty-second twenty-third twenty-fourth twenty-fifth twenty-sixth "
        "twenty-seventh twenty-eighth twenty-ninth thirtieth thirty-first".split(),
        1,
    )
}
_ORD_WORD = rf"(?:{_alternatives(_ORDINALS)})"
# "in the year of our Lord two thousand twenty-five"
_YEAR_TENS = {"twenty": 20, "thirty": 30}
_YEAR_ONES = {
    word: number
    for number, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
        "fifteen sixteen seventeen eighteen nineteen".split()
    )
}
_YEAR_WORDS = (
    rf"two\sthousand(?:\s(?:and\s)?(?:(?:twenty|thirty)(?:-(?:{_alternatives(_YEAR_ONES)}))?|"
    rf"{_alternatives(_YEAR_ONES)}))?"
)
_WDAY = (
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|lunes|martes|miércoles|jueves|viernes|"
    r"sábado|domingo"
)
_NUM = rf"(?:\d{{1,3}}|{_alternatives(_NUMBERS)})"
_UNIT = rf"(?:{_alternatives(_UNITS)})"
_DASH = r"\s?[-–—]\s?"

Resolver = Callable[[re.Match[str], "date | None", str], "str | None"]


def _month(name: str) -> int:
    return _MONTHS[name.lower().rstrip(".")]


def _full(match: re.Match[str], published: date | None, context: str) -> str | None:
    """A day with month and year, or as much of them as is stated."""
    part = match.groupdict()
    month = _month(part["m"]) if part.get("m") else None
    day = int(re.sub(r"\D", "", part["d"])) if part.get("d") else None
    year = int(part["y"]) if part.get("y") else None
    if year is None and month is not None:
        return _nearest(month, day, published, context)
    return _iso(year, month, day)


def _legal(match: re.Match[str], published: date | None, context: str) -> str | None:
    """ "20th day of January, 2025", "twentieth day of January, in the year of our Lord two thousand
    twenty-five", "Fourth of July"."""
    part = match.groupdict()
    written, month = part["d"].lower(), _month(part["m"])
    day = _ORDINALS[written] if written in _ORDINALS else int(re.sub(r"\D", "", written))
    year = part.get("y")
    if not year:
        return _nearest(month, day, published, context)
    return _iso(int(year) if year.isdigit() else _year_of_words(year), month, day)


def _year_of_words(words: str) -> int:
    rest = re.sub(r"two\s+thousand(?:\s+and)?", "", words.lower())
    return 2000 + sum(
        _YEAR_TENS.get(word, _YEAR_ONES.get(word, 0)) for word in re.split(r"[\s-]+", rest) if word
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
    r"\b(?:will|shall|next|coming|upcoming|scheduled|expected|deadline|expires?|due|próxim[oa]|"
    r"será|vence)\b",
    re.IGNORECASE,
)


_GONE = re.compile(
    r"\b(?:was|were|had|did|said|told|met|began|came|went|made|took|gave|sent|saw|held|spoke|wrote|"
    r"fell|rose|won|lost|left|led|became|fought|broke|struck|since|last|after|\w{2,}ed|fue|era|"
    r"había|\w{2,}(?:ó|aron|ieron))\b",
    re.IGNORECASE,
)
# In the present tense these tell of what is fixed for a day to come.
_FIXED = re.compile(
    r"\b(?:is|are)\s(?:to|set|due|slated|going)\b|\b(?:arrives|takes|meets|votes|opens|begins|starts|"
    r"convenes|returns|travels|heads|visits|speaks|leaves|gathers|hosts|resumes|ends|until|by)\b|"
    r"(?<!to )\b(?:arrive|meet|vote|open|begin|return|travel|gather|resume)\b"
)
_HALF_YEAR = 182


def _nearest(month: int, day: int | None, published: date | None, context: str) -> str | None:
    """The next such date where the clause looks ahead, the last one where it looks back; where it
    does neither, the nearer one, a past one rather than one more than three months ahead."""
    if published is None:
        return _iso(None, month, day)
    now = (published.month, published.day)
    then = (month, day if day is not None else (1 if month != published.month else now[1]))
    year = published.year
    if _COMING.search(context):
        year += then < now
    elif _GONE.search(context):
        year -= then > now
    else:
        # Nothing says which: the nearer one, counted in days of a year.
        distance = (then[0] - now[0]) * 30.4 + then[1] - now[1]
        year += -1 if distance > _HALF_YEAR / 2 else 1 if distance < -1.5 * _HALF_YEAR else 0
    return _iso(year, month, day)


def _range_of_days(match: re.Match[str], published: date | None, context: str) -> str | None:
    month, year = _month(match["m"]), match["y"]
    first, last = int(match["d1"]), int(match["d2"])
    if year:
        return f"{_iso(int(year), month, first)}/{_iso(int(year), month, last)}"
    return (
        f"{_nearest(month, first, published, context)}/{_nearest(month, last, published, context)}"
    )


def _range_over_months(match: re.Match[str], published: date | None, context: str) -> str | None:
    ends = ((_month(match["m1"]), int(match["d1"])), (_month(match["m2"]), int(match["d2"])))
    if match["y"]:
        last = int(match["y"])
        years = (last - (ends[0] > ends[1]), last)
        return "/".join(f"{_iso(y, m, d)}" for y, (m, d) in zip(years, ends, strict=True))
    return "/".join(f"{_nearest(m, d, published, context)}" for m, d in ends)


def _range_of_years(match: re.Match[str], published: date | None, context: str) -> str | None:
    first, last = match["y1"], match["y2"]
    last = first[: 4 - len(last)] + last
    return f"{first}/{last}" if int(last) > int(first) else None


def _range_of_months(match: re.Match[str], published: date | None, context: str) -> str | None:
    last_year = match["y2"]
    first_year = match["y1"] or last_year
    first, last = _month(match["m1"]), _month(match["m2"])
    if last_year:
        return f"{_iso(int(first_year), first, None)}/{_iso(int(last_year), last, None)}"
    return f"{_nearest(first, None, published, context)}/{_nearest(last, None, published, context)}"


def _decade(match: re.Match[str], published: date | None, context: str) -> str | None:
    digits = re.sub(r"\D", "", match["dec"])
    if len(digits) == 2:
        digits = ("19" if int(digits) >= 20 else "20") + digits
    return f"{digits[:3]}X"


def _decade_word(match: re.Match[str], published: date | None, context: str) -> str | None:
    word = match["word"].lower()
    tens = {"fift": 5, "sixt": 6, "sevent": 7, "eight": 8, "ninet": 9, "twent": 2, "thirt": 3,
            "fort": 4, "cincuenta": 5, "sesenta": 6, "setenta": 7, "ochenta": 8,
            "noventa": 9}  # fmt: skip
    for stem, digit in tens.items():
        if word.startswith(stem):
            return f"19{digit}X"
    return None


def _century(match: re.Match[str], published: date | None, context: str) -> str | None:
    return f"{int(match['c']) - 1:02d}XX"


_TOWARDS = re.compile(
    r"\b(?:before|by|until)\s(?:the\s)?(?:spring|summer|autumn|fall|winter)\b", re.IGNORECASE
)


def _season(match: re.Match[str], published: date | None, context: str) -> str | None:
    code = _SEASONS[match["season"].lower()]
    year = match.groupdict().get("y")
    if year:
        return f"{year}-{code}"
    which = (match.groupdict().get("which") or "").lower()
    if published is None:
        return None
    month_begins = {21: 3, 22: 6, 23: 9, 24: 12}[code]
    now = published.year
    if which in ("next", "próximo", "próxima"):
        return f"{now if published.month < month_begins else now + 1}-{code}"
    if which in ("this", "este", "esta"):
        return f"{now}-{code}"
    if not which and (_COMING.search(context) or _TOWARDS.search(context)):
        return f"{now if published.month < month_begins else now + 1}-{code}"
    return f"{now if published.month >= month_begins else now - 1}-{code}"


def _weekday(match: re.Match[str], published: date | None, context: str) -> str | None:
    if published is None:
        return None
    wanted = _WEEKDAYS[match["w"].lower()]
    which = (match.groupdict().get("which") or "").lower()
    back = (published.weekday() - wanted) % 7
    ahead = _COMING.search(context) or (_FIXED.search(context) and not _GONE.search(context))
    if which in ("next", "próximo", "coming") or (ahead and which not in ("last", "this")):
        days = (wanted - published.weekday()) % 7
        return (published + timedelta(days=days or (7 if which else 0))).isoformat()
    if which in ("last", "pasado"):
        back = back or 7
    return (published - timedelta(days=back)).isoformat()


_DEICTIC_DAYS = {
    "today": 0, "tonight": 0, "yesterday": -1, "tomorrow": 1, "hoy": 0, "ayer": -1, "mañana": 1,
    "last night": -1, "anoche": -1, "this morning": 0, "this afternoon": 0, "this evening": 0,
    "the day before yesterday": -2, "anteayer": -2, "pasado mañana": 2,
}  # fmt: skip


def _deictic_day(match: re.Match[str], published: date | None, context: str) -> str | None:
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


def _deictic_unit(match: re.Match[str], published: date | None, context: str) -> str | None:
    """ "last month", "this year", "next week", "el año pasado"."""
    if published is None:
        return None
    unit = _UNITS[match["unit"].lower()]
    step = {"last": -1, "past": -1, "previous": -1, "pasado": -1, "pasada": -1, "next": 1,
            "coming": 1, "próximo": 1, "próxima": 1}.get(match["which"].lower(), 0)  # fmt: skip
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


def _deictic_span(match: re.Match[str], published: date | None, context: str) -> str | None:
    """ "the next four years", "the past 10 days", "los últimos seis meses"."""
    if published is None:
        return None
    count = _count(match["n"])
    unit = _UNITS[match["unit"].lower()]
    forward = match["which"].lower() in ("next", "coming", "following", "próximos", "próximas")
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


def _ago(match: re.Match[str], published: date | None, context: str) -> str | None:
    if published is None:
        return None
    count, unit = _count(match["n"]), _UNITS[match["unit"].lower()]
    if unit == "decade":
        count, unit = count * 10, "year"
    if unit == "year":
        return f"{published.year - count:04d}"
    if unit == "month":
        return _add_months(published, -count)
    return (published - timedelta(days=count * (7 if unit == "week" else 1))).isoformat()


def _count(word: str) -> int:
    return int(word) if word.isdigit() else _NUMBERS.get(word.lower(), 1)


def _numeric(match: re.Match[str], published: date | None, context: str) -> str | None:
    return _iso(int(match["y"]), int(match["mm"]), int(match["d"]))


def _this_month(match: re.Match[str], published: date | None, context: str) -> str | None:
    """ "last July", "this March", "next October", "el pasado enero"."""
    month, which = _month(match["m"]), match["which"].lower()
    if published is None:
        return _iso(None, month, None)
    if which in ("next", "próximo", "coming"):
        return _iso(published.year + (month <= published.month), month, None)
    if which in ("this", "este"):
        return _iso(published.year, month, None)
    return _iso(published.year - (month >= published.month), month, None)


# What makes a capitalised "May" or "March", or a month before another name, a month.
_BEFORE_MONTHS = (
    "[Ii]n [Ss]ince [Ll]ate [Ee]arly [Uu]ntil [Bb]y [Bb]efore [Aa]fter [Dd]uring [Ff]rom [Bb]etween "
    "through of till that"
).split()
_AFTER = "(?:" + "|".join(rf"(?<=\b{word} )" for word in _BEFORE_MONTHS) + ")"

# A space in a pattern stands for a line break and its indentation too, as in hard-wrapped texts.
_SPACE = re.compile(r"\\s(?![+?*])")

# Most specific first: an earlier pattern keeps its span. Flags: i = ignore case.
_PATTERNS: tuple[tuple[re.Pattern[str], Resolver], ...] = tuple(
    (re.compile(_SPACE.sub(r"\\s+", pattern), re.IGNORECASE if "i" in flags else 0), resolver)
    for flags, pattern, resolver in (
        ("", rf"\b(?P<y>{_YEAR})-(?P<mm>0[1-9]|1[0-2])-(?P<d>{_DAY})\b", _numeric),
        ("", rf"\b(?P<mm>0?[1-9]|1[0-2])/(?P<d>{_DAY})/(?P<y>{_YEAR})\b", _numeric),
        ("i", rf"\b(?P<d>{_ORD}|{_ORD_WORD})\sday\sof\s(?P<m>{_MON})"
         rf"(?:,?\s(?:in\sthe\syear\sof\sour\sLord,?\s)?(?P<y>{_YEAR}|{_YEAR_WORDS}))?\b", _legal),
        ("i", rf"\b(?P<d>{_ORD_WORD})\sof\s(?P<m>{_MON})(?:,?\s(?P<y>{_YEAR}))?(?!\w)", _legal),
        ("", rf"\b(?P<m1>{_MON})\s(?P<d1>{_DAY})(?:{_DASH}|\sto\s|\sthrough\s|\suntil\s)"
         rf"(?P<m2>{_MON})\s(?P<d2>{_DAY})(?:,?\s(?P<y>{_YEAR}))?\b", _range_over_months),
        ("", rf"\b(?P<d1>{_DAY})\s(?P<m1>{_MON})(?:{_DASH}|\sto\s|\suntil\s)"
         rf"(?P<d2>{_DAY})\s(?P<m2>{_MON})(?:,?\s(?P<y>{_YEAR}))?\b", _range_over_months),
        ("", rf"\b(?P<m>{_MON})\s(?P<d1>{_DAY})(?:{_DASH}|\sto\s|\sand\s|\sthrough\s)"
         rf"(?P<d2>{_DAY})(?![\w:]|[.,]\d|\s(?:{_MON}))(?:,?\s(?P<y>{_YEAR}))?\b", _range_of_days),
        ("i", rf"\b(?P<d1>{_DAY})(?:{_DASH}|\sal\s|\sa\s|\sto\s|\sand\s)(?P<d2>{_DAY})\s(?:de\s)?"
         rf"(?P<m>{_MES}|{_MON})(?:(?:\sdel?)?\s(?P<y>{_YEAR}))?\b", _range_of_days),
        ("", rf"\b(?P<m>{_MON})\s(?P<d>{_DAY}(?:st|nd|rd|th)?),?\s+(?P<y>{_YEAR})\b", _full),
        ("", rf"\b(?P<d>{_DAY}(?:st|nd|rd|th)?)(?:\sof)?\s(?P<m>{_MON}),?\s(?P<y>{_YEAR})\b", _full),
        ("i", rf"\b(?P<d>{_DAY}|1º|1°)\sde\s(?P<m>{_MES})\sdel?\s(?:año\s)?(?P<y>{_YEAR})\b", _full),
        ("i", rf"\b(?P<d>{_DAY}|1º|1°)\sde\s(?P<m>{_MES})\b", _full),
        ("", rf"\b(?P<m1>{_MON})(?:\s(?P<y1>{_YEAR}))?(?:{_DASH}|\sto\s|\sthrough\s)"
         rf"(?P<m2>{_MON})(?:,?\s(?P<y2>{_YEAR}))\b", _range_of_months),
        ("i", rf"\b(?P<m>{_MES})\sdel?\s(?P<y>{_YEAR})\b", _full),
        ("", rf"\b(?P<m>{_MON}),?(?:\sof)?\s(?P<y>{_YEAR})\b", _full),
        ("", rf"\b(?P<m>{_MON})\s(?P<d>{_DAY}(?:st|nd|rd|th)?)\b(?![.,]\d)", _full),
        ("", rf"\b(?P<d>{_ORD})(?:\sof)\s(?P<m>{_MON})\b", _full),
        ("", rf"\b(?P<d>{_DAY})\s(?P<m>{_MON})(?!\w)(?!\s(?:be|have|not)\b)", _full),
        ("i", rf"\b(?P<season>spring|summer|autumn|fall|winter)\s(?:of\s)?(?P<y>{_YEAR})\b", _season),
        ("i", rf"\b(?P<season>primavera|verano|otoño|invierno)\sdel?\s(?P<y>{_YEAR})\b", _season),
        ("i", r"\b(?P<which>last|this|next)\s(?P<season>spring|summer|autumn|fall|winter)\b",
         _season),
        ("", r"(?:(?<=\b[Ii]n the )|(?<=\b[Bb]y the )|(?<=\bbefore the )|(?<=\buntil the )|"
         r"(?<=\b[Ss]ince the )|(?<=\b[Bb]y )|(?<=\b[Ii]n )|(?<=\b[Ii]n early )|(?<=\b[Ii]n late ))"
         r"(?P<season>spring|summer|autumn|fall|winter)\b(?!\s(?:of|and)\b|-)", _season),
        ("i", r"\b(?P<dec>(?:1[5-9]|20)\d0)[’']?s\b", _decade),
        ("i", r"(?<!\w)(?P<dec>[’'‘][2-9]0)s\b", _decade),
        ("i", r"\b(?P<word>fifties|sixties|seventies|eighties|nineties)\b(?!\s+(?:percent|%))",
         _decade_word),
        ("i", r"\baños\s(?P<word>cincuenta|sesenta|setenta|ochenta|noventa)\b", _decade_word),
        ("i", r"\b(?P<c>1[0-9]|20|21)(?:st|th)\scentury\b", _century),
        ("i", rf"\b(?P<y1>{_YEAR})(?:{_DASH}|\sto\s|\sthrough\s|\suntil\s|\sal?\s|\shasta\s)"
         rf"(?P<y2>{_YEAR}|\d\d)\b", _range_of_years),
        ("i", rf"\bdécada\sde\s(?:los\s)?(?P<dec>{_YEAR}|[2-9]0)\b", _decade),
        ("i", rf"\b(?P<which>last|past|next|coming|following|previous|últimos|últimas|próximos|"
         rf"próximas)\s(?P<n>{_NUM})\s(?P<unit>{_UNIT})\b", _deictic_span),
        ("i", rf"\b(?P<n>{_NUM}|an?)\s(?P<unit>{_UNIT})\sago\b", _ago),
        ("i", rf"\bhace\s(?P<n>{_NUM}|un|una)\s(?P<unit>{_UNIT})\b", _ago),
        ("i", r"\b(?P<which>last|this|next|past|coming|previous)\s"
         r"(?P<unit>week|weekend|month|year|decade|century)\b(?!-)(?![’']\s|s)", _deictic_unit),
        ("i", r"\b(?P<unit>semana|mes|año|década)\s(?P<which>pasad[oa]|próxim[oa])\b",
         _deictic_unit),
        ("i", r"\b(?P<which>próxim[oa]|pasad[oa]|est[ea])\s(?P<unit>semana|mes|año|década)\b",
         _deictic_unit),
        ("", rf"\b(?P<which>[Ll]ast|[Tt]his|[Nn]ext)\s(?P<m>{_MON})(?!\w)", _this_month),
        ("", r"\b(?P<which>[Ll]ast|[Tt]his|[Nn]ext|[Cc]oming)\s(?P<w>(?:Mon|Tues|Wednes|Thurs|Fri|"
         r"Satur|Sun)day)\b", _weekday),
        ("", r"\b(?P<w>(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\b(?!s)"
         r"(?!\s(?:Times|Mirror|Express|Telegraph|Mail|Herald)\b)", _weekday),
        ("i", r"\b(?P<w>lunes|martes|miércoles|jueves|viernes|sábado|domingo)\b", _weekday),
        ("i", r"\b(?P<deictic>the day before yesterday|last night|this (?:morning|afternoon|"
         r"evening)|today|tonight|yesterday|tomorrow|hoy|anteayer|ayer|anoche|pasado mañana)\b"
         , _deictic_day),
        ("", rf"{_AFTER}(?P<m>{_MON})(?![\w-])", _full),
        ("", rf"\b(?P<m>(?!May\b|March\b|Mar\b){_MON})(?![\w-])(?!\s[A-Z])", _full),
        ("", r"(?<=[a-z,] )(?<!\b[Tt]he )(?<!'s )(?P<m>March)\b(?![\w-]|\s(?:[A-Z]|on\b))", _full),
        ("i", rf"\b(?P<m>{_MES})(?=[\s,.;:)])", _full),
        ("", rf"\b(?P<y>{_YEAR})\b(?![-–(]\d|[,.(]\w|\s?%|[’']s\sword)", _full),
    )
)  # fmt: skip

# What may stand before a bare year for it to be one, and not an amount ("2,000 troops").
_NOT_A_YEAR_AFTER = re.compile(
    r"[$€£#§]\s?$|\b(?:H\.R\.|S\.|H\.?\sRes\.|UNSCR|Law|Decree|Flight|Room|[Rr]oom|Title|"
    r"[Rr]esolutions)\s$|\b(?:[Ss]ections?|[Ss]ecs?\.|U\.S\.C\.)\s$|\bNo\.\s?$|\bRes\.\s?$|\d[.,]$|/$|\bResolution\s$|\bU\.S\.C\.\s\d+[a-z]?\s?[-–]\s?$|"
    r"\bResolutions\s\d+\sand\s$"
)
_NOT_A_YEAR_BEFORE = re.compile(
    r"\s(?:troops|soldiers|people|miles|kilomet|men|civilians|marines|homicid|"
    r"murders|dead|pages|words|tons|percent|agents|officers|members|personas|muert|soldados|feet|"
    r"met(?:er|re)s|km\b|kilo|acres|hectares|dollars|pounds|hours|fighters|guards|police|refugees|"
    r"migrants|deaths|cases|more\b|strong|Pennsylvania|GMT|American|U\.S\.)",
    re.IGNORECASE,
)  # fmt: skip
# "every Monday" is a frequency, "Good Friday" a name.
_NOT_A_DAY = re.compile(
    r"\b(?:[Aa]|[Aa]n|[Ss]ome|[Aa]ny|[Ee]very|[Ee]ach|[Oo]ne|Good|Black|Bloody|Ash|Holy|Super)\s$"
)
_PERSON_BEFORE = re.compile(r"\b(?:Minister|Theresa|Mrs?\.|Ms\.|Secretary|Brian)\s$")
_SPANISH_ONLY = re.compile(rf"^(?:{_MES}|lunes|martes|domingo|hoy|ayer)$", re.IGNORECASE)


def find_dates(text: str, published: date | None, language: str = "en") -> Iterator[DateSpan]:
    """Yield the date expressions of `text` in order, never overlapping.

    `published` resolves what needs it. `language` ("en" or "es") keeps a bare word such as the
    English "ayer" from being read in the wrong language.
    """
    taken: list[DateSpan] = []
    for pattern, resolve in _PATTERNS:
        for match in pattern.finditer(text):
            start, end = match.span()
            if any(start < other.end and other.start < end for other in taken):
                continue
            if _is_no_date(text, match, language):
                continue
            context = _clause(text, start, end)
            taken.append(DateSpan(start, end, resolve(match, published, context)))
    return iter(settle(text, sorted(taken, key=lambda span: span.start), published))


_CLAUSE_BREAK = re.compile(r"[,;:.!?\"“”«»\n]|\bthat\b")
_OPENING = re.compile(r"(?:\A|[.!?\n][\"”’)]*\s+|\n)[\"“]?(?:\w+\s+(?:the\s+)?)?\Z")


def _clause(text: str, start: int, end: int) -> str:
    """The words around a date that can say whether it lies ahead, within its own clause; for a date
    set before its sentence ("On Friday, the court will ..."), the clause after the comma."""
    behind = text[max(0, start - 60) : start]
    before = _CLAUSE_BREAK.split(behind)[-1]
    following = text[end : end + 100]
    if following.startswith(",") and _OPENING.search(behind):
        following = " " + following[1:]
    after = _CLAUSE_BREAK.split(following)[0]
    return f"{before}{text[start:end]}{after}"


def _is_no_date(text: str, match: re.Match[str], language: str) -> bool:
    expression = match.group()
    before, after = text[max(0, match.start() - 22) : match.start()], text[match.end() :][:16]
    if "w" in match.groupdict() and _NOT_A_DAY.search(before):
        return True
    if match.start() and re.fullmatch(r"(?:May|March|April|June|August)", expression):
        return bool(_PERSON_BEFORE.search(before))
    if re.fullmatch(r"\d{4}(?:\D\d{2,4})?", expression):
        return bool(_NOT_A_YEAR_AFTER.search(before) or _NOT_A_YEAR_BEFORE.match(after))
    return language != "es" and bool(_SPANISH_ONLY.match(expression))
