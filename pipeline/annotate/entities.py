"""From mentions to entities: which mentions of a document name the same person, body or date."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.annotate.homonyms import by_country
from pipeline.annotate.nicknames import nicknames
from pipeline.annotate.records import Entity, Mention
from pipeline.annotate.referents import People, Referent, Things
from pipeline.annotate.shortbodies import short_bodies
from pipeline.annotate.shortgangs import short_gangs
from pipeline.annotate.shortnames import abbreviations, short_departments
from pipeline.annotate.spotted import Spotted, longest


def resolve(text: str, spots: Iterable[Spotted]) -> tuple[tuple[Mention, ...], tuple[Entity, ...]]:
    """Join the mentions of one document into entities.

    Adds later short names and abbreviations that only the document itself introduces, drops bare
    titles that refer to nobody in particular. Returns mentions in text order (ids m1, m2, ...) and
    entities in order of first mention (ids e1, e2, ...). No two mentions overlap.
    """
    found = by_country(text, _without_overlap(list(spots)))
    people = People(text)
    named = [s for s in found if s.label == "OFFICIAL" and s.form in ("name", "title")]
    people.learn(named)
    found = [*found, *nicknames(text, found)]
    found = [*found, *people.later_names(text, found)]
    found = [*found, *abbreviations(text, found), *short_departments(text, found)]
    found = [*found, *short_bodies(text, found), *short_gangs(text, found)]
    found = _without_overlap(found)
    things = Things(text)
    people = People(text, things.posts(found))
    pairs: list[tuple[Spotted, Referent]] = []
    deferred: list[Spotted] = []
    for spot in found:
        if spot.label != "OFFICIAL":
            pairs.append((spot, things.join(spot)))
        elif spot.form == "bare":
            deferred.append(spot)
        else:
            pairs.append((spot, people.join(spot)))
    for spot in deferred:
        referent = people.of_bare(spot, pairs)
        if referent is not None:
            pairs.append((spot, referent))
    return _records(text, pairs)


def _without_overlap(spots: list[Spotted]) -> list[Spotted]:
    """Where labels compete for words: an organisation's name holds the person's in it."""
    return longest(spots)


def _records(
    text: str, pairs: list[tuple[Spotted, Referent]]
) -> tuple[tuple[Mention, ...], tuple[Entity, ...]]:
    ordered = sorted(pairs, key=lambda pair: pair[0].start)
    numbers: dict[int, int] = {}
    entities: list[Referent] = []
    mentions = []
    for index, (spot, referent) in enumerate(ordered, 1):
        if id(referent) not in numbers:
            entities.append(referent)
            numbers[id(referent)] = len(entities)
        mentions.append(
            Mention(
                id=f"m{index}",
                start=spot.start,
                end=spot.end,
                text=text[spot.start : spot.end],
                label=spot.label,
                entity_id=f"e{numbers[id(referent)]}",
                edtf=spot.edtf,
            )
        )
    return tuple(mentions), tuple(
        Entity(
            id=f"e{number}",
            label=referent.label,
            name=referent.name,
            aliases=tuple(form for form in referent.forms if form != referent.name),
            roles=tuple(referent.roles),
            wikidata=referent.wikidata,
        )
        for number, referent in enumerate(entities, 1)
    )
