"""Whose view a sentence states: attribution, read from the parse.

A sentence is its author's unless it attributes its content: to the subject of a verb of saying,
thinking, wanting, threatening or ordering; to "according to X"; to a quoted speaker.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile
from typing import Literal

from spacy.tokens import Doc, Span, Token

from pipeline.annotate.holderwords import (
    ACCORDING,
    BODIES,
    COUNTED,
    DATELINE,
    FIRST,
    HEARSAY,
    IMPERSONAL,
    LEGAL,
    NO_SPEAKER,
    OPINION_OF,
    PEOPLE,
    PLURAL_COUNTRIES,
    QUESTIONER,
    REJECTED,
    SOME,
    THINGS,
    TO_WHOM,
    TURN,
    UNSOURCED,
)
from pipeline.annotate.records import HolderKind
from pipeline.annotate.sources import misread_source, sources
from pipeline.annotate.subjects import is_named, label_at

# Prepositions that tell when something was said, not who said it.
_NOT_OF_NOUNS = frozenset({"on", "during", "after", "before"})
_PRONOUNS = {
    "he": "he", "she": "she", "they": "they", "his": "he", "her": "she", "their": "they",
    "him": "he", "them": "they", "it": "it",
}  # fmt: skip


# Whom a holder's words mean, as a pronoun after them would say: "he", "they", "it".
# A "name" can be a person's or a country's.
Number = Literal["person", "people", "body", "name"]


@dataclass(frozen=True, slots=True)
class Attribution:
    """The holder of one sentence. Offsets are code points of the holder's words in the text, None
    for the author, for an unknown source and for a pronoun (`pronoun` says which). `head`: where
    the word stands on which the others of the holder hang; `number`: what kind of noun it is.
    `subject`: whom the sentence is about, whom a pronoun here or in the next one can mean.
    `speaker`: who speaks from this sentence on, as a transcript names who takes a turn."""

    kind: HolderKind
    start: int | None = None
    end: int | None = None
    pronoun: str | None = None
    head: int | None = None
    number: Number = "person"
    subject: Attribution | None = None
    speaker: Attribution | None = None

    def moved(self, start: Callable[[int], int], end: Callable[[int], int]) -> Attribution:
        """The same attribution in another text, given how starts and ends map to it."""
        return replace(
            self,
            start=None if self.start is None else start(self.start),
            end=None if self.end is None else end(self.end),
            head=None if self.head is None else start(self.head),
            subject=self.subject and self.subject.moved(start, end),
            speaker=self.speaker and self.speaker.moved(start, end),
        )


_AUTHOR = Attribution("author")


def find_attributions(doc: Doc, sentences: Sequence[tuple[int, int]]) -> list[Attribution]:
    """One attribution for each sentence (given by code points)."""
    found = []
    for start, end in sentences:
        span = doc.char_span(start, end, alignment_mode="expand")
        found.append(_AUTHOR if span is None else _read(span))
    return found


def _read(span: Span) -> Attribution:
    attribution = _of_sentence(span)
    subject = _about(span) if attribution.start is None else None
    if subject is not None and attribution.head is not None:
        # Whom the sentence names after its pronoun the pronoun does not mean.
        subject = subject if (subject.start or 0) < attribution.head else None
    speaker = _turn(span)
    if subject is None and speaker is None:
        return attribution
    return replace(attribution, subject=subject, speaker=speaker)


def _about(span: Span) -> Attribution | None:
    """The person or people that a sentence's main verb has as its subject; else the last person
    that it names."""
    subject = next((c for c in span.root.children if c.dep_ in ("nsubj", "nsubjpass")), None)
    if subject is not None and _is_people(subject):
        return _kind_of(_phrase(subject))
    doc = span.doc
    for i in range(span.end - 1, span.start - 1, -1):
        token = doc[i]
        if token.dep_ in _NOUN_ROLES and _is_person(token) and not _is_place(token):
            return _kind_of(_phrase(token))
    return None


_NOUN_ROLES = frozenset({"pobj", "dobj", "nsubj", "appos", "attr"})


def _is_place(noun: Token) -> bool:
    """Whether a name follows a preposition that says where."""
    where = noun.dep_ == "pobj" and noun.head.lower_ in ("in", "at", "from", "near", "over", "on")
    return where and not is_named(noun)


def _is_people(noun: Token) -> bool:
    return noun.pos_ != "PRON" and (_is_person(noun) or PEOPLE.match(noun.text) is not None)


def _is_person(noun: Token) -> bool:
    full_name = (
        noun.pos_ == "PROPN"
        and "." not in noun.text
        and not THINGS.match(noun.text)
        and any(
            c.dep_ == "compound" and c.pos_ == "PROPN" and c.text[0].isupper()
            for c in noun.children
        )
    )
    return full_name or label_at(noun) == "OFFICIAL"


def _of_sentence(span: Span) -> Attribution:
    text = span.text
    if REJECTED.search(text) or LEGAL.match(text):
        return _AUTHOR
    if HEARSAY.match(text) or IMPERSONAL.match(text):
        return Attribution("unknown")
    return _by_phrase(span, text) or _by_source(span) or _unsourced(text)


def _by_phrase(span: Span, text: str) -> Attribution | None:
    """The holder of whom a sentence says "according to", "in their view", "to the critics"."""
    if match := ACCORDING.search(text):
        holder = _chunk_from(span, span.start_char + match.end())
        if holder is not None and holder.root.lower_ in _PRONOUNS:
            return _of_pronoun(_PRONOUNS[holder.root.lower_], holder.root)
        if holder is not None:
            return _kind_of(holder)
    if opinion := OPINION_OF.search(text):
        return _of_pronoun(_PRONOUNS[opinion["whose"]])
    match = TO_WHOM.match(text)
    if match is None or "," not in text:
        return None
    holder = _chunk_from(span, span.start_char + match.end())
    if holder is None or not _sees_so(span, holder):
        return None
    return _kind_of(holder)


def _sees_so(span: Span, holder: Span) -> bool:
    """Whether "To X, ..." or "For X, ..." says how X sees it: X is people, and then comes a
    clause."""
    head = holder.root
    people = head.lower_ in SOME or is_named(head) or PEOPLE.match(head.text) is not None
    comma = next((t for t in span.doc[holder.end : span.end] if t.text == ","), None)
    if head.dep_ != "pobj" or not people or comma is None:
        return False
    subject = next((c for c in span.root.children if c.dep_ in ("nsubj", "nsubjpass")), None)
    states = span.root.lemma_ in ("be", "show", "look", "prove", "seem", "say", "remain", "lie")
    return states and subject is not None and subject.i > comma.i


def _by_source(span: Span) -> Attribution | None:
    dateline = DATELINE.match(span.text)
    begins = span.start_char + (dateline.end() if dateline else 0)
    for found in sources(span):
        source = found if found.idx >= begins else _behind_place(found, begins)
        if source is None:
            continue
        lower = source.lower_
        if lower in FIRST or (lower == "it" and _says_little(source.head)):
            return _AUTHOR
        if lower in _PRONOUNS:
            return _of_pronoun(_PRONOUNS[lower], source)
        return _kind_of(_phrase(source, begins))
    misread = misread_source(span)
    return None if misread is None else _kind_of(_phrase(misread))


def _behind_place(place: Token, begins: int) -> Token | None:
    """Who stands behind a dateline's place, which the parser has taken for the subject."""
    return next((t for t in place.subtree if t.idx >= begins and t.dep_ == "appos"), None)


