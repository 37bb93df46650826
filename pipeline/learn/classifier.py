"""The sentence classifier: features of a text in its context, and a calibrated linear model
(fitted in `pipeline.learn.fitting`).

Saved as plain arrays: nothing in a model file is ever executed.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from pipeline.learn.arrays import Floats, text_array
from pipeline.learn.author import DocumentModel
from pipeline.learn.examples import Example
from pipeline.learn.features import Features, Settings
from pipeline.learn.files import ModelFileError

FORMAT = "stancebook-model-3"
_MAX_MODEL_BYTES = 500_000_000


class TextClassifier:
    """A classifier of short texts in their context.

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


def softmax(scores: Floats) -> Floats:
    shifted = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(shifted / shifted.sum(axis=1, keepdims=True))
