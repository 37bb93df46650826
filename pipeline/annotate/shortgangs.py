"""Later mentions of gangs that the text itself has introduced: the name again, and short forms."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from pipeline.annotate.names import overlaps
from pipeline.annotate.spotted import Spotted

# Nouns that stand with a capital and "the" for the gang in whose name they are.
_NOUNS = "Posse|Syndicate|Clan|Mob|Firm|Brotherhood|Triad|Ring|Band|Gang|Cartel|Boys"
_HEAD = re.compile(
    r"\s(?:gang|syndicate|clan|posse|ring|band|crew|network|mob|cartel|militia|outfit|triad)\Z",
    re.IGNORECASE,
)
# Words of a name that mean something else alone: "the Gulf", "the West".
_PLACES = re.compile(
    r"(?:Gulf|North|South|East|West|Northern|Southern|Eastern|Western|Central|Valley|Coast|River|"
    r"Golden|Red|Black|White|Blue|Green|New|Old|Royal|National|State|Border|Island|Mountain)\Z"
)
_GOES_ON = r"(?![\w-])(?!\s(?:of\s)?[A-Z])(?!['’]s\s[A-Z])"


def short_gangs(text: str, spots: Sequence[Spotted]) -> list[Spotted]:
    """Mentions of the gangs in `spots` by the name over again ("West Side Boys"), by it without its
    noun ("the Tarn" after "Tarn Syndicate") and by the noun ("the Syndicate")."""
    gangs = sorted((s for s in spots if s.label == "CARTEL"), key=lambda s: s.start)
    if not gangs:
        return []
    taken = [(s.start, s.end) for s in spots]
    added: list[Spotted] = []
    for gang in gangs:
        for pattern in _patterns(text[gang.start : gang.end], listed=gang.listed):
            for match in pattern.finditer(text, gang.end):
                start, end = match.span("short")
                if not overlaps(taken, start, end):
                    taken.append((start, end))
                    added.append(replace(gang, start=start, end=end, role=None))
    return added


def _patterns(name: str, *, listed: bool) -> list[re.Pattern[str]]:
    patterns = []
    bare = _HEAD.sub("", name)
    if not listed and " " in name and name[-1].isalpha():
        patterns.append(re.compile(rf"(?<![\w-])(?P<short>{re.escape(name)}){_GOES_ON}"))
    if not listed and bare != name and not _PLACES.match(bare):
        patterns.append(re.compile(rf"\b[Tt]he\s(?P<short>{re.escape(bare)}){_GOES_ON}"))
    noun = re.search(rf"\s(?P<noun>{_NOUNS})\Z", name)
    if noun:
        patterns.append(re.compile(rf"\b[Tt]he\s(?P<short>{noun['noun']}){_GOES_ON}"))
    return patterns
