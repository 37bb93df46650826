"""Date expressions beside one another: what they lend to each other, and where their spans end."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from pipeline.annotate.datewords import DASH, MONTH, WEEKDAY, YEAR


@dataclass(frozen=True, slots=True)
class DateSpan:
    """A date expression at `text[start:end]`; `edtf` is None where it cannot be resolved."""

    start: int
    end: int
    edtf: str | None


_PART = re.compile(
    r"\b(?:(?:[Ee]arly|[Ll]ate|[Mm]id)(?:\s+|[-–])|"
    r"(?:(?:very\s+)?(?:[Bb]eginning|[Ee]nd|[Ss]tart|[Mm]iddle|[Cc]lose)|"
    r"(?:[Ff]irst|[Ll]ast|[Oo]pening|[Cc]losing|[Ff]inal|[Ee]arly)\s+(?:(?:two|three|few|several)\s+)?"
    r"(?:days|weeks|months|years|half))\s+of\s+(?:the\s+)?)$"
)
_WEEKDAY = re.compile(
    r"(?:(?:[Ll]ast|[Tt]his|[Nn]ext)\s+)?(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\Z"
)
_PART_LENGTH = 32
_DAY = re.compile(r"[\dX]{4}-\d\d-\d\d\Z")
_THAT = re.compile(r"\b[Tt]hat\s+(?:same\s+)?$")
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
    headed = _years_of_headings(text)
    settled: list[DateSpan] = []
    for i, span in enumerate(joined):
        following = joined[i + 1] if i + 1 < len(joined) else None
        edtf = (
            _event(text, span, published)
            or _of_date_after(text, span, joined[i + 1 :])
            or _of_date_before(text, span, settled)
            or _of_told_year(text, span, settled, published)
            or _year_before(text, span, settled)
            or _year_after(text, span, following)
            or _year_of_story(text, span, settled, published, headed)
            or _after_coming(text, span, settled, published)
            or span.edtf
        )
        part = _PART.search(text, max(0, span.start - _PART_LENGTH), span.start)
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


_MONTH_WITHOUT_YEAR = re.compile(
    rf"(?:(?:the\s+)?\d{{1,2}}(?:st|nd|rd|th)?(?:\s+of)?\s+)?{MONTH}(?:\s+\d{{1,2}}(?:st|nd|rd|th)?)?"
)
_RANGE_WITHOUT_YEAR = re.compile(
    rf"(?:{MONTH}\s+)?\d{{1,2}}(?:{DASH}|\s+(?:to|and|through|until)\s+)\d{{1,2}}(?:\s+{MONTH})?|"
    rf"(?:\d{{1,2}}\s+)?{MONTH}(?:\s+\d{{1,2}})?(?:{DASH}|\s+(?:to|through|until)\s+)"
    rf"(?:\d{{1,2}}\s+)?{MONTH}(?:\s+\d{{1,2}})?"
)
_MONTH_OR_DAY = r"[\dX]{4}-[01]\d(?:-\d\d)?"


def _is_without_year(text: str, span: DateSpan) -> bool:
    """Whether a month, a day or a range of such stands without a year, which one may lend it."""
    written, edtf = text[span.start : span.end], span.edtf or ""
    if text[max(0, span.start - 5) : span.start].lower() == "this ":
        return False
    if _MONTH_WITHOUT_YEAR.fullmatch(written):
        return re.fullmatch(_MONTH_OR_DAY, edtf) is not None
    return (
        re.fullmatch(f"{_MONTH_OR_DAY}/{_MONTH_OR_DAY}", edtf) is not None
        and _RANGE_WITHOUT_YEAR.fullmatch(written) is not None
    )


def _in_year(edtf: str, year: int | str) -> str:
    """A value with another year; the end of a range keeps its distance."""
    first, *rest = edtf.split("/")
    moved = f"{year}{first[4:]}"
    if not rest:
        return moved
    further = int(rest[0][:4]) - int(first[:4]) if rest[0][:4].isdigit() else 0
    return f"{moved}/{int(year) + max(0, further)}{rest[0][4:]}"


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
        return first and _in_year(span.edtf, int(first[:4]) + (span.edtf[5:7] <= first[5:7]))
    for before in reversed(settled):
        if not re.match(r"\d{4}", before.edtf or "") or before.edtf is None:
            continue
        if back and not re.search(r"\d{4}", text[before.start : before.end]):
            continue  # Pointing back is to a year that stands there.
        if back:
            return _in_year(span.edtf, before.edtf.split("/")[-1][:4])
        between = text[before.end : span.start]
        full = re.search(r"\d{4}", text[before.start : before.end])
        told = re.fullmatch(r"\d{4}-\d\d(?:-\d\d)?", before.edtf)
        if not full or not told or _CLAUSE_END.search(between) or _AHEAD.search(between):
            return None
        same = _in_year(span.edtf, before.edtf[:4])
        length = min(len(same), len(before.edtf))
        if same[:length] < before.edtf[:length] and _THEN.search(between):
            return _in_year(span.edtf, int(before.edtf[:4]) + 1)
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


def _of_date_after(text: str, span: DateSpan, following: Sequence[DateSpan]) -> str | None:
    """ "the 16th and the 18th of May": the first day is of the month behind the last."""
    day = re.fullmatch(r"(\d{1,2})(?:st|nd|rd|th)", text[span.start : span.end])
    if not day:
        return None
    at = span.end
    for after in following[:4]:
        if not re.fullmatch(r",?\s+(?:and\s+|or\s+)?(?:the\s+)?", text[at : after.start]):
            return None
        if re.fullmatch(r"[\dX]{4}-\d\d-\d\d", after.edtf or ""):
            return f"{(after.edtf or '')[:8]}{int(day[1]):02d}"
        at = after.end
    return None


_PART_OF_THE_YEAR = re.compile(r"\w+\s+of\s+the\s+year")


def _of_told_year(
    text: str, span: DateSpan, settled: Sequence[DateSpan], published: date | None
) -> str | None:
    """ "by the end of the year" in a paragraph that tells of a year long past."""
    if not _PART_OF_THE_YEAR.fullmatch(text[span.start : span.end]) or published is None:
        return None
    for before in reversed(settled):
        if _PARAGRAPH.search(text, before.end, span.start):
            return None
        if re.match(r"\d{4}", before.edtf or "") and before.edtf is not None:
            return before.edtf[:4] if int(before.edtf[:4]) < published.year - 1 else None
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


_TOLD = r"\d{4}-\d\d(?:-\d\d)?(?:/\d{4}-\d\d(?:-\d\d)?)?"
_HEAD_LINE = re.compile(r"(?m)^[^\n]{4,120}[^\n.!?:;,\"”’)]$")


_DATELINE = re.compile(rf"(?:{WEEKDAY},?\s+)?(?:\d+\s+)?{MONTH}\s(?:\d+,?\s)?{YEAR}")


def _years_of_headings(text: str) -> frozenset[str]:
    """The years that stand in the lines before a text's first sentence: what it is about."""
    head = text[:400].split(". ", maxsplit=1)[0]
    lines = [line for line in _HEAD_LINE.findall(head) if not _DATELINE.fullmatch(line.strip())]
    return frozenset(year for line in lines for year in re.findall(rf"\b{YEAR}\b", line))


