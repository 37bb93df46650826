from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from pipeline.cli import main
from pipeline.studies.adjudicate import adjudicate
from pipeline.studies.dawid_skene import DawidSkene
from pipeline.studies.rehydrate import fingerprinted, rehydrate
from pipeline.studies.sets import AnnotationSet, SetError, read_set, write_set

TEXT = "General Arlo Benitez ordered the raid. Critics say the raid will fail. It began in May."
SENTENCES = [(0, 38), (39, 70), (71, 87)]

# Dawid and Skene (1979), table 1: five anaesthetists on 45 patients; the first three digits are the
# first anaesthetist's three labels.
ANAESTHETISTS = """
1111111 3334334 1122122 2223121 2223222 2223322 1222111 3333433 2222223 2322223 4444444 2223343
1111111 2223212 1211111 1112111 1111111 1111111 2222221 2221322 2222222 2222221 2223222 2212222
1111111 1111111 2322222 1111111 1111111 1121121 1111111 3333233 1111111 2222222 2223232 4334343
2212232 2323233 3333432 1111111 1111111 1212111 2322222 1211111 2222222
""".split()


def sha256(text: str) -> str:
    import hashlib

    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def record(
    name: str, claims: dict[int, str], text: str = TEXT, doc_id: str = "a"
) -> dict[str, Any]:
    return {
        "schema_version": "1",
        "text_sha256": sha256(text),
        "doc_id": doc_id,
        "annotator": name,
        "mentions": [{"start": 0, "end": 20, "label": "OFFICIAL", "entity": "Arlo Benitez"}],
        "claims": [
            {"start": SENTENCES[i][0], "end": SENTENCES[i][1], "type": "fact", "stance": stance}
            for i, stance in claims.items()
        ],
        "sentences": [{"start": s, "end": e, "kind": "sentence"} for s, e in SENTENCES],
        "stance": "neutral",
    }


def one_set(*records: dict[str, Any]) -> AnnotationSet:
    places = {r["text_sha256"]: f"{r['annotator']}.jsonl:{i}" for i, r in enumerate(records, 1)}
    return AnnotationSet(records[0]["annotator"], {r["text_sha256"]: r for r in records}, places)


def test_dawid_and_skenes_own_example() -> None:
    votes = [
        [*(("1", label) for label in row[:3]), *((str(i), row[i + 1]) for i in range(2, 6))]
        for row in ANAESTHETISTS
    ]
    model = DawidSkene.fit(votes)
    assert [round(float(p), 2) for p in model.prevalence] == [0.40, 0.42, 0.11, 0.07]
    assert round(float(model.errors["1"][0, 0]), 2) == 0.89
    assert round(model.posterior(votes[2])["1"], 2) == 0.00  # patient 3 is put into class 2
    assert round(model.posterior(votes[2])["2"], 2) == 1.00


def test_a_majority_is_gold_and_the_rest_is_open() -> None:
    sets = [
        one_set(record("x", {0: "favor", 1: "against"})),
        one_set(record("y", {0: "favor", 1: "neutral"})),
        one_set(record("z", {0: "neutral", 1: "favor"})),
    ]
    gold, open_items = adjudicate(sets)
    assert [c.get("stance") for c in gold[0]["claims"]] == ["favor", None]
    assert [(d.layer, d.start, dict(d.values)) for d in open_items] == [
        ("stance", 39, {"x": "against", "y": "neutral", "z": "favor"})
    ]
    assert [i["votes"] for i in gold[0]["adjudication"]["items"]] == [
        {"x": "favor", "y": "favor", "z": "neutral"}
    ]


