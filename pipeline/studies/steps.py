"""The steps that a study may declare over tables: agreement, and concordance of numbers."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import numpy as np

from pipeline.studies.agreement import (
    METRICS,
    Coefficient,
    bootstrap_interval,
    fleiss_kappa,
    gwet_ac1,
    krippendorff_alpha,
    percent_agreement,
)
from pipeline.studies.charts import Chart, Mark
from pipeline.studies.inputs import Found, Row, read_rows, selected
from pipeline.studies.measures import lin_concordance, numbers_interval, pearson
from pipeline.studies.outcome import Figure, Outcome, check_options, option
from pipeline.studies.report import Options, table_agreement
from pipeline.studies.study import Step, StudyError
from pipeline.studies.table import AgreementError, Floats, Table, Undefined, Value

Inputs = Mapping[str, Found]
_AGREEMENT = tuple(
    "inputs layout unit annotator label columns where values repeats statistics order resamples "
    "tables".split()
)
_LAYOUTS = ("long", "wide", "lists")
COEFFICIENTS: Mapping[str, Coefficient] = {
    **{f"alpha_{metric}": partial(krippendorff_alpha, metric=metric) for metric in METRICS},
    "fleiss_kappa": fleiss_kappa,
    "ac1": gwet_ac1,
    "agreement": percent_agreement,
}


def agreement_step(step: Step, inputs: Inputs, seed: int) -> Outcome:
    """Coefficients of agreement over tables of labels. Options: `inputs`, `layout` (long: `unit`,
    `annotator`, `label` name the columns; wide: `unit`, `columns`; lists: `unit`, `annotator` and
    `label` name fields of comma-separated lists), `where`, `values` (label -> label or number),
    `repeats` (first, last or refuse, for an annotator's second label of a unit), `statistics`,
    `order`, `resamples`."""
    check_options(step, _AGREEMENT)
    table = _labels(step, inputs)
    outcome = Outcome()
    resamples = option(step, "resamples", int, 1000)
    order = option(step, "order", list, None)
    outcome.figures["units"] = Figure(len(table.units))
    outcome.figures["annotators"] = Figure(len(table.annotators))
    outcome.figures["labels"] = Figure(int((table.codes >= 0).sum()))
    compared = int(((table.codes >= 0).sum(axis=1) >= 2).sum())
    for name in option(step, "statistics", list):
        if name not in COEFFICIENTS:
            known = ", ".join(COEFFICIENTS)
            raise StudyError(f"{step.place}: there is no statistic {name!r}; there are {known}")
        coefficient = COEFFICIENTS[name]
        if order and name.startswith("alpha_"):
            coefficient = partial(coefficient, order=order)  # type: ignore[call-arg]
        outcome.figures[name] = _figure(step, coefficient, table, resamples, seed, compared)
    if option(step, "tables", bool, False):
        parts = table_agreement(table, Options(resamples=0)).parts()
        outcome.tables.update({name: rows for name, rows in parts.items() if rows})
    return outcome


def _figure(
    step: Step, coefficient: Coefficient, table: Table, resamples: int, seed: int, n: int
) -> Figure:
    try:
        value = coefficient(table)
    except Undefined as undefined:
        return Figure(None, n=n, why=str(undefined))
    except AgreementError as error:
        raise StudyError(f"{step.place}: {error}") from error
    try:
        interval = bootstrap_interval(table, coefficient, resamples=resamples, seed=seed)
    except (Undefined, ValueError):
        interval = None
    return Figure.of(value, interval if resamples else None, n)


def _labels(step: Step, inputs: Inputs) -> Table:
    layout = option(step, "layout", str, "long")
    if layout not in _LAYOUTS:
        raise StudyError(f"{step.place}: `layout` is one of {', '.join(_LAYOUTS)}, not {layout!r}")
    values = option(step, "values", dict, {})
    repeats = option(step, "repeats", str, "refuse")
    cells: dict[tuple[str, str], Value] = {}
    for name in option(step, "inputs", list):
        for place, row in selected(read_rows(inputs[name].path), option(step, "where", dict, {})):
            for unit, annotator, written in _cells(step, layout, row, place):
                if written in ("", "NA", "nan"):
                    continue
                key = (f"{name}:{unit}", annotator)
                if key in cells and repeats == "refuse":
                    raise StudyError(f"{place}: {annotator} labels unit {unit} again; say with "
                                     "`repeats` whether the first or the last counts")  # fmt: skip
                if key not in cells or repeats == "last":
                    cells[key] = values.get(written, written) if values else written
    if not cells:
        raise StudyError(f"{step.place}: no labels are left to compare")
    return Table.from_long((unit, annotator, label) for (unit, annotator), label in cells.items())


def _cells(step: Step, layout: str, row: Row, place: str) -> list[tuple[str, str, str]]:
    unit = _field(row, option(step, "unit", str), place)
    if layout == "wide":
        columns = option(step, "columns", list)
        return [(unit, column, _field(row, column, place)) for column in columns]
    annotator = _field(row, option(step, "annotator", str), place)
    label = _field(row, option(step, "label", str), place)
    if layout == "long":
        return [(unit, annotator, label)]
    names, labels = annotator.split(","), label.split(",")
    if len(names) != len(labels):
        raise StudyError(f"{place}: has {len(names)} annotators and {len(labels)} labels")
    return [(unit, n.strip(), v.strip()) for n, v in zip(names, labels, strict=True)]


def _field(row: Row, path: str, place: str) -> str:
    """A column, or a field within a field: `other/label`."""
    value: Any = row
    for part in path.split("/"):
        if not isinstance(value, dict) or part not in value:
            raise StudyError(f"{place}: has no column {path!r}")
        value = value[part]
    return "" if value is None else str(value).strip()


def concordance_step(step: Step, inputs: Inputs, seed: int) -> Outcome:
    """How well two columns of numbers agree: Lin's concordance, Pearson's correlation, and the mean
    difference. Options: `input`, `first`, `second`, `where`, `resamples`."""
    check_options(step, ("input", "first", "second", "where", "resamples"))
    first, second = _numbers(step, inputs)
    resamples = option(step, "resamples", int, 2000)
    columns = (option(step, "first", str), option(step, "second", str))
    marks = tuple(Mark(y, x=x) for x, y in zip(first.tolist(), second.tolist(), strict=True))
    outcome = Outcome(
        figures={"pairs": Figure(len(first))}, charts={"": Chart("scatter", marks, *columns)}
    )
    coefficients: dict[str, Callable[[Floats, Floats], float]] = {
        "lin": lin_concordance,
        "pearson": pearson,
        "mean_difference": lambda a, b: float((a - b).mean()),
    }
    for name, coefficient in coefficients.items():
        try:
            value = coefficient(first, second)
            interval = numbers_interval(coefficient, first, second, resamples=resamples, seed=seed)
            outcome.figures[name] = Figure.of(value, interval, len(first))
        except Undefined as undefined:
            outcome.figures[name] = Figure(None, n=len(first), why=str(undefined))
    return outcome


def _numbers(step: Step, inputs: Inputs) -> tuple[Floats, Floats]:
    columns = (option(step, "first", str), option(step, "second", str))
    pairs = []
    path = inputs[option(step, "input", str)].path
    for place, row in selected(read_rows(path), option(step, "where", dict, {})):
        written = [_field(row, column, place) for column in columns]
        if "" in written:
            continue
        try:
            pairs.append([float(value) for value in written])
        except ValueError as error:
            raise StudyError(f"{place}: {error}") from error
        if not all(map(math.isfinite, pairs[-1])):
            raise StudyError(f"{place}: {columns[0]} and {columns[1]} must be finite numbers")
    if len(pairs) < 2:
        raise StudyError(f"{step.place}: two pairs of numbers are needed at least")
    numbers = np.array(pairs)
    return numbers[:, 0], numbers[:, 1]
