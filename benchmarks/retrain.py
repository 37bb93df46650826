"""Train the shipped sentence models again: `python benchmarks/retrain.py [NAME...]`.

NAME is one of `pipeline.learn.shipped.SHIPPED` (all without one). The encoder under them is made by
benchmarks/train_encoder.py.
"""

from __future__ import annotations

import sys
from pathlib import Path

from pipeline.learn.files import DATA
from pipeline.learn.shipped import SHIPPED
from pipeline.learn.training import train

TRAINING = Path(__file__).parent.parent / "annotations/training"

if __name__ == "__main__":
    for name in sys.argv[1:] or SHIPPED:
        recipe = SHIPPED[name]
        texts = [TRAINING / name for name in recipe.texts]
        model = train(texts, name.rpartition("/")[2], recipe.features)  # type: ignore[arg-type]
        path = DATA / f"{name}.npz"
        path.parent.mkdir(exist_ok=True)
        model.save(path)
        print(path, model.card["examples"], model.card["labels"], path.stat().st_size)
