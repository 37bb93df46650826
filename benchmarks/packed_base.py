"""The base of the Spanish stance encoder: multilingual-e5-small, as packed in 4 bits, read as torch
weights, cut to its lower layers and to the words of the languages that are read."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
import torch
from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers
from transformers import BertConfig, BertModel

_UNKNOWN = 3
_LINEAR = {
    "q": "attention.self.query", "k": "attention.self.key", "v": "attention.self.value",
    "ao": "attention.output.dense", "fi": "intermediate.dense", "fo": "output.dense",
}  # fmt: skip
_NORMS = {"aln": "attention.output.LayerNorm", "oln": "output.LayerNorm"}


@dataclass(frozen=True)
class Packed:
    """A packed model: its sizes, the tokenizer's pieces with their scores, and where each tensor
    lies: (number of values, offset, bytes)."""

    data: bytes
    size: int
    heads: int
    inner: int
    positions: int
    pieces: list[str]
    scores: list[float]
    places: dict[str, tuple[int, int, int]]

    def tensor(self, name: str) -> np.ndarray:
        """A tensor, flat. Packed ones are blocks of 32 values: a half-precision scale, then 4 bits a
        value, the first 16 in the low halves of the bytes."""
        count, offset, length = self.places[name]
        if length == 4 * count:
            return np.frombuffer(self.data, "<f4", count, offset).copy()
        block = np.dtype([("scale", "<f2"), ("halves", "u1", 16)])
        blocks = np.frombuffer(self.data, block, count // 32, offset)
        halves = blocks["halves"]
        values = np.concatenate([halves & 15, halves >> 4], axis=1).astype(np.float32) - 8
        return (values * blocks["scale"].astype(np.float32)[:, None]).reshape(-1)


def read_packed(path: Path) -> Packed:
    """The packed model in a file."""
    data = path.read_bytes()
    place = 8  # after the magic and the version

    def numbers(form: str) -> tuple[int, ...]:
        nonlocal place
        found = struct.unpack_from(f"<{form}", data, place)
        place += struct.calcsize(f"<{form}")
        return found

    size, _, heads, inner, _, positions, _ = numbers("7i")
    numbers("fi")
    count, *_ = numbers("5i")
    (length,) = numbers("Q")
    offsets = numbers(f"{count + 1}I")
    scores = list(numbers(f"{count}f"))
    text = data[place : place + length]
    pieces = [text[a:b].decode("utf-8") for a, b in pairwise(offsets)]
    place += length
    _, length = numbers("iI")
    place += length  # the normalisation, which tokenizers has itself
    places = {}
    (tensors,) = numbers("i")
    for _ in range(tensors):
        (letters,) = numbers("H")
        name = data[place : place + letters].decode("ascii")
        place += letters
        _, values, offset, used = numbers("BIQQ")
        places[name] = values, offset, used
    return Packed(data, size, heads, inner, positions, pieces, scores, places)


def tokenizer_of(packed: Packed, kept: Sequence[int] | None = None) -> Tokenizer:
    """The model's tokenizer, or one that knows only the pieces of the numbers in `kept`."""
    numbers = range(len(packed.pieces)) if kept is None else kept
    vocabulary = [(packed.pieces[i], packed.scores[i]) for i in numbers]
    found = Tokenizer(models.Unigram(vocabulary, unk_id=_UNKNOWN, byte_fallback=False))
    found.normalizer = normalizers.Sequence(
        [normalizers.Nmt(), normalizers.NFKC(), normalizers.Replace(Regex(" {2,}"), " ")]
    )
    found.pre_tokenizer = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always")
    found.decoder = decoders.Metaspace(replacement="▁", prepend_scheme="always")
    return found


def vocabulary(packed: Packed, texts: Iterable[str], words: Iterable[str]) -> list[int]:
    """The numbers of the pieces to keep: those that make up the texts, and the words however they
    are written; and single letters and signs of European scripts."""
    full = tokenizer_of(packed)
    written = [form for word in words for form in (word, word.capitalize(), word.upper())]
    kept = set(range(_UNKNOWN + 1))
    for encoded in full.encode_batch([*texts, *written], add_special_tokens=False):
        kept.update(encoded.ids)
    kept |= {
        number
        for number, piece in enumerate(packed.pieces)
        if len(piece.lstrip("▁")) <= 1 and all(_european(letter) for letter in piece)
    }
    return sorted(kept)


def _european(letter: str) -> bool:
    return letter == "▁" or letter < "\u0250" or "\u2000" <= letter < "\u2100"


def base_of(packed: Packed, kept: Sequence[int], layers: int) -> BertModel:
    """The lower layers as a torch model, with the word vectors of the pieces kept."""
    config = BertConfig(
        vocab_size=len(kept), hidden_size=packed.size, num_hidden_layers=layers,
        num_attention_heads=packed.heads, intermediate_size=packed.inner,
        max_position_embeddings=packed.positions, type_vocab_size=2, layer_norm_eps=1e-12,
        pad_token_id=1, hidden_dropout_prob=0.0, attention_probs_dropout_prob=0.0,
        attn_implementation="eager",
    )  # fmt: skip
    found = BertModel(config, add_pooling_layer=False)
    rows = {
        "word": "word_embeddings",
        "pos": "position_embeddings",
        "type": "token_type_embeddings",
    }
    weights = {
        f"embeddings.{name}.weight": packed.tensor(f"emb.{short}").reshape(-1, packed.size)
        for short, name in rows.items()
    }
    weights["embeddings.word_embeddings.weight"] = weights["embeddings.word_embeddings.weight"][
        kept
    ]
    for short, name in (("w", "weight"), ("b", "bias")):
        weights[f"embeddings.LayerNorm.{name}"] = packed.tensor(f"emb.ln.{short}")
        for layer in range(layers):
            for part, place in (*_LINEAR.items(), *_NORMS.items()):
                value = packed.tensor(f"l{layer}.{part}.{short}")
                if part in _LINEAR and short == "w":
                    value = value.reshape(len(packed.tensor(f"l{layer}.{part}.b")), -1)
                weights[f"encoder.layer.{layer}.{place}.{name}"] = value
    tensors = {
        name: torch.from_numpy(np.ascontiguousarray(value)) for name, value in weights.items()
    }
    missing = found.load_state_dict(tensors, strict=False)
    assert not missing.unexpected_keys and all("_ids" in name for name in missing.missing_keys)
    return found


def common_words(per_language: int) -> list[str]:
    """The commonest words of English and Spanish (the package wordfreq)."""
    from wordfreq import top_n_list

    return [word for code in ("en", "es") for word in top_n_list(code, per_language)]
