"""Who speaks and what counts as speaking: turns of a transcript, points of a resolution."""

from __future__ import annotations

import re

from pipeline.annotate.holders import Attribution
from pipeline.annotate.records import HolderKind

_TURN = re.compile(
    r"(?P<n>(?:(?:El|La)\s(?:(?:(?:vice)?president[ea]|(?:pro)?secretari[oa])\s(?=diputad|senador))?"
    r"(?:señora?|Sra?\.|diputad[oa]|senadora?)\s|SEÑORA?\s|"
    r"(?:Sra?|Dra?|Gral|Cnel|Dip|Sen)\.\s)?"
    r"[A-ZÁÉÍÓÚÑ][\w.áéíóúñü'-]*(?:\s(?:DE|DEL|LA|LOS|Y|de|del|la|y)?\s?[A-ZÁÉÍÓÚÑ][\w.áéíóúñü'-]*){0,5}"
    r"(?:\s\([^)]{2,50}\))?)"
    r"(?:(?<=[A-ZÁÉÍÓÚÑ]{2}),\s[A-ZÁÉÍÓÚÑ][A-ZÁÉÍÓÚÑ ,()-]{4,140}(?=:))?"
    r"(?::\s|(?<=[A-ZÁÉÍÓÚÑ]{2})\.(?:\s|\Z)|\s?[.:]\s?-+\s?|\.?\s?[—–]\s?(?=[A-ZÁÉÍÓÚÑ¿¡«]))"
)
_NO_TURN = re.compile(
    r"(?:Artículo|Nota|Cuadro|Fuente|Resumen|Sección|Conclusión|Capítulo|Conclusiones|Antecedentes|"
    r"Primer[oa]?|Segund[oa]|Tercer[oa]?|Cuart[oa]|Quint[oa]|Sext[oa]|Séptim[oa]|Octav[oa]|"
    r"Noven[oa]|\w*Décim[oa]|\w*écim[oa]|Decimo\w+|Vig[eé]simo?\w*|Únic[oa]|Resuelve|Acuerda|Decreta|Considerando|Visto|Uno|Dos|Tres|[IVX]+|"
    r"Recomendación|Recomendaciones|Objeto|Asunto|Fecha)\b",
    re.IGNORECASE,
)
# What numbers the points of a resolution.
LABEL = re.compile(
    r"(?:[A-ZÁÉÍÓÚ][a-záéíóú]+(?<=[eio][rnmtv][oa])|PRIMER[OA]|SEGUND[OA]|TERCER[OA]|CUART[OA]|QUINT[OA]|SEXT[OA]|"
    r"SÉPTIM[OA]|OCTAV[OA]|NOVEN[OA]|DÉCIM[OA](?:\s\w+)?|ÚNIC[OA]|[IVX]+|\d{1,2}|[a-z])[.:)]-?\s"
)
_QUESTIONER = re.compile(r"(?:P|PREGUNTA|Pregunta|PERIODISTA|Periodista|REPORTERA?)\Z")


def turn_of(text: str, start: int, end: int) -> tuple[Attribution, int] | None:
    """The speaker whom a transcript names at the beginning of a turn, and where the turn begins."""
    match = _TURN.match(text, start, end)
    if match is None or _NO_TURN.match(match["n"]):
        return None
    kind: HolderKind = "group" if _QUESTIONER.match(match["n"]) else "entity"
    return Attribution(kind, *match.span("n"), head=match.end("n") - 1), match.end()


def is_own_voice(
    text: str, start: int, label: re.Match[str] | None, attribution: Attribution
) -> bool:
    """Whether a resolution speaks itself: "PRIMERO. El Senado rechaza", "Que la Convención
    reconoce"."""
    if _RECITAL.match(text, start):
        end = text.find(";", start)
        stated = _OPINION.search(text, start, end if end >= 0 else start + _REACH)
        return attribution.number != "people" and stated is None
    if label is None:
        return False
    numbered = label.group()[0].isdigit()
    return bool(attribution.pronoun) or (attribution.number == "body" and not numbered)


# What a recital tells of somebody's view, not of what was decided.
_OPINION = re.compile(
    r"\b(?:considera|estima|prefer|preferid|atribuy|justific|sostien|sostuv|alega|objet|califica|argument|"
    r"asegur|advirt|advier|reclam|opina|teme|critic|rechaz)\w*"
)
_REACH = 400
_RECITAL = re.compile(r"Que\s(?:,\s)?(?=[a-záéíóúñ])")


def is_label(text: str) -> bool:
    """Whether a unit is nothing but the number of a point ("ÚNICO.") or a caption."""
    return _NO_TURN.fullmatch(text.rstrip(".:) ")) is not None
