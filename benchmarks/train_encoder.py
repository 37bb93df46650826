"""Fine-tune the stance encoder and export it as an ONNX file of 7-bit weights.

    python benchmarks/train_encoder.py BASE OUT [--go-on-from model.onnx]

BASE is a folder with all-mpnet-base-v2 (Apache-2.0; SHA-256 of its weights in `BASE_SHA256`), OUT a
folder for `model.onnx`, `model.sha256` and `tokenizer.json`. Needs torch, transformers, onnx and
onnxruntime, at training time only. The first training learns from annotations/training/encoder: two
minutes on a GPU, hours without. `--go-on-from` takes the weights of an earlier export and trains its
upper six layers on annotations/training/later, with half of the first texts beside them at a time:
an hour on two cores. The shipped encoder went through both. The classifiers on top of it
(benchmarks/retrain.py) learn from annotations/training/head, whose interventions and theses the
encoder never saw.

One network learns five tasks at once: of each sentence its stance, whether it is a claim, the type
of the claim and whether the view is attributed to somebody; of a text its author's stance. A text
is read in windows of whole sentences (`pipeline.learn.windows`), a debate sentence after the
thesis that it answers. Sums in bfloat16 are not the same on every machine, so another run gives
similar, not equal weights; the shipped ones are known by their hash. The weights are
rounded to 7 bits (`round_encoder`).
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import nn
from transformers import MPNetModel, PreTrainedModel

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))
from pipeline.learn.windows import Window, windows  # noqa: E402

FIRST = ROOT / "annotations/training/encoder"
LATER = ROOT / "annotations/training/later"
BASE_SHA256 = "78c0197b6159d92658e319bc1d72e4c73a9a03dd03815e70e555c5ef05615658"
STANCES = ("against", "favor", "neutral")
TYPES = ("cause", "fact", "policy", "prediction", "value")
BEGIN, END, PADDING = 0, 2, 1  # the base's ids of <s>, </s> and <pad>
FROZEN, DECAY, RATE, HEAD_RATE = 1, 0.9, 6e-5, 1e-3
EPOCHS, BATCH_TOKENS, SMOOTHING, SEED = 7, 4096, 0.05, 0
# The second training: its rates, how many lower layers stay as they are, how many tokens it reads.
GO_ON_RATE, GO_ON_HEAD_RATE, GO_ON_FROZEN, GO_ON_TOKENS = 3e-5, 2e-4, 6, 3_000_000
# Weights of the losses: claim, type, attributed, document; stance has 1.
CLAIM, TYPE, ATTRIBUTED, DOCUMENT = 0.2, 0.3, 0.2, 0.2

Row = dict[str, Any]


@dataclass(frozen=True)
class Text:
    """What is read as one: a document's rows in order under its title, or one debate sentence
    under its thesis."""

    title: str
    rows: list[Row]
    author: str | None


Item = tuple[Window, Sequence[Row], str | None]


class Network(nn.Module):
    """Mean over a sentence's tokens (its vector), then a linear map to its ten scores; mean over all
    tokens, then one to the three scores of the text."""

    def __init__(self, base: PreTrainedModel) -> None:
        super().__init__()
        self.enc = base
        size = self.enc.config.hidden_size
        self.drop = nn.Dropout(0.1)
        self.head, self.doc = nn.Linear(size, 10), nn.Linear(size, 3)

    def forward(
        self, input_ids: torch.Tensor, attention_mask: torch.Tensor, pool: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        hidden = self.enc(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
        mask = attention_mask.unsqueeze(-1).to(hidden.dtype)
        whole = (hidden * mask).sum(1) / mask.sum(1)
        sentences = torch.bmm(pool.to(hidden.dtype), hidden)
        return self.head(self.drop(sentences)), self.doc(self.drop(whole)), sentences


def read_texts(folder: Path) -> list[Text]:
    """The training texts of a folder's JSONL files."""
    texts: dict[str, Text] = {}
    for path in sorted(folder.glob("*.jsonl")):
        for line in path.open(encoding="utf-8"):
            row = json.loads(line)
            if row.get("passage"):
                title = row.get("title") or ""
                text = texts.setdefault(row["passage"], Text(title, [], row["author_stance"]))
                text.rows.append(row)
            else:
                texts[row["id"]] = Text(row.get("context") or "", [row], None)
    return list(texts.values())


