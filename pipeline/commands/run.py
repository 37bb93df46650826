"""stancebook run: the main job."""

from __future__ import annotations

import json
import signal
import sys
from pathlib import Path
from typing import Any

import click

from pipeline.batch.config import Config
from pipeline.batch.progress import JsonLines, Quiet, Reporter, Terminal
from pipeline.batch.run import InterruptedRun
from pipeline.batch.run import run as run_batch
from pipeline.commands.options import FAILED_DOCUMENTS, INTERRUPTED, PATH
from pipeline.corpus import Limits


@click.command()
@click.argument("corpus", type=PATH)
@click.option("-o", "--out", type=PATH, required=True, help="Folder for the dataset.")
@click.option("--codebook", type=PATH, help="Codebook file or folder, instead of the built-in.")
@click.option("--spacy-model", help="English spaCy model (name or folder), instead of the default.")
@click.option("--stance-model", type=PATH, help="A model made by `stancebook train`.")
@click.option(
    "--workers",
    type=click.IntRange(1),
    default=1,
    show_default=True,
    help="Processes at work; the output does not depend on it.",
)
@click.option(
    "--engine",
    type=click.Choice(["local", "dask"]),
    default="local",
    show_default=True,
    help="Where the workers run: on this machine, or on a Dask cluster (extra `dask`).",
)
@click.option(
    "--scheduler",
    metavar="ADDRESS",
    help="Dask scheduler (tcp://host:8786); without one, Dask starts workers here.",
)
@click.option(
    "--fast",
    is_flag=True,
    help="Leave out the English stance encoder: several times faster, stance less often right.",
)
@click.option("--no-text", is_flag=True, help="Leave out the texts of documents and claims.")
@click.option("--fresh", is_flag=True, help="Annotate everything again.")
@click.option("--strict", is_flag=True, help="Exit with status 1 where any document failed.")
@click.option(
    "--published",
    metavar="DATE",
    help="Publication date (2025-02-16) of documents that do not state theirs.",
)
@click.option("--max-bytes", type=click.IntRange(1), default=Limits().max_bytes, show_default=True)
@click.option(
    "--max-characters", type=click.IntRange(1), default=Limits().max_characters, show_default=True
)
@click.option("--max-pages", type=click.IntRange(1), default=Limits().max_pages, show_default=True)
@click.option(
    "--max-seconds",
    type=click.FloatRange(0.001),
    default=Limits().max_seconds,
    show_default=True,
    help="Time for reading, and for annotating, one document.",
)
@click.option(
    "--max-memory",
    type=click.IntRange(1),
    default=Limits().max_memory,
    show_default=True,
    help="Bytes that a worker may take for a document.",
)
@click.option("--log-json", is_flag=True, help="Say on stderr what happens, as JSON lines.")
@click.option("--json", "as_json", is_flag=True, help="Print the summary as JSON.")
def run(
    corpus: Path, out: Path, codebook: Path | None, spacy_model: str | None,
    stance_model: Path | None, workers: int, engine: Any, scheduler: str | None, fast: bool,
    no_text: bool,
    fresh: bool, strict: bool, published: str | None, max_bytes: int, max_characters: int,
    max_pages: int, max_seconds: float, max_memory: int, log_json: bool, as_json: bool,
) -> None:  # fmt: skip
    """Code every document of CORPUS (a folder, or one file) into a dataset.

    Writes documents.jsonl, failures.jsonl and run.json to the folder OUT. The same command again
    finishes what was interrupted and annotates only what is new or changed.

    \b
    Examples:
      stancebook run corpus -o outputs/demo
      stancebook run article.txt -o outputs/article --published 2025-02-16
      stancebook run corpus -o outputs/all --workers 8 --no-text --fast
    """
    config = Config(
        codebook=codebook,
        spacy_model=spacy_model,
        stance_model=stance_model,
        published=_day(published),
        fast=fast,
        with_text=not no_text,
        limits=Limits(
            max_bytes=max_bytes,
            max_characters=max_characters,
            max_pages=max_pages,
            max_seconds=max_seconds,
            max_memory=max_memory,
        ),
    )
    if scheduler is not None and engine != "dask":
        raise click.UsageError("--scheduler goes with --engine dask")
    reporter: Reporter = Quiet()
    if log_json:
        reporter = JsonLines()
    elif sys.stderr.isatty():
        reporter = Terminal()
    # What stops a job on a cluster or in a shell script stops it as Ctrl-C does.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        summary = run_batch(
            corpus, out, config, workers=workers, fresh=fresh, engine=engine, scheduler=scheduler,
            reporter=reporter,
        )  # fmt: skip
    except InterruptedRun as stopped:
        click.echo(f"stancebook: {stopped}", err=True)
        sys.exit(INTERRUPTED)
    if as_json:
        counts = {"documents": summary.documents, "failures": summary.failures,
                  "reused": summary.reused, "annotated": summary.annotated}  # fmt: skip
        click.echo(json.dumps(counts))
    else:
        click.echo(
            f"{summary.documents} documents in {out / 'documents.jsonl'} "
            f"({summary.annotated} annotated now, {summary.reused} taken over)"
        )
    if summary.failures:
        click.echo(f"{summary.failures} failures, listed in {out / 'failures.jsonl'}", err=True)
        sys.exit(1 if strict else FAILED_DOCUMENTS)


def _day(published: str | None) -> str | None:
    from datetime import date

    if published is None:
        return None
    try:
        return date.fromisoformat(published).isoformat()
    except ValueError:
        raise click.BadParameter(
            f"{published!r} is no date; write it as 2025-02-16", param_hint="--published"
        ) from None
