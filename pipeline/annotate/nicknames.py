"""Names by which a text says that an official is known: "General Bo Roe, known as “Tarni”"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from pipeline.annotate.names import overlaps
from pipeline.annotate.spotted import Spotted

_KNOWN_AS = re.compile(
    r"(?:,? (?:who is |is |are )?(?:(?:also|better|commonly|popularly|widely|usually) )?"
    r"(?:known|nicknamed|called)(?: (?:simply )?as)?| \((?:also |better )?(?:known as )?)\s?"
    r"[\"“'‘](?P<nick>[A-Z][\w’'-]{2,20}(?: [A-Z][\w’'-]{2,20})?)[,.]?[\"”'’]"
)


def nicknames(text: str, spots: Sequence[Spotted]) -> list[Spotted]:
    """The nicknames that stand in quotation marks behind an official's name, and wherever they
    stand later."""
    taken = sorted((s.start, s.end) for s in spots)
    added: list[Spotted] = []
    for spot in spots:
        if spot.label != "OFFICIAL" or spot.form != "name":
            continue
        match = _KNOWN_AS.match(text, spot.end)
        if match is None:
            continue
        nick = re.compile(rf"(?<![\w-]){re.escape(match['nick'])}(?![\w-])")
        for later in nick.finditer(text, match.start("nick")):
            if not overlaps(taken, *later.span()):
                taken.append(later.span())
                added.append(_of_person(spot, text, *later.span()))
    return added


def _of_person(spot: Spotted, text: str, start: int, end: int) -> Spotted:
    name = spot.name or text[spot.start : spot.end]
    return replace(spot, start=start, end=end, name=name, role=None)
