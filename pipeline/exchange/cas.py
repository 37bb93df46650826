"""UIMA CAS, as INCEpTION reads and writes it: XMI with its type system, through dkpro-cassis.

annotation/DOCUMENT/ANNOTATOR.xmi beside TypeSystem.xml, as in a project that INCEpTION exports
(there an annotator's file may be a zip archive of the two). Import the layers from TypeSystem.xml.
UIMA counts UTF-16 units; cassis converts them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.dataset.files import write_atomically
from pipeline.dataset.records import SCHEMA_VERSION
from pipeline.exchange.cas_safe import load, load_types
from pipeline.exchange.cas_types import (
    CLAIM,
    LINK,
    MENTION,
    METADATA,
    SENTENCE,
    TOKEN,
    WHOLE,
    type_system,
)
from pipeline.exchange.coding import CodedText, Coding, coded_texts
from pipeline.exchange.contract import ExchangeError, Export, Imported, Source
from pipeline.exchange.drafts import DOCUMENT, Draft, Reading
from pipeline.exchange.files import File, archived, file_name, files, name_of
from pipeline.studies.sets import Span

if TYPE_CHECKING:
    from cassis import Cas, TypeSystem

TYPES = "TypeSystem.xml"
# Feature -> field of a draft.
_FEATURES = {
    MENTION: {"entity": "entity", "edtf": "edtf"},
    CLAIM: {"claimType": "type", "stance": "stance", "holderKind": "holder",
            "holderText": "holder_text"},
}  # fmt: skip
_OTHERS = ("uima.", "de.tudarmstadt.ukp.", "org.dkpro.")  # layers of UIMA and INCEpTION themselves
_INITIAL = "INITIAL_CAS"  # what INCEpTION keeps of a document before anybody annotated it
_WORD = re.compile(r"\w+|[^\w\s]")


def write(export: Export, path: Path) -> list[str]:
    """Write the folder `path` with XMI."""
    return write_as(export, path, ".xmi", lambda cas: cas.to_xmi())


def write_as(export: Export, path: Path, suffix: str, serial: Callable[[Cas], str]) -> list[str]:
    """Write the folder `path`: the type system, and a file for each document and annotator."""
    notices: list[str] = []
    types = type_system()
    write_atomically(path / TYPES, [types.to_xml() or ""])
    for text in coded_texts(export, notices):
        folder = path / "annotation" / file_name(text.doc_id)
        for coding in text.codings:
            try:
                lines = [serial(cas_of(text, coding, types))]
            except ValueError as error:  # a character that XML cannot have
                place = f"{text.doc_id} by {coding.annotator}"
                raise ExchangeError(f"{place}: cannot be written as CAS: {error}") from error
            write_atomically(folder / f"{file_name(coding.annotator)}{suffix}", lines)
    return notices


def cas_of(text: CodedText, coding: Coding, types: TypeSystem) -> Cas:
    """A document as one annotator's CAS."""
    from cassis import Cas

    cas = Cas(types, sofa_string=text.text, sofa_mime="text/plain")

    def add(name: str, at: Span | None = None, **values: Any) -> Any:
        place = {} if at is None else {"begin": at[0], "end": at[1]}
        made = types.get_type(name)(**place, **values)
        cas.add(made)
        return made

    add(METADATA, (0, len(text.text)), documentTitle=text.doc_id, documentId=text.doc_id)
    for start, end in text.sentences:
        add(SENTENCE, (start, end))
        for word in _WORD.finditer(text.text, start, end):
            add(TOKEN, word.span())
    mentions = {
        (m.start, m.end): add(MENTION, (m.start, m.end), label=m.label, entity=m.entity,
                              edtf=m.edtf)
        for m in coding.mentions
    }  # fmt: skip
    for claim in coding.claims:
        holder = claim.holder
        made = add(
            CLAIM, (claim.start, claim.end), claimType=claim.type, stance=claim.stance,
            holderKind=holder.kind if holder else None, holderText=holder.text if holder else None,
        )  # fmt: skip
        if holder is not None and holder.span is not None:
            link = types.get_type(LINK)(role="holder", target=mentions[holder.span])
            made.holder = types.get_type("uima.cas.FSArray")(elements=[link])
    add(WHOLE, stance=coding.stance, docId=text.doc_id, version=SCHEMA_VERSION)
    return cas


