"""From mentions to entities: which mentions of a document name the same person, body or date."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from pipeline.annotate.records import Entity, Mention
from pipeline.annotate.spotted import Spotted, longest

_ABBREVIATION = re.compile(r"\s*\((?:the\s+|or\s+)?[\"“'‘]?([A-Z][A-Za-z.&-]{1,9})[\"”'’]?[),;]")
_PARTICLES = frozenset(
    "de la del las los da do dos van von der al el bin jr jr. sr. ii iii".split()
)
_CORPORATE = re.compile(r"[^\w]+")
_MIN_SURNAME = 3
# How far back, in code points, one of several presidents can be "the president".
_NEAR = 400


@dataclass(slots=True)
class _Referent:
    """An entity in the making."""

    label: str
    name: str
    forms: list[str] = field(default_factory=list)
    roles: list[str] = field(default_factory=list)
    wikidata: str | None = None
    country: str | None = None
    last: int = -1
    listed: bool = False

    def see(self, spot: Spotted, text: str, form: str | None) -> None:
        quoted = form if form is not None else text[spot.start : spot.end]
        if quoted not in self.forms:
            self.forms.append(quoted)
        if spot.role and spot.role.lower() not in (role.lower() for role in self.roles):
            self.roles.append(spot.role)
        self.wikidata = self.wikidata or spot.wikidata
        self.last = spot.start


def resolve(text: str, spots: Iterable[Spotted]) -> tuple[tuple[Mention, ...], tuple[Entity, ...]]:
    """Join the mentions of one document into entities.

    Adds later short names and abbreviations that only the document itself introduces, drops bare
    titles that refer to nobody in particular. Returns mentions in text order (ids m1, m2, ...) and
    entities in order of first mention (ids e1, e2, ...). No two mentions overlap.
    """
    found = _without_overlap(list(spots))
    people = _People(text)
    named = [s for s in found if s.label == "OFFICIAL" and s.form in ("name", "title")]
    people.learn(named)
    found = [*found, *people.later_names(text, found)]
    found = [*found, *_abbreviations(text, found), *_short_departments(text, found)]
    found = _without_overlap(found)
    people = _People(text)
    things = _Things(text)
    pairs: list[tuple[Spotted, _Referent]] = []
    deferred: list[Spotted] = []
    for spot in found:
        if spot.label != "OFFICIAL":
            pairs.append((spot, things.join(spot)))
        elif spot.form == "bare":
            deferred.append(spot)
        else:
            pairs.append((spot, people.join(spot)))
    for spot in deferred:
        referent = people.of_bare(spot, pairs)
        if referent is not None:
            pairs.append((spot, referent))
    return _records(text, pairs)


def _without_overlap(spots: list[Spotted]) -> list[Spotted]:
    """Where labels compete for words: an organisation's name holds the person's in it."""
    return longest(spots)


class _People:
    """The officials of one document, by name."""

    def __init__(self, text: str) -> None:
        self._text = text
        self.referents: list[_Referent] = []

    def learn(self, spots: Sequence[Spotted]) -> None:
        for spot in spots:
            self.join(spot)

    def join(self, spot: Spotted) -> _Referent:
        """The referent of a mention with a name: the most recent person whom the name fits, and
        who has no other first name; else a new one."""
        name = _clean(spot.name or self._text[spot.start : spot.end])
        referent = self._match(name, spot)
        if referent is None:
            referent = _Referent("OFFICIAL", name, listed=spot.listed, country=spot.country)
            self.referents.append(referent)
        elif spot.listed and not referent.listed:
            referent.name, referent.listed = name, True
        elif not referent.listed and len(name.split()) > len(referent.name.split()):
            referent.name = name
        referent.country = referent.country or spot.country
        referent.see(spot, self._text, _clean(spot.name) if spot.name and not spot.listed else None)
        return referent

    def _match(self, name: str, spot: Spotted) -> _Referent | None:
        fits = [r for r in self.referents if _same_person(r.name, name) or name in r.forms]
        exact = [r for r in fits if r.name == name or name in r.forms]
        pool = fits if spot.role else exact or fits
        if len(pool) > 1 and spot.role:
            role = _core_role(spot.role)
            pool = [r for r in pool if any(_role_fits(role, x) for x in r.roles)] or exact or fits
        return max(pool, key=lambda r: r.last, default=None)

    def of_bare(self, spot: Spotted, pairs: list[tuple[Spotted, _Referent]]) -> _Referent | None:
        """Whom "the president" or "Mr. Alden" means: the last such person before, where the
        document leaves no doubt; a title that a nation makes unique stands for itself."""
        if spot.name:
            referent = self._match(_clean(spot.name), spot)
            if referent is not None:
                referent.see(spot, self._text, None)
            return referent
        role = _core_role(spot.role or "")
        if self._text[spot.end : spot.end + 4] == " of " and spot.country is None:
            role += " of"  # "the Director of the Office": of that one alone
        holders = [r for r in self.referents if any(_role_fits(role, x) for x in r.roles)]
        if spot.country:
            holders = [r for r in holders if r.country in (None, spot.country)]
        seen = {id(r) for s, r in pairs if s.start < spot.start}
        before = [r for r in holders if id(r) in seen]
        if len(holders) == 1 and before:
            holders[0].see(spot, self._text, None)
            return holders[0]
        written = self._text[spot.start : spot.end]
        if len(holders) > 1 and before:
            nearest = max(before, key=lambda r: r.last)
            if spot.start - nearest.last < _NEAR:
                nearest.see(spot, self._text, None)
                return nearest
        if len(holders) == 1 and written[:1].isupper():
            holders[0].see(spot, self._text, None)
            return holders[0]
        unique = not before and _UNIQUE.fullmatch(role) is not None
        if written[:1].isupper() or unique or (spot.country and not before):
            name = written
            found = next((r for r in self.referents if r.name.lower() == name.lower()), None)
            if found is None:
                found = _Referent("OFFICIAL", name, roles=[], country=spot.country)
                self.referents.append(found)
            found.see(spot, self._text, None)
            return found
        return None

    def later_names(self, text: str, spots: Sequence[Spotted]) -> list[Spotted]:
        """Mentions by surname alone of people whom the document names in full elsewhere."""
        taken = sorted((s.start, s.end) for s in spots)
        surnames: dict[str, int] = {}
        for referent in self.referents:
            for short in _short_forms(referent.name):
                surnames[short] = surnames.get(short, 0) + 1
        if not surnames:
            return []
        choice = "|".join(re.escape(s) for s in sorted(surnames, key=len, reverse=True))
        pattern = re.compile(rf"(?<![\w-])(?:{choice})(?![\w-])")
        later = []
        for match in pattern.finditer(text):
            if _overlaps(taken, match.start(), match.end()) or _in_longer_name(text, match):
                continue
            later.append(Spotted(match.start(), match.end(), "OFFICIAL", "name", match.group()))
        capitals = "|".join(re.escape(s.upper()) for s in sorted(surnames, key=len, reverse=True))
        turns = re.compile(
            rf"(?m)^(?:[A-ZÁÉÍÓÚÑ][A-ZÁÉÍÓÚÑ.'’-]+\s){{0,2}}(?P<short>{capitals})(?=:\s)"
        )
        for turn in turns.finditer(text):
            if not _overlaps(taken, turn.start(), turn.end()):
                name = turn["short"].title()
                later.append(Spotted(turn.start(), turn.end(), "OFFICIAL", "name", name))
        return later


def _clean(name: str) -> str:
    return " ".join(name.replace("’", "'").split())


def _words(name: str) -> list[str]:
    return [
        w for w in re.split(r"[\s]+", name.lower()) if w not in ("jr", "jr.", "sr.", "ii", "iii")
    ]


def _same_person(known: str, name: str) -> bool:
    """Whether a name fits a known one: the same words, a surname of it ("Peña Nieto", "López" after
    "Andrés Manuel López Obrador"), or the full form of a known surname."""
    a, b = _words(known), _words(name)
    if a == b:
        return True
    long, short = (a, b) if len(a) >= len(b) else (b, a)
    if len(short) == 1 and long[-1] in (f"al-{short[0]}", f"el-{short[0]}"):
        return True
    if len(short) == len(long) or not short:
        return _first_and_last(a, b)
    tail = long[1:]
    for i in range(len(tail)):
        if tail[i : i + len(short)] == short:
            return True
    return len(short) >= 2 and _first_and_last(long, short)


def _first_and_last(a: list[str], b: list[str]) -> bool:
    """ "Joseph R. Biden" and "Joseph Biden"; "J. Biden" and "Joseph Biden"."""
    if len(a) < 2 or len(b) < 2:
        return False
    middle_a, middle_b = a[1:-1], b[1:-1]
    if middle_a and middle_b and middle_a[0][0] != middle_b[0][0]:
        return False  # "George H. W. Bush" and "George W. Bush"
    first = a[0] == b[0] or (a[0][0] == b[0][0] and (a[0].endswith(".") or b[0].endswith(".")))
    return first and a[-1] == b[-1]


def _short_forms(name: str) -> list[str]:
    """The surnames by which a person with this full name is later called."""
    words = name.split()
    if len(words) < 2:
        return [name] if len(name) >= _MIN_SURNAME and name[0].isupper() else []
    tail = [w for w in words[1:] if w.lower().rstrip(".") not in ("jr", "sr", "ii", "iii")]
    while tail and (len(tail[0].rstrip(".")) == 1):
        tail = tail[1:]
    forms = [" ".join(tail)]
    if len(tail) > 1:
        forms.append(tail[-1])
        if len(tail) == 2 or tail[0].lower() in _PARTICLES:
            forms.append(tail[0])
    # "Assad" after "Bashar al-Assad"
    forms += [f[3:] for f in forms if f[:3].lower() in ("al-", "el-") and f[3:4].isupper()]
    return [f for f in forms if len(f) >= _MIN_SURNAME and f.lower() not in _PARTICLES
            and f[0].isupper()]  # fmt: skip


def _overlaps(taken: list[tuple[int, int]], start: int, end: int) -> bool:
    return any(start < e and s < end for s, e in taken)


_NAME_BEFORE = re.compile(r"\b([A-ZÁÉÍÓÚÑ](?:[\w’'-]+|\.))\s$")
_OPENS = re.compile(r"(?:\A|[.!?:;\"“”’'\n—(]\s*)\Z")
_ADVERB = re.compile(r"\w+(?:ly|ing|ed)\Z")
_NAME_AFTER = re.compile(r"^\s[A-ZÁÉÍÓÚÑ][\wáéíóúñü]+")
_NOT_A_NAME_AFTER = re.compile(
    r"^\s(?:January|February|March|April|May|June|July|August|September|October|November|December|"
    r"Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|I)\b"
)


def _in_longer_name(text: str, match: re.Match[str]) -> bool:
    """Whether another name's words stand right beside ("Ivanka Trump", "Calderón Street")."""
    before = text[max(0, match.start() - 30) : match.start()]
    after = text[match.end() : match.end() + 20]
    left = _NAME_BEFORE.search(before)
    if left and left.group(1).lower() not in _ORDINARY_BEFORE:
        # Whatever opens a sentence has a capital: an adverb does not make a name.
        opens = _OPENS.search(before[: left.start()])
        if not (opens and (_ADVERB.match(left.group(1)) or left.group(1) in _OPENING_WORDS)):
            return True
    return bool(_NAME_AFTER.match(after) and not _NOT_A_NAME_AFTER.match(after))


