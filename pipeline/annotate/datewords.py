"""The words and numbers that date expressions are made of, and patterns for them."""

from __future__ import annotations

from collections.abc import Collection

MONTHS = {
    "january": 1, "jan": 1, "february": 2, "feb": 2, "march": 3, "mar": 3, "april": 4, "apr": 4,
    "may": 5, "june": 6, "jun": 6, "july": 7, "jul": 7, "august": 8, "aug": 8, "september": 9,
    "sept": 9, "sep": 9, "october": 10, "oct": 10, "november": 11, "nov": 11, "december": 12,
    "dec": 12,
}  # fmt: skip
SEASONS = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}
WEEKDAYS = {
    "monday": 0, "tuesday": 1, "wednesday": 2, "thursday": 3, "friday": 4, "saturday": 5,
    "sunday": 6,
}  # fmt: skip
_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen"
).split()
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70,
         "eighty": 80, "ninety": 90}  # fmt: skip
NUMBERS = (
    {word: number for number, word in enumerate(_ONES) if number}
    | _TENS
    | {f"{tens}-{_ONES[one]}": value + one for tens, value in _TENS.items() for one in range(1, 10)}
    | {"couple of": 2, "couple": 2, "dozen": 12, "hundred": 100}
)
UNITS = {
    "day": "day", "days": "day", "week": "week", "weeks": "week", "month": "month",
    "months": "month", "year": "year", "years": "year", "decade": "decade", "decades": "decade",
    "century": "century", "weekend": "weekend", "fortnight": "fortnight", "fortnights": "fortnight",
}  # fmt: skip
# How far from now a unit is that is called so.
STEPS = {"last": -1, "past": -1, "previous": -1, "next": 1, "coming": 1}
ORDINALS = {
    word: number
    for number, word in enumerate(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth "
        "thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth "
        "twenty-first twenty-second twenty-third twenty-fourth twenty-fifth twenty-sixth "
        "twenty-seventh twenty-eighth twenty-ninth thirtieth thirty-first".split(),
        1,
    )
}
# "in the year of our Lord two thousand twenty-five"
YEAR_TENS = {"twenty": 20, "thirty": 30}
YEAR_ONES = {word: number for number, word in enumerate(_ONES)}


def alternatives(words: Collection[str]) -> str:
    """A pattern for any of these words, the longest that fits. It goes letter by letter, so that
    most places in a text are given up at a word's first one."""
    by_letter: dict[str, list[str]] = {}
    for word in sorted(filter(None, words)):
        by_letter.setdefault(word[0], []).append(word[1:])
    branches = [
        letter + (alternatives(rest) if any(rest) else "") for letter, rest in by_letter.items()
    ]
    if len(branches) == 1 and "" not in words:
        return branches[0]
    return f"(?:{'|'.join(branches)})" + ("?" if "" in words else "")


# "May" and the like are whole names: a full stop after them ends the sentence.
_SHORT = frozenset({"may", "june", "july"})
_WHOLE = {m.capitalize(): n for m, n in MONTHS.items() if len(m) > 4 or m in _SHORT}
_CUT = {m.capitalize(): n for m, n in MONTHS.items() if m.capitalize() not in _WHOLE}
MONTH = rf"(?:{alternatives(_WHOLE)}|(?:{alternatives(_CUT)})\b\.?)"
# As headings and headers write them: beside a day or a year alone, since "MAY" and "DEC" are words.
_CAPITALS = alternatives([m.upper() for m in MONTHS])
ANY_MONTH = rf"(?:{MONTH}|{_CAPITALS}\b\.?)"
YEAR = r"(?:1[6-9]|20)\d\d"
DAY = r"(?:3[01]|[12]\d|0?[1-9])"
ORDINAL = rf"{DAY}(?:st|nd|rd|th)"
ORDINAL_WORD = rf"(?:{alternatives(ORDINALS)})"
YEAR_WORDS = (
    rf"two\sthousand(?:\s(?:and\s)?(?:(?:twenty|thirty)(?:-(?:{alternatives(YEAR_ONES)}))?|"
    rf"{alternatives(YEAR_ONES)}))?"
)
WEEKDAY = r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)"
NUMBER = rf"(?:\d{{1,3}}|{alternatives(NUMBERS)})"
UNIT = rf"(?:{alternatives(UNITS)})"
SEASON = r"(?:spring|summer|autumn|fall|winter)"
DASH = r"\s?[-–—]\s?"
