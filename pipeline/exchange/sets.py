"""Records of a dataset as lines of an annotation set, and imported lines as sets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from pipeline.dataset.records import SCHEMA_VERSION
from pipeline.exchange.contract import ExchangeError, Imported, Problem
from pipeline.studies.sets import SetError, check_record

Record = dict[str, Any]


def set_record(document: Record, annotator: str) -> Record:
    """A dataset's document as the line of an annotation set whose annotator agrees with all of it:
    what a format's `read` gives for what its `write` wrote, where nobody changed anything."""
    names = {entity["id"]: entity["name"] for entity in document["entities"]}
    return {
        "schema_version": SCHEMA_VERSION,
        "text_sha256": document["text_sha256"],
        "doc_id": document["doc_id"],
        "annotator": annotator,
        "sentences": [{"start": s["start"], "end": s["end"]} for s in document["sentences"]],
        "mentions": [_mention(mention, names) for mention in document["mentions"]],
        "claims": [_claim(claim, names) for claim in document["claims"]],
        "stance": document["stance"]["label"],
    }


def _mention(mention: Record, names: Mapping[str, str]) -> Record:
    record = {field: mention[field] for field in ("start", "end", "label", "edtf")
              if field in mention}  # fmt: skip
    return record | {"entity": names[mention["entity_id"]]}


def _claim(claim: Record, names: Mapping[str, str]) -> Record:
    return {
        "start": claim["start"],
        "end": claim["end"],
        "type": claim["type"],
        "stance": claim["stance"]["label"],
        "holder": holder_record(claim["holder"], names),
    }


def holder_record(holder: Mapping[str, str], names: Mapping[str, str]) -> Record:
    """A claim's holder in a set: the kind, and of an entity or a group what it is called. `names`
    are the entities' names by id."""
    text = names.get(holder.get("entity_id", ""), holder.get("text"))
    return {"kind": holder["kind"]} | ({"text": text} if text is not None else {})


def renames(names: Iterable[str]) -> tuple[str | None, dict[str, str]]:
    """What `--annotator` says: one plain NAME, and `FILE=NAME` for names that the file uses. Raises
    ExchangeError for two plain names."""
    pairs = dict(name.split("=", 1) for name in names if "=" in name)
    plain = [name for name in names if "=" not in name]
    if len(plain) > 1:
        raise ExchangeError(
            f"--annotator is given as {' and as '.join(plain)}; where the file names several "
            "people, give each as --annotator NAME-IN-FILE=NAME"
        )
    return (plain[0] if plain else None), pairs


def by_annotator(
    imported: Imported, plain: str | None, pairs: Mapping[str, str]
) -> dict[str, list[Record]]:
    """The lines of each annotator, under the names asked for. Lines that are not sound, and texts
    that an annotator has twice, become problems.

    `pairs` rename; `plain` names the only annotator, or takes one among several. Raises
    ExchangeError where it is none of them.
    """
    found: dict[str, dict[str, Record]] = {}
    for record in imported.records:
        name = pairs.get(record["annotator"], record["annotator"])
        _add(found.setdefault(name, {}), record | {"annotator": name}, imported)
    sets = {name: list(records.values()) for name, records in found.items() if records}
    if plain is None or not sets:
        return sets
    if plain in sets:
        return {plain: sets[plain]}
    if len(sets) == 1:
        records = next(iter(sets.values()))
        return {plain: [record | {"annotator": plain} for record in records]}
    raise ExchangeError(
        f"{plain} is none of the annotators of this file: {', '.join(sorted(sets))}"
    )


def _add(records: dict[str, Record], record: Record, imported: Imported) -> None:
    """Add a line to those of one annotator, by the hash of the text."""
    place, doc_id = f"{record['doc_id']} by {record['annotator']}", record["doc_id"]
    other = records.get(record["text_sha256"])
    if other is not None:
        same = f"has the same text as {other['doc_id']}"
        if other | {"doc_id": doc_id} == record:
            imported.notices.append(f"{place}: {same} and the same annotations: they stand once")
        else:
            message = f"{same}, which is annotated otherwise: not taken"
            imported.problems.append(Problem(place, message))
        return
    try:
        check_record(record, place)
    except SetError as error:
        imported.problems.append(Problem(place, str(error).removeprefix(f"{place}: ")))
        return
    records[record["text_sha256"]] = record
