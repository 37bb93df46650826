"""Put the texts back into stand-off annotation sets, and follow spans into a changed text.

A set holds hashes and offsets, no text. Its spans may carry `quote_sha256`, the first half of the
SHA-256 of the words they mark, which finds them again in a text that was changed a little: long
spans first, then short ones near the place where those around them moved.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from pipeline.studies.sets import LISTS, AnnotationSet, Record, SetError, Span, check_offsets

QUOTE = "quote_sha256"
WINDOW = 2000  # code points to either side of where a span is expected


@dataclass(frozen=True, slots=True)
class Lost:
    """A span that could not be found again in the changed text."""

    doc_id: str
    layer: str
    start: int
    end: int
    why: str


def quote_hash(words: str) -> str:
    """The hash of a span's words: 32 hexadecimal digits of SHA-256."""
    return hashlib.sha256(words.encode("utf-8")).hexdigest()[:32]


def rehydrate(
    one: AnnotationSet, texts: Mapping[str, tuple[str, str]], *, anchor: bool = False
) -> tuple[list[Record], list[Lost]]:
    """The records of a set with `text` and the words of every span; `texts` has each document's
    (doc_id, text) by the SHA-256 of the text.

    Raises SetError where a document is missing or its text was changed. With `anchor` a changed
    text (the same `doc_id`, another hash) is taken, the spans that carry a quote hash are found in
    it, and the others are returned as lost.
    """
    check_offsets(one, {sha256: text for sha256, (_, text) in texts.items()})
    by_id = {doc_id: (sha256, text) for sha256, (doc_id, text) in texts.items()}
    records, lost = [], []
    for sha256, record in one.documents.items():
        place = one.places[sha256]
        if sha256 in texts:
            records.append(_with_words(record, texts[sha256][1]))
            continue
        if record["doc_id"] not in by_id:
            raise SetError(
                f"{place}: no document has the text {sha256[:12]}... of {record['doc_id']}, nor "
                "its name; get the text it was annotated on"
            )
        new_sha256, text = by_id[record["doc_id"]]
        if not anchor:
            raise SetError(
                f"{place}: {record['doc_id']} is there, but its text was changed (SHA-256 "
                f"{new_sha256[:12]}..., annotated was {sha256[:12]}...); use the annotated text, "
                "or --anchor to follow the spans into the changed one"
            )
        moved, gone = anchored(record, text)
        records.append(_with_words(moved | {"text_sha256": new_sha256}, text))
        lost.extend(gone)
    return records, lost


def fingerprinted(one: AnnotationSet, texts: Mapping[str, tuple[str, str]]) -> list[Record]:
    """The records of a set, without text, with a quote hash on every span. Raises SetError where a
    text is missing or changed."""
    records, _ = rehydrate(one, texts)
    return [
        _with_spans(record, lambda span: _without(span, "text") | {QUOTE: quote_hash(span["text"])})
        for record in (_without(r, "text") for r in records)
    ]


def _with_words(record: Record, text: str) -> Record:
    words = _with_spans(record, lambda s: dict(s) | {"text": text[s["start"] : s["end"]]})
    return words | {"text": text}


def _with_spans(record: Record, change: Callable[[Record], Record]) -> Record:
    return dict(record) | {
        name: [change(span) for span in record[name]] for name in LISTS if name in record
    }


def _without(record: Mapping[str, Any], key: str) -> Record:
    return {k: v for k, v in record.items() if k != key}


def anchored(record: Record, text: str) -> tuple[Record, list[Lost]]:
    """A record's spans in a changed text, and those that could not be found in it."""
    spans = [(name, span) for name in LISTS for span in record.get(name, [])]
    spans.sort(key=lambda named: (named[1]["start"] - named[1]["end"], named[1]["start"]))
    shifts: list[tuple[int, int]] = []  # (old start, how far it moved), in order of the start
    found: dict[tuple[str, int, int], int] = {}
    lost = []
    for name, span in spans:
        start, why = _find(span, text, shifts)
        if start is None:
            lost.append(Lost(record["doc_id"], name, span["start"], span["end"], why))
            continue
        found[name, span["start"], span["end"]] = start
        if span["end"] - span["start"] >= 20:
            shifts.append((span["start"], start - span["start"]))
            shifts.sort()
    moved = dict(record)
    for name in LISTS:
        if name in record:
            moved[name] = _moved(name, record[name], found)
    return moved, sorted(lost, key=lambda item: (item.layer, item.start))


def _moved(
    name: str, spans: Iterable[Record], found: Mapping[tuple[str, int, int], int]
) -> list[Record]:
    kept: list[Record] = []
    for span in spans:
        start = found.get((name, span["start"], span["end"]))
        if start is not None:
            kept.append(span | {"start": start, "end": start + span["end"] - span["start"]})
    return sorted(kept, key=lambda span: (span["start"], span["end"]))


def _find(span: Record, text: str, shifts: list[tuple[int, int]]) -> tuple[int | None, str]:
    """Where a span now begins: the only place near the expected one that has its words, or the
    expected one itself."""
    wanted = span.get(QUOTE)
    if not isinstance(wanted, str):
        return None, f"it carries no {QUOTE}"
    old: Span = (span["start"], span["end"])
    expected = old[0] + _shift(old[0], shifts)
    length = old[1] - old[0]
    if quote_hash(text[expected : expected + length]) == wanted and shifts:
        return expected, ""
    low = max(0, expected - WINDOW)
    high = min(len(text) - length, expected + WINDOW)
    places = [i for i in range(low, high + 1) if quote_hash(text[i : i + length]) == wanted]
    if len(places) == 1:
        return places[0], ""
    if places:
        return None, f"its words stand {len(places)} times near by"
    return None, "its words are not there any more"


def _shift(start: int, shifts: list[tuple[int, int]]) -> int:
    """How far the nearest anchored span at or before a place moved; else the first after it."""
    if not shifts:
        return 0
    at = bisect_right(shifts, (start, 1 << 62)) - 1
    return shifts[max(at, 0)][1]
