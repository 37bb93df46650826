"""The sentence classifier: word and character n-grams, cues, and a calibrated linear model.

Saved as plain arrays: nothing in a model file is ever executed.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse
from scipy.optimize import minimize_scalar
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from pipeline.learn.author import DocumentModel
from pipeline.learn.cues import FEATURES, cue_features
from pipeline.learn.examples import Example, labels_of
from pipeline.learn.files import ModelFileError

Floats = npt.NDArray[np.float64]
FORMAT = "stancebook-model-1"
_MAX_MODEL_BYTES = 500_000_000


@dataclass(frozen=True, slots=True)
class Settings:
    """What a classifier is made of; `c` is the inverse strength of the penalty."""

    c: float = 1.0
    words: float = 1.0
    characters: float = 0.5
    context: float = 0.4
    cues: float = 0.25
    min_df: int = 2
    folds: int = 5


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


_PARTS = (("words", "word", (1, 2)), ("characters", "char_wb", (2, 5)), ("context", "word", (1, 1)))


class TextClassifier:
    """A fitted classifier of short texts in their context.

    `labels` are in alphabetical order, as are the columns of every probability matrix.
    """

    def __init__(
        self,
        settings: Settings,
        labels: Sequence[str],
        grams: Mapping[str, _Grams],
        coef: Floats,
        intercept: Floats,
        temperature: float,
        card: Mapping[str, Any],
        document: DocumentModel | None = None,
    ) -> None:
        self.settings = settings
        self.labels = tuple(labels)
        self.card = dict(card)
        self.document = document
        self._grams = dict(grams)
        self._vectorizers = {name: part.vectorizer() for name, part in grams.items()}
        self._coef, self._intercept, self.temperature = coef, intercept, temperature

    @classmethod
    def fit(
        cls,
        examples: Sequence[Example],
        settings: Settings = Settings(),
        card: Mapping[str, Any] | None = None,
    ) -> TextClassifier:
        """Train on labelled examples. The temperature is found on held-out groups (grouped
        cross-validation), so that probabilities are calibrated (Guo et al., ICML 2017)."""
        labels = sorted(set(labels_of(examples)))
        if len(labels) < 2:
            raise ValueError(f"needs examples of two labels at least, not only {labels}")
        scores = out_of_fold_scores(examples, settings, labels)
        temperature = _temperature(examples, scores, labels)
        grams, coef, intercept = _fit(examples, settings, labels)
        document = DocumentModel.fit(examples, softmax(scores / temperature), labels)
        return cls(settings, labels, grams, coef, intercept, temperature, card or {}, document)

    def probabilities(self, examples: Sequence[Example]) -> Floats:
        """One row for each example, one column for each of `labels`; rows sum to 1."""
        if not examples:
            return np.zeros((0, len(self.labels)))
        return softmax(self.scores(examples) / self.temperature)

    def scores(self, examples: Sequence[Example]) -> Floats:
        """The linear model's scores, before calibration."""
        return np.asarray(self._matrix(examples) @ self._coef.T + self._intercept)

    def predict(self, examples: Sequence[Example]) -> list[str]:
        """The most probable label of each example."""
        return [self.labels[i] for i in self.probabilities(examples).argmax(axis=1)]

    def explain(self, example: Example, top: int = 8) -> list[tuple[str, float]]:
        """The features that moved the decision for the label most: `(feature, weight)`, the
        weight against the mean of the other labels, strongest first."""
        row = self._matrix([example])
        scores = np.asarray(row @ self._coef.T + self._intercept)[0]
        best = int(scores.argmax())
        others = np.delete(self._coef, best, axis=0).mean(axis=0)
        moved = row.multiply(self._coef[best] - others).tocoo()
        names = self._feature_names()
        pairs = sorted(
            ((names[c], float(v)) for c, v in zip(moved.col, moved.data, strict=True)),
            key=lambda pair: (-abs(pair[1]), pair[0]),
        )
        return [pair for pair in pairs if pair[0]][:top]

    def _feature_names(self) -> list[str]:
        names: list[str] = []
        for part, _, _ in _PARTS:
            grams = self._grams[part].vocabulary
            if part == "characters":  # parts of words explain nothing to a reader
                names.extend("" for _ in grams)
            else:
                prefix = "context: " if part == "context" else ""
                names.extend(f"{prefix}{gram}" for gram in grams)
        return [*names, *(f"cue: {name}" for name in FEATURES)]

    def _matrix(self, examples: Sequence[Example]) -> sparse.csr_matrix:
        return _matrix(examples, self._vectorizers, self.settings)

    def save(self, path: Path) -> None:
        """Write the model as one `.npz` file of plain arrays; equal models give equal bytes."""
        path.write_bytes(self.to_bytes())

    def to_bytes(self) -> bytes:
        """The model file's bytes."""
        header = {
            "format": FORMAT,
            "labels": self.labels,
            "settings": asdict(self.settings),
            "temperature": self.temperature,
            "card": self.card,
            "document": self.document.to_dict() if self.document else None,
            "parts": {
                n: {"analyzer": g.analyzer, "ngrams": g.ngrams} for n, g in self._grams.items()
            },
        }
        arrays: dict[str, Any] = {
            "header": _bytes_array(json.dumps(header, ensure_ascii=False, sort_keys=True)),
            "coef": self._coef.astype(np.float32),
            "intercept": self._intercept,
        }
        for name, part in self._grams.items():
            arrays[f"{name}.vocabulary"] = _bytes_array("\n".join(part.vocabulary))
            arrays[f"{name}.idf"] = part.idf.astype(np.float32)
        buffer = io.BytesIO()
        np.savez_compressed(buffer, allow_pickle=False, **arrays)
        return buffer.getvalue()

    @classmethod
    def load(cls, path: Path) -> TextClassifier:
        """Read a model file. Raises ModelFileError for anything but a sound one."""
        try:
            if path.stat().st_size > _MAX_MODEL_BYTES:
                raise ModelFileError(f"{path} is larger than any model of this program")
            with np.load(path, allow_pickle=False) as arrays:
                header = json.loads(bytes(arrays["header"]).decode("utf-8"))
                if header.get("format") != FORMAT:
                    raise ModelFileError(
                        f"{path} is of another format than {FORMAT}: train it again"
                    )
                grams = {
                    name: _Grams(
                        part["analyzer"],
                        (int(part["ngrams"][0]), int(part["ngrams"][1])),
                        _vocabulary(arrays[f"{name}.vocabulary"]),
                        arrays[f"{name}.idf"].astype(np.float64),
                    )
                    for name, part in header["parts"].items()
                }
                return cls(
                    Settings(**header["settings"]),
                    header["labels"],
                    grams,
                    arrays["coef"].astype(np.float64),
                    arrays["intercept"].astype(np.float64),
                    float(header["temperature"]),
                    header["card"],
                    DocumentModel.from_dict(header["document"]) if header["document"] else None,
                )
        except OSError as error:
            raise ModelFileError(f"{path} cannot be read: {error.strerror or error}") from error
        except (KeyError, TypeError, ValueError, zipfile.BadZipFile) as error:
            raise ModelFileError(
                f"{path} is no model of this program, or is damaged ({error}): train it again with "
                "`stancebook train`"
            ) from error