def test_the_model_follows_the_annotator_who_is_mostly_right() -> None:
    def of(name: str, stance: Any) -> AnnotationSet:
        texts = [f"{TEXT} {i}" for i in range(40)]
        return one_set(
            *(
                record(name, {0: stance(i), 1: "neutral"}, t, f"d{i:02}")
                for i, t in enumerate(texts)
            )
        )

    truth = ["favor" if i % 2 else "against" for i in range(40)]
    good = [of(name, lambda i: truth[i]) for name in ("good", "fair")]
    bad = [of(name, lambda i: "favor") for name in ("lazy", "idle", "dull")]
    majority, _ = adjudicate([*good, *bad])
    modelled, _ = adjudicate([*good, *bad], method="dawid-skene")
    assert [r["claims"][0]["stance"] for r in majority] == ["favor"] * 40
    assert [r["claims"][0]["stance"] for r in modelled] == truth
    item = modelled[0]["adjudication"]["items"][0]
    assert (item["by"], item["value"]) == ("dawid-skene", "against")
    assert item["probability"] >= 0.8


def test_the_command_lists_what_is_open_and_takes_decisions(tmp_path: Path) -> None:
    paths = []
    for name, stance in (("x", "favor"), ("y", "against")):
        paths.append(str(tmp_path / f"{name}.jsonl"))
        write_set(Path(paths[-1]), [record(name, {0: stance})])
    gold, left = tmp_path / "gold.jsonl", tmp_path / "open.jsonl"
    command = ["adjudicate", *paths, "-o", str(gold), "--open", str(left)]
    first = CliRunner().invoke(main, command)
    assert first.exit_code == 0
    assert "1 open" in first.output
    decision = json.loads(left.read_text()) | {"value": "against"}
    decisions = tmp_path / "decisions.jsonl"
    decisions.write_text(json.dumps(decision) + "\n")
    second = CliRunner().invoke(main, [*command, "--decisions", str(decisions)])
    assert "0 open" in second.output
    claim = read_set(gold).documents[sha256(TEXT)]["claims"][0]
    assert claim["stance"] == "against"
    decisions.write_text(json.dumps(decision | {"start": "no"}) + "\n")
    third = CliRunner().invoke(main, [*command, "--decisions", str(decisions)])
    assert third.exit_code == 2
    assert f"{decisions}:1" in third.output


def test_texts_come_back_only_where_the_hash_agrees() -> None:
    annotated = one_set(record("x", {1: "against"}))
    records, lost = rehydrate(annotated, {sha256(TEXT): ("a", TEXT)})
    assert records[0]["mentions"][0]["text"] == "General Arlo Benitez"
    assert not lost
    changed = TEXT.replace("May", "June")
    with pytest.raises(SetError, match=r"x\.jsonl:1.*was changed"):
        rehydrate(annotated, {sha256(changed): ("a", changed)})
    with pytest.raises(SetError, match=r"x\.jsonl:1.*no document"):
        rehydrate(annotated, {sha256(changed): ("b", changed)})


def test_spans_follow_a_small_change_and_the_lost_are_listed() -> None:
    marked = fingerprinted(
        one_set(record("x", {0: "favor", 1: "against"})), {sha256(TEXT): ("a", TEXT)}
    )
    assert "text" not in marked[0]
    assert "text" not in marked[0]["mentions"][0]
    changed = "An added line.\n" + TEXT.replace("will fail", "must fail")
    records, lost = rehydrate(one_set(*marked), {sha256(changed): ("a", changed)}, anchor=True)
    assert [m["text"] for m in records[0]["mentions"]] == ["General Arlo Benitez"]
    assert [c["text"] for c in records[0]["claims"]] == ["General Arlo Benitez ordered the raid."]
    assert records[0]["text_sha256"] == sha256(changed)
    assert [(item.layer, item.start) for item in lost] == [("claims", 39), ("sentences", 39)]
    bare, all_lost = rehydrate(
        one_set(record("x", {0: "favor"})), {sha256(changed): ("a", changed)}, anchor=True
    )
    assert not bare[0]["claims"]
    assert "quote_sha256" in all_lost[0].why


def test_spans_outside_the_text_are_refused_with_their_place() -> None:
    broken = record("x", {})
    broken["mentions"][0]["end"] = 500
    with pytest.raises(SetError, match=r"x\.jsonl:1.*outside the text"):
        rehydrate(one_set(broken), {sha256(TEXT): ("a", TEXT)})
