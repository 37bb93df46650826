"""The batch: plan, workers, resume, and the three files that a run writes."""

from __future__ import annotations

import hashlib
import multiprocessing
import platform
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from pipeline import __version__
from pipeline.annotate.language import find_model
from pipeline.batch.journal import Entry, Journal, close_journal, earlier_entries, forget
from pipeline.batch.work import Config, code, failure_entry
from pipeline.codebook import load_codebook
from pipeline.corpus import Corpus, Failure, Item, scan
from pipeline.dataset.files import DOCUMENTS, FAILURES, RUN, write_atomically, write_json
from pipeline.learn.shipped import SentenceModels

LIBRARIES = ("spacy", "scikit-learn", "numpy", "trafilatura", "pypdfium2", "python-docx")
Progress = Callable[[int, int], None]


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
    progress: Progress | None = None,
) -> Summary:
    """Code every document under `root` into `out`. The same call finishes an interrupted run, and
    annotates only what is new or changed. `progress(done, total)` is called after each document.

    Raises CorpusError, CodebookError, ModelError or ModelFileError before any work is done.
    """
    began = datetime.now(UTC)
    corpus = scan(root)
    config.fingerprint  # noqa: B018 -- what cannot work is found before the first document
    if fresh:
        forget(out)
    earlier = earlier_entries(out)
    entries = [failure_entry(problem) for problem in corpus.problems]
    reused = 0
    total = len(corpus.items)
    with Journal(out) as journal:
        for done, result in enumerate(_results(corpus.items, config, workers, earlier), 1):
            if isinstance(result, str):
                entries.append(earlier[result])
                reused += 1
            else:
                journal.add(result)
                entries.append(result)
            if progress is not None:
                progress(done, total)
    _write(out, entries)
    counts = {
        "documents": sum(entry.kind == "document" for entry in entries),
        "failures": sum(entry.kind == "failure" for entry in entries),
        "reused": reused,
        "annotated": total - reused,
    }
    write_json(out / RUN, _record(corpus, out, config, counts, workers, began))
    close_journal(out, {entry.doc_id: entry.key for entry in entries if entry.key})
    return Summary(**counts)


def _results(
    items: Sequence[Item], config: Config, workers: int, earlier: dict[str, Entry]
) -> Iterator[Entry | str]:
    known = frozenset(earlier)
    if workers <= 1 or len(items) <= 1:
        for item in items:
            yield code(item, config, known)
        return
    yield from _parallel(items, config, workers, known)


def _parallel(
    items: Sequence[Item], config: Config, workers: int, known: frozenset[str]
) -> Iterator[Entry | str]:
    """Results in any order. A worker that dies costs the document it had, found by trying the
    unfinished ones one at a time."""
    context = multiprocessing.get_context("spawn")
    waiting = list(reversed(items))
    suspects: list[Item] = []
    with ProcessPoolExecutor(workers, mp_context=context) as pool:
        running: dict[Future[Entry | str], Item] = {}
        try:
            while waiting or running:
                while waiting and len(running) < 3 * workers:
                    item = waiting.pop()
                    running[pool.submit(code, item, config, known)] = item
                finished, _ = wait(running, return_when=FIRST_COMPLETED)
                for future in finished:
                    item = running.pop(future)
                    suspects.append(item)
                    yield future.result()
                    suspects.pop()
        except BrokenProcessPool:
            suspects.extend(running.values())
            suspects.extend(waiting)
    for item in suspects:
        yield _alone(item, config, known)


def _alone(item: Item, config: Config, known: frozenset[str]) -> Entry | str:
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        try:
            return pool.submit(code, item, config, known).result()
        except BrokenProcessPool:
            message = "the worker process died on it (out of memory, or a crash in a parser)"
            return failure_entry(Failure(item.doc_id, item.path, "annotate", "crashed", message))


def _write(out: Path, entries: Sequence[Entry]) -> None:
    ordered = sorted(entries, key=lambda entry: (entry.doc_id, entry.line))
    for name, kind in ((DOCUMENTS, "document"), (FAILURES, "failure")):
        write_atomically(out / name, (entry.line for entry in ordered if entry.kind == kind))


def _record(
    corpus: Corpus,
    out: Path,
    config: Config,
    counts: dict[str, int],
    workers: int,
    began: datetime,
) -> dict[str, Any]:
    codebook = load_codebook(config.codebook)
    return {
        "schema_version": "1",
        "stancebook": __version__,
        "python": platform.python_version(),
        "libraries": {name: version(name) for name in LIBRARIES},
        "codebook": {
            "name": codebook.name,
            "version": codebook.version,
            "sha256": codebook.sha256,
        },
        "spacy_model": asdict(find_model(config.spacy_model)),
        "models": dict(SentenceModels(stance=config.stance_model).sha256),
        "options": {
            "published": config.published,
            "with_text": config.with_text,
            "workers": workers,
            "limits": asdict(config.limits),
        },
        "counts": counts,
        "files": {
            name: hashlib.sha256((out / name).read_bytes()).hexdigest()
            for name in (DOCUMENTS, FAILURES)
        },
        "times": {
            "began": began.isoformat(timespec="seconds"),
            "ended": datetime.now(UTC).isoformat(timespec="seconds"),
            "platform": sys.platform,
        },
    }
