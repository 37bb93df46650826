"""A coder's decisions: appended to a journal one by one, each on disk before it is answered, and
kept as an annotation set that `agree`, `adjudicate` and `train` read."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from pipeline.annotate.records import CLAIM_TYPES, STANCES
from pipeline.dataset.records import SCHEMA_VERSION
from pipeline.errors import ConfigurationError
from pipeline.review.queue import Item, Key, Record
from pipeline.studies.sets import write_set

ACTIONS = ("keep", "reject", "skip")
HOLDERS = ("author", "entity", "group", "unknown")
_NAME = re.compile(r"[\w][\w.-]{0,63}")
_LONGEST = 5000


class DecisionError(ValueError):
    """A decision that cannot be taken; the message tells the coder why."""


class JournalError(ConfigurationError):
    """A journal of decisions that cannot be used; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What a coder decided on one claim: `keep` it with these values, `reject` it as no claim, or
    `skip` it, which settles nothing."""

    doc_id: str
    claim_id: str
    action: str
    start: int = 0
    end: int = 0
    type: str | None = None
    stance: str | None = None
    holder: Mapping[str, str] = field(default_factory=dict)
    comment: str = ""

    @property
    def key(self) -> Key:
        return self.doc_id, self.claim_id


def decision_of(data: Any, item: Item) -> Decision:
    """A decision on `item` from what the page sent. Raises DecisionError."""
    if not isinstance(data, dict) or data.get("action") not in ACTIONS:
        raise DecisionError(f"the action must be one of {', '.join(ACTIONS)}")
    comment = data.get("comment", "")
    if not isinstance(comment, str) or len(comment) > _LONGEST:
        raise DecisionError(f"the comment must be text of at most {_LONGEST:,} characters")
    doc_id, claim_id = item.key
    if data["action"] != "keep":
        return Decision(doc_id, claim_id, data["action"], comment=comment)
    start, end = data.get("start"), data.get("end")
    length = len(item.document["text"])
    if type(start) is not int or type(end) is not int or not 0 <= start < end <= length:
        raise DecisionError(f"the span must lie in the text, 0 to {length:,}, and hold something")
    if data.get("stance") not in STANCES:
        raise DecisionError("choose a stance: favor, neutral or against")
    if data.get("type") not in CLAIM_TYPES:
        raise DecisionError(f"choose a type: {', '.join(CLAIM_TYPES)}")
    return Decision(doc_id, claim_id, "keep", start, end, data["type"], data["stance"],
                    _holder(data.get("holder"), item.document), comment)  # fmt: skip


def _holder(holder: Any, document: Record) -> dict[str, str]:
    kind = holder.get("kind") if isinstance(holder, dict) else None
    if kind not in HOLDERS:
        raise DecisionError("choose a holder")
    if kind == "entity":
        if holder.get("entity_id") not in {entity["id"] for entity in document["entities"]}:
            raise DecisionError("the holder must be an entity of the document")
        return {"kind": kind, "entity_id": holder["entity_id"]}
    text = holder.get("text", "")
    if not isinstance(text, str) or len(text) > 500:
        raise DecisionError("the holder's words must be text of at most 500 characters")
    return {"kind": kind, "text": text} if kind == "group" and text else {"kind": kind}


class Desk:
    """One coder's decisions on disk: `NAME.decisions.jsonl`, every decision in order, and
    `NAME.jsonl`, the annotation set of what they come to. A desk takes up where the last one ended.

    Raises JournalError where the journal is not sound, or another process has it open.
    """

    def __init__(self, folder: Path, annotator: str, items: Iterable[Item]) -> None:
        if not _NAME.fullmatch(annotator):
            raise JournalError(
                f"the annotator {annotator!r} cannot name a file; use letters, digits, . _ and -"
            )
        folder.mkdir(parents=True, exist_ok=True)
        self.annotator = annotator
        self.items = {item.key: item for item in items}
        self.journal = folder / f"{annotator}.decisions.jsonl"
        self.set_path = folder / f"{annotator}.jsonl"
        self.decisions: dict[Key, Decision] = {}
        self._file = self.journal.open("a+b")
        _lock(self._file.fileno(), self.journal)
        self._load()

    def _load(self) -> None:
        self._file.seek(0)
        data = self._file.read()
        whole = data[: data.rfind(b"\n") + 1]
        if len(whole) < len(data):  # what a killed desk did not finish writing
            self._file.truncate(len(whole))
        for number, line in enumerate(whole.splitlines(), 1):
            try:
                decision = Decision(**json.loads(line))
            except (ValueError, TypeError) as error:
                raise JournalError(f"{self.journal}:{number}: is no decision: {error}") from error
            self.decisions[decision.key] = decision
        if self.decisions:
            self._write_set()

    def decide(self, decision: Decision) -> None:
        """Take a decision: it is on disk, in journal and set, when this returns. A later decision
        on the same claim replaces the earlier one. Raises DecisionError, and then keeps nothing."""
        if decision.action == "keep":
            self._check_overlap(decision)
        line = json.dumps(asdict(decision), ensure_ascii=False) + "\n"
        self._file.write(line.encode("utf-8", "replace"))
        self._file.flush()
        os.fsync(self._file.fileno())
        self.decisions[decision.key] = decision
        self._write_set()

    def _check_overlap(self, decision: Decision) -> None:
        for other in self.decisions.values():
            if (
                other.doc_id == decision.doc_id
                and other.claim_id != decision.claim_id
                and other.action == "keep"
                and other.start < decision.end
                and decision.start < other.end
            ):
                raise DecisionError(
                    f"the span overlaps claim {other.claim_id} ({other.start} to {other.end}), "
                    "which you have kept"
                )

    def decided(self) -> int:
        """How many claims are settled; skipped ones are not."""
        return sum(decision.action != "skip" for decision in self.decisions.values())

    def _write_set(self) -> None:
        records = set_records(self.annotator, self.items, self.decisions.values())
        if records:
            write_set(self.set_path, records)
        else:  # a set without documents is none
            self.set_path.unlink(missing_ok=True)

    def close(self) -> None:
        """Close the journal and let go of it."""
        self._file.close()


def set_records(
    annotator: str, items: Mapping[Key, Item], decisions: Iterable[Decision]
) -> list[Record]:
    """The settled decisions as records of an annotation set. Its sentences are those that the coder
    has judged: of the others the set says nothing. Mentions are not reviewed at the desk."""
    records: dict[str, Record] = {}
    for decision in decisions:
        item = items.get(decision.key)
        if item is None or decision.action == "skip":
            continue  # skipped, or of a claim that a later run no longer has
        document = item.document
        record = records.setdefault(
            document["text_sha256"],
            {
                "schema_version": SCHEMA_VERSION,
                "text_sha256": document["text_sha256"],
                "doc_id": document["doc_id"],
                "annotator": annotator,
                "layers": ["claim", "type", "stance", "holder"],
                "sentences": [],
                "mentions": [],
                "claims": [],
            },
        )
        judged = _sentence(item)
        if judged not in record["sentences"]:
            record["sentences"].append(judged)
        if decision.action == "keep":
            record["claims"].append(_claim(decision, document))
        if decision.comment:
            record.setdefault("comments", []).append(
                {"claim_id": decision.claim_id, "text": decision.comment}
            )
    for record in records.values():
        record["sentences"].sort(key=lambda s: s["start"])
        record["claims"].sort(key=lambda c: c["start"])
    return list(records.values())


def _claim(decision: Decision, document: Record) -> Record:
    holder = dict(decision.holder)
    for entity in document["entities"]:
        if holder.get("kind") == "entity" and entity["id"] == holder.get("entity_id"):
            holder["text"] = entity["name"]
    return {"start": decision.start, "end": decision.end, "type": decision.type,
            "stance": decision.stance, "holder": holder}  # fmt: skip


def _sentence(item: Item) -> Record:
    for sentence in item.document["sentences"]:
        if sentence["id"] == item.claim["sentence_id"]:
            return {"start": sentence["start"], "end": sentence["end"]}
    return {"start": item.claim["start"], "end": item.claim["end"]}


def _lock(handle: int, path: Path) -> None:
    try:
        import fcntl
    except ImportError:  # pragma: no cover - Windows, where an open file is not locked
        return
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        raise JournalError(f"{path}: another desk has it open; close that, or take another "
                           "--annotator") from error  # fmt: skip
