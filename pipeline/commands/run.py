"""stancebook run: the main job."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from pipeline.batch.run import run as run_batch
from pipeline.batch.work import Config
from pipeline.commands.options import FAILED_DOCUMENTS, PATH
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
    help="Time for one document.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the summary as JSON.")
def run(
    corpus: Path, out: Path, codebook: Path | None, spacy_model: str | None,
    stance_model: Path | None, workers: int, no_text: bool, fresh: bool, strict: bool,
    published: str | None, max_bytes: int, max_characters: int, max_pages: int,
    max_seconds: float, as_json: bool,
) -> None:  # fmt: skip
    """Code every document of CORPUS (a folder, or one file) into a dataset.

    Writes documents.jsonl, failures.jsonl and run.json to the folder OUT. The same command again
    finishes what was interrupted and annotates only what is new or changed.

    \b
    Examples:
      stancebook run corpus -o outputs/demo
      stancebook run article.txt -o outputs/article --published 2025-02-16
      stancebook run corpus -o outputs/all --workers 8 --no-text
    """
    config = Config(
        codebook=codebook,
        spacy_model=spacy_model,
        stance_model=stance_model,
        published=_day(published),
        with_text=not no_text,
        limits=Limits(
            max_bytes=max_bytes,
            max_characters=max_characters,
            max_pages=max_pages,
            max_seconds=max_seconds,
        ),
    )
    progress = _show_progress if sys.stderr.isatty() else None
    summary = run_batch(corpus, out, config, workers=workers, fresh=fresh, progress=progress)
    if progress is not None:
        click.echo(err=True)
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


def _show_progress(done: int, total: int) -> None:
    click.echo(f"\r{done:,} of {total:,} documents", nl=False, err=True)
