"""UIMA CAS in JSON, as newer versions of INCEpTION write it; read like XMI."""

from __future__ import annotations

from pathlib import Path

from pipeline.exchange.cas import read, write_as
from pipeline.exchange.contract import Export

__all__ = ["read", "write"]


def write(export: Export, path: Path) -> list[str]:
    """Write the folder `path` with JSON."""
    return write_as(export, path, ".json", lambda cas: cas.to_json(pretty_print=False))
