"""A finished dataset on disk: its folder, one record at a time."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.dataset.files import DOCUMENTS, FAILURES, RUN, DatasetError, read_records

Record = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Dataset:
    """The folder that `stancebook run` wrote; `failures` and `run` are small and kept."""

    folder: Path
    failures: list[Record]
    run: Record

    def documents(self) -> Iterator[Record]:
        """The documents, in the dataset's order. Raises DatasetError."""
        return read_records(self.folder / DOCUMENTS)


def load_dataset(folder: Path) -> Dataset:
    """Open the dataset in `folder`. Raises DatasetError where there is none, or where it is not
    whole."""
    for name in (DOCUMENTS, FAILURES, RUN):
        if not (folder / name).is_file():
            raise DatasetError(
                f"{folder} holds no {name}; name the folder that "
                "`stancebook run CORPUS -o OUT` wrote"
            )
    return Dataset(folder, list(read_records(folder / FAILURES)), read_json(folder / RUN))


def read_json(path: Path) -> Record:
    """A JSON object from a file. Raises DatasetError."""
    try:
        data = json.loads(path.read_text("utf-8"))
    except OSError as error:
        raise DatasetError(f"{path} cannot be read: {error.strerror}") from error
    except (ValueError, RecursionError) as error:
        raise DatasetError(f"{path} is no JSON in UTF-8: {error}") from error
    if not isinstance(data, dict):
        raise DatasetError(f"{path} must hold a JSON object")
    return data
