"""Run a study again and say, figure by figure, whether it came out as recorded, and why not."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.studies.page import number
from pipeline.studies.run import FORMAT, skip_reason
from pipeline.studies.study import Step, Study, StudyError

Manifest = Mapping[str, Any]
_NUMBERS = ("numpy", "scipy")
_LEARNING = ("scikit-learn", *_NUMBERS)


@dataclass(frozen=True, slots=True)
class Checked:
    """One recorded figure and the one found now; `same` is None where it could not be computed."""

    figure: str
    recorded: str
    found: str
    same: bool | None
    why: str = ""


@dataclass(frozen=True, slots=True)
class _Reach:
    """What a step's figures may depend on beside its inputs: packages, folders of the program's
    code (None: all of them), and whether the program's models."""

    packages: tuple[str, ...] | None
    code: tuple[str, ...] | None
    models: bool


def _reach(step: Step) -> _Reach:
    if step.do == "program":
        return _Reach(None, None, True)
    if step.do != "classification":
        return _Reach(_NUMBERS, ("studies",), False)
    declared = step.options.get("models", {}).values()
    if any(isinstance(one, dict) and one.get("kind") == "stancebook" for one in declared):
        # It is trained anew, on words and cues: the shipped models take no part.
        return _Reach(_LEARNING, ("studies", "learn"), False)
    return _Reach(_LEARNING, ("studies",), False)


def read_manifest(path: Path) -> dict[str, Any]:
    """Read the manifest of an earlier run. Raises StudyError."""
    try:
        manifest = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise StudyError(
            f"{path}: cannot be read ({error.strerror or error}); record a run with `stancebook "
            "study run --record`"
        ) from error
    except ValueError as error:
        raise StudyError(f"{path}: is no JSON: {error}") from error
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        raise StudyError(f"{path}: is no manifest of a study ({FORMAT}); record the run again")
    return manifest


def compare_runs(study: Study, recorded: Manifest, found: Manifest) -> list[Checked]:
    """Every figure of either run, compared to the printed digit (values and intervals). Where one
    differs, how far it moved, and what has changed of what its step depends on."""
    steps = {step.id: step for step in study.steps}
    causes = {name: differences(recorded, found, step) for name, step in steps.items()}
    rows = []
    for name in dict.fromkeys((*recorded["figures"], *found["figures"])):
        step = name.split(".")[0]
        if step not in steps:
            why = f"the study file has no step {step} any more"
        else:
            why = "; ".join(causes[step]) or (
                "nothing that is recorded differs: the computation is not the same every time"
            )
        rows.append(_checked(name, recorded, found, study.digits, why))
    return rows


def _checked(name: str, recorded: Manifest, found: Manifest, digits: int, why: str) -> Checked:
    before, now = recorded["figures"].get(name), found["figures"].get(name)
    if before is None:
        skipped = skip_reason(name, recorded["skipped"])
        why = f"was not computed when recorded: {skipped or why}"
        return Checked(name, "-", printed(now, digits), None, why)
    if now is None:
        skipped = skip_reason(name, found["skipped"])
        why = f"is not computed now: {skipped or why}"
        return Checked(name, printed(before, digits), "-", None if skipped else False, why)
    first, second = printed(before, digits), printed(now, digits)
    if first == second:
        return Checked(name, first, second, True)
    return Checked(name, first, second, False, f"{_moved(before, now, digits)}; {why}")


def _moved(before: Mapping[str, Any], now: Mapping[str, Any], digits: int) -> str:
    """How far a figure moved, and whether it left the interval that was recorded."""
    if before["value"] is None or now["value"] is None:
        return "it is defined in one run only"
    if number(before["value"], digits) == number(now["value"], digits):
        return "the value is the same, its interval is not"
    distance = number(float(now["value"]) - float(before["value"]), digits)
    moved = f"moved by {distance}"
    if "low" in before:
        inside = before["low"] <= now["value"] <= before["high"]
        moved += f", {'inside' if inside else 'out of'} the recorded interval"
    return moved


def printed(row: Mapping[str, Any], digits: int) -> str:
    """A figure as it is printed: value, interval, or why there is none."""
    value = row.get("value")
    if value is None:
        return str(row.get("why", "undefined"))
    text = number(value, digits)
    if "low" in row:
        text += f" ({number(row['low'], digits)} to {number(row['high'], digits)})"
    return text


def differences(recorded: Manifest, found: Manifest, step: Step | None = None) -> list[str]:
    """What differs between two runs, in words: of all that is recorded, or of what the figures of
    one step may depend on."""
    reach = _Reach(None, None, True) if step is None else _reach(step)
    return [
        *_declared(recorded, found, step),
        *_data(recorded, found, step),
        *_environment(recorded["environment"], found["environment"], reach),
    ]


def _declared(recorded: Manifest, found: Manifest, step: Step | None) -> Iterator[str]:
    if step is None and recorded["study_sha256"] != found["study_sha256"]:
        yield "the study file was changed"
    if step is not None and recorded["declared"].get(step.id) != found["declared"].get(step.id):
        yield f"the step {step.id} was changed in the study file"
    if recorded["seed"] != found["seed"]:
        yield f"the seed is {found['seed']}, was {recorded['seed']}"


def _data(recorded: Manifest, found: Manifest, step: Step | None) -> Iterator[str]:
    for name in found["inputs"] if step is None else step.reads:
        was = recorded["inputs"].get(name, {}).get("sha256")
        is_now = found["inputs"].get(name, {}).get("sha256")
        if was != is_now:
            yield f"the input {name} is {_short(is_now)}, was {_short(was)}"


def _environment(before: Manifest, now: Manifest, reach: _Reach) -> Iterator[str]:
    for name in sorted({*before["packages"], *now["packages"]}):
        if reach.packages is None or name in reach.packages:
            was, is_now = before["packages"].get(name), now["packages"].get(name)
            if was != is_now:
                yield f"{name} is {is_now or 'absent'}, was {was or 'absent'}"
    for key in ("python", "platform"):
        if before[key] != now[key]:
            yield f"{key} is {now[key]}, was {before[key]}"
    for name in sorted({*before["models"], *now["models"]} if reach.models else ()):
        was, is_now = before["models"].get(name), now["models"].get(name)
        if was != is_now:
            yield f"the model {name} is {_short(is_now)}, was {_short(was)}"
    for name in sorted({*before["code"], *now["code"]}):
        within = reach.code is None or name in reach.code
        if within and before["code"].get(name) != now["code"].get(name):
            yield f"the program's code in pipeline/{name} was changed"


def _short(sha256: str | None) -> str:
    return "absent" if sha256 is None else f"SHA-256 {sha256[:12]}…"


def files_that_differ(recorded: Manifest, found: Manifest) -> list[str]:
    """The tables and plots that are not byte for byte the recorded ones. Their numbers have more
    digits than are compared, and a plot's bytes also follow the version of matplotlib."""
    names = dict.fromkeys((*recorded["files"], *found["files"]))
    return [name for name in names if recorded["files"].get(name) != found["files"].get(name)]