def _says_little(verb: Token) -> bool:
    """ "It says nothing about the harbor": a fact says so."""
    return any(
        c.dep_ == "dobj" and c.lower_ in ("nothing", "little", "much") for c in verb.children
    )


def _of_pronoun(pronoun: str, token: Token | None = None) -> Attribution:
    head = None if token is None else token.idx
    number: Number = "body" if pronoun == "it" else "person"
    if pronoun == "they":
        return Attribution("group", pronoun=pronoun, head=head, number="people")
    return Attribution("entity", pronoun=pronoun, head=head, number=number)


def _unsourced(text: str) -> Attribution:
    return Attribution("unknown") if UNSOURCED.search(text) else _AUTHOR


def _turn(span: Span) -> Attribution | None:
    """The speaker whom a transcript names at the beginning of a turn."""
    match = TURN.match(span.text)
    if match is None or NO_SPEAKER.search(match["name"]):
        return None
    end = span.start_char + match.end("name")
    kind: HolderKind = "group" if QUESTIONER.match(match["name"]) else "entity"
    return Attribution(kind, span.start_char, end, head=end - 1)


def _phrase(head: Token, begins: int = 0) -> Span:
    """A noun with what stands before it, from `begins` on, and its short complements; clauses and
    appositions off."""
    left = min((t.i for t in head.subtree if t.i <= head.i and t.idx >= begins), default=head.i)
    right = head.i
    for child in head.rights:
        dated = any(t.like_num for t in child.subtree)
        if child.dep_ == "prep" and child.lower_ not in _NOT_OF_NOUNS and not dated:
            inside = (t.i for t in takewhile(lambda t: t.text != ",", child.subtree))
            right = max(right, *inside)
        else:
            break
    right = min(right, head.i + 8)
    phrase = head.doc[left : right + 1]
    while len(phrase) > 1 and (phrase[0].pos_ in ("DET", "PUNCT", "CCONJ", "ADV", "SCONJ")):
        phrase = phrase[1:]
    return phrase


