"""A document between parser and models: its units, what its mentions are, what the models read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.annotate.attributed import Unit
from pipeline.annotate.captions import is_caption
from pipeline.annotate.entities import resolve
from pipeline.annotate.holders import Attribution
from pipeline.annotate.pieces import Bounds
from pipeline.annotate.records import Entity, Mention, Sentence
from pipeline.annotate.spanish.courtesy import without_degree
from pipeline.annotate.spotted import Spotted
from pipeline.corpus.document import Block, Document
from pipeline.learn.examples import Example, Passage


@dataclass(frozen=True, slots=True)
class Parsed:
    """A document whose mentions are known and whose claims are not yet."""

    number: int
    document: Document
    units: list[Unit]
    passage: Passage
    examples: list[Example]
    mentions: tuple[Mention, ...]
    entities: tuple[Entity, ...]


def parsed_of(
    number: int,
    document: Document,
    bounds: Bounds,
    spotted: list[Spotted],
    attributions: list[Attribution],
) -> Parsed:
    """What the pipeline found in the document of this number, as the models read it: a unit for
    each of `bounds`, in order, with its attribution."""
    spotted = _without_authors(spotted, document)
    mentions, entities = resolve(document.text, spotted)
    units = _units(document, bounds, attributions)
    passage = Passage(_title(document, units), tuple(unit.text for unit in units))
    before = ["", *passage.sentences]
    examples = [
        Example(unit.text, before[i], passage=passage, place=i) for i, unit in enumerate(units)
    ]
    return Parsed(number, document, units, passage, examples, mentions, entities)


def _title(document: Document, units: Sequence[Unit]) -> str:
    """What stands over a text: its title, else the heading that it begins with."""
    if document.metadata.title:
        return document.metadata.title
    return units[0].text if units and units[0].kind == "heading" else ""


def _without_authors(spotted: list[Spotted], document: Document) -> list[Spotted]:
    """Spots without those of an author who is called an official only in the note on the author
    ("Ann Roe is a retired ambassador")."""
    names = {" ".join(author.split()).lower() for author in document.metadata.authors}
    return [
        spot
        for spot in spotted
        if spot.label != "OFFICIAL"
        or spot.listed
        or (spot.name or "").lower() not in names
        or (spot.role or "").istitle()
        or len(without_degree(document.text[spot.start : spot.end])) > len(spot.name or "")
        # the title stands directly with the name
    ]


def _units(
    document: Document, bounds: Sequence[tuple[int, int]], attributions: Sequence[Attribution]
) -> list[Unit]:
    blocks: Iterator[Block] = iter(document.blocks)
    block = next(blocks, None)
    units = []
    for number, ((start, end), attribution) in enumerate(zip(bounds, attributions, strict=True), 1):
        while block is not None and block.end <= start:
            block = next(blocks, None)
        kind = block.kind if block is not None else "prose"
        written = document.text[start:end]
        runs_on = block is not None and end < block.end
        if runs_on and is_caption(written):
            kind = "heading"
        units.append(Unit(Sentence(f"s{number}", start, end), kind, written, attribution))
    return units
