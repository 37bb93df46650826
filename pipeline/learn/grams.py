"""N-grams of a text with their weights (TF-IDF), as plain data.

A fitted `Grams` weighs n-grams as scikit-learn's `TfidfVectorizer` does (which fits it, see
`pipeline.learn.fitting`), without importing scikit-learn: a run starts in less time.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
from scipy import sparse

from pipeline.learn.arrays import Floats

Kind = Literal["word", "char_wb"]
_WORD = re.compile(r"\b\w[\w’'-]*\b|[?!]")


def ngrams(text: str, kind: Kind, shortest: int, longest: int) -> Iterator[str]:
    """The n-grams of a text in lower case: of words and marks ("word"), or of characters within
    words, which begin and end with a blank ("char_wb")."""
    if kind == "word":
        words = _WORD.findall(text.lower())
        for n in range(shortest, longest + 1):
            yield from (" ".join(words[i : i + n]) for i in range(len(words) - n + 1))
        return
    for word in text.lower().split():
        padded = f" {word} "
        for n in range(shortest, longest + 1):
            yield padded[:n]
            if n >= len(padded):
                break
            yield from (padded[i : i + n] for i in range(1, len(padded) - n + 1))


@dataclass(frozen=True)
class Grams:
    """The n-grams that a model knows, and the weight of each (`idf`)."""

    kind: Kind
    lengths: tuple[int, int]
    vocabulary: tuple[str, ...]
    idf: Floats

    def matrix(self, texts: Sequence[str]) -> sparse.csr_matrix:
        """A row for each text, a column for each n-gram: (1 + log count) times its weight, each row
        of length 1."""
        columns: list[int] = []
        values: list[float] = []
        ends = [0]
        for text in texts:
            counted = Counter(
                column
                for gram in ngrams(text, self.kind, *self.lengths)
                if (column := self._columns.get(gram)) is not None
            )
            found = sorted(counted)
            row = (1 + np.log([counted[c] for c in found])) * self.idf[found] if found else ()
            columns.extend(found)
            values.extend(row / np.sqrt(np.dot(row, row)) if found else ())
            ends.append(len(columns))
        shape = (len(texts), len(self.vocabulary))
        return sparse.csr_matrix((values, columns, ends), shape=shape, dtype=np.float64)

    @cached_property
    def _columns(self) -> dict[str, int]:
        return {gram: column for column, gram in enumerate(self.vocabulary)}
