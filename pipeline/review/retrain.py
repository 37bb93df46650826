"""A stance model from what coders decided so far, and what it would change."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from pipeline.annotate.records import STANCES
from pipeline.dataset.files import write_atomically
from pipeline.errors import ConfigurationError
from pipeline.learn.classifier import TextClassifier
from pipeline.learn.examples import Example, labels_of, read_examples
from pipeline.learn.training import train
from pipeline.review.decisions import Desk, context_of, examples_of
from pipeline.review.queue import Item, Record

_SHOWN = 50


class RetrainError(ConfigurationError):
    """Decisions that no model can be trained on yet; the message says what is lacking."""


def retrain(desk: Desk, base: Sequence[Path]) -> tuple[Record, list[Item]]:
    """Train a stance model on `base` and the desk's decisions, and save both beside its journal.

    Returns what changed, for the page, and the undecided items with the new model's
    probabilities. `right` counts the reviewed claims that a model got right: the one in use, and
    new ones that were each trained without the documents that they are asked about (two folds).
    Raises RetrainError or DataError.
    """
    rows = examples_of(desk.items, list(desk.decisions.values()))
    reviewed = [Example(r["text"], r["context"], r["stance"], r["group"]) for r in rows]
    others = read_examples(base) if base else []
    absent = set(STANCES) - set(labels_of([*others, *reviewed]))
    if absent or not rows:
        raise RetrainError(f"needs claims of every stance; there is none of {', '.join(absent)}")
    folder = desk.journal.parent
    data = folder / f"{desk.annotator}.examples.jsonl"
    write_atomically(data, (json.dumps(row, ensure_ascii=False) + "\n" for row in rows))
    model = train([*base, data])
    path = folder / f"{desk.annotator}.stance.npz"
    model.save(path)

    waiting = [item for key, item in desk.items.items() if key not in desk.decisions]
    updated = with_model(waiting, model)
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
        "data": str(data),
        "examples": len(others) + len(reviewed),
        "reviewed": len(reviewed),
        "waiting": len(waiting),
        "changed": len(changes),
        "moves": dict(sorted(Counter(f"{c['before']} → {c['after']}" for c in changes).items())),
        "changes": changes[:_SHOWN],
        "right": {"before": before, "after": _held_out(others, reviewed)},
    }
    return result, updated


def with_model(items: Sequence[Item], model: TextClassifier) -> list[Item]:
    """The items with another model's stances."""
    examples = [Example(item.claim["text"], context_of(item)) for item in items]
    updated = []
    for item, row in zip(items, model.probabilities(examples), strict=True):
        probabilities = dict(zip(model.labels, map(float, row), strict=True))
        stance = {"label": max(probabilities, key=lambda s: (probabilities[s], s)),
                  "probabilities": probabilities}  # fmt: skip
        updated.append(replace(item, claim={**item.claim, "stance": stance}))
    return updated


def _held_out(others: Sequence[Example], reviewed: Sequence[Example]) -> int | None:
    """How many reviewed claims two models get right, each trained without the documents it is asked
    about; None where all are of one document, or a half lacks a stance."""
    groups = sorted({example.group for example in reviewed})
    right = 0
    for half in (groups[::2], groups[1::2]):
        known: list[Example] = [*others, *(e for e in reviewed if e.group not in half)]
        asked = [e for e in reviewed if e.group in half]
        if not half or set(labels_of(known)) != set(STANCES):
            return None
        predicted: list[Any] = TextClassifier.fit(known).predict(asked)
        right += sum(p == e.label for p, e in zip(predicted, asked, strict=True))
    return right
