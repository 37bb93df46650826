"""The report's counts as tables in Markdown, for papers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pipeline.dataset.load import Dataset
from pipeline.report.page import stance_tables
from pipeline.report.summary import NAMED, STANCES, Summary

_HEADINGS = {
    "stance-over-time": "Documents by date of publication",
    "stance-by-kind": "Documents by kind",
    "stance-by-publisher": "Documents by publisher",
    "claims-by-type": "Claims by type",
}


def markdown_report(summary: Summary, dataset: Dataset, title: str) -> str:
    """The table set: totals, stance by date, kind, publisher and type, holders, most named
    entities, failures, and what the run was made with."""
    run = dataset.run
    parts = [
        f"# {_cell(title)}",
        f"{summary.documents:,} documents, {summary.claims.total():,} claims, "
        f"{summary.mentions:,} mentions, {summary.sentences:,} sentences; "
        f"{len(dataset.failures):,} failures.",
        "## Stance",
        table(
            ["", *STANCES, "all"],
            [
                ["documents (author’s stance)", *_counts(summary.stances)],
                ["claims", *_counts(summary.claims)],
            ],
        ),
    ]
    for name, (head, rows) in stance_tables(summary).items():
        if rows:
            body = [[row, *_counts(counts)] for row, counts in rows]
            parts += [f"## {_HEADINGS[name]}", table([head, *STANCES, "all"], body)]
    parts += [
        "## Who favours, who opposes (claims by holder)",
        table(
            ["Holder", "Kind", *STANCES, "all", "documents"],
            [
                [name, kind, *_counts(tally.stances), len(tally.documents)]
                for kind, name, tally in summary.top_holders(30)
            ],
        ),
    ]
    for label in NAMED:
        named = [
            [r["name"], r["mentions"], r["documents"]] for r in summary.top_entities(label, 20)
        ]
        if named:
            parts += [f"## Most named: {label}", table(["Name", "mentions", "documents"], named)]
    if dataset.failures:
        failed = [[f["path"], f["stage"], f["message"]] for f in dataset.failures]
        parts += ["## Failures", table(["Input", "Stage", "Cause"], failed)]
    parts += [
        "## Made with",
        table(
            ["", ""],
            [
                ["stancebook", run.get("stancebook", "")],
                *[[f"codebook {key}", v] for key, v in run.get("codebook", {}).items()],
                *[[f"{task} model", sha] for task, sha in run.get("models", {}).items()],
                *[[name, sha] for name, sha in run.get("files", {}).items()],
            ],
        ),
    ]
    return "\n\n".join(parts) + "\n"


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A Markdown table; figures stand on the right, and no cell can break out of its own."""
    rows = [list(row) for row in rows]
    right = [bool(rows) and all(isinstance(row[i], int) for row in rows) for i in range(len(head))]
    lines = [
        list(map(_cell, head)),
        ["---:" if number else "---" for number in right],
        *[list(map(_cell, row)) for row in rows],
    ]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _cell(value: object) -> str:
    text = f"{value:,}" if isinstance(value, int) else " ".join(str(value).split())
    for character in "\\|<>`*_[]":
        text = text.replace(character, f"\\{character}")
    return text


def _counts(counts: object) -> list[int]:
    assert isinstance(counts, dict)
    return [*(counts.get(stance, 0) for stance in STANCES), sum(counts.values())]
