"""The year of a date that states none, where the text tells a story of another year than now."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta

from pipeline.annotate.datebasics import CLAUSE_END, PARAGRAPH, SENTENCE_END, DateSpan
from pipeline.annotate.datestory import Story
from pipeline.annotate.dateyears import (
    first_after,
    has_year,
    in_year,
    is_day,
    last_end,
    month_of,
    states_year,
)

# How far back, in code points, a story's year can stand.
_STORY = 1200
# From so many months on, a month that stands earlier in the year is one of the next year.
_WRAP = 8
# How many dates back a month counts as told of.
_LAST = 40
_FRESH = timedelta(days=21)
# How many days before and after the day that an anniversary piece recalls its story runs.
_RECALLED = (-45, 120)
# A line without a full stop between two paragraphs is a heading: another story begins.
_HEADING = re.compile(r"\n\s*\n[^\n]*[^\n.!?:;\"”’')]\s*\n\s*\n")
_PERIOD_END = re.compile(r"[.!?]\s|\n")
_TOLD = r"\d{4}-\d\d(?:-\d\d)?(?:/\d{4}-\d\d(?:-\d\d)?)?|\d{4}/\d{4}-\d\d"


def year_of_story(span: DateSpan, settled: Sequence[DateSpan], story: Story) -> str | None:
    """The value in the year of the story that the text tells, or None where it is told now."""
    if not span.yearless or span.edtf is None:
        return None
    entry = _of_entry(span, settled, story)
    if entry:
        return entry
    clause = _clause_before(span, story)
    ahead = story.published is None or span.edtf > story.published.isoformat()
    if ahead and story.cues.now.search(clause):
        return None
    after = CLAUSE_END.split(story.text[span.end : span.end + 100])[0]
    if story.cues.before_ever_since.search(clause) or story.cues.coming.search(after):
        return None
    return _of_recalled(span, settled, story) or _told(span, settled, story)


def _clause_before(span: DateSpan, story: Story) -> str:
    return CLAUSE_END.split(story.text[max(0, span.start - 80) : span.start])[-1]


def _of_entry(span: DateSpan, settled: Sequence[DateSpan], story: Story) -> str | None:
    """In a timeline: an entry's date follows on the last entry's, a date inside an entry is of the
    year that the entry has come to."""
    if not story.entries or span.edtf is None:
        return None
    if span.end in story.entries:
        return _of_next_entry(span.edtf, settled, story)
    line = story.text.rfind("\n", 0, span.start) + 1
    inside = [b for b in settled[-_LAST:] if b.start >= line and has_year(b.edtf)]
    if not any(b.end in story.entries for b in inside):
        return None
    told = last_end(inside[-1].edtf or "")
    wraps = month_of(told) - month_of(span.edtf) >= _WRAP
    return in_year(span.edtf, int(told[:4]) + wraps)


def _of_next_entry(edtf: str, settled: Sequence[DateSpan], story: Story) -> str | None:
    """An entry's date follows on the last entry's."""
    heads = (b.edtf for b in reversed(settled) if b.end in story.entries and has_year(b.edtf))
    told = last_end(next(heads, None) or "")
    if not told:
        return in_year(edtf, next(iter(story.subjects))) if len(story.subjects) == 1 else None
    same_month = month_of(edtf) == month_of(told)
    goes_on = same_month and (not is_day(told) or edtf[5:10] == told[5:10])
    later = month_of(told) and not goes_on
    value = first_after(edtf, told) if later else in_year(edtf, told[:4])
    late = story.published is not None and value[:10] > story.published.isoformat()
    return in_year(edtf, told[:4]) if late else value


def _told(span: DateSpan, settled: Sequence[DateSpan], story: Story) -> str | None:
    """The year of a story about times long past, which names it once: "On Sept. 21, 1987, ... In
    October, ...". It ends with its paragraph, and for a whole day with the next heading."""
    before = _teller(span, settled, story)
    if before is None or before.edtf is None or span.edtf is None:
        return None
    between = story.text[before.end : span.start]
    if story.cues.present.search(between) or not _is_past(before, span, between, story):
        return None
    if re.fullmatch(r"\d{4}", before.edtf):
        return in_year(span.edtf, before.edtf)
    beside = _is_beside(before, span, between, story)
    if is_day(span.edtf) and not is_day(before.edtf) and not beside:
        return None
    near = month_of(span.edtf) == month_of(before.edtf) and is_day(before.edtf)
    news = _is_fresh(span, story.published) and not _is_unlikely(span, story) and not near
    ends = _HEADING if story.published and is_day(span.edtf) and not news else PARAGRAPH
    if ends.search(between) and before.edtf[:4] not in story.subjects:
        return None
    behind = story.text[max(0, span.start - 16) : span.start]
    goes_on = not _PERIOD_END.search(between) and story.cues.before_then.search(behind) is not None
    return _next_in_story(span, before.edtf, goes_on, settled, story)


