"""stancebook: from a folder of articles and policy texts to a coded dataset."""

from __future__ import annotations

__version__ = "0.1.0"

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pipeline.annotate.annotator import Annotator
    from pipeline.corpus import Document, Failure, read_corpus, read_text
    from pipeline.dataset.files import to_line
    from pipeline.dataset.records import document_record

# Loaded when first used, so that the command line starts at once.
_WHERE = {
    "Document": "pipeline.corpus",
    "Failure": "pipeline.corpus",
    "read_corpus": "pipeline.corpus",
    "read_text": "pipeline.corpus",
    "document_record": "pipeline.dataset.records",
    "to_line": "pipeline.dataset.files",
}

__all__ = [
    "Document",
    "Failure",
    "__version__",
    "document_record",
    "load_annotator",
    "read_corpus",
    "read_text",
    "to_line",
]


def __getattr__(name: str) -> Any:
    if name in _WHERE:
        return getattr(import_module(_WHERE[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def load_annotator(
    codebook: Path | None = None,
    spacy_model: str | None = None,
    stance_model: Path | None = None,
    fast: bool = False,
) -> Annotator:
    """The annotator that `stancebook run` uses: `load_annotator().annotate(document)`.

    Without arguments the built-in codebook, the installed English model and the shipped sentence
    models; `fast` leaves out the English stance encoder, as `--fast` does. Raises CodebookError,
    ModelError or ModelFileError.
    """
    from pipeline.batch.config import Config
    from pipeline.batch.work import annotator

    return annotator(Config(codebook, spacy_model, stance_model, fast=fast))
