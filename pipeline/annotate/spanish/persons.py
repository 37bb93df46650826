"""People named in Spanish: what is a person's name, and by what forms it comes again."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from pipeline.annotate.lexicon import key_of
from pipeline.annotate.spanish.words import given_names, name_pattern


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody named in the text: where, by what name, in what office."""

    start: int
    end: int
    name: str
    role: str | None
    wikidata: str | None = None
    listed: bool = False
    office: str | None = None  # as the gazetteer gives it


NAME = re.compile(name_pattern())
# Ships, laws, reports and places named after a person.
_NOT_PERSON = re.compile(
    r"\b(?:USS|HMS|portaaviones|buque|destructor|fragata|crucero|submarino|avenida|calle|plaza|"
    r"aeropuerto|hospital|ley|doctrina|enmienda|centro|fundación|puente|batallón|informe|plan|"
    r"acuerdo|premio|cátedra|base|fuerte|cuartel|regimiento|brigada)\s(?:\w+\s)?$",
    re.IGNORECASE,
)  # fmt: skip
_LETTERS = "A-ZÁÉÍÓÚÑ"
_ONE_BEFORE = re.compile(rf"([{_LETTERS}][\wáéíóúñ-]+)\s$")
_TWO_BEFORE = re.compile(rf"[{_LETTERS}][\wáéíóúñ-]+\s[{_LETTERS}][\wáéíóúñ-]+\s$")


def names_a_thing(text: str, start: int, near: bool = False) -> bool:
    """Whether what stands before a name makes it the name of a thing: "enmienda Clark". `near`:
    directly before it, with no word between."""
    if near and re.search(r"\b(?:del?|al?|el|la|por|con)\s$", text[max(0, start - 5) : start]):
        return False
    return _NOT_PERSON.search(text[max(0, start - 25) : start]) is not None


def in_lower(name: str) -> str:
    """A name that a turn or a heading has in capitals, as it is written elsewhere."""
    if not name.isupper() or len(name) < 4:
        return name
    return re.sub(r"\b(?:De|Del|La|Las|Los|Y)\b", lambda m: m.group().lower(), name.title())


def fuller_names(names: Collection[str]) -> dict[str, str]:
    """For each name of given name and surname, the one of the names that goes on from it."""
    found: dict[str, str] = {}
    for name in names:
        longer = [n for n in names if " " in name and n.startswith(f"{name} ")]
        if len(longer) == 1:
            found[name] = longer[0]
    return found


def looks_like_name(name: str) -> bool:
    """Whether words are built as a person's name: a given name, or two to four capitals."""
    capitals = [word for word in name.split() if word[0].isupper()]
    return name.split(maxsplit=1)[0] in given_names() or len(capitals) in (2, 3, 4)


def verb_before(text: str, name: re.Match[str]) -> int:
    """How many code points of a name that opens a sentence are a verb: "Volvió Tobías Lemos"."""
    words = name.group().split()
    opens = re.search(
        r"(?:\A|[.?!:»\n]\s?|[«¿¡(])\Z", text[max(0, name.start() - 2) : name.start()]
    )
    if opens is None or len(words) < 3 or words[0] in given_names():
        return 0
    verbal = re.search(r"(?:ó|ron|aba|ía|rá)\Z", words[0])
    return len(words[0]) + 1 if verbal or words[1] in given_names() else 0


def inside_name(text: str, start: int, end: int) -> bool:
    """Whether a surname is part of another's name: "Ovidio Guzmán López"."""
    before = _ONE_BEFORE.search(text[max(0, start - 25) : start])
    if before and before.group(1) in given_names():
        return True
    if _TWO_BEFORE.search(text[max(0, start - 40) : start]):
        return True
    return bool(re.match(rf"\s[{_LETTERS}][a-záéíóúñ]", text[end : end + 3]))


def short_forms(name: str) -> list[str]:
    """The forms by which a person is named again: the whole name, the surnames, the first surname,
    the last where it is not a common second one; "don" with the given name."""
    parts = name.split()
    first = 1
    while first < len(parts) - 1 and parts[first] in given_names():
        first += 1
    surnames = parts[first:]
    forms = [name]
    if not surnames:
        return forms
    if len(parts) >= 4 and first == 1:
        surnames = parts[-2:]
    forms.append(" ".join(surnames))
    if surnames[0].lower() in ("de", "del"):
        return forms
    forms.append(f"{parts[0]} {surnames[0]}")
    forms.append(surnames[0])
    forms += [f"{word} {parts[0]}" for word in ("don", "doña", "Don", "Doña")]
    polite = ("don ", "doña ")
    return [
        f for f in forms if len(f) > 2 and key_of(f) and (f[0].isupper() or f.startswith(polite))
    ]
