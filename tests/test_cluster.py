"""The Dask engine: the same bytes as the local one, and nothing lost with a worker."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import fast_worker
import pytest
from click.testing import CliRunner

from pipeline.batch import cluster as module
from pipeline.batch import run as run_module
from pipeline.batch import supervisor
from pipeline.batch.config import Config
from pipeline.batch.entry import Entry
from pipeline.batch.progress import Quiet
from pipeline.batch.run import run
from pipeline.cli import main

distributed = pytest.importorskip("distributed")
CONFIG = Config(fast=True)


@pytest.fixture(scope="module")
def two_workers() -> Iterator[Any]:
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, dashboard_address=None, host="127.0.0.1",
        preload=[fast_worker.__file__],
    ) as cluster:  # fmt: skip
        yield cluster


@pytest.fixture
def corpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(supervisor, "COMMAND", fast_worker.command())
    monkeypatch.setattr(run_module, "_CHUNK_DOCUMENTS", 5)
    root = tmp_path / "corpus"
    root.mkdir()
    for number in range(120):
        (root / f"{number}.txt").write_text(f"Text {number}.{' fail' * (number % 7 == 0)}")
    return root


def files(out: Path) -> tuple[bytes, bytes]:
    return (out / "documents.jsonl").read_bytes(), (out / "failures.jsonl").read_bytes()


def test_it_gives_the_same_bytes_and_loses_nothing_with_a_worker(
    corpus: Path, tmp_path: Path, two_workers: Any
) -> None:
    address = two_workers.scheduler_address
    run(corpus, tmp_path / "local", CONFIG)
    run(corpus, tmp_path / "dask", CONFIG, engine="dask", scheduler=address)
    assert files(tmp_path / "dask") == files(tmp_path / "local")

    class Killer(Quiet):
        """Kills one of the two workers in the middle of the run."""

        seen = 0

        def done(self, entry: Entry) -> None:
            self.seen += 1
            if self.seen == 20:
                victim = next(iter(two_workers.workers.values()))
                victim.process.process._process.kill()

    killer = Killer()
    summary = run(
        corpus, tmp_path / "lossy", CONFIG, engine="dask", scheduler=address, reporter=killer
    )
    assert summary.annotated == killer.seen == 120
    assert files(tmp_path / "lossy") == files(tmp_path / "local")


def test_a_cluster_that_does_not_answer_is_explained(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_SECONDS_TO_CONNECT", 1)
    result = CliRunner().invoke(
        main,
        ["run", str(corpus), "-o", str(tmp_path / "out"), "--engine", "dask",
         "--scheduler", "tcp://127.0.0.1:9"],
    )  # fmt: skip
    assert result.exit_code == 1
    assert "no Dask cluster answers at tcp://127.0.0.1:9" in result.stderr
