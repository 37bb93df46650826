"""The formats by name. A format's module is loaded when it is used."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from pipeline.exchange.contract import Export, Imported, Source

Writer = Callable[[Export, Path], list[str]]
Reader = Callable[[Path, Source], Imported]


@dataclass(frozen=True, slots=True)
class Format:
    """A format: its module in this package, what it writes (a folder or one file), the names of the
    functions that write and read it (None: it cannot be), and whether it takes several annotators'
    sets."""

    module: str
    folder: bool
    writes: str | None = "write"
    reads: str | None = "read"
    sets: bool = False

    def writer(self) -> Writer:
        """The function that writes it."""
        found: Writer = self._function(self.writes)
        return found

    def reader(self) -> Reader:
        """The function that reads it."""
        found: Reader = self._function(self.reads)
        return found

    def _function(self, name: str | None) -> Any:
        assert name is not None
        return getattr(import_module(f"pipeline.exchange.{self.module}"), name)


FORMATS: dict[str, Format] = {
    "csv": Format("csv_tables", folder=True),
    "csv-excel": Format("csv_tables", folder=True, writes="write_excel"),
    "xlsx": Format("xlsx", folder=False),
    "parquet": Format("parquet", folder=True),
    "sqlite": Format("sqlite", folder=False),
    "jsonl": Format("jsonl", folder=True),
    "label-studio": Format("label_studio", folder=True, sets=True),
    "doccano": Format("doccano", folder=True, sets=True),
    "brat": Format("brat", folder=True, sets=True),
    "cas": Format("cas", folder=True, sets=True),
    "cas-json": Format("cas_json", folder=True, sets=True),
    "prodigy": Format("prodigy", folder=False, sets=True),
}


def writable() -> list[str]:
    """The names of the formats that can be written."""
    return [name for name, one in FORMATS.items() if one.writes]


def readable() -> list[str]:
    """The names of the formats that can be read."""
    return [name for name, one in FORMATS.items() if one.reads]
