"""Short names that only the document itself introduces: abbreviations, departments by one word."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from pipeline.annotate.names import overlaps
from pipeline.annotate.spotted import Spotted

_ABBREVIATION = re.compile(r"\s*\((?:the\s+|or\s+)?[\"“'‘]?([A-Z][A-Za-z.&’'-]{1,9}?)[\"”'’]?[),;]")


def abbreviations(text: str, spots: Sequence[Spotted]) -> list[Spotted]:
    """Abbreviations in brackets after a name, and wherever they stand later."""
    taken = sorted((s.start, s.end) for s in spots)
    added: list[Spotted] = []
    for spot in spots:
        if spot.label not in ("AGENCY", "CARTEL", "OFFICIAL") or spot.form != "name":
            continue
        foreign = _FOREIGN_BODY.match(text, spot.end) if spot.label == "AGENCY" else None
        if foreign and not overlaps(taken, foreign.start(1), foreign.end(1)):
            taken.append(foreign.span(1))
            added.append(replace(spot, start=foreign.start(1), end=foreign.end(1)))
        match = _ABBREVIATION.match(text, spot.end)
        if not match:
            continue
        loose = spot.label != "OFFICIAL" and _is_acronym(match.group(1))
        loose = loose or (spot.label == "AGENCY" and _is_word_of(match.group(1), text, spot))
        whole = spot.label == "OFFICIAL"  # "(AMLO)"; "Rubén Moreira (PRI)" has a party
        if not loose and not _abbreviates(match.group(1), text[spot.start : spot.end], whole):
            continue
        short = match.group(1)
        for later in re.finditer(rf"(?<![\w-]){re.escape(short)}(?![\w-])", text[match.start(1) :]):
            start = match.start(1) + later.start()
            end = start + len(short)
            if short.istitle() and not _stands_alone(text, start, end):
                continue
            if not overlaps(taken, start, end):
                taken.append((start, end))
                added.append(replace(spot, start=start, end=end, role=None))
    return added


_IN_A_NAME = re.compile(r"(?:\b(?:of|the|and|[A-Z][\w.]*)|[-–])\s?\Z")
_GOES_ON = re.compile(r"\s(?:of\b|[A-Z]|law\b|and local\b)")


def _is_word_of(short: str, text: str, spot: Spotted) -> bool:
    """Whether a body is to be called by one word of its name: "Department of State (State)"."""
    return short.istitle() and len(short) > 3 and short in text[spot.start : spot.end].split()


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Whether a capitalised word is no part of another name: not "State of Ohio", "Ohio State"."""
    opens = text[max(0, start - 2) : start] in ("", ". ", "\n\n")
    joined = not opens and _IN_A_NAME.search(text, max(0, start - 20), start)
    return not joined and not _GOES_ON.match(text, end)


_NO_ACRONYM = re.compile(r"[DRI]-?|U\.?[SKN]\.?|USA|EU|AP|AFP|II+|IV|[A-Z]-[A-Z].*")


# Departments that a text calls "Justice" or "State" once it has named one of them in full.
_DEPARTMENT = re.compile(
    r"\b(?P<a>Justice|State|Treasury|Defense|Interior|Commerce|Homeland Security) Department\b|"
    r"\bDepartment of (?:the )?(?P<b>Justice|State|Treasury|Defense|Interior|Commerce|"
    r"Homeland Security)\b"
)
_ALONE = (
    r"(?<![A-Z][a-z]\s)(?<![\w-])(?P<short>{})(?=\s(?:has|had|have|is|was|will|would|says?|said|wants?|"
    r"officials?|lawyers|prosecutors|diplomats)\b|\sand\s(?:the\s)?(?:Treasury|State|Defense|Justice)"
    r"(?!\s[A-Z])|[.,;](?=\s))"
)
_FIRST_BESIDE = re.compile(
    r"(?<=[;,.]\s)(?P<short>Justice|State|Defense|Treasury)(?= and (?:the )?"
    r"(?:Justice|State|Defense|Treasury)\s(?:has|have|had|is|are|was|were|will|did|said|say)\b)"
)
_BESIDE = re.compile(
    r"\b(?:Treasury|State|Justice|Defense|Homeland Security),? and "
    r"(?P<short>Justice|State|Defense|Treasury)(?=[.,;\s](?![A-Z]|Department))"
)


def short_departments(text: str, spots: Sequence[Spotted]) -> list[Spotted]:
    """Departments by their short names, where another mention of a department shows them meant."""
    taken = sorted((s.start, s.end) for s in spots)
    full = {m["a"] or m["b"]: m for m in _DEPARTMENT.finditer(text)}
    places = [m.span("short") for p in (_BESIDE, _FIRST_BESIDE) for m in p.finditer(text)]
    for short in full:
        alone = re.compile(_ALONE.format(short))
        places += [m.span("short") for m in alone.finditer(text) if _is_noun_phrase(text, m)]
    added = []
    for start, end in sorted(set(places)):
        if not overlaps(taken, start, end):
            taken.append((start, end))
            wanted = {f"{text[start:end]} Department", f"Department of {text[start:end]}"}
            named = (s for s in spots if wanted & {s.name, text[s.start : s.end]})
            same = next((s.name for s in named), None) or f"Department of {text[start:end]}"
            added.append(Spotted(start, end, "AGENCY", "name", same, listed=True))
    return added


def _is_noun_phrase(text: str, match: re.Match[str]) -> bool:
    """Whether a short name stands for itself: not "of State" or "Supreme Court Justice"."""
    before = text[max(0, match.start() - 20) : match.start()]
    if re.match(r"\sofficials?", text[match.end() :]) and not re.search(r"[a-z,]\s$", before):
        return False  # "State officials" opens a sentence
    return not re.search(r"(?:\b(?:of|the|a|an|for|Chief|Associate|Secretary)|[A-Z]\w+)\s$", before)


_FOREIGN_BODY = re.compile(
    r"\s*\(((?:Fiscalía|Secretaría|Ministerio|Ejército|Armada|Marina|Policía|Polícia|Guardia|"
    r"Dirección|Unidad|Instituto|Comisión|Consejo|Corte|Tribunal|Procuraduría|Agencia|Fuerzas?|"
    r"Forças?|Exército|Ministère|Conseil|Force|Garde|Police|Bundes)[\w ]{0,60})\)"
)


def _is_acronym(short: str) -> bool:
    """Whether letters in brackets after a body's name are its acronym, in whatever language it was
    formed ("Malian Armed Forces (FAMa)")."""
    short = short.replace(".", "")
    capitals = sum(c.isupper() for c in short)
    return capitals >= 2 and capitals * 2 > len(short) and not _NO_ACRONYM.fullmatch(short)


def _abbreviates(short: str, name: str, whole: bool) -> bool:
    """Whether the letters of an abbreviation are initials of the name, in order (two at least):
    all of them, or, if not `whole`, all but one."""
    letters = [c.lower() for c in short if c.isupper()]
    initials = [w[0].lower() for w in re.findall(r"[^\W\d_]+", name)]
    position = 0
    hits = 0
    for letter in letters:
        try:
            position = initials.index(letter, position) + 1
        except ValueError:
            continue
        hits += 1
    return len(letters) >= 2 and hits >= max(2, len(letters) - (not whole))
