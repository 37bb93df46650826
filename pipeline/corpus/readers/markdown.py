"""Markdown: its words without the marks, headings and items known as such."""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.token import Token

from pipeline.corpus.document import BlockKind, Extract, Metadata, joined
from pipeline.corpus.limits import Limits
from pipeline.corpus.readers.text import decode, normalised

_FRONT_MATTER = re.compile(r"\A---\n(.*?)\n(?:---|\.\.\.)\n", re.DOTALL)
_FIELD = re.compile(r"^(\w+):\s*(.*?)\s*$", re.MULTILINE)
_BYLINE = re.compile(r"(?:By|Por)\s+[A-ZÁÉÍÓÚÑ]")


def read(data: bytes, limits: Limits) -> Extract:
    """Read Markdown; `key: value` lines of a front matter become metadata."""
    source = normalised(decode(data))
    front = _FRONT_MATTER.match(source)
    metadata = _metadata(front.group(1)) if front else Metadata()
    body = source[front.end() :] if front else source
    parts: list[tuple[BlockKind, str]] = []
    kind: BlockKind = "prose"
    for token in MarkdownIt("commonmark", {"html": False}).parse(body):
        if token.type == "heading_open":
            kind = "heading"
        elif token.type == "list_item_open":
            kind = "item"
        elif token.type in ("heading_close", "list_item_close"):
            kind = "prose"
        elif token.type == "inline":
            words = _words(token)
            byline = kind == "prose" and len(words) < 90 and _BYLINE.match(words)
            parts.append(("byline" if byline and not words.endswith(".") else kind, words))
        elif token.type in ("fence", "code_block"):
            parts.append(("prose", token.content))
    text, blocks = joined(parts)
    if metadata.title is None and parts and parts[0][0] == "heading":
        metadata = Metadata(title=parts[0][1].strip()).over(metadata)
    return Extract(text, metadata, "text/markdown", blocks)


def _words(token: Token) -> str:
    pieces = []
    for child in token.children or ():
        if child.type in ("softbreak", "hardbreak"):
            pieces.append(" ")
        elif child.type in ("text", "code_inline") or child.type == "image":
            pieces.append(child.content)
    return "".join(pieces)


def _metadata(front: str) -> Metadata:
    found = {key.lower(): value.strip("\"'") for key, value in _FIELD.findall(front)}
    author = found.get("author") or found.get("authors") or ""
    published = found.get("date") or found.get("published") or ""
    return Metadata(
        title=found.get("title"),
        authors=tuple(a.strip() for a in author.strip("[]").split(",") if a.strip()),
        published=published if re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", published) else None,
        language=found.get("lang") or found.get("language"),
    )
