"""One gold set from several annotators' sets: by majority, or by decisions from a file.

An item is a span of a layer. A mention's value is its label, a claim's and a sentence's is true,
and no annotation there is null. `edtf` and `entity` hang on mentions, `type`, `stance` and `holder`
on claims, `kind` on sentences; the document's stance is the layer `document` at 0 to 0. What more
than half of those who could have coded an item say is gold; everything else is open, and left out.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipeline.dataset.records import SCHEMA_VERSION
from pipeline.studies.sets import AnnotationSet, Record, SetError, Span, check_record, read_lines

GOLD = "gold"
DOCUMENT = "document"
_WHOLE: Span = (0, 0)


@dataclass(frozen=True, slots=True)
class _Layer:
    """A layer of spans: the record's list, the field that holds its value, what hangs on it."""

    name: str
    list: str
    value: str | None
    attributes: tuple[str, ...]


LAYERS = (
    _Layer("mention", "mentions", "label", ("edtf", "entity")),
    _Layer("claim", "claims", None, ("type", "stance", "holder")),
    _Layer("sentence", "sentences", None, ("kind",)),
)
NAMES = (*(name for layer in LAYERS for name in (layer.name, *layer.attributes)), DOCUMENT)


@dataclass(frozen=True, slots=True)
class Decision:
    """An expert's word on one item; `place` is the file and line that it was read from."""

    text_sha256: str
    layer: str
    start: int
    end: int
    value: Any
    place: str = ""


@dataclass(frozen=True, slots=True)
class Disagreement:
    """An item that is still open, with each annotator's value (None: nothing marked)."""

    text_sha256: str
    doc_id: str
    layer: str
    start: int
    end: int
    values: Mapping[str, Any]


def read_decisions(path: Path) -> list[Decision]:
    """Read decisions: JSONL of `text_sha256`, `layer`, `start`, `end` (both may be left out for the
    layer `document`) and `value`. Raises SetError."""
    decisions = []
    seen: dict[tuple[str, str, Span], str] = {}
    for place, row in read_lines(path):
        decision = _decision(row, place)
        key = (decision.text_sha256, decision.layer, (decision.start, decision.end))
        if key in seen:
            raise SetError(f"{place}: decides what {seen[key]} decides; keep one of them")
        seen[key] = place
        decisions.append(decision)
    return decisions


def _decision(row: Record, place: str) -> Decision:
    sha256, layer = row.get("text_sha256"), row.get("layer")
    if not isinstance(sha256, str) or "value" not in row:
        raise SetError(f"{place}: a decision needs `text_sha256`, `layer` and `value`")
    if layer not in NAMES:
        raise SetError(f"{place}: the layer {layer!r} is none of {', '.join(NAMES)}")
    whole = 0 if layer == DOCUMENT else None
    start, end = row.get("start", whole), row.get("end", whole)
    if type(start) is not int or type(end) is not int or (layer != DOCUMENT and start >= end):
        raise SetError(f"{place}: a decision on a {layer} needs `start` and `end`, start < end")
    return Decision(sha256, layer, start, end, row["value"], place)


def adjudicate(
    sets: Sequence[AnnotationSet], decisions: Iterable[Decision] | Path | None = None
) -> tuple[list[Record], list[Disagreement]]:
    """The gold records, and every disagreement that is still open, in order.

    A decision settles its item whatever the annotators say, and may add an item that nobody marked
    or (by null) strike one out. Each gold record keeps its history under `adjudication`: every
    item that was not unanimous. Raises SetError.
    """
    if not sets:
        raise SetError("adjudication needs annotation sets")
    listed = read_decisions(decisions) if isinstance(decisions, Path) else list(decisions or ())
    by_text: dict[str, dict[tuple[str, Span], Decision]] = {}
    for decision in listed:
        rows = by_text.setdefault(decision.text_sha256, {})
        rows[decision.layer, (decision.start, decision.end)] = decision
    gold: list[Record] = []
    open_items: list[Disagreement] = []
    known = {sha256 for one in sets for sha256 in one.documents}
    for decision in listed:
        if decision.text_sha256 not in known:
            raise SetError(f"{decision.place}: is about a text that none of the sets has")
    for sha256 in known:
        records = {s.annotator: s.documents[sha256] for s in sets if sha256 in s.documents}
        work = _Text(sha256, records, by_text.get(sha256, {}))
        gold.append(work.settle())
        open_items.extend(work.open)
    gold.sort(key=lambda record: (record["doc_id"], record["text_sha256"]))
    open_items.sort(key=lambda d: (d.doc_id, d.text_sha256, NAMES.index(d.layer), d.start, d.end))
    return gold, open_items


