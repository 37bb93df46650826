"""Officials by the public body that a text says they are a member of."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc, Token

from pipeline.annotate.lexicon import Lexicon
from pipeline.annotate.nations import Nations
from pipeline.annotate.persons import COURTESY, NO_REFERENCE, Named, name_after, name_before
from pipeline.annotate.titles import Title
from pipeline.annotate.titlewords import PORTFOLIO
from pipeline.annotate.tokens import is_capitalised, is_possessive

DELIBERATIVE = frozenset(
    "council parliament assembly congress senate legislature cabinet junta duma knesset bundestag "
    "house commons lords politburo".split()
)
# Public where a word before or behind says so: "county board", "board of supervisors".
OF_PLACES = frozenset({"board", "commission", "court", "committee"})
_PLACES = frozenset(
    "county city town village municipal school district state national federal parole police "
    "supreme constitutional electoral planning port harbor election ethics".split()
)
_SUPERVISORS = frozenset(
    "supervisors commissioners aldermen selectmen education trustees elections".split()
)
# Bodies with such a word are no public ones: "Council on Foreign Relations".
_PRIVATE = frozenset(
    "student students atlantic relations church churches party editorial company corporate union "
    "workers bar rebel militia guerrilla guerilla fan alumni university college hospital cartel "
    "gang insurgent salvation".split()
)
_WITHIN = 8


def members(doc: Doc, lexicon: Lexicon, nations: Nations) -> Iterator[tuple[int, int]]:
    """Names, each with the courtesy title before it: "Ada Roe, a member of the county council",
    "the council's newest member, Bo Poe"."""
    for token in doc[1:-1]:
        named = _of_member(doc, lexicon, nations, token) if token.lower_ == "member" else None
        if named is not None:
            begin, end, _ = named
            while begin and doc[begin - 1].lower_ in COURTESY and not doc[begin].is_sent_start:
                begin -= 1
            yield begin, end


def as_title(at: int) -> Title:
    """What stands at a token instead of a title, for the functions that look for names beside."""
    return Title(at, at + 1, at, "office", "member", at + 1)


def _of_member(doc: Doc, lexicon: Lexicon, nations: Nations, token: Token) -> Named | None:
    owner = next(
        (t for t in reversed(doc[max(0, token.i - 4) : token.i]) if is_possessive(t)), None
    )
    constituency = token.text == "Member" and doc[token.i + 1].lower_ == "for"
    public = (
        (constituency and token.i + 2 < len(doc) and is_capitalised(doc[token.i + 2]))
        or (doc[token.i + 1].lower_ in ("of", "on") and is_deliberative(doc, token.i + 2))
        or (owner is not None and is_deliberative(doc, owner.i - 1, owner.i))
    )
    if not public or doc[token.i - 1].lower_ in NO_REFERENCE - {"a", "an"}:
        return None
    before = name_before(doc, lexicon, nations, as_title(token.i))
    at = before[0] if before is not None else 0
    if before is not None and not (at and doc[at - 1].lower_ in ("in", "at", "from", "near")):
        return before
    return name_after(doc, lexicon, nations, token.i + 1)


def is_deliberative(doc: Doc, begin: int, end: int | None = None) -> bool:
    """Whether the words from `begin`, to `end` where it is given, name a deliberative body."""
    words = [t.lower_ for t in phrase(doc, begin)] if end is None else [doc[begin].lower_]
    if any(word in _PRIVATE for word in words):
        return False
    for number, word in enumerate(words):
        if word in DELIBERATIVE:
            return word not in ("house", "lords") or doc[begin + number].text[0].isupper()
        if word in OF_PLACES:
            before = words[max(0, number - 1) : number]
            behind = words[number + 1 : number + 4]
            if any(w in _PLACES | PORTFOLIO for w in before) or _SUPERVISORS & {*behind}:
                return True
    return False


def phrase(doc: Doc, begin: int) -> list[Token]:
    """The words of a phrase that begins there: up to a verb or punctuation."""
    words: list[Token] = []
    for token in doc[begin : begin + _WITHIN]:
        verbal = token.pos_ in ("VERB", "AUX", "SCONJ", "PRON") and token.tag_ != "PRP$"
        if token.is_sent_start or verbal:
            break
        if token.is_punct and token.text not in ("-", "'"):
            break
        words.append(token)
    return words
