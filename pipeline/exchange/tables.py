"""A dataset's documents as rows of the tables in `columns`."""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from pipeline.codebook import Codebook
from pipeline.exchange.columns import CLAIMS, DOCUMENTS, MENTIONS, VERSION, Table
from pipeline.exchange.contract import Export
from pipeline.exchange.edtf import days
from pipeline.exchange.sets import holder_record
from pipeline.exchange.sheets import as_text

Record = dict[str, Any]
Cell = str | int | float | date | None
Row = list[Cell]

YES, NO = "yes", "no"
HOLDERS = {
    "author": "The document's author; for a resolution or an order, the text itself.",
    "entity": "An entity named in the document.",
    "group": "A group without a name, as the text calls it.",
    "unknown": "Somebody whom the text does not name.",
}
# Texts count in a row's check with so many characters at most: fewer than any format cuts them to.
_CHECKED = 10_000


def codes(codebook: Codebook) -> dict[str, Mapping[str, str]]:
    """The codes of each layer with their definitions."""
    return {
        "mention": codebook.mention_labels,
        "claim": {YES: "It is one.", NO: "It is none."},
        "claim type": codebook.claim_types,
        "stance": codebook.stances,
        "holder": HOLDERS,
    }


def codebook_rows(codebook: Codebook) -> Iterator[Row]:
    """The rows of `codebook`."""
    yield ["target", codebook.target, "What the stances are about."]
    for layer, definitions in codes(codebook).items():
        for code, definition in definitions.items():
            yield [layer, code, definition]


def about_rows(
    export: Export, counts: Mapping[str, int], notices: Iterable[str] = ()
) -> Iterator[Row]:
    """The rows of `about`; `counts` are of rows by table. No times: the same dataset gives the same
    bytes."""
    run, codebook = export.dataset.run, export.codebook
    yield ["tables", VERSION]
    yield ["stancebook", str(run.get("stancebook", ""))]
    yield ["dataset_sha256", str(run.get("files", {}).get("documents.jsonl", ""))]
    for field in ("name", "version", "sha256"):
        yield [f"codebook_{field}", str(getattr(codebook, field))]
    for name, count in counts.items():
        yield [f"{name}_rows", str(count)]
    yield ["failures", str(len(export.dataset.failures))]
    yield ["offsets", "Unicode code points into the document's text, end exclusive."]
    coded = (f"{t.name}: {', '.join(c.name for c in t.columns if c.coded)}"
             for t in (DOCUMENTS, CLAIMS, MENTIONS))  # fmt: skip
    yield ["to_correct", "Change only these columns. " + ". ".join(coded) + "."]
    for number, notice in enumerate(notices, 1):
        yield [f"notice_{number}", notice]


def document_rows(document: Record) -> dict[str, list[Row]]:
    """The rows of a document in each table of `OF_DOCUMENTS`."""
    entities = {entity["id"]: entity["name"] for entity in document["entities"]}
    where = _Sentences(document)
    rows = {
        "documents": [_document(document)],
        "claims": [_claim(document, claim, entities, where) for claim in document["claims"]],
        "mentions": [_mention(document, m, entities, where) for m in document["mentions"]],
        "entities": _entities(document),
    }
    for table in (DOCUMENTS, CLAIMS, MENTIONS):
        names = table.names()
        at = names.index("check")
        for row in rows[table.name]:
            row[at] = row_check(table, dict(zip(names, row, strict=True)))
    return rows


