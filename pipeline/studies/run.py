"""Run a study: find its inputs, do its steps, and write figures, tables, plots, a page and a
manifest."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.dataset.files import write_bytes, write_json
from pipeline.studies.charts import Chart, Mark, draw
from pipeline.studies.environment import environment
from pipeline.studies.experiments import classification_step
from pipeline.studies.inputs import Found, MissingData, file_sha256, find_inputs
from pipeline.studies.outcome import Figure, Outcome
from pipeline.studies.page import page
from pipeline.studies.results import csv_lines
from pipeline.studies.set_steps import annotations_step, program_step
from pipeline.studies.steps import agreement_step, concordance_step
from pipeline.studies.study import Published, Step, Study, StudyError

FORMAT = "stancebook-study-2"
DECLARATION, MANIFEST, FIGURES, PAGE = "STUDY.toml", "manifest.json", "figures.csv", "REPORT.md"
TABLES, PLOTS = "tables", "plots"
DIGITS = 6

Run = Callable[[Step, Mapping[str, Found], int], Outcome]
STEPS: Mapping[str, Run] = {
    "agreement": agreement_step,
    "concordance": concordance_step,
    "classification": classification_step,
    "annotations": annotations_step,
    "program": program_step,
}


@dataclass(frozen=True, slots=True)
class StudyRun:
    """What came out: the manifest, and the tables and plots by their path under the run's
    folder."""

    study: Study
    manifest: Mapping[str, Any]
    files: Mapping[str, bytes]


def run_study(study: Study, folders: Iterable[Path] = ()) -> StudyRun:
    """Do every step whose inputs are there; a step whose data is absent is skipped, with the
    reason. Raises StudyError, and MissingData where every step would be skipped."""
    for step in study.steps:
        if step.do not in STEPS:
            raise StudyError(f"{step.place}: `do` is one of {', '.join(STEPS)}, not {step.do!r}")
    found, missing = find_inputs(study, folders)
    figures: dict[str, Figure] = {}
    files: dict[str, bytes] = {}
    skipped: dict[str, str] = {}
    for step in study.steps:
        absent = [missing[name] for name in step.inputs if name in missing]
        if absent:
            skipped[step.id] = absent[0]
            continue
        outcome = STEPS[step.do](step, found, study.seed)
        skipped |= {f"{step.id}.{name}": reason for name, reason in outcome.skipped.items()}
        figures |= {f"{step.id}.{name}": figure for name, figure in outcome.figures.items()}
        files |= {
            f"{TABLES}/{step.id}.{name}.csv": csv_lines(rows).encode("utf-8")
            for name, rows in outcome.tables.items()
        }
        for name, chart in outcome.charts.items():
            files |= _plots((study.name, step.id, name), chart)
    if not figures:
        raise MissingData(f"study {study.name} is skipped: {next(iter(skipped.values()))}")
    _check_published(study, figures, skipped)
    files |= _plots((study.name,), _published_chart(study.published, figures))
    manifest = _manifest(study, found, missing, figures, files, skipped)
    return StudyRun(study, manifest, files)


def _plots(names: Sequence[str], chart: Chart) -> Iterator[tuple[str, bytes]]:
    """A chart's files by path, unless it has nothing to show."""
    if chart.marks:
        path = f"{PLOTS}/{'.'.join(filter(None, names))}"
        yield from ((f"{path}.{ending}", image) for ending, image in draw(chart))


def _published_chart(published: Sequence[Published], figures: Mapping[str, Figure]) -> Chart:
    marks = []
    for one in published:
        figure = figures.get(one.id, Figure(None)).scaled(one.scale)
        if figure.value is not None:
            printed = None if one.value is None else float(one.value)
            marks.append(Mark(figure.value, figure.low, figure.high, one.label, published=printed))
    return Chart("intervals", tuple(marks))


def _check_published(
    study: Study, figures: Mapping[str, Figure], skipped: Mapping[str, str]
) -> None:
    for one in study.published:
        if one.id not in figures and not skip_reason(one.id, skipped):
            raise StudyError(
                f"{study.path}: [[figure]] {one.id!r} is computed by no step; computed are such as "
                f"{', '.join(list(figures)[:6])}"
            )


def skip_reason(figure: str, skipped: Mapping[str, str]) -> str:
    """Why a figure was not computed: its step, or its part of a step, was skipped."""
    return next((why for name, why in skipped.items() if f"{figure}.".startswith(f"{name}.")), "")


def _manifest(
    study: Study,
    found: Mapping[str, Found],
    missing: Mapping[str, str],
    figures: Mapping[str, Figure],
    files: Mapping[str, bytes],
    skipped: Mapping[str, str],
) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "study": study.name,
        "study_sha256": file_sha256(study.path),
        "seed": study.seed,
        "codebook": dict(study.codebook),
        "inputs": {
            name: {"path": one.path, "source": one.source, "licence": one.licence}
            | ({"sha256": found[name].sha256} if name in found else {"missing": missing[name]})
            for name, one in study.inputs.items()
        },
        "declared": {step.id: _sha256(_canonical(step.options)) for step in study.steps},
        "environment": environment(),
        "figures": {name: _rounded(figure) for name, figure in figures.items()},
        "files": {name: _sha256(data) for name, data in sorted(files.items())},
        "skipped": dict(skipped),
    }


def _canonical(options: Mapping[str, Any]) -> bytes:
    return json.dumps(options, sort_keys=True, default=str).encode("utf-8")


def _rounded(figure: Figure) -> dict[str, Any]:
    row: dict[str, Any] = {"value": _round(figure.value)}
    if figure.low is not None and figure.high is not None:
        row |= {"low": _round(figure.low), "high": _round(figure.high)}
    if figure.n is not None:
        row["n"] = figure.n
    if figure.why:
        row["why"] = figure.why
    return row


def _round(value: float | None) -> float | int | None:
    if value is None or isinstance(value, int):
        return value
    return round(float(value), DIGITS) + 0.0  # no negative zero


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def write_run(run: StudyRun, out: Path) -> None:
    """Write a run into a folder, with its declaration, so that the folder alone can be verified:
    the same bytes for the same run, and no time of day."""
    rows = [{"figure": name} | row for name, row in run.manifest["figures"].items()]
    texts = {FIGURES: csv_lines(rows), PAGE: page(run.study, run.manifest)}
    files = {name: text.encode("utf-8") for name, text in texts.items()}
    for name, data in (files | dict(run.files)).items():
        write_bytes(out / name, [data])
    write_bytes(out / DECLARATION, [run.study.path.read_bytes()])
    write_json(out / MANIFEST, run.manifest)
