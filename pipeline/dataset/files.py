"""Writing and reading the files of a dataset."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from pipeline.errors import StancebookError

DOCUMENTS, FAILURES, RUN = "documents.jsonl", "failures.jsonl", "run.json"


class DatasetError(StancebookError):
    """A dataset that cannot be read or written; the message says where and why."""


def to_line(record: Mapping[str, Any]) -> str:
    """A record as one line of JSON, the same bytes everywhere."""
    return json.dumps(record, ensure_ascii=False, separators=(", ", ": ")) + "\n"


def write_atomically(path: Path, lines: Iterable[str]) -> None:
    """Write a text file in UTF-8, as `write_bytes` does."""
    write_bytes(path, (line.encode("utf-8") for line in lines))


def write_bytes(path: Path, parts: Iterable[bytes]) -> None:
    """Write a file whole or not at all: to a temporary file beside it, then renamed. Raises
    DatasetError where it cannot be written, as on a full disk; the old file is left as it was."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    except OSError as error:
        raise DatasetError(f"{path} cannot be written: {error.strerror}") from error
    try:
        with os.fdopen(handle, "wb") as file:
            file.writelines(parts)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
    except BaseException as error:
        Path(temporary).unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise DatasetError(f"{path} cannot be written: {error.strerror}") from error
        raise


def write_json(path: Path, data: Any) -> None:
    """Write indented JSON, atomically."""
    write_atomically(path, [json.dumps(data, ensure_ascii=False, indent=2, sort_keys=True) + "\n"])


def read_records(path: Path) -> Iterator[dict[str, Any]]:
    """The records of a JSONL file, in order. Raises DatasetError with file and line."""
    import jsonlines  # a run only writes: it must not pay for this

    if path.is_dir():
        path = path / DOCUMENTS
    try:
        with jsonlines.open(path) as reader:
            yield from reader.iter(type=dict)
    except OSError as error:
        raise DatasetError(f"{path} cannot be read: {error.strerror}") from error
    except jsonlines.InvalidLineError as error:
        raise DatasetError(f"{path}:{error.lineno}: is no JSON object") from error
