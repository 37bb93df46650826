"""Officials whom a parliament's record or a bill names by courtesy title alone."""

from __future__ import annotations

import re
from collections.abc import Iterator

from spacy.tokens import Doc, Token

from pipeline.annotate.lexicon import Lexicon, key_of
from pipeline.annotate.persons import COURTESY
from pipeline.annotate.spotted import Spotted
from pipeline.annotate.tokens import is_capitalised, name_run_left, name_run_right, text_of

# "Mr. President" speaks to whoever is in the chair.
_ADDRESSED = frozenset(
    "president speaker chairman chair secretary ambassador minister leader prime".split()
)
_VOCATIVE = frozenset({"madam", "madame", "mr.", "mr"})
_RECORD = re.compile(
    r"\b(?:PRESIDING OFFICER|SPEAKER|[Ss]ubcommittee|(?:Chair(?:man|woman)?|CHAIR(?:MAN|WOMAN)?)\b|"
    r"Madam (?:Speaker|Chair|President)|Mr\.? (?:Speaker|Chairman|President)|quorum)"
)


# "Hon. Ada Roe presiding", "Hon. Ada Roe (Chairwoman of the Committee) presiding".
_PRESIDES = re.compile(
    r"(?:Hon\.|Honorable|Senator|Representative|Rep\.|Sen\.)\s(?P<name>(?:[A-Z][\w.'-]+\s?){2,4})"
    r"\s?(?:[,(][^.;]{0,60}?)?\bpresid"
)
_CHAIR = frozenset({"chair", "chairman", "chairwoman", "chairperson"})
# Who is asked to speak, and says so: a witness, not a member.
_WITNESS = re.compile(
    r"\b(?:for (?:the|your) invitation|for inviting me|my (?:written |prepared )?testimony|"
    r"my (?:written |prepared )?statement|(?:opportunity|invitation) to (?:testify|appear|speak))\b"
)


# Who bears such a title sits in the upper house, or did.
_PEERS = frozenset({"lord", "baroness", "viscount"})
# "Lord Rama" is none. Source: Encyclopaedia Britannica, Hindu deities.
_DEITIES = frozenset(
    "krishna rama ram shiva vishnu ganesha ganesh hanuman jagannath ayyappa brahma buddha jesus "
    "mahavira venkateswara murugan indra".split()
)
# What stands behind a courtesy title and is no name.
_NO_NAMES = _ADDRESSED | _DEITIES
# Judges of courts of the Commonwealth, behind the surname: "Quill J", "Tarn LJ".
_JUDGES = frozenset({"J", "CJ", "LJ", "JA", "JCA", "JSC", "ACJ", "DCJ"})
_OF_JUDGES = frozenset(
    "and agree agrees agreed said says held holds in at with dissenting dissented concurring "
    "delivered gave wrote found".split()
)


def _judges(doc: Doc) -> Iterator[Spotted]:
    for token in doc[1:]:
        if token.text not in _JUDGES or token.is_sent_start or not doc[token.i - 1].whitespace_:
            continue
        after = doc[token.i + 1 : token.i + 2].text
        if after[:1].isalnum() and after not in _OF_JUDGES:
            continue
        begin = name_run_left(doc, token.i)
        surname = doc[begin : token.i].text
        if surname and " " not in surname and not surname.isupper():
            end = token.idx + len(token)
            yield Spotted(doc[begin].idx, end, "OFFICIAL", "name", surname, "Justice")


# The panel of a court of appeals: "Before: ROE, POE, and DOE, Circuit Judges."
_PANEL = re.compile(
    r"\bB(?:efore|EFORE):?\s(?P<names>[A-Z][^.:;()]{3,160}?),?\s(?:Senior\s)?(?:Circuit|District|"
    r"Associate|Appellate)?\s?(?:Judges|Justices)\b"
)
_OF_PANEL = re.compile(r"[A-Z][\w'’-]+(?:,? (?:Jr|Sr)\.)?(?=,|\s(?:and|&)\b|\Z)")
_NO_JUDGE = frozenset(
    {"Judge", "Judges", "Justice", "Chief", "Circuit", "District", "Senior", "Jr"}
)


