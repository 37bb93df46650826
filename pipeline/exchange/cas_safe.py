"""Reading a CAS that may come from anybody.

cassis makes Python classes out of a type system's names, and lets an offset that fits no character
pass with a warning. So before it sees a file: no document type (and with it no entities), nothing
fetched, no name that is more than letters, digits, `_`, `.`, and every offset is looked at.
"""

from __future__ import annotations

import io
import json
import re
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from lxml import etree

from pipeline.exchange.cas_types import type_system
from pipeline.exchange.contract import ExchangeError
from pipeline.exchange.files import parsed, utf8
from pipeline.exchange.offsets import OffsetError, Utf16

if TYPE_CHECKING:
    from cassis import Cas, TypeSystem

MAX_BYTES = 64 * 2**20  # a tree takes some twenty times as much memory
MAX_TYPES = 20_000
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z_][A-Za-z0-9_]*)*")
_XMI_ID = "{http://www.omg.org/XMI}id"
_SOFA = "{http:///uima/cas.ecore}Sofa"
_NAMED = ("name", "supertypeName", "rangeTypeName", "elementType")


@dataclass(frozen=True, slots=True)
class Loaded:
    """A CAS, and the ids of the annotations whose offsets fit no character, with the reason."""

    cas: Cas
    misplaced: dict[int, str]


def load(data: bytes, place: str, types: TypeSystem | None) -> Loaded:
    """A CAS from XMI, with its type system (this program's own, if None), or from JSON. Raises
    ExchangeError."""
    from cassis import load_cas_from_json, load_cas_from_xmi

    is_json = data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{")
    own = type_system()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of offsets (looked at here) and unknown layers
            if is_json:
                tree = parsed(utf8(data, place), place)
                misplaced = _misplaced(_json_spans(tree, place))
                return Loaded(load_cas_from_json(json.dumps(tree), own), misplaced)
            misplaced = _misplaced(_xmi_spans(_xml(data, place)))
            cas = load_cas_from_xmi(io.BytesIO(data), types or own, lenient=types is None)
            return Loaded(cas, misplaced)
    except ExchangeError:
        raise
    except Exception as error:  # whatever cassis raises on what is no CAS
        raise ExchangeError(f"{place}: is no sound CAS: {type(error).__name__}: {error}") from error


def load_types(data: bytes, place: str) -> TypeSystem:
    """A type system from its XML. Raises ExchangeError."""
    from cassis import load_typesystem

    root = _xml(data, place)
    names = [node.text or "" for tag in _NAMED for node in root.iter(f"{{*}}{tag}")]
    _check_names((name.strip() for name in names if name.strip()), place)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return load_typesystem(io.BytesIO(data))
    except Exception as error:  # whatever cassis raises on what is no type system
        raise ExchangeError(f"{place}: is no sound type system: {error}") from error


def _check_names(names: Iterable[str], place: str) -> None:
    for number, name in enumerate(names):
        if number > 10 * MAX_TYPES:
            raise ExchangeError(f"{place}: has more than {MAX_TYPES} types")
        if not _NAME.fullmatch(name):
            raise ExchangeError(f"{place}: {name[:60]!r} is no name of a type or feature")


def _xml(data: bytes, place: str) -> etree._Element:
    """XML without document type. Raises ExchangeError."""
    if len(data) > MAX_BYTES:
        raise ExchangeError(f"{place}: is larger than {MAX_BYTES} bytes")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False,
                             dtd_validation=False, huge_tree=False)  # fmt: skip
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise ExchangeError(f"{place}: is no sound XML: {error}") from error
    if root.getroottree().docinfo.doctype:
        raise ExchangeError(f"{place}: has a document type (DOCTYPE), which a CAS has not")
    return root


# An annotation's id, the id of its text, begin and end; or a text's id and itself.
_Span = tuple[int, Any, Any, Any]


def _misplaced(found: tuple[dict[Any, str], Iterator[_Span]]) -> dict[int, str]:
    texts, spans = found
    units = {key: Utf16(text) for key, text in texts.items()}
    wrong = {}
    for key, sofa, begin, end in spans:
        try:
            if sofa not in units:
                raise OffsetError("stands in no text")
            for offset in (begin, end):
                units[sofa].point(int(offset))
        except (OffsetError, ValueError, TypeError) as error:
            wrong[key] = str(error)
    return wrong


def _xmi_spans(root: etree._Element) -> tuple[dict[Any, str], Iterator[_Span]]:
    texts = {node.get(_XMI_ID): node.get("sofaString", "") for node in root.iter(_SOFA)}
    spans = (
        (int(node.get(_XMI_ID, "-1")), node.get("sofa"), node.get("begin"), node.get("end"))
        for node in root.iterchildren()
        if isinstance(node.tag, str) and node.get("begin") is not None
    )
    return texts, spans


def _json_spans(tree: Any, place: str) -> tuple[dict[Any, str], Iterator[_Span]]:
    if not isinstance(tree, dict) or not isinstance(tree.get("%TYPES", {}), dict):
        raise ExchangeError(f"{place}: is no CAS in JSON")
    types = tree.setdefault("%TYPES", {})
    features = (name for one in types.values() if isinstance(one, dict) for name in one)
    _check_names(types, place)
    _check_names((name for name in features if not name.startswith("%")), place)
    rows = tree.get("%FEATURE_STRUCTURES")
    if isinstance(rows, dict):
        rows = [row | {"%ID": int(key)} for key, row in rows.items() if isinstance(row, dict)]
        tree["%FEATURE_STRUCTURES"] = rows
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise ExchangeError(f"{place}: is no CAS in JSON: it has no %FEATURE_STRUCTURES")
    for row in rows:
        if str(row.get("%TYPE")).endswith(("[]", "Array")):
            row.setdefault("%ELEMENTS", [])  # left out where empty, which cassis does not expect
    texts = {row.get("%ID"): row.get("sofaString") or "" for row in rows
             if row.get("%TYPE") == "uima.cas.Sofa"}  # fmt: skip
    spans = ((row["%ID"], row.get("@sofa"), row["begin"], row.get("end")) for row in rows
             if "begin" in row)  # fmt: skip
    return texts, spans
