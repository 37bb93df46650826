"""What to look for: labels, the target, gazetteers. Data files, with one loader."""

from pipeline.codebook.codebook import (
    BUILT_IN,
    Codebook,
    CodebookError,
    Problem,
    check_codebook,
    load_codebook,
)

__all__ = [
    "BUILT_IN",
    "Codebook",
    "CodebookError",
    "Problem",
    "check_codebook",
    "load_codebook",
]