_OPENING_WORDS = frozenset(
    "Today Yesterday Tomorrow Tonight Once Then Now Here There Perhaps Still Later Soon Maybe "
    "Again Instead Meanwhile Thus Hence Monday Tuesday Wednesday Thursday Friday Saturday Sunday "
    "January February March April May June July August September October November December "
    "Former President Secretary Senator General Ask Let Give Tell Like Unlike Only Even Both "
    "Neither Just Does Did Has Had Is Was Can Could Should Would Will May Must Critics Like "
    "Worse Better Sadly Whatever Whoever Ever Never Always Often Sometimes Thank Thanks Dear "
    "Team Though Under Over "
    "Against About Between Among Toward Behind Enter".split()
)
_ORDINARY_BEFORE = frozenset(
    "the a and but when if as while although though that in on by for from with after before "
    "since because so or nor yet both even only like unlike under then what why how did does has "
    "had is was will would should could can may might let not no to of at mr. ms. mrs.".split()
)


class _Things:
    """The agencies, cartels and dates of one document."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._by_key: dict[tuple[str, str], _Referent] = {}
        self._last: tuple[Spotted, _Referent] | None = None

    def join(self, spot: Spotted) -> _Referent:
        written = self._text[spot.start : spot.end]
        name = self._name(spot, written)
        key = (spot.label, self._key(spot, name))
        referent = self._by_key.get(key) or self._in_brackets(spot) or self._by_part(spot, name)
        if referent is None:
            referent = _Referent(spot.label, name)
        self._by_key[key] = referent
        self._last = spot, referent
        referent.see(spot, self._text, None)
        return referent

    def _in_brackets(self, spot: Spotted) -> _Referent | None:
        """What an abbreviation or a foreign name in brackets right behind a name stands for."""
        if self._last is None or self._last[0].label != spot.label or spot.label == "DATE":
            return None
        between = self._text[self._last[0].end : spot.start]
        closed = self._text[spot.end : spot.end + 1] == ")"
        return self._last[1] if closed and re.fullmatch(r"\s*\((?:the )?", between) else None

    def _name(self, spot: Spotted, written: str) -> str:
        if spot.label == "DATE":
            return spot.edtf or written
        if spot.country and spot.name and not spot.listed:
            return " ".join(written.split())
        return " ".join((spot.name or written).split())

    def _key(self, spot: Spotted, name: str) -> str:
        if spot.label == "AGENCY" and spot.country and spot.name and not spot.listed:
            body = _without_nation(spot.name)
            if spot.country == "United States" and _NATIONAL.sub("", body) in _OF_THE_STATES:
                return _NATIONAL.sub("", body)
            return f"{spot.country}|{body}"
        plain = _CORPORATE.sub(" ", name.lower()).strip()
        return _NATIONAL.sub("", plain) if spot.label == "AGENCY" else plain

    def _by_part(self, spot: Spotted, name: str) -> _Referent | None:
        """An earlier, longer name that ends or begins with this one's words (two at least)."""
        words = name.split()
        if spot.label == "DATE" or len(words) < 2 or spot.country:
            return None
        wanted = name.lower()
        for (label, _), referent in reversed(self._by_key.items()):
            long = referent.name.lower()
            begins = long.startswith(f"{wanted} ") and (
                spot.label == "CARTEL" or words[-1].lower() in _HEADS_OF_NAMES
            )
            if label == spot.label and (long.endswith(f" {wanted}") or begins):
                return referent
        return None


