"""The days from which a text's words count: its heading's, and those of the speeches it quotes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta

from pipeline.annotate.datebasics import DateSpan, Taken
from pipeline.annotate.dateyears import states_year

_HEAD, _FOOT = 600, 200
# What may stand beside the date in a line that dates a text: a place, a body.
_PLACE = re.compile(r"\W*(?:(?:[A-ZÁÉÍÓÚÑ][\w.’'-]*|de|del|of|the|la|el|y|at)[\s,.()–—-]*){0,7}\s*")
_WIRE_BEFORE = re.compile(r"[^.]{2,40},\s*")
_WIRE_AFTER = re.compile(r"[ \t]*(?:\([^)\n]{2,40}\)[ \t]*)?\.?[-–—]")
_LEAD = 120
_QUOTATION = 2000
_SENTENCE_END = re.compile(r"[.!?]\s+[A-ZÁÉÍÓÚ]|\n")
_LONG_AGO = timedelta(days=60)


def day_of_heading(text: str, spans: Sequence[DateSpan]) -> date | None:
    """The day that a text's own heading or foot dates it by: the only one that stands there alone
    in its line, beside a place ("Washington, January 12, 1991"), or in a wire's first line."""
    days = {
        span.edtf
        for span in spans
        if span.edtf and len(span.edtf) == 10 and span.edtf[:4].isdigit()
        if states_year(text[span.start : span.end]) and _dates_text(text, span)
    }
    return date.fromisoformat(days.pop()) if len(days) == 1 else None


def _dates_text(text: str, span: DateSpan) -> bool:
    if _HEAD < span.start < len(text) - _FOOT:
        return False
    if opens_wire(text, span):
        return True
    before = _line_before(text, span)
    after = text[span.end : span.end + _LEAD].split("\n", 1)[0]
    alone = _PLACE.fullmatch(before) is not None and _PLACE.fullmatch(after) is not None
    return alone and "\n" in text.strip()


def opens_wire(text: str, span: DateSpan) -> bool:
    """Whether a date is a wire's own day: "LISBON, April 25 (Agency) — "."""
    before = _line_before(text, span)
    return bool(_WIRE_BEFORE.fullmatch(before) and _WIRE_AFTER.match(text, span.end))


def _line_before(text: str, span: DateSpan) -> str:
    return text[max(0, span.start - _LEAD) : span.start].rsplit("\n", 1)[-1]


def day_of_speech(text: str, start: int, known: Taken, published: date | None) -> date | None:
    """The day of the speech that is quoted at `start`, where the words that lead up to the
    quotation date it long before the text: 'On April 30, 1970, he said: "Tonight ...'."""
    opening = _opening_quote(text, start)
    if opening is None:
        return None
    for span in reversed(known.within(opening - _LEAD, opening)):
        if not states_year(text[span.start : span.end]) or len(span.edtf or "") != 10:
            continue
        day = date.fromisoformat(span.edtf or "")
        late = published is not None and published - day < _LONG_AGO
        return None if late or _SENTENCE_END.search(text[span.end : opening]) else day
    return None


def _opening_quote(text: str, start: int) -> int | None:
    """Where the quotation opens that holds `start`, within its paragraph."""
    begin = text.rfind("\n", max(0, start - _QUOTATION), start) + 1
    if not begin and start > _QUOTATION:
        return None
    behind = text[begin:start]
    for opens, closes in ("“”", "«»"):
        at = behind.rfind(opens)
        if at > behind.rfind(closes):
            return begin + at
    return begin + behind.rfind('"') if behind.count('"') % 2 else None
