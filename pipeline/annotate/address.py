"""Titles by which a text speaks to somebody whom it has named: "General, you have five minutes"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spacy.tokens import Doc, Span

from pipeline.annotate.lexicon import Lexicon, key_of, matches
from pipeline.annotate.names import core_role, role_fits
from pipeline.annotate.spotted import Spotted
from pipeline.annotate.tokens import is_capitalised

# What is said to its holder's face, without a name.
_SPOKEN = frozenset(
    "general admiral colonel major captain commander commodore brigadier marshal senator "
    "congressman congresswoman representative ambassador governor mayor judge sheriff minister "
    "secretary chancellor commissioner director sergeant lieutenant inspector superintendent "
    "councillor councilor".split()
)
_OPENS = frozenset({",", "—", "–", "--", ":", '"', "“", "…"})
_CLOSES = frozenset({",", ".", "?", "!", "—", "–", "--", ";", "…"})
# How far ahead, in code points, who is asked to speak may be named: as a turn's speaker.
_AHEAD = 200
_COURTESY = frozenset({"mr.", "mr", "madam", "madame", "ms.", "mrs."})


def addressed(doc: Doc, lexicon: Lexicon, named: Sequence[Spotted]) -> Iterator[Spotted]:
    """The titles that speak to one of those in `named`, where a name stands with such a title
    before or as the next speaker's. Whom each means is for the document to tell: `form` is
    "bare"."""
    for span in matches(lexicon.titles, doc):
        if key_of(span.text) not in _SPOKEN or not is_capitalised(span[0]) or span.text.isupper():
            continue
        if not _stands_apart(doc, span):
            continue
        start = span.start
        courteous = start > 0 and doc[start - 1].lower_ in _COURTESY
        role = core_role(span.text)
        last = span.start_char + _AHEAD
        before = (s for s in named if s.form == "name" and s.role and s.start < last)
        if any(role_fits(role, core_role(s.role or "")) for s in before):
            first = doc[start - 1].idx if courteous else span.start_char
            yield Spotted(first, span.end_char, "OFFICIAL", "bare", None, span.text)


def _stands_apart(doc: Doc, span: Span) -> bool:
    """Whether a title is set off on both sides, as a form of address is."""
    begin, end = span.start, span.end
    if begin and not doc[begin].is_sent_start and doc[begin - 1].lower_ in _COURTESY:
        begin -= 1
    if end >= len(doc) or doc[end].text not in _CLOSES or doc[end].is_sent_start:
        return False
    if doc[begin].is_sent_start:
        # "General." alone on its line is a heading; "Colonel, you may proceed."
        return doc[end].text in (",", "—", "–", "--", "?", "!")
    turn = doc[begin - 1].text in (".", ":") and doc[begin - 2].is_upper  # "Ms. ROE. General, ..."
    return turn or doc[begin - 1].text in _OPENS
