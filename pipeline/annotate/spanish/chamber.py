"""Members of a chamber whom its journal names by form of courtesy alone: "La señora BELMONTE:"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.annotate.spanish.persons import Person
from pipeline.annotate.spotted import Spotted

_SESSION = re.compile(
    r"\b(?:[Ss]eñorías?\b|[Dd]iario de [Ss]esiones|DIARIO DE SESIONES|"
    r"[Ss]e abre la sesión|[Ss]e reanuda la sesión|"
    r"[Ss]e levanta la sesión|[Tt]iene la palabra|[Hh]onorables? (?:colegas|[Aa]samblea|[Cc]ámara)|"
    r"[Ss]esión (?:ordinaria|extraordinaria|plenaria)|"
    r"[Ss]eñora? [Pp]resident[ea](?=[,:])|(?:El|La|EL|LA) (?:[Ss]eñora?|SEÑORA?) PRESIDENT[EA]\b)"
)
_UP = "A-ZÁÉÍÓÚÑÜ"
_CHAIRS = r"(?:VICE)?PRESIDENT[EA](?:\s(?:PRIMER[OA]|SEGUND[OA]|EN\sFUNCIONES))?"
# "El señor PRESIDENTE (Lasarte Iriondo): Se abre la sesión."
_CHAIR = re.compile(
    rf"(?m)^(?:(?:El|La)\s)?(?P<t>(?:[Ss]eñora?|Sra?\.|SRA?\.|SEÑORA?)\s{_CHAIRS})"
    rf"(?:\s\((?P<n>[{_UP}][\w-]+(?:\s(?:de\s|del\s|la\s|y\s)?[{_UP}][\w-]+){{0,4}})\))?\s?[:.]"
)
_MEMBER = re.compile(
    r"(?m)^(?:(?:(?:El|La) )?(?:[Ss]eñora?|Sra?\.)|SRA?\.|SEÑORA?) "
    r"(?P<n>(?!(?i:PRESIDENT|VICEPRESIDENT|SECRETARI|MINISTR))"
    rf"[{_UP}][{_UP}-]+(?:\s(?:DE\s|DEL\s|LA\s)?[{_UP}][{_UP}-]+){{0,3}}|"
    rf"[{_UP}][a-záéíóúñü-]+(?:\s[{_UP}][a-záéíóúñü-]+){{0,3}}(?=:|\.[-—–]))(?=[:.(\s])"
)
# "PRESIDENCIA DEL EXCMO. SR. D. LUIS MORA PAZ": who presides.
_PRESIDES = re.compile(
    r"\bPRESIDENCIA\sDE(?:L|\sLA|\sDON|\sDOÑA)?\s(?:EXCM[OA]\.?\s|SRA?\.?\s|D\.ª?\s|D[ªº]?\.?\s){1,3}"
    rf"(?P<n>[{_UP}]{{2,}}(?: (?:DE |DEL |LA |Y )?[{_UP}-]{{2,}}){{1,4}})"
)
# In a session whoever is called "señor" or "señora" with a surname sits in it.
_NAMED = re.compile(
    rf"(?<![\w-])(?:[Ss]eñora?|Sra?\.)\s(?P<n>[{_UP}][a-záéíóúñü]+(?:-[{_UP}][\wáéíóúñü]+)?"
    rf"(?:\s(?:de\s|del\s)?[{_UP}][a-záéíóúñü]+){{0,3}})(?![\w-])"
)
_OFFICE = re.compile(r"(?:Vicep|P)resident|Secretari|Ministr|Diputad|Senador|Letrad|Portavoz")
# A journal, not one speech, has so many turns.
_TURNS = 2


def is_session(text: str) -> bool:
    """Whether a text is spoken in a chamber."""
    return _SESSION.search(text) is not None


def chamber_people(text: str) -> Iterator[tuple[Spotted, Person]]:
    """The chair and the members who speak or are spoken of in a session."""
    if not is_session(text):
        return
    chair = next((m for m in _CHAIR.finditer(text) if m["n"]), None)
    if chair is not None:
        name = chair["n"]
        person = Person(*chair.span("n"), name, "presidente")
        yield Spotted(*chair.span("n"), "OFFICIAL", "name", name, "presidente"), person
        for turn in _CHAIR.finditer(text):
            yield Spotted(*turn.span("t"), "OFFICIAL", "title", name, "presidente"), person
    for head in _PRESIDES.finditer(text):
        name = head["n"]
        person = Person(*head.span("n"), name, "presidente")
        yield Spotted(*head.span("n"), "OFFICIAL", "name", name, "presidente"), person
    turns = list(_MEMBER.finditer(text))
    for turn in turns:
        yield _member(turn)
    if len(turns) >= _TURNS:
        for match in _NAMED.finditer(text):
            if not _OFFICE.match(match["n"]):
                yield _member(match)


def _member(match: re.Match[str]) -> tuple[Spotted, Person]:
    start, end, name = *match.span("n"), match["n"]
    return Spotted(start, end, "OFFICIAL", "name", name), Person(start, end, name, None)
