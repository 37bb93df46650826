"""From files to documents: readers for each format, the manifest, limits."""

from pipeline.corpus.document import Block, Document, Metadata, Source
from pipeline.corpus.errors import CorpusError, DocumentError, Failure
from pipeline.corpus.limits import Limits
from pipeline.corpus.scan import Corpus, Item, read_corpus, read_document, read_text, scan

__all__ = [
    "Block",
    "Corpus",
    "CorpusError",
    "Document",
    "DocumentError",
    "Failure",
    "Item",
    "Limits",
    "Metadata",
    "Source",
    "read_corpus",
    "read_document",
    "read_text",
    "scan",
]
