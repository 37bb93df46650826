"""The command line: one click command each, and no logic."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

import click

from pipeline import __version__
from pipeline.annotate.language import ModelError
from pipeline.batch.run import run as run_batch
from pipeline.batch.work import Config
from pipeline.codebook import BUILT_IN, CodebookError, check_codebook, load_codebook
from pipeline.corpus import CorpusError, Failure, Limits, scan
from pipeline.corpus.scan import read_corpus
from pipeline.dataset.files import DatasetError
from pipeline.dataset.schema import NAMES as SCHEMA_NAMES
from pipeline.dataset.schema import schema as dataset_schema
from pipeline.learn.classifier import ModelFileError, TextClassifier
from pipeline.learn.classify import classify_lines
from pipeline.learn.examples import TASKS, DataError, read_examples
from pipeline.learn.shipped import DATA
from pipeline.learn.training import evaluate as evaluate_model
from pipeline.learn.training import train as train_model
from pipeline.studies.report import agreement
from pipeline.studies.sets import SetError, read_sets

USAGE, FAILED_DOCUMENTS = 2, 3
_CONFIGURATION = (CorpusError, CodebookError, ModelError, ModelFileError, DataError, SetError)
_PATH = click.Path(path_type=Path)


class _Group(click.Group):
    """Turns the program's own errors into one line on stderr and the right exit status."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except _CONFIGURATION as error:
            click.echo(f"stancebook: {error}", err=True)
            ctx.exit(USAGE)
        except DatasetError as error:
            click.echo(f"stancebook: {error}", err=True)
            ctx.exit(1)
        except OSError as error:
            place = f"{error.filename}: " if error.filename else ""
            click.echo(f"stancebook: {place}{error.strerror or error}", err=True)
            ctx.exit(1)


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="stancebook")
def main() -> None:
    """From a folder of articles and policy texts to a coded dataset: entities, dates, claims, and
    stance toward military intervention.

    Exit status: 0 all done; 1 the program failed; 2 wrong usage or configuration; 3 finished, and
    some documents failed (they are listed in failures.jsonl).
    """


@main.command()
@click.argument("corpus", type=_PATH)
@click.option("-o", "--out", type=_PATH, required=True, help="Folder for the dataset.")
@click.option("--codebook", type=_PATH, help="Codebook file or folder, instead of the built-in.")
@click.option("--spacy-model", help="English spaCy model (name or folder), instead of the default.")
@click.option("--stance-model", type=_PATH, help="A model made by `stancebook train`.")
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


@main.command()
@click.argument("file", type=click.File("rb"), default="-")
@click.option("--model", type=_PATH, help="A model made by `stancebook train`.")
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


