"""A worker that speaks the real protocol and annotates nothing: for tests of what surrounds it."""

from __future__ import annotations

import hashlib
import json
import os
import sys
import time
from pathlib import Path

from pipeline.batch import supervisor
from pipeline.batch.config import Config, key_of
from pipeline.batch.worker import item_from_dict
from pipeline.corpus.scan import read_file
from pipeline.dataset.files import to_line

SECONDS = float(os.environ.get("FAST_WORKER_SECONDS", "0.001"))


def main() -> None:
    config = Config.from_dict(json.loads(sys.stdin.readline())["config"])
    print('{"ready": true}', flush=True)
    for line in sys.stdin:
        for position, data in enumerate(json.loads(line)):
            item = item_from_dict(data)
            content = read_file(item)
            time.sleep(SECONDS)
            record = {"doc_id": item.doc_id, "text": hashlib.sha256(content).hexdigest() * 40}
            kind = "failure" if b"fail" in content else "document"
            print(json.dumps({"position": position, "key": key_of(item, content, config),
                              "kind": kind, "line": to_line(record), "words": 1}), flush=True)  # fmt: skip
        print('{"done": true, "spent": false}', flush=True)


def command() -> tuple[str, str]:
    """What starts this worker."""
    return sys.executable, str(Path(__file__))


def dask_setup(_: object) -> None:
    """Called in each worker of a Dask cluster that preloads this file."""
    supervisor.COMMAND = command()


if __name__ == "__main__":
    main()
