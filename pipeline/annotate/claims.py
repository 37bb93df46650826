"""Claims and stances: what the models say of a document's sentences."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol

from pipeline.annotate.attributed import Unit, holders_of
from pipeline.annotate.parsed import Parsed
from pipeline.annotate.records import (
    CLAIM_TYPES,
    STANCES,
    Claim,
    DocumentStance,
    HolderStance,
    Mention,
    Stance,
    StanceLabel,
)
from pipeline.learn.examples import Example, Passage

Row = Mapping[str, float]

_CLAIM_THRESHOLD = 0.5


class Models(Protocol):
    """What judges sentences and documents: each method gives one row of probabilities a text."""

    def claim(self, examples: Sequence[Example]) -> Sequence[Row]:
        """Probability that each text is a claim, under the key "claim"."""

    def claim_type(self, examples: Sequence[Example]) -> Sequence[Row]:
        """Probabilities of the claim types."""

    def stance(self, examples: Sequence[Example]) -> Sequence[Row]:
        """Probabilities of favor, against and neutral."""

    def document(self, claims: Sequence[Row], passage: Passage) -> Row:
        """Probabilities of an author's stance from those of the author's claims, and the text."""


class ModelChoice(Protocol):
    """What knows the models for each text."""

    def of(self, passage: Passage, language: str) -> Models:
        """The models for a text in a language: equal ones for texts that are judged alike."""


def claims_of(parsed: Sequence[Parsed], models: Models) -> list[tuple[Claim, ...]]:
    """The claims of each document; the models judge the sentences of all of them at once."""
    examples = [example for part in parsed for example in part.examples]
    probabilities = iter(models.claim(examples) if examples else ())
    chosen: list[list[tuple[int, float]]] = []
    for part in parsed:
        rows = [(i, next(probabilities)["claim"]) for i in range(len(part.units))]
        chosen.append([
            (i, probability) for i, probability in rows
            if probability >= _CLAIM_THRESHOLD and part.units[i].kind in ("prose", "item")
        ])  # fmt: skip
    picked = [part.examples[i] for part, rows in zip(parsed, chosen, strict=True) for i, _ in rows]
    types = iter(models.claim_type(picked) if picked else ())
    stances = iter(models.stance(picked) if picked else ())
    return [_coded(part, rows, types, stances) for part, rows in zip(parsed, chosen, strict=True)]


def document_stance(claims: Sequence[Claim], passage: Passage, models: Models) -> DocumentStance:
    """The stance of a document's author, and of each holder over the holder's claims."""
    own = [_row(c.stance) for c in claims if c.holder.kind == "author"]
    stance = _stance(models.document(own, passage))
    grouped: dict[tuple[str, str], list[Claim]] = defaultdict(list)
    for claim in claims:
        holder = claim.holder
        grouped[(holder.kind, holder.entity_id or (holder.text or "").lower())].append(claim)
    return DocumentStance(
        label=stance.label,
        probabilities=stance.probabilities,
        by_holder=tuple(
            HolderStance(theirs[0].holder, _over(theirs), len(theirs))
            for theirs in grouped.values()
        ),
    )


def _over(claims: Sequence[Claim]) -> StanceLabel:
    """The stance of one holder: the side that most of the claims with a side take."""
    favor = sum(c.stance.label == "favor" for c in claims)
    against = sum(c.stance.label == "against" for c in claims)
    if favor == against:
        return "neutral"
    return "favor" if favor > against else "against"


def _coded(
    part: Parsed, chosen: list[tuple[int, float]], types: Iterator[Row], stances: Iterator[Row]
) -> tuple[Claim, ...]:
    """The claims of one document; takes as many rows of `types` and `stances` as it has claims."""
    if not chosen:
        return ()
    within = _mentions_by_sentence(part.units, part.mentions)
    holders = holders_of(part.document, part.units, part.mentions)
    claims = []
    for number, (i, probability) in enumerate(chosen, 1):
        unit, row = part.units[i], next(types)
        claims.append(
            Claim(
                id=f"c{number}",
                sentence_id=unit.sentence.id,
                start=unit.sentence.start,
                end=unit.sentence.end,
                text=unit.text,
                probability=round(probability, 4),
                type=max(CLAIM_TYPES, key=lambda t, row=row: row.get(t, 0.0)),  # type: ignore[misc]
                holder=holders[i],
                stance=_stance(next(stances)),
                mention_ids=tuple(m.id for m in within[i]),
            )
        )
    return tuple(claims)


def _mentions_by_sentence(
    units: Sequence[Unit], mentions: Sequence[Mention]
) -> list[list[Mention]]:
    within: list[list[Mention]] = [[] for _ in units]
    position = 0
    for mention in mentions:
        while position < len(units) and units[position].sentence.end <= mention.start:
            position += 1
        if position < len(units):
            within[position].append(mention)
    return within


def _row(stance: Stance) -> Row:
    return {str(label): p for label, p in stance.probabilities.items()}


def _stance(row: Row) -> Stance:
    probabilities = {label: round(float(row.get(label, 0.0)), 4) for label in STANCES}
    return Stance(max(STANCES, key=lambda label: probabilities[label]), probabilities)
