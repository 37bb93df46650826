"""A finished dataset on disk, as the report reads it: one record at a time."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.dataset.files import DOCUMENTS, FAILURES, RUN, DatasetError, read_records
from pipeline.learn.classifier import TextClassifier
from pipeline.learn.shipped import DATA

Record = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Dataset:
    """The folder that `stancebook run` wrote; `failures` and `run` are small and kept."""

    folder: Path
    failures: list[Record]
    run: Record

    def documents(self) -> Iterator[Record]:
        """The documents, in the dataset's order. Raises DatasetError."""
        return read_records(self.folder / DOCUMENTS)


def load_dataset(folder: Path) -> Dataset:
    """Open the dataset in `folder`. Raises DatasetError where there is none, or where it is not
    whole."""
    for name in (DOCUMENTS, FAILURES, RUN):
        if not (folder / name).is_file():
            raise DatasetError(
                f"{folder} holds no {name}; name the folder that "
                "`stancebook run CORPUS -o OUT` wrote"
            )
    return Dataset(folder, list(read_records(folder / FAILURES)), read_json(folder / RUN))


def read_json(path: Path) -> Record:
    """A JSON object from a file. Raises DatasetError."""
    try:
        data = json.loads(path.read_text("utf-8"))
    except OSError as error:
        raise DatasetError(f"{path} cannot be read: {error.strerror}") from error
    except (ValueError, RecursionError) as error:
        raise DatasetError(f"{path} is no JSON in UTF-8: {error}") from error
    if not isinstance(data, dict):
        raise DatasetError(f"{path} must hold a JSON object")
    return data


def model_cards(run: Record, stance: Path | None = None) -> list[Record]:
    """The cards of the models that the run used, as far as they are at hand: the installed ones and
    `stance`, each only where its hash is the one that the run wrote down."""
    cards = []
    for task, sha256 in sorted(run.get("models", {}).items()):
        card: Record = {"task": task, "sha256": sha256, "card": None}
        for path in (DATA / f"{task}.npz", stance):
            if path is not None and path.is_file() and _sha256(path) == sha256:
                model = TextClassifier.load(path)
                card |= {"card": model.card, "labels": list(model.labels),
                         "temperature": model.temperature}  # fmt: skip
        cards.append(card)
    return cards


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