@dataclass
class _Text:
    """The adjudication of one text."""

    sha256: str
    records: Mapping[str, Record]
    decisions: dict[tuple[str, Span], Decision]
    open: list[Disagreement] = field(default_factory=list)
    history: list[Record] = field(default_factory=list)

    def settle(self) -> Record:
        record: Record = {
            "schema_version": SCHEMA_VERSION,
            "text_sha256": self.sha256,
            "doc_id": self.doc_id,
            "annotator": GOLD,
        }
        codebooks = [r["codebook"] for r in self.records.values() if r.get("codebook") is not None]
        if codebooks:
            record["codebook"] = codebooks[0]
        for layer in LAYERS:
            record[layer.list] = self._layer(layer)
        values = {name: r.get("stance") for name, r in self.records.items()}
        record["stance"] = self._settled(DOCUMENT, _WHOLE, values)
        record["adjudication"] = {"annotators": sorted(self.records), "items": self.history}
        for decision in self.decisions.values():
            raise SetError(
                f"{decision.place}: decides the {decision.layer} of {decision.start} to "
                f"{decision.end}, which is no item of the gold set; decide on the item first"
            )
        check_record(record, f"gold of {self.doc_id} (adjudicated)")
        return record

    @property
    def doc_id(self) -> str:
        return min(str(record["doc_id"]) for record in self.records.values())

    def _layer(self, layer: _Layer) -> list[Record]:
        marked = {name: _items(record, layer.list) for name, record in self.records.items()}
        spans = {span for items in marked.values() for span in items}
        spans |= {span for name, span in self.decisions if name == layer.name}
        if layer.name == "sentence":  # who gives no sentences at all has no say on them
            marked = {name: items for name, items in marked.items() if items}
        found = []
        for span in sorted(spans):
            votes = {n: _value(items.get(span), layer) for n, items in marked.items()}
            value = self._settled(layer.name, span, votes)
            if value is None or value is False:
                continue
            holders = {n: marked[n][span] for n, vote in votes.items() if vote == value}
            item: Record = {"start": span[0], "end": span[1]}
            if layer.value is not None:
                item[layer.value] = value
            for attribute in layer.attributes:
                given = {name: one.get(attribute) for name, one in holders.items()}
                settled = self._settled(attribute, span, given)
                if settled is not None:
                    item[attribute] = settled
            found.append(item)
        return found

    def _settled(self, layer: str, span: Span, votes: Mapping[str, Any]) -> Any:
        """The value of an item, or None where it is nothing or open."""
        decision = self.decisions.pop((layer, span), None)
        if decision is not None:
            self._record(layer, span, decision.value, "decision", votes)
            return decision.value
        if not votes:
            return None
        counted = Counter(_key(value) for value in votes.values())
        key, count = counted.most_common(1)[0]
        if 2 * count <= len(votes):
            self.open.append(
                Disagreement(self.sha256, self.doc_id, layer, *span, dict(sorted(votes.items())))
            )
            return None
        value = json.loads(key)
        if count < len(votes):
            self._record(layer, span, value, "majority", votes)
        return value

    def _record(
        self, layer: str, span: Span, value: Any, by: str, votes: Mapping[str, Any]
    ) -> None:
        self.history.append(
            {"layer": layer, "start": span[0], "end": span[1], "value": value, "by": by,
             "votes": dict(sorted(votes.items()))}
        )  # fmt: skip


def _items(record: Record, field_name: str) -> dict[Span, Record]:
    return {(item["start"], item["end"]): item for item in record.get(field_name, [])}


def _value(item: Record | None, layer: _Layer) -> Any:
    if item is None:
        return None
    return True if layer.value is None else item[layer.value]


def _key(value: Any) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=False)