def _chunk_from(span: Span, start_char: int) -> Span | None:
    for token in span:
        if token.idx >= start_char and token.pos_ in ("NOUN", "PROPN", "PRON", "NUM"):
            head = token
            while head.head.idx >= start_char and head.head != head and head.dep_ in (
                "compound", "amod", "nummod", "poss", "nmod"
            ):  # fmt: skip
                head = head.head
            return _phrase(head)
    return None


def _kind_of(phrase: Span) -> Attribution:
    """An entity where a person or body is named, a group where several or unnamed ones are meant:
    "the commission", "a retired colonel"."""
    head = phrase.root
    start, end = phrase.start_char, phrase.end_char
    if not _is_name(head) and (head.lemma_.lower() in COUNTED or head.lower_ in SOME):
        return Attribution("group", start, end, head=head.idx, number="people")
    named = is_named(head)
    several = head.tag_ in ("NNS", "NNPS") and not named and head.text not in PLURAL_COUNTRIES
    plural = several or head.pos_ == "NUM"
    if not named and not plural and head.pos_ != "PROPN":
        other = next((c for c in head.children if c.dep_ == "appos" and _is_name(c)), None) or next(
            (t for t in head.subtree if t.dep_ == "appos" and label_at(t) == "OFFICIAL"), None
        )
        if other is not None:  # "his successor, Ann Roe"
            name = _phrase(other)
            return Attribution("entity", name.start_char, name.end_char, head=other.idx)
    number: Number = "people" if plural or head.conjuncts else "person"
    if number == "person" and (BODIES.match(head.text) or label_at(head) in ("AGENCY", "CARTEL")):
        number = "body"
    elif number == "person" and head.pos_ == "PROPN" and not named and len(phrase) == 1:
        number = "name"
    single = (named or head.pos_ == "PROPN" or _is_of_name(phrase)) and not plural
    if single:
        end = max([end, *(c.idx + len(c) for c in head.conjuncts if _is_name(c))])
    return Attribution("entity" if single else "group", start, end, head=head.idx, number=number)


def _is_of_name(phrase: Span) -> bool:
    """Whether a noun is known by a name that it goes with: "Chad's cabinet", "the bar of Lima"."""
    head = phrase.root
    indefinite = any(c.dep_ == "det" and c.lower_ in ("a", "an", "some") for c in head.children)
    return not indefinite and any(
        c.pos_ == "PROPN" and (c.dep_ in ("poss", "compound", "nmod") or c.head.lower_ == "of")
        for c in phrase
    )


def _is_name(token: Token) -> bool:
    return token.pos_ == "PROPN" or is_named(token)
