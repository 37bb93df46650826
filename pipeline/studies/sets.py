"""Annotation sets: stand-off JSONL, one annotator's work on one study, without the texts.

Offsets are Unicode code points, end exclusive. Every error names the file and the line.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.annotate.records import CLAIM_TYPES, STANCES
from pipeline.dataset.files import write_atomically
from pipeline.dataset.records import SCHEMA_VERSION, to_line
from pipeline.errors import ConfigurationError
from pipeline.studies.table import AgreementError, Table

Record = dict[str, Any]
Span = tuple[int, int]
LISTS = ("mentions", "claims", "sentences")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_ADDRESS = re.compile(r"\S@\S+\.\w")
_TABLE_COLUMNS = ("unit", "annotator", "label")


class SetError(ConfigurationError):
    """An annotation set that cannot be used; the message names file, line, cause and mend."""


@dataclass(frozen=True, slots=True)
class AnnotationSet:
    """One annotator's records by the SHA-256 of the text, and the place each was read from."""

    annotator: str
    documents: Mapping[str, Record]
    places: Mapping[str, str]


def read_set(path: Path) -> AnnotationSet:
    """Read and check an annotation set. Raises SetError."""
    documents: dict[str, Record] = {}
    places: dict[str, str] = {}
    annotator = None
    for place, record in read_lines(path):
        check_record(record, place)
        name, sha256 = record["annotator"], record["text_sha256"]
        if sha256 in documents:
            raise SetError(f"{place}: has the same text as {places[sha256]}; keep one of them")
        if annotator is not None and name != annotator:
            raise SetError(f"{place}: is by {name}; the lines before are by {annotator}")
        annotator, documents[sha256], places[sha256] = name, record, place
    if annotator is None:
        raise SetError(f"{path}: has no documents, so its annotator has no items")
    return AnnotationSet(annotator, documents, places)


def read_sets(paths: Iterable[Path]) -> list[AnnotationSet]:
    """Read several sets that belong together: different annotators, one codebook."""
    sets = [read_set(path) for path in paths]
    seen: dict[str, AnnotationSet] = {}
    codebooks: dict[str, str] = {}
    for one in sets:
        first = next(iter(one.places.values()))
        if one.annotator in seen:
            raise SetError(f"{first}: {one.annotator} has a set already among those given")
        seen[one.annotator] = one
        for sha256, record in one.documents.items():
            if record.get("codebook") is not None:
                codebook = json.dumps(record["codebook"], sort_keys=True, ensure_ascii=False)
                codebooks.setdefault(codebook, one.places[sha256])
    if len(codebooks) > 1:
        (first_book, before), (other_book, place) = list(codebooks.items())[:2]
        raise SetError(
            f"{place}: was coded with codebook {other_book}, {before} with {first_book}; "
            "sets to compare need one codebook"
        )
    return sets


def write_set(path: Path, records: Sequence[Record]) -> None:
    """Write records, sorted by document, as an annotation set. Raises SetError, and then writes
    nothing."""
    ordered = sorted(records, key=lambda r: (str(r.get("doc_id")), str(r.get("text_sha256"))))
    for line, record in enumerate(ordered, 1):
        check_record(record, f"{path}:{line}")
    write_atomically(path, map(to_line, ordered))


def read_lines(path: Path) -> Iterator[tuple[str, Record]]:
    """Each object of a JSONL file with its place, `FILE:LINE`. Empty lines are passed over."""
    try:
        with path.open("rb") as lines:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    yield f"{path}:{number}", _object(line, f"{path}:{number}")
    except OSError as error:
        raise SetError(f"{path}: cannot be read: {error.strerror}") from error


