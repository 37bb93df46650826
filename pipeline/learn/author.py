"""An author's stance over a whole document, from the stances of the author's claims.

A multinomial logistic regression on two figures that do not depend on length: the mean probability
of favor and of against over the sentences that state the author's own view. Reported views are left
out before, so a long passage of the other side's arguments does not move it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression

from pipeline.learn.examples import Example

_MIN_PASSAGES = 30


@dataclass(frozen=True, slots=True)
class DocumentModel:
    """`coef` has a row for each of `labels` and a column for each mean probability (in the order of
    `labels`, the last left out: it follows from the others)."""

    labels: tuple[str, ...]
    coef: npt.NDArray[np.float64]
    intercept: npt.NDArray[np.float64]

    @classmethod
    def fit(
        cls,
        examples: Sequence[Example],
        probabilities: npt.NDArray[np.float64],
        labels: Sequence[str],
    ) -> DocumentModel | None:
        """Fit on passages whose author's stance is known, with out-of-fold sentence probabilities;
        None where fewer than 30 are."""
        rows: dict[str, list[npt.NDArray[np.float64]]] = defaultdict(list)
        truth: dict[str, str] = {}
        for example, row in zip(examples, probabilities, strict=True):
            label = example.author_label
            if (
                example.passage
                and label is not None
                and label in labels
                and not np.isnan(row).any()
            ):
                truth[example.passage] = label
                if example.by_author:
                    rows[example.passage].append(row)
        passages = [passage for passage in truth if rows[passage]]
        if len(passages) < _MIN_PASSAGES or len({truth[p] for p in passages}) != len(labels):
            return None
        features = np.array([np.mean(rows[p], axis=0)[:-1] for p in passages])
        model = LogisticRegression(C=30.0, class_weight="balanced", max_iter=5000, tol=1e-8)
        model.fit(features, [truth[p] for p in passages])
        if len(labels) == 2:
            coef, intercept = np.vstack([-model.coef_, model.coef_]) / 2, np.array(
                [-model.intercept_[0], model.intercept_[0]]) / 2  # fmt: skip
        else:
            coef, intercept = model.coef_, model.intercept_
        return cls(tuple(labels), np.round(coef, 4), np.round(intercept, 4))

    def probabilities(self, claims: Sequence[Mapping[str, float]]) -> dict[str, float]:
        """The author's stance from the probabilities of each of the author's claims; an author
        who claims nothing is neutral."""
        if not claims and "neutral" in self.labels:
            return {label: float(label == "neutral") for label in self.labels}
        rows = [[claim[label] for label in self.labels] for claim in claims]
        mean = np.mean(rows, axis=0) if rows else np.full(len(self.labels), 1 / len(self.labels))
        scores = self.coef @ mean[:-1] + self.intercept
        weights = np.exp(scores - scores.max())
        return {
            label: float(p) for label, p in zip(self.labels, weights / weights.sum(), strict=True)
        }

    def to_dict(self) -> dict[str, Any]:
        """As plain lists."""
        return {
            "labels": list(self.labels),
            "coef": self.coef.tolist(),
            "intercept": self.intercept.tolist(),
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> DocumentModel:
        """From `to_dict`."""
        return cls(tuple(data["labels"]), np.array(data["coef"]), np.array(data["intercept"]))
