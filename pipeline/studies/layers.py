"""The layers of annotation sets as tables of units by annotators, and span F1 between pairs.

Layers: mention (by label), claim, type, stance, holder, document. An annotator who has no record of
a document is missing on its units; one who has a record and marked nothing there said "no".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import Any, Literal

from pipeline.studies.sets import AnnotationSet, Record, Span
from pipeline.studies.table import Table
from pipeline.studies.unitizing import Continuum

Unit = Literal["sentence", "token", "character"]
ATTRIBUTES = ("type", "stance", "holder")
YES, NO = "yes", "no"
_TOKEN = re.compile(r"\w+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class SpanScore:
    """Spans of two annotators matched one to one: `f1` is 2 matched / (first + second), None where
    neither has any."""

    matched: int
    first: int
    second: int

    @property
    def f1(self) -> float | None:
        """The harmonic mean of precision and recall, the same whichever annotator is taken as the
        reference (Hripcsak and Rothschild 2005, JAMIA 12)."""
        total = self.first + self.second
        return 2 * self.matched / total if total else None


def span_f1(
    first: AnnotationSet, second: AnnotationSet, *, label: str | None = None, overlap: bool = False
) -> SpanScore:
    """Agreement of two annotators on mentions, over the documents that both have.

    Strict: the same start, end and label. With `overlap` a common character and the same label are
    enough; each mention is matched once. `label` limits it to the mentions of one label.
    """
    matched = counted_first = counted_second = 0
    for sha256 in shared(first, second):
        by_label_first = _by_label(first.documents[sha256], label)
        by_label_second = _by_label(second.documents[sha256], label)
        counted_first += sum(map(len, by_label_first.values()))
        counted_second += sum(map(len, by_label_second.values()))
        for name, spans in by_label_first.items():
            others = by_label_second.get(name, [])
            matched += overlapping(spans, others) if overlap else len({*spans} & {*others})
    return SpanScore(matched, counted_first, counted_second)


def overlapping(first: Sequence[Span], second: Sequence[Span]) -> int:
    """The most pairs of overlapping spans, each span used once. Both lists are sorted and free of
    overlaps in themselves, so matching from the left is the best that can be done."""
    matched = i = j = 0
    while i < len(first) and j < len(second):
        if first[i][0] < second[j][1] and second[j][0] < first[i][1]:
            matched, i, j = matched + 1, i + 1, j + 1
        elif first[i][1] <= second[j][0]:
            i += 1
        else:
            j += 1
    return matched


def shared(first: AnnotationSet, second: AnnotationSet) -> list[str]:
    """The texts that both annotators have, in the first's order."""
    return [sha256 for sha256 in first.documents if sha256 in second.documents]


def _by_label(record: Record, label: str | None) -> dict[str, list[Span]]:
    found: dict[str, list[Span]] = {}
    for mention in record["mentions"]:
        if label is None or mention["label"] == label:
            found.setdefault(mention["label"], []).append((mention["start"], mention["end"]))
    return {name: sorted(spans) for name, spans in found.items()}


def mention_labels(sets: Iterable[AnnotationSet]) -> list[str]:
    """The labels of mentions that occur, sorted."""
    return sorted({m["label"] for s in sets for r in s.documents.values() for m in r["mentions"]})


def mention_continua(sets: Sequence[AnnotationSet]) -> dict[str, list[Continuum]]:
    """The mentions of each label as spans on a continuum, in the documents that every annotator
    has. A document ends with the last span of any kind that anybody gives in it."""
    common = [s for s in texts_of(sets) if all(s in one.documents for one in sets)]
    found: dict[str, list[Continuum]] = {}
    for label in mention_labels(sets):
        found[label] = [
            Continuum(
                _end([one.documents[sha256] for one in sets]),
                tuple(_by_label(one.documents[sha256], label).get(label, []) for one in sets),
            )
            for sha256 in common
        ]
    return found if common else {}


def _end(records: Iterable[Record]) -> int:
    lists = ("mentions", "claims", "sentences")
    return max(
        (span["end"] for r in records for name in lists for span in r.get(name, [])), default=0
    )


def mention_table(
    sets: Sequence[AnnotationSet],
    label: str,
    unit: Unit = "sentence",
    texts: Mapping[str, str] | None = None,
) -> Table:
    """Whether each unit holds (a part of) a mention of `label`: yes or no, by annotator.

    Units are sentences as the first annotator who gives any has them; characters, where equal
    stretches stand as one row of that weight (up to the last sentence or span); or tokens (words
    and marks), which need the texts, by SHA-256.
    """
    names, rows, weights = [], [], []
    for sha256 in texts_of(sets):
        records = [one.documents.get(sha256) for one in sets]
        columns = [None if r is None else _by_label(r, label).get(label, []) for r in records]
        for span in _units(sha256, records, columns, unit, texts):
            names.append(unit_name(sha256, span))
            rows.append([None if spans is None else _touches(spans, span) for spans in columns])
            weights.append(float(span[1] - span[0]) if unit == "character" else 1.0)
    return _table(sets, names, rows, weights)


