"""The sentence classifier: features of a text in its context, and a calibrated linear model.

Saved as plain arrays: nothing in a model file is ever executed.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize_scalar
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from pipeline.learn.author import DocumentModel
from pipeline.learn.encoder import read
from pipeline.learn.examples import Example, Passage, labels_of
from pipeline.learn.features import Features, Settings, text_array
from pipeline.learn.files import ModelFileError

Floats = npt.NDArray[np.float64]
FORMAT = "stancebook-model-3"
_MAX_MODEL_BYTES = 500_000_000
# Folds that calibration is measured on; fewer where there are many examples.
_FOLDS, _FOLDS_OF_MANY, _MANY = 5, 3, 5_000


class TextClassifier:
    """A fitted classifier of short texts in their context.

    `labels` are in alphabetical order, as are the columns of every probability matrix.
    """

    def __init__(
        self,
        features: Features,
        labels: Sequence[str],
        coef: Floats,
        intercept: Floats,
        temperature: float,
        card: Mapping[str, Any],
        document: DocumentModel | None = None,
    ) -> None:
        self.features = features
        self.labels = tuple(labels)
        self.card = dict(card)
        self.document = document
        self._coef, self._intercept, self.temperature = coef, intercept, temperature

    @classmethod
    def fit(
        cls,
        examples: Sequence[Example],
        settings: Settings | None = None,
        card: Mapping[str, Any] | None = None,
    ) -> TextClassifier:
        """Train on labelled examples. The temperature is found on held-out groups (grouped
        cross-validation), so that probabilities are calibrated (Guo et al., ICML 2017)."""
        settings = settings or Settings()
        labels = sorted(set(labels_of(examples)))
        if len(labels) < 2:
            raise ValueError(f"needs examples of two labels at least, not only {labels}")
        scores = out_of_fold_scores(examples, settings, labels)
        temperature = _temperature(examples, scores, labels)
        features, coef, intercept = _fit(examples, settings, labels)
        document = DocumentModel.fit(
            examples, softmax(scores / temperature), labels, document_scores(settings)
        )
        return cls(features, labels, coef, intercept, temperature, card or {}, document)

    def probabilities(self, examples: Sequence[Example]) -> Floats:
        """One row for each example, one column for each of `labels`; rows sum to 1."""
        if not examples:
            return np.zeros((0, len(self.labels)))
        return softmax(self.scores(examples) / self.temperature)

    def scores(self, examples: Sequence[Example]) -> Floats:
        """The linear model's scores, before calibration."""
        return np.asarray(self.features.matrix(examples) @ self._coef.T + self._intercept)

    def predict(self, examples: Sequence[Example]) -> list[str]:
        """The most probable label of each example."""
        return [self.labels[i] for i in self.probabilities(examples).argmax(axis=1)]

    def explain(self, example: Example, top: int = 8) -> list[tuple[str, float]]:
        """The features that moved the decision for the label most: `(feature, weight)`, the
        weight against the mean of the other labels, strongest first."""
        row = self.features.matrix([example])
        scores = np.asarray(row @ self._coef.T + self._intercept)[0]
        best = int(scores.argmax())
        others = np.delete(self._coef, best, axis=0).mean(axis=0)
        moved = row.multiply(self._coef[best] - others).tocoo()
        names = self.features.names()
        pairs = sorted(
            ((names[c], float(v)) for c, v in zip(moved.col, moved.data, strict=True)),
            key=lambda pair: (-abs(pair[1]), pair[0]),
        )
        return [pair for pair in pairs if pair[0]][:top]

    def save(self, path: Path) -> None:
        """Write the model as one `.npz` file of plain arrays; equal models give equal bytes."""
        path.write_bytes(self.to_bytes())

    def to_bytes(self) -> bytes:
        """The model file's bytes."""
        header = {
            "format": FORMAT,
            "labels": self.labels,
            "settings": asdict(self.features.settings),
            "temperature": self.temperature,
            "card": self.card,
            "document": self.document.to_dict() if self.document else None,
            **self.features.header(),
        }
        arrays: dict[str, Any] = {
            "header": text_array(json.dumps(header, ensure_ascii=False, sort_keys=True)),
            "coef": self._coef.astype(np.float32),
            "intercept": self._intercept,
        }
        arrays |= self.features.arrays()
        buffer = io.BytesIO()
        np.savez_compressed(buffer, allow_pickle=False, **arrays)
        return buffer.getvalue()

    @classmethod
    def load(cls, path: Path) -> TextClassifier:
        """Read a model file. Raises ModelFileError for anything but a sound one."""
        try:
            if path.stat().st_size > _MAX_MODEL_BYTES:
                raise ModelFileError(f"{path} is larger than any model of this program")
            with np.load(path, allow_pickle=False) as arrays:
                header = json.loads(bytes(arrays["header"]).decode("utf-8"))
                if header.get("format") != FORMAT:
                    raise ModelFileError(
                        f"{path} is of another format than {FORMAT}: train it again"
                    )
                return cls(
                    Features.from_arrays(Settings(**header["settings"]), header, arrays),
                    header["labels"],
                    arrays["coef"].astype(np.float64),
                    arrays["intercept"].astype(np.float64),
                    float(header["temperature"]),
                    header["card"],
                    DocumentModel.from_dict(header["document"]) if header["document"] else None,
                )
        except OSError as error:
            raise ModelFileError(f"{path} cannot be read: {error.strerror or error}") from error
        except (KeyError, TypeError, ValueError, zipfile.BadZipFile) as error:
            raise ModelFileError(
                f"{path} is no model of this program, or is damaged ({error}): train it again with "
                "`stancebook train`"
            ) from error


