"""A study's run as a Frictionless data package, which journal archives take.

Source: Data Package v1 and Table Schema v1, https://specs.frictionlessdata.io.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pipeline.dataset.files import write_json
from pipeline.studies.inputs import file_sha256
from pipeline.studies.run import DECLARATION, MANIFEST
from pipeline.studies.study import read_study
from pipeline.studies.verify import read_manifest

DESCRIPTOR, CRATE = "datapackage.json", "ro-crate-metadata.json"
_MEDIA_TYPES = {
    ".csv": "text/csv",
    ".json": "application/json",
    ".md": "text/markdown",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".toml": "application/toml",
}
_MEANINGS = {
    "figure": "name of the figure: step, then what was computed",
    "value": "the figure; empty where it is undefined",
    "low": "lower end of the 95% interval",
    "high": "upper end of the 95% interval",
    "n": "number of units behind the figure",
    "why": "why the figure is undefined",
}


def write_package(out: Path) -> Path:
    """Write `datapackage.json` beside a run's files, and return its path. Raises StudyError where
    the folder holds no run."""
    study, manifest = read_study(out / DECLARATION), read_manifest(out / MANIFEST)
    descriptor = {
        "profile": "data-package",
        "name": study.name,
        "title": study.title,
        "description": study.about or study.title,
        "version": manifest["study_sha256"][:12],
        "sources": [
            {"title": row["path"]} | ({"path": row["source"]} if is_url(row["source"]) else {})
            for row in manifest["inputs"].values()
        ],
        "resources": [_resource(path, out) for path in packed_files(out)],
    }
    if not descriptor["sources"]:
        del descriptor["sources"]
    write_json(out / DESCRIPTOR, descriptor)
    return out / DESCRIPTOR


def packed_files(out: Path) -> list[Path]:
    """The files of a run, sorted, without the descriptors of the package."""
    files = (path for path in out.rglob("*") if path.is_file())
    return sorted(path for path in files if path.name not in (DESCRIPTOR, CRATE))


def media_type(path: Path) -> str:
    """The media type of a run's file."""
    return _MEDIA_TYPES.get(path.suffix, "application/octet-stream")


def is_url(source: str) -> bool:
    """Whether a source is an address, not words."""
    return source.startswith(("https://", "http://")) and " " not in source


def _resource(path: Path, out: Path) -> dict[str, Any]:
    relative = path.relative_to(out).as_posix()
    resource: dict[str, Any] = {
        "name": "".join(c if c.isalnum() or c in "-_." else "-" for c in relative.lower()),
        "path": relative,
        "bytes": path.stat().st_size,
        "hash": f"sha256:{file_sha256(path)}",
        "mediatype": media_type(path),
    }
    if path.suffix != ".csv":
        return resource
    return resource | {
        "profile": "tabular-data-resource",
        "format": "csv",
        "encoding": "utf-8",
        "schema": {"fields": _fields(path.read_text(encoding="utf-8"))},
    }


def _fields(text: str) -> list[dict[str, str]]:
    header, *rows = csv.reader(io.StringIO(text, newline=""))
    columns = [[row[i] for row in rows if row[i]] for i in range(len(header))]
    return [
        {"name": name, "type": _type(values)}
        | ({"description": _MEANINGS[name]} if name in _MEANINGS else {})
        for name, values in zip(header, columns, strict=True)
    ]


def _type(values: Sequence[str]) -> str:
    for name, kind in (("integer", int), ("number", float)):
        try:
            for value in values:
                kind(value)
        except ValueError:
            continue
        if values:
            return name
    return "string"