# "Joint Committee" after "Joint Committee on Africa Policy"; "United Nations" is no short form.
_HEADS_OF_NAMES = frozenset(
    "committee commission council command ministry department mission force court tribunal office "
    "agency service authority directorate bureau board".split()
)
# "118th Congress", "Senate of the United States", "United States Armed Forces".
_NATIONAL = re.compile(
    r"^(?:united states |u s |us |\d+(?:st|nd|rd|th) (?=congress))|"
    r" of the united states(?: of america)?$|s(?= of the united states)"
)
# Bodies that a text means when it names them without a nation and has one of the States.
_OF_THE_STATES = frozenset({"armed force", "armed forces", "congress", "senate", "house"})


def _without_nation(body: str) -> str:
    return _CORPORATE.sub(" ", body.lower()).strip().removesuffix("s")


def _abbreviations(text: str, spots: Sequence[Spotted]) -> list[Spotted]:
    """Abbreviations in brackets after a name, and wherever they stand later."""
    taken = sorted((s.start, s.end) for s in spots)
    added: list[Spotted] = []
    for spot in spots:
        if spot.label not in ("AGENCY", "CARTEL", "OFFICIAL") or spot.form != "name":
            continue
        foreign = _FOREIGN_BODY.match(text, spot.end) if spot.label == "AGENCY" else None
        if foreign and not _overlaps(taken, foreign.start(1), foreign.end(1)):
            taken.append(foreign.span(1))
            added.append(replace(spot, start=foreign.start(1), end=foreign.end(1)))
        match = _ABBREVIATION.match(text, spot.end)
        if not match:
            continue
        loose = spot.label != "OFFICIAL" and _is_acronym(match.group(1))
        if not loose and not _abbreviates(match.group(1), text[spot.start : spot.end]):
            continue
        short = match.group(1)
        for later in re.finditer(rf"(?<![\w-]){re.escape(short)}(?![\w-])", text[match.start(1) :]):
            start = match.start(1) + later.start()
            end = start + len(short)
            if not _overlaps(taken, start, end):
                taken.append((start, end))
                added.append(replace(spot, start=start, end=end, role=None))
    return added


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
_BESIDE = re.compile(
    r"\b(?:Treasury|State|Defense|Homeland Security),? and "
    r"(?P<short>Justice|State|Defense|Treasury)(?=[.,;\s](?![A-Z]|Department))"
)


