"""Which claims a coder sees, and in which order."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.studies.sets import AnnotationSet

Record = dict[str, Any]
Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Item:
    """A claim to review: its document, as the dataset has it, and the claim."""

    document: Record
    claim: Record

    @property
    def key(self) -> Key:
        """The document's and the claim's identifiers."""
        return self.document["doc_id"], self.claim["id"]


def items_of(documents: Iterable[Record]) -> Iterator[Item]:
    """Every claim of the documents that were coded with their text; others cannot be read."""
    for document in documents:
        if document.get("text") is not None:
            for claim in document["claims"]:
                yield Item(document, claim)


def uncertainty(claim: Mapping[str, Any]) -> float:
    """How unsure the model is of a claim, 0 to 1: the smaller margin between its two most probable
    stances (margin sampling, Scheffer et al. 2001), or of being a claim at all."""
    probabilities = sorted(claim["stance"]["probabilities"].values(), reverse=True)
    margin = probabilities[0] - probabilities[1] if len(probabilities) > 1 else 1.0
    return float(max(1 - margin, 1 - abs(2 * claim["probability"] - 1)))


def disagreeing(item: Item, others: Sequence[AnnotationSet]) -> bool:
    """Whether the coders of other sets differ on the claim's stance, from one another or from the
    model. One who has the document but not the claim holds it to be none."""
    seen = views(item, others)
    return len({*seen.values(), item.claim["stance"]["label"]}) > 1 if seen else False


def views(item: Item, others: Sequence[AnnotationSet]) -> dict[str, str | None]:
    """The stance that each other coder gave to the claim, None for "no claim"; coders who did not
    see its sentence are left out."""
    found: dict[str, str | None] = {}
    for one in others:
        record = one.documents.get(item.document["text_sha256"])
        for claim in record["claims"] if record else ():
            if _overlap(claim, item.claim):
                found[one.annotator] = claim.get("stance")
                break
        else:
            if record and any(_overlap(s, item.claim) for s in record.get("sentences", ())):
                found[one.annotator] = None
    return found


def ordered(
    items: Iterable[Item], others: Sequence[AnnotationSet] = (), *, blind: bool = False
) -> list[Item]:
    """The order of review. Disagreements first, then what the model is least sure of. A blind coder
    sees what others have seen first, in an order that tells nothing of the model or of them."""

    def rank(item: Item) -> tuple[bool, float, str, int]:
        doc_id, claim_id = item.key
        if blind:
            digest = hashlib.sha256(f"{doc_id}\0{claim_id}".encode()).hexdigest()
            return not views(item, others), 0.0, digest, 0
        return (not disagreeing(item, others), -uncertainty(item.claim), doc_id,
                item.claim["start"])  # fmt: skip

    return sorted(items, key=rank)


def _overlap(a: Mapping[str, Any], b: Mapping[str, Any]) -> bool:
    return bool(a["start"] < b["end"] and b["start"] < a["end"])
