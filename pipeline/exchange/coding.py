"""One form that all annotation tools share: a text, and each annotator's coding of it, stand-off.

Offsets are code points of the document's text, end exclusive. A tool's module turns codings into
its own file, and its file into drafts (`pipeline.exchange.drafts`) that become codings.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, get_args

from pipeline.annotate.records import HolderKind
from pipeline.dataset.records import SCHEMA_VERSION
from pipeline.exchange.contract import ExchangeError, Export
from pipeline.exchange.sets import set_record
from pipeline.studies.sets import Span

Record = dict[str, Any]

MACHINE = "stancebook"  # who a dataset's own codes are by
HOLDER_KINDS: tuple[HolderKind, ...] = get_args(HolderKind)


@dataclass(frozen=True, slots=True)
class Mention:
    """A span that names something; `entity` is the referent's name."""

    start: int
    end: int
    label: str
    entity: str | None = None
    edtf: str | None = None


@dataclass(frozen=True, slots=True)
class Holder:
    """Whose view a claim states. `span` is the mention that names it, in the same coding; `text`
    what it is called where no mention says so, or says it otherwise."""

    kind: str
    text: str | None = None
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim; what the annotator did not code is None."""

    start: int
    end: int
    type: str | None = None
    stance: str | None = None
    holder: Holder | None = None


@dataclass(frozen=True, slots=True)
class Coding:
    """One annotator's work on one text, each list in reading order; `stance` is the document's."""

    annotator: str
    mentions: tuple[Mention, ...] = ()
    claims: tuple[Claim, ...] = ()
    stance: str | None = None


@dataclass(frozen=True, slots=True)
class CodedText:
    """A document's text with the codings of it. `sentences` are the dataset's."""

    doc_id: str
    text: str
    sentences: tuple[Span, ...]
    codings: tuple[Coding, ...]


def coded_texts(export: Export, notices: list[str]) -> Iterator[CodedText]:
    """Every document of an export with the dataset's own coding, then each set's. Adds to
    `notices` what the sets hold that no document takes up. Raises ExchangeError where the dataset
    was written without its texts."""
    left = {one.annotator: set(one.documents) for one in export.sets}
    if MACHINE in left:
        raise ExchangeError(f"a set is by {MACHINE}, as the dataset's own codes are; rename it")
    for document in export.dataset.documents():
        sha256, doc_id = document["text_sha256"], document["doc_id"]
        if "text" not in document:
            raise ExchangeError(
                f"{doc_id}: the dataset holds no texts, which annotators need; run without "
                "--no-text"
            )
        records = [with_links(document)] + [
            one.documents[sha256] for one in export.sets if sha256 in one.documents
        ]
        for one in export.sets:
            left[one.annotator].discard(sha256)
        sentences = tuple((s["start"], s["end"]) for s in document["sentences"])
        notices += [line for record in records for line in _unlinked(record)]
        yield CodedText(doc_id, document["text"], sentences, tuple(map(coding_of, records)))
    for one in export.sets:
        for sha256 in sorted(left[one.annotator]):
            notices.append(f"{one.places[sha256]}: no document of the dataset has this text, so "
                           "it is left out")  # fmt: skip


def _unlinked(record: Record) -> Iterator[str]:
    mentions = {_at(mention) for mention in record["mentions"]}
    for claim in record["claims"]:
        holder = claim.get("holder")
        if isinstance(holder, dict) and "start" in holder and _at(holder) not in mentions:
            yield (f"{record['doc_id']} by {record['annotator']}: the holder of the claim at "
                   f"{claim['start']} to {claim['end']} is linked to {holder['start']} to "
                   f"{holder['end']}, which is no mention, so the link is left out")  # fmt: skip


def with_links(document: Record) -> Record:
    """A dataset's document as the line of a set, with the mention that names each claim's holder:
    the entity's mention within the claim, else its last one before it, else its first one."""
    record = set_record(document, MACHINE)
    for claim, coded in zip(document["claims"], record["claims"], strict=True):
        mention = _naming(claim, document["mentions"])
        if mention is not None:
            coded["holder"] |= {"start": mention["start"], "end": mention["end"]}
    return record


def _naming(claim: Record, mentions: Sequence[Record]) -> Record | None:
    entity = claim["holder"].get("entity_id")
    named = [m for m in mentions if entity is not None and m["entity_id"] == entity]
    inside = [m for m in named if claim["start"] <= m["start"] and m["end"] <= claim["end"]]
    before = [m for m in named if m["end"] <= claim["start"]]
    return next(iter(inside or before[-1:] or named), None)


def coding_of(record: Record) -> Coding:
    """The coding in a sound line of an annotation set."""
    mentions = tuple(
        Mention(m["start"], m["end"], m["label"], m.get("entity") or None, m.get("edtf") or None)
        for m in sorted(record["mentions"], key=_at)
    )
    names = {(m.start, m.end): m.entity for m in mentions}
    claims = tuple(
        Claim(c["start"], c["end"], c.get("type"), c.get("stance"), _holder(c.get("holder"), names))
        for c in sorted(record["claims"], key=_at)
    )
    return Coding(record["annotator"], mentions, claims, record.get("stance"))


def _at(span: Record) -> Span:
    return span["start"], span["end"]


def _holder(holder: Any, names: Mapping[Span, str | None]) -> Holder | None:
    if holder is None or isinstance(holder, str):
        return None if holder is None else Holder(holder)
    span = (holder.get("start", -1), holder.get("end", -1))
    linked = span if span in names else None
    text = holder.get("text") or None
    if linked is not None and text == names[linked]:
        text = None  # the mention says it
    return Holder(holder["kind"], text, linked)


def record_of(
    coding: Coding, doc_id: str, text_sha256: str, sentences: Sequence[Span] = ()
) -> Record:
    """A coding as the line of an annotation set."""
    record: Record = {
        "schema_version": SCHEMA_VERSION,
        "text_sha256": text_sha256,
        "doc_id": doc_id,
        "annotator": coding.annotator,
        "sentences": [{"start": start, "end": end} for start, end in sentences],
        "mentions": [
            _given({"start": m.start, "end": m.end, "label": m.label}, edtf=m.edtf, entity=m.entity)
            for m in coding.mentions
        ],
    }
    names = {(m.start, m.end): m.entity for m in coding.mentions}
    record["claims"] = [
        _given({"start": c.start, "end": c.end}, type=c.type, stance=c.stance,
               holder=None if c.holder is None else _holder_record(c.holder, names))
        for c in coding.claims
    ]  # fmt: skip
    return _given(record, stance=coding.stance)


def _holder_record(holder: Holder, names: Mapping[Span, str | None]) -> Record:
    text = holder.text or (names.get(holder.span) if holder.span else None)
    record = _given({"kind": holder.kind}, text=text)
    return record if holder.span is None else record | {"start": holder.span[0],
                                                        "end": holder.span[1]}  # fmt: skip


def _given(record: Record, **values: Any) -> Record:
    """The record with those of the values that there are."""
    return record | {name: value for name, value in values.items() if value is not None}
