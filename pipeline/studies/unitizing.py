"""Krippendorff's alpha for unitizing: do annotators mark the same stretches of a continuum?

Two of them. `unitizing_alpha`: Krippendorff (2004), Content Analysis, 2nd ed., section 11.6 (there
alpha-U), which mends the expected disagreement of Krippendorff (1995), Sociological Methodology 25.
`u_alpha`: its successor, by Krippendorff, Mathet, Bouvry and Widlöcher (2016), Quality & Quantity
50, after alpha-U proved not to behave as expected with more than two annotators. Documents lie end
to end on the continuum; no span and no gap reaches over the end of a document. They are written
here because `pygamma-agreement`, which has gamma, needs `cvxopt`, which is under the GPL.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

import numpy as np

from pipeline.studies.agreement import Interval
from pipeline.studies.table import AgreementError, Floats, Ints, Undefined

Spans = Sequence[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Continuum:
    """One document: its length, and the spans that each annotator marked in it for one label,
    sorted, none overlapping another of the same annotator."""

    length: int
    marked: tuple[Spans, ...]

    def __post_init__(self) -> None:
        for spans in self.marked:
            ends = [0, *(place for span in spans for place in span), self.length]
            if any(first > second for first, second in pairwise(ends)) or any(
                start >= end for start, end in spans
            ):
                raise AgreementError(
                    "spans of one annotator and label must be sorted, free of overlaps, and within "
                    f"the {self.length} characters of their document"
                )


def unitizing_alpha(labels: Mapping[str, Sequence[Continuum]]) -> float:
    """Alpha-U over one or several labels, each with its documents; for two annotators (`u_alpha`
    for more). Raises Undefined where nothing
    is marked, and AgreementError for fewer than two annotators."""
    sums = [disagreement(documents) for documents in labels.values()]
    expected = sum(e for _, e in sums)
    if expected <= 0:
        raise Undefined("unitizing alpha is undefined: no annotator marks anything")
    return 1.0 - sum(o for o, _ in sums) / expected


def u_alpha(labels: Mapping[str, Sequence[Continuum]]) -> float:
    """Nominal u-alpha over one label (marked or not) or several (also which), for any number of
    annotators: the pairs of places, one of each of two annotators, that are labelled differently,
    against those that chance would make. A pair of places within one span is left out of chance.

    Every label has the same documents. Raises Undefined where nothing is marked, or where the
    labels of one annotator overlap, and AgreementError for fewer than two annotators.
    """
    coders = _coders([d for documents in labels.values() for d in documents])
    places = np.zeros(len(labels) + 1)  # of no label, then of each
    agreeing = within = 0.0
    for one_document in zip(*labels.values(), strict=True):
        widths, codes = _stretches(one_document, coders)
        for code in range(len(places)):
            count = (codes == code).sum(axis=0)
            places[code] += widths @ count
            agreeing += float(widths @ (count * (count - 1))) / (coders - 1)
        within += sum((b - a) ** 2 for d in one_document for spans in d.marked for a, b in spans)
    total, within = float(places.sum()), within + float(places[0])
    if total == 0 or np.count_nonzero(places) < 2:
        raise Undefined("u-alpha is undefined: nothing is marked, or all with one label")
    expected = (total**2 - float(places @ places)) / (total - within / total)
    return 1.0 - (total - agreeing) / expected


def _stretches(labels: Sequence[Continuum], coders: int) -> tuple[Ints, Ints]:
    """A document cut at every end of a span: the widths of the stretches, and for each annotator
    (rows) which label each has, counted from 1, or 0."""
    ends = (end for label in labels for spans in label.marked for span in spans for end in span)
    cuts = np.array(sorted({0, max(label.length for label in labels), *ends}), dtype=np.int64)
    codes = np.zeros((coders, len(cuts) - 1), dtype=np.int64)
    for code, label in enumerate(labels, 1):
        for coder, spans in enumerate(label.marked):
            for start, end in spans:
                first, last = np.searchsorted(cuts, (start, end))
                if codes[coder, first:last].any():
                    raise Undefined("u-alpha is undefined: labels of one annotator overlap")
                codes[coder, first:last] = code
    return np.diff(cuts), codes


def _coders(documents: Sequence[Continuum]) -> int:
    annotators = {len(document.marked) for document in documents}
    if len(annotators) != 1 or min(annotators) < 2:
        raise AgreementError("unitizing alpha needs the same two annotators or more throughout")
    return annotators.pop()


def disagreement(documents: Sequence[Continuum]) -> tuple[float, float]:
    """The observed and the expected disagreement of one label over documents end to end."""
    coders = _coders(documents)
    total = float(sum(document.length for document in documents))
    observed = sum(
        _between(first, second, document.length)
        for document in documents
        for first, second in combinations(document.marked, 2)
    )
    lengths = np.array(
        [end - start for d in documents for spans in d.marked for start, end in spans],
        dtype=np.float64,
    )
    gaps = np.array(
        [end - start for d in documents for spans in d.marked for start, end in _gaps(spans, d)],
        dtype=np.float64,
    )
    places = coders * total
    pairs = places * (places - 1) - float((lengths * (lengths - 1)).sum())
    inside = (len(lengths) - 1) / 3 * (2 * lengths**3 - 3 * lengths**2 + lengths)
    expected = 2 / total * float((inside + lengths**2 * _room(lengths, gaps)).sum()) / pairs
    return 2 * observed / (coders * (coders - 1) * total**2), expected


def _gaps(spans: Spans, document: Continuum) -> list[tuple[int, int]]:
    ends = [0, *(place for span in spans for place in span), document.length]
    return [(a, b) for a, b in zip(ends[::2], ends[1::2], strict=True) if a < b]


def _room(lengths: Floats, gaps: Floats) -> Floats:
    """In how many places of any gap a span of each length could lie."""
    ordered = np.sort(gaps)
    sums = np.concatenate([[0.0], np.cumsum(ordered)])
    smaller = np.searchsorted(ordered, lengths, side="left")
    count = len(ordered) - smaller
    return np.asarray(sums[-1] - sums[smaller] - count * (lengths - 1), dtype=np.float64)


def _between(first: Spans, second: Spans, length: int) -> float:
    """The squared differences between two annotators: of both ends where two spans overlap, of the
    whole length where a span lies wholly in the other's gap."""
    a, b = _array(first), _array(second)
    overlap = (a[:, None, 0] < b[None, :, 1]) & (b[None, :, 0] < a[:, None, 1])
    ends = (a[:, None, :] - b[None, :, :]).astype(np.float64) ** 2
    shared = float(ends.sum(axis=2)[overlap].sum())
    alone = float(((a[~overlap.any(axis=1)] @ [-1, 1]).astype(np.float64) ** 2).sum())
    other = float(((b[~overlap.any(axis=0)] @ [-1, 1]).astype(np.float64) ** 2).sum())
    return shared + alone + other


def _array(spans: Spans) -> Ints:
    return np.array(spans, dtype=np.int64).reshape(-1, 2)


def unitizing_interval(
    labels: Mapping[str, Sequence[Continuum]],
    *,
    resamples: int = 500,
    level: float = 0.95,
    seed: int = 0,
) -> Interval:
    """The percentile bootstrap interval over documents. Raises Undefined for fewer than five
    documents, from which no interval can be had."""
    count = len(next(iter(labels.values()), ()))
    if count < 5:
        raise Undefined(f"the interval is undefined: {count} document(s) are too few to resample")
    generator = np.random.default_rng(seed)
    values = []
    for draw in generator.integers(count, size=(resamples, count)):
        try:
            values.append(
                unitizing_alpha({label: [docs[i] for i in draw] for label, docs in labels.items()})
            )
        except Undefined:
            continue
    if len(values) * 2 < resamples:
        raise Undefined("the interval is undefined: most resamples have no value")
    low, high = np.quantile(values, [(1 - level) / 2, (1 + level) / 2])
    return Interval(float(low), float(high), resamples, resamples - len(values))
