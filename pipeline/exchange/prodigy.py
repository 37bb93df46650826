"""Prodigy: JSONL of tasks for its span and relation interfaces, several annotators in one file.

Labels are flat (`pipeline.exchange.flat`). Offsets are code points. What labels cannot hold stands
on the spans under keys of this program's, which Prodigy keeps.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

from pipeline.dataset.files import write_atomically
from pipeline.dataset.records import SCHEMA_VERSION, to_line
from pipeline.exchange.coding import CodedText, Coding, coded_texts
from pipeline.exchange.contract import Export, Imported, Source
from pipeline.exchange.drafts import Reading
from pipeline.exchange.files import files
from pipeline.exchange.flat import HOLDER, Marked, flatten, gather, labels
from pipeline.studies.sets import Span

_TOKEN = re.compile(r"\w+|[^\w\s]|\s+")
_VERSION = "stancebook_version"
Record = dict[str, Any]


def write(export: Export, path: Path) -> list[str]:
    """Write the file `path`: one line for every document and annotator."""
    notices: list[str] = []
    labels(export.codebook)  # refuses those that collide
    write_atomically(
        path,
        (
            to_line(task(text, coding))
            for text in coded_texts(export, notices)
            for coding in text.codings
        ),
    )
    return notices


def task(text: CodedText, coding: Coding) -> Record:
    """A document as one annotator's task."""
    flat, links = flatten(coding, text.text)
    tokens = _tokens(text.text, [(span.start, span.end) for span in flat])
    starts, ends = [start for start, _ in tokens], [end for _, end in tokens]
    spans: list[Record] = [
        {"start": span.start, "end": span.end, "token_start": bisect_left(starts, span.start),
         "token_end": bisect_left(ends, span.end), "label": span.label} | dict(span.extra)
        for span in flat
    ]  # fmt: skip
    return {
        "text": text.text,
        "meta": {"doc_id": text.doc_id, _VERSION: SCHEMA_VERSION},
        "tokens": [
            {"text": text.text[start:end], "start": start, "end": end, "id": number, "ws": False}
            for number, (start, end) in enumerate(tokens)
        ],
        "spans": spans,
        "relations": [
            {"head": head["token_end"], "child": child["token_end"], "head_span": head,
             "child_span": child, "label": HOLDER}
            for head, child in ((spans[a - 1], spans[b - 1]) for a, b in links)
        ],
        "answer": "accept",
        "_annotator_id": coding.annotator,
        "_session_id": coding.annotator,
    }  # fmt: skip


def _tokens(text: str, spans: list[Span]) -> list[Span]:
    """Words, marks and stretches of white space, cut where a span begins or ends within one."""
    cuts = {0, len(text), *(match.start() for match in _TOKEN.finditer(text))}
    return list(pairwise(sorted(cuts.union(*spans))))


def read(path: Path, source: Source) -> Imported:
    """Read tasks as Prodigy's `db-out` writes them. Rejected and ignored tasks are no codings."""
    reading = Reading(source)
    for file in files(path, ".jsonl"):
        for place, one in file.json_lines():
            if not isinstance(one, dict) or not isinstance(one.get("text"), str):
                reading.problem(place, "is no task: it has no `text`")
            elif one.get("answer", "accept") == "accept":
                _task(reading, one, place)
    return reading.imported


def _task(reading: Reading, one: Record, place: str) -> None:
    meta = one.get("meta")
    meta = meta if isinstance(meta, dict) else {}
    if meta.get(_VERSION, SCHEMA_VERSION) != SCHEMA_VERSION:
        reading.problem(place, f"is of version {meta[_VERSION]} of this program's tasks, which "
                               f"this version ({SCHEMA_VERSION}) does not read")  # fmt: skip
        return
    who = one.get("_annotator_id") or one.get("_session_id")
    draft = reading.draft(reading.annotator(place, None if who is None else str(who)),
                          one["text"], place)  # fmt: skip
    gather(draft, _marked(one.get("spans"), place))
    links = one.get("relations")
    for link in links if isinstance(links, list) else []:
        if not isinstance(link, dict) or link.get("label") != HOLDER:
            draft.problem(place, f"the relation {link!r} is none of this program's")
        else:
            draft.link(_key(link.get("head_span")), _key(link.get("child_span")), place)
    doc_id = meta.get("doc_id")
    reading.take(draft, doc_id if isinstance(doc_id, str) else None)


def _marked(spans: Any, place: str) -> Iterator[Marked]:
    once = {_key(span): span for span in (spans if isinstance(spans, list) else [])}
    for key, span in once.items():
        row = span if isinstance(span, dict) else {}
        yield Marked(key, row.get("start"), row.get("end"), row.get("label"),
                     f"{place}, span {key}", row)  # fmt: skip


def _key(span: Any) -> str:
    """A span's name: Prodigy gives none, and its links repeat the span."""
    row = span if isinstance(span, dict) else {}
    return f"{row.get('label')} {row.get('start')}-{row.get('end')}"
