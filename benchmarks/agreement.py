"""Time the coefficients of agreement on 100,000 items by 5 coders with missing labels.

Run from the project's root: `python benchmarks/agreement.py`. It fails where all of them together,
from plain rows to figures with a bootstrap interval, take 10 seconds or more.
"""

from __future__ import annotations

import sys
import time
from functools import partial

import numpy as np

from pipeline.studies.agreement import (
    METRICS,
    bootstrap_interval,
    cohen_kappa,
    disagreements,
    fleiss_kappa,
    krippendorff_alpha,
    pairwise,
    percent_agreement,
    scott_pi,
)
from pipeline.studies.table import Table

ITEMS, CODERS, LABELS, LIMIT = 100_000, 5, 5, 10.0


def main() -> None:
    generator = np.random.default_rng(0)
    truth = generator.integers(1, LABELS + 1, size=(ITEMS, 1))
    noise = generator.integers(1, LABELS + 1, size=(ITEMS, CODERS))
    labels = np.where(generator.random((ITEMS, CODERS)) < 0.7, truth, noise).astype(object)
    labels[generator.random((ITEMS, CODERS)) < 0.1] = None
    rows = labels.tolist()
    began = time.perf_counter()
    table = Table.of(rows)
    print(f"table                 {time.perf_counter() - began:6.2f} s")
    jobs = {f"alpha {metric}": partial(krippendorff_alpha, table, metric) for metric in METRICS}
    jobs |= {
        "raw agreement": partial(percent_agreement, table),
        "Fleiss' kappa": partial(fleiss_kappa, table),
        "Cohen's kappa, pairs": partial(pairwise, table, cohen_kappa),
        "Scott's pi, pairs": partial(pairwise, table, scott_pi),
        "disagreements": partial(disagreements, table),
        "alpha's interval": partial(bootstrap_interval, table, krippendorff_alpha),
    }
    for name, job in jobs.items():
        start = time.perf_counter()
        found = job()
        figure = f"{found:.4f}" if isinstance(found, float) else ""
        print(f"{name:21} {time.perf_counter() - start:6.2f} s  {figure}")
    took = time.perf_counter() - began
    print(f"all                   {took:6.2f} s")
    if took >= LIMIT:
        sys.exit(f"took {took:.1f} s; the limit is {LIMIT} s")


if __name__ == "__main__":
    main()
