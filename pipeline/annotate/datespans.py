"""Date expressions beside one another: what they lend to each other, and where their spans end."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date


@dataclass(frozen=True, slots=True)
class DateSpan:
    """A date expression at `text[start:end]`; `edtf` is None where it cannot be resolved."""

    start: int
    end: int
    edtf: str | None


_PART = re.compile(r"\b(?:[Ee]arly|[Ll]ate|[Mm]id)(?:\s+|[-–])$")
_WEEKDAY = re.compile(r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\Z")
_DAY = re.compile(r"[\dX]{4}-\d\d-\d\d\Z")
_THAT = re.compile(r"\bthat\s+(?:same\s+)?$")
_FOLLOWING = re.compile(r"\bthe\s+following\s+$")
_OF_THAT_YEAR = re.compile(r"\s+(?:of\s+)?(?:that|the\s+same)\s+year\b")
_COORDINATED = re.compile(
    r"\s*(?:,|,?\s+(?:and|or|to|until|through))\s+(?:in\s+|on\s+|again\s+in\s+)?\Z"
)
# "on an August night in 1945"
_OF_A_DAY = re.compile(
    r"\s+(?:night|day|morning|evening|afternoon|weekend)\s+(?:in|of)\s+(?:the\s+)?\Z"
)
_CLAUSE_END = re.compile(r"[,;:.!?\n]\s")
_THEN = re.compile(r"\b(?:and|then|to|until|till)\b")
_AHEAD = re.compile(r"\b(?:will|shall|expires?|next|coming|due|until)\b", re.IGNORECASE)
# Days that have become the name of an event. Source: the public record.
_EVENTS = (
    (r"Sept(?:ember|\.)?\s+11", r"(?:’s|'s)?,?\s+(?:terror|attack|hijack)", "2001-09-11"),
    (r"Oct(?:ober|\.)\s+7", r"\s+(?:attack|massacre|Hamas)", "2023-10-07"),
    (r"Jan(?:uary|\.)\s+6", r"\s+(?:attack|riot|insurrection|assault)", "2021-01-06"),
)

_EVENT_BEFORE = (
    r"(?:attacks?|crimes?|massacres?|horrors?|wake|events|terrorists?|since|post-?)\s(?:of\s)?$"
)


def settle(text: str, spans: Sequence[DateSpan], published: date | None) -> list[DateSpan]:
    """Spans in order, with a weekday joined to the date it names ("Tuesday, Nov. 5"), "early",
    "late" and "mid-" taken in, and years lent by a neighbour ("in July of that year", "January and
    March 2020")."""
    joined = _join_weekdays(text, spans)
    settled: list[DateSpan] = []
    for i, span in enumerate(joined):
        following = joined[i + 1] if i + 1 < len(joined) else None
        edtf = (
            _event(text, span, published)
            or _of_date_before(text, span, settled)
            or _year_before(text, span, settled)
            or _year_after(text, span, following)
            or _year_of_story(text, span, settled, published)
            or _after_coming(text, span, settled, published)
            or span.edtf
        )
        part = _PART.search(text, max(0, span.start - 8), span.start)
        settled.append(DateSpan(part.start() if part else span.start, span.end, edtf))
    return settled


def _join_weekdays(text: str, spans: Sequence[DateSpan]) -> list[DateSpan]:
    joined: list[DateSpan] = []
    for span in spans:
        before = joined[-1] if joined else None
        if (
            before is not None
            and span.edtf is not None
            and _DAY.match(span.edtf)
            and _WEEKDAY.match(text[before.start : before.end])
            and re.fullmatch(r",?\s+(?:the\s+)?", text[before.end : span.start])
        ):
            joined[-1] = replace(span, start=before.start)
        else:
            joined.append(span)
    return joined


def _is_without_year(text: str, span: DateSpan) -> bool:
    written = text[span.start : span.end]
    return not re.search(r"\d{4}", written) and bool(
        re.match(r"(?:\d{1,2}\s+)?[A-Z][a-z]+\.?(?:\s+\d{1,2})?\Z", written)
        and re.match(r"[\dX]{4}-\d\d(?:-\d\d)?\Z", span.edtf or "")
        and not _WEEKDAY.match(written)
        and written not in ("Today", "Tomorrow", "Yesterday", "Tonight")
    )


def _event(text: str, span: DateSpan, published: date | None) -> str | None:
    for day, after, edtf in _EVENTS:
        named = re.fullmatch(day, text[span.start : span.end])
        beside = re.search(_EVENT_BEFORE, text[max(0, span.start - 40) : span.start])
        if named and (beside or re.match(after, text[span.end : span.end + 24])):
            known = published is None or published.isoformat() > edtf
            return edtf if known else None
    return None


def _year_before(text: str, span: DateSpan, settled: Sequence[DateSpan]) -> str | None:
    """The year named last, where the text points back to it, or where a sentence goes on to tell of
    the year it has named."""
    if not settled or not _is_without_year(text, span) or span.edtf is None:
        return None
    back = _THAT.search(text, max(0, span.start - 12), span.start) or _OF_THAT_YEAR.match(
        text, span.end
    )
    if _FOLLOWING.search(text, max(0, span.start - 16), span.start):
        named = (b.edtf for b in reversed(settled) if re.match(r"\d{4}-\d\d", b.edtf or ""))
        first = next((edtf for edtf in named if edtf), None)
        return first and f"{int(first[:4]) + (span.edtf[5:7] <= first[5:7])}{span.edtf[4:]}"
    for before in reversed(settled):
        if not re.match(r"\d{4}", before.edtf or "") or before.edtf is None:
            continue
        if back and not re.search(r"\d{4}", text[before.start : before.end]):
            continue  # Pointing back is to a year that stands there.
        if back:
            return before.edtf[:4] + span.edtf[4:]
        between = text[before.end : span.start]
        full = re.search(r"\d{4}", text[before.start : before.end])
        told = re.fullmatch(r"\d{4}-\d\d(?:-\d\d)?", before.edtf)
        if not full or not told or _CLAUSE_END.search(between) or _AHEAD.search(between):
            return None
        same = before.edtf[:4] + span.edtf[4:]
        length = min(len(same), len(before.edtf))
        if same[:length] < before.edtf[:length] and _THEN.search(between):
            return f"{int(before.edtf[:4]) + 1}{span.edtf[4:]}"
        return same
    return None


_SEASONS = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}


