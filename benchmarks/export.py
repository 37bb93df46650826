"""Time and memory of exporting a large dataset to each table format.

    python benchmarks/export.py [--claims 100000] [--formats xlsx,csv]

Writes an invented dataset (20 claims, 30 mentions, 40 sentences a document), exports it in a process
of its own for each format, and reads the xlsx back as an annotation set. Prints a Markdown table.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from pipeline.dataset.files import to_line

WORDS = (
    "the of strikes in May troops would only recruit for cartels and senators said that war".split()
)
STANCES = ("favor", "against", "neutral")


def document(number: int) -> dict[str, object]:
    """A document of 40 invented sentences of 150 characters or so."""
    draw = random.Random(number)
    sentences = [" ".join(draw.choices(WORDS, k=27)) + "." for _ in range(40)]
    text, spans, at = " ".join(sentences), [], 0
    for i, sentence in enumerate(sentences, 1):
        spans.append({"id": f"s{i}", "start": at, "end": at + len(sentence)})
        at += len(sentence) + 1
    probabilities = {"favor": 0.2, "against": 0.7, "neutral": 0.1}
    claims = [
        {"id": f"c{i}", "sentence_id": span["id"], "start": span["start"], "end": span["end"],
         "text": sentences[2 * i], "probability": 0.93, "type": "fact", "holder": {"kind": "author"},
         "stance": {"label": draw.choice(STANCES), "probabilities": probabilities}, "mention_ids": []}
        for i, span in enumerate(spans[::2])
    ]  # fmt: skip
    mentions = [
        {"id": f"m{i}", "start": span["start"], "end": span["start"] + 3,
         "text": text[span["start"] : span["start"] + 3], "label": "DATE", "entity_id": "e1",
         "edtf": f"20{i:02}-05"}
        for i, span in enumerate(spans[:30])
    ]  # fmt: skip
    return {
        "schema_version": "1", "doc_id": f"doc-{number:07}",
        "source": {"path": f"{number}.txt", "sha256": "0" * 64, "media_type": "text/plain", "bytes": len(text)},
        "metadata": {"title": f"Title {number}", "authors": ["A. Author"], "publisher": "Paper", "published": "2024-05-06",
                     "language": "en", "kind": "op-ed", "url": None, "licence": None},
        "text_sha256": f"{number:064x}", "text": text, "sentences": spans, "mentions": mentions,
        "entities": [{"id": "e1", "label": "DATE", "name": "2024-05", "aliases": [], "roles": []}],
        "claims": claims, "stance": {"label": "against", "probabilities": probabilities, "by_holder": []},
    }  # fmt: skip


def make(folder: Path, claims: int) -> None:
    """A dataset with so many claims."""
    folder.mkdir(parents=True)
    with (folder / "documents.jsonl").open("w", encoding="utf-8") as file:
        file.writelines(to_line(document(number)) for number in range(claims // 20))
    (folder / "failures.jsonl").touch()
    (folder / "run.json").write_text(json.dumps({"stancebook": "0", "files": {}}))


def measured(arguments: list[str]) -> tuple[float, float, float]:
    """Seconds, seconds of processor time and peak megabytes of the command line in a process of its own."""
    code = "from pipeline.cli import main; main()"
    began = time.perf_counter()
    child = subprocess.Popen(
        [sys.executable, "-c", code, *arguments],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    _, status, usage = os.wait4(child.pid, 0)
    if status:
        raise SystemExit(f"{' '.join(arguments)}: status {status}")
    return time.perf_counter() - began, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--claims", type=int, default=100_000)
    parser.add_argument("--formats", default="xlsx,csv,parquet,sqlite,jsonl")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        make(folder / "out", given.claims)
        print(f"{given.claims:,} claims, {given.claims * 3 // 2:,} mentions; "
              f"documents.jsonl {(folder / 'out' / 'documents.jsonl').stat().st_size / 1e6:.0f} MB; "
              f"Python {sys.version.split()[0]}, {os.cpu_count()} cores\n")  # fmt: skip
        print("| command | seconds | of processor | peak MB | written MB |\n|---|---|---|---|---|")
        for form in given.formats.split(","):
            path = folder / f"made-{form}{'.' + form if form in ('xlsx', 'sqlite') else ''}"
            seconds, busy, peak = measured(
                ["export", f"{folder}/out", "--to", form, "-o", str(path)]
            )
            files = path.rglob("*") if path.is_dir() else [path]
            size = sum(file.stat().st_size for file in files if file.is_file()) / 1e6
            print(
                f"| export --to {form} | {seconds:.1f} | {busy:.1f} | {peak:.0f} | {size:.0f} |",
                flush=True,
            )
            if form == "xlsx":
                seconds, busy, peak = measured(["import", str(path), "--from", form, "--annotator", "a",
                                          "-o", f"{folder}/set.jsonl", "--dataset", f"{folder}/out"])  # fmt: skip
                print(
                    f"| import --from {form} | {seconds:.1f} | {busy:.1f} | {peak:.0f} | |",
                    flush=True,
                )


if __name__ == "__main__":
    main()
