"""Whose view a Spanish sentence states: verbs of saying, "según X", quotations."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import cache

from spacy.tokens import Doc

from pipeline.annotate.holders import Attribution
from pipeline.annotate.spanish.words import choice, listed

Places = Sequence[tuple[int, int]]


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    verb = choice(listed("holders", "say"))
    according = choice(p for p in listed("holders", "according") if p != "para")
    groups = choice(listed("holders", "groups"))
    articles = "(?:el|la|los|las|un|una|unos|unas)"
    return {
        "verb": re.compile(
            rf"(?<![\w-])(?P<v>{verb}|(?:ha|han|había|habían)\s(?:\w+mente\s)?"
            rf"{choice(listed('holders', 'said'))})(?![\w-])"
        ),
        "for": re.compile(
            rf"Para\s(?:{articles}\s)?(?:[^,;:]{{0,25}}?\b{groups}\b[^,;:]{{0,30}}|"
            r"(?:algunos|algunas|muchos|muchas|otros|otras|varios)\s[^,;:]{3,40}|"
            r"una\sparte\sde\s[^,;:]{3,40}),"
        ),
        "according": re.compile(rf"\b{according}\s(?:el\s|la\s|los\s|las\s)?", re.IGNORECASE),
        "group": re.compile(
            rf"\b(?:(?:el|la|los|las|un|una|unos|unas|varios|varias|muchos|muchas|algunos|algunas|"
            rf"otros|otras|casi|dos|tres)\s)?(?P<g>{groups})\b", re.IGNORECASE),
        "unsourced": re.compile(rf"\b{choice(listed('holders', 'unsourced'))}\b", re.IGNORECASE),
        "rejected": re.compile(rf"\b{choice(listed('holders', 'rejected'))}\b", re.IGNORECASE),
        "needs": re.compile(rf"{choice(listed('holders', 'needs_content'))}\Z"),
    }  # fmt: skip


_CONTENT = re.compile(r"(?:,?\s[\wáéíóú]+,?){0,6}?(?:\sque\b|\s?[«\"“]|:)|\s\w+[aei]r\b|,?\s[«\"“]")
_QUOTATION = re.compile(r"«[^»]*»|\"[^\"]*\"|“[^”]*”")
_WHO = re.compile(r"\b(?:hay quien(?:es)?|quien(?:es)?)\s", re.IGNORECASE)
_TURN = re.compile(r"(?P<n>(?:El|La)?\s?(?:[A-ZÁÉÍÓÚÑ][\w.áéíóúñ-]+\s?){1,6})(?::|\.[—–-])\s")
_NO_TURN = re.compile(r"\b(?:Artículo|Nota|Cuadro|Fuente|Resumen|Sección|Conclusión|Capítulo)\b")
_FOR_NAME = re.compile(
    r"Para\s(?:el\s|la\s)?(?:[a-záéíóú]+\s){0,4}(?P<n>[A-ZÁÉÍÓÚÑ][\w-]+(?:\s[A-ZÁÉÍÓÚÑ][\w-]+){1,3}),"
)
# "La socióloga Alba Icaza, sin parentesco con el marino, recuerda que": who stands first.
_SUBJECT = re.compile(
    r"(?:[^«\"]{0,25},\s)?(?:(?:[Ee]l|[Ll]a|[Uu]n|[Uu]na|[Mm]i|[Ss]u)\s)?(?:[a-záéíóúñ]+\s){0,4}"
    r"(?P<n>[A-ZÁÉÍÓÚÑ][\wáéíóúñ-]+(?:\s(?:de\s|del\s|de\sla\s)?[A-ZÁÉÍÓÚÑ][\wáéíóúñ-]+){1,3})(?:,[^«\"]*,)?\s?"
    r"(?:(?:me|nos|lo|le|les)\s)?\Z"
)
_FIRST = re.compile(r"\b(?:yo|nosotros)\s$", re.IGNORECASE)


def find_attributions(doc: Doc, sentences: Places) -> list[Attribution]:
    """One attribution for each sentence (given by code points)."""
    named = sorted((s.start, s.end) for s in doc._.spotted if s.label != "DATE")
    text = doc.text  # made anew each time it is asked for
    return [_of_sentence(text, start, end, named) for start, end in sentences]


def _of_sentence(text: str, start: int, end: int, named: Places) -> Attribution:
    patterns = _patterns()
    sentence = text[start:end]
    inside = list(named[bisect_left(named, (start, 0)) : bisect_left(named, (end, 0))])
    if patterns["rejected"].search(_unquoted(sentence)):
        return Attribution("author")
    found = patterns["according"].search(sentence)
    if found:
        holder = _at(text, start + found.end(), end, inside)
        if holder is not None:
            return holder
    holder = _in_view_of(text, start, sentence, inside)
    if holder is not None:
        return holder
    for match in patterns["verb"].finditer(_unquoted(sentence)):
        holder = _of_verb(text, start, end, match, inside)
        if holder is not None:
            return holder
    turn = _TURN.match(sentence)
    if turn and inside and inside[0][0] < start + turn.end("n") and not _NO_TURN.search(turn["n"]):
        return Attribution("entity", *inside[0])
    if patterns["unsourced"].search(sentence):
        return Attribution("unknown")
    return Attribution("author")


def _in_view_of(text: str, start: int, sentence: str, inside: Places) -> Attribution | None:
    """The holder of a sentence that begins with "A su juicio" or "Para los críticos,"."""
    if re.match(r"(?:A|En) su (?:juicio|opinión|entender|criterio)\b", sentence):
        return Attribution("entity", pronoun="su")
    if not sentence.startswith("Para "):
        return None
    for s, e in inside:
        if s - start <= 9 and text[e : e + 1] == ",":
            return Attribution("entity", s, e)
    if name := _FOR_NAME.match(sentence):
        return Attribution("entity", start + name.start("n"), start + name.end("n"))
    if group := _patterns()["for"].match(sentence):
        return Attribution("group", start + 5, start + group.end() - 1)
    return None


def _unquoted(sentence: str) -> str:
    """The sentence with its quotations blanked, so that verbs in them do not count."""
    return _QUOTATION.sub(lambda m: "«" + " " * (len(m.group()) - 2) + "»", sentence)


def _at(text: str, place: int, end: int, inside: Places) -> Attribution | None:
    """The holder that begins at a place: a mention, a group, or the words up to a comma."""
    for s, e in inside:
        if place <= s <= place + 1:
            return Attribution("entity", s, e)
    group = _patterns()["group"].match(text, place, end)
    words = re.compile(r"[^,.;:«\"]{2,60}").match(text, place, end)
    if words is None or re.match(r"(?:lo|esto|eso|este|esta|cuentan|dijo)\b", words.group()):
        return None
    stop = words.end() - (len(words.group()) - len(words.group().rstrip()))
    kind = "group" if group or not words.group()[:1].isupper() else "entity"
    return Attribution(kind, place, stop)  # type: ignore[arg-type]


def _of_verb(
    text: str, start: int, end: int, match: re.Match[str], inside: Places
) -> Attribution | None:
    patterns = _patterns()
    at, after = start + match.start(), start + match.end()
    following = text[after:end]
    before = text[start:at]
    quoted = bool(re.search(r"[»”\"],?\s(?:me\s|le\s|nos\s|les\s)?$", before))
    content = bool(_CONTENT.match(following)) or quoted
    if patterns["needs"].match(match["v"]) and not content:
        return None
    if _FIRST.search(before) or re.search(r"\b(?:no se|se)\s$", before):
        return None
    right = [(s, e) for s, e in inside if after < s <= after + 8]
    if right and (quoted or not content or re.match(r"\s(?:el|la|los|las)?\s?$", text[after : right[0][0]])):  # fmt: skip  # noqa: E501, SIM102
        if re.match(
            r",?\s(?:me\s|le\s|nos\s)?\s?(?:el\s|la\s)?$", text[after : right[0][0]] or " "
        ):
            return Attribution("entity", *right[0])
    left = [(s, e) for s, e in inside if e <= at]
    clause = re.split(r"[;:.]\s|,\s(?:pero|aunque)\s", before)[-1]
    floor = at - len(clause)
    near = [(s, e) for s, e in left if s >= floor and not _is_oblique(text, s)]
    group = _group_before(text, floor, at)
    if near and (group is None or near[-1][0] > (group.start or 0)):
        first = near[0]
        return Attribution("entity", *first)
    if group is not None:
        return group
    subject = _SUBJECT.match(clause.lstrip())
    if subject and content:
        lead = at - len(clause) + len(clause) - len(clause.lstrip())
        return Attribution("entity", lead + subject.start("n"), lead + subject.end("n"))
    after_group = patterns["group"].match(text, after + 1, end)
    if after_group:
        return Attribution("group", after_group.start("g"), after_group.end("g"))
    if _WHO.search(clause):
        return Attribution("group")
    name = re.search(r"((?:[A-ZÁÉÍÓÚÑ][\wáéíóúñ-]+\s?){2,4})$", text[after : after + 45].split(",", maxsplit=1)[0])  # fmt: skip  # noqa: E501
    if quoted and name:
        return Attribution("entity", after + name.start(1), after + name.end(1))
    alone = _QUOTATION.sub("", clause).strip(" «»”\"'—–-,")
    if alone in ("", "me", "nos", "le") and content:
        return Attribution("entity", pronoun="él")
    return None


def _is_oblique(text: str, start: int) -> bool:
    """Whether a mention is an object of a preposition, hence no subject."""
    return bool(
        re.search(
            r"\b(?:de|del|al|a|ante|con|contra|por|para|en|sobre|desde|hasta|entre)\s(?:la\s|el\s|"
            r"los\s|las\s|su\s)?$", text[max(0, start - 14) : start], re.IGNORECASE,
        )
    )  # fmt: skip


def _group_before(text: str, floor: int, at: int) -> Attribution | None:
    found = [
        m
        for m in _patterns()["group"].finditer(text, floor, at)
        if not _is_oblique(text, m.start())
    ]
    return Attribution("group", found[0].start("g"), found[0].end("g")) if found else None
