"""The text as the parser reads it: straight quotation marks, sentences on one line, spaced dashes.

Everything found in it is carried back to the places of the text itself.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

Bounds = Sequence[tuple[int, int]]

# Curly quotes upset the parser's boundaries and tags; straight ones have the same length.
_STRAIGHT = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "„": '"', "‟": '"', "´": "'"})
# A line break or a double space inside a sentence would be a token, and break the names around it.
_RUN = re.compile(r"[^\S ]\s*| \s+")
# An item's bullet is left out: the parser takes it for a noun.
_BULLET = re.compile(r"[-–—*•·▪●◦]\s+(?=\S)")
_DOUBLE_DASH = re.compile(r"(?<=[\w.,)\]\"'])--(?=[\w(\[\"'])")


@dataclass(frozen=True, slots=True)
class Reading:
    """What the parser reads for one piece of a text, and how its offsets map back.

    `bounds` are the sentences in `text`; `breaks` the offsets in `text` after which code points of
    the source are left out, with `shifts` as the sum of what has been left out up to there.
    """

    text: str
    bounds: tuple[tuple[int, int], ...]
    breaks: tuple[int, ...]
    shifts: tuple[int, ...]

    def start(self, offset: int) -> int:
        """The source's offset of a span that starts at `offset`."""
        position = bisect_right(self.breaks, offset)
        return offset + (self.shifts[position - 1] if position else 0)

    def end(self, offset: int) -> int:
        """The source's offset of a span that ends before `offset` (`offset` above 0)."""
        return self.start(offset - 1) + 1


def read_piece(text: str, bounds: Bounds) -> Reading:
    """The reading of `text[a:b]`, from the first sentence's start `a` to the last one's end `b`.
    `Reading.start` and `end` give offsets into `text`."""
    begin = bounds[0][0]
    parts: list[str] = []
    breaks, shifts = [0], [begin]
    read: list[tuple[int, int]] = []
    length, position = 0, begin

    def take(to: int) -> None:
        nonlocal length, position
        parts.append(text[position:to])
        length += to - position
        position = to

    for start, end in bounds:
        take(start)
        first = length
        bullet = _BULLET.match(text, start, end)
        if bullet:
            position = bullet.end()
            breaks.append(length)
            shifts.append(position - length)
        for run in _RUN.finditer(text, position, end):
            take(run.start())
            parts.append(" ")
            length += 1
            position = run.end()
            breaks.append(length)
            shifts.append(position - length)
        take(end)
        read.append((first, length))
    straight = "".join(parts).translate(_STRAIGHT)
    return Reading(_DOUBLE_DASH.sub(" —", straight), tuple(read), tuple(breaks), tuple(shifts))
