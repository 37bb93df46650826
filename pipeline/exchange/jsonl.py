"""The dataset itself, as `run` wrote it: one JSON object a document, with its schemas."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator, ValidationError

from pipeline.dataset.files import DOCUMENTS, FAILURES, RUN, write_atomically, write_json
from pipeline.dataset.records import SCHEMA_VERSION
from pipeline.dataset.schema import NAMES, schema
from pipeline.exchange.card import card
from pipeline.exchange.contract import ExchangeError, Export, Imported, Problem, Record, Source
from pipeline.exchange.datapackage import TITLE, description
from pipeline.exchange.documents import Unmatched
from pipeline.exchange.sets import set_record
from pipeline.studies.sets import read_lines


def write(export: Export, path: Path) -> list[str]:
    """Copy the dataset's files and put the JSON Schema of each beside them, and a dataset card."""
    path.mkdir()
    for name in (DOCUMENTS, FAILURES, RUN):
        shutil.copyfile(export.dataset.folder / name, path / name)
    for name in NAMES:
        write_json(path / "schema" / f"{name}.schema.json", schema(name))
    write_atomically(path / "README.md", [card(TITLE, description(export), DOCUMENTS)])
    return []


def read(path: Path, source: Source) -> Imported:
    """Read a corrected `documents.jsonl`, or the folder that holds one: what it says of each text
    is the annotator's. Raises ExchangeError."""
    if source.annotator is None:
        raise ExchangeError(f"{path}: does not say who coded; give --annotator NAME")
    validator = Draft202012Validator(schema("documents"))
    imported = Imported()
    first: dict[str, str] = {}
    for place, record in read_lines(path / DOCUMENTS if path.is_dir() else path):
        problems = list(_problems(record, source, validator))
        doc_id = str(record.get("doc_id"))
        if not problems and doc_id in first:
            problems = [f"the document {doc_id} stands already at {first[doc_id]}"]
        first.setdefault(doc_id, place)
        if problems:
            imported.problems.extend(Problem(place, problem) for problem in problems)
        else:
            imported.records.append(set_record(record, source.annotator))
    return imported


def _problems(record: Record, source: Source, validator: Any) -> Iterator[str]:
    """What is wrong with a document's record; the first kind of mistake only."""
    version = record.get("schema_version")
    if version != SCHEMA_VERSION:
        yield f"`schema_version` is {version!r}, this stancebook knows {SCHEMA_VERSION!r}" + (
            ": use a newer one" if str(version) > SCHEMA_VERSION else ""
        )
        return
    if errors := sorted(validator.iter_errors(record), key=str):
        yield from map(_told, errors[:5])
        return
    yield from _code_problems(record, source)
    yield from _span_problems(record)
    if source.documents is not None:
        try:
            source.documents.match(record["text_sha256"], record["doc_id"])
        except Unmatched as why:
            yield str(why)


def _told(error: ValidationError) -> str:
    where = "".join(f"[{p}]" if isinstance(p, int) else f".{p}" for p in error.absolute_path)
    return f"{where.lstrip('.') or 'the record'}: {error.message[:200]}"


def _code_problems(record: Record, source: Source) -> Iterator[str]:
    book = source.codebook
    for layer, field, known in (("mentions", "label", book.mention_labels),
                                ("claims", "type", book.claim_types)):  # fmt: skip
        for item in record[layer]:
            if item[field] not in known:
                yield (f"{layer} {item['id']}: the {field} {item[field]!r} is not in the codebook; "
                       f"codes are {', '.join(known)}")  # fmt: skip
    entities = {entity["id"] for entity in record["entities"]}
    for mention in record["mentions"]:
        if mention["entity_id"] not in entities:
            yield f"mentions {mention['id']}: there is no entity {mention['entity_id']!r}"


def _span_problems(record: Record) -> Iterator[str]:
    text = record.get("text")
    if text is None:
        return
    found = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    if found != record["text_sha256"]:
        yield "the text was changed: its SHA-256 is not `text_sha256`"
        return
    for layer in ("mentions", "claims"):
        for item in record[layer]:
            if text[item["start"] : item["end"]] != item.get("text", ""):
                yield f"{layer} {item['id']}: its text does not stand at its offsets"
