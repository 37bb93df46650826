"""Annotation tools: what goes out comes back, and what is wrong in a tool's file is listed."""

from __future__ import annotations

import hashlib
import json
import tempfile
import unicodedata
import zipfile
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import pytest
from click.testing import CliRunner
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from lxml import etree
from samples import document

from pipeline.annotate.records import CLAIM_TYPES, STANCES
from pipeline.cli import main
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
from pipeline.exchange.contract import ExchangeError, Export, Imported, Source
from pipeline.exchange.documents import Documents
from pipeline.exchange.files import file_name, name_of
from pipeline.exchange.formats import FORMATS
from pipeline.exchange.offsets import OffsetError, Original, Utf16
from pipeline.exchange.sets import by_annotator
from pipeline.studies.sets import AnnotationSet, check_record, read_set, write_set

TOOLS = ("label-studio", "doccano", "brat", "cas", "cas-json", "prodigy")
BLANK_IS_UNDONE = ("doccano", "brat")  # they write the same for a text that nobody opened
CODEBOOK = load_codebook()
PIECES = st.sampled_from(
    ["a", "é", "x\u0301", "\U0001f600", "\U0001f1f2\U0001f1fd", "𝒳", "\u200d", "\u202e", " ", "\n", "\n\n", "\t",
     "\u00a0", "\u2028", "ñ", "<b>", "&amp;", '"', "\\n", "\\", "%41", "ﬁ", "字"]
)  # fmt: skip
TEXTS = st.lists(PIECES, min_size=4, max_size=40).map(
    lambda parts: normalised("T " + "".join(parts) + " .")
)
NAMES = st.one_of(
    st.none(), st.sampled_from(["Ana Ñandú", "a\\b", "Über 😀", "2024-01-29", "x: y", "<&>\"'"])
)


def record(text: str, doc_id: str = "doc-1") -> dict[str, Any]:
    """A document of a dataset with a text of its own and no codes."""
    made = document(1, [text]) | {"doc_id": doc_id, "claims": [], "mentions": [], "entities": []}
    return made | {"text": text, "text_sha256": sha256(text)}


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def spans(draw: st.DrawFn, length: int) -> list[tuple[int, int]]:
    cuts = sorted(draw(st.sets(st.integers(0, length), max_size=8)))
    return [pair for pair in pairwise(cuts) if draw(st.booleans())]


@st.composite
def codings(draw: st.DrawFn, text: str, annotator: str) -> Coding:
    labels = {
        span: draw(st.sampled_from(list(CODEBOOK.mention_labels)))
        for span in spans(draw, len(text))
    }
    mentions = tuple(
        Mention(*span, label, draw(NAMES), draw(NAMES)) for span, label in sorted(labels.items())
    )
    claims = []
    for span in spans(draw, len(text)):
        holder = None
        kind = draw(st.one_of(st.none(), st.sampled_from(HOLDER_KINDS)))
        if kind is not None:
            linked = (
                draw(st.sampled_from(mentions))
                if mentions and kind in ("entity", "group") and draw(st.booleans())
                else None
            )
            name = draw(NAMES)
            if linked is not None:
                name = None if name == linked.entity else name
            holder = Holder(kind, name, None if linked is None else (linked.start, linked.end))
        types, stances = (
            st.one_of(st.none(), st.sampled_from(CLAIM_TYPES)),
            st.one_of(st.none(), st.sampled_from(STANCES)),
        )
        claims.append(Claim(*span, draw(types), draw(stances), holder))
    return Coding(
        annotator, mentions, tuple(claims), draw(st.one_of(st.none(), st.sampled_from(STANCES)))
    )


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
                sets.setdefault(name, []).append(
                    record_of(made, one["doc_id"], one["text_sha256"], sentences)
                )
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
    return [
        r
        for r in sorted(imported.records, key=lambda r: r["doc_id"])
        if r["annotator"] == annotator
    ]


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
    expected = {
        name: marked(rows) if tool in BLANK_IS_UNDONE else rows for name, rows in sets.items()
    }
    for row in imported.records:
        check_record(row, "here")
    assert {name: by(imported, name) for name in expected} == expected
    assert all("taken as not annotated" in p.message for p in imported.problems)