def _teller(span: DateSpan, settled: Sequence[DateSpan], story: Story) -> DateSpan | None:
    """The last date before that can say when the story plays; None where it has come to now."""
    came_to_now = False
    for place in range(len(settled) - 1, -1, -1):
        before = settled[place]
        if span.start - before.end > _STORY:
            return None
        if before.edtf is None or not has_year(before.edtf):
            continue
        between = story.text[before.end : span.start]
        if re.fullmatch(r"\d{4}", before.edtf):
            # "In 1998, when they took it, it was February"
            if not _PERIOD_END.search(between) or _sets_scene(before, between, story):
                return before
            continue
        stated = states_year(story.text[before.start : before.end])
        if not re.fullmatch(_TOLD, before.edtf) or _is_long(before.edtf):
            continue
        if not stated and not _is_long_past(before, story):
            if before.yearless and _is_fresh(before, story.published):
                return None
            came_to_now = came_to_now or _is_of_now(before, story)
            continue
        if stated and place and _is_background(before, settled[:place], between, story):
            continue
        follows = not is_day(span.edtf) or is_day(before.edtf) or not before.yearless
        if follows or _is_beside(before, span, between, story):
            return None if came_to_now and not _is_long_past(before, story) else before
    return None


def _is_of_now(before: DateSpan, story: Story) -> bool:
    now = story.published
    return before.yearless and now is not None and (before.edtf or "")[:4] == f"{now.year:04d}"


def _is_long(edtf: str) -> bool:
    """Whether a range runs over more than a year and so tells no year."""
    return "/" in edtf and int(last_end(edtf)[:4]) - int(edtf[:4]) > 1


def _is_background(
    before: DateSpan, settled: Sequence[DateSpan], between: str, story: Story
) -> bool:
    """Whether a date is no step of the story: "the minister since March 1979", a birth, or a look
    back at a month or a season in a paragraph that tells of now."""
    if story.cues.before_born.search(story.text[max(0, before.start - 40) : before.start]):
        return True
    ends = SENTENCE_END.search(between) is not None
    behind = story.text[max(0, before.start - 16) : before.start]
    if story.cues.before_since.search(behind) and (ends or between.startswith(",")):
        return True
    if not ends:
        return False
    paragraph = story.text.rfind("\n\n", max(0, before.start - _STORY), before.start)
    now = (
        b
        for b in settled[-_LAST:]
        if b.yearless and b.start > max(paragraph, before.start - _STORY) and has_year(b.edtf)
    )
    return not is_day(before.edtf) and sum(not _is_long_past(b, story) for b in now) > 1


def _is_long_past(before: DateSpan, story: Story) -> bool:
    return story.published is None or int((before.edtf or "")[:4]) < story.published.year - 1


