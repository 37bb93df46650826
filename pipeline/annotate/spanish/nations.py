"""Nations in Spanish texts: their names and the adjectives that follow a noun."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from pipeline.annotate.lexicon import key_of
from pipeline.annotate.spanish.words import choice, listed
from pipeline.codebook import Codebook


@dataclass(frozen=True, slots=True)
class Nations:
    """Patterns for demonyms ("mexicano", "mexicanas") and countries ("Estados Unidos"), and the
    code of the country that each form means."""

    demonym: str
    country: str
    codes: dict[str, str]

    def code(self, text: str) -> str | None:
        """The country that a phrase names last, if it names one."""
        pattern = _either(self.demonym, self.country)
        found = [self.codes.get(key_of(match.group())) for match in pattern.finditer(text)]
        return found[-1] if found else None


@cache
def _either(demonym: str, country: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{demonym}|{country})\b", re.IGNORECASE)


def build_nations(codebook: Codebook) -> Nations:
    """From the codebook's nationalities and this package's names of countries."""
    codes: dict[str, str] = {}
    demonyms: list[str] = []
    for row in codebook.gazetteers.get("nationalities", ()):
        if row.get("language") != "es":
            continue
        form = row["adjective"]
        plural = _plural(form)
        for each in (form, plural):
            codes[key_of(each)] = row["iso2"]
            demonyms.append(each)
    countries = []
    for item in listed("nations", "countries"):
        name, _, code = item.partition("=")
        countries.append(name.strip())
        codes[key_of(name)] = code.strip()
    return Nations(choice(demonyms), choice(countries), codes)


def _plural(form: str) -> str:
    if form[-1] in "aeiou":
        return f"{form}s"
    accents = str.maketrans("áéíóú", "aeiou")
    stem = form.translate(accents) if form.endswith(("és", "án", "ín")) else form
    return f"{stem}es"
