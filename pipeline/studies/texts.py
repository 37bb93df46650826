"""The texts that stand-off annotation sets are of: from a corpus, or from a dataset made of it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from pipeline.annotate.sentences import split_sentences
from pipeline.corpus import Document, read_corpus
from pipeline.dataset.files import DOCUMENTS, read_records
from pipeline.learn.examples import Example, Passage
from pipeline.studies.sets import Span


@dataclass(frozen=True)
class SourceText:
    """A document's text with its sentences, in order, as the annotator splits it."""

    doc_id: str
    sha256: str
    title: str
    text: str
    sentences: tuple[Span, ...]

    @cached_property
    def passage(self) -> Passage:
        """The text as the sentence models read it."""
        return Passage(self.title, tuple(self.text[start:end] for start, end in self.sentences))

    def example(self, start: int, end: int) -> Example:
        """A span as the models read it: in the text, after the sentence before its own."""
        place = max(bisect_right(self.sentences, start, key=lambda span: span[0]) - 1, 0)
        before = self.passage.sentences[place - 1] if place else ""
        return Example(self.text[start:end], before, group=self.doc_id,
                       passage=self.passage, place=place)  # fmt: skip


def read_texts(path: Path) -> Iterator[SourceText]:
    """The texts of a dataset, or of a corpus (a folder, or one file). Documents that cannot be
    read, or were coded without their text, are passed over. Raises DatasetError."""
    if (path / DOCUMENTS).is_file():
        for record in read_records(path / DOCUMENTS):
            if record.get("text") is not None:
                yield text_of(record)
        return
    for document in read_corpus(path):
        if isinstance(document, Document):
            spans = tuple(split_sentences(document.text, document.blocks))
            title = document.metadata.title or ""
            yield SourceText(document.doc_id, document.text_sha256, title, document.text, spans)


def text_of(record: Mapping[str, Any]) -> SourceText:
    """The text of a dataset's document."""
    spans = tuple((sentence["start"], sentence["end"]) for sentence in record["sentences"])
    title = record["metadata"].get("title") or ""
    return SourceText(record["doc_id"], record["text_sha256"], title, record["text"], spans)
