"""Office holders in Spanish: a title with a name, beside a name, or alone."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from pipeline.annotate.lexicon import key_of
from pipeline.annotate.spanish.courtesy import courteous_start, courtesy, rank
from pipeline.annotate.spanish.nations import Nations
from pipeline.annotate.spanish.words import (
    WORD,
    capitalised,
    choice,
    given_names,
    listed,
    name_pattern,
    words,
)
from pipeline.annotate.spotted import Spotted

_PREFIX = r"(?:ex[- ]?|vice|sub|pro)?"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody named in the text: where, by what name, in what office."""

    start: int
    end: int
    name: str
    role: str | None
    wikidata: str | None = None
    listed: bool = False
    office: str | None = None  # as the gazetteer gives it


class Titles:
    """Patterns of titles, compiled once for each codebook."""

    def __init__(self, nations: Nations) -> None:
        self._nations = nations
        self.public = frozenset(listed("titles", "public"))
        self.weak = frozenset(listed("titles", "weak"))
        self.offices = {w: n for n, line in enumerate(words()["titles"]["same"])
                        for w in line.split()}  # fmt: skip

    @cached_property
    def core(self) -> str:
        single = choice({*self.public, *listed("titles", "shared")})
        return (
            rf"(?:(?i:{choice(listed('titles', 'phrases'))}|{_PREFIX}{single})|{rank()})(?![\w-])"
        )

    @cached_property
    def title(self) -> str:
        """A whole title: "entonces secretario de la Defensa Nacional", "general retirado"."""
        adjective = (
            rf"(?:\s(?i:{choice(listed('titles', 'adjectives'))}|en\sretiro|en\sfunciones|"
            rf"en\sla\sreserva|a\sla\sreserva|en\sactivo|en\sservicio\sactivo|\(r\)|"
            rf"{self._nations.demonym})(?![\w-]))"
        )
        given = choice(given_names())
        cap = rf"(?!{courtesy()}\s)(?!{given}\s(?:de\s|del\s)?[A-ZÁÉÍÓÚÑ]){WORD}"
        rest = rf"(?:,?\s(?:y|e|de\sla|de\slos|de\slas|del|de|para|contra\sla|contra\sel|en)\s{cap}|\s{cap})"  # noqa: E501
        named = rf"(?:{self._nations.country}(?![\w-])|{cap}{rest}{{0,8}})"
        lower = rf"(?:{choice(listed('titles', 'portfolios'))}(?:\s(?:y\s)?(?:{choice(listed('titles', 'portfolios'))}))?)(?![\w-])"  # noqa: E501
        complement = (
            rf"(?:\s(?:de\sla|de\slos|de\slas|del|de|ante\sla|ante\sel|ante|en|para\sla|para\sel|"
            rf"para\slos|para\slas|para|contra\sla|contra\sel)\s(?:{named}|{lower})|"
            rf"\s(?:DE\sLA|DE\sLOS|DEL|DE)\s[A-ZÁÉÍÓÚÑ]{{3,}}(?:\s[A-ZÁÉÍÓÚÑ]{{3,}})?)"
        )
        before = choice(listed("titles", "before"))
        return rf"(?:(?i:{before})\s)?(?P<core>{self.core}){adjective}{{0,3}}{complement}{{0,4}}{adjective}{{0,2}}"  # noqa: E501

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        return re.compile(rf"(?<![\w-]){self.title}(?![\w-])")

    @cached_property
    def plural(self) -> re.Pattern[str]:
        """Titles in the plural before names joined by "y"."""
        heads = choice(plural_of(word) for word in self.public)
        adjective = rf"(?:\s{choice(plural_of(w) for w in listed('titles', 'adjectives'))})?"
        of = rf"(?:\s(?:de\sla|del|de)\s(?!{choice(given_names())}\s){WORD})?"
        name = name_pattern()
        return re.compile(
            rf"(?<![\w-])(?P<title>(?:ex)?{heads}{adjective}{of})\s(?P<first>{name})"
            rf"(?P<others>(?:,\s{name}(?:\s\([^()]+\))?)*\s[ye]\s{name})"
        )

    @cached_property
    def private(self) -> re.Pattern[str]:
        return re.compile(rf"\b{choice(listed('titles', 'private'))}\b", re.IGNORECASE)


