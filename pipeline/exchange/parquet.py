"""Tables as a folder of Parquet files, which pandas, R (arrow), DuckDB and Spark read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pyarrow as pa
from pyarrow import parquet as pq

from pipeline.exchange.columns import ABOUT, CODEBOOK, OF_DOCUMENTS, TABLES, Table
from pipeline.exchange.contract import ExchangeError, Export, Imported, Source
from pipeline.exchange.corrections import import_tables
from pipeline.exchange.sheets import Sheet
from pipeline.exchange.tables import Row, about_rows, codebook_rows, document_rows

_TYPES = {"text": pa.string(), "integer": pa.int64(), "number": pa.float64(), "date": pa.date32()}
_BATCH = 5_000  # rows of a row group: what is held in memory


def write(export: Export, path: Path) -> list[str]:
    """Write one file a table. Each column says in its metadata what it holds."""
    path.mkdir()
    with ExitStack() as stack:
        files = {
            table.name: stack.enter_context(_File(path, table))
            for table in (*OF_DOCUMENTS, CODEBOOK, ABOUT)
        }
        for document in export.dataset.documents():
            for name, rows in document_rows(document).items():
                files[name].add(rows)
        files["codebook"].add(codebook_rows(export.codebook))
        counts = {name: file.count for name, file in files.items() if name != "about"}
        files["about"].add(about_rows(export, counts))
    return []


class _File:
    """One table's file while it is written."""

    def __init__(self, folder: Path, table: Table) -> None:
        fields = [
            pa.field(c.name, _TYPES[c.kind], metadata={"description": c.note})
            for c in table.columns
        ]
        self._schema = pa.schema(fields, metadata={"description": table.note})
        self._writer = pq.ParquetWriter(folder / f"{table.name}.parquet", self._schema)
        self._rows: list[Row] = []
        self.count = 0

    def __enter__(self) -> _File:
        return self

    def __exit__(self, *_: object) -> None:
        self._flush()
        self._writer.close()

    def add(self, rows: Iterable[Row]) -> None:
        """Add rows below those before."""
        for row in rows:
            self._rows.append(row)
            self.count += 1
            if len(self._rows) >= _BATCH:
                self._flush()

    def _flush(self) -> None:
        columns = zip(*self._rows, strict=True) if self._rows else ([] for _ in self._schema)
        arrays = [
            pa.array(list(column), field.type)
            for column, field in zip(columns, self._schema, strict=True)
        ]
        self._writer.write_table(pa.Table.from_arrays(arrays, schema=self._schema))
        self._rows.clear()


def read(path: Path, source: Source) -> Imported:
    """Read corrected tables: the folder, or one file of it. Raises ExchangeError."""
    files = sorted(path.glob("*.parquet")) if path.is_dir() else [path]
    return import_tables(path, map(_sheet, files), source)


def _sheet(file: Path) -> Sheet:
    try:
        parquet = pq.ParquetFile(file)
        header = list(parquet.schema_arrow.names)
    except (pa.ArrowException, OSError, ValueError) as error:
        raise ExchangeError(f"{file}: cannot be read as Parquet: {error}") from error

    def place(row: int, column: int | None) -> str:
        return f"{file.name}: row {row}" + ("" if column is None else f", column {header[column]}")

    wanted = [c.name for table in TABLES.values() for c in table.columns]
    return Sheet(file.stem, header, _rows(file, parquet, header, {*wanted} & {*header}), place)


def _rows(
    file: Path, parquet: Any, header: list[str], wanted: set[str]
) -> Iterator[tuple[int, list[Any]]]:
    number = 0
    try:
        for batch in parquet.iter_batches(batch_size=_BATCH, columns=sorted(wanted)):
            for record in batch.to_pylist():
                number += 1
                yield number, [record.get(name) for name in header]
    except (pa.ArrowException, OSError, ValueError) as error:
        raise ExchangeError(f"{file}: is damaged after row {number}: {error}") from error
