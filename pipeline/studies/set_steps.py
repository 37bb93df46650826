"""The steps that a study may declare over annotation sets: agreement of double-annotated folders,
and the program's own figures against their gold."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np

from pipeline import load_annotator
from pipeline.annotate.records import AnnotatedDocument
from pipeline.corpus import Document, read_corpus
from pipeline.corpus.errors import CorpusError
from pipeline.studies.agreement import Interval
from pipeline.studies.inputs import Found
from pipeline.studies.measures import Predictions, accuracy, mean_f1
from pipeline.studies.outcome import Figure, Outcome, check_options, intervals, option
from pipeline.studies.report import Options, agreement
from pipeline.studies.sets import Record, read_set, read_sets
from pipeline.studies.study import Step, StudyError
from pipeline.studies.table import Floats

GOLD = "gold.jsonl"
Counts = tuple[int, int, int]  # right, in gold, found


def annotations_step(step: Step, inputs: Mapping[str, Found], seed: int) -> Outcome:
    """Agreement in every folder under `input` that holds the sets that `sets` names (default
    annotator-a.jsonl and annotator-b.jsonl). Options: `input`, `sets`, `resamples`."""
    check_options(step, ("input", "sets", "resamples"))
    folder = inputs[option(step, "input", str)].path
    names = option(step, "sets", list, ["annotator-a.jsonl", "annotator-b.jsonl"])
    resamples = option(step, "resamples", int, 1000)
    outcome = Outcome()
    for key, one in _folders(step, folder, names).items():
        sets = read_sets(one / name for name in names)
        report = agreement(sets, Options(resamples=resamples, seed=seed))
        documents = len({sha256 for s in sets for sha256 in s.documents})
        alphas = {
            row["layer"]: Figure(row["alpha"], row["low"], row["high"], row["units"], row["why"])
            for row in report.layers
        }
        outcome.figures[f"{key}.documents"] = Figure(documents)
        outcome.figures.update({f"{key}.{layer}.alpha": alpha for layer, alpha in alphas.items()})
        for row in report.layers:
            if row.get("u_alpha") is not None:
                name = f"{key}.{row['layer']}.u_alpha"
                outcome.figures[name] = Figure(row["u_alpha"], n=row["units"])
        for row in report.pairs:
            if "span_f1" in row and len(sets) == 2:
                name = f"{key}.{row['layer']}.f1"
                outcome.figures[name] = Figure(row["span_f1"], n=row["units"], why=row["why"])
        outcome.charts[key] = intervals(alphas, "Krippendorff's alpha")
        for part, rows in report.parts().items():
            if rows:
                outcome.tables[f"{key}-{part}"] = rows
    return outcome


def _folders(step: Step, folder: Path, names: Sequence[str]) -> dict[str, Path]:
    """The folders in `folder`, at any depth, that hold all of these files, by their path with _."""
    holding = (path.parent for path in sorted(folder.rglob(names[0])))
    found = {
        "_".join(one.relative_to(folder).parts): one
        for one in holding
        if one != folder and all((one / name).is_file() for name in names)
    }
    if not found:
        raise StudyError(f"{step.place}: no folder in {folder} has {' and '.join(names)}")
    return found


def program_step(step: Step, inputs: Mapping[str, Found], seed: int) -> Outcome:
    """The program's mentions, claims and stances against the gold of every folder under `input`.
    The texts come from `corpora` (inputs that are folders or files) or lie beside the gold, and are
    known by hash; a set that lacks a text is skipped. Options: `input`, `corpora`, `resamples`."""
    check_options(step, ("input", "corpora", "resamples"))
    folder = inputs[option(step, "input", str)].path
    resamples = option(step, "resamples", int, 1000)
    texts = _texts(inputs[name].path for name in option(step, "corpora", list) if name in inputs)
    annotator = load_annotator()
    outcome = Outcome()
    for key, one in _folders(step, folder, [GOLD]).items():
        gold = read_set(one / GOLD).documents
        if not texts.keys() >= gold.keys():
            texts |= _beside(one)
        absent = [record["doc_id"] for sha256, record in gold.items() if sha256 not in texts]
        if absent:
            outcome.skipped[key] = f"the text of {absent[0]}, as annotated, is not there"
            continue
        coded = [(record, annotator.annotate(texts[sha256])) for sha256, record in gold.items()]
        figures = program_figures(coded, resamples, seed)
        outcome.figures.update({f"{key}.{name}": f for name, f in figures.items()})
        outcome.charts[key] = intervals(figures, "the program against gold")
    return outcome


def _texts(corpora: Iterable[Path]) -> dict[str, Document]:
    return {d.text_sha256: d for path in corpora for d in read_corpus(path)
            if isinstance(d, Document)}  # fmt: skip


def _beside(folder: Path) -> dict[str, Document]:
    try:
        return _texts([folder])
    except CorpusError:  # nothing there but the sets
        return {}


def program_figures(
    coded: Sequence[tuple[Record, AnnotatedDocument]], resamples: int, seed: int
) -> dict[str, Figure]:
    """Strict F1 of mentions by label and of claims, with intervals over sentences; stance of the
    claims that both have; the documents whose stance is right."""
    labels = sorted({m["label"] for gold, _ in coded for m in gold["mentions"]})
    figures = {"documents": Figure(len(coded))}
    for label in labels:
        counts = [c for gold, found in coded for c in _mention_counts(gold, found, label)]
        figures[f"mention:{label}.f1"] = _f1(counts, resamples, seed)
    if any(gold["claims"] for gold, _ in coded):
        counts = [c for gold, found in coded for c in _claim_counts(gold, found)]
        figures["claim.f1"] = _f1(counts, resamples, seed)
    else:
        figures["claim.f1"] = Figure(None, n=0, why="F1 is undefined: the gold has no claims")
    pairs = [pair for gold, found in coded for pair in _stances(gold, found)]
    one = Predictions.of([truth for truth, _ in pairs], [given for _, given in pairs])
    for name, score in (("accuracy", accuracy), ("macro_f1", mean_f1(range(len(one.labels))))):
        if pairs:
            interval = one.interval(score, resamples=resamples, seed=seed)
            figures[f"stance.{name}"] = Figure.of(one.score(score), interval, len(pairs))
        else:
            why = "it is undefined: no claim of the gold was found"
            figures[f"stance.{name}"] = Figure(None, n=0, why=why)
    authors = [(gold["stance"], found.stance.label) for gold, found in coded if gold.get("stance")]
    if authors:
        right = sum(wanted == given for wanted, given in authors)
        figures["document.accuracy"] = Figure(right / len(authors), n=len(authors))
    return figures


def _mention_counts(gold: Record, found: AnnotatedDocument, label: str) -> list[Counts]:
    wanted = {(m["start"], m["end"]) for m in gold["mentions"] if m["label"] == label}
    given = {(m.start, m.end) for m in found.mentions if m.label == label}
    return _by_sentence(gold, wanted, given)


def _claim_counts(gold: Record, found: AnnotatedDocument) -> list[Counts]:
    wanted = {(c["start"], c["end"]) for c in gold["claims"]}
    return _by_sentence(gold, wanted, {(c.start, c.end) for c in found.claims})


def _by_sentence(
    gold: Record, wanted: set[tuple[int, int]], given: set[tuple[int, int]]
) -> list[Counts]:
    """Counts for each sentence, and one for what begins in none."""
    starts = [s["start"] for s in gold.get("sentences", [])]

    def place(span: tuple[int, int]) -> int:
        return int(np.searchsorted(starts, span[0], side="right"))

    cells = np.zeros((len(starts) + 1, 3), dtype=np.int64)
    for column, spans in enumerate((wanted & given, wanted, given)):
        for span in spans:
            cells[place(span), column] += 1
    return [(int(a), int(b), int(c)) for a, b, c in cells]


def _f1(counts: Sequence[Counts], resamples: int, seed: int) -> Figure:
    cells = np.array(counts, dtype=np.float64)
    if cells[:, 1:].sum() == 0:
        return Figure(None, n=0, why="F1 is undefined: there is none, and none was found")

    def f1(sums: Floats) -> Floats:
        return np.asarray(2 * sums[:, 0] / np.maximum(sums[:, 1] + sums[:, 2], 1))

    shares = np.full(len(cells), 1 / len(cells))
    draws = np.random.default_rng(seed).multinomial(len(cells), shares, size=resamples)
    low, high = np.quantile(f1(draws.astype(np.float64) @ cells), [0.025, 0.975])
    value = f1(cells.sum(axis=0, keepdims=True))[0]
    return Figure.of(value, Interval(float(low), float(high), resamples), int(cells[:, 1].sum()))


def _stances(gold: Record, found: AnnotatedDocument) -> list[tuple[str, str]]:
    given = {(c.start, c.end): c.stance.label for c in found.claims}
    return [
        (claim["stance"], given[claim["start"], claim["end"]])
        for claim in gold["claims"]
        if claim.get("stance") and (claim["start"], claim["end"]) in given
    ]
