"""Coefficients of agreement over a table of units by annotators, any of whose cells may be empty.

Every function takes a `Table` or plain rows (a unit each, a column an annotator, None missing),
and raises `Undefined`, never returns NaN, where the coefficient has no value.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal, get_args

import numpy as np
from scipy import sparse

from pipeline.studies.table import (
    AgreementError,
    Floats,
    Rows,
    Table,
    Undefined,
    Value,
    as_table,
)

Metric = Literal["nominal", "ordinal", "interval", "ratio"]
METRICS: tuple[Metric, ...] = get_args(Metric)
Coefficient = Callable[[Rows], float]


def krippendorff_alpha(
    table: Rows, metric: Metric = "nominal", order: Sequence[Value] | None = None
) -> float:
    """Krippendorff's alpha: 1 - observed / expected disagreement, from the coincidence matrix.

    Source: Krippendorff (2011), Computing Krippendorff's Alpha-Reliability, sections C to E.
    Units with fewer than two labels do not count. `order` gives the values' order where they are
    no numbers; their places in it are then their scores.
    """
    if metric not in METRICS:
        raise AgreementError(f"the metric is one of {', '.join(METRICS)}, not {metric!r}")
    table = as_table(table)
    matrix = coincidences(table)
    totals = np.asarray(matrix.sum(axis=1)).reshape(-1)
    count = float(totals.sum())
    if count == 0:
        raise Undefined("alpha is undefined: no unit has labels of two annotators")
    if np.count_nonzero(totals > 1e-9) < 2:
        only = table.values[int(totals.argmax())]
        raise Undefined(f"alpha is undefined: one label only occurs ({only})")
    scores = _scores(table, metric, order, totals)
    rows, columns = matrix.nonzero()
    pairs = np.asarray(matrix[rows, columns]).reshape(-1)
    observed = float(pairs @ _difference(scores[rows], scores[columns], metric))
    expected = _expected(totals, scores, metric) / (count - 1)
    if expected <= 0:
        raise Undefined("alpha is undefined: all labels have the same score")
    return 1.0 - observed / expected


def coincidences(table: Table) -> Floats | sparse.csr_matrix:
    """The coincidence matrix: in cell (c, k) the pairs of labels c and k within units, each unit's
    pairs over its labels less one. Source: Krippendorff (2011), section C, step 2. It is sparse
    where the table is large."""
    if table.coincident is not None:
        size = len(table.values)
        return np.asarray((table.weights @ table.coincident).reshape(size, size))
    labels = np.asarray(table.counts.sum(axis=1)).reshape(-1)
    share = np.where(labels >= 2, table.weights / np.maximum(labels - 1, 1), 0.0)
    weighted = table.counts.multiply(share[:, None]).tocsr()
    own = np.asarray(weighted.sum(axis=0)).reshape(-1)
    return sparse.csr_matrix(table.counts.T @ weighted - sparse.diags(own))


def _scores(table: Table, metric: Metric, order: Sequence[Value] | None, totals: Floats) -> Floats:
    if metric == "nominal":
        return np.arange(len(table.values), dtype=np.float64)
    scores = _ordered(table, order) if order is not None else _numbers(table, metric)
    if metric == "ratio" and (scores < 0).any():
        raise AgreementError("the ratio metric needs values of 0 or more")
    if metric != "ordinal":
        return scores
    # The ordinal difference of c and k is the square of the labels from c to k, half of those at
    # either end: the square of a difference of middle ranks.
    _, place = np.unique(scores, return_inverse=True)
    sizes = np.bincount(place.reshape(-1), weights=totals)
    return np.asarray((np.cumsum(sizes) - sizes / 2)[place.reshape(-1)], dtype=np.float64)


def _ordered(table: Table, order: Sequence[Value]) -> Floats:
    unknown = [value for value in table.values if value not in order]
    if unknown:
        raise AgreementError(f"the order of labels leaves out {unknown[0]!r}")
    return np.array([order.index(value) for value in table.values], dtype=np.float64)


def _numbers(table: Table, metric: Metric) -> Floats:
    try:
        scores = np.array([float(value) for value in table.values])
    except ValueError as error:
        raise AgreementError(
            f"the {metric} metric needs numbers, or an order of the labels: {error}"
        ) from error
    if not np.isfinite(scores).all():
        raise AgreementError(f"the {metric} metric needs finite numbers")
    return scores


def _difference(first: Floats, second: Floats, metric: Metric) -> Floats:
    if metric == "nominal":
        return np.asarray(first != second, dtype=np.float64)
    difference = first - second
    if metric == "ratio":
        total = first + second
        difference = np.divide(difference, total, out=np.zeros_like(total), where=total > 0)
    return np.asarray(difference**2, dtype=np.float64)


def _expected(totals: Floats, scores: Floats, metric: Metric) -> float:
    """The sum of n_c n_k difference(c, k) over all pairs of values."""
    count = totals.sum()
    if metric == "nominal":
        return float(count**2 - (totals**2).sum())
    if metric == "ratio":
        return float(
            sum(n * (totals @ _difference(scores, np.full_like(scores, s), metric))
                for n, s in zip(totals, scores, strict=True))
        )  # fmt: skip
    centred = scores - (totals @ scores) / count
    return float(2 * count * (totals @ centred**2))


def percent_agreement(table: Rows) -> float:
    """The share of pairs of labels that agree, a mean over the units with two labels or more.

    Source: Fleiss (1971), Psychological Bulletin 76, equations 1 and 2 (P-bar); for two annotators
    the plain share of units on which they agree.
    """
    table = as_table(table)
    labels = np.asarray(table.counts.sum(axis=1)).reshape(-1)
    squares = np.asarray(table.counts.multiply(table.counts).sum(axis=1)).reshape(-1)
    weights = np.where(labels >= 2, table.weights, 0.0)
    if weights.sum() == 0:
        raise Undefined("agreement is undefined: no unit has labels of two annotators")
    agreeing = (squares - labels) / np.maximum(labels * (labels - 1), 1)
    return float(weights @ agreeing / weights.sum())


def fleiss_kappa(table: Rows) -> float:
    """Fleiss' kappa for any number of annotators.

    Source: Fleiss (1971), equations 1 to 7; where units differ in their number of labels, Gwet's
    extension (Handbook of Inter-Rater Reliability, 4th ed. 2014, ch. 2): each unit weighs the same.
    """
    table = as_table(table)
    observed = percent_agreement(table)
    return _beyond_chance(observed, float((_prevalence(table) ** 2).sum()), "Fleiss' kappa", table)


def gwet_ac1(table: Rows, categories: int | None = None) -> float:
    """Gwet's AC1. `categories` is the number of labels of the codebook (default: those that occur).

    Source: Gwet (2008), British Journal of Mathematical and Statistical Psychology 61, equation 10;
    for several annotators and missing labels his handbook (2014), ch. 2.
    """
    table = as_table(table)
    observed = percent_agreement(table)
    share = _prevalence(table)
    count = categories if categories is not None else int(np.count_nonzero(share > 0))
    if count < max(2, int(np.count_nonzero(share > 0))):
        raise Undefined(f"AC1 is undefined with {count} label(s); {_occurring(table)}")
    return _beyond_chance(observed, float((share * (1 - share)).sum() / (count - 1)), "AC1", table)


def _prevalence(table: Table) -> Floats:
    labels = np.asarray(table.counts.sum(axis=1)).reshape(-1)
    weights = np.where(labels >= 1, table.weights, 0.0)
    share = table.counts.T @ (weights / np.maximum(labels, 1))
    return np.asarray(share / weights.sum(), dtype=np.float64)


def cohen_kappa(table: Rows) -> float:
    """Cohen's kappa of two annotators, over the units that both labelled.

    Source: Cohen (1960), Educational and Psychological Measurement 20, equation 1.
    """
    table = as_table(table)
    shares = _shares(table, "Cohen's kappa")
    chance = float(shares.sum(axis=1) @ shares.sum(axis=0))
    return _beyond_chance(float(np.trace(shares)), chance, "Cohen's kappa", table)


def scott_pi(table: Rows) -> float:
    """Scott's pi of two annotators, over the units that both labelled.

    Source: Scott (1955), Public Opinion Quarterly 19, p. 323: chance from the pooled labels.
    """
    table = as_table(table)
    shares = _shares(table, "Scott's pi")
    pooled = (shares.sum(axis=1) + shares.sum(axis=0)) / 2
    return _beyond_chance(float(np.trace(shares)), float(pooled @ pooled), "Scott's pi", table)


def confusion(table: Rows) -> Floats:
    """Of two annotators: how many units got each pair of values (rows: the first annotator)."""
    table = as_table(table)
    if len(table.annotators) != 2:
        raise AgreementError(f"needs two annotators, not {len(table.annotators)}")
    both = (table.codes >= 0).all(axis=1)
    size = max(len(table.values), 1)
    cells = table.codes[both] @ np.array([size, 1])
    counts = np.bincount(cells, weights=table.weights[both], minlength=size * size)
    return np.asarray(counts.reshape(size, size), dtype=np.float64)


def _shares(table: Table, name: str) -> Floats:
    counts = confusion(table)
    if counts.sum() == 0:
        raise Undefined(f"{name} is undefined: no unit has labels of both annotators")
    return np.asarray(counts / counts.sum(), dtype=np.float64)


def _beyond_chance(observed: float, chance: float, name: str, table: Table) -> float:
    if chance >= 1 - 1e-12:
        raise Undefined(f"{name} is undefined: {_occurring(table)}")
    return (observed - chance) / (1 - chance)


def _occurring(table: Table) -> str:
    values = ", ".join(map(str, table.values))
    return f"one label only occurs ({values})" if len(table.values) == 1 else f"labels: {values}"


def pairwise(table: Rows, coefficient: Coefficient) -> dict[tuple[str, str], float | str]:
    """A coefficient of every pair of annotators, or why it is undefined."""
    table = as_table(table)
    found: dict[tuple[str, str], float | str] = {}
    for first, second in combinations(range(len(table.annotators)), 2):
        pair = table.pair(first, second)
        names = (pair.annotators[0], pair.annotators[1])
        try:
            found[names] = coefficient(pair)
        except Undefined as undefined:
            found[names] = str(undefined)
    return found


def disagreements(table: Rows) -> list[tuple[str, dict[Value, int]]]:
    """The units that got more than one label, with how many annotators gave each, in order."""
    table = as_table(table)
    found = []
    for unit, row in zip(table.units, table.codes, strict=True):
        given = Counter(table.values[code] for code in row if code >= 0)
        if len(given) > 1:
            found.append((unit, dict(given)))
    return found


@dataclass(frozen=True, slots=True)
class Interval:
    """A confidence interval; `undefined` counts the resamples without a value, left out of it."""

    low: float
    high: float
    resamples: int
    undefined: int = 0


def bootstrap_interval(
    table: Rows,
    coefficient: Coefficient,
    *,
    resamples: int = 1000,
    level: float = 0.95,
    seed: int = 0,
) -> Interval:
    """The percentile bootstrap interval of a coefficient, units drawn with replacement.

    Source: Efron and Tibshirani (1993), An Introduction to the Bootstrap, section 13.3. Equal units
    are drawn together (a multinomial draw), which changes nothing but the time it takes.
    """
    table = as_table(table).distinct()
    total = table.weights.sum()
    if total == 0:
        raise Undefined("the interval is undefined: there are no units")
    generator = np.random.default_rng(seed)
    values: list[float] = []
    for draw in generator.multinomial(round(total), table.weights / total, size=resamples):
        try:
            values.append(coefficient(table.reweighted(draw.astype(np.float64))))
        except Undefined:
            continue
    if len(values) * 2 < resamples:
        raise Undefined(
            f"the interval is undefined: {resamples - len(values)} of {resamples} resamples have "
            "no value"
        )
    low, high = np.quantile(values, [(1 - level) / 2, (1 + level) / 2])
    return Interval(float(low), float(high), resamples, resamples - len(values))
