"""Agreement over whole annotation sets or a table, as plain rows: by layer and label, by pair of
annotators, what was confused with what, and every unit on which they disagree.

A figure that is undefined is None, and the row's `why` says why; nothing is ever NaN.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import combinations
from typing import Any

from pipeline.annotate.records import STANCES
from pipeline.studies.agreement import (
    Coefficient,
    Interval,
    Metric,
    bootstrap_interval,
    cohen_kappa,
    confusion,
    disagreements,
    fleiss_kappa,
    gwet_ac1,
    krippendorff_alpha,
    percent_agreement,
    scott_pi,
)
from pipeline.studies.layers import (
    layer_tables,
    mention_continua,
    mention_labels,
    pairs,
    span_f1,
)
from pipeline.studies.sets import AnnotationSet
from pipeline.studies.table import Table, Undefined, Value
from pipeline.studies.unitizing import u_alpha, unitizing_alpha, unitizing_interval

Row = dict[str, Any]
STANCE_ORDER = ("against", "neutral", "favor")
assert set(STANCE_ORDER) == set(STANCES)
DIGITS = 4


@dataclass(frozen=True, slots=True)
class Options:
    """How alpha is computed: the metric, the order of labels that are no numbers, and the number of
    bootstrap samples (0: no intervals) with their seed."""

    metric: Metric = "nominal"
    order: tuple[Value, ...] | None = None
    resamples: int = 1000
    seed: int = 0


@dataclass(frozen=True, slots=True)
class AgreementReport:
    """What there is to say about agreement, each part a list of rows for one CSV file."""

    layers: list[Row] = field(default_factory=list)
    pairs: list[Row] = field(default_factory=list)
    confusion: list[Row] = field(default_factory=list)
    disagreements: list[Row] = field(default_factory=list)

    def parts(self) -> dict[str, list[Row]]:
        """The rows by the name of their part."""
        return {name: getattr(self, name) for name in self.__slots__}


def agreement(sets: Sequence[AnnotationSet], options: Options = Options()) -> AgreementReport:
    """Agreement of annotation sets: mentions by label (whether a sentence holds one, and as spans),
    claims, types, stances, holders and documents; type and stance also label by label."""
    report = AgreementReport()
    for layer, table in layer_tables(sets):
        report.layers.append(layer_row(layer, table, options))
        if layer in ("stance", "document"):
            ordinal = Options("ordinal", STANCE_ORDER, options.resamples, options.seed)
            report.layers.append(layer_row(f"{layer} (ordinal)", table, ordinal))
        if layer in ("type", "stance", "holder"):
            for value in table.values:
                report.layers.append(layer_row(f"{layer}:{value}", table.only(value), options))
        _add_pairs(report, layer, table)
    report.layers.extend(_span_rows(sets, options))
    report.pairs.extend(_span_pairs(sets))
    return report


def table_agreement(
    table: Table, options: Options = Options(), layer: str = "label"
) -> AgreementReport:
    """Agreement over one table of labels, whole and (where nominal) label by label."""
    report = AgreementReport()
    report.layers.append(layer_row(layer, table, options))
    if options.metric == "nominal" and 2 < len(table.values) <= 50:
        for value in table.values:
            report.layers.append(layer_row(f"{layer}:{value}", table.only(value), options))
    _add_pairs(report, layer, table)
    return report


def layer_row(layer: str, table: Table, options: Options) -> Row:
    """Alpha with its interval, raw agreement, Fleiss' kappa and AC1 of a table."""
    alpha: Coefficient = partial(krippendorff_alpha, metric=options.metric, order=options.order)
    coded = (table.codes >= 0).sum(axis=1)
    row: Row = {
        "layer": layer,
        "metric": options.metric,
        "units": round(float(table.weights[coded >= 2].sum())),
        "annotators": int((table.codes >= 0).any(axis=0).sum()),
        "labels": int((coded > 0) @ coded),
    }
    whys: list[str] = []
    row["alpha"] = _value(alpha, table, whys)
    row["low"], row["high"] = _interval(table, alpha, options, whys)
    row["agreement"] = _value(percent_agreement, table, whys)
    row["fleiss_kappa"] = _value(fleiss_kappa, table, whys)
    row["ac1"] = _value(gwet_ac1, table, whys)
    row["why"] = whys[0] if whys else ""
    return row