def row_check(table: Table, values: Mapping[str, Any]) -> str:
    """The hash of what must stay as it is in a row."""
    kept = "\x1f".join(canonical(values.get(name)) for name in table.kept())
    return hashlib.sha256(kept.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def canonical(value: Any) -> str:
    """A cell's value as text that a spreadsheet's own habits leave alone: line ends are one, and it
    is cut at a length that every format keeps."""
    text = value if isinstance(value, str) else as_text(value)
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text[:_CHECKED]


class _Sentences:
    """A document's sentences, by id and by offset, with their neighbours' words."""

    def __init__(self, document: Record) -> None:
        self._text: str | None = document.get("text")
        self._all: list[Record] = document["sentences"]
        self._number = {sentence["id"]: i for i, sentence in enumerate(self._all)}
        self._starts = [sentence["start"] for sentence in self._all]

    def by_id(self, sentence_id: str) -> int | None:
        return self._number.get(sentence_id)

    def at(self, offset: int) -> int | None:
        number = bisect_right(self._starts, offset) - 1
        return number if number >= 0 and offset < self._all[number]["end"] else None

    def get(self, number: int | None) -> Record:
        return {} if number is None else self._all[number]

    def context(self, number: int | None) -> list[Cell]:
        """The sentence before, the sentence, the sentence after."""
        if number is None:
            return [None, None, None]
        return [self._words(i) for i in (number - 1, number, number + 1)]

    def _words(self, number: int) -> str | None:
        if self._text is None or not 0 <= number < len(self._all):
            return None
        return self._text[self._all[number]["start"] : self._all[number]["end"]]


def _document(document: Record) -> Row:
    source, metadata, stance = document["source"], document["metadata"], document["stance"]
    return [
        document["doc_id"],
        metadata["title"],
        "; ".join(metadata["authors"]) or None,
        metadata["publisher"],
        metadata["published"],
        *_days(metadata["published"]),
        metadata["language"],
        metadata["kind"],
        stance["label"],
        None,
        *_probability_cells(stance),
        len(document["claims"]),
        len(document["mentions"]),
        len(document["entities"]),
        metadata["url"],
        metadata["licence"],
        source["path"],
        source["sha256"],
        source["media_type"],
        source["bytes"],
        document["text_sha256"],
        None,
        document.get("text"),
    ]


def _claim(document: Record, claim: Record, names: Mapping[str, str], where: _Sentences) -> Row:
    number = where.by_id(claim["sentence_id"])
    sentence, holder = where.get(number), claim["holder"]
    return [
        document["doc_id"],
        claim["id"],
        *where.context(number),
        claim.get("text"),
        YES,
        claim["type"],
        claim["stance"]["label"],
        holder["kind"],
        holder_record(holder, names).get("text"),
        None,
        holder.get("entity_id"),
        float(claim["probability"]),
        *_probability_cells(claim["stance"]),
        claim["start"],
        claim["end"],
        claim["sentence_id"],
        sentence.get("start"),
        sentence.get("end"),
        " ".join(claim["mention_ids"]) or None,
        None,
    ]


def _mention(document: Record, mention: Record, names: Mapping[str, str], where: _Sentences) -> Row:
    number = where.at(mention["start"])
    return [
        document["doc_id"],
        mention["id"],
        *where.context(number),
        mention["text"],
        YES,
        mention["label"],
        names.get(mention["entity_id"]),
        mention.get("edtf"),
        None,
        *_days(mention.get("edtf")),
        mention["entity_id"],
        mention["start"],
        mention["end"],
        where.get(number).get("id"),
        None,
    ]


def _entities(document: Record) -> list[Row]:
    counts: dict[str, int] = {}
    for mention in document["mentions"]:
        counts[mention["entity_id"]] = counts.get(mention["entity_id"], 0) + 1
    return [
        [
            document["doc_id"],
            entity["id"],
            entity["label"],
            entity["name"],
            "; ".join(entity["aliases"]) or None,
            "; ".join(entity["roles"]) or None,
            entity.get("wikidata"),
            counts.get(entity["id"], 0),
        ]
        for entity in document["entities"]
    ]


def _probability_cells(stance: Record) -> Sequence[Cell]:
    return [float(stance["probabilities"][label]) for label in ("favor", "against", "neutral")]


def _days(edtf: str | None) -> tuple[date | None, date | None]:
    try:
        return days(edtf) if edtf else (None, None)
    except ValueError:  # what annotation could not express stays text
        return None, None
