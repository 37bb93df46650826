"""How long a report takes to make and to open: prints a table.

    python benchmarks/report.py [--documents 1000] [--claims 40] [--runs 5]

Makes a dataset of that many documents, its report, and opens that in Chromium without a window, a
new one each time, so that nothing is kept from the run before.
"""

from __future__ import annotations

import argparse
import os
import platform
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from browser import browser  # noqa: E402
from samples import document, write_dataset  # noqa: E402

from pipeline.report.load import load_dataset  # noqa: E402
from pipeline.report.page import html_report  # noqa: E402

READY = "return document.documentElement.dataset.ready === '1'"
COUNT = "return document.querySelector('#count-{view}').textContent"


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--documents", type=int, default=1000)
    options.add_argument("--claims", type=int, default=40, help="of each document")
    options.add_argument("--runs", type=int, default=5)
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        measure(Path(folder), given.documents, given.claims, given.runs)


def measure(folder: Path, documents: int, claims: int, runs: int) -> None:
    sentences = [
        f"Sentence {i} says that strikes and raids {'go on and ' * 8}on." for i in range(claims)
    ]
    out = write_dataset(folder / "out", (document(n, sentences) for n in range(documents)))
    began = time.perf_counter()
    page = html_report(load_dataset(out))
    made = time.perf_counter() - began
    path = folder / "report.html"
    path.write_text(page, encoding="utf-8")
    address = path.as_uri()
    times: dict[str, list[float]] = {}
    for run in range(runs):
        with browser(folder / f"profile-{run}") as driver:
            steps: dict[str, tuple[str, Callable[[Any], bool]]] = {
                "open": (address, lambda d: bool(d.execute_script(READY))),
                "list the documents": ("#documents", _counts("documents", documents)),
                "list the claims": ("#claims", _counts("claims", documents * claims)),
                "search all texts": ("#claims?q=sentence+7+says", _counts("claims", documents)),
                "show a document": ("#document/doc-0007/c3", _shows_a_claim),
            }
            for step, (to, done) in steps.items():
                times.setdefault(step, []).append(_time(driver, to, done))
    print(f"{documents:,} documents of {claims} claims, {path.stat().st_size / 1e6:.1f} MB; "
          f"{os.cpu_count()} processors, {platform.machine()}, {runs} runs\n")  # fmt: skip
    print("| step | seconds, median | slowest |\n| --- | ---: | ---: |")
    print(f"| make the report | {made:.2f} | |")
    for step, found in times.items():
        print(f"| {step} | {statistics.median(found):.2f} | {max(found):.2f} |")


def _counts(view: str, count: int) -> Callable[[Any], bool]:
    script = COUNT.format(view=view)
    return lambda driver: str(driver.execute_script(script)).startswith(f"{count:,} ")


def _shows_a_claim(driver: Any) -> bool:
    return bool(driver.execute_script("return !!document.querySelector('#text .chosen')"))


def _time(driver: Any, to: str, done: Callable[[Any], bool]) -> float:
    began = time.perf_counter()
    if to.startswith("#"):
        driver.execute_script("location.hash = arguments[0]", to)
    else:
        driver.get(to)
    while not done(driver):
        if time.perf_counter() - began > 120:
            raise SystemExit(f"{to}: nothing was shown within 120 s")
        time.sleep(0.01)
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
