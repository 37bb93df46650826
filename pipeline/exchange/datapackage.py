"""A description of an export that machines read: a Frictionless data package.

Source: Data Package v1 and Table Schema v1, https://specs.frictionlessdata.io.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.exchange.columns import OF_DOCUMENTS, TABLES, Column, Table
from pipeline.exchange.contract import Export
from pipeline.exchange.tables import codes
from pipeline.studies.inputs import file_sha256

Record = dict[str, Any]

TITLE = "Coded documents: mentions, entities, claims, stance"
_MEDIA_TYPES = {
    ".csv": "text/csv",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".parquet": "application/vnd.apache.parquet",
    ".sqlite": "application/vnd.sqlite3",
    ".db": "application/vnd.sqlite3",
    ".jsonl": "application/jsonlines",
    ".json": "application/json",
    ".xml": "application/xml",
    ".xmi": "application/xml",
    ".md": "text/markdown",
    ".txt": "text/plain",
    ".conf": "text/plain",
    ".ann": "text/plain",
}


@dataclass(frozen=True, slots=True)
class Part:
    """A file of an export; `path` is relative to the description, `table` the one that it holds."""

    path: str
    bytes: int
    sha256: str
    table: Table | None

    @property
    def name(self) -> str:
        """A name made of the path, as both kinds of description want it."""
        return slug(self.path)

    @property
    def media_type(self) -> str:
        """By the extension."""
        return _MEDIA_TYPES.get(Path(self.path).suffix.lower(), "application/octet-stream")


def slug(text: str) -> str:
    """Lower-case letters, digits, `-`, `_` and `.`; nothing else."""
    ascii_only = (c if c.isascii() and (c.isalnum() or c in "-_.") else "-" for c in text.lower())
    return "".join(ascii_only).strip("-.") or "export"


def parts(made: Path) -> list[Part]:
    """The files of an export, a file or a folder."""
    files = sorted(p for p in made.rglob("*") if p.is_file()) if made.is_dir() else [made]
    root = made if made.is_dir() else made.parent
    return [_part(file, root) for file in files]


def _part(file: Path, root: Path) -> Part:
    tabular = file.suffix in (".csv", ".parquet")
    return Part(
        file.relative_to(root).as_posix(),
        file.stat().st_size,
        file_sha256(file),
        TABLES.get(file.stem) if tabular else None,
    )


def datapackage(name: str, export: Export, files: list[Part]) -> Record:
    """The `datapackage.json` of an export."""
    resources = [resource for part in files for resource in _resources(part, export)]
    return {
        "profile": "data-package",
        "name": slug(name),
        "title": TITLE,
        "description": description(export),
        "version": str(export.dataset.run.get("stancebook", "")) or "0",
        "resources": resources,
    }


def description(export: Export) -> str:
    """What a dataset is, in a few sentences."""
    book = export.codebook
    return (
        f"Written by stancebook with the codebook {book.name} {book.version} "
        f"(SHA-256 {book.sha256}). Stances are toward: {book.target}. Offsets are Unicode code "
        "points into a document's text, end exclusive."
    )


def _resources(part: Part, export: Export) -> Iterator[Record]:
    about = {"path": part.path, "mediatype": part.media_type, "bytes": part.bytes,
             "hash": f"sha256:{part.sha256}"}  # fmt: skip
    defined = codes(export.codebook)
    if part.path.endswith(".xlsx"):
        for table in TABLES.values():
            dialect = {"excel": {"sheet": table.name}}
            yield _tabular(table, defined, about | {"format": "xlsx", "dialect": dialect})
    elif part.table is not None and part.path.endswith(".csv"):
        yield _tabular(part.table, defined, about | {"format": "csv", "encoding": "utf-8"})
    else:
        # `type` says that a file is described, not a table to be parsed.
        yield (
            {"name": part.name, "type": "file"}
            | about
            | {
                "profile": "data-resource",
                "format": Path(part.path).suffix.lstrip(".").lower(),
            }
            | ({"description": part.table.note} if part.table else {})
        )


def _tabular(table: Table, defined: Mapping[str, Mapping[str, str]], about: Record) -> Record:
    return {"name": table.name, "profile": "tabular-data-resource", "description": table.note,
            "schema": table_schema(table, defined)} | about  # fmt: skip


def table_schema(table: Table, defined: Mapping[str, Mapping[str, str]]) -> Record:
    """The Table Schema of a table; codes are constraints."""
    keys: Record = {"primaryKey": list(table.key)}
    if table in OF_DOCUMENTS[1:]:
        keys["foreignKeys"] = [
            {"fields": "doc_id", "reference": {"resource": "documents", "fields": "doc_id"}}
        ]
    fields = [_field(column, table, defined) for column in table.columns]
    return {"fields": fields, "missingValues": [""]} | keys


def _field(column: Column, table: Table, defined: Mapping[str, Mapping[str, str]]) -> Record:
    field: Record = {
        "name": column.name,
        "type": "string" if column.kind == "text" else column.kind,
        "description": column.note,
    }
    constraints: Record = {}
    if column.name in table.key:
        constraints["required"] = True
    if allowed := list(defined.get(column.codes or "", ())):
        if table.name == "entities":
            return field
        constraints["enum"] = allowed
    return field | ({"constraints": constraints} if constraints else {})
