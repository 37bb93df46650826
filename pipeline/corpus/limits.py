"""Bounds on one document, so that a hostile or broken file cannot stop a batch."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Bytes of the file, bytes of an archive once unpacked, characters of the text, pages,
    seconds for reading and as many for annotating one document, and the bytes of memory that a
    worker may take for it beyond what the loaded models hold."""

    max_bytes: int = 20_000_000
    max_expanded_bytes: int = 100_000_000
    max_characters: int = 1_000_000
    max_pages: int = 2_000
    max_seconds: float = 120.0
    max_memory: int = 2_000_000_000
