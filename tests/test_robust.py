"""Runs that are killed, stopped, refused or out of space lose nothing and end with the same bytes."""

from __future__ import annotations

import json
import os
import random
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import fast_worker
import pytest
from click.testing import CliRunner
from conftest import CORPUS

from pipeline.batch import run as run_module
from pipeline.batch import supervisor
from pipeline.batch.config import Config
from pipeline.batch.entry import Entry
from pipeline.batch.journal import NAME, Journal, LockedError
from pipeline.batch.run import InterruptedRun, run
from pipeline.cli import main
from pipeline.dataset.files import DatasetError, read_records

FAST_RUN = str(Path(__file__).parent / "fast_run.py")
CONFIG = Config()


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    root = tmp_path / "corpus"
    root.mkdir()
    for number in range(150):
        text = f"Text {number}.{' fail' if number % 9 == 0 else ''}"
        (root / f"{'äöz'[number % 3]}-{number}.txt").write_text(text, "utf-8")
    return root


@pytest.fixture
def fast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervisor, "COMMAND", fast_worker.command())
    monkeypatch.setattr(run_module, "_CHUNK_DOCUMENTS", 10)


def files(out: Path) -> tuple[bytes, bytes]:
    return (out / "documents.jsonl").read_bytes(), (out / "failures.jsonl").read_bytes()


def start(corpus: Path, out: Path, *args: str, **environment: str) -> subprocess.Popen[str]:
    command = [sys.executable, FAST_RUN, "run", str(corpus), "-o", str(out), *args]
    return subprocess.Popen(
        command, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        env={**os.environ, **environment},
    )  # fmt: skip


def test_killed_at_50_random_points_it_ends_with_the_same_bytes(
    corpus: Path, tmp_path: Path, fast: None
) -> None:
    whole, out = tmp_path / "whole", tmp_path / "out"
    run(corpus, whole, CONFIG)
    chance, kills = random.Random(5), 0
    while kills < 50:
        process = start(corpus, out, "--workers", "2")
        try:
            process.wait(timeout=chance.uniform(0.05, 0.7))
        except subprocess.TimeoutExpired:
            kills += 1
            process.kill()
        else:
            assert files(out) == files(whole)
            shutil.rmtree(out)
        process.communicate()
    assert run(corpus, out, CONFIG).documents == 133
    assert files(out) == files(whole)
    assert {p.name for p in out.iterdir()} == {p.name for p in whole.iterdir()}


def test_ctrl_c_keeps_what_is_finished_and_says_how_to_resume(corpus: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    process = start(corpus, out, "--log-json", FAST_WORKER_SECONDS="0.05")
    assert process.stderr is not None
    assert json.loads(process.stderr.readline()) == {"event": "start", "total": 150}
    time.sleep(1.5)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=20)
    assert process.returncode == 130
    assert "the same command goes on from there" in said
    assert '"event": "stopped"' in said
    again = start(corpus, out, "--json")
    counts = json.loads(again.communicate()[0])
    assert counts["reused"] > 5 and counts["reused"] + counts["annotated"] == 150


def test_a_second_run_into_the_same_folder_is_refused(corpus: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    with Journal(out):
        with pytest.raises(LockedError, match="another run"):
            run(corpus, out, CONFIG)
        second = start(corpus, out)
        assert "another run is writing" in second.communicate()[1]
        assert second.returncode == 1
    with Journal(out):
        pass


def test_a_full_disk_is_explained_and_corrupts_nothing(
    corpus: Path, tmp_path: Path, fast: None
) -> None:
    out = tmp_path / "out"
    run(corpus, out, CONFIG)
    before = files(out)
    (corpus / "more.txt").write_text("One more.")

    def no_space() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000))

    full = subprocess.run(
        [sys.executable, FAST_RUN, "run", str(corpus), "-o", str(out)],
        capture_output=True, text=True, preexec_fn=no_space, check=False,
    )  # fmt: skip
    assert full.returncode == 1
    assert "Traceback" not in full.stderr and str(out) in full.stderr
    assert files(out) == before
    assert run(corpus, out, CONFIG).annotated <= 1
    assert len(list(read_records(out))) == 134


