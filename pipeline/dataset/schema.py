"""The JSON Schema of each file of a dataset (JSON Schema 2020-12)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).parent / "schemas"
NAMES = ("documents", "failures", "run")


def schema(name: str) -> dict[str, Any]:
    """The schema of one record of `documents.jsonl` or `failures.jsonl`, or of `run.json`."""
    data: dict[str, Any] = json.loads((_FOLDER / f"{name}.schema.json").read_text("utf-8"))
    return data
