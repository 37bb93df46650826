"""People known as officials by what they did: "Osuna, que dirigió el Ministerio del Interior"."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from functools import cache

from pipeline.annotate.spanish.persons import NAME, Person, looks_like_name, verb_before
from pipeline.annotate.spanish.titles import Titles
from pipeline.annotate.spanish.words import choice, listed, name_pattern

# How far into a clause an office or a body makes whom it is about an official.
_REACH = 90


@cache
def _leads() -> str:
    """Forms of the verbs by which somebody is at the head of a body."""
    stems = choice(listed("deeds", "leads"))
    endings = r"(?:a|e|ó|ió|aba|ía|ará|irá|iría|aría|ara|iera)"
    return rf"(?:(?:ha|había|hubo|habría)\s{stems}(?:ado|ido)|{stems}{endings})"


@cache
def _clauses() -> dict[str, re.Pattern[str]]:
    relative = r",?\s(?:que|quien)\s"
    return {
        "relative": re.compile(rf"{relative}(?P<c>[^.;:\n]{{3,{_REACH}}})"),
        "predicate": re.compile(
            r"(?:(?:ya|también|luego|antes|después|hoy|entonces|además|hasta\s\w+)\s){0,2}"
            r"(?:es|era|fue|será|había\ssido|ha\ssido|llegó\sa\sser|asumió\scomo|ejerció\s(?:de|como)|"
            r"actuó\scomo|juró\scomo|se\sdesempeñó\scomo|trabajó\scomo)\s"
            r"(?:(?:\w+\sveces|también|luego|después|el|la|un|una|su|primer|primera)\s){0,3}"
        ),
        "leads": re.compile(rf"(?<![\w-]){_leads()}(?![\w-])"),
        "charge": re.compile(rf"\b(?:el|la|una?|su)\s{choice(listed('deeds', 'charges'))}\b"),
        "chosen": re.compile(
            r",\s(?:re)?(?:elegid[oa]|electo|electa|nombrad[oa]|designad[oa]|destituid[oa])\s"
            r"(?:por\s[A-ZÁÉÍÓÚÑ]|(?:como\s)?(?P<t>[a-z]\w+))"
        ),
        "seated": re.compile(
            r"\b(?:juró\sel\scargo|juró\ssu\scargo|tomó\sposesión\sdel\scargo|"
            r"(?:ocup|asum|gan|obtuv)\w+\s(?:una|su|la|el)\s(?:banca|escaño|curul)|"
            r"dimitió\sdel\scargo|renunció\sal\scargo)\b"
        ),
        "headed": re.compile(
            rf"(?:,\s(?:que|quien)\s(?:hoy\s|entonces\s|ahora\s|todavía\s)?{_leads()}|"
            r",?\s(?:presidid|encabezad|dirigid|comandad|liderad|mandad|conducid)[oa]s?\s"
            r"(?:entonces\s|hoy\s|ahora\s)?por|,?\sal\smando\sde|,?\scuy[oa]\s\w+\s(?:es|era))\s"
            r"(?:(?:el|la)\s(?:\w+\s)?)?"
        ),
        "after": re.compile(
            r"(?:(?<=[.?!»]\s)|(?<=\n)|(?<=¿))(?:(?:El|La)\sque\s(?:fue|era)|Fue|Había\ssido|Ha\ssido)\s"
            r"(?:(?:\w+\sveces|también|primero|antes)\s)?"
        ),
    }  # fmt: skip


def by_deeds(
    text: str,
    titles: Titles,
    agencies: Collection[tuple[int, int]],
    is_person: Callable[[str, int], bool],
) -> Iterator[Person]:
    """Names whose bearers the text shows in office: by a relative clause, by an election, at the
    head of a body, or by the sentence after the name. `agencies`: where bodies stand."""
    clauses = _clauses()
    starts = {start for start, _ in agencies}
    for name in NAME.finditer(text):
        words = name.group()
        if not (is_person(words, 2) and looks_like_name(words)):
            continue
        if _in_office(text, name.end(), titles, starts):
            yield _person(text, name)
    for _, end in agencies:
        headed = clauses["headed"].match(text, end)
        name_at = NAME.match(text, headed.end()) if headed else None
        if name_at and is_person(name_at.group(), 2) and looks_like_name(name_at.group()):
            yield Person(*name_at.span(), name_at.group(), None)
    for match in clauses["after"].finditer(text):
        title = titles.pattern.match(text, match.end())
        if title is None or titles.is_weak(title["core"]):
            continue
        before = text[max(0, match.start() - 200) : match.start()].rsplit("\n\n", 2)[-2:]
        offset = match.start() - len("\n\n".join(before))
        named = [
            m for m in NAME.finditer(text, offset, match.start())
            if is_person(m.group(), 2) and looks_like_name(m.group())
        ]  # fmt: skip
        if named:
            yield _person(text, named[-1])


def _person(text: str, name: re.Match[str]) -> Person:
    start = name.start() + verb_before(text, name)
    return Person(start, name.end(), text[start : name.end()], None)


def _in_office(text: str, end: int, titles: Titles, agencies: Collection[int]) -> bool:
    """Whether what follows a name shows its bearer in a public office."""
    clauses = _clauses()
    chosen = clauses["chosen"].match(text, end)
    if chosen:
        return chosen["t"] is None or titles.pattern.match(text, chosen.start("t")) is not None
    relative = clauses["relative"].match(text, end)
    if relative is None:
        return False
    place, stop = relative.span("c")
    predicate = clauses["predicate"].match(text, place, stop)
    if predicate:
        title = titles.pattern.match(text, predicate.end())
        if title and not titles.is_weak(title["core"]) and not titles.private.search(title.group()):
            return True
    if clauses["seated"].search(text, place, stop):
        return True
    leads = clauses["leads"].search(text, place, stop)
    if leads is None or "," in text[place : leads.start()]:
        return False
    charge = clauses["charge"].match(text, leads.end() + 1, stop)
    head = text.find(",", leads.end(), stop)
    head = head if head >= 0 else stop
    near = range(leads.end(), min(head, leads.end() + 24))
    return charge is not None or any(at in agencies for at in near)


@cache
def nickname() -> re.Pattern[str]:
    """What an official is called besides: "conocido como Hemedti", "Le decíamos el Chino"."""
    return re.compile(
        r"(?:,\s(?:conocid[oa]\scomo|apodad[oa]|alias)|(?:,\sa\s(?:quien|la\sque|el\sque)|"
        r"[^.:;\n]{0,40}\.\sLe)\s(?:decíamos|decían|dicen|llamábamos|llamaban|llaman|apodaban))"
        rf"\s(?:el\s|la\s)?(?P<n>{name_pattern()})"
    )
