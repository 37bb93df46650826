from __future__ import annotations

import gzip
import hashlib
import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args

import matplotlib
import numpy as np
import pytest
from click.testing import CliRunner
from conftest import ROOT, SHARED

from pipeline.cli import main
from pipeline.studies.charts import Chart, Kind, Mark, draw
from pipeline.studies.environment import environment
from pipeline.studies.inputs import find_inputs
from pipeline.studies.measures import (
    Predictions,
    accuracy,
    compare,
    lin_concordance,
    mean_f1,
    pearson,
)
from pipeline.studies.page import page
from pipeline.studies.study import StudyError, read_study
from pipeline.studies.table import Undefined
from pipeline.studies.verify import differences

STUDIES = sorted(path.parent for path in (ROOT / "studies").glob("*/STUDY.toml"))

STUDY = """
name = "small"
title = "A small study"
licence = "CC0-1.0"
citation = "Benitez (2020), Of small studies"
date = 2026-01-31
seed = 3
digits = 3

[inputs.codes]
path = "codes.csv.gz"
sha256 = "{codes}"

[inputs.positions]
path = "deep/positions.csv"
sha256 = "{positions}"

[[compute]]
id = "codes"
do = "agreement"
inputs = ["codes"]
unit = "unit"
annotator = "coder"
label = "code"
statistics = ["alpha_nominal", "alpha_interval", "agreement"]
resamples = 50
tables = true

[[compute]]
id = "positions"
do = "concordance"
input = "positions"
first = "expert"
second = "crowd"
resamples = 50

[[compute]]
id = "model"
do = "classification"
inputs = ["codes"]
text = "text"
label = "code"
group = "unit"
folds = 4
slices = ["coder"]
score = ["1", "2"]
compare = [["words", "majority"]]
curve = {{ model = "words", sizes = [8, 24], repeats = 2 }}
resamples = 50
[compute.models.majority]
kind = "majority"
[compute.models.words]
kind = "ngrams"
words = [1, 1]
C = [0.1, 1.0]

[[figure]]
id = "codes.agreement"
published = "0.75"
status = "published"

[[figure]]
id = "positions.lin"
published = "12"
scale = 100
note = "The published one is of other data."
"""


def codes() -> bytes:
    rows = ["unit,coder,code,text"]
    for unit in range(20):
        code = unit % 2 + 1
        for coder in ("x", "y"):
            shown = 3 - code if coder == "y" and unit % 4 == 1 else code
            word = "strike" if shown == 1 else "talks"
            rows.append(f"{unit},{coder},{shown},They want {word} in case {unit}")
    return gzip.compress("\n".join(rows).encode(), mtime=0)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    data = tmp_path / "data" / "deep"
    data.mkdir(parents=True)
    positions = b"expert,crowd\n1,1.1\n2,1.9\n3,3.3\n4,3.8\n"
    (data / "positions.csv").write_bytes(positions)
    (data.parent / "codes.csv.gz").write_bytes(codes())
    study = tmp_path / "study"
    study.mkdir()
    hashes = {
        "codes": hashlib.sha256(codes()).hexdigest(),
        "positions": hashlib.sha256(positions).hexdigest(),
    }
    (study / "STUDY.toml").write_text(STUDY.format(**hashes))
    return tmp_path


def stancebook(*arguments: object) -> Any:
    return CliRunner().invoke(main, ["study", *map(str, arguments)])


def recorded(folder: Path) -> Path:
    out = folder / "out"
    result = stancebook("run", folder / "study", "--data", folder / "data", "-o", out, "--record")
    assert result.exit_code == 0, result.output
    return out


