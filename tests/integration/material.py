"""The dataset and the annotation sets that the integration scripts send through a server."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from pipeline import load_annotator, read_corpus, read_text
from pipeline.annotate.records import CLAIM_TYPES, STANCES
from pipeline.codebook import load_codebook
from pipeline.corpus import Document
from pipeline.dataset.load import Dataset
from pipeline.dataset.records import document_record, to_line
from pipeline.exchange.coding import (
    HOLDER_KINDS,
    Claim,
    Coding,
    Holder,
    Mention,
    coding_of,
    record_of,
    with_links,
)
from pipeline.exchange.contract import Export, Imported, Source
from pipeline.exchange.documents import Documents
from pipeline.exchange.formats import FORMATS
from pipeline.studies.sets import AnnotationSet, check_record

ROOT = Path(__file__).parent.parent.parent
CODEBOOK = load_codebook()
# A text in which every way of counting gives another offset, and which markup could break.
AWKWARD = (
    "🚁🚁 Décision du 4 juillet\n\nThe Pentagon said so in 🇲🇽 México.\tX\u0301 <b>&amp;</b> 'fin' \"q\"  \n"
    "Pemex 👩🏽\u200d🚒 agreed; שלום too \\n and 𝒳 end."
)
Record = dict[str, Any]


def dataset(folder: Path) -> Dataset:
    """The sample corpus as the pipeline codes it, and the awkward text."""
    annotator = load_annotator()
    documents = [one for one in read_corpus(ROOT / "corpus") if isinstance(one, Document)]
    documents.append(read_text(AWKWARD, "awkward"))
    folder.mkdir(parents=True, exist_ok=True)
    lines = [to_line(with_claims(document_record(annotator.annotate(one)))) for one in documents]
    (folder / "documents.jsonl").write_text("".join(lines), "utf-8")
    return Dataset(folder, [], {})


def with_claims(record: Record) -> Record:
    """A document with every sentence a claim, of each type, stance and kind of holder in turn: what
    is tried here is the transport, not the models."""
    claims = []
    for number, sentence in enumerate(record["sentences"]):
        start, end = sentence["start"], sentence["end"]
        inside = [m for m in record["mentions"] if start <= m["start"] and m["end"] <= end]
        holder: Record = {"kind": HOLDER_KINDS[number % 4]}
        if holder["kind"] == "entity" and inside:
            holder["entity_id"] = inside[-1]["entity_id"]
        elif holder["kind"] in ("entity", "group"):
            holder["text"] = f"“críticos” {number} 👥"
        claims.append({
            "id": f"c{number}", "sentence_id": sentence["id"], "start": start, "end": end, "text": record["text"][start:end],
            "probability": 0.9, "type": CLAIM_TYPES[number % 5], "holder": holder, "mention_ids": [m["id"] for m in inside],
            "stance": {"label": STANCES[number % 3], "probabilities": dict.fromkeys(STANCES, 0.3333)},
        })  # fmt: skip
    return record | {"claims": claims}


def sets(made: Dataset) -> list[AnnotationSet]:
    """Two annotators: ada agrees with the program, ben codes stances otherwise and skips a text."""
    by_name: dict[str, dict[str, Record]] = {"ada": {}, "ben": {}}
    for number, document in enumerate(made.documents()):
        sentences = [(s["start"], s["end"]) for s in document["sentences"]]
        coding = _awkward() if document["doc_id"] == "awkward" else coding_of(with_links(document))
        other = replace(
            coding,
            claims=tuple(replace(c, stance="neutral", type=None) for c in coding.claims),
            stance="against",
        )
        for name, one in (("ada", coding), ("ben", other)):
            if name == "ada" or number != 1:
                row = record_of(
                    replace(one, annotator=name),
                    document["doc_id"],
                    document["text_sha256"],
                    sentences,
                )
                check_record(row, name)
                by_name[name][row["text_sha256"]] = row
    return [
        AnnotationSet(name, rows, dict.fromkeys(rows, f"{name}.jsonl"))
        for name, rows in by_name.items()
    ]


def _awkward() -> Coding:
    def at(words: str) -> tuple[int, int]:
        return AWKWARD.index(words), AWKWARD.index(words) + len(words)

    mentions = (Mention(*at("4 juillet"), "DATE", "4 de julio 🎆", "XXXX-07-04"), Mention(*at("Pentagon"), "AGENCY", "U.S. \"Pentagon\""),
                Mention(*at("Pemex"), "AGENCY"), Mention(*at("שלום"), "CARTEL"), Mention(*at("𝒳"), "CARTEL", "<𝒳>"))  # fmt: skip
    claims = (Claim(*at("The Pentagon said so in 🇲🇽 México."), "fact", "favor", Holder("entity", None, at("Pentagon"))),
              Claim(AWKWARD.index("Pemex"), len(AWKWARD), "value", "against", Holder("group", "los “demás” 👥")))  # fmt: skip
    return Coding("x", mentions, claims, "neutral")


def export(tool: str, made: Dataset, given: list[AnnotationSet], folder: Path) -> Path:
    """Write the export; the folder."""
    notices = FORMATS[tool].writer()(Export(made, CODEBOOK, given), folder)
    assert not notices, notices
    return folder


def imported(tool: str, made: Dataset, path: Path, annotator: str | None = None) -> Imported:
    """What the importer makes of a file."""
    return FORMATS[tool].reader()(path, Source(Documents(made.folder), CODEBOOK, annotator))


def compare(what: str, found: list[Record], expected: list[Record]) -> None:
    """Say how many records are the same; end the script where one is not."""
    have = {row["text_sha256"]: row for row in found}
    want = {row["text_sha256"]: row for row in expected}
    wrong = [sha256 for sha256 in have.keys() | want.keys() if have.get(sha256) != want.get(sha256)]
    for sha256 in wrong:
        print("expected", want.get(sha256), "found", have.get(sha256), sep="\n  ")
    mentions, claims = (sum(len(row[name]) for row in expected) for name in ("mentions", "claims"))
    links = sum(
        "start" in (claim.get("holder") or {}) for row in expected for claim in row["claims"]
    )
    print(
        f"{what}: {len(want) - len(wrong)} of {len(want)} documents the same ({mentions} mentions, {claims} claims, "
        f"{links} holder links)"
    )
    if wrong or not want:
        raise SystemExit(1)


def counted(words: list[str], row: Record, theirs: int, text: str, word: str) -> None:
    """Say what came back of a word that was marked by hand, and how the tool counts."""
    point = text.index(word)
    units = len(text[:point].encode("utf-16-le")) // 2
    print(
        f"marked in the page: {word}; came back: {', '.join(words)}, by {row['annotator']}; before it "
        f"{point} code points, {units} UTF-16 units; the tool says {theirs}"
    )
