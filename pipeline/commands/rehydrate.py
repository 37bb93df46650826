"""stancebook rehydrate: put the texts back into an annotation set."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from pipeline.commands.options import FAILED_DOCUMENTS, PATH
from pipeline.commands.output import json_option, print_json
from pipeline.dataset.records import to_line
from pipeline.studies.rehydrate import fingerprinted
from pipeline.studies.rehydrate import rehydrate as with_texts
from pipeline.studies.results import write_text
from pipeline.studies.sets import read_set, write_set
from pipeline.studies.texts import read_texts


@click.command()
@click.argument("annotation_set", metavar="SET", type=PATH)
@click.argument("corpus", type=PATH)
@click.option("-o", "--output", type=PATH, required=True, help="The file to write.")
@click.option("--anchor", is_flag=True,
              help="Follow spans with quote hashes into texts that were changed.")  # fmt: skip
@click.option("--fingerprint", is_flag=True,
              help="Write no text, but the hash of each span's words, for --anchor.")  # fmt: skip
@json_option
@click.pass_context
def rehydrate(
    ctx: click.Context,
    annotation_set: Path,
    corpus: Path,
    output: Path,
    anchor: bool,
    fingerprint: bool,
    as_json: bool,
) -> None:
    """Put the texts of CORPUS (or of a dataset made of it) back into an annotation SET, by the hash
    of each text. A text that was changed is refused; with --anchor its spans are followed, and
    those lost are listed (exit status 3).

    \b
    Example:
      stancebook rehydrate gold.jsonl my-copy-of-the-corpus -o with-text.jsonl
    """
    one = read_set(annotation_set)
    texts = {text.sha256: (text.doc_id, text.text) for text in read_texts(corpus)}
    if fingerprint:
        write_set(output, fingerprinted(one, texts))
        if as_json:
            print_json({"documents": len(one.documents), "lost": []})
        return
    records, lost = with_texts(one, texts, anchor=anchor)
    write_text(output, map(to_line, records))
    for item in lost:
        click.echo(
            f"lost: {item.doc_id} {item.layer} {item.start}-{item.end}: {item.why}", err=True
        )
    if as_json:
        print_json({"documents": len(records), "lost": [asdict(item) for item in lost]})
    if lost:
        ctx.exit(FAILED_DOCUMENTS)
