"""Date expressions in a Spanish text: ordered patterns, each with what reads its value."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from pipeline.annotate.datebasics import DateSpan, Taken
from pipeline.annotate.datesources import day_of_heading, day_of_speech
from pipeline.annotate.datespans import settle
from pipeline.annotate.spanish import datevalues as value
from pipeline.annotate.spanish.datewords import (
    COUNT,
    DAY,
    DAYS_LONG,
    EARLY,
    FEASTS,
    MONTH,
    MONTHS,
    MONTHS_LONG,
    NUMBER,
    PLACES,
    SEASON,
    SHORT_MONTHS,
    SPANISH,
    TENS,
    UNIT,
    WEEKDAY,
    YEAR,
    leads_up_to,
    tense,
)
from pipeline.annotate.spanish.words import choice
from pipeline.annotate.spotted import Spotted

_EDGE = rf"(?:{EARLY}\sdel?\s(?:mes\sde\s)?)?"
_THIS = r"(?:este\saño|(?:presente\saño|año\sen\scurso)|(?P<last>año\spasado))"
# A weekday belongs to its date.
_ON = rf"(?:(?<!Santo\s)(?<!San\s){WEEKDAY},?\s)?"
_SHORT = rf"{choice(SHORT_MONTHS)}\b\.?"
_OF_YEAR = rf"(?:,?\s(?:del?\s(?:año\s)?)?(?P<y>{YEAR}))"
_OF_SOME_YEAR = (
    rf"\sdel?\s(?:año\s)?(?:(?P<y>{YEAR})|este\saño|(?:(?:presente|próximo)\s)?año"
    r"(?:\spasado|\sen\scurso|\sque\sviene)?)"
)
_DECADE = (
    rf"(?:(?:la\s)?década\sde\s(?:los\s(?:años\s)?)?|(?:los\s)?años\s|los\s)"
    rf"(?:(?P<dec>1[89]\d0|20\d0|[2-9]0)|(?P<tens>{choice(TENS)}))"
)
_IN_SEASON = (
    r"en\sel;en\sla;antes\sdel;antes\sde\sla;hasta\sel;hasta\sla;desde\sel;desde\sla;durante\sel;"
    r"durante\sla;para\sel;para\sla;aquel;aquella;ese;esa;después\sdel;tras\sel"
).split(";")
_BEFORE_SEASON = (
    "(?:"
    + "|".join(rf"(?<=\b{before}\s)" for before in _IN_SEASON)
    + r"|(?=\w+\s(?:siguiente|anterior)\b))"
)
# Most specific first: an earlier pattern keeps its span.
_PATTERNS: tuple[tuple[re.Pattern[str], value.Resolver], ...] = tuple(
    (re.compile(rf"(?<![\w-])(?:{pattern})(?![\w-])", re.IGNORECASE), resolver)
    for pattern, resolver in (
        (rf"(?P<y>{YEAR})-(?P<mm>0[1-9]|1[0-2])-(?P<d>[0-3]\d)", value.numeric),
        (rf"(?P<d>[0-3]?\d)(?P<mark>[/.-])(?P<mm>[01]?\d)(?P=mark)(?P<y>{YEAR})", value.numeric),
        (rf"(?P<d>{DAY}|{NUMBER})\sdías?\sdel\smes\sde\s(?P<m>{MONTH})\s(?:del?\s(?:año\s)?)?"
         rf"(?:(?P<y>{YEAR})|(?P<words>dos\smil(?:\s{NUMBER})?))", value.full),
        (rf"(?P<d>{NUMBER})\sde\s(?P<m>{MONTH})\sdel?\s(?:año\s)?"
         rf"(?:(?P<y>{YEAR})|(?P<words>dos\smil(?:\s{NUMBER})?))", value.full),
        (rf"(?P<d1>{DAY})\sde\s(?P<m1>{MONTH})(?:\sal?\s|\shasta\s|\s?[-–]\s?)(?:el\s)?"
         rf"(?P<d2>{DAY})\sde\s(?P<m2>{MONTH}){_OF_YEAR}?", value.days_over_months),
        (rf"(?<=entre\sel\s)(?P<d1>{DAY})\sde\s(?P<m1>{MONTH})\sy\s(?:el\s)?(?P<d2>{DAY})\sde\s"
         rf"(?P<m2>{MONTH}){_OF_YEAR}?", value.days_over_months),
        (rf"(?P<d1>{DAY})(?:,\s{DAY})*(?:\sal?\s|\sy\s(?:el\s)?|\s?[-–]\s?)(?:el\s)?(?P<d2>{DAY})\sde\s"
         rf"(?P<m>{MONTH}){_OF_YEAR}?", value.days),
        (rf"{_ON}(?P<d>{DAY})\s(?:de\s)?(?P<m>{MONTH})(?:,?\sdel?\s(?:año\s)?|\s|,\s)(?P<y>{YEAR})",
         value.full),
        (rf"{_ON}(?P<m>{MONTH})\s(?P<d>{DAY})(?:,|\sde)?\s(?P<y>{YEAR})", value.full),
        (rf"{_ON}(?P<d>{DAY})\sde\s(?P<m>{MONTH})\sde(?:l)?\s(?P<this>{_THIS})", value.full),
        (rf"{_ON}(?P<d>{DAY}|primero)\sde\s(?P<m>{MONTH})(?P<edge>\s(?:pasado|último|próximo))",
         value.full),
        (rf"{_ON}(?P<d>{DAY}|primero)\sde\s(?P<m>{MONTH})", value.full),
        (rf"(?P<d>{DAY})\s(?:de\s)?(?P<m>{_SHORT})(?:\s(?:de\s)?(?P<y>{YEAR}))?", value.full),
        (rf"día\s(?P<d>{DAY})(?:(?P<now>\s(?:del\s(?:presente|corriente)\smes|de\seste\smes|del\scorriente))|"
         r"(?!\sde\s\w))", value.day_of_month),
        (rf"(?<!Santo\s)(?P<w>{WEEKDAY})\s(?P<d>{DAY})(?![.,]\d|\sde\s)", value.day_of_month),
        (rf"(?<=entre\s)(?P<y1>{YEAR})\sy\s(?P<y2>{YEAR})", value.years),
        (rf"(?<=entre\s){_EDGE}(?:(?P<m1>{MONTH})\sdel?\s)?(?P<y1>{YEAR})\sy\s{_EDGE}(?:(?P<m2>{MONTH})\sdel?\s)?"
         rf"(?P<y2>{YEAR})", value.mixed_range),
        (rf"(?P<y1>{YEAR})\s?(?:[-–—/]\s?(?P<y2>{YEAR}|\d\d)(?!\d))", value.years),
        (rf"(?P<y1>{YEAR})\s(?:al?|hasta)\s(?P<y2>{YEAR})", value.years),
        (rf"{_EDGE}(?:(?P<m1>{MONTH})\sdel?\s)?(?P<y1>{YEAR})\s(?:a|hasta)\s{_EDGE}(?:(?P<m2>{MONTH})\sdel?\s)?"
         rf"(?P<y2>{YEAR})", value.mixed_range),
        (rf"(?P<m1>{MONTH})(?:\sdel?\s(?P<y1>{YEAR}))?(?:\sa\s|\s?[-–]\s?|\shasta\s)(?P<m2>{MONTH})"
         rf"(?:\sdel?\s(?:(?P<y2>{YEAR})|(?P<this>{_THIS})))?", value.months),
        (rf"(?<=entre\s)(?P<m1>{MONTH})(?:\sdel?\s(?P<y1>{YEAR}))?\sy\s(?P<m2>{MONTH})"
         rf"(?:\sdel?\s(?:(?P<y2>{YEAR})|(?P<this>{_THIS})))?", value.months),
        (rf"(?P<n>{choice(PLACES)})\s(?P<count>)(?P<len>{choice(MONTHS_LONG)}){_OF_SOME_YEAR}",
         value.part_of_year),
        (rf"(?P<n>primeros|últimos)\s(?P<count>{COUNT})\smeses{_OF_SOME_YEAR}",
         value.part_of_year),
        (rf"(?P<count>{COUNT})\s(?P<n>primeros|últimos)\smeses{_OF_SOME_YEAR}",
         value.part_of_year),
        (rf"(?P<n>{choice(PLACES)})\s(?P<len>{choice(DAYS_LONG)})\sde\s(?P<m>{MONTH}){_OF_YEAR}?",
         value.part_of_month),
        (rf"(?P<n>primera|segunda|última)\smitad\sde\s{_DECADE}", value.decade),
        (rf"(?P<feast>{choice(FEASTS)})(?:\sdel?\s(?P<y>{YEAR}))?", value.feast),
        (rf"(?P<edge>fin|{EARLY})\sde(?:l)?\s(?P<u>año|mes)"
         r"(?!\s(?:pasad|anterior|próxim|que\sviene|de\s|\d))", value.edge),
        (r"(?:(?:próximo|pasado|este|último)\s)?fin\sde\ssemana(?:\s(?:pasado|próximo|que\sviene))?",
         value.weekend),
        (rf"(?P<m>{MONTH})(?P<edge>\s(?:pasado|último|próximo|que\sviene))", value.full),
        (rf"(?P<edge>próximo\s|pasado\s)(?P<m>{MONTH})", value.full),
        (rf"{_EDGE}(?P<m>{MONTH})(?:,?\sdel?\s(?:año\s)?|\s)(?P<y>{YEAR})", value.full),
        (rf"{_EDGE}(?P<m>{MONTH})\sde(?:l)?\s(?P<this>{_THIS})", value.full),
        (rf"(?:{EARLY}\sde\sla\s)?(?P<z>década\sde\s(?:los\s(?:años\s)?)?)"
         rf"(?:(?P<dec>1[89]\d0|20\d0|[2-9]0)|(?P<tens>{choice(TENS)}))", value.decade),
        (rf"(?:{EARLY}\sde\slos\s)?años\s(?:(?P<tens>{choice(TENS)})|(?P<dec>[2-9]0))",
         value.decade),
        (rf"(?:{EARLY}\sde\slos\s|(?<=los\s))(?:(?P<tens>{choice(TENS)})|(?P<dec>[2-9]0))"
         rf"(?!\s(?:años\s(?!\d)|\w+s\b|por|y\s{NUMBER}))", value.decade),
        (r"siglo\s(?P<c>X?(?:IX|IV|V?I{0,3})|XX|XXI|XVI{0,3}|XIX)", value.century),
        (rf"(?P<which>próxim[oa]\s|pasad[oa]\s|est[ea]\s)?(?P<s>{SEASON})(?:\sdel?\s(?P<y>{YEAR})|"
         r"(?P<post>\spasad[oa]|\spróxim[oa]|\sque\sviene))", value.season),
        (rf"(?P<which>próxim[oa]\s|pasad[oa]\s|este\s|esta\s)(?P<s>{SEASON})(?P<y>)(?P<post>)",
         value.season),
        (rf"{_BEFORE_SEASON}(?P<which>)(?P<s>{SEASON})(?P<y>)(?P<post>)", value.season),
        (rf"(?P<which>próxim[oa]s?\s|pasado\s|este\s|último\s(?!{WEEKDAY}\sde))?(?P<w>{WEEKDAY})"
         r"(?P<post>\spasado|\spróximo|\súltimo|\sque\sviene)?", value.weekday),
        (rf"{_EDGE}(?P<which>próxim[oa]\s|pasad[oa]\s|últim[oa]\s|est[ea]\s)(?P<u>semana|mes|año|década)"
         r"(?P<post>)(?!\sde\s)", value.unit),
        (rf"{_EDGE}(?P<which>)(?P<u>semana|mes|año|década)(?P<post>\spasad[oa]|\spróxim[oa]|"
         r"\sque\sviene|\sentrante|\sen\scurso)", value.unit),
        (rf"(?:próxim[oa]s|últim[oa]s)\s(?P<n>{COUNT})\s(?P<u>{UNIT})", value.span),
        (rf"(?P<n>{COUNT})\s(?P<u>{UNIT})\s(?:últim[oa]s|pasad[oa]s)", value.span),
        (rf"(?P<n>{COUNT})\s(?:próxim[oa]s|últim[oa]s)\s(?P<u>{UNIT})", value.span),
        (rf"hoy,?\shace\s(?P<n>{COUNT})\saños", value.same_day_years_ago),
        (rf"hace\shoy\s(?P<n>{COUNT})\saños", value.same_day_years_ago),
        (rf"hace\s(?:(?:apenas|unos|unas|casi|más\sde|cerca\sde|ya|sólo)\s){{0,2}}"
         rf"(?P<n>{COUNT})\s(?P<u>{UNIT})", value.ago),
        (rf"(?:año|ejercicio)\sfiscal\s(?:de\s)?(?P<y>{YEAR})", value.fiscal_year),
        (rf"{_EDGE}(?P<m>{MONTH})", value.full),
        (r"(?P<x>pasado\smañana|hoy|anoche|ayer|anteayer|antier|esta\snoche|esta\starde|"
         r"esta\smañana|mañana)", value.deictic),
        (rf"(?:{EARLY}\sdel?\s)(?:año\s)?(?P<y>{YEAR})", value.year),
        (rf"(?P<y>{YEAR})", value.year),
    )
)  # fmt: skip
_NO_YEAR = re.compile(
    r"(?:[$€#/.,]|N\.?º|No\.|núm\.|artículo|resolución|decreto|ley|oficio|página|\d\s?\()\s?$",
    re.IGNORECASE,
)
_NO_YEAR_AFTER = re.compile(
    r"\s?(?:[%€$]|\d|[.,]\d|personas|soldados|efectivos|hombres|mujeres|muertos|dólares|pesos|"
    r"millones|toneladas|kilos|kilómetros|hectáreas|casos|homicidios|policías|militares|marinos|"
    r"agentes|armas|víctimas|familias|detenidos|desaparecidos|metros)"
)
_MANANA = re.compile(r"\b(?:la|las|una|cada|por la|de la|esa|aquella|misma)\s$", re.IGNORECASE)
_HABIT = re.compile(r"\b(?:cada|todos los|los|algún|un|ningún)\s$", re.IGNORECASE)
_TAKES_YEAR = (
    value.full,
    value.days,
    value.days_over_months,
    value.months,
    value.season,
    value.feast,
    value.part_of_month,
)
_YEAR_STATED = re.compile(rf"{YEAR}|dos\smil|\baño|pasad|últim|próxim|este\s|esta\s|que\sviene")


def find_dates(text: str, published: date | None) -> Iterator[Spotted]:
    """The DATE mentions of a text, resolved against the publication day where it is known, else
    against the day in the text's own heading."""
    spans = _spotted(text, published)
    if published is None and (published := day_of_heading(text, spans)):
        spans = _spotted(text, published)
    for span in settle(text, spans, published, SPANISH):
        yield Spotted(span.start, span.end, "DATE", "date", edtf=span.edtf)


