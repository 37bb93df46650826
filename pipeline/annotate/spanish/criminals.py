"""Criminal organisations in Spanish that no gazetteer lists."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from pipeline.annotate.spanish.words import WORD, choice, listed
from pipeline.annotate.spotted import Spotted

_JOIN = r"(?:\s(?:de\sla|de\slos|de\slas|del|de)\s|\s)"
_NOT = re.compile(r"\b(?:Unid[ao]s|Nacional|Norte|Sur|Central|Vial|Policial|Bancari[ao]|Amplio)\b")


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    heads = r"(?:[Cc][áa]rtel|CÁRTEL|Clan|clan|Tren|Mara|[Mm]egabanda)"
    context = choice(listed("criminals", "contexts"))
    named = rf"{WORD}(?:{_JOIN}{WORD}){{0,4}}"
    quoted = rf"[«\"'](?P<q>{named})[»\"']"
    return (
        re.compile(
            rf"(?<![\w-])(?P<n>{heads}\s(?:(?:de\slos|de\slas|de\sla|del|de)\s)?{named})(?![\w-])"
        ),
        re.compile(
            rf"(?<![\w-])(?:{context})(?:\s(?:criminal|criminales|delictiva|delictivo|armada|"
            rf"local|locales|ecuatoriana|venezolana|mexicana|colombiana|conocida\scomo|"
            rf"llamada|llamado|denominada|denominado|conocido\scomo|terrorista|narcotraficante|"
            rf"de\slos)){{0,3}},?\s(?:(?P<n>(?:Los|Las|La)\s(?!Mara\b){named})(?![\w-])|{quoted})"
        ),
    )


# "un cartel de la Policía" hangs on a wall.
_POSTER = re.compile(
    r"cartel\s(?:del|de\sla|de\slas|de\slos|de)\s(?:Fuerzas?|Policía|Ejército|Ministerio|Gobierno|"
    r"Congreso|Partido|Comisión|Municipalidad|Alcaldía|Ayuntamiento|Armada|Marina|Guardia)\b"
)
# "los muchachos de Los Contadores", "Los Talibanes": such a name within a sentence is a gang's
# where it is no place's and the text is about gangs.
_GANG = re.compile(
    rf"(?<=[a-záéíóúñ,;]\s)(?P<n>(?:Los|Las)\s{WORD}(?:\s(?:del?\s|de\sla\s)?{WORD}){{0,2}})(?![\w-])"
)
# "la banda Lazán", where the text is about crime.
_BAND = re.compile(
    r"\b(?:la|una|otra)\s(?:banda|pandilla|megabanda|mafia)\s(?:criminal\s|local\s|rival\s)?"
    rf"(?P<n>{WORD}(?:\s{WORD}){{0,2}})(?![\w-])"
)
_LOCAL = re.compile(
    r"\b(?:en|a|desde|hacia|hasta|por|calle|avenida|barrio|colonia)\s$", re.IGNORECASE
)
_CRIME = re.compile(
    r"\b(?:c[áa]rtel(?:es)?|bandas?|pandillas?|narco\w*|sicarios?|crimen\sorganizado|clan(?:es)?|"
    r"maras?|criminales|capos?|delincuen\w+|delictiv[oa]s?|extorsi\w+)\b", re.IGNORECASE,
)  # fmt: skip
# "la MS", as Central America calls it.
_MS = re.compile(r"\b[Ll]a (?P<n>MS)(?![\w-])")
# "Los Caquetas" after "Los Caquetas de Soplín".
_SHORT = re.compile(rf"(?P<n>(?:Los|Las)\s{WORD})\s(?:de|del)\s")
# "las pandillas Bagdad y Calor Calor"
_KINDS = re.compile(
    r"(?<![\w-])(?:maras|pandillas|bandas|facciones|mafias|megabandas|clanes|organizaciones\scriminales|"
    rf"grupos\s(?:criminales|armados|delictivos))(?:\s(?:criminales|rivales|locales|llamadas|de\slos))?"
    rf"(?P<rest>\s{WORD}(?:\s{WORD}){{0,2}}(?:\s\([\w-]+\))?(?:,\s{WORD}(?:\s{WORD}){{0,2}})*"
    rf"\s[ye]\s{WORD}(?:\s{WORD}){{0,2}})(?![\w-])"
)
_NAMED = re.compile(rf"(?:,|\s[ye]|^)\s(?P<n>{WORD}(?:\s{WORD}){{0,2}})")
_PLURAL = re.compile(
    r"(?<![\w-])(?P<a>[Cc][áa]rteles\s(?:de\slos\s|de\sla\s|del\s|de\s)?(?P<b>"
    rf"{WORD}(?:\s{WORD}){{0,3}}))(?P<rest>(?:,\s(?:de\sla\s|del\s|de\s)?{WORD}(?:\s{WORD}){{0,3}})*"
    rf"\s[ye]\s(?:de\sla\s|del\s|de\s)?{WORD}(?:\s{WORD}){{0,3}})"
)
_MEMBER = re.compile(rf"(?:,|\s[ye])\s(?:de\sla\s|del\s|de\s)?(?P<n>{WORD}(?:\s{WORD}){{0,3}})")


def find_criminals(text: str) -> Iterator[Spotted]:
    """CARTEL mentions by pattern: "Cártel de X", "la banda Los X", members of a coordination; and
    the same names wherever they stand again."""
    names: set[str] = set()
    for pattern in _patterns():
        for match in pattern.finditer(text):
            group = "n" if match["n"] else "q"
            name = match[group]
            if _NOT.search(name) and not name.lower().startswith(("cártel", "cartel")):
                continue
            if _POSTER.match(name) or re.match(r"Tren\s(?!del?\s)", name):
                continue
            names.add(name)
            yield _spot(match, group)
    if len(_CRIME.findall(text)) > 1:
        for match in _BAND.finditer(text):
            if match["n"].split()[0] not in listed("criminals", "bands"):
                names.add(match["n"])
                yield _spot(match, "n")
    for match in _PLURAL.finditer(text):
        yield _spot(match, "a")
        for member in _MEMBER.finditer(text, match.start("rest"), match.end("rest")):
            yield _spot(member, "n")
    yield from _of_kind(text)
    if names or _CRIME.search(text):
        yield from _within_sentences(text)
    learned = {n for n in names if len(n.split()) > 1}
    learned |= {short["n"] for n in names if (short := _SHORT.match(n))}
    if learned:
        for match in re.finditer(rf"(?<![\w-])(?P<n>{choice(learned)})(?![\w-])", text):
            yield _spot(match, "n")


def _of_kind(text: str) -> Iterator[Spotted]:
    """Each gang of "las pandillas Bagdad y Calor Calor"."""
    for match in _KINDS.finditer(text):
        for member in _NAMED.finditer(match["rest"]):
            start = match.start("rest") + member.start("n")
            name = " ".join(member["n"].split())
            yield Spotted(start, start + len(member["n"]), "CARTEL", "name", name)


def _within_sentences(text: str) -> Iterator[Spotted]:
    """Names with "Los" or "Las" within a sentence that are no place's."""
    places = frozenset(listed("criminals", "places"))
    for match in _GANG.finditer(text):
        first = " ".join(match["n"].split()[:2])
        before = text[max(0, match.start() - 10) : match.start()]
        if first not in places and not _LOCAL.search(before):
            yield _spot(match, "n")
    for match in _MS.finditer(text):
        yield Spotted(*match.span("n"), "CARTEL", "name", "MS-13")


