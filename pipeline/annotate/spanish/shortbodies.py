"""Short forms of Spanish bodies that a text has named in full: "la Corte", "la Cuarta División"."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from pipeline.annotate.spanish.words import WORD, capitalised, choice, listed
from pipeline.annotate.spotted import Spotted

_DETERMINER = (
    r"(?:\b(?:[Ee]l|[Ll]a|[Aa]l|[Dd]el|[Ee]st[ea]|[Ee]s[ea]|[Dd]ich[oa]|[Ss]u|[Nn]uestr[oa]|"
    r"[Pp]ropi[oa]|[Cc]itad[oa])\s)"
)
# Behind it the name goes on: "la Corte Suprema", "la Comisión de la Verdad".
_GOES_ON = re.compile(rf"\s(?:(?:de\sla|de\slos|del|de|para|en)\s)?{WORD}|-\w")
# Where a noun with a capital means something else.
_NO_BODY = frozenset({"Gobierno", "Administración", "Gabinete", "Presidencia", "Alto", "Alta"})
# Bodies known by their initials, whose full names hold the noun. Source: the treaties' own names.
_PIECES = {
    "OTAN": ("Alianza", "Organización"),
    "OEA": ("Organización",),
    "ONU": ("Organización",),
    "OSCE": ("Organización",),
    "CARICOM": ("Comunidad",),
    "CEDEAO": ("Comunidad",),
    "CIJ": ("Corte",),
    "CPI": ("Corte",),
}


@cache
def _nouns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    nouns = {
        capitalised(noun)
        for kind in ("strong", "weak")
        for noun in listed("bodies", kind)
        if " " not in noun
    } - _NO_BODY
    nouns |= {noun for pieces in _PIECES.values() for noun in pieces}
    heads = choice(nouns)
    ordinals = choice(listed("bodies", "ordinals"))
    short = rf"(?:{ordinals}\s)?{heads}"
    return (
        re.compile(rf"(?P<short>{short})(?![\w-])"),
        re.compile(rf"{_DETERMINER}(?P<short>{short})(?![\w-])"),
    )


def short_bodies(text: str, spots: Sequence[Spotted]) -> Iterator[Spotted]:
    """Later mentions of the bodies in `spots` by the noun that their name begins with, with its
    ordinal, or that the treaty's name holds."""
    bodies = sorted((s for s in spots if s.label == "AGENCY"), key=lambda s: s.start)
    begins, later = _nouns()
    known: dict[str, list[Spotted]] = {}
    for spot in bodies:
        written = text[spot.start : spot.end]
        for short in _PIECES.get(written, ()):
            known.setdefault(short, []).append(spot)
        if written.isupper():  # "COMISIÓN DE DEFENSA", as headings have it
            written = written.title()
        head = begins.match(written)
        if head is not None and head.end() < len(written):
            known.setdefault(head["short"], []).append(spot)
    if not known:
        return
    starts = [spot.start for spot in bodies]
    for match in later.finditer(text):
        start, end = match.span("short")
        before = [spot for spot in known.get(match["short"], ()) if spot.end <= start]
        if not before or _GOES_ON.match(text, end):
            continue
        at = bisect_left(starts, start)
        if at < len(bodies) and bodies[at].start == start:
            continue
        yield replace(before[-1], start=start, end=end, role=None)
