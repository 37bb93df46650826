"""A description of an export for machine learning tools: Croissant metadata (JSON-LD).

Source: Croissant Format Specification 1.0, https://docs.mlcommons.org/croissant/docs/.
"""

from __future__ import annotations

from typing import Any

from pipeline.exchange.columns import Table
from pipeline.exchange.contract import Export
from pipeline.exchange.datapackage import TITLE, Part, description, slug

Record = dict[str, Any]

_TYPES = {"text": "sc:Text", "integer": "sc:Integer", "number": "sc:Float", "date": "sc:Date"}
# The words of the specification that stand under its own prefix.
_WORDS = (
    "citeAs column equivalentProperty extract field fileProperty fileObject fileSet format "
    "includes isLiveDataset jsonPath key md5 parentField path recordSet references regex repeated "
    "replace samplingRate separator source subField transform"
)
_CONTEXT: Record = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "sc": "https://schema.org/",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "dct": "http://purl.org/dc/terms/",
    "conformsTo": "dct:conformsTo",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "examples": {"@id": "cr:examples", "@type": "@json"},
} | {word: f"cr:{word}" for word in _WORDS.split()}


def croissant(name: str, export: Export, files: list[Part]) -> Record:
    """The `croissant.json` of an export. Tables in CSV and Parquet have their columns described;
    other files stand with their hash."""
    return {
        "@context": _CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        "name": slug(name),
        "alternateName": TITLE,
        "description": description(export),
        "version": str(export.dataset.run.get("stancebook", "")) or "0",
        "distribution": [_file(part) for part in files],
        "recordSet": [_records(part, part.table) for part in files if part.table is not None],
    }


def _file(part: Part) -> Record:
    return {
        "@type": "cr:FileObject",
        "@id": part.name,
        "name": part.name,
        "contentUrl": part.path,
        "contentSize": f"{part.bytes} B",
        "encodingFormat": part.media_type.replace(
            "application/vnd.apache.parquet", "application/x-parquet"
        ),
        "sha256": part.sha256,
    }


def _records(part: Part, table: Table) -> Record:
    return {
        "@type": "cr:RecordSet",
        "@id": table.name,
        "name": table.name,
        "description": table.note,
        "key": [{"@id": f"{table.name}/{column}"} for column in table.key],
        "field": [
            {
                "@type": "cr:Field",
                "@id": f"{table.name}/{column.name}",
                "name": column.name,
                "description": column.note,
                "dataType": _TYPES[column.kind],
                "source": {
                    "fileObject": {"@id": part.name},
                    "extract": {"column": column.name},
                },
            }
            for column in table.columns
        ],
    }
