"""True labels from several annotators' labels and their own error rates, by EM.

Source: Dawid and Skene (1979), Applied Statistics 28, pp. 20-28. The best-known libraries of the
method bring far more with them than these few lines.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from pipeline.studies.table import AgreementError, Floats

_TINY = 1e-12
_STEPS = 500


@dataclass(frozen=True, slots=True)
class DawidSkene:
    """A fitted model: the labels, how often each is true, and for each annotator how often each
    true label (row) was given which label (column)."""

    labels: tuple[str, ...]
    prevalence: Floats
    errors: Mapping[str, Floats]

    @classmethod
    def fit(cls, votes: Sequence[Iterable[tuple[str, str]]], smoothing: float = 0.0) -> DawidSkene:
        """Fit to items, each a list of (annotator, label); an annotator may label an item several
        times. It begins from each item's shares of votes, as the source does. `smoothing` is added
        to every count of errors, so that few items do not make an annotator infallible. Raises
        AgreementError where there is no vote."""
        items = [list(item) for item in votes]
        given = [(i, name, label) for i, item in enumerate(items) for name, label in item]
        if not given:
            raise AgreementError("there are no votes to find true labels from")
        labels = tuple(sorted({label for _, _, label in given}))
        names = sorted({name for _, name, _ in given})
        counts = np.zeros((len(items), len(names), len(labels)))
        for item, name, label in given:
            counts[item, names.index(name), labels.index(label)] += 1
        shares = counts.sum(axis=1)
        shares = shares / np.maximum(shares.sum(axis=1, keepdims=True), 1)
        before = -np.inf
        for _ in range(_STEPS):
            prevalence = shares.mean(axis=0)
            errors = np.einsum("it,ial->atl", shares, counts) + smoothing
            errors = errors / np.maximum(errors.sum(axis=2, keepdims=True), _TINY)
            shares, likelihood = _posterior(counts, prevalence, errors)
            if likelihood - before < 1e-9 * max(1.0, abs(likelihood)):
                break
            before = likelihood
        return cls(labels, prevalence, dict(zip(names, errors, strict=True)))

    def posterior(self, votes: Iterable[tuple[str, str]]) -> dict[str, float]:
        """The probability of each label to be an item's true one."""
        logs = np.log(np.maximum(self.prevalence, _TINY))
        for name, label in votes:
            logs = logs + np.log(np.maximum(self.errors[name][:, self.labels.index(label)], _TINY))
        shares = np.exp(logs - logs.max())
        return dict(zip(self.labels, map(float, shares / shares.sum()), strict=True))


def _posterior(counts: Floats, prevalence: Floats, errors: Floats) -> tuple[Floats, float]:
    logs = np.einsum("ial,atl->it", counts, np.log(np.maximum(errors, _TINY)))
    logs = logs + np.log(np.maximum(prevalence, _TINY))
    most = logs.max(axis=1, keepdims=True)
    shares = np.exp(logs - most)
    totals = shares.sum(axis=1, keepdims=True)
    return shares / totals, float((np.log(totals) + most).sum())
