"""`STUDY.toml`: what a study takes in, what it computes, and what was published about it.

Source of the idea: a declared, re-runnable analysis (Wilson et al. 2017, PLOS Comput. Biol. 13). A
study file is data: nothing in it is executed, and its paths are only read.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, Literal, get_args

from pipeline.errors import ConfigurationError

Root = Literal["data", "study"]
Status = Literal["published", "quoted", "earlier"]
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_KEYS = {"name", "title", "about", "citation", "licence", "date", "seed", "digits", "data",
         "codebook", "inputs", "compute", "figure"}  # fmt: skip


class StudyError(ConfigurationError):
    """A study that cannot be used; the message names file, place, cause and mend."""


@dataclass(frozen=True, slots=True)
class Input:
    """A file (or, under the study, a folder) that the study reads. `root` says whether `path` is
    under the user's data folder, where the hash is required, or beside the study."""

    name: str
    path: str
    root: Root
    sha256: str | None
    source: str
    licence: str


@dataclass(frozen=True, slots=True)
class Step:
    """One computation: what is done (`do`), and its options as they stand in the file."""

    id: str
    do: str
    options: Mapping[str, Any]
    place: str

    @property
    def inputs(self) -> list[str]:
        """The names of the inputs without which it cannot be done."""
        alone = [self.options["input"]] if "input" in self.options else []
        return [str(name) for name in (*alone, *self.options.get("inputs", []))]

    @property
    def reads(self) -> list[str]:
        """The names of all inputs that its figures may depend on."""
        return [*self.inputs, *map(str, self.options.get("corpora", []))]


@dataclass(frozen=True, slots=True)
class Published:
    """A figure as somebody printed it. `value` keeps its digits; `scale` is what the computed
    figure is multiplied with before it is compared; `note` explains a difference; `status` says how
    well the value is known: `published` (read where it was printed), `quoted` (published, and taken
    from somebody who quotes it), or `earlier` (nobody published it; somebody computed it)."""

    id: str
    label: str
    value: str | None
    source: str
    note: str
    scale: float
    status: Status

    @property
    def digits(self) -> int | None:
        """The number of digits after the point, as printed."""
        if self.value is None:
            return None
        exponent = Decimal(self.value).as_tuple().exponent
        return max(0, -int(exponent))


@dataclass(frozen=True, slots=True)
class Study:
    """A checked study file."""

    path: Path
    name: str
    title: str
    about: str
    citation: str
    licence: str
    date: str
    seed: int
    digits: int
    data_folders: tuple[Path, ...]
    codebook: Mapping[str, Any]
    inputs: Mapping[str, Input]
    steps: tuple[Step, ...]
    published: tuple[Published, ...] = field(default=())

    @property
    def folder(self) -> Path:
        """Where the study file lies."""
        return self.path.parent


