"""Annotation sets as training and test data, with their texts from a corpus or a dataset."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from samples import document, write_dataset

from pipeline.cli import main
from pipeline.corpus import Document, read_corpus
from pipeline.learn.classifier import TextClassifier
from pipeline.studies.examples import is_set, read_labelled
from pipeline.studies.sets import SetError, write_set
from pipeline.studies.texts import read_texts

SAID = {
    "favor": "Send the marines, they must strike now",
    "against": "The raids failed and would fail again",
    "neutral": "The committee met in the spring",
}


def documents() -> list[dict[str, Any]]:
    return [document(n, [f"{said} ({n})." for said in SAID.values()]) for n in range(12)]


def annotated(records: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What a coder says of each document: two claims, and a sentence that is none."""
    return [
        {
            "schema_version": "1",
            "text_sha256": record["text_sha256"],
            "doc_id": record["doc_id"],
            "annotator": "ada",
            "mentions": [],
            "sentences": [{"start": s["start"], "end": s["end"]} for s in record["sentences"]],
            "claims": [
                {
                    "start": sentence["start"],
                    "end": sentence["end"],
                    "type": "value",
                    "stance": stance,
                    "holder": {"kind": "author"},
                }
                for sentence, stance in zip(record["sentences"][:2], SAID, strict=False)
            ],
        }
        for record in records
    ]


@pytest.fixture
def out(tmp_path: Path) -> Path:
    records = documents()
    write_set(tmp_path / "ada.jsonl", annotated(records))
    return write_dataset(tmp_path / "out", records)


def test_claims_and_their_contexts_become_examples(out: Path, tmp_path: Path) -> None:
    ada = tmp_path / "ada.jsonl"
    examples = read_labelled([ada], "stance", read_texts(out))
    assert [(e.text, e.context, e.label, e.group) for e in examples[:2]] == [
        (f"{SAID['favor']} (0).", "", "favor", "doc-0000"),
        (f"{SAID['against']} (0).", f"{SAID['favor']} (0).", "against", "doc-0000"),
    ]
    assert len(examples) == 24
    claims = read_labelled([ada], "claim", read_texts(out))
    assert [e.label for e in claims[:3]] == ["claim", "claim", "other"] and len(claims) == 36
    assert {e.label for e in read_labelled([ada], "type", read_texts(out))} == {"value"}


def test_a_corpus_gives_the_same_texts_as_its_dataset(tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    text = "Talk of War\n\nThe raids failed. They would fail again.\n"
    (tmp_path / "corpus" / "one.txt").write_text(text, encoding="utf-8")
    (source,) = read_texts(tmp_path / "corpus")
    (read,) = read_corpus(tmp_path / "corpus")
    assert isinstance(read, Document) and source.sha256 == read.text_sha256
    at = source.text.index("They")
    assert source.example(at, at + 4).context == "The raids failed."
    second = source.example(at + 5, at + 15)
    assert (second.text, second.place) == ("would fail", 2)
    assert second.passage is not None and second.passage.sentences[2].startswith("They")
    assert source.example(0, 4).context == ""


def test_train_and_evaluate_read_sets(out: Path, tmp_path: Path) -> None:
    ada, model = str(tmp_path / "ada.jsonl"), str(tmp_path / "m.npz")
    table = tmp_path / "more.csv"
    table.write_text("text,label\n" + f"{SAID['neutral']},neutral\n" * 12, encoding="utf-8")
    runner = CliRunner()
    words = ["--features", "words", "--json"]
    trained = runner.invoke(
        main, ["train", ada, str(table), "--corpus", str(out), "-o", model, *words]
    )
    assert trained.exit_code == 0, trained.output
    assert json.loads(trained.output)["labels"] == {"against": 12, "favor": 12, "neutral": 12}
    measured = runner.invoke(main, ["evaluate", model, ada, "--corpus", str(out), "--json"])
    assert json.loads(measured.output)["examples"] == 24
    assert json.loads(measured.output)["accuracy"] == 1
    # Which of them is named first does not matter.
    other = str(tmp_path / "other.npz")
    runner.invoke(main, ["train", str(table), ada, "--corpus", str(out), "-o", other, *words])
    models = [TextClassifier.load(Path(path)) for path in (model, other)]
    for one in models:
        del one.card["data_sha256"]  # of the files in the order in which they were given
    assert models[0].to_bytes() == models[1].to_bytes()


def test_a_set_without_its_texts_is_refused(out: Path, tmp_path: Path) -> None:
    ada = tmp_path / "ada.jsonl"
    result = CliRunner().invoke(main, ["train", str(ada), "-o", str(tmp_path / "m.npz")])
    assert result.exit_code == 2 and "with --corpus" in result.output
    other = write_dataset(tmp_path / "other", documents()[1:])
    with pytest.raises(SetError, match=r"ada\.jsonl:1: no document has the text .* of doc-0000"):
        read_labelled([ada], "stance", read_texts(other))
    # A folder of sets, or a set with its texts put back, is not taken for a table.
    result = CliRunner().invoke(main, ["train", str(tmp_path), "-o", str(tmp_path / "m.npz")])
    assert result.exit_code == 2 and "annotation set" in result.output


def test_what_is_a_set(tmp_path: Path) -> None:
    for name, written in (("empty.jsonl", ""), ("rows.jsonl", '{"text": "a", "label": "b"}\n')):
        (tmp_path / name).write_text(written)
        assert not is_set(tmp_path / name)
    assert not is_set(tmp_path) and not is_set(tmp_path / "none.jsonl")
