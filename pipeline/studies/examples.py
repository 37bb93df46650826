"""Annotation sets as labelled examples, for training and measuring sentence models."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from pipeline.learn.examples import Example, Task, read_examples
from pipeline.studies.sets import (
    AnnotationSet,
    Record,
    SetError,
    check_offsets,
    read_lines,
    read_set,
)
from pipeline.studies.texts import SourceText


def read_labelled(
    paths: Sequence[Path], task: Task = "stance", texts: Iterable[SourceText] | None = None
) -> list[Example]:
    """Labelled examples from tables (see `read_examples`) and, after them, from annotation sets,
    whose words stand in `texts`; these are read only where there is a set.

    Raises DataError, or SetError where a set's text is missing.
    """
    sets = [path for path in paths if is_set(path)]
    tables = [path for path in paths if path not in sets]
    examples = read_examples(tables, task) if tables or not sets else []
    if not sets:
        return examples
    if texts is None:
        raise SetError(
            f"{sets[0]}: is an annotation set, which holds no texts; name the corpus or the "
            "dataset that has them with --corpus"
        )
    read = [read_set(path) for path in sets]
    wanted = {sha256 for one in read for sha256 in one.documents}
    found = {text.sha256: text for text in texts if text.sha256 in wanted}
    for path, one in zip(sets, read, strict=True):
        more = list(set_examples(one, found, task))
        if not more:
            raise SetError(f"{path}: has nothing to learn {task} from")
        examples += more
    return examples


def set_examples(
    one: AnnotationSet, texts: Mapping[str, SourceText], task: Task = "stance"
) -> Iterator[Example]:
    """The annotated claims of a set as examples of stance or type; for the task `claim`, the
    sentences that it judged (all, where it does not list any) as claims or not. Documents are the
    groups. Raises SetError where a text is missing or a span leaves it."""
    check_offsets(one, {sha256: text.text for sha256, text in texts.items()})
    for sha256, record in one.documents.items():
        if sha256 not in texts:
            raise SetError(
                f"{one.places[sha256]}: no document has the text {sha256[:12]}... of "
                f"{record['doc_id']}; name the corpus or the dataset that it was annotated on"
            )
        if task == "claim":
            yield from _sentences(record, texts[sha256])
        else:
            yield from _claims(record, texts[sha256], task)


def is_set(path: Path) -> bool:
    """Whether a file is an annotation set, by its first line. Raises SetError for a file whose
    first line is no JSON."""
    if path.suffix != ".jsonl" or not path.is_file():
        return False
    _, first = next(read_lines(path), ("", {}))
    return "text_sha256" in first and "claims" in first


def _claims(record: Record, source: SourceText, task: Task) -> Iterator[Example]:
    for claim in record["claims"]:
        if claim.get(task) is not None:
            yield replace(
                source.example(claim["start"], claim["end"]),
                label=claim[task],
                author_label=record.get("stance"),
                by_author=_kind(claim.get("holder")) == "author",
            )


def _kind(holder: object) -> object:
    # Where no holder is coded, the author is the one who speaks.
    return holder.get("kind") if isinstance(holder, dict) else holder or "author"


def _sentences(record: Record, source: SourceText) -> Iterator[Example]:
    if "claim" not in record.get("layers", ("claim",)):
        return
    judged = [(s["start"], s["end"]) for s in record.get("sentences") or ()]
    for start, end in judged or source.sentences:
        claimed = any(c["start"] < end and start < c["end"] for c in record["claims"])
        yield replace(source.example(start, end), label="claim" if claimed else "other")
