"""Spreadsheets and tables: what is written, and what comes back."""

from __future__ import annotations

import csv
import json
import re
import shlex
import shutil
import sqlite3
import subprocess
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
from click.testing import CliRunner
from coded import NASTY, WORDS, datasets
from conftest import ROOT
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from samples import document, write_dataset

from pipeline.cli import main
from pipeline.codebook import load_codebook
from pipeline.dataset.load import load_dataset
from pipeline.exchange import xlsx
from pipeline.exchange.columns import CLAIMS, DOCUMENTS, MENTIONS, TABLES
from pipeline.exchange.contract import ExchangeError, Export, Imported, Source
from pipeline.exchange.csv_tables import guard, unguard
from pipeline.exchange.documents import Documents
from pipeline.exchange.edtf import days
from pipeline.exchange.export import write_export
from pipeline.exchange.formats import FORMATS
from pipeline.exchange.sets import by_annotator, renames, set_record
from pipeline.studies.sets import read_set

TABULAR = ("csv", "csv-excel", "xlsx", "parquet", "sqlite")
BOOK = load_codebook()
Edit = Callable[[Any], None]


def exported(form: str, records: list[dict[str, Any]], folder: Path) -> tuple[Path, list[str]]:
    out = write_dataset(folder / "out", records)
    path = folder / ("made" if FORMATS[form].folder else f"made.{form}")
    what = Export(load_dataset(out), BOOK)
    return path, write_export(FORMATS[form], what, path, force=True)


def taken(form: str, path: Path, dataset: Path | None = None) -> Imported:
    documents = None if dataset is None else Documents(dataset)
    return FORMATS[form].reader()(path, Source(documents, BOOK, "ada"))


def judged(record: dict[str, Any]) -> dict[str, Any]:
    """What a table of claims shows of a document: all but the sentences that hold no claim."""
    line = set_record(record, "ada")
    of_claims = {claim["sentence_id"] for claim in record["claims"]}
    line["sentences"] = [
        {"start": s["start"], "end": s["end"]} for s in record["sentences"] if s["id"] in of_claims
    ]
    line["layers"] = ["document", "claim", "type", "stance", "holder", "mention"]
    return line


