"""Measure the shipped models by grouped cross-validation, and write docs/model-card.md.

Run from the project's root: `python benchmarks/stance.py`. No intervention or thesis is in training
and testing at once. Then the shipped models are measured on the gold claims of the development and
test texts, which nothing was trained on, given the gold sentences. Where the shared measuring
corpora are beside the project, the article and the held-out debate sentences are measured too.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter, defaultdict
from pathlib import Path

import numpy as np
from sklearn.metrics import f1_score, precision_recall_fscore_support

from pipeline.learn.calibration import calibration_bins, calibration_error
from pipeline.learn.classifier import TextClassifier, softmax
from pipeline.learn.examples import Example, Passage, labels_of, read_examples
from pipeline.learn.features import FEATURE_SETS, document_scores
from pipeline.learn.files import DATA, FAST
from pipeline.learn.fitting import fit_document, out_of_fold_scores

ROOT = Path(__file__).parent.parent
TRAINING = ROOT / "annotations/training/head"
ENCODER = [ROOT / "annotations/training" / name for name in ("encoder", "later")]
SPANISH = ROOT / "annotations/training/es-encoder"
SHARED = ROOT.parent / "shared"
DEBATE = SHARED / "data/perspectrum-intervention/development.jsonl"
ANNOTATIONS = ROOT / "annotations"
# Gold sets, the folder of their texts, and how each set is called.
UNSEEN = (
    ("the article", ANNOTATIONS / "article/gold.jsonl", SHARED / "corpus"),
    *(
        (
            f"{language}{part.replace('-', ' ')} texts",
            ANNOTATIONS / part / code / "gold.jsonl",
            ANNOTATIONS / part / code / "corpus",
        )
        for language, code in (("", "en"), ("Spanish ", "es"))
        for part in ("test", "former-test", "development")
    ),
)
MODELS = {"full": DATA, "--fast": FAST, "Spanish": DATA / "es"}


def main() -> None:
    card = (Path(__file__).parent / "model-card.template.md").read_text("utf-8")
    values = {
        "stance": stance(),
        "claim": task("claim", "encoder"),
        "type": task("type", "encoder"),
        "debate": debate(),
    }
    shipped = TextClassifier.load(DATA / "stance.npz").card
    values["data"] = (
        f"{shipped['examples']:,} sentences in {shipped['groups']} groups (interventions and theses); "
        + ", ".join(f"{label} {count}" for label, count in shipped["labels"].items())
        + f". SHA-256 of the training files: `{shipped['data_sha256']}`."
    )
    values["unseen"] = unseen()
    learnt = read_examples(ENCODER, "stance")
    groups = len({example.group for example in learnt})
    values["encoder"] = (
        f"{len(learnt):,} sentences in `annotations/training/encoder` and `later` ({groups} interventions and theses)"
    )
    spanish = TextClassifier.load(DATA / "es/stance.npz").card
    values["spanish"] = (
        f"{len(read_examples([SPANISH], 'stance')):,} Spanish ones in `annotations/training/es-encoder`; the "
        f"Spanish models on top from {spanish['examples']:,} sentences in {spanish['groups']} groups."
    )
    for name, value in values.items():
        card = card.replace(f"{{{{{name}}}}}", value)
    print(card)
    (ROOT / "docs/model-card.md").write_text(card, encoding="utf-8")


def cross_validated(
    name: str, features: str = "encoder"
) -> tuple[list[Example], list[str], np.ndarray]:
    examples = read_examples([TRAINING], name)  # type: ignore[arg-type]
    labels = sorted(set(labels_of(examples)))
    return examples, labels, out_of_fold_scores(examples, FEATURE_SETS[features], labels)


def table(truth: list[str], found: list[str], labels: list[str]) -> str:
    rows = ["| label | precision | recall | F1 | count |", "|---|---|---|---|---|"]
    figures = precision_recall_fscore_support(truth, found, labels=labels, zero_division=0)
    for label, p, r, f, n in zip(labels, *figures, strict=True):
        rows.append(f"| {label} | {p:.3f} | {r:.3f} | {f:.3f} | {n} |")
    macro = f1_score(truth, found, labels=labels, average="macro")
    return "\n".join(rows) + f"\n\nMacro-F1 {macro:.3f}."


def task(name: str, features: str) -> str:
    examples, labels, scores = cross_validated(name, features)
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
    scores_of = document_scores(FEATURE_SETS["encoder"])
    assert scores_of is not None
    model = fit_document(examples, rows, labels, scores_of)
    if model is None:
        return "\n".join(parts)
    passages: dict[Passage, list[dict[str, float]]] = defaultdict(list)
    counted: dict[Passage, Counter[str]] = defaultdict(Counter)
    authors = {}
    for example, row, label in zip(examples, rows, found, strict=True):
        if example.passage and example.by_author and example.author_label:
            passages[example.passage].append(dict(zip(labels, map(float, row), strict=True)))
            counted[example.passage][label] += 1
            authors[example.passage] = example.author_label
    judged = {
        p: max(labels, key=model.probabilities(c, scores_of(p)).__getitem__)
        for p, c in passages.items()
    }
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
    bins = calibration_bins(rows, np.array([labels.index(label) for label in truth]))
    lines = ["| confidence, mean | sentences | right |", "|---|---|---|"]
    lines += [f"| {b['confidence']:.3f} | {b['count']} | {b['accuracy']:.3f} |" for b in bins]
    return "\n".join(lines) + f"\n\nExpected calibration error {calibration_error(bins):.3f}."


def registers(truth: list[str], found: list[str]) -> str:
    names = [json.loads(line)["register"] for path in sorted(TRAINING.glob("*.jsonl")) for line in path.open(encoding="utf-8")]  # fmt: skip
    lines = ["| register | sentences | macro-F1 |", "|---|---|---|"]
    for register in sorted(set(names)):
        at = [i for i, name in enumerate(names) if name == register]
        score = f1_score([truth[i] for i in at], [found[i] for i in at], average="macro")
        lines.append(f"| {register} | {len(at)} | {score:.3f} |")
    return "\n".join(lines)


def unseen() -> str:
    """The models on claims of texts that they did not learn from, given the gold sentences."""
    lines = [
        "| texts | models | claims | stance macro-F1 | against | favor | neutral | type macro-F1 "
        "| author's stance | counting | calibration error |",
        "|---|---|---|---|---|---|---|---|---|---|---|",
    ]
    for name, gold, corpus in UNSEEN:
        if not gold.exists() or not corpus.exists():
            lines.append(f"| {name} | | not measured: not here | | | | | | | | |")
            continue
        for model in ("Spanish",) if "Spanish" in name else ("full", "--fast"):
            lines.append(f"| {name} | {model} | {_unseen_row(gold, corpus, MODELS[model])} |")
    return "\n".join(lines)


def _unseen_row(gold: Path, corpus: Path, folder: Path) -> str:
    texts = [path.read_text("utf-8") for path in corpus.glob("*.txt")]
    by_hash = {hashlib.sha256(text.encode()).hexdigest(): text for text in texts}
    models = {task: TextClassifier.load(folder / f"{task}.npz") for task in ("stance", "type")}
    stances, types, right, naive, count = [], [], 0, 0, 0
    for line in gold.open(encoding="utf-8"):
        record = json.loads(line)
        text = by_hash[record["text_sha256"]]
        bounds = [(s["start"], s["end"]) for s in record["sentences"]]
        sentences = tuple(text[a:b] for a, b in bounds)
        passage = Passage(sentences[0], sentences)
        at = {(c["start"], c["end"]): c for c in record["claims"]}
        found = [(i, at[bound]) for i, bound in enumerate(bounds) if bound in at]
        examples = [
            Example(sentences[i], sentences[i - 1] if i else "", claim["stance"], passage=passage, place=i,
                    by_author=claim["holder"]["kind"] == "author")
            for i, claim in found
        ]  # fmt: skip
        rows = models["stance"].probabilities(examples)
        stances += zip((c["stance"] for _, c in found), rows, strict=True)
        types += zip((c["type"] for _, c in found), models["type"].predict(examples), strict=True)
        own = [dict(zip(models["stance"].labels, map(float, row), strict=True))
               for example, row in zip(examples, rows, strict=True) if example.by_author]  # fmt: skip
        document = models["stance"].document
        assert document is not None
        scores = document_scores(models["stance"].features.settings)
        judged = document.probabilities(own, scores(passage) if scores else ())
        sides = Counter(max(row, key=row.__getitem__) for row in own)
        counted = (
            "neutral"
            if sides["favor"] == sides["against"]
            else max(("favor", "against"), key=sides.__getitem__)
        )
        count += 1
        right += max(judged, key=judged.__getitem__) == record["stance"]
        naive += counted == record["stance"]
    labels = list(models["stance"].labels)
    truth, rows = [s for s, _ in stances], np.array([row for _, row in stances])
    predicted = [labels[i] for i in rows.argmax(axis=1)]
    each = f1_score(truth, predicted, labels=labels, average=None, zero_division=0)
    bins = calibration_bins(rows, np.array([labels.index(label) for label in truth]))
    type_f1 = f1_score([t for t, _ in types], [p for _, p in types], average="macro")
    return (f"{len(truth)} | {each.mean():.3f} | " + " | ".join(f"{f:.3f}" for f in each)
            + f" | {type_f1:.3f} | {right} of {count} | {naive} of {count} | {calibration_error(bins):.3f}")  # fmt: skip


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