def _interval(
    table: Table, alpha: Coefficient, options: Options, whys: list[str]
) -> tuple[float | None, float | None]:
    if whys or not options.resamples:
        return None, None
    try:
        found = bootstrap_interval(table, alpha, resamples=options.resamples, seed=options.seed)
    except Undefined as undefined:
        whys.append(str(undefined))
        return None, None
    return _rounded(found)


def _rounded(interval: Interval) -> tuple[float, float]:
    return round(interval.low, DIGITS), round(interval.high, DIGITS)


def _value(coefficient: Coefficient, table: Table, whys: list[str]) -> float | None:
    try:
        return round(coefficient(table), DIGITS)
    except Undefined as undefined:
        whys.append(str(undefined))
        return None


def _add_pairs(report: AgreementReport, layer: str, table: Table) -> None:
    for first, second in combinations(range(len(table.annotators)), 2):
        pair = table.pair(first, second)
        both = (pair.codes >= 0).all(axis=1)
        if not both.any():
            continue
        names = {"layer": layer, "first": pair.annotators[0], "second": pair.annotators[1]}
        whys: list[str] = []
        report.pairs.append(
            names
            | {
                "units": round(float(pair.weights[both].sum())),
                "agreement": _value(percent_agreement, pair, whys),
                "cohen_kappa": _value(cohen_kappa, pair, whys),
                "scott_pi": _value(scott_pi, pair, whys),
                "alpha": _value(krippendorff_alpha, pair, whys),
                "why": whys[0] if whys else "",
            }
        )
        report.confusion.extend(names | cell for cell in _cells(pair))
    for unit, given in disagreements(table):
        report.disagreements.append({"layer": layer, "unit": unit} | _labels(table, unit, given))


def _cells(pair: Table) -> Iterator[Row]:
    for row, counts in zip(pair.values, confusion(pair), strict=True):
        for column, count in zip(pair.values, counts, strict=True):
            if count:
                yield {"first_label": row, "second_label": column, "count": round(float(count))}


def _labels(table: Table, unit: str, given: Mapping[Value, int]) -> Row:
    codes = table.codes[table.place(unit)]
    labels = {
        name: table.values[code]
        for name, code in zip(table.annotators, codes, strict=True)
        if code >= 0
    }
    most = max(given.values())
    return {"labels": labels, "majority": next(v for v, n in given.items() if n == most)
            if 2 * most > sum(given.values()) else None}  # fmt: skip


def _span_rows(sets: Sequence[AnnotationSet], options: Options) -> Iterator[Row]:
    continua = mention_continua(sets)
    chosen_by_label = {"": continua} | {f":{name}": {name: continua[name]} for name in continua}
    for label, chosen in chosen_by_label.items():
        row: Row = {
            "layer": f"mention spans{label}",
            "metric": "unitizing",
            "units": sum(len(s) for docs in chosen.values() for d in docs for s in d.marked),
            "annotators": len(sets),
            "alpha": None,
            "low": None,
            "high": None,
            "u_alpha": None,
            "why": "",
        }
        try:
            row["alpha"] = round(unitizing_alpha(chosen), DIGITS)
            row["u_alpha"] = round(u_alpha(chosen), DIGITS)
            if options.resamples:
                resamples = min(options.resamples, 500)
                found = unitizing_interval(chosen, resamples=resamples, seed=options.seed)
                row["low"], row["high"] = _rounded(found)
        except Undefined as undefined:
            row["why"] = str(undefined)
        yield row


def _span_pairs(sets: Sequence[AnnotationSet]) -> Iterator[Row]:
    """Strict and overlapping F1 of mentions between pairs, by label and over all."""
    for first, second in pairs(sets):
        for label in (None, *mention_labels((first, second))):
            strict = span_f1(first, second, label=label)
            overlap = span_f1(first, second, label=label, overlap=True)
            yield {
                "layer": "mention spans" + (f":{label}" if label else ""),
                "first": first.annotator,
                "second": second.annotator,
                "units": strict.first + strict.second,
                "span_f1": None if strict.f1 is None else round(strict.f1, DIGITS),
                "overlap_f1": None if overlap.f1 is None else round(overlap.f1, DIGITS),
                "why": "" if strict.f1 is not None else "span F1 is undefined: no mentions",
            }
