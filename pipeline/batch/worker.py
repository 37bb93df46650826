"""A worker process: reads chunks of documents from stdin, writes results to stdout, as JSON lines.

    python -m pipeline.batch.worker

Nothing is pickled. The process bounds itself, in ways that also hold where native code hangs or
runs wild: the kernel's timer ends it (SIGALRM) when a step takes too long, and a limit on its
address space makes memory run out for it alone. Whoever started it sees how it ended (see
`supervisor`).
"""

from __future__ import annotations

import gc
import json
import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from pipeline.batch.config import Config
from pipeline.corpus import Item, language
from pipeline.corpus.document import Metadata
from pipeline.errors import ConfigurationError

# The gentle limits (a reader's or the annotator's own) come first; they spare a new process.
_GRACE_SECONDS = 2.0
# A chunk of several documents may take longer than one; who hangs in it is found one at a time.
_CHUNK_SECONDS = 60.0
_MAX_FILE_BYTES = 200_000_000
# What a worker may hold between chunks, over what it held when it was loaded, before it is
# replaced: spaCy keeps every word that it has ever seen.
_MAX_GROWTH = 150_000_000


def item_to_dict(item: Item) -> dict[str, Any]:
    """An item as plain values."""
    metadata = {name: getattr(item.metadata, name) for name in _METADATA}
    known = {name: value for name, value in metadata.items() if value}
    return {"doc_id": item.doc_id, "path": item.path, "root": str(item.root), "metadata": known}


def item_from_dict(data: dict[str, Any]) -> Item:
    """From `item_to_dict`."""
    metadata = dict(data["metadata"])
    metadata["authors"] = tuple(metadata.get("authors", ()))
    return Item(data["doc_id"], data["path"], Path(data["root"]), Metadata(**metadata))


_METADATA = tuple(Metadata.__dataclass_fields__)


def main() -> None:
    """Serve until stdin ends."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a native library prints must not get between the answers

    def answer(message: dict[str, Any]) -> None:
        answers.write(json.dumps(message, ensure_ascii=False).encode("utf-8") + b"\n")
        answers.flush()

    try:
        _serve(sys.stdin.buffer, answer)
    except ConfigurationError as error:
        answer({"configuration": str(error)})
    except BrokenPipeError:
        os._exit(0)  # whoever started this process is gone


def _serve(requests: BinaryIO, answer: Any) -> None:
    order = json.loads(requests.readline())
    config = Config.from_dict(order["config"])
    if order["detects"]:
        language.load_ahead()
    # What is loaded stays: looking through it for garbage, now or later, is time lost. (Some
    # libraries end a `gc.disable()` by themselves.)
    thresholds = gc.get_threshold()
    gc.set_threshold(0)
    from pipeline.batch.work import annotator, code_chunk

    annotator(config).warm_up()
    gc.freeze()
    gc.set_threshold(*thresholds)
    _limit_resources(config.limits.max_memory)
    loaded = _resident()
    answer({"ready": True})
    for line in requests:
        items = [item_from_dict(data) for data in json.loads(line)]
        seconds = config.limits.max_seconds + _GRACE_SECONDS

        def mark(position: int | None, items: Any = items, seconds: float = seconds) -> None:
            several = position is None and len(items) > 1
            _set_timer(seconds + _CHUNK_SECONDS if several else seconds)
            answer({"at": position})

        for position, entry in code_chunk(items, config, mark):
            answer({"position": position, "key": entry.key, "kind": entry.kind,
                    "line": entry.line, "words": entry.words})  # fmt: skip
        _set_timer(0)
        answer({"done": True, "spent": _resident() - loaded > _MAX_GROWTH})


def _set_timer(seconds: float) -> None:
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, seconds)


def _limit_resources(max_memory: int) -> None:
    """Let memory grow by `max_memory` over what is mapped now; write no large file."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (_MAX_FILE_BYTES, _MAX_FILE_BYTES))
    mapped = next(_status(0), None)
    if mapped is not None:
        limit = mapped + max_memory
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        if hard == resource.RLIM_INFINITY or limit < hard:
            resource.setrlimit(resource.RLIMIT_AS, (limit, limit))


def _resident() -> int:
    return next(_status(1), 0)


def _status(field: int) -> Iterator[int]:
    """Bytes mapped (0) or resident (1), where the system tells."""
    try:
        pages = Path("/proc/self/statm").read_text("ascii").split()[field]
    except OSError:
        return
    yield int(pages) * os.sysconf("SC_PAGE_SIZE")


if __name__ == "__main__":
    main()
