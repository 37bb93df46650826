from __future__ import annotations

import json
import runpy
import subprocess
import sys
from collections import defaultdict
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from conftest import ROOT
from sklearn.feature_extraction.text import CountVectorizer

from pipeline.learn.classifier import ModelFileError, TextClassifier
from pipeline.learn.classify import classify_lines
from pipeline.learn.encoder import (
    DOCUMENT_SCORES,
    EncoderError,
    StanceEncoder,
    read,
)
from pipeline.learn.examples import DataError, Example, data_sha256, read_examples
from pipeline.learn.features import FEATURE_SETS
from pipeline.learn.files import NETWORKS, Network, encoder_sha256
from pipeline.learn.fitting import fit, fit_grams, tfidf
from pipeline.learn.grams import Kind, ngrams
from pipeline.learn.shipped import DATA, SHIPPED
from pipeline.learn.training import evaluate, train
from pipeline.learn.windows import WINDOW, windows

TRAINING = ROOT / "annotations" / "training"


def test_training_again_gives_the_shipped_model() -> None:
    """The smallest of them: training all again takes minutes (`benchmarks/retrain.py`)."""
    shipped = TextClassifier.load(DATA / "es" / "claim.npz")
    folders = [TRAINING / folder for folder in SHIPPED["es/claim"].texts]
    again = train(folders, "claim", SHIPPED["es/claim"].features)
    assert again.card == shipped.card
    examples = read_examples(folders, "claim")[::7]
    np.testing.assert_allclose(
        again.probabilities(examples), shipped.probabilities(examples), atol=5e-3
    )


@pytest.mark.parametrize("name", SHIPPED)
def test_shipped_models_were_trained_on_these_files(name: str) -> None:
    card, recipe = TextClassifier.load(DATA / f"{name}.npz").card, SHIPPED[name]
    assert card["data_sha256"] == data_sha256(TRAINING / f for f in recipe.texts)
    assert card["features"] == recipe.features
    network = FEATURE_SETS[recipe.features].reads
    assert card.get("encoder") == (encoder_sha256(network) if network else None)


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
    examples = read_examples([TRAINING / "head"])[-120:]
    model = fit(examples, FEATURE_SETS[features])
    assert None not in (model.features.settings.c, model.features.settings.pair)
    model.save(tmp_path / "m.npz")
    loaded = TextClassifier.load(tmp_path / "m.npz")
    np.testing.assert_allclose(
        loaded.probabilities(examples[:30]), model.probabilities(examples[:30]), atol=1e-4
    )


@pytest.mark.parametrize(("kind", "lengths"), [("word", (1, 2)), ("char_wb", (2, 5))])
def test_ngrams_weigh_as_scikit_learns(kind: Kind, lengths: tuple[int, int]) -> None:
    known = [
        "We mustn't act; they do.",
        "Act now? A b c d",
        "Él no quiere, ¿y tú?",
        "we wait, we wait",
    ]
    asked = [*known, "", "Nothing of this", "ACT  ACT\nact now", "İstanbul ﬁ \ud83d\ude80 ’tis"]
    grams = fit_grams(known, kind, lengths)
    theirs = tfidf(kind, lengths).fit(known)
    np.testing.assert_allclose(
        grams.matrix(asked).toarray(), theirs.transform(asked).toarray(), atol=1e-12
    )


@pytest.mark.parametrize("text", ["We mustn't; act now!  'tis ", "a bc\u00a0def\tghij", "İ x", ""])
def test_ngrams_are_scikit_learns_own(text: str) -> None:
    def theirs(**settings: object) -> list[str]:
        return list(CountVectorizer(**settings).build_analyzer()(text))

    pattern = r"(?u)\b\w[\w’'-]*\b|[?!]"
    assert sorted(ngrams(text, "word", 1, 2)) == sorted(
        theirs(ngram_range=(1, 2), token_pattern=pattern)
    )
    assert sorted(ngrams(text, "char_wb", 2, 5)) == sorted(
        theirs(ngram_range=(2, 5), analyzer="char_wb")
    )


