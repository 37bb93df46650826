"""An author's stance over a whole document, from the stances of the author's claims.

A multinomial logistic regression on figures that do not depend on length: the mean probability of
favor and of against over the sentences that state the author's own view, and, where the sentence
model reads with the stance encoder, that encoder's scores for the text as a whole. Reported views
are left out of the means, so a long passage of the other side's arguments does not move them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression

from pipeline.learn.examples import Example, Passage

Floats = npt.NDArray[np.float64]
_MIN_PASSAGES = 30


@dataclass(frozen=True, slots=True)
class DocumentModel:
    """`coef` has a row for each of `labels`, and a column for each mean probability (in the order
    of `labels`, the last left out: it follows from the others) and each of the text's scores."""

    labels: tuple[str, ...]
    coef: Floats
    intercept: Floats

    @classmethod
    def fit(
        cls,
        examples: Sequence[Example],
        probabilities: Floats,
        labels: Sequence[str],
        scores: Callable[[Passage], Floats] | None = None,
    ) -> DocumentModel | None:
        """Fit on passages whose author's stance is known, with out-of-fold sentence probabilities,
        and `scores` of a passage as a whole; None where fewer than 30 are."""
        rows: dict[Passage, list[Floats]] = defaultdict(list)
        truth: dict[Passage, str] = {}
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
        features = np.array([
            _row(rows[p], scores(p) if scores else ()) for p in passages
        ])  # fmt: skip
        model = LogisticRegression(C=10.0, class_weight="balanced", max_iter=5000, tol=1e-8)
        model.fit(features, [truth[p] for p in passages])
        if len(labels) == 2:
            coef, intercept = np.vstack([-model.coef_, model.coef_]) / 2, np.array(
                [-model.intercept_[0], model.intercept_[0]]) / 2  # fmt: skip
        else:
            coef, intercept = model.coef_, model.intercept_
        return cls(tuple(labels), np.round(coef, 4), np.round(intercept, 4))

    def probabilities(
        self, claims: Sequence[Mapping[str, float]], scores: Sequence[float] | Floats = ()
    ) -> dict[str, float]:
        """The author's stance from the probabilities of each of the author's claims, and the scores
        of the text as a whole; an author who claims nothing is neutral."""
        if not claims and "neutral" in self.labels:
            return {label: float(label == "neutral") for label in self.labels}
        rows = [[claim[label] for label in self.labels] for claim in claims]
        sums = self.coef @ _row(rows or [[1 / len(self.labels)] * len(self.labels)], scores)
        weights = np.exp(sums + self.intercept - (sums + self.intercept).max())
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


def _row(probabilities: Sequence[Any], scores: Sequence[float] | Floats) -> Floats:
    return np.concatenate([np.mean(probabilities, axis=0)[:-1], scores])
