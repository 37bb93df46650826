"""The holder of each sentence of a document: pronouns, quotations and turns resolved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.annotate.holders import Attribution
from pipeline.annotate.records import Holder, Mention, Sentence
from pipeline.corpus.document import Document


@dataclass(frozen=True, slots=True)
class Unit:
    """A sentence in the making: where it stands, in what kind of block, and who speaks."""

    sentence: Sentence
    kind: str
    text: str
    attribution: Attribution


_TURNS = 3  # A text with so many turns is a transcript: its speakers hold what they say.
_RECENT = 3


def holders_of(
    document: Document, units: Sequence[Unit], mentions: Sequence[Mention]
) -> list[Holder]:
    """The holder of each unit. A pronoun means the holder of one of the last few sentences, else
    the last official named; a quotation that goes on over several sentences keeps its speaker, and
    so does a turn in a transcript."""
    holders: list[Holder] = []
    officials = [m for m in mentions if m.label == "OFFICIAL"]
    transcript = sum(unit.attribution.turn for unit in units) >= _TURNS
    speaker: Holder | None = None
    turn: Holder | None = None
    about: list[Holder] = []  # whom a pronoun in the next sentences can mean
    for unit in units:
        holder = _holder(document, unit, mentions, officials, about[-_RECENT:])
        inside = _is_inside_quotation(unit.text)
        if unit.attribution.turn:
            turn = holder if transcript else None
        elif unit.kind in ("heading", "byline") or unit.text.startswith("["):
            turn = None
        if holder.kind == "author" and inside and speaker is not None:
            holder = speaker
        elif holder.kind == "author" and turn is not None:
            holder = turn
        speaker = holder if holder.kind in ("entity", "group") else (speaker if inside else None)
        holders.append(holder)
        subject = unit.attribution.subject
        named = holder.kind in ("entity", "group") and holder is not turn
        about.append(holder if named or subject is None else _named(document, subject, mentions))
    return holders


def _is_inside_quotation(text: str) -> bool:
    """Whether a sentence is wholly quoted: it begins or ends with a quotation mark and names no
    speaker, or goes on in one that was opened before."""
    return text[:1] in '“"«' and text.rstrip()[-1:] in '”"»'


def _holder(
    document: Document,
    unit: Unit,
    mentions: Sequence[Mention],
    officials: Sequence[Mention],
    recent: Sequence[Holder],
) -> Holder:
    attribution = unit.attribution
    if attribution.pronoun is not None:
        antecedent = next((h for h in reversed(recent) if h.kind == attribution.kind), None)
        if antecedent is not None:
            return antecedent
        before = [m for m in officials if m.start < unit.sentence.start]
        if (
            attribution.kind == "entity"
            and before
            and (unit.sentence.start - before[-1].start < 600)
        ):
            return Holder("entity", before[-1].entity_id, before[-1].text)
        return Holder("unknown")
    return _named(document, attribution, mentions)


def _named(document: Document, attribution: Attribution, mentions: Sequence[Mention]) -> Holder:
    """The holder whose words an attribution quotes, with its entity where a mention is one."""
    if attribution.start is None or attribution.end is None:
        return Holder(attribution.kind)
    text = document.text[attribution.start : attribution.end]
    inside = [
        m
        for m in mentions
        if m.label != "DATE" and m.start < attribution.end and attribution.start < m.end
    ]
    if attribution.kind == "entity" and inside:
        return Holder("entity", inside[0].entity_id, text)
    whole = [
        m
        for m in inside
        if m.start <= attribution.start
        and m.end >= attribution.end
        and m.label in ("AGENCY", "CARTEL")
    ]
    if whole:
        return Holder("entity", whole[0].entity_id, text)
    return Holder(attribution.kind, None, text)
