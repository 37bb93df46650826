"""The models that annotation needs, the install's own or a user's, behind one small interface."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.learn.classifier import TextClassifier
from pipeline.learn.encoder import stance_scores
from pipeline.learn.examples import Example, Task
from pipeline.learn.files import DATA, ModelFileError, model_files, model_hashes

__all__ = ["DATA", "ModelFileError", "SentenceModels"]


@dataclass(frozen=True, slots=True)
class Recipe:
    """How a shipped model was trained: the features, and the folders of annotations/training."""

    features: str
    folders: tuple[str, ...]


# What reads the encoder's scores must not learn from what the encoder learnt from.
SHIPPED: Mapping[Task, Recipe] = {
    "stance": Recipe("encoder", ("head",)),
    "type": Recipe("encoder", ("head",)),
    "claim": Recipe("encoder", ("head",)),
}


class SentenceModels:
    """Claim, type and stance models for the annotator. `sha256` has each file's hash, by task."""

    def __init__(self, folder: Path = DATA, stance: Path | None = None) -> None:
        """Load the models of `folder`; `stance` replaces the stance model by another file. Raises
        ModelFileError."""
        files = model_files(folder, stance)
        self._models = {task: TextClassifier.load(file) for task, file in files.items()}
        if set(self._models["stance"].labels) != {"favor", "against", "neutral"}:
            raise ModelFileError(
                f"{files['stance']} gives {', '.join(self._models['stance'].labels)}; a stance "
                "model gives favor, against and neutral"
            )
        if any(model.features.settings.encoder for model in self._models.values()):
            stance_scores([("", "Loaded now, not within a document's bounds.")])
        self.sha256: Mapping[str, str] = model_hashes(folder, stance)

    def claim(self, texts: Sequence[str], contexts: Sequence[str]) -> list[dict[str, float]]:
        """Probability that each text is a claim."""
        return self._rows("claim", texts, contexts)

    def claim_type(self, texts: Sequence[str], contexts: Sequence[str]) -> list[dict[str, float]]:
        """Probabilities of the claim types."""
        return self._rows("type", texts, contexts)

    def stance(self, texts: Sequence[str], contexts: Sequence[str]) -> list[dict[str, float]]:
        """Probabilities of favor, against and neutral."""
        return self._rows("stance", texts, contexts)

    def document(self, claims: Sequence[Mapping[str, float]]) -> dict[str, float]:
        """An author's stance from that of the author's claims. A stance model trained on single
        sentences has no document part: then the mean over the claims."""
        model = self._models["stance"].document
        if model is not None:
            return model.probabilities(claims)
        labels = self._models["stance"].labels
        if not claims:
            return {label: float(label == "neutral") for label in labels}
        return {label: sum(c[label] for c in claims) / len(claims) for label in labels}

    def _rows(
        self, task: Task, texts: Sequence[str], contexts: Sequence[str]
    ) -> list[dict[str, float]]:
        model = self._models[task]
        examples = [Example(t, c) for t, c in zip(texts, contexts, strict=True)]
        return [
            dict(zip(model.labels, map(float, row), strict=True))
            for row in model.probabilities(examples)
        ]
