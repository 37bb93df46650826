"""The words and numbers that Spanish date expressions are made of, and what stands around them."""

from __future__ import annotations

import re

from pipeline.annotate.datecues import NEVER, Cues
from pipeline.annotate.spanish.words import choice, words

NUMBERS = {
    "un": 1, "una": 1, "dos": 2, "tres": 3, "cuatro": 4, "cinco": 5, "seis": 6, "siete": 7,
    "ocho": 8, "nueve": 9, "diez": 10, "once": 11, "doce": 12, "trece": 13, "catorce": 14,
    "quince": 15, "dieciséis": 16, "diecisiete": 17, "dieciocho": 18, "diecinueve": 19,
    "veinte": 20, "veintiún": 21, "veintiuno": 21, "veintidós": 22, "veintitrés": 23,
    "veinticuatro": 24, "veinticinco": 25, "veintiséis": 26, "veintisiete": 27, "veintiocho": 28,
    "veintinueve": 29, "treinta": 30, "treinta y uno": 31, "treinta y un": 31, "primero": 1,
    "primer": 1, "cuarenta": 40, "cincuenta": 50, "sesenta": 60, "setenta": 70, "ochenta": 80,
    "noventa": 90, "cien": 100,
}  # fmt: skip
TENS = {"veinte": 2, "treinta": 3, "cuarenta": 4, "cincuenta": 5, "sesenta": 6, "setenta": 7,
        "ochenta": 8, "noventa": 9}  # fmt: skip
SEASONS = {"primavera": 21, "verano": 22, "otoño": 23, "invierno": 24}
UNITS = {"día": "day", "días": "day", "semana": "week", "semanas": "week", "mes": "month",
         "meses": "month", "año": "year", "años": "year", "década": "decade",
         "décadas": "decade"}  # fmt: skip
# Where a part of a year or month stands, from 1 or, from the end, -1.
PLACES = {"primer": 1, "primera": 1, "primero": 1, "primeros": 1, "primeras": 1, "segundo": 2,
          "segunda": 2, "tercer": 3, "tercera": 3, "cuarto": 4, "cuarta": 4, "último": -1,
          "última": -1, "últimos": -1, "últimas": -1}  # fmt: skip
MONTHS_LONG = {"semestre": 6, "trimestre": 3, "cuatrimestre": 4, "bimestre": 2, "mitad": 6}
DAYS_LONG = {"día": 1, "semana": 7, "mitad": 15, "quincena": 15}
DEICTIC = {"hoy": 0, "anoche": -1, "ayer": -1, "anteayer": -2, "antier": -2, "mañana": 1,
           "pasado mañana": 2, "esta noche": 0, "esta tarde": 0, "esta mañana": 0}  # fmt: skip
MONTHS = {m: i for i, m in enumerate(words()["dates"]["months"], 1)} | {"setiembre": 9}
_SHORT = "ene feb mar abr may jun jul ago sep oct nov dic".split()
SHORT_MONTHS = {m: i for i, m in enumerate(_SHORT, 1)} | {"sept": 9, "set": 9}
WEEKDAYS = {w: i for i, w in enumerate(words()["dates"]["weekdays"])}
FEASTS = {"nochebuena": (12, 24), "navidad": (12, 25), "nochevieja": (12, 31),
          "año nuevo": (1, 1)}  # fmt: skip

MONTH, SEASON, WEEKDAY, NUMBER = (
    choice(MONTHS),
    choice(SEASONS),
    choice(WEEKDAYS),
    choice(NUMBERS),
)
YEAR = r"(?:1[6-9]|20)\d\d"
DAY = r"(?:3[01]|[12]\d|0?[1-9])(?:º|°|\.º|ro)?"
UNIT = choice(UNITS)
COUNT = rf"(?:\d{{1,3}}|{NUMBER})"
EARLY = "(?:principios|comienzos|inicios|mediados|finales|final|fines)"


def number(word: str) -> int:
    digits = re.sub(r"\D", "", word)
    return int(digits) if digits else NUMBERS[" ".join(word.lower().split())]


def month_number(name: str) -> int:
    name = name.lower().rstrip(".")
    return MONTHS.get(name) or SHORT_MONTHS[name]


# What says, in a date's clause, whether it lies ahead or behind: verbs first, then prepositions.
_LETTERS = "[a-zñáéíóú]"
# "la energía", "una mayoría" are no verbs.
_NO_NOUN = "".join(rf"(?<!\b{word}\s)" for word in "la de su una esa los las el cada un y".split())
_AHEAD = re.compile(
    rf"\b(?:próxim[oa]s?|{_LETTERS}{{2,}}(?:(?<!est)(?<!quiz)rá|(?<!est)rán|remos)|"
    rf"(?:va|van|voy|vamos)\sa|vencen?|deben?|faltan?|que\sviene|"
    rf"{_NO_NOUN}(?!habr|quer[íi]|mayor|minor){_LETTERS}{{2,}}rían?)\b"
)
_BEHIND = re.compile(
    rf"\b(?:fue|era|eran|fueron|fui|ha|han|hemos|hubo|hizo|dijo|vino|dio|puso|vi|vio|tuvo|pudo|supo|"
    rf"quiso|trajo|pasad[oa]|quer(?:ía|ían)|{_LETTERS}{{2,}}(?:ó|aron|eron|aba|aban|(?<!r)ían)|"
    rf"{_NO_NOUN}(?!todavía|policía|mediodía){_LETTERS}{{2,}}(?<!r)ía|"
    rf"(?!comité|café){_LETTERS}{{3,}}(?<!r)é)\b"
)
_TOWARDS = re.compile(
    r"\b(?:antes\sde|a\smás\stardar\sen|para|elecciones\sde|(?:es|son)\sen)(?:l|\sel|\sla|\slas)?\s$"
)
_UNTIL = re.compile(r"\bhasta(?:\sel|\sla)?\s$")
_FROM = re.compile(r"\b(?:desde|tras|después\sde)(?:l|\sel|\sla)?\s$")
_CLAUSE = re.compile(r"[.;:!?\n«»“”\"()]")


