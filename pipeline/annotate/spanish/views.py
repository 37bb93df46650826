"""Whose view a Spanish sentence states by a phrase, not a verb: "según X", "a su juicio"."""

from __future__ import annotations

import re
from functools import cache

from pipeline.annotate.holders import Attribution
from pipeline.annotate.spanish.nouns import HE, Places, attribution_of, noun_phrase
from pipeline.annotate.spanish.words import choice, listed


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    according = choice(p for p in listed("holders", "according") if p != "para")
    return {
        "according": re.compile(rf"(?<![\w-]){according}\s"),
        "attitude": re.compile(
            r"(?:El|La|Los|Las|Su|Pero\s(?:el|la|su))\s(?:\w+\s)?"
            rf"{choice(listed('holders', 'attitudes'))}"
            r"\s(?:del?\s(?P<n>[^,;:]{3,60}?)\s)?(?:es|era|fue|sigue\ssiendo|consiste|parte)\b"
        ),
    }


# "Fue calificado por X de", "por parte de X", "Leo en X que", "Se nos dice, desde X, que".
_BY_WHOM = re.compile(
    r"\b(?:calificad|tachad|descrit|criticad|cuestionad|rechazad|condenad|denunciad|defendid|desmentid|"
    r"acusad|considerad|vist|juzgad|saludad|aplaudid|reclamad|exigid|pedid|propuest)[oa]s?\s(?:\w+mente\s)?"
    r"por\s(?!(?:su|sus|ser|haber|lo|eso|ello|la\sfuerza)\b)|"
    r"(?:^|\s)(?:leo|leí|leemos|oigo|oímos|escucho|escuchamos|he\sleído|he\soído)\s(?:también,?\s|hoy\s|a\smenudo\s)?"
    r"(?:en\s(?:la\sradio|la\stelevisión|la\sprensa)\s)?(?:en|a|de)\s(?=[^.;:]{3,80}\s(?:que|decir)\b)|"
    r"\bse\s(?:nos|me|les?)\s(?:ha\s)?(?:dicho|dice|dirá|explicado|explica|objeta|objetado|objetará|replica|"
    r"replicado|responde|respondido|asegura|asegurado|reprocha|reprochado|pide|pedido|exige|exigido|advierte|"
    r"advertido|recuerda|recordado),?\sdesde\s"
)


def by_phrase(text: str, start: int, end: int, lower: str, inside: Places) -> Attribution | None:
    """The holder whom a phrase names. `lower`: the sentence in lower case, quotations blanked."""
    for match in (*_patterns()["according"].finditer(lower), *_BY_WHOM.finditer(lower)):
        if holder := _according(text, start + match.end(), end, inside):
            return holder
    return _in_view_of(text, start, end, inside) or _attitude(text, start, end, inside)


_NOBODY = re.compile(
    r"(?:lo|esto|eso|ello|cuentan?|dijo|dice|consta|nos|se|me|publicó|supimos|parece|su|sus|quien|"
    r"el\sque|la\sque|est[ea]s?|es[ea]s?)\b"
)


def _according(text: str, place: int, end: int, inside: Places) -> Attribution | None:
    """The holder of whom a sentence says "según X"."""
    if _NOBODY.match(text, place, end):
        return None
    phrase = noun_phrase(text, place, end)
    return phrase and attribution_of(
        text, *phrase, inside, animate=_SEVERAL.match(text, place) is not None
    )


_SEVERAL = re.compile(
    r"(?!(?:los|las|sus|unas)\s)[a-záéíóúñ]+(?<!í)[aeo]s\s(?!que\b)"
)  # "según pilotos procesados"
_TO_WHOM = re.compile(
    r"(?P<su>(?:A|En)\ssu\s(?:juicio|opinión|entender|criterio)\b)|"
    r"(?:Pero\s|Y\s)?(?:[Pp]ara|[Ee]ntre)\s"
)


def _in_view_of(text: str, start: int, end: int, inside: Places) -> Attribution | None:
    """The holder of a sentence that begins with "A su juicio" or "Para los críticos,"."""
    match = _TO_WHOM.match(text, start, end)
    if match is None:
        return None
    if match["su"]:
        return HE
    phrase = noun_phrase(text, match.end(), end)
    if phrase is None:
        return None
    rest = text[phrase[1] : end]
    if not re.match(
        r"(?:,|[^,.;:]{0,60},)\s|\s(?:no\s)?(?:es|era|fue|son|eran|fueron|sería|hay|hubo|había|está|"
        r"resulta|equivale|supone|significa|sigue)\b",
        rest,
    ):
        return None
    holder = attribution_of(text, *phrase, inside)
    head = text[phrase[0] : phrase[1]]
    verbal = re.match(r"\w+(?:[aei]r|[aei]rlo|[aei]rse)\b", head)
    return None if verbal else holder


def _attitude(text: str, start: int, end: int, inside: Places) -> Attribution | None:
    """ "La tesis de los generales es que", "Su argumento es que"."""
    match = _patterns()["attitude"].match(text, start, end)
    if match is None:
        return None
    if match["n"] is None:
        return HE if re.search(r"\bsu\b", match.group(), re.IGNORECASE) else None
    place = match.start("n")
    phrase = noun_phrase(text, place, match.end("n"))
    if phrase is None:
        return None
    return attribution_of(text, *phrase, inside)
