"""Whose view a sentence states: attribution, read from the parse.

A sentence is its author's unless it attributes its content: to the subject of a verb of saying,
thinking, wanting, threatening or ordering; to "according to X"; to a quoted speaker.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Doc, Span, Token

from pipeline.annotate.holderwords import (
    ACCORDING,
    ANIMATE,
    ATTITUDES,
    FEELINGS,
    FIRST,
    HEARSAY,
    IMPERSONAL,
    LEGAL,
    MODALS,
    NEEDS_CONTENT,
    NO_SPEAKER,
    NOBODY,
    NOT_SAID,
    OPINION_OF,
    PEOPLE,
    QUESTIONER,
    REJECTED,
    SAYING,
    STATES,
    TEXTS,
    THIRD,
    TURN,
    UNSOURCED,
)
from pipeline.annotate.records import HolderKind

# Prepositions that tell when something was said, not who said it.
_NOT_OF_NOUNS = frozenset({"on", "during", "after", "before"})


@dataclass(frozen=True, slots=True)
class Attribution:
    """The holder of one sentence. Offsets are code points of the holder's words in the text, None
    for the author, for an unknown source and for a pronoun (`pronoun` says which). `turn`: it is
    the speaker whom a transcript names before a turn. `subject`: whom a sentence without a holder
    is about, whom a pronoun in the next one can mean."""

    kind: HolderKind
    start: int | None = None
    end: int | None = None
    pronoun: str | None = None
    turn: bool = False
    subject: Attribution | None = None

    def moved(self, start: Callable[[int], int], end: Callable[[int], int]) -> Attribution:
        """The same attribution in another text, given how starts and ends map to it."""
        if self.subject is not None:
            return replace(self, subject=self.subject.moved(start, end))
        if self.start is None or self.end is None:
            return self
        return replace(self, start=start(self.start), end=end(self.end))


def find_attributions(doc: Doc, sentences: Sequence[tuple[int, int]]) -> list[Attribution]:
    """One attribution for each sentence (given by code points)."""
    found = []
    for start, end in sentences:
        span = doc.char_span(start, end, alignment_mode="expand")
        attribution = _of_sentence(span) if span is not None else Attribution("author")
        if span is not None and attribution.start is None and attribution.pronoun is None:
            attribution = replace(attribution, subject=_about(span))
        found.append(attribution)
    return found


def _about(span: Span) -> Attribution | None:
    """The person or people that a sentence's main verb has as its subject."""
    subject = next((c for c in span.root.children if c.dep_ in ("nsubj", "nsubjpass")), None)
    if subject is None or subject.pos_ == "PRON":
        return None
    full_name = subject.pos_ == "PROPN" and any(
        c.dep_ == "compound" and c.pos_ == "PROPN" for c in subject.children
    )
    spotted = any(
        spot.label == "OFFICIAL" and spot.start <= subject.idx < spot.end
        for spot in span.doc._.spotted
    )
    if not (full_name or spotted or PEOPLE.match(subject.text)):
        return None
    return _kind_of(_phrase(subject))


def _of_sentence(span: Span) -> Attribution:
    text = span.text
    if REJECTED.search(text) or LEGAL.match(text):
        return Attribution("author")
    if HEARSAY.match(text):
        return Attribution("unknown")
    if IMPERSONAL.match(text):
        return Attribution("unknown")
    match = ACCORDING.search(text)
    if match:
        holder = _chunk_from(span, span.start_char + match.end())
        if holder is not None:
            return _kind_of(holder)
    turn = _turn(span)
    opinion = OPINION_OF.search(text)
    if opinion:
        group = opinion["whose"] == "their"
        pronoun = {"his": "he", "her": "she", "their": "they"}[opinion["whose"]]
        return Attribution("group" if group else "entity", pronoun=pronoun)
    for source in _sources(span):
        if source.lower_ in FIRST:
            return turn or Attribution("author")
        if source.lower_ in THIRD:
            kind: HolderKind = "group" if source.lower_ == "they" else "entity"
            return Attribution(kind, pronoun=source.lower_)
        return _kind_of(_phrase(source))
    if turn is not None:
        return turn
    if UNSOURCED.search(text):
        return Attribution("unknown")
    return Attribution("author")


def _turn(span: Span) -> Attribution | None:
    """The speaker whom a transcript names at the beginning of a turn."""
    match = TURN.match(span.text)
    if match is None or NO_SPEAKER.search(match["name"]):
        return None
    end = span.start_char + match.end("name")
    kind: HolderKind = "group" if QUESTIONER.match(match["name"]) else "entity"
    return Attribution(kind, span.start_char, end, turn=True)


def _sources(span: Span) -> Iterator[Token]:
    """The nouns to which the sentence attributes its content, the most likely first."""
    for verb in _near_root(span):
        if verb.lemma_.lower() in SAYING and verb.pos_ in ("VERB", "AUX"):
            if not _is_hypothetical(verb) and _has_content(verb):
                subject = _subject(verb)
                if subject is not None and _can_hold(subject, verb.lemma_.lower() in ANIMATE):
                    yield subject
        elif verb.lower_ in STATES and verb.dep_ in ("acomp", "advcl", "amod", "oprd", "conj"):
            subject = _subject(verb.head if verb.dep_ != "advcl" else verb)
            if subject is not None and _can_hold(subject, animate=False):
                yield subject
        elif verb.lemma_.lower() in ATTITUDES and verb.pos_ == "NOUN":
            yield from (n for n in _holders_of_attitude(verb) if _can_hold(n, animate=False))


_MAX_DEPTH = 2


