"""One document of a batch: from a file to its line of the dataset. Runs in worker processes."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field, replace
from functools import cache
from pathlib import Path

from pipeline import __version__
from pipeline.annotate.annotator import Annotator
from pipeline.annotate.language import find_model
from pipeline.batch.journal import Entry
from pipeline.codebook import load_codebook
from pipeline.corpus import DocumentError, Failure, Item, Limits
from pipeline.corpus.scan import document_of, read_file
from pipeline.dataset.records import document_record, to_line
from pipeline.learn.shipped import SentenceModels


@dataclass(frozen=True, slots=True)
class Config:
    """What the result depends on besides the documents. Hashes are in `fingerprint`."""

    codebook: Path | None = None
    spacy_model: str | None = None
    stance_model: Path | None = None
    published: str | None = None
    with_text: bool = True
    limits: Limits = field(default_factory=Limits)

    @property
    def fingerprint(self) -> str:
        """SHA-256 over version, codebook, weights, models and options."""
        return _fingerprint(self)


@cache
def _fingerprint(config: Config) -> str:
    parts = {
        "version": __version__,
        "code": _code_sha256(),
        "codebook": load_codebook(config.codebook).sha256,
        "spacy": find_model(config.spacy_model).sha256,
        "models": dict(SentenceModels(stance=config.stance_model).sha256),
        "published": config.published,
        "with_text": config.with_text,
        "limits": asdict(config.limits),
    }
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


def _code_sha256() -> str:
    """SHA-256 over the package's modules: another build of one version is noticed too."""
    digest = hashlib.sha256()
    for path in sorted((Path(__file__).parent.parent).rglob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()


@cache
def annotator(config: Config) -> Annotator:
    """The annotator of this process."""
    return Annotator(
        load_codebook(config.codebook),
        find_model(config.spacy_model),
        SentenceModels(stance=config.stance_model),
    )


def key_of(item: Item, data: bytes, config: Config) -> str:
    """What identifies a document's result."""
    parts = [item.doc_id, item.path, asdict(item.metadata), config.fingerprint]
    digest = hashlib.sha256(json.dumps(parts, sort_keys=True).encode())
    digest.update(data)
    return digest.hexdigest()


def code(item: Item, config: Config, known: frozenset[str] = frozenset()) -> Entry | str:
    """Read and annotate one item. Returns its entry, or its key alone where the key is `known`.

    Never raises for what the document does: whatever goes wrong becomes a failure.
    """
    key = ""
    try:
        data = read_file(item, config.limits)
        key = key_of(item, data, config)
        if key in known:
            return key
        document = document_of(item, data, config.limits)
        if config.published and document.metadata.published is None:
            metadata = replace(document.metadata, published=config.published)
            document = replace(document, metadata=metadata)
        annotated = annotator(config).annotate(document, config.limits.max_seconds)
        record = document_record(annotated, with_text=config.with_text)
        return Entry(item.doc_id, key, "document", to_line(record))
    except DocumentError as error:
        failure = Failure(item.doc_id, item.path, error.stage, error.kind, error.message)
    except MemoryError:
        failure = Failure(
            item.doc_id, item.path, "annotate", "out-of-memory",
            "needs more memory than there is: split the document",
        )  # fmt: skip
    except RecursionError:
        failure = Failure(
            item.doc_id, item.path, "read", "too-deep", "is nested too deeply to be parsed"
        )
    return failure_entry(failure, key)


def failure_entry(failure: Failure, key: str = "") -> Entry:
    """A failure as an entry of the journal."""
    return Entry(failure.doc_id, key, "failure", to_line(asdict(failure)))
