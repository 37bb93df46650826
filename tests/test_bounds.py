"""The bounds on dependencies, which `.ci/run` installs at their lowest."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from conftest import ROOT

SCRIPT = ROOT / ".ci" / "lower_bounds.py"


def test_every_dependency_is_pinned_to_its_lower_bound() -> None:
    printed = subprocess.run([sys.executable, SCRIPT], capture_output=True, text=True, check=True)
    pins = dict(line.split("==") for line in printed.stdout.splitlines())
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    declared = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    bounds = [text.replace("[html-clean]", "").replace("==", ">=") for text in declared]
    for name, rest in (text.split(">=") for text in bounds if not text.startswith("stancebook[")):
        assert pins[name] == rest.split(",")[0]
    assert {"numpy", "starlette", "distributed"} <= set(pins)


@pytest.mark.parametrize("open_ended", ["numpy", "numpy>=2", "numpy<3", "numpy>2,<3"])
def test_an_open_bound_is_refused(tmp_path: Path, open_ended: str) -> None:
    (tmp_path / ".ci").mkdir()
    script = tmp_path / ".ci" / SCRIPT.name
    script.write_bytes(SCRIPT.read_bytes())
    (tmp_path / "pyproject.toml").write_text(
        f'[project]\ndependencies = ["{open_ended}"]\n[project.optional-dependencies]\ndev = []\n'
    )
    done = subprocess.run([sys.executable, script], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert f"'{open_ended}' must be" in done.stderr
