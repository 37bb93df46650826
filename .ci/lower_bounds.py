"""Print the lowest versions that pyproject.toml allows, as a constraints file for pip.

`python .ci/lower_bounds.py > lower.txt`, then `pip install --constraint lower.txt ".[dev]"`: an
installation that satisfies every lower bound with nothing to spare.
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).parent.parent


def lowest(requirements: Iterable[str]) -> Iterator[str]:
    """`NAME==VERSION` for each requirement. One that is open at either end is refused: nobody can
    say what it was tested with."""
    for text in requirements:
        one = Requirement(text)
        bounds = {specifier.operator: specifier.version for specifier in one.specifier}
        if one.name == "stancebook":
            continue
        if set(bounds) not in ({"=="}, {">=", "<"}):
            sys.exit(f"pyproject.toml: {text!r} must be >= the lowest and < the first not allowed")
        yield f"{one.name}=={bounds.get('==', bounds.get('>='))}"


def main() -> None:
    """Print the constraints, sorted, each once."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"].values()
    declared = [*project["dependencies"], *(one for extra in extras for one in extra)]
    print("\n".join(sorted(set(lowest(declared)))))


if __name__ == "__main__":
    main()