def _bytes_array(text: str) -> npt.NDArray[np.uint8]:
    return np.frombuffer(text.encode("utf-8"), dtype=np.uint8)


def _vocabulary(array: npt.NDArray[np.uint8]) -> tuple[str, ...]:
    text = bytes(array).decode("utf-8")
    return tuple(text.split("\n"))


def _matrix(
    examples: Sequence[Example], vectorizers: Mapping[str, TfidfVectorizer], settings: Settings
) -> sparse.csr_matrix:
    texts = [example.text.replace("’", "'") for example in examples]
    contexts = [example.context.replace("’", "'") for example in examples]
    return sparse.hstack(
        [
            vectorizers["words"].transform(texts) * settings.words,
            vectorizers["characters"].transform(texts) * settings.characters,
            vectorizers["context"].transform(contexts) * settings.context,
            cue_features(texts) * settings.cues,
        ],
        format="csr",
    )


def _fit(
    examples: Sequence[Example], settings: Settings, labels: Sequence[str]
) -> tuple[dict[str, _Grams], Floats, Floats]:
    texts = [example.text.replace("’", "'") for example in examples]
    contexts = [example.context.replace("’", "'") for example in examples]
    grams = {}
    for part, analyzer, ngrams in _PARTS:
        corpus = contexts if part == "context" else texts
        grams[part] = _fit_grams(corpus, analyzer, ngrams, settings.min_df)
    vectorizers = {name: part.vectorizer() for name, part in grams.items()}
    matrix = _matrix(examples, vectorizers, settings)
    model = LogisticRegression(C=settings.c, class_weight="balanced", max_iter=3000, tol=1e-6)
    model.fit(matrix, labels_of(examples))
    coef, intercept = np.asarray(model.coef_), np.asarray(model.intercept_)
    if len(labels) == 2:  # one row in the binary case: make it two, so that softmax serves both
        coef, intercept = np.vstack([-coef, coef]) / 2, np.concatenate([-intercept, intercept]) / 2
    return grams, coef, intercept


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


def softmax(scores: Floats) -> Floats:
    shifted = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(shifted / shifted.sum(axis=1, keepdims=True))


def out_of_fold_scores(
    examples: Sequence[Example], settings: Settings, labels: Sequence[str]
) -> Floats:
    """Scores of each example by a model that saw no example of its group; NaN rows where a fold
    lacked a label."""
    groups = [example.group for example in examples]
    scores = np.full((len(examples), len(labels)), np.nan)
    folds = min(settings.folds, len(set(groups)))
    if folds < 2:
        return scores
    for train, test in GroupKFold(n_splits=folds).split(examples, groups=groups):
        part = [examples[i] for i in train]
        if set(labels_of(part)) != set(labels):
            continue
        grams, coef, intercept = _fit(part, settings, labels)
        vectorizers = {name: g.vectorizer() for name, g in grams.items()}
        matrix = _matrix([examples[i] for i in test], vectorizers, settings)
        scores[test] = matrix @ coef.T + intercept
    return scores


def _temperature(examples: Sequence[Example], scores: Floats, labels: Sequence[str]) -> float:
    known = ~np.isnan(scores).any(axis=1)
    if known.sum() < 30:
        return 1.0
    truth = np.array([labels.index(label) for label in labels_of(examples)])[known]

    def loss(log_t: float) -> float:
        rows = softmax(scores[known] / np.exp(log_t))
        return float(-np.log(rows[np.arange(len(truth)), truth] + 1e-12).mean())

    best = minimize_scalar(loss, bounds=(-2.0, 2.0), method="bounded", options={"xatol": 1e-4})
    return round(float(np.exp(best.x)), 4)
