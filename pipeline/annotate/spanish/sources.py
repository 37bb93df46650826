"""The subjects of Spanish verbs of saying, found around the verb without a parser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from pipeline.annotate.holders import Attribution
from pipeline.annotate.spanish.nouns import (
    DETERMINER,
    PEOPLE_ALONE,
    PREPOSITION,
    UP,
    Places,
    attribution_of,
    noun_phrase,
)
from pipeline.annotate.spanish.words import listed

# What may stand before the subject of a sentence.
_OPENING = re.compile(
    r"(?:(?:pero|y|o|ni|e|también|tampoco|además|así|entonces|luego|después|hoy|ayer|ahora|todavía|incluso|hasta|"
    r"sin\sembargo|no\sobstante|en\scambio|por\ssu\sparte|por\seso|por\sello|aquí|allí|que|sólo|solo|"
    r"aún|ya|quizá|sé\sque|sabemos\sque|recuerdo\sque|hay\sque\s(?:decir|recordar|admitir|reconocer)\sque|"
    r"es\s(?:verdad|cierto|sabido)\sque|considerando|visto|teniendo\sen\scuenta|reconociendo|"
    r"(?:CONSIDERANDO|VISTO)|\w+mente|mientras\stanto|años\s(?:después|más\starde)|"
    r"(?:el|este|la)\s(?:lunes|martes|miércoles|jueves|viernes|sábado|domingo|\d+|mes|semana|año|noche|mañana)"
    r"(?:\s\d+)?(?:\sde\s\w+)?(?:\sde\s\d{4})?(?:\s(?:pasad[oa]|siguiente))?),?\s(?:que\s)?)+",
    re.IGNORECASE,
)


def subject_after(
    text: str, place: int, end: int, inside: Places, close: bool = False
) -> Attribution | None:
    """Who is named at a place: after an inverted verb ("dice el ministro"), or at the beginning of
    a sentence."""
    if close:
        gap = _GAP.match(text, place, end)
        if gap is None:
            return None
        place = gap.end()
    elif opening := _OPENING.match(text, place, end):
        place = opening.end()
    if not (_BEGINS.match(text, place, end) or text[place : place + 1].isupper()):
        return None
    if re.match(r"(?:el|la|los|las)\s(?:\d|que\s)", text[place:end]) or re.match(
        rf"{PREPOSITION}\s", text[place:end], re.IGNORECASE
    ):
        return None
    phrase = noun_phrase(text, place, end)
    return phrase and attribution_of(text, *phrase, inside)


# Between an inverted verb and its subject: "informó este viernes el secretario".
_GAP = re.compile(
    r",?\s(?:también\s|además\s|ayer\s|hoy\s|anoche\s|entonces\s|(?:este\s|el\s)(?:pasado\s)?(?:lunes|martes|"
    r"miércoles|jueves|viernes|sábado|domingo)\s(?:\d+\s)?|a\s(?:los\s)?(?:periodistas|medios)\s)?"
)
_BEGINS = re.compile(
    rf"(?:{DETERMINER}\s|{PEOPLE_ALONE.pattern}|fuentes\s|voceros\s|\w+istas\s|amigos\s)",
    re.IGNORECASE,
)
_SUBORDINATE = re.compile(
    rf"(?:{PREPOSITION}|cuando|si|aunque|mientras|donde|porque|pues|hace|dado|pese|gracias|junto)\s",
    re.IGNORECASE,
)
_RELATIVE = re.compile(
    r"(?:(?P<b>[\w-]+),?\s)?(?P<r>que|quien|quienes|cual|cuales)\s"
    r"(?:no\s|ya\s|también\s|hoy\s|siempre\s)?\Z",
    re.IGNORECASE,
)
_HEARD = re.compile(
    r"\b(?:sé|sabemos|creo|recuerdo|digo|oigo|oído|leído|leo|entiendo|supongo|admito|reconozco|decir|"
    r"recordar|verdad|cierto|claro|sabido|consta|considerando|cuenta|reconociendo|visto|y)\Z",
    re.IGNORECASE,
)  # fmt: skip


_TO_WHOM = re.compile(r"\b(?:al?|a\sla|a\slos|a\slas)\s(?:que|quien|quienes|cual|cuales)\s[^,;]+\Z")
# "Los gobiernos que aplican estas leyes responden": the clause has a verb of its own.
_QUALIFIED = re.compile(
    rf"[\s«\"“¿¡]*(?P<n>(?:{DETERMINER})\s[\w-]+(?:\s(?!que\b)[\w-]+){{0,5}}?),?\s(?:que|quien|quienes)\s"
    r"(?:no\s|se\s|me\s|nos\s|le\s|les\s|lo\s|la\s|los\s|las\s|ya\s|también\s|hoy\s|ayer\s|siempre\s|entonces\s|ahora\s|aún\s|nunca\s|todavía\s)*"
    rf"(?!{DETERMINER}\s|{PREPOSITION}\s)[a-záéíóúñ]+(?:an|en|ron|ó|ía|ían|aba|aban|a|e|do)\s[^;:]*\Z",
    re.IGNORECASE,
)
_OBJECT = re.compile(
    r"(?:\b(?:el|la|los|las|un|una|su|sus|esta|este|ese|esa|toda|cada)\s[\w-]+(?:\s[\w-]+)?|"
    r"\blo)\Z",
    re.IGNORECASE,
)


def subject_before(
    text: str, floor: int, at: int, inside: Places, plural: bool, animate: bool
) -> Attribution | None:
    """Who is the subject of a verb at a place, in the clause that begins at `floor`: None where no
    subject is found, the author where the verb's clause only qualifies a noun."""
    clause = text[floor:at]
    relative = _RELATIVE.search(clause)
    if relative is not None:
        place = floor + max(relative.start("b"), 0)
        if re.search(r"\b[Hh]ay\s[^,;]*\Z", clause[: relative.start("r")]):
            return Attribution("group", place, at - 1, head=place, number="people")
        if not re.search(r",\s(?:que|quien)\s[^,]*\Z", clause):
            return Attribution("author")
    if relative is None and _TO_WHOM.search(clause):
        return Attribution("author")  # "el gobierno, al que la ministra llama ilegítimo"
    embedded = clause.rfind(" que ")
    qualified = _QUALIFIED.match(clause) if relative is None else None
    if qualified is not None:
        place = floor + qualified.start("n")
        phrase = noun_phrase(text, place, floor + qualified.end("n"))
        holder = phrase and attribution_of(text, *phrase, inside, animate)
        if holder and (not plural or holder.number != "person"):
            return holder
    parted = "," in clause[max(embedded, 0) :]  # "Por miedo a que ..., los jueces piden"
    if relative is None and embedded > 0 and not parted and _OBJECT.search(clause[:embedded]):
        return Attribution("author")  # "la propuesta que el ministro defiende"
    if relative is None and embedded > 0 and _HEARD.search(clause[:embedded]):
        floor += embedded + 5  # "Sé que los vecinos dicen"
    for place in _beginnings(text, floor, at):
        phrase = noun_phrase(text, place, at)
        holder = phrase and attribution_of(text, *phrase, inside, animate)
        if holder and phrase and _THOSE_WHO.match(text, phrase[0]):
            return replace(holder, end=floor + len(text[floor:at].rstrip()))
        if holder and (not plural or holder.number != "person" or " y " in text[place:at]):
            return holder
    return None