def _object(line: bytes, place: str) -> Record:
    try:
        record = json.loads(line.decode("utf-8-sig"), parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise SetError(f"{place}: is no JSON in UTF-8: {error}") from error
    if not isinstance(record, dict):
        raise SetError(f"{place}: must be a JSON object, one a document")
    return record


def _no_constant(name: str) -> float:
    raise ValueError(f"{name} is no JSON number")


def read_table(path: Path) -> Table:
    """Read a CSV table `unit,annotator,label` (long form); an empty label is missing."""
    rows: list[tuple[str, str, str]] = []
    seen: dict[tuple[str, str], int] = {}
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            reader = csv.DictReader(lines, restval="", strict=True)
            absent = [c for c in _TABLE_COLUMNS if c not in (reader.fieldnames or ())]
            if absent:
                raise SetError(
                    f"{path}:1: lacks the column {absent[0]}; needs unit,annotator,label"
                )
            for row in reader:
                unit, annotator, label = (row[column].strip() for column in _TABLE_COLUMNS)
                line = reader.line_num
                if not unit or not annotator:
                    raise SetError(f"{path}:{line}: needs a unit and an annotator")
                before = seen.setdefault((unit, annotator), line)
                if before != line:
                    raise SetError(
                        f"{path}:{line}: {annotator} labels unit {unit} again (line {before})"
                    )
                if label:
                    rows.append((unit, annotator, label))
    except OSError as error:
        raise SetError(f"{path}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise SetError(f"{path}: is not UTF-8: {error}") from error
    except csv.Error as error:
        raise SetError(f"{path}: is no sound CSV: {error}") from error
    idle = sorted({name for _, name in seen} - {name for _, name, _ in rows})
    if idle:
        raise SetError(f"{path}: annotator {idle[0]} has no items")
    if not rows:
        raise SetError(f"{path}: has no labels")
    try:
        return Table.from_long(rows)
    except AgreementError as error:  # pragma: no cover - doubles are refused above
        raise SetError(f"{path}: {error}") from error


def check_record(record: Record, place: str) -> None:
    """Check one document of a set; extra fields may be there. Raises SetError."""
    if record.get("schema_version") != SCHEMA_VERSION:
        raise SetError(f"{place}: `schema_version` must be {SCHEMA_VERSION!r}")
    for field in ("text_sha256", "doc_id", "annotator"):
        if not isinstance(record.get(field), str) or not record[field]:
            raise SetError(f"{place}: needs `{field}`, as text")
    if not _SHA256.fullmatch(record["text_sha256"]):
        raise SetError(f"{place}: `text_sha256` must be 64 lower-case hexadecimal digits")
    if _ADDRESS.search(record["annotator"]):
        raise SetError(f"{place}: `annotator` is an address; sets hold no personal data, so give a "
                       "name that stands for the person")  # fmt: skip
    for field in LISTS:
        _check_spans(record, field, place)
    for mention in record["mentions"]:
        if not isinstance(mention.get("label"), str) or not mention["label"]:
            raise SetError(f"{place}: the mention at {_at(mention)} needs a `label`")
        if not isinstance(mention.get("edtf"), str | None):
            raise SetError(f"{place}: `edtf` of the mention at {_at(mention)} must be text")
    for claim in record["claims"]:
        _check_value(claim, "type", CLAIM_TYPES, f"{place}: the claim at {_at(claim)}")
        _check_value(claim, "stance", STANCES, f"{place}: the claim at {_at(claim)}")
        _check_holder(claim.get("holder"), f"{place}: the claim at {_at(claim)}")
    _check_value(record, "stance", STANCES, f"{place}: the document")


def _check_spans(record: Record, field: str, place: str) -> None:
    spans = record.get(field, [] if field == "sentences" else None)
    if not isinstance(spans, list) or not all(isinstance(span, dict) for span in spans):
        raise SetError(f"{place}: needs `{field}`, a list of objects")
    last: dict[str, Span] = {}
    for span in spans:
        start, end = span.get("start"), span.get("end")
        if type(start) is not int or type(end) is not int or not 0 <= start < end:
            raise SetError(
                f"{place}: `{field}` has the offsets {start!r} to {end!r}; they must be whole "
                "numbers, 0 <= start < end"
            )
    # Mentions of different labels may lie in one another; nothing else may overlap.
    taken: set[Span] = set()
    for span in sorted(spans, key=lambda s: (s["start"], s["end"])):
        at = (span["start"], span["end"])
        if at in taken:
            raise SetError(f"{place}: `{field}` has {_at(span)} twice")
        taken.add(at)
        label = str(span.get("label")) if field == "mentions" else ""
        before = last.get(label)
        if before is not None and at[0] < before[1]:
            raise SetError(f"{place}: `{field}` has {_at(span)}, which overlaps {before[0]} to "
                           f"{before[1]}")  # fmt: skip
        last[label] = at


def _check_value(item: Record, field: str, allowed: Sequence[str], what: str) -> None:
    value = item.get(field)
    if value is not None and value not in allowed:
        raise SetError(f"{what} has the {field} {value!r}; it is one of {', '.join(allowed)}")


def _check_holder(holder: Any, what: str) -> None:
    kind = holder.get("kind") if isinstance(holder, dict) else holder
    if holder is not None and not isinstance(kind, str):
        raise SetError(f"{what} has a holder that is neither text nor an object with a `kind`")


def _at(span: Record) -> str:
    return f"{span['start']} to {span['end']}"


def check_offsets(one: AnnotationSet, texts: Mapping[str, str]) -> None:
    """Check that no span of a set leaves its text; `texts` are by SHA-256, others are not
    checked. Raises SetError."""
    for sha256, record in one.documents.items():
        if sha256 not in texts:
            continue
        for field in LISTS:
            for span in record.get(field, []):
                if span["end"] > len(texts[sha256]):
                    raise SetError(
                        f"{one.places[sha256]}: `{field}` has {_at(span)}, outside the text of "
                        f"{len(texts[sha256])} characters"
                    )