def test_a_study_gives_figures_tables_a_page_and_the_same_bytes(folder: Path) -> None:
    out = recorded(folder)
    manifest = json.loads((out / "manifest.json").read_text())
    figures = {name: row["value"] for name, row in manifest["figures"].items()}
    assert figures["codes.agreement"] == 0.75
    assert figures["codes.units"] == 20
    assert figures["positions.lin"] == pytest.approx(0.985, abs=0.005)
    assert figures["model.words.score"] == 1
    assert figures["model.majority.score"] < 0.5
    assert figures["model.words-majority.difference"] > 0.5
    assert figures["model.curve.24"] == 1
    text = (out / "REPORT.md").read_text()
    assert "| codes.agreement | 0.75 | published | 0.75 |" in text
    assert "| positions.lin | 12 | published | 98 |" in text
    assert "The published one is of other data." in text
    before = {p.relative_to(out): p.read_bytes() for p in out.rglob("*") if p.is_file()}
    assert "They want" not in str(before.values())
    again = folder / "again"
    stancebook("run", folder / "study", "--data", folder / "data", "-o", again)
    after = {p.relative_to(again): p.read_bytes() for p in again.rglob("*") if p.is_file()}
    assert before == after


def test_verify_passes_from_another_working_directory(folder: Path) -> None:
    recorded(folder)
    elsewhere = folder / "elsewhere"
    elsewhere.mkdir()
    done = subprocess.run(
        [sys.executable, "-c", "from pipeline.cli import main; main()", "study", "verify",
         "../study/STUDY.toml", "--data", "../data"],
        cwd=elsewhere, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert "DIFFERS" not in done.stdout
    lines = done.stdout.splitlines()
    count = len(json.loads((folder / "study" / "manifest.json").read_text())["figures"])
    assert lines[-1] == f"small: {count} of {count} figures the same"


def verified(folder: Path, change: Callable[[dict[str, Any]], None]) -> dict[str, Any]:
    """What verify says of a recorded manifest that was changed."""
    recorded(folder)
    path = folder / "study" / "manifest.json"
    manifest = json.loads(path.read_text())
    change(manifest)
    path.write_text(json.dumps(manifest))
    result = stancebook("verify", folder / "study", "--data", folder / "data", "--json")
    said = json.loads(result.output)
    said["status"] = result.exit_code
    said["why"] = {row["figure"]: row["why"] for row in said["figures"] if not row["same"]}
    return said


def test_verify_says_of_each_figure_how_far_it_moved_and_why(folder: Path) -> None:
    def change(manifest: dict[str, Any]) -> None:
        figures = manifest["figures"]
        figures["codes.agreement"] |= {"value": 0.8, "low": 0.7, "high": 0.9}
        figures["positions.lin"] |= {"value": 0.5, "low": 0.4, "high": 0.6}
        figures["positions.pearson"]["low"] -= 0.1
        figures["model.words.score"]["value"] = 0.9
        environment = manifest["environment"]
        environment["packages"] |= {"numpy": "1.0", "scikit-learn": "1.0", "spacy": "1.0"}
        environment["models"]["stance.npz"] = "f" * 64
        environment["code"] |= {"report": "f" * 64, "studies": "f" * 64}
        manifest["inputs"]["positions"]["sha256"] = "0" * 64

    said = verified(folder, change)
    assert said["status"] == 1
    assert set(said["why"]) == {
        "codes.agreement", "positions.lin", "positions.pearson", "model.words.score"
    }  # fmt: skip
    rows = {row["figure"]: row for row in said["figures"]}
    assert rows["codes.agreement"]["recorded"] == "0.800 (0.700 to 0.900)"
    assert rows["codes.agreement"]["found"].startswith("0.750")
    codes, lin = said["why"]["codes.agreement"], said["why"]["positions.lin"]
    assert codes.startswith("moved by -0.050, inside the recorded interval; ")
    assert f"numpy is {np.__version__}, was 1.0" in codes
    assert "code in pipeline/studies was changed" in codes
    assert ", out of the recorded interval; the input positions is SHA-256 " in lin
    assert lin.count("was SHA-256 000000000000…") == 1
    assert said["why"]["positions.pearson"].startswith("the value is the same, its interval is not")
    # What a step does not depend on is no cause of its figures, only a change of the whole.
    for other in ("spacy", "scikit-learn", "stance.npz", "positions", "pipeline/report"):
        assert other not in codes
        assert other in str(said["changed"])
    assert "scikit-learn" in said["why"]["model.words.score"]


def test_verify_names_other_code_and_declarations(folder: Path) -> None:
    path = folder / "study" / "STUDY.toml"
    path.write_text(path.read_text().replace('kind = "majority"', 'kind = "stancebook"'))

    def change(manifest: dict[str, Any]) -> None:
        manifest["figures"]["model.words.score"]["value"] = 0.9
        manifest["figures"]["codes.agreement"]["value"] = 0.8
        manifest["figures"]["positions.pearson"]["value"] = 0.8
        manifest["environment"]["code"]["learn"] = "f" * 64
        manifest["declared"]["codes"] = "0" * 64

    why = verified(folder, change)["why"]
    assert "code in pipeline/learn was changed" in why["model.words.score"]
    assert "the step codes was changed in the study file" in why["codes.agreement"]
    assert "pipeline/learn" not in why["codes.agreement"]
    assert "nothing that is recorded differs" in why["positions.pearson"]


def test_the_programs_own_figures_depend_on_its_models() -> None:
    study = read_study(ROOT / "studies" / "own-annotations")
    agreement, program = study.steps
    was = run_manifest()
    now = json.loads(json.dumps(was))
    now["environment"]["models"]["stance.npz"] = "f" * 64
    now["environment"]["packages"]["spacy"] = "1.0"
    assert differences(was, now, agreement) == []
    why = differences(was, now, program)
    assert why[0].startswith("spacy is 1.0, was ")
    assert why[1].startswith("the model stance.npz is SHA-256 ffffffffffff…, was SHA-256 ")


def run_manifest() -> dict[str, Any]:
    """As much of a manifest as differences look at."""
    return {
        "study_sha256": "", "declared": {}, "seed": 0, "inputs": {}, "environment": environment()
    }  # fmt: skip


def test_plots_and_tables_are_recorded_and_compared(folder: Path) -> None:
    out = recorded(folder)
    manifest = json.loads((out / "manifest.json").read_text())
    names = {"small", "small.positions", "small.model.scores", "small.model.curve"}
    plots = {f"plots/{name}.{ending}" for name in names for ending in ("svg", "png")}
    assert plots == {name for name in manifest["files"] if name.startswith("plots/")}
    for name, sha256 in manifest["files"].items():
        assert hashlib.sha256((out / name).read_bytes()).hexdigest() == sha256
    shown = (out / "plots" / "small.svg").read_text()
    assert "codes.agreement" in shown
    assert "to compare with" in shown
    assert "<dc:date>" not in shown
    assert "](plots/small.svg)" in (out / "REPORT.md").read_text()
    said = verified(folder, lambda m: m["files"].update({"plots/small.png": "0" * 64}))
    assert (said["status"], said["files"]) == (0, ["plots/small.png"])


def test_plots_do_not_follow_the_users_settings() -> None:
    marks = (Mark(0.5, 0.4, 0.7, "a $label$", published=0.6), Mark(0.2, label="b"))
    for kind in get_args(Kind):
        chart = Chart(kind, tuple(replace(m, x=10.0**i) for i, m in enumerate(marks)), "x", "y")
        usual = dict(draw(chart))
        assert usual["svg"].startswith(b"<?xml")
        assert usual["png"].startswith(b"\x89PNG")
        with matplotlib.rc_context({"font.size": 30, "axes.facecolor": "red", "savefig.dpi": 20}):
            assert dict(draw(chart)) == usual


def test_data_is_found_by_hash_and_skipped_with_a_reason_where_absent(folder: Path) -> None:
    recorded(folder)
    (folder / "data" / "deep" / "positions.csv").rename(folder / "data" / "renamed.txt")
    arguments = ("verify", folder / "study", "--data", folder / "data")
    assert stancebook(*arguments).exit_code == 0
    (folder / "data" / "renamed.txt").write_text("expert,crowd\n1,2\n3,4\n")
    partly = stancebook(*arguments)
    assert partly.exit_code == 3
    assert "skipped  positions.lin" in partly.output
    assert "same     codes.agreement" in partly.output
    (folder / "data" / "deep" / "positions.csv").write_text("expert,crowd\n1,2\n3,4\n")
    other = stancebook(*arguments)
    assert other.exit_code == 3
    assert "another version than the study's" in other.output
    nothing = stancebook("run", folder / "study", "-o", folder / "none")
    assert nothing.exit_code == 3
    assert "codes.csv.gz is not in the data folder" in nothing.output
    assert not (folder / "none").exists()


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('name = "small"', 'nam = "small"', "unknown key 'nam'"),
        ('do = "agreement"', 'do = "magic"', "not 'magic'"),
        ('inputs = ["codes"]', 'inputs = ["cods"]', "no [inputs.cods]"),
        ('path = "deep/', 'path = "../deep/', "must stay under the data folder"),
        ("folds = 4", "fold = 4", "no option 'fold'"),
        ('published = "0.75"', "published = 0.75", "its digits are known"),
        ('id = "codes.agreement"', 'id = "codes.agreemnt"', "computed by no step"),
        ('kind = "majority"', 'kind = "oracle"', "needs a `kind`"),
        ('first = "expert"', 'first = "experts"', "positions.csv:2: has no column 'experts'"),
        ("seed = 3", "seed = [", "no sound TOML"),
        ("date = 2026-01-31", 'date = "2026"', "must be a day"),
        ('input = "positions"', 'input = "positions"\ncorpora = ["none"]', "no [inputs.none]"),
    ],
)
def test_a_bad_study_is_refused_with_its_place(
    folder: Path, old: str, new: str, message: str
) -> None:
    path = folder / "study" / "STUDY.toml"
    path.write_text(path.read_text().replace(old, new, 1))
    result = stancebook("run", path, "--data", folder / "data", "-o", folder / "out")
    assert result.exit_code == 2, result.output
    assert message in result.output
    assert ".toml" in result.output or ".csv" in result.output


