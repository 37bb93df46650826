"""Run a study again and say, figure by figure, whether it came out as recorded, and why not."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.studies.page import number
from pipeline.studies.run import FORMAT, skip_reason
from pipeline.studies.study import StudyError


@dataclass(frozen=True, slots=True)
class Checked:
    """One recorded figure and the one found now; `same` is None where it could not be computed."""

    figure: str
    recorded: str
    found: str
    same: bool | None
    why: str = ""


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


def compare_runs(
    recorded: Mapping[str, Any], found: Mapping[str, Any], digits: int
) -> list[Checked]:
    """Every figure of either run, compared to the printed digit (values and intervals)."""
    reasons = differences(recorded, found)
    causes = "; ".join(reasons) or (
        "nothing that is recorded differs: the computation itself is not the same every time"
    )
    rows = []
    for name in dict.fromkeys((*recorded["figures"], *found["figures"])):
        before, now = recorded["figures"].get(name), found["figures"].get(name)
        skipped = skip_reason(name, (recorded if before is None else found)["skipped"])
        if before is not None and now is not None:
            first, second = printed(before, digits), printed(now, digits)
            same = first == second
            rows.append(Checked(name, first, second, same, "" if same else causes))
        elif before is None:
            why = f"was not computed when recorded: {skipped or causes}"
            rows.append(Checked(name, "-", printed(now or {}, digits), None, why))
        else:
            same_now = None if skipped else False
            why = f"is not computed now: {skipped or causes}"
            rows.append(Checked(name, printed(before, digits), "-", same_now, why))
    return rows


def printed(row: Mapping[str, Any], digits: int) -> str:
    """A figure as it is printed: value, interval, or why there is none."""
    value = row.get("value")
    if value is None:
        return str(row.get("why", "undefined"))
    text = number(value, digits)
    if "low" in row:
        text += f" ({number(row['low'], digits)} to {number(row['high'], digits)})"
    return text


def differences(recorded: Mapping[str, Any], found: Mapping[str, Any]) -> list[str]:
    """What differs between two runs that figures may depend on, in words."""
    reasons = []
    if recorded["study_sha256"] != found["study_sha256"]:
        reasons.append("the study file was changed")
    for name, row in recorded["inputs"].items():
        now = found["inputs"].get(name, {})
        if "sha256" in row and "sha256" in now and row["sha256"] != now["sha256"]:
            reasons.append(f"the input {name} was changed")
    before, now = recorded["environment"], found["environment"]
    for name in sorted({*before["packages"], *now["packages"]}):
        was, is_now = before["packages"].get(name, "absent"), now["packages"].get(name, "absent")
        if was != is_now:
            reasons.append(f"{name} is {is_now}, was {was}")
    for key in ("python", "platform"):
        if before[key] != now[key]:
            reasons.append(f"{key} is {now[key]}, was {before[key]}")
    if before["models"] != now["models"]:
        reasons.append("the program's models were changed")
    if before["code_sha256"] != now["code_sha256"]:
        reasons.append("the program's code was changed")
    return reasons
