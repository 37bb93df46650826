"""All mentions of a Spanish text: the gazetteers' first, then what the patterns add."""

from __future__ import annotations

import re
import sys
from bisect import bisect_right
from collections.abc import Callable
from datetime import date

from spacy.tokens import Doc

from pipeline.annotate.lexicon import Lexicon, key_of, matches
from pipeline.annotate.spanish.bodies import Bodies, aliases
from pipeline.annotate.spanish.criminals import find_criminals, members
from pipeline.annotate.spanish.dates import find_dates
from pipeline.annotate.spanish.nations import build_nations
from pipeline.annotate.spanish.officials import Officials
from pipeline.annotate.spanish.persons import Person, inside_name
from pipeline.annotate.spanish.samebodies import SameBodies
from pipeline.annotate.spanish.shortbodies import short_bodies
from pipeline.annotate.spanish.titles import Titles
from pipeline.annotate.spotted import Spotted, longest
from pipeline.annotate.tokens import text_of
from pipeline.codebook import Codebook

Bounds = list[tuple[int, int]]
# Sentences are read on one line: no name of a body and no title goes over a line break.
_BREAK = "\x00"
# In "los Choneros" the article is no part of the name.
_SMALL_ARTICLE = re.compile(r"^(?:el|la|los|las)\s")


def mention_finder(
    codebook: Codebook, lexicon: Lexicon
) -> Callable[[Doc, Bounds, date | None], list[Spotted]]:
    """A function from a text, its sentences and its publication day to its mentions. Bare titles
    without a person wait for the whole document (form "bare")."""
    nations = build_nations(codebook)
    titles = Titles(nations)
    bodies = Bodies(nations)
    same = SameBodies(nations, lexicon, codebook)

    def find(doc: Doc, bounds: Bounds, published: date | None) -> list[Spotted]:
        text = text_of(doc)
        known, things = _listed(doc, lexicon)
        lines = text.replace("\n", _BREAK)
        offices = list(titles.pattern.finditer(lines))
        things.extend(bodies.find(lines))
        things.extend(bodies.governed(text, titles, offices))
        things.extend(find_criminals(text))
        things.extend(members(text, things))
        things.extend(aliases(text, things, nations))
        things = same.name(text, longest(things))
        things = _agree(longest([*things, *short_bodies(text, things)]))
        officials = Officials(titles, known, bodies, things, text).find(offices)
        dates = find_dates(text, published)
        spots = [*things, *officials, *dates]
        return [spot for spot in spots if _inside_one(spot, bounds)]

    return find


def _listed(doc: Doc, lexicon: Lexicon) -> tuple[list[Person], list[Spotted]]:
    people, things = [], []
    text = text_of(doc)
    for span in matches(lexicon.names, doc):
        listing = lexicon.listing(span)
        if listing is None and " " in span.text and span.text.isupper():  # a speaker's label
            listing = lexicon.listings.get(key_of(span.text))
        if listing is None or span.text == "UN":  # the article in capitals
            continue
        if listing.label != "OFFICIAL":
            start = span.end_char - len(_SMALL_ARTICLE.sub("", span.text))
            things.append(
                Spotted(start, span.end_char, listing.label, "name", listing.name,
                        wikidata=listing.wikidata, listed=True)
            )  # fmt: skip
        elif not _in_longer(text, span.start_char, span.end_char, len(span)):
            people.append(
                Person(
                    span.start_char,
                    span.end_char,
                    listing.name,
                    None,
                    listing.wikidata,
                    True,
                    listing.title,
                )
            )
    return people, things


def _in_longer(text: str, start: int, end: int, words: int) -> bool:
    """Whether a listed surname is part of another's name."""
    return words == 1 and inside_name(text, start, end)


def _agree(spots: list[Spotted]) -> list[Spotted]:
    """Spots of one form are of one thing: the listed name serves them all."""
    canonical = {key_of(s.name): s for s in spots if s.name and s.listed}
    return [canonical_of(s, canonical) for s in spots]


def canonical_of(spot: Spotted, canonical: dict[str, Spotted]) -> Spotted:
    """The spot with the listed name of its form, where there is one."""
    known = canonical.get(key_of(spot.name or ""))
    if known is None or spot.listed:
        return spot
    return Spotted(spot.start, spot.end, spot.label, spot.form, known.name, spot.role,
                   known.wikidata, True)  # fmt: skip


def _inside_one(spot: Spotted, bounds: Bounds) -> bool:
    place = bisect_right(bounds, (spot.start, sys.maxsize)) - 1
    return not bounds or (place >= 0 and spot.end <= bounds[place][1])
