"""Short names that mean another body, or none, in another country's texts: the House of a
parliament of the Westminster kind, India's Congress party."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from pipeline.annotate.spotted import Spotted

_US_HOUSE = "United States House of Representatives"
_US_CONGRESS = "United States Congress"
# How members of such a parliament speak of it and of one another.
_COMMONS = re.compile(
    r"House of Commons|\b[Hh]on\. (?:[Mm]ember|Friend|Gentleman|Lad)|Hansard|"
    r"\b[Mm]ember of Parliament|official [Oo]pposition"
)
# India's parliament and parties; its Congress is one of these.
_INDIA = re.compile(r"Lok Sabha|Rajya Sabha|\bBJP\b|Bharatiya Janata|(?:Rahul|Sonia) Gandhi")
_AMERICA = re.compile(r"\bU\.?S\.? (?:Congress|Senate)|House of Representatives|Capitol\b")


def by_country(text: str, spots: Sequence[Spotted]) -> list[Spotted]:
    """The mentions of a document with those of such names put right: "House" means the House of
    Commons where members of that speak; "Congress" is a party where India's is spoken of."""
    words = {text[s.start : s.end] for s in spots if s.label == "AGENCY"}
    commons = "House" in words and _COMMONS.search(text) and not _AMERICA.search(text)
    party = "Congress" in words and _INDIA.search(text) and not _AMERICA.search(text)
    if not (commons or party):
        return list(spots)
    right = []
    for spot in spots:
        if commons and spot.name == _US_HOUSE:
            right.append(replace(spot, name="House of Commons", wikidata=None))
        elif not (party and spot.name == _US_CONGRESS):
            right.append(spot)
    return right