# What a title may govern in lower case: "la alcaldesa de un cantón del sur, Ana Mora".
_SOME_BODY = r"(?:\s(?:de|del|en|para|por)(?:\s[a-záéíóúñ]+){1,7})"
# "el ministro de Defensa, ..., y el del Interior, Juan Mora": the second title is left out.
_ELLIPTIC = re.compile(
    rf"\b(?:el|la)\s(?:de\sla|del|de)\s{WORD}(?:\s(?:y|de|de\sla|del)\s{WORD}){{0,3}},\s"
)
_NAME = re.compile(name_pattern())
# Ships, laws and places named after a person.
_NOT_PERSON = re.compile(
    r"\b(?:USS|HMS|portaaviones|buque|destructor|fragata|crucero|submarino|avenida|calle|plaza|"
    r"aeropuerto|hospital|ley|doctrina|enmienda|centro|fundación|puente|batallón)\s(?:\w+\s)?$",
    re.IGNORECASE,
)  # fmt: skip
# A speaker in the journal of a chamber: "La señora BELMONTE RIVAS: Buenos días."
_SESSION = re.compile(
    r"\b(?:[Ss]eñorías?\b|[Dd]iario de [Ss]esiones|[Ss]e abre la sesión|"
    r"[Hh]onorables? (?:colegas|[Aa]samblea|[Cc]ámara)|"
    r"[Ss]esión (?:ordinaria|extraordinaria|plenaria)|"
    r"[Ss]eñora? [Pp]resident[ea](?=[,:]))"
)
_MEMBER = re.compile(
    r"(?m)^(?:(?:(?:El|La) )?(?:[Ss]eñora?|Sra?\.)|SRA?\.|SEÑORA?) "
    r"(?P<n>(?!(?i:PRESIDENT|VICEPRESIDENT|SECRETARI|MINISTR))"
    r"[A-ZÁÉÍÓÚÑÜ][A-ZÁÉÍÓÚÑÜ-]+(?:\s[A-ZÁÉÍÓÚÑÜ][A-ZÁÉÍÓÚÑÜ-]+){0,3}|"
    r"[A-ZÁÉÍÓÚÑÜ][a-záéíóúñü-]+(?:\s[A-ZÁÉÍÓÚÑÜ][a-záéíóúñü-]+){0,3}(?=:|\.[-—–]))(?=[:.(\s])"
)
_FOREIGN_MINISTER = re.compile(
    r"(?:vice)?(?:canciller|jef[ea]\sde\sla\sdiplomacia|ministr[oa]\s(?:\w+\s)?de\s(?:Relaciones|Asuntos|"
    r"Exteriores)|secretari[oa]\sde\s(?:Relaciones\sExteriores|Estado))", re.IGNORECASE,
)  # fmt: skip
_ARTICLE = re.compile(r"\b(?:el|la|al|del)\s$", re.IGNORECASE)
_LEAD = re.compile(r",\s(?:el\s|la\s|su\s|un\s|una\s)?$")
_PREDICATE = re.compile(
    r",?\s(?:(?:que|quien)\s)?(?:es|era|fue|había\ssido|ha\ssido|asumió\scomo|ejerció\sde)\s"
    r"(?:el\s|la\s|un\s|una\s)?$"
)
_SURE_BEFORE = re.compile(
    r"(?:[Ee]stado|[Aa]samblea|[Dd]irección|[Ss]ecretaría|[Ff]iscalía|[Ee]n|[Pp]or lo)\s$"
)


