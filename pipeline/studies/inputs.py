"""A study's inputs: found by path or by hash, checked, and read as rows of text."""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.errors import StancebookError
from pipeline.studies.study import Input, Study, StudyError

Row = dict[str, Any]
_MAX_BYTES = 1_000_000_000
_MAX_FILES = 20_000


class MissingData(StancebookError):
    """Data that the user has not got, or in another version: the study is skipped, and the message
    says why."""


@dataclass(frozen=True, slots=True)
class Found:
    """An input where it was found, with the hash of what is there."""

    input: Input
    path: Path
    sha256: str


def find_inputs(
    study: Study, folders: Iterable[Path] = ()
) -> tuple[dict[str, Found], dict[str, str]]:
    """Find every input: beside the study, or in the first of the folders given (else those that the
    study names) that has it, under its path or, by its hash, under another. Returns what was found,
    and why the rest was not."""
    given = [*folders]
    places = given or [folder for folder in study.data_folders if folder.is_dir()]
    found: dict[str, Found] = {}
    missing: dict[str, str] = {}
    for name, one in study.inputs.items():
        try:
            found[name] = _find(one, study, places)
        except MissingData as reason:
            missing[name] = str(reason)
    return found, missing


def _find(one: Input, study: Study, folders: list[Path]) -> Found:
    if one.root == "study":
        return _checked(one, study.folder / one.path)
    for folder in folders:
        path = folder / one.path
        if path.is_file():
            return _checked(one, path)
    for folder in folders:
        for path in _files(folder):
            if file_sha256(path) == one.sha256:
                return Found(one, path, str(one.sha256))
    raise MissingData(
        f"the data {one.path} is not in the data folder; get it from {one.source or 'its source'} "
        "and name the folder with --data"
    )


def _files(folder: Path) -> Iterator[Path]:
    for number, path in enumerate(sorted(folder.rglob("*")), 1):
        if number > _MAX_FILES:
            return
        if path.is_file() and not path.is_symlink() and path.stat().st_size <= _MAX_BYTES:
            yield path


def _checked(one: Input, path: Path) -> Found:
    if not path.exists():
        raise MissingData(f"{one.path} is not there")
    sha256 = tree_sha256(path) if path.is_dir() else file_sha256(path)
    if one.sha256 is not None and sha256 != one.sha256:
        raise MissingData(
            f"the data {one.path} is another version than the study's: its SHA-256 is {sha256}, "
            f"declared is {one.sha256}"
        )
    return Found(one, path, sha256)


def file_sha256(path: Path) -> str:
    """The SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def tree_sha256(folder: Path) -> str:
    """A SHA-256 over the names and hashes of the files of a folder, in order."""
    digest = hashlib.sha256()
    for path in _files(folder):
        line = f"{file_sha256(path)}  {path.relative_to(folder).as_posix()}\n"
        digest.update(line.encode("utf-8"))
    return digest.hexdigest()


def read_rows(path: Path) -> list[tuple[str, Row]]:
    """The rows of a CSV, TSV or JSONL file (also gzipped), each with its place `FILE:LINE`. Cells
    of a table are text. Raises StudyError."""
    try:
        data = _bytes(path)
        text = data.decode("utf-8-sig")
        suffixes = [s for s in path.suffixes if s != ".gz"]
        if suffixes and suffixes[-1] == ".jsonl":
            return [(f"{path}:{i}", _object(line, f"{path}:{i}"))
                    for i, line in enumerate(text.splitlines(), 1) if line.strip()]  # fmt: skip
        delimiter = "\t" if suffixes and suffixes[-1] == ".tsv" else ","
        csv.field_size_limit(10_000_000)
        reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter)
        return [(f"{path}:{reader.line_num}", row) for row in reader]
    except OSError as error:
        raise StudyError(f"{path}: cannot be read: {error.strerror or error}") from error
    except (UnicodeDecodeError, csv.Error, EOFError) as error:
        raise StudyError(f"{path}: is no sound table in UTF-8: {error}") from error


def _bytes(path: Path) -> bytes:
    if path.suffix != ".gz":
        return path.read_bytes()
    with gzip.open(path) as file:
        data = file.read(_MAX_BYTES + 1)
    if len(data) > _MAX_BYTES:
        raise StudyError(f"{path}: is larger than {_MAX_BYTES} bytes unpacked")
    return data


def _object(line: str, place: str) -> Row:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise StudyError(f"{place}: is no JSON: {error}") from error
    if not isinstance(row, dict):
        raise StudyError(f"{place}: must be a JSON object")
    return row


def selected(
    rows: Iterable[tuple[str, Row]], where: Mapping[str, Any]
) -> Iterator[tuple[str, Row]]:
    """The rows whose columns have one of the values (or the only value) that `where` names; a value
    that begins with ! excludes."""
    for place, row in rows:
        if all(_fits(row, column, wanted, place) for column, wanted in where.items()):
            yield place, row


def _fits(row: Row, column: str, wanted: Any, place: str) -> bool:
    if column not in row:
        raise StudyError(f"{place}: has no column {column!r}")
    values = [str(value) for value in (wanted if isinstance(wanted, list) else [wanted])]
    excluded = {value[1:] for value in values if value.startswith("!")}
    if str(row[column]) in excluded:
        return False
    included = {value for value in values if not value.startswith("!")}
    return not included or str(row[column]) in included
