"""Classifying lines: plain texts or JSON objects in, JSON lines out."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import islice

from pipeline.learn.classifier import TextClassifier
from pipeline.learn.examples import DataError, Example

_BATCH = 256
_MAX_CHARACTERS = 100_000


def classify_lines(
    lines: Iterable[str], model: TextClassifier, *, explain: bool = False
) -> Iterator[str]:
    """One JSON line `{"text", "label", "probabilities"}` for each line, in order; with `explain`,
    `"because"` has the words and cues that moved the decision. An empty line is an empty text.
    Raises DataError for a line of JSON without `text`."""
    numbered = enumerate(lines, 1)
    while batch := list(islice(numbered, _BATCH)):
        examples = [_example(line, number) for number, line in batch]
        for example, row in zip(examples, model.probabilities(examples), strict=True):
            record: dict[str, object] = {
                "text": example.text,
                "label": model.labels[int(row.argmax())],
                "probabilities": {
                    label: round(float(p), 4) for label, p in zip(model.labels, row, strict=True)
                },
            }
            if explain:
                record["because"] = [
                    {"feature": name, "weight": round(weight, 3)}
                    for name, weight in model.explain(example)
                ]
            yield json.dumps(record, ensure_ascii=False)


def _example(line: str, number: int) -> Example:
    if len(line) > _MAX_CHARACTERS:
        raise DataError(f"line {number}: is longer than {_MAX_CHARACTERS:,} characters")
    if not line.lstrip().startswith("{"):
        return Example(line)
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise DataError(f"line {number}: begins as JSON but is none: {error}") from error
    if not isinstance(row, dict) or not isinstance(row.get("text"), str):
        raise DataError(f'line {number}: needs "text": the sentence to classify')
    return Example(
        row["text"],
        str(row.get("context") or row.get("thesis") or ""),
        target=str(row.get("target") or ""),
    )
