"""What date expressions lend to their neighbours in a sentence: years, months, and order."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date

from pipeline.annotate.datebasics import CLAUSE_END, PARAGRAPH, SENTENCE_END, DateSpan
from pipeline.annotate.datestory import Story
from pipeline.annotate.dateyears import (
    first_after,
    has_year,
    in_year,
    is_day,
    last_before,
    last_end,
    states_year,
)

# How many of the dates behind one are looked at.
AHEAD = 4
Lender = Callable[[DateSpan, Sequence[DateSpan], Sequence[DateSpan], Story], "str | None"]

_ORDINAL = re.compile(r"(\d{1,2})(?:st|nd|rd|th)")
_MONTH = re.compile(r"[\dX]{4}-[01]\d\b")


def _event(
    span: DateSpan, following: Sequence[DateSpan], settled: Sequence[DateSpan], story: Story
) -> str | None:
    """ "the September 11 attacks"."""
    text, published = story.text, story.published
    for day, after, before, edtf in story.cues.events:
        if day.fullmatch(text[span.start : span.end]) and (
            before.search(text[max(0, span.start - 40) : span.start])
            or after.match(text[span.end : span.end + 24])
        ):
            return edtf if published is None or published.isoformat() > edtf else None
    return None


def _of_date_after(
    span: DateSpan, following: Sequence[DateSpan], settled: Sequence[DateSpan], story: Story
) -> str | None:
    """ "the 16th and the 18th of May": the first day is of the month behind the last."""
    day = _ORDINAL.fullmatch(story.text[span.start : span.end])
    if not day:
        return None
    at = span.end
    for after in following:
        if not re.fullmatch(r",?\s+(?:and\s+|or\s+)?(?:the\s+)?", story.text[at : after.start]):
            return None
        if re.fullmatch(r"[\dX]{4}-\d\d-\d\d", after.edtf or ""):
            return f"{(after.edtf or '')[:8]}{int(day[1]):02d}"
        at = after.end
    return None


def _of_month_before(
    span: DateSpan, following: Sequence[DateSpan], settled: Sequence[DateSpan], story: Story
) -> str | None:
    """ "on the 17th" of the month named last."""
    day = _ORDINAL.fullmatch(story.text[span.start : span.end])
    if not day:
        return None
    months = (b.edtf for b in reversed(settled) if b.edtf and _MONTH.match(b.edtf))
    return next((f"{edtf[:7]}-{int(day[1]):02d}" for edtf in months), None)


def _of_told_year(
    span: DateSpan, following: Sequence[DateSpan], settled: Sequence[DateSpan], story: Story
) -> str | None:
    """ "by the end of the year" in a paragraph that tells of a year long past."""
    text, published = story.text, story.published
    if not story.cues.part_of_the_year.fullmatch(text[span.start : span.end]):
        return None
    for before in reversed(settled):
        if PARAGRAPH.search(text, before.end, span.start):
            return None
        if has_year(before.edtf) and before.edtf is not None:
            past = published is None or int(before.edtf[:4]) < published.year - 1
            return before.edtf[:4] if past else None
    return None


def _of_weekday(
    span: DateSpan, following: Sequence[DateSpan], settled: Sequence[DateSpan], story: Story
) -> str | None:
    """ "Sunday, 23 May": of the years at hand, the one in which that day is a Sunday."""
    named = story.cues.weekday_name.match(story.text, span.start, span.end)
    if not named or not span.yearless or not span.edtf or len(span.edtf) != 10:
        return None
    weekday = story.cues.weekdays[named.group(1).lower()]
    return next(
        (edtf for edtf in _years_at_hand(span, settled, story) if _falls(edtf, weekday)), None
    )


def _of_same_weekday(
    span: DateSpan, following: Sequence[DateSpan], settled: Sequence[DateSpan], story: Story
) -> str | None:
    """ "Saturday" in a paragraph that has told of "Saturday 5 June"."""
    text = story.text
    name = text[span.start : span.end].lower()
    if name not in story.cues.weekdays:
        return None
    for before in reversed(settled):
        if PARAGRAPH.search(text, before.end, span.start):
            return None
        named = story.cues.weekday_name.match(text, before.start, before.end)
        if named and is_day(before.edtf):
            same = named.group(1).lower() == name and len(before.edtf or "") == 10
            return before.edtf if same else None
    return None


def _years_at_hand(span: DateSpan, settled: Sequence[DateSpan], story: Story) -> Iterator[str]:
    yield span.edtf or ""
    for before in reversed(settled):
        if has_year(before.edtf) and states_year(story.text[before.start : before.end]):
            yield in_year(span.edtf or "", (before.edtf or "")[:4])
    if story.published:
        for step in (0, -1, 1):
            yield in_year(span.edtf or "", story.published.year + step)


def _falls(edtf: str, weekday: int) -> bool:
    try:
        return date.fromisoformat(edtf).weekday() == weekday
    except ValueError:
        return False


def _pointing_back(
    span: DateSpan, following: Sequence[DateSpan], settled: Sequence[DateSpan], story: Story
) -> str | None:
    """ "that September" of the year named before, "the following March", "the previous spring"."""
    if not span.yearless or span.edtf is None:
        return None
    text, cues = story.text, story.cues
    behind = text[max(0, span.start - 24) : span.start]
    ahead = text[span.end : span.end + 24]
    told = next((b.edtf for b in reversed(settled) if b.edtf and has_year(b.edtf)), None)
    if told is None:
        return None
    if cues.before_following.search(behind) or cues.after_following.match(ahead):
        return first_after(span.edtf, last_end(told))
    if cues.before_previous.search(behind) or cues.after_previous.match(ahead):
        return last_before(span.edtf, told)
    if cues.before_that.search(behind) or cues.after_of_that_year.match(ahead):
        stated = (
            b.edtf
            for b in reversed(settled)
            if b.edtf and has_year(b.edtf) and states_year(text[b.start : b.end])
        )
        return in_year(span.edtf, last_end(next(stated, told))[:4])
    return None


def _year_before(
    span: DateSpan, following: Sequence[DateSpan], settled: Sequence[DateSpan], story: Story
) -> str | None:
    """The year named last, where a clause goes on to tell of the year that it has named."""
    if not settled or not span.yearless or span.edtf is None:
        return None
    text, cues, before = story.text, story.cues, next(
        (b for b in reversed(settled) if has_year(b.edtf)), settled[-1]
    )  # fmt: skip
    between = text[before.end : span.start]
    full = states_year(text[before.start : before.end])
    told = re.fullmatch(r"\d{4}-\d\d(?:-\d\d)?", before.edtf or "")
    if not full or not told or before.edtf is None:
        return None
    if CLAUSE_END.search(between) or cues.ahead.search(between):
        return None
    if cues.before_born.search(text[max(0, before.start - 40) : before.start]):
        return None
    same = in_year(span.edtf, before.edtf[:4])
    length = min(len(same), len(before.edtf))
    if same[:length] < before.edtf[:length] and cues.then.search(between):
        return in_year(span.edtf, int(before.edtf[:4]) + 1)
    return same


def _year_after(
    span: DateSpan, following: Sequence[DateSpan], settled: Sequence[DateSpan], story: Story
) -> str | None:
    """ "in January and March 2020", "in May, June and July 2020": the year stands once, after the
    last."""
    if not span.yearless or span.edtf is None:
        return None
    at = span.end
    for after in following:
        between = story.text[at : after.start]
        if after.edtf is None:
            return None
        of_a_day = at == span.end and story.cues.between_of_a_day.fullmatch(between)
        if of_a_day and re.fullmatch(r"\d{4}", after.edtf):
            return in_year(span.edtf, after.edtf)
        if not story.cues.between_coordinated.fullmatch(between):
            return None
        if states_year(story.text[after.start : after.end]):
            year = re.match(r"\d{4}(?=-\d\d)", after.edtf)
            return in_year(span.edtf, year.group()) if year else None
        if not after.yearless:
            return None
        at = after.end
    return None


def after_coming(span: DateSpan, settled: Sequence[DateSpan], story: Story) -> str | None:
    """ "rather in January than in March" of years to come: the second is no earlier."""
    if story.published is None or not settled or span.edtf is None or not span.yearless:
        return None
    before = settled[-1]
    if not before.yearless or before.edtf is None:
        return None
    if SENTENCE_END.search(story.text[before.end : span.start]):
        return None
    now = story.published.isoformat()
    if before.edtf > now[: len(before.edtf)] and span.edtf < now[: len(span.edtf)]:
        ahead = in_year(span.edtf, before.edtf[:4])
        return ahead if ahead[:7] >= before.edtf[:7] else in_year(ahead, int(ahead[:4]) + 1)
    return None


# The first one that has a year to lend lends it.
NEIGHBOURS: tuple[Lender, ...] = (
    _event,
    _of_date_after,
    _of_month_before,
    _of_told_year,
    _of_weekday,
    _of_same_weekday,
    _pointing_back,
    _year_before,
    _year_after,
)