class Reader:
    """Windows over texts, with tokens kept."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        self._tokenizer, self._kept = tokenizer, dict[str, list[int]]()
        # The published file pads and cuts every text to one length.
        tokenizer.no_padding()
        tokenizer.no_truncation()

    def items(self, title: str, rows: Sequence[Row], author: str | None) -> Iterator[Item]:
        tokens = [self._ids(row["text"]) for row in rows]
        for window in windows(self._ids(title) if title else (), tokens, BEGIN, END):
            yield window, rows, author

    def _ids(self, text: str) -> list[int]:
        text = text.replace("’", "'")
        if text not in self._kept:
            self._kept[text] = self._tokenizer.encode(text, add_special_tokens=False).ids
        return self._kept[text]


def epoch(reader: Reader, texts: Sequence[Text]) -> list[Item]:
    """The windows of one epoch. Each time a text begins elsewhere, so that windows fall otherwise;
    titles and contexts are left out now and then, and some sentences come alone after the one
    before, so that a sentence without its text is understood too."""
    found: list[Item] = []
    for text in texts:
        if text.author is None:
            title = text.title if random.random() > 0.1 else ""
            found.extend(reader.items(title, text.rows, None))
            continue
        title = text.title if random.random() > 0.3 else ""
        start = random.randrange(min(6, len(text.rows)))
        found.extend(reader.items(title, text.rows[start:], text.author))
        found.extend(reader.items(title, text.rows[:start], None))
        for i, row in enumerate(text.rows):
            if random.random() < 0.25:
                before = text.rows[i - 1]["text"] if i and random.random() > 0.1 else ""
                found.extend(reader.items(before, [row], None))
    return found


def batches(items: list[Item]) -> list[list[Item]]:
    """Batches of windows of like length, of at most `BATCH_TOKENS` tokens, in random order."""
    random.shuffle(items)
    found: list[list[Item]] = []
    for start in range(0, len(items), 2048):
        batch: list[Item] = []
        for item in sorted(items[start : start + 2048], key=lambda item: len(item[0].ids)):
            if batch and (len(batch) + 1) * (len(item[0].ids) + 15) > BATCH_TOKENS:
                found.append(batch)
                batch = []
            batch.append(item)
        found.append(batch)
    random.shuffle(found)
    return found


def tensors(batch: Sequence[Item], device: str) -> list[torch.Tensor]:
    """Ids, mask, pool; then one-hot stances and types, claim, attributed and weight of each
    sentence; then the author's stance of each text (-1: unknown)."""
    length = (max(len(window.ids) for window, _, _ in batch) + 15) // 16 * 16
    count = max(len(window.bounds) for window, _, _ in batch)
    ids = np.full((len(batch), length), PADDING, dtype=np.int64)
    pool = np.zeros((len(batch), count, length), dtype=np.float32)
    stance, ctype = (np.zeros((len(batch), count, n), dtype=np.float32) for n in (3, 5))
    claim, attributed, weight = (np.zeros((len(batch), count), dtype=np.float32) for _ in range(3))
    author = np.full(len(batch), -1, dtype=np.int64)
    for i, (window, rows, side) in enumerate(batch):
        ids[i, : len(window.ids)] = window.ids
        author[i] = -1 if side is None else STANCES.index(side)
        for j, (start, end) in enumerate(window.bounds):
            row = rows[window.first + j]
            pool[i, j, start:end] = 1 / max(end - start, 1)
            stance[i, j, STANCES.index(row["stance"])] = weight[i, j] = 1
            claim[i, j], attributed[i, j] = row["claim"], row["holder"] != "author"
            if row["type"]:
                ctype[i, j, TYPES.index(row["type"])] = 1
    mask = (ids != PADDING).astype(np.int64)
    arrays = (ids, mask, pool, stance, ctype, claim, attributed, weight, author)
    return [torch.from_numpy(array).to(device) for array in arrays]


def loss_of(
    scores: torch.Tensor, document: torch.Tensor, labels: Sequence[torch.Tensor]
) -> torch.Tensor:
    """The weighted sum of the five tasks' losses."""
    stance, ctype, claim, attributed, weight, author = labels
    smooth = stance * (1 - SMOOTHING) + SMOOTHING / 3
    binary = nn.functional.binary_cross_entropy_with_logits
    parts = (
        -(smooth * scores[..., :3].log_softmax(-1)).sum(-1)
        + CLAIM * binary(scores[..., 3], claim, reduction="none")
        - TYPE * (ctype * scores[..., 4:9].log_softmax(-1)).sum(-1)
        + ATTRIBUTED * binary(scores[..., 9], attributed, reduction="none")
    )
    loss = (parts * weight).sum() / weight.sum()
    if (author >= 0).any():
        loss = loss + DOCUMENT * nn.functional.cross_entropy(document, author, ignore_index=-1)
    return loss


