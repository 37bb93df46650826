"""Short forms of bodies that a text has named in full: "the Court", "the Guard", the initials."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.annotate.names import overlaps
from pipeline.annotate.spotted import Spotted

# Nouns that stand with a capital for a body of which they are a piece. "Administration" and
# "Government" are not among them: those mean other bodies as often.
_NOUNS = frozenset(
    "Agency Alliance Assembly Authority Bank Board Brigade Bureau Cabinet Coalition Command "
    "Commission Committee Community Corps Council Court Department Directorate Division Force "
    "Forces Fund Guard League Legion Ministry Mission Office Organisation Organization Parliament "
    "Regiment Secretariat Service Services Subcommittee Tribunal Union".split()
)
# Bodies known by their initials, whose full names hold the noun. Source: the treaties' own names.
_PIECES = {
    "NATO": ("Alliance", "Organization"),
    "OSCE": ("Organization",),
    "OAS": ("Organization",),
    "ECOWAS": ("Community",),
    "CARICOM": ("Community",),
    "SADC": ("Community",),
}
# What stands before a short form; "own" as in "our own Community".
_DETERMINER = (
    r"\b(?:[Tt]he|[Tt]his|[Tt]hat|[Oo]ur|[Ii]ts|[Tt]heir|[Ss]aid|[Ss]uch|[Oo]ther)\s(?:own\s)?"
)
# "a Ministry official": the people of a body that the text has named.
_OF_PEOPLE = (
    r"|\b[Aa]\s(?=\w+\s(?:officials?|spokes(?:man|woman|person)|source|lawyer|statement|report|"
    r"employee|inspector|driver|guard)\b)"
)
# Behind it the name goes on ("the Court of Appeals", "the Guard Corps").
_GOES_ON = re.compile(
    r"\s(?:of|for|on|against)\s(?:the\s)?[A-Z]|[-\s][A-Z][a-z]|['’]s\s(?:Office|Bench)\b"
)
_CAPITALS = re.compile(r"\b[A-Z]")
_MIN_INITIALS = 3
# What these letters stand for otherwise: ships, the country.
_NO_INITIALS = frozenset({"USS", "USA", "HMS", "UAE"})


def short_bodies(text: str, spots: Sequence[Spotted]) -> list[Spotted]:
    """Later mentions of the bodies in `spots` by one noun of their name, or by their initials."""
    taken = [(s.start, s.end) for s in spots]
    bodies = sorted((s for s in spots if s.label == "AGENCY"), key=lambda s: s.start)
    added: list[Spotted] = []
    for start, end, spot in (*_by_noun(text, bodies), *_by_initials(text, bodies)):
        if not overlaps(taken, start, end):
            taken.append((start, end))
            added.append(replace(spot, start=start, end=end, role=None))
    return added


def _by_noun(text: str, bodies: Sequence[Spotted]) -> Iterator[tuple[int, int, Spotted]]:
    pieces = [(spot, _pieces(text, spot)) for spot in bodies]
    nouns = {noun for _, found in pieces for noun in found}
    if not nouns:
        return
    pattern = re.compile(
        rf"(?:{_DETERMINER}{_OF_PEOPLE})(?P<noun>{'|'.join(sorted(nouns))})(?![\w-])"
    )
    for match in pattern.finditer(text):
        start, end = match.span("noun")
        if _GOES_ON.match(text, end):
            continue
        before = [spot for spot, found in pieces if match["noun"] in found and spot.end < start]
        if before:
            yield start, end, max(before, key=lambda spot: spot.start)


def _pieces(text: str, spot: Spotted) -> frozenset[str]:
    """The nouns of a body's name, as written or in full, that can stand for it."""
    written = text[spot.start : spot.end]
    names = (written, spot.name or "") if spot.listed else (written,)
    found = (word for name in names if " " in name for word in re.findall(r"[A-Z]\w+", name))
    words = {word.capitalize() if word.isupper() else word for word in found}
    return frozenset((words & _NOUNS) | set(_PIECES.get(written, ())))


def _by_initials(text: str, bodies: Sequence[Spotted]) -> Iterator[tuple[int, int, Spotted]]:
    """ "I.P.K.F." or "IPKF" after "Indian Peace Keeping Force"."""
    known: dict[str, Spotted] = {}
    for spot in bodies:
        initials = "".join(_CAPITALS.findall(text[spot.start : spot.end].replace("-", " ")))
        if initials in _NO_INITIALS:
            continue
        if len(initials) >= _MIN_INITIALS and " " in text[spot.start : spot.end]:
            known.setdefault(initials, spot)
    if not known:
        return
    forms = {form: spot for short, spot in known.items() for form in (short, ".".join(short) + ".")}
    choice = "|".join(map(re.escape, sorted(forms, key=len, reverse=True)))
    for match in re.finditer(rf"(?<![\w.-])(?:{choice})(?![\w-])", text):
        spot = forms[match.group()]
        if spot.end <= match.start():
            yield *match.span(), spot
