"""What a run keeps of one finished document."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Literal

from pipeline.corpus import Failure
from pipeline.dataset.files import to_line

Kind = Literal["document", "failure"]


@dataclass(frozen=True, slots=True)
class Entry:
    """A finished document: its key, whether it failed, its line of the dataset, and how many words
    it has."""

    doc_id: str
    key: str
    kind: Kind
    line: str
    words: int = 0


def failure_entry(failure: Failure, key: str = "") -> Entry:
    """A failure as an entry of the journal."""
    return Entry(failure.doc_id, key, "failure", to_line(asdict(failure)))
