"""A coder at the desk: the queue, the decisions, and what the page is told of a claim."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pipeline.errors import StancebookError
from pipeline.report.summary import title_of
from pipeline.review.decisions import DecisionError, Desk, decision_of
from pipeline.review.queue import Item, Key, Record, ordered, uncertainty, views
from pipeline.review.retrain import retrain
from pipeline.studies.sets import AnnotationSet

# Characters of the text shown on each side of a claim.
_WINDOW = 900


class Session:
    """One coder's work over one start of the desk. `token` is the secret of this coder's page."""

    def __init__(
        self,
        desk: Desk,
        others: Sequence[AnnotationSet] = (),
        *,
        blind: bool = False,
        base: Sequence[Path] = (),
        features: str = "words",
        retrain_after: int = 50,
    ) -> None:
        self.desk, self.others, self.blind = desk, others, blind
        self.token = secrets.token_urlsafe(24)
        self.queue = ordered(desk.items.values(), others, blind=blind)
        self._base, self._features, self._after = base, features, retrain_after
        self._trained_at = 0
        self._training: threading.Thread | None = None
        self._result: Record | None = None

    def state(self) -> Record:
        """How far the coder is, and whether training is offered, under way, or done."""
        decided = self.desk.decided()
        running = self._training is not None and self._training.is_alive()
        return {
            "annotator": self.desk.annotator,
            "blind": self.blind,
            "total": len(self.queue),
            "decided": decided,
            "skipped": len(self.desk.decisions) - decided,
            "set": str(self.desk.set_path),
            "offer": not self.blind and not running and decided - self._trained_at >= self._after,
            "training": running,
            "result": self._result,
        }

    def next(self) -> Record | None:
        """The next claim to decide: the first undecided, then those skipped; None at the end."""
        decisions = self.desk.decisions
        for item in self.queue:
            if item.key not in decisions:
                return self.view(item.key)
        for item in self.queue:
            if decisions[item.key].action == "skip":
                return self.view(item.key)
        return None

    def view(self, key: Key) -> Record | None:
        """What the page shows of a claim; a blind coder gets neither the model's values nor those
        of others."""
        item = next((item for item in self.queue if item.key == key), None)
        if item is None:
            return None
        document, claim = item.document, item.claim
        first = max(0, claim["start"] - _WINDOW)
        decision = self.desk.decisions.get(key)
        shown: Record = {
            "doc_id": key[0],
            "claim_id": key[1],
            "title": title_of(document),
            "about": [
                part
                for part in (
                    ", ".join(document["metadata"].get("authors") or ()),
                    document["metadata"].get("publisher"),
                    document["metadata"].get("kind"),
                    document["metadata"].get("published"),
                )
                if part
            ],
            "first": first,
            "text": document["text"][first : claim["end"] + _WINDOW],
            "start": claim["start"],
            "end": claim["end"],
            "entities": [
                {"id": e["id"], "name": e["name"], "label": e["label"]}
                for e in document["entities"]
                if e["label"] != "DATE"
            ],
            "decision": None if decision is None else _plain(decision),
            "model": None if self.blind else _model(item),
            "others": {} if self.blind else views(item, self.others),
        }
        return shown

    def decide(self, data: Any) -> None:
        """Take a decision that the page sent. Raises DecisionError."""
        names = (
            [data.get(name) for name in ("doc_id", "claim_id")] if isinstance(data, dict) else []
        )
        item = self.desk.items.get((str(names[0]), str(names[1]))) if names else None
        if item is None:
            raise DecisionError("there is no such claim")
        self.desk.decide(decision_of(data, item))

    def start_training(self) -> None:
        """Train in the background; `state` tells of the result."""
        if self.blind:
            raise DecisionError("a blind coder sees nothing of the model")
        if self._training is None or not self._training.is_alive():
            self._training = threading.Thread(target=self._train, daemon=True)
            self._training.start()

    def _train(self) -> None:
        decided = self.desk.decided()
        try:
            self._result, waiting = retrain(self.desk, self._base, self._features)
        except (StancebookError, ValueError) as error:
            self._result = {"error": str(error)}
            return
        finally:
            self._trained_at = decided
        done = [item for item in self.queue if item.key in self.desk.decisions]
        seen = {item.key for item in done}
        rest = [item for item in waiting if item.key not in seen]
        self.queue = [*done, *ordered(rest, self.others)]


def _plain(decision: Any) -> Record:
    names = ("action", "start", "end", "type", "stance", "holder", "comment")
    return {name: getattr(decision, name) for name in names}


def _model(item: Item) -> Record:
    claim = item.claim
    return {
        "probability": claim["probability"],
        "type": claim["type"],
        "stance": claim["stance"]["label"],
        "probabilities": claim["stance"]["probabilities"],
        "holder": claim["holder"],
        "uncertainty": uncertainty(claim),
    }
