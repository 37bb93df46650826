"""The plain records that annotation adds to a document.

Offsets are Unicode code points into the document's text, end exclusive, and the quoted `text`
always equals `document.text[start:end]`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from pipeline.corpus.document import Document

StanceLabel = Literal["favor", "against", "neutral"]
HolderKind = Literal["author", "entity", "group", "unknown"]

STANCES: tuple[StanceLabel, ...] = ("favor", "against", "neutral")
CLAIM_TYPES = ("fact", "cause", "prediction", "value", "policy")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One unit of the text: a sentence of prose, a heading, a byline, a list item."""

    id: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Mention:
    """A span that names an entity; `edtf` is set on dates that could be resolved."""

    id: str
    start: int
    end: int
    text: str
    label: str
    entity_id: str
    edtf: str | None = None


@dataclass(frozen=True, slots=True)
class Entity:
    """What mentions refer to: one canonical name, the other forms, and the offices stated."""

    id: str
    label: str
    name: str
    aliases: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    wikidata: str | None = None


@dataclass(frozen=True, slots=True)
class Holder:
    """Whose view a claim states."""

    kind: HolderKind
    entity_id: str | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Stance:
    """A stance label with the model's probability for each label (they sum to 1)."""

    label: StanceLabel
    probabilities: Mapping[StanceLabel, float]


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence that asserts something checkable or arguable."""

    id: str
    sentence_id: str
    start: int
    end: int
    text: str
    probability: float
    type: str
    holder: Holder
    stance: Stance
    mention_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class HolderStance:
    """The stance of one holder over the `claims` (a count) that the document attributes to it."""

    holder: Holder
    label: StanceLabel
    claims: int


@dataclass(frozen=True, slots=True)
class DocumentStance:
    """The author's stance, and that of every other holder in the document."""

    label: StanceLabel
    probabilities: Mapping[StanceLabel, float]
    by_holder: tuple[HolderStance, ...] = ()


@dataclass(frozen=True, slots=True)
class AnnotatedDocument:
    """A document with everything that annotation found in it, in reading order."""

    document: Document
    sentences: tuple[Sentence, ...]
    mentions: tuple[Mention, ...]
    entities: tuple[Entity, ...]
    claims: tuple[Claim, ...]
    stance: DocumentStance
