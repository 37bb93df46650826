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
from pipeline.studies.unitizing import (
    Continuum,
    disagreement,
    u_alpha,
    unitizing_alpha,
    unitizing_interval,
)

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


def times(*cells: tuple[int, str]) -> list[list[str]]:
    return [list(pair) for count, pair in cells for _ in range(count)]


# Cohen (1960), p. 45; Artstein and Poesio (2008), pp. 558 and 568; Zwick (1988), p. 376, table 3.
COHEN = times(
    (88, "11"),
    (14, "12"),
    (18, "13"),
    (10, "21"),
    (40, "22"),
    (10, "23"),
    (2, "31"),
    (6, "32"),
    (12, "33"),
)
ARTSTEIN_1 = times((20, "ss"), (20, "is"), (10, "si"), (50, "ii"))
ARTSTEIN_2 = times((46, "ss"), (6, "is"), (32, "ii"), (6, "ic"), (10, "cc"))
ZWICK = times(
    (20, "aa"),
    (5, "ab"),
    (5, "ac"),
    (10, "ad"),
    (10, "bb"),
    (5, "bc"),
    (5, "bd"),
    (5, "cb"),
    (10, "cc"),
    (5, "cd"),
    (20, "dd"),
)


@pytest.mark.parametrize(
    ("rows", "coefficient", "digits", "published"),
    [
        (COHEN, cohen_kappa, 3, 0.492),
        (ARTSTEIN_1, percent_agreement, 3, 0.7),
        (ARTSTEIN_1, scott_pi, 3, 0.341),
        (ARTSTEIN_1, cohen_kappa, 3, 0.348),
        (ARTSTEIN_2, percent_agreement, 3, 0.88),
        (ARTSTEIN_2, scott_pi, 4, 0.7995),
        (ARTSTEIN_2, cohen_kappa, 3, 0.801),
        (ARTSTEIN_2, krippendorff_alpha, 2, 0.8),
        (ZWICK, scott_pi, 2, 0.46),
        (ZWICK, cohen_kappa, 3, 0.474),
        (times((8, "yy"), (1, "nn"), (1, "yn")), gwet_ac1, 4, 0.8658),
    ],
)
def test_published_examples_of_two_annotators(
    rows: list[list[str]], coefficient: Any, digits: int, published: float
) -> None:
    assert round(coefficient(rows), digits) == published


# Fleiss (1971), p. 379: 30 patients, 6 psychiatrists, 5 diagnoses.
FLEISS_1971 = """
444444 222555 233335 555555 222444 113333 333355 113334 114444 555555 144444 124444 222333 144444
224445 333335 111455 111112 224444 133555 555555 244444 224555 114444 144445 222224 111155 224444
133333 555555
""".split()
# Hayes and Krippendorff (2007), p. 84: 5 observers, 40 units; a dot is a missing label.
HAYES = """
112.2 1101. 2333. .00.0 000.0 000.0 102.1 1.20. 222.2 2111. .100. 0000. 1222. 33223 111.1 111.1
212.2 1233. 1101. 000.0 0011. 00.00 2333. 0000. 12.22 0111. 00010 1212. 1122. 112.2 110.0 2121.
22.22 3222. 222.2 223.2 222.2 22.12 2222. 111.1
""".split()


def test_fleiss_own_example() -> None:
    assert round(fleiss_kappa([list(row) for row in FLEISS_1971]), 3) == 0.430
    assert round(percent_agreement([list(row) for row in FLEISS_1971]), 3) == 0.556


@pytest.mark.parametrize(
    ("metric", "digits", "published"),
    [("nominal", 3, 0.477), ("ordinal", 4, 0.7598), ("interval", 3, 0.757)],
)
def test_the_example_of_hayes_and_krippendorff(metric: Any, digits: int, published: float) -> None:
    rows = [[None if label == "." else int(label) for label in unit] for unit in HAYES]
    assert round(krippendorff_alpha(rows, metric), digits) == published


def continuum(length: int, *annotators: list[tuple[int, int]]) -> list[Continuum]:
    """Spans given by start and length, as the sources print them."""
    return [Continuum(length, tuple([(s, s + n) for s, n in spans] for spans in annotators))]


