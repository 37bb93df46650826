from __future__ import annotations

import hashlib
import json
import shutil
import sys
from pathlib import Path

import jsonschema
import pytest
from click.testing import CliRunner
from conftest import CORPUS

from pipeline.batch import supervisor
from pipeline.batch.config import Config
from pipeline.batch.run import run
from pipeline.batch.supervisor import Supervisor
from pipeline.cli import COMMANDS, main
from pipeline.corpus import Item, Metadata
from pipeline.dataset.files import read_records
from pipeline.dataset.schema import NAMES, schema
from pipeline.errors import ConfigurationError
from pipeline.learn.files import DATA, FAST

CONFIG = Config(fast=True)


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    root = tmp_path / "corpus"
    root.mkdir()
    for name in (
        "op-ed-cartel-strikes-for.txt",
        "columna-marines-contra.txt",
        "op-ed-veteran-iran-against.txt",
    ):
        shutil.copy(CORPUS / name, root / name)
    (root / "bad.pdf").write_bytes(b"%PDF-1.4 cut")
    return root


def files(out: Path) -> tuple[bytes, bytes]:
    return (out / "documents.jsonl").read_bytes(), (out / "failures.jsonl").read_bytes()


def test_every_input_is_in_one_of_the_two_files(corpus: Path, tmp_path: Path) -> None:
    summary = run(corpus, tmp_path / "out", CONFIG)
    assert (summary.documents, summary.failures) == (3, 1)
    ids = [r["doc_id"] for r in read_records(tmp_path / "out")]
    assert ids == sorted(ids) and len(ids) == 3
    failures = list(read_records(tmp_path / "out" / "failures.jsonl"))
    assert [(f["path"], f["error"]) for f in failures] == [("bad.pdf", "truncated")]


