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
    """A format: its module in this package, what it writes (a folder or one file), whether it can
    be written and read, and whether it takes several annotators' sets."""

    module: str
    folder: bool
    writes: bool = True
    reads: bool = True
    sets: bool = False

    def writer(self) -> Writer:
        """The module's `write`."""
        found: Writer = self._module().write
        return found

    def reader(self) -> Reader:
        """The module's `read`."""
        found: Reader = self._module().read
        return found

    def _module(self) -> Any:
        return import_module(f"pipeline.exchange.{self.module}")


FORMATS: dict[str, Format] = {
    "csv": Format("csv_plain", folder=True),
    "csv-excel": Format("csv_excel", folder=True),
    "xlsx": Format("xlsx", folder=False),
    "parquet": Format("parquet", folder=True),
    "sqlite": Format("sqlite", folder=False),
    "jsonl": Format("jsonl", folder=True),
    "label-studio": Format("label_studio", folder=True, sets=True),
    "doccano": Format("doccano", folder=True, sets=True),
    "brat": Format("brat", folder=True, sets=True),
    "cas": Format("cas", folder=True, sets=True),
    "prodigy": Format("prodigy", folder=False, sets=True),
}


def writable() -> list[str]:
    """The names of the formats that can be written."""
    return [name for name, one in FORMATS.items() if one.writes]


def readable() -> list[str]:
    """The names of the formats that can be read."""
    return [name for name, one in FORMATS.items() if one.reads]
