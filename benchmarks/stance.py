"""Measure the shipped models by grouped cross-validation, and write docs/model-card.md.

Run from the project's root: `python benchmarks/stance.py`. No intervention or thesis is in training
and testing at once. Where the shared measuring corpora are beside the project, the held-out debate
sentences are measured too.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from pathlib import Path

import numpy as np
from sklearn.metrics import f1_score, precision_recall_fscore_support

from pipeline.learn.author import DocumentModel
from pipeline.learn.classifier import TextClassifier, out_of_fold_scores, softmax
from pipeline.learn.examples import Example, labels_of, read_examples
from pipeline.learn.features import FEATURE_SETS
from pipeline.learn.shipped import DATA

ROOT = Path(__file__).parent.parent
TRAINING = ROOT / "annotations/training/head"
DEBATE = ROOT.parent / "shared/data/perspectrum-intervention/development.jsonl"


def main() -> None:
    card = (Path(__file__).parent / "model-card.template.md").read_text("utf-8")
    values = {"stance": stance(), "claim": task("claim"), "type": task("type"), "debate": debate()}
    shipped = TextClassifier.load(DATA / "stance.npz").card
    values["data"] = (
        f"{shipped['examples']:,} sentences in {shipped['groups']} groups (interventions and theses); "
        + ", ".join(f"{label} {count}" for label, count in shipped["labels"].items())
        + f". SHA-256 of the training files: `{shipped['data_sha256']}`."
    )
    values["curve"] = curve()
    for name, value in values.items():
        card = card.replace(f"{{{{{name}}}}}", value)
    print(card)
    (ROOT / "docs/model-card.md").write_text(card, encoding="utf-8")


def cross_validated(name: str) -> tuple[list[Example], list[str], np.ndarray]:
    examples = read_examples([TRAINING], name)  # type: ignore[arg-type]
    labels = sorted(set(labels_of(examples)))
    return examples, labels, out_of_fold_scores(examples, FEATURE_SETS["encoder"], labels)


def table(truth: list[str], found: list[str], labels: list[str]) -> str:
    rows = ["| label | precision | recall | F1 | count |", "|---|---|---|---|---|"]
    figures = precision_recall_fscore_support(truth, found, labels=labels, zero_division=0)
    for label, p, r, f, n in zip(labels, *figures, strict=True):
        rows.append(f"| {label} | {p:.3f} | {r:.3f} | {f:.3f} | {n} |")
    macro = f1_score(truth, found, labels=labels, average="macro")
    return "\n".join(rows) + f"\n\nMacro-F1 {macro:.3f}."


def task(name: str) -> str:
    examples, labels, scores = cross_validated(name)
    return table(labels_of(examples), [labels[i] for i in scores.argmax(axis=1)], labels)


def stance() -> str:
    examples, labels, scores = cross_validated("stance")
    found = [labels[i] for i in scores.argmax(axis=1)]
    truth = labels_of(examples)
    temperature = TextClassifier.load(DATA / "stance.npz").temperature
    rows = softmax(scores / temperature)
    parts = [
        table(truth, found, labels),
        "",
        calibration(rows, truth, labels),
        "",
        registers(truth, found),
    ]
    model = DocumentModel.fit(examples, rows, labels)
    if model is None:
        return "\n".join(parts)
    passages: dict[str, list[dict[str, float]]] = defaultdict(list)
    counted: dict[str, Counter[str]] = defaultdict(Counter)
    authors = {}
    for example, row, label in zip(examples, rows, found, strict=True):
        if example.passage and example.by_author and example.author_label:
            passages[example.passage].append(dict(zip(labels, map(float, row), strict=True)))
            counted[example.passage][label] += 1
            authors[example.passage] = example.author_label
    judged = {p: max(labels, key=model.probabilities(c).__getitem__) for p, c in passages.items()}
    right = sum(judged[p] == authors[p] for p in authors)
    naive = sum(
        authors[p]
        == (
            "neutral"
            if counted[p]["favor"] == counted[p]["against"]
            else max(("favor", "against"), key=counted[p].__getitem__)
        )
        for p in authors
    )
    parts += ["", f"Author's stance over a passage of 5 to 14 sentences: {right} of {len(authors)} right "
              f"(sentence probabilities out of fold, the aggregation fitted on the same passages); "
              f"counting the author's sentences with a side: {naive}."]  # fmt: skip
    return "\n".join(parts)


def calibration(rows: np.ndarray, truth: list[str], labels: list[str]) -> str:
    confidence, found = rows.max(axis=1), rows.argmax(axis=1)
    right = np.array([labels[i] == t for i, t in zip(found, truth, strict=True)])
    lines = ["| confidence | sentences | right |", "|---|---|---|"]
    error = 0.0
    for low in np.arange(0.3, 1.0, 0.1):
        inside = (confidence >= low) & (confidence < low + 0.1)
        if inside.any():
            lines.append(
                f"| {low:.1f} to {low + 0.1:.1f} | {inside.sum()} | {right[inside].mean():.3f} |"
            )
            error += inside.mean() * abs(right[inside].mean() - confidence[inside].mean())
    return "\n".join(lines) + f"\n\nExpected calibration error {error:.3f}."


def registers(truth: list[str], found: list[str]) -> str:
    names = [json.loads(line)["register"] for path in sorted(TRAINING.glob("*.jsonl")) for line in path.open(encoding="utf-8")]  # fmt: skip
    lines = ["| register | sentences | macro-F1 |", "|---|---|---|"]
    for register in sorted(set(names)):
        at = [i for i, name in enumerate(names) if name == register]
        score = f1_score([truth[i] for i in at], [found[i] for i in at], average="macro")
        lines.append(f"| {register} | {len(at)} | {score:.3f} |")
    return "\n".join(lines)


def curve() -> str:
    """Macro-F1 by the number of training groups, tested on the groups left out."""
    examples = read_examples([TRAINING], "stance")
    groups = sorted({example.group for example in examples})
    rng = np.random.default_rng(5)
    lines = ["| training groups | training sentences | macro-F1 on the others |", "|---|---|---|"]
    for size in (len(groups) // 8, len(groups) // 4, len(groups) // 2, 3 * len(groups) // 4):
        scores, counts = [], []
        for _ in range(3):
            chosen = set(rng.permutation(groups)[:size])
            train = [e for e in examples if e.group in chosen]
            test = [e for e in examples if e.group not in chosen]
            model = TextClassifier.fit(train, FEATURE_SETS["encoder"])
            scores.append(f1_score(labels_of(test), model.predict(test), average="macro"))
            counts.append(len(train))
        lines.append(f"| {size} | {int(np.mean(counts))} | {np.mean(scores):.3f} |")
    return "\n".join(lines)


def debate() -> str:
    if not DEBATE.exists():
        return "Not measured: the shared corpus is not here."
    rows = [json.loads(line) for line in DEBATE.open(encoding="utf-8")]
    model = TextClassifier.load(DATA / "stance.npz")
    probabilities = model.probabilities([Example(r["text"], r["thesis"]) for r in rows])
    sides = [model.labels.index("against"), model.labels.index("favor")]
    found = [("against", "favor")[i] for i in probabilities[:, sides].argmax(axis=1)]
    return table([r["label"] for r in rows], found, ["against", "favor"])


if __name__ == "__main__":
    main()
