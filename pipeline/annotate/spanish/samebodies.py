"""Which Spanish names of bodies mean one body: by nation, by a shorter form, by a shared name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from pipeline.annotate.lexicon import Lexicon, key_of
from pipeline.annotate.spanish.nations import Nations
from pipeline.annotate.spanish.words import choice
from pipeline.annotate.spotted import Spotted
from pipeline.codebook import Codebook

# Every country has one: "el Congreso" beside a "Congreso Nacional" can be another's.
_OF_EACH_NATION = frozenset({"Congreso", "Senado", "Parlamento", "Gobierno", "Ejecutivo"})
_OF = re.compile(r"\s(?:del?\s(?:los\s)?)?\Z")


class SameBodies:
    """Gives the AGENCY spots of one text that mean the same body one name."""

    def __init__(self, nations: Nations, lexicon: Lexicon, codebook: Codebook) -> None:
        self._nations = nations
        self._nation_last = re.compile(rf"\s(?:{nations.demonym}|{nations.country})\Z", re.I)
        self._shared = dict(_shared(nations, lexicon, codebook))

    def name(self, text: str, spots: Sequence[Spotted]) -> list[Spotted]:
        """The spots, renamed where another one of the text has a better name for the body."""
        own: dict[str | None, str] = {}  # the longest own words for what the list gives one name
        for spot in spots:
            written = " ".join(text[spot.start : spot.end].split())
            own[spot.name] = max(own.get(spot.name, ""), written, key=len)
        named = [self._own(text, spot, own[spot.name]) for spot in spots]
        of_nation: dict[tuple[str, str], Spotted] = {}
        for spot in sorted(named, key=lambda s: not s.listed):
            if key := self._of_nation(text, spot):
                of_nation.setdefault(key, spot)
        named = [_as(s, of_nation.get(self._of_nation(text, s) or ("", ""))) for s in named]
        forms = {" ".join(text[s.start : s.end].split()): s for s in named if s.label == "AGENCY"}
        return [_as(s, self._longer(text, s, forms)) for s in named]

    def _own(self, text: str, spot: Spotted, own: str) -> Spotted:
        """A body under the text's `own` words where the list has the name for the body of a country
        that the text does not speak of: "el Senado" of a text on Italy."""
        written = " ".join(text[spot.start : spot.end].split())
        country = self._shared.get(key_of(written)) if spot.listed else None
        if spot.label != "AGENCY" or country is None or country.search(text):
            return spot
        return replace(spot, name=own, wikidata=None, listed=False)

    def _of_nation(self, text: str, spot: Spotted) -> tuple[str, str] | None:
        """A body's noun and its country: "gobierno hondureño", "Gobierno de Honduras"."""
        if spot.label != "AGENCY":
            return None
        written = " ".join(text[spot.start : spot.end].split())
        last = self._nation_last.search(written)
        code = self._nations.codes.get(key_of(last.group())) if last else None
        if last is None or code is None:
            return None
        head = _OF.sub("", written[: last.start()] + " ")
        return head.lower(), code

    def _longer(self, text: str, spot: Spotted, forms: Mapping[str, Spotted]) -> Spotted | None:
        """The one body of the text whose name goes on from this one's words: "Policía Nacional" for
        "la Policía". Another nation's is none where one word stands alone."""
        written = " ".join(text[spot.start : spot.end].split())
        if spot.label != "AGENCY" or spot.listed or written in _OF_EACH_NATION:
            return None
        single = " " not in written
        found = {
            s.name: s
            for form, s in forms.items()
            if form.startswith(f"{written} ") and not (single and self._nation_last.search(form))
        }
        return next(iter(found.values())) if len(found) == 1 else None


def _as(spot: Spotted, other: Spotted | None) -> Spotted:
    if other is None or other.name == spot.name:
        return spot
    return replace(spot, name=other.name, wikidata=other.wikidata, listed=other.listed)


def _shared(
    nations: Nations, lexicon: Lexicon, codebook: Codebook
) -> Iterator[tuple[str, re.Pattern[str]]]:
    """Forms that name no country, listed for the body of one ("Senado" for the "Senate of
    Mexico"), with what names that country in a text."""
    codes = {
        row[kind]: row["iso2"]
        for row in codebook.gazetteers.get("nationalities", ())
        for kind in ("adjective", "country")
        if row.get("language") == "en" and row["adjective"] != "American"
    }
    in_name = re.compile(rf"\b{choice(codes)}\b")
    spoken: dict[str, re.Pattern[str]] = {}
    for form, listing in lexicon.listings.items():
        match = in_name.search(listing.name) if listing.label == "AGENCY" else None
        if match is None or nations.code(form) or in_name.search(form.title()):
            continue
        code = codes[match.group()]
        if code not in spoken:
            forms = [f for f, c in nations.codes.items() if c == code]
            spoken[code] = re.compile(rf"\b{choice(forms)}", re.IGNORECASE)
        yield form, spoken[code]
