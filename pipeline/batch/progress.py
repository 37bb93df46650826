"""What a run says while it runs: nothing, a line on a terminal, or JSON lines for programs."""

from __future__ import annotations

import json
import sys
import time
from typing import IO, Any, Protocol

from pipeline.batch.entry import Entry

_SECONDS_BETWEEN_EVENTS = 5.0


class Reporter(Protocol):
    """Is told what happens. `done` is called for each document that was annotated or failed."""

    def start(self, total: int) -> None: ...
    def reused(self) -> None: ...
    def done(self, entry: Entry) -> None: ...
    def end(self, *, whole: bool) -> None: ...


class Quiet:
    """Says nothing."""

    def start(self, total: int) -> None:
        pass

    def reused(self) -> None:
        pass

    def done(self, entry: Entry) -> None:
        pass

    def end(self, *, whole: bool) -> None:
        pass


class Counting(Quiet):
    """Counts documents, words and failures, and how long it takes."""

    def __init__(self) -> None:
        self.total = self.documents = self.failures = self.taken_over = self.words = 0
        self._began = time.monotonic()

    def start(self, total: int) -> None:
        self.total, self._began = total, time.monotonic()

    def reused(self) -> None:
        self.taken_over += 1

    def done(self, entry: Entry) -> None:
        self.documents += 1
        self.words += entry.words
        self.failures += entry.kind == "failure"

    @property
    def seconds(self) -> float:
        """Since the start."""
        return time.monotonic() - self._began

    @property
    def left(self) -> float | None:
        """Seconds that the rest will take at this pace, once there is a pace."""
        if not self.documents:
            return None
        rest = self.total - self.taken_over - self.documents
        return rest * self.seconds / self.documents


class Terminal(Counting):
    """One line that is written over: documents, words a second, failures, time left."""

    def __init__(self) -> None:
        super().__init__()
        from rich.console import Console
        from rich.live import Live

        self._live = Live(console=Console(stderr=True), refresh_per_second=4, transient=False)

    def start(self, total: int) -> None:
        super().start(total)
        self._live.start()
        self._show()

    def reused(self) -> None:
        super().reused()
        self._show()

    def done(self, entry: Entry) -> None:
        super().done(entry)
        self._show()

    def end(self, *, whole: bool) -> None:
        self._live.stop()

    def _show(self) -> None:
        finished = self.documents + self.taken_over
        speed = self.words / max(self.seconds, 0.001)
        left = "" if self.left is None else f" · {_clock(self.left)} left"
        self._live.update(
            f"{finished:,} of {self.total:,} documents · {speed:,.0f} words/s · "
            f"{self.failures:,} failures{left}"
        )


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


class JsonLines(Counting):
    """A JSON object a line: `start`, `failure`, `progress` every five seconds, `end` (or `stopped`,
    where the run did not come to its end)."""

    def __init__(self, file: IO[str] | None = None) -> None:
        super().__init__()
        self._file = file or sys.stderr
        self._last = time.monotonic()

    def start(self, total: int) -> None:
        super().start(total)
        self._say("start", total=total)

    def done(self, entry: Entry) -> None:
        super().done(entry)
        if entry.kind == "failure":
            self._say("failure", **json.loads(entry.line))
        if time.monotonic() - self._last > _SECONDS_BETWEEN_EVENTS:
            self._counts("progress")

    def end(self, *, whole: bool) -> None:
        self._counts("end" if whole else "stopped")

    def _counts(self, event: str) -> None:
        self._last = time.monotonic()
        self._say(
            event, total=self.total, annotated=self.documents, reused=self.taken_over,
            failures=self.failures, words=self.words, seconds=round(self.seconds, 1),
            seconds_left=None if self.left is None else round(self.left),
        )  # fmt: skip

    def _say(self, event: str, **values: Any) -> None:
        print(json.dumps({"event": event, **values}, ensure_ascii=False), file=self._file)
