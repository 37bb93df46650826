"""Public corpora through `stancebook train` and `stancebook evaluate`, official splits.

`python benchmarks/yardsticks.py [DATA] [NAME...]` prints the corpus's official measure for each
corpus and set of features. DATA is the folder of the corpora (by default ../shared/data); NAME is a
corpus (all without one) or a set of features (all but that of military intervention without one).
The corpora are not part of the project.
"""

from __future__ import annotations

import csv
import gzip
import itertools
import json
import re
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
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


def essays(data: Path, part: str) -> Iterator[Row]:
    """Sentences of persuasive essays that hold a claim or major claim, against all others. The
    official training part is `train` with `dev` (322 essays), the test part 80. The files have
    tokens in essays: a sentence ends with a full stop, a question or an exclamation mark."""
    for name in ("train", "dev") if part == "train" else ("test",):
        written = (data / f"essays/{name}.dat").read_text("utf-8")
        for number, essay in enumerate(written.strip().split("\n\n")):
            for tokens in _sentences([line.split("\t") for line in essay.strip().split("\n")]):
                claim = any("Claim" in tag for *_, tag in tokens)
                yield {
                    "text": _spaced(token for _, token, *_ in tokens),
                    "label": "claim" if claim else "other",
                    "group": f"{name} {number}",
                    "passage": f"{name} {number}",
                }


def _sentences(tokens: Sequence[Sequence[str]]) -> Iterator[Sequence[Sequence[str]]]:
    ends = [i + 1 for i, (_, token, *_) in enumerate(tokens) if token in (".", "?", "!")]
    for start, end in itertools.pairwise([0, *ends, len(tokens)]):
        if start < end:
            yield tokens[start:end]


def _spaced(tokens: Iterable[str]) -> str:
    """Tokens as running text: no space before marks, nor in contractions and compounds."""
    return re.sub(r" ([.,;:?!)’'-])", r"\1", re.sub(r"([(’'-]) ", r"\1", " ".join(tokens)))


def checkthat(data: Path, part: str) -> Iterator[Row]:
    """CheckThat! 2019, task 1: the lines of debates and speeches that are worth a check."""
    name = {"train": "Training", "test": "Test"}[part]
    table = pd.read_csv(data / f"claimbuster_ct19/CT19-T1-{name}.csv")
    for _, row in table.iterrows():
        yield {
            "text": row.text,
            "label": "claim" if row.label == 1 else "other",
            "group": row.file_name,
            "passage": row.file_name,
        }


@dataclass(frozen=True)
class Yardstick:
    """A corpus, and where `stancebook evaluate --json` gives the measure that results on it are
    published in; `by_group`: the mean of it over the groups of the test part."""

    rows: Callable[[Path, str], Iterator[Row]]
    task: str
    title: str
    place: tuple[str, ...]
    by_group: bool = False


_CLAIM = ("labels", "claim")
CORPORA: Mapping[str, Yardstick] = {
    "semeval": Yardstick(semeval, "stance", "F_avg", ("f_avg",)),
    "vast": Yardstick(vast, "stance", "macro-F1", ("macro_f1",)),
    "gwsd": Yardstick(gwsd, "stance", "macro-F1", ("macro_f1",)),
    "claimbuster": Yardstick(claimbuster, "claim", "F1 of claim", (*_CLAIM, "f1")),
    "essays": Yardstick(essays, "claim", "macro-F1", ("macro_f1",)),
    "checkthat": Yardstick(checkthat, "claim", "MAP", (*_CLAIM, "average_precision"), True),
}
FEATURES = ("words", "embedding", "vector")


def measure(yardstick: Yardstick, data: Path, features: str) -> float:
    with tempfile.TemporaryDirectory() as folder:
        train, model = f"{folder}/train.csv", f"{folder}/model.npz"
        pd.DataFrame(yardstick.rows(data, "train")).to_csv(train, index=False)
        command("train", train, "-o", model, "--task", yardstick.task, "--features", features)
        test = pd.DataFrame(yardstick.rows(data, "test"))
        parts = [part for _, part in test.groupby("group")] if yardstick.by_group else [test]
        return statistics.mean(_evaluated(model, part, yardstick, folder) for part in parts)


def _evaluated(model: str, part: pd.DataFrame, yardstick: Yardstick, folder: str) -> float:
    part.to_csv(f"{folder}/test.csv", index=False)
    measures: Any = json.loads(command("evaluate", model, f"{folder}/test.csv", "--json"))
    for key in yardstick.place:
        measures = measures[key]
    return float(measures)


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
    unknown = set(arguments) - {*CORPORA, *FEATURES}
    if unknown:
        sys.exit(f"no corpus and no features: {', '.join(sorted(unknown))}")
    names = [name for name in CORPORA if name in arguments] or CORPORA
    sets = [name for name in FEATURES if name in arguments] or FEATURES
    for name, features in itertools.product(names, sets):
        figure = measure(CORPORA[name], data, features)
        print(f"{name:12}{features:11}{CORPORA[name].title:12}{figure:.4f}", flush=True)


if __name__ == "__main__":
    main()