def modules_after(code: str) -> set[str]:
    code += "\nimport sys\nprint(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_an_annotator_loads_nothing_that_it_does_not_need() -> None:
    loaded = modules_after("""
from pipeline import load_annotator, read_text
from pipeline.corpus import Metadata
annotator = load_annotator(fast=True)
annotator.warm_up()
annotator.annotate(read_text("A heading\\n\\nTroops left.", metadata=Metadata(language="en")))
""")
    assert {"spacy", "scipy.sparse"} <= loaded
    assert not loaded & {"sklearn", "pandas", "matplotlib", "pyarrow", "onnxruntime", "tokenizers"}
    assert not loaded & {"py3langid", "trafilatura", "jsonlines"}
    assert "pipeline.annotate.spanish.mentions" not in loaded


def test_the_main_process_of_a_run_loads_no_library_of_its_workers() -> None:
    loaded = modules_after("import pipeline.commands.run")
    assert not loaded & {"numpy", "spacy", "onnxruntime", "charset_normalizer", "jsonlines"}


def test_a_trained_models_card_has_held_out_bins() -> None:
    bins = train([TRAINING / "head"], "type", "fast").card["calibration"]
    assert sum(b["count"] for b in bins) > 2_000
    assert all(0 <= b["accuracy"] <= 1 for b in bins)


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


def test_average_precision_is_the_mean_over_the_ranks_of_the_right() -> None:
    model = TextClassifier.load(DATA / "stance.npz")
    examples = read_examples([TRAINING / "head"], "stance")[:40]
    favor = model.probabilities(examples)[:, model.labels.index("favor")]
    ranked = [examples[i].label == "favor" for i in np.argsort(-favor)]
    at_ranks = [sum(ranked[: i + 1]) / (i + 1) for i, right in enumerate(ranked) if right]
    found = evaluate(model, examples)["labels"]["favor"]["average_precision"]
    assert found == pytest.approx(np.mean(at_ranks), abs=1e-4)


def test_the_penalty_is_chosen_on_held_out_groups() -> None:
    examples = read_examples([TRAINING / "head"], "claim")[::8]
    settings = replace(FEATURE_SETS["fast"], c=None)
    model = fit(examples, settings)
    c = model.features.settings.c
    assert c is not None
    fixed = fit(examples, replace(settings, c=c))
    np.testing.assert_array_equal(model.scores(examples[:20]), fixed.scores(examples[:20]))
    assert model.temperature == pytest.approx(fixed.temperature, abs=0.01)
    # Noise is worth no trust: the strongest penalty.
    rng = np.random.default_rng(0)
    noise = [
        replace(e, label=str(rng.choice(["favor", "against"])), group=str(i % 50))
        for i, e in enumerate(examples)
    ]
    assert fit(noise, settings).features.settings.c == 0.1


def test_essays_are_read_as_sentences_that_hold_a_claim_or_not(tmp_path: Path) -> None:
    tokens = [("It", "B-Claim:For"), ("is", "I-Claim:For"), ("well", "I-Claim:For"),
              ("-", "I-Claim:For"), ("known", "I-Claim:For"), (".", "O"),
              ("Is", "B-Premise:1:Support"), ("it", "I-Premise:1:Support"), ("?", "O")]  # fmt: skip
    essay = "".join(f"{i}\t{t}\t_\t_\t{tag}\n" for i, (t, tag) in enumerate(tokens, 1))
    (tmp_path / "essays").mkdir()
    for name in ("train", "dev", "test"):
        (tmp_path / f"essays/{name}.dat").write_text(f"{essay}\n{essay}\n")
    rows = list(runpy.run_path(str(ROOT / "benchmarks/yardsticks.py"))["essays"](tmp_path, "train"))
    assert [(row["text"], row["label"]) for row in rows[:2]] == [
        ("It is well-known.", "claim"), ("Is it?", "other"),
    ]  # fmt: skip
    assert len({row["group"] for row in rows}) == 4


@pytest.mark.parametrize(
    ("learnt", "models"), [(("encoder", "later"), "head"), (("es-encoder",), "es")]
)
def test_what_an_encoder_learnt_from_is_apart_from_what_the_models_learn_from(
    learnt: tuple[str, ...], models: str
) -> None:
    parts = [
        {example.group for example in read_examples([TRAINING / name for name in names])}
        for names in (learnt, (models,))
    ]
    assert len(parts[0]) > 40 and len(parts[1]) > 30
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
        StanceEncoder(other, tmp_path / "tokenizer.json", "0" * 64)


