"""Plain text in any encoding."""

from __future__ import annotations

import codecs
import re
import unicodedata

from pipeline.corpus.document import Extract, Metadata
from pipeline.corpus.errors import DocumentError
from pipeline.corpus.limits import Limits

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f\ud800-\udfff\ufeff\ufffe\uffff]")
# What Western European text in one-byte encodings most often is; tried before rarer code pages.
_SAMPLE = 200_000
# Curly quotes and dashes in Windows-1252; in ISO 8859-1 and MacRoman these bytes are no letters.
_WESTERN_MARKS = re.compile(rb"[\x91-\x97\x85]")
_WESTERN_LETTERS = re.compile(
    r"(?<=[A-Za-z])[áéíóúñüàèìòùâêîôûçäößÁÉÍÓÚÑ]|[áéíóúñüàèìòùâêîôûçäöÁÉÍÓÚÑ¿¡](?=[A-Za-z])"
)


def read(data: bytes, limits: Limits) -> Extract:
    """Read plain text. Raises DocumentError("binary") for what is no text."""
    return Extract(normalised(decode(data)), Metadata(), "text/plain")


def decode(data: bytes) -> str:
    """Text from bytes: by byte order mark, as UTF-8, else by detection."""
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            try:
                return data.decode(encoding)
            except UnicodeDecodeError as error:
                raise DocumentError("bad-encoding", f"is not sound {encoding}: {error}") from error
    if b"\x00" in data:
        raise DocumentError("binary", "holds NUL bytes, so it is no text: convert it to .txt")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _detected(data)


def _detected(data: bytes) -> str:
    try:
        western = data.decode("cp1252")
    except UnicodeDecodeError:
        western = ""
    marks = [c for c in western if ord(c) > 127]
    likely = len(_WESTERN_LETTERS.findall(western)) + sum(c in "“”‘’–—…¿¡«»°§" for c in marks)
    if marks and likely >= 0.8 * len(marks):
        return western
    from charset_normalizer import from_bytes  # seldom needed, and long to import

    best = from_bytes(data[:_SAMPLE]).best()
    if best is None:
        raise DocumentError(
            "binary", "is no text in any known encoding: save it as UTF-8 and try again"
        )
    return data.decode(best.encoding, errors="replace")


def normalised(text: str) -> str:
    """NFC, `\\n` line ends, no control characters; a text that is so already stays as it is."""
    text = (
        text.replace("\r\n", "\n").replace("\r", "\n").replace("\x0c", "\n").replace("\x85", "\n")
    )
    text = _CONTROL.sub("", text)
    return text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)
