from __future__ import annotations

import json
import time
from typing import Any

import numpy as np
import pytest
from conftest import SHARED

from pipeline.studies.agreement import (
    bootstrap_interval,
    cohen_kappa,
    confusion,
    disagreements,
    fleiss_kappa,
    gwet_ac1,
    krippendorff_alpha,
    pairwise,
    percent_agreement,
    scott_pi,
)
from pipeline.studies.table import AgreementError, Table, Undefined

# Krippendorff (2011), Computing Krippendorff's Alpha-Reliability, section E: 4 observers, 12 units.
_ = None
KRIPPENDORFF_2011 = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, _, _, _],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, _, 3],
    [_, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, _],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, _],
]
# The worked example of Fleiss' kappa: 10 subjects, 14 raters, 5 categories.
FLEISS = [
    [0, 0, 0, 0, 14], [0, 2, 6, 4, 2], [0, 0, 3, 5, 6], [0, 3, 9, 2, 0], [2, 2, 8, 1, 1],
    [7, 7, 0, 0, 0], [3, 2, 6, 3, 0], [2, 5, 3, 2, 2], [6, 5, 2, 1, 0], [0, 2, 2, 3, 7],
]  # fmt: skip


def units(observers: list[list[Any]]) -> list[list[Any]]:
    return [list(unit) for unit in zip(*observers, strict=True)]


def from_counts(counts: list[list[int]]) -> list[list[int]]:
    return [[label for label, n in enumerate(row) for _ in range(n)] for row in counts]


@pytest.mark.parametrize(
    ("metric", "published"),
    [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849), ("ratio", 0.797)],
)
def test_alpha_of_krippendorffs_own_example(metric: Any, published: float) -> None:
    assert round(krippendorff_alpha(units(KRIPPENDORFF_2011), metric), 3) == published


def test_kappa_of_the_worked_example() -> None:
    assert round(fleiss_kappa(from_counts(FLEISS)), 3) == 0.210


def test_the_shared_worked_examples() -> None:
    path = SHARED / "data" / "krippendorff_examples" / "examples.json"
    if not path.is_file():
        pytest.skip(f"needs the shared worked examples, which are not at {path}")
    examples = json.loads(path.read_text(encoding="utf-8"))
    for example in examples.values():
        for metric, published in example.get("alpha", {}).items():
            assert round(krippendorff_alpha(units(example["data"]), metric), 3) == published
        if "kappa" in example:
            assert round(fleiss_kappa(from_counts(example["data"])), 2) == example["kappa"]


# Two annotators, ten units: yes/yes 4, yes/no 1, no/yes 2, no/no 3.
TWO = [["y", "y"]] * 4 + [["y", "n"]] + [["n", "y"]] * 2 + [["n", "n"]] * 3


def test_coefficients_of_two_annotators_by_hand() -> None:
    assert percent_agreement(TWO) == pytest.approx(0.7)
    assert cohen_kappa(TWO) == pytest.approx((0.7 - 0.5) / 0.5)  # .5 x .6 + .5 x .4
    assert scott_pi(TWO) == pytest.approx((0.7 - 0.505) / 0.495)  # .55^2 + .45^2
    assert gwet_ac1(TWO) == pytest.approx((0.7 - 0.495) / 0.505)  # 2 x .55 x .45
    assert fleiss_kappa(TWO) == pytest.approx(scott_pi(TWO))
    assert krippendorff_alpha(TWO) == pytest.approx(1 - 0.3 * 20 * 19 / (2 * 11 * 9))
    np.testing.assert_array_equal(confusion(TWO), [[3, 2], [1, 4]])


def test_units_with_one_label_do_not_count() -> None:
    more = [*TWO, ["y", None], [None, float("nan")]]
    for coefficient in (krippendorff_alpha, cohen_kappa, scott_pi, percent_agreement):
        assert coefficient(more) == pytest.approx(coefficient(TWO))


def test_an_order_makes_words_scores() -> None:
    words = {1: "low", 2: "middle", 3: "high"}
    numbers = [[1, 1], [1, 2], [2, 3], [3, 3], [1, 3]]
    named = [[words[a], words[b]] for a, b in numbers]
    for metric in ("ordinal", "interval"):
        assert krippendorff_alpha(named, metric, order=list(words.values())) == pytest.approx(
            krippendorff_alpha(numbers, metric)
        )
    with pytest.raises(AgreementError, match="needs numbers"):
        krippendorff_alpha(named, "ordinal")
    with pytest.raises(AgreementError, match="leaves out 'high'"):
        krippendorff_alpha(named, "ordinal", order=["low", "middle"])


@pytest.mark.parametrize(
    "coefficient", [krippendorff_alpha, cohen_kappa, scott_pi, fleiss_kappa, gwet_ac1]
)
def test_one_label_only_is_undefined_and_says_so(coefficient: Any) -> None:
    with pytest.raises(Undefined, match="one label only"):
        coefficient([["y", "y"], ["y", "y"]])
    with pytest.raises(Undefined, match="no unit"):
        coefficient([["y", None], [None, "n"]])


def test_pairs_and_disagreements_are_listed() -> None:
    table = Table.of(
        [["a", "a", "b"], ["b", "b", "b"], ["a", "a", None]], annotators=["x", "y", "z"]
    )
    found = pairwise(table, cohen_kappa)
    assert found["x", "y"] == pytest.approx(1)
    assert found["x", "z"] == pytest.approx(0)
    assert disagreements(table) == [("1", {"a": 2, "b": 1})]


def test_equal_rows_put_together_change_nothing() -> None:
    table = Table.of(units(KRIPPENDORFF_2011) * 3)
    for metric in ("nominal", "ordinal", "interval", "ratio"):
        whole = krippendorff_alpha(table, metric)  # type: ignore[arg-type]
        assert krippendorff_alpha(table.distinct(), metric) == pytest.approx(whole)  # type: ignore[arg-type]


def test_the_interval_holds_the_value_and_the_seed_fixes_it() -> None:
    rows = TWO * 10
    first = bootstrap_interval(rows, krippendorff_alpha, seed=3)
    assert first == bootstrap_interval(rows, krippendorff_alpha, seed=3)
    assert first != bootstrap_interval(rows, krippendorff_alpha, seed=4)
    assert first.low < krippendorff_alpha(rows) < first.high
    wide = bootstrap_interval(TWO, krippendorff_alpha)
    assert wide.high - wide.low > first.high - first.low


def test_many_items_are_quick() -> None:
    labels = np.random.default_rng(0).integers(1, 6, size=(100_000, 5))
    start = time.monotonic()
    table = Table.of(labels.tolist())
    for metric in ("nominal", "ordinal", "interval", "ratio"):
        assert abs(krippendorff_alpha(table, metric)) < 0.01  # type: ignore[arg-type]
    assert abs(fleiss_kappa(table)) < 0.01
    assert time.monotonic() - start < 10
