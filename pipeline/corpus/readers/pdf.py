"""PDF files with a text layer."""

from __future__ import annotations

import re
import time
from collections import Counter

import pypdfium2 as pdfium

from pipeline.corpus.blocks import find_blocks
from pipeline.corpus.document import BlockKind, Extract, Metadata, joined
from pipeline.corpus.errors import DocumentError
from pipeline.corpus.limits import Limits
from pipeline.corpus.readers.text import normalised

_PAGE_NUMBER = re.compile(
    r"\s*(?:page\s+|p\.\s*|[-–—]\s*)?\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?\s*[-–—]?\s*\Z", re.I
)
_HYPHEN = re.compile(r"(?<=[a-záéíóúñü])[-\u00ad\u0002\ufffe]\n\s*(?=[a-záéíóúñü])")
_DIGITS = re.compile(r"\d+")
_STOP = re.compile(r"[.!?…:;][\"'”’»)\]]*\s*\Z")


def read(data: bytes, limits: Limits) -> Extract:
    """Read a PDF's text layer. Raises DocumentError for encrypted, damaged or scanned files."""
    if not data.lstrip()[:5].startswith(b"%PDF"):
        raise DocumentError("unreadable", "named .pdf but is no PDF")
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if "password" in str(error).lower():
            raise DocumentError(
                "encrypted", "the PDF is encrypted: save a copy without a password"
            ) from error
        raise DocumentError(
            "truncated", f"the PDF is damaged or cut short ({error}): get a fresh copy"
        ) from error
    try:
        return _extract(document, limits)
    except pdfium.PdfiumError as error:
        raise DocumentError("truncated", f"the PDF is damaged: {error}") from error
    finally:
        document.close()


def _extract(document: pdfium.PdfDocument, limits: Limits) -> Extract:
    if len(document) > limits.max_pages:
        raise DocumentError(
            "too-many-pages", f"{len(document):,} pages are more than {limits.max_pages:,}: "
            "split the document or raise --max-pages",
        )  # fmt: skip
    deadline = time.monotonic() + limits.max_seconds
    pages: list[list[str]] = []
    characters = 0
    for page in document:
        textpage = page.get_textpage()
        lines = normalised(textpage.get_text_bounded()).replace("\ufffe", "-").split("\n")
        textpage.close()
        page.close()
        characters += sum(map(len, lines))
        if characters > 2 * limits.max_characters:
            raise DocumentError("too-long", "the text is longer than --max-characters allows")
        if time.monotonic() > deadline:
            raise DocumentError("timeout", "reading took longer than --max-seconds allows")
        pages.append(lines)
    if not characters:
        raise DocumentError("no-text", "the PDF has no text layer: run a text recognition first")
    text, blocks = joined(_paragraphs(_without_furniture(pages)))
    title = (document.get_metadata_dict().get("Title") or "").strip() or None
    return Extract(text, Metadata(title=title), "application/pdf", blocks)


def _without_furniture(pages: list[list[str]]) -> list[str]:
    """All lines but page numbers and the headers and footers that pages repeat."""
    repeated: Counter[str] = Counter()
    for lines in pages:
        words = [line.strip() for line in lines if line.strip()]
        repeated.update({_DIGITS.sub("#", w) for w in {*words[:2], *words[-2:]}})
    common = {w for w, n in repeated.items() if len(pages) > 1 and n >= max(2, 0.6 * len(pages))}
    kept: list[str] = []
    for lines in pages:
        inner = [line for line in lines if line.strip()]
        edges = {0, 1, len(inner) - 1, len(inner) - 2}
        for i, line in enumerate(inner):
            furniture = _PAGE_NUMBER.match(line) or _DIGITS.sub("#", line.strip()) in common
            if not (i in edges and furniture):
                kept.append(line.rstrip())
    return kept


def _paragraphs(lines: list[str]) -> list[tuple[BlockKind, str]]:
    """Lines joined to paragraphs: a line that ends early with a full stop ends its paragraph, and
    one much shorter than the page is wide without a stop is a heading."""
    lengths = sorted(len(line) for line in lines)
    width = lengths[int(0.8 * (len(lengths) - 1))] if lengths else 0
    groups: list[list[str]] = [[]]
    for i, line in enumerate(lines):
        groups[-1].append(line.strip())
        following = lines[i + 1].strip() if i + 1 < len(lines) else ""
        short = len(line) < 0.75 * width
        stopped = bool(_STOP.search(line))
        heading = len(groups[-1]) == 1 and short and not stopped and following[:1].isupper()
        if (short and stopped) or heading:
            groups.append([])
    parts: list[tuple[BlockKind, str]] = []
    for group in groups:
        paragraph = _HYPHEN.sub("", "\n".join(group)).replace("\n", " ").strip()
        if paragraph:
            kind = find_blocks(paragraph)[0].kind if parts else "heading"
            parts.append((kind if len(paragraph) < 110 or kind == "item" else "prose", paragraph))
    return parts