def _near_root(span: Span) -> Iterator[Token]:
    """The tokens that hang on the root by at most `_MAX_DEPTH` steps, the nearest first."""
    level = [span.root]
    for _ in range(_MAX_DEPTH + 1):
        yield from (token for token in level if span.start <= token.i < span.end)
        level = sorted((c for token in level for c in token.children), key=lambda token: token.i)


def _is_hypothetical(verb: Token) -> bool:
    """What somebody would say is the author's forecast; what a condition supposes is nobody's."""
    if any(c.dep_ == "aux" and c.lower_ in MODALS for c in verb.children):
        return verb.dep_ == "ROOT" or verb.dep_ == "conj"
    if any(c.dep_ == "dobj" and c.lower_ in ("what", "whatever") for c in verb.children):
        return True  # "what its admirals say in private"
    if any(c.dep_ == "neg" for c in verb.children) and verb.lemma_.lower() in NOT_SAID:
        return True
    return verb.dep_ == "advcl" and any(c.lower_ in ("if", "unless") for c in verb.children)


def _holders_of_attitude(noun: Token) -> Iterator[Token]:
    """ "the belief among some policymakers", "Alden's argument was that ..."."""
    if noun.dep_ not in ("nsubj", "attr", "pobj", "dobj", "ROOT", "conj", "nsubjpass"):
        return
    for child in noun.children:
        if child.dep_ == "poss" and noun.dep_ in ("nsubj", "nsubjpass"):
            yield child
        elif child.dep_ == "prep" and child.lower_ in ("among", "of", "from", "by"):
            yield from (g for g in child.children if g.dep_ == "pobj")


def _can_hold(source: Token, animate: bool) -> bool:
    """Whether a noun can have a view: a pronoun for people, a name, people or a body; beside a verb
    of `animate` subjects any noun but a text or a finding."""
    if source.lower_ in FIRST or source.lower_ in THIRD:
        return True
    if source.lower_ in ("him", "her", "them", "me", "us", "my", "our", "your"):
        return False
    if any(c.lower_ in NOBODY and c.dep_ == "det" for c in source.children):
        return False
    if source.pos_ == "PROPN" or _is_named(source):
        return True
    if animate and not TEXTS.match(source.text):
        return True
    return PEOPLE.match(source.text) is not None


def _is_named(token: Token) -> bool:
    """Whether a mention of a person or body was spotted here, whatever the tagger thinks."""
    return any(
        spot.label != "DATE" and spot.start <= token.idx < spot.end for spot in token.doc._.spotted
    )


def _subject(verb: Token) -> Token | None:
    current = verb
    for _ in range(3):
        for child in current.children:
            if child.dep_ == "nsubj":
                if child.lower_ in ("who", "that", "which") and current.dep_ == "relcl":
                    return current.head
                return child
            if child.dep_ == "nsubjpass":
                return _agent(current)
        if current.dep_ in ("conj", "xcomp", "advcl", "acomp") and current.head != current:
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
    lemma = verb.lemma_.lower()
    if lemma not in NEEDS_CONTENT:
        return True
    kinds = {child.dep_ for child in verb.children}
    if lemma in ("announce", "recall", "promise", "declare"):
        return bool(kinds & {"ccomp", "xcomp"})
    if lemma == "point":
        return any(c.lower_ == "out" for c in verb.children) and "ccomp" in kinds
    if lemma == "ask":
        return False  # A question is no view.
    if lemma == "share":
        return any(
            c.dep_ == "dobj" and c.lemma_.lower() in ATTITUDES | FEELINGS for c in verb.children
        )
    if kinds & {"ccomp", "oprd"} or verb.dep_ in ("parataxis", "ccomp"):
        return True
    if any(c.dep_ == "prep" and c.lower_ in ("as", "for", "on", "against") for c in verb.children):
        return True
    return bool(kinds & {"xcomp", "dobj"}) and lemma in (
        "want", "call", "share", "refuse", "promise", "doubt", "wish", "defend", "trust", "expect",
        "prefer", "resist",
    )  # fmt: skip


def _phrase(head: Token) -> Span:
    """A noun with what stands before it and its short complements; clauses and appositions off."""
    left = min((t.i for t in head.subtree if t.i <= head.i), default=head.i)
    right = head.i
    for child in head.rights:
        dated = any(t.like_num for t in child.subtree)
        if child.dep_ == "prep" and child.lower_ not in _NOT_OF_NOUNS and not dated:
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
            while head.head.idx >= start_char and head.head != head and head.dep_ in (
                "compound", "amod", "nummod", "poss", "nmod"
            ):  # fmt: skip
                head = head.head
            return _phrase(head)
    return None


def _kind_of(phrase: Span) -> Attribution:
    """An entity where one person or body is meant, a group where several or unnamed ones are."""
    head = phrase.root
    if head.lemma_.lower() in ("majority", "minority", "percent", "half", "many", "some", "most",
                               "few", "other", "people", "report", "study", "survey", "poll",
                               "school", "group", "camp", "side"):  # fmt: skip
        return Attribution("group", phrase.start_char, phrase.end_char)
    named = _is_named(head)
    plural = (head.tag_ in ("NNS", "NNPS") and not named) or head.pos_ == "NUM"
    plural = plural or (head.text[-1:] == "s" and not named and PEOPLE.match(head.text) is not None)
    conjoined = not named and any(child.dep_ == "conj" for child in head.children)
    indefinite = any(c.dep_ == "det" and c.lower_ in ("a", "an", "some") for c in head.children)
    single = not plural and not conjoined and (head.pos_ == "PROPN" or named or not indefinite)
    if indefinite and any(c.dep_ == "appos" and _is_named(c) for c in head.children):
        single = True  # "a retired officer, Maj. Gen. Roe"
    kind: HolderKind = "entity" if single else "group"
    return Attribution(kind, phrase.start_char, phrase.end_char)
