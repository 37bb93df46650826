"""Measures over gold and found annotations: F1 with bootstrap intervals, B-cubed, causes of error."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

Span = tuple[int, int, str]
Unit = tuple[int, int, int]
DRAWS = 500
CAUSES = ("missed", "spurious", "boundary", "label")


def strict(a: Span, b: Span) -> bool:
    """Same span and label."""
    return a == b


def overlapping(a: Span, b: Span) -> bool:
    """Same label, and a character in common."""
    return a[2] == b[2] and a[0] < b[1] and b[0] < a[1]


def units(
    gold: Sequence[Span],
    found: Sequence[Span],
    sentences: Iterable[Mapping[str, Any]],
    match: Callable[[Span, Span], bool],
) -> list[Unit]:
    """(hits, wanted, got) for each sentence."""
    rows = []
    for sentence in sentences:
        a = [s for s in gold if sentence["start"] <= s[0] < sentence["end"]]
        b = [s for s in found if sentence["start"] <= s[0] < sentence["end"]]
        hits = sum(any(match(x, y) for y in b) for x in a)
        right = sum(any(match(y, x) for x in a) for y in b)
        rows.append((min(hits, right), len(a), len(b)))
    return rows


def f1(rows: Iterable[Unit]) -> float:
    """F1 over units; 1 where there is nothing to find and nothing was found."""
    hits, wanted, got = (sum(column) for column in zip(*rows, strict=True))
    return 2 * hits / (wanted + got) if wanted + got else 1.0


def interval(rows: Sequence[Any], measure: Callable[[list[Any]], float]) -> str:
    """A measure over rows with its 95% bootstrap interval (fixed seed)."""
    rows = list(rows)
    if not rows:
        return "-"
    rng = random.Random(7)
    draws = sorted(measure([rng.choice(rows) for _ in rows]) for _ in range(DRAWS))
    low, high = draws[DRAWS // 40], draws[-1 - DRAWS // 40]
    return f"{measure(rows):.3f} ({low:.2f}-{high:.2f})"


def share(rows: Sequence[bool]) -> float:
    """The share of true ones."""
    return sum(rows) / len(rows)


def causes(gold: Sequence[Span], found: Sequence[Span]) -> dict[str, list[Span]]:
    """Every difference by its cause: `missed` (nothing found there), `spurious` (nothing wanted
    there), `boundary` (same label, other bounds), `label` (another label over the same words). A
    pair of a wanted and a found span counts once, as the wanted one."""
    found_set, gold_set = set(found), set(gold)
    by_cause: dict[str, list[Span]] = {cause: [] for cause in CAUSES}
    explained: set[Span] = set()
    for span in sorted(gold_set - found_set):
        beside = [f for f in found_set - gold_set if f[0] < span[1] and span[0] < f[1]]
        explained.update(beside)
        if any(f[2] == span[2] for f in beside):
            by_cause["boundary"].append(span)
        elif beside:
            by_cause["label"].append(span)
        else:
            by_cause["missed"].append(span)
    for span in sorted(found_set - gold_set - explained):
        by_cause["spurious"].append(span)
    return by_cause


def b_cubed(truth: Mapping[Any, Any], found: Mapping[Any, Any]) -> list[tuple[float, float]]:
    """(precision, recall) for each mention that both have, in one document (Bagga and Baldwin,
    1998): of those found together with it, the share that belongs; of those that belong, the share
    found."""
    common = [span for span in truth if span in found]
    by_truth: dict[Any, set[Any]] = defaultdict(set)
    by_found: dict[Any, set[Any]] = defaultdict(set)
    for span in common:
        by_truth[truth[span]].add(span)
        by_found[found[span]].add(span)
    rows = []
    for span in common:
        together = len(by_truth[truth[span]] & by_found[found[span]])
        rows.append((together / len(by_found[found[span]]), together / len(by_truth[truth[span]])))
    return rows


def b_cubed_f1(rows: Sequence[tuple[float, float]]) -> float:
    """F1 of mean precision and mean recall."""
    precision = sum(p for p, _ in rows) / len(rows)
    recall = sum(r for _, r in rows) / len(rows)
    return 2 * precision * recall / (precision + recall)


def counts(gold: Iterable[Span], found: Iterable[Span]) -> tuple[int, int, int]:
    """(hits, wanted, got), strict."""
    a, b = Counter(gold), Counter(found)
    return sum((a & b).values()), sum(a.values()), sum(b.values())
