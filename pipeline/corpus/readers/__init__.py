"""One reader for each format: bytes in, text and metadata out. No reader touches a file."""

from __future__ import annotations

from importlib import import_module
from pathlib import PurePosixPath

from pipeline.corpus.document import Extract
from pipeline.corpus.errors import DocumentError
from pipeline.corpus.limits import Limits

# Extension -> the module with its `read(data, limits)`, loaded when the first such file is read.
READERS = {
    ".txt": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".pdf": "pdf",
    ".docx": "docx",
}
_TEXT_FORMATS = frozenset({".txt", ".md", ".markdown", ".html", ".htm"})
_SIGNATURES = {
    b"%PDF-": "a PDF",
    b"PK\x03\x04": "a ZIP archive or an Office file",
    b"\xd0\xcf\x11\xe0": "an old Office file (.doc, .xls)",
    b"\x89PNG": "a PNG image",
    b"\xff\xd8\xff": "a JPEG image",
    b"GIF8": "a GIF image",
    b"\x1f\x8b": "a gzip archive",
    b"\x7fELF": "a program",
}


def known_formats() -> str:
    """The extensions that can be read, for messages."""
    return ", ".join(READERS)


def read_bytes(data: bytes, name: str, limits: Limits) -> Extract:
    """Read a file's bytes by its extension. Raises DocumentError for unknown formats, for a file
    that is not what its extension says, and for whatever the reader finds wrong."""
    suffix = PurePosixPath(name).suffix.lower()
    reader = READERS.get(suffix)
    if reader is None:
        raise DocumentError(
            "unknown-format", f"`{suffix or name}` is no known format; read are {known_formats()}"
        )
    if not data.strip():
        raise DocumentError("empty", "the file is empty")
    if suffix in _TEXT_FORMATS:
        for signature, what in _SIGNATURES.items():
            if data.startswith(signature):
                raise DocumentError(
                    "binary", f"named {suffix} but is {what}: rename it or convert it to text"
                )
    extract: Extract = import_module(f"{__name__}.{reader}").read(data, limits)
    if not extract.text.strip():
        raise DocumentError("no-text", "no text was found in the file")
    if len(extract.text) > limits.max_characters:
        raise DocumentError(
            "too-long",
            f"{len(extract.text):,} characters are more than {limits.max_characters:,}: "
            "split the document or raise --max-characters",
        )
    return extract