def _short_departments(text: str, spots: Sequence[Spotted]) -> list[Spotted]:
    """Departments by their short names, where another mention of a department shows them meant."""
    taken = sorted((s.start, s.end) for s in spots)
    full = {m["a"] or m["b"]: m for m in _DEPARTMENT.finditer(text)}
    places = [m.span("short") for m in _BESIDE.finditer(text)]
    for short in full:
        alone = re.compile(_ALONE.format(short))
        places += [m.span("short") for m in alone.finditer(text) if _is_noun_phrase(text, m)]
    added = []
    for start, end in sorted(set(places)):
        if not _overlaps(taken, start, end):
            taken.append((start, end))
            name = f"Department of {text[start:end]}"
            added.append(Spotted(start, end, "AGENCY", "name", name, country="United States"))
    return added


def _is_noun_phrase(text: str, match: re.Match[str]) -> bool:
    """Whether a short name stands for itself: not "of State" or "Supreme Court Justice"."""
    before = text[max(0, match.start() - 20) : match.start()]
    return not re.search(r"(?:\b(?:of|the|a|an|for|Chief|Associate|Secretary)|[A-Z]\w+)\s$", before)


_FOREIGN_BODY = re.compile(
    r"\s*\(((?:Fiscalía|Secretaría|Ministerio|Ejército|Armada|Marina|Policía|Polícia|Guardia|"
    r"Dirección|Unidad|Instituto|Comisión|Consejo|Corte|Tribunal|Procuraduría|Agencia|Fuerzas?|"
    r"Forças?|Exército|Ministère|Conseil|Force|Garde|Police|Bundes)[\w ]{0,60})\)"
)


