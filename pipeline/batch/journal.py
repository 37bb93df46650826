"""The journal of a run: each finished document's line, kept until the dataset is whole.

A killed run leaves complete lines; the next run takes those whose key still fits. The key is a hash
over everything that the result depends on: the file's bytes, its metadata, and the configuration.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Literal

from pipeline.dataset.files import DOCUMENTS, FAILURES, write_atomically

NAME = ".journal.jsonl"
_KEYS = ".keys.json"

Kind = Literal["document", "failure"]


@dataclass(frozen=True, slots=True)
class Entry:
    """A finished document: its key, whether it failed, and its line of the dataset."""

    doc_id: str
    key: str
    kind: Kind
    line: str


class Journal:
    """Appends entries to `OUT/.journal.jsonl`, each on disk before the next."""

    def __init__(self, out: Path) -> None:
        out.mkdir(parents=True, exist_ok=True)
        path = out / NAME
        _end_last_line(path)
        self._file = path.open("a", encoding="utf-8", newline="\n")

    def __enter__(self) -> Journal:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.close()

    def add(self, entry: Entry) -> None:
        """Append one entry."""
        data = [entry.doc_id, entry.key, entry.kind, entry.line]
        self._file.write(json.dumps(data, ensure_ascii=False) + "\n")
        self._file.flush()
        os.fsync(self._file.fileno())


def _end_last_line(path: Path) -> None:
    """Cut off what a killed run left after its last complete line."""
    if not path.exists():
        return
    data = path.read_bytes()
    whole = data[: data.rfind(b"\n") + 1]
    if len(whole) < len(data):
        path.write_bytes(whole)


def earlier_entries(out: Path) -> dict[str, Entry]:
    """What earlier runs finished, by key: from the journal of a run that did not end, and from the
    finished dataset."""
    found: dict[str, Entry] = {}
    for entry in (*_finished(out), *_journalled(out / NAME)):
        found[entry.key] = entry
    return found


def _journalled(path: Path) -> Iterator[Entry]:
    if not path.exists():
        return
    with path.open(encoding="utf-8") as file:
        for line in file:
            try:
                doc_id, key, kind, written = json.loads(line)
            except ValueError:
                continue  # the line that a killed run did not finish
            yield Entry(doc_id, key, kind, written)


def _finished(out: Path) -> Iterator[Entry]:
    try:
        keys = json.loads((out / _KEYS).read_text("utf-8"))
    except (OSError, ValueError):
        return
    kinds: tuple[tuple[str, Kind], ...] = ((DOCUMENTS, "document"), (FAILURES, "failure"))
    for name, kind in kinds:
        path = out / name
        if not path.exists():
            continue
        with path.open(encoding="utf-8") as file:
            for line in file:
                try:
                    doc_id = json.loads(line)["doc_id"]
                except (ValueError, KeyError, TypeError):
                    continue
                key = keys.get(doc_id)
                if key:
                    yield Entry(doc_id, key, kind, line)


def close_journal(out: Path, entries: dict[str, str]) -> None:
    """Remember the keys (`doc_id` -> key) of a finished dataset and drop the journal."""
    write_atomically(out / _KEYS, [json.dumps(entries, ensure_ascii=False, sort_keys=True) + "\n"])
    (out / NAME).unlink(missing_ok=True)


def forget(out: Path) -> None:
    """Drop what earlier runs finished (`--fresh`)."""
    (out / NAME).unlink(missing_ok=True)
    (out / _KEYS).unlink(missing_ok=True)