def _is_past(before: DateSpan, span: DateSpan, between: str, story: Story) -> bool:
    """Whether the year of a date before is one that a story can play in: a year long past, or last
    year where the same clause names it alone, or where the story goes on in its paragraph."""
    if _is_long_past(before, story) or story.published is None:
        return True
    told, edtf = before.edtf or "", span.edtf or ""
    if re.fullmatch(r"\d{4}", told):
        return int(told) < story.published.year and not CLAUSE_END.search(between)
    later = in_year(edtf, told[:4]) == first_after(edtf, last_end(told))
    return (
        (later or month_of(edtf) == month_of(told))
        and int(told[:4]) == story.published.year - 1
        and states_year(story.text[before.start : before.end])
        and not _is_fresh(span, story.published)
        and not PARAGRAPH.search(between)
    )


def _is_beside(before: DateSpan, span: DateSpan, between: str, story: Story) -> bool:
    """Whether a month before can say when a whole day was: in its sentence, of that month, the next
    step of its story, or where the day can be none of the last days."""
    ends = len(SENTENCE_END.findall(between))
    months = month_of(span.edtf or "") - month_of(before.edtf or "")
    next_step = before.yearless and months > 0 and ends == 1 and "\n" not in between
    same = not _PERIOD_END.search(between)
    return not months or same or next_step or _is_unlikely(span, story)


def _sets_scene(before: DateSpan, between: str, story: Story) -> bool:
    """Whether a year alone opens the sentence before and so sets the time of what follows: "In 1983
    there were two governments. The first fell in October"."""
    opening = story.cues.opening.search(story.text[max(0, before.start - 8) : before.start])
    return (
        opening is not None
        and len(SENTENCE_END.findall(between)) == 1
        and "\n" not in between
        and not story.cues.present.search(between)
    )


def _next_in_story(
    span: DateSpan, told: str, goes_on: bool, settled: Sequence[DateSpan], story: Story
) -> str | None:
    """The date in the story's year, or the next one where the story runs on into it ("December 20,
    1989 ... January 3"), where it goes on with it ("in August 1964 ..., and by March") or where it
    was to come. A month earlier in the year than what was told is now's, where the text has told of
    it as now's before."""
    edtf = span.edtf or ""
    back = month_of(told) - month_of(edtf)
    clause = _clause_before(span, story)
    if back > 0 and (story.cues.meant.search(clause) or goes_on):
        return first_after(edtf, last_end(told))
    if 0 < back < _WRAP and any(
        b.yearless and (b.edtf or "")[:7] == edtf[:7] for b in settled[-_LAST:]
    ):
        return None
    return in_year(edtf, int(told[:4]) + (back >= _WRAP))


def _is_fresh(span: DateSpan, published: date | None) -> bool:
    """Whether a day, taken for the last such day, is news."""
    age = _age(span, published)
    return age is not None and timedelta(0) <= age <= _FRESH


def _is_unlikely(span: DateSpan, story: Story) -> bool:
    """Whether a day, taken for the last such day, would have gone by its weekday in this text."""
    age = _age(span, story.published)
    return story.names_weekdays and age is not None and timedelta(0) <= age < timedelta(days=7)


def _age(span: DateSpan, published: date | None) -> timedelta | None:
    try:
        day = date.fromisoformat((span.edtf or "").split("/")[0])
    except ValueError:
        return None
    return published - day if published else None


def _of_recalled(span: DateSpan, settled: Sequence[DateSpan], story: Story) -> str | None:
    """In an anniversary piece: the year that it recalls, for dates near the day that it recalls,
    where their paragraph names no other."""
    day, edtf, text = story.recalled, span.edtf or "", story.text
    if day is None or not has_year(edtf) or "/" in edtf:
        return None
    paragraph = max(text.rfind("\n\n", 0, span.start), 0)
    if any(b.start >= paragraph and states_year(text[b.start : b.end]) for b in settled[-_LAST:]):
        return None
    sentence = SENTENCE_END.split(text[paragraph : span.start])[-1]
    if story.cues.present.search(sentence) or story.cues.now.search(sentence):
        return None
    try:
        told = date(day.year, month_of(edtf), int(edtf[8:10]) if is_day(edtf) else 15)
    except ValueError:
        return None
    return in_year(edtf, day.year) if _RECALLED[0] <= (told - day).days <= _RECALLED[1] else None