def read_study(path: Path) -> Study:
    """Read and check a study file. Raises StudyError."""
    if path.is_dir():
        path = path / "STUDY.toml"
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise StudyError(f"{path}: cannot be read: {error.strerror or error}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise StudyError(f"{path}: is no sound TOML: {error}") from error
    unknown = sorted(set(table) - _KEYS)
    if unknown:
        raise StudyError(f"{path}: has the unknown key {unknown[0]!r}; known: {_listed(_KEYS)}")
    name = _text(table, "name", str(path), required=True)
    if not _NAME.fullmatch(name):
        raise StudyError(f"{path}: `name` must be lower-case letters, digits, - and _: {name!r}")
    inputs = {key: _input(key, row, path) for key, row in _tables(table, "inputs", path).items()}
    steps = tuple(_step(i, row, path, inputs) for i, row in _listing(table, "compute", path))
    if not steps:
        raise StudyError(f"{path}: computes nothing; it needs a [[compute]]")
    seen: set[str] = set()
    for step in steps:
        if step.id in seen:
            raise StudyError(f"{step.place}: another step has the id {step.id!r} already")
        seen.add(step.id)
    return Study(
        path=path,
        name=name,
        title=_text(table, "title", str(path), required=True),
        about=_text(table, "about", str(path)),
        citation=_text(table, "citation", str(path)),
        licence=_text(table, "licence", str(path)),
        date=_date(table, path),
        seed=_whole(table, "seed", 0, path),
        digits=_whole(table, "digits", 3, path),
        data_folders=tuple(path.parent / folder for folder in _texts(table, "data", path)),
        codebook=_tables(table, "codebook", path),
        inputs=inputs,
        steps=steps,
        published=tuple(_published(i, row, path) for i, row in _listing(table, "figure", path)),
    )


def _input(name: str, row: Any, path: Path) -> Input:
    place = f"{path}: [inputs.{name}]"
    if not isinstance(row, dict):
        raise StudyError(f"{place}: must be a table with `path` and `sha256`")
    root = row.get("root", "data")
    if root not in get_args(Root):
        raise StudyError(f"{place}: `root` is one of {', '.join(get_args(Root))}, not {root!r}")
    relative = _text(row, "path", place, required=True)
    if Path(relative).is_absolute() or (root == "data" and ".." in Path(relative).parts):
        raise StudyError(f"{place}: `path` must stay under the {root} folder: {relative!r}")
    sha256 = row.get("sha256")
    if sha256 is None and root == "data":
        raise StudyError(f"{place}: needs `sha256`, the hash of the file")
    if sha256 is not None and not (isinstance(sha256, str) and _SHA256.fullmatch(sha256)):
        raise StudyError(f"{place}: `sha256` must be 64 lower-case hexadecimal digits")
    return Input(name, relative, root, sha256, _text(row, "source", place),
                 _text(row, "licence", place))  # fmt: skip


def _step(number: int, row: Any, path: Path, inputs: Mapping[str, Input]) -> Step:
    place = f"{path}: [[compute]] {number}"
    if not isinstance(row, dict):
        raise StudyError(f"{place}: must be a table")
    step_id = _text(row, "id", place, required=True)
    if not _NAME.fullmatch(step_id):
        raise StudyError(f"{place}: `id` must be lower-case letters, digits, - and _: {step_id!r}")
    place = f"{place} ({step_id})"
    step = Step(step_id, _text(row, "do", place, required=True), row, place)
    for key in ("inputs", "corpora"):
        if not isinstance(row.get(key, []), list):
            raise StudyError(f"{place}: `{key}` must be a list of names")
    for name in step.reads:
        if name not in inputs:
            raise StudyError(f"{place}: there is no [inputs.{name}]")
    return step


def _published(number: int, row: Any, path: Path) -> Published:
    place = f"{path}: [[figure]] {number}"
    if not isinstance(row, dict):
        raise StudyError(f"{place}: must be a table")
    figure_id = _text(row, "id", place, required=True)
    value = row.get("published")
    if value is not None:
        try:
            sound = isinstance(value, str) and Decimal(value).is_finite()
        except InvalidOperation:
            sound = False
        if not sound:
            raise StudyError(
                f'{place}: `published` must be text that is a number, such as "0.95", so that its '
                "digits are known"
            )
    scale = row.get("scale", 1)
    if not isinstance(scale, int | float) or isinstance(scale, bool):
        raise StudyError(f"{place}: `scale` must be a number")
    status = row.get("status", "published")
    if status not in get_args(Status):
        raise StudyError(f"{place}: `status` is one of {', '.join(get_args(Status))}")
    return Published(
        figure_id,
        _text(row, "label", place) or figure_id,
        value,
        _text(row, "source", place),
        _text(row, "note", place),
        float(scale),
        status,
    )


def _text(row: Mapping[str, Any], key: str, place: str, *, required: bool = False) -> str:
    value = row.get(key, "")
    if not isinstance(value, str) or (required and not value):
        raise StudyError(f"{place}: needs `{key}`, as text")
    return " ".join(value.split())


def _date(row: Mapping[str, Any], path: Path) -> str:
    """The day on which the study was published, in ISO 8601, or an empty text."""
    value = row.get("date", "")
    if value and (not isinstance(value, date) or isinstance(value, datetime)):
        raise StudyError(f"{path}: `date` must be a day, such as 2026-11-27 without quotes")
    return str(value)


def _texts(row: Mapping[str, Any], key: str, path: Path) -> Sequence[str]:
    value = row.get(key, [])
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise StudyError(f"{path}: `{key}` must be a list of texts")
    return value


def _whole(row: Mapping[str, Any], key: str, default: int, path: Path) -> int:
    value = row.get(key, default)
    if type(value) is not int or value < 0:
        raise StudyError(f"{path}: `{key}` must be a whole number, 0 or more")
    return value


def _tables(row: Mapping[str, Any], key: str, path: Path) -> Mapping[str, Any]:
    value = row.get(key, {})
    if not isinstance(value, dict):
        raise StudyError(f"{path}: [{key}] must be a table")
    return value


def _listing(row: Mapping[str, Any], key: str, path: Path) -> list[tuple[int, Any]]:
    value = row.get(key, [])
    if not isinstance(value, list):
        raise StudyError(f"{path}: must write [[{key}]], once for each")
    return list(enumerate(value, 1))


def _listed(names: set[str]) -> str:
    return ", ".join(sorted(names))