class Officials:
    """Finds the OFFICIAL mentions of one text."""

    def __init__(self, titles: Titles, nations: Nations, known: Iterable[Person], bodies: re.Pattern[str]) -> None:  # fmt: skip  # noqa: E501
        self._titles, self._nations, self._bodies = titles, nations, bodies
        self._polite = re.compile(rf"(?:{courtesy()}\s){{0,3}}")
        self._known = list(known)
        self._known_names = {p.start: p for p in self._known}

    def find(self, text: str) -> list[Spotted]:
        """Mentions in the text: named ones first, then the bare titles and the later short names
        that the named ones explain."""
        spots: list[Spotted] = []
        self._known = [
            p for p in self._known if not _NOT_PERSON.search(text[max(0, p.start - 25) : p.start])
        ]
        people: list[Person] = list(self._known)
        bare: list[re.Match[str]] = []
        for match in self._titles.pattern.finditer(text):
            found = self._of_title(text, match)
            if found is None:
                bare.append(match)
                continue
            added, person = found
            spots.extend(added)
            people.append(person)
        titles = [spot for spot in spots if spot.form == "title"]
        others = [*self._plural(text), *(s for t in titles for s in self._elliptic(text, t))]
        spots.extend(others)
        people.extend(Person(s.start, s.end, s.name or "", s.role) for s in others)
        spots.extend(
            Spotted(p.start, p.end, "OFFICIAL", "name", p.name, wikidata=p.wikidata, listed=True)
            for p in self._known
        )
        for match in _MEMBER.finditer(text) if _SESSION.search(text) else ():
            spots.append(Spotted(match.start("n"), match.end("n"), "OFFICIAL", "name", match["n"]))
        spots.extend(self._later(text, people, spots))
        spots.extend(self._bare(text, bare, people))
        return [replace(spot, start=courteous_start(text, spot.start)) for spot in spots]

    def _of_title(self, text: str, match: re.Match[str]) -> tuple[list[Spotted], Person] | None:
        start, end = match.span()
        if _SURE_BEFORE.search(text[max(0, start - 14) : start]) and match["core"].lower() in (
            "general", "mayor", "fiscal"):  # fmt: skip
            return None
        if self._titles.private.search(match.group()):
            return None
        start, end, name_end = self._split(text, start, end)
        role = " ".join(text[start:end].split())
        sure = self._is_sure(match["core"], role)
        if not sure and role[0].isupper() and re.search(r"\w\s$", text[max(0, start - 2) : start]):
            return None  # "la Coordinadora Arauco Malleco"
        follows = text[end : end + 1]
        if name_end is not None:  # the complement held the name
            name = text[end + 1 : name_end]
            person = Person(end + 1, name_end, name, role)
            return [Spotted(start, name_end, "OFFICIAL", "name", name, role)], person
        if follows and follows.isspace():
            polite = self._polite.match(text, end + 1)
            name_match = _NAME.match(text, polite.end() if polite else end + 1)
            if name_match and self._is_person(name_match.group(), 1):
                name = name_match.group()
                person = Person(name_match.start(), name_match.end(), name, role)
                return [Spotted(start, name_match.end(), "OFFICIAL", "name", name, role)], person
        if not sure:
            return None
        return self._apposition(text, start, end, role)

    def _split(self, text: str, start: int, end: int) -> tuple[int, int, int | None]:
        """Where a title ends and a name that its pattern took in begins, at a listed person or
        after the name of a country."""
        for place in range(start + 1, end):
            if text[place - 1].isspace() and place in self._known_names:
                person = self._known_names[place]
                if person.end <= end:
                    return start, place - 1, person.end
        inside = re.search(rf"\b(?:{self._nations.country})\s(?={WORD})", text[start:end])
        if inside:
            cut = start + inside.end() - 1
            if self._is_person(text[cut + 1 : end], 2):
                return start, cut, end
        return start, end, None

    def _is_sure(self, core: str, role: str) -> bool:
        """Whether a title stands for a public office by itself or by the body it names."""
        word = re.sub(r"^(?:ex[- ]?|vice)", "", core.lower())
        if word not in self._titles.weak:
            return True
        return bool(self._bodies.search(role) or self._nations.code(role))

    def _is_person(self, name: str, least: int) -> bool:
        parts = name.split()
        if len(parts) < least or parts[0].lower() in ("de", "del") or self._bodies.fullmatch(name):
            return False
        if re.match(rf"(?:{self._nations.country})(?![\w-])", name):
            return False
        return not (len(parts) == 1 and (parts[0].isupper() or len(parts[0]) < 3))

    def _apposition(
        self, text: str, start: int, end: int, role: str
    ) -> tuple[list[Spotted], Person] | None:
        after = re.compile(
            rf"{_SOME_BODY}?(?:\s\([^()]{{1,30}}\))?,\s(?:el\s{self._nations.demonym}\s|la\s{self._nations.demonym}\s)?"
            rf"(?:(?:(?:el|la)\s)?(?:{courtesy()}\s){{1,3}})?"
        ).match(text, end)
        if after:
            name = _NAME.match(text, after.end())
            if name and self._is_person(name.group(), 2 if after.end() not in self._known_names else 1) and re.match(  # noqa: E501
                r"[,.;:)»”—\"]|\s[a-záéíóúñ(«—–]|\Z|\n", text[name.end() : name.end() + 2]) and self._like_name(name.group()):  # fmt: skip  # noqa: E501
                return self._pair(start, end, name.start(), name.end(), name.group(), role)
        begin = courteous_start(text, start)
        window = text[max(0, begin - 110) : begin]
        lead = _LEAD.search(window) or re.search(r"\n$", window)
        predicate = _PREDICATE.search(window)
        joint = lead or predicate
        if joint is None:
            return None
        offset = max(0, begin - 110)
        before = window[: joint.start()]
        found = [m for m in _NAME.finditer(before) if m.end() == len(before)]
        if not found or not self._is_person(found[0].group(), 2) or not self._like_name(found[0].group()):  # fmt: skip  # noqa: E501
            return None
        name_start, words_of = offset + found[0].start(), found[0].group()
        if lead is None:
            person = Person(name_start, name_start + len(words_of), words_of, role)
            return [Spotted(person.start, person.end, "OFFICIAL", "name", words_of, role)], person
        return self._pair(start, end, name_start, name_start + len(words_of), words_of, role)

    def _like_name(self, name: str) -> bool:
        first = name.split(maxsplit=1)[0]
        words_of = [word for word in name.split() if word[0].isupper()]
        return first in given_names() or len(words_of) in (2, 3, 4)

    def _pair(
        self, start: int, end: int, name_start: int, name_end: int, name: str, role: str
    ) -> tuple[list[Spotted], Person]:
        return [
            Spotted(name_start, name_end, "OFFICIAL", "name", name, role),
            Spotted(start, end, "OFFICIAL", "title", name, role),
        ], Person(name_start, name_end, name, role)

    def _plural(self, text: str) -> Iterator[Spotted]:
        """Each person under a title in the plural: "los viceministros Ana Mora y Luis Paz"."""
        for match in self._titles.plural.finditer(text):
            name = match["first"]
            if not self._is_person(name, 2):
                continue
            role = " ".join(match["title"].split())
            yield Spotted(match.start("title"), match.end("first"), "OFFICIAL", "name", name, role)
            for other in re.finditer(rf"(?:,|\s[ye])\s(?P<n>{name_pattern()})", match["others"]):
                start = match.start("others") + other.start("n")
                yield Spotted(start, start + len(other["n"]), "OFFICIAL", "name", other["n"], role)

    def _elliptic(self, text: str, title: Spotted) -> Iterator[Spotted]:
        """Who is named behind a second portfolio of one title, in its sentence."""
        stop = text.find(". ", title.end, title.end + 250)
        for match in _ELLIPTIC.finditer(text, title.end, stop if stop > 0 else title.end + 250):
            name = _NAME.match(text, match.end())
            if name and self._is_person(name.group(), 2) and self._like_name(name.group()):
                yield Spotted(name.start(), name.end(), "OFFICIAL", "name", name.group())

    def _later(
        self, text: str, people: Iterable[Person], spots: Iterable[Spotted]
    ) -> Iterator[Spotted]:
        """Later mentions by full name or by surnames alone."""
        forms: dict[str, Person] = {}
        for person in people:
            for form in short_forms(person.name):
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
            if _inside_name(text, match.start(), match.end()):
                continue
            person = forms[re.sub(r"\s", " ", match.group())]
            yield Spotted(match.start(), match.end(), "OFFICIAL", "name", person.name,
                          wikidata=person.wikidata, listed=person.listed)  # fmt: skip

    def _bare(
        self, text: str, titles: Iterable[re.Match[str]], people: list[Person]
    ) -> Iterator[Spotted]:
        for match in titles:
            start, end = match.span()
            role = " ".join(match.group().split())
            shouted = role.isupper()
            begin = courteous_start(text, start)
            referred = _ARTICLE.search(text[max(0, begin - 5) : begin]) is not None
            addressed = begin < start and not referred and not _SESSION.search(text)
            if re.match(r"\sde\s[a-záéíóúñ]", text[end : end + 5]) or not (referred or addressed):
                continue
            if re.match(r"\s[A-ZÁÉÍÓÚÑ]", text[end : end + 2]) and not shouted:
                continue
            core = match["core"].lower()
            office = self._titles.offices.get(core.split()[0])
            country = self._nations.code(role) if role != match["core"] else None
            fitting = [p for p in people if p.role and self._fits(core, office, role, p.role)]
            earlier = [p for p in fitting if p.start < start] or (fitting if " " in role else [])
            if addressed and len({p.name for p in fitting if p.start < start}) != 1:
                continue  # "Señor presidente: ..." means one whom the text has named, or nobody
            if earlier:
                person = max(
                    earlier,
                    key=lambda p: (
                        self._same_nation(country, p),
                        not _is_oblique(text, p),
                        p.start,
                    ),
                )
                yield Spotted(start, end, "OFFICIAL", "title", person.name, role)
            elif head := self._head_of_state(core, start, people):
                yield Spotted(start, end, "OFFICIAL", "title", head.name, role,
                              wikidata=head.wikidata, listed=True)  # fmt: skip
            elif " " in role and self._is_unique(match["core"], role):
                yield Spotted(start, end, "OFFICIAL", "bare", None, role, country=country or "-")

    def _head_of_state(self, core: str, start: int, people: list[Person]) -> Person | None:
        """Whom "el presidente" means where the text has named one listed president alone."""
        if not core.startswith(("president", "mandatari")):
            return None
        heads = {
            p.name: p
            for p in people
            if p.start < start and re.match(r"(?:Former )?Presid", p.office or "")
        }
        return next(iter(heads.values())) if len(heads) == 1 else None

    def _same_nation(self, country: str | None, person: Person) -> bool:
        """Whether some title of the person names the country that a bare title names."""
        return country is not None and self._nations.code(person.role or "") == country

    def _is_unique(self, core: str, role: str) -> bool:
        """Whether a title with its complement is held by one person at a time."""
        if re.sub(r"^(?:ex[- ]?|vice)", "", core.lower()).split()[0] in (
            "senador", "senadora", "diputado", "diputada", "juez", "jueza", "general", "coronel",
            "magistrado", "magistrada", "agente", "teniente", "capitán", "representante", "vocero",
            "congresista", "legislador", "legisladora", "regidor", "concejal", "edil", "mayor",
        ) and "secretario" not in role:  # fmt: skip
            return False
        return bool(
            self._bodies.search(role) or self._nations.code(role)
            or re.search(r"\bde (?:la )?(?:República|Nación|Defensa|Estado|Justicia|Gobernación|"
                         r"Relaciones|Seguridad|Hacienda|Marina|Guerra|Gobierno|defensa|estado|"
                         r"Exteriores|Administración)|\bdel? (?:Interior|interior|Estado)", role)
        )  # fmt: skip

    def _fits(self, core: str, office: int | None, role: str, known: str) -> bool:
        if _FOREIGN_MINISTER.match(role) and _FOREIGN_MINISTER.match(known):
            return role[-1] != "o" or "inistra" not in known
        theirs = self._titles.pattern.match(known)
        if theirs is None:
            return False
        other = theirs["core"].lower()
        same = other == core or (
            office is not None and self._titles.offices.get(other.split()[0]) == office
        )
        if not same or (core[-1] in "ao" and other[-1] in "ao" and core[-1] != other[-1]):
            return False
        a, b = self._nations.code(role), self._nations.code(known)
        if a and b:
            return a == b
        rest = role[len(core) :].strip().lower()
        theirs_rest = known[len(other) :].strip().lower()
        return not rest or not theirs_rest or rest in theirs_rest or theirs_rest in rest