_THOSE_WHO = re.compile(r"(?:los|las|el|la)\sque\s|quien(?:es)?\s", re.IGNORECASE)
_MARKS = re.compile(r"[\s«\"“¿¡(—]*")
_NOUN = re.compile(rf"(?<=[a-záéíóúñ,]\s)(?:{DETERMINER}\s|[{UP}])")
_IN_NAME = re.compile(rf"[{UP}][\w-]*\s\Z")
_OBLIQUE = re.compile(rf"\b{PREPOSITION}\s(?:el\s|la\s|los\s|las\s|su\s|sus\s)?\Z", re.IGNORECASE)


def _beginnings(text: str, floor: int, at: int) -> Iterator[int]:
    """Where a subject can begin in a clause: its beginning and after each comma, what opens the
    clause left out; then any determined noun or name after no preposition."""
    place = floor
    while place < at:
        stripped = _MARKS.match(text, place, at)
        place = stripped.end() if stripped else place
        opening = _OPENING.match(text, place, at)
        if opening:
            place = opening.end()
        if not (_SUBORDINATE.match(text, place, at) or _is_participle(text, place, at)):
            yield place
        comma = text.find(",", place, at)
        if comma < 0:
            break
        place = comma + 1
    for match in _NOUN.finditer(text, floor, at):
        before = text[max(floor, match.start() - 24) : match.start()]
        if not _OBLIQUE.search(before) and not _IN_NAME.search(before):
            yield match.start()


# "El afiche, pegado por la Alcaldía, promete": no noun.
_PARTICIPLE = re.compile(
    r"(?P<p>[a-záéíóúñ]+(?:ad|id)[oa]s?)\s(?:\w+mente\s|nuevamente\s)?(?:por|en|desde|tras)\s"
)


def _is_participle(text: str, place: int, at: int) -> bool:
    match = _PARTICIPLE.match(text, place, at)
    return match is not None and match["p"] not in listed("holders", "groups")
