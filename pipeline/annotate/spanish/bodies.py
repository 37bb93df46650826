"""Public bodies in Spanish: known names, nouns of bodies with what specifies them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property

from pipeline.annotate.spanish.nations import Nations
from pipeline.annotate.spanish.titles import Titles
from pipeline.annotate.spanish.words import WORD, capitalised, choice, given_names, listed
from pipeline.annotate.spotted import Spotted

# Between an office and the body it belongs to.
_GOVERNS = re.compile(r"\s(?:del|de\sla|de\slas|de\slos|ante\sla|ante\sel)\s")
_DETERMINED = re.compile(r"\b(?:la|una|su|nuestra|vuestra|esta|propia)\s$", re.IGNORECASE)
# "ningún gobierno panameño" is no body.
_ANY = re.compile(
    r"\b(?:ningún|ninguna|cualquier|algún|alguna|otro|otra|cada|un)\s$", re.IGNORECASE
)
# A rank's words, a region, who presides over part of a body: "general de Cuerpo de Ejército",
# "departamento de Lima", "presidencia de la Mesa".
_NO_BODY = re.compile(
    r"Cuerpo\sde\sEjército\Z|departamento\sde\s(?!Estado|Defensa|Justicia|Guerra|Seguridad|Tesoro)|"
    r"presidencia\sdel?\s(?:la\s)?(?:Mesa|Comisión|Junta|Cámara|Consejo|Comité|Sala|Asamblea)"
)
_FORCES = re.compile(r"FF\.?\s?AA\.?")
_ADMINISTRATION = re.compile(r"[Aa]dministración\s(?:del?\s(?:la\s)?(?:\w+\s)?)?[A-ZÁÉÍÓÚÑ]")
_ALIAS = re.compile(r"\s?\(([A-ZÁÉÍÓÚ][\w.-]{1,11})\)")


class Bodies:
    """Finds the AGENCY mentions of one text, beside those that the gazetteers list."""

    def __init__(self, nations: Nations) -> None:
        self._nations = nations

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """A body by its noun: "Ministerio de Defensa de Colombia", "ejército mexicano"."""
        nouns = [*listed("bodies", "strong"), *listed("bodies", "weak")]
        heads = choice(capitalised(n) for n in nouns)
        titled = choice(" ".join(map(capitalised, n.split())) for n in nouns if " " in n)
        own = choice([*(capitalised(n) for n in nouns), *listed("bodies", "alone")])
        given = choice(given_names() - {"Marina"})  # "Infantería de Marina Aldea"
        cap = rf"(?!{given}\s[A-ZÁÉÍÓÚÑ])(?!{choice(listed('bodies', 'honours'))}\s)(?!EE\.){WORD}"
        plain = rf"(?!{own}(?![\w-])){cap}"
        link = (r"(?:de\sla|de\slos|de\slas|del|de|para\sla|para\slos|para\sel|para|contra\sla|"
                r"contra\sel|contra|en\smateria\sde|sobre)")  # fmt: skip
        helps = "|".join(rf"(?<={noun})" for noun in listed("bodies", "helps"))
        task = rf"(?:{helps})\s(?:a\slas|a\slos|a\sla|al|a)\s{cap}"
        portfolio = choice(listed("bodies", "portfolios"))
        several = rf"(?:,\s{portfolio}(?:\s(?:de|y)\s{cap}|\s(?!y\s){plain})*){{1,3}}\s[ye]\s{cap}"
        pair = rf"\s(?:para|contra)\s(?:la|el|los|las)\s{cap}\s[ye]\s(?:la|el|los|las)\s{plain}"
        expert = rf"(?:(?<=specializada)|(?<=specializado))\s(?:en|contra|para|de)\s{cap}"
        step = (
            rf"(?:{pair}|{expert}|{task}|{several}|"
            rf"\s(?:{link}\s){cap}|,?\s(?:y|e)\s{plain}|\s{plain})"
        )
        nation = rf"(?:\s(?:{self._nations.demonym})(?![\w-]))"
        place = rf"(?:\sen\s(?:el\s|la\s)?{self._nations.country}(?![\w-]))"
        numbered = r"(?:\d{1,3}\.?[ªº°]|[IVX]{1,5})\s"
        ordinal = rf"(?:{choice(listed('bodies', 'ordinals'))}\s|{numbered})"
        unit = choice(capitalised(n) for n in listed("bodies", "units"))
        number = r"\s(?:N[.]?[º°]\s)?\d{1,3}(?!\d|\sde\s[a-z])"
        counted = rf"{ordinal}{unit}(?![\w-]){step}{{0,6}}{nation}?|{unit}{step}{{0,3}}{number}"
        us = r"(?:\sde\sEE\.\s?UU\.)"
        whole = rf"{ordinal}?(?:{heads}|{titled})(?![\w-]){step}{{1,9}}(?:{nation}|{us})?{place}?"
        demonym = rf"(?:{heads}|{titled}|Ejecutivo){nation}|{ordinal}{titled}"
        alone = rf"{choice(listed('bodies', 'alone'))}(?![\w-])(?:\sde(?:\slos)?\s{self._nations.country}(?![\w-]))?{nation}?"  # noqa: E501
        lower = choice(listed("bodies", "lower"))
        small = (
            rf"{lower}(?:\snacional|\sfederal)?(?:{nation}|\s(?:de\sla|de\slos|del|de)\s{cap}"
            rf"(?:\s(?:de\sla|de\slos|del|de|y)\s{plain}|\s{plain}){{0,5}}{nation}?)"
        )
        offices = listed("bodies", "rulers")
        rulers = choice([*offices, *map(capitalised, offices)])
        ruler = rf"(?:{rulers}\s)?"
        ruled = (
            rf"(?:[Gg]obierno(?:\s(?:federal|nacional))?|[Aa]dministración|[Rr]égimen|Ejecutivo)\s(?:(?:de\s|del\s|de\sla\s){ruler})?"
            rf"{given}\s{WORD}(?:\s{plain}){{0,2}}|(?:[Gg]obierno|[Aa]dministración|[Rr]égimen|Ejecutivo)\s"
            rf"(?:del|de\sla)\s{rulers}\s{WORD}(?:\s{plain}){{0,3}}"
        )
        kinds = choice(listed("bodies", "forces"))
        owner = rf"(?:{nation}|\sde\s(?:los\s)?{self._nations.country})"
        # "las fuerzas rusas" are people
        forces = rf"[Ff]uerzas\sde\s(?:los\s)?{self._nations.country}|Fuerzas\s{kinds}{owner}?"
        return re.compile(
            rf"(?<![\w-])(?:{ruled}|{counted}|{whole}|{demonym}|{alone}|{small}|{forces}|{self._shouted})"
            r"(?![\w-])"
        )

    @cached_property
    def _shouted(self) -> str:
        """A body as headings and legal texts write it: "LA ASAMBLEA NACIONAL"."""
        heads = choice(
            noun.upper()
            for noun in (*listed("bodies", "strong"), "consejo", "comisión", "dirección", "foro")
        )
        kind = (
            r"(?:\s(?:NACIONAL|FEDERAL|GENERAL|LEGISLATIVA|SUPREMA|SUPREMO|CONSTITUCIONAL|"
            r"PERMANENTE))"
        )
        word = r"(?!EXC(?:MO|MA|ELENT)|SEÑOR|DON\b|DOÑA\b)[A-ZÁÉÍÓÚÑ]{3,}"
        second = (
            rf"\s[YE]\s{word}(?:\s{word}(?<=[AO]NA|[AI]CA|IMA|[IAR]VA|NAL|RIA|RAL|[AI]CO|[AI]VO))?"
        )
        of = rf"(?:\s(?:DE\sLA|DE\sLOS|DE\sLAS|DEL|DE)\s{word}(?:{second})?)"
        return rf"{heads}(?:{kind}{of}{{0,2}}|{of}{{1,3}})|(?<=DEL\s)(?:SENADO|CONGRESO)"

    @cached_property
    def _weak(self) -> re.Pattern[str]:
        ordinals = choice(listed("bodies", "ordinals"))
        return re.compile(rf"(?:{ordinals}\s)?{choice(listed('bodies', 'weak'))}\b", re.IGNORECASE)

    @cached_property
    def _marks(self) -> re.Pattern[str]:
        return re.compile(rf"\b(?:{choice(listed('bodies', 'marks'))}|[A-Z]{{3,}})\b")

    @cached_property
    def _counted(self) -> re.Pattern[str]:
        units = choice(capitalised(noun) for noun in listed("bodies", "units"))
        return re.compile(
            rf"(?:\d|[IVX]+\s|{choice(listed('bodies', 'ordinals'))}\s){{0,3}}.*?{units}\b"
        )

    @cached_property
    def _private(self) -> re.Pattern[str]:
        return re.compile(rf"\b{choice(listed('bodies', 'private'))}\b")

    @cached_property
    def _strong(self) -> re.Pattern[str]:
        return re.compile(rf"{choice(listed('bodies', 'strong'))}\b", re.IGNORECASE)

    def is_public(self, name: str) -> bool:
        """Whether a phrase that the pattern found names a public body."""
        if name.startswith(listed("bodies", "not")) or _NO_BODY.match(name):
            return False
        if name in listed("bodies", "alone"):
            return True
        weak = self._weak.match(name)
        strong = self._strong.match(name)
        if not strong and self._private.search(name):
            return False
        if self._counted.match(name):
            return True
        if weak and not (strong and strong.end() >= weak.end()):
            nation = self._nations.code(name)
            person = _ADMINISTRATION.match(name)
            return bool(self._marks.search(name) or nation or person)
        if strong and strong.group() == "Presidencia" and " " not in name:  # noqa: SIM103
            return False
        return True

    def names_public(self, phrase: str) -> bool:
        """Whether a phrase holds the name of a public body."""
        return any(self.is_public(m.group()) for m in self.pattern.finditer(phrase))

    def governed(
        self, text: str, titles: Titles, found: Iterable[re.Match[str]]
    ) -> Iterator[Spotted]:
        """Bodies that a public title governs, whatever their name: "presidente del [Consejo
        Soberano]"."""
        for title in found:
            if titles.private.search(title.group()):
                continue
            for link in _GOVERNS.finditer(text, title.end("core"), title.end()):
                match = self.pattern.match(text, link.end())
                if match is None or self._private.search(match.group()):
                    continue
                name = " ".join(match.group().split())
                if not name.startswith(listed("bodies", "not")) and name[0].isupper():
                    yield Spotted(*match.span(), "AGENCY", "name", name)

    def find(self, text: str) -> Iterator[Spotted]:
        """Bodies found by pattern, and the abbreviations that stand in brackets after them."""
        for match in self.pattern.finditer(text):
            name = " ".join(match.group().split())
            if not self.is_public(name) or _is_armed(text, match.start()):
                continue
            if name.startswith("FF"):
                name = _FORCES.sub("Fuerzas Armadas", name)
            if name[0].islower() and _ANY.search(text[max(0, match.start() - 12) : match.start()]):
                continue
            yield Spotted(match.start(), match.end(), "AGENCY", "name", name)


def _is_armed(text: str, start: int) -> bool:
    """Whether "armada" is an adjective: "la intervención armada de Estados Unidos"."""
    return text.startswith("armada", start) and not _DETERMINED.search(
        text[max(0, start - 9) : start]
    )


def aliases(text: str, spots: list[Spotted], nations: Nations) -> Iterator[Spotted]:
    """Short names in brackets behind a body or a criminal organisation ("(Sedena)"), there and
    wherever they stand later."""
    for spot in spots:
        match = _ALIAS.match(text, spot.end)
        if match is None or nations.code(match[1]):
            continue
        initials = {w[0].lower() for w in re.findall(r"\w+", text[spot.start : spot.end])}
        if match[1][0].lower() not in initials or not any(c.isupper() for c in match[1]):
            continue
        pattern = re.compile(rf"(?<![\w-]){re.escape(match[1])}(?![\w-])")
        for later in pattern.finditer(text, match.start(1)):
            yield Spotted(later.start(), later.end(), spot.label, "name", spot.name,
                          wikidata=spot.wikidata, listed=spot.listed)  # fmt: skip