# A clause in the present or future, whose date ahead is no story's.
_NOW = re.compile(
    r"\b(?:will|shall|would|should|must|may|can|let|is|are|has|have|runs?|lasts?|expires?|ends?|meets?|until)\b"
)


_FRESH = timedelta(days=21)


def _is_fresh(span: DateSpan, published: date) -> bool:
    """Whether a day, taken for the last such day, is news."""
    try:
        day = date.fromisoformat((span.edtf or "").split("/")[0])
    except ValueError:
        return False
    return timedelta(0) <= published - day <= _FRESH


# "He has said so since January": what lasts until now.
_EVER_SINCE = re.compile(r"\b(?:has|have)\b.*\bsince\s+$")


def _year_of_story(
    text: str,
    span: DateSpan,
    settled: Sequence[DateSpan],
    published: date | None,
    headed: frozenset[str],
) -> str | None:
    """The year of a story about times long past, which names it once: "On Sept. 21, 1987, ... In
    October, ...". It ends with its paragraph, and for a whole day with the next heading."""
    if published is None or span.edtf is None or not _is_without_year(text, span):
        return None
    clause = _CLAUSE_END.split(text[max(0, span.start - 80) : span.start])[-1]
    if span.edtf > published.isoformat() and _NOW.search(clause):
        return None
    if _EVER_SINCE.search(clause):
        return None
    for before in reversed(settled):
        if span.start - before.end > _STORY:
            return None
        between = text[before.end : span.start]
        if re.fullmatch(r"\d{4}", before.edtf or "") and not re.search(r"[.!?]\s|\n", between):
            # "In 1998, when they took it, it was February"
            past = int(before.edtf or "") < published.year - 1 and not _PRESENT.search(between)
            return _in_year(span.edtf, before.edtf or "") if past else None
        if not re.fullmatch(_TOLD, before.edtf or "") or before.edtf is None:
            continue
        past = int(before.edtf[:4]) < published.year - 1
        if not past and not re.search(r"\d{4}", text[before.start : before.end]):
            if _is_without_year(text, before) and _is_fresh(before, published):
                return None  # the story has come to the present
            continue
        is_day = len(span.edtf.split("/")[0]) == 10
        same_month = span.edtf[5:7] == before.edtf[5:7]
        same_sentence = not re.search(r"[.!?;]\s|\n", between)
        if is_day and len(before.edtf.split("/")[0]) < 10 and not (same_month or same_sentence):
            return None
        ends = _HEADING if is_day and not _is_fresh(span, published) else _PARAGRAPH
        told = before.edtf[:4] in headed  # the whole text is about that year
        if not past or _PRESENT.search(between) or (ends.search(between) and not told):
            return None
        # "December 20, 1989 ... January 3" runs on into the next year.
        later = _month_of(before.edtf) - int(span.edtf[5:7]) >= _WRAP
        return _in_year(span.edtf, int(before.edtf[:4]) + later)
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
        ahead = _in_year(span.edtf, before.edtf[:4])
        return ahead if ahead[:7] >= before.edtf[:7] else _in_year(ahead, int(ahead[:4]) + 1)
    return None


def _year_after(text: str, span: DateSpan, following: DateSpan | None) -> str | None:
    """ "in January and March 2020": the year stands once, after the last."""
    if following is None or not _is_without_year(text, span) or span.edtf is None:
        return None
    between = text[span.end : following.start]
    if _OF_A_DAY.fullmatch(between) and re.fullmatch(r"\d{4}", following.edtf or ""):
        return _in_year(span.edtf, following.edtf or "")
    year = re.match(r"\d{4}(?=-\d\d)", following.edtf or "")
    stated = re.search(r"\d{4}", text[following.start : following.end])
    if not year or not stated or not _COORDINATED.fullmatch(between):
        return None
    return _in_year(span.edtf, year.group())
