"""Calibration: how often a model is right, by how sure it is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from pipeline.learn.arrays import Floats


def calibration_bins(
    probabilities: Floats, truth: npt.NDArray[np.int64], bins: int = 10
) -> list[dict[str, Any]]:
    """The bins of a reliability diagram that hold any example: how many (`count`), their mean
    `confidence`, and the share that is right (`accuracy`), to 4 digits. `truth` is the column of
    each row's true label."""
    confidence = probabilities.max(axis=1)
    right = probabilities.argmax(axis=1) == truth
    places = np.minimum((confidence * bins).astype(int), bins - 1)
    return [
        {
            "count": int((places == place).sum()),
            "confidence": round(float(confidence[places == place].mean()), 4),
            "accuracy": round(float(right[places == place].mean()), 4),
        }
        for place in np.unique(places)
    ]


def calibration_error(bins: Sequence[dict[str, Any]]) -> float:
    """The expected calibration error (Naeini et al., AAAI 2015) over the bins of
    `calibration_bins`."""
    count = sum(b["count"] for b in bins)
    return float(sum(b["count"] * abs(b["accuracy"] - b["confidence"]) for b in bins) / count)