def test_unitizing_alpha_of_krippendorffs_own_example() -> None:
    # Krippendorff (2004), p. 254: a continuum from 150 to 450, here from 0.
    c = continuum(300, [(75, 70), (220, 30)], [(70, 80), (205, 20), (250, 20)])
    k = continuum(300, [(30, 60), (150, 50)], [(30, 60), (150, 50)])
    assert [round(d, 4) for d in disagreement(c)] == [0.0144, 0.0532]
    assert [round(d, 4) for d in disagreement(k)] == [0.0, 0.0490]
    assert round(unitizing_alpha({"c": c}), 4) == 0.7286
    assert unitizing_alpha({"k": k}) == 1
    # Of both: printed as .8591, which was computed from the rounded disagreements above.
    observed, expected = (
        sum(round(d, 4) for d in pair)
        for pair in zip(disagreement(c), disagreement(k), strict=True)
    )
    assert round(1 - observed / expected, 4) == 0.8591
    assert round(unitizing_alpha({"c": c, "k": k}), 4) == 0.8587


def test_unitizing_alpha_of_krippendorff_1995() -> None:
    # Krippendorff (1995), p. 57, pair A; its alpha is printed for a long continuum.
    pair = [(2, 8), (14, 6)], [(4, 4), (15, 2)]
    assert round(disagreement(continuum(24, *pair))[0], 5) == 0.03125
    longer = [[(s * 50_000, n * 50_000) for s, n in spans] for spans in pair]
    assert round(unitizing_alpha({"A": continuum(24 * 50_000, *longer)}), 3) == 0.553


# Krippendorff (2019), Content Analysis, 4th ed., figure 12.11, p. 340: three observers unitize and
# code a continuum of 60; by value, (start, end). Quoted from a public implementation's test of it.
ALEX = {1: (0, 7), 2: (7, 13), 5: (30, 32), 6: ((32, 37), (37, 44)), 7: (44, 60)}
PAUL = {1: (0, 7), 3: (7, 13), 5: (13, 21), 6: (32, 44)}
SUZAN = {1: (0, 7), 4: (7, 13), 5: (13, 21), 6: ((32, 37), (37, 41), (41, 44))}


def coded(*observers: dict[int, Any], length: int = 60) -> dict[str, list[Continuum]]:
    def spans(observer: dict[int, Any], value: int) -> list[tuple[int, int]]:
        given = observer.get(value, ())
        return list(given) if given and isinstance(given[0], tuple) else [given] if given else []

    values = sorted({value for observer in observers for value in observer})
    return {str(v): [Continuum(length, tuple(spans(one, v) for one in observers))] for v in values}


def test_u_alpha_of_krippendorff_2019() -> None:
    assert round(u_alpha(coded(ALEX, PAUL, SUZAN)), 3) == 0.510


def test_u_alpha_by_hand() -> None:
    # Two annotators, ten places: 0-4 and 0-6. Labelled 4 + 6, not 6 + 4; two places differ, each in
    # two ordered pairs; by chance 2 x 10 x 10 of the 20 x 20 - (16 + 36 + 10) pairs, over 20.
    pair = {"x": [Continuum(10, ([(0, 4)], [(0, 6)]))]}
    assert u_alpha(pair) == pytest.approx(1 - 4 / (200 / (20 - 62 / 20)))
    assert u_alpha({"x": [Continuum(10, ([(0, 4)],) * 3)]}) == 1
    with pytest.raises(Undefined, match="nothing is marked"):
        u_alpha({"x": [Continuum(10, ([], []))]})
    with pytest.raises(Undefined, match="overlap"):
        u_alpha(coded({1: (0, 5), 2: (3, 6)}, {1: (0, 5)}))
    # Documents end to end, and a document of which all is marked.
    apart = {"x": [Continuum(5, ([(0, 4)], [(0, 5)])), Continuum(5, ([], [(0, 1)]))]}
    assert u_alpha(apart) == pytest.approx(1 - 4 / (200 / (20 - (16 + 25 + 1 + 10) / 20)))


def test_unitizing_alpha_says_what_is_wrong() -> None:
    with pytest.raises(Undefined, match="marks anything"):
        unitizing_alpha({"x": continuum(10, [], [])})
    with pytest.raises(AgreementError, match="free of overlaps"):
        continuum(10, [(0, 5), (3, 4)], [])
    with pytest.raises(AgreementError, match="within the 10"):
        continuum(10, [(8, 5)], [])
    with pytest.raises(Undefined, match="too few"):
        unitizing_interval({"x": continuum(10, [(0, 5)], [(0, 5)])})


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
    start = time.process_time()
    table = Table.of(labels.tolist())
    for metric in ("nominal", "ordinal", "interval", "ratio"):
        assert abs(krippendorff_alpha(table, metric)) < 0.01  # type: ignore[arg-type]
    assert abs(fleiss_kappa(table)) < 0.01
    assert time.process_time() - start < 10
