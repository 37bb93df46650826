"""Patterns of Spanish titles of office, and which titles mean one office."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from functools import cached_property

from pipeline.annotate.spanish.courtesy import courtesy, rank
from pipeline.annotate.spanish.nations import Nations
from pipeline.annotate.spanish.words import WORD, choice, given_names, listed, name_pattern, words

_PREFIX = r"(?:ex[- ]?|vice|sub|pro)?"
_OF = r"(?:de\sla|de\slos|de\slas|del|de)"
# What may stand between an office and what it is for.
_FOR = (
    rf"(?:{_OF}|ante\sla|ante\sel|ante|en\sel|en|para\sla|para\sel|para\slos|para\slas|para|contra\sla|"
    r"contra\sel)"
)
_FOREIGN_MINISTER = re.compile(
    r"(?:vice)?(?:canciller|jef[ea]\sde\sla\sdiplomacia|ministr[oa]\s(?:\w+\s)?de\s(?:Relaciones|Asuntos|"
    r"Exteriores)|secretari[oa]\sde\s(?:Relaciones\sExteriores|Estado))", re.IGNORECASE,
)  # fmt: skip


# "El presidente diputado Mora": a member in the chair.
_IN_CHAIR = (
    r"(?:(?:vice)?president[ea]|(?:pro)?secretari[oa])(?=\s(?:diputad[oa]|senadora?)\s[A-ZÁÉÍÓÚÑ])"
)
# "el jefe de la cartera de Defensa": its minister.
_IN_CHARGE = re.compile(r"(?:ex[- ]?)?(?:jef[ea]|titular)\sde\sla\scartera", re.IGNORECASE)


class Titles:
    """Patterns of titles, compiled once for each codebook."""

    def __init__(self, nations: Nations) -> None:
        self.nations = nations
        self.public = frozenset(listed("titles", "public"))
        self.weak = frozenset(listed("titles", "weak"))
        self.offices = {w: n for n, line in enumerate(words()["titles"]["same"])
                        for w in line.split()}  # fmt: skip

    @cached_property
    def core(self) -> str:
        single = choice({*self.public, *listed("titles", "shared")})
        phrases = choice(listed("titles", "phrases"))
        staff = r"(?!(?i:jef[ea]\sdel?\sestado\smayor))"
        return rf"(?:(?i:(?:ex[- ]?|sub)?{staff}{phrases}|{_PREFIX}{single})|{rank()})(?![\w-])"

    @cached_property
    def title(self) -> str:
        """A whole title: "secretario de la Defensa Nacional", "general retirado"."""
        adjective = (
            rf"(?:\s(?i:{choice(listed('titles', 'adjectives'))}|en\sretiro|en\sfunciones|"
            rf"en\sla\sreserva|a\sla\sreserva|en\sactivo|en\sservicio\sactivo|\(r\)|"
            rf"{self.nations.demonym})(?![\w-]))"
        )
        given = choice(given_names())
        cap = rf"(?!{courtesy()}\s)(?!{given}\s(?:de\s|del\s)?[A-ZÁÉÍÓÚÑ]){WORD}"
        tasks = choice(listed("bodies", "portfolios"))
        several = rf"(?:,\s{tasks}){{1,3}}\s[ye]\s{cap}"
        rest = (
            rf"(?:{several}|(?:,?\s{_OF}|\s(?:y|e|para|contra\sla|contra\sel|en))\s{cap}|\s{cap})"
        )
        named = rf"(?:{self.nations.country}(?![\w-])|{cap}{rest}{{0,8}})"
        portfolio = choice([*listed("titles", "portfolios"), "estado mayor"])
        lower = rf"(?:{portfolio}(?:\s(?:y\s)?(?:{portfolio}))?)(?![\w-])"
        shouted = (
            r"(?!(?:DEL|DE|LA|DECRETA|RESUELVE|ACUERDA|DISPONE|ORDENA|EXPIDE|PROMULGA|SANCIONA|CONSIDERANDO)"
            r"(?![\w-]))[A-ZÁÉÍÓÚÑ]{3,}"
        )
        complement = (
            rf"(?:\s{_FOR}\s(?:{named}|{lower})|\spor\s(?:la\s|el\s)?{cap}(?:\s{cap}){{0,2}}|"
            rf"\s(?:DE\sLA|DE\sLOS|DEL|DE)\s{shouted}(?:\s{shouted})?)"
        )
        before = rf"{choice(listed('titles', 'before'))}|{_IN_CHAIR}"
        return rf"(?:(?i:{before})\s)?(?P<core>{self.core}){adjective}{{0,3}}{complement}{{0,4}}{adjective}{{0,2}}"  # noqa: E501

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        # a hyphen or a dash may open a turn: "-PRESIDENTA ANA MORA:"
        return re.compile(rf"(?<!\w)(?<!\w-){self.title}(?![\w-])")

    @cached_property
    def plural(self) -> re.Pattern[str]:
        """Titles in the plural before names joined by "y"."""
        single = choice(plural_of(word) for word in self.public)
        heads = rf"(?:primer[oa]s\s|vice)?{single}"
        adjective = rf"(?:\s{choice(plural_of(w) for w in listed('titles', 'adjectives'))})?"
        of = rf"(?:\s(?:de\sla|del|de)\s(?!{choice(given_names())}\s){WORD})?"
        name = name_pattern()
        place = rf"(?:\s\([^()]+\)|,\sde(?:l|\sla)?\s{WORD}(?:\s{WORD})?)?"
        return re.compile(
            rf"(?<![\w-])(?P<title>(?:ex[- ]?)?{heads}{adjective}{of})\s(?P<first>{name}){place}"
            rf"(?P<others>(?:[,;]\s{name}{place})*,?\s[ye]\s{name})"
        )

    @cached_property
    def private(self) -> re.Pattern[str]:
        return re.compile(rf"\b{choice(listed('titles', 'private'))}\b", re.IGNORECASE)

    @cached_property
    def seated(self) -> re.Pattern[str]:
        """Members whom a journal lists by surname: "las diputadas señoras Mora, Lemos y Paz"."""
        name = name_pattern()
        heads = choice(plural_of(word) for word in self.public)
        return re.compile(
            rf"(?<![\w-])(?P<title>{heads})\sseñor[ae]s\s(?P<first>{name})"
            rf"(?P<others>(?:[,;]\s{name})*,?\s[ye]\s{name})"
        )

    def is_weak(self, core: str) -> bool:
        """Whether an office is public only by the body or the nation that it names."""
        return re.sub(r"^(?:ex[- ]?|vice)", "", core.lower()) in self.weak

    def fits(self, core: str, role: str, known: str) -> bool:
        """Whether a bare title can mean somebody with a known one."""
        if _FOREIGN_MINISTER.match(role) and _FOREIGN_MINISTER.match(known):
            return role[-1] != "o" or "inistra" not in known
        theirs = self.pattern.match(known)
        if theirs is None:
            return False
        if charge := _IN_CHARGE.match(role):
            rest = role[charge.end() :].strip().lower()
            return bool(_PORTFOLIO.match(known)) and rest in known.lower()
        other, office = theirs["core"].lower(), self.offices.get(core.split(maxsplit=1)[0])
        same = other == core or (
            office is not None and self.offices.get(other.split(maxsplit=1)[0]) == office
        )
        if not same or (core[-1] in "ao" and other[-1] in "ao" and core[-1] != other[-1]):
            return False
        a, b = self.nations.code(role), self.nations.code(known)
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


# Between an office and the body or person it serves.
_LINK = re.compile(
    r"\s(?P<p>del|de\sla|de\slos|de\slas|de|ante\sla|ante\sel|ante|en\sla|en\sel|en)\s\Z",
    re.IGNORECASE,
)
# "el secretario general en Jartum": a place where somebody is, no part of the office.
_ABROAD = re.compile(r"\sen\s(?:el\s)?[A-ZÁÉÍÓÚÑ]\w+\Z")
_POSTED = re.compile(
    r"(?:ex[- ]?)?(?:embajador|cónsul|encargad|representante|agregad|enviad|delegad|jef[ea]|"
    r"portavoz)",
    re.IGNORECASE,
)
_PORTFOLIO = re.compile(r"(?:vice|sub|ex[- ]?)*(?:ministr|secretari|canciller)", re.IGNORECASE)


def end_before(
    text: str, start: int, end: int, bodies: Mapping[int, str], people: Collection[int]
) -> int:
    """Where a title ends before what it governs and what is a mention of its own: "jefe del
    [Comando Sur]", "enviado de [Ban Ki-moon]". `bodies` and `people`: where such mentions begin,
    bodies with their words."""
    for place in range(start + 1, end):
        if place not in bodies and place not in people:
            continue
        before = text[max(start, place - 12) : place]
        link = _LINK.search(before)
        if link is None:
            continue
        if place in bodies and link["p"].lower() == "de":
            body = bodies[place]  # "secretario de Marina", "jefe de Policía" are portfolios
            if _PORTFOLIO.match(text, start) or not (" " in body or body.isupper()):
                continue
        return place - len(before) + link.start()
    abroad = _ABROAD.search(text[start:end])
    return end if abroad is None or _POSTED.match(text, start) else start + abroad.start()
