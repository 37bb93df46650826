"""What the tests share."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, ClassVar

import pytest

from pipeline import load_annotator
from pipeline.annotate.annotator import Annotator
from pipeline.batch import local, supervisor
from pipeline.batch.entry import Entry
from pipeline.batch.supervisor import Supervisor
from pipeline.corpus import Item

ROOT = Path(__file__).parent.parent
CORPUS = ROOT / "corpus"
SHARED = ROOT.parent / "shared"


@pytest.fixture(scope="session")
def annotator() -> Annotator:
    return load_annotator()


@pytest.fixture(scope="session")
def shared_corpus() -> Path:
    folder = SHARED / "corpus"
    if not folder.is_dir():
        pytest.skip(f"needs the shared corpus, which is not at {folder}")
    return folder


class _Kept(Supervisor):
    """Leaves its worker process, where that is idle, to the next one with the same settings: a
    start costs seconds, and most tests want the same."""

    idle: ClassVar[dict[str, list[Any]]] = {}

    def _settings(self) -> str:
        return json.dumps([supervisor.COMMAND, self._config.to_dict()])

    def code(self, items: Sequence[Item]) -> Iterator[Entry]:
        self._busy = True
        yield from super().code(items)
        self._busy = False

    def stop(self) -> None:
        if self._process is not None and not getattr(self, "_busy", True):
            self.idle.setdefault(self._settings(), []).append(self._process)
            self._process = None
        super().stop()

    def _start(self, chunk: Sequence[Item]) -> Any:
        kept = self.idle.get(self._settings())
        if kept:
            self._process = kept.pop()
            return self._process
        return super()._start(chunk)


@pytest.fixture(scope="session", autouse=True)
def kept_workers() -> Iterator[None]:
    """Workers that serve one test after another, ended with the last."""
    patch = pytest.MonkeyPatch()
    patch.setattr(local, "Supervisor", _Kept)
    yield
    patch.undo()
    for processes in _Kept.idle.values():
        for process in processes:
            process.kill()
            process.wait()
