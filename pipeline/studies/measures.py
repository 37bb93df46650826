"""Scores of predictions, their intervals, and whether one model is better than another.

Everything is computed from counts of (true, predicted) pairs, so that thousands of resamples are
one product of matrices. Labels are places in a fixed list.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pipeline.studies.agreement import Interval
from pipeline.studies.table import AgreementError, Floats, Undefined

Score = Callable[[Floats], Floats]  # (resamples, labels, labels) counts -> one score for each


def accuracy(counts: Floats) -> Floats:
    """The share of right predictions."""
    totals = counts.sum(axis=(1, 2))
    return np.asarray(np.trace(counts, axis1=1, axis2=2) / np.maximum(totals, 1))


def f1(counts: Floats) -> Floats:
    """F1 of each label (columns): 0 where nothing is right."""
    right = np.diagonal(counts, axis1=1, axis2=2)
    both = counts.sum(axis=1) + counts.sum(axis=2)
    return np.asarray(2 * right / np.maximum(both, 1))


def mean_f1(places: Sequence[int]) -> Score:
    """The plain mean of some labels' F1: of all, macro-F1; of favor and against, the F_avg of
    SemEval-2016 Task 6 (Mohammad et al. 2016, section 4: a label left out still costs, as a false
    positive or negative of the two that count)."""

    def score(counts: Floats) -> Floats:
        return np.asarray(f1(counts)[:, list(places)].mean(axis=1))

    return score


def pearson(first: Floats, second: Floats) -> float:
    """Pearson's correlation. Raises Undefined for a constant."""
    if len(first) < 2 or first.std() == 0 or second.std() == 0:
        raise Undefined("the correlation is undefined: one side has one value only")
    return float(np.corrcoef(first, second)[0, 1])


def lin_concordance(first: Floats, second: Floats) -> float:
    """Lin's concordance: how near paired numbers lie to the line of identity.

    Source: Lin (1989), Biometrics 45, p. 258, with variances over n, as there.
    """
    spread = first.var() + second.var() + (first.mean() - second.mean()) ** 2
    if len(first) < 2 or spread == 0:
        raise Undefined("the concordance is undefined: all numbers are the same")
    shared = ((first - first.mean()) * (second - second.mean())).mean()
    return float(2 * shared / spread)


def numbers_interval(
    coefficient: Callable[[Floats, Floats], float],
    first: Floats,
    second: Floats,
    *,
    resamples: int,
    seed: int,
) -> Interval:
    """The percentile bootstrap interval of a coefficient of paired numbers, pairs resampled."""
    generator = np.random.default_rng(seed)
    values = []
    for draw in generator.integers(len(first), size=(resamples, len(first))):
        try:
            values.append(coefficient(first[draw], second[draw]))
        except Undefined:
            continue
    if 2 * len(values) < resamples:
        raise Undefined("the interval is undefined: most resamples have no value")
    low, high = np.quantile(values, [0.025, 0.975])
    return Interval(float(low), float(high), resamples, resamples - len(values))


@dataclass(frozen=True, slots=True)
class Predictions:
    """True and predicted labels as places in `labels`; `groups` are what is resampled together."""

    labels: tuple[str, ...]
    truth: npt.NDArray[np.int64]
    predicted: npt.NDArray[np.int64]
    groups: npt.NDArray[np.int64]

    @classmethod
    def of(
        cls,
        truth: Sequence[str],
        predicted: Sequence[str],
        groups: Sequence[str] | None = None,
        labels: Sequence[str] = (),
    ) -> Predictions:
        """From labels as text; without groups every item is its own. `labels` are there even where
        no item has them."""
        labels = tuple(sorted({*truth, *predicted, *labels}))
        places = {label: place for place, label in enumerate(labels)}
        names = list(groups) if groups is not None else [str(i) for i in range(len(truth))]
        if not len(truth) == len(predicted) == len(names):
            raise AgreementError("needs one prediction and one group for every item")
        _, numbers = np.unique(names, return_inverse=True)
        return cls(
            labels,
            np.array([places[label] for label in truth], dtype=np.int64),
            np.array([places[label] for label in predicted], dtype=np.int64),
            numbers.reshape(-1).astype(np.int64),
        )

    def cells(self) -> Floats:
        """Each group's counts of (true, predicted) pairs, flat."""
        size = len(self.labels)
        cells = np.zeros((int(self.groups.max()) + 1 if len(self.groups) else 0, size * size))
        np.add.at(cells, (self.groups, self.truth * size + self.predicted), 1)
        return cells

    def score(self, score: Score) -> float:
        """The score over all items."""
        return float(score(self._square(self.cells().sum(axis=0, keepdims=True)))[0])

    def interval(self, score: Score, *, resamples: int, seed: int) -> Interval:
        """The percentile bootstrap interval of a score, groups resampled."""
        cells = self.cells()
        draws = _draws(len(cells), resamples, seed)
        low, high = np.quantile(score(self._square(draws @ cells)), [0.025, 0.975])
        return Interval(float(low), float(high), resamples)

    def _square(self, cells: Floats) -> Floats:
        size = len(self.labels)
        return np.asarray(cells.reshape(len(cells), size, size))


def _draws(groups: int, resamples: int, seed: int) -> Floats:
    generator = np.random.default_rng(seed)
    shares = np.full(groups, 1 / groups)
    return generator.multinomial(groups, shares, size=resamples).astype(np.float64)


@dataclass(frozen=True, slots=True)
class Comparison:
    """How much better the first model scores than the second, with the interval and the two-sided
    p of the paired bootstrap, and the p of approximate randomisation."""

    difference: float
    interval: Interval
    p_bootstrap: float
    p_randomisation: float


def compare(
    first: Predictions, second: Predictions, score: Score, *, resamples: int, seed: int
) -> Comparison:
    """Compare two models on the same items.

    Sources: Efron and Tibshirani (1993), chapter 16, for the paired bootstrap; Noreen (1989),
    Computer-Intensive Methods, for approximate randomisation: each group's two answers are swapped
    by the toss of a coin. Both models' predictions must be on the same labels and groups.
    """
    if first.labels != second.labels or not np.array_equal(first.truth, second.truth):
        raise AgreementError("the two models were not tested on the same items and labels")
    a, b = first.cells(), second.cells()
    observed = first.score(score) - second.score(score)
    draws = _draws(len(a), resamples, seed)
    resampled = score(first._square(draws @ a)) - score(second._square(draws @ b))
    low, high = np.quantile(resampled, [0.025, 0.975])
    below = float((resampled <= 0).mean())
    above = float((resampled >= 0).mean())
    swap = np.random.default_rng(seed + 1).integers(0, 2, size=(resamples, len(a)))
    moved = swap.astype(np.float64) @ (b - a)
    shuffled = score(first._square(a.sum(axis=0) + moved)) - score(
        second._square(b.sum(axis=0) - moved)
    )
    extreme = int((np.abs(shuffled) >= abs(observed) - 1e-12).sum())
    return Comparison(
        observed,
        Interval(float(low), float(high), resamples),
        min(1.0, 2 * min(below, above)),
        (extreme + 1) / (resamples + 1),
    )
