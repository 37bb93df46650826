"""A study's plots, drawn by matplotlib as SVG and PNG: the same bytes for the same figures and the
same version of matplotlib, whatever the user's settings and the time of day."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from textwrap import fill
from typing import Any, Literal

import matplotlib.style
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import NullLocator

Kind = Literal["intervals", "curve", "scatter"]
# Okabe and Ito (2008), safe for colour-blind readers; no plot tells by colour alone.
_BLUE, _ORANGE, _GREY = "#0072b2", "#d55e00", "#8a8a8a"
_STYLE: Any = {
    "svg.hashsalt": "stancebook", "svg.fonttype": "none", "font.family": "DejaVu Sans",
    "font.size": 9, "text.parse_math": False, "axes.spines.top": False, "axes.spines.right": False,
    "axes.linewidth": 0.6, "legend.frameon": False, "figure.facecolor": "white",
}  # fmt: skip
_METADATA: dict[str, dict[str, None]] = {"svg": {"Date": None}, "png": {"Software": None}}
_DPI, _LABEL = 150, 46  # dots an inch; characters a line of a row's label


@dataclass(frozen=True, slots=True)
class Mark:
    """One point: in `intervals` a row named `label` with its `value`, interval and, if there is
    one, the `published` value; in the others `value` over `x`."""

    value: float
    low: float | None = None
    high: float | None = None
    label: str = ""
    x: float = 0.0
    published: float | None = None


@dataclass(frozen=True, slots=True)
class Chart:
    """What a plot shows. `intervals`: rows of values with intervals. `curve`: values over growing
    `x`. `scatter`: values over `x` on one scale, with the line of identity."""

    kind: Kind
    marks: tuple[Mark, ...]
    x_label: str = ""
    y_label: str = ""


def draw(chart: Chart) -> Iterator[tuple[str, bytes]]:
    """A chart as (ending, bytes): svg and png."""
    with matplotlib.style.context(["default", _STYLE]):
        figure = Figure(figsize=_size(chart), layout="constrained")
        axes = figure.add_subplot()
        {"intervals": _intervals, "curve": _curve, "scatter": _scatter}[chart.kind](axes, chart)
        axes.set_xlabel(chart.x_label)
        axes.set_ylabel(chart.y_label)
        for ending, metadata in _METADATA.items():
            stream = io.BytesIO()
            figure.savefig(stream, format=ending, dpi=_DPI, metadata=metadata)
            yield ending, stream.getvalue()


def _size(chart: Chart) -> tuple[float, float]:
    """Width and height in inches."""
    sizes = {"intervals": (6.6, 0.9 + 0.3 * len(chart.marks)), "curve": (6.6, 3.4),
             "scatter": (3.8, 3.8)}  # fmt: skip
    return sizes[chart.kind]


def _intervals(axes: Axes, chart: Chart) -> None:
    rows = range(len(chart.marks), 0, -1)
    values = [mark.value for mark in chart.marks]
    axes.errorbar(values, rows, xerr=_whiskers(chart.marks), fmt="o", color=_BLUE, markersize=4.5,
                  capsize=2.5, linewidth=1, label="computed here, with 95% interval")  # fmt: skip
    printed = [(m.published, row) for m, row in zip(chart.marks, rows, strict=True)
               if m.published is not None]  # fmt: skip
    if printed:
        axes.plot(*zip(*printed, strict=True), "D", color=_ORANGE, markerfacecolor="none",
                  markersize=8, label="to compare with")  # fmt: skip
    axes.set_yticks(list(rows), [fill(mark.label, _LABEL) for mark in chart.marks])
    axes.set_ylim(0.4, len(rows) + 0.6)
    axes.grid(axis="x", linewidth=0.3, color=_GREY)
    axes.legend(loc="lower center", bbox_to_anchor=(0.5, 1.0), ncols=2)


def _curve(axes: Axes, chart: Chart) -> None:
    places = [mark.x for mark in chart.marks]
    axes.errorbar(places, [m.value for m in chart.marks], yerr=_whiskers(chart.marks), fmt="o-",
                  color=_BLUE, markersize=4.5, capsize=2.5, linewidth=1)  # fmt: skip
    axes.set_xscale("log")
    axes.set_xticks(places, [f"{place:g}" for place in places])
    axes.xaxis.set_minor_locator(NullLocator())
    axes.grid(axis="y", linewidth=0.3, color=_GREY)


def _scatter(axes: Axes, chart: Chart) -> None:
    axes.plot([m.x for m in chart.marks], [m.value for m in chart.marks], "o", color=_BLUE,
              markersize=4.5)  # fmt: skip
    axes.axline((0, 0), slope=1, color=_GREY, linewidth=0.8, linestyle="--", zorder=0)
    ends = [end for m in chart.marks for end in (m.x, m.value)]
    margin = 0.05 * (max(ends) - min(ends)) or 1.0
    axes.set(xlim=(min(ends) - margin, max(ends) + margin), aspect="equal")
    axes.set_ylim(axes.get_xlim())


def _whiskers(marks: Sequence[Mark]) -> list[list[float]]:
    """How far each interval reaches below and above its value (a percentile interval may leave the
    value out: then not at all on that side)."""
    return [
        [0.0 if m.low is None else max(0.0, m.value - m.low) for m in marks],
        [0.0 if m.high is None else max(0.0, m.high - m.value) for m in marks],
    ]