def packed(folder: Path) -> Path:
    out = recorded(folder)
    result = stancebook("pack", out)
    assert result.exit_code == 0, result.output
    return out


def test_a_run_becomes_a_valid_frictionless_package(folder: Path) -> None:
    frictionless = pytest.importorskip("frictionless")
    out = packed(folder)
    first = (out / "datapackage.json").read_bytes()
    report = frictionless.validate(str(out / "datapackage.json"))
    assert report.valid, report.flatten(["note", "message"])
    assert report.stats["tasks"] >= 8
    assert stancebook("pack", out).exit_code == 0
    assert (out / "datapackage.json").read_bytes() == first
    figures = out / "figures.csv"
    figures.write_text(figures.read_text().replace("0.75", "0.76"))
    assert not frictionless.validate(str(out / "datapackage.json")).valid


def test_a_run_becomes_a_valid_ro_crate(folder: Path) -> None:
    rocrate = pytest.importorskip("rocrate.rocrate")
    vocabs = pytest.importorskip("rocrate.vocabs")
    out = packed(folder)
    crate = rocrate.ROCrate(str(out))
    assert crate.name == "A small study"
    assert crate.root_dataset["datePublished"] == "2026-01-31"
    assert crate.root_dataset["license"]["name"] == "CC0-1.0"
    files = {path.relative_to(out).as_posix(): path for path in out.rglob("*") if path.is_file()}
    named = {entity.id: entity for entity in crate.data_entities}
    assert {*named} == {*files} - {"datapackage.json", "ro-crate-metadata.json"}
    for name, entity in named.items():
        sha256 = hashlib.sha256(files[name].read_bytes()).hexdigest()
        assert entity["identifier"] == f"sha256:{sha256}"
    run = crate.get("#run")
    assert {one["name"] for one in run["object"]} == {
        "STUDY.toml",
        "codes.csv.gz",
        "deep/positions.csv",
    }
    assert run["instrument"]["name"] == "stancebook"
    # Every term is one of the format's, and every reference leads to an entity of the crate.
    graph = json.loads((out / "ro-crate-metadata.json").read_text())["@graph"]
    known = {entity["@id"] for entity in graph}
    for entity in graph:
        for key, value in entity.items():
            assert key.startswith("@") or vocabs.term_to_uri(key)
            for one in value if isinstance(value, list) else [value]:
                if isinstance(one, dict) and key != "conformsTo":
                    assert one["@id"] in known
        assert vocabs.term_to_uri(entity["@type"])


