"""Date expressions in a text: where a pattern finds one, and what is none after all."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from pipeline.annotate import dateparts as parts
from pipeline.annotate import daterelative as relative
from pipeline.annotate import datevalues as value
from pipeline.annotate.datebasics import COMING, GONE, JUST_GONE, DateSpan, Resolver, Taken
from pipeline.annotate.datecues import ENGLISH
from pipeline.annotate.datepatterns import PATTERNS
from pipeline.annotate.datesources import day_of_heading, day_of_speech
from pipeline.annotate.datespans import settle


def parse_published(published: str | None) -> date | None:
    """The publication day, or None where it is unknown or known only to the month or year."""
    try:
        return date.fromisoformat(published) if published else None
    except ValueError:
        return None


# What may stand before a bare year for it to be one, and not an amount ("2,000 troops").
_NOT_A_YEAR_AFTER = re.compile(
    r"[$€£#§]\s?$|\b(?:H\.R\.|S\.|H\.?\sRes\.|UNSCR|Law|Decree|Flight|Room|[Rr]oom|Title|"
    r"[Rr]esolutions)\s$|\b(?:[Ss]ections?|[Ss]ecs?\.|U\.S\.C\.|[Vv]ersion)\s$|\bNo\.\s?$|\bRes\.\s?$|\d[.,]$|/$|\b[Rr]esolution\s$|\bU\.S\.C\.\s\d+[a-z]?\s?[-–]\s?$|"
    r"\bResolutions\s\d+\sand\s$|\bAct,?\s(?:for\s)?Fiscal\sYears?\s(?:\d{4}\s(?:and|to)\s)?$"
)
_NOT_A_YEAR_BEFORE = re.compile(
    r"\s(?:troops|soldiers|people|miles|kilomet|men|civilians|marines|homicid|"
    r"murders|dead|pages|words|tons|percent|agents|officers|members|feet|"
    r"met(?:er|re)s|km\b|kilo|acres|hectares|dollars|pounds|hours|fighters|guards|police|refugees|"
    r"migrants|deaths|cases|more\b|strong|Pennsylvania|GMT|American|U\.S\.)",
    re.IGNORECASE,
)  # fmt: skip
# "every Monday" is a frequency, "Good Friday" a name.
_NOT_A_DAY = re.compile(
    r"\b(?:[Aa]|[Aa]n|[Ss]ome|[Aa]ny|[Ee]very|[Ee]ach|[Oo]ne|Good|Black|Bloody|Ash|Holy|Easter|Palm|Super|[Pp]revious|[Ff]ollowing|[Ss]ame|[Ff]irst|"
    r"[Tt]hat\s(?!(?:for|on|by|until|before|after|since|last|this|next|from|of)\s)[a-z]+)\s$"
)
_DAY_OF = re.compile(
    r"\s(?:interview|session|news|statement|speech|briefing|letter|vote|meeting|press|hearing|evening|"
    r"morning|night|afternoon|address|raid|strike|attack|call)\b"
)
# "more than", "two or" three weeks ago, "two years and" three weeks ago: no such day is meant.
_VAGUE_BEFORE = re.compile(
    r"\b(?:over|than|nearly|almost|barely|or|half|quarter\sof|(?:years?|months|weeks)\sand)\s$",
    re.IGNORECASE,
)
# "in his late sixties"
_AGED = re.compile(r"\b(?:his|her|their|my|our|your)\s(?:(?:early|mid|late)[\s-])?$")
# "The next year they left": after what was told, unless it is the year ahead.
_TOLD_NEXT = re.compile(
    r"(?<!\bover )(?<!\bin )(?<!\bwithin )(?<!\bfor )(?<!\bduring )(?<!\bby )(?<!\bof )(?<!\binto )"
    r"(?<!\buntil )(?<!\bthroughout )\b[Tt]he\s$"
)
_OF_ACT = re.compile(r"\bAct,?\s(?:for\s)?$")
_PERSON_BEFORE = re.compile(
    r"\b(?:Theresa|Brian|(?:Minister|Secretary|General|Colonel|Admiral|Captain|Major|Senator|Judge|Justice|"
    r"Ambassador|Mrs?\.|Ms\.|Dr\.|Gen\.|Col\.|Adm\.|Capt\.|Maj\.|Sen\.|Rep\.)(?:\s[A-Z][a-z]+)?)\s$"
)


def dates_as_published(text: str, published: str | None) -> Iterator[DateSpan]:
    """The date expressions of a text whose publication is known to the day, or to the month or the
    year alone: then only what the first and the last day of that time give alike is resolved by it.
    """
    ends = _ends_of(published)
    if ends is None:
        yield from find_dates(text, parse_published(published))
        return
    first, last = ({(d.start, d.end): d.edtf for d in find_dates(text, day)} for day in ends)
    for span in find_dates(text, None):
        place = span.start, span.end
        edtf = first.get(place)
        open_still = span.edtf is None or span.edtf.startswith("XXXX")
        yield replace(span, edtf=edtf) if open_still and edtf == last.get(place) else span


def _ends_of(published: str | None) -> tuple[date, date] | None:
    """The first and the last day of "2025-06" or "2025"."""
    if published is None or not re.fullmatch(r"\d{4}(?:-\d\d)?", published):
        return None
    year, month = int(published[:4]), int(published[5:] or 0)
    if month:
        return date(year, month, 1), date(year, month, monthrange(year, month)[1])
    return date(year, 1, 1), date(year, 12, 31)


def find_dates(text: str, published: date | None) -> Iterator[DateSpan]:
    """Yield the date expressions of `text` in order, never overlapping.

    `published` resolves what needs it; where it is unknown, the day in the text's own heading does.
    """
    spans = _spotted(text, published)
    if published is None and (published := day_of_heading(text, spans)):
        spans = _spotted(text, published)
    return iter(settle(text, spans, published, ENGLISH))


def _spotted(text: str, published: date | None) -> list[DateSpan]:
    taken = Taken()
    for pattern, resolve in PATTERNS:
        for match in pattern.finditer(text):
            start, end = match.span()
            if not taken.is_free(start, end) or _is_no_date(text, match):
                continue
            spoken = day_of_speech(text, start, taken, published)
            edtf = resolve(match, spoken or published, _clause(text, start, end))
            if edtf is None and resolve is value.range_of_years:
                continue  # "2031-04" is no range
            yearless = spoken is None and _is_yearless(match, resolve)
            taken.add(DateSpan(start, end, edtf, yearless))
    return taken.spans


_TAKES_YEAR = (
    value.full,
    value.legal,
    value.range_of_days,
    value.range_over_months,
    value.range_of_months,
    value.holiday,
    parts.part_of_month,
    relative.season,
    relative.season_told,
)


def _is_yearless(match: re.Match[str], resolve: Resolver) -> bool:
    """Whether an expression states no year, which the dates before it may lend."""
    parts = match.groupdict()
    stated = any(parts.get(name) for name in ("y", "y1", "y2", "which"))
    return resolve in _TAKES_YEAR and not stated


_CLAUSE_BREAK = re.compile(r"[,;:.!?\"“”«»\n]|\bthat\b")
_OPENING = re.compile(r"(?:\A|[.!?\n][\"”’)]*\s+|\n)[\"“]?(?:\w+\s+(?:the\s+)?)?\Z")


def _clause(text: str, start: int, end: int) -> str:
    """The words around a date that can say whether it lies ahead, within its own clause; for a date
    set before its sentence ("On Friday, the court will ..."), the clause after the comma."""
    behind = text[max(0, start - 60) : start]
    before = _CLAUSE_BREAK.split(behind)[-1]
    if JUST_GONE.search(before):  # "the days that began on October 25 will end": the verb before
        return f"{before}{text[start:end]}"
    following = text[end : end + 100]
    if following.startswith(",") and _OPENING.search(behind):
        following = " " + following[1:]
    after = _CLAUSE_BREAK.split(following)[0]
    return f"{before}{text[start:end]}{after}"


def _is_no_date(text: str, match: re.Match[str]) -> bool:
    expression = match.group()
    before, after = text[max(0, match.start() - 32) : match.start()], text[match.end() :][:16]
    if "w" in match.groupdict() and _NOT_A_DAY.search(before):
        return not (before.lower().endswith(" a ") and _DAY_OF.match(after))
    if match.start() and re.fullmatch(r"(?:May|March|April|June|August)", expression):
        return bool(_PERSON_BEFORE.search(before))
    if "ago" in expression:
        return _VAGUE_BEFORE.search(before) is not None
    if match.groupdict().get("word"):
        return _AGED.search(before) is not None
    if expression in ("next week", "next month", "next year") and _TOLD_NEXT.search(before):
        clause = _clause(text, match.start(), match.end())
        return GONE.search(clause) is not None and not COMING.search(clause.replace(expression, ""))
    if expression.startswith("Fiscal") and _OF_ACT.search(before):
        return True
    if re.fullmatch(r"\d{4}(?:\D\d{2,4})?|\d{1,2}\.\d{1,2}\.\d{4}", expression):
        return bool(_NOT_A_YEAR_AFTER.search(before) or _NOT_A_YEAR_BEFORE.match(after))
    return False
