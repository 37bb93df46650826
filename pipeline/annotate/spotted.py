"""What the sentence-level components find, before a document's entities are resolved."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

Form = Literal["name", "title", "bare", "date"]


@dataclass(frozen=True, slots=True)
class Spotted:
    """A mention before resolution. Offsets are code points into the text, end exclusive.

    `form`: "name" (it holds a name), "title" (a title in apposition to `name`), "bare" (a title
    that stands alone and waits to be resolved), or "date".
    `name`: the name inside the mention, or the canonical one where `listed`.
    `role`: the title, where the mention states one. `country`: the nation that specifies it.
    """

    start: int
    end: int
    label: str
    form: Form
    name: str | None = None
    role: str | None = None
    wikidata: str | None = None
    listed: bool = False
    country: str | None = None
    edtf: str | None = None

    def moved(self, start: Callable[[int], int], end: Callable[[int], int]) -> Spotted:
        """The same mention in another text, given how starts and ends map to it."""
        return replace(self, start=start(self.start), end=end(self.end))


def longest(spots: list[Spotted]) -> list[Spotted]:
    """Spots that do not overlap: the longer one wins, then the earlier one, then a listed one."""
    kept: list[Spotted] = []
    for spot in sorted(spots, key=lambda s: (s.start - s.end, s.start, not s.listed)):
        if all(spot.end <= other.start or other.end <= spot.start for other in kept):
            kept.append(spot)
    return sorted(kept, key=lambda s: s.start)
