"""The holder of each sentence of a document: pronouns, quotations and turns resolved."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pipeline.annotate.holders import Attribution, Number
from pipeline.annotate.records import Holder, Mention, Sentence
from pipeline.corpus.document import Document


@dataclass(frozen=True, slots=True)
class Unit:
    """A sentence in the making: where it stands, in what kind of block, and who speaks."""

    sentence: Sentence
    kind: str
    text: str
    attribution: Attribution


_TURNS = 3  # A text with so many turns is a transcript: its speakers hold what they say.
_RECENT = 3  # How many sentences back a pronoun reaches,
_NEAR = 600  # and how many code points back an official of whom nobody spoke since.
_RANKED = re.compile(
    r"(?:[A-Z]+\.?\s){0,4}(?:GEN|GENERAL|ADM|ADMIRAL|COL|COLONEL|CAPT|CAPTAIN|SECRETARY|AMBASSADOR|"
    r"SENATOR|SPOKESPERSON|SPOKESMAN|MR|MS|MRS)\.?\s[A-Z.\s'’-]+\Z"
)
_OF_PLACE = re.compile(
    r"\s\((?:(?:Mr|Mrs|Ms|Sir|Dame)\.?\s[^)]{2,40}\)\s*\n|"
    r"[A-Z][^)]{2,50}\)\s\([A-Z][\w/ ]{1,20}\)\s?:)"
)
# British presses quote with ‘single’ marks, of which the second is an apostrophe too.
_MARK = re.compile('[“«”»"]')
_SINGLE = re.compile(r"(?:^|(?<=[\s(]))‘(?=[A-Z])|(?<=[.,!?…])’")
_AUTHOR = Holder("author")


@dataclass(frozen=True, slots=True)
class _Party:
    """Somebody whom a pronoun can mean."""

    holder: Holder
    number: Number

    def suits(self, pronoun: str) -> bool:
        """Whether a pronoun ("he", "she", "they", "it") can mean this one."""
        if pronoun == "they":
            return self.number not in ("person", "name")
        return self.number in ("name", "body" if pronoun == "it" else "person")

    def spoken_of(self) -> _Party:
        """The same one, of whom the text has told and who has not spoken: no "it" means a name."""
        return replace(self, number="person") if self.number == "name" else self


def holders_of(
    document: Document, units: Sequence[Unit], mentions: Sequence[Mention]
) -> list[Holder]:
    """The holder of each unit. A pronoun means somebody of whom the last few sentences speak, else
    the last official named; a quotation that goes on over several sentences keeps its speaker, and
    so does a turn in a transcript."""
    holders: list[Holder] = []
    stated: list[bool] = []  # whether the sentence itself names its holder
    turns = [unit.attribution.speaker for unit in units if unit.attribution.speaker is not None]
    transcript = len(turns) >= _TURNS or any(_is_ranked(document.text, turn) for turn in turns)
    quotes = list(_quotations(document.text, units))
    speaker = turn = _AUTHOR
    recent: deque[_Party | None] = deque(maxlen=_RECENT)
    for unit, (quoted, _) in zip(units, quotes, strict=True):
        attribution = unit.attribution
        if transcript and attribution.speaker is not None:
            turn = _party(document, attribution.speaker, mentions).holder
        elif unit.kind in ("heading", "byline") or unit.text.startswith("["):
            turn = _AUTHOR
        subject = attribution.subject
        about = None if subject is None else _party(document, subject, mentions).spoken_of()
        said = _said(document, unit, mentions, [*recent, about])
        holder = said.holder
        nested = quoted and _is_quoted_at(document.text, unit)
        stated.append(holder.kind != "author" and not nested)
        if nested and speaker.kind != "author":
            holder = speaker  # whoever is quoted speaks, whatever others say in the quotation
        elif holder.kind == "author":
            holder = speaker if quoted and speaker.kind != "author" else turn
        speaker = said.holder if said.holder.kind in ("entity", "group") else (
            holder if quoted else _AUTHOR
        )  # fmt: skip
        holders.append(holder)
        if unit.kind != "heading":
            told = None if quoted else about  # whom a speaker tells of does not speak
            recent.append(said if said.holder.kind in ("entity", "group") else told)
    return _spoken_ahead(quotes, holders, stated)


def _is_ranked(text: str, turn: Attribution) -> bool:
    """Whether one turn alone shows a transcript: with a rank in capitals ("MAJ. GEN. ROE:") or a
    constituency ("Ann Roe (Lisle) (Con):"), or an office over its holder's name."""
    words = text[turn.start : turn.end]
    return _RANKED.match(words) is not None or _OF_PLACE.match(text, turn.end or 0) is not None


