"""Label Studio: tasks as JSON, with the labelling configuration.

Offsets are code points: so the editor of Label Studio counts (`tests/integration/label_studio.py`
asks it). In a file that counts UTF-16 units, as other programs do, the words that each region
quotes tell so. The dataset's own codes are predictions, annotators' sets are annotations. Who
annotated stands in the annotation's field `annotator` (a name that the annotator may fill in);
without that it is the user that the server names.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from pipeline.dataset.files import write_atomically
from pipeline.dataset.records import SCHEMA_VERSION, to_line
from pipeline.exchange.coding import MACHINE, CodedText, Coding, coded_texts
from pipeline.exchange.contract import ExchangeError, Export, Imported, Source
from pipeline.exchange.drafts import DOCUMENT, FIELDS, Draft, Reading
from pipeline.exchange.files import files
from pipeline.exchange.label_studio_config import TEXT, WHO, config
from pipeline.exchange.offsets import OffsetError, Utf16
from pipeline.studies.sets import Span

TASKS, CONFIG = "tasks.json", "labelling-config.xml"
_VERSION = "stancebook_version"
_HIDDEN = re.compile(r"\\n|\s+")
Record = dict[str, Any]


def write(export: Export, path: Path) -> list[str]:
    """Write the folder `path`: the tasks, and the configuration to paste into a project."""
    notices: list[str] = []
    write_atomically(path / CONFIG, [config(export.codebook)])
    write_atomically(path / TASKS, _array(to_line(task(t)) for t in coded_texts(export, notices)))
    return notices


def _array(lines: Iterator[str]) -> Iterator[str]:
    """JSON lines as one array."""
    before = "[\n"
    for line in lines:
        yield before + line.rstrip("\n")
        before = ",\n"
    yield "\n]\n" if before == ",\n" else "[]\n"


def task(text: CodedText) -> Record:
    """A document as a task."""
    predicted = [c for c in text.codings if c.annotator == MACHINE]
    annotated = [c for c in text.codings if c.annotator != MACHINE]
    return {
        "data": {TEXT: text.text, "doc_id": text.doc_id, _VERSION: SCHEMA_VERSION},
        "annotations": [
            {"result": [*_results(c, text.text), _answer(WHO, "textarea", [c.annotator])]}
            for c in annotated
        ],
        "predictions": [
            {"model_version": c.annotator, "result": list(_results(c, text.text))}
            for c in predicted
        ],
    }


def _results(coding: Coding, text: str) -> Iterator[Record]:
    ids: dict[Span, str] = {}
    for number, mention in enumerate(coding.mentions, 1):
        at = (mention.start, mention.end)
        region = _Region(f"m{number}", at, text)
        ids[at] = region.id
        yield region.result("mention", "labels", [mention.label])
        for name, value in (("entity", mention.entity), ("edtf", mention.edtf)):
            if value is not None:
                yield region.result(name, "textarea", [value])
    for number, claim in enumerate(coding.claims, 1):
        region = _Region(f"c{number}", (claim.start, claim.end), text)
        holder = claim.holder
        yield region.result("claim", "labels", ["CLAIM"])
        for name, value in (("type", claim.type), ("stance", claim.stance),
                            ("holder", holder.kind if holder else None)):  # fmt: skip
            if value is not None:
                yield region.result(name, "choices", [value])
        if holder is not None and holder.text is not None:
            yield region.result("holder_text", "textarea", [holder.text])
        if holder is not None and holder.span is not None:
            yield {"type": "relation", "from_id": region.id, "to_id": ids[holder.span],
                   "direction": "right", "labels": ["holder"]}  # fmt: skip
    if coding.stance is not None:
        yield _answer(DOCUMENT, "choices", [coding.stance])


class _Region:
    """A region of a task, and the results that belong to it."""

    def __init__(self, id: str, at: Span, text: str) -> None:
        self.id, self._at, self._words = id, at, text[slice(*at)]

    def result(self, name: str, kind: str, values: list[str]) -> Record:
        value: Record = {"start": self._at[0], "end": self._at[1], "text": self._words}
        key = "text" if kind == "textarea" else kind
        return {"id": self.id, "from_name": name, "to_name": TEXT, "type": kind,
                "value": value | {key: values}}  # fmt: skip


def _answer(name: str, kind: str, values: list[str]) -> Record:
    """A result about the whole text."""
    return {"id": name, "from_name": name, "to_name": TEXT, "type": kind,
            "value": {"text" if kind == "textarea" else kind: values}}  # fmt: skip


def read(path: Path, source: Source) -> Imported:
    """Read a project's JSON export (or the folder that `write` wrote). Annotations that were
    skipped in the tool are no codings; predictions are read when their model's name is asked for
    as annotator."""
    reading = Reading(source)
    for file in files(path, ".json"):
        tasks = file.json()
        if not isinstance(tasks, list):
            raise ExchangeError(f"{file.place}: is no list of tasks; export the project as JSON")
        for number, one in enumerate(tasks, 1):
            place = f"{file.place}: task {number}"
            if not isinstance(one, dict) or not isinstance(one.get("data"), dict):
                reading.problem(place, "has no `data`; export the project as JSON, not JSON-MIN")
            else:
                _task(reading, one, f"{place} (id {one['id']})" if "id" in one else place)
    return reading.imported


def _task(reading: Reading, one: Record, place: str) -> None:
    data = one["data"]
    text, doc_id = data.get(TEXT), data.get("doc_id")
    if not isinstance(text, str):
        reading.problem(place, f"has no text (`data.{TEXT}`)")
        return
    if data.get(_VERSION, SCHEMA_VERSION) != SCHEMA_VERSION:
        reading.problem(place, f"is of version {data[_VERSION]} of this program's tasks, which "
                               f"this version ({SCHEMA_VERSION}) does not read")  # fmt: skip
        return
    for number, work in enumerate(_list(one.get("annotations")), 1):
        where = f"{place}, annotation {number}"
        if _dict(work).get("was_cancelled"):
            continue
        if not isinstance(_dict(work).get("result"), list):
            reading.problem(where, "has no `result`")
            continue
        named = _signed(work["result"]) or _user(work.get("completed_by"))
        _coding(reading, work["result"], reading.annotator(where, named), text, doc_id, where)
    for number, work in enumerate(_list(one.get("predictions")), 1):
        model = _dict(work).get("model_version")
        if model is not None and model == reading.source.annotator:
            _coding(reading, _list(work.get("result")), model, text, doc_id,
                    f"{place}, prediction {number}")  # fmt: skip


def _coding(
    reading: Reading, results: list[Any], annotator: str, text: str, doc_id: Any, place: str
) -> None:
    sound = [one for one in results if isinstance(one, dict)]
    to_point = _counting(sound, text)
    draft = reading.draft(annotator, text, place, to_point)
    for _ in range(len(results) - len(sound)):
        draft.problem(place, "has a result that is no object")
    for one in sorted(sound, key=lambda one: one.get("type") != "labels"):  # regions come first
        _result(draft, one, place, to_point)
    reading.take(draft, doc_id if isinstance(doc_id, str) else None)


def _counting(results: list[Record], text: str) -> Callable[[int], int]:
    """How offsets are counted: by code points, unless the words quoted fit UTF-16 units alone."""
    regions = [value for one in results if one.get("type") == "labels"
               and isinstance(value := one.get("value"), dict)]  # fmt: skip
    units = Utf16(text)
    if not all(_fits(value, text, _same) for value in regions) and all(
        _fits(value, text, units.point) for value in regions
    ):
        return units.point
    return _same


def _same(offset: int) -> int:
    return offset


def _fits(value: Record, text: str, to_point: Callable[[int], int]) -> bool:
    """Whether a region's offsets hold the words that it quotes, if any. The editor writes line
    ends as `\\n`, and leaves out spaces that are not seen."""
    words = value.get("text")
    if not isinstance(words, str):
        return True
    try:
        held = text[to_point(value["start"]) : to_point(value["end"])]
    except (KeyError, TypeError, OffsetError):
        return False
    return _HIDDEN.sub("", held) == _HIDDEN.sub("", words)


def _result(draft: Draft, one: Record, place: str, to_point: Callable[[int], int]) -> None:
    kind, name, key = one.get("type"), str(one.get("from_name")), str(one.get("id"))
    place = f"{place}, result {key}" if "id" in one else place
    if kind == "relation":
        ends = str(one.get("from_id")), str(one.get("to_id"))
        if _list(one.get("labels")) in ([], ["holder"]):
            draft.link(*ends, f"{place}, relation {ends[0]} to {ends[1]}")
        else:
            draft.problem(place, f"the relation {one['labels']!r} is none of this program's")
        return
    if name == WHO:
        return
    value = _dict(one.get("value"))
    values = _list(value.get("text" if kind == "textarea" else str(kind)))
    if not values:
        draft.problem(place, f"the result of `{name}` ({kind}) has no value")
    elif name in ("mention", "claim"):
        _region(draft, name, key, value, values, place, to_point)
    elif name == DOCUMENT or name in FIELDS["claim"] or name in FIELDS["mention"]:
        for given in values:
            draft.value(DOCUMENT if name == DOCUMENT else key,
                        "stance" if name == DOCUMENT else name, given, place)  # fmt: skip
    else:
        draft.problem(place, f"`{name}` ({kind}) is none of this program's questions")


def _region(
    draft: Draft, name: str, key: str, value: Record, values: list[Any], place: str,
    to_point: Callable[[int], int],
) -> None:  # fmt: skip
    start, end = value.get("start"), value.get("end")
    if not _fits(value, draft.original.original, to_point):
        draft.refuse(key, place, f"quotes {value['text']!r}, which does not stand at {start} to "
                                 f"{end}")  # fmt: skip
    elif len(values) > 1:
        draft.refuse(key, place, f"has several labels: {', '.join(map(str, values))}")
    elif name == "claim":
        draft.claim(key, start, end, place)
    else:
        draft.mention(key, start, end, values[0], place)


def _signed(results: list[Any]) -> str | None:
    """The name that the annotator filled in."""
    for one in results:
        if _dict(one).get("from_name") == WHO:
            values = _list(_dict(one.get("value")).get("text"))
            return next((v.strip() for v in values if isinstance(v, str) and v.strip()), None)
    return None


def _user(who: Any) -> str | None:
    """The server's name for a user: the number, or the address where the export has users whole."""
    if isinstance(who, dict):
        who = who.get("email") or who.get("id")
    return None if who is None else str(who)


def _dict(value: Any) -> Record:
    return value if isinstance(value, dict) else {}


def _list(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]