def _units(
    sha256: str,
    records: Sequence[Record | None],
    columns: Sequence[Sequence[Span] | None],
    unit: Unit,
    texts: Mapping[str, str] | None,
) -> list[Span]:
    if unit == "token":
        text = (texts or {}).get(sha256)
        if text is None:
            raise ValueError(f"agreement by tokens needs the text with SHA-256 {sha256}")
        return [match.span() for match in _TOKEN.finditer(text)]
    if unit == "sentence":
        return sentences_of(records)
    ends = [span["end"] for record in records if record is not None for field in
            ("mentions", "claims", "sentences") for span in record.get(field, [])]  # fmt: skip
    cuts = {0, max(ends, default=0)}.union(*(span for spans in columns for span in spans or ()))
    return list(pairwise(sorted(cuts)))


def sentences_of(records: Iterable[Record | None]) -> list[Span]:
    """The sentences of the first annotator who gives any."""
    for record in records:
        if record is not None and record.get("sentences"):
            return sorted((s["start"], s["end"]) for s in record["sentences"])
    return []


def _touches(spans: Iterable[Span], unit: Span) -> str:
    return YES if any(start < unit[1] and unit[0] < end for start, end in spans) else NO


def claim_table(sets: Sequence[AnnotationSet]) -> Table:
    """Whether each unit is a claim, yes or no: the sentences and every span that any annotator
    holds to be a claim, matched by their exact offsets."""
    names, rows = [], []
    for sha256 in texts_of(sets):
        records = [one.documents.get(sha256) for one in sets]
        claims = [None if r is None else _claims(r) for r in records]
        spans = {span for found in claims if found is not None for span in found}
        for span in sorted(spans.union(sentences_of(records))):
            names.append(unit_name(sha256, span))
            rows.append([None if c is None else (YES if span in c else NO) for c in claims])
    return _table(sets, names, rows)


def attribute_table(sets: Sequence[AnnotationSet], attribute: str) -> Table:
    """An attribute (`type`, `stance`, `holder`) of the claims, matched by their exact offsets: an
    annotator who has no claim there, or did not code it, is missing. Of holders the kind."""
    value = _ATTRIBUTE[attribute]
    names, rows = [], []
    for sha256 in texts_of(sets):
        claims = [_claims(one.documents.get(sha256)) for one in sets]
        for span in sorted({span for found in claims for span in found}):
            names.append(unit_name(sha256, span))
            rows.append([value(found[span]) if span in found else None for found in claims])
    return _table(sets, names, rows)


def document_table(sets: Sequence[AnnotationSet]) -> Table:
    """The stance of each document."""
    names = texts_of(sets)
    return _table(
        sets, names, [[(one.documents.get(s) or {}).get("stance") for one in sets] for s in names]
    )


def layer_tables(sets: Sequence[AnnotationSet]) -> Iterator[tuple[str, Table]]:
    """Every layer with its table: `mention:LABEL` by sentence, claim, type, stance, holder,
    document. Layers on which there is nothing to compare are left out."""
    for label in mention_labels(sets):
        yield f"mention:{label}", mention_table(sets, label)
    yield "claim", claim_table(sets)
    for attribute in ATTRIBUTES:
        yield attribute, attribute_table(sets, attribute)
    yield "document", document_table(sets)


def pairs(sets: Sequence[AnnotationSet]) -> Iterator[tuple[AnnotationSet, AnnotationSet]]:
    """Every pair of annotators."""
    return combinations(sets, 2)


def texts_of(sets: Iterable[AnnotationSet]) -> list[str]:
    """The SHA-256 of every text that any annotator has, sorted."""
    return sorted({sha256 for one in sets for sha256 in one.documents})


def unit_name(sha256: str, span: Span) -> str:
    """A unit's name: the start of its text's hash, and its offsets."""
    return f"{sha256[:12]}:{span[0]}-{span[1]}"


def holder_kind(claim: Record) -> str | None:
    """The kind of a claim's holder, which may be given as text or as an object."""
    holder = claim.get("holder")
    kind = holder.get("kind") if isinstance(holder, dict) else holder
    return None if kind is None else str(kind)


_ATTRIBUTE: Mapping[str, Callable[[Record], Any]] = {
    "type": lambda claim: claim.get("type"),
    "stance": lambda claim: claim.get("stance"),
    "holder": holder_kind,
}


def _claims(record: Record | None) -> dict[Span, Record]:
    return {} if record is None else {(c["start"], c["end"]): c for c in record["claims"]}


def _table(
    sets: Sequence[AnnotationSet],
    units: Sequence[str],
    rows: Sequence[Sequence[Any]],
    weights: Sequence[float] | None = None,
) -> Table:
    return Table.of(rows, units=units, annotators=[one.annotator for one in sets], weights=weights)