def _of_date_before(text: str, span: DateSpan, settled: Sequence[DateSpan]) -> str | None:
    """ "that spring" of the year named last, "on the 17th" of the month named last."""
    written = text[span.start : span.end]
    season = _SEASONS.get(written)
    if season and _THAT.search(text, max(0, span.start - 12), span.start):
        named = (b.edtf for b in reversed(settled) if re.match(r"\d{4}\b", b.edtf or ""))
        return next((f"{edtf[:4]}-{season}" for edtf in named if edtf), None)
    if season and settled and re.fullmatch(r"\d{4}-\d\d-\d\d", settled[-1].edtf or ""):
        before, edtf = settled[-1], settled[-1].edtf or ""
        stated = re.search(r"\d{4}", text[before.start : before.end])
        if stated and not re.search(r"[.!?;]\s|\n", text[before.end : span.start]):
            return f"{int(edtf[:4]) + (_month_of(f'0000-{season}') < int(edtf[5:7]))}-{season}"
    day = re.fullmatch(r"(\d{1,2})(?:st|nd|rd|th)", written)
    if day:
        months = (b.edtf for b in reversed(settled) if re.match(r"[\dX]{4}-[01]\d\b", b.edtf or ""))
        return next((f"{edtf[:7]}-{int(day[1]):02d}" for edtf in months if edtf), None)
    return None


# How far back, in code points, a story's year can stand.
_STORY = 1200
# From so many months on, a month that stands earlier in the year is one of the next year.
_WRAP = 8
_PRESENT = re.compile(
    r"\b(?:now|today|yesterday|tomorrow|ago|currently|last (?:week|month|year|spring|summer|fall|"
    r"autumn|winter)|this (?:week|month|year|spring|summer|fall|autumn|winter)|next (?:week|month|"
    r"year))\b",
    re.IGNORECASE,
)
_PARAGRAPH = re.compile(r"\n\s*\n")
# A line without a full stop between two paragraphs is a heading: another story begins.
_HEADING = re.compile(r"\n\s*\n[^\n]*[^\n.!?:;\"”’')]\s*\n\s*\n")