def tense(text: str, start: int, end: int) -> int:
    """Whether a date lies ahead (1) or behind (-1) by the words of its clause; 0 where they do not
    tell. What stands nearest to it counts, its own part of the clause before what a comma parts."""
    behind = _CLAUSE.split(text[max(0, start - 120) : start])[-1]
    ahead = _CLAUSE.split(text[end : end + 100])[0]
    own_behind = re.split(r",|\bque\b", behind)[-1]
    own_ahead = ahead.split(",", 1)[0]
    preposition = 1 if _TOWARDS.search(behind) else -1 if _FROM.search(behind) else 0
    return _last(own_behind) or _first(own_ahead) or preposition or _first(ahead) or _last(behind)


def leads_up_to(text: str, start: int) -> bool:
    """Whether a preposition before an expression looks ahead: "hasta el viernes"."""
    behind = text[max(0, start - 24) : start]
    return bool(_TOWARDS.search(behind) or _UNTIL.search(behind))


def _signs(clause: str) -> list[tuple[int, int]]:
    return sorted(
        (match.start(), sign)
        for pattern, sign in ((_AHEAD, 1), (_BEHIND, -1))
        for match in pattern.finditer(clause)
    )


def _first(clause: str) -> int:
    return next((sign for _, sign in _signs(clause)), 0)


def _last(clause: str) -> int:
    return next((sign for _, sign in reversed(_signs(clause))), 0)


_THAT_YEAR = r"\s(?:de\s(?:ese|aquel|dicho)|del\smismo)\s(?:mismo\s)?año\b"
SPANISH = Cues(
    part=re.compile(
        r"\b(?:primer[oa]s|últim[oa]s)\s(?:(?:dos|tres|pocos)\s)?(?:días|semanas|meses|años)\s"
        r"del?\s(?:l[ao]s?\s)?$", re.IGNORECASE,
    ),
    weekday=re.compile(WEEKDAY, re.IGNORECASE),
    weekday_name=re.compile(rf"(?:pasado\s|próximo\s)?({WEEKDAY}),?\s", re.IGNORECASE),
    weekdays=WEEKDAYS,
    between_weekday=re.compile(r",?\s(?:el\s)?"),
    before_that=re.compile(r"\b(?:aquel|aquella|ese|esa)\s(?:mism[oa]\s)?$", re.IGNORECASE),
    before_following=re.compile(r"\bsiguiente\s$"),
    before_previous=NEVER,
    after_following=re.compile(r"\s(?:siguiente|del\ssiguiente\saño|del\saño\ssiguiente)\b"),
    after_previous=re.compile(r"\s(?:anterior|del\saño\santerior)\b"),
    after_of_that_year=re.compile(_THAT_YEAR),
    between_coordinated=re.compile(r"\s*(?:,|,?\s(?:y|e|o|a|al|hasta)\s)(?:en\s|de\s|del\s|el\s)?"),
    between_of_a_day=NEVER,
    before_since=re.compile(r"\bdesde\s(?:el\s|la\s|los\s)?$"),
    before_born=re.compile(r"\b[Nn]ac(?:id[oa]s?|ió)\b[^.;]*$"),
    before_ever_since=re.compile(r"\b(?:ha|han|lleva|llevan)\b.*\bdesde\s(?:el\s)?$"),
    before_then=re.compile(r"\b(?:y|luego)\s(?:ya\s)?(?:en|el)\s$"),
    then=re.compile(r"\b(?:y|luego|hasta|a)\b"),
    ahead=re.compile(r"\b(?:próxim[oa]|vence|hasta|\w{2,}(?:rá|rán))\b"),
    now=re.compile(
        r"\b(?:antes\sdel?|es|son|está|están|ha|han|debe|deben|puede|pueden|va|van|sigue|siguen|vence|"
        r"\w{2,}(?<!est)(?:rá|rán))\b"
    ),
    present=re.compile(
        r"\b(?:hoy|ahora|ayer|mañana|actualmente|hace\s\w+\s(?:días|semanas|meses)|"
        r"(?:semana|mes|año)\spasad[oa]|este\s(?:año|mes)|esta\ssemana|próxim[oa])\b",
        re.IGNORECASE,
    ),
    coming=re.compile(r"\b(?:\w{2,}(?<!est)(?:rá|rán|remos)|va\sa|van\sa|vence)\b"),
    meant=re.compile(r"\b(?:debía|debían|iba\sa|iban\sa)\b.*\b(?:en|antes\sde|para)(?:l|\sel)?\s$"),
    opening=re.compile(r"(?:\A|[.!?]\s|\n)(?:En|Ya\sen)\s$"),
    part_of_the_year=re.compile(rf"(?:fin|{EARLY})\sdel?\saño", re.IGNORECASE),
    dateline=re.compile(rf"(?:{WEEKDAY},?\s)?{DAY}\sde\s{MONTH}\sdel?\s{YEAR}\.?", re.IGNORECASE),
    # Source: the public record.
    events=(
        (re.compile(r"11\sde\sseptiembre"), re.compile(r"\scontra\slas\sTorres"),
         re.compile(r"\b(?:atentados?|ataques?)\sdel\s$"), "2001-09-11"),
        (re.compile(r"7\sde\soctubre"), re.compile(r"\scontra\sIsrael"),
         re.compile(r"\b(?:ataques?|masacre)\s(?:de\sHamás\s)?del\s$"), "2023-10-07"),
    ),
)  # fmt: skip
