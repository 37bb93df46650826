"""The batch: plan, resume, engines, and the three files that a run writes."""

from __future__ import annotations

import hashlib
import heapq
import platform
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any, Literal

from pipeline import __version__
from pipeline.batch.config import Config, key_of
from pipeline.batch.entry import Entry, failure_entry
from pipeline.batch.journal import Journal
from pipeline.batch.local import local_results
from pipeline.batch.progress import Quiet, Reporter
from pipeline.corpus import DocumentError, Item, scan
from pipeline.corpus.scan import read_file
from pipeline.dataset.files import DOCUMENTS, FAILURES, RUN, write_atomically, write_json
from pipeline.errors import StancebookError

LIBRARIES = ("spacy", "scikit-learn", "numpy", "trafilatura", "pypdfium2", "python-docx")
Engine = Literal["local", "dask"]

# A chunk keeps a worker busy for a second or two: enough to hide the cost of handing it over, and
# little to lose where its worker is killed.
_CHUNK_DOCUMENTS = 48
_CHUNK_BYTES = 200_000


class InterruptedRun(StancebookError):
    """A run that was stopped (Ctrl-C, SIGTERM) and can be taken up again."""


@dataclass(frozen=True, slots=True)
class Summary:
    """What a run did: counts of lines in the two files, and how many documents were taken over
    from an earlier run."""

    documents: int
    failures: int
    reused: int
    annotated: int


def run(
    root: Path,
    out: Path,
    config: Config,
    *,
    workers: int = 1,
    fresh: bool = False,
    engine: Engine = "local",
    scheduler: str | None = None,
    reporter: Reporter | None = None,
) -> Summary:
    """Code every document under `root` into `out`. The same call finishes an interrupted run, and
    annotates only what is new or changed.

    Raises CorpusError, CodebookError, ModelError or ModelFileError before any work is done,
    LockedError where another run writes to `out`, DatasetError where it cannot be written, and
    InterruptedRun where it is stopped.
    """
    began = datetime.now(UTC)
    corpus = scan(root)
    config.fingerprint  # noqa: B018 -- what cannot work is found before the first document
    report = reporter or Quiet()
    whole = False
    with Journal(out, fresh=fresh) as journal:
        report.start(len(corpus.items))
        try:
            plan = _Plan(corpus.items, config, journal, report)
            for entry in _results(_chunks(plan), config, workers, engine, scheduler):
                journal.add(entry)
                report.done(entry)
            journal.keep_only({item.doc_id for item in corpus.items})
            problems = sorted((p.doc_id, failure_entry(p).line) for p in corpus.problems)
            files = _write(out, journal, problems)
            whole = True
        except KeyboardInterrupt:
            journal.commit()
            raise InterruptedRun(
                f"stopped; {len(journal):,} of {len(corpus.items):,} documents are finished and "
                f"kept in {out}: the same command goes on from there"
            ) from None
        finally:
            report.end(whole=whole)
        counts = {
            "documents": journal.count("document"),
            "failures": journal.count("failure") + len(problems),
            "reused": plan.reused,
            "annotated": len(corpus.items) - plan.reused,
        }
        record = _record(config, counts, files, began)
        record["options"] |= {"workers": workers, "engine": engine}
        write_json(out / RUN, record)
    return Summary(**counts)


class _Plan:
    """The documents to annotate; those whose kept line still fits are counted and left out."""

    def __init__(
        self, items: Sequence[Item], config: Config, journal: Journal, report: Reporter
    ) -> None:
        self.reused = 0
        self._items, self._config, self._journal, self._report = items, config, journal, report

    def __iter__(self) -> Iterator[Item]:
        any_kept = len(self._journal) > 0
        for item in self._items:
            if any_kept and self._fits(item):
                self.reused += 1
                self._report.reused()
            else:
                yield item

    def _fits(self, item: Item) -> bool:
        kept = self._journal.key(item.doc_id)
        if not kept:
            return False
        try:
            data = read_file(item, self._config.limits)
        except DocumentError:
            return False
        return key_of(item, data, self._config) == kept


def _chunks(items: Iterable[Item]) -> Iterator[list[Item]]:
    chunk: list[Item] = []
    size = 0
    for item in items:
        try:
            own = item.file.stat().st_size
        except (OSError, ValueError):
            own = 0
        if chunk and (len(chunk) == _CHUNK_DOCUMENTS or size + own > _CHUNK_BYTES):
            yield chunk
            chunk, size = [], 0
        chunk.append(item)
        size += own
    if chunk:
        yield chunk


def _results(
    chunks: Iterator[list[Item]],
    config: Config,
    workers: int,
    engine: Engine,
    scheduler: str | None,
) -> Iterator[Entry]:
    if engine == "dask":
        from pipeline.batch.cluster import dask_results

        return dask_results(chunks, config, workers, scheduler)
    return local_results(chunks, config, workers)


def _write(out: Path, journal: Journal, problems: list[tuple[str, str]]) -> dict[str, str]:
    """Write the two files, unless they hold the journal's lines already; returns their hashes."""
    written = journal.written()
    hashes = {}
    for name in (DOCUMENTS, FAILURES):
        lines = journal.lines("document" if name == DOCUMENTS else "failure")
        if name == FAILURES:
            lines = heapq.merge(lines, problems)
        elif name in written and _sha256(out / name) == written[name]:
            hashes[name] = written[name]
            continue
        for left_over in out.glob(f".{name}.*"):  # by a run that was killed while it wrote
            left_over.unlink()
        write_atomically(out / name, (line for _, line in lines))
        hashes[name] = _sha256(out / name) or ""
    if hashes != written:
        journal.set_written(hashes)
    return hashes


def _sha256(path: Path) -> str | None:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return None


def _record(
    config: Config, counts: dict[str, int], files: dict[str, str], began: datetime
) -> dict[str, Any]:
    basis = config.basis
    return {
        "schema_version": "1",
        "stancebook": __version__,
        "python": platform.python_version(),
        "libraries": {name: version(name) for name in LIBRARIES},
        "codebook": {
            "name": basis.codebook.name,
            "version": basis.codebook.version,
            "sha256": basis.codebook.sha256,
        },
        "spacy_model": asdict(basis.spacy_model),
        "models": basis.models,
        "options": {
            "published": config.published,
            "fast": config.fast,
            "with_text": config.with_text,
            "limits": asdict(config.limits),
        },
        "counts": counts,
        "files": files,
        "times": {
            "began": began.isoformat(timespec="seconds"),
            "ended": datetime.now(UTC).isoformat(timespec="seconds"),
            "platform": sys.platform,
        },
    }
