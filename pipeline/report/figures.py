"""The report's figures, drawn by matplotlib: for the page as SVG that follows its colours, for
papers as SVG and PNG files. The palette is of Okabe and Ito (2008), safe for colour-blind readers;
no figure tells by colour alone."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import matplotlib
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from pipeline.report.summary import NAMED, STANCES, Summary, Tally, ranked

COLOURS = {"favor": "#0072b2", "neutral": "#8a8a8a", "against": "#d55e00"}
SIGNS = {"favor": "▲", "neutral": "●", "against": "▼"}
INK, QUIET, PAPER = "#1d1f24", "#6d7178", "#fefdfb"
# What the page puts in place of a colour, so that a figure follows light and dark.
_VARIABLES = {
    COLOURS["favor"]: "var(--favor)", COLOURS["neutral"]: "var(--neutral)",
    COLOURS["against"]: "var(--against)", INK: "var(--ink)", QUIET: "var(--quiet)",
    PAPER: "var(--card)",
}  # fmt: skip
_STYLE: Any = {
    "svg.fonttype": "none", "svg.hashsalt": "stancebook", "font.family": "DejaVu Sans",
    "font.size": 9.5, "text.color": INK, "axes.labelcolor": QUIET, "xtick.color": QUIET,
    "ytick.color": INK, "axes.edgecolor": QUIET, "axes.linewidth": 0.6, "axes.spines.top": False,
    "axes.spines.right": False, "axes.spines.left": False, "xtick.major.width": 0.6,
    "ytick.major.size": 0, "hatch.linewidth": 0.8, "figure.facecolor": "none",
    "axes.facecolor": "none", "legend.frameon": False, "text.parse_math": False,
}  # fmt: skip
_LONGEST, _WIDTH = 34, 6.6
Row = tuple[str, Mapping[str, int]]


def figures(summary: Summary, calibration: Sequence[Mapping[str, Any]] = ()) -> dict[str, Figure]:
    """The figures by name; those that there is nothing to draw for are left out."""
    with matplotlib.rc_context(_STYLE):
        drawn = {
            "stance-over-time": _over_time(summary.periods()),
            "stance-by-kind": _by(ranked(summary.kinds, 12)),
            "stance-by-publisher": _by(ranked(summary.publishers, 12)),
            "holders": _holders([(n, t.stances) for _, n, t in summary.top_holders(15)]),
            "claims-by-type": _by(ranked(summary.types)),
            **{f"most-named-{label.lower()}": _entities(summary.top_entities(label, 12))
               for label in NAMED},
            "calibration": _calibration(calibration),
        }  # fmt: skip
    return {name: figure for name, figure in drawn.items() if figure is not None}


def inline_svg(figure: Figure, name: str, title: str) -> str:
    """A figure as an SVG element for the page: named for screen readers, in the page's colours."""
    with matplotlib.rc_context({**_STYLE, "svg.hashsalt": name}):
        stream = io.StringIO()
        figure.savefig(stream, format="svg", metadata={"Date": None})
    svg = stream.getvalue()
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r"<metadata>.*?</metadata>|<style.*?</style>", "", svg, flags=re.S)
    svg = re.sub(r'(<svg[^>]*?) (?:width="[^"]*") ?', r"\1 ", svg, count=1)
    svg = re.sub(r'(<svg[^>]*?) (?:height="[^"]*") ?', r"\1 ", svg, count=1)
    # Identifiers are the figure's own: several figures stand on one page.
    svg = re.sub(r'(\bid="|href="#|url\(#)', rf"\g<1>{name}-", svg)
    svg = svg.replace("<svg", f'<svg role="img" aria-label="{title}"', 1)
    svg = re.sub(r"font: ([\d.]+)px [^;\"]*", r"font: \1px var(--sans)", svg)
    return re.sub("|".join(_VARIABLES), lambda match: _VARIABLES[match[0]], svg)


def save_figures(drawn: Mapping[str, Figure], folder: Path) -> list[Path]:
    """Write each figure as SVG and as PNG of 300 dots an inch, on white. Returns the files."""
    folder.mkdir(parents=True, exist_ok=True)
    files = []
    for name, figure in drawn.items():
        for kind, metadata in (("svg", {"Date": None}), ("png", {"Software": None})):
            path = folder / f"{name}.{kind}"
            with matplotlib.rc_context(_STYLE):
                figure.savefig(path, dpi=300, metadata=metadata, facecolor="white")  # fmt: skip
            files.append(path)
    return files


