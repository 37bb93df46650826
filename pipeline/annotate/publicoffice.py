"""Whether a title that business and the academy share with the state is one of a public office."""

from __future__ import annotations

from spacy.tokens import Doc

from pipeline.annotate.lexicon import Lexicon, key_of
from pipeline.annotate.titles import Title
from pipeline.annotate.titlewords import BEFORE_TITLE
from pipeline.annotate.tokens import is_capitalised, is_possessive

# A title beside a name makes its bearer an official only in these: "Smith, a director at Acme" does
# not. Offices of business and the academy share the others.
_PUBLIC_ONLY_WITH_BODY = frozenset(
    "director chairman chairwoman chair commissioner administrator executive head chief "
    "secretary managing delegate counselor inspector superintendent commander spokesman "
    "spokeswoman spokesperson adviser advisor coordinator".split()
)
# Public bodies in small letters: "chairman of a village council".
_PUBLIC_BODIES = frozenset(
    "council village municipality district province county region parliament ministry police "
    "army navy court tribunal senate assembly government brigade battalion division regiment "
    "junta prison garrison gendarmerie constabulary border port airport customs city town "
    "state".split()
)


def is_public(doc: Doc, lexicon: Lexicon, title: Title, with_place: int) -> bool:
    """Whether a title beside a name is surely of a public office."""
    if title.form.endswith("director") and _is_at_private(doc, lexicon, title.end):
        return False
    if title.form not in _PUBLIC_ONLY_WITH_BODY or is_of_body(doc, lexicon, title.end):
        return True
    if title.start < title.core and doc[title.start].lower_ not in BEFORE_TITLE:
        return True
    owner = title.start - 1
    if owner > 0 and is_possessive(doc[owner]) and doc[owner - 1].lower_ in _PUBLIC_BODIES:
        return True  # "the city's director of parks"
    if owner > 0 and doc[owner].lower_ == "its" and _names_body(doc, lexicon, owner):
        return True
    # "commissioner for health" has a portfolio.
    return with_place != title.end or doc[title.core : title.end].text.lower() != title.form


def _is_at_private(doc: Doc, lexicon: Lexicon, end: int) -> bool:
    """Whether "at NAME" follows, and it is no public body's: "deputy director for Asia at Human
    Rights Watch"."""
    for i in range(end, min(end + 5, len(doc) - 1)):
        if doc[i].is_punct or doc[i].is_sent_start:
            return False
        if doc[i].lower_ == "at":
            return is_capitalised(doc[i + 1]) and not is_of_body(doc, lexicon, i)
    return False


def is_of_body(doc: Doc, lexicon: Lexicon, end: int) -> bool:
    """Whether "of the BODY" follows: "the head of the Joint Special Operations Command"."""
    if end >= len(doc) or doc[end].lower_ not in ("of", "for", "at", "in"):
        return False
    for token in doc[end + 1 : end + 8]:
        if token.is_punct or token.is_sent_start:
            return False
        if token.lower_ in _PUBLIC_BODIES and doc[end].lower_ == "of":
            return True
        if is_capitalised(token) and (
            token.lower_ in lexicon.body_kinds
            or key_of(doc[token.i : token.i + 2].text) in lexicon.body_kinds
            or ((found := lexicon.listings.get(token.lower_)) and found.label == "AGENCY")
        ):
            return True
    return False


def _names_body(doc: Doc, lexicon: Lexicon, end: int) -> bool:
    """Whether a body's name stands in the sentence before token `end`: what "its" means."""
    words = doc[doc[end].sent.start : end]
    return any(
        (is_capitalised(t) and t.i > words.start + 1 and t.lower_ in lexicon.body_kinds)
        or ((found := lexicon.listing(doc[t.i : t.i + 1])) and found.label == "AGENCY")
        for t in words
    )