def test_a_packed_run_is_verified_as_it_is(folder: Path) -> None:
    out = packed(folder).rename(folder / "from-the-archive")
    assert stancebook("verify", out, "--data", folder / "data").exit_code == 0


def test_a_study_without_its_day_makes_no_crate(folder: Path) -> None:
    path = folder / "study" / "STUDY.toml"
    path.write_text(path.read_text().replace("date = 2026-01-31\n", ""))
    result = stancebook("pack", recorded(folder))
    assert result.exit_code == 2
    assert "needs `date = YYYY-MM-DD`" in result.output


SETS = """
name = "sets"
title = "Sets at any depth"
[inputs.notes]
root = "study"
path = "notes"
[[compute]]
id = "agreement"
do = "annotations"
input = "notes"
[[compute]]
id = "program"
do = "program"
input = "notes"
corpora = []
resamples = 50
"""
TEXT = (
    "Defense Minister Arlo Benitez ordered the raid in May 1994. The raid would unite every clan."
)


def test_sets_are_found_at_any_depth_with_the_texts_beside_their_gold(tmp_path: Path) -> None:
    place = tmp_path / "notes" / "round-1" / "en"
    place.mkdir(parents=True)
    (tmp_path / "STUDY.toml").write_text(SETS)
    (place / "raid.txt").write_text(TEXT)
    mentions = [
        {"start": TEXT.index(words), "end": TEXT.index(words) + len(words), "label": label}
        for words, label in (("Defense Minister Arlo Benitez", "OFFICIAL"), ("May 1994", "DATE"))
    ]
    record = {
        "schema_version": "1", "doc_id": "raid", "mentions": mentions, "claims": [],
        "text_sha256": hashlib.sha256(TEXT.encode()).hexdigest(),
        "sentences": [{"start": 0, "end": 59}, {"start": 60, "end": len(TEXT)}],
    }  # fmt: skip
    for name, kept in (("annotator-a", 2), ("annotator-b", 1), ("gold", 2)):
        line = json.dumps(record | {"annotator": name, "mentions": mentions[:kept]})
        (place / f"{name}.jsonl").write_text(line + "\n")
    result = stancebook("run", tmp_path, "-o", tmp_path / "out")
    assert result.exit_code == 0, result.output
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text())
    figures = {name: row["value"] for name, row in manifest["figures"].items()}
    assert figures["agreement.round-1_en.mention spans:OFFICIAL.u_alpha"] == 1
    assert figures["agreement.round-1_en.mention spans.f1"] == pytest.approx(2 / 3, abs=1e-3)
    assert figures["program.round-1_en.mention:OFFICIAL.f1"] == 1
    assert figures["program.round-1_en.mention:DATE.f1"] == 1
    claims = manifest["figures"]["program.round-1_en.claim.f1"]
    assert claims["value"] is None
    assert "the gold has no claims" in claims["why"]
    stance = manifest["figures"]["program.round-1_en.stance.macro_f1"]
    assert "no claim of the gold was found" in stance["why"]
    (place / "raid.txt").write_text(TEXT.replace("clan", "clans"))
    changed = stancebook("run", tmp_path, "-o", tmp_path / "out")
    assert changed.exit_code == 3
    assert "program.round-1_en: the text of raid, as annotated, is not there" in changed.output


