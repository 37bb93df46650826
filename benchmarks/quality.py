"""Measure the extraction against gold annotation sets, beside spaCy's stock named entities.

Run from the project's root: `python benchmarks/quality.py [SET CORPUS]...`. It prints a Markdown
page and writes it to docs/quality.md. A gold set holds offsets only; its documents are found in the
corpus folder by the hash of their text.
"""

from __future__ import annotations

import json
import random
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import spacy
from sklearn.metrics import f1_score

from pipeline import load_annotator, read_corpus
from pipeline.annotate.records import AnnotatedDocument
from pipeline.annotate.weights import find_model
from pipeline.corpus import Document

ROOT = Path(__file__).parent.parent
DEFAULT = (
    (ROOT / "annotations/article/gold.jsonl", ROOT.parent / "shared/corpus"),
    (ROOT / "annotations/samples/gold.jsonl", ROOT / "corpus"),
)
LABELS = ("OFFICIAL", "CARTEL", "AGENCY", "DATE")
Span = tuple[int, int, str]
Counts = dict[str, int]


def main() -> None:
    given = [Path(a) for a in sys.argv[1:]]
    pairs = list(zip(given[::2], given[1::2], strict=True)) or [
        (s, c) for s, c in DEFAULT if s.exists() and c.exists()
    ]
    page = [
        "# Measured quality of the extraction",
        "",
        "Printed by `python benchmarks/quality.py`. Strict: same span and label; overlapping: spans "
        "share a character and have the same label. In brackets: 95% bootstrap interval over "
        "sentences (500 draws, fixed seed). The baseline is the stock named-entity component of the "
        "same spaCy model: PERSON as OFFICIAL, ORG as AGENCY (CARTEL where the name says so), DATE.",
    ]
    for gold_path, corpus in pairs:
        page += ["", f"## {gold_path.parent.name}", "", *report(gold_path, corpus)]
    text = "\n".join(page) + "\n"
    print(text)
    (ROOT / "docs/quality.md").write_text(text, encoding="utf-8")


def report(gold_path: Path, corpus: Path) -> list[str]:
    gold = {row["text_sha256"]: row for row in map(json.loads, gold_path.open(encoding="utf-8"))}
    documents = [
        d for d in read_corpus(corpus) if isinstance(d, Document) and d.text_sha256 in gold
    ]
    annotator = load_annotator()
    coded = [(gold[d.text_sha256], annotator.annotate(d)) for d in documents]
    stock = spacy.load(find_model().name)
    baseline = [(row, stock_spans(stock, a.document.text)) for row, a in coded]
    ours = [(row, [(m.start, m.end, m.label) for m in a.mentions]) for row, a in coded]
    lines = [f"{len(coded)} documents, {sum(len(r['sentences']) for r, _ in coded)} sentences.", ""]
    lines += ["| label | gold | strict F1 | overlapping F1 | stock strict | stock overlapping |"]
    lines += ["|---|---|---|---|---|---|"]
    for label in (*LABELS, "all"):
        row = [
            label,
            str(sum(1 for g, _ in coded for m in g["mentions"] if label in (m["label"], "all"))),
        ]
        for pairs in (ours, baseline):
            for match in (strict, overlapping):
                row.append(interval(pairs, label, match))
        lines.append(f"| {' | '.join(row)} |")
    lines += ["", *other_measures(coded)]
    return lines


def stock_spans(nlp: Any, text: str) -> list[Span]:
    spans = []
    for ent in nlp(text).ents:
        cartel = ent.label_ == "ORG" and "cartel" in ent.text.lower()
        label = {"PERSON": "OFFICIAL", "ORG": "CARTEL" if cartel else "AGENCY", "DATE": "DATE"}.get(
            ent.label_
        )
        if label:
            spans.append((ent.start_char, ent.end_char, label))
    return spans


def strict(a: Span, b: Span) -> bool:
    return a == b


def overlapping(a: Span, b: Span) -> bool:
    return a[2] == b[2] and a[0] < b[1] and b[0] < a[1]


def interval(
    pairs: Iterable[tuple[dict[str, Any], list[Span]]],
    label: str,
    match: Callable[[Span, Span], bool],
) -> str:
    """F1 with its bootstrap interval over sentences."""
    units: list[tuple[int, int, int]] = []
    for row, found in pairs:
        wanted = [
            (m["start"], m["end"], m["label"])
            for m in row["mentions"]
            if label in (m["label"], "all")
        ]
        got = [s for s in found if label in (s[2], "all")]
        for sentence in row["sentences"]:
            a = [s for s in wanted if sentence["start"] <= s[0] < sentence["end"]]
            b = [s for s in got if sentence["start"] <= s[0] < sentence["end"]]
            hits = sum(any(match(x, y) for y in b) for x in a)
            right = sum(any(match(y, x) for x in a) for y in b)
            units.append((min(hits, right), len(a), len(b)))
    rng = random.Random(7)
    draws = sorted(f1([rng.choice(units) for _ in units]) for _ in range(500))
    return f"{f1(units):.3f} ({draws[12]:.2f}-{draws[487]:.2f})"


