"""The models that annotation needs, the install's own or a user's, behind one small interface."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.learn.classifier import TextClassifier
from pipeline.learn.encoder import read
from pipeline.learn.examples import Example, Passage, Task
from pipeline.learn.features import document_scores
from pipeline.learn.files import DATA, FAST, ModelFileError, model_files, model_hashes
from pipeline.learn.subject import about_force

__all__ = ["DATA", "ModelFileError", "SentenceModels"]


@dataclass(frozen=True, slots=True)
class Recipe:
    """How a shipped model was trained: the features, and the folders (or files) of
    annotations/training."""

    features: str
    texts: tuple[str, ...]


_FAST = Recipe("fast", ("encoder", "later", "head"))
# What reads an encoder's scores must not learn from what the encoder learnt from.
_ENCODER = Recipe("encoder", ("head",))
# Debaters' single sentences judge more and tell less than whole texts.
_ENCODER_WHOLE = Recipe("encoder", ("head/documents.jsonl", "head/passages.jsonl"))
_SPANISH = Recipe("encoder-es", ("es",))
# Types and claims are the same whatever a text is about; a side is only in texts about force.
_FAST_ANY = Recipe("fast", (*_FAST.texts, "other"))
_SPANISH_ANY = Recipe("encoder-es", (*_SPANISH.texts, "es-other"))
# The recipe of each file in the folder of the models.
SHIPPED: Mapping[str, Recipe] = {
    "stance": _ENCODER,
    "type": _ENCODER_WHOLE,
    "claim": _ENCODER,
    "fast/stance": _FAST,
    "fast/type": _FAST_ANY,
    "fast/claim": _FAST_ANY,
    "es/stance": _SPANISH,
    "es/type": _SPANISH_ANY,
    "es/claim": _SPANISH_ANY,
}


class SentenceModels:
    """Claim, type and stance models for the annotator."""

    def __init__(self, folder: Path = DATA, stance: Path | None = None) -> None:
        """Load the models of `folder`; `stance` replaces the stance model by another file. Raises
        ModelFileError."""
        self._folder, self._stance = folder, stance
        files = model_files(folder, stance)
        self._models = {task: TextClassifier.load(file) for task, file in files.items()}
        if set(self._models["stance"].labels) != {"favor", "against", "neutral"}:
            raise ModelFileError(
                f"{files['stance']} gives {', '.join(self._models['stance'].labels)}; a stance "
                "model gives favor, against and neutral"
            )
        for network in {model.features.settings.reads for model in self._models.values()}:
            if network:
                read("", ("Loaded now, not within a document's bounds.",), network)
        self._others: dict[Path, SentenceModels] = {}

    @property
    def sha256(self) -> Mapping[str, str]:
        """Each file's hash, by task. Raises ModelFileError."""
        return model_hashes(self._folder, self._stance)

    def of(self, passage: Passage, language: str) -> SentenceModels | AboutSomethingElse:
        """The models for a text: those of its language where there are any; and where it does not
        speak of the use of force, what finds no side in it, and needs no encoder for English. A
        stance model that the user gave is for every text, whatever its target is."""
        about = self._stance is not None or about_force(passage, language)
        folder = DATA / language
        if folder.is_dir():
            models = self._of(folder)
        else:
            models = self if about or self._folder == FAST else self._of(FAST)
        return models if about else AboutSomethingElse(models)

    def _of(self, folder: Path) -> SentenceModels:
        """The models of another folder, loaded when first asked for."""
        if folder not in self._others:
            self._others[folder] = SentenceModels(folder, self._stance)
        return self._others[folder]

    def claim(self, examples: Sequence[Example]) -> list[dict[str, float]]:
        """Probability that each text is a claim."""
        return self._rows("claim", examples)

    def claim_type(self, examples: Sequence[Example]) -> list[dict[str, float]]:
        """Probabilities of the claim types."""
        return self._rows("type", examples)

    def stance(self, examples: Sequence[Example]) -> list[dict[str, float]]:
        """Probabilities of favor, against and neutral."""
        return self._rows("stance", examples)

    def document(self, claims: Sequence[Mapping[str, float]], passage: Passage) -> dict[str, float]:
        """An author's stance from that of the author's claims, and the text. A stance model trained
        on single sentences has no document part: then the mean over the claims."""
        stance = self._models["stance"]
        if stance.document is not None:
            scores = document_scores(stance.features.settings)
            return stance.document.probabilities(claims, scores(passage) if scores else ())
        if not claims:
            return {label: float(label == "neutral") for label in stance.labels}
        return {label: sum(c[label] for c in claims) / len(claims) for label in stance.labels}

    def _rows(self, task: Task, examples: Sequence[Example]) -> list[dict[str, float]]:
        model = self._models[task]
        return [
            dict(zip(model.labels, map(float, row), strict=True))
            for row in model.probabilities(examples)
        ]


@dataclass(frozen=True, slots=True)
class AboutSomethingElse:
    """For a text that does not speak of the use of force: it makes claims, as `models` find them,
    and none of them is on a side. (The stance models learnt from texts about force alone, and find
    a side in four of ten sentences about the climate or about schools.)"""

    models: SentenceModels

    def claim(self, examples: Sequence[Example]) -> list[dict[str, float]]:
        """Probability that each text is a claim."""
        return self.models.claim(examples)

    def claim_type(self, examples: Sequence[Example]) -> list[dict[str, float]]:
        """Probabilities of the claim types."""
        return self.models.claim_type(examples)

    def stance(self, examples: Sequence[Example]) -> list[dict[str, float]]:
        """Neutral, each of them."""
        return [dict(_NEUTRAL) for _ in examples]

    def document(self, claims: Sequence[Mapping[str, float]], passage: Passage) -> dict[str, float]:
        """Neutral."""
        return dict(_NEUTRAL)


_NEUTRAL = {"favor": 0.0, "against": 0.0, "neutral": 1.0}
