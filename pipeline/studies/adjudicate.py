"""One gold set from several annotators' sets: by majority, by Dawid and Skene's model of their
errors, and by decisions from a file, which go before both.

An item is a span of a layer. A mention's value is its label, a claim's and a sentence's is true,
and no annotation there is null. `edtf` and `entity` hang on mentions, `type`, `stance` and `holder`
on claims, `kind` on sentences; the document's stance is the layer `document` at 0 to 0. By majority
what more than half of those who could have coded an item say is gold; by the model, what is true
with a probability of at least `CERTAIN` (in layers of few labels; the others go by majority, and
what all say is gold). Everything else is open, and left out.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, get_args

from pipeline.dataset.records import SCHEMA_VERSION
from pipeline.studies.dawid_skene import DawidSkene
from pipeline.studies.sets import AnnotationSet, Record, SetError, Span, check_record, read_lines

GOLD = "gold"
DOCUMENT = "document"
_WHOLE: Span = (0, 0)
Method = Literal["majority", "dawid-skene"]
METHODS: tuple[Method, ...] = get_args(Method)
CERTAIN = 0.8
_MODELLED = ("mention", "claim", "type", "stance", "sentence", "kind", DOCUMENT)

Votes = Mapping[str, Any]
# From a layer and its votes: the key of the winning value, how sure that is, and if it is enough.
Rule = Callable[[str, Votes], tuple[str, float, bool]]


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
    sets: Sequence[AnnotationSet],
    decisions: Iterable[Decision] | Path | None = None,
    method: Method = "majority",
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
    known = {sha256 for one in sets for sha256 in one.documents}
    for decision in listed:
        if decision.text_sha256 not in known:
            raise SetError(f"{decision.place}: is about a text that none of the sets has")
    gold, open_items, votes = _settle(sets, sorted(known), by_text, "majority", _majority)
    if method == "dawid-skene":
        gold, open_items, _ = _settle(sets, sorted(known), by_text, method, _model_rule(votes))
    gold.sort(key=lambda record: (record["doc_id"], record["text_sha256"]))
    open_items.sort(key=lambda d: (d.doc_id, d.text_sha256, NAMES.index(d.layer), d.start, d.end))
    return gold, open_items


def _settle(
    sets: Sequence[AnnotationSet],
    texts: Iterable[str],
    decisions: Mapping[str, Mapping[tuple[str, Span], Decision]],
    method: Method,
    rule: Rule,
) -> tuple[list[Record], list[Disagreement], dict[str, list[Votes]]]:
    """Settle every text by one rule: the gold, what is open, and all votes by layer."""
    gold: list[Record] = []
    open_items: list[Disagreement] = []
    votes: dict[str, list[Votes]] = {}
    for sha256 in texts:
        records = {s.annotator: s.documents[sha256] for s in sets if sha256 in s.documents}
        work = _Text(sha256, records, dict(decisions.get(sha256, {})), method, rule, votes)
        gold.append(work.settle())
        open_items.extend(work.open)
    return gold, open_items, votes


def _majority(_: str, votes: Votes) -> tuple[str, float, bool]:
    key, number = Counter(map(_key, votes.values())).most_common(1)[0]
    return key, number / len(votes), 2 * number > len(votes)


def _model_rule(votes: Mapping[str, list[Votes]]) -> Rule:
    """Dawid and Skene's model of each layer, fitted to all its items."""
    models = {
        layer: DawidSkene.fit([_labels(item) for item in items], smoothing=0.5)
        for layer, items in votes.items()
        if layer in _MODELLED
    }

    def rule(layer: str, votes: Votes) -> tuple[str, float, bool]:
        model = models.get(layer)
        known = model is not None and all(
            name in model.errors and label in model.labels for name, label in _labels(votes)
        )
        said = _majority(layer, votes)
        if model is None or not known or said[1] == 1:
            return said
        posterior = model.posterior(_labels(votes))
        key = max(posterior, key=lambda label: (posterior[label], label))
        return key, posterior[key], posterior[key] >= CERTAIN

    return rule


def _labels(votes: Votes) -> list[tuple[str, str]]:
    return [(name, _key(value)) for name, value in sorted(votes.items())]


@dataclass
class _Text:
    """The adjudication of one text. `votes` gathers every item's votes, by layer."""

    sha256: str
    records: Mapping[str, Record]
    decisions: dict[tuple[str, Span], Decision]
    method: Method
    rule: Rule
    votes: dict[str, list[Votes]]
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
        record["adjudication"] = {
            "annotators": sorted(self.records),
            "method": self.method,
            "items": self.history,
        }
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
        self.votes.setdefault(layer, []).append(votes)
        key, sure, settled = self.rule(layer, votes)
        if not settled:
            self.open.append(
                Disagreement(self.sha256, self.doc_id, layer, *span, dict(sorted(votes.items())))
            )
            return None
        value = json.loads(key)
        if any(_key(vote) != key for vote in votes.values()):
            self._record(layer, span, value, self.method, votes, sure)
        return value

    def _record(
        self,
        layer: str,
        span: Span,
        value: Any,
        by: str,
        votes: Votes,
        probability: float | None = None,
    ) -> None:
        item = {"layer": layer, "start": span[0], "end": span[1], "value": value, "by": by}
        if by == "dawid-skene" and probability is not None:
            item["probability"] = round(probability, 4)
        self.history.append(item | {"votes": dict(sorted(votes.items()))})


def _items(record: Record, field_name: str) -> dict[Span, Record]:
    return {(item["start"], item["end"]): item for item in record.get(field_name, [])}


def _value(item: Record | None, layer: _Layer) -> Any:
    if item is None:
        return None
    return True if layer.value is None else item[layer.value]


def _key(value: Any) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=False)
