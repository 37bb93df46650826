"""stancebook classify: the stance of single texts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import IO

import click

from pipeline.commands.options import PATH
from pipeline.learn.classifier import TextClassifier
from pipeline.learn.classify import classify_lines
from pipeline.learn.examples import DataError
from pipeline.learn.shipped import DATA


@click.command()
@click.argument("file", type=click.File("rb"), default="-")
@click.option("--model", type=PATH, help="A model made by `stancebook train`.")
@click.option("--explain", is_flag=True, help="Add the words and cues that moved the decision.")
def classify(file: IO[bytes], model: Path | None, explain: bool) -> None:
    """Classify the stance of one text a line, from FILE or standard input.

    A line is a text, or JSON such as {"text": "...", "context": "..."}, where `context` is the
    text before it or the thesis that it answers. One line of JSON out for each line in, in order.

    \b
    Examples:
      echo "Airstrikes would only recruit for the cartels." | stancebook classify
      stancebook classify sentences.jsonl --explain > stances.jsonl
    """
    classifier = TextClassifier.load(model or DATA / "stance.npz")
    for line in classify_lines(_lines(file), classifier, explain=explain):
        click.echo(line)


def _lines(file: IO[bytes]) -> Iterator[str]:
    for number, line in enumerate(file, 1):
        try:
            yield line.decode("utf-8-sig" if number == 1 else "utf-8").rstrip("\r\n")
        except UnicodeDecodeError as error:
            raise DataError(f"line {number}: is not UTF-8: {error}") from error
