from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from pipeline.cli import main

HASH = "a" * 64
SENTENCES = [(0, 40), (41, 80), (81, 120), (121, 160)]


def record(name: str, stances: list[str], **more: Any) -> dict[str, Any]:
    return {
        "schema_version": "1",
        "text_sha256": HASH,
        "doc_id": "a",
        "annotator": name,
        "sentences": [{"start": s, "end": e, "kind": "sentence"} for s, e in SENTENCES],
        "mentions": [{"start": 0, "end": 5, "label": "AGENCY"}, {"start": 90, "end": 99, "label": "DATE"}],
        "claims": [
            {"start": s, "end": e, "stance": stance, "type": "fact", "holder": {"kind": "author"}}
            for (s, e), stance in zip(SENTENCES, stances, strict=False)
        ],
        "stance": "against",
    } | more  # fmt: skip


def written(folder: Path, *records: dict[str, Any]) -> list[str]:
    paths = []
    for number, one in enumerate(records):
        path = folder / f"{number}.jsonl"
        path.write_text(json.dumps(one) + "\n", encoding="utf-8")
        paths.append(str(path))
    return paths


def run(*arguments: str) -> Any:
    return CliRunner().invoke(main, ["agree", *arguments])


def test_sets_are_compared_by_layer_label_and_pair(tmp_path: Path) -> None:
    a = record("a", ["favor", "against", "neutral", "favor"])
    b = record("b", ["favor", "against", "neutral", "against"])
    b["mentions"][1]["start"] = 92
    result = run(*written(tmp_path, a, b), "--json", "-o", str(tmp_path / "out"))
    assert result.exit_code == 0, result.output
    report = json.loads(result.output)
    layers = {row["layer"]: row for row in report["layers"]}
    assert layers["stance"]["agreement"] == 0.75
    assert layers["stance"]["alpha"] == pytest.approx(1 - 0.25 * 8 * 7 / (64 - 9 - 9 - 4), abs=1e-4)
    assert layers["stance:neutral"]["alpha"] == 1
    assert layers["stance (ordinal)"]["metric"] == "ordinal"
    assert layers["mention spans:AGENCY"]["alpha"] == 1
    assert 0 < layers["mention spans:DATE"]["alpha"] < 1
    assert layers["mention spans:AGENCY"]["u_alpha"] == 1
    assert 0 < layers["mention spans"]["u_alpha"] < 1
    assert "one label only" in layers["document"]["why"]
    assert layers["document"]["alpha"] is None
    pairs = {(row["layer"]): row for row in report["pairs"]}
    assert pairs["mention spans"]["span_f1"] == 0.5
    assert pairs["mention spans"]["overlap_f1"] == 1
    with (tmp_path / "out" / "confusion.csv").open() as lines:
        cells = [r for r in csv.DictReader(lines) if r["layer"] == "stance"]
    assert {(c["first_label"], c["second_label"], c["count"]) for c in cells} == {
        ("favor", "favor", "1"), ("against", "against", "1"), ("neutral", "neutral", "1"), ("favor", "against", "1")
    }  # fmt: skip
    listed = [r for r in report["disagreements"] if r["layer"] == "stance"]
    assert listed[0]["labels"] == {"a": "favor", "b": "against"}
    assert "NaN" not in result.output


def test_a_table_of_labels_is_compared_in_the_metric_asked_for(tmp_path: Path) -> None:
    table = tmp_path / "codes.csv"
    rows = ["unit,annotator,label"]
    rows += [f"{u},x,{v}" for u, v in enumerate(["low", "high", "low", "middle"])]
    rows += [f"{u},y,{v}" for u, v in enumerate(["low", "high", "middle", "middle"])]
    table.write_text("\n".join(rows) + "\n")
    nominal = json.loads(run(str(table), "--json").output)["layers"][0]
    order = ("--metric", "ordinal", "--order", "low,middle,high")
    ordinal = json.loads(run(str(table), "--json", *order).output)["layers"][0]
    assert ordinal["alpha"] > nominal["alpha"]
    wrong = run(str(table), "--metric", "interval")
    assert wrong.exit_code == 2
    assert f"{table}: the interval metric needs numbers" in wrong.output


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"mentions": [{"start": 0, "end": 5, "label": "DATE"}] * 2}, "0 to 5 twice"),
        ({"mentions": [{"start": 0, "end": 5, "label": "DATE"}, {"start": 3, "end": 9, "label": "DATE"}]}, "overlaps"),
        ({"mentions": [{"start": 5, "end": 5, "label": "DATE"}]}, "start < end"),
        ({"mentions": [{"start": -1, "end": 5, "label": "DATE"}]}, "0 <= start"),
        ({"claims": [{"start": 0, "end": 9, "stance": "pro"}]}, "favor, against, neutral"),
        ({"text_sha256": "abc"}, "64 lower-case"),
        ({"annotator": ""}, "annotator"),
        ({"annotator": "ada@example.org"}, "no personal data"),
        ({"codebook": {"name": "other"}}, "one codebook"),
    ],
)  # fmt: skip
def test_bad_sets_are_refused_with_file_and_line(
    tmp_path: Path, change: dict[str, Any], message: str
) -> None:
    good = record("a", ["favor"], codebook={"name": "military-intervention"})
    paths = written(tmp_path, good, record("b", ["favor"]) | change)
    result = run(*paths)
    assert result.exit_code == 2
    assert f"{paths[1]}:1" in result.output
    assert message in result.output


def test_an_annotator_without_items_is_refused(tmp_path: Path) -> None:
    paths = written(tmp_path, record("a", ["favor"]))
    empty = tmp_path / "empty.jsonl"
    empty.write_text("\n")
    result = run(*paths, str(empty))
    assert result.exit_code == 2
    assert f"{empty}: has no documents, so its annotator has no items" in result.output
