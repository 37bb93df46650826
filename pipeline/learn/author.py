"""An author's stance over a whole document, from the stances of the author's claims.

A multinomial logistic regression on figures that do not depend on length: the mean probability of
favor and of against over the sentences that state the author's own view, and, where the sentence
model reads with the stance encoder, that encoder's scores for the text as a whole. Reported views
are left out of the means, so a long passage of the other side's arguments does not move them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from pipeline.learn.arrays import Floats


@dataclass(frozen=True, slots=True)
class DocumentModel:
    """`coef` has a row for each of `labels`, and a column for each mean probability (in the order
    of `labels`, the last left out: it follows from the others) and each of the text's scores."""

    labels: tuple[str, ...]
    coef: Floats
    intercept: Floats

    def probabilities(
        self, claims: Sequence[Mapping[str, float]], scores: Sequence[float] | Floats = ()
    ) -> dict[str, float]:
        """The author's stance from the probabilities of each of the author's claims, and the scores
        of the text as a whole; an author who claims nothing is neutral."""
        if not claims and "neutral" in self.labels:
            return {label: float(label == "neutral") for label in self.labels}
        rows = [[claim[label] for label in self.labels] for claim in claims]
        sums = self.coef @ document_features(
            rows or [[1 / len(self.labels)] * len(self.labels)], scores
        )
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


def document_features(probabilities: Sequence[Any], scores: Sequence[float] | Floats) -> Floats:
    """What the model sees of a text: the mean of the author's claims' probabilities (a row each),
    and the scores of the text as a whole."""
    return np.concatenate([np.mean(probabilities, axis=0)[:-1], scores])