def _panel(doc: Doc) -> Iterator[Spotted]:
    text = text_of(doc)
    for panel in _PANEL.finditer(text) if "Judges" in text or "Justices" in text else ():
        for match in _OF_PANEL.finditer(panel["names"]):
            if match.group() not in _NO_JUDGE:
                start, end = (panel.start("names") + i for i in match.span())
                name = match.group().title() if match.group().isupper() else match.group()
                yield Spotted(start, end, "OFFICIAL", "name", name, "Judge")


def _chair(doc: Doc) -> Iterator[Spotted]:
    """ "Madam Chair" in the record of a meeting over which one person named presides."""
    presiding = {match["name"].strip() for match in _PRESIDES.finditer(text_of(doc))}
    if len(presiding) != 1:
        return
    name = presiding.pop()
    for token in doc[:-1]:
        after = doc[token.i + 1]
        if token.lower_ in _VOCATIVE and after.lower_ in _CHAIR and is_capitalised(after):
            end = after.idx + len(after)
            yield Spotted(token.idx, end, "OFFICIAL", "name", name, "Chair")


# A President signs an order in capitals, over the place.
_SIGNED = re.compile(r"(?:^|\n)\s*(?P<name>[A-Z][A-Z.'’ -]{5,40}[A-Z])\s*\n\s*THE WHITE HOUSE\b")


def _signature(doc: Doc) -> Iterator[Spotted]:
    for match in _SIGNED.finditer(text_of(doc)) if "THE WHITE HOUSE" in text_of(doc) else ():
        name = " ".join(match["name"].split()).title()
        yield Spotted(*match.span("name"), "OFFICIAL", "name", name, "President")


# An order's first person: "I, ADA B. ROE, by the authority vested in me".
_PROCLAIMED = re.compile(
    r"\bI,\s+(?P<name>[A-Z][A-Z.'’ -]{5,40}[A-Z](?:\.(?=,))?),\s+"
    r"(?:President|Governor|by\s+(?:the\s+(?:authority|power)|virtue))"
)


def _proclaimer(doc: Doc) -> Iterator[Spotted]:
    text = text_of(doc)
    for match in _PROCLAIMED.finditer(text) if " vested in me" in text else ():
        name = " ".join(match["name"].split()).title()
        yield Spotted(*match.span("name"), "OFFICIAL", "name", name, "President")


def by_courtesy(doc: Doc, lexicon: Lexicon) -> Iterator[Spotted]:
    """ "Mr. Alden": a courtesy title with a name. It joins an official of that surname later or is
    dropped: so `role` stays empty and `form` is "bare" with the name kept. A bill's sponsors and
    members who speak in a parliament's record are officials by that."""
    yield from _chair(doc)
    yield from _signature(doc)
    yield from _proclaimer(doc)
    yield from _judges(doc)
    yield from _panel(doc)
    sponsors = _sponsors(doc)
    record: bool | None = None
    witnesses: dict[str, bool] = {}
    for token in doc[:-1] if len(doc) > 1 else ():
        if token.lower_ not in COURTESY or not is_capitalised(token):
            continue
        end = name_run_right(doc, token.i + 1, months=True)
        peer = (
            token.lower_ in _PEERS
            and key_of(doc[token.i : token.i + 2].text) not in lexicon.title_kinds
        )
        if peer and end > token.i + 1 and doc[end : end + 1].text == "of":
            end = max(end, name_run_right(doc, end + 1)) if end + 1 < len(doc) else end
        if end == token.i + 1 or doc[token.i + 1].lower_ in _NO_NAMES:
            continue
        name = doc[token.i + 1 : end].text
        public = (
            peer
            or _is_member_for(doc, token.i)
            or any(first <= token.i < last for first, last in sponsors)
        )
        role = None
        if not public and token.is_sent_start and token.lower_ not in ("dr", "dr."):
            if record is None:
                record = _RECORD.search(text_of(doc)) is not None or "QUESTION:" in text_of(doc)
            if record and _is_of_constituency(doc, end):
                role = "Member"
            public = role is not None or (record and _is_turn(doc, end, name, witnesses))
        start, stop = token.idx, doc[end - 1].idx + len(doc[end - 1])
        listing = lexicon.listing(doc[token.i + 1 : end])
        if listing is not None and listing.label == "OFFICIAL":
            yield Spotted(
                start, stop, "OFFICIAL", "name", listing.name,
                wikidata=listing.wikidata, listed=True, country=listing.country,
            )  # fmt: skip
            continue
        yield Spotted(start, stop, "OFFICIAL", "name" if public else "bare", name, role)