def read(path: Path, source: Source) -> Imported:
    """Read a project that INCEpTION exported (folder or zip archive), or one annotator's file."""
    type_system()  # cassis must be there
    reading = Reading(source)
    found = list(_unpacked(files(path, ".xmi", ".json", ".xml", ".zip")))
    systems: dict[str, TypeSystem] = {}
    for file, _ in found:
        if file.path.suffix.lower() == ".xml":
            systems[_folder(file)] = load_types(file.bytes(), file.place)
    for file, named in found:
        data = file.bytes() if file.path.suffix.lower() in (".xmi", ".json") else b""
        if named == _INITIAL or (b"http:///uima/cas.ecore" not in data
                                 and b"%FEATURE_STRUCTURES" not in data):  # fmt: skip
            continue  # settings of the project
        try:
            _file(reading, file, data, named, _nearest(systems, file))
        except ExchangeError as error:
            if not str(error).startswith(file.place):
                raise
            reading.problem(file.place, str(error).removeprefix(f"{file.place}: "))
    return reading.imported


def _unpacked(found: list[File]) -> Iterator[tuple[File, str | None]]:
    """The files with their annotators: what is within an annotator's archive is the annotator's."""
    for file in found:
        named = name_of(file.path.stem) if len(file.path.parts) > 1 else None
        if file.path.suffix.lower() == ".zip":
            for inner in archived(file.bytes(), file.place, ".xmi", ".json", ".xml"):
                yield inner, named
        else:
            yield file, named


def _folder(file: File) -> str:
    return file.place[: -len(file.path.name)]


def _nearest(systems: dict[str, TypeSystem], file: File) -> TypeSystem | None:
    """The type system in the file's folder, else in one above."""
    above = [folder for folder in systems if file.place.startswith(folder)]
    return systems[max(above, key=len)] if above else None


def _file(
    reading: Reading, file: File, data: bytes, named: str | None, types: TypeSystem | None
) -> None:
    loaded = load(data, file.place, types)
    cas, place = loaded.cas, file.place
    if not isinstance(cas.sofa_string, str):
        reading.problem(place, "has no text")
        return
    whole = _all(cas, WHOLE)
    for version in {_text(fs, "version") for fs in whole} - {None, SCHEMA_VERSION}:
        reading.problem(place, f"is of version {version} of this program's layers, which this "
                               f"version ({SCHEMA_VERSION}) does not read")  # fmt: skip
        return
    draft = reading.draft(reading.annotator(place, named), cas.sofa_string, place)
    for kind in (MENTION, CLAIM):
        for fs in _all(cas, kind):
            _annotation(draft, fs, kind, loaded.misplaced, f"{place}: annotation {fs.xmiID}")
    for fs in _all(cas, CLAIM):
        for link in getattr(getattr(fs, "holder", None), "elements", None) or ():
            target = getattr(link, "target", None)
            draft.link(str(fs.xmiID), str(getattr(target, "xmiID", None)),
                       f"{place}: annotation {fs.xmiID}")  # fmt: skip
    for fs in whole:
        stance = _text(fs, "stance")
        if stance:
            draft.value(DOCUMENT, "stance", stance, place)
    others = Counter(fs.type.name for view in cas.views for fs in view.get_all_fs())
    for name, count in sorted(others.items()):
        if name not in (MENTION, CLAIM, WHOLE) and not name.startswith(_OTHERS):
            draft.problem(place, f"{count} annotations of the layer {name}, which is none of this "
                                 "program's")  # fmt: skip
    ids = {_text(fs, "docId") for fs in whole} - {None}
    reading.take(draft, ids.pop() if len(ids) == 1 else None)


def _annotation(
    draft: Draft, fs: Any, kind: str, misplaced: dict[int, str], place: str
) -> None:  # fmt: skip
    key = str(fs.xmiID)
    if fs.xmiID in misplaced:
        draft.refuse(key, place, misplaced[fs.xmiID])
    elif kind == CLAIM:
        draft.claim(key, fs.begin, fs.end, place)
    else:
        draft.mention(key, fs.begin, fs.end, _text(fs, "label"), place)
    for feature, name in _FEATURES[kind].items():
        value = _text(fs, feature)
        if value:
            draft.value(key, name, value, place)


def _text(fs: Any, feature: str) -> str | None:
    """A feature's value; a layer of another version may lack it."""
    value = getattr(fs, feature, None)
    return None if value is None else str(value)


def _all(cas: Cas, name: str) -> list[Any]:
    if not cas.typesystem.contains_type(name):
        return []
    return sorted(cas.select(name), key=lambda fs: int(fs.xmiID))
