"""The journal of a dataset: every finished document's line, in one SQLite file beside them.

It is the one place where results are kept. `documents.jsonl` and `failures.jsonl` are written from
it, whole, in the order of `doc_id`, whatever order the documents were finished in; nothing is held
in memory. A killed run loses at most the last second's work. A line counts only while its key fits:
a hash over all that the result depends on (the file's bytes, its metadata, the configuration).

The open journal locks the folder against a second run; the lock ends with the process.
"""

from __future__ import annotations

import sqlite3
import time
import zlib
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

from pipeline.batch.entry import Entry, Kind
from pipeline.dataset.files import DatasetError

NAME = ".journal.sqlite"
_VERSION = 1
_SECONDS_BETWEEN_COMMITS = 1.0


class LockedError(DatasetError):
    """Another run is writing to the folder."""


class Journal:
    """The journal of the dataset in `out`. Raises LockedError where another run has it open, and
    DatasetError where the folder cannot be written, the disk is full or the file is damaged."""

    def __init__(self, out: Path, *, fresh: bool = False) -> None:
        self._out = out
        self._committed = time.monotonic()
        with _explained(out):
            out.mkdir(parents=True, exist_ok=True)
            self._db = sqlite3.connect(out / NAME, timeout=0, isolation_level=None)
            try:
                self._prepare(fresh)
            except BaseException:
                self._db.close()
                raise

    def _prepare(self, fresh: bool) -> None:
        run = self._db.execute
        run("PRAGMA locking_mode = EXCLUSIVE")
        run("PRAGMA journal_mode = WAL")
        run("PRAGMA synchronous = NORMAL")
        run("BEGIN EXCLUSIVE")
        version = run("PRAGMA user_version").fetchone()[0]
        if fresh or version != _VERSION:
            run("DROP TABLE IF EXISTS result")
            run("DROP TABLE IF EXISTS written")
            run(f"PRAGMA user_version = {_VERSION}")
        run("CREATE TABLE IF NOT EXISTS result "
            "(doc_id TEXT PRIMARY KEY, key TEXT, failed INTEGER, line BLOB)")  # fmt: skip
        run("CREATE TABLE IF NOT EXISTS written (name TEXT PRIMARY KEY, sha256 TEXT)")
        run("COMMIT")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Keep what was added, also where the run is stopped."""
        try:
            if kind is None or not issubclass(kind, DatasetError):
                self.commit()
        finally:
            self._db.close()

    def key(self, doc_id: str) -> str | None:
        """The key of the line that is kept for a document."""
        with _explained(self._out):
            row = self._db.execute("SELECT key FROM result WHERE doc_id = ?", (doc_id,)).fetchone()
        return row[0] if row else None

    def __len__(self) -> int:
        with _explained(self._out):
            return int(self._db.execute("SELECT count(*) FROM result").fetchone()[0])

    def add(self, entry: Entry) -> None:
        """Keep an entry in place of an earlier one of its document; on disk within a second."""
        with _explained(self._out):
            if not self._db.in_transaction:
                self._db.execute("BEGIN")
                # The files no longer say what the journal says.
                self._db.execute("DELETE FROM written")
            line = zlib.compress(entry.line.encode("utf-8"), 1)
            self._db.execute(
                "INSERT OR REPLACE INTO result VALUES (?, ?, ?, ?)",
                (entry.doc_id, entry.key, entry.kind == "failure", line),
            )
        if time.monotonic() - self._committed > _SECONDS_BETWEEN_COMMITS:
            self.commit()

    def commit(self) -> None:
        """Put what was added on disk."""
        with _explained(self._out):
            if self._db.in_transaction:
                self._db.execute("COMMIT")
        self._committed = time.monotonic()

    def keep_only(self, doc_ids: set[str]) -> None:
        """Drop the lines of documents that the corpus no longer has."""
        with _explained(self._out):
            kept = self._db.execute("SELECT doc_id FROM result")
            gone = [(doc_id,) for (doc_id,) in kept if doc_id not in doc_ids]
            if gone:
                if not self._db.in_transaction:
                    self._db.execute("BEGIN")
                self._db.execute("DELETE FROM written")
                self._db.executemany("DELETE FROM result WHERE doc_id = ?", gone)
        self.commit()

    def lines(self, kind: Kind) -> Iterator[tuple[str, str]]:
        """`(doc_id, line)` of every document or failure, by `doc_id` in code-point order."""
        with _explained(self._out):
            rows = self._db.execute(
                "SELECT doc_id, line FROM result WHERE failed = ? ORDER BY doc_id",
                (kind == "failure",),
            )
            for doc_id, line in rows:
                yield doc_id, zlib.decompress(line).decode("utf-8")

    def count(self, kind: Kind) -> int:
        """How many documents, or failures, are kept."""
        with _explained(self._out):
            row = self._db.execute(
                "SELECT count(*) FROM result WHERE failed = ?", (kind == "failure",)
            ).fetchone()
        return int(row[0])

    def written(self) -> dict[str, str]:
        """The SHA-256 of each file that was written from just these lines, by name."""
        with _explained(self._out):
            return dict(self._db.execute("SELECT name, sha256 FROM written"))

    def set_written(self, hashes: dict[str, str]) -> None:
        """Remember which files these lines were written to."""
        with _explained(self._out):
            self._db.execute("BEGIN")
            self._db.executemany("INSERT OR REPLACE INTO written VALUES (?, ?)", hashes.items())
            self._db.execute("COMMIT")


class _explained:
    """Turns what SQLite and the system say into DatasetError."""

    def __init__(self, out: Path) -> None:
        self._out = out

    def __enter__(self) -> None:
        return None

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        out = self._out
        if isinstance(error, sqlite3.OperationalError) and "locked" in str(error):
            raise LockedError(
                f"another run is writing to {out}: wait until it ends, or name another folder"
            ) from error
        if isinstance(error, sqlite3.OperationalError):
            raise DatasetError(
                f"{out} cannot be written ({error}): see that the disk is not full and that the "
                "folder may be written; nothing that was finished is lost"
            ) from error
        if isinstance(error, (sqlite3.DatabaseError, zlib.error)):
            raise DatasetError(
                f"{out / NAME} is damaged ({error}): remove it, and run again"
            ) from error
        if isinstance(error, OSError):
            raise DatasetError(f"{out} cannot be written: {error.strerror}") from error