@pytest.mark.parametrize("tool", TOOLS)
def test_a_datasets_own_codes_come_back(tool: str, tmp_path: Path) -> None:
    documents = [document(number) for number in (1, 2)]
    imported, notices = there_and_back(tool, tmp_path, documents)
    assert by(imported, "stancebook") == [with_links(one) for one in documents]
    assert not imported.problems and not notices


def test_sets_that_have_other_texts_or_a_reserved_name_are_noticed(tmp_path: Path) -> None:
    lost = record_of(Coding("ada", stance="favor"), "gone", sha256("gone"))
    _, notices = there_and_back("prodigy", tmp_path, [document(1)], {"ada": [lost]})
    assert notices == ["ada.jsonl:1: no document of the dataset has this text, so it is left out"]
    with pytest.raises(ExchangeError, match="rename"):
        there_and_back("prodigy", tmp_path / "2", [document(1)], {"stancebook": [lost]})


def test_a_dataset_without_texts_cannot_be_annotated(tmp_path: Path) -> None:
    bare = {key: value for key, value in document(1).items() if key != "text"}
    with pytest.raises(ExchangeError, match="--no-text"):
        there_and_back("brat", tmp_path, [bare])


def test_a_link_to_what_is_no_mention_is_noticed(tmp_path: Path) -> None:
    one = record("A claim by them.")
    claim = {
        "start": 0,
        "end": 16,
        "holder": {"kind": "group", "text": "them", "start": 11, "end": 15},
    }
    row = record_of(Coding("ada"), "doc-1", one["text_sha256"]) | {"claims": [claim]}
    imported, notices = there_and_back("label-studio", tmp_path, [one], {"ada": [row]})
    assert by(imported, "ada")[0]["claims"][0]["holder"] == {"kind": "group", "text": "them"}
    assert len(notices) == 1 and "11 to 15, which is no mention" in notices[0]


# Texts as other programs keep them: what is at each offset of theirs, by an independent count.
WIDE = "🚁 Ça va, X\u0301: 🇲🇽 Pemex 🚁 fin."


