"""Date expressions in Spanish and their values (EDTF level 1).

A value that needs the publication date stays underspecified ("XXXX-11-27") or absent without it.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta

from pipeline.annotate.spanish.words import choice, words
from pipeline.annotate.spotted import Spotted

_NUMBERS = {
    "un": 1, "una": 1, "dos": 2, "tres": 3, "cuatro": 4, "cinco": 5, "seis": 6, "siete": 7,
    "ocho": 8, "nueve": 9, "diez": 10, "once": 11, "doce": 12, "trece": 13, "catorce": 14,
    "quince": 15, "dieciséis": 16, "diecisiete": 17, "dieciocho": 18, "diecinueve": 19,
    "veinte": 20, "veintiún": 21, "veintiuno": 21, "veintidós": 22, "veintitrés": 23,
    "veinticuatro": 24, "veinticinco": 25, "veintiséis": 26, "veintisiete": 27, "veintiocho": 28,
    "veintinueve": 29, "treinta": 30, "treinta y uno": 31, "treinta y un": 31, "primero": 1,
    "primer": 1,
}  # fmt: skip
_TENS = {"veinte": 2, "treinta": 3, "cuarenta": 4, "cincuenta": 5, "sesenta": 6, "setenta": 7,
         "ochenta": 8, "noventa": 9}  # fmt: skip
_SEASONS = {"primavera": 21, "verano": 22, "otoño": 23, "invierno": 24}
_UNITS = {"día": "day", "días": "day", "semana": "week", "semanas": "week", "mes": "month",
          "meses": "month", "año": "year", "años": "year", "década": "decade",
          "décadas": "decade"}  # fmt: skip
_PARTS = {"primer": 0, "segundo": 1, "tercer": 2, "cuarto": 3, "último": -1}
_LENGTHS = {"semestre": 6, "trimestre": 3, "cuatrimestre": 4, "bimestre": 2}
_DEICTIC = {"hoy": 0, "anoche": -1, "ayer": -1, "anteayer": -2, "antier": -2, "mañana": 1,
            "pasado mañana": 2, "esta noche": 0, "esta tarde": 0, "esta mañana": 0}  # fmt: skip
_MONTHS = {m: i for i, m in enumerate(words()["dates"]["months"], 1)} | {"setiembre": 9}
_WEEKDAYS = {w: i for i, w in enumerate(words()["dates"]["weekdays"])}

_FEASTS = {"nochebuena": (12, 24), "navidad": (12, 25), "nochevieja": (12, 31),
           "año nuevo": (1, 1)}  # fmt: skip
_M, _S, _W, _N = choice(_MONTHS), choice(_SEASONS), choice(_WEEKDAYS), choice(_NUMBERS)
_Y = r"(?:1[6-9]|20)\d\d"
_D = r"(?:3[01]|[12]\d|0?[1-9])(?:º|°|\.º|ro)?"
_U = choice(_UNITS)
_COUNT = rf"(?:\d{{1,3}}|{_N})"
_NEXT = r"(?:próxim[oa]s?|siguientes?)"
_PAST = r"(?:últim[oa]s|pasad[oa]s|anteriores)"
_COMING = re.compile(
    r"\b(?:próxim[oa]s?|\w{2,}(?:(?<!est)(?<!quiz)rá|(?<!est)rán|remos)|va a|van a|vence|"
    r"antes del?|"
    r"hasta|a partir del?|desde el próximo|debe(?:ría)?|faltan?|elecciones del)\b", re.IGNORECASE,
)  # fmt: skip
_GONE = re.compile(
    r"\b(?:fue|era|eran|fueron|había|habían|ha|han|hubo|hizo|dijo|vino|dio|puso|desde|pasado|"
    r"pasada|\w{2,}(?:ó|aron|ieron|aba|aban|ían))\b", re.IGNORECASE,
)  # fmt: skip

Resolver = Callable[[re.Match[str], "date | None", str], "str | None"]


def _iso(year: int | None, month: int | None = None, day: int | None = None) -> str | None:
    head = f"{year:04d}" if year is not None else "XXXX"
    if month is None:
        return head if year is not None else None
    if day is None:
        return f"{head}-{month:02d}"
    if not 1 <= day <= monthrange(year or 2000, month)[1]:
        return None
    return f"{head}-{month:02d}-{day:02d}"


def _number(word: str) -> int:
    digits = re.sub(r"\D", "", word)
    return int(digits) if digits else _NUMBERS[" ".join(word.lower().split())]


def _nearest(month: int, day: int | None, now: date | None, context: str) -> str | None:
    """The next such date where the clause looks ahead, the last where it looks back, else the
    nearer one."""
    if now is None:
        return _iso(None, month, day)
    then, today = (month, day or 1), (now.month, now.day if day else 1)
    year = now.year
    if _COMING.search(context) and not _GONE.search(context):
        year += then < today
    elif _GONE.search(context) and not _COMING.search(context):
        year -= then > today
    else:
        distance = (then[0] - today[0]) * 30.4 + then[1] - today[1]
        year += -1 if distance > 120 else 1 if distance < -240 else 0
    return _iso(year, month, day)


def _full(m: re.Match[str], now: date | None, context: str) -> str | None:
    part = m.groupdict()
    month = _MONTHS[m["m"].lower()]
    day = _number(part["d"]) if part.get("d") else None
    if part.get("y"):
        return _iso(int(m["y"]), month, day)
    if part.get("words"):
        return _iso(_worded(m["words"]), month, day)
    if part.get("last") and now:
        return _iso(now.year - 1, month, day)
    if part.get("this") and now:
        return _iso(now.year, month, day)
    if part.get("gone") and now:
        return _iso(now.year - (month >= now.month), month, day)
    return _nearest(month, day, now, context)


def _worded(text: str) -> int:
    rest = re.sub(r"^dos\smil\s?", "", text.lower())
    return 2000 + (_NUMBERS.get(" ".join(rest.split()), 0) if rest else 0)


def _years(m: re.Match[str], now: date | None, context: str) -> str | None:
    first, last = m["y1"], m["y2"]
    last = first[: 4 - len(last)] + last
    return f"{first}/{last}" if int(last) > int(first) else None


def _days(m: re.Match[str], now: date | None, context: str) -> str | None:
    month, year = _MONTHS[m["m"].lower()], m["y"]
    ends = (_number(m["d1"]), _number(m["d2"]))
    if year:
        return "/".join(str(_iso(int(year), month, d)) for d in ends)
    return "/".join(str(_nearest(month, d, now, context)) for d in ends)


def _months(m: re.Match[str], now: date | None, context: str) -> str | None:
    a, b, year = _MONTHS[m["m1"].lower()], _MONTHS[m["m2"].lower()], m["y2"]
    if m.groupdict().get("last") and now:
        year = str(now.year - 1)
    if year:
        return f"{_iso(int(m['y1'] or year), a)}/{_iso(int(year), b)}"
    return f"{_nearest(a, None, now, context)}/{_nearest(b, None, now, context)}"


def _decade(m: re.Match[str], now: date | None, context: str) -> str | None:
    part = m.groupdict()
    if part.get("tens"):
        return f"{'20' if m['tens'].lower() == 'veinte' else '19'}{_TENS[m['tens'].lower()]}X"
    digits = m["dec"]
    return f"{digits[:3]}X" if len(digits) == 4 else f"19{digits[0]}X"


def _year(m: re.Match[str], now: date | None, context: str) -> str | None:
    return m["y"]


def _season(m: re.Match[str], now: date | None, context: str) -> str | None:
    code = _SEASONS[m["s"].lower()]
    if m["y"]:
        return f"{m['y']}-{code}"
    if now is None:
        return None
    which = (m["which"] or m["post"] or "").lower()
    begins = {21: 3, 22: 6, 23: 9, 24: 12}[code]
    if which.startswith("próxim"):
        return f"{now.year + (now.month >= begins)}-{code}"
    if which.startswith("est"):
        return f"{now.year}-{code}"
    return f"{now.year - (now.month < begins)}-{code}"


def _weekday(m: re.Match[str], now: date | None, context: str) -> str | None:
    if now is None:
        return None
    back = (now.weekday() - _WEEKDAYS[m["w"].lower()]) % 7
    which = ((m["which"] or "") + (m["post"] or "")).lower()
    if "próxim" in which or "que viene" in which or (
        _COMING.search(context) and not _GONE.search(context) and "pasado" not in which):  # fmt: skip  # noqa: E501
        return (now + timedelta(days=-back % 7 or 7 * ("est" not in which))).isoformat()
    return (now - timedelta(days=back or (7 if "pasado" in which else 0))).isoformat()


def _deictic(m: re.Match[str], now: date | None, context: str) -> str | None:
    return (now + timedelta(days=_DEICTIC[" ".join(m["x"].lower().split())])).isoformat() if now else None  # fmt: skip  # noqa: E501


def _month_of(day: date, step: int) -> str:
    index = day.year * 12 + day.month - 1 + step
    return f"{index // 12:04d}-{index % 12 + 1:02d}"


def _unit(m: re.Match[str], now: date | None, context: str) -> str | None:
    """ "la semana pasada", "este año", "el próximo mes"."""
    if now is None:
        return None
    which = ((m["which"] or "") + (m["post"] or "")).lower()
    step = -1 if re.search("pasad|anterior|últim", which) else 1 if re.search("próxim|viene|entrante", which) else 0  # fmt: skip  # noqa: E501
    unit = _UNITS[m["u"].lower()]
    if unit == "week":
        monday = now - timedelta(days=now.weekday()) + timedelta(weeks=step)
        return f"{monday.isoformat()}/{(monday + timedelta(days=6)).isoformat()}"
    if unit == "month":
        return _month_of(now, step)
    if unit == "year":
        return f"{now.year + step:04d}"
    if which.startswith("últim"):
        return _between(now, -1, "decade")
    return f"{now.year // 10 + step}X"


def _span(m: re.Match[str], now: date | None, context: str) -> str | None:
    """ "los próximos cuatro años", "los últimos seis meses"."""
    if now is None:
        return None
    sign = 1 if re.search("próxim|siguient", m.group().lower()) else -1
    return _between(now, sign * _number(m["n"]), _UNITS[m["u"].lower()])


def _between(now: date, count: int, unit: str) -> str:
    if unit == "decade":
        count, unit = count * 10, "year"
    if unit == "year":
        ends = (f"{now.year:04d}", f"{now.year + count:04d}")
    elif unit == "month":
        ends = (_month_of(now, 0), _month_of(now, count))
    else:
        days = count * (7 if unit == "week" else 1)
        ends = (now.isoformat(), (now + timedelta(days=days)).isoformat())
    return "/".join(sorted(ends))


def _ago(m: re.Match[str], now: date | None, context: str) -> str | None:
    if now is None:
        return None
    count, unit = _number(m["n"]), _UNITS[m["u"].lower()]
    if unit in ("year", "decade"):
        return f"{now.year - count * (10 if unit == 'decade' else 1):04d}"
    if unit == "month":
        return _month_of(now, -count)
    return (now - timedelta(days=count * (7 if unit == "week" else 1))).isoformat()


def _part(m: re.Match[str], now: date | None, context: str) -> str | None:
    """ "el primer semestre de 2025", "el segundo trimestre de este año"."""
    year = int(m["y"]) if m["y"] else None
    if year is None:
        if now is None:
            return None
        said = m.group().lower()
        year = now.year - ("pasado" in said) + ("próximo" in said or "que viene" in said)
    length = _LENGTHS[m["len"].lower()]
    place = _PARTS[m["n"].lower()]
    first = (12 - length if place < 0 else place * length) + 1
    return f"{_iso(year, first)}/{_iso(year, first + length - 1)}" if first <= 12 else None


def _feast(m: re.Match[str], now: date | None, context: str) -> str | None:
    month, day = _FEASTS[" ".join(m["feast"].lower().split())]
    return _iso(int(m["y"]), month, day) if m["y"] else _nearest(month, day, now, context)


def _year_end(m: re.Match[str], now: date | None, context: str) -> str | None:
    """ "fin de año", "fines de mes", "principios de año"."""
    if now is None:
        return None
    if m["u"].lower() == "mes":
        return _month_of(now, 0)
    return _iso(now.year, 12 if m["edge"].lower().startswith("fin") else 1)


def _month_span(m: re.Match[str], now: date | None, context: str) -> str | None:
    """ "entre 2016 y marzo de 2018", "de junio de 2010 a 2012"."""
    ends = []
    for n in "12":
        month = m[f"m{n}"]
        ends.append(_iso(int(m[f"y{n}"]), _MONTHS[month.lower()] if month else None))
    return f"{ends[0]}/{ends[1]}"


def _weekend(m: re.Match[str], now: date | None, context: str) -> str | None:
    if now is None:
        return None
    sign = 1 if "próximo" in m.group().lower() or "que viene" in m.group().lower() else -1
    saturday = now - timedelta(days=(now.weekday() - 5) % 7 or 7)
    if sign > 0:
        saturday += timedelta(days=7)
    return f"{saturday.isoformat()}/{(saturday + timedelta(days=1)).isoformat()}"


def _numeric(m: re.Match[str], now: date | None, context: str) -> str | None:
    return _iso(int(m["y"]), int(m["mm"]), int(m["d"])) if int(m["mm"]) <= 12 else None


def _century(m: re.Match[str], now: date | None, context: str) -> str | None:
    values = {"I": 1, "V": 5, "X": 10}
    figures = [values[c] for c in m["c"]]
    total = sum(-v if i + 1 < len(figures) and figures[i + 1] > v else v
                for i, v in enumerate(figures))  # fmt: skip
    return f"{total - 1:02d}XX"


_EARLY = "(?:principios|comienzos|inicios|mediados|finales|fines)"
_EDGE = rf"(?:{_EARLY}\sdel?\s(?:mes\sde\s)?)?"
_THIS = r"(?:este\saño|(?:presente\saño|año\sen\scurso)|(?P<last>año\spasado))"
# A weekday belongs to its date.
_ON = rf"(?:{_W},?\s)?"
# Most specific first: an earlier pattern keeps its span.
_PATTERNS: tuple[tuple[re.Pattern[str], Resolver], ...] = tuple(
    (re.compile(rf"(?<![\w-])(?:{pattern})(?![\w-])", re.IGNORECASE), resolver)
    for pattern, resolver in (
        (rf"(?P<y>{_Y})-(?P<mm>0[1-9]|1[0-2])-(?P<d>[0-3]\d)", _numeric),
        (rf"(?P<d>[0-3]?\d)[/.](?P<mm>[01]?\d)[/.](?P<y>{_Y})", _numeric),
        (rf"(?P<d>{_D}|{_N})\sdías?\sdel\smes\sde\s(?P<m>{_M})\s(?:del?\s(?:año\s)?)?"
         rf"(?:(?P<y>{_Y})|(?P<words>dos\smil(?:\s{_N})?))", _full),
        (rf"(?P<d>{_N})\sde\s(?P<m>{_M})\sdel?\s(?:año\s)?(?:(?P<y>{_Y})|(?P<words>dos\smil(?:\s{_N})?))",
         _full),
        (rf"(?P<d1>{_D})(?:\sal?\s|\sy\s(?:el\s)?|\s?[-–]\s?)(?:el\s)?(?P<d2>{_D})\sde\s(?P<m>{_M})"
         rf"(?:,?\s(?:del?\s(?:año\s)?)?(?P<y>{_Y}))?", _days),
        (rf"{_ON}(?P<d>{_D})\sde\s(?P<m>{_M})(?:,?\sdel?\s(?:año\s)?|\s|,\s)(?P<y>{_Y})", _full),
        (rf"{_ON}(?P<d>{_D})\sde\s(?P<m>{_M})\sde(?:l)?\s(?P<this>{_THIS})", _full),
        (rf"{_ON}(?P<d>{_D}|primero)\sde\s(?P<m>{_M})", _full),
        (rf"(?<=entre\s)(?:(?P<m1>{_M})\sdel?\s)?(?P<y1>{_Y})\sy\s(?:(?P<m2>{_M})\sdel?\s)(?P<y2>{_Y})",
         _month_span),
        (rf"(?<=entre\s)(?P<m1>{_M})\sdel?\s(?P<y1>{_Y})\sy\s(?P<m2>)(?P<y2>{_Y})", _month_span),
        (rf"(?<=entre\s)(?P<y1>{_Y})\sy\s(?P<y2>{_Y})", _years),
        (rf"(?P<y1>{_Y})\s?(?:[-–—/]\s?(?P<y2>{_Y}|\d\d)(?!\d))", _years),
        (rf"(?P<y1>{_Y})\s(?:al?|hasta)\s(?P<y2>{_Y})", _years),
        (rf"(?P<m1>{_M})(?:\sdel?\s(?P<y1>{_Y}))?(?:\sa\s|\s?[-–]\s?|\shasta\s)(?P<m2>{_M})"
         rf"(?:\sdel?\s(?P<y2>{_Y}))?", _months),
        (rf"(?<=entre\s)(?P<m1>{_M})(?:\sdel?\s(?P<y1>{_Y}))?\sy\s(?P<m2>{_M})"
         rf"(?:\sdel?\s(?:(?P<y2>{_Y})|{_THIS}))?", _months),
        (rf"(?P<n>{choice(_PARTS)})\s(?P<len>{choice(_LENGTHS)})\sdel?\s(?:año\s)?"
         rf"(?:(?P<y>{_Y})|este\saño|(?:(?:presente|próximo)\s)?año(?:\spasado|\sen\scurso|\sque\sviene)?)",
         _part),
        (rf"(?P<feast>{choice(_FEASTS)})(?:\sdel?\s(?P<y>{_Y}))?", _feast),
        (r"(?P<edge>fin|fines|finales|principios|comienzos|inicios|mediados)\sde(?:l)?\s(?P<u>año|mes)"
         r"(?!\s(?:pasad|anterior|próxim|que\sviene|de\s))", _year_end),
        (r"(?:(?:próximo|pasado|este|último)\s)?fin\sde\ssemana(?:\s(?:pasado|próximo|que\sviene|anterior))?",
         _weekend),
        (rf"(?P<m>{_M})\s(?P<gone>pasado|último)", _full),
        (rf"{_EDGE}(?P<m>{_M})(?:,?\sdel?\s(?:año\s)?|\s)(?P<y>{_Y})", _full),
        (rf"{_EDGE}(?P<m>{_M})\sde(?:l)?\s(?P<this>{_THIS})", _full),
        (rf"(?:finales\sde\s|principios\sde\s|mediados\sde\s)?(?P<z>década\sde\s(?:los\s"
         rf"(?:años\s)?)?)(?:(?P<dec>1[89]\d0|20\d0|[2-9]0)|(?P<tens>{choice(_TENS)}))", _decade),
        (rf"(?:{_EARLY}\sde\slos\s)?años\s(?:(?P<tens>{choice(_TENS)})|(?P<dec>[2-9]0))", _decade),
        (rf"(?:{_EARLY}\sde\slos\s|(?<=los\s))(?:(?P<tens>{choice(_TENS)})|(?P<dec>[2-9]0))"
         rf"(?!\s(?:años\s(?!\d)|\w+s\b|por|y\s{_N}))", _decade),
        (r"siglo\s(?P<c>X?(?:IX|IV|V?I{0,3})|XX|XXI|XVI{0,3}|XIX)", _century),
        (rf"(?P<which>próxim[oa]\s|pasad[oa]\s|est[ea]\s)?(?P<s>{_S})(?:\sdel?\s(?P<y>{_Y})|"
         r"(?P<post>\spasad[oa]|\sque\sviene))", _season),
        (rf"(?P<which>próxim[oa]\s|pasad[oa]\s|este\s|esta\s)(?P<s>{_S})(?P<y>)(?P<post>)", _season),  # noqa: E501
        (rf"(?P<which>próxim[oa]s?\s|pasado\s|este\s)?(?P<w>{_W})(?P<post>\spasado|\spróximo|"
         r"\sque\sviene)?", _weekday),
        (rf"{_EDGE}(?P<which>próxim[oa]\s|pasad[oa]\s|últim[oa]\s|est[ea]\s)(?P<u>semana|mes|año|década)"
         r"(?P<post>)", _unit),
        (rf"{_EDGE}(?P<which>)(?P<u>semana|mes|año|década)(?P<post>\spasad[oa]|\santerior|\spróxim[oa]|"
         r"\sque\sviene|\sentrante|\sen\scurso)", _unit),
        (rf"(?:{_NEXT}|últim[oa]s)\s(?P<n>{_COUNT})\s(?P<u>{_U})", _span),
        (rf"(?P<n>{_COUNT})\s(?P<u>{_U})\s(?:{_PAST})", _span),
        (rf"(?P<n>{_COUNT})\s(?:{_NEXT}|últim[oa]s)\s(?P<u>{_U})", _span),
        (rf"hace\s(?:(?:apenas|unos|unas|casi|más\sde|cerca\sde|ya|sólo)\s){{0,2}}"
         rf"(?P<n>{_COUNT})\s(?P<u>{_U})", _ago),
        (rf"{_EDGE}(?P<m>{_M})", _full),
        (r"(?P<x>pasado\smañana|hoy|anoche|ayer|anteayer|antier|esta\snoche|esta\starde|"
         r"esta\smañana|mañana)", _deictic),
        (rf"(?:(?:principios|comienzos|inicios|mediados|finales|fines)\sdel?\s)(?:año\s)?(?P<y>{_Y})",
         _year),
        (rf"(?P<y>{_Y})", _year),
    )
)  # fmt: skip
_NO_YEAR = re.compile(
    r"(?:[$€#/.,]|N\.?º|No\.|núm\.|artículo|resolución|decreto|ley|oficio|página)\s?$",
    re.IGNORECASE,
)
_NO_YEAR_AFTER = re.compile(
    r"\s?(?:[%€$]|\d|[.,]\d|personas|soldados|efectivos|hombres|mujeres|muertos|dólares|pesos|"
    r"millones|toneladas|kilos|kilómetros|hectáreas|casos|homicidios|policías|militares|marinos|"
    r"agentes|armas|víctimas|familias|detenidos|desaparecidos|metros)"
)
_MANANA = re.compile(r"\b(?:la|las|una|cada|por la|de la|esa|aquella|misma)\s$", re.IGNORECASE)
_HABIT = re.compile(r"\b(?:cada|todos los|los|algún|un|ningún)\s$", re.IGNORECASE)


def find_dates(text: str, published: date | None) -> Iterator[Spotted]:
    """The DATE mentions of a text, resolved against the publication day where it is known."""
    found: list[Spotted] = []
    open_year: list[Spotted] = []
    for pattern, resolver in _PATTERNS:
        for match in pattern.finditer(text):
            start, end = match.span()
            if any(start < s.end and s.start < end for s in found) or not _is_date(
                text, match, resolver
            ):
                continue
            edtf = resolver(match, published, _clause(text, start, end))
            if edtf is None and resolver in (_full, _numeric, _years):
                continue
            spot = Spotted(start, end, "DATE", "date", edtf=edtf)
            found.append(spot)
            if resolver is _full and not re.search(
                rf"{_Y}|dos\smil|año|pasado|último", match.group()
            ):
                open_year.append(spot)
    found.sort(key=lambda s: s.start)
    waiting = {spot.start for spot in open_year}
    for place, spot in enumerate(found):
        before = found[max(0, place - 6) : place]
        yield _of_story(text, spot, before, published) if spot.start in waiting else spot


def _of_story(text: str, spot: Spotted, before: list[Spotted], now: date | None) -> Spotted:
    """A date without a year in a story of a past year takes the year that its sentence, or a whole
    date shortly before it in its paragraph, names."""
    for other in reversed(before):
        between = text[other.end : spot.start]
        year = re.search(_Y, text[other.start : other.end])
        if "\n\n" in between or len(between) > 400:
            break
        if year is None or not other.edtf or "/" in other.edtf:
            continue
        if now is None or int(year.group()) >= now.year or not spot.edtf:
            break
        if len(other.edtf) == 10 or not re.search(r"[.!?]\s", between):
            told = re.split(r"[.;:!?\n]", text[spot.end : spot.end + 100])[0]
            if not _COMING.search(told):
                return replace(spot, edtf=f"{year.group()}{spot.edtf[4:]}")
        break
    return spot


def _is_date(text: str, match: re.Match[str], resolver: Resolver) -> bool:
    before = text[max(0, match.start() - 14) : match.start()]
    after = text[match.end() : match.end() + 16]
    word = match.group()
    if resolver is _year and word.isdigit():
        return not (_NO_YEAR.search(before) or _NO_YEAR_AFTER.match(after))
    if word.lower() == "mañana":
        return not _MANANA.search(before)
    if resolver is _ago:  # "desde hace dos años", "hace dos años que": durations
        return not re.search(r"\bdesde\s$", before) and not re.match(r"\sque\b", after)
    if resolver is _weekday:
        return not _HABIT.search(before)
    if resolver is _full and word.lower() in _MONTHS:
        return not word[0].isupper() or not re.match(r"\s[A-ZÁÉÍÓÚ]", after)
    return True


def _clause(text: str, start: int, end: int) -> str:
    """The words around an expression, within its clause."""
    left = re.split(r"[.;:!?\n]\s", text[max(0, start - 120) : start])[-1]
    right = re.split(r"[.;:!?\n]", text[end : end + 100])[0]
    return f"{left} {right}"
