"""One worker process and its deaths: whatever a document does, each gets a result."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from typing import IO, Any, Self

from pipeline.batch.config import Config
from pipeline.batch.entry import Entry, failure_entry
from pipeline.batch.worker import item_to_dict
from pipeline.corpus import Failure, Item
from pipeline.errors import ConfigurationError, StancebookError

COMMAND = (sys.executable, "-P", "-m", "pipeline.batch.worker")
# One thread a process: several processes share the processors better than several threads do.
_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS",
            "VECLIB_MAXIMUM_THREADS", "NUMEXPR_NUM_THREADS")  # fmt: skip
# What a thread needed while it loaded something serves the others afterwards (glibc).
_MEMORY = ("MALLOC_ARENA_MAX",)


class WorkerError(StancebookError):
    """A worker process that cannot work at all."""


class Supervisor:
    """Codes chunks in a worker process. Where that dies, another takes its place and the documents
    that were not finished are tried one at a time: the one that kills its worker fails alone, as
    `timeout`, `memory` or `crashed`.

    Raises ConfigurationError where the configuration cannot be used, WorkerError where a worker
    does not even start. For one thread at a time.
    """

    def __init__(self, config: Config) -> None:
        self._config = config
        self._process: subprocess.Popen[bytes] | None = None
        self._stopped = False
        self._noise: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def stop(self) -> None:
        """End the worker process and all work; may be called by another thread."""
        self._stopped = True
        self.close()

    def close(self) -> None:
        """End the worker process."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()

    def code(self, items: Sequence[Item]) -> Iterator[Entry]:
        """One entry for each item, in any order."""
        waiting = [list(items)]
        while waiting:
            chunk = waiting.pop()
            left = dict(enumerate(chunk))
            at: int | None = None
            for message in self._ask(chunk):
                if "at" in message:
                    at = message["at"]
                elif "position" in message:
                    item = left.pop(message["position"])
                    yield Entry(item.doc_id, message["key"], message["kind"], message["line"],
                                message["words"])  # fmt: skip
                elif message["spent"]:
                    self.close()
            if self._stopped:
                return
            if not left:
                continue
            status = self._ended()
            if at is not None:
                yield failure_entry(_failure(left.pop(at), "read", status))
            elif len(chunk) == 1:
                yield failure_entry(_failure(left.pop(0), "annotate", status))
            waiting.extend([item] for item in reversed(left.values()))

    def _ask(self, chunk: Sequence[Item]) -> Iterator[dict[str, Any]]:
        """The worker's answers to a chunk, until it is done or dies."""
        process = self._process or self._start(chunk)
        assert process.stdin is not None and process.stdout is not None
        request = json.dumps([item_to_dict(item) for item in chunk]) + "\n"
        try:
            process.stdin.write(request.encode("utf-8"))
            process.stdin.flush()
        except OSError:
            return
        for line in process.stdout:
            if not line.endswith(b"\n"):
                return  # it died while it wrote
            message: dict[str, Any] = json.loads(line)
            yield message
            if "done" in message:
                return

    def _start(self, chunk: Sequence[Item]) -> subprocess.Popen[bytes]:
        """A worker process, to be given `chunk` first."""
        detects = any(item.metadata.language is None for item in chunk)
        order = {"config": self._config.to_dict(), "detects": detects}
        self._noise.seek(0)
        self._noise.truncate()
        process = subprocess.Popen(
            COMMAND,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._noise,
            env={**os.environ, **dict.fromkeys((*_THREADS, *_MEMORY), "1")},
            start_new_session=True,  # Ctrl-C is for the main process, which ends its workers
        )
        self._process = process
        assert process.stdin is not None and process.stdout is not None
        try:
            process.stdin.write(json.dumps(order).encode("utf-8") + b"\n")
            process.stdin.flush()
        except OSError:
            pass  # what it said before it died is read below
        message = json.loads(process.stdout.readline() or b"{}")
        if "configuration" in message:
            raise ConfigurationError(message["configuration"])
        if "ready" not in message:
            status = self._ended()
            self._noise.seek(0)
            said = self._noise.read()[-2000:].decode("utf-8", "replace").strip()
            raise WorkerError(f"a worker process cannot start ({status}): {said}")
        return process

    def _ended(self) -> int:
        """How the worker ended, after it stopped answering."""
        process = self._process
        assert process is not None and process.stdout is not None
        try:
            status = process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            status = -signal.SIGKILL
        self.close()
        return status


def _failure(item: Item, stage: str, status: int) -> Failure:
    if hasattr(signal, "SIGALRM") and status == -signal.SIGALRM:
        kind, message = "timeout", "took longer than --max-seconds allows, and was stopped"
    elif status == -getattr(signal, "SIGKILL", 9):
        kind = "memory"
        message = "the system ended the worker process on it, which it does when memory runs out"
    else:
        cause = f"signal {-status}" if status < 0 else f"exit status {status}"
        kind, message = (
            "crashed",
            f"the worker process died on it ({cause}), in a parser most likely",
        )
    return Failure(item.doc_id, item.path, stage, kind, message)
