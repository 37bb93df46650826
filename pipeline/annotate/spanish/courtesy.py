"""Courtesy forms and professional abbreviations before titles and names of officials in Spanish:
"la [señora ministra de Defensa]", "[Abg. Ana Mora]", "[Sr. PAZ].-"."""

from __future__ import annotations

import re
from functools import cache

from pipeline.annotate.spanish.words import capitalised, choice, listed


@cache
def courtesy() -> str:
    """A pattern for one form of courtesy, in lower case, with a capital, or in capitals."""
    plain = listed("titles", "courtesy")
    forms = [*plain, *(capitalised(word) for word in plain if word not in ("don", "doña"))]
    short = [capitalised(word) for kind in ("degrees", "ranks") for word in listed("titles", kind)]
    both = [*forms, *short]
    return rf"(?:{choice([*both, *(word.upper() for word in both if word != 'don')])}(?![\w-]))"


@cache
def rank() -> str:
    """A pattern for an abbreviated office, which makes its bearer an official by itself."""
    return _abbreviated("ranks")


@cache
def _degrees() -> re.Pattern[str]:
    return re.compile(rf"\A(?:{_abbreviated('degrees')}\s)+")


def _abbreviated(kind: str) -> str:
    """A pattern for the abbreviations of a kind, with a capital or in capitals."""
    short = [capitalised(word) for word in listed("titles", kind)]
    return choice([*short, *(word.upper() for word in short)])


@cache
def _before() -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?:{courtesy()}\s){{1,3}}\Z")


def courteous_start(text: str, start: int) -> int:
    """Where the forms of courtesy begin that stand directly before a place; else the place."""
    offset = max(0, start - 40)
    match = _before().search(text[offset:start])
    return offset + match.start() if match else start


def without_degree(written: str) -> str:
    """A mention's words without the abbreviated professions before them. Ranks are titles and
    stay; so does "señora", by which the record of a chamber names its members."""
    return _degrees().sub("", written)
