"""Offsets of other programs, as code points of a document's text: one place for every conversion.

UIMA and browsers count UTF-16 units, in which a character above U+FFFF (most emoji) has two; tools
also keep a text with the line ends and the Unicode form of the file that it was given.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from functools import cached_property

from pipeline.corpus.readers.text import normalised


class OffsetError(ValueError):
    """An offset outside a text, or within a character."""


@dataclass(frozen=True)
class Utf16:
    """The UTF-16 offsets of a text. Both directions take an offset from 0 to the text's length and
    raise OffsetError for any other, and for one between the halves of a surrogate pair."""

    text: str

    @cached_property
    def _wide(self) -> list[int]:
        """Where the characters stand that have two units, in code points."""
        return [i for i, character in enumerate(self.text) if character > "\uffff"]

    @cached_property
    def _wide_units(self) -> list[int]:
        """The same, in units."""
        return [position + before for before, position in enumerate(self._wide)]

    def units(self, point: int) -> int:
        """A code point offset in UTF-16 units."""
        if not 0 <= point <= len(self.text):
            raise OffsetError(f"{point} is outside the text of {len(self.text)} characters")
        return point + bisect_left(self._wide, point)

    def point(self, unit: int) -> int:
        """An offset in UTF-16 units in code points."""
        before = bisect_left(self._wide_units, unit)
        point = unit - before
        if not 0 <= point <= len(self.text):
            raise OffsetError(
                f"{unit} is outside the text of {self.units(len(self.text))} UTF-16 units"
            )
        if before and self._wide_units[before - 1] == unit - 1:
            raise OffsetError(f"{unit} is between the halves of a character")
        return point


@dataclass(frozen=True)
class Original:
    """A text as another program has it, and the document's text that it stands for: with `\\n` line
    ends, in NFC, without control characters, as the readers of the corpus make it."""

    original: str

    @cached_property
    def text(self) -> str:
        """The document's text."""
        return normalised(self.original)

    def point(self, offset: int) -> int:
        """A code point offset into the original as one into the document's text. Raises
        OffsetError where it is outside, or within what is one character in the document."""
        if not 0 <= offset <= len(self.original):
            raise OffsetError(f"{offset} is outside the text of {len(self.original)} characters")
        if self.text == self.original:
            return offset
        before = normalised(self.original[:offset])
        if before + normalised(self.original[offset:]) != self.text:
            raise OffsetError(f"{offset} is within a character or a line end")
        return len(before)
