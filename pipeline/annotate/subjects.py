"""Who does what a verb says, and whom a token names."""

from __future__ import annotations

from spacy.tokens import Token

from pipeline.annotate.holderwords import COUNTED

_LABELS = "stancebook.labels"


def label_at(token: Token) -> str | None:
    """The label of the mention of a person or body that was spotted here, whatever the tagger
    thinks; None where there is none."""
    doc = token.doc
    labels: dict[int, str] | None = doc.user_data.get(_LABELS)
    if labels is None:
        labels = {
            place: spot.label
            for spot in doc._.spotted
            if spot.label != "DATE"
            for place in range(spot.start, spot.end)
        }
        doc.user_data[_LABELS] = labels
    return labels.get(token.idx)


def is_named(token: Token) -> bool:
    """Whether a mention of a person or body was spotted here."""
    return label_at(token) is not None


def subject_of(verb: Token) -> Token | None:
    """The noun that does what a verb says: its subject, or who it is done by."""
    current = verb
    for _ in range(3):
        for child in _by_likelihood(current):
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


def _by_likelihood(verb: Token) -> list[Token]:
    """A verb's children, the likeliest subject first: of two, one that is named, or the one that
    follows a dateline's place ("LAGOS, Jan. 5 - The army said")."""
    children = list(verb.children)
    if verb.i > verb.sent.start and verb.nbor(-1).text == '"':
        # '"The harm," said the report, "was great."'
        inverted = [c for c in verb.rights if c.dep_ == "nsubj"]
        return inverted or children
    subjects = [c for c in children if c.dep_ == "nsubj"]
    if len(subjects) > 1:
        first, last = subjects[0], subjects[-1]
        place = first.pos_ == "PROPN" and first.left_edge.i == verb.sent.start
        if is_named(last) or (place and not is_named(first)):
            children.reverse()
    return children


def _agent(verb: Token) -> Token | None:
    """ "is opposed by X"."""
    for child in verb.children:
        if child.dep_ == "agent":
            return next((g for g in child.children if g.dep_ == "pobj"), None)
    return None


def name_before(verb: Token) -> Token | None:
    """The name or the number of people right before a finite verb of which the parser makes no
    subject: "Nearly half felt", "Minister of State for Defence Ann Roe said"."""
    if verb.tag_ not in ("VBD", "VBZ", "VBP") or verb.i <= verb.sent.start:
        return None
    before = verb.nbor(-1)
    if before.dep_ == "advmod" and before.head == verb:
        return before if before.lower_ in COUNTED else None
    named = before.pos_ == "PROPN" and label_at(before) == "OFFICIAL"
    return before if named and before.dep_ in ("pobj", "appos", "compound") else None