def _fit(
    examples: Sequence[Example], settings: Settings, labels: Sequence[str]
) -> tuple[Features, Floats, Floats]:
    features = Features.fit(examples, settings)
    model = LogisticRegression(C=settings.c, class_weight="balanced", max_iter=3000, tol=1e-4)
    model.fit(features.matrix(examples), labels_of(examples))
    coef, intercept = np.asarray(model.coef_), np.asarray(model.intercept_)
    if len(labels) == 2:  # one row in the binary case: make it two, so that softmax serves both
        coef, intercept = np.vstack([-coef, coef]) / 2, np.concatenate([-intercept, intercept]) / 2
    return features, coef, intercept


def document_scores(settings: Settings) -> Callable[[Passage], Floats] | None:
    """What gives the scores of a text as a whole, where the settings read with the encoder."""
    if not settings.encoder:
        return None
    return lambda passage: read(passage.title, passage.sentences).document


def softmax(scores: Floats) -> Floats:
    shifted = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(shifted / shifted.sum(axis=1, keepdims=True))


def out_of_fold_scores(
    examples: Sequence[Example], settings: Settings, labels: Sequence[str]
) -> Floats:
    """Scores of each example by a model that saw no example of its group; NaN rows where a fold
    lacked a label."""
    groups = [example.group for example in examples]
    scores = np.full((len(examples), len(labels)), np.nan)
    folds = min(_FOLDS if len(examples) < _MANY else _FOLDS_OF_MANY, len(set(groups)))
    if folds < 2:
        return scores
    for train, test in GroupKFold(n_splits=folds).split(examples, groups=groups):
        part = [examples[i] for i in train]
        if set(labels_of(part)) != set(labels):
            continue
        features, coef, intercept = _fit(part, settings, labels)
        matrix = features.matrix([examples[i] for i in test])
        scores[test] = matrix @ coef.T + intercept
    return scores


def _temperature(examples: Sequence[Example], scores: Floats, labels: Sequence[str]) -> float:
    known = ~np.isnan(scores).any(axis=1)
    if known.sum() < 30:
        return 1.0
    truth = np.array([labels.index(label) for label in labels_of(examples)])[known]

    def loss(log_t: float) -> float:
        rows = softmax(scores[known] / np.exp(log_t))
        return float(-np.log(rows[np.arange(len(truth)), truth] + 1e-12).mean())

    best = minimize_scalar(loss, bounds=(-2.0, 2.0), method="bounded", options={"xatol": 1e-4})
    return round(float(np.exp(best.x)), 4)
