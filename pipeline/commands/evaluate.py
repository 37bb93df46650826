"""stancebook evaluate: a model measured on labelled data."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from pipeline.commands.options import PATH
from pipeline.commands.output import json_option, print_json, print_table
from pipeline.learn.classifier import TextClassifier
from pipeline.learn.examples import TASKS
from pipeline.learn.training import evaluate as evaluate_model
from pipeline.studies.examples import read_labelled
from pipeline.studies.texts import read_texts


@click.command()
@click.argument("model", type=PATH)
@click.argument("data", type=PATH, nargs=-1, required=True)
@click.option("--task", type=click.Choice(TASKS), help="By default the model's own.")
@click.option(
    "--corpus",
    type=PATH,
    help="The texts of annotation sets among DATA: a corpus, or a dataset made of it.",
)
@click.option("-o", "--out", type=PATH, help="Write the measures to this JSON file too.")
@json_option
def evaluate(
    model: Path,
    data: tuple[Path, ...],
    task: Any,
    corpus: Path | None,
    out: Path | None,
    as_json: bool,
) -> None:
    """Measure MODEL on labelled DATA, tables or annotation sets: macro-F1, accuracy, each label,
    calibration.

    \b
    Examples:
      stancebook evaluate stance.npz held-out.jsonl -o measures.json
      stancebook evaluate stance.npz gold.jsonl --corpus outputs/demo
    """
    classifier = TextClassifier.load(model)
    texts = None if corpus is None else read_texts(corpus)
    examples = read_labelled(data, task or classifier.card.get("task", "stance"), texts)
    measures = evaluate_model(classifier, examples)
    if out is not None:
        out.write_text(json.dumps(measures, indent=2) + "\n", encoding="utf-8")
    if as_json:
        print_json(measures)
        return
    print_table(
        ("Sentences", "Macro-F1", "F_avg", "Accuracy", "Calibration error"),
        [[measures[name] for name in ("examples", "macro_f1", "f_avg", "accuracy",
                                      "expected_calibration_error")]],
    )  # fmt: skip
    click.echo()
    print_table(
        ("Label", "Precision", "Recall", "F1", "Sentences"),
        [[label, row["precision"], row["recall"], row["f1"], row["count"]]
         for label, row in measures["labels"].items()],
    )  # fmt: skip
