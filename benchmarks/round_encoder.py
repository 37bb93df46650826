"""Rounding an encoder's weights to 7 bits so that its outputs stay what they were.

Rounding to the nearest undoes a fine-tuning whose steps are smaller than the grid's: it took .02 of
macro-F1. Here each weight's rounding error is made up for by the weights not yet rounded (GPTQ:
Frantar et al., ICLR 2023), and the inputs of every product are rounded token by token, since a few
tokens' are many times larger than the others'.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from torch import nn

LEVELS = 64  # 7 bits: 8-bit sums overflow on processors without VNNI
_BLOCK, _DAMPING = 128, 0.01
Rounded = tuple[np.ndarray, np.ndarray]


def round_weights(network: nn.Module, run: Callable[[], None]) -> dict[str, Rounded]:
    """Round the weights of all linear maps within `network.enc`, in place. `run` sends text through
    the network. Returns, by the map's name, whole numbers (a row an output) and each row's scale."""
    maps = {
        name: part
        for name, part in network.named_modules()
        if isinstance(part, nn.Linear) and name.startswith("enc.")
    }
    grams: dict[str, torch.Tensor] = {}

    def keep(name: str) -> Callable[[nn.Module, tuple[torch.Tensor, ...]], None]:
        def hook(_: nn.Module, given: tuple[torch.Tensor, ...]) -> None:
            rows = given[0].reshape(-1, given[0].shape[-1])
            grams[name] = grams.get(name, torch.zeros(())) + rows.T @ rows

        return hook

    hooks = [part.register_forward_pre_hook(keep(name)) for name, part in maps.items()]
    with torch.no_grad():
        run()
    for hook in hooks:
        hook.remove()
    found = {}
    for name, part in maps.items():
        whole, scale = rounded(part.weight.data, grams[name])
        part.weight.data = (whole * scale).float()
        found[name] = (whole.numpy().astype(np.int8), scale.numpy().astype(np.float32).reshape(-1))
    return found


def rounded(weight: torch.Tensor, gram: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Whole numbers within `LEVELS`, and a scale for each row of `weight` (outputs by inputs);
    `gram` is the sum of the inputs' outer products."""
    left, gram = weight.double(), gram.double()
    scale = left.abs().amax(1, keepdim=True) / LEVELS
    size = len(gram)
    gram = gram + torch.eye(size, dtype=gram.dtype) * gram.diagonal().mean() * _DAMPING
    inverse = torch.cholesky_inverse(torch.linalg.cholesky(gram))
    upper = torch.linalg.cholesky(inverse, upper=True)
    whole = torch.zeros_like(left)
    for start in range(0, size, _BLOCK):
        stop = min(start + _BLOCK, size)
        block, within = left[:, start:stop].clone(), upper[start:stop, start:stop]
        errors = torch.zeros_like(block)
        for j in range(stop - start):
            number = torch.clamp(torch.round(block[:, j : j + 1] / scale), -LEVELS, LEVELS)
            error = (block[:, j : j + 1] - number * scale) / within[j, j]
            block[:, j:] -= error @ within[j : j + 1, j:]
            whole[:, start + j : start + j + 1], errors[:, j : j + 1] = number, error
        left[:, stop:] -= errors @ upper[start:stop, stop:]
    return whole, scale


def write_rounded(path: Path, found: Mapping[str, Rounded]) -> None:
    """Put the rounded weights into an ONNX file that was quantised to the nearest, and have the
    inputs of every product rounded token by token."""
    model = onnx.load(path)
    graph = model.graph
    held = {tensor.name: tensor for tensor in graph.initializer}
    for one in graph.node:
        name = one.name.removeprefix("/network/").removesuffix("/MatMul_quant").replace("/", ".")
        if one.op_type != "MatMulInteger" or name not in found:
            continue
        whole, scale = found[name]
        stem = one.input[1].removesuffix("_quantized")
        for place, value in (
            (one.input[1], np.ascontiguousarray(whole.T)),
            (f"{stem}_scale", scale),
        ):
            held[place].CopyFrom(onnx.numpy_helper.from_array(value, place))
    _scale_by_rows(graph)
    onnx.save(model, path)


def _scale_by_rows(graph: Any) -> None:
    """DynamicQuantizeLinear -> MatMulInteger -> Cast -> Mul by the product of the two scales becomes
    the same for inputs that were divided by their row's largest, and multiplied by it again."""

    def node(kind: str, inputs: Sequence[str], *outputs: str, **settings: Any) -> Any:
        return onnx.helper.make_node(kind, inputs, outputs, name=f"{outputs[0]}_node", **settings)

    weights = {tensor.name for tensor in graph.initializer}
    made = {name: one for one in graph.node for name in one.output}
    users = {name: one for one in graph.node for name in one.input}
    replaced = dict[str, list[Any]]()
    for one in graph.node:
        if one.op_type != "MatMulInteger":
            continue
        given, product = made[one.input[0]].input[0], users[users[one.output[0]].output[0]]
        scales = next(made[name] for name in product.input if made[name].op_type == "Mul")
        scale = next(name for name in scales.input if name in weights)
        row = f"{product.output[0]}_row"
        replaced[product.name] = [
            node("Abs", [given], f"{row}_size"),
            node("ReduceMax", [f"{row}_size"], f"{row}_found", axes=[-1], keepdims=1),
            node("Max", [f"{row}_found", "smallest"], f"{row}_largest"),
            node("Div", [given, f"{row}_largest"], f"{row}_even"),
            node("DynamicQuantizeLinear", [f"{row}_even"], f"{row}_q", f"{row}_s", f"{row}_z"),
            onnx.helper.make_node(
                "MatMulInteger",
                [f"{row}_q", one.input[1], f"{row}_z", one.input[3]],
                [f"{row}_i"],
                name=one.name,
            ),
            node("Cast", [f"{row}_i"], f"{row}_f", to=onnx.TensorProto.FLOAT),
            node("Mul", [f"{row}_s", scale], f"{row}_scales"),
            node("Mul", [f"{row}_f", f"{row}_scales"], f"{row}_sum"),
            node("Mul", [f"{row}_sum", f"{row}_largest"], product.output[0]),
        ]
    nodes = [new for one in graph.node for new in replaced.get(one.name, [one])]
    wanted = {value.name for value in graph.output}
    kept = []
    for one in reversed(nodes):  # what nothing reads any more falls away
        if any(name in wanted for name in one.output):
            kept.append(one)
            wanted.update(one.input)
    smallest = onnx.numpy_helper.from_array(np.array(1e-6, dtype=np.float32), "smallest")
    tensors = [tensor for tensor in (*graph.initializer, smallest) if tensor.name in wanted]
    del graph.node[:], graph.initializer[:]
    graph.node.extend(reversed(kept))
    graph.initializer.extend(tensors)
