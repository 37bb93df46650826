"""What the readers of date values share: months, ISO days, the nearest such date, and where clauses
end."""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from pipeline.annotate.datewords import MONTHS, NUMBERS

CLAUSE_END = re.compile(r"[,;:.!?\n]\s")
SENTENCE_END = re.compile(r"[.!?;]\s|\n")
PARAGRAPH = re.compile(r"\n\s*\n")
Resolver = Callable[[re.Match[str], "date | None", str], "str | None"]


@dataclass(frozen=True, slots=True)
class DateSpan:
    """A date expression at `text[start:end]`; `edtf` is None where it cannot be resolved.
    `yearless`: a month, a day, a season or a range of such, whose year is not stated."""

    start: int
    end: int
    edtf: str | None
    yearless: bool = False


class Taken:
    """The date expressions found so far, in order, none over another."""

    def __init__(self) -> None:
        self.spans: list[DateSpan] = []

    def is_free(self, start: int, end: int) -> bool:
        at = bisect_left(self.spans, end, key=lambda span: span.start)
        return not at or self.spans[at - 1].end <= start

    def add(self, span: DateSpan) -> None:
        insort(self.spans, span, key=lambda span: span.start)

    def within(self, start: int, end: int) -> list[DateSpan]:
        """Those that begin and end between these places."""
        at = bisect_left(self.spans, start, key=lambda span: span.start)
        return [
            s
            for s in self.spans[at : bisect_left(self.spans, end, key=lambda s: s.start)]
            if s.end <= end
        ]


def month_number(name: str) -> int:
    return MONTHS[name.lower().rstrip(".")]


def iso(year: int | None, month: int | None, day: int | None) -> str | None:
    head = f"{year:04d}" if year is not None else "XXXX"
    if month is None:
        return head
    if day is None:
        return f"{head}-{month:02d}"
    if not is_day(year if year is not None else 2000, month, day):
        return None
    return f"{head}-{month:02d}-{day:02d}"


def is_day(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


COMING = re.compile(
    r"\b(?:will|shall|next|coming|upcoming|scheduled|expected|deadline|expires?|due)\b|"
    r"\b(?:was|were)\s(?:due\s|expected\s|meant\s|supposed\s)?to\s\w+.*\bby\s(?=[A-Z\d])|"
    r"\b(?:is|are)\s(?:in|on|for)\s(?=[A-Z])|"
    r"\b(?:would|could|should|might|(?-i:may)|must|can|wants?|hopes?|plans?)\b(?! have).*"
    r"\b(?:by|before|until)\s(?=[A-Z\d])|\b(?:is|are|remains?|stays?|runs?|lasts?)\b.*\b(?:until|through)\s(?=[A-Z\d])",
    re.IGNORECASE,
)
GONE = re.compile(
    r"\b(?:was|were|had|did|said|told|met|began|came|went|made|took|gave|sent|saw|held|spoke|wrote|"
    r"fell|rose|won|lost|left|led|became|fought|broke|struck|threw|drove|drew|flew|grew|knew|blew|"
    r"withdrew|overthrew|swore|bore|tore|chose|froze|stole|woke|rode|shot|sank|swam|rang|sang|ran|"
    r"bought|brought|thought|caught|taught|sought|sold|stood|withstood|understood|found|bound|"
    r"built|burnt|meant|kept|slept|swept|crept|wept|felt|dealt|spent|lent|laid|paid|heard|"
    r"hid|slid|lay|dug|hung|stuck|sat|got|forgot|forgave|shook|mistook|undertook|overcame|"
    r"ate|fled|bled|fed|sped|since|last|after|\w{2,}ed)\b",
    re.IGNORECASE,
)
# A past verb whose adverbial the date is.
JUST_GONE = re.compile(
    r"\b(?:began|came|went|met|fell|left|took|held|died|won|lost|(?!expect|schedul|plann|ne)\w{2,}ed)\s(?:on|in)\s$"
)
# In the present tense these tell of what is fixed for a day to come.
FIXED = re.compile(
    r"\b(?:is|are)\s(?:to|set|due|slated|going)\b|\b(?:arrives|takes|meets|votes|opens|begins|starts|"
    r"postponed|delayed|rescheduled|convenes|returns|travels|heads|visits|speaks|leaves|gathers|hosts|resumes|ends|until|by)\b|"
    r"(?<!to )\b(?:arrive|meet|vote|open|begin|return|travel|gather|resume)\b"
)
HALF_YEAR = 182


# "the strike in September will be debated": the date is the strike's.
_SUBJECT_OF_COMING = re.compile(r"\b[Ii]n (?:[A-Z][a-z]+\.?)\s(?:will|shall)\b")


def nearest(month: int, day: int | None, published: date | None, context: str) -> str | None:
    """The next such date where the clause looks ahead, the last one where it looks back; where it
    does neither, the nearer one, a past one rather than one more than three months ahead."""
    if published is None:
        return iso(None, month, day)
    now = (published.month, published.day)
    then = (month, day if day is not None else (1 if month != published.month else now[1]))
    year = published.year
    if COMING.search(context) and not _SUBJECT_OF_COMING.search(context):
        year += then < now
    elif GONE.search(context):
        year -= then > now
    else:
        # Nothing says which: the nearer one, counted in days of a year.
        distance = (then[0] - now[0]) * 30.4 + then[1] - now[1]
        year += -1 if distance > HALF_YEAR / 2 else 1 if distance < -1.5 * HALF_YEAR else 0
    return iso(year, month, day)


def count_of(word: str) -> int:
    word = " ".join(word.lower().split())
    return int(word) if word.isdigit() else NUMBERS.get(word, 1)
