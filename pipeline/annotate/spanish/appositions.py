"""Spanish titles that stand with a name: directly before it, in apposition, in the plural."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pipeline.annotate.spanish.bodies import Bodies
from pipeline.annotate.spanish.chamber import is_session
from pipeline.annotate.spanish.courtesy import courteous_start, courtesy
from pipeline.annotate.spanish.persons import NAME, Person, looks_like_name, verb_before
from pipeline.annotate.spanish.titles import Titles, end_before
from pipeline.annotate.spanish.words import WORD, given_names, name_pattern
from pipeline.annotate.spotted import Spotted

# What a title may govern in lower case: "la alcaldesa de un cantón del sur, Ana Mora".
_SOME_BODY = r"(?:\s(?:de|del|en|para|por)(?:\s[a-záéíóúñ]+){1,7})"
# "el ministro de Defensa, ..., y el del Interior, Juan Mora": the second title is left out.
_ELLIPTIC = re.compile(
    rf"\b(?:el|la)\s(?:de\sla|del|de)\s{WORD}(?:\s(?:y|de|de\sla|del)\s{WORD}){{0,3}},\s"
)
# When somebody held an office that stands behind the name: "Ana Mora, hasta entonces ministra".
_WHEN = (
    r"(?:(?:hasta\sentonces|por\sentonces|entonces|en\stonces|a\sla\ssazón|ahora|hoy|actual|luego|"
    r"después|antes|antaño|recién\snombrad[oa]|nuev[oa]|(?:hasta|desde)\s(?:hace\s)?[\wáéíóú]+"
    r"(?:\sde\s\d{4}|\spasado)?|durante\s[\w\s]{3,20}),?\s)"
)
_LEAD = re.compile(rf",\s(?:y\s(?!el\s|la\s))?{_WHEN}?(?:el\s|la\s|su\s|un\s|una\s)?{_WHEN}?$")
_PREDICATE = re.compile(
    r",?\s(?:(?:que|quien)\s)?(?:es|era|fue|había\ssido|ha\ssido|será|asumió\scomo|ejerció\s(?:de|como)|"
    r"juró\scomo|actuó\scomo|se\sdesempeñó\scomo)\s(?:\w+\sveces\s|también\s|además\s|luego\s|antes\s)?"
    r"(?:el\s|la\s|un\s|una\s)?$"
)
_SURE_BEFORE = re.compile(
    r"(?:[Ee]stado|[Aa]samblea|[Dd]irección|[Ss]ecretaría|[Ff]iscalía|[Ee]n|[Pp]or lo)\s$"
)
_LINK = re.compile(r"\s(?:del|de\sla|de\slas|de\slos|de|ante\sla|ante\sel|en\sla|en\sel)\s")
_OF_WHOM = re.compile(r"\b(?:su|cuyo|cuya)\s$")
# Behind a title that opens a sentence: the rest of its body's name, and a verb.
_GOES_ON = re.compile(
    r"(?:\s(?:del|de\sla)\s(?:[A-ZÁÉÍÓÚÑ]\w+\s?){1,4})?,\s(?:\w+\s)?"
    r"(?:es|era|fue|\w+(?:ó|aba|ía))\s"
)
# "la ministra de Defensa (Mora Paz)", "Paz (ministro de Defensa)"
_BRACKETED = re.compile(rf"\s\((?P<n>{name_pattern()})\)")
_OPENS = re.compile(r"\s\((?:el\s|la\s|hoy\s|entonces\s)?\Z")
_PARTY = re.compile(r"\s\([A-ZÁÉÍÓÚ][\w-]+\)")
_CLOSES = re.compile(r"[,.;:)»”—\"]|\s[a-záéíóúñ(«—–]|\Z|\n")
_TURN = re.compile(r"\s?(?:\([^)]*\))?[.:]")  # "LA ASAMBLEÍSTA MORA:"
# How far before "su portavoz" the body stands that it speaks for.
_NEAR_BODY = 220


_PUBLIC = re.compile(
    r"\b(?:nacional|federal|provincial|departamental|naval|militar|estado\smayor|ejército|policía)\b"
)
_BY_SURNAME = re.compile(r"\bapellidos?\b|\bseñora?\s\Z")


@dataclass(frozen=True, slots=True)
class Found:
    """What one title gave: the mentions, and the person in office."""

    spots: tuple[Spotted, ...]
    person: Person


class Appositions:
    """Finds titles with a name in one text, given its bodies (by where they begin) and the people
    that the gazetteers know."""

    def __init__(
        self, titles: Titles, bodies: Bodies, agencies: Mapping[int, str],
        known: Mapping[int, Person],
    ) -> None:  # fmt: skip
        self._titles, self._nations, self._bodies = titles, titles.nations, bodies
        self._agencies, self._known = agencies, known
        self._named: dict[int, int] = {}  # names found with a title: their starts by their ends
        self._titled: dict[int, tuple[int, int]] = {}  # and their places by where the title begins
        self._polite = re.compile(rf"(?:{courtesy()}\s){{0,3}}")
        self._between = re.compile(
            rf"{_SOME_BODY}?(?:\s\([^()]{{1,30}}\))?,\s(?:el\s{self._nations.demonym}\s|"
            rf"la\s{self._nations.demonym}\s|(?:el|la)\s(?:también\s)?[a-záéíóúñ]+\s|"
            rf"de\sapellidos?\s)?(?:(?:(?:el|la)\s)?(?:{courtesy()}\s){{1,3}})?"
        )
        self._country_inside = re.compile(rf"\b(?:{self._nations.country})\s(?={WORD})")
        self._country_last = re.compile(rf"\sdel?\s(?:los\s)?{self._nations.country}\Z")
        self._country_first = re.compile(rf"(?:{self._nations.country})(?![\w-])")

    def of_title(self, text: str, match: re.Match[str]) -> Found | None:
        """The person whom a title stands with; None where it stands alone."""
        start, end = match.span()
        core = match["core"]
        if _SURE_BEFORE.search(text[max(0, start - 14) : start]) and core.lower() in (
            "general", "mayor", "fiscal"):  # fmt: skip
            return None
        if self._titles.private.search(match.group()):
            return None
        start, end, name_end = self._split(text, start, end)
        role = " ".join(text[start:end].split())
        governs = self.cut(text, start, end) < end  # a listed person or a body
        sure = governs or self._is_sure(core, role) or self._is_of_body(text, start)
        if not sure and role[0].isupper() and re.search(r"\w\s$", text[max(0, start - 2) : start]):
            return None  # "la Coordinadora Arauco Malleco"
        if name_end is not None:  # the complement held the name
            return self._with_name(text, start, end, end + 1, name_end, role)
        if text[end : end + 1] == " ":
            polite = self._polite.match(text, end + 1)
            name = NAME.match(text, polite.end() if polite else end + 1)
            shouted = (
                role.isupper() and " " not in role and _TURN.match(text, name.end())
                if name
                else None
            )
            if name and (shouted or self.is_person(name.group(), 1)):
                abroad = self._country_last.search(name.group())  # "presidente Mora de México"
                stop = name.start() + abroad.start() if abroad else name.end()
                return self._with_name(text, start, end, name.start(), stop, role)
        return self._apposition(text, start, end, role) if sure else None

    def is_person(self, name: str, least: int) -> bool:
        """Whether words are a person's name of at least so many words."""
        parts = name.split()
        if (
            len(parts) < least
            or parts[0].lower() in ("de", "del")
            or self._bodies.pattern.fullmatch(name)
        ):
            return False
        if self._country_first.match(name):
            return False
        return not (len(parts) == 1 and (parts[0].isupper() or len(parts[0]) < 3))

    def _canonical(self, text: str, start: int, end: int) -> str:
        """A name as the gazetteers have it: "Mora" who is listed, "Ana Mora Paz" for "Ana Mora"."""
        known = self._known.get(start)
        return known.name if known is not None and known.end <= end else text[start:end]

    def cut(self, text: str, start: int, end: int) -> int:
        """Where a title ends before a body or a person that is a mention of its own."""
        return end_before(text, start, end, self._agencies, self._known)

    def plural(self, text: str) -> Iterator[Spotted]:
        """Each person under a title in the plural: "los viceministros Ana Mora y Luis Paz"."""
        for match in self._titles.plural.finditer(text):
            if not self.is_person(match["first"], 2):
                continue
            yield from _each(match)
            if _PARTY.match(text, match.end("first")):
                yield from self._of_parties(text, match.end(), " ".join(match["title"].split()))
        if "señor" in text:
            for match in self._titles.seated.finditer(text):
                yield from _each(match)

    def _of_parties(self, text: str, begin: int, role: str) -> Iterator[Spotted]:
        """Who is named with a party in the rest of a sentence that lists members with theirs."""
        stop = text.find(". ", begin, begin + 600)
        for name in NAME.finditer(text, begin, stop if stop > 0 else begin + 600):
            if _PARTY.match(text, name.end()) and self.is_person(name.group(), 2):
                yield Spotted(*name.span(), "OFFICIAL", "name", name.group(), role)

    def elliptic(self, text: str, title: Spotted) -> Iterator[Spotted]:
        """Who is named behind a second portfolio of one title, in its sentence."""
        stop = text.find(". ", title.end, title.end + 250)
        for match in _ELLIPTIC.finditer(text, title.end, stop if stop > 0 else title.end + 250):
            name = NAME.match(text, match.end())
            if name and self.is_person(name.group(), 2) and looks_like_name(name.group()):
                yield Spotted(name.start(), name.end(), "OFFICIAL", "name", name.group())

    def _split(self, text: str, start: int, end: int) -> tuple[int, int, int | None]:
        """Where a title ends and a name that its pattern took in begins, at a listed person or
        after the name of a country."""
        for place in range(start + 1, end):
            person = self._known.get(place)
            if person and person.end <= end and text[place - 1].isspace():
                if self.cut(text, start, place + 1) <= place:
                    return start, person.end, None  # "enviado especial de Ban Ki-moon"
                return start, place - 1, person.end
        inside = self._country_inside.search(text[start:end])
        if inside:
            cut = start + inside.end() - 1
            if self.is_person(text[cut + 1 : end], 2):
                return start, cut, end
        return start, end, None

    def _is_sure(self, core: str, role: str) -> bool:
        """Whether a title stands for a public office by itself or by the body it names."""
        if not self._titles.is_weak(core):
            return True
        return bool(
            self._bodies.names_public(role) or self._nations.code(role) or _PUBLIC.search(role)
        )

    def _is_of_body(self, text: str, start: int) -> bool:
        """Whether "su" or "cuyo" before a title means a body named shortly before."""
        if not _OF_WHOM.search(text[max(0, start - 6) : start]):
            return False
        near = range(max(0, start - _NEAR_BODY), start)
        return any(place in self._agencies for place in near)

    def _with_name(
        self, text: str, start: int, end: int, name_start: int, name_end: int, role: str
    ) -> Found:
        """A title directly before a name: one mention, or two where a body stands between."""
        name = self._canonical(text, name_start, name_end)
        self._named[name_end] = name_start
        if self.cut(text, start, end) < end:
            return self._pair(text, start, end, name_start, name_end, role)
        person = Person(name_start, name_end, name, role)
        return Found((Spotted(start, name_end, "OFFICIAL", "name", name, role),), person)

    def _pair(
        self, text: str, start: int, end: int, name_start: int, name_end: int, role: str
    ) -> Found:
        name = self._canonical(text, name_start, name_end)
        self._titled[start] = name_start, name_end
        spots = (
            Spotted(name_start, name_end, "OFFICIAL", "name", name, role),
            Spotted(start, self.cut(text, start, end), "OFFICIAL", "title", name, role),
        )
        return Found(spots, Person(name_start, name_end, name, role))

    def _apposition(self, text: str, start: int, end: int, role: str) -> Found | None:
        behind = self._behind_body(text, end)
        after = self._between.match(text, behind)
        if after:
            name = NAME.match(text, after.end())
            surname = _BY_SURNAME.search(after.group()) is not None
            if (
                name
                and self.is_person(name.group(), 1 if surname or after.end() in self._known else 2)
                and _CLOSES.match(text[name.end() : name.end() + 2])
                and (surname or looks_like_name(name.group()))
            ):
                return self._pair(text, start, end, name.start(), name.end(), role)
        inside = _BRACKETED.match(text, behind)
        if inside and self._is_bracketed(text, inside["n"]):
            return self._pair(text, start, end, *inside.span("n"), role)
        titled = self._titled_after(text, behind)
        if titled is not None:
            name_start, name_end = titled
            name_of = text[name_start:name_end]
            spot = Spotted(start, self.cut(text, start, end), "OFFICIAL", "title", name_of, role)
            return Found((spot,), Person(name_start, name_end, name_of, role))
        return self._behind(text, start, end, role) or self._opening(text, start, end, role)

    def _is_bracketed(self, text: str, name: str) -> bool:
        """Whether what stands in brackets behind a title is who holds it: a full name, or in the
        journal of a chamber a surname."""
        known = name.split(maxsplit=1)[0] in given_names() and self.is_person(name, 2)
        return known or (is_session(text) and self.is_person(name, 1))

    def _behind_body(self, text: str, end: int) -> int:
        """Where the body ends that stands behind a title in lower case: "ministro consejero de la
        [embajada de Chile], Pedro Lira"."""
        link = _LINK.match(text, end)
        body = self._agencies.get(link.end()) if link else None
        return end if link is None or body is None else link.end() + len(body)

    def _titled_after(self, text: str, end: int) -> tuple[int, int] | None:
        """Whom another title in apposition names: "su portavoz, el comandante Luis Mora"."""
        lead = re.compile(r",\s(?:el\s|la\s)?").match(text, end)
        other = self._titles.pattern.match(text, lead.end()) if lead else None
        if other is None or not text[other.end() : other.end() + 1].isspace():
            return None
        name = NAME.match(text, other.end() + 1)
        if name is None or not self.is_person(name.group(), 2):
            return None
        return name.span()

    def _opening(self, text: str, start: int, end: int, role: str) -> Found | None:
        """A title that opens a sentence, of whom the one before it begins with: "Ana Mora tiene un
        mapa. Coronel retirada del Ejército, fue observadora"."""
        opens = text[start].isupper() and text[max(0, start - 2) : start] == ". "
        if not (opens and _GOES_ON.match(text, end)):
            return None
        before = text.rfind(". ", 0, start - 2) + 2
        begin = max(before if before > 1 else 0, text.rfind("\n", 0, start) + 1)
        name = NAME.match(text, begin)
        if name and self.is_person(name.group(), 2) and looks_like_name(name.group()):
            return self._pair(text, start, end, name.start(), name.end(), role)
        return None

    def _behind(self, text: str, start: int, end: int, role: str) -> Found | None:
        """A title behind a name: "Ana Mora, hasta entonces ministra", "Luis Paz fue alcalde"."""
        begin = courteous_start(text, start)
        offset = max(0, begin - 110)
        window = text[offset:begin]
        lead = _LEAD.search(window) or re.search(r"\n$", window)
        opens = _OPENS.search(window) if text[end : end + 1] in ("", ")", ",", ";") else None
        lead = lead or opens
        joint = lead or _PREDICATE.search(window)
        if joint is None:
            return None
        name_end = offset + joint.start()
        named = self._named.get(name_end)
        if named is None:
            found = next(
                (m for m in NAME.finditer(text, offset, name_end) if m.end() == name_end), None
            )
            if found is None or not self.is_person(found.group(), 1 if opens else 2):
                return None
            if not (opens or looks_like_name(found.group())):
                return None
            if above := self._titled.get(found.start()):  # a second title under the first
                return self._pair(text, start, end, *above, role)
            named = found.start() + verb_before(text, found)
        name_start, words_of = named, text[named:name_end]
        line = courteous_start(text, name_start)
        if lead is not None and lead.group() == "\n" and line > 0 and text[line - 1] != "\n":
            return None  # only a signature has its title in the next line
        if lead is None:
            person = Person(name_start, name_end, words_of, role)
            spot = Spotted(name_start, name_end, "OFFICIAL", "name", words_of, role)
            return Found((spot,), person)
        return self._pair(text, start, end, name_start, name_end, role)


_OTHER = re.compile(
    r"(?:[,;](?:\s[ye])?|\s[ye])\s(?P<n>[A-ZÁÉÍÓÚÑ][^,;(]*?)(?=\s\(|[,;]|\s[ye]\s|\Z)"
)


def _each(match: re.Match[str]) -> Iterator[Spotted]:
    """The first person of a list, with the title in the plural, and the others."""
    role = " ".join(match["title"].split())
    yield Spotted(
        match.start("title"), match.end("first"), "OFFICIAL", "name", match["first"], role
    )
    for other in _OTHER.finditer(match["others"]):
        start = match.start("others") + other.start("n")
        yield Spotted(start, start + len(other["n"]), "OFFICIAL", "name", other["n"], role)