def _said(
    document: Document,
    unit: Unit,
    mentions: Sequence[Mention],
    before: Sequence[_Party | None],
) -> _Party:
    """Who holds a sentence by its own words, given of whom the sentences before it speak."""
    attribution = unit.attribution
    pronoun = attribution.pronoun
    if pronoun is None:
        return _party(document, attribution, mentions)
    fit = [party for party in before if party is not None and party.suits(pronoun)]
    if fit:
        return next((p for p in reversed(fit) if p.number == "people"), fit[-1])
    if pronoun == "it":
        return _Party(_AUTHOR, "body")
    official = next(
        (m for m in reversed(mentions) if m.label == "OFFICIAL" and m.end <= unit.sentence.start),
        None,
    )
    if pronoun != "they" and official and unit.sentence.start - official.start < _NEAR:
        return _Party(Holder("entity", official.entity_id, official.text), "person")
    return _Party(Holder(attribution.kind), attribution.number)


def _party(document: Document, attribution: Attribution, mentions: Sequence[Mention]) -> _Party:
    """The holder whose words an attribution quotes, with its entity where a mention is one."""
    start, end, head = attribution.start, attribution.end, attribution.head
    if start is None or end is None:
        return _Party(Holder(attribution.kind), attribution.number)
    text = document.text[start:end]
    inside = [m for m in mentions if m.label != "DATE" and m.start < end and start < m.end]
    meant = next((m for m in inside if head is None or m.start <= head < m.end), None)
    if attribution.kind == "entity":
        meant = meant or (inside[0] if inside else None)
        if meant is not None and (meant.start < start or end < meant.end):
            text = document.text[min(start, meant.start) : max(end, meant.end)]
        return _Party(
            Holder("entity", None if meant is None else meant.entity_id, text), attribution.number
        )
    if meant is not None and attribution.number != "people":
        return _Party(Holder("entity", meant.entity_id, text), attribution.number)
    return _Party(Holder(attribution.kind, None, text), attribution.number)


def _is_quoted_at(text: str, unit: Unit) -> bool:
    """Whether the words by which a sentence in a quotation names its holder are quoted too."""
    start = unit.attribution.start
    place = unit.attribution.head if start is None else start
    if place is None:
        return False
    before = _MARK.findall(text, unit.sentence.start, place)
    return _is_open(before, opened=unit.text[:1] not in '“"«')


def _quotations(text: str, units: Sequence[Unit]) -> Iterator[tuple[bool, bool]]:
    """For each unit: whether it is wholly quoted or begins within a quotation, and whether one
    that it begins with goes on after it. A new paragraph ends what no mark has ended."""
    opened, last = False, 0
    for unit in units:
        start, end = unit.sentence.start, unit.sentence.end
        if "\n\n" in text[last:start]:
            opened = False
        within = opened
        opened = _is_open(_marks(unit.text), opened)
        begins = unit.text[:1] in '“"«' or _SINGLE.match(unit.text) is not None
        wholly = begins and (opened or unit.text[-1:] in '”"»’')
        yield within or wholly, opened and (begins or within)
        last = end


def _is_open(marks: Sequence[str], opened: bool) -> bool:
    """Whether a quotation is open behind some marks, where it was (not) `opened` before them."""
    for mark in marks:
        opened = mark in "“«‘" or (mark == '"' and not opened)
    return opened


def _marks(text: str) -> list[str]:
    """The quotation marks of a text; single ones where it has no others."""
    marks: list[str] = _MARK.findall(text)
    return marks or (_SINGLE.findall(text) if "’" in text else marks)


def _spoken_ahead(
    quotes: Sequence[tuple[bool, bool]], holders: list[Holder], stated: list[bool]
) -> list[Holder]:
    """The holders, where a quotation names its speaker after its first sentence: "It failed. Stop
    it," she said. Who was quoted before it does not speak in it."""
    for i in range(len(holders) - 2, -1, -1):
        quoted, goes_on = quotes[i]
        if quoted and goes_on and quotes[i + 1][0] and not stated[i]:
            if stated[i + 1] or holders[i].kind == "author":
                holders[i] = holders[i + 1]
            stated[i] = stated[i + 1]
    return holders
