"""Peak memory of a run's processes, for 1,000 and for many short documents.

    python benchmarks/memory.py [--documents 100000] [--workers 1]

Prints for each corpus the largest resident set of the main process and of any worker, in MB, and
the time. Words of each document are drawn at random and partly made up, so that the vocabulary
grows as it does in life.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from corpus import paragraphs

RUN = "from pipeline.cli import main; main()"


def short_documents(folder: Path, count: int) -> None:
    """Write `count` documents of about 15 words."""
    chance = random.Random(3)
    sentences = [s for p in paragraphs() for s in p.split(". ") if 6 < len(s.split()) < 16]
    for number in range(count):
        path = folder / f"{number // 1000:04d}" / f"{number:07d}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        made_up = "".join(chance.choices("abcdefghiklmnoprstuvwz", k=8)).title()
        path.write_text(f"{chance.choice(sentences)}, says {made_up}.\n", "utf-8")


def peaks(main: int) -> tuple[int, int]:
    """Peak resident bytes of a process, and of the largest of its children, so far."""
    tasks = Path(f"/proc/{main}/task").glob("*/children")
    children = [child for task in tasks for child in task.read_text().split()]
    return _peak(main), max((_peak(int(child)) for child in children), default=0)


def _peak(process: int) -> int:
    try:
        status = Path(f"/proc/{process}/status").read_text()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in status.splitlines()
                 if line.startswith("VmHWM")), 0)  # fmt: skip


def measure(count: int, workers: int) -> None:
    """Run over `count` documents and print the peaks."""
    with tempfile.TemporaryDirectory() as folder:
        short_documents(Path(folder) / "corpus", count)
        command = [sys.executable, "-c", RUN, "run", f"{folder}/corpus", "-o", f"{folder}/out",
                   "--workers", str(workers)]  # fmt: skip
        began, parent, worker = time.monotonic(), 0, 0
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        while process.poll() is None:
            try:
                now = peaks(process.pid)
            except OSError:
                break
            parent, worker = max(parent, now[0]), max(worker, now[1])
            time.sleep(0.2)
        process.wait()
        print(f"{count:,} documents: main process {parent / 1e6:.0f} MB, "
              f"worker {worker / 1e6:.0f} MB, {time.monotonic() - began:.0f} s", flush=True)  # fmt: skip


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--documents", type=int, default=100_000)
    parser.add_argument("--workers", type=int, default=1)
    options = parser.parse_args()
    measure(1_000, options.workers)
    measure(options.documents, options.workers)
