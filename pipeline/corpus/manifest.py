"""The manifest beside a corpus's files: one record a file, in JSONL or CSV."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pipeline.corpus.document import Metadata
from pipeline.corpus.errors import DocumentError, Failure
from pipeline.corpus.readers.text import decode, normalised

NAMES = ("manifest.jsonl", "manifest.csv")
_DATE = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?\Z")
_SURROGATE = re.compile("[\ud800-\udfff]")
_TEXTS = ("title", "publisher", "published", "language", "kind", "url", "licence")


def read_manifest(root: Path) -> tuple[dict[str, Metadata], list[Failure]]:
    """Metadata by file name (relative to `root`, with `/`), and one failure for each bad line.

    `file` (or `path`) names the file; `authors` is a list, in CSV separated by `;`.
    """
    records: dict[str, Metadata] = {}
    failures: list[Failure] = []
    for name in NAMES:
        path = root / name
        if not path.is_file():
            continue
        try:
            text = normalised(decode(path.read_bytes()))
        except (OSError, DocumentError) as error:
            failures.append(_failure(name, f"cannot be read: {error}"))
            continue
        rows = _jsonl(text) if name.endswith("l") else _csv(text)
        for line, row in rows:
            try:
                file, metadata = _record(row)
            except ValueError as error:
                failures.append(_failure(f"{name}:{line}", str(error)))
                continue
            if file in records:
                failures.append(_failure(f"{name}:{line}", f"`{file}` has a record already"))
            records.setdefault(file, metadata)
    return records, failures


def _failure(place: str, message: str) -> Failure:
    return Failure(place, place, "manifest", "bad-manifest-line", message)


def _jsonl(text: str) -> Iterator[tuple[int, object]]:
    for line, written in enumerate(text.split("\n"), 1):
        if written.strip():
            try:
                yield line, json.loads(written)
            except (ValueError, RecursionError) as error:
                yield line, ValueError(f"is not JSON: {error}")


def _csv(text: str) -> Iterator[tuple[int, object]]:
    reader = csv.DictReader(io.StringIO(text))
    try:
        for row in reader:
            authors = [a.strip() for a in (row.get("authors") or "").split(";") if a.strip()]
            yield reader.line_num, {**row, "authors": authors}
    except csv.Error as error:
        yield reader.line_num, ValueError(f"is not CSV: {error}")


def _record(row: object) -> tuple[str, Metadata]:
    if isinstance(row, ValueError):
        raise row
    if not isinstance(row, Mapping):
        raise ValueError('must be an object such as {"file": "a.txt", "title": "..."}')
    if _SURROGATE.search(json.dumps(row, ensure_ascii=False)):
        raise ValueError("holds half of a surrogate pair, which is no character: write it as UTF-8")
    file = row.get("file") or row.get("path")
    if not isinstance(file, str) or not file:
        raise ValueError("needs `file`: the name of a file beside the manifest")
    published = row.get("published")
    if published and not (isinstance(published, str) and _DATE.match(published)):
        raise ValueError(f"`published` is {published!r}; write it as 2025-02-16, 2025-02 or 2025")
    authors = row.get("authors") or []
    if isinstance(authors, str):
        authors = [authors]
    if not isinstance(authors, list) or not all(isinstance(a, str) for a in authors):
        raise ValueError('`authors` must be a list of names: ["Jane Roe"]')
    return file.replace("\\", "/"), Metadata(authors=tuple(authors), **_texts(row))


def _texts(row: Mapping[str, Any]) -> dict[str, Any]:
    values = {}
    for key in _TEXTS:
        value = row.get(key)
        if value is not None and not isinstance(value, str):
            raise ValueError(f"`{key}` must be text, not {value!r}")
        values[key] = value or None
    return values
