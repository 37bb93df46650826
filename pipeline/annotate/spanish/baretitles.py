"""Spanish titles that stand alone: whom they mean, and which are held by one person at a time."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from pipeline.annotate.spanish.appositions import Appositions
from pipeline.annotate.spanish.bodies import Bodies
from pipeline.annotate.spanish.chamber import is_session
from pipeline.annotate.spanish.courtesy import courteous_start
from pipeline.annotate.spanish.persons import Person
from pipeline.annotate.spanish.titles import Titles
from pipeline.annotate.spotted import Spotted

_ARTICLE = re.compile(r"\b(?:el|la|al|del|[Ee]l\spropio|[Ll]a\spropia|actual|entonces|[Mm]i)\s$",
                      re.IGNORECASE)  # fmt: skip
# Offices that many hold at once: no complement makes them one person's.
_MANY = frozenset(
    "senador senadora diputado diputada juez jueza general coronel magistrado magistrada agente "
    "teniente capitán representante vocero congresista legislador legisladora regidor concejal "
    "edil mayor".split()
)
_OF_STATE = re.compile(
    r"\bde (?:la )?(?:República|Nación|Defensa|Estado|Justicia|Gobernación|Relaciones|Seguridad|"
    r"Hacienda|Marina|Guerra|Gobierno|defensa|estado|Exteriores|Administración)|"
    r"\bdel? (?:Interior|interior|Estado|Gobierno)"
)
_GOVERNS = re.compile(r"\bdel Gobierno|\bde la (?:República|Nación)", re.IGNORECASE)
# Who governs a place is one person.
_OF_PLACE = re.compile(
    r"(?:alcald|gobernador|intendent|prefect|president[ea]\smunicipal)\w*\s(?:de\sla|del|de)\s[A-ZÁÉÍÓÚÑ]",
    re.IGNORECASE,
)
# So is who represents a country at a place.
_POSTED = re.compile(
    r"(?:embajador|cónsul|encargad)\w*(?:\sde\snegocios|\sgeneral)?\s(?:en|ante)\s", re.I
)
# A body of which an office is named in legal texts: "el Ministro" after "Ministerio del Interior".
_BODY_OF = {
    "ministro": "Ministerio", "ministra": "Ministerio", "secretario": "Secretaría",
    "secretaria": "Secretaría", "fiscal": "Fiscalía", "procurador": "Procuraduría",
    "procuradora": "Procuraduría", "gobernador": "Gobernación", "gobernadora": "Gobernación",
    "contralor": "Contraloría", "contralora": "Contraloría",
}  # fmt: skip
# "el ministro de un país": no one's; "el alcalde de la época": one person's.
_OF_SOME = re.compile(r"\sde\s(?!la\sépoca|entonces|aquel|ese|est[ea]\b)[a-záéíóúñ]")
_UNITED_NATIONS = re.compile(r"\b(?:ONU|Naciones Unidas|OTAN|OEA|Consejo de Seguridad)\b")


class BareTitles:
    """Finds the bare titles of one text that point to one person."""

    def __init__(self, titles: Titles, bodies: Bodies, appositions: Appositions) -> None:
        self._titles, self._nations, self._bodies = titles, titles.nations, bodies
        self._appositions = appositions

    def find(
        self, text: str, titles: Iterable[re.Match[str]], people: list[Person]
    ) -> Iterator[Spotted]:
        session = is_session(text)
        chair = any(p.role == "presidente" for p in people) if session else False
        for match in titles:
            start, end = match.span()
            role = " ".join(match.group().split())
            begin = courteous_start(text, start)
            referred = _ARTICLE.search(text[max(0, begin - 12) : begin]) is not None
            addressed = begin < start and not referred and (chair or not session)
            if _OF_SOME.match(text, end) or not (referred or addressed):
                continue
            if re.match(r"\s[A-ZÁÉÍÓÚÑ]", text[end : end + 2]) and not role.isupper():
                continue
            spot = self._of(text, match, role, people, addressed)
            if spot is not None:
                yield spot

    def _of(
        self, text: str, match: re.Match[str], role: str, people: list[Person], addressed: bool
    ) -> Spotted | None:
        start, end = match.start(), self._appositions.cut(text, *match.span())
        core = match["core"].lower()
        country = self._nations.code(role) if role != match["core"] else None
        fitting = [
            p
            for p in people
            if p.role
            and self._titles.fits(core, role, p.role)
            # who presides over a chamber does not govern
            and not (p.role == "presidente" and _GOVERNS.search(role) and is_session(text))
        ]
        earlier = [p for p in fitting if p.start < start] or (fitting if " " in role else [])
        if addressed and len({p.name for p in fitting if p.start < start}) != 1:
            return None  # "Señor presidente: ..." means one whom the text has named, or nobody
        if earlier:
            person = max(
                earlier,
                key=lambda p: (self._same_nation(country, p), not _is_oblique(text, p), p.start),
            )
            return Spotted(start, end, "OFFICIAL", "title", person.name, role)
        if head := _head_of_state(core, start, people):
            return Spotted(start, end, "OFFICIAL", "title", head.name, role,
                           wikidata=head.wikidata, listed=True)  # fmt: skip
        if self._is_unique(text, start, match["core"], role):
            return Spotted(start, end, "OFFICIAL", "bare", None, role, country=country or "-")
        return None

    def _same_nation(self, country: str | None, person: Person) -> bool:
        """Whether some title of the person names the country that a bare title names."""
        return country is not None and self._nations.code(person.role or "") == country

    def _is_unique(self, text: str, start: int, core: str, role: str) -> bool:
        """Whether a title is held by one person at a time, by its complement or by a body of the
        text."""
        lower = core.lower()
        if lower == "secretario general" and _UNITED_NATIONS.search(text):
            return True
        body = _BODY_OF.get(lower)
        if body and role == core and core[0].isupper():
            return re.search(rf"\b{body}\sd", text[:start]) is not None
        if " " not in role:
            return False
        word = re.sub(r"^(?:ex[- ]?|vice)", "", lower).split()[0]
        if word in _MANY and "secretario" not in role:
            return False
        return bool(
            _POSTED.match(role)
            or self._bodies.names_public(role) or self._nations.code(role) or _OF_STATE.search(role)
            or _OF_PLACE.match(role)
        )  # fmt: skip


def _head_of_state(core: str, start: int, people: list[Person]) -> Person | None:
    """Whom "el presidente" means where the text has named one listed president alone."""
    if not core.startswith(("president", "mandatari")):
        return None
    heads = {
        p.name: p
        for p in people
        if p.start < start and re.match(r"(?:Former )?Presid", p.office or "")
    }
    return next(iter(heads.values())) if len(heads) == 1 else None


def _is_oblique(text: str, person: Person) -> bool:
    """Whether a person is named as an object ("incluyendo al presidente ..."): a bare title after
    that rather means who the text is about."""
    role = person.role or ""
    before = text[max(0, person.start - len(role) - 16) : person.start]
    return bool(
        re.search(
            r"\b(?:al?|del?|con|contra|ante|por)\s(?:el\s|la\s)?" + re.escape(role) + r"\s$", before
        )
    )