_ITEM = (
    rf"(?:(?:Los|Las|La|El)\s)?{WORD}"
    rf"(?:\s(?:(?:de\slas|de\slos|de\sla|del|de)\s)?(?:{WORD}|p\.\d+|\d+))*"
)
_LIST = re.compile(
    rf"{_ITEM}(?:,\s(?:(?:los|las|la|el)\s)?{_ITEM}){{1,40}}"
    rf",?\s[ye]\s(?:(?:los|las|la|el)\s)?{_ITEM}"
)


def members(text: str, spots: list[Spotted]) -> Iterator[Spotted]:
    """The other members of an enumeration of which half, or two, are criminal organisations known:
    "Choneros, Fatales, Lagartos y Lobos"."""
    known = [s for s in spots if s.label == "CARTEL"]
    if len(known) < 2:
        return
    for match in _LIST.finditer(text):
        inside = [s for s in known if match.start() <= s.start and s.end <= match.end()]
        others = [
            s for s in spots if s.label != "CARTEL" and match.start() <= s.start < match.end()
        ]
        if len(inside) < 2 or others:
            continue
        for item in re.finditer(_ITEM, match.group()):
            start, end = match.start() + item.start(), match.start() + item.end()
            if not any(s.start < end and start < s.end for s in inside):
                yield Spotted(start, end, "CARTEL", "name", " ".join(item.group().split()))


def _spot(match: re.Match[str], group: str) -> Spotted:
    name = " ".join(match[group].split())
    return Spotted(match.start(group), match.end(group), "CARTEL", "name", name)
