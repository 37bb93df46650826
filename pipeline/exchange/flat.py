"""Codings as labelled spans and links only, for tools that know nothing else (doccano, Prodigy).

A claim is a span with the label CLAIM, and what is coded of it are further labels on the same span:
`type: fact`, `stance: against`, `holder: group`. The document's stance is a label such as
`document: favor` on its first line (anywhere, when read). A holder's mention is linked to its claim
by a relation. What has no place among labels (an entity's name, a date's value, what a holder is
called) goes along as `FlatSpan.extra`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from pipeline.codebook import Codebook
from pipeline.exchange.coding import Coding
from pipeline.exchange.contract import ExchangeError
from pipeline.exchange.drafts import DOCUMENT, FIELDS, Draft
from pipeline.studies.sets import Span

CLAIM = "CLAIM"
HOLDER = "holder"
_ATTRIBUTES = {name: values for name, values in FIELDS["claim"].items() if values is not None}
_LINE = re.compile(r"\S(?:[^\n]*\S)?")


@dataclass(frozen=True, slots=True)
class FlatSpan:
    """A labelled span; `id` is its number in the text, from 1."""

    id: int
    start: int
    end: int
    label: str
    extra: Mapping[str, str] = field(default_factory=dict)


def labels(codebook: Codebook) -> list[str]:
    """Every label that spans have. Raises ExchangeError where the codebook's own collide."""
    own = [CLAIM]
    own += [f"{name}: {value}" for name, values in _ATTRIBUTES.items() for value in values]
    own += [f"{DOCUMENT}: {value}" for value in FIELDS["document"]["stance"] or ()]
    taken = set(own) & set(codebook.mention_labels)
    if taken:
        raise ExchangeError(f"the codebook has the label {min(taken)}, which means something else "
                            "here; rename it")  # fmt: skip
    return [*codebook.mention_labels, *own]


def first_line(text: str) -> Span:
    """Where the document's stance is marked: the first line that has words. Raises ExchangeError
    where there is none."""
    match = _LINE.search(text)
    if match is None:
        raise ExchangeError("a text without words has no place for its stance")
    return match.span()


def flatten(coding: Coding, text: str) -> tuple[list[FlatSpan], list[tuple[int, int]]]:
    """A coding as spans, and the links (claim's id, mention's id)."""
    spans: list[FlatSpan] = []
    ids: dict[Span, int] = {}
    links = []

    def add(at: Span, label: str, **extra: str | None) -> int:
        given = {name: value for name, value in extra.items() if value is not None}
        spans.append(FlatSpan(len(spans) + 1, *at, label, given))
        return len(spans)

    if coding.stance is not None:
        add(first_line(text), f"{DOCUMENT}: {coding.stance}")
    for mention in coding.mentions:
        at = (mention.start, mention.end)
        ids[at] = add(at, mention.label, entity=mention.entity, edtf=mention.edtf)
    for claim in coding.claims:
        at, holder = (claim.start, claim.end), claim.holder
        number = add(at, CLAIM, holder_text=holder.text if holder else None)
        for name, value in (("type", claim.type), ("stance", claim.stance),
                            ("holder", holder.kind if holder else None)):  # fmt: skip
            if value is not None:
                add(at, f"{name}: {value}")
        if holder is not None and holder.span is not None:
            links.append((number, ids[holder.span]))
    return spans, links


@dataclass(frozen=True, slots=True)
class Marked:
    """A span as a tool's file has it: any label, any offsets, and where it stands."""

    key: str
    start: Any
    end: Any
    label: Any
    place: str
    extra: Mapping[str, Any] = field(default_factory=dict)

    @property
    def at(self) -> str:
        """Where it stands, whatever the file gives as offsets."""
        return f"{self.start!r} to {self.end!r}"


def gather(draft: Draft, marked: Iterable[Marked]) -> None:
    """Add a file's spans to a draft; links are the caller's, by the spans' keys."""
    rest = []
    claims: dict[str, str] = {}
    for span in marked:
        kind, _, value = str(span.label).partition(": ")
        if span.label == CLAIM:
            if span.at in claims:
                continue  # the same again
            draft.claim(span.key, span.start, span.end, span.place)
            claims[span.at] = span.key
        elif kind == DOCUMENT and value:
            draft.value(DOCUMENT, "stance", value, span.place)
        elif kind in _ATTRIBUTES and value:
            rest.append((span, kind, value))
            continue
        else:
            draft.mention(span.key, span.start, span.end, span.label, span.place)
        for name, text in _extras(span):
            draft.value(span.key, name, text, span.place)
    for span, kind, value in rest:
        claim = claims.get(span.at)
        if claim is None:
            draft.problem(span.place, f"the label {span.label} stands on no {CLAIM} with the same "
                                      "start and end")  # fmt: skip
        else:
            draft.value(claim, kind, value, span.place)


def _extras(span: Marked) -> Iterator[tuple[str, Any]]:
    fields = FIELDS["claim"] if span.label == CLAIM else FIELDS["mention"]
    for name, allowed in fields.items():
        if allowed is None and name in span.extra:
            yield name, span.extra[name]
