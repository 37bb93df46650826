"""Whose view a sentence states: attribution, read from the parse.

A sentence is its author's unless it attributes its content: to the subject of a verb of saying,
thinking, wanting, threatening or ordering; to "according to X"; to a quoted speaker.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from spacy.tokens import Doc, Span, Token

from pipeline.annotate.records import HolderKind

_SAYING = frozenset(
    [
        "say",
        "argue",
        "claim",
        "warn",
        "contend",
        "insist",
        "assert",
        "maintain",
        "believe",
        "think",
        "suggest",
        "note",
        "add",
        "state",
        "declare",
        "announce",
        "tell",
        "write",
        "conclude",
        "estimate",
        "predict",
        "fear",
        "hope",
        "worry",
        "promise",
        "vow",
        "pledge",
        "threaten",
        "urge",
        "demand",
        "advocate",
        "recommend",
        "propose",
        "favor",
        "favour",
        "support",
        "back",
        "endorse",
        "oppose",
        "reject",
        "resist",
        "object",
        "criticize",
        "criticise",
        "condemn",
        "denounce",
        "decry",
        "praise",
        "call",
        "complain",
        "concede",
        "acknowledge",
        "admit",
        "deny",
        "dismiss",
        "doubt",
        "dispute",
        "question",
        "prefer",
        "want",
        "wish",
        "seek",
        "expect",
        "consider",
        "regard",
        "view",
        "see",
        "order",
        "authorize",
        "authorise",
        "approve",
        "veto",
        "vote",
        "refuse",
        "agree",
        "disagree",
        "testify",
        "remark",
        "reply",
        "respond",
        "answer",
        "counter",
        "caution",
        "emphasize",
        "emphasise",
        "stress",
        "allege",
        "accuse",
        "blame",
        "hail",
        "welcome",
        "applaud",
        "mock",
        "find",
        "calculate",
        "report",
        "plead",
        "appeal",
        "ask",
        "request",
        "reiterate",
        "repeat",
        "describe",
        "portray",
        "deem",
        "judge",
        "hold",
        "swear",
        "float",
        "entertain",
    ]
)
# These state a view only with a clause or an object that holds one.
_NEEDS_CONTENT = frozenset(
    [
        "see",
        "find",
        "hold",
        "call",
        "tell",
        "ask",
        "report",
        "add",
        "write",
        "order",
        "back",
        "question",
        "describe",
        "expect",
        "consider",
        "view",
        "regard",
        "want",
        "wish",
        "seek",
        "state",
        "answer",
        "resist",
        "appeal",
        "request",
        "think",
        "note",
    ]
)
# The author rejects what the subject holds: the sentence stays the author's.
_REJECTED = re.compile(
    r"\b(?:illusion|mistaken(?:ly)?|wrongly|falsely|misread\w*|pretend\w*|delusion\w*|ignore[sd]?|"
    r"forget[s]?|fail(?:s|ed)? to (?:see|grasp|understand))\b",
    re.IGNORECASE,
)
_ACCORDING = re.compile(
    r"\b(?:according to|in the (?:view|eyes|words|opinion) of)\s+", re.IGNORECASE
)
_JOINED = ("conj", "parataxis", "ccomp", "xcomp")
_FIRST = frozenset({"i", "we", "you", "one", "it", "this", "that", "there", "which", "what", "who"})
_THIRD = frozenset({"he", "she", "they"})
_PLURAL_PEOPLE = re.compile(
    r"\b(?:officials?|allies|aides|advisers|advisors|supporters|critics|opponents|advocates|"
    r"analysts?|experts?|lawmakers|members|senators|generals|officers|agents|people|Americans|"
    r"Republicans|Democrats|hawks|doves|commanders|voters|majority|percent|many|some|few|others|"
    r"proponents|skeptics|sceptics|witness(?:es)?|colleagues?|historians?|lawyers?|leaders|troops)\b",
    re.IGNORECASE,
)
_UNSOURCED = re.compile(
    r"\b(?:reportedly|allegedly|it (?:is|was|has been) (?:often |sometimes |widely )?"
    r"(?:said|claimed|argued|alleged|suggested|believed|reported)|so the argument goes|"
    r"se dice que|al parecer|supuestamente)\b",
    re.IGNORECASE,
)
_SPANISH = re.compile(
    r"\b(?:según)\s+(?P<a>[^,.;]{2,60})|"
    r"(?P<b>(?:[A-ZÁÉÍÓÚÑ][\wáéíóúñ]+\s?){1,4})\s(?:dijo|dice|afirmó|advirtió|sostuvo|sostiene|"
    r"argumenta|argumentó|insiste|insistió|pidió|propuso|rechazó|amenazó|aseguró|declaró|cree)\b"
)


@dataclass(frozen=True, slots=True)
class Attribution:
    """The holder of one sentence. Offsets are code points of the holder's words in the text, None
    for the author, for an unknown source and for a pronoun (`pronoun` says which)."""

    kind: HolderKind
    start: int | None = None
    end: int | None = None
    pronoun: str | None = None

    def shifted(self, offset: int) -> Attribution:
        """The same attribution in a text that begins `offset` code points earlier."""
        if self.start is None or self.end is None:
            return self
        return Attribution(self.kind, self.start + offset, self.end + offset, self.pronoun)


def find_attributions(doc: Doc, sentences: Sequence[tuple[int, int]]) -> list[Attribution]:
    """One attribution for each sentence (given by code points)."""
    found = []
    for start, end in sentences:
        span = doc.char_span(start, end, alignment_mode="expand")
        found.append(_of_sentence(span) if span is not None else Attribution("author"))
    return found


def _of_sentence(span: Span) -> Attribution:
    text = span.text
    if span.doc.lang_ == "es":
        return _of_spanish(span)
    if _REJECTED.search(text):
        return Attribution("author")
    match = _ACCORDING.search(text)
    if match:
        holder = _chunk_from(span, span.start_char + match.end())
        if holder is not None:
            return _kind_of(holder)
    for verb in _verbs(span):
        subject = _subject(verb)
        if subject is None or not _has_content(verb):
            continue
        if subject.lower_ in _FIRST:
            if subject.lower_ in ("i", "we"):
                return Attribution("author")
            continue
        if subject.lower_ in _THIRD:
            return Attribution("group" if subject.lower_ == "they" else "entity",
                               pronoun=subject.lower_)  # fmt: skip
        return _kind_of(_phrase(subject))
    if _UNSOURCED.search(text):
        return Attribution("unknown")
    return Attribution("author")


def _verbs(span: Span) -> list[Token]:
    """Verbs of attribution that govern the sentence: the root, or what is joined or added to it."""
    root = span.root
    joined = [t for t in span if t.head == root and t.dep_ in _JOINED]
    candidates = [root, *joined]
    return [t for t in candidates if t.lemma_.lower() in _SAYING and t.pos_ in ("VERB", "AUX")]


def _subject(verb: Token) -> Token | None:
    current = verb
    for _ in range(3):
        for child in current.children:
            if child.dep_ == "nsubj":
                return child
            if child.dep_ == "nsubjpass":
                return _agent(current)
        if current.dep_ in ("conj", "xcomp") and current.head is not current:
            current = current.head
        else:
            return None
    return None


def _agent(verb: Token) -> Token | None:
    """ "is opposed by X"."""
    for child in verb.children:
        if child.dep_ == "agent":
            return next((g for g in child.children if g.dep_ == "pobj"), None)
    return None


def _has_content(verb: Token) -> bool:
    if verb.lemma_.lower() not in _NEEDS_CONTENT:
        return True
    kinds = {child.dep_ for child in verb.children}
    return bool(kinds & {"ccomp", "xcomp", "oprd"}) or (
        verb.lemma_.lower() in ("call", "want", "seek", "order", "back")
        and bool(kinds & {"prep", "dobj"})
    )


def _phrase(head: Token) -> Span:
    """A noun with what stands before it and its short complements; clauses and appositions off."""
    left = min((t.i for t in head.subtree if t.i <= head.i), default=head.i)
    right = head.i
    for child in head.rights:
        if child.dep_ in ("prep",):
            right = max(right, *(t.i for t in child.subtree))
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
            while head.head.idx >= start_char and head.head is not head and head.dep_ in (
                "compound", "amod", "nummod", "poss", "nmod"
            ):  # fmt: skip
                head = head.head
            return _phrase(head)
    return None


def _kind_of(phrase: Span) -> Attribution:
    head = phrase.root
    plural = head.tag_ in ("NNS", "NNPS") or head.pos_ == "NUM"
    named = head.pos_ == "PROPN" or (head.text[:1].isupper() and head.i != phrase.sent.start)
    people = plural or (_PLURAL_PEOPLE.search(head.text) is not None)
    kind: HolderKind = "entity" if named and not people else "group"
    return Attribution(kind, phrase.start_char, phrase.end_char)


def _of_spanish(span: Span) -> Attribution:
    match = _SPANISH.search(span.text)
    if match:
        group = "a" if match.group("a") else "b"
        start, end = match.span(group)
        while end > start and span.text[end - 1].isspace():
            end -= 1
        kind: HolderKind = "entity" if re.search(r"[A-ZÁÉÍÓÚÑ]", span.text[start:end]) else "group"
        return Attribution(kind, span.start_char + start, span.start_char + end)
    return Attribution("unknown") if _UNSOURCED.search(span.text) else Attribution("author")
