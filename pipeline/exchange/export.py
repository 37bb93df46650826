"""Writing an export into place: whole or not at all, and never over somebody's work."""

from __future__ import annotations

import sqlite3
import tempfile
from pathlib import Path

from jsonschema import Draft202012Validator

from pipeline.dataset.files import DOCUMENTS, RUN, write_json
from pipeline.dataset.records import SCHEMA_VERSION
from pipeline.dataset.schema import schema
from pipeline.exchange.contract import ExchangeError, Export
from pipeline.exchange.croissant import croissant
from pipeline.exchange.datapackage import datapackage, parts
from pipeline.exchange.formats import Format


def write_export(form: Format, export: Export, path: Path, *, force: bool = False) -> list[str]:
    """Write `export` to `path` in the format `form`, with descriptions as a Frictionless data
    package and as Croissant; returns the format's notices.

    Raises ExchangeError where `path` is there already (a folder may be empty): it may hold
    corrections. With `force` its files are replaced.
    """
    if export.sets and not form.sets:
        raise ExchangeError("this format takes no annotation sets: leave --set away")
    if form.folder and path.suffix in (".csv", ".parquet", ".jsonl"):
        raise ExchangeError(f"{path}: this format is a folder, one file a table: name a folder")
    if not force and path.exists() and not (path.is_dir() and not any(path.iterdir())):
        raise ExchangeError(f"{path} is there already and may hold corrections; name another, or "
                            "give --force to replace it")  # fmt: skip
    path = path.resolve()
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=f".{path.name}.") as folder:
        made = Path(folder) / path.name
        notices = _write(form, export, made)
        _describe(export, made)
        _put(Path(folder), path.parent)
    return notices


def _write(form: Format, export: Export, made: Path) -> list[str]:
    version = export.dataset.run.get("schema_version", SCHEMA_VERSION)
    if version != SCHEMA_VERSION:
        raise ExchangeError(
            f"{export.dataset.folder / RUN}: the dataset is of version {version!r}, this "
            f"stancebook knows {SCHEMA_VERSION!r}: use the one that wrote it"
        )
    try:
        return form.writer()(export, made)
    except (LookupError, TypeError, ValueError, AttributeError, sqlite3.Error) as error:
        if fault := _first_fault(export):
            raise ExchangeError(fault) from error
        raise


def _first_fault(export: Export) -> str | None:
    """The first line of the dataset that is not as its schema wants it, where that is why writing
    failed."""
    path = export.dataset.folder / DOCUMENTS
    validator = Draft202012Validator(schema("documents"))
    seen: dict[str, int] = {}
    for line, record in enumerate(export.dataset.documents(), 1):
        for error in validator.iter_errors(record):
            where = ".".join(map(str, error.absolute_path)) or "the document"
            return f"{path}:{line}: {where}: {error.message[:200]}"
        before = seen.setdefault(record["doc_id"], line)
        if before != line:
            return f"{path}:{line}: the document {record['doc_id']} stands already in line {before}"
    return None


def _describe(export: Export, made: Path) -> None:
    """Put the descriptions into the folder of an export, or beside its one file."""
    files = parts(made)
    folder, prefix = (made, "") if made.is_dir() else (made.parent, f"{made.stem}.")
    write_json(folder / f"{prefix}datapackage.json", datapackage(made.stem, export, files))
    write_json(folder / f"{prefix}croissant.json", croissant(made.stem, export, files))


def _put(made: Path, place: Path) -> None:
    for file in sorted(p for p in made.rglob("*") if p.is_file()):
        target = place / file.relative_to(made)
        target.parent.mkdir(parents=True, exist_ok=True)
        file.replace(target)
