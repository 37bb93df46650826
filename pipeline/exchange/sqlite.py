"""Tables as one SQLite database, for those who query."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

from pipeline.exchange.columns import ABOUT, CODEBOOK, OF_DOCUMENTS, TABLES, Table
from pipeline.exchange.contract import ExchangeError, Export, Imported, Source
from pipeline.exchange.corrections import import_tables
from pipeline.exchange.sheets import Sheet
from pipeline.exchange.tables import Cell, Row, about_rows, codebook_rows, document_rows

_TYPES = {"text": "TEXT", "integer": "INTEGER", "number": "REAL", "date": "TEXT"}


def write(export: Export, path: Path) -> list[str]:
    """Write the database: one table a table, with its keys; days as text, `2024-01-29`."""
    with closing(sqlite3.connect(path)) as database, database:
        for table in TABLES.values():
            database.execute(_definition(table))
        counts = dict.fromkeys((table.name for table in (*OF_DOCUMENTS, CODEBOOK)), 0)

        def add(table: Table, rows: list[Row]) -> None:
            marks = ", ".join("?" * len(table.columns))
            database.executemany(
                f"INSERT INTO {table.name} VALUES ({marks})", (list(map(_cell, r)) for r in rows)
            )
            counts[table.name] = counts.get(table.name, 0) + len(rows)

        for document in export.dataset.documents():
            for name, rows in document_rows(document).items():
                add(TABLES[name], rows)
        add(CODEBOOK, list(codebook_rows(export.codebook)))
        add(ABOUT, list(about_rows(export, dict(counts))))
    return []


def _definition(table: Table) -> str:
    parts = [f'"{c.name}" {_TYPES[c.kind]}' for c in table.columns]
    parts.append(f"PRIMARY KEY ({', '.join(table.key)})")
    if len(table.key) > 1 and table is not CODEBOOK:
        parts.append("FOREIGN KEY (doc_id) REFERENCES documents (doc_id)")
    return f"CREATE TABLE {table.name} ({', '.join(parts)})"


def _cell(value: Cell) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def read(path: Path, source: Source) -> Imported:
    """Read corrected tables. The database is opened to read only, and what it might have of views
    and triggers is not used. Raises ExchangeError."""
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as database:
            database.execute("PRAGMA trusted_schema = OFF")
            found = database.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")
            names = sorted(TABLES.keys() & {name for (name,) in found})
            return import_tables(path, [_sheet(path, database, name) for name in names], source)
    except sqlite3.Error as error:
        raise ExchangeError(f"{path}: cannot be read as a SQLite database: {error}") from error


def _sheet(path: Path, database: sqlite3.Connection, name: str) -> Sheet:
    cursor = database.execute(f"SELECT * FROM {name}")  # a name of TABLES
    header = [column[0] for column in cursor.description]

    def place(row: int, column: int | None) -> str:
        where = f"{path.name}: {name}, row {row}"
        return where + ("" if column is None else f", column {header[column]}")

    return Sheet(name, header, _rows(cursor), place)


def _rows(cursor: sqlite3.Cursor) -> Iterator[tuple[int, list[Any]]]:
    for number, row in enumerate(cursor, 1):
        yield number, [repr(cell) if isinstance(cell, bytes) else cell for cell in row]
