"""Read an export for brat with two readers of others, and compare what they find.

    python tests/integration/brat.py [--venv FOLDER]

Installs bratly and pybrat from PyPI into a virtual environment of their own. brat itself is not on
PyPI; both follow the standoff format that it documents.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from material import CODEBOOK, dataset, export, sets
from server import environment

from pipeline.dataset.files import read_records
from pipeline.exchange.coding import Coding, coded_texts
from pipeline.exchange.contract import Export
from pipeline.exchange.files import file_name

REQUIREMENTS = ("bratly[io]==0.1.4", "pybrat==0.1.7")
# Run in the other environment: every .ann file of a folder as plain lists, by each of the readers.
READER = """
import json, pathlib, sys
from bratly import AttributeAnnotation, EntityAnnotation, NoteAnnotation, RelationAnnotation
from bratly.io import read_and_load_ann_file
from pybrat.parser import BratParser

def at(entity):
    return [entity.label, entity.fragments[0].start, entity.fragments[-1].end]

out = {}
for folder in sorted(pathlib.Path(sys.argv[1]).iterdir()):
    if not folder.is_dir():
        continue
    theirs = {e.id: e for e in BratParser(error="ignore").parse(str(folder))}
    for file in sorted(folder.glob("*.ann")):
        rows = {"spans": [], "attributes": [], "notes": [], "links": [], "spans2": [], "links2": []}
        found = read_and_load_ann_file(str(file), no_duplicates=False, sorting=False, renumerotize=False)
        for one in found.annotations:
            if isinstance(one, EntityAnnotation):
                rows["spans"].append(at(one) + [one.content])
            elif isinstance(one, AttributeAnnotation):
                rows["attributes"].append([one.label, at(one.component), *one.values])
            elif isinstance(one, NoteAnnotation):
                rows["notes"].append([one.label, at(one.component), one.value])
            elif isinstance(one, RelationAnnotation):
                rows["links"].append([at(argument) for argument in (one.argument1[1], one.argument2[1])])
        other = next(e for key, e in theirs.items() if pathlib.Path(key).name == file.stem)
        for e in other.entities:
            rows["spans2"].append([e.type, e.spans[0].start, e.spans[-1].end, e.mention])
        for r in other.relations:
            rows["links2"].append([[e.type, e.spans[0].start, e.spans[-1].end] for e in (r.arg1, r.arg2)])
        out[f"{folder.name}/{file.stem}"] = rows
print(json.dumps(out))
"""


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--venv", type=Path, help="where the virtual environment is or shall be")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        bin_ = environment((options.venv or folder / "venv").absolute(), *REQUIREMENTS)
        made = dataset(folder / "out")
        given = sets(made)
        sent = export("brat", made, given, folder / "sent")
        done = subprocess.run(
            [bin_ / "python", "-c", READER, sent], check=True, capture_output=True, text=True
        )
        found = json.loads(done.stdout.splitlines()[-1])
        count = 0
        for text in coded_texts(Export(made, CODEBOOK, given), []):
            for coding in text.codings:
                rows = found.pop(f"{file_name(coding.annotator)}/{file_name(text.doc_id)}")
                for kind, expected in wanted(coding, text.text).items():
                    got = sorted(json.dumps(row) for row in rows[kind])
                    if got != sorted(json.dumps(row) for row in expected):
                        raise SystemExit(
                            f"{text.doc_id} by {coding.annotator}: {kind}: {rows[kind]} is not {expected}"
                        )
                    count += len(got)
        assert not found, found.keys()
        print(*REQUIREMENTS)
        documents = sum(1 for _ in read_records(made.folder))
        print(
            f"{documents} documents by {len(given) + 1} annotators: all {count} spans, attributes, notes and links the same"
        )


def wanted(coding: Coding, text: str) -> dict[str, list[Any]]:
    """What a reader must find, from the coding alone."""
    spans = [[m.label, m.start, m.end] for m in coding.mentions]
    names = {(m.start, m.end): [m.label, m.start, m.end] for m in coding.mentions}
    attributes: list[Any] = []
    notes: list[Any] = []
    links: list[Any] = []
    for mention, at in zip(coding.mentions, list(spans), strict=True):
        notes += [[n, at, v] for n, v in (("Entity", mention.entity), ("EDTF", mention.edtf)) if v]
    for claim in coding.claims:
        at = ["CLAIM", claim.start, claim.end]
        spans.append(at)
        kind = claim.holder.kind if claim.holder else None
        attributes += [
            [n, at, v]
            for n, v in (("Type", claim.type), ("Stance", claim.stance), ("Holder", kind))
            if v
        ]
        if claim.holder and claim.holder.text:
            notes.append(["Holder_text", at, claim.holder.text])
        if claim.holder and claim.holder.span:
            links.append([at, names[claim.holder.span]])
    if coding.stance:
        first = next(line for line in text.split("\n") if line.strip())
        start = text.index(first.strip())
        at = ["DOCUMENT", start, start + len(first.strip())]
        spans.append(at)
        attributes.append(["Stance", at, coding.stance])
    quoted = [
        [label, a, b, " ".join(part for part in re.split(r"[\n\t]", text[a:b]) if part)]
        for label, a, b in spans
    ]
    return {
        "spans": quoted,
        "spans2": quoted,
        "attributes": attributes,
        "notes": notes,
        "links": links,
        "links2": links,
    }


if __name__ == "__main__":
    main()
