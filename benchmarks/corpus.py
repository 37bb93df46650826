"""A corpus of any size for timings, recombined from the project's own texts.

    python benchmarks/corpus.py FOLDER --words 1000000 [--words-per-document 700] [--seed 1]

The same arguments give the same files. Paragraphs are runs of neighbouring sentences of
the English texts in `annotations/training` and paragraphs of the plain texts in `corpus/`; 1,000
files a folder, so that no folder is slow to list.
"""

from __future__ import annotations

import argparse
import json
import random
from itertools import groupby
from pathlib import Path

ROOT = Path(__file__).parent.parent
# The folders of training texts in English about force.
FOLDERS = ("encoder", "later", "head")


def paragraphs() -> list[str]:
    """The paragraphs that documents are made of."""
    found = []
    training = ROOT / "annotations/training"
    files = (*training.glob("*/documents.jsonl"), *training.glob("*/passages.jsonl"))
    for path in sorted(file for file in files if file.parent.name in FOLDERS):
        rows = map(json.loads, path.read_text("utf-8").splitlines())
        for _, group in groupby(rows, key=lambda row: row["passage"]):
            texts = [row["text"] for row in group]
            found.extend(" ".join(texts[i : i + 5]) for i in range(0, len(texts), 5))
    english = (p for p in (ROOT / "corpus").glob("*-*.txt") if not p.name.startswith("columna"))
    for path in sorted(english):
        found.extend(p for p in path.read_text("utf-8").split("\n\n") if len(p.split()) > 15)
    return found


def generate(folder: Path, words: int, words_per_document: int, seed: int) -> int:
    """Write documents until they hold `words` words; returns how many documents."""
    pool, chance = paragraphs(), random.Random(seed)
    count = written = 0
    while written < words:
        parts, length = [], 0
        while length < words_per_document:
            parts.append(chance.choice(pool))
            length += len(parts[-1].split())
        title = " ".join(parts[0].split()[:6]).rstrip(".,;:")
        text = f"{title} ({count})\n\n" + "\n\n".join(parts) + "\n"
        path = folder / f"{count // 1000:04d}" / f"text-{count:07d}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
        count, written = count + 1, written + length
    return count


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--words", type=int, default=1_000_000)
    parser.add_argument("--words-per-document", type=int, default=700)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    print(generate(options.folder, options.words, options.words_per_document, options.seed))