def test_output_that_cannot_be_written_is_explained(corpus: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    for out in (tmp_path / "file", tmp_path / "file" / "out", Path("/proc/out")):
        result = CliRunner().invoke(main, ["run", str(corpus), "-o", str(out)])
        assert result.exit_code == 1, result.output
        assert str(out) in result.stderr
    out = tmp_path / "damaged"
    out.mkdir()
    (out / NAME).write_bytes(b"no database at all, but long enough to be looked at" * 90)
    with pytest.raises(DatasetError, match="damaged"):
        run(corpus, out, CONFIG)


def test_changes_are_noticed_and_files_are_restored(
    corpus: Path, tmp_path: Path, fast: None
) -> None:
    out = tmp_path / "out"
    run(corpus, out, CONFIG)
    whole = files(out)
    (out / "documents.jsonl").write_text("overwritten")
    (out / "failures.jsonl").unlink()
    assert run(corpus, out, CONFIG).annotated == 0
    assert files(out) == whole
    (corpus / "z-2.txt").write_text("Changed.")
    (corpus / "z-5.txt").unlink()
    summary = run(corpus, out, CONFIG)
    assert (summary.annotated, summary.reused) == (1, 148)
    ids = [record["doc_id"] for record in read_records(out)]
    assert "z-5" not in ids and ids == sorted(ids)


def test_the_order_of_results_changes_no_byte(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def shuffled(chunks, config, workers):  # type: ignore[no-untyped-def]
        entries = [
            Entry(item.doc_id, f"key {item.doc_id}", "document", f"{item.doc_id}\n")
            for chunk in chunks
            for item in chunk
        ]
        random.Random(workers).shuffle(entries)
        return iter(entries)

    monkeypatch.setattr(run_module, "local_results", shuffled)
    run(corpus, tmp_path / "a", CONFIG, workers=1)
    run(corpus, tmp_path / "b", CONFIG, workers=2)
    assert files(tmp_path / "a") == files(tmp_path / "b")
    assert files(tmp_path / "a")[0].decode().split() == sorted(p.stem for p in corpus.iterdir())


def test_an_interrupted_run_is_no_traceback(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(chunks, config, workers):  # type: ignore[no-untyped-def]
        item = next(chunks)[0]
        yield Entry(item.doc_id, "key", "document", "{}\n")
        raise KeyboardInterrupt

    monkeypatch.setattr(run_module, "local_results", stopped)
    with pytest.raises(InterruptedRun, match="1 of 150 documents"):
        run(corpus, tmp_path / "out", CONFIG)
    database = sqlite3.connect(tmp_path / "out" / NAME)
    assert database.execute("SELECT count(*) FROM result").fetchone() == (1,)


def test_workers_locale_zone_and_hash_seed_change_no_byte(tmp_path: Path) -> None:
    root = tmp_path / "corpus"
    root.mkdir()
    for name in ("order-haiti-gang-suppression.txt", "columna-marines-contra.txt",
                 "brief-ecuador-internal-conflict.txt", "statement-mali-after-barkhane.pdf"):  # fmt: skip
        shutil.copy(CORPUS / name, root / name)
    settings = (
        ("1", {"LC_ALL": "C", "TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "0"}),
        ("4", {"LC_ALL": "C.UTF-8", "TZ": "America/Los_Angeles", "PYTHONHASHSEED": "4242"}),
    )
    results = []
    for workers, environment in settings:
        out = tmp_path / workers
        code = (
            f"import pipeline.batch.run as r; r._CHUNK_DOCUMENTS = 5 - {workers};"
            "from pipeline.cli import main; main()"
        )
        subprocess.run(
            [sys.executable, "-c", code, "run", str(root), "-o", str(out), "--workers", workers],
            check=True, capture_output=True, env={**os.environ, **environment},
        )  # fmt: skip
        results.append(files(out))
    assert results[0] == results[1]
    assert results[0][0].count(b"\n") == 4