def test_training_rows_are_sound() -> None:
    seen: set[str] = set()
    for path in sorted(TRAINING.rglob("*.jsonl")):
        if path.parent.name == "double":
            continue  # annotation sets
        rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
        whole: dict[str, str] = defaultdict(str)
        for row in rows:
            whole[row.get("passage") or row["id"]] += row["text"].lower() + "\n"
        for row in rows:
            # Headings, formulas and short turns of running texts recur; what is argued does not.
            short = len(row["text"].split()) < 12
            assert short or not row["claim"] or row["text"] not in seen, row["id"]
            seen.add(row["text"])
            assert row["stance"] in ("favor", "against", "neutral")
            assert row["claim"] == (row["type"] is not None)
            # A Spanish verb's holder need not stand beside it in words.
            if row["holder_text"] and path.parent.name != "es":
                assert row["holder_text"].lower() in whole[row.get("passage") or row["id"]], row[
                    "id"
                ]


def test_a_long_text_is_read_in_windows_that_score_each_sentence_once() -> None:
    sentences = [[7] * length for length in (30, 5, 400, 60, 60, 60, 3, 90, 90, 20)]
    scored: list[int] = []
    for window in windows([5] * 100, sentences, 0, 2):
        assert len(window.ids) <= WINDOW
        assert window.ids[0] == 0 and window.ids[-1] == 2
        assert window.scored - window.first in range(len(window.bounds))
        scored.extend(range(window.scored, window.first + len(window.bounds)))
        for start, end in window.bounds:
            assert set(window.ids[start:end]) == {7}
    assert scored == list(range(len(sentences)))
    assert not list(windows([], [], 0, 2))


def test_a_sentence_is_read_in_its_text() -> None:
    """The same words score otherwise in another text, and the text's author has a side."""
    turn = "That is what the last ten years have taught us."
    plea = read("Send the jets now", (
        "Only air power will stop the militia's advance on the city.", turn,
        "The strikes must begin tonight, and they will work.",
    ))  # fmt: skip
    protest = read("Keep the jets at home", (
        "Bombing the valley would only bring the militia more recruits.", turn,
        "The strikes must not begin, for they will fail.",
    ))  # fmt: skip
    against, favor = DOCUMENT_SCORES.index("against"), DOCUMENT_SCORES.index("favor")
    assert plea.document[favor] > plea.document[against]
    assert protest.document[against] > protest.document[favor]
    lean = [r.sentences[1, favor] - r.sentences[1, against] for r in (plea, protest)]
    assert lean[0] > lean[1]


@pytest.mark.parametrize("network", NETWORKS)
def test_encoder_scores_are_those_of_the_exact_weights(network: Network) -> None:
    """Reference: the scores of the same network before its weights were rounded to 7 bits.
    8-bit weights would be far off on processors without VNNI."""
    reference = json.loads((ROOT / f"tests/data/{network}-scores.json").read_text("utf-8"))
    found, exact = [], []
    for title, sentences, scores in reference:
        found.append(read(title, tuple(sentences), network).sentences[:, :3])
        exact.append(np.array(scores)[:, :3])
    a, b = np.vstack(found), np.vstack(exact)
    assert np.corrcoef(a.ravel(), b.ravel())[0, 1] > 0.98
    assert (a.argmax(1) == b.argmax(1)).mean() > 0.95


def test_rows_of_one_passage_are_read_as_one_text(tmp_path: Path) -> None:
    table = tmp_path / "t.jsonl"
    rows = [
        {"text": "Title", "type": None, "stance": "neutral", "passage": "p", "title": "Title"},
        {"text": "It failed.", "type": "value", "stance": "against", "passage": "p"},
        {"text": "Alone.", "type": "fact", "stance": "neutral"},
    ]
    table.write_text("".join(json.dumps(row) + "\n" for row in rows))
    inside, alone = read_examples([table], "type")
    assert inside.passage is not None and inside.place == 1
    assert inside.passage.sentences == ("Title", "It failed.") and inside.passage.title == "Title"
    assert inside.context == "Title" and alone.passage is None
