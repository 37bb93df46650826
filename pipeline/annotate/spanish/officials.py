"""Office holders in Spanish: a title with a name, beside one, or alone; names without a title."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from pipeline.annotate.spanish.appositions import Appositions
from pipeline.annotate.spanish.baretitles import BareTitles
from pipeline.annotate.spanish.bodies import Bodies
from pipeline.annotate.spanish.cabinet import ministers
from pipeline.annotate.spanish.chamber import chamber_people
from pipeline.annotate.spanish.courtesy import courteous_start
from pipeline.annotate.spanish.deeds import by_deeds, nickname
from pipeline.annotate.spanish.persons import (
    Person,
    fuller_names,
    in_lower,
    inside_name,
    names_a_thing,
    short_forms,
)
from pipeline.annotate.spanish.titles import Titles
from pipeline.annotate.spanish.words import choice, given_names
from pipeline.annotate.spotted import Spotted

_GROUP = re.compile(r"\b[Gg]rupos?\s\Z")
_WORD_BEFORE = re.compile(r"([A-ZÁÉÍÓÚÑ][\wáéíóúñ]+)\s$")


class Officials:
    """Finds the OFFICIAL mentions of one text, given the people that the gazetteers know in it, a
    pattern of bodies, and the bodies found."""

    def __init__(
        self,
        titles: Titles,
        known: Iterable[Person],
        bodies: Bodies,
        agencies: Sequence[Spotted],
        text: str,
    ) -> None:
        self._titles, self._text = titles, text
        self._known = [p for p in known if not names_a_thing(text, p.start)]
        self._places = [(s.start, s.end) for s in agencies if s.label == "AGENCY"]
        starts = {start: text[start:end] for start, end in self._places}
        self._appositions = Appositions(titles, bodies, starts, {p.start: p for p in self._known})
        self._bare = BareTitles(titles, bodies, self._appositions)

    def find(self, offices: Iterable[re.Match[str]]) -> list[Spotted]:
        """Mentions in the text, given where titles stand in it: named ones first, then the bare
        titles and the later short names that the named ones explain."""
        text = self._text
        spots: list[Spotted] = []
        people: list[Person] = list(self._known)
        bare: list[re.Match[str]] = []
        for match in offices:
            if _ends_a_name(text, match) or _is_thing(text, match):
                continue
            found = self._appositions.of_title(text, match)
            if found is None:
                bare.append(match)
                continue
            spots.extend(replace(s, name=in_lower(s.name or "")) for s in found.spots)
            people.append(replace(found.person, name=in_lower(found.person.name)))
        titles = [spot for spot in spots if spot.form == "title"]
        others = [*self._appositions.plural(text), *ministers(text, self._appositions.is_person),
                  *(s for t in titles for s in self._appositions.elliptic(text, t))]  # fmt: skip
        for person in by_deeds(text, self._titles, self._places, self._appositions.is_person):
            others.append(Spotted(person.start, person.end, "OFFICIAL", "name", person.name))
        spots.extend(others)
        people.extend(Person(s.start, s.end, s.name or "", s.role) for s in others)
        spots.extend(
            Spotted(p.start, p.end, "OFFICIAL", "name", p.name, wikidata=p.wikidata, listed=True)
            for p in self._known
        )
        for spot, person in chamber_people(text):
            spots.append(replace(spot, name=in_lower(spot.name or "")))
            people.append(replace(person, name=in_lower(person.name)))
        spots.extend(self._later(people, spots))
        spots.extend(self._bare.find(text, bare, people))
        full = fuller_names({spot.name for spot in spots if spot.name})
        return [
            replace(
                spot,
                start=courteous_start(text, spot.start),
                name=full.get(spot.name or "", spot.name),
            )
            for spot in spots
        ]

    def _later(self, people: Iterable[Person], spots: Iterable[Spotted]) -> Iterator[Spotted]:
        """Later mentions by full name, by surnames alone, or by another name."""
        text = self._text
        forms: dict[str, Person] = {}
        for person in people:
            other = nickname().match(text, person.end)
            upper = text[person.start : person.end].isupper()  # its own turns in capitals
            own = [person.name.upper()] if upper else []
            for form in (*short_forms(person.name), *own, *([other["n"]] if other else [])):
                known = forms.get(form)
                if known is None or len(known.name) < len(person.name):
                    forms[form] = person
        if not forms:
            return
        taken = [(s.start, s.end) for s in spots]
        pattern = re.compile(rf"(?<![\w-]){choice(forms)}(?![\w-])")
        for match in pattern.finditer(text):
            if any(match.start() < e and s < match.end() for s, e in taken):
                continue
            if inside_name(text, match.start(), match.end()) or names_a_thing(text, match.start()):
                continue
            person = forms[re.sub(r"\s", " ", match.group())]
            yield Spotted(match.start(), match.end(), "OFFICIAL", "name", person.name,
                          wikidata=person.wikidata, listed=person.listed)  # fmt: skip


def _is_thing(text: str, match: re.Match[str]) -> bool:
    """Whether a title begins the name of a ship, a place or a parliamentary group: "el crucero
    General Belgrano", "el Grupo Parlamentario Popular"."""
    if _GROUP.search(text, max(0, match.start() - 7), match.start()):
        return True
    return match.group()[0].isupper() and names_a_thing(text, match.start(), near=True)


def _ends_a_name(text: str, match: re.Match[str]) -> bool:
    """Whether a title's word is a surname: "Ignacio Rey Alcalde"."""
    if not match.group()[0].isupper():
        return False
    before = _WORD_BEFORE.search(text[max(0, match.start() - 20) : match.start()])
    return before is not None and before.group(1) in given_names()
