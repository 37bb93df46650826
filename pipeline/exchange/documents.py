"""A dataset's documents by id and by text, read from disk when asked for."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pipeline.dataset.files import DOCUMENTS, DatasetError

Record = dict[str, Any]


class Unmatched(Exception):
    """No one document is meant; the message says why, and fits after the place it stands at."""


class Documents:
    """The documents of the dataset in a folder. Only where each line begins is kept in memory."""

    def __init__(self, folder: Path) -> None:
        """Look through the dataset once. Raises DatasetError."""
        self._path = folder / DOCUMENTS if folder.is_dir() else folder
        self._place: dict[str, int] = {}
        self._by_text: dict[str, list[str]] = {}
        self._sha256: dict[str, str] = {}
        try:
            with self._path.open("rb") as lines:
                at = 0
                for number, line in enumerate(lines, 1):
                    self._add(line, at, number)
                    at += len(line)
        except OSError as error:
            raise DatasetError(f"{self._path} cannot be read: {error.strerror}") from error

    def _add(self, line: bytes, at: int, number: int) -> None:
        try:
            record = json.loads(line)
            doc_id, sha256 = str(record["doc_id"]), str(record["text_sha256"])
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            raise DatasetError(f"{self._path}:{number}: is no document of a dataset") from error
        self._place[doc_id], self._sha256[doc_id] = at, sha256
        self._by_text.setdefault(sha256, []).append(doc_id)

    def get(self, doc_id: str) -> Record | None:
        """The document with this id, or None."""
        if doc_id not in self._place:
            return None
        with self._path.open("rb") as file:
            file.seek(self._place[doc_id])
            record: Record = json.loads(file.readline())
        return record

    def match(self, text_sha256: str, doc_id: str | None = None) -> Record:
        """The document whose text has this SHA-256 (of its UTF-8 bytes); `doc_id`, where the file
        tells it, decides between two documents with one text. Raises Unmatched: nothing is
        guessed."""
        named = self._by_text.get(text_sha256, [])
        if doc_id is None and len(named) > 1:
            raise Unmatched(f"the documents {', '.join(named)} have this text; give its doc_id")
        if doc_id is not None and doc_id not in named:
            if doc_id in self._place:
                raise Unmatched(f"the text of {doc_id} is not the one in the dataset")
            raise Unmatched(f"the dataset has no document {doc_id}")
        if not named:
            raise Unmatched(f"no document of the dataset has this text ({text_sha256[:12]}...)")
        record = self.get(doc_id or named[0])
        assert record is not None
        return record