def test_utf16_offsets_both_ways() -> None:
    units = Utf16(WIDE)
    for point in range(len(WIDE) + 1):
        assert units.units(point) == len(WIDE[:point].encode("utf-16-le")) // 2
        assert units.point(units.units(point)) == point
    for wrong in (1, -1, len(WIDE.encode("utf-16-le")) // 2 + 1):
        with pytest.raises(OffsetError):
            units.point(wrong)


@given(TEXTS)
def test_offsets_into_a_file_follow_its_text(text: str) -> None:
    original = Original(unicodedata.normalize("NFD", "\ufeff" + text).replace("\n", "\r\n"))
    assert original.text == text
    for offset in range(len(original.original) + 1):
        try:
            point = original.point(offset)
        except OffsetError:
            continue
        assert normalised(original.original[:offset]) == text[:point]
        assert normalised(original.original[offset:]) == text[point:]


def coded(text: str, words: str, label: str = "AGENCY") -> Coding:
    return Coding("ada", (Mention(text.index(words), text.index(words) + len(words), label),))


@pytest.mark.parametrize("tool", TOOLS)
def test_a_text_with_other_line_ends_and_accents_is_the_same_text(
    tool: str, tmp_path: Path
) -> None:
    """An annotator's program wrote CRLF and decomposed accents, and counts them."""
    text = "Título: México 🚁\n\nThe Pentagon said nó.\nPemex too."
    one = record(text)
    made = dataset(tmp_path / "out", [one])
    other = unicodedata.normalize("NFD", text).replace("\n", "\r\n")
    theirs = dataset(tmp_path / "theirs", [one | {"text": other, "text_sha256": sha256(other)}])
    row = record_of(coded(other, "Pemex"), "doc-1", sha256(other))
    one_set = AnnotationSet("ada", {sha256(other): row}, {sha256(other): "ada.jsonl:1"})
    FORMATS[tool].writer()(Export(theirs, CODEBOOK, [one_set]), tmp_path / "tool")
    imported = FORMATS[tool].reader()(tmp_path / "tool", Source(Documents(made.folder), CODEBOOK))
    (mention,) = by(imported, "ada")[0]["mentions"]
    assert text[mention["start"] : mention["end"]] == "Pemex"
    assert by(imported, "ada")[0]["text_sha256"] == one["text_sha256"]


@pytest.mark.parametrize("tool", TOOLS)
def test_an_unknown_text_is_listed(tool: str, tmp_path: Path) -> None:
    there_and_back(tool, tmp_path, [document(1)])
    other = dataset(tmp_path / "other", [document(2)])
    imported = FORMATS[tool].reader()(
        tmp_path / "tool", Source(Documents(other.folder), CODEBOOK, "stancebook")
    )
    assert not imported.records and len(imported.problems) == 1
    assert "doc-0001" in imported.problems[0].message and "tool" in imported.problems[0].place


@pytest.mark.parametrize("tool", TOOLS)
def test_two_documents_with_one_text_stay_apart(tool: str, tmp_path: Path) -> None:
    same = [record("The Pentagon said so.", name) for name in ("a", "b")]
    imported, _ = there_and_back(tool, tmp_path, same)
    assert [row["doc_id"] for row in by(imported, "stancebook")] == ["a", "b"]
    sets = by_annotator(imported, None, {})
    assert len(sets["stancebook"]) == 1 and not imported.problems  # coded alike: one text


def edited(folder: Path, change: Callable[[Any], None], name: str = "tool/tasks.json") -> Path:
    data = json.loads((folder / name).read_text("utf-8"))
    change(data)
    (folder / name).write_text(json.dumps(data), "utf-8")
    return (folder / name).parent


def problems_of(
    tool: str, path: Path, annotator: str | None = "ada", documents: Path | None = None
) -> list[str]:
    source = Source(Documents(documents) if documents else None, CODEBOOK, annotator)
    return [
        f"{p.place.rpartition('/')[2]}: {p.message}"
        for p in FORMATS[tool].reader()(path, source).problems
    ]


PENTAGON = "🚁 The Pentagon said so. Pemex agreed."


def sets_of_one() -> dict[str, list[dict[str, Any]]]:
    at = PENTAGON.index("The"), PENTAGON.index(" Pemex")
    made = coded(PENTAGON, "Pentagon")
    span = (made.mentions[0].start, made.mentions[0].end)
    claims = (Claim(*at, "fact", "neutral", Holder("entity", None, span)),)
    coding = Coding("ada", made.mentions, claims, "neutral")
    return {"ada": [record_of(coding, "doc-1", sha256(PENTAGON))]}


def results(tasks: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = tasks[0]["annotations"][0]["result"]
    return found


def label_studio(change: Callable[[Any], None], tmp_path: Path) -> list[str]:
    there_and_back("label-studio", tmp_path, [record(PENTAGON)], sets_of_one())
    return problems_of("label-studio", edited(tmp_path, change))


HERE = "tasks.json: task 1, annotation 1"


@pytest.mark.parametrize(
    ("change", "listed"),
    [
        (lambda tasks: results(tasks)[0]["value"].update(labels=["GANG"]),
         [f"{HERE}, result m1: the label 'GANG' is not in the codebook (OFFICIAL, CARTEL, AGENCY, DATE)",
          f"{HERE}, relation c1 to m1: links an annotation that is not taken"]),
        (lambda tasks: results(tasks)[0]["value"].update(start=3),
         [f"{HERE}, result m1: quotes 'Pentagon', which does not stand at 3 to 14",
          f"{HERE}, relation c1 to m1: links an annotation that is not taken"]),
        (lambda tasks: results(tasks)[0]["value"].update(end=400, text=None),
         [f"{HERE}, result m1: 400 is outside the text of 37 characters",
          f"{HERE}, relation c1 to m1: links an annotation that is not taken"]),
        (lambda tasks: results(tasks)[3]["value"]["choices"].append("against"),
         [f"{HERE}, result c1: has several values of stance: against, neutral"]),
        (lambda tasks: results(tasks).append({"type": "rating", "from_name": "stars", "id": "x", "value": {"rating": 3}}),
         [f"{HERE}, result x: `stars` (rating) is none of this program's questions"]),
        (lambda tasks: results(tasks)[4]["value"].update(choices=["author"]),
         [f"{HERE}, result c1: has the holder author, and a link to a mention as holder"]),
        (lambda tasks: tasks[0]["annotations"][0].pop("result"), [f"{HERE}: has no `result`"]),
        (lambda tasks: tasks[0]["data"].pop("text"), ["tasks.json: task 1: has no text (`data.text`)"]),
        (lambda tasks: tasks[0].pop("data"), ["tasks.json: task 1: has no `data`; export the project as JSON, not JSON-MIN"]),
        (lambda tasks: tasks[0]["data"].update(stancebook_version="2"),
         ["tasks.json: task 1: is of version 2 of this program's tasks, which this version (1) does not read"]),
        (lambda tasks: tasks[0].update(new_field={"of": "2031"}, drafts=[{}]), []),
        (lambda tasks: tasks[0]["annotations"][0].update(was_cancelled=True), []),
    ],
)  # fmt: skip
def test_label_studio_lists_what_it_does_not_take(
    change: Callable[[Any], None], listed: list[str], tmp_path: Path
) -> None:
    assert [line.replace("tool/", "") for line in label_studio(change, tmp_path)] == listed


def test_label_studio_knows_annotators_by_their_field_else_by_the_servers_user(
    tmp_path: Path,
) -> None:
    there_and_back("label-studio", tmp_path, [record(PENTAGON)], sets_of_one())

    def unsigned(tasks: Any) -> None:
        work = tasks[0]["annotations"][0]
        bare = [
            one
            for one in work["result"]
            if one["from_name" if "from_name" in one else "type"] != "annotator"
        ]
        tasks[0]["annotations"] = [
            {"result": work["result"], "completed_by": 1},
            {"result": bare, "completed_by": 2},
            {"result": bare, "completed_by": {"id": 3, "email": "cleo@example.org"}},
            {"result": bare},
        ]  # fmt: skip

    path = edited(tmp_path, unsigned)
    read = FORMATS["label-studio"].reader()
    found = read(path, Source(None, CODEBOOK, "dora")).records
    assert [row["annotator"] for row in found] == ["ada", "2", "cleo@example.org", "dora"]
    with pytest.raises(ExchangeError, match="--annotator"):
        read(path, Source(None, CODEBOOK))


def test_label_studio_files_that_count_utf16_are_recognised(tmp_path: Path) -> None:
    there_and_back("label-studio", tmp_path, [record(PENTAGON)], sets_of_one())

    def shifted(tasks: Any) -> None:
        for one in results(tasks):
            if "start" in one.get("value", {}):
                one["value"]["start"] += 1
                one["value"]["end"] += 1

    imported = FORMATS["label-studio"].reader()(
        edited(tmp_path, shifted), Source(None, CODEBOOK, None)
    )
    assert not imported.problems
    (mention,) = imported.records[0]["mentions"]
    assert PENTAGON[mention["start"] : mention["end"]] == "Pentagon"


def test_brat_lists_what_it_does_not_take(tmp_path: Path) -> None:
    there_and_back("brat", tmp_path, [record(PENTAGON)], sets_of_one())
    file = tmp_path / "tool" / "ada" / "doc-1.ann"
    good = file.read_text("utf-8")
    assert "T2\tAGENCY 6 14\tPentagon\n" in good
    more = [
        "E1\tAttack:T2", "T7\tAGENCY 6 15\tPentagon", "T8\tAGENCY x y\tq", "T9\tGANG 25 30\tPemex",
        "T10\tAGENCY 6 9;25 30\tPen Pemex", "A9\tStance T99 favor", "A10\tStance T3 maybe", "nonsense",
        "#9\tAnnotatorNotes T2\tsure?", "T11\tCLAIM 10 20\tagon said ",
    ]  # fmt: skip
    file.write_text(good + "\n".join(more), "utf-8")
    listed = problems_of("brat", tmp_path / "tool" / "ada")
    number = good.count("\n")
    assert [line.split(": ")[0].removeprefix("doc-1.ann:") for line in listed] == [
        str(number + n) for n in (2, 3, 4, 5, 1, 6, 7, 8, 9)] + ["4", str(number + 10)]  # fmt: skip
    (tmp_path / "tool" / "ada" / "doc-1.txt").unlink()
    assert problems_of("brat", tmp_path / "tool" / "ada") == [
        "doc-1.ann: has no .txt file beside it"
    ]


def test_doccano_reads_its_own_archive_and_lists_what_it_does_not_take(tmp_path: Path) -> None:
    there_and_back("doccano", tmp_path, [record(PENTAGON)], sets_of_one())
    row = json.loads((tmp_path / "tool" / "ada.jsonl").read_text("utf-8"))
    row["entities"] += [
        {"id": 90, "label": "stance: favor", "start_offset": 0, "end_offset": 5},
        {"id": 91, "label": "type: hope", "start_offset": 3, "end_offset": 24},
        {"id": 92, "label": "AGENCY", "start_offset": 1, "end_offset": 5},
        {"id": 93, "label": "document: favor", "start_offset": 0, "end_offset": 5},
    ]  # fmt: skip
    row["Comments"] = []
    lines = [json.dumps(row), json.dumps({"text": "x", "label": []}), "{"]
    with zipfile.ZipFile(tmp_path / "1.zip", "w") as archive:
        archive.writestr("ada.jsonl", lines[0] + "\n" + lines[1])
    listed = problems_of("doccano", tmp_path / "1.zip", None)
    assert [line.replace("1.zip!", "") for line in listed] == [
        "ada.jsonl:1, span 92: 1 is between the halves of a character",
        "ada.jsonl:1, span 90: the label stance: favor stands on no CLAIM with the same start and end",
        "ada.jsonl:1, span 91: the type 'hope' is none that a claim can have (fact, cause, prediction, value, policy)",
        "ada.jsonl:1: has several values of stance: favor, neutral",
        "ada.jsonl:2: has no `entities`: the project must be for sequence labelling, with relations",
    ]  # fmt: skip
    (tmp_path / "all.jsonl").write_text(lines[2], "utf-8")
    with pytest.raises(ExchangeError, match=r"all.jsonl:1: is no JSON"):
        problems_of("doccano", tmp_path / "all.jsonl")


def test_prodigy_takes_accepted_tasks_of_each_annotator(tmp_path: Path) -> None:
    there_and_back("prodigy", tmp_path, [record(PENTAGON)], sets_of_one())
    rows = [json.loads(line) for line in (tmp_path / "tool").read_text("utf-8").splitlines()]
    tokens = rows[1]["tokens"]
    assert "".join(token["text"] for token in tokens) == PENTAGON
    span = rows[1]["spans"][1]
    assert (tokens[span["token_start"]]["start"], tokens[span["token_end"]]["end"]) == (
        span["start"],
        span["end"],
    )
    rows += [
        rows[1] | {"answer": "reject", "_annotator_id": "ben"},
        {"spans": []},
        rows[1] | {"_annotator_id": "cleo", "relations": [{"label": "near"}]},
    ]
    (tmp_path / "tool").write_text("".join(map(to_line, rows)), "utf-8")
    imported = FORMATS["prodigy"].reader()(tmp_path / "tool", Source(None, CODEBOOK))
    assert [row["annotator"] for row in imported.records] == ["stancebook", "ada", "cleo"]
    assert [p.place.rpartition(":")[2] for p in imported.problems] == ["4", "5"]


# --- CAS, which may come from anybody


def cas_file(tmp_path: Path) -> Path:
    there_and_back("cas", tmp_path, [record(PENTAGON)], sets_of_one())
    return tmp_path / "tool" / "annotation" / "doc-1" / "ada.xmi"


def test_cas_is_sound_and_counts_utf16(tmp_path: Path) -> None:
    from cassis import load_cas_from_xmi, load_typesystem

    file = cas_file(tmp_path)
    types = load_typesystem(tmp_path / "tool" / "TypeSystem.xml")
    cas = load_cas_from_xmi(file, types)
    found = [fs for view in cas.views for fs in view.get_all_fs()]
    assert not [error for fs in found for error in types.typecheck(fs)]
    (mention,) = cas.select("webanno.custom.StancebookMention")
    assert mention.get_covered_text() == "Pentagon"
    raw = etree.parse(file).find("{http:///webanno/custom.ecore}StancebookMention")
    assert (raw.get("begin"), raw.get("end")) == ("7", "15")  # the helicopter has two units
    (claim,) = cas.select("webanno.custom.StancebookClaim")
    assert claim.holder.elements[0].target == mention


def test_cas_cannot_hold_a_control_character(tmp_path: Path) -> None:
    sets = sets_of_one()
    sets["ada"][0]["mentions"][0]["entity"] = "bell \x07"
    with pytest.raises(ExchangeError, match="doc-1 by ada: cannot be written as CAS"):
        there_and_back("cas", tmp_path, [record(PENTAGON)], sets)


BOMB = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE x SYSTEM "file:///etc/passwd">'


@pytest.mark.parametrize("doctype", [BOMB, OUTSIDE])
@pytest.mark.parametrize("name", ["ada.xmi", "TypeSystem.xml"])
def test_cas_with_a_document_type_is_refused(doctype: str, name: str, tmp_path: Path) -> None:
    file = cas_file(tmp_path)
    target = file if name == "ada.xmi" else tmp_path / "tool" / name
    head, rest = target.read_text("utf-8").split("?>", 1)
    target.write_text(f"{head}?>{doctype}{rest}", "utf-8")
    try:
        listed = problems_of("cas", tmp_path / "tool")
    except ExchangeError as error:
        listed = [str(error)]
    assert len(listed) == 1 and name in listed[0] and "DOCTYPE" in listed[0]


@pytest.mark.parametrize("evil", ["x=print('owned')", "x): pass\nprint('owned'", "a.b;c", "é"])
def test_cas_names_that_are_none_never_reach_cassis(
    evil: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    cas_file(tmp_path)
    types = tmp_path / "tool" / "TypeSystem.xml"
    text = types.read_text("utf-8")
    types.write_text(text.replace("<name>edtf</name>", f"<name>{escape(evil)}</name>"), "utf-8")
    with pytest.raises(ExchangeError, match="is no name of a type or feature"):
        problems_of("cas", tmp_path / "tool")
    assert "owned" not in capsys.readouterr().out
    rows = {
        "%TYPES": {"a.B": {"%NAME": "a.B", "%SUPER_TYPE": "uima.cas.TOP", evil: {}}},
        "%FEATURE_STRUCTURES": [],
    }
    (tmp_path / "x.json").write_text(json.dumps(rows), "utf-8")
    assert "is no name of a type or feature" in problems_of("cas", tmp_path / "x.json")[0]


def test_cas_lists_what_it_does_not_take(tmp_path: Path) -> None:
    file = cas_file(tmp_path)
    text = file.read_text("utf-8")
    file.write_text(text.replace('begin="7" end="15"', 'begin="1" end="15"'), "utf-8")
    listed = problems_of("cas", tmp_path / "tool" / "annotation" / "doc-1" / "ada.xmi")
    assert "1 is between the halves of a character" in listed[0] and len(listed) == 2
    file.write_text(text.replace("</xmi:XMI>", ""), "utf-8")
    assert "is no sound XML" in problems_of("cas", file)[0]
    file.write_text(text.replace('version="1"', 'version="2"'), "utf-8")
    assert "is of version 2" in problems_of("cas", file)[0]


def test_cas_of_a_project_with_layers_of_its_own(tmp_path: Path) -> None:
    from cassis import load_cas_from_xmi, load_typesystem

    file = cas_file(tmp_path)
    types = load_typesystem(tmp_path / "tool" / "TypeSystem.xml")
    made = types.create_type("webanno.custom.Frame", "uima.tcas.Annotation")
    types.create_feature(
        types.get_type("webanno.custom.StancebookMention"), "sure", "uima.cas.String"
    )
    cas = load_cas_from_xmi(file, types)
    cas.add(made(begin=0, end=1))
    folder = tmp_path / "project" / "annotation" / "doc-1.txt"
    folder.mkdir(parents=True)
    (tmp_path / "project" / "exportedproject.json").write_text("{}", "utf-8")
    for name in ("ada", "INITIAL_CAS"):
        with zipfile.ZipFile(folder / f"{name}.zip", "w") as archive:
            archive.writestr("webanno123export.xmi", cas.to_xmi())
            archive.writestr("TypeSystem.xml", types.to_xml())
    imported = FORMATS["cas"].reader()(tmp_path / "project", Source(None, CODEBOOK))
    assert [row["annotator"] for row in imported.records] == ["ada"]
    assert imported.records[0] == sets_of_one()["ada"][0]
    assert len(imported.problems) == 1 and "1 annotations of the layer webanno.custom.Frame" in str(
        imported.problems[0]
    )


# --- files that are none


@pytest.mark.parametrize("tool", TOOLS)
@pytest.mark.parametrize(
    "data", [b"", b"\x00\xff", b"[[[[", b"null", b'{"a": NaN}', b"[" * 100_000, b"PK\x03\x04rest"]
)
def test_what_is_no_file_of_the_tool_is_an_error_or_listed(
    tool: str, data: bytes, tmp_path: Path
) -> None:
    file = tmp_path / "tool.json"
    file.write_bytes(data)
    (tmp_path / "empty").mkdir()
    for path in (file, tmp_path / "empty", tmp_path / "none"):
        try:
            imported = FORMATS[tool].reader()(path, Source(None, CODEBOOK, "ada"))
        except ExchangeError as error:
            assert str(error).startswith(str(path))
        else:
            assert not imported.records


def test_an_archive_that_unpacks_to_too_much_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline.exchange.files.MAX_BYTES", 1000)
    with zipfile.ZipFile(tmp_path / "big.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("ada.jsonl", b"\n" * 100_000)
    with pytest.raises(ExchangeError, match="larger than 1000 bytes"):
        problems_of("doccano", tmp_path / "big.zip")


@pytest.mark.parametrize(
    "name", ["../../x", "a/b", ".hidden", "con:1", "é 字", "100%", "trail. ", "\x00"]
)
def test_names_of_files_are_safe_and_come_back(name: str) -> None:
    safe = file_name(name)
    assert Path(safe).name == safe and not safe.startswith(".") and name_of(safe) == name


def test_the_commands_take_a_dataset_to_a_tool_and_back(tmp_path: Path) -> None:
    out = tmp_path / "out"
    dataset(out, [record(PENTAGON), document(2)])
    (out / "failures.jsonl").touch()
    (out / "run.json").write_text('{"schema_version": "1"}', "utf-8")
    write_set(tmp_path / "ada.jsonl", sets_of_one()["ada"])
    run = CliRunner().invoke
    sent = run(
        main,
        [
            "export",
            str(out),
            "--to",
            "doccano",
            "-o",
            str(tmp_path / "sent"),
            "--set",
            str(tmp_path / "ada.jsonl"),
        ],
    )
    assert sent.exit_code == 0, sent.output
    back = ["import", str(tmp_path / "sent"), "--from", "doccano", "--dataset", str(out)]
    got = run(main, [*back, "-o", str(tmp_path / "sets")])
    assert got.exit_code == 0, got.output
    sentences = {"sentences": [{"start": 0, "end": len(PENTAGON)}]}  # the dataset's
    found = read_set(tmp_path / "sets" / "ada.jsonl").documents[sha256(PENTAGON)]
    assert found == sets_of_one()["ada"][0] | sentences
    assert len(read_set(tmp_path / "sets" / "stancebook.jsonl").documents) == 2
    edited(tmp_path, lambda row: row.update(text="Another text."), "sent/ada.jsonl")
    got = run(
        main,
        [
            *back,
            "-o",
            str(tmp_path / "one.jsonl"),
            "--annotator",
            "stancebook=bot",
            "--annotator",
            "bot",
        ],
    )
    assert got.exit_code == 3, got.output
    assert "ada.jsonl:1: the text of doc-1 is not the one in the dataset" in got.output
    assert read_set(tmp_path / "one.jsonl").annotator == "bot"


# --- broken on purpose

JUNK = st.sampled_from(
    [None, True, -1, 10**30, 1.5, "", "x", "ada", [], [[]], {}, {"a": []}, "\ud800", "1"]
)


def replaced(draw: st.DrawFn, tree: Any) -> Any:
    """The tree with one node of it, at any depth, replaced or left out."""
    if isinstance(tree, dict) and tree and draw(st.integers(0, 9)):
        key = draw(st.sampled_from(sorted(tree)))
        if not draw(st.integers(0, 5)):
            return {k: v for k, v in tree.items() if k != key}
        return tree | {key: replaced(draw, tree[key])}
    if isinstance(tree, list) and tree and draw(st.integers(0, 9)):
        at = draw(st.integers(0, len(tree) - 1))
        return [*tree[:at], replaced(draw, tree[at]), *tree[at + 1 :]]
    return draw(JUNK)


def trees() -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as name:
        found = {}
        for tool, file in (("label-studio", "tasks.json"), ("doccano", "ada.jsonl"), ("prodigy", ""),
                           ("cas-json", "annotation/doc-1/ada.json")):  # fmt: skip
            there_and_back(tool, Path(name) / tool, [record(PENTAGON)], sets_of_one())
            text = (Path(name) / tool / "tool" / file).read_text("utf-8")
            found[tool] = json.loads(text.splitlines()[-1] if tool == "prodigy" else text)
        return found


GOOD = trees()


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_a_tree_with_anything_in_it_is_read_or_refused(data: st.DataObject) -> None:
    tool = data.draw(st.sampled_from(sorted(GOOD)))
    tree = data.draw(st.composite(lambda draw: replaced(draw, replaced(draw, GOOD[tool])))())
    with tempfile.TemporaryDirectory() as name:
        file = Path(name) / "all.json"
        file.write_text(json.dumps(tree), "utf-8")
        try:
            imported = FORMATS[tool].reader()(file, Source(None, CODEBOOK, "ada"))
        except ExchangeError:
            return
    for row in imported.records:
        check_record(row, "here")


BRAT_LINES = st.lists(
    st.text(st.sampled_from("TAR#E*12 \tCLAIMSTANCE:;Arg0123456789-é\r"), max_size=30), max_size=6
)


@settings(max_examples=100, deadline=None)
@given(BRAT_LINES)
def test_brat_lines_with_anything_in_them_are_read_or_listed(lines: list[str]) -> None:
    with tempfile.TemporaryDirectory() as name:
        (Path(name) / "a.txt").write_text(PENTAGON, "utf-8")
        (Path(name) / "a.ann").write_text(
            "\n".join(["T1\tAGENCY 6 14\tPentagon", *lines]), "utf-8", newline=""
        )
        for row in FORMATS["brat"].reader()(Path(name), Source(None, CODEBOOK, "ada")).records:
            check_record(row, "here")
