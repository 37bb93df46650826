"""Labelled sentences: the rows that models are trained and measured on."""

from __future__ import annotations

import csv
import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

from pipeline.errors import ConfigurationError

Task = Literal["stance", "claim", "type"]
TASKS: tuple[Task, ...] = ("stance", "claim", "type")


class DataError(ConfigurationError):
    """Training data that cannot be used; the message names file, line, cause and mend."""


@dataclass(frozen=True, slots=True, eq=False)
class Passage:
    """A text as its sentences, in order, under its title (which may be empty). Two are equal only
    where they are the same text of the same place."""

    title: str
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Example:
    """One text to judge. `context` is the text before it, or the thesis that it answers; `group`
    (an intervention, a thesis, a document) is never split between training and testing. `target` is
    what the stance is about, where a table has several.

    A sentence of a longer text is number `place` of its `passage`, whose author's stance is
    `author_label`; `by_author` says whether the sentence states the author's own view."""

    text: str
    context: str = ""
    label: str | None = None
    group: str = ""
    passage: Passage | None = None
    place: int = 0
    author_label: str | None = None
    by_author: bool = True
    target: str = ""


def read_examples(paths: Iterable[Path], task: Task = "stance") -> list[Example]:
    """Read labelled rows of JSONL or CSV files, or of every such file in a folder, in order.

    A row has `text`, and its label under the task's name or under `label`; `context` (or `thesis`),
    `target` and `group` may be there. Rows with one `passage` are the sentences of one text, in
    order, whose `title` and `author_stance` they may give. Rows without a label for the task are
    left out, though they are still read as the surroundings of the others. Raises DataError for a
    row that cannot be read.
    """
    examples: list[Example] = []
    for file in _files(paths):
        rows = [(f"{file}:{line}", row) for line, row in _rows(file)]
        for place, row in rows:
            if isinstance(row, Mapping) and "text_sha256" in row:
                raise DataError(f"{place}: is a document of an annotation set; name the set "
                                "itself, and with --corpus its texts")  # fmt: skip
            if not isinstance(row, Mapping) or not isinstance(row.get("text"), str):
                raise DataError(f"{place}: needs `text`: the sentence to judge")
        passages = _passages([row for _, row in rows])
        for (place, row), (passage, number) in zip(rows, passages, strict=True):
            example = _example(row, task, place)
            if example is None:
                continue
            if passage is not None and not example.context and number:
                example = replace(example, context=passage.sentences[number - 1])
            examples.append(replace(example, passage=passage, place=number))
    if not examples:
        raise DataError(f"no rows with `text` and `{task}` (or `label`) were found")
    return examples


def data_sha256(paths: Iterable[Path]) -> str:
    """SHA-256 over the training files, in the order in which they are read."""
    digest = hashlib.sha256()
    for file in _files(paths):
        digest.update(file.read_bytes())
    return digest.hexdigest()


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from sorted(p for p in path.iterdir() if p.suffix in (".jsonl", ".csv"))
        elif path.is_file():
            yield path
        else:
            raise DataError(f"there is no file or folder {path}")


def _rows(file: Path) -> Iterator[tuple[int, Any]]:
    try:
        if file.suffix == ".csv":
            with file.open(encoding="utf-8-sig", newline="") as lines:
                reader = csv.DictReader(lines)
                for row in reader:
                    yield reader.line_num, row
            return
        with file.open(encoding="utf-8") as lines:
            for line, written in enumerate(lines, 1):
                if written.strip():
                    yield line, json.loads(written)
    except UnicodeDecodeError as error:
        raise DataError(f"{file}: is not UTF-8: {error}") from error
    except (ValueError, csv.Error) as error:
        raise DataError(f"{file}: holds a line that cannot be read: {error}") from error


def _passages(rows: Sequence[Mapping[str, Any]]) -> list[tuple[Passage | None, int]]:
    """The passage of each row, and the row's place in it."""
    members: dict[str, list[int]] = defaultdict(list)
    for i, row in enumerate(rows):
        if row.get("passage"):
            members[str(row["passage"])].append(i)
    found: list[tuple[Passage | None, int]] = [(None, 0)] * len(rows)
    for indices in members.values():
        title = str(rows[indices[0]].get("title") or "")
        passage = Passage(title, tuple(rows[i]["text"] for i in indices))
        for number, i in enumerate(indices):
            found[i] = passage, number
    return found


def _example(row: Mapping[str, Any], task: Task, place: str) -> Example | None:
    value = row.get(task, row.get("label"))
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        value = "claim" if value else "other"
    if not isinstance(value, str):
        raise DataError(f"{place}: the label must be text, not {value!r}")
    return Example(
        text=row["text"],
        context=str(row.get("context") or row.get("thesis") or ""),
        target=str(row.get("target") or ""),
        label=value,
        group=str(row.get("group") or row.get("context") or row.get("thesis") or place),
        author_label=row.get("author_stance"),
        by_author=row.get("holder", "author") == "author",
    )


def labels_of(examples: Sequence[Example]) -> list[str]:
    """The labels, all of which must be there."""
    return [example.label or "" for example in examples]