@pytest.mark.parametrize(("languages", "detects"), [(("en", "es"), False), (("en", None), True)])
def test_a_worker_is_told_whether_languages_must_be_detected(
    languages: tuple[str | None, ...], detects: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    tell = "import json, sys; print(json.dumps({'configuration': sys.stdin.readline()}))"
    monkeypatch.setattr(supervisor, "COMMAND", (sys.executable, "-c", tell))
    items = [
        Item(str(i), f"{i}.txt", CORPUS, Metadata(language=of)) for i, of in enumerate(languages)
    ]
    with Supervisor(CONFIG) as one, pytest.raises(ConfigurationError) as told:
        list(one.code(items))
    assert json.loads(str(told.value))["detects"] is detects


def test_records_follow_the_schemas(corpus: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run(corpus, out, CONFIG)
    for record in read_records(out):
        jsonschema.validate(record, schema("documents"))
        for mention in record["mentions"]:
            assert record["text"][mention["start"] : mention["end"]] == mention["text"]
    for record in read_records(out / "failures.jsonl"):
        jsonschema.validate(record, schema("failures"))
    jsonschema.validate(json.loads((out / "run.json").read_text()), schema("run"))
    for name in NAMES:
        jsonschema.Draft202012Validator.check_schema(schema(name))


def test_a_run_writes_down_the_models_that_it_used(corpus: Path, tmp_path: Path) -> None:
    for path in corpus.iterdir():
        path.unlink()
    (corpus / "one.txt").write_text("The raid was a mistake, and it will be seen as one.")
    for config, folder in ((Config(), DATA), (CONFIG, FAST)):
        run(corpus, tmp_path / folder.name, config)
        record = json.loads((tmp_path / folder.name / "run.json").read_text())
        for name, path in (("stance", folder / "stance.npz"), ("es/claim", DATA / "es/claim.npz")):
            assert record["models"][name] == hashlib.sha256(path.read_bytes()).hexdigest()
        assert record["options"]["fast"] is config.fast


def test_workers_do_not_change_a_byte(corpus: Path, tmp_path: Path) -> None:
    run(corpus, tmp_path / "one", CONFIG)
    run(corpus, tmp_path / "two", CONFIG, workers=2)
    assert files(tmp_path / "one") == files(tmp_path / "two")


def test_unchanged_documents_are_taken_over(corpus: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run(corpus, out, CONFIG)
    before = files(out)
    again = run(corpus, out, CONFIG)
    assert (again.annotated, again.reused) == (0, 4)
    assert files(out) == before
    (corpus / "new.txt").write_text("A new text. It says that the raid was a mistake.")
    more = run(corpus, out, CONFIG)
    assert (more.annotated, more.reused, more.documents) == (1, 4, 4)
    changed = run(corpus, out, Config(published="2020-01-01"))
    assert changed.reused == 0
    assert run(corpus, out, Config(published="2020-01-01"), fresh=True).reused == 0


def test_without_text_no_sentence_is_kept(corpus: Path, tmp_path: Path) -> None:
    run(corpus, tmp_path / "out", Config(with_text=False))
    for record in read_records(tmp_path / "out"):
        jsonschema.validate(record, schema("documents"))
        assert "text" not in record
        assert all("text" not in claim for claim in record["claims"])


def invoke(*args: str | Path, input: str | None = None):  # type: ignore[no-untyped-def]
    return CliRunner().invoke(main, [str(a) for a in args], input=input)


def test_exit_statuses(corpus: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert invoke("run", tmp_path / "nowhere", "-o", out).exit_code == 2
    assert invoke("run", corpus, "-o", out, "--published", "May").exit_code == 2
    assert invoke("run", corpus, "-o", out, "--codebook", tmp_path / "none.toml").exit_code == 2
    assert invoke("run", corpus, "-o", out, "--spacy-model", "no_such_model").exit_code == 2
    result = invoke("run", corpus, "-o", out)
    assert result.exit_code == 3
    assert "failures.jsonl" in result.stderr
    assert invoke("run", corpus, "-o", out, "--strict").exit_code == 1
    (corpus / "bad.pdf").unlink()
    assert invoke("run", corpus, "-o", out).exit_code == 0


def test_an_empty_folder_is_explained(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    result = invoke("run", tmp_path / "empty", "-o", tmp_path / "out")
    assert result.exit_code == 2
    assert "holds no documents" in result.stderr


def test_train_evaluate_classify_by_command(tmp_path: Path) -> None:
    data = tmp_path / "d.csv"
    data.write_text("text,label\n" + "".join(
        f"Send the troops {i},favor\nNo more war {i},against\n" for i in range(20)))  # fmt: skip
    model = tmp_path / "m.npz"
    assert invoke("train", data, "-o", model).exit_code == 0
    measured = invoke("evaluate", model, data, "--json")
    assert json.loads(measured.stdout)["macro_f1"] == 1.0
    classified = invoke("classify", "-", "--model", model, input="No more war\nSend the troops\n")
    labels = [json.loads(line)["label"] for line in classified.stdout.splitlines()]
    assert labels == ["against", "favor"]


def test_the_codebook_can_be_copied_and_checked(tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    assert invoke("codebook", "init", mine).exit_code == 0
    assert invoke("codebook", "check", mine).exit_code == 0
    table = mine / "gazetteers" / "titles.csv"
    table.write_text(table.read_text() + ",,\n")
    result = invoke("codebook", "check", mine)
    assert result.exit_code == 2
    assert "titles.csv:" in result.stderr


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help(command: str) -> None:
    result = invoke(command, "--help")
    assert result.exit_code == 0
    assert len(result.stdout.split("Options:")[0].split()) > 8


def test_the_readme_prints_what_it_says(capsys: pytest.CaptureFixture[str]) -> None:
    readme = (CORPUS.parent / "README.md").read_text("utf-8")
    code = readme.split("```python\n")[1].split("```")[0]
    expected = readme.split("prints\n\n```\n")[1].split("```")[0]
    exec(compile(code, "README.md", "exec"), {})
    assert capsys.readouterr().out == expected


def test_agreement_by_command(tmp_path: Path) -> None:
    article = CORPUS.parent / "annotations" / "article"
    sets = [article / "annotator-a.jsonl", article / "annotator-b.jsonl"]
    result = invoke("agree", *sets, "--json")
    assert result.exit_code == 0, result.stderr
    rows = {row["layer"]: row for row in json.loads(result.stdout)["layers"]}
    assert rows["mention:OFFICIAL"]["alpha"] == 1.0
    assert 0.5 < rows["stance"]["alpha"] <= 1.0
    (tmp_path / "bad.jsonl").write_text("not json\n")
    wrong = invoke("agree", sets[0], tmp_path / "bad.jsonl")
    assert wrong.exit_code == 2
    assert "bad.jsonl:1" in wrong.stderr
