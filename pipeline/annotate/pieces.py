"""What the parser sees at once: stretches of documents, in batches."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.annotate.components import PUBLISHED, SENTENCES
from pipeline.annotate.reading import Reading, read_piece
from pipeline.corpus.document import Document

Bounds = Sequence[tuple[int, int]]

# A piece is what the parser sees at once: it bounds memory, whatever a document's length.
_PIECE = 50_000
# What the parser is given at once of several documents; larger batches are no faster.
_BATCH = 20_000


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a document that the parser sees at once; `number` is the document's."""

    number: int
    document: Document
    bounds: Bounds

    @property
    def length(self) -> int:
        return self.bounds[-1][1] - self.bounds[0][0]

    def read(self, nlp: Language) -> tuple[Doc, Reading]:
        """The piece as tokens, with what its components need to know; and how to read it back."""
        reading = read_piece(self.document.text, self.bounds)
        doc = nlp.make_doc(reading.text)
        doc.user_data[SENTENCES] = reading.bounds
        doc.user_data[PUBLISHED] = self.document.metadata.published
        return doc, reading


def pieces_of(number: int, document: Document, bounds: Bounds) -> Iterator[Piece]:
    """The pieces of the document of this number, whose sentences have these bounds."""
    piece: list[tuple[int, int]] = []
    for bound in bounds:
        if piece and bound[1] - piece[0][0] > _PIECE:
            yield Piece(number, document, piece)
            piece = []
        piece.append(bound)
    if piece:
        yield Piece(number, document, piece)


def batches(pieces: Sequence[Piece]) -> Iterator[list[Piece]]:
    """Pieces in groups of about `_BATCH` code points."""
    batch: list[Piece] = []
    length = 0
    for piece in pieces:
        if batch and length + piece.length > _BATCH:
            yield batch
            batch, length = [], 0
        batch.append(piece)
        length += piece.length
    if batch:
        yield batch
