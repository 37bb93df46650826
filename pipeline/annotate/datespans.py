"""Date expressions beside one another: where their spans end, and the year each one takes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from pipeline.annotate.datebasics import DateSpan
from pipeline.annotate.datecues import Cues
from pipeline.annotate.dateneighbours import AHEAD, NEIGHBOURS, after_coming
from pipeline.annotate.datesources import opens_wire
from pipeline.annotate.datestory import Story, read_story
from pipeline.annotate.datetelling import year_of_story

_PART_LENGTH = 40
_DAY = re.compile(r"[\dX]{4}-\d\d-\d\d\Z")
_UNKNOWN_SEASON = re.compile(r"XXXX-2[1-4]\Z")


def settle(
    text: str, spans: Sequence[DateSpan], published: date | None, cues: Cues
) -> list[DateSpan]:
    """Spans in order, with a weekday joined to the date it names ("Tuesday, Nov. 5"), "early",
    "late" and "mid-" taken in, and years lent by a neighbour ("in July of that year", "January and
    March 2020") or by the story that the text tells."""
    joined = _join_weekdays(text, spans, cues)
    story = read_story(text, joined, published, cues)
    settled: list[DateSpan] = []
    for i, span in enumerate(joined):
        edtf = _value(span, joined[i + 1 : i + 1 + AHEAD], settled, story)
        part = cues.part.search(text, max(0, span.start - _PART_LENGTH), span.start)
        start = part.start() if part else span.start
        settled.append(replace(span, start=start, edtf=edtf))
    return [
        replace(span, edtf=None) if _UNKNOWN_SEASON.match(span.edtf or "") else span
        for span in settled
    ]


def _value(
    span: DateSpan, following: Sequence[DateSpan], settled: Sequence[DateSpan], story: Story
) -> str | None:
    if opens_wire(story.text, span):
        return span.edtf
    for lend in NEIGHBOURS:
        lent = lend(span, following, settled, story)
        if lent:
            return lent
    return year_of_story(span, settled, story) or after_coming(span, settled, story) or span.edtf


def _join_weekdays(text: str, spans: Sequence[DateSpan], cues: Cues) -> list[DateSpan]:
    joined: list[DateSpan] = []
    for span in spans:
        before = joined[-1] if joined else None
        if (
            before is not None
            and span.edtf is not None
            and _DAY.match(span.edtf)
            and cues.weekday.fullmatch(text[before.start : before.end])
            and cues.between_weekday.fullmatch(text[before.end : span.start])
        ):
            joined[-1] = replace(span, start=before.start)
        else:
            joined.append(span)
    return joined
