"""Public stance corpora through `stancebook train` and `stancebook evaluate`, official splits.

`python benchmarks/yardsticks.py [DATA] [NAME...]` prints a line of measures for each corpus and set
of features. DATA is the folder of the corpora (by default ../shared/data); NAME is semeval,
vast, gwsd or claimbuster (all without one). The corpora are not part of the project.
"""

from __future__ import annotations

import csv
import gzip
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd

ROOT = Path(__file__).parent.parent
SIDES = {"FAVOR": "favor", "AGAINST": "against", "NONE": "neutral"}
Row = dict[str, str]


def semeval(data: Path, part: str) -> Iterator[Row]:
    table = pd.read_csv(data / "semeval2016-task6/semeval2016_task6a.tsv", sep="\t")
    for _, row in table[table.split == part].iterrows():
        yield {
            "text": row.Tweet,
            "target": row.Target,
            "label": SIDES[row.Stance],
            "group": str(row.ID),
        }


def vast(data: Path, part: str) -> Iterator[Row]:
    with gzip.open(data / f"vast/vast_{part}.csv.gz", "rt", encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            yield {
                "text": row["post"],
                "target": row["topic_str"],
                "label": SIDES[row["stance"]],
                "group": row["post"][:80],
            }


def gwsd(data: Path, part: str) -> Iterator[Row]:
    """The label is the most probable one of the authors' item-response model, as in the paper."""
    table = pd.read_csv(data / "gwsd/GWSD.tsv", sep="\t").dropna(subset=["agree"])
    for _, row in table[table.in_held_out_test == (part == "test")].iterrows():
        label = max(("disagree", "neutral", "agree"), key=lambda name: row[name])
        side = {"agree": "favor", "disagree": "against", "neutral": "neutral"}[label]
        yield {"text": row.sentence, "target": "", "label": side, "group": row.guid}


def claimbuster(data: Path, part: str) -> Iterator[Row]:
    """Check-worthy factual sentences against all others."""
    for number, row in enumerate(
        json.loads((data / f"claimbuster_ct19/{part}.json").read_text("utf-8"))
    ):
        yield {
            "text": row["text"],
            "target": "",
            "label": "claim" if int(row["label"]) == 1 else "other",
            "group": str(number),
        }


CORPORA = {"semeval": semeval, "vast": vast, "gwsd": gwsd, "claimbuster": claimbuster}


def measure(name: str, data: Path, features: str) -> dict[str, Any]:
    task = "claim" if name == "claimbuster" else "stance"
    with tempfile.TemporaryDirectory() as folder:
        for part in ("train", "test"):
            pd.DataFrame(CORPORA[name](data, part)).to_csv(f"{folder}/{part}.csv", index=False)
        model = f"{folder}/model.npz"
        command("train", f"{folder}/train.csv", "-o", model, "--task", task, "--features", features)
        return json.loads(command("evaluate", model, f"{folder}/test.csv", "--json"))


def command(*words: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "pipeline.cli", *words],
        cwd=ROOT,
        check=True,
        text=True,
        stdout=subprocess.PIPE,
    )
    return done.stdout


def main() -> None:
    arguments = sys.argv[1:]
    data = (
        Path(arguments.pop(0))
        if arguments and Path(arguments[0]).is_dir()
        else ROOT.parent / "shared/data"
    )
    for name in arguments or CORPORA:
        for features in ("words", "embedding", "vector"):
            measures = measure(name, data, features)
            print(name, features, json.dumps(measures), flush=True)


if __name__ == "__main__":
    main()
