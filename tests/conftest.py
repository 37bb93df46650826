"""What the tests share."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline import load_annotator
from pipeline.annotate.annotator import Annotator

ROOT = Path(__file__).parent.parent
CORPUS = ROOT / "corpus"
SHARED = ROOT.parent / "shared"


@pytest.fixture(scope="session")
def annotator() -> Annotator:
    return load_annotator()


@pytest.fixture(scope="session")
def shared_corpus() -> Path:
    folder = SHARED / "corpus"
    if not folder.is_dir():
        pytest.skip(f"needs the shared corpus, which is not at {folder}")
    return folder
