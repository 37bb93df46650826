"""The step `classification`: declared splits, models, scores with intervals, slices, learning
curves and significance."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from sklearn.model_selection import GroupKFold

from pipeline.studies.charts import Chart, Mark
from pipeline.studies.inputs import Found, Row, read_rows, selected
from pipeline.studies.measures import (
    Predictions,
    Score,
    accuracy,
    compare,
    f1,
    mean_f1,
)
from pipeline.studies.models import Item, Model, by_part, model_of
from pipeline.studies.outcome import Figure, Outcome, check_options, intervals, option
from pipeline.studies.study import Step, StudyError
from pipeline.studies.table import Floats

_OPTIONS = ("inputs", "text", "label", "argmax", "context", "group", "where", "split", "folds",
            "models", "each", "slices", "score", "compare", "curve", "resamples")  # fmt: skip
Answers = dict[str, tuple[list[Item], list[str]]]


def classification_step(step: Step, inputs: Mapping[str, Found], seed: int) -> Outcome:
    """Train and test classifiers. Options: `inputs`; the columns `text`, `label` (or `argmax`, the
    columns whose largest number names the label), `context`, `group`; `where`; `split` = {column,
    train, test} or `folds` (groups are never split); `models` by name; `each` (a column: one model
    for each of its values); `slices` (columns); `score` (macro_f1, accuracy, or labels whose mean
    F1 it is); `compare` (pairs of models); `curve` = {model, sizes, repeats}; `resamples`."""
    check_options(step, _OPTIONS)
    items = _items(step, inputs)
    score_of = _scores(step)
    models = {
        name: model_of(name, declared, step, seed)
        for name, declared in option(step, "models", dict).items()
    }
    if "each" in step.options:
        models = {name: by_part(model) for name, model in models.items()}
    split = _split(step, items)
    answers = {name: _answers(model, split) for name, model in models.items()}
    outcome = Outcome(figures={
        "trained_on": Figure(min(len(train) for train, _ in split)),
        "tested_on": Figure(sum(len(test) for _, test in split)),
    })  # fmt: skip
    labels = sorted({item.label for item in items})
    predictions = {name: _predictions(*answer, labels) for name, answer in answers.items()}
    resamples = option(step, "resamples", int, 1000)
    for name, one in predictions.items():
        _add_scores(outcome, name, one, score_of(one.labels), resamples, seed)
    scores = {name: outcome.figures[f"{name}.score"] for name in predictions}
    outcome.charts["scores"] = intervals(scores, score_of.name)
    _add_slices(step, outcome, answers, score_of, resamples, seed)
    _add_comparisons(step, outcome, predictions, score_of, resamples, seed)
    _add_curve(step, outcome, models, split, score_of, seed)
    outcome.tables["confusion"] = [
        {"model": name, "true": one.labels[t], "predicted": one.labels[p], "count": int(count)}
        for name, one in predictions.items()
        for (t, p), count in np.ndenumerate(one.cells().sum(axis=0).reshape(len(one.labels), -1))
    ]
    return outcome


def _predictions(
    tested: Sequence[Item], given: Sequence[str], labels: Sequence[str]
) -> Predictions:
    truth, groups = [i.label for i in tested], [i.group for i in tested]
    return Predictions.of(truth, given, groups, labels)


class _ScoreOf:
    """The declared score, for any list of labels."""

    def __init__(self, name: str, labels: Sequence[str] | None) -> None:
        self.name = name
        self._labels = labels

    def __call__(self, labels: Sequence[str]) -> Score:
        if self.name == "accuracy":
            return accuracy
        counted = labels if self._labels is None else self._labels
        return mean_f1([labels.index(label) for label in counted if label in labels])


def _scores(step: Step) -> _ScoreOf:
    declared = option(step, "score", (str, list), "macro_f1")
    if isinstance(declared, list):
        return _ScoreOf("mean_f1", [str(label) for label in declared])
    if declared not in ("macro_f1", "accuracy"):
        raise StudyError(f"{step.place}: `score` is macro_f1, accuracy, or a list of labels")
    return _ScoreOf(declared, None)


def _items(step: Step, inputs: Mapping[str, Found]) -> list[Item]:
    columns = {name: option(step, name, str, "") for name in ("context", "group", "each")}
    slices = option(step, "slices", list, [])
    split = option(step, "split", dict, {})
    items = []
    for name in option(step, "inputs", list):
        for place, row in selected(read_rows(inputs[name].path), option(step, "where", dict, {})):
            text = _cell(row, option(step, "text", str), place)
            label = _label(step, row, place)
            if not label:
                continue
            items.append(
                Item(
                    text,
                    label,
                    _cell(row, columns["group"], place) if columns["group"] else place,
                    _cell(row, columns["each"], place) if columns["each"] else "",
                    _cell(row, columns["context"], place) if columns["context"] else "",
                    (
                        _cell(row, str(split["column"]), place) if "column" in split else "",
                        *(_cell(row, column, place) for column in slices),
                    ),
                )
            )
    if not items:
        raise StudyError(f"{step.place}: no labelled rows are left")
    return items


def _label(step: Step, row: Row, place: str) -> str:
    columns = option(step, "argmax", list, [])
    if not columns:
        return _cell(row, option(step, "label", str), place)
    try:
        numbers = [float(_cell(row, column, place)) for column in columns]
    except ValueError as error:
        raise StudyError(f"{place}: {error}") from error
    return str(columns[int(np.argmax(numbers))])


def _cell(row: Row, column: str, place: str) -> str:
    if column not in row:
        raise StudyError(f"{place}: has no column {column!r}")
    return "" if row[column] is None else str(row[column]).strip()


Split = list[tuple[list[Item], list[Item]]]


def _split(step: Step, items: Sequence[Item]) -> Split:
    split = option(step, "split", dict, {})
    if split:
        if set(split) != {"column", "train", "test"}:
            raise StudyError(f"{step.place}: `split` has `column`, `train` and `test`")
        train = [i for i in items if i.slices[0] == str(split["train"])]
        test = [i for i in items if i.slices[0] == str(split["test"])]
        shared = {i.group for i in train} & {i.group for i in test}
        if shared:
            raise StudyError(
                f"{step.place}: group {min(shared)!r} is in the training and in the test part"
            )
        if not train or not test:
            raise StudyError(f"{step.place}: `split` leaves no rows to train or to test on")
        return [(train, test)]
    folds = option(step, "folds", int)
    groups = [item.group for item in items]
    if not 2 <= folds <= len(set(groups)):
        raise StudyError(f"{step.place}: `folds` must be 2 to the number of groups")
    return [
        ([items[i] for i in train], [items[i] for i in test])
        for train, test in GroupKFold(n_splits=folds).split(items, groups=groups)
    ]


def _answers(model: Model, split: Split) -> tuple[list[Item], list[str]]:
    tested: list[Item] = []
    given: list[str] = []
    for train, test in split:
        tested.extend(test)
        given.extend(model(train, test))
    return tested, given


def _add_scores(
    outcome: Outcome, name: str, one: Predictions, score: Score, resamples: int, seed: int
) -> None:
    for kind, of_all in (("score", score), ("accuracy", accuracy)):
        interval = one.interval(of_all, resamples=resamples, seed=seed)
        outcome.figures[f"{name}.{kind}"] = Figure.of(one.score(of_all), interval, len(one.truth))
    for place, label in enumerate(one.labels):

        def of_label(counts: Floats, place: int = place) -> Floats:
            return np.asarray(f1(counts)[:, place])

        interval = one.interval(of_label, resamples=resamples, seed=seed)
        support = int((one.truth == place).sum())
        outcome.figures[f"{name}.f1.{label}"] = Figure.of(one.score(of_label), interval, support)


def _add_slices(
    step: Step, outcome: Outcome, answers: Answers, score_of: _ScoreOf, resamples: int, seed: int
) -> None:
    rows: list[dict[str, Any]] = []
    labels = sorted({item.label for tested, _ in answers.values() for item in tested})
    for at, column in enumerate(option(step, "slices", list, []), 1):
        for name, (tested, given) in answers.items():
            means = []
            for value in sorted({item.slices[at] for item in tested}):
                places = [i for i, item in enumerate(tested) if item.slices[at] == value]
                part = [tested[i] for i in places]
                one = _predictions(part, [given[i] for i in places], labels)
                score = score_of(one.labels)
                interval = one.interval(score, resamples=resamples, seed=seed)
                figure = Figure.of(one.score(score), interval, len(places))
                outcome.figures[f"{name}.{column}.{value}"] = figure
                means.append(one.score(score))
                rows.append({"model": name, "slice": column, "value": value, "n": len(places),
                             "score": round(one.score(score), 4), "low": round(interval.low, 4),
                             "high": round(interval.high, 4)})  # fmt: skip
            outcome.figures[f"{name}.{column}.mean"] = Figure(float(np.mean(means)))
    if rows:
        outcome.tables["slices"] = rows


def _add_comparisons(
    step: Step,
    outcome: Outcome,
    predictions: Mapping[str, Predictions],
    score_of: _ScoreOf,
    resamples: int,
    seed: int,
) -> None:
    rows = []
    for pair in option(step, "compare", list, []):
        if not isinstance(pair, list) or len(pair) != 2 or not {*pair} <= {*predictions}:
            raise StudyError(f"{step.place}: `compare` lists pairs of models, not {pair!r}")
        first, second = (predictions[name] for name in pair)
        found = compare(first, second, score_of(first.labels), resamples=resamples, seed=seed)
        name = f"{pair[0]}-{pair[1]}"
        outcome.figures[f"{name}.difference"] = Figure.of(
            found.difference, found.interval, len(first.truth)
        )
        outcome.figures[f"{name}.p_randomisation"] = Figure(found.p_randomisation)
        rows.append({"first": pair[0], "second": pair[1],
                     "difference": round(found.difference, 4), "low": round(found.interval.low, 4),
                     "high": round(found.interval.high, 4), "p_bootstrap": found.p_bootstrap,
                     "p_randomisation": round(found.p_randomisation, 4)})  # fmt: skip
    if rows:
        outcome.tables["comparisons"] = rows


def _add_curve(
    step: Step,
    outcome: Outcome,
    models: Mapping[str, Model],
    split: Split,
    score_of: _ScoreOf,
    seed: int,
) -> None:
    """Scores on the first split's test part after learning from ever more of its training part,
    whole groups at a time, in several random orders."""
    curve = option(step, "curve", dict, {})
    if not curve:
        return
    if curve.get("model") not in models or not isinstance(curve.get("sizes"), list):
        raise StudyError(f"{step.place}: `curve` needs `model` and `sizes`")
    train, test = split[0]
    rows = []
    for size in curve["sizes"]:
        scores = []
        for repeat in range(int(curve.get("repeats", 5))):
            chosen = _some(train, int(size), seed + repeat)
            given = models[curve["model"]](chosen, test)
            one = _predictions(test, given, sorted({item.label for item in (*train, *test)}))
            scores.append(one.score(score_of(one.labels)))
        outcome.figures[f"curve.{size}"] = Figure(float(np.mean(scores)), n=int(size))
        rows.append({"trained_on": size, "score": round(float(np.mean(scores)), 4),
                     "lowest": round(min(scores), 4), "highest": round(max(scores), 4),
                     "repeats": len(scores)})  # fmt: skip
    outcome.tables["curve"] = rows
    marks = (Mark(r["score"], r["lowest"], r["highest"], x=r["trained_on"]) for r in rows)
    labels = ("items learnt from", f"{score_of.name} (lowest to highest of the draws)")
    outcome.charts["curve"] = Chart("curve", tuple(marks), *labels)


def _some(items: Sequence[Item], size: int, seed: int) -> list[Item]:
    sizes = Counter(item.group for item in items)
    groups = np.random.default_rng(seed).permutation(sorted(sizes))
    before = np.cumsum([0, *(sizes[str(group)] for group in groups)])
    chosen = {str(group) for group, count in zip(groups, before, strict=False) if count < size}
    return [item for item in items if item.group in chosen]