def _spotted(text: str, published: date | None) -> list[DateSpan]:
    found = Taken()
    for pattern, resolver in _PATTERNS:
        for match in pattern.finditer(text):
            start, end = match.span()
            if not found.is_free(start, end) or not _is_date(text, match, resolver):
                continue
            spoken = day_of_speech(text, start, found, published)
            law = value.of_law(match) if resolver is value.full else None
            edtf = law or resolver(match, spoken or published, _sign(text, match, resolver))
            if edtf is None and resolver in (value.full, value.numeric, value.years):
                continue
            stated = _YEAR_STATED.search(match.group().lower())
            yearless = resolver in _TAKES_YEAR and not (stated or spoken or law)
            found.add(DateSpan(start, end, edtf, yearless))
    return found.spans


def _sign(text: str, match: re.Match[str], resolver: value.Resolver) -> int:
    if resolver is value.weekday and leads_up_to(text, match.start()):
        return 1
    if resolver is value.full and _DECREED.search(text, max(0, match.start() - 24), match.start()):
        return -1
    return tense(text, match.start(), match.end())


# "decreto N.º 45, de [5 de marzo]": a decree that has a number was given before.
_DECREED = re.compile(r"\bN(?:[.]?[º°]|o[.])\s?\d+,\sdel?\s\Z")
_ONCE = re.compile(r"[.!?:»\n(]\s*[«“\"(¿¡]?\Z|\A\Z")