def _is_acronym(short: str) -> bool:
    """Whether letters in brackets after a body's name are its acronym, in whatever language it was
    formed ("Malian Armed Forces (FAMa)")."""
    capitals = sum(c.isupper() for c in short)
    return capitals >= 2 and capitals * 2 > len(short) and not _NO_ACRONYM.fullmatch(short)


def _abbreviates(short: str, name: str) -> bool:
    """Whether the letters of an abbreviation are initials of the name, in order (two at least)."""
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
    return len(letters) >= 2 and hits >= max(2, len(letters) - 1)


_MODIFIERS = re.compile(
    r"^(?:(?:former|then|acting|interim|ex|current|sitting|incoming|outgoing|retired|ret\.?|late)"
    r"[\s-]+)+",
    re.IGNORECASE,
)


_LONG_FORMS = {
    "sen.": "senator", "rep.": "representative", "congressman": "representative",
    "congresswoman": "representative", "gov.": "governor", "gen.": "general", "adm.": "admiral",
    "col.": "colonel", "lt. gen.": "lieutenant general", "maj. gen.": "major general",
    "brig. gen.": "brigadier general", "amb.": "ambassador", "sen": "senator",
    "rep": "representative", "gov": "governor", "gen": "general", "adm": "admiral",
    "col": "colonel", "lt gen": "lieutenant general", "maj gen": "major general",
    "capt.": "captain", "capt": "captain", "maj.": "major", "cmdr.": "commander",
    "lt. col.": "lieutenant colonel", "rear adm.": "rear admiral", "vice adm.": "vice admiral",
    "lieutenant-general": "lieutenant general", "major-general": "major general",
}  # fmt: skip


