"""The models that a study may declare: majority, n-grams with a linear classifier, and the
project's own classifier. Each learns from items and labels others, always with the same result."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV, StratifiedKFold
from sklearn.pipeline import make_pipeline, make_union
from sklearn.svm import LinearSVC

from pipeline.learn.examples import Example
from pipeline.learn.fitting import fit
from pipeline.studies.study import Step, StudyError


@dataclass(frozen=True, slots=True)
class Item:
    """A text to label. `group` is never split over folds; `part` has its own model where the study
    says so; `slices` are the values that results are also shown by."""

    text: str
    label: str
    group: str
    part: str = ""
    context: str = ""
    slices: tuple[str, ...] = ()


Model = Callable[[Sequence[Item], Sequence[Item]], list[str]]
_OPTIONS = {
    "majority": ("kind",),
    "ngrams": tuple(
        "kind words characters weighting classifier C min_df tokens balanced context".split()
    ),
    "stancebook": ("kind",),
}
_TOKENS = {"words": r"(?u)\b\w\w+\b", "marks": r"\w+|[^\w\s]+", "spaces": r"\S+"}


def model_of(name: str, declared: Any, step: Step, seed: int) -> Model:
    """The model that a study declares under `[compute.models.NAME]`. Raises StudyError."""
    place = f"{step.place}: models.{name}"
    if not isinstance(declared, dict) or declared.get("kind") not in _OPTIONS:
        raise StudyError(f"{place}: needs a `kind`: {', '.join(_OPTIONS)}")
    kind = declared["kind"]
    unknown = sorted(set(declared) - set(_OPTIONS[kind]))
    if unknown:
        raise StudyError(f"{place}: {kind} has no option {unknown[0]!r}")
    if kind == "majority":
        return _majority
    if kind == "stancebook":
        return _unless_one_label(_own)
    try:
        return _unless_one_label(_ngrams(declared, seed))
    except (KeyError, TypeError, ValueError) as error:
        raise StudyError(f"{place}: an option cannot be used: {error}") from error


def by_part(model: Model) -> Model:
    """A model of its own for every part of the data."""

    def labelled(train: Sequence[Item], test: Sequence[Item]) -> list[str]:
        found: dict[int, str] = {}
        for part in sorted({item.part for item in test}):
            places = [i for i, item in enumerate(test) if item.part == part]
            own = [item for item in train if item.part == part]
            answers = model(own, [test[i] for i in places])
            found.update(zip(places, answers, strict=True))
        return [found[i] for i in range(len(test))]

    return labelled


def _unless_one_label(model: Model) -> Model:
    """Where the training part has one label only there is nothing to learn but that."""

    def labelled(train: Sequence[Item], test: Sequence[Item]) -> list[str]:
        alone = len({item.label for item in train}) == 1
        return (_majority if alone else model)(train, test)

    return labelled


def _majority(train: Sequence[Item], test: Sequence[Item]) -> list[str]:
    counts = Counter(item.label for item in train)
    best = min(counts, key=lambda label: (-counts[label], label))
    return [best] * len(test)


def _own(train: Sequence[Item], test: Sequence[Item]) -> list[str]:
    examples = [Example(item.text, item.context, item.label, item.group) for item in train]
    return fit(examples).predict([Example(i.text, i.context) for i in test])


def _ngrams(declared: Mapping[str, Any], seed: int) -> Model:
    """Word and character n-grams (binary presence or TF-IDF) and a linear SVM or a logistic
    regression; several values of C are tried by five-fold cross-validation on the training part."""
    parts = []
    weighting = declared.get("weighting", "tfidf")
    if weighting not in ("binary", "tfidf"):
        raise ValueError(f"`weighting` is binary or tfidf, not {weighting!r}")
    for key, analyzer in (("words", "word"), ("characters", "char")):
        if key in declared:
            low, high = declared[key]
            shared = {"analyzer": analyzer, "ngram_range": (low, high),
                      "min_df": declared.get("min_df", 1)}  # fmt: skip
            if analyzer == "word":
                shared["token_pattern"] = _TOKENS[declared.get("tokens", "words")]
            parts.append(
                CountVectorizer(binary=True, **shared)
                if weighting == "binary"
                else TfidfVectorizer(sublinear_tf=True, **shared)
            )
    if not parts:
        raise ValueError("n-grams need `words` or `characters`, each [shortest, longest]")
    weights = "balanced" if declared.get("balanced", False) else None
    values = declared.get("C", 1.0)
    grid = [float(value) for value in (values if isinstance(values, list) else [values])]
    kind = declared.get("classifier", "svm")
    if kind not in ("svm", "logistic"):
        raise ValueError(f"`classifier` is svm or logistic, not {kind!r}")

    def labelled(train: Sequence[Item], test: Sequence[Item]) -> list[str]:
        if kind == "svm":
            classifier: Any = LinearSVC(C=grid[0], class_weight=weights, random_state=seed)
        else:
            classifier = LogisticRegression(C=grid[0], class_weight=weights, max_iter=2000)
        rarest = min(Counter(item.label for item in train).values())
        if len(grid) > 1 and rarest > 1:
            folds = StratifiedKFold(min(5, rarest), shuffle=True, random_state=seed)
            classifier = GridSearchCV(classifier, {"C": grid}, cv=folds, scoring="f1_macro")
        pipeline = make_pipeline(make_union(*parts), classifier)
        pipeline.fit([_text(i, declared) for i in train], [item.label for item in train])
        return [str(label) for label in pipeline.predict([_text(i, declared) for i in test])]

    return labelled


def _text(item: Item, declared: Mapping[str, Any]) -> str:
    return f"{item.context}\n{item.text}" if declared.get("context") else item.text
