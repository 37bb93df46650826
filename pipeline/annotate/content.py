"""Whether a verb of saying has the content of a view with it: a clause, a quotation, an object that
it calls something."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from spacy.tokens import Token

from pipeline.annotate.holderwords import ATTITUDES, FEELINGS, GROUNDS, HELD, NEEDS_CONTENT

_CLAUSE_WITHIN = 8  # tokens after the verb


def has_clause(verb: Token) -> bool:
    """Whether a verb has its content in a clause: under it, or around it ("X, they say, Y")."""
    if (
        verb.dep_ == "parataxis"
        or (verb.dep_ == "ccomp" and verb.tag_ != "VB")
        or any(c.dep_ in ("ccomp", "parataxis") for c in verb.children)
    ):
        return True
    # The parser hangs a clause on whatever stands between: "we are told by friends that ..."
    following = verb.doc[verb.i + 1 : verb.i + _CLAUSE_WITHIN]
    for token in following:
        if token.lower_ == "that" and (token.dep_ == "mark" or token.i == verb.i + 1):
            return True
        if token.pos_ in ("VERB", "AUX") or token.text in ";:.":
            break
    return _is_aside(verb)


def _is_aside(verb: Token) -> bool:
    """ "The raids, critics answer, have failed"."""
    if verb.i + 1 >= len(verb.doc) or verb.nbor().text != ",":
        return False
    subject = next((c for c in verb.children if c.dep_ == "nsubj"), None)
    return (
        subject is not None
        and subject.left_edge.i > verb.sent.start
        and (verb.doc[subject.left_edge.i - 1].text == ",")
    )


_OF = frozenset({"of", "against", "for"})
# What one says that is no view.
_SMALL_TALK = frozenset({"it", "that", "this", "so", "nothing", "goodbye", "little", "thing"})


@dataclass(frozen=True, slots=True)
class _Frame:
    """A verb with what hangs on it: the kinds and words of its children, its objects, and the
    prepositions of either."""

    verb: Token
    kinds: frozenset[str]
    words: frozenset[str]
    objects: tuple[Token, ...]
    preps: frozenset[str]

    def has(self, *kinds: str) -> bool:
        return not self.kinds.isdisjoint(kinds)

    def object_among(self, lemmas: frozenset[str]) -> bool:
        return any(o.lemma_.lower() in lemmas for o in self.objects)


def _frame(verb: Token) -> _Frame:
    objects = tuple(c for c in verb.children if c.dep_ == "dobj")
    return _Frame(
        verb,
        frozenset(child.dep_ for child in verb.children),
        frozenset(child.lower_ for child in verb.children),
        objects,
        frozenset(c.lower_ for n in (verb, *objects) for c in n.children if c.dep_ == "prep"),
    )


Test = Callable[[_Frame], bool]


def _speaks_of(frame: _Frame) -> bool:
    """ "spoke of war", not "spoke of it"."""
    about = (c for c in frame.verb.children if c.dep_ == "prep" and c.lower_ in _OF)
    return any(g.dep_ in ("pobj", "pcomp") and g.pos_ != "PRON" for c in about for g in c.children)


def _called_for(frame: _Frame) -> bool:
    """ "called for him to resign"."""
    clauses = (a for a in frame.verb.children if a.dep_ == "advcl")
    return any(c.dep_ == "mark" and c.lower_ == "for" for a in clauses for c in a.children)


def _found_so(frame: _Frame) -> bool:
    """ "found the raid wanting"."""
    return any(c.dep_ in ("acl", "amod") and c.i > o.i for o in frame.objects for c in o.children)


# By lemma, what alone decides.
_DECIDES: Mapping[str, Test] = {
    "say": lambda f: has_clause(f.verb) or not {o.lower_ for o in f.objects} & _SMALL_TALK,
    **dict.fromkeys(
        ("announce", "promise", "declare"),
        lambda f: f.has("ccomp", "xcomp") or f.verb.dep_ == "parataxis" or _is_aside(f.verb),
    ),
    "point": lambda f: ("out" in f.words and has_clause(f.verb)) or "to" in f.preps,
    "put": lambda f: "at" in f.preps or ("it" in f.words and f.has("prep", "advmod", "ccomp")),
    **dict.fromkeys(("speak", "talk"), _speaks_of),
    **dict.fromkeys(("take", "raise", "make", "voice"), lambda f: f.object_among(HELD)),
    "turn": lambda f: "down" in f.words and f.has("dobj"),
    "rely": lambda f: any(
        g.lemma_.lower() in GROUNDS for c in f.verb.children if c.dep_ == "prep" for g in c.children
    ),
    **dict.fromkeys(("bless", "lean", "thank"), lambda f: False),
    "request": lambda f: has_clause(f.verb),
    "back": lambda f: not f.words & {"down", "off", "away", "out", "up"},
    "ask": lambda f: f.has("ccomp") and "?" not in f.words,
    **dict.fromkeys(
        ("order", "forbid", "authorize", "authorise"), lambda f: f.has("xcomp", "ccomp")
    ),
    "approve": lambda f: "of" in f.preps,
    **dict.fromkeys(
        ("maintain", "know", "wish"),
        lambda f: f.has("ccomp") or f.verb.dep_ in ("parataxis", "ccomp"),
    ),
    "share": lambda f: (
        f.object_among(ATTITUDES | FEELINGS)
        or any(c.dep_ == "nsubjpass" and c.lemma_.lower() in ATTITUDES for c in f.verb.children)
    ),
    **dict.fromkeys(
        ("attribute", "link", "liken", "compare"),
        lambda f: f.has("dobj") and bool(f.preps & {"to", "with"}),
    ),
}
# By lemma, a turn of phrase that decides before a clause is looked for, and how.
_TURNS: Mapping[str, tuple[Test, bool]] = {
    "rule": (lambda f: "out" in f.words, True),
    "call": (lambda f: f.has("prt"), False),  # "called up reservists"
    "agree": (lambda f: "with" in f.preps, True),
}
# By lemma, what decides where there is no clause; of all but "credit" only with an object.
_WITHOUT_CLAUSE: Mapping[str, Test] = {
    "credit": lambda f: "with" in f.preps,
    "see": lambda f: bool(f.preps & {"in", "as"}),
    **dict.fromkeys(("find", "consider", "think", "judge"), _found_so),
}
_NO_PREPOSITION = frozenset({"hold", "see", "find"})
# Views that an object or an infinitive states.
_OF_OBJECTS = frozenset(
    "want call refuse doubt defend trust expect prefer resist report question decline".split()
)


def _is_as_clause(verb: Token) -> bool:
    return any(c.dep_ == "mark" and c.lower_ == "as" for c in verb.children)


def has_content(verb: Token) -> bool:
    """Whether a verb of saying or thinking has the content of a view with it: a clause, or what
    its kind needs instead."""
    lemma = verb.lemma_.lower()
    if lemma not in NEEDS_CONTENT:
        return True
    frame = _frame(verb)
    if verb.dep_ == "advcl" and not frame.objects and _is_as_clause(verb):
        return True  # "as the admiral explained": the main clause is the content
    if lemma in _DECIDES:
        return _DECIDES[lemma](frame)
    if lemma in _TURNS and _TURNS[lemma][0](frame):
        return _TURNS[lemma][1]
    if frame.has("oprd") or has_clause(verb):
        return True
    if lemma in _WITHOUT_CLAUSE and (frame.objects or lemma == "credit"):
        return _WITHOUT_CLAUSE[lemma](frame)
    return (
        (lemma == "call" and _called_for(frame))
        or (lemma not in _NO_PREPOSITION and bool(frame.preps & {"as", "for", "on", "against"}))
        or (lemma == "see" and "as" in frame.preps)
        or (lemma in _OF_OBJECTS and frame.has("xcomp", "dobj"))
    )
