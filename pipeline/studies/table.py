"""Labels as a table of units by annotators, with holes where an annotator gave none."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse

Value = str | int | float
Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
MISSING = -1
_DENSE_CELLS = 2_000_000


class AgreementError(ValueError):
    """A table that a coefficient cannot be computed on; the message says why."""


class Undefined(AgreementError):
    """A coefficient that has no value on this table, such as alpha where one label only occurs."""


@dataclass(frozen=True)
class Table:
    """`codes` has a row for each unit and a column for each annotator: a place in `values`, or -1.

    `weights` says how often each row counts: 1, or more where rows stand for several equal units
    (a stretch of characters, a bootstrap sample).
    """

    units: tuple[str, ...]
    annotators: tuple[str, ...]
    values: tuple[Value, ...]
    codes: Ints
    weights: Floats

    @classmethod
    def of(
        cls,
        rows: Iterable[Sequence[Any]],
        *,
        units: Sequence[str] | None = None,
        annotators: Sequence[str] | None = None,
        weights: Sequence[float] | None = None,
    ) -> Table:
        """A table of one row of labels a unit; None and NaN are missing. Raises AgreementError."""
        listed = [list(row) for row in rows]
        width = max((len(row) for row in listed), default=len(annotators or ()))
        if any(len(row) != width for row in listed):
            raise AgreementError("every unit needs one place for each annotator (None if missing)")
        known = {value for row in listed for value in row if not _missing(value)}
        values = tuple(sorted(known, key=_order))
        places = {value: place for place, value in enumerate(values)}
        codes = np.array(
            [[MISSING if _missing(v) else places[v] for v in row] for row in listed],
            dtype=np.int64,
        ).reshape(len(listed), width)
        return cls(
            tuple(units or (str(i) for i in range(1, len(listed) + 1))),
            tuple(annotators or (str(i) for i in range(1, width + 1))),
            values,
            codes,
            np.ones(len(listed)) if weights is None else np.asarray(weights, dtype=np.float64),
        )

    @classmethod
    def from_long(cls, rows: Iterable[tuple[str, str, Value]]) -> Table:
        """A table of (unit, annotator, label) rows; each pair of unit and annotator once."""
        cells: dict[tuple[str, str], Value] = {}
        for unit, annotator, label in rows:
            if (unit, annotator) in cells:
                raise AgreementError(f"{annotator} labels unit {unit} twice")
            cells[unit, annotator] = label
        units = {unit: row for row, unit in enumerate(dict.fromkeys(u for u, _ in cells))}
        annotators = {name: place for place, name in enumerate(sorted({a for _, a in cells}))}
        values = tuple(sorted(set(cells.values()), key=_order))
        places = {value: place for place, value in enumerate(values)}
        codes = np.full((len(units), len(annotators)), MISSING, dtype=np.int64)
        for (unit, annotator), label in cells.items():
            codes[units[unit], annotators[annotator]] = places[label]
        return cls(tuple(units), tuple(annotators), values, codes, np.ones(len(units)))

    @cached_property
    def counts(self) -> sparse.csr_matrix:
        """How many annotators gave each value (column) to each unit (row)."""
        rows, columns = np.nonzero(self.codes >= 0)
        return sparse.csr_matrix(
            (np.ones(len(rows)), (rows, self.codes[rows, columns])),
            shape=(len(self.codes), len(self.values)),
        )

    @cached_property
    def coincident(self) -> Floats | None:
        """Each row's own coincidences (Krippendorff 2011, section C, step 2) as a flat matrix of
        values by values, or None where that would be large. Many weights can share it."""
        size = len(self.values)
        if len(self.codes) * size**2 > _DENSE_CELLS:
            return None
        counts = self.counts.toarray()
        labels = counts.sum(axis=1)
        share = np.where(labels >= 2, 1 / np.maximum(labels - 1, 1), 0.0)
        pairs = counts[:, :, None] * (counts[:, None, :] - np.eye(size)) * share[:, None, None]
        return np.asarray(pairs.reshape(len(counts), size * size), dtype=np.float64)

    def pair(self, first: int, second: int) -> Table:
        """The columns of two annotators."""
        columns = [first, second]
        names = tuple(self.annotators[column] for column in columns)
        return replace(self, annotators=names, codes=self.codes[:, columns])

    def place(self, unit: str) -> int:
        """The row of a unit."""
        return self._rows[unit]

    @cached_property
    def _rows(self) -> dict[str, int]:
        return {unit: row for row, unit in enumerate(self.units)}

    def only(self, value: Value) -> Table:
        """The same cells as `value` or `other`: agreement on one label against all others."""
        code = self.values.index(value)
        codes = np.where(self.codes < 0, MISSING, np.where(self.codes == code, 0, 1))
        return replace(self, values=(value, "other"), codes=codes)

    def distinct(self) -> Table:
        """Equal rows put together, their weights added: every coefficient keeps its value."""
        codes, first, inverse = np.unique(
            self.codes, axis=0, return_index=True, return_inverse=True
        )
        weights = np.bincount(inverse.reshape(-1), weights=self.weights, minlength=len(codes))
        units = tuple(self.units[place] for place in first)
        return replace(self, units=units, codes=codes, weights=weights.astype(np.float64))

    def reweighted(self, weights: Floats) -> Table:
        """The same rows with other weights; what was computed from the rows is kept."""
        table = replace(self, weights=weights)
        table.__dict__.update(counts=self.counts, coincident=self.coincident)
        return table


Rows = Table | Sequence[Sequence[Any]] | npt.NDArray[Any]


def as_table(rows: Rows) -> Table:
    """A table as it is, or rows of labels (a unit each) made into one."""
    return rows if isinstance(rows, Table) else Table.of(rows)


def _missing(value: Any) -> bool:
    return value is None or (isinstance(value, float) and math.isnan(value))


def _order(value: Value) -> tuple[bool, Any]:
    return (isinstance(value, str), value)
