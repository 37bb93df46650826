"""A chunk of documents: from files to their lines of the dataset. Runs in worker processes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from pipeline.annotate.records import AnnotatedDocument
from pipeline.batch.config import Config, key_of
from pipeline.batch.entry import Entry, failure_entry
from pipeline.corpus import Document, DocumentError, Failure, Item
from pipeline.corpus.scan import document_of, read_file
from pipeline.dataset.files import to_line
from pipeline.dataset.records import document_record
from pipeline.learn.encoder import load_ahead

if TYPE_CHECKING:
    from pipeline.annotate.annotator import Annotator

__all__ = ["Config", "annotator", "code_chunk"]

# Called before a step that may hang or crash, with the position in the chunk that is read now, or
# None for the annotation of all of them.
Mark = Callable[[int | None], None]


@cache
def annotator(config: Config) -> Annotator:
    """The annotator of this process."""
    basis = config.basis
    if not config.fast:
        load_ahead("encoder")
    # Imported here, while the encoder loads: spaCy alone takes as long.
    from pipeline.annotate.annotator import Annotator
    from pipeline.learn.shipped import SentenceModels

    models = SentenceModels(config.models, config.stance_model)
    return Annotator(basis.codebook, basis.spacy_model, models)


def code_chunk(items: Sequence[Item], config: Config, mark: Mark) -> Iterator[tuple[int, Entry]]:
    """Read and annotate items; yields each one's position and entry, in any order.

    Never raises for what a document does: whatever goes wrong becomes its failure.
    """
    read: list[tuple[int, str, Document]] = []
    for position, item in enumerate(items):
        mark(position)
        result = _read(item, config)
        if isinstance(result, Entry):
            yield position, result
        else:
            read.append((position, *result))
    if not read:
        return
    mark(None)
    seconds = config.limits.max_seconds
    outcomes = annotator(config).annotate_all([document for _, _, document in read], seconds)
    for (position, key, document), outcome in zip(read, outcomes, strict=True):
        yield position, _entry(items[position], key, document, outcome, config)


def _read(item: Item, config: Config) -> tuple[str, Document] | Entry:
    key = ""
    try:
        data = read_file(item, config.limits)
        key = key_of(item, data, config)
        document = document_of(item, data, config.limits)
    except Exception as error:
        return failure_entry(_failure(item, error, "read"), key)
    if config.published and document.metadata.published is None:
        metadata = replace(document.metadata, published=config.published)
        document = replace(document, metadata=metadata)
    return key, document


def _entry(
    item: Item,
    key: str,
    document: Document,
    outcome: AnnotatedDocument | Exception,
    config: Config,
) -> Entry:
    if isinstance(outcome, Exception):
        return failure_entry(_failure(item, outcome, "annotate"), key)
    try:
        line = to_line(document_record(outcome, with_text=config.with_text))
    except Exception as error:
        return failure_entry(_failure(item, error, "annotate"), key)
    return Entry(item.doc_id, key, "document", line, len(document.text.split()))


def _failure(item: Item, error: Exception, stage: str) -> Failure:
    if isinstance(error, DocumentError):
        return Failure(item.doc_id, item.path, error.stage, error.kind, error.message)
    if isinstance(error, MemoryError):
        kind, message = "memory", "needs more memory than --max-memory allows: split the document"
    elif isinstance(error, RecursionError):
        kind, message = "too-deep", "is nested too deeply to be parsed"
    else:
        kind = "internal"
        message = f"the program failed on it ({type(error).__name__}: {error}): please report it"
    return Failure(item.doc_id, item.path, stage, kind, message)
