"""A text's sentences as the windows of tokens that an encoder reads.

Sentences are read in their surroundings: a window holds as many whole neighbouring sentences as
fit, after a preamble (a text's title, or the thesis that it answers), and the encoder gives scores
for each sentence from its own tokens (sequential sentence classification: Cohan et al., EMNLP
2019).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

# The most tokens of a window, of a preamble, before the first scored sentence, of a sentence.
WINDOW, PREAMBLE, BEFORE, SENTENCE = 256, 40, 64, 160


@dataclass(frozen=True, slots=True)
class Window:
    """Token `ids`, and for each sentence in it the bounds of its tokens (end exclusive). It gives
    the scores of the sentences from `scored` on; those before are there to be read only. `first`
    is the number of its first sentence in the text."""

    ids: tuple[int, ...]
    bounds: tuple[tuple[int, int], ...]
    first: int
    scored: int


def windows(
    preamble: Sequence[int], sentences: Sequence[Sequence[int]], begin: int, end: int
) -> Iterator[Window]:
    """Windows over a text whose tokens are given by sentence, without special tokens; `begin` and
    `end` are the ids of those. Each sentence is scored once."""
    opening = (begin, *preamble[:PREAMBLE], end, end) if preamble else (begin,)
    cut = [tuple(sentence[:SENTENCE]) for sentence in sentences]
    scored = 0
    while scored < len(cut):
        first, length = scored, 0
        while first > 0 and length + len(cut[first - 1]) <= BEFORE:
            first -= 1
            length += len(cut[first])
        ids, bounds, last = list(opening), [], first
        while last < len(cut) and (last <= scored or len(ids) + len(cut[last]) < WINDOW):
            bounds.append((len(ids), len(ids) + len(cut[last])))
            ids.extend(cut[last])
            last += 1
        yield Window((*ids, end), tuple(bounds), first, scored)
        scored = last
