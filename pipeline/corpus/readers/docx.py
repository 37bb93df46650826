"""Word documents (.docx)."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

import docx
from docx.opc.exceptions import PackageNotFoundError
from docx.table import Table
from lxml import etree

from pipeline.corpus.document import BlockKind, Extract, Metadata, joined
from pipeline.corpus.errors import DocumentError
from pipeline.corpus.limits import Limits
from pipeline.corpus.readers.text import normalised

_MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_BYLINE = re.compile(r"(?:By|Por)\s+[A-ZÁÉÍÓÚÑ]")


def read(data: bytes, limits: Limits) -> Extract:
    """Read paragraphs, headings, list items and table rows. Raises DocumentError for a damaged
    file and for one that unpacks to more than `limits.max_expanded_bytes`."""
    _check_archive(data, limits)
    try:
        document = docx.Document(io.BytesIO(data))
        parts = [part for part in map(_part, document.iter_inner_content()) if part[1].strip()]
        core = document.core_properties
    except (PackageNotFoundError, KeyError, ValueError, etree.LxmlError, OSError) as error:
        raise DocumentError("unreadable", f"is not a sound Word document: {error}") from error
    text, blocks = joined([(kind, normalised(words)) for kind, words in parts])
    heading = next((words.strip() for kind, words in parts[:2] if kind == "heading"), None)
    metadata = Metadata(
        title=core.title or heading,
        authors=tuple(a.strip() for a in (core.author or "").split(";") if a.strip())
        if core.author != "python-docx"
        else (),
    )
    return Extract(text, metadata, _MEDIA_TYPE, blocks)


def _check_archive(data: bytes, limits: Limits) -> None:
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise DocumentError(
            "encrypted", "is encrypted, or an old .doc by another name: save it as .docx again"
        )
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            expanded = sum(info.file_size for info in archive.infolist())
            names = archive.namelist()
    except zipfile.BadZipFile as error:
        raise DocumentError(
            "truncated", f"named .docx but is no sound archive ({error}): get a fresh copy"
        ) from error
    if expanded > limits.max_expanded_bytes:
        raise DocumentError(
            "too-large", f"unpacks to {expanded:,} bytes, more than {limits.max_expanded_bytes:,}"
        )
    if "word/document.xml" not in names:
        raise DocumentError("unreadable", "is an archive, but no Word document")


def _part(block: Any) -> tuple[BlockKind, str]:
    if isinstance(block, Table):
        rows = ("; ".join(cell.text.strip() for cell in row.cells) for row in block.rows)
        return "item", " ".join(rows)
    style = (block.style.name or "") if block.style is not None else ""
    words = block.text.replace("\n", " ").strip()
    if style.startswith(("Heading", "Title", "Subtitle")):
        return "heading", words
    if style.startswith("List"):
        return "item", words
    if len(words) < 90 and _BYLINE.match(words) and not words.endswith("."):
        return "byline", words
    bold = block.runs and all(run.bold for run in block.runs if run.text.strip())
    return ("heading" if bold and len(words) < 90 and not words.endswith(".") else "prose"), words
