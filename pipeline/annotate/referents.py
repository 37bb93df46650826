"""The entities of one document in the making: persons by name and title, other things by name."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.annotate.names import (
    UNIQUE_OFFICE,
    begins_with,
    clean,
    core_role,
    in_longer_name,
    is_party_to_case,
    overlaps,
    role_fits,
    same_first_name,
    same_person,
    short_forms,
)
from pipeline.annotate.spotted import Spotted

# Surnames that are months too.
_MONTHS = frozenset({"May", "March", "April", "June", "August"})
_AS_MONTH = re.compile(
    r"\b(?:[Ii]n|[Aa]|[Ss]ince|[Uu]ntil|[Bb]y|[Ll]ate|[Ee]arly|[Ll]ast|[Nn]ext|[Tt]his|[Dd]uring|"
    r"of|from|through|before|after|\d{1,2})\s$"
)
_ONE_OF_MANY = re.compile(r"\b[Aa]n?\s$")  # "a Somoza"
_CORPORATE = re.compile(r"[^\w]+")
# With a capital, or as who commands: the President of the United States, where a text has one.
_COMMANDER = re.compile(r"President\b|[Cc]ommander[ -]in[ -][Cc]hief")
# How far back, in code points, one of several presidents can be "the president".
_NEAR = 400


# An office of a body: "director" of the body with this key.
Post = tuple[str, str]
# Whose office a title is: "the Pentagon's" before it.
_OWNER = re.compile(r"(?P<body>[A-Z][\w.]*)['’]s\s\Z")
_OF_THE = re.compile(r"\s+(?:of|for|at|in)\s+(?:the\s+)?")


@dataclass(slots=True)
class Referent:
    """An entity in the making."""

    label: str
    name: str
    forms: list[str] = field(default_factory=list)
    roles: list[str] = field(default_factory=list)
    wikidata: str | None = None
    country: str | None = None
    last: int = -1
    listed: bool = False
    posts: set[Post] = field(default_factory=set)

    def see(self, spot: Spotted, text: str, form: str | None) -> None:
        quoted = form if form is not None else text[spot.start : spot.end]
        if quoted not in self.forms:
            self.forms.append(quoted)
        if spot.role and spot.role.lower() not in (role.lower() for role in self.roles):
            self.roles.append(spot.role)
        self.wikidata = self.wikidata or spot.wikidata
        self.last = spot.start


class People:
    """The officials of one document, by name. `posts` says of which body a title at an offset is,
    and where that body's name ends."""

    def __init__(self, text: str, posts: Mapping[int, tuple[str, int]] | None = None) -> None:
        self._text = text
        self._posts = posts or {}
        self.referents: list[Referent] = []

    def learn(self, spots: Sequence[Spotted]) -> None:
        for spot in spots:
            self.join(spot)

    def join(self, spot: Spotted) -> Referent:
        """The referent of a mention with a name: the most recent person whom the name fits, and
        who has no other first name; else a new one."""
        name = clean(spot.name or self._text[spot.start : spot.end])
        referent = self._match(name, spot)
        if referent is None:
            referent = Referent("OFFICIAL", name, listed=spot.listed, country=spot.country)
            self.referents.append(referent)
        elif spot.listed and not referent.listed and same_person(referent.name, name):
            referent.name, referent.listed = name, True
        elif not referent.listed and len(name.split()) > len(referent.name.split()):
            referent.name = name
        referent.country = referent.country or spot.country
        post = self._post(spot)
        if post is not None and spot.form == "title":
            referent.posts.add(post)
        referent.see(spot, self._text, clean(spot.name) if spot.name and not spot.listed else None)
        return referent

    def _post(self, spot: Spotted) -> Post | None:
        body = self._posts.get(spot.end)
        return (core_role(spot.role), body[0]) if body is not None and spot.role else None

    def _match(self, name: str, spot: Spotted) -> Referent | None:
        fits = [r for r in self.referents if same_person(r.name, name) or name in r.forms]
        if not fits:
            fits = self._by_surname(spot) if spot.listed else self._by_known_form(name, spot)
        exact = [r for r in fits if r.name == name or name in r.forms]
        pool = fits if spot.role else exact or fits
        if len(pool) > 1 and spot.role:
            role = core_role(spot.role)
            pool = [r for r in pool if any(role_fits(role, x) for x in r.roles)] or exact or fits
        return max(pool, key=lambda r: r.last, default=None)

    def _by_surname(self, spot: Spotted) -> list[Referent]:
        """Whom a surname alone means that the gazetteer lists for another first name: the text's
        own bearer of it, if there is one."""
        written = clean(self._text[spot.start : spot.end])
        if " " in written:
            return []
        own = [r for r in self.referents if not r.listed and len(r.name.split()) > 1]
        return [r for r in own if same_person(r.name, written)]

    def _by_known_form(self, name: str, spot: Spotted) -> list[Referent]:
        """Who is listed under another spelling of this full name ("Volodymyr Zelenskiy"), or bears
        the same title with the first part of it ("President Hassan")."""
        words = name.split()
        if len(words) > 1:
            listed = (r for r in self.referents if r.listed and words[-1] in r.forms)
            if spelled := [r for r in listed if same_first_name(words[0], r.name.split()[0])]:
                return spelled
        role = core_role(spot.role or "")
        holders = (r for r in self.referents if role and any(role_fits(role, x) for x in r.roles))
        return [r for r in holders if begins_with(words, r.name.split())]

    def of_bare(self, spot: Spotted, pairs: list[tuple[Spotted, Referent]]) -> Referent | None:
        """Whom "the president" or "Mr. Alden" means: the last such person before, where the
        document leaves no doubt; a title that a nation makes unique stands for itself."""
        if spot.name:
            referent = self._match(clean(spot.name), spot)
            if referent is not None:
                referent.see(spot, self._text, None)
            return referent
        role = core_role(spot.role or "")
        if spot.country:  # "president of Mexico", who is the Mexican President
            role = re.sub(rf" of (?:the )?{re.escape(spot.country.lower())}\Z", "", role)
        if self._text[spot.end : spot.end + 4] == " of " and spot.country is None:
            role += " of"  # "the Director of the Office": of that one alone
        post = self._post(spot)
        holders = self._holders(spot, role, post)
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
        if post is not None and not before:
            return self._of_post(spot, post)
        unique = not before and UNIQUE_OFFICE.fullmatch(role) is not None
        if written[:1].isupper() or unique or (spot.country and not before):
            name = written
            found = next((r for r in self.referents if r.name.lower() == name.lower()), None)
            if found is None:
                found = Referent("OFFICIAL", name, roles=[], country=spot.country)
                self.referents.append(found)
            found.see(spot, self._text, None)
            return found
        return None

    def _holders(self, spot: Spotted, role: str, post: Post | None) -> list[Referent]:
        """Whom a bare title can mean, by role, nation and post."""
        holders = [r for r in self.referents if any(role_fits(role, x) for x in r.roles)]
        if len(exact := [r for r in holders if role in map(core_role, r.roles)]) == 1:
            holders = exact  # "the Commander-in-Chief" is not the President where both are named
        owner = _OWNER.search(self._text, max(0, spot.start - 40), spot.start)
        if owner is not None:  # "the Pentagon's press secretary": the Pentagon Press Secretary
            owned = f"{owner['body'].lower()} {role}"
            if of_body := [r for r in holders if owned in map(core_role, r.roles)]:
                return of_body
        if spot.country:
            holders = [r for r in holders if r.country in (None, spot.country)]
        if post is not None:
            return _in_post(holders, post)
        if not spot.country and _COMMANDER.match(self._text, spot.start):
            return [r for r in holders if r.country == "United States"] or holders
        return holders

    def _of_post(self, spot: Spotted, post: Post) -> Referent:
        """The office of a body whose holder the text does not name."""
        referent = next((r for r in self.referents if post in r.posts), None)
        if referent is None:
            name = " ".join(self._text[spot.start : self._posts[spot.end][1]].split())
            referent = Referent("OFFICIAL", name, country=spot.country, posts={post})
            self.referents.append(referent)
        referent.see(spot, self._text, None)
        return referent

    def later_names(self, text: str, spots: Sequence[Spotted]) -> list[Spotted]:
        """Mentions by surname alone of people whom the document names in full elsewhere."""
        taken = sorted((s.start, s.end) for s in spots)
        surnames: dict[str, int] = {}
        for referent in self.referents:
            for short in short_forms(referent.name):
                surnames[short] = surnames.get(short, 0) + 1
        if not surnames:
            return []
        choice = "|".join(re.escape(s) for s in sorted(surnames, key=len, reverse=True))
        pattern = re.compile(rf"(?<![\w-])(?:{choice})(?![\w-])")
        ends = {end for _, end in taken}
        later = []
        for match in pattern.finditer(text):
            # A line break alone does not part words; a mention that ends before it does.
            apart = text[match.start() - 1 : match.start()] == "\n" and match.start() - 1 in ends
            if _is_taken(taken, match) or in_longer_name(text, match, apart=apart):
                continue
            if _ONE_OF_MANY.search(text, max(0, match.start() - 4), match.start()):
                continue
            if is_party_to_case(text, match):
                continue
            if match.group() in _MONTHS and _AS_MONTH.search(text[: match.start()][-12:]):
                continue
            later.append(Spotted(match.start(), match.end(), "OFFICIAL", "name", match.group()))
        capitals = "|".join(re.escape(s.upper()) for s in sorted(surnames, key=len, reverse=True))
        turns = re.compile(
            rf"(?m)^(?:[A-ZÁÉÍÓÚÑ][A-ZÁÉÍÓÚÑ.'’-]+\s){{0,2}}(?P<short>{capitals})(?=:\s)"
        )
        for turn in turns.finditer(text):
            if not overlaps(taken, turn.start(), turn.end()):
                name = turn["short"].title()
                later.append(Spotted(turn.start(), turn.end(), "OFFICIAL", "name", name))
        return later


