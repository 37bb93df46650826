"""stancebook review: the local page on which coders check claims."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import click

from pipeline.commands.options import PATH
from pipeline.errors import ConfigurationError
from pipeline.learn.features import FEATURE_SETS
from pipeline.learn.shipped import SHIPPED


@click.command()
@click.argument("out", type=PATH)
@click.option("--annotator", "annotators", multiple=True, metavar="NAME", help="A coder who sees "
              "what the model says. May be given again.")  # fmt: skip
@click.option("--blind", multiple=True, metavar="NAME", help="A coder who sees neither the model's "
              "values nor other coders'; what others have decided comes first.")  # fmt: skip
@click.option("--with", "others", type=PATH, multiple=True, metavar="SET", help="Another "
              "annotation set: claims on which it differs come first.")  # fmt: skip
@click.option("--train-data", type=PATH, multiple=True, help="Labelled data that retraining adds "
              "the decisions to: tables, or annotation sets of this dataset.")  # fmt: skip
@click.option("--features", type=click.Choice(tuple(FEATURE_SETS)),
              default=SHIPPED["stance"].features, show_default=True,
              help="What a retrained model sees, as in `train`; words are fastest.")  # fmt: skip
@click.option("--retrain-after", type=click.IntRange(1), default=50, show_default=True,
              help="Decisions until retraining is offered.")  # fmt: skip
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="By default a free one.")
def review(
    out: Path, annotators: tuple[str, ...], blind: tuple[str, ...], others: tuple[Path, ...],
    train_data: tuple[Path, ...], features: str, retrain_after: int, port: int,
) -> None:  # fmt: skip
    """Go through the claims of the dataset in OUT by keyboard, on a page of this machine only.

    Prints an address for each coder. Every decision is on disk at once, in OUT/review/NAME.jsonl:
    an annotation set for `agree`, `adjudicate` and `train`. The same command takes up where the
    last one ended. Stop it with Ctrl-C.

    \b
    Examples:
      stancebook review outputs/demo --annotator ada
      stancebook review outputs/demo --annotator ada --blind bea
      stancebook review outputs/demo --annotator ada --train-data annotations/training
    """
    try:
        from pipeline.review.server import addresses, listen, serve
    except ImportError as error:
        raise ConfigurationError(
            f"the review desk needs {error.name}; install it with: pip install 'stancebook[review]'"
        ) from error
    from pipeline.dataset.load import load_dataset
    from pipeline.review.decisions import Desk
    from pipeline.review.queue import items_of
    from pipeline.review.session import Session
    from pipeline.studies.sets import read_sets

    names = [*annotators, *blind]
    if not names:
        raise click.UsageError("name a coder with --annotator NAME or --blind NAME")
    if len(set(names)) < len(names):
        raise click.UsageError("each coder has a name of their own")
    for path in train_data:
        if not path.exists():
            raise click.UsageError(f"--train-data: there is no file or folder {path}")
    items = list(items_of(load_dataset(out).documents()))
    if not items:
        raise ConfigurationError(f"{out} has no claims to review, or was coded with --no-text")
    given = read_sets(others)
    folder = out / "review"
    sessions = []
    for name in names:
        sets = list(given)
        if name in blind:
            earlier = sorted(folder.glob("*.jsonl"))
            sets += read_sets(p for p in earlier if _is_set(p) and p.stem != name)
        desk = Desk(folder, name, items)
        sessions.append(Session(desk, sets, blind=name in blind, base=train_data,
                                features=features, retrain_after=retrain_after))  # fmt: skip
    sock = listen(port)
    with suppress(KeyboardInterrupt):  # the ordinary way to stop
        for name, address in addresses(sessions, sock.getsockname()[1]).items():
            click.echo(f"{name}: {address}")
        serve(sessions, sock)


def _is_set(path: Path) -> bool:
    return not path.name.endswith(".decisions.jsonl")
