"""stancebook train: a model from labelled data."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from pipeline.commands.options import PATH
from pipeline.commands.output import json_option, print_json
from pipeline.learn.examples import TASKS
from pipeline.learn.features import FEATURE_SETS
from pipeline.learn.training import train as train_model
from pipeline.studies.examples import read_labelled
from pipeline.studies.texts import read_texts


@click.command()
@click.argument("data", type=PATH, nargs=-1, required=True)
@click.option("-o", "--out", type=PATH, required=True, help="File for the model (.npz).")
@click.option("--task", type=click.Choice(TASKS), default="stance", show_default=True)
@click.option(
    "--features",
    type=click.Choice(tuple(FEATURE_SETS)),
    default="embedding",
    show_default=True,
    help="What the model sees: words, characters and cues; words and cues alone (fast); with "
    "sentence embeddings; with these and the vectors of the stance encoder, ten times slower; or "
    "with the scores of the encoder of military intervention (of Spanish texts: encoder-es).",
)
@click.option(
    "--corpus",
    type=PATH,
    help="The texts of annotation sets among DATA: a corpus, or a dataset made of it.",
)
@json_option
def train(
    data: tuple[Path, ...], out: Path, task: Any, features: str, corpus: Path | None, as_json: bool
) -> None:
    """Train a sentence model on DATA: JSONL or CSV files, or folders of them; or annotation sets,
    with the texts that they are of in --corpus.

    A row has `text` and its label under `label` or the task's name; `context` (or `thesis`),
    `target` and `group` may be there. The same data gives the same model.

    \b
    Examples:
      stancebook train annotations/training -o stance.npz
      stancebook train sanctions.csv -o sanctions.npz
      stancebook train gold.jsonl --corpus outputs/demo -o stance.npz
    """
    texts = None if corpus is None else read_texts(corpus)
    model = train_model(data, task, features, read_labelled(data, task, texts))
    out.parent.mkdir(parents=True, exist_ok=True)
    model.save(out)
    if as_json:
        print_json(model.card)
    else:
        labels = ", ".join(f"{name} {count}" for name, count in model.card["labels"].items())
        click.echo(f"{out}: {task} model of {model.card['examples']} examples ({labels})")
