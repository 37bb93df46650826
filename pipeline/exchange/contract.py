"""What every format of exchange shares: what a writer is given, what a reader hands back.

A format is a module of this package with `write`, `read`, or both:

    write(export: Export, path: Path) -> list[str]
        Writes `path`, a file or a folder as the format has it, which does not exist yet. Returns
        notices: what the format could not hold as it is (cut, split, left out).

    read(path: Path, source: Source) -> Imported
        Reads what people made of such a file. Raises ExchangeError only where nothing of it can be
        read; whatever is wrong with a part is a problem, and the rest is taken.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from pipeline.codebook import Codebook
from pipeline.dataset.load import Dataset
from pipeline.errors import ConfigurationError
from pipeline.exchange.documents import Documents
from pipeline.studies.sets import AnnotationSet

Record = dict[str, Any]


class ExchangeError(ConfigurationError):
    """A file that cannot be read or written at all; the message names file, place and mend."""


@dataclass(frozen=True, slots=True)
class Export:
    """What is written: a dataset, the codebook that explains its labels, and the annotation sets
    that go with it, where the format has several annotators."""

    dataset: Dataset
    codebook: Codebook
    sets: Sequence[AnnotationSet] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """What a reader checks against: the dataset's documents (None: what the file says of its texts
    is taken), the codebook's labels, and the annotator's name where the file names nobody."""

    documents: Documents | None
    codebook: Codebook
    annotator: str | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """What could not be taken. `place` is as exact as the format allows: `codes.xlsx: claims!F12`,
    `tasks.json: task 17, annotation 3`, `a.ann:4`."""

    place: str
    message: str

    def __str__(self) -> str:
        return f"{self.place}: {self.message}"


@dataclass(slots=True)
class Imported:
    """What a reader found: lines of annotation sets, as `pipeline.studies.sets.check_record` wants
    them, of one annotator or several; everything that it had to leave out; and notices of what
    needs no mending."""

    records: list[Record] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
