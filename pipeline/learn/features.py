"""What a model sees of a text in its context: n-grams, cues, embeddings, the encoder's scores.

A fitted `Features` is plain data (vocabularies and weights), so that a model file holds no code.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse
from sklearn.feature_extraction.text import TfidfVectorizer

from pipeline.learn.cues import FEATURES, cue_features
from pipeline.learn.encoder import DOCUMENT_SCORES, SENTENCE_SCORES, Reading, embed, read
from pipeline.learn.examples import Example

Floats = npt.NDArray[np.float64]
ENCODER_OUTPUTS = (*SENTENCE_SCORES, *(f"document: {name}" for name in DOCUMENT_SCORES))
_MAX_TARGETS = 12


@dataclass(frozen=True, slots=True)
class Settings:
    """What a classifier is made of. Weights of 0 leave a part out.

    `embedding` weighs the text's sentence embedding u, `pair` what relates it to the embedding v
    of its target and context: v, |u-v| and u*v (Conneau et al., EMNLP 2017). `encoder` weighs the
    scores of the shipped stance encoder, of the sentence and of the text that it stands in.
    `by_target` adds the n-grams once more for each target, where there are few (Daumé, ACL 2007).
    `c` is the inverse strength of the penalty. `language` chooses the cues.
    """

    c: float = 1.0
    words: float = 1.0
    characters: float = 0.5
    context: float = 0.4
    cues: float = 0.25
    embedding: float = 0.0
    pair: float = 0.0
    encoder: float = 0.0
    by_target: float = 0.0
    min_df: int = 2
    language: str = "en"


FEATURE_SETS: Mapping[str, Settings] = {
    "words": Settings(),
    "fast": Settings(characters=0.0),
    "words-es": Settings(characters=1.0, language="es"),
    "embedding": Settings(embedding=1.0, pair=1.0, by_target=0.5),
    "encoder": Settings(c=0.1, words=0.15, characters=0.0, context=0.0, cues=0.1, encoder=1.0),
}

_PARTS = (("words", "word", (1, 2)), ("characters", "char_wb", (2, 5)), ("context", "word", (1, 1)))


@dataclass(frozen=True, slots=True)
class _Grams:
    """A fitted n-gram vectoriser as data."""

    analyzer: str
    ngrams: tuple[int, int]
    vocabulary: tuple[str, ...]
    idf: Floats

    def vectorizer(self) -> TfidfVectorizer:
        vectorizer = _vectorizer(self.analyzer, self.ngrams, 1)
        vectorizer.vocabulary_ = {gram: index for index, gram in enumerate(self.vocabulary)}
        vectorizer.idf_ = self.idf
        return vectorizer


class Features:
    """The fitted features of one model: `matrix` has a row for each example."""

    def __init__(
        self, settings: Settings, grams: Mapping[str, _Grams], targets: Sequence[str]
    ) -> None:
        self.settings = settings
        self.targets = tuple(targets)
        # In one order, whatever the order of the file: the coefficients follow it.
        self._grams = {part: grams[part] for part, _, _ in _PARTS if part in grams}
        self._vectorizers = {name: part.vectorizer() for name, part in self._grams.items()}

    @classmethod
    def fit(cls, examples: Sequence[Example], settings: Settings) -> Features:
        """Learn vocabularies and their weights."""
        corpora = {
            "words": [_plain(e.text) for e in examples],
            "characters": [_plain(e.text) for e in examples],
            "context": [_plain(_topic(e)) for e in examples],
        }
        grams = {
            part: _fit_grams(corpora[part], analyzer, ngrams, settings.min_df)
            for part, analyzer, ngrams in _PARTS
            if getattr(settings, part)
        }
        targets = sorted({e.target for e in examples})
        crossed = settings.by_target and 2 <= len(targets) <= _MAX_TARGETS
        return cls(settings, grams, targets if crossed else ())

    def matrix(self, examples: Sequence[Example]) -> sparse.csr_matrix:
        """One row of features for each example."""
        settings = self.settings
        texts = [_plain(e.text) for e in examples]
        topics = [_plain(_topic(e)) for e in examples]
        blocks: list[Any] = [
            vectorizer.transform(topics if part == "context" else texts) * getattr(settings, part)
            for part, vectorizer in self._vectorizers.items()
        ]
        if settings.cues:
            blocks.append(cue_features(texts, settings.language) * settings.cues)
        if settings.embedding:
            own = embed(texts)
            blocks.append(own * settings.embedding)
            if settings.pair:
                other = embed(topics)
                pair = np.hstack([other, np.abs(own - other), own * other * 8])
                blocks.append(pair * settings.pair)
        if settings.encoder:
            blocks.append(np.vstack([_encoded(e) for e in examples]) * settings.encoder)
        if self.targets:
            blocks.append(self._by_target(examples, blocks[0] * settings.by_target))
        return sparse.csr_matrix(sparse.hstack(blocks, format="csr"))

    def _by_target(self, examples: Sequence[Example], words: sparse.csr_matrix) -> Any:
        copies = []
        for target in self.targets:
            mask = np.array([float(e.target == target) for e in examples])
            copies.append(sparse.diags(mask) @ words)
        return sparse.hstack(copies, format="csr")

    def names(self) -> list[str]:
        """A name for each column; empty where a column says nothing to a reader."""
        settings = self.settings
        names: list[str] = []
        for part, grams in self._grams.items():
            prefix = "context: " if part == "context" else ""
            silent = part == "characters"
            names.extend("" if silent else f"{prefix}{gram}" for gram in grams.vocabulary)
        if settings.cues:
            names.extend(f"cue: {name}" for name in FEATURES)
        if settings.embedding:
            names.extend([""] * (384 * (4 if settings.pair else 1)))
        if settings.encoder:
            names.extend(f"encoder: {name}" for name in ENCODER_OUTPUTS)
        first = next(iter(self._grams.values()), None)
        for target in self.targets:
            names.extend(f"{gram} ({target})" for gram in (first.vocabulary if first else ()))
        return names

    def header(self) -> dict[str, Any]:
        """What is not an array, for the model file."""
        return {
            "targets": list(self.targets),
            "parts": {
                n: {"analyzer": g.analyzer, "ngrams": g.ngrams} for n, g in self._grams.items()
            },
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
            name: _Grams(
                part["analyzer"],
                (int(part["ngrams"][0]), int(part["ngrams"][1])),
                tuple(json.loads(bytes(arrays[f"{name}.vocabulary"]))),
                arrays[f"{name}.idf"].astype(np.float64),
            )
            for name, part in header["parts"].items()
        }
        return cls(settings, grams, header["targets"])


def reading_of(example: Example) -> Reading:
    """The stance encoder's reading of the text that an example stands in; a text alone is read
    under its context."""
    if example.passage is not None:
        return read(example.passage.title, example.passage.sentences)
    return read(example.context, (example.text,))


def _encoded(example: Example) -> Floats:
    reading = reading_of(example)
    document = reading.document if example.passage is not None else np.zeros(len(DOCUMENT_SCORES))
    return np.concatenate([reading.sentences[example.place], document])


def text_array(text: str) -> npt.NDArray[np.uint8]:
    """A text as an array of its UTF-8 bytes."""
    return np.frombuffer(text.encode("utf-8"), dtype=np.uint8)


def _plain(text: str) -> str:
    return text.replace("’", "'")


def _topic(example: Example) -> str:
    """What the text is about or answers: its target and its context, as far as they are there."""
    return ". ".join(part for part in (example.target, example.context) if part)


def _fit_grams(
    corpus: Sequence[str], analyzer: str, ngrams: tuple[int, int], min_df: int
) -> _Grams:
    vectorizer = _vectorizer(analyzer, ngrams, min_df)
    try:
        vectorizer.fit(corpus)
    except ValueError:  # no text at all, as in a table without contexts
        return _Grams(analyzer, ngrams, ("",), np.ones(1))
    vocabulary = tuple(str(gram) for gram in vectorizer.get_feature_names_out())
    return _Grams(analyzer, ngrams, vocabulary, np.asarray(vectorizer.idf_, dtype=np.float64))


def _vectorizer(analyzer: str, ngrams: tuple[int, int], min_df: int) -> TfidfVectorizer:
    return TfidfVectorizer(
        analyzer=analyzer,
        ngram_range=ngrams,
        min_df=min_df,
        sublinear_tf=True,
        lowercase=True,
        strip_accents=None,
        token_pattern=r"(?u)\b\w[\w’'-]*\b|[?!]" if analyzer == "word" else None,
        dtype=np.float64,
    )
