"""Fitting with scikit-learn: vocabularies, weights, calibration, the author's stance."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np
from scipy.optimize import minimize_scalar
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from pipeline.learn.arrays import Floats
from pipeline.learn.author import DocumentModel, document_features
from pipeline.learn.calibration import calibration_bins
from pipeline.learn.classifier import TextClassifier, softmax
from pipeline.learn.examples import Example, Passage, labels_of
from pipeline.learn.features import (
    PARTS,
    Features,
    Settings,
    document_scores,
    texts_of,
    topics_of,
)
from pipeline.learn.grams import Grams, Kind, ngrams

# Folds that calibration is measured on; fewer where there are many examples.
_FOLDS, _FOLDS_OF_MANY, _MANY = 5, 3, 5_000
# The fewest that a temperature, and a model of documents, are fitted on.
_MIN_SCORES, _MIN_PASSAGES = 30, 30
_MAX_TARGETS = 12
# What `c` is chosen among, the strongest penalty first; and what it is where too few are held out.
_STRENGTHS, _USUAL_STRENGTH = (0.1, 0.3, 1.0, 3.0, 10.0), 1.0
_PAIRS, _USUAL_PAIR = (1.0, 0.5), 1.0  # the same for `pair`


def fit(
    examples: Sequence[Example],
    settings: Settings | None = None,
    card: Mapping[str, Any] | None = None,
) -> TextClassifier:
    """Train on labelled examples. The temperature is found on held-out groups (grouped
    cross-validation), so that probabilities are calibrated (Guo et al., ICML 2017), as are `c` and
    `pair` where the settings leave them open; the card gets the held-out `calibration` bins. Raises
    ValueError where there are not two labels."""
    settings = settings or Settings()
    labels = sorted(set(labels_of(examples)))
    if len(labels) < 2:
        raise ValueError(f"needs examples of two labels at least, not only {labels}")
    truth = np.array([labels.index(label) for label in labels_of(examples)])
    settings, scores = _chosen(examples, settings, labels, truth)
    known = ~np.isnan(scores).any(axis=1)
    temperature = _temperature(scores[known], truth[known])
    rows = softmax(scores / temperature)
    features, coef, intercept = _fit(examples, settings, labels)
    document = fit_document(examples, rows, labels, document_scores(settings))
    held_out = calibration_bins(rows[known], truth[known]) if known.any() else []
    card = {"calibration": held_out, **(card or {})}
    return TextClassifier(features, labels, coef, intercept, temperature, card, document)


def _chosen(
    examples: Sequence[Example], settings: Settings, labels: Sequence[str], truth: Any
) -> tuple[Settings, Floats]:
    """The settings with what they leave open filled in as tells held-out groups best, or as usual
    where too few are held out; and the `out_of_fold_scores` under them."""
    usual = replace(
        settings,
        c=_USUAL_STRENGTH if settings.c is None else settings.c,
        pair=_USUAL_PAIR if settings.pair is None else settings.pair,
    )
    strengths = _STRENGTHS if settings.c is None else (settings.c,)
    pairs = _PAIRS if settings.pair is None else (settings.pair,)
    tried = [replace(settings, c=c, pair=pair) for pair in pairs for c in strengths]
    held_out_scores = [
        scores
        for pair in pairs
        for scores in _out_of_fold(examples, replace(settings, pair=pair), labels, strengths)
    ]
    known = ~np.isnan(held_out_scores[0]).any(axis=1)
    best = tried.index(usual)
    if len(tried) > 1 and known.sum() >= _MIN_SCORES:
        best = _best([s[known] for s in held_out_scores], truth[known], settings.balanced)
    return tried[best], held_out_scores[best]


def out_of_fold_scores(
    examples: Sequence[Example], settings: Settings, labels: Sequence[str]
) -> Floats:
    """Scores of each example by a model that saw no example of its group; NaN rows where a fold
    lacked a label. The settings give `c` and `pair`."""
    return _out_of_fold(examples, settings, labels, (settings.c,))[0]


def _out_of_fold(
    examples: Sequence[Example],
    settings: Settings,
    labels: Sequence[str],
    strengths: Sequence[float | None],
) -> list[Floats]:
    """The `out_of_fold_scores` under each of some values of `c`."""
    groups = [example.group for example in examples]
    scores = [np.full((len(examples), len(labels)), np.nan) for _ in strengths]
    folds = min(_FOLDS if len(examples) < _MANY else _FOLDS_OF_MANY, len(set(groups)))
    if folds < 2:
        return scores
    for train, test in GroupKFold(n_splits=folds).split(examples, groups=groups):
        part = [examples[i] for i in train]
        if set(labels_of(part)) != set(labels):
            continue
        features = fit_features(part, settings)
        matrix = features.matrix([examples[i] for i in test])
        path = _path(features.matrix(part), labels_of(part), settings, strengths)
        for rows, (coef, intercept) in zip(scores, path, strict=True):
            rows[test] = matrix @ coef.T + intercept
    return scores


def _best(candidates: Sequence[Floats], truth: Any, balanced: bool) -> int:
    """Which scores tell the labels best: those of the least log loss, as it is fitted."""
    weights = 1 / np.bincount(truth)[truth] if balanced else None
    return int(np.argmin([_log_loss(softmax(s), truth, weights) for s in candidates]))


def fit_document(
    examples: Sequence[Example],
    probabilities: Floats,
    labels: Sequence[str],
    scores: Callable[[Passage], Floats] | None = None,
) -> DocumentModel | None:
    """Fit the author's stance on passages where it is known, with out-of-fold sentence
    probabilities, and `scores` of a passage as a whole; None where fewer than 30 are."""
    rows: dict[Passage, list[Floats]] = defaultdict(list)
    truth: dict[Passage, str] = {}
    for example, row in zip(examples, probabilities, strict=True):
        label = example.author_label
        if example.passage and label is not None and label in labels and not np.isnan(row).any():
            truth[example.passage] = label
            if example.by_author:
                rows[example.passage].append(row)
    passages = [passage for passage in truth if rows[passage]]
    if len(passages) < _MIN_PASSAGES or len({truth[p] for p in passages}) != len(labels):
        return None
    features = np.array([document_features(rows[p], scores(p) if scores else ()) for p in passages])
    model = LogisticRegression(C=10.0, class_weight="balanced", max_iter=5000, tol=1e-8)
    model.fit(features, [truth[p] for p in passages])
    coef, intercept = _weights(model, labels)
    return DocumentModel(tuple(labels), np.round(coef, 4), np.round(intercept, 4))


def _fit(
    examples: Sequence[Example], settings: Settings, labels: Sequence[str]
) -> tuple[Features, Floats, Floats]:
    features = fit_features(examples, settings)
    path = _path(features.matrix(examples), labels_of(examples), settings, (settings.c,))
    return features, *next(path)


def _path(
    matrix: Any, given: Sequence[str], settings: Settings, strengths: Sequence[float | None]
) -> Iterator[tuple[Floats, Floats]]:
    """The weights under each value of `c`; each fit starts where the one before ended."""
    weight = "balanced" if settings.balanced else None
    model = LogisticRegression(class_weight=weight, max_iter=3000, tol=1e-4, warm_start=True)
    for c in strengths:
        model.set_params(C=c).fit(matrix, given)
        yield _weights(model, sorted(set(given)))


def _weights(model: LogisticRegression, labels: Sequence[str]) -> tuple[Floats, Floats]:
    coef, intercept = np.asarray(model.coef_), np.asarray(model.intercept_)
    if len(labels) == 2:  # one row in the binary case: make it two, so that softmax serves both
        return np.vstack([-coef, coef]) / 2, np.concatenate([-intercept, intercept]) / 2
    return coef, intercept


def fit_features(examples: Sequence[Example], settings: Settings) -> Features:
    """Learn the vocabularies and their weights."""
    texts, topics = texts_of(examples), topics_of(examples)
    grams = {
        part: fit_grams(topics if part == "context" else texts, kind, lengths, settings.min_df)
        for part, (kind, lengths) in PARTS.items()
        if getattr(settings, part)
    }
    targets = sorted({e.target for e in examples})
    crossed = settings.by_target and 2 <= len(targets) <= _MAX_TARGETS
    return Features(settings, grams, targets if crossed else ())


def fit_grams(
    corpus: Sequence[str], kind: Kind, lengths: tuple[int, int], min_df: int = 1
) -> Grams:
    """The n-grams that occur in at least `min_df` texts, with their inverse document frequency."""
    vectorizer = tfidf(kind, lengths, min_df)
    try:
        vectorizer.fit(corpus)
    except ValueError:  # no text at all, as in a table without contexts
        return Grams(kind, lengths, ("",), np.ones(1))
    vocabulary = tuple(str(gram) for gram in vectorizer.get_feature_names_out())
    return Grams(kind, lengths, vocabulary, np.asarray(vectorizer.idf_, dtype=np.float64))


def tfidf(kind: Kind, lengths: tuple[int, int], min_df: int = 1) -> TfidfVectorizer:
    """scikit-learn's vectoriser over our n-grams, whose weights `Grams.matrix` gives."""
    shortest, longest = lengths
    return TfidfVectorizer(
        analyzer=partial(ngrams, kind=kind, shortest=shortest, longest=longest),
        min_df=min_df,
        sublinear_tf=True,
        dtype=np.float64,
    )


def _temperature(scores: Floats, truth: Any) -> float:
    if len(truth) < _MIN_SCORES:
        return 1.0

    def loss(log_t: float) -> float:
        return _log_loss(softmax(scores / np.exp(log_t)), truth)

    best = minimize_scalar(loss, bounds=(-2.0, 2.0), method="bounded", options={"xatol": 1e-4})
    return round(float(np.exp(best.x)), 4)


def _log_loss(probabilities: Floats, truth: Any, weights: Any = None) -> float:
    right = probabilities[np.arange(len(truth)), truth]
    return float(np.average(-np.log(right + 1e-12), weights=weights))
