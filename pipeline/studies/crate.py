"""A study's run as an RO-Crate: what was declared, read and run, and every file that came out.

Source: RO-Crate 1.1, https://www.researchobject.org/ro-crate/specification/1.1/.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

from pipeline.dataset.files import write_json
from pipeline.studies.inputs import file_sha256
from pipeline.studies.package import CRATE, is_url, media_type, packed_files
from pipeline.studies.run import DECLARATION, FIGURES, MANIFEST, PAGE
from pipeline.studies.study import Study, StudyError, read_study
from pipeline.studies.verify import read_manifest

Entity = dict[str, Any]
_VERSION = "https://w3id.org/ro/crate/1.1"
_DESCRIPTIONS = {
    DECLARATION: "The study as declared: inputs by hash, computations, published figures",
    MANIFEST: "Hashes of inputs and files, versions, platform, and all figures",
    FIGURES: "All figures with their intervals",
    PAGE: "Published and reproduced figures side by side",
}


def write_crate(out: Path) -> Path:
    """Write `ro-crate-metadata.json` beside a run's files, and return its path. Raises StudyError
    where the folder holds no run, or its study has no `date`, which an RO-Crate must state."""
    study, manifest = read_study(out / DECLARATION), read_manifest(out / MANIFEST)
    if not study.date:
        raise StudyError(f"{study.path}: an RO-Crate needs `date = YYYY-MM-DD`, the day on which "
                         "the study was published")  # fmt: skip
    files = [_file(path, out) for path in packed_files(out)]
    inputs = [_input(name, row) for name, row in manifest["inputs"].items()]
    graph = [
        {"@id": CRATE, "@type": "CreativeWork", "conformsTo": {"@id": _VERSION},
         "about": {"@id": "./"}},
        _root(study, files),
        {"@id": "#licence", "@type": "CreativeWork", "name": study.licence or "not stated",
         "description": f"Licence of the study: {study.licence or 'not stated'}"},
        *files,
        *inputs,
        _program(manifest["environment"]),
        {"@id": "#run", "@type": "CreateAction", "name": f"stancebook study run {study.name}",
         "instrument": {"@id": "#stancebook"},
         "object": [{"@id": DECLARATION}, *_references(inputs)],
         "result": [r for r in _references(files) if r["@id"] != DECLARATION]},
    ]  # fmt: skip
    if study.citation:
        graph.append({"@id": "#citation", "@type": "ScholarlyArticle", "name": study.citation})
    write_json(out / CRATE, {"@context": f"{_VERSION}/context", "@graph": graph})
    return out / CRATE


def _root(study: Study, files: list[Entity]) -> Entity:
    root = {
        "@id": "./",
        "@type": "Dataset",
        "name": study.title,
        "description": study.about or study.title,
        "datePublished": study.date,
        "license": {"@id": "#licence"},
        "hasPart": _references(files),
        "mentions": {"@id": "#run"},
    }
    return root | ({"citation": {"@id": "#citation"}} if study.citation else {})


def _references(entities: list[Entity]) -> list[Entity]:
    return [{"@id": entity["@id"]} for entity in entities]


def _file(path: Path, out: Path) -> Entity:
    name = path.relative_to(out).as_posix()
    described = {"description": _DESCRIPTIONS[name]} if name in _DESCRIPTIONS else {}
    return {
        "@id": quote(name),
        "@type": "File",
        "name": name,
        "encodingFormat": media_type(path),
        "contentSize": str(path.stat().st_size),
        "identifier": f"sha256:{file_sha256(path)}",
    } | described


def _input(name: str, row: Mapping[str, Any]) -> Entity:
    """Data that the study read: described, and not in the crate."""
    entity = {
        "@id": f"#input-{quote(name)}",
        "@type": "CreativeWork",
        "name": row["path"],
        "license": row["licence"] or "not stated",
    }
    if "sha256" in row:
        entity["identifier"] = f"sha256:{row['sha256']}"
    if is_url(row["source"]):
        entity["url"] = row["source"]
    return entity


def _program(environment: Mapping[str, Any]) -> Entity:
    packages = environment["packages"]
    needed = [f"{name} {version}" for name, version in packages.items() if name != "stancebook"]
    return {
        "@id": "#stancebook",
        "@type": "SoftwareApplication",
        "name": "stancebook",
        "version": packages["stancebook"],
        "softwareRequirements": [f"Python {environment['python']}", *needed],
    }