def _is_date(text: str, match: re.Match[str], resolver: value.Resolver) -> bool:
    before = text[max(0, match.start() - 14) : match.start()]
    after = text[match.end() : match.end() + 16]
    word = match.group()
    if resolver is value.year and word.isdigit():
        return not (_NO_YEAR.search(before) or _NO_YEAR_AFTER.match(after))
    if word.lower() == "mañana":
        return not _MANANA.search(before)
    if resolver is value.ago:  # "desde hace dos años", "hace dos años que": durations
        return not re.search(r"\bdesde\s$", before) and not re.match(r"\sque\b", after)
    if resolver is value.feast:  # "antes de Navidad" is a feast of any year
        return bool(match["y"]) or match["feast"].lower() != "navidad"
    if resolver in (value.weekday, value.weekend) and _HABIT.search(before):
        return False
    if resolver is value.weekday or (resolver is value.full and word.lower() in MONTHS):
        return not _is_name(text, match)
    if resolver is value.full and not match.groupdict().get("y"):
        # "avenida 9 de Julio", unless the text writes its months so
        return not match["m"][0].isupper() or word.isupper() or _writes_months_large(text)
    return True


def _is_name(text: str, match: re.Match[str]) -> bool:
    """Whether a capitalised month or weekday is a person's or a place's: "Leticia Domingo"."""
    word = match.group()
    if not word[0].isupper() or word.isupper():
        return False
    if not _ONCE.search(text[max(0, match.start() - 4) : match.start()]):
        return True
    return re.match(r"\s[A-ZÁÉÍÓÚ]", text[match.end() :]) is not None or (
        re.search(rf"[A-ZÁÉÍÓÚ]\w+\s{word}\b", text) is not None
    )


def _writes_months_large(text: str) -> bool:
    return re.search(rf"\sde\s(?=[A-Z])(?i:{MONTH})\sdel?\s{YEAR}", text) is not None
