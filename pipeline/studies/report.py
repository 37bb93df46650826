"""Agreement over whole annotation sets, one row a layer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pipeline.studies.agreement import (
    bootstrap_interval,
    krippendorff_alpha,
    percent_agreement,
)
from pipeline.studies.layers import layer_tables
from pipeline.studies.sets import AnnotationSet
from pipeline.studies.table import Undefined


def agreement(sets: Sequence[AnnotationSet]) -> list[dict[str, Any]]:
    """One row a layer: Krippendorff's alpha (nominal) with its 95% bootstrap interval over units,
    and percent agreement. A figure that is undefined is None, and `why` says why."""
    rows = []
    for layer, table in layer_tables(sets):
        row: dict[str, Any] = {"layer": layer, "alpha": None, "low": None, "high": None,
                               "agreement": None}  # fmt: skip
        try:
            row["agreement"] = round(percent_agreement(table), 4)
            row["alpha"] = round(krippendorff_alpha(table), 4)
            interval = bootstrap_interval(table, krippendorff_alpha)
            row["low"], row["high"] = round(interval.low, 4), round(interval.high, 4)
        except Undefined as error:
            row["why"] = str(error)
        rows.append(row)
    return rows
