"""A dataset card by which the `datasets` library reads an export with its types, whatever its first
lines leave out.

Source: Hugging Face, "Dataset Cards" and "Data files Configuration": YAML before the text of
README.md, here in its JSON form.
"""

from __future__ import annotations

import json
from typing import Any

from pipeline.dataset.schema import schema

Record = dict[str, Any]

_TYPES = {"string": "string", "integer": "int64", "number": "float64", "boolean": "bool"}


def card(title: str, about: str, data_file: str) -> str:
    """The `README.md` of a folder whose `data_file` has lines as the schema of documents says."""
    data = {
        "configs": [{"config_name": "default", "data_files": data_file}],
        "dataset_info": {"features": _fields(schema("documents"))},
    }
    return f"---\n{json.dumps(data, indent=1)}\n---\n\n# {title}\n\n{about}\n"


def _fields(schema: Record) -> list[Record]:
    return [{"name": name} | _feature(one) for name, one in schema["properties"].items()]


def _feature(schema: Record) -> Record:
    kind = schema.get("type", "string")  # constants and enumerations here are text
    if isinstance(kind, list):
        kind = next(k for k in kind if k != "null")
    if kind == "object":
        return {"struct": _fields(schema)}
    if kind == "array":
        item = _feature(schema["items"])
        return {"list": item.get("struct", item.get("dtype"))}
    return {"dtype": _TYPES[kind]}
