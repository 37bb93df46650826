"""doccano: JSONL of a project for sequence labelling, with overlapping spans and relations.

One file an annotator, as doccano exports them, and the labels to import into the project. Labels
are flat (`pipeline.exchange.flat`); what labels cannot hold goes along in the example's metadata,
which doccano keeps, and is taken back where its span is still there. Offsets are UTF-16 units: so
doccano's page counts (`tests/integration/doccano.py` asks it), as long as the project's setting
"Count grapheme clusters as one character" is off.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pipeline.dataset.files import write_atomically, write_json
from pipeline.dataset.records import SCHEMA_VERSION, to_line
from pipeline.exchange.coding import MACHINE, CodedText, Coding, coded_texts
from pipeline.exchange.contract import Export, Imported, Source
from pipeline.exchange.drafts import Reading
from pipeline.exchange.files import file_name, files, name_of
from pipeline.exchange.flat import HOLDER, Marked, flatten, gather, labels
from pipeline.exchange.offsets import Utf16

SPAN_LABELS, RELATION_LABELS = "span-labels.json", "relation-labels.json"
_META = "stancebook"
_NOBODY = ("all", "unknown")  # doccano's names for files that are nobody's
_COLOURS = ("#209cee", "#ff3860", "#00a65a", "#f5a623", "#7b5ea7", "#c9b458", "#4a6fa5", "#8c564b")
Record = dict[str, Any]


def write(export: Export, path: Path) -> list[str]:
    """Write the folder `path`: an annotator's texts a file, and the labels."""
    notices: list[str] = []
    write_json(path / SPAN_LABELS, _types(labels(export.codebook)))
    write_json(path / RELATION_LABELS, _types([HOLDER]))
    for number, name in enumerate([MACHINE, *(one.annotator for one in export.sets)]):
        texts = coded_texts(export, notices if number == 0 else [])
        write_atomically(path / f"{file_name(name)}.jsonl", _lines(texts, name))
    return notices


def _types(names: list[str]) -> list[Record]:
    return [
        {"text": name, "background_color": _COLOURS[i % len(_COLOURS)], "text_color": "#ffffff"}
        for i, name in enumerate(names)
    ]


def _lines(texts: Iterator[CodedText], annotator: str) -> Iterator[str]:
    for text in texts:
        for coding in text.codings:
            if coding.annotator == annotator:
                yield to_line(example(text, coding))


def example(text: CodedText, coding: Coding) -> Record:
    """A document as one annotator's example."""
    spans, links = flatten(coding, text.text)
    units = Utf16(text.text).units
    placed = [(span, units(span.start), units(span.end)) for span in spans]
    return {
        "text": text.text,
        "doc_id": text.doc_id,
        _META: {
            "version": SCHEMA_VERSION,
            "extra": [
                {"start_offset": start, "end_offset": end, "label": span.label} | dict(span.extra)
                for span, start, end in placed
                if span.extra
            ],
        },
        "entities": [
            {"id": span.id, "label": span.label, "start_offset": start, "end_offset": end}
            for span, start, end in placed
        ],
        "relations": [
            {"id": number, "from_id": claim, "to_id": mention, "type": HOLDER}
            for number, (claim, mention) in enumerate(links, 1)
        ],
    }


def read(path: Path, source: Source) -> Imported:
    """Read a project's export: the zip archive, a folder or a file of JSONL. The file's name is the
    annotator's."""
    reading = Reading(source)
    for file in files(path, ".jsonl"):
        stem = name_of(file.path.stem)
        named = None if stem in _NOBODY else stem
        for place, one in file.json_lines():
            if not isinstance(one, dict) or not isinstance(one.get("text"), str):
                reading.problem(place, "is no example: it has no `text`")
            elif not isinstance(one.get("entities"), list):
                reading.problem(place, "has no `entities`: the project must be for sequence "
                                       "labelling, with relations")  # fmt: skip
            else:
                _example(reading, one, reading.annotator(place, named), place)
    return reading.imported


def _example(reading: Reading, one: Record, annotator: str, place: str) -> None:
    meta = one.get(_META)
    meta = meta if isinstance(meta, dict) else {}
    if meta.get("version", SCHEMA_VERSION) != SCHEMA_VERSION:
        reading.problem(place, f"is of version {meta['version']} of this program's examples, which "
                               f"this version ({SCHEMA_VERSION}) does not read")  # fmt: skip
        return
    draft = reading.draft(annotator, one["text"], place, Utf16(one["text"]).point)
    gather(draft, _marked(one["entities"], meta.get("extra"), place))
    relations = one.get("relations")
    for link in relations if isinstance(relations, list) else []:
        if not isinstance(link, dict) or link.get("type") != HOLDER:
            draft.problem(place, f"the relation {link!r} is none of this program's")
        else:
            draft.link(str(link.get("from_id")), str(link.get("to_id")),
                       f"{place}, relation {link.get('id')}")  # fmt: skip
    doc_id = one.get("doc_id")
    reading.take(draft, doc_id if isinstance(doc_id, str) else None, blank=False)


def _marked(entities: list[Any], extra: Any, place: str) -> Iterator[Marked]:
    extras = {_place(row): row for row in (extra if isinstance(extra, list) else [])
              if isinstance(row, dict)}  # fmt: skip
    for number, span in enumerate(entities, 1):
        row = span if isinstance(span, dict) else {}
        yield Marked(
            str(row.get("id", f"#{number}")), row.get("start_offset"), row.get("end_offset"),
            row.get("label"), f"{place}, span {row.get('id', number)}",
            extras.get(_place(row), {}),
        )  # fmt: skip


def _place(row: Record) -> str:
    return f"{row.get('start_offset')!r} {row.get('end_offset')!r} {row.get('label')!r}"
