"""Fine-tune the stance encoder and export it as an int8 ONNX file.

    python benchmarks/train_encoder.py BASE OUT

BASE is a folder with all-mpnet-base-v2 (Apache-2.0; SHA-256 of its weights in `BASE_SHA256`), OUT a
folder for `model.onnx`, `model.sha256` and `tokenizer.json`. Needs torch, transformers, onnx and
onnxruntime, at training time only; half an hour on two cores. It learns from
annotations/training/encoder; the classifier on top of it (benchmarks/retrain.sh) learns from
annotations/training/head, whose interventions and theses the encoder never saw.

The lowest eight of the twelve layers are kept, and the lowest two of them and the word vectors stay
as they are. One network learns three tasks: stance, whether a sentence is a claim, and the type of
a claim. Sums in bfloat16 are not the same on every machine, so another run gives similar, not equal
weights; the shipped ones are known by their hash.
"""

from __future__ import annotations

import hashlib
import json
import random
import sys
from pathlib import Path
from typing import Any

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import nn
from transformers import AutoModel, AutoTokenizer

ROOT = Path(__file__).parent.parent
TRAINING = ROOT / "annotations/training/encoder"
BASE_SHA256 = "78c0197b6159d92658e319bc1d72e4c73a9a03dd03815e70e555c5ef05615658"
STANCES = ("against", "favor", "neutral")
TYPES = ("cause", "fact", "policy", "prediction", "value")
LAYERS, FROZEN, TOKENS, BATCH, EPOCHS, RATE, HEAD_RATE = 8, 2, 80, 32, 3, 4e-5, 1e-3


class Network(nn.Module):
    """Mean over the tokens, then one linear map for each task."""

    def __init__(self, base: Path) -> None:
        super().__init__()
        self.enc = AutoModel.from_pretrained(base, attn_implementation="eager")
        self.enc.encoder.layer = self.enc.encoder.layer[:LAYERS]
        size = self.enc.config.hidden_size
        self.drop = nn.Dropout(0.1)
        self.out, self.claim, self.ctype = (
            nn.Linear(size, 3),
            nn.Linear(size, 1),
            nn.Linear(size, 5),
        )

    def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
        hidden = self.enc(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
        mask = attention_mask.unsqueeze(-1).float()
        mean = self.drop((hidden * mask).sum(1) / mask.sum(1))
        return torch.cat([self.out(mean), self.claim(mean), self.ctype(mean)], 1)


def loss_of(scores: torch.Tensor, rows: list[dict[str, Any]]) -> torch.Tensor:
    stance = torch.tensor([STANCES.index(r["stance"]) for r in rows])
    claim = torch.tensor([float(r["claim"]) for r in rows])
    loss = nn.functional.cross_entropy(scores[:, :3], stance, label_smoothing=0.05)
    loss = loss + 0.2 * nn.functional.binary_cross_entropy_with_logits(scores[:, 3], claim)
    typed = [i for i, r in enumerate(rows) if r["type"]]
    if typed:
        types = torch.tensor([TYPES.index(rows[i]["type"]) for i in typed])
        loss = loss + 0.3 * nn.functional.cross_entropy(scores[typed, 4:], types)
    return loss


def batches(rows: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """Batches of rows of like length, in random order."""
    random.shuffle(rows)
    found = []
    for start in range(0, len(rows), BATCH * 20):
        chunk = sorted(
            rows[start : start + BATCH * 20], key=lambda r: len(r["text"] + r["context"])
        )
        found += [chunk[i : i + BATCH] for i in range(0, len(chunk), BATCH)]
    random.shuffle(found)
    return found


def train(base: Path) -> Network:
    torch.manual_seed(0)
    random.seed(0)
    rows = [
        json.loads(line)
        for path in sorted(TRAINING.glob("*.jsonl"))
        for line in path.open(encoding="utf-8")
    ]
    tokenizer = AutoTokenizer.from_pretrained(base)
    network = Network(base)
    for part in (network.enc.embeddings, *network.enc.encoder.layer[:FROZEN]):
        part.requires_grad_(False)
    body = [p for p in network.enc.parameters() if p.requires_grad]
    head = [p for part in (network.out, network.claim, network.ctype) for p in part.parameters()]
    optimiser = torch.optim.AdamW(
        [{"params": body, "lr": RATE}, {"params": head, "lr": HEAD_RATE}], weight_decay=0.01
    )
    steps = EPOCHS * (len(rows) // BATCH)
    warm = steps // 10
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda s: min((s + 1) / warm, max(0.0, (steps - s) / (steps - warm)))
    )
    step = 0
    while step < steps:
        for part in batches(rows)[: steps - step]:
            network.train()
            # One context in ten is left out, so that a sentence alone is understood too.
            contexts = ["" if random.random() < 0.1 else r["context"] for r in part]
            tokens = tokenizer(
                contexts, [r["text"] for r in part], padding=True, pad_to_multiple_of=16,
                truncation="longest_first", max_length=TOKENS, return_tensors="pt",
            )  # fmt: skip
            with torch.autocast("cpu", dtype=torch.bfloat16):
                scores = network(tokens["input_ids"], tokens["attention_mask"])
            loss = loss_of(scores.float(), part)
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            step += 1
            if step % 20 == 0:
                print(f"{step} of {steps}: loss {loss.item():.3f}", flush=True)
    return network


def export(network: Network, base: Path, out: Path) -> None:
    """Write the network as int8 ONNX, its hash, and the tokenizer."""
    network.eval()
    out.mkdir(parents=True, exist_ok=True)
    tokens = AutoTokenizer.from_pretrained(base)("One.", "Two words.", return_tensors="pt")
    axes = {0: "batch", 1: "sequence"}
    whole = out / "whole.onnx"
    torch.onnx.export(
        network, (tokens["input_ids"], tokens["attention_mask"]), str(whole), dynamo=False, opset_version=17,
        input_names=["input_ids", "attention_mask"], output_names=["scores"],
        dynamic_axes={"input_ids": axes, "attention_mask": axes},
    )  # fmt: skip
    quantize_dynamic(whole, out / "model.onnx", weight_type=QuantType.QInt8, per_channel=True)
    whole.unlink()
    digest = hashlib.sha256((out / "model.onnx").read_bytes()).hexdigest()
    (out / "model.sha256").write_text(f"{digest}  model.onnx\n", encoding="ascii")
    (out / "tokenizer.json").write_bytes((base / "tokenizer.json").read_bytes())


def main() -> None:
    base, out = Path(sys.argv[1]), Path(sys.argv[2])
    found = hashlib.sha256((base / "model.safetensors").read_bytes()).hexdigest()
    if found != BASE_SHA256:
        sys.exit(f"{base}/model.safetensors is not the published file: SHA-256 {found}")
    export(train(base), base, out)


if __name__ == "__main__":
    main()