def optimiser_of(network: Network, frozen: int, rate: float, head_rate: float) -> torch.optim.AdamW:
    """The upper layers learn faster than the lower; the word vectors and `frozen` layers stay."""
    layers = network.enc.encoder.layer
    for part in (network.enc.embeddings, *layers[:frozen]):
        part.requires_grad_(False)
    groups: list[dict[str, Any]] = [
        {"params": list(layer.parameters()), "lr": rate * DECAY ** (len(layers) - 1 - number)}
        for number, layer in enumerate(layers)
        if number >= frozen
    ]
    heads = [*network.head.parameters(), *network.doc.parameters()]
    groups.append({"params": heads, "lr": head_rate})
    return torch.optim.AdamW(groups, weight_decay=0.01)


def set_rates(optimiser: torch.optim.AdamW, rates: Sequence[float], done: float) -> None:
    """Rates that rise over the first 6% of a training and then fall to a fiftieth; `done`: its part
    that is behind."""
    part = min(done, 1.0)
    for group, rate in zip(optimiser.param_groups, rates, strict=True):
        group["lr"] = rate * min(part / 0.06 + 0.02, max(0.02, (1 - part) / 0.94))


def step(network: Network, optimiser: torch.optim.AdamW, batch: Sequence[Item]) -> float:
    """Learn from one batch; its loss."""
    device = next(network.parameters()).device.type
    ids, mask, pool, *labels = tensors(batch, device)
    with torch.autocast(device, dtype=torch.bfloat16):
        scores, document, _ = network(ids, mask, pool)
    loss = loss_of(scores.float(), document.float(), labels)
    optimiser.zero_grad(set_to_none=True)
    loss.backward()
    nn.utils.clip_grad_norm_(network.parameters(), 1.0)
    optimiser.step()
    return float(loss.item())


def train(network: Network, texts: Sequence[Text], reader: Reader) -> None:
    """The first training."""
    optimiser = optimiser_of(network, FROZEN, RATE, HEAD_RATE)
    bias = network.enc.encoder.relative_attention_bias
    optimiser.add_param_group({"params": list(bias.parameters()), "lr": RATE})
    steps = EPOCHS * len(batches(epoch(reader, texts)))
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser,
        lambda s: min((s + 1) / (0.1 * steps), max(0.02, (steps - s) / (0.9 * steps))),
    )
    for number in range(EPOCHS):
        network.train()
        for batch in batches(epoch(reader, texts)):
            loss = step(network, optimiser, batch)
            schedule.step()
        print(f"epoch {number + 1} of {EPOCHS}: loss {loss:.3f}", flush=True)


