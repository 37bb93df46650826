"""The local engine: chunks of documents over worker processes on this machine."""

from __future__ import annotations

import queue
from collections.abc import Iterator, Sequence
from threading import Thread

from pipeline.batch.config import Config
from pipeline.batch.entry import Entry
from pipeline.batch.supervisor import Supervisor
from pipeline.corpus import Item

Chunk = Sequence[Item]


def local_results(chunks: Iterator[Chunk], config: Config, workers: int) -> Iterator[Entry]:
    """One entry for each document of `chunks`, in any order. Chunks are drawn as workers get free,
    two ahead of each, so that memory does not grow with the corpus.

    Raises what a worker's start raises. Closing the iterator ends the workers.
    """
    tasks: queue.SimpleQueue[Chunk | None] = queue.SimpleQueue()
    results: queue.SimpleQueue[Entry | BaseException | None] = queue.SimpleQueue()
    supervisors: list[Supervisor] = []
    running = 0
    try:
        for chunk in chunks:
            if len(supervisors) < workers:
                supervisors.append(Supervisor(config))
                Thread(target=_serve, args=(supervisors[-1], tasks, results), daemon=True).start()
            tasks.put(chunk)
            running += 1
            while running >= 2 * workers:
                result = _next(results)
                if result is None:
                    running -= 1
                else:
                    yield result
        while running:
            result = _next(results)
            if result is None:
                running -= 1
            else:
                yield result
    finally:
        for supervisor in supervisors:
            supervisor.stop()
            tasks.put(None)


def _next(results: queue.SimpleQueue[Entry | BaseException | None]) -> Entry | None:
    """The next entry, or None where a chunk is done."""
    # In steps, so that Ctrl-C is noticed on every platform.
    while True:
        try:
            result = results.get(timeout=1.0)
        except queue.Empty:
            continue
        if isinstance(result, BaseException):
            raise result
        return result


def _serve(
    supervisor: Supervisor,
    tasks: queue.SimpleQueue[Chunk | None],
    results: queue.SimpleQueue[Entry | BaseException | None],
) -> None:
    try:
        while (chunk := tasks.get()) is not None:
            for entry in supervisor.code(chunk):
                results.put(entry)
            results.put(None)
    except BaseException as error:
        results.put(error)
    finally:
        supervisor.close()  # also where it was started while the run was being stopped
