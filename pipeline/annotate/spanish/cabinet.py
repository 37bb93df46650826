"""Ministers whom a decree or a record lists by portfolio: "los ministros de Defensa, Ana Mora; del
Interior, Luis Paz; y de Justicia, Eva Sol"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache

from pipeline.annotate.spanish.words import WORD, name_pattern
from pipeline.annotate.spotted import Spotted


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """The first of a list, and each further one."""
    portfolio = rf"(?:de\sla|del|de)\s{WORD}(?:\s(?:y|e|de\sla|del|de)\s{WORD}|\s{WORD}){{0,4}}"
    person = rf"(?P<of>{portfolio}),\s(?:señora?\s)?(?P<n>{name_pattern()})"
    heads = r"(?P<head>(?:[Vv]ice|[Ss]ub)?(?:[Mm]inistr|[Ss]ecretari)[oa])s"
    return (
        re.compile(rf"(?<!\w){heads}\s{person}"),
        re.compile(rf"(?:,\s[a-záéíóúñ]+)?[;,]\s(?:y\s|e\s)?{person}"),
    )


def ministers(text: str, is_person: Callable[[str, int], bool]) -> Iterator[Spotted]:
    """The people of each such list. The title, in the plural or left out, is no mention."""
    first, further = _patterns()
    for match in first.finditer(text):
        head = match["head"].lower()
        found: re.Match[str] | None = match
        while found is not None and is_person(found["n"], 2):
            role = f"{head} {' '.join(found['of'].split())}"
            yield Spotted(*found.span("n"), "OFFICIAL", "name", found["n"], role)
            found = further.match(text, found.end())