def _is_member_for(doc: Doc, at: int) -> bool:
    """ "the hon. Member for Tarn (Mr. Roe)", as members name one another."""
    before = doc[max(0, at - 12) : at].text
    return before.endswith("(") and "Member for " in before and ")" not in before


def _is_turn(doc: Doc, end: int, name: str, witnesses: dict[str, bool]) -> bool:
    """Whether a member speaks: the surname in capitals opens the turn, and nobody of that name is a
    witness. `witnesses` keeps who is: the whole text is searched once for each name."""
    if doc[end : end + 1].text == "of" and end + 2 < len(doc) and is_capitalised(doc[end + 1]):
        end += 2  # "Mr. ROE of Ohio."
    end = _behind_brackets(doc, end)  # "Mr ROE (Prime Minister) (3.24 p.m.) —"
    closed = end < len(doc) and doc[end].text in (".", ":", "—", "–")
    if not (closed or name.endswith(".")) or not _SHOUTED.fullmatch(name):
        return False
    surname = name.rstrip(".")
    if surname not in witnesses:
        witnesses[surname] = _is_witness(text_of(doc), surname)
    return not witnesses[surname]


# A surname in capitals, with the small letters of "McROE" or "DesROE".
_SHOUTED = re.compile(r"(?:[A-Z][a-z]{1,3})?[^\Wa-z]+(?:[ '’.-][^\Wa-z]+)*\.?")


def _behind_brackets(doc: Doc, end: int) -> int:
    for _ in range(2):
        if doc[end : end + 1].text == "(":
            end = next((t.i + 1 for t in doc[end : end + 14] if t.text == ")"), end)
    return end


def _is_witness(text: str, surname: str) -> bool:
    """Whether a speaker says so, or has been introduced with first name and surname."""
    turns = re.finditer(rf"\b{re.escape(surname)}[.:]\s+(?P<said>.{{0,200}})", text)
    if any(_WITNESS.search(turn["said"]) for turn in turns):
        return True
    titled = re.escape(surname.title())
    introduced = re.compile(rf"(?<!\w)[A-Z][\w.'-]+\s+(?:[A-Z]\.\s+)?{titled}\b", re.IGNORECASE)
    return any(
        not m.group().isupper()
        and m.group().split()[0].rstrip(".") not in ("Mr", "Ms", "Mrs", "Dr")
        for m in introduced.finditer(text)
    )


def _is_of_constituency(doc: Doc, end: int) -> bool:
    """ "Mr. Andrew Roe (Blaby): ...", as Hansard names who speaks."""
    if end >= len(doc) or doc[end].text != "(" or not is_capitalised(doc[end + 1]):
        return False
    close = next((t for t in doc[end : end + 10] if t.text == ")"), None)
    if close is not None and doc[close.i + 1 : close.i + 2].text == "(":  # the party
        close = next((t for t in doc[close.i + 1 : close.i + 6] if t.text == ")"), close)
    return close is not None and (
        close.i + 1 >= len(doc) or doc[close.i + 1].text == ":" or _begins(doc[close.i + 1])
    )


def _begins(token: Token) -> bool:
    return bool(token.is_sent_start) or token.is_space


def _sponsors(doc: Doc) -> list[tuple[int, int]]:
    """Where a bill names the members who bring it in: "Mr. Roe (for himself, Mrs. Poe, and Mr.
    Doe) introduced the following joint resolution"."""
    found = []
    for token in doc[2:]:
        if (
            token.lower_ in ("himself", "herself", "themselves")
            and doc[token.i - 1].lower_ == "for"
        ):
            sentence = token.sent
            close = next((t.i for t in doc[token.i : sentence.end] if t.text == ")"), token.i)
            found.append((sentence.start, close + 1))
        elif (
            token.lower_ in ("introduced", "submitted", "reported")
            and token.i + 2 < len(doc)
            and doc[token.i + 1].lower_ == "the"
            and doc[token.i + 2].lower_ == "following"
        ):
            found.append((token.sent.start, token.i))
    return found
