"""`stancebook run` against the stock spaCy pipeline alone, in pairs, whole processes.

    python benchmarks/corpus.py /tmp/corpus --words 1000000
    python benchmarks/speed.py /tmp/corpus --fast --processes 1 --pairs 5

A pair is one run of each, one after the other, so that a machine whose speed drifts treats both
alike. Printed for each pair and as medians: words a second of both, and the ratio of their wall
times and of their processor times (above 1.0: `stancebook run` is faster). `run` does everything
from files to JSONL, with the stance encoder unless `--fast`; the stock pipeline only reads the files
and parses (`nlp.pipe`, all components of `en_core_web_sm`, batches of 64, as many processes).
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "BLIS_NUM_THREADS"), "1")
RUN = "from pipeline.cli import main; main()"


def stock(corpus: Path, processes: int) -> None:
    """Parse a corpus with the stock pipeline."""
    import spacy

    from pipeline.annotate.weights import find_model

    nlp = spacy.load(find_model().name)
    texts = (path.read_text("utf-8") for path in sorted(corpus.rglob("*.txt")))
    entities = sum(len(doc.ents) for doc in nlp.pipe(texts, batch_size=64, n_process=processes))
    print(entities)


def timed(command: list[str]) -> tuple[float, float]:
    """Wall and processor seconds of a command with all its processes."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env={**os.environ, **ONE_THREAD})
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return time.perf_counter() - began, spent


def pairs(corpus: Path, processes: int, count: int, options: list[str]) -> None:
    """Print the figures of `count` pairs, and their medians; `options` are those of `run`."""
    words = sum(len(p.read_text("utf-8").split()) for p in corpus.rglob("*.txt"))
    rows = []
    print(f"{words:,} words, {processes} process(es) {' '.join(options)}")
    print("run words/s  stock words/s  ratio wall  ratio processor")
    for _ in range(count):
        out = Path(tempfile.mkdtemp())
        mine = timed([sys.executable, "-c", RUN, "run", str(corpus), "-o", str(out / "o"),
                      "--workers", str(processes), *options])  # fmt: skip
        shutil.rmtree(out)
        theirs = timed([sys.executable, __file__, str(corpus), "--stock",
                        "--processes", str(processes)])  # fmt: skip
        rows.append((words / mine[0], words / theirs[0], theirs[0] / mine[0], theirs[1] / mine[1]))
        print("{:11,.0f}  {:13,.0f}  {:10.2f}  {:15.2f}".format(*rows[-1]), flush=True)
    print("{:11,.0f}  {:13,.0f}  {:10.2f}  {:15.2f}  (medians)".format(
        *(median(column) for column in zip(*rows, strict=True))))  # fmt: skip


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--pairs", type=int, default=5)
    parser.add_argument("--fast", action="store_true", help="`run --fast`: no stance encoder")
    parser.add_argument("--stock", action="store_true", help="only the stock pipeline")
    options = parser.parse_args()
    if options.stock:
        stock(options.corpus, options.processes)
    else:
        pairs(options.corpus, options.processes, options.pairs, ["--fast"] * options.fast)
