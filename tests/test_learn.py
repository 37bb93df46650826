from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from conftest import ROOT

from pipeline.learn.classifier import ModelFileError, TextClassifier
from pipeline.learn.classify import classify_lines
from pipeline.learn.encoder import Encoder, EncoderError
from pipeline.learn.examples import TASKS, DataError, Example, read_examples
from pipeline.learn.features import FEATURE_SETS
from pipeline.learn.shipped import DATA, SHIPPED
from pipeline.learn.training import evaluate, train

TRAINING = ROOT / "annotations" / "training"


@pytest.mark.parametrize("task", TASKS)
def test_training_again_gives_the_shipped_model(task: str) -> None:
    shipped = TextClassifier.load(DATA / f"{task}.npz")
    folders = [TRAINING / name for name in SHIPPED[task].folders]  # type: ignore[index]
    again = train(folders, task, SHIPPED[task].features)  # type: ignore[arg-type, index]
    assert again.card == shipped.card
    examples = read_examples(folders[-1:], task)[::7]  # type: ignore[arg-type]
    np.testing.assert_allclose(
        again.probabilities(examples), shipped.probabilities(examples), atol=5e-3
    )


def test_the_same_data_gives_the_same_bytes(tmp_path: Path) -> None:
    table = tmp_path / "t.csv"
    rows = [("Send in the troops now.", "favor"), ("Keep the troops at home.", "against")] * 20
    table.write_text(
        "text,label\n" + "".join(f"{text} {i},{label}\n" for i, (text, label) in enumerate(rows))
    )
    assert train([table]).to_bytes() == train([table]).to_bytes()


def test_another_target_trains_and_classifies(tmp_path: Path) -> None:
    table = tmp_path / "sanctions.csv"
    favor = ["Sanctions work.", "The embargo must be kept.", "Penalties bite the regime's bankers."]
    against = [
        "Sanctions starve the poor.",
        "The embargo must be lifted.",
        "Penalties feed smugglers.",
    ]
    neutral = ["The list has forty names.", "The council met twice.", "The ports are on the coast."]
    lines = [f"{text} {i},{label}" for i in range(15) for label, texts in
             (("favor", favor), ("against", against), ("neutral", neutral)) for text in texts]  # fmt: skip
    table.write_text("text,label\n" + "\n".join(lines) + "\n")
    model = train([table])
    assert model.predict([Example("The embargo must be lifted.")]) == ["against"]
    assert model.predict([Example("The council met twice.")]) == ["neutral"]


def test_a_saved_model_is_the_same_model(tmp_path: Path) -> None:
    model = TextClassifier.load(DATA / "stance.npz")
    model.save(tmp_path / "m.npz")
    examples = [Example("We must act.", "They wait."), Example("")]
    np.testing.assert_array_equal(
        TextClassifier.load(tmp_path / "m.npz").probabilities(examples),
        model.probabilities(examples),
    )


@pytest.mark.parametrize("features", FEATURE_SETS)
def test_a_trained_model_is_the_same_when_loaded(features: str, tmp_path: Path) -> None:
    examples = read_examples([TRAINING / "head"])[:120]
    model = TextClassifier.fit(examples, FEATURE_SETS[features])
    model.save(tmp_path / "m.npz")
    loaded = TextClassifier.load(tmp_path / "m.npz")
    np.testing.assert_allclose(
        loaded.probabilities(examples[:30]), model.probabilities(examples[:30]), atol=1e-4
    )


def test_a_pickle_is_refused(tmp_path: Path) -> None:
    import pickle

    path = tmp_path / "m.npz"
    path.write_bytes(pickle.dumps({"coef": 1}))
    with pytest.raises(ModelFileError, match=r"m\.npz"):
        TextClassifier.load(path)


def test_classify_gives_one_line_for_each() -> None:
    model = TextClassifier.load(DATA / "stance.npz")
    lines = ["Plain text.", "", '{"text": "It would fail.", "context": "Should we invade?"}']
    out = [json.loads(line) for line in classify_lines(lines, model, explain=True)]
    assert [row["text"] for row in out] == ["Plain text.", "", "It would fail."]
    for row in out:
        assert row["label"] == max(row["probabilities"], key=row["probabilities"].get)
        assert abs(sum(row["probabilities"].values()) - 1) < 0.001
    assert out[2]["because"]


def test_a_bad_line_is_named() -> None:
    model = TextClassifier.load(DATA / "stance.npz")
    with pytest.raises(DataError, match="line 2"):
        list(classify_lines(["fine", '{"no": "text"}'], model))


def test_evaluation_counts_right() -> None:
    model = TextClassifier.load(DATA / "stance.npz")
    examples = read_examples([TRAINING / "head"], "stance")[:40]
    measures = evaluate(model, examples)
    predicted = model.predict(examples)
    right = sum(p == e.label for p, e in zip(predicted, examples, strict=True))
    assert measures["accuracy"] == round(right / 40, 4)
    assert sum(row["count"] for row in measures["labels"].values()) == 40


def test_what_the_encoder_learnt_from_is_apart_from_what_the_models_learn_from() -> None:
    parts = [
        {example.group for example in read_examples([TRAINING / name])}
        for name in ("encoder", "head")
    ]
    assert len(parts[0]) > 100 and len(parts[1]) > 30
    assert not parts[0] & parts[1]


@pytest.mark.parametrize("features", FEATURE_SETS)
def test_neighbours_do_not_change_a_figure(features: str, tmp_path: Path) -> None:
    table = tmp_path / "t.jsonl"
    rows = read_examples([TRAINING / "head"])[:90]
    table.write_text(
        "".join(
            json.dumps(
                {"text": e.text, "context": e.context, "label": e.label, "group": str(i % 9)}
            )
            + "\n"
            for i, e in enumerate(rows)
        )
    )
    model = train([table], features=features)
    together = model.probabilities(rows[:20])
    alone = np.vstack([model.probabilities([row]) for row in rows[:20]])
    np.testing.assert_array_equal(together, alone)


def test_other_weights_are_refused(tmp_path: Path) -> None:
    other = tmp_path / "model.onnx"
    other.write_bytes(b"other")
    with pytest.raises(EncoderError, match=r"model\.onnx is not the file"):
        Encoder(other, tmp_path / "tokenizer.json", "0" * 64, 10)


def test_training_rows_are_sound() -> None:
    seen: set[str] = set()
    for path in sorted(TRAINING.rglob("*.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            row = json.loads(line)
            assert row["text"] not in seen, row["id"]
            seen.add(row["text"])
            assert row["stance"] in ("favor", "against", "neutral")
            assert row["claim"] == (row["type"] is not None)
            if row["holder_text"]:
                assert row["holder_text"].lower() in row["text"].lower(), row["id"]