def plural_of(word: str) -> str:
    """The plural of a noun or adjective."""
    if word[-1] in "aeiouáéó":
        return f"{word}s"
    if word[-1] == "z":
        return f"{word[:-1]}ces"
    return word if word.endswith("s") else f"{word.translate(str.maketrans('áéíóú', 'aeiou'))}es"


def _is_oblique(text: str, person: Person) -> bool:
    """Whether a person is named as an object ("incluyendo al presidente ..."): a bare title after
    that rather means who the text is about."""
    role = person.role or ""
    before = text[max(0, person.start - len(role) - 16) : person.start]
    return bool(
        re.search(r"\b(?:al?|con|contra|ante)\s(?:el\s|la\s)?" + re.escape(role) + r"\s$", before)
    )


def _inside_name(text: str, start: int, end: int) -> bool:
    """Whether a surname is part of another's name."""
    before = re.search(r"([A-ZÁÉÍÓÚÑ][\wáéíóúñ-]+)\s$", text[max(0, start - 25) : start])
    if before and before.group(1) in given_names():
        return True
    if re.search(
        r"[A-ZÁÉÍÓÚÑ][\wáéíóúñ-]+\s[A-ZÁÉÍÓÚÑ][\wáéíóúñ-]+\s$", text[max(0, start - 40) : start]
    ):
        return True  # "Ovidio Guzmán López"
    return bool(re.match(r"\s[A-ZÁÉÍÓÚÑ][a-záéíóúñ]", text[end : end + 3]))


def short_forms(name: str) -> list[str]:
    """The forms by which a person is named again: the whole name, the surnames, the first surname,
    the last where it is not a common second one."""
    parts = name.split()
    first = 1
    while first < len(parts) - 1 and parts[first] in given_names():
        first += 1
    surnames = parts[first:]
    forms = [name]
    if not surnames:
        return forms
    if len(parts) >= 4 and first == 1:
        surnames = parts[-2:]
    forms.append(" ".join(surnames))
    if surnames[0].lower() in ("de", "del"):
        return forms
    forms.append(f"{parts[0]} {surnames[0]}")
    forms.append(surnames[0])
    return [f for f in forms if len(f) > 2 and key_of(f) and f[0].isupper()]


def upper_first(items: Iterable[str]) -> list[str]:
    """Every item with a capital letter."""
    return [capitalised(item) for item in items]