@pytest.mark.parametrize("checked", [True, False])
@pytest.mark.parametrize("form", TABULAR)
@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(records=datasets())
def test_what_nobody_changed_comes_back_the_same(
    form: str,
    checked: bool,
    records: list[dict[str, Any]],
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    folder = tmp_path_factory.mktemp("round")
    path, notices = exported(form, records, folder)
    got = taken(form, path, folder / "out" if checked else None)
    assert (got.problems, got.notices) == ([], [])
    assert got.records == [judged(record) for record in records]
    assert form == "xlsx" or not notices


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(records=datasets())
def test_the_dataset_itself_comes_back_the_same(
    records: list[dict[str, Any]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("round")
    path, _ = exported("jsonl", records, folder)
    got = taken("jsonl", path, folder / "out")
    assert got.problems == []
    assert got.records == [set_record(record, "ada") for record in records]


@pytest.mark.parametrize("form", [*TABULAR, "jsonl"])
def test_the_same_dataset_gives_the_same_bytes(form: str, tmp_path: Path) -> None:
    def files(folder: Path) -> dict[str, bytes]:
        path, _ = exported(form, [document(i) for i in range(3)], folder)
        found = path.rglob("*") if path.is_dir() else path.parent.glob("made*")
        return {f.relative_to(folder).as_posix(): f.read_bytes() for f in found if f.is_file()}

    first, second = files(tmp_path / "a"), files(tmp_path / "b")
    assert len(first) >= 3 and first == second


# No cell can run.


@given(st.one_of(WORDS, st.text(alphabet="'=+-@ \t\r\n＝a", max_size=6)))
def test_guarded_text_is_no_formula_and_comes_back(text: str) -> None:
    written = guard(text)
    assert unguard(written) == text
    assert not written.lstrip().startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠"))
    assert not written.startswith(("\t", "\r", "\n"))


def titled(texts: tuple[str, ...]) -> list[dict[str, Any]]:
    """Documents with these texts as titles, and as names of entities and holders."""
    made = [document(i, title=text) for i, text in enumerate(texts)]
    for record, text in zip(made, texts, strict=True):
        record["entities"][0]["name"] = text
    return made


def test_a_workbook_holds_no_formula_and_no_link(tmp_path: Path) -> None:
    path, _ = exported("xlsx", titled(NASTY), tmp_path)
    cells = [c for sheet in openpyxl.load_workbook(path) for row in sheet.iter_rows() for c in row]
    assert {cell.data_type for cell in cells} == {"s", "n", "d"}
    assert all(cell.quotePrefix for cell in cells if cell.data_type == "s" and cell.row > 1)
    assert not any(cell.hyperlink for cell in cells)
    with zipfile.ZipFile(path) as archive:
        assert not any(b"<f>" in archive.read(name) for name in archive.namelist())


SOFFICE = shutil.which("soffice")
UTF8_CSV = "Text - txt - csv (StarCalc):44,34,76,1,,0,false,true"


def office(source: Path, form: str, to: Path, profile: Path, reading: str | None = None) -> None:
    """Open a file in LibreOffice and write what it shows."""
    command = [str(SOFFICE), f"-env:UserInstallation={profile.as_uri()}", "--headless"]
    command += [f"--infilter={reading}"] if reading else []
    done = subprocess.run(
        [*command, "--convert-to", form, "--outdir", str(to), str(source)],
        capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


def shown(file: Path, column: str) -> list[str]:
    with file.open(encoding="utf-8", newline="") as lines:
        return [
            row[column].replace("\r\n", "\n").replace("\r", "\n") for row in csv.DictReader(lines)
        ]


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice (soffice) is not installed")
def test_libreoffice_evaluates_nothing_and_changes_no_text(tmp_path: Path) -> None:
    profile, as_csv = tmp_path / "profile", f"csv:{UTF8_CSV},false,false,false,-1"
    path, _ = exported("xlsx", titled(NASTY), tmp_path / "xlsx")
    control = openpyxl.Workbook()
    control.active.title = "documents"
    for row in (["title"], ["=1+1"]):
        control.active.append(row)
    control.save(tmp_path / "control.xlsx")
    for file in (path, tmp_path / "control.xlsx"):
        office(file, as_csv, tmp_path / "shown", profile)
    assert shown(tmp_path / "shown" / "control-documents.csv", "title") == [
        "2"
    ]  # it would evaluate
    wanted = [text.replace("\r\n", "\n").replace("\r", "\n") for text in NASTY]
    assert shown(tmp_path / "shown" / "made-documents.csv", "title") == wanted
    assert set(shown(tmp_path / "shown" / "made-claims.csv", "holder")) == {"", *wanted}

    # Saved again by LibreOffice, it is imported as it was. (A text like _x0041_ LibreOffice writes
    # so that it means another: such a row is found to be changed.)
    office(path, "xlsx:Calc MS Excel 2007 XML", tmp_path / "saved", profile)
    got = taken("xlsx", tmp_path / "saved" / "made.xlsx", tmp_path / "xlsx" / "out")
    assert got.problems == []
    names = [record["mentions"][0]["entity"] for record in got.records]
    for name, text in zip(names, NASTY, strict=True):
        assert "_x0" in text or name.replace("\r\n", "\n") == text.replace("\r\n", "\n")


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice (soffice) is not installed")
@pytest.mark.parametrize("form", ["csv", "csv-excel"])
def test_libreoffice_evaluates_nothing_in_csv(form: str, tmp_path: Path) -> None:
    profile, as_csv = tmp_path / "profile", f"csv:{UTF8_CSV}"
    # Opened so that formulas in CSV are evaluated, which a user can choose.
    reading = f"{UTF8_CSV},false,false,false,0,true"
    risky = tuple(text for text in NASTY if guard(text) != text)
    path, _ = exported(form, titled(risky), tmp_path)
    (tmp_path / "control.csv").write_text("title\n=1+1\n")
    for file in (path / "documents.csv", tmp_path / "control.csv"):
        office(file, as_csv, tmp_path / "shown", profile, reading)
    assert shown(tmp_path / "shown" / "control.csv", "title") == ["2"]
    got = [unguard(text) for text in shown(tmp_path / "shown" / "documents.csv", "title")]
    assert len(risky) > 12
    assert got == [text.replace("\r", "\n") for text in risky]


# What is in the tables.


def test_columns_say_what_they_hold(tmp_path: Path) -> None:
    records = [document(i) for i in range(3)]
    records[0]["mentions"][0] |= {"label": "DATE", "edtf": "2024-02"}
    path, _ = exported("parquet", records, tmp_path)
    claims = pd.read_parquet(path / "claims.parquet")
    assert tuple(claims.columns) == CLAIMS.names() and len(claims) == 12
    second = claims.iloc[1]
    sentences = [claim["text"] for claim in records[0]["claims"]]
    assert [second.sentence_before, second.sentence, second.sentence_after] == sentences[:3]
    assert (second.holder_kind, second.holder, second.stance) == ("entity", "Person 0", "neutral")
    assert pd.isna(claims.iloc[0].sentence_before)
    mention = pd.read_parquet(path / "mentions.parquet").iloc[0]
    assert (mention.edtf, mention.date_first, mention.date_last) == (
        "2024-02", date(2024, 2, 1), date(2024, 2, 29))  # fmt: skip
    about = dict(pd.read_parquet(path / "about.parquet").itertuples(index=False))
    assert about["claims_rows"] == "12" and about["codebook_sha256"] == BOOK.sha256
    codebook = pd.read_parquet(path / "codebook.parquet")
    assert ["stance", "favor", BOOK.stances["favor"]] in codebook.to_numpy().tolist()


def test_a_dataset_without_texts_has_tables_too(tmp_path: Path) -> None:
    records = [document(i) for i in range(2)]
    for record in records:
        del record["text"]
        for claim in record["claims"]:
            del claim["text"]
    for form in TABULAR:
        path, _ = exported(form, records, tmp_path / form)
        got = taken(form, path)
        assert (got.problems, got.records) == ([], [judged(record) for record in records])


def test_a_database_is_queried(tmp_path: Path) -> None:
    path, _ = exported("sqlite", [document(i) for i in range(4)], tmp_path)
    database = sqlite3.connect(path)
    found = database.execute(
        "SELECT kind, count(*) FROM claims JOIN documents USING (doc_id) WHERE claims.stance = 'favor'"
        " GROUP BY kind ORDER BY kind"
    ).fetchall()
    assert found == [("brief", 2), ("op-ed", 3)]
    assert database.execute("SELECT published_first FROM documents").fetchone() == ("2010-03-04",)


def test_a_workbook_is_made_to_be_read(tmp_path: Path) -> None:
    records = [document(1), document(2, ["A sentence of many words. " * 9])]
    path, _ = exported("xlsx", records, tmp_path)
    workbook = openpyxl.load_workbook(path)
    assert workbook.sheetnames == list(TABLES)
    sheet = workbook["claims"]
    assert sheet.freeze_panes == "C2" and sheet.auto_filter.ref == "A1:X6"
    assert sheet.row_dimensions[2].height is None and sheet.row_dimensions[6].height == 60
    header = {cell.value: cell for cell in sheet[1]}
    assert tuple(header) == CLAIMS.names()
    assert BOOK.stances["favor"] in header["stance"].comment.text
    assert sheet.column_dimensions["D"].width > 50
    lists = {str(v.sqref): v.formula1 for v in sheet.data_validations.dataValidation}
    assert lists[f"{header['stance'].column_letter}2:{header['stance'].column_letter}6"] == (
        '"favor,against,neutral"')  # fmt: skip
    published = workbook["documents"]["F2"]
    assert published.is_date and published.value.date() == date(2011, 3, 4)


def test_what_excel_cannot_hold_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx, "MAX_ROWS", 25)
    records = [document(i, ["😀" * 20_000 + "."] if i == 1 else None) for i in range(8)]
    records[0]["mentions"][0]["edtf"] = "1846-05"
    path, notices = exported("xlsx", records, tmp_path)
    told = "\n".join(notices)
    assert "claims has more rows than a sheet holds: it goes on in claims-2" in told
    assert (
        "1 texts of documents.text are longer" in told and "1 texts of claims.sentence are" in told
    )
    assert "1 dates of mentions.date_first are before March 1900" in told
    workbook = openpyxl.load_workbook(path)
    assert [workbook[name].max_row for name in ("claims", "claims-2")] == [25, 6]
    cut = workbook["documents"].cell(3, len(DOCUMENTS.columns)).value
    assert cut.endswith(" [...]") and len(cut.encode("utf-16-le")) // 2 <= 32_767
    about = [row[1].value for row in workbook["about"].iter_rows()]
    assert set(notices) <= set(about)
    header, first = (
        list(row) for row in workbook["mentions"].iter_rows(max_row=2, values_only=True)
    )
    mention = dict(zip(header, first, strict=True))
    assert (mention["edtf"], mention["date_first"], mention["date_last"]) == ("1846-05", None, None)
    got = taken("xlsx", path, tmp_path / "out")
    assert got.problems == [] and got.records == [judged(record) for record in records]
    assert taken("xlsx", path).records == got.records


@pytest.mark.parametrize(
    ("edtf", "first", "last"),
    [
        ("2024-02-29", (2024, 2, 29), (2024, 2, 29)), ("2023-02", (2023, 2, 1), (2023, 2, 28)),
        ("199X", (1990, 1, 1), (1999, 12, 31)), ("2024-12?", (2024, 12, 1), (2024, 12, 31)),
        ("2025/2029", (2025, 1, 1), (2029, 12, 31)), ("2024-XX", (2024, 1, 1), (2024, 12, 31)),
        ("2022-21", None, None), ("XXXX-11-27", None, None), ("2024-03/..", (2024, 3, 1), None),
        ("2024-05-XX", (2024, 5, 1), (2024, 5, 31)), ("../2024", None, (2024, 12, 31)),
        ("XXXX-02-29", None, None), ("0000", None, None),
    ],
)  # fmt: skip
def test_edtf_as_days(edtf: str, first: Any, last: Any) -> None:
    assert days(edtf) == (first and date(*first), last and date(*last))


@pytest.mark.parametrize(
    "text",
    ["", "/", "May", "29.01.2024", "2024-13", "2024-02-30", "2023-02-29", "2024-1-2", "2024/2023",
     "2024-00", "2024-05-00", "20240129", "2024-21-03"],
)  # fmt: skip
def test_no_edtf(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        days(text)


# Back from the spreadsheet.


def edited(tmp_path: Path, edit: Edit, records: list[dict[str, Any]] | None = None) -> Path:
    """A workbook of two documents in which somebody changed something."""
    path, _ = exported("xlsx", records or [document(0), document(1)], tmp_path)
    workbook = openpyxl.load_workbook(path)
    edit(workbook)
    workbook.save(path)
    return path


def put(sheet: str, column: str, row: int, value: Any) -> Edit:
    """Set a cell."""
    letters = {
        n: openpyxl.utils.get_column_letter(i) for i, n in enumerate(TABLES[sheet].names(), 1)
    }

    def edit(workbook: Any) -> None:
        workbook[sheet][f"{letters[column]}{row}"].value = value

    return edit


def test_corrections_are_taken(tmp_path: Path) -> None:
    def edit(workbook: Any) -> None:
        for sheet, column, row, value in (
            ("documents", "stance", 2, "neutral"), ("documents", "comment", 3, "dull"),
            ("claims", "stance", 2, " favor "), ("claims", "type", 2, "value"),
            ("claims", "is_claim", 3, "no"), ("claims", "stance", 4, None),
            ("claims", "holder_kind", 5, "group"), ("claims", "holder", 5, "critics"),
            ("claims", "comment", 5, "hard"), ("mentions", "label", 2, "DATE"),
            ("mentions", "edtf", 2, date(2024, 1, 29)), ("mentions", "entity", 2, "that day"),
            ("mentions", "is_mention", 3, "no"),
        ):  # fmt: skip
            put(sheet, column, row, value)(workbook)

    path = edited(tmp_path, edit)
    for dataset in (None, tmp_path / "out"):
        got = taken("xlsx", path, dataset)
        assert (got.problems, got.notices) == ([], [])
        first, second = got.records
        assert first["stance"] == "neutral"
        assert first["comments"] == [{"claim_id": "c4", "text": "hard"}]
        assert second["comments"] == [{"text": "dull"}] and second["mentions"] == []
        assert len(first["sentences"]) == 4
        one, three, four = first["claims"]
        assert (one["stance"], one["type"], "stance" in three) == ("favor", "value", False)
        assert four["holder"] == {"kind": "group", "text": "critics"}
        assert first["mentions"] == [
            {"start": 0, "end": 8, "label": "DATE", "edtf": "2024-01-29", "entity": "that day"}
        ]


def cell(sheet: str, column: str, row: int) -> str:
    letter = openpyxl.utils.get_column_letter(TABLES[sheet].names().index(column) + 1)
    return f"made.xlsx: {sheet}!{letter}{row}"


@pytest.mark.parametrize(
    ("edit", "place", "message"),
    [
        (put("claims", "stance", 3, "pro"), cell("claims", "stance", 3), "'pro' is not in the codebook; codes are favor"),
        (put("claims", "type", 3, "Fact"), cell("claims", "type", 3), "'Fact' is not in the codebook"),
        (put("claims", "holder_kind", 3, "she"), cell("claims", "holder_kind", 3), "not in the codebook"),
        (put("claims", "is_claim", 3, None), cell("claims", "is_claim", 3), "`is_claim` is empty"),
        (put("claims", "stance", 3, "=A1"), cell("claims", "stance", 3), "holds the formula '=A1'"),
        (put("claims", "sentence", 3, "Another."), cell("claims", "sentence", 3), "was changed; in the dataset it is 'Sentence 1"),
        (put("claims", "start", 3, 7), cell("claims", "start", 3), "was changed; in the dataset it is '5"),
        (put("claims", "claim_id", 3, "c9"), cell("claims", "claim_id", 3), "the dataset has no claim doc-0000 c9"),
        (put("claims", "claim_id", 3, "c1"), cell("claims", "claim_id", 3), "stands already at made.xlsx: claims!row 2"),
        (put("claims", "claim_id", 3, None), cell("claims", "claim_id", 3), "rows cannot be added"),
        (put("claims", "doc_id", 3, "dok"), cell("claims", "doc_id", 3), "the document 'dok' is unknown"),
        (put("claims", "holder", 2, "Someone"), cell("claims", "holder", 2), "names a holder, but `holder_kind` is author"),
        (put("claims", "holder", 3, None), cell("claims", "holder", 3), "an entity as holder needs its name"),
        (put("mentions", "label", 2, "PERSON"), cell("mentions", "label", 2), "'PERSON' is not in the codebook"),
        (put("mentions", "edtf", 2, "Jan-24"), cell("mentions", "edtf", 2), "'Jan-24' is no EDTF date"),
        (put("mentions", "mention_id", 2, "m7"), cell("mentions", "mention_id", 2), "no mention doc-0000 m7"),
        (put("documents", "stance", 2, "for"), cell("documents", "stance", 2), "'for' is not in the codebook"),
        (put("documents", "text_sha256", 3, "0" * 64), cell("documents", "text_sha256", 3), "was changed"),
        (put("documents", "doc_id", 3, "doc-0009"), cell("documents", "doc_id", 3), "the dataset has no document doc-0009"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_listed_with_its_cell(
    edit: Edit, place: str, message: str, tmp_path: Path
) -> None:
    path = edited(tmp_path, edit)
    got = taken("xlsx", path, tmp_path / "out")
    assert got.problems and got.problems[0].place == place and message in got.problems[0].message
    # All the rest is taken.
    whole = taken("xlsx", exported("xlsx", [document(0), document(1)], tmp_path / "b")[0])
    rows = sum(len(r["claims"]) + len(r["mentions"]) + len(r["sentences"]) for r in whole.records)
    left = sum(len(r["claims"]) + len(r["mentions"]) + len(r["sentences"]) for r in got.records)
    lost = 9 if place.startswith("made.xlsx: documents") and "for" not in message else 2
    assert rows - left <= lost and len(got.records) >= 1


@pytest.mark.parametrize("column", ["sentence", "start", "sentence_id", "check", "claim"])
def test_a_changed_row_is_noticed_without_the_dataset(column: str, tmp_path: Path) -> None:
    got = taken("xlsx", edited(tmp_path, put("claims", column, 3, "7")))
    assert [str(problem.place) for problem in got.problems] == ["made.xlsx: claims!row 3"]
    assert "was changed" in got.problems[0].message and len(got.records[0]["claims"]) == 3


def test_moved_deleted_and_added_rows_and_columns(tmp_path: Path) -> None:
    def edit(workbook: Any) -> None:
        claims = workbook["claims"]
        claims.delete_rows(4)
        claims.insert_rows(2)  # an empty row
        claims.insert_cols(1)
        claims["A1"] = "colour"
        claims["A3"] = "red"
        workbook["mentions"].delete_cols(MENTIONS.names().index("sentence_before") + 1)
        workbook.create_sheet("my notes")["A1"] = "to do"
        workbook["codebook"].delete_rows(2, 50)

    got = taken("xlsx", edited(tmp_path, edit), tmp_path / "out")
    assert got.problems == []
    assert got.notices == [
        f"{tmp_path}/made.xlsx: `my notes` is none of the tables: passed over",
        "made.xlsx: claims!A1: `colour` is no column of claims: not taken",
        "1 claims of the dataset are not among the rows taken: the set says nothing of them",
    ]
    assert [len(record["claims"]) for record in got.records] == [3, 4]
    assert [len(record["sentences"]) for record in got.records] == [3, 4]


def test_a_label_that_makes_mentions_overlap_is_listed(tmp_path: Path) -> None:
    record = document(0)
    record["mentions"].append({**record["mentions"][0], "id": "m2", "end": 12, "text": "Sentence 0 o",
                               "label": "AGENCY"})  # fmt: skip
    path = edited(tmp_path, put("mentions", "label", 3, "OFFICIAL"), [record])
    got = taken("xlsx", path, tmp_path / "out")
    assert [p.message for p in got.problems] == ["overlaps the mention of this label at 0 to 8"]
    assert len(got.records[0]["mentions"]) == 1


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(records=datasets(), data=st.data())
def test_whatever_is_changed_is_taken_soundly_or_listed(
    records: list[dict[str, Any]], data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("fuzz")
    path, _ = exported("csv", records, folder)
    changed: dict[tuple[str, int, str], tuple[str, str]] = {}
    for name in ("documents", "claims", "mentions"):
        file = path / f"{name}.csv"
        with file.open(encoding="utf-8", newline="") as lines:
            rows = list(csv.reader(lines))
        for _ in range(data.draw(st.integers(0, 2))) if len(rows) > 1 else ():
            row = data.draw(st.integers(1, len(rows) - 1))
            column = data.draw(st.integers(0, len(rows[0]) - 1))
            value = data.draw(
                st.one_of(WORDS, st.sampled_from(("", "favor", "no", "c1", "0", "7")))
            )
            was, _ = changed.get((name, row, rows[0][column]), (rows[row][column], ""))
            changed[name, row, rows[0][column]] = (was, value)
            rows[row][column] = value
        with file.open("w", encoding="utf-8", newline="") as lines:
            csv.writer(lines).writerows(rows)
    got = taken("csv", path, folder / "out")
    sets = by_annotator(got, "ada", {})  # every line is sound
    assert {r["doc_id"] for r in sets.get("ada", [])} == {r["doc_id"] for r in got.records}
    known = {record["doc_id"]: record for record in records}
    for line in got.records:
        record = known[line["doc_id"]]
        assert line["text_sha256"] == record["text_sha256"]
        for layer in ("claims", "mentions"):
            spans = {(item["start"], item["end"]) for item in record[layer]}
            assert {(item["start"], item["end"]) for item in line[layer]} <= spans
    # What must stay as it is and was changed is listed, and so is a code that there is not.
    for (name, _, column), (was, value) in changed.items():
        if column in TABLES[name].key and was != value:
            assert got.problems
        if column == "type" and name == "claims" and value.strip() not in ("", *BOOK.claim_types):
            assert got.problems


def test_csv_as_excel_saves_it(tmp_path: Path) -> None:
    path, _ = exported("csv-excel", [document(0), document(1)], tmp_path)
    rows = list(csv.reader((path / "claims.csv").open(encoding="utf-8-sig", newline="")))
    rows[2][CLAIMS.names().index("stance")] = "pro"
    with (path / "claims.csv").open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file, delimiter=";").writerows(rows)
    got = taken("csv", path, tmp_path / "out")
    assert [str(p).split(" is not")[0] for p in got.problems] == [
        "claims.csv:3, column stance: 'pro'"]  # fmt: skip
    assert [len(record["claims"]) for record in got.records] == [3, 4]


def test_one_table_sent_back_says_only_what_it_shows(tmp_path: Path) -> None:
    path, _ = exported("csv", [document(0), document(1)], tmp_path)
    got = taken("csv", path / "claims.csv", tmp_path / "out")
    assert got.problems == [] and len(got.records) == 2
    assert got.records[0]["layers"] == ["claim", "type", "stance", "holder"]
    assert "stance" not in got.records[0] and got.records[0]["mentions"] == []
    with pytest.raises(ExchangeError, match="give --dataset OUT"):
        taken("csv", path / "claims.csv")


# Bad input.


def test_a_newer_version_is_refused(tmp_path: Path) -> None:
    path = edited(tmp_path, put("about", "value", 2, "2"))
    with pytest.raises(ExchangeError, match=r"about!row 2: the tables are of version '2'.*newer"):
        taken("xlsx", path)
    out = write_dataset(tmp_path / "new", [document(0) | {"schema_version": "2"}])
    got = taken("jsonl", out)
    assert got.records == [] and "`schema_version` is '2'" in got.problems[0].message
    run = json.loads((out / "run.json").read_text()) | {"schema_version": "2"}
    (out / "run.json").write_text(json.dumps(run))
    with pytest.raises(ExchangeError, match=r"run\.json: the dataset is of version '2'"):
        write_export(FORMATS["csv"], Export(load_dataset(out), BOOK), tmp_path / "x")
    assert not (tmp_path / "x").exists()


def test_missing_fields_are_named(tmp_path: Path) -> None:
    path = edited(tmp_path, lambda w: w["claims"].delete_cols(CLAIMS.names().index("stance") + 1))
    got = taken("xlsx", path, tmp_path / "out")
    assert [str(p) for p in got.problems] == [
        "made.xlsx: claims!row 1: lacks the column(s) stance: no row is taken"]  # fmt: skip
    assert [len(r["mentions"]) for r in got.records] == [1, 1]
    assert got.records[0]["layers"] == ["document", "mention"]
    path = edited(
        tmp_path, lambda w: w["documents"].delete_cols(DOCUMENTS.names().index("text_sha256") + 1)
    )
    with pytest.raises(ExchangeError, match=r"documents!row 1: lacks the column\(s\) text_sha256"):
        taken("xlsx", path)
    assert len(taken("xlsx", path, tmp_path / "out").records) == 2
    broken = document(0)
    del broken["claims"][1]["type"]
    for form in TABULAR:
        with pytest.raises(
            ExchangeError, match=r"documents\.jsonl:2: claims\.1: 'type' is a required"
        ):
            exported(form, [document(1), broken], tmp_path / form)
    got = taken("jsonl", write_dataset(tmp_path / "c", [document(1), broken]))
    assert len(got.records) == 1
    assert str(got.problems[0]).endswith(
        "documents.jsonl:2: claims[1]: 'type' is a required property"
    )


def test_two_documents_with_one_text(tmp_path: Path) -> None:
    first = document(0)
    second = {**document(0), "doc_id": "doc-copy"}
    for form in (*TABULAR, "jsonl"):
        path, _ = exported(form, [first, second], tmp_path / form)
        got = taken(form, path, tmp_path / form / "out")
        assert got.problems == [] and len(got.records) == 2
        sets = by_annotator(got, "ada", {})
        assert [record["doc_id"] for record in sets["ada"]] == ["doc-0000"]
        assert any("doc-copy" in notice and "doc-0000" in notice for notice in got.notices)
    second["stance"] = {**second["stance"], "label": "against"}
    path, _ = exported("csv", [first, second], tmp_path / "other")
    got = taken("csv", path)
    by_annotator(got, "ada", {})
    assert "has the same text as doc-0000, which is annotated otherwise" in str(got.problems[0])


def test_changed_records_of_the_dataset(tmp_path: Path) -> None:
    out = write_dataset(tmp_path / "out", [document(i) for i in range(5)])
    text, span, label, unknown = (document(i) for i in range(4))
    text["text"] += " More."
    span["claims"][0]["end"] -= 1
    label["mentions"][0]["label"] = "PERSON"
    unknown["doc_id"] = "other"
    changed = write_dataset(tmp_path / "b", [text, span, label, unknown, document(4), document(4)])
    got = taken("jsonl", changed, out)
    assert [str(p).split("documents.jsonl:", 1)[1] for p in got.problems] == [
        "1: the text was changed: its SHA-256 is not `text_sha256`",
        "2: claims c1: its text does not stand at its offsets",
        "3: mentions m1: the label 'PERSON' is not in the codebook; codes are OFFICIAL, CARTEL, AGENCY, DATE",
        "4: the dataset has no document other",
        f"6: the document doc-0004 stands already at {changed}/documents.jsonl:5",
    ]  # fmt: skip
    assert len(got.records) == 1


def billion_laughs(path: Path) -> None:
    """A workbook whose first sheet has entities that grow without end."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    entities = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 12))
    doctype = f'<!DOCTYPE worksheet [<!ENTITY l0 "ha">{entities}]>'.encode()
    sheet = parts["xl/worksheets/sheet1.xml"]
    sheet = sheet.replace(b"<worksheet", doctype + b"<worksheet", 1).replace(
        b">doc-0000<", b">&l11;<", 1
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, sheet if name == "xl/worksheets/sheet1.xml" else data)


def test_hostile_files_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    good, _ = exported("xlsx", [document(0)], tmp_path)
    billion_laughs(good)
    with pytest.raises(ExchangeError, match="no sound workbook"):
        taken("xlsx", good)
    for name, data in (("no.xlsx", b"no"), ("empty.xlsx", b""), ("no.sqlite", b"no database" * 99),
                       ("no.parquet", b"PAR1 no"), ("latin.csv", "doc_id,claim_id\n\xe9".encode("latin-1")),
                       ("quote.csv", b'doc_id,stance,text_sha256,check\n"a"b,"'), ("note.csv", b"a,b\n1,2\n"),
                       ("lines.jsonl", b"[1]\n")):  # fmt: skip
        (tmp_path / name).write_bytes(data)
        with pytest.raises(Exception, match=str(tmp_path)) as caught:
            taken(name.split(".")[1], tmp_path / name)
        assert isinstance(caught.value, ExchangeError) or name == "lines.jsonl"
    from pipeline.exchange import xlsx_read

    monkeypatch.setattr(xlsx_read, "MAX_EXPANDED", 1000)
    with pytest.raises(ExchangeError, match="unpacks to"):
        taken("xlsx", good)


def test_a_view_in_a_database_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "a.sqlite"
    database = sqlite3.connect(path)
    database.execute("CREATE VIEW documents AS SELECT 'a' AS doc_id")
    database.commit()
    with pytest.raises(ExchangeError, match="holds no table of documents"):
        taken("sqlite", path)


# Conventions: others read it with no code of their own.


@pytest.mark.parametrize("form", [*TABULAR, "jsonl"])
def test_exports_are_frictionless_packages(form: str, tmp_path: Path) -> None:
    frictionless = pytest.importorskip("frictionless")
    path, _ = exported(form, titled(NASTY), tmp_path)
    place = path / "datapackage.json" if path.is_dir() else tmp_path / "made.datapackage.json"
    report = frictionless.validate(str(place))
    assert report.valid, report.flatten(["title", "message"])
    if form in ("csv", "csv-excel", "xlsx"):
        rows = {task.name: task.stats["rows"] for task in report.tasks}
        assert rows["claims"] == 4 * len(NASTY) and rows["documents"] == len(NASTY)
    if form == "csv":
        file = path / "claims.csv"
        file.write_bytes(file.read_bytes().replace(b",fact,", b",fakt,", 1))
        assert not frictionless.validate(str(place)).valid


@pytest.mark.parametrize("form", [*TABULAR, "jsonl"])
def test_exports_have_a_croissant_description(form: str, tmp_path: Path) -> None:
    mlcroissant = pytest.importorskip("mlcroissant")
    path, _ = exported(form, [document(i) for i in range(3)], tmp_path)
    place = path / "croissant.json" if path.is_dir() else tmp_path / "made.croissant.json"
    dataset = mlcroissant.Dataset(jsonld=str(place))
    assert len(dataset.metadata.distribution) == (
        7 if form == "jsonl" else 1 if place.parent == tmp_path else len(TABLES))  # fmt: skip
    if form in ("csv", "csv-excel", "parquet"):
        rows = list(dataset.records("claims"))
        assert len(rows) == 12 and rows[0]["claims/doc_id"] == b"doc-0000"


def test_datasets_and_pandas_read_the_dataset(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    records = [document(i) for i in range(4)]
    records[3]["metadata"]["url"] = "https://example.org/"
    records[3]["mentions"][0]["edtf"] = "2024"
    path, _ = exported("jsonl", records, tmp_path)
    file = path / "documents.jsonl"
    assert list(pd.read_json(file, lines=True).doc_id) == [f"doc-000{i}" for i in range(4)]
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    library = pytest.importorskip("datasets")
    cache = str(tmp_path / "cache")
    plain = library.load_dataset("json", data_files=str(file), split="train", cache_dir=cache)
    assert plain["doc_id"][0] == "doc-0000" and plain[1]["claims"][0]["type"] == "fact"
    # By the card beside the file every type is known, though no line shows it.
    typed = library.load_dataset(str(path), split="train", cache_dir=cache)
    holder = typed.features["stance"]["by_holder"].feature["holder"]
    assert holder["entity_id"].dtype == "string"
    assert typed.features["metadata"]["licence"].dtype == "string"
    assert [row["metadata"]["url"] for row in typed] == [None, None, None, "https://example.org/"]
    assert [row["mentions"][0]["edtf"] for row in typed] == [None, None, None, "2024"]


def test_every_line_is_valid_by_the_schema_beside_it(tmp_path: Path) -> None:
    from jsonschema import Draft202012Validator

    path, _ = exported("jsonl", [document(i) for i in range(3)], tmp_path)
    validator = Draft202012Validator(
        json.loads((path / "schema" / "documents.schema.json").read_text())
    )
    for line in (path / "documents.jsonl").read_text("utf-8").splitlines():
        validator.validate(json.loads(line))
        assert not validator.is_valid(json.loads(line) | {"stance": "favor"})


def test_duckdb_queries_the_folder(tmp_path: Path) -> None:
    duckdb = pytest.importorskip("duckdb")
    path, _ = exported("parquet", [document(i) for i in range(4)], tmp_path)
    query = f"SELECT stance, count(*) FROM '{path}/claims.parquet' GROUP BY stance ORDER BY stance"
    assert duckdb.sql(query).fetchall() == [("against", 6), ("favor", 5), ("neutral", 5)]


# The page of the documentation.

BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.M | re.S)
PAGE = (ROOT / "docs" / "spreadsheets.md").read_text("utf-8")


def run_commands(text: str) -> None:
    for line in text.splitlines():
        name, *arguments = shlex.split(line)
        assert name == "stancebook"
        done = CliRunner().invoke(main, arguments)
        assert done.exit_code == 0, done.output


def test_the_page_does_what_it_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write_dataset(tmp_path / "outputs" / "demo", titled(NASTY))
    found: dict[str, Any] = {}
    kinds = []
    for kind, text in BLOCK.findall(PAGE):
        kinds.append(kind)
        if kind == "sh":
            run_commands(text)
        elif kind == "python":
            exec(compile(text, "docs/spreadsheets.md", "exec"), found)
    assert kinds.count("sh") == 2 and kinds.count("python") == 3
    assert found["by_kind"].loc[("brief", "author")].sum() == pytest.approx(1)
    assert str(found["mentions"]["doc_id"].dtype) in ("str", "object")
    assert len(found["most_named"]) == 3 and len(found["holders"]) == len(NASTY)
    assert len(found["sheets"]["claims"]) == 4 * len(NASTY)
    assert set(read_set(tmp_path / "ada.jsonl").documents) == {
        document(i)["text_sha256"] for i in range(len(NASTY))
    }
    # The line with which the page takes off the apostrophes does what `import` does.
    pattern = re.search(r'text\.str\.replace\(r"(.+?)", ""', PAGE)
    assert pattern is not None
    written = pd.Series([guard(text) for text in NASTY])
    assert list(written.str.replace(pattern[1], "", regex=True)) == list(NASTY)


@pytest.mark.parametrize("number", [0, 1])
def test_the_page_in_r(number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if shutil.which("Rscript") is None:
        pytest.skip("R (Rscript) is not installed")
    text = [text for kind, text in BLOCK.findall(PAGE) if kind == "r"][number]
    for library in re.findall(r"library\((\w+)\)", text):
        known = subprocess.run(
            ["Rscript", "-e", f"library({library})"], capture_output=True, check=False
        )
        if known.returncode:
            pytest.skip(f"the R library {library} is not installed")
    monkeypatch.chdir(tmp_path)
    write_dataset(tmp_path / "outputs" / "demo", titled(NASTY))
    run_commands(next(text for kind, text in BLOCK.findall(PAGE) if kind == "sh"))
    done = subprocess.run(["Rscript", "-e", text], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "against" in done.stdout


# The commands.


def test_the_commands_there_and_back(tmp_path: Path) -> None:
    out = write_dataset(tmp_path / "out", [document(0), document(1)])
    book, made = tmp_path / "codes.xlsx", tmp_path / "ada.jsonl"
    there = CliRunner().invoke(main, ["export", str(out), "--to", "xlsx", "-o", str(book)])
    assert there.exit_code == 0, there.output
    back = ["import", str(book), "--from", "xlsx", "-o", str(made)]
    assert "give --annotator" in CliRunner().invoke(main, back).output
    back += ["--annotator", "ada", "--dataset", str(out)]
    assert CliRunner().invoke(main, back).exit_code == 0
    assert set(read_set(made).documents) == {document(i)["text_sha256"] for i in range(2)}
    workbook = openpyxl.load_workbook(book)
    put("claims", "stance", 2, "pro")(workbook)
    workbook.save(book)
    again = CliRunner().invoke(main, back)
    assert again.exit_code == 3
    assert "not taken: codes.xlsx: claims!I2: 'pro' is not in the codebook" in again.output


def several() -> Imported:
    """What a file of two people gives."""
    lines = [set_record(document(i), name) for i in range(2) for name in ("1", "bo/2")]
    return Imported(lines)


def test_annotators_are_taken_renamed_and_told_apart() -> None:
    assert {n: len(r) for n, r in by_annotator(several(), None, {}).items()} == {
        "1": 2, "bo/2": 2}  # fmt: skip
    assert list(by_annotator(several(), None, {"1": "ada"})) == ["ada", "bo/2"]
    assert list(by_annotator(several(), "1", {})) == ["1"]
    only = Imported([set_record(document(0), "1")])
    assert by_annotator(only, "ada", {})["ada"][0]["annotator"] == "ada"
    with pytest.raises(ExchangeError, match="eve is none of the annotators of this file: 1, bo/2"):
        by_annotator(several(), "eve", {})
    assert renames(["ada"]) == ("ada", {}) and renames(["1=ada", "2=bo"]) == (
        None, {"1": "ada", "2": "bo"})  # fmt: skip
    with pytest.raises(ExchangeError, match="given as ada and as bo"):
        renames(["ada", "bo"])
    # Two people of a file under one name: what they say of a text twice is listed.
    both = several()
    both.records[1]["stance"] = "against"
    assert len(by_annotator(both, None, {"1": "x", "bo/2": "x"})["x"]) == 2
    assert len(both.problems) == 1 and len(both.notices) == 1


def test_sets_of_several_annotators_are_files_of_a_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline.exchange.jsonl.read", lambda path, source: several())
    command = ["import", "x", "--from", "jsonl", "-o"]

    def run(*arguments: str) -> Any:
        return CliRunner().invoke(main, [*command, *arguments])

    one = run(str(tmp_path / "a.jsonl"))
    assert one.exit_code == 2 and "is by 1, bo/2: name a folder" in one.output
    bad = run(str(tmp_path / "a"))
    assert bad.exit_code == 2 and "'bo/2' cannot name a file" in bad.output
    assert not (tmp_path / "a").exists()
    assert run(str(tmp_path / "a"), "--annotator", "bo/2=../bo").exit_code == 2
    assert run(str(tmp_path / "a"), "--annotator", "bo/2=bo").exit_code == 0
    assert sorted(p.name for p in (tmp_path / "a").iterdir()) == ["1.jsonl", "bo.jsonl"]


def test_an_export_does_not_overwrite_corrections(tmp_path: Path) -> None:
    out = write_dataset(tmp_path / "out", [document(0)])
    for form, name in (("xlsx", "a.xlsx"), ("csv", "a")):
        command = ["export", str(out), "--to", form, "-o", str(tmp_path / name)]
        assert CliRunner().invoke(main, command).exit_code == 0
        refused = CliRunner().invoke(main, command)
        assert refused.exit_code == 2 and "may hold corrections" in refused.output
        assert CliRunner().invoke(main, [*command, "--force"]).exit_code == 0
    named = CliRunner().invoke(
        main, ["export", str(out), "--to", "csv", "-o", str(tmp_path / "b.csv")]
    )
    assert named.exit_code == 2 and "name a folder" in named.output
    assert "documents" in {p.stem for p in (tmp_path / "a").iterdir()}
    assert not list(tmp_path.glob(".a*"))
