"""A codebook: labels with definitions, the target of stance, and gazetteers, read from files."""

from __future__ import annotations

import csv
import hashlib
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.errors import ConfigurationError

BUILT_IN = Path(__file__).parent / "data" / "military-intervention.toml"

# The columns that each gazetteer must have.
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "cartels": ("form", "name", "label", "wikidata", "source"),
    "agencies": ("form", "name", "label", "wikidata", "source"),
    "officials": ("form", "name", "title", "wikidata", "source"),
    "titles": ("form", "rank", "kind", "language"),
    "nationalities": ("adjective", "country", "language"),
    "bodies": ("noun", "kind", "language"),
}
_SECTIONS = ("target", "mentions", "claim_types", "stances", "gazetteers")
_MAX_ROWS = 500_000

Row = Mapping[str, str]
# A row with the number of its line.
_Line = tuple[int, Row]


class CodebookError(ConfigurationError):
    """A codebook that cannot be used; the message names file, line, cause and mend."""


@dataclass(frozen=True, slots=True)
class Problem:
    """A mistake in a codebook file; `line` is 1-based, or 0 where it is the whole file's."""

    path: Path
    line: int
    message: str

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}" if self.line else str(self.path)
        return f"{place}: {self.message}"


@dataclass(frozen=True, slots=True)
class Codebook:
    """What the pipeline looks for. `gazetteers` maps a gazetteer's name to its rows in file order;
    `sha256` covers the codebook file and every gazetteer, so that a run can notice a change."""

    name: str
    version: str
    target: str
    target_terms: tuple[str, ...]
    mention_labels: Mapping[str, str]
    claim_types: Mapping[str, str]
    stances: Mapping[str, str]
    gazetteers: Mapping[str, tuple[Row, ...]]
    sha256: str


def load_codebook(path: Path | None = None) -> Codebook:
    """Read the codebook at `path` (a TOML file, or a folder that holds `codebook.toml`); without a
    path, the built-in one. Raises CodebookError, with every problem listed, if it is not sound."""
    file = _codebook_file(path)
    draft = _read_draft(file)
    if draft.problems:
        raise CodebookError("\n".join(str(problem) for problem in draft.problems))
    data = draft.data
    digest = hashlib.sha256(file.read_bytes())
    gazetteers: dict[str, tuple[Row, ...]] = {}
    for name, relative in sorted(data["gazetteers"].items()):
        digest.update((file.parent / relative).read_bytes())
        gazetteers[name] = tuple(row for _, row in draft.tables[name])
    return Codebook(
        name=data["name"],
        version=str(data["version"]),
        target=data["target"]["name"],
        target_terms=tuple(data["target"].get("terms", ())),
        mention_labels=data["mentions"],
        claim_types=data["claim_types"],
        stances=data["stances"],
        gazetteers=gazetteers,
        sha256=digest.hexdigest(),
    )


def check_codebook(path: Path | None = None) -> Iterator[Problem]:
    """Yield every mistake in a codebook and its gazetteers."""
    yield from _read_draft(_codebook_file(path)).problems


@dataclass(frozen=True, slots=True)
class _Draft:
    """A codebook's files as they are, sound or not: the TOML, the lines of each gazetteer, and
    every mistake."""

    data: Mapping[str, Any]
    tables: Mapping[str, list[_Line]]
    problems: list[Problem]


def _read_draft(file: Path) -> _Draft:
    try:
        data = tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        return _Draft({}, {}, [Problem(file, 0, f"cannot be read: {error.strerror}")])
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        return _Draft({}, {}, [Problem(file, 0, f"is not TOML in UTF-8: {error}")])
    problems = list(_check_sections(file, data))
    tables: dict[str, list[_Line]] = {}
    gazetteers = data.get("gazetteers", {})
    for name, relative in gazetteers.items() if isinstance(gazetteers, dict) else ():
        read = _read_gazetteer(file, name, relative)
        if isinstance(read, Problem):
            problems.append(read)
        else:
            tables[name] = read
            problems.extend(_check_lines(file.parent / relative, COLUMNS[name], read))
    return _Draft(data, tables, problems)


def _codebook_file(path: Path | None) -> Path:
    if path is None:
        return BUILT_IN
    return path / "codebook.toml" if path.is_dir() else path


def _check_sections(file: Path, data: Mapping[str, Any]) -> Iterator[Problem]:
    for key in ("name", "version"):
        if not isinstance(data.get(key), str):
            yield Problem(file, 0, f'needs `{key} = "..."` at the top')
    for section in _SECTIONS:
        if not isinstance(data.get(section), dict):
            yield Problem(file, 0, f"needs a section [{section}]")
    target = data.get("target")
    if isinstance(target, dict) and not isinstance(target.get("name"), str):
        yield Problem(file, 0, '[target] needs `name = "..."`: what the stance is about')
    stances = data.get("stances")
    if isinstance(stances, dict) and set(stances) != {"favor", "against", "neutral"}:
        yield Problem(file, 0, "[stances] defines exactly favor, against and neutral")


def _read_gazetteer(file: Path, name: str, relative: object) -> list[_Line] | Problem:
    if name not in COLUMNS:
        return Problem(file, 0, f"[gazetteers] has `{name}`; known: {', '.join(COLUMNS)}")
    if not isinstance(relative, str):
        return Problem(file, 0, f"[gazetteers] {name} must be the path of a CSV file")
    table = file.parent / relative
    if not table.is_file():
        return Problem(file, 0, f"[gazetteers] {name}: there is no file {table}")
    try:
        return list(_read_table(table))
    except (UnicodeDecodeError, csv.Error, ValueError) as error:
        return Problem(table, 0, f"is not a CSV table in UTF-8: {error}")


def _check_lines(table: Path, columns: Sequence[str], lines: Iterable[_Line]) -> Iterator[Problem]:
    first_seen: dict[tuple[str, ...], int] = {}
    for line, row in lines:
        missing = [column for column in columns if row.get(column) is None]
        if missing:
            yield Problem(table, line, f"lacks the column(s) {', '.join(missing)}")
            return
        if not row[columns[0]].strip():
            yield Problem(table, line, f"`{columns[0]}` is empty")
        key = (row[columns[0]], row.get("language", ""))
        if key in first_seen:
            yield Problem(table, line, f"`{key[0]}` stands already in line {first_seen[key]}")
        first_seen.setdefault(key, line)
        qid = row.get("wikidata", "")
        if qid and not (qid[0] == "Q" and qid[1:].isdigit()):
            yield Problem(table, line, f"`{qid}` is not a Wikidata identifier such as Q123")


def _read_table(path: Path) -> Iterator[_Line]:
    """Yield `(line, row)` of a CSV file whose first lines may be comments (`#`)."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        lines = ((number, line) for number, line in enumerate(file, 1) if not line.startswith("#"))
        numbers: list[int] = []

        def feed() -> Iterator[str]:
            for number, line in lines:
                numbers.append(number)
                yield line

        for count, row in enumerate(csv.DictReader(feed(), strict=True)):
            if count >= _MAX_ROWS:
                raise ValueError(f"more than {_MAX_ROWS} rows")
            yield numbers[-1], {key: value for key, value in row.items() if key is not None}
