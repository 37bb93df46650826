"""Paragraphs, headings, bylines and items of a plain text, found from its lines alone."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.corpus.document import Block, BlockKind

Line = tuple[int, int]

_ITEM = re.compile(r"\s*(?:[-*•–·]\s|\((?:\d{1,3}|[a-zA-Z]|[ivxIVX]{1,5})\)\s|\d{1,3}[.)]\s)")
_CLAUSE = re.compile(r"\s*(?:WHEREAS|Whereas|RESOLVED|Resolved|CONSIDERANDO|Considerando)\b")
_SECTION = re.compile(
    r"\s*(?:(?:SEC(?:TION)?|Sec(?:tion)?|ARTICLE|Article|ART|Art|TITLE|CHAPTER|PART)\.?\s+"
    r"[\dIVXLC]+\b|[IVX]{1,5}\.\s)"
)
_BYLINE = re.compile(
    r"\s*(?:By|Por|BY|POR)\s+(?:[A-ZÁÉÍÓÚÑ][\w.'’-]*\s*|and\s+|y\s+|de\s+|,\s*){2,}"
)
_DATELINE = re.compile(
    r"\s*(?:Published|Updated|Posted|Publicado|Actualizado)?\s*:?\s*"
    r"(?:(?:January|February|March|April|May|June|July|August|September|October|November|December|"
    r"Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.?\s\d{1,2},?\s\d{4}|"
    r"\d{1,2}\s(?:de\s)?\w+\s(?:de\s)?\d{4}|\d{4}-\d\d-\d\d)\s*\Z"
)
_RULE = re.compile(r"\s*[-=*_#~]{3,}\s*\Z")
_FINAL = re.compile(r"[.!?…:;,][\"'”’»)\]]*\s*\Z")
_FULL_STOP = re.compile(r"[.!?…][\"'”’»)\]]*\s*\Z")
# "Thank you. Ms. Roe?" holds a sentence before its question.
_SENTENCE_BEFORE = re.compile(r"\w\s[a-z]{3,}[.!?]\s+\S")
_HEADING_WIDTH = 110
_WRAP_LOW, _WRAP_HIGH = 45, 100


def find_blocks(text: str) -> tuple[Block, ...]:
    """The blocks of a plain text: in order, never overlapping, covering all that is not white
    space. A paragraph wrapped over several lines is one block; the text is left as it is."""
    blocks: list[Block] = []
    for group in _groups(text):
        for lines in _paragraphs(text, group):
            start, end = _trim(text, lines[0][0], lines[-1][1])
            if start < end:
                blocks.append(Block(start, end, _kind(text, start, end, first=not blocks)))
    return tuple(blocks)


def _groups(text: str) -> Iterator[list[Line]]:
    """Runs of lines between blank lines."""
    group: list[Line] = []
    position = 0
    for raw in text.split("\n"):
        if raw.strip():
            group.append((position, position + len(raw)))
        elif group:
            yield group
            group = []
        position += len(raw) + 1
    if group:
        yield group


def _paragraphs(text: str, group: list[Line]) -> Iterator[list[Line]]:
    """A group's lines, joined where a line is the continuation of the one before it."""
    wrapped = _is_wrapped(text, group)
    current: list[Line] = [group[0]]
    for line in group[1:]:
        if wrapped and not _begins_block(text, line) and _continues(text, current[-1], line, group):
            current.append(line)
        else:
            yield current
            current = [line]
    yield current


def _is_wrapped(text: str, group: list[Line]) -> bool:
    """Whether lines break inside sentences: all short enough, and most end without a stop."""
    if len(group) < 2:
        return False
    widths = [end - start for start, end in group]
    if max(widths) > _WRAP_HIGH:
        return False
    inner = group[:-1]
    open_ended = sum(not _FULL_STOP.search(text[s:e]) for s, e in inner)
    lower = sum(text[s:e].lstrip()[:1].islower() for s, e in group[1:])
    return (
        max(widths) >= _WRAP_LOW
        and open_ended * 2 >= len(inner)
        and (lower > 0 or len(group) > 3 or _is_prose_cut_short(text[group[0][0] : group[0][1]]))
    )


def _is_prose_cut_short(written: str) -> bool:
    """Whether a line is full and mostly in lower case, and so goes on in the next one."""
    words = written.split()
    lower = sum(word[0].islower() for word in words)
    return len(written.strip()) >= 60 and 5 * lower >= 2 * len(words) and not _FINAL.search(written)


def _begins_block(text: str, line: Line) -> bool:
    written = text[line[0] : line[1]]
    return bool(_ITEM.match(written) or _CLAUSE.match(written) or _SECTION.match(written))


def _continues(text: str, before: Line, line: Line, group: list[Line]) -> bool:
    """Whether `line` goes on with the paragraph: the line before it was full, or is unfinished."""
    widest = max(end - start for start, end in group)
    written = text[before[0] : before[1]]
    full = before[1] - before[0] >= 0.6 * widest
    return full or (
        not _FULL_STOP.search(written) and text[line[0] : line[1]].lstrip()[:1].islower()
    )


def _trim(text: str, start: int, end: int) -> Line:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _kind(text: str, start: int, end: int, *, first: bool) -> BlockKind:
    written = text[start:end]
    if "\n" not in written and len(written) <= _HEADING_WIDTH:
        if _RULE.match(written):
            return "heading"
        if _BYLINE.match(written) and not _FULL_STOP.search(written):
            return "byline"
        if _DATELINE.match(written):
            return "byline"
        if _is_heading(written, first=first):
            return "heading"
    if _ITEM.match(written) or _CLAUSE.match(written):
        return "item"
    return "prose"


def _is_heading(written: str, *, first: bool) -> bool:
    words = [w for w in re.findall(r"[^\W\d_][\w'’-]*", written) if len(w) > 3]
    if written.isupper() and len(written) <= 90:
        return True
    if first and not written.endswith("."):
        return len(written.split()) <= 20
    if _FINAL.search(written) and not written.rstrip().endswith("?"):
        return False
    if _SENTENCE_BEFORE.search(written):
        return False
    if _SECTION.match(written):
        return True
    if _ITEM.match(written):
        return bool(words) and all(w[0].isupper() for w in words) and len(words) <= 10
    if not words:
        return False
    capitals = sum(w[0].isupper() for w in words) / len(words)
    if written.rstrip().endswith("?"):
        return capitals >= 0.8 and len(words) >= 2
    # A line without a final stop is a heading; a line of prose cut short would go on below.
    return len(written.split()) <= 16
