"""Annotation tools: what goes out comes back, and what is wrong in a tool's file is listed."""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from samples import document

from pipeline.annotate.records import CLAIM_TYPES, STANCES
from pipeline.codebook import load_codebook
from pipeline.corpus.readers.text import normalised
from pipeline.dataset.load import Dataset
from pipeline.dataset.records import to_line
from pipeline.exchange.coding import (
    HOLDER_KINDS,
    Claim,
    Coding,
    Holder,
    Mention,
    record_of,
    with_links,
)
from pipeline.exchange.contract import Export, Imported, Source
from pipeline.exchange.documents import Documents
from pipeline.exchange.formats import FORMATS
from pipeline.studies.sets import AnnotationSet, check_record

TOOLS = ("label-studio", "doccano", "brat", "cas", "cas-json", "prodigy")
BLANK_IS_UNDONE = ("doccano", "brat")  # they write the same for a text that nobody opened
CODEBOOK = load_codebook()
PIECES = st.sampled_from(
    ["a", "é", "x\u0301", "\U0001f600", "\U0001f1f2\U0001f1fd", "𝒳", "\u200d", "\u202e", " ", "\n", "\n\n", "\t",
     "\u00a0", "\u2028", "ñ", "<b>", "&amp;", '"', "\\n", "\\", "%41", "ﬁ", "字"]
)  # fmt: skip
TEXTS = st.lists(PIECES, min_size=4, max_size=40).map(lambda parts: normalised("T " + "".join(parts) + " ."))
NAMES = st.one_of(st.none(), st.sampled_from(["Ana Ñandú", "a\\b", "Über 😀", "2024-01-29", "x: y", "<&>\"'"]))


def record(text: str, doc_id: str = "doc-1") -> dict[str, Any]:
    """A document of a dataset with a text of its own and no codes."""
    made = document(1, [text]) | {"doc_id": doc_id, "claims": [], "mentions": [], "entities": []}
    return made | {"text": text, "text_sha256": sha256(text)}


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def spans(draw: st.DrawFn, length: int) -> list[tuple[int, int]]:
    cuts = sorted(draw(st.sets(st.integers(0, length), max_size=8)))
    return [pair for pair in zip(cuts, cuts[1:], strict=False) if draw(st.booleans())]


@st.composite
def codings(draw: st.DrawFn, text: str, annotator: str) -> Coding:
    labels = {span: draw(st.sampled_from(list(CODEBOOK.mention_labels))) for span in spans(draw, len(text))}
    mentions = tuple(Mention(*span, label, draw(NAMES), draw(NAMES)) for span, label in sorted(labels.items()))
    claims = []
    for span in spans(draw, len(text)):
        holder = None
        kind = draw(st.one_of(st.none(), st.sampled_from(HOLDER_KINDS)))
        if kind is not None:
            linked = draw(st.sampled_from(mentions)) if mentions and kind in ("entity", "group") and draw(st.booleans()) else None
            name = draw(NAMES)
            if linked is not None:
                name = None if name == linked.entity else name
            holder = Holder(kind, name, None if linked is None else (linked.start, linked.end))
        types, stances = st.one_of(st.none(), st.sampled_from(CLAIM_TYPES)), st.one_of(st.none(), st.sampled_from(STANCES))
        claims.append(Claim(*span, draw(types), draw(stances), holder))
    return Coding(annotator, mentions, tuple(claims), draw(st.one_of(st.none(), st.sampled_from(STANCES))))


@st.composite
def studies(draw: st.DrawFn) -> tuple[list[dict[str, Any]], dict[str, list[dict[str, Any]]]]:
    """Documents, and the lines of two annotators' sets over some of them."""
    texts = draw(st.lists(TEXTS, min_size=1, max_size=3, unique=True))
    documents = [record(text, f"op/ed {i}?") for i, text in enumerate(texts)]
    sets: dict[str, list[dict[str, Any]]] = {}
    for name in ("ada", "Ben/ 2"):
        for one in documents:
            if draw(st.booleans()):
                sentences = [(s["start"], s["end"]) for s in one["sentences"]]
                made = draw(codings(one["text"], name))
                sets.setdefault(name, []).append(record_of(made, one["doc_id"], one["text_sha256"], sentences))
    return documents, sets


def dataset(folder: Path, documents: list[dict[str, Any]]) -> Dataset:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "documents.jsonl").write_text("".join(map(to_line, documents)), "utf-8")
    return Dataset(folder, [], {})


def there_and_back(
    tool: str, folder: Path, documents: list[dict[str, Any]], sets: dict[str, list[dict[str, Any]]] | None = None,
    annotator: str | None = "stancebook",
) -> tuple[Imported, list[str]]:  # fmt: skip
    made = dataset(folder / "out", documents)
    given = [AnnotationSet(name, {r["text_sha256"]: r for r in rows}, {r["text_sha256"]: f"{name}.jsonl:1" for r in rows})
             for name, rows in (sets or {}).items()]  # fmt: skip
    notices = FORMATS[tool].writer()(Export(made, CODEBOOK, given), folder / "tool")
    source = Source(Documents(made.folder), CODEBOOK, annotator)
    return FORMATS[tool].reader()(folder / "tool", source), notices


def by(imported: Imported, annotator: str) -> list[dict[str, Any]]:
    return [r for r in sorted(imported.records, key=lambda r: r["doc_id"]) if r["annotator"] == annotator]


def marked(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [row for row in rows if row["mentions"] or row["claims"] or row.get("stance")]


@pytest.mark.parametrize("tool", TOOLS)
@settings(max_examples=40, deadline=None)
@given(study=studies())
def test_what_annotators_did_comes_back(tool: str, study: Any) -> None:
    documents, sets = study
    with tempfile.TemporaryDirectory() as folder:
        imported, notices = there_and_back(tool, Path(folder), documents, sets)
    assume(not notices)  # brat has no place for spans that begin or end with a line break
    expected = {name: marked(rows) if tool in BLANK_IS_UNDONE else rows for name, rows in sets.items()}
    for row in imported.records:
        check_record(row, "here")
    assert {name: by(imported, name) for name in expected} == expected
    assert all("taken as not annotated" in p.message for p in imported.problems)


@pytest.fixture
def small() -> Iterator[list[dict[str, Any]]]:
    yield [document(1), document(2)]


@pytest.mark.parametrize("tool", TOOLS)
def test_a_datasets_own_codes_come_back(tool: str, tmp_path: Path) -> None:
    documents = [document(number) for number in (1, 2)]
    imported, notices = there_and_back(tool, tmp_path, documents)
    assert by(imported, "stancebook") == [with_links(one) for one in documents]
    assert not imported.problems and not notices


if __name__ == "__main__":
    print(json.dumps(record("a")))