def test_the_scores_by_hand() -> None:
    truth = ["F"] * 4 + ["A"] * 4 + ["N"] * 2
    given = ["F", "F", "A", "N", "A", "A", "A", "F", "F", "N"]
    one = Predictions.of(truth, given)
    # F: 2 right of 4 true and 4 given; A: 3 of 4 and 4. N's errors cost the others only.
    places = [one.labels.index(label) for label in ("F", "A")]
    assert one.score(mean_f1(places)) == pytest.approx((2 * 2 / 8 + 2 * 3 / 8) / 2)
    assert one.score(accuracy) == 0.6
    absent = Predictions.of(["A", "A"], ["A", "A"], labels=["F", "A"])
    assert absent.score(mean_f1([0, 1])) == 0.5  # a label that never occurs counts as 0


def test_concordance_by_hand() -> None:
    first, second = np.array([1.0, 2.0, 3.0]), np.array([2.0, 3.0, 4.0])
    assert pearson(first, second) == pytest.approx(1)
    assert lin_concordance(first, second) == pytest.approx(2 * (2 / 3) / (2 / 3 + 2 / 3 + 1))
    with pytest.raises(Undefined):
        lin_concordance(np.ones(3), np.ones(3))


def test_models_are_told_apart_only_where_they_differ() -> None:
    generator = np.random.default_rng(1)
    truth = ["a" if x else "b" for x in generator.integers(0, 2, 400)]
    flipped = ["b" if t == "a" else "a" for t in truth]
    draw = generator.random((3, 400))
    good, same, poor = (
        Predictions.of(truth, [t if keep else f for t, f, keep in zip(truth, flipped, row, strict=True)])
        for row in (draw[0] < 0.8, draw[1] < 0.8, draw[2] < 0.6)
    )  # fmt: skip
    clear = compare(good, poor, accuracy, resamples=500, seed=0)
    assert clear.p_bootstrap < 0.01
    assert clear.p_randomisation < 0.01
    assert clear.interval.low > 0
    equal = compare(good, same, accuracy, resamples=500, seed=0)
    assert equal.p_randomisation > 0.05
    itself = compare(good, good, accuracy, resamples=500, seed=0)
    assert (itself.difference, itself.p_randomisation) == (0, 1)