def go_on(network: Network, first: Sequence[Text], later: Sequence[Text], reader: Reader) -> None:
    """The second training, over the later texts and one half of the first, then the other."""
    for layer in network.enc.encoder.layer:
        layer.attention.attn.dropout.p = 0.0  # costly, and no help with so many texts
    network.enc.encoder.relative_attention_bias.requires_grad_(False)
    optimiser = optimiser_of(network, GO_ON_FROZEN, GO_ON_RATE, GO_ON_HEAD_RATE)
    rates = [group["lr"] for group in optimiser.param_groups]
    order = random.sample(first, len(first))
    halves = [order[: len(order) // 2], order[len(order) // 2 :]]
    network.train()
    done = number = 0
    while done < GO_ON_TOKENS:
        for batch in batches(epoch(reader, [*halves[number % 2], *later])):
            set_rates(optimiser, rates, done / GO_ON_TOKENS)
            loss = step(network, optimiser, batch)
            done += sum(len(window.ids) for window, _, _ in batch)
        number += 1
        print(f"{done} tokens of {GO_ON_TOKENS}: loss {loss:.3f}", flush=True)


def weights_of(path: Path) -> dict[str, torch.Tensor]:
    """The network's weights from an export: what was rounded to 7 bits, times its scale."""
    import onnx

    graph = onnx.load(path).graph
    held = {one.name: onnx.numpy_helper.to_array(one) for one in graph.initializer}

    def exact(quantised: str, axis: int) -> np.ndarray:
        stem = quantised.removesuffix("_quantized")
        scale, zero = (
            held[f"{stem}_{part}"].astype(np.float32) for part in ("scale", "zero_point")
        )
        shape = [scale.size if place == axis else 1 for place in range(2)] if scale.size > 1 else []
        return (held[quantised].astype(np.float32) - zero.reshape(shape)) * scale.reshape(shape)

    found = {
        name.removeprefix("network."): value
        for name, value in held.items()
        if name.startswith("network.") and value.dtype == np.float32 and not name.endswith("_scale")
    }
    for node in graph.node:
        if node.op_type == "MatMulInteger" and "/doc/" in node.name:
            found["doc.weight"] = exact(node.input[1], 1).T
        elif node.op_type == "MatMulInteger":
            name = node.name.removeprefix("/network/").removesuffix("/MatMul_quant")
            found[f"{name.replace('/', '.')}.weight"] = exact(node.input[1], 1).T
    for name in held:
        if name.startswith("network.enc.") and name.endswith("_quantized"):
            found[name.removeprefix("network.").removesuffix("_quantized")] = exact(name, 0)
    return {name: torch.from_numpy(np.array(value)) for name, value in found.items()}


class _Exported(nn.Module):
    """The network over one window, without padding."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(self, input_ids: torch.Tensor, pool: torch.Tensor) -> Any:
        return self.network(input_ids, torch.ones_like(input_ids), pool)


def export(network: Network, out: Path, texts: Sequence[Text], reader: Reader) -> None:
    """Write the network as ONNX of 7-bit weights, and its hash. What rounding does to the outputs
    is judged by some of the texts."""
    from onnxruntime.quantization import QuantType, quantize_dynamic
    from round_encoder import round_weights, write_rounded

    network = network.cpu().float().eval()
    some = [
        item
        for text in random.sample(texts, 200)
        for item in reader.items(text.title, text.rows, None)
    ]

    def run() -> None:
        for window in some:
            network(*tensors([window], "cpu")[:3])

    found = round_weights(network, run)
    out.mkdir(parents=True, exist_ok=True)
    whole = out / "whole.onnx"
    example = (torch.randint(5, 1000, (1, 37)), torch.rand(1, 4, 37))
    torch.onnx.export(
        _Exported(network).eval(), example, str(whole), dynamo=False, opset_version=17,
        input_names=["input_ids", "pool"], output_names=["sentences", "document", "vectors"],
        dynamic_axes={"input_ids": {1: "tokens"}, "pool": {1: "sentences", 2: "tokens"},
                      "sentences": {1: "sentences"}, "vectors": {1: "sentences"}},
    )  # fmt: skip
    quantize_dynamic(
        whole, out / "model.onnx", weight_type=QuantType.QInt8, per_channel=True, reduce_range=True
    )
    whole.unlink()
    write_rounded(out / "model.onnx", found)
    digest = hashlib.sha256((out / "model.onnx").read_bytes()).hexdigest()
    (out / "model.sha256").write_text(f"{digest}  model.onnx\n", encoding="ascii")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("base", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--go-on-from", type=Path, help="an earlier export")
    options = parser.parse_args()
    found = hashlib.sha256((options.base / "model.safetensors").read_bytes()).hexdigest()
    if found != BASE_SHA256:
        sys.exit(f"{options.base}/model.safetensors is not the published file: SHA-256 {found}")
    torch.manual_seed(SEED)
    random.seed(SEED)
    base = MPNetModel.from_pretrained(
        options.base, add_pooling_layer=False, attn_implementation="eager"
    )
    network = Network(base).to("cuda" if torch.cuda.is_available() else "cpu")
    reader = Reader(Tokenizer.from_file(str(options.base / "tokenizer.json")))
    if options.go_on_from:
        network.load_state_dict(weights_of(options.go_on_from))
        go_on(network, read_texts(FIRST), read_texts(LATER), reader)
    else:
        train(network, read_texts(FIRST), reader)
    texts = [*read_texts(FIRST), *read_texts(LATER)]
    export(network, options.out, texts, reader)
    (options.out / "tokenizer.json").write_bytes((options.base / "tokenizer.json").read_bytes())


if __name__ == "__main__":
    main()
