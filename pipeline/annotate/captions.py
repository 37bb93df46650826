"""Captions that run on into the prose of a section or an item: "Sec. 2. Policy. It shall be"."""

from __future__ import annotations

import re

_SECTION = re.compile(
    r"(?:SEC|SECTION|ARTICLE|ART|PART|CHAPTER|TITLE|OPTION|ALTERNATIVE|ART[IÍ]CULO|SECCI[OÓ]N|OPCI[OÓ]N)"
    r"\.?\s+(?:\d{1,4}[A-Z]?|[IVXLC]{1,6}|[A-H])[.:]\s+",
    re.IGNORECASE,
)
_MARK = re.compile(r"(?:\((?:\d{1,2}|[a-z]|[ivx]{1,4}|[A-Z])\)|(?:\d{1,2}|[A-H])[.)])\s+")
# "(a) Authorization.—The President", in plain text with two hyphens.
_DASHED = re.compile(r"[^.;:?!“”\"—–]{2,100}\.(?:—|–|--)\s*(?=[A-Z(“\"])")
# What makes a sentence of a few words.
_FINITE = frozenset(
    "shall may will must is are was were has have had can could would should did does i we they "
    "he she it you there this these those who es son fue fueron será ha han esta este".split()
)
_SMALL = frozenset(
    "a an and as at by for from in into of on or over the to under with without de del el en la "
    "las los para por sobre y".split()
)
# How many words a caption has, where all have capitals and where only the first has.
_TITLED, _PLAIN_SECTION, _PLAIN_ITEM = 12, 4, 3


def is_caption(written: str) -> bool:
    """Whether a unit of prose that others follow in its paragraph is a caption: a label or a number
    with a few words that make no sentence, and a full stop."""
    stop = written.rstrip("—–- ")
    section = _SECTION.match(written)
    label = section or _MARK.match(written)
    if label is None or not stop.endswith("."):
        return False
    words = stop[label.end() : -1].split()
    if not words or not words[0][0].isupper() or re.search(r"[.?!;:“”\"]", " ".join(words)):
        return False
    if any(word.lower() in _FINITE for word in words):
        return False
    small = [word for word in words if not word[0].isupper() and word.lower() not in _SMALL]
    if not small:
        return len(words) <= _TITLED
    told = any(word.endswith("ed") for word in small)  # "2. Germany invaded Poland."
    return not told and len(words) <= (_PLAIN_SECTION if section else _PLAIN_ITEM)


def end_of_dashed(text: str, begin: int, end: int) -> int:
    """Where a caption with a dash behind its full stop ends that opens `text[begin:end]`; `begin`
    where none does."""
    start = begin
    while begin < end and text[begin].isspace():
        begin += 1
    label = _SECTION.match(text, begin, end) or _MARK.match(text, begin, end)
    dashed = _DASHED.match(text, label.end(), end) if label else None
    if dashed is None:
        return start
    return dashed.end() if is_caption(text[begin : dashed.end()].strip()) else start
