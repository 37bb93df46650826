"""The Spanish word lists (`data/*.toml`) and the patterns that the rules share."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

_DATA = Path(__file__).parent / "data"
UPPER = "A-ZÁÉÍÓÚÑÜ"
WORD = rf"[{UPPER}][\w’'-]*\.?(?<![\w]{{2}}\.)"


@cache
def words() -> dict[str, Any]:
    """The tables of `words.toml`, as they stand."""
    return tomllib.loads((_DATA / "words.toml").read_text(encoding="utf-8"))


@cache
def given_names() -> frozenset[str]:
    """Given names, by which a person's name is known to begin."""
    data = tomllib.loads((_DATA / "given-names.toml").read_text(encoding="utf-8"))
    return frozenset(data["names"].split())


@cache
def listed(table: str, key: str) -> tuple[str, ...]:
    """One list: its items stand between semicolons where there are any, else between spaces."""
    text = str(words()[table][key])
    items = text.split(";") if ";" in text else text.split()
    return tuple(" ".join(item.split()) for item in items if item.strip())


def choice(items: Iterable[str]) -> str:
    """A pattern for any of the items, the longest first; a space is any white space."""
    ordered = sorted(set(items), key=lambda item: (-len(item), item))
    return "(?:" + "|".join(re.escape(item).replace(r"\ ", r"\s") for item in ordered) + ")"


def capitalised(item: str) -> str:
    """With a capital letter first."""
    return item[:1].upper() + item[1:]


@cache
def name_pattern() -> str:
    """A proper name of one to seven words: "Andrés Manuel López Obrador", "Ursula von der Leyen".
    A sentence is read on one line: a line break ends a name."""
    barred = choice(listed("names", "no_name"))
    first = choice([*listed("names", "no_name"), *listed("names", "calendar")])
    particle = r"(?:de\sla|de\slos|de\slas|del|de|y|von\sder|von|van|da|dos|al|bin)"
    word = rf"(?!{barred}(?![\w.-])){WORD}"  # "A." is an initial
    return rf"(?<!\w)(?!{first}(?![\w-])){word}(?: (?:{particle} )?{word}){{0,5}}"