def _over_time(periods: Sequence[Row]) -> Figure | None:
    if not periods:
        return None
    figure, axes = _figure(2.9)
    bottom = [0] * len(periods)
    for stance in STANCES:
        heights = [counts.get(stance, 0) for _, counts in periods]
        axes.bar(range(len(periods)), heights, 0.72, bottom=bottom, **_fill(stance))
        bottom = [b + h for b, h in zip(bottom, heights, strict=True)]
    step = max(1, -(-len(periods) // 10))
    shown = range(0, len(periods), step)
    axes.set_xticks(list(shown), [periods[i][0] for i in shown])
    axes.yaxis.set_major_locator(MaxNLocator(5, integer=True))
    axes.set_ylabel("documents")
    _put_legend(axes)
    return figure


def _by(rows: Sequence[tuple[str, Tally]]) -> Figure | None:
    if len(rows) < 2:  # one bar compares nothing
        return None
    figure, axes = _figure(0.75 + 0.34 * len(rows))
    left = [0] * len(rows)
    most = max(tally.total for _, tally in rows)
    for stance in STANCES:
        widths = [tally.stances[stance] for _, tally in rows]
        axes.barh(range(len(rows)), widths, 0.68, left=left, **_fill(stance))
        for i, (start, width) in enumerate(zip(left, widths, strict=True)):
            if width >= most / 16:
                axes.text(start + width / 2, i, str(width), ha="center", va="center", color=PAPER,
                          fontsize=8.5, fontweight="bold", bbox=_badge(stance))  # fmt: skip
        left = [a + b for a, b in zip(left, widths, strict=True)]
    _name_rows(axes, [name for name, _ in rows])
    return figure


def _holders(rows: Sequence[Row]) -> Figure | None:
    rows = [row for row in rows if row[1].get("favor", 0) + row[1].get("against", 0)]
    if not rows:
        return None
    figure, axes = _figure(0.75 + 0.32 * len(rows))
    for stance, sign in (("against", -1), ("favor", 1)):
        widths = [sign * counts.get(stance, 0) for _, counts in rows]
        axes.barh(range(len(rows)), widths, 0.68, **_fill(stance))
        for i, width in enumerate(widths):
            if width:
                side = "left" if sign > 0 else "right"
                axes.annotate(str(abs(width)), (width, i), (4 * sign, 0), va="center", ha=side,
                              fontsize=8.5, textcoords="offset points")  # fmt: skip
    axes.axvline(0, color=QUIET, linewidth=0.6)
    axes.margins(x=0.12)
    axes.xaxis.set_major_formatter(lambda value, _: f"{abs(value):g}")
    _name_rows(axes, [name for name, _ in rows])
    return figure


def _entities(rows: Sequence[Mapping[str, Any]]) -> Figure | None:
    if not rows:
        return None
    figure, axes = _figure(0.5 + 0.3 * len(rows))
    axes.barh(range(len(rows)), [row["mentions"] for row in rows], 0.66, color=QUIET)
    for i, row in enumerate(rows):
        axes.annotate(f"{row['mentions']}", (row["mentions"], i), (4, 0), va="center",
                      textcoords="offset points", fontsize=8.5)  # fmt: skip
    _name_rows(axes, [row["name"] for row in rows], legend=False)
    return figure


def _calibration(bins: Sequence[Mapping[str, Any]]) -> Figure | None:
    if not bins:
        return None
    figure, axes = _figure(3.6, 3.9)
    axes.plot([0, 1], [0, 1], color=QUIET, linewidth=0.8, linestyle="--", label="perfect")
    axes.plot([b["confidence"] for b in bins], [b["accuracy"] for b in bins], "o-",
              color=COLOURS["favor"], markersize=5, label="this model")  # fmt: skip
    for b in bins:
        axes.annotate(str(b["count"]), (b["confidence"], b["accuracy"]), (6, -10), fontsize=8,
                      textcoords="offset points", color=QUIET)  # fmt: skip
    axes.set(xlim=(0, 1), ylim=(0, 1), xlabel="probability given", ylabel="share that was right",
             aspect="equal")  # fmt: skip
    axes.legend(loc="upper left", fontsize=8.5)
    return figure


def _figure(height: float, width: float = _WIDTH) -> tuple[Figure, Axes]:
    figure = Figure(figsize=(width, height), layout="constrained")
    return figure, figure.subplots()


def _name_rows(axes: Axes, names: Sequence[str], *, legend: bool = True) -> None:
    axes.set_yticks(range(len(names)), [_short(name) for name in names])
    axes.invert_yaxis()
    axes.xaxis.set_major_locator(MaxNLocator(6, integer=True))
    if legend:
        _put_legend(axes)


def _put_legend(axes: Axes) -> None:
    axes.legend(loc="lower left", bbox_to_anchor=(0, 1.0), ncols=3, fontsize=9, handlelength=1.1,
                borderaxespad=0.2, columnspacing=1.4)  # fmt: skip


def _fill(stance: str) -> dict[str, Any]:
    """A stance's colour, its hatch (for print and for eyes that see no colour) and its name."""
    return {"color": COLOURS[stance], "edgecolor": PAPER, "linewidth": 0.8,
            "hatch": "////" if stance == "against" else "",
            "label": f"{SIGNS[stance]} {stance}"}  # fmt: skip


def _badge(stance: str) -> dict[str, Any]:
    # A plain patch behind the number, so that hatching does not run through it.
    return {"facecolor": COLOURS[stance], "edgecolor": "none", "boxstyle": "round,pad=0.15"}


def _short(name: str) -> str:
    # A control character would break the XML, and a name may be as long as a title.
    name = "".join(c if c.isprintable() else " " for c in name)
    return name if len(name) <= _LONGEST else name[: _LONGEST - 1] + "…"
