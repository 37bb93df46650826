"""Names that stand beside an official's or a body's: counterparts, fellows, heads of bodies."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc

from pipeline.annotate.lexicon import Lexicon, key_of
from pipeline.annotate.nations import Nations
from pipeline.annotate.persons import is_person_name
from pipeline.annotate.tokens import is_possessive, name_run_right


def counterparts(doc: Doc, lexicon: Lexicon, nations: Nations) -> Iterator[tuple[int, int]]:
    """ "her Beninese counterpart, Ola Bakari": who deals with an official as an equal is one."""
    for token in doc[1:]:
        if token.lower_ not in ("counterpart", "predecessor", "successor"):
            continue
        begin = token.i + 1
        if begin < len(doc) and doc[begin].text == ",":
            begin += 1
        end = name_run_right(doc, begin)
        owner = doc[token.i - 1]
        alone = token.lower_ == "counterpart" or is_possessive(owner)
        if owner.lower_ in ("his", "her"):  # of an official named in the sentence before
            window = doc[max(0, token.i - 30) : token.i]
            alone = alone or any(key_of(t.text) in lexicon.title_kinds for t in window)
        if alone and end - begin >= 2 and is_person_name(doc, lexicon, nations, begin, end):
            yield begin, end


def fellows(doc: Doc, lexicon: Lexicon, nations: Nations) -> Iterator[tuple[int, int]]:
    """ "Omania's foreign minister, Ada Roe, and Tarnia's, Bo Poe": the second holds the same."""
    for token in doc[2:-2]:
        if not is_possessive(token) or doc[token.i + 1].text != ",":
            continue
        begin, sentence = token.i + 2, token.sent
        end = name_run_right(doc, begin)
        titled = any(t.lower_ in lexicon.title_kinds for t in doc[sentence.start : token.i])
        if (
            titled
            and nations.before(token.i + 1)[1] is not None
            and end - begin >= 2
            and end < len(doc)
            and doc[end].text == ","
            and is_person_name(doc, lexicon, nations, begin, end)
        ):
            yield begin, end


_LAWMAKERS = frozenset("congressmen senators lawmakers legislators parliamentarians".split())
_LEADING = frozenset({"headed", "led", "chaired", "directed", "commanded"})


def leaders_of_bodies(doc: Doc, lexicon: Lexicon, nations: Nations) -> Iterator[tuple[int, int]]:
    """ "the Ombudsman's Office, headed by Iris Roe", "its Security Ministry, under Ana Roe"."""
    for token in doc[2:-1]:
        if token.lower_ in _LEADING and doc[token.i + 1].lower_ == "by":
            begin, at = token.i + 2, token.i - 1
        elif token.lower_ == "under" and doc[token.i - 1].text == ",":
            begin, at = token.i + 1, token.i - 1
        else:
            continue
        while at > 0 and (doc[at].is_punct or doc[at].lower_ in ("is", "was", "now", "then")):
            at -= 1
        end = name_run_right(doc, begin) if begin < len(doc) else begin
        body = doc[at]
        if (
            (body.lower_ in _LAWMAKERS or _ends_body(doc, lexicon, at))
            and end - begin >= 2
            and is_person_name(doc, lexicon, nations, begin, end)
        ):
            yield begin, end


def _ends_body(doc: Doc, lexicon: Lexicon, at: int) -> bool:
    """Whether a body's name in capitals ends at token `at`."""
    return doc[at].text[0].isupper() and (
        _has_body_noun(doc, lexicon, at) or _is_listed_body(doc, lexicon, at + 1)
    )


def _has_body_noun(doc: Doc, lexicon: Lexicon, at: int) -> bool:
    """Whether a body's noun with a capital stands within the name that ends at token `at`."""
    for token in reversed(doc[max(0, at - 5) : at + 1]):
        if token.is_punct or token.pos_ in ("VERB", "AUX"):
            return False
        if token.text[0].isupper() and token.lower_ in lexicon.body_kinds:
            return True
    return False


def _is_listed_body(doc: Doc, lexicon: Lexicon, end: int) -> bool:
    return any(
        (found := lexicon.listing(doc[start:end])) is not None and found.label == "AGENCY"
        for start in range(max(0, end - 6), end)
    )
