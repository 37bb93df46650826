"""A stance model from what coders decided so far, and what it would change."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from pipeline.annotate.records import STANCES
from pipeline.errors import ConfigurationError
from pipeline.learn.classifier import TextClassifier
from pipeline.learn.examples import Example, labels_of
from pipeline.learn.features import FEATURE_SETS
from pipeline.learn.fitting import fit
from pipeline.learn.training import train
from pipeline.review.decisions import Desk
from pipeline.review.queue import Item, Record
from pipeline.studies.examples import read_labelled
from pipeline.studies.texts import SourceText, text_of

_SHOWN = 50


class RetrainError(ConfigurationError):
    """Decisions that no model can be trained on yet; the message says what is lacking."""


def retrain(
    desk: Desk, base: Sequence[Path] = (), features: str = "words"
) -> tuple[Record, list[Item]]:
    """Train a stance model on `base` and the desk's annotation set, and save it beside the set: the
    model that `stancebook train` makes of the same files with the same `FEATURE_SETS` name.

    Returns what changed, for the page, and the undecided items with the new model's
    probabilities. `right` counts the reviewed claims that a model got right: the one in use, and
    new ones that were each trained without the documents that they are asked about (two folds).
    Raises RetrainError, DataError or SetError.
    """
    if not desk.set_path.is_file():
        raise RetrainError("no claim is decided yet")
    documents = {item.key[0]: item.document for item in desk.items.values()}
    texts = {doc_id: text_of(document) for doc_id, document in documents.items()}
    others = read_labelled(base, texts=texts.values()) if base else []
    reviewed = read_labelled([desk.set_path], texts=texts.values())
    absent = [s for s in STANCES if s not in labels_of([*others, *reviewed])]
    if absent:
        raise RetrainError(f"needs claims of every stance; there is none of {', '.join(absent)}")
    data = [*base, desk.set_path]
    model = train(data, features=features, examples=[*others, *reviewed])
    path = desk.set_path.with_suffix(".stance.npz")
    model.save(path)

    waiting = [item for key, item in desk.items.items() if key not in desk.decisions]
    updated = with_model(waiting, model, texts)
    changes = [
        {"doc_id": new.key[0], "claim_id": new.key[1], "text": new.claim["text"],
         "before": old.claim["stance"]["label"], "after": new.claim["stance"]["label"]}
        for old, new in zip(waiting, updated, strict=True)
        if old.claim["stance"]["label"] != new.claim["stance"]["label"]
    ]  # fmt: skip
    kept = [d for d in desk.decisions.values() if d.action == "keep" and d.key in desk.items]
    before = sum(desk.items[d.key].claim["stance"]["label"] == d.stance for d in kept)
    result = {
        "model": str(path),
        "data": str(desk.set_path),
        "examples": len(others) + len(reviewed),
        "reviewed": len(reviewed),
        "waiting": len(waiting),
        "changed": len(changes),
        "moves": dict(sorted(Counter(f"{c['before']} → {c['after']}" for c in changes).items())),
        "changes": changes[:_SHOWN],
        "right": {"before": before, "after": _held_out(others, reviewed, features)},
    }
    return result, updated


def with_model(
    items: Sequence[Item], model: TextClassifier, texts: Mapping[str, SourceText]
) -> list[Item]:
    """The items with another model's stances; `texts` are by `doc_id`."""
    examples = [
        texts[item.key[0]].example(item.claim["start"], item.claim["end"]) for item in items
    ]
    updated = []
    for item, row in zip(items, model.probabilities(examples), strict=True):
        probabilities = dict(zip(model.labels, map(float, row), strict=True))
        stance = {"label": max(probabilities, key=lambda s: (probabilities[s], s)),
                  "probabilities": probabilities}  # fmt: skip
        updated.append(replace(item, claim={**item.claim, "stance": stance}))
    return updated


def _held_out(others: Sequence[Example], reviewed: Sequence[Example], features: str) -> int | None:
    """How many reviewed claims two models get right, each trained without the documents it is asked
    about; None where all are of one document, or a half lacks a stance."""
    groups = sorted({example.group for example in reviewed})
    right = 0
    for half in (groups[::2], groups[1::2]):
        known: list[Example] = [*others, *(e for e in reviewed if e.group not in half)]
        asked = [e for e in reviewed if e.group in half]
        if not half or set(labels_of(known)) != set(STANCES):
            return None
        model = fit(known, FEATURE_SETS[features])
        predicted: list[Any] = model.predict(asked)
        right += sum(p == e.label for p, e in zip(predicted, asked, strict=True))
    return right