@main.command()
@click.argument("data", type=_PATH, nargs=-1, required=True)
@click.option("-o", "--out", type=_PATH, required=True, help="File for the model (.npz).")
@click.option("--task", type=click.Choice(TASKS), default="stance", show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Print the model's card as JSON.")
def train(data: tuple[Path, ...], out: Path, task: Any, as_json: bool) -> None:
    """Train a sentence model on DATA: JSONL or CSV files, or folders of them.

    A row has `text` and its label under `label` or the task's name; `context` (or `thesis`),
    `target` and `group` may be there. The same data gives the same model.

    \b
    Examples:
      stancebook train annotations/training -o stance.npz
      stancebook train sanctions.csv -o sanctions.npz
    """
    model = train_model(data, task)
    out.parent.mkdir(parents=True, exist_ok=True)
    model.save(out)
    if as_json:
        click.echo(json.dumps(model.card, ensure_ascii=False))
    else:
        labels = ", ".join(f"{name} {count}" for name, count in model.card["labels"].items())
        click.echo(f"{out}: {task} model of {model.card['examples']} examples ({labels})")


@main.command()
@click.argument("model", type=_PATH)
@click.argument("data", type=_PATH, nargs=-1, required=True)
@click.option("--task", type=click.Choice(TASKS), help="By default the model's own.")
@click.option("-o", "--out", type=_PATH, help="Write the measures to this JSON file too.")
@click.option("--json", "as_json", is_flag=True, help="Print the measures as JSON.")
def evaluate(
    model: Path, data: tuple[Path, ...], task: Any, out: Path | None, as_json: bool
) -> None:
    """Measure MODEL on labelled DATA: macro-F1, accuracy, each label, calibration.

    \b
    Example:
      stancebook evaluate stance.npz held-out.jsonl -o measures.json
    """
    classifier = TextClassifier.load(model)
    examples = read_examples(data, task or classifier.card.get("task", "stance"))
    measures = evaluate_model(classifier, examples)
    if out is not None:
        out.write_text(json.dumps(measures, indent=2) + "\n", encoding="utf-8")
    if as_json:
        click.echo(json.dumps(measures))
        return
    click.echo(f"macro-F1 {measures['macro_f1']:.3f}  accuracy {measures['accuracy']:.3f}  "
               f"calibration error {measures['expected_calibration_error']:.3f}  "
               f"({measures['examples']} examples)")  # fmt: skip
    for label, row in measures["labels"].items():
        click.echo(f"  {label:10} precision {row['precision']:.3f}  recall {row['recall']:.3f}  "
                   f"F1 {row['f1']:.3f}  ({row['count']})")  # fmt: skip


@main.command()
@click.argument("sets", type=_PATH, nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True, help="Print the figures as JSON.")
def agree(sets: tuple[Path, ...], as_json: bool) -> None:
    """Agreement of annotation SETS, by layer: Krippendorff's alpha with its 95% interval.

    \b
    Example:
      stancebook agree annotations/article/annotator-a.jsonl annotations/article/annotator-b.jsonl
    """
    if len(sets) < 2:
        raise click.UsageError("agreement needs two annotation sets at least")
    rows = agreement(read_sets(sets))
    if as_json:
        click.echo(json.dumps(rows))
        return
    for row in rows:
        if row["alpha"] is None:
            click.echo(f"{row['layer']:18} {row['why']}")
        else:
            interval = "" if row["low"] is None else f" ({row['low']:.3f} to {row['high']:.3f})"
            click.echo(f"{row['layer']:18} alpha {row['alpha']:.3f}{interval}  "
                       f"agreement {row['agreement']:.3f}")  # fmt: skip


@main.command()
@click.argument("name", type=click.Choice(SCHEMA_NAMES), default="documents")
def schema(name: str) -> None:
    """Print the JSON Schema of a dataset file."""
    click.echo(json.dumps(dataset_schema(name), indent=2))


@main.group()
def corpus() -> None:
    """Build and check a corpus folder."""


@corpus.command("check")
@click.argument("folder", type=_PATH)
def corpus_check(folder: Path) -> None:
    """Read every document of FOLDER and say what is wrong with it, without annotating.

    \b
    Example:
      stancebook corpus check corpus
    """
    scan(folder)
    sound, failures = 0, 0
    for result in read_corpus(folder):
        if isinstance(result, Failure):
            failures += 1
            click.echo(f"{result.path}: {result.message}", err=True)
        else:
            sound += 1
    click.echo(f"{sound} documents can be read, {failures} problems")
    if failures:
        sys.exit(FAILED_DOCUMENTS)


@main.group()
def codebook() -> None:
    """Make and check a codebook."""


@codebook.command("init")
@click.argument("folder", type=_PATH)
def codebook_init(folder: Path) -> None:
    """Copy the built-in codebook to FOLDER, to change it there.

    \b
    Example:
      stancebook codebook init my-codebook
    """
    import shutil

    if folder.exists():
        raise click.UsageError(f"{folder} exists already; name a new folder")
    shutil.copytree(BUILT_IN.parent / "gazetteers", folder / "gazetteers")
    shutil.copy(BUILT_IN, folder / "codebook.toml")
    click.echo(f"{folder}: a copy of the built-in codebook")


@codebook.command("check")
@click.argument("path", type=_PATH, required=False)
def codebook_check(path: Path | None) -> None:
    """Check the codebook at PATH (a file or folder; by default the built-in one)."""
    problems = list(check_codebook(path))
    for problem in problems:
        click.echo(str(problem), err=True)
    if problems:
        sys.exit(USAGE)
    loaded = load_codebook(path)
    rows = sum(len(table) for table in loaded.gazetteers.values())
    click.echo(f"{loaded.name} {loaded.version}: sound; {rows:,} gazetteer rows; {loaded.sha256}")