def test_groups_are_never_split(folder: Path) -> None:
    path = folder / "study" / "STUDY.toml"
    text = path.read_text().replace(
        "folds = 4", 'split = { column = "coder", train = "x", test = "y" }'
    )
    path.write_text(text)
    result = stancebook("run", path, "--data", folder / "data", "-o", folder / "out")
    assert result.exit_code == 2
    assert "is in the training and in the test part" in result.output


@pytest.mark.parametrize("study", STUDIES, ids=lambda path: path.name)
def test_shipped_studies_are_recorded_and_their_pages_are_their_records(study: Path) -> None:
    manifest = json.loads((study / "manifest.json").read_text(encoding="utf-8"))
    one = read_study(study)
    for figure in one.published:
        assert figure.id in manifest["figures"]
    pages = ROOT / "docs" / "studies"
    assert (pages / f"{study.name}.md").read_text(encoding="utf-8") == page(one, manifest)
    for name, sha256 in manifest["files"].items():
        if name.endswith(".svg"):
            assert hashlib.sha256((pages / name).read_bytes()).hexdigest() == sha256


def test_a_shipped_study_comes_out_as_recorded() -> None:
    study = ROOT / "studies" / "lewidi2023"
    _, missing = find_inputs(read_study(study), [SHARED / "data"])
    if missing:
        pytest.skip(next(iter(missing.values())))
    result = stancebook("verify", study, "--data", SHARED / "data")
    assert result.exit_code == 0, result.output


def test_a_study_that_is_not_there_is_a_usage_error(tmp_path: Path) -> None:
    with pytest.raises(StudyError, match="cannot be read"):
        read_study(tmp_path / "STUDY.toml")
    assert stancebook("verify", tmp_path / "STUDY.toml").exit_code == 2
