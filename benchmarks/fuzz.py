"""A fuzz run: mutated samples and random bytes through `stancebook run`, workers and all.

    python benchmarks/fuzz.py [--files 2000] [--seed 1] [--keep FOLDER]

Each file is a sample of `corpus/` with bytes changed, cut, doubled or spliced with another
sample's, or random bytes under one of the known extensions. Ends with status 1 where the run fails,
where a document is in neither or both of the two files, or where one crashed its worker or met an
error that the program does not explain (`crashed`, `internal`).
"""

from __future__ import annotations

import argparse
import random
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

from pipeline.corpus.readers import READERS
from pipeline.dataset.files import read_records

CORPUS = Path(__file__).parent.parent / "corpus"
RUN = "from pipeline.cli import main; main()"


def mutated(chance: random.Random, samples: dict[str, list[bytes]]) -> tuple[str, bytes]:
    """An extension and a file's bytes."""
    suffix = chance.choice(sorted(samples))
    if chance.random() < 0.1:
        return chance.choice(sorted(READERS)), chance.randbytes(chance.randrange(5000))
    data = bytearray(chance.choice(samples[suffix]))
    for _ in range(chance.randrange(1, 12)):
        at, length = chance.randrange(len(data) + 1), chance.randrange(1, 40)
        way = chance.randrange(6)
        if way == 0:
            data[at : at + length] = chance.randbytes(length)
        elif way == 1:
            del data[at : at + chance.randrange(len(data) + 1)]
        elif way == 2:
            data[at:at] = data[at : at + length] * chance.randrange(1, 200)
        elif way == 3:
            other = chance.choice(samples[chance.choice(sorted(samples))])
            data[at:at] = other[: chance.randrange(len(other))]
        elif way == 4 and at < len(data):
            data[at] ^= 1 << chance.randrange(8)
        else:
            data[at:at] = chance.choice([b"\x00", b"\xff\xfe", b"<![CDATA[", b"&#xD800;", b"]]>", b"%PDF-", b"PK\x03\x04", b"\xe2\x80\xae", b"<!--", b"9" * 40])  # fmt: skip
    return suffix, bytes(data)


def fuzz(folder: Path, count: int, seed: int, workers: int) -> bool:
    """Make the files, run, and print what became of them; whether all is well."""
    chance = random.Random(seed)
    samples: dict[str, list[bytes]] = {}
    for path in sorted(CORPUS.iterdir()):
        if path.suffix in READERS and path.stem != "README":
            samples.setdefault(path.suffix, []).append(path.read_bytes())
    root, out = folder / "corpus", folder / "out"
    root.mkdir(parents=True)
    for number in range(count):
        suffix, data = mutated(chance, samples)
        (root / f"{number:05d}{suffix}").write_bytes(data)
    command = [sys.executable, "-c", RUN, "run", str(root), "-o", str(out), "--workers",
               str(workers), "--max-seconds", "60"]  # fmt: skip
    status = subprocess.run(command, stdout=subprocess.DEVNULL, check=False).returncode
    documents = Counter(r["source"]["path"] for r in read_records(out))
    failures = {f["path"]: f for f in read_records(out / "failures.jsonl")}
    seen = documents + Counter(failures.keys())
    lost = [p.name for p in root.iterdir() if seen[p.name] != 1]
    kinds = Counter(f["error"] for f in failures.values())
    print(f"{count} files: {len(documents)} documents, {len(failures)} failures {dict(kinds)}, "
          f"{len(lost)} lost, exit status {status}")  # fmt: skip
    bad = [f for f in failures.values() if f["error"] in ("crashed", "internal")]
    for failure in bad[:20]:
        print(failure["path"], failure["error"], failure["message"])
    return status in (0, 3) and not lost and not bad


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--files", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--keep", type=Path, help="make the files here, and leave them")
    options = parser.parse_args()
    place = options.keep or Path(tempfile.mkdtemp())
    well = fuzz(place, options.files, options.seed, options.workers)
    if options.keep is None:
        shutil.rmtree(place)
    sys.exit(0 if well else 1)
