"""A worker whose readers of made-up formats do what a broken native parser may do."""

from __future__ import annotations

import faulthandler
import os
import re
import sys
from types import SimpleNamespace
from typing import Any

from pipeline.batch import worker
from pipeline.corpus import readers


def hang(data: bytes, limits: Any) -> Any:
    re.match(r"(a+)+$", "a" * 60 + "b")  # holds the interpreter's lock for ages


def crash(data: bytes, limits: Any) -> Any:
    faulthandler._sigsegv()


def leave(data: bytes, limits: Any) -> Any:
    os._exit(7)


def devour(data: bytes, limits: Any) -> Any:
    whole = [bytearray(50_000_000) for _ in range(100_000)]
    return len(whole)


def bug(data: bytes, limits: Any) -> Any:
    raise KeyError("no such thing")


def chatter(data: bytes, limits: Any) -> Any:
    os.write(1, b'{"done": true}\nnot an answer\n')
    raise ValueError("said something on stdout")


for function in (hang, crash, leave, devour, bug, chatter):
    name = function.__name__
    readers.READERS[f".{name}"] = name
    sys.modules[f"pipeline.corpus.readers.{name}"] = SimpleNamespace(read=function)  # type: ignore[assignment]

worker._GRACE_SECONDS = 0.0
worker.main()
