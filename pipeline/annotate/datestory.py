"""What a text as a whole says about the years of its dates: its headings, timeline, anniversary."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from pipeline.annotate.datebasics import DateSpan
from pipeline.annotate.datecues import Cues
from pipeline.annotate.datewords import YEAR
from pipeline.annotate.dateyears import has_year, states_year

_HEAD_LINE = re.compile(r"(?m)^[^\n]{4,120}[^\n.!?:;,\"”’)]$")
# A timeline's entries begin with their dates.
_ENTRY_BEFORE = re.compile(r"(?:\A|\n)[ \t]*(?:[-–—•*]\s*)?\Z")
_ENTRY_AFTER = re.compile(r"[ \t]*(?:[.:]\s|[–—]|-\s|\n)")
_ENTRIES = 3
# How far the opening reaches that says which day an anniversary piece recalls.
_OPENING = 800


@dataclass(frozen=True, slots=True)
class Story:
    """What a text as a whole says about the years of its dates.

    `subjects`: the years in the lines before the first sentence. `recalled`: the day whose
    anniversary the text keeps. `entries`: where the dates end that begin a timeline's entries.
    `names_weekdays`: days just past go by their weekdays ("on Tuesday"), not by their dates.
    """

    text: str
    published: date | None
    cues: Cues
    subjects: frozenset[str]
    recalled: date | None
    entries: frozenset[int]
    names_weekdays: bool


def read_story(text: str, spans: Sequence[DateSpan], published: date | None, cues: Cues) -> Story:
    entries = [s for s in spans if _begins_entry(text, s)]
    return Story(
        text,
        published,
        cues,
        _years_of_headings(text, cues),
        _recalled(text, spans, published),
        frozenset(s.end for s in entries if len(entries) >= _ENTRIES),
        any(cues.weekday.fullmatch(text[s.start : s.end]) for s in spans),
    )


def _begins_entry(text: str, span: DateSpan) -> bool:
    behind = text[max(0, span.start - 8) : span.start]
    at_start = _ENTRY_BEFORE.search(behind) is not None or not span.start
    return at_start and _ENTRY_AFTER.match(text, span.end) is not None


def _years_of_headings(text: str, cues: Cues) -> frozenset[str]:
    """The years that stand in the lines before a text's first sentence: what it is about."""
    head = text[:400].split(". ", maxsplit=1)[0]
    lines = [line for line in _HEAD_LINE.findall(head) if not cues.dateline.fullmatch(line.strip())]
    return frozenset(year for line in lines for year in re.findall(rf"\b{YEAR}\b", line))


def _recalled(text: str, spans: Sequence[DateSpan], published: date | None) -> date | None:
    """The day whose anniversary a text keeps: "forty years ago today", or a whole date in its
    opening that lies five, ten, fifteen ... years before its publication, or a few days more."""
    for span in spans:
        if published is None or span.start > _OPENING:
            return None
        if span.edtf is None or len(span.edtf) != 10 or not has_year(span.edtf) or span.yearless:
            continue
        day = date.fromisoformat(span.edtf)
        years = published.year - day.year
        stated = states_year(text[span.start : span.end])
        apart = abs(published.timetuple().tm_yday - day.timetuple().tm_yday)
        if years > 1 and apart <= 4 and (years % 5 == 0 or not stated):
            return day
    return None
