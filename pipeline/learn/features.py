"""What a model sees of a text in its context: n-grams, cues, embeddings, the encoder's scores.

A fitted `Features` is plain data (vocabularies and weights), so that a model file holds no code.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse

from pipeline.learn.arrays import Floats, text_array
from pipeline.learn.cues import FEATURES, cue_features
from pipeline.learn.encoder import (
    DOCUMENT_SCORES,
    EMBEDDING_SIZE,
    SENTENCE_SCORES,
    VECTOR_SIZE,
    embed,
    read,
    stance_vectors,
)
from pipeline.learn.examples import Example, Passage
from pipeline.learn.files import Network
from pipeline.learn.grams import Grams, Kind
from pipeline.learn.plain import plain

ENCODER_OUTPUTS = (*SENTENCE_SCORES, *(f"document: {name}" for name in DOCUMENT_SCORES))


@dataclass(frozen=True, slots=True)
class Settings:
    """What a classifier is made of. Weights of 0 leave a part out.

    `embedding` weighs the text's sentence embedding u, `pair` what relates it to the embedding v
    of its target and context: v, |u-v| and u*v (Conneau et al., EMNLP 2017). `encoder` weighs the
    scores of the shipped stance encoder named `network`, of the sentence and of the text that it
    stands in, and `vector` the vector that the English one makes of the text under its topic.
    `by_target` adds what the text itself has (`BY_TARGET`) once more for each target, where there
    are few (Daumé, ACL 2007).
    `c` is the inverse strength of the penalty. Where it or `pair` is None, fitting chooses it by
    held-out groups; never so in a fitted model. `balanced` gives every label the same weight in
    fitting, however rare. `language` chooses the cues.
    """

    c: float | None = 1.0
    words: float = 1.0
    characters: float = 0.5
    context: float = 0.4
    cues: float = 0.25
    embedding: float = 0.0
    pair: float | None = 0.0
    encoder: float = 0.0
    vector: float = 0.0
    by_target: float = 0.0
    min_df: int = 2
    balanced: bool = True
    language: str = "en"
    network: Network = "encoder"

    @property
    def reads(self) -> Network | None:
        """The stance encoder that it needs."""
        return self.network if self.encoder or self.vector else None


FEATURE_SETS: Mapping[str, Settings] = {
    "words": Settings(c=None),
    "fast": Settings(characters=0.0),
    "words-es": Settings(characters=1.0, language="es"),
    "embedding": Settings(c=None, embedding=1.0, pair=1.0, by_target=2.0),
    "vector": Settings(c=None, embedding=1.0, pair=None, vector=2.0, by_target=2.0),
    "encoder": Settings(
        c=0.1, words=0.15, characters=0.0, context=0.0, cues=0.1, encoder=1.0, balanced=False
    ),
    "encoder-es": Settings(c=0.3, characters=1.0, encoder=0.3, language="es", network="encoder-es"),
}

# The kinds and lengths of n-grams of each part.
PARTS: Mapping[str, tuple[Kind, tuple[int, int]]] = {
    "words": ("word", (1, 2)),
    "characters": ("char_wb", (2, 5)),
    "context": ("word", (1, 1)),
}
# The parts that are the text's own, not of what it is about.
BY_TARGET = ("words", "characters", "embedding", "vector")


class Features:
    """The fitted features of one model: `matrix` has a row for each example."""

    def __init__(
        self, settings: Settings, grams: Mapping[str, Grams], targets: Sequence[str]
    ) -> None:
        self.settings = settings
        self.targets = tuple(targets)
        # In one order, whatever the order of the file: the coefficients follow it.
        self._grams = {part: grams[part] for part in PARTS if part in grams}

    def matrix(self, examples: Sequence[Example]) -> sparse.csr_matrix:
        """One row of features for each example."""
        blocks, own = [], []
        for name, block in self._blocks(examples):
            weighted = block * getattr(self.settings, name)
            blocks.append(weighted)
            if name in BY_TARGET:
                own.append(weighted * self.settings.by_target)
        for target in self.targets:
            about_it = sparse.diags([float(e.target == target) for e in examples])
            blocks.extend(about_it @ sparse.csr_matrix(block) for block in own)
        return sparse.csr_matrix(sparse.hstack(blocks, format="csr"))

    def names(self) -> list[str]:
        """A name for each column; empty where a column says nothing to a reader."""
        named = list(self._named())
        columns = [column for _, columns in named for column in columns]
        own = [column for name, columns in named if name in BY_TARGET for column in columns]
        for target in self.targets:
            columns.extend(f"{column} ({target})" if column else "" for column in own)
        return columns

    def _blocks(self, examples: Sequence[Example]) -> Iterator[tuple[str, Any]]:
        """The parts of the matrix in order, each under the name of its weight in the settings."""
        settings = self.settings
        texts, topics = texts_of(examples), topics_of(examples)
        for part, grams in self._grams.items():
            yield part, grams.matrix(topics if part == "context" else texts)
        if settings.cues:
            yield "cues", cue_features(texts, settings.language)
        if settings.embedding:
            own = embed(texts)
            yield "embedding", own
            if settings.pair:
                other = embed(topics)
                yield "pair", np.hstack([other, np.abs(own - other), own * other * 8])
        if settings.encoder:
            yield "encoder", np.vstack([_encoded(e, settings.network) for e in examples])
        if settings.vector:
            yield "vector", stance_vectors(texts, topics)

    def _named(self) -> Iterator[tuple[str, Sequence[str]]]:
        """The names of the columns of each of the `_blocks`."""
        settings = self.settings
        for part, grams in self._grams.items():
            if part == "characters":
                yield part, [""] * len(grams.vocabulary)
            else:
                prefix = "context: " if part == "context" else ""
                yield part, [f"{prefix}{gram}" for gram in grams.vocabulary]
        if settings.cues:
            yield "cues", [f"cue: {name}" for name in FEATURES]
        if settings.embedding:
            yield "embedding", [""] * EMBEDDING_SIZE
            if settings.pair:
                yield "pair", [""] * (3 * EMBEDDING_SIZE)
        if settings.encoder:
            yield "encoder", [f"encoder: {name}" for name in ENCODER_OUTPUTS]
        if settings.vector:
            yield "vector", [""] * VECTOR_SIZE

    def header(self) -> dict[str, Any]:
        """What is not an array, for the model file."""
        return {
            "targets": list(self.targets),
            "parts": {n: {"analyzer": g.kind, "ngrams": g.lengths} for n, g in self._grams.items()},
        }

    def arrays(self) -> dict[str, npt.NDArray[Any]]:
        """The arrays for the model file."""
        found: dict[str, npt.NDArray[Any]] = {}
        for name, part in self._grams.items():
            found[f"{name}.vocabulary"] = text_array(json.dumps(part.vocabulary))
            found[f"{name}.idf"] = part.idf.astype(np.float32)
        return found

    @classmethod
    def from_arrays(
        cls, settings: Settings, header: Mapping[str, Any], arrays: Mapping[str, npt.NDArray[Any]]
    ) -> Features:
        """From `header()` and `arrays()`."""
        grams = {
            name: Grams(
                part["analyzer"],
                (int(part["ngrams"][0]), int(part["ngrams"][1])),
                tuple(json.loads(bytes(arrays[f"{name}.vocabulary"]))),
                arrays[f"{name}.idf"].astype(np.float64),
            )
            for name, part in header["parts"].items()
        }
        return cls(settings, grams, header["targets"])


def document_scores(settings: Settings) -> Callable[[Passage], Floats] | None:
    """What gives the scores of a text as a whole, where the settings read with the encoder."""
    if not settings.encoder:
        return None
    return lambda passage: read(passage.title, passage.sentences, settings.network).document


def texts_of(examples: Sequence[Example]) -> list[str]:
    """The examples' own texts, as n-grams and cues see them."""
    return [plain(example.text) for example in examples]


def topics_of(examples: Sequence[Example]) -> list[str]:
    """What each text is about or answers: its target and its context, as far as they are there."""
    return [plain(". ".join(part for part in (e.target, e.context) if part)) for e in examples]


def _encoded(example: Example, network: Network) -> Floats:
    """A stance encoder's scores for the sentence, and for the text that it stands in. A text
    alone is read under its context, and has no scores as a whole."""
    passage = example.passage
    if passage is None:
        alone = read(example.context, (example.text,), network).sentences[0]
        return np.concatenate([alone, np.zeros(len(DOCUMENT_SCORES))])
    reading = read(passage.title, passage.sentences, network)
    return np.concatenate([reading.sentences[example.place], reading.document])
