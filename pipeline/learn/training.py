"""Training and evaluating sentence models from files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import sklearn
from sklearn.metrics import (
    average_precision_score,
    f1_score,
    precision_recall_fscore_support,
)

from pipeline.learn.arrays import Floats
from pipeline.learn.calibration import calibration_bins, calibration_error
from pipeline.learn.classifier import TextClassifier
from pipeline.learn.examples import Example, Task, data_sha256, labels_of, read_examples
from pipeline.learn.features import FEATURE_SETS
from pipeline.learn.files import encoder_sha256
from pipeline.learn.fitting import fit


def train(
    paths: Sequence[Path],
    task: Task = "stance",
    features: str = "words",
    examples: Sequence[Example] | None = None,
) -> TextClassifier:
    """Train a model of `task` on the labelled rows of files or folders, with one of the named
    `FEATURE_SETS`. `examples` are those rows, where they were read otherwise than as tables. The
    model's card records the data's hash and counts. Raises DataError."""
    if examples is None:
        examples = read_examples(paths, task)
    card: dict[str, Any] = {
        "task": task,
        "features": features,
        "data_sha256": data_sha256(paths),
        "examples": len(examples),
        "groups": len({example.group for example in examples}),
        "labels": dict(sorted(Counter(labels_of(examples)).items())),
        "scikit_learn": sklearn.__version__.split(".")[0],
    }
    if network := FEATURE_SETS[features].reads:
        card["encoder"] = encoder_sha256(network)
    return fit(examples, FEATURE_SETS[features], card)


def evaluate(model: TextClassifier, examples: Sequence[Example]) -> dict[str, Any]:
    """Macro-F1 over the labels that occur in `examples`, accuracy, per-label precision, recall, F1
    and average precision (of the texts ranked by the label's probability) with counts, and the
    expected calibration error (ten bins; Naeini et al., AAAI 2015) with its bins."""
    truth = labels_of(examples)
    present = sorted(set(truth))
    probabilities = model.probabilities(examples)
    predicted = [model.labels[i] for i in probabilities.argmax(axis=1)]
    precision, recall, f1, support = precision_recall_fscore_support(
        truth, predicted, labels=present, zero_division=0
    )
    columns = np.array(
        [model.labels.index(label) if label in model.labels else -1 for label in truth]
    )
    bins = calibration_bins(probabilities, columns)
    sides = [i for i, label in enumerate(present) if label in ("favor", "against")]
    return {
        "examples": len(examples),
        # The mean F1 of the two sides, as SemEval-2016 Task 6 scores (Mohammad et al., 2016).
        "f_avg": round(float(np.mean(f1[sides])), 4) if len(sides) == 2 else None,
        "macro_f1": round(float(f1_score(truth, predicted, labels=present, average="macro")), 4),
        "accuracy": round(
            float(np.mean([t == p for t, p in zip(truth, predicted, strict=True)])), 4
        ),
        "expected_calibration_error": round(calibration_error(bins), 4),
        "calibration": bins,
        "labels": {
            label: {
                "precision": round(float(precision[i]), 4),
                "recall": round(float(recall[i]), 4),
                "f1": round(float(f1[i]), 4),
                "average_precision": round(
                    _average_precision(model, probabilities, truth, label), 4
                ),
                "count": int(support[i]),
            }
            for i, label in enumerate(present)
        },
    }


def _average_precision(
    model: TextClassifier, probabilities: Floats, truth: Sequence[str], label: str
) -> float:
    """0 for a label that the model does not know."""
    if label not in model.labels:
        return 0.0
    ranked = probabilities[:, model.labels.index(label)]
    return float(average_precision_score([given == label for given in truth], ranked))
