"""Whether a verb of saying has the content of a view with it: a clause, a quotation, an object that
it calls something."""

from __future__ import annotations

from spacy.tokens import Token

from pipeline.annotate.holderwords import ATTITUDES, FEELINGS, HELD, NEEDS_CONTENT

_CLAUSE_WITHIN = 8  # tokens after the verb


def has_clause(verb: Token) -> bool:
    """Whether a verb has its content in a clause: under it, or around it ("X, they say, Y")."""
    if verb.dep_ in ("parataxis", "ccomp") or any(
        c.dep_ in ("ccomp", "parataxis") for c in verb.children
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


def has_content(verb: Token) -> bool:  # noqa: PLR0912
    lemma = verb.lemma_.lower()
    if lemma not in NEEDS_CONTENT:
        return True
    kinds = {child.dep_ for child in verb.children}
    words = {child.lower_ for child in verb.children}
    objects = [c for c in verb.children if c.dep_ == "dobj"]
    preps = {c.lower_ for n in (verb, *objects) for c in n.children if c.dep_ == "prep"}
    if lemma == "say":
        return has_clause(verb) or not {o.lower_ for o in objects} & {
            "it", "that", "this", "so", "nothing", "goodbye", "little", "thing"
        }  # fmt: skip
    if lemma in ("announce", "promise", "declare"):
        return bool(kinds & {"ccomp", "xcomp"})
    if lemma == "point":
        return ("out" in words and has_clause(verb)) or "to" in preps
    if lemma == "put":
        return "at" in preps or ("it" in words and bool(kinds & {"prep", "advmod", "ccomp"}))
    if lemma in ("speak", "talk"):
        about = (c for c in verb.children if c.dep_ == "prep" and c.lower_ in _OF)
        return any(
            g.dep_ in ("pobj", "pcomp") and g.pos_ != "PRON" for c in about for g in c.children
        )
    if lemma in ("take", "raise", "make", "voice"):
        return any(o.lemma_.lower() in HELD for o in objects)
    if lemma == "rule" and "out" in words:
        return True
    if lemma == "call" and "prt" in kinds:
        return False  # "called up reservists"
    if lemma == "agree" and "with" in preps:
        return True
    if lemma == "turn":
        return "down" in words and "dobj" in kinds
    if lemma == "rely":
        return "on" in preps
    if lemma in ("bless", "lean", "thank"):
        return False
    if lemma == "ask":
        return "ccomp" in kinds and "?" not in words
    if lemma in ("order", "forbid", "authorize", "authorise"):
        return bool(kinds & {"xcomp", "ccomp"})
    if lemma == "approve":
        return "of" in preps
    if lemma in ("maintain", "know", "wish"):
        return "ccomp" in kinds or verb.dep_ in ("parataxis", "ccomp")
    if lemma == "share":
        return any(o.lemma_.lower() in ATTITUDES | FEELINGS for o in objects)
    if lemma in ("attribute", "link", "liken", "compare"):
        return "dobj" in kinds and bool(preps & {"to", "with"})
    if "oprd" in kinds or has_clause(verb):
        return True
    if lemma == "credit":
        return "with" in preps
    if lemma == "see" and objects:
        return "in" in preps or "as" in preps
    if lemma in ("find", "consider", "think", "judge") and objects:
        return any(c.dep_ in ("acl", "amod") and c.i > o.i for o in objects for c in o.children)
    if lemma == "call" and any(c.dep_ == "mark" and c.lower_ == "for" for a in verb.children
                               if a.dep_ == "advcl" for c in a.children):  # fmt: skip
        return True  # "called for him to resign"
    if preps & {"as", "for", "on", "against"} and lemma not in ("know", "hold", "see", "find"):
        return True
    if lemma in ("see", "regard", "view", "describe", "portray", "know") and "as" in preps:
        return True
    return bool(kinds & {"xcomp", "dobj"}) and lemma in (
        "want", "call", "share", "refuse", "promise", "doubt", "defend", "trust", "expect",
        "prefer", "resist", "report", "question", "decline",
    )  # fmt: skip
