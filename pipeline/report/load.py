"""What the report reads beside the dataset: the cards of the models that made it."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from pathlib import Path

from pipeline.dataset.load import Record
from pipeline.learn.classifier import TextClassifier
from pipeline.learn.files import DATA, FAST, ModelFileError


def model_cards(run: Record, stance: Path | None = None) -> list[Record]:
    """The cards of the models that the run used, as far as they are at hand: the installed ones and
    `stance`, each only where its hash is the one that the run wrote down."""
    cards = []
    for task, sha256 in sorted(run.get("models", {}).items()):
        card: Record = {"task": task, "sha256": sha256, "card": None}
        for path in (DATA / f"{task}.npz", FAST / f"{task}.npz", stance):
            if path is None or not path.is_file() or _sha256(path) != sha256:
                continue
            with suppress(ModelFileError):  # of another version: the report does without its card
                model = TextClassifier.load(path)
                card |= {"card": model.card, "labels": list(model.labels),
                         "temperature": model.temperature}  # fmt: skip
        cards.append(card)
    return cards


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