# A clause in the present or future, whose date ahead is no story's.
_NOW = re.compile(r"\b(?:will|shall|is|are|has|have|runs?|lasts?|expires?|ends?|meets?|until)\b")


def _year_of_story(
    text: str, span: DateSpan, settled: Sequence[DateSpan], published: date | None
) -> str | None:
    """The year of a story about times long past, which names it once: "On Sept. 21, 1987, ... In
    October, ...". It ends with its paragraph, and for a whole day with the next heading."""
    if published is None or span.edtf is None or not _is_without_year(text, span):
        return None
    clause = _CLAUSE_END.split(text[max(0, span.start - 80) : span.start])[-1]
    if span.edtf > published.isoformat() and _NOW.search(clause):
        return None
    for before in reversed(settled):
        if span.start - before.end > _STORY:
            return None
        between = text[before.end : span.start]
        if re.fullmatch(r"\d{4}", before.edtf or "") and not re.search(r"[.!?]\s|\n", between):
            # "In 1998, when they took it, it was February"
            past = int(before.edtf or "") < published.year - 1 and not _PRESENT.search(between)
            return f"{before.edtf}{span.edtf[4:]}" if past else None
        if not re.fullmatch(r"\d{4}-\d\d(?:-\d\d)?", before.edtf or "") or before.edtf is None:
            continue
        past = int(before.edtf[:4]) < published.year - 1
        if not past and not re.search(r"\d{4}", text[before.start : before.end]):
            continue
        is_day, same_month = len(span.edtf) == 10, span.edtf[5:7] == before.edtf[5:7]
        same_sentence = not re.search(r"[.!?;]\s|\n", between)
        if is_day and len(before.edtf) < 10 and not (same_month or same_sentence):
            return None
        ends = _HEADING if is_day else _PARAGRAPH
        if not past or ends.search(between) or _PRESENT.search(between):
            return None
        # "December 20, 1989 ... January 3" runs on into the next year.
        later = _month_of(before.edtf) - int(span.edtf[5:7]) >= _WRAP
        return f"{int(before.edtf[:4]) + later}{span.edtf[4:]}"
    return None


def _month_of(edtf: str) -> int:
    """The month of a value, the first one of a season."""
    month = int(edtf[5:7])
    return {21: 3, 22: 6, 23: 9, 24: 12}.get(month, month)


def _after_coming(
    text: str, span: DateSpan, settled: Sequence[DateSpan], published: date | None
) -> str | None:
    """ "rather in January than in March" of years to come: the second is no earlier."""
    if published is None or not settled or span.edtf is None or not _is_without_year(text, span):
        return None
    before = settled[-1]
    if not _is_without_year(text, before) or before.edtf is None:
        return None
    if re.search(r"[.!?;]\s|\n", text[before.end : span.start]):
        return None
    now = published.isoformat()
    if before.edtf > now[: len(before.edtf)] and span.edtf < now[: len(span.edtf)]:
        ahead = before.edtf[:4] + span.edtf[4:]
        return ahead if ahead[:7] >= before.edtf[:7] else f"{int(ahead[:4]) + 1}{ahead[4:]}"
    return None


def _year_after(text: str, span: DateSpan, following: DateSpan | None) -> str | None:
    """ "in January and March 2020": the year stands once, after the last."""
    if following is None or not _is_without_year(text, span) or span.edtf is None:
        return None
    between = text[span.end : following.start]
    if _OF_A_DAY.fullmatch(between) and re.fullmatch(r"\d{4}", following.edtf or ""):
        return f"{following.edtf}{span.edtf[4:]}"
    year = re.match(r"\d{4}(?=-\d\d)", following.edtf or "")
    stated = re.search(r"\d{4}", text[following.start : following.end])
    if not year or not stated or not _COORDINATED.fullmatch(between):
        return None
    return year.group() + span.edtf[4:]
