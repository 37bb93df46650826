"""A document: one source text with its metadata, as every later stage sees it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, fields
from typing import Literal

BlockKind = Literal["heading", "prose", "item", "byline"]


@dataclass(frozen=True, slots=True)
class Source:
    """Where a document came from. `path` is relative to the corpus root, with `/`; `sha256` and
    `bytes` are of the file as it stands on disk."""

    path: str
    sha256: str
    media_type: str
    bytes: int


@dataclass(frozen=True, slots=True)
class Metadata:
    """What is known of a text besides its words. `published` is an ISO 8601 date, month or year."""

    title: str | None = None
    authors: tuple[str, ...] = ()
    publisher: str | None = None
    published: str | None = None
    language: str | None = None
    kind: str | None = None
    url: str | None = None
    licence: str | None = None

    def over(self, other: Metadata) -> Metadata:
        """This metadata, with `other` filling what is missing here."""
        return Metadata(**{f.name: getattr(self, f.name) or getattr(other, f.name)
                           for f in fields(self)})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading, byline or item: `text[start:end]`, code points, end exclusive."""

    start: int
    end: int
    kind: BlockKind


@dataclass(frozen=True, slots=True)
class Document:
    """A text with its blocks, in order. `text` is NFC with `\\n` line ends."""

    doc_id: str
    source: Source
    metadata: Metadata
    text: str
    blocks: tuple[Block, ...]

    @property
    def text_sha256(self) -> str:
        """The SHA-256 of the text in UTF-8, in hexadecimal."""
        return hashlib.sha256(self.text.encode("utf-8")).hexdigest()


@dataclass(frozen=True, slots=True)
class Extract:
    """What a reader gets out of a file. `blocks` is None where only the text's own lines tell."""

    text: str
    metadata: Metadata
    media_type: str
    blocks: tuple[Block, ...] | None = None


def joined(parts: list[tuple[BlockKind, str]]) -> tuple[str, tuple[Block, ...]]:
    """A text made of blocks, with a blank line between them, and where each block stands."""
    text, blocks = "", []
    for kind, part in parts:
        stripped = part.strip()
        if stripped:
            text += "\n\n" if text else ""
            blocks.append(Block(len(text), len(text) + len(stripped), kind))
            text += stripped
    return text, tuple(blocks)
