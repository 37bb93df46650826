"""What takes long to make and is made once: when first asked for, or ahead of that on a thread."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from threading import Lock, Thread
from typing import Generic, TypeVar

Made = TypeVar("Made")


class Once(Generic[Made]):
    """Called, it gives what `make` makes, which is made once, whichever thread asks. Raises what
    `make` raises; who asks after that has it tried again."""

    def __init__(self, make: Callable[[], Made]) -> None:
        self._make = make
        self._made: list[Made] = []
        self._lock = Lock()

    def __call__(self) -> Made:
        with self._lock:
            if not self._made:
                self._made.append(self._make())
            return self._made[0]

    def ahead(self) -> None:
        """Begin to make it on a thread; who asks meanwhile waits. That gains time where `make`
        hashes, unpacks or runs native code, which leave the interpreter to others. What goes wrong
        is told to who asks."""

        def begin() -> None:
            with suppress(Exception):
                self()

        Thread(target=begin).start()
