"""A study's page: published and reproduced figures side by side, and every difference explained."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import ROUND_HALF_EVEN, Decimal
from pathlib import Path
from typing import Any

from pipeline.studies.study import Published, Study

_KEY = (
    "Published: read where it was printed. Quoted: published, but taken from somebody who quotes "
    "it, so not verified here. Earlier: published by nobody; an earlier, independent computation. "
    "Same: equal in the digits in which it was printed."
)


def page(study: Study, manifest: Mapping[str, Any]) -> str:
    """The page in Markdown, from the study and a run's manifest."""
    return "\n".join(_lines(study, manifest)) + "\n"


def _lines(study: Study, manifest: Mapping[str, Any]) -> Iterator[str]:
    figures = manifest["figures"]
    yield f"# {study.title}"
    yield ""
    path = f"studies/{study.name}/STUDY.toml"
    yield f"Printed by `stancebook study run {path}`; `stancebook study verify {path}` repeats it."
    for part in (study.about, study.citation and f"Source: {study.citation}"):
        if part:
            yield from ("", part)
    for step, reason in sorted(manifest["skipped"].items()):
        yield from ("", f"**Skipped: {step}.** {reason}")
    shown = [one for one in study.published if one.id in figures]
    if shown:
        yield from ("", "## Published and reproduced", "")
        yield "| figure | to compare with | which is | reproduced | 95% interval | same |"
        yield "|---|---|---|---|---|---|"
        yield from (_row(one, figures[one.id], study.digits) for one in shown)
        yield from ("", _KEY)
        notes = [one for one in shown if one.note]
        if notes:
            yield ""
        yield from (f"- {one.label}: {one.note}" for one in notes)
        sources = dict.fromkeys(one.source for one in shown if one.source)
        if sources:
            yield ""
            yield "Where the published figures stand: " + "; ".join(sources) + "."
    for plot in (name for name in sorted(manifest["files"]) if name.endswith(".svg")):
        yield from ("", f"![{Path(plot).stem}]({plot})")
    yield from ("", "## Data", "")
    yield "| input | licence | SHA-256 | from |"
    yield "|---|---|---|---|"
    for row in (manifest["inputs"][name] for name in study.inputs):
        sha256 = f"`{row['sha256'][:16]}…`" if "sha256" in row else "not there"
        yield f"| {row['path']} | {row['licence'] or '-'} | {sha256} | {row['source'] or '-'} |"
    yield from (
        "",
        "## All figures",
        "",
        "| figure | value | 95% interval | n |",
        "|---|---|---|---|",
    )
    for name, row in sorted(figures.items()):
        value = "-" if row["value"] is None else number(row["value"], study.digits)
        why = f" {row['why']}" if row.get("why") else ""
        yield f"| {name} | {value}{why} | {_interval(row, 1, study.digits)} | {row.get('n', '')} |"


def _row(one: Published, row: Mapping[str, Any], digits: int) -> str:
    shown = one.digits if one.digits is not None else digits
    value = reproduced(one, row["value"], shown)
    same = "-" if one.value is None else ("yes" if agrees(one, row["value"]) else "no")
    interval = _interval(row, one.scale, shown)
    status = one.status if one.value is not None else ""
    return f"| {one.label} | {one.value or '-'} | {status} | {value} | {interval} | {same} |"


def reproduced(one: Published, value: float | None, digits: int) -> str:
    """A computed figure in the published one's scale and digits."""
    return "undefined" if value is None else number(value * one.scale, digits)


def agrees(one: Published, value: float | None) -> bool:
    """Whether a computed figure is the published one to the digits in which that was printed."""
    if one.value is None or one.digits is None or value is None:
        return False
    printed = Decimal(one.value)
    return Decimal(number(value * one.scale, one.digits)) == printed


def _interval(row: Mapping[str, Any], scale: float, digits: int) -> str:
    if "low" not in row:
        return ""
    return f"{number(row['low'] * scale, digits)} to {number(row['high'] * scale, digits)}"


def number(value: float, digits: int) -> str:
    """A number with so many digits after the point; a whole number as it is."""
    if isinstance(value, int):
        return str(value)
    step = Decimal(1).scaleb(-digits)
    # Six digits first: what lies beyond them is the last bits of a sum, not the figure.
    rounded = Decimal(repr(round(value, 6))).quantize(step, rounding=ROUND_HALF_EVEN)
    return str(abs(rounded) if rounded == 0 else rounded)