def _is_taken(taken: list[tuple[int, int]], match: re.Match[str]) -> bool:
    """Whether a mention holds these words already; half of a double surname does not."""
    if "-" in match.group():
        taken = [(s, e) for s, e in taken if (s, e) == match.span() or not _within(s, e, match)]
    return overlaps(taken, match.start(), match.end())


def _within(start: int, end: int, match: re.Match[str]) -> bool:
    return match.start() <= start and end <= match.end()


def _in_post(holders: Sequence[Referent], post: Post) -> list[Referent]:
    """Who can hold a post: its known holders, else those of whom no post of that title is known."""
    known = [r for r in holders if post in r.posts]
    return known or [r for r in holders if not any(role == post[0] for role, _ in r.posts)]


class Things:
    """The agencies, cartels and dates of one document."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._by_key: dict[tuple[str, str], Referent] = {}
        self._last: tuple[Spotted, Referent] | None = None

    def join(self, spot: Spotted) -> Referent:
        written = self._text[spot.start : spot.end]
        name = self._name(spot, written)
        key = (spot.label, self._key(spot, name))
        referent = self._by_key.get(key) or self._in_brackets(spot) or self._by_part(spot, name)
        if referent is None:
            referent = Referent(spot.label, name, listed=spot.listed)
        elif spot.listed and not referent.listed and key in self._by_key and not written.isupper():
            referent.name, referent.listed = name, True  # not by letters that mean others too
        self._by_key[key] = referent
        self._last = spot, referent
        referent.see(spot, self._text, None)
        return referent

    def posts(self, spots: Sequence[Spotted]) -> dict[int, tuple[str, int]]:
        """For each place where "of the BODY" follows: the body's key and where its name ends."""
        bodies = {}
        for spot in spots:
            if spot.label == "AGENCY":
                name = self._name(spot, self._text[spot.start : spot.end])
                bodies[spot.start] = self._key(spot, name), spot.end
        ends = (spot.end for spot in spots if spot.label == "OFFICIAL")
        linked = {end: link for end in ends if (link := _OF_THE.match(self._text, end))}
        return {end: bodies[m.end()] for end, m in linked.items() if m.end() in bodies}

    def _in_brackets(self, spot: Spotted) -> Referent | None:
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
            return f"{spot.country.lower()}|{body}"
        plain = _CORPORATE.sub(" ", name.lower()).strip()
        if spot.label == "AGENCY" and (governed := _GOVERNMENT.fullmatch(plain)):
            return f"{governed['of'] or governed['its']}|government"
        return _NATIONAL.sub("", plain) if spot.label == "AGENCY" else plain

    def _by_part(self, spot: Spotted, name: str) -> Referent | None:
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
# As the gazetteer calls a nation's government, however a text does.
_GOVERNMENT = re.compile(r"government of (?:the )?(?P<of>.+)|(?P<its>united states) government")
# "118th Congress", "Senate of the United States", "United States Armed Forces".
_NATIONAL = re.compile(
    r"^(?:united states |u s |us |\d+(?:st|nd|rd|th) (?=congress))|"
    r" of the united states(?: of america)?$|s(?= of the united states)"
)
# Bodies that a text means when it names them without a nation and has one of the States.
_OF_THE_STATES = frozenset({"armed force", "armed forces", "congress", "senate", "house"})


def _without_nation(body: str) -> str:
    return _CORPORATE.sub(" ", body.lower()).strip().removesuffix("s")
