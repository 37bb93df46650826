"""What a text is about: texts that do not speak of force, and targets beside each other."""

from __future__ import annotations

import json

import numpy as np
import pytest
from conftest import ROOT

from pipeline import read_text
from pipeline.annotate.annotator import Annotator
from pipeline.annotate.weights import find_model
from pipeline.codebook import load_codebook
from pipeline.corpus import Metadata
from pipeline.learn import encoder
from pipeline.learn.examples import Example, Passage, read_examples
from pipeline.learn.features import FEATURE_SETS, Features
from pipeline.learn.fitting import fit_features
from pipeline.learn.plain import plain
from pipeline.learn.shipped import SentenceModels
from pipeline.learn.subject import about_force

LIBRARIES = Passage("Keep the reading rooms open", (
    "Keep the reading rooms open",
    "The council wants to close nine of our twenty branch libraries, and it is wrong.",
    "Whoever has seen a child without a desk at home do her sums there knows what they are worth.",
    "Closing them would save less than the new car park has cost.",
    "The mayor must withdraw the plan before the vote on Monday.",
))  # fmt: skip
VALLEY = Passage("Leave the valley alone", (
    "Leave the valley alone",
    "The cabinet wants to send two battalions into the valley, and it is wrong.",
    "Air strikes would only bring the militia more recruits.",
    "The minister must withdraw the plan before the vote on Monday.",
))  # fmt: skip


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("#StopTheBombs now", "Stop The Bombs now"),
        ("##no_fly_zone #NATO2030", "no fly zone NATO 2030"),
        ("#USAidNow", "US Aid Now"),
        ("Article #5 isn’t enough", "Article 5 isn't enough"),
        ("C# and a # alone", "C# and a # alone"),
    ],
)
def test_the_words_of_hashtags_are_apart(written: str, read: str) -> None:
    assert plain(written) == read


def test_a_text_is_about_force_where_its_sentences_speak_of_it() -> None:
    assert about_force(VALLEY) and not about_force(LIBRARIES)
    assert not about_force(Passage("", ()))
    # In passing, once in many sentences, is not what a text is about.
    passing = Passage("", (*LIBRARIES.sentences * 5, "One branch stands in a former army depot."))
    assert not about_force(passing)
    assert about_force(Passage("", ("Dos batallones entraron en el valle.",)), "es")
    assert not about_force(Passage("", ("El alcalde cierra nueve bibliotecas.",)), "es")


def test_nearly_all_training_texts_are_about_force_and_few_of_the_others() -> None:
    def share(folder: str) -> float:
        rows = read_examples([ROOT / "annotations/training" / folder])
        passages = {example.passage for example in rows if example.passage}
        return float(np.mean([about_force(passage) for passage in passages]))

    assert share("head") > 0.95
    assert share("other") < 0.5


def test_a_text_about_something_else_is_neutral_and_waits_for_no_encoder(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    models = SentenceModels()
    assert models.of(VALLEY, "en") is models

    def refuse(*_: object) -> None:
        raise AssertionError("the encoder was asked")

    monkeypatch.setattr(encoder.StanceEncoder, "read", refuse)
    text = "\n\n".join(LIBRARIES.sentences)
    annotator = Annotator(load_codebook(), find_model(), models)
    coded = annotator.annotate(read_text(text, Metadata(language="en")))
    assert len(coded.claims) >= 3
    assert {claim.stance.label for claim in coded.claims} == {"neutral"}
    assert coded.stance.label == "neutral"


def test_what_is_the_texts_own_is_there_once_more_for_its_target() -> None:
    examples = [
        Example(f"{verb} the {thing} now", "before it", target=target)
        for verb in ("Send", "Keep", "Lift")
        for thing, target in (("troops", "force"), ("tariffs", "trade"))
    ]
    settings = FEATURE_SETS["embedding"]
    features = fit_features(examples, settings)
    assert features.targets == ("force", "trade")
    matrix, names = features.matrix(examples).toarray(), features.names()
    assert matrix.shape == (len(examples), len(names))
    shared = features.names().index("now")
    for target, others in (("force", slice(1, None, 2)), ("trade", slice(0, None, 2))):
        column = names.index(f"now ({target})")
        assert not matrix[others, column].any()
        own = matrix[:, column] != 0
        np.testing.assert_allclose(matrix[own, column], settings.by_target * matrix[own, shared])
    without = Features(settings, features._grams, ()).matrix(examples)
    own = sum(1 for name in names if name.endswith(" (force)"))
    assert (matrix.shape[1] - without.shape[1]) // 2 > own + encoder.EMBEDDING_SIZE
    assert json.dumps(features.header()["targets"]) == '["force", "trade"]'
