"""Web pages: the main text and the page's own metadata, without its furniture."""

from __future__ import annotations

import re
from typing import Any

import trafilatura
from lxml import etree
from lxml import html as lxml_html

from pipeline.corpus.document import BlockKind, Extract, Metadata, joined
from pipeline.corpus.errors import DocumentError
from pipeline.corpus.limits import Limits
from pipeline.corpus.readers.text import decode, normalised

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_CHARSET = re.compile(rb"<meta[^>]+charset=[\"']?([\w-]+)", re.IGNORECASE)
_SPACE = re.compile(r"\s+")
_PUBLISHED = (
    "//meta[@property='article:published_time']/@content",
    "//meta[@itemprop='datePublished' or @name='datePublished' or @name='date'"
    " or @name='DC.date.issued' or @name='dc.date']/@content",
    "//*[@itemprop='datePublished']/@datetime",
)
_LD_PUBLISHED = re.compile(r"\"datePublished\"\s*:\s*\"(\d{4}-\d\d-\d\d)")
_KINDS: dict[str, BlockKind] = {"head": "heading", "item": "item"}


def read(data: bytes, limits: Limits) -> Extract:
    """Read a page. Nothing is fetched. Raises DocumentError("no-text") without a main text."""
    page = normalised(_decoded(data))
    tree = _tree(page)
    document: Any = trafilatura.bare_extraction(
        page, include_comments=False, include_tables=True, favor_precision=True,
        with_metadata=True,
    )  # fmt: skip
    if document is None:
        raise DocumentError("no-text", "no main text was found in the page")
    metadata = _metadata(document, tree)
    parts = list(_parts(document.body, metadata))
    text, blocks = joined(parts)
    return Extract(normalised(text), metadata, "text/html", blocks)


def _decoded(data: bytes) -> str:
    declared = _CHARSET.search(data[:4096])
    if declared and b"\x00" not in data:
        try:
            return data.decode(declared.group(1).decode("ascii"))
        except (LookupError, UnicodeDecodeError):
            pass
    return decode(data)


def _tree(page: str) -> Any:
    parser = lxml_html.HTMLParser(no_network=True, huge_tree=False, recover=True, encoding="utf-8")
    try:
        return lxml_html.document_fromstring(page.encode("utf-8"), parser=parser)
    except (etree.LxmlError, ValueError) as error:
        raise DocumentError("unreadable", f"is not HTML that can be parsed: {error}") from error


def _metadata(document: Any, tree: Any) -> Metadata:
    language = next(iter(tree.xpath("//html/@lang")), "") or ""
    return Metadata(
        title=_clean(document.title),
        authors=tuple(a.strip() for a in (document.author or "").split(";") if a.strip()),
        publisher=_clean(document.sitename),
        published=_published(document, tree),
        language=language.split("-")[0].lower() or None,
        url=document.url or None,
    )


def _published(document: Any, tree: Any) -> str | None:
    """The day of first publication that the page states; a later modification is not it."""
    for path in _PUBLISHED:
        for value in tree.xpath(path):
            day = _DAY.match(str(value))
            if day:
                return day.group()
    for script in tree.xpath("//script[@type='application/ld+json']/text()"):
        found = _LD_PUBLISHED.search(script)
        if found:
            return found.group(1)
    return None


def _clean(value: str | None) -> str | None:
    return _SPACE.sub(" ", value).strip() or None if value else None


def _parts(body: Any, metadata: Metadata) -> list[tuple[BlockKind, str]]:
    parts: list[tuple[BlockKind, str]] = []
    if metadata.title:
        parts.append(("heading", metadata.title))
    for element in body.iter("head", "p", "item", "cell", "quote"):
        if element.tag == "quote" and len(element):
            continue
        if any(parent.tag in ("item", "cell", "p", "head") for parent in element.iterancestors()):
            continue
        words = _SPACE.sub(" ", "".join(element.itertext())).strip()
        if not words or (len(parts) == 1 and words == metadata.title):
            continue
        kind = _KINDS.get(element.tag, "prose")
        if kind == "prose" and re.match(r"By [A-Z]", words) and len(words) < 90:
            kind = "byline" if not words.endswith(".") else kind
        parts.append((kind, words))
    return parts
