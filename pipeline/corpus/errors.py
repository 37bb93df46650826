"""What can go wrong with a corpus or with one document."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.errors import ConfigurationError


class CorpusError(ConfigurationError):
    """A corpus that cannot be used at all; the message says why and what to do."""


class DocumentError(Exception):
    """A document that cannot be used. `stage` is where it failed ("read", "annotate", ...), `kind`
    a short slug for the cause, and the message says what is wrong and how to mend it."""

    def __init__(self, kind: str, message: str, stage: str = "read") -> None:
        super().__init__(message)
        self.kind, self.message, self.stage = kind, message, stage


@dataclass(frozen=True, slots=True)
class Failure:
    """One line of `failures.jsonl`. `error` is the slug of the cause."""

    doc_id: str
    path: str
    stage: str
    error: str
    message: str
