"""Corrected tables as an annotation set: every row checked, what is wrong listed with its cell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from pipeline.dataset.records import SCHEMA_VERSION
from pipeline.exchange.columns import CLAIMS, DOCUMENTS, MENTIONS, TABLES, VERSION, Table
from pipeline.exchange.contract import ExchangeError, Imported, Problem, Source
from pipeline.exchange.edtf import days
from pipeline.exchange.sheets import Cells, Sheet, as_text
from pipeline.exchange.tables import YES, canonical, codes, document_rows, row_check

Record = dict[str, Any]
_LAYERS = {
    "documents": ["document"],
    "claims": ["claim", "type", "stance", "holder"],
    "mentions": ["mention"],
}


def import_tables(path: Path, sheets: Iterable[Sheet], source: Source) -> Imported:
    """The annotation set that corrected sheets make. Raises ExchangeError where nothing can be
    taken: no table is among them, a newer version wrote them, or nobody is named as annotator."""
    if source.annotator is None:
        raise ExchangeError(f"{path}: tables do not say who coded; give --annotator NAME")
    found: dict[str, list[Sheet]] = {}
    reading = _Reading(source, source.annotator)
    for sheet in sheets:
        table = sheet.table()
        if table is None:
            reading.notices.append(f"{path}: `{sheet.name}` is none of the tables: passed over")
        else:
            found.setdefault(table.name, []).append(sheet)
    for sheet in found.get("about", []):
        reading.check_about(sheet)
    if not found.keys() & _LAYERS.keys():
        raise ExchangeError(f"{path}: holds no table of documents, claims or mentions")
    for name in (name for name in _LAYERS if name in found):
        found[name] = [s for s in found[name] if reading.has_columns(s, TABLES[name])]
    present = [name for name in _LAYERS if found.get(name)]
    if "documents" not in present and source.documents is None:
        raise ExchangeError(
            str(reading.problems[0]) if "documents" in found else
            f"{path}: without the table of documents it does not say which texts were coded; give "
            "--dataset OUT, the dataset that was exported"
        )  # fmt: skip
    reading.has_documents = "documents" in present
    reading.layers = [layer for name in present for layer in _LAYERS[name]]
    for table, take in ((DOCUMENTS, reading.document), (CLAIMS, reading.claim),
                        (MENTIONS, reading.mention)):  # fmt: skip
        for sheet in found.get(table.name, []):
            for cells in reading.rows(sheet, table):
                take(cells)
    return reading.result(present)


class _Reading:
    """The state of reading one file: a record a document, and what was wrong."""

    def __init__(self, source: Source, annotator: str) -> None:
        self.notices: list[str] = []
        self.has_documents = False
        self.layers: list[str] = []
        self._source, self._annotator = source, annotator
        self._codes = codes(source.codebook)
        self.problems: list[Problem] = []
        self._records: dict[str, Record] = {}
        self._seen: dict[tuple[str, ...], str] = {}
        self._matched: Counter[str] = Counter()
        self._sizes: dict[str, Counter[str]] = {}
        self._expected = lru_cache(maxsize=64)(self._expect)

    def check_about(self, sheet: Sheet) -> None:
        """Refuse what a newer version wrote."""
        for number, values in sheet.rows:
            row = dict(zip(sheet.header, values, strict=False))
            item, value = as_text(row.get("item")), as_text(row.get("value"))
            if item == "tables" and value != VERSION:
                newer = value.isdecimal() and len(value) < 9 and int(value) > int(VERSION)
                raise ExchangeError(
                    f"{sheet.place(number, None)}: the tables are of version {value!r}; this "
                    f"stancebook knows {VERSION}" + (": use a newer one" if newer else "")
                )
            if item == "codebook_sha256" and value != self._source.codebook.sha256:
                self.notices.append(
                    f"the tables were written with another codebook (SHA-256 {value[:12]}...); "
                    "codes are checked against the one given"
                )

    def has_columns(self, sheet: Sheet, table: Table) -> bool:
        """Whether a sheet has the columns without which no row can be taken."""
        needed = {c.name for c in table.columns if c.name in table.key or c.coded} - {"comment"}
        if self._source.documents is None:
            needed |= {c.name for c in table.columns if c.kept} | {"check"}
        missing = sorted(needed - set(sheet.header))
        if missing:
            message = f"lacks the column(s) {', '.join(missing)}: no row is taken"
            self.problems.append(Problem(sheet.place(1, None), message))
        return not missing

    def rows(self, sheet: Sheet, table: Table) -> Iterator[Cells]:
        """The rows of a sheet whose identity is sound: known, whole, there once, unchanged."""
        columns = {column.name for column in table.columns}
        for at, name in enumerate(sheet.header):
            if name and name not in columns:
                self.notices.append(f"{sheet.place(1, at)}: `{name}` is no column of "
                                    f"{table.name}: not taken")  # fmt: skip
        for number, values in sheet.rows:
            if not any(as_text(value).strip() for value in values):
                continue
            cells, own = Cells(sheet, number, values, self.problems), table.key[-1]
            key = (table.name, *(cells.text(column) for column in table.key))
            before = self._seen.setdefault(key, cells.place)
            if "" in key[1:]:
                cells.problem(f"has no {' or '.join(table.key)}: rows cannot be added", own)
            elif before != cells.place:
                cells.problem(f"{' '.join(key[1:])} stands already at {before}", own)
            elif table is DOCUMENTS or self._known(cells, key[1]):
                self._check_kept(cells, table, key)
            if not cells.bad:
                yield cells

    def _known(self, cells: Cells, doc_id: str) -> bool:
        if doc_id not in self._records and not self.has_documents:
            self._begin(doc_id)
        if doc_id not in self._records:
            cells.problem(f"the document {doc_id!r} is unknown, or was not taken", "doc_id")
        return doc_id in self._records

    def _check_kept(self, cells: Cells, table: Table, key: tuple[str, ...]) -> None:
        if self._source.documents is None:
            if row_check(table, cells.values) != cells.text("check"):
                cells.problem("what must stay as it is (ids, offsets, sentence) was changed; take "
                              "the row from the export again")  # fmt: skip
            return
        expected = self._expected(key[1]).get(key)
        if expected is None:
            cells.problem(
                f"the dataset has no {table.name[:-1]} {' '.join(key[1:])}", table.key[-1]
            )
            return
        for column in table.columns:
            if column.kept and column.name in cells.values:
                was = canonical(expected[column.name])
                if was != canonical(cells.text(column.name)) and not cells.bad:
                    cells.problem(f"was changed; in the dataset it is {_short(was)}", column.name)
        self._matched[table.name] += 1
        kept = {c.name: expected[c.name] for c in table.columns if c.kept}
        cells.values = {**cells.values, **kept}

    def _expect(self, doc_id: str) -> dict[tuple[str, ...], Record]:
        """The rows of a document as the dataset has them, by table and key."""
        assert self._source.documents is not None
        document = self._source.documents.get(doc_id)
        if document is None:
            return {}
        found = {}
        for name, rows in document_rows(document).items():
            table = TABLES[name]
            for row in rows:
                values = dict(zip(table.names(), row, strict=True))
                found[(name, *(str(values[column]) for column in table.key))] = values
        self._sizes[doc_id] = Counter(name for name, *_ in found)
        return found

    def _begin(self, doc_id: str, text_sha256: str | None = None) -> Record | None:
        if text_sha256 is None:
            expected = self._expected(doc_id).get(("documents", doc_id))
            if expected is None:
                return None
            text_sha256 = expected["text_sha256"]
        self._records[doc_id] = {
            "schema_version": SCHEMA_VERSION, "text_sha256": text_sha256, "doc_id": doc_id,
            "annotator": self._annotator, "layers": self.layers, "sentences": [], "mentions": [],
            "claims": [],
        }  # fmt: skip
        return self._records[doc_id]

    def document(self, cells: Cells) -> None:
        """Take a row of `documents`. With a wrong code the document is taken without it."""
        record = self._begin(cells.text("doc_id"), cells.text("text_sha256"))
        assert record is not None
        stance = cells.code("stance", self._codes["stance"])
        if stance and not cells.bad:
            record["stance"] = stance
        self._comment(cells, record, {})

    def claim(self, cells: Cells) -> None:
        """Take a row of `claims`."""
        record = self._records[cells.text("doc_id")]
        judged = {field: cells.integer(f"sentence_{field}") for field in ("start", "end")}
        span = {field: cells.integer(field) for field in ("start", "end")}
        is_claim = cells.code("is_claim", self._codes["claim"], needed=True)
        coded = {
            "type": cells.code("type", self._codes["claim type"]),
            "stance": cells.code("stance", self._codes["stance"]),
            "holder": self._holder(cells),
        }
        if is_claim == YES:
            self._check_overlap(cells, record["claims"], span, "claim")
        if cells.bad:
            return
        if judged not in record["sentences"]:
            record["sentences"].append(judged)
        if is_claim == YES:
            record["claims"].append(span | {k: v for k, v in coded.items() if v is not None})
        self._comment(cells, record, {"claim_id": cells.text("claim_id")})

    def _holder(self, cells: Cells) -> Record | None:
        kind, text = cells.code("holder_kind", self._codes["holder"]), cells.text("holder")
        if kind == "entity" and not text.strip():
            cells.problem("an entity as holder needs its name in `holder`", "holder")
        if kind in ("author", None) and text.strip():
            told = f"`holder_kind` is {kind}" if kind else "`holder_kind` is empty"
            cells.problem(f"names a holder, but {told}: change one of them", "holder")
        return {"kind": kind} | ({"text": text} if text else {}) if kind else None

    def mention(self, cells: Cells) -> None:
        """Take a row of `mentions`."""
        record = self._records[cells.text("doc_id")]
        mention: Record = {field: cells.integer(field) for field in ("start", "end")}
        is_mention = cells.code("is_mention", self._codes["claim"], needed=True)
        label = cells.code("label", self._codes["mention"], needed=is_mention == YES)
        mention["label"] = label
        edtf = cells.text("edtf").strip()
        try:
            if edtf:
                days(edtf)
                mention["edtf"] = edtf
        except ValueError as error:
            cells.problem(str(error), "edtf")
        if entity := cells.text("entity"):
            mention["entity"] = entity
        if is_mention == YES:
            same = [m for m in record["mentions"] if m["label"] == label or
                    (m["start"], m["end"]) == (mention["start"], mention["end"])]  # fmt: skip
            self._check_overlap(cells, same, mention, "mention of this label")
        if cells.bad:
            return
        if is_mention == YES:
            record["mentions"].append(mention)
        self._comment(cells, record, {"mention_id": cells.text("mention_id")})

    def _check_overlap(self, cells: Cells, others: list[Record], span: Record, what: str) -> None:
        for other in others:
            if not cells.bad and other["start"] < span["end"] and span["start"] < other["end"]:
                cells.problem(f"overlaps the {what} at {other['start']} to {other['end']}")

    def _comment(self, cells: Cells, record: Record, of: Record) -> None:
        if comment := cells.text("comment").strip():
            record.setdefault("comments", []).append(of | {"text": comment})

    def result(self, found: Iterable[str]) -> Imported:
        """All that was taken, in reading order, and a word on rows of the dataset that are gone."""
        for record in self._records.values():
            for layer in ("sentences", "mentions", "claims"):
                record[layer].sort(key=lambda span: (span["start"], span["end"]))
        for name in ("claims", "mentions"):
            gone = sum(
                self._sizes[doc_id][name] for doc_id in self._records if doc_id in self._sizes
            )
            if (gone := gone - self._matched[name]) and name in found:
                self.notices.append(f"{gone} {name} of the dataset are not among the rows taken: "
                                    "the set says nothing of them")  # fmt: skip
        return Imported(list(self._records.values()), self.problems, self.notices)


def _short(text: str) -> str:
    return repr(text if len(text) <= 60 else text[:57] + "...")