# Offices that one person holds at a time, so that "the attorney general" needs no name.
_UNIQUE = re.compile(
    r"(?:\w+ )?(?:secretary of (?:state|defen[cs]e|war|the treasury|homeland security)|"
    r"(?:defen[cs]e|foreign|interior|treasury|home|homeland security) (?:minister|secretary)|"
    r"attorney general|prime minister|vice[- ]president|national security advis[eo]r|"
    r"director of (?:national|central) intelligence|national intelligence director|"
    r"(?:u\.?n\.? )?secretary[- ]general|chief justice)"
)


def _core_role(role: str) -> str:
    core = _MODIFIERS.sub("", role).lower().removesuffix("-elect")
    core = _LONG_FORMS.get(core, core)
    return " ".join(_LONG_FORMS.get(word, word) for word in core.split())


def _role_fits(wanted: str, role: str) -> bool:
    """Whether a bare title can mean a holder of this role: "president" fits "Mexican President"."""
    known = _core_role(role)
    return (
        known == wanted
        or known.endswith(f" {wanted}")
        or wanted.endswith(f" {known}")
        or known.startswith(f"{wanted} of ")
        or wanted == f"{known} of"
        or ({known, wanted} <= {"president", "commander in chief", "commander-in-chief"})
    )


def _records(
    text: str, pairs: list[tuple[Spotted, _Referent]]
) -> tuple[tuple[Mention, ...], tuple[Entity, ...]]:
    ordered = sorted(pairs, key=lambda pair: pair[0].start)
    numbers: dict[int, int] = {}
    entities: list[_Referent] = []
    mentions = []
    for index, (spot, referent) in enumerate(ordered, 1):
        if id(referent) not in numbers:
            entities.append(referent)
            numbers[id(referent)] = len(entities)
        mentions.append(
            Mention(
                id=f"m{index}",
                start=spot.start,
                end=spot.end,
                text=text[spot.start : spot.end],
                label=spot.label,
                entity_id=f"e{numbers[id(referent)]}",
                edtf=spot.edtf,
            )
        )
    return tuple(mentions), tuple(
        Entity(
            id=f"e{number}",
            label=referent.label,
            name=referent.name,
            aliases=tuple(form for form in referent.forms if form != referent.name),
            roles=tuple(referent.roles),
            wikidata=referent.wikidata,
        )
        for number, referent in enumerate(entities, 1)
    )
