"""brat: a text and its standoff annotations for every document, a folder for every annotator.

Offsets are code points. A claim is a text-bound annotation CLAIM with the attributes Type, Stance
and Holder, and the relation Held_by to the mention that names its holder; the document's stance is
the attribute of a DOCUMENT on its first line (anywhere, when read). An entity's name, a date's
value and what an unnamed holder is called are notes of the types Entity, EDTF and Holder_text.
A span over several lines or a tab has a fragment for each part, as brat wants it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path, PurePosixPath

from pipeline.codebook import Codebook
from pipeline.dataset.files import write_atomically
from pipeline.exchange.coding import CodedText, Coding, coded_texts
from pipeline.exchange.contract import ExchangeError, Export, Imported, Source
from pipeline.exchange.drafts import DOCUMENT, FIELDS, Draft, Reading
from pipeline.exchange.files import File, file_name, files, name_of, utf8
from pipeline.exchange.flat import CLAIM, first_line
from pipeline.studies.sets import Span

CONFIG = "annotation.conf"
WHOLE = "DOCUMENT"
HELD_BY = "Held_by"
ATTRIBUTES = {"Type": "type", "Stance": "stance", "Holder": "holder"}
NOTES = {"Entity": "entity", "EDTF": "edtf", "Holder_text": "holder_text"}
_TYPE = re.compile(r"[A-Za-z0-9_-]+")
# What some reader takes for one field of one line: no tab, no line break of any kind.
_PART = re.compile(r"[^\t\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
_ESCAPES = {"\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def write(export: Export, path: Path) -> list[str]:
    """Write the folder `path`: the configuration, and ANNOTATOR/DOCUMENT.txt with its .ann."""
    notices: list[str] = []
    write_atomically(path / CONFIG, [config(export.codebook)])
    for text in coded_texts(export, notices):
        for coding in text.codings:
            file = path / file_name(coding.annotator) / file_name(text.doc_id)
            lines = standoff(text, coding, notices)
            write_atomically(file.with_name(f"{file.name}.txt"), [text.text])
            write_atomically(file.with_name(f"{file.name}.ann"), lines)
    return notices


def config(codebook: Codebook) -> str:
    """annotation.conf. Raises ExchangeError where a label of the codebook cannot be a type."""
    for label in codebook.mention_labels:
        if not _TYPE.fullmatch(label) or label in (CLAIM, WHOLE):
            raise ExchangeError(f"the label {label} cannot be a type of brat: these have letters "
                                f"without accents, digits, - and _, and are not {CLAIM} or "
                                f"{WHOLE}; rename it")  # fmt: skip
    fields = FIELDS["claim"]
    attributes = "".join(
        f"{name}\tArg:{f'{CLAIM}|{WHOLE}' if field == 'stance' else CLAIM}, "
        f"Value:{'|'.join(fields[field] or ())}\n"
        for name, field in ATTRIBUTES.items()
    )
    mentions = list(codebook.mention_labels)
    return (
        "[entities]\n\n" + "".join(f"{label}\n" for label in [*mentions, CLAIM, WHOLE])
        + f"\n[relations]\n\n{HELD_BY}\tArg1:{CLAIM}, Arg2:{'|'.join(mentions)}\n"
        + "<OVERLAP>\tArg1:<ANY>, Arg2:<ANY>, <OVL-TYPE>:<ANY>\n"
        + f"\n[events]\n\n[attributes]\n\n{attributes}"
    )  # fmt: skip


def standoff(text: CodedText, coding: Coding, notices: list[str]) -> list[str]:
    """The lines of an .ann file. A span that begins or ends with a line break or a tab, which
    brat cannot hold, is left out with a notice."""
    lines = _Lines(text.text)
    ids: dict[Span, str] = {}
    for span, label in _spans(coding, text.text):
        key = lines.text_bound(span, label)
        if key is None:
            place = f"{text.doc_id} by {coding.annotator}"
            notices.append(f"{place}: the {label} at {span[0]} to {span[1]} begins or ends with a "
                           "line break or tab, so it is left out")  # fmt: skip
        elif label == WHOLE:
            lines.add("A", f"Stance {key} {coding.stance}")
        elif label != CLAIM:
            ids[span] = key
    for mention in coding.mentions:
        key = ids.get((mention.start, mention.end))
        lines.note(key, "Entity", mention.entity)
        lines.note(key, "EDTF", mention.edtf)
    for claim in coding.claims:
        key, holder = lines.claims.get((claim.start, claim.end)), claim.holder
        lines.attribute(key, "Type", claim.type)
        lines.attribute(key, "Stance", claim.stance)
        if holder is not None:
            lines.attribute(key, "Holder", holder.kind)
            lines.note(key, "Holder_text", holder.text)
            if key and holder.span in ids:
                lines.add("R", f"{HELD_BY} Arg1:{key} Arg2:{ids[holder.span]}")
    return lines.all


def _spans(coding: Coding, text: str) -> Iterator[tuple[Span, str]]:
    if coding.stance is not None:
        yield first_line(text), WHOLE
    for mention in coding.mentions:
        yield (mention.start, mention.end), mention.label
    for claim in coding.claims:
        yield (claim.start, claim.end), CLAIM


class _Lines:
    """The lines of an .ann file, numbered by kind."""

    def __init__(self, text: str) -> None:
        self.all: list[str] = []
        self.claims: dict[Span, str] = {}
        self._text, self._last = text, {"T": 0, "A": 0, "R": 0, "#": 0}

    def add(self, kind: str, rest: str) -> str:
        self._last[kind] += 1
        key = f"{kind}{self._last[kind]}"
        self.all.append(f"{key}\t{rest}\n")
        return key

    def text_bound(self, span: Span, label: str) -> str | None:
        parts = [match.span() for match in _PART.finditer(self._text, *span)]
        if not parts or (parts[0][0], parts[-1][1]) != span:
            return None
        offsets = ";".join(f"{start} {end}" for start, end in parts)
        words = " ".join(self._text[start:end] for start, end in parts)
        key = self.add("T", f"{label} {offsets}\t{words}")
        if label == CLAIM:
            self.claims[span] = key
        return key

    def attribute(self, key: str | None, name: str, value: str | None) -> None:
        if key is not None and value is not None:
            self.add("A", f"{name} {key} {value}")

    def note(self, key: str | None, name: str, value: str | None) -> None:
        if key is not None and value is not None:
            self.add("#", f"{name} {key}\t{_escaped(value)}")


def _escaped(text: str) -> str:
    return "".join(_ESCAPES.get(character, character) for character in text)


def _unescaped(text: str) -> str:
    plain = {escape: character for character, escape in _ESCAPES.items()}
    return re.sub(r"\\[\\nrt]", lambda match: plain[match[0]], text)


def read(path: Path, source: Source) -> Imported:
    """Read a folder (or a zip archive of one) with pairs of .txt and .ann; the folder that holds
    them is named after the annotator."""
    if path.is_file() and path.suffix.lower() in (".ann", ".txt"):
        raise ExchangeError(f"{path}: name the folder that holds the .txt and .ann files")
    found = {file.path: file for file in files(path, ".ann", ".txt")}
    reading = Reading(source)
    for name, file in found.items():
        if name.suffix.lower() != ".ann":
            if not any(name.with_suffix(end) in found for end in (".ann", ".ANN")):
                reading.problem(file.place, "has no .ann file beside it")
            continue
        text = next((found[name.with_suffix(end)] for end in (".txt", ".TXT")
                     if name.with_suffix(end) in found), None)  # fmt: skip
        if text is None:
            reading.problem(file.place, "has no .txt file beside it")
        else:
            _document(reading, file, text, name)
    return reading.imported


def _document(reading: Reading, file: File, text: File, name: PurePosixPath) -> None:
    named = name_of(name.parent.name) if len(name.parts) > 1 else None
    annotator = reading.annotator(file.place, named)
    words = utf8(text.bytes(), text.place, "utf-8")  # brat counts a byte order mark
    draft = reading.draft(annotator, words, file.place)
    rows = []
    for number, line in enumerate(file.text().split("\n"), 1):
        if line.strip():
            rows.append((f"{file.place}:{number}", line.rstrip("\r")))
    whole: set[str] = set()
    for place, line in sorted(rows, key=lambda row: row[1][0] != "T"):  # others speak of these
        _line(draft, line, place, whole)
    reading.take(draft, name_of(name.stem), blank=False)


def _line(draft: Draft, line: str, place: str, whole: set[str]) -> None:
    """Take up one line; `whole` has the ids of DOCUMENT annotations."""
    key, _, rest = line.partition("\t")
    head, _, tail = rest.partition("\t")
    words = head.split(" ")
    kind = key[:1]
    if kind == "T" and len(words) > 2:
        _text_bound(draft, key, words[0], " ".join(words[1:]), tail, place, whole)
    elif kind in ("A", "M") and len(words) == 3 and words[0] in ATTRIBUTES:
        name, target, value = words
        draft.value(DOCUMENT if target in whole else target, ATTRIBUTES[name], value, place)
    elif kind == "R" and len(words) == 3 and words[0] == HELD_BY:
        draft.link(words[1].partition(":")[2], words[2].partition(":")[2], place)
    elif kind == "#" and len(words) == 2 and words[0] in NOTES:
        draft.value(words[1], NOTES[words[0]], _unescaped(tail), place)
    else:
        draft.problem(place, f"is nothing that this program's {CONFIG} has: {line[:60]}")


def _text_bound(
    draft: Draft, key: str, label: str, offsets: str, words: str, place: str, whole: set[str]
) -> None:
    try:
        parts = [(int(a), int(b)) for a, b in (p.split(" ") for p in offsets.split(";"))]
    except ValueError:
        draft.refuse(key, place, f"has offsets that are none: {offsets}")
        return
    text = draft.original.original
    held = " ".join(text[start:end] for start, end in parts)
    between = "".join(text[a[1] : b[0]] for a, b in pairwise(parts))
    start, end = parts[0][0], parts[-1][1]
    if words and re.sub(r"\s", " ", words) != re.sub(r"\s", " ", held):
        draft.refuse(key, place, f"quotes {words!r}, which does not stand at {offsets}")
    elif between.strip() or any(a[1] > b[0] for a, b in pairwise(parts)):
        draft.refuse(key, place, "is in several pieces, with words between them")
    elif label == WHOLE:
        whole.add(key)
    elif label == CLAIM:
        draft.claim(key, start, end, place)
    else:
        draft.mention(key, start, end, label, place)