def f1(units: list[tuple[int, int, int]]) -> float:
    hits, wanted, got = (sum(column) for column in zip(*units, strict=True))
    return 2 * hits / (wanted + got) if wanted + got else 1.0


def other_measures(coded: list[tuple[dict[str, Any], AnnotatedDocument]]) -> list[str]:
    sentence, claim = [0, 0, 0], [0, 0, 0]
    dates = [0, 0]
    joined: list[tuple[float, float]] = []
    stances: list[tuple[str, str]] = []
    types: list[tuple[str, str]] = []
    holders = [0, 0]
    documents = [0, 0]
    for row, a in coded:
        add(
            sentence,
            {(s["start"], s["end"]) for s in row["sentences"]},
            {(s.start, s.end) for s in a.sentences},
        )
        wanted = {(c["start"], c["end"]): c for c in row["claims"]}
        got = {(c.start, c.end): c for c in a.claims}
        add(claim, set(wanted), set(got))
        values = {(m.start, m.end): m.edtf for m in a.mentions}
        for m in row["mentions"]:
            if m["label"] == "DATE":
                dates[1] += 1
                dates[0] += values.get((m["start"], m["end"])) == m.get("edtf")
        joined.append(b_cubed(row, a))
        for place, c in wanted.items():
            found = got.get(place)
            stances.append((c["stance"], found.stance.label if found else "neutral"))
            if found:
                types.append((c["type"], found.type))
            if c["holder"]["kind"] != "author":
                holders[1] += 1
                holders[0] += found is not None and found.holder.kind == c["holder"]["kind"]
        documents[1] += 1
        documents[0] += a.stance.label == row["stance"]
    mean = [sum(x) / len(joined) for x in zip(*joined, strict=True)]
    return [
        "| measure | figure |",
        "|---|---|",
        f"| sentence bounds, F1 | {ratio(sentence):.3f} |",
        f"| DATE mentions with the right EDTF value | {dates[0]} of {dates[1]} |",
        f"| entity resolution of the mentions found, B-cubed F1 | {mean[0]:.3f} |",
        f"| claim sentences, F1 | {ratio(claim):.3f} |",
        f"| claim type, macro-F1 | {macro(types):.3f} |",
        f"| stance of gold claims, macro-F1 (three labels) | {macro(stances):.3f} |",
        f"| holder kind of claims that attribute a view | {holders[0]} of {holders[1]} |",
        f"| document stance | {documents[0]} of {documents[1]} |",
    ]


def add(counts: list[int], wanted: set[tuple[int, int]], got: set[tuple[int, int]]) -> None:
    counts[0] += len(wanted & got)
    counts[1] += len(wanted)
    counts[2] += len(got)


def ratio(counts: list[int]) -> float:
    return 2 * counts[0] / (counts[1] + counts[2])


def macro(pairs: list[tuple[str, str]]) -> float:
    truth, found = zip(*pairs, strict=True)
    return float(f1_score(truth, found, labels=sorted(set(truth)), average="macro"))


def b_cubed(row: dict[str, Any], a: AnnotatedDocument) -> tuple[float]:
    """B-cubed F1 over the mentions (dates apart) that both have (Bagga and Baldwin, 1998)."""
    truth = {(m["start"], m["end"]): m["entity"] for m in row["mentions"] if m["label"] != "DATE"}
    found = {(m.start, m.end): m.entity_id for m in a.mentions}
    common = [span for span in truth if span in found]
    by_truth: dict[str, set[Any]] = defaultdict(set)
    by_found: dict[str, set[Any]] = defaultdict(set)
    for span in common:
        by_truth[truth[span]].add(span)
        by_found[found[span]].add(span)
    if not common:
        return (1.0,)
    shared = [len(by_truth[truth[s]] & by_found[found[s]]) for s in common]
    precision = sum(n / len(by_found[found[s]]) for n, s in zip(shared, common, strict=True)) / len(
        common
    )
    recall = sum(n / len(by_truth[truth[s]]) for n, s in zip(shared, common, strict=True)) / len(
        common
    )
    return (2 * precision * recall / (precision + recall),)


if __name__ == "__main__":
    main()
