from __future__ import annotations

import threading

import pytest

from pipeline.once import Once


def test_it_is_made_once_whoever_asks() -> None:
    made: list[int] = []
    released = threading.Event()

    def make() -> int:
        released.wait(10)
        made.append(1)
        return len(made)

    value = Once(make)
    value.ahead()
    value.ahead()
    asking = [threading.Thread(target=value) for _ in range(5)]
    for thread in asking:
        thread.start()
    released.set()
    assert value() == 1
    for thread in asking:
        thread.join()
    assert made == [1]


def test_what_goes_wrong_ahead_is_told_to_who_asks_and_may_go_well_again() -> None:
    attempts: list[int] = []

    def make() -> str:
        attempts.append(1)
        if len(attempts) < 3:
            raise MemoryError(f"attempt {len(attempts)}")
        return "made"

    value = Once(make)
    value.ahead()
    while not attempts:
        pass
    with pytest.raises(MemoryError, match="attempt 2"):
        value()
    assert value() == "made"
    assert len(attempts) == 3
