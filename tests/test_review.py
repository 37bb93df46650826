"""The review desk: the order of claims, decisions on disk, the guard, and the page in a browser."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from browser import browser, errors, serious_findings
from click.testing import CliRunner
from samples import HOSTILE, document, write_dataset

pytest.importorskip("starlette")
from starlette.testclient import TestClient

from pipeline.cli import main
from pipeline.learn.classifier import TextClassifier
from pipeline.learn.training import train
from pipeline.review.decisions import DecisionError, Desk, JournalError, decision_of
from pipeline.review.queue import Item, items_of, ordered, uncertainty
from pipeline.review.retrain import retrain
from pipeline.review.server import application, listen
from pipeline.review.session import Session
from pipeline.studies import texts as source_texts
from pipeline.studies.examples import read_labelled
from pipeline.studies.sets import read_set

KEEP = {
    "action": "keep",
    "stance": "favor",
    "type": "value",
    "holder": {"kind": "author"},
    "comment": "",
}


def items(count: int = 4) -> list[Item]:
    return list(items_of(map(document, range(count))))


def keep(item: Item, **changes: Any) -> Any:
    data = {**KEEP, "start": item.claim["start"], "end": item.claim["end"], **changes}
    return decision_of(data, item)


# --- Order ---


def test_the_least_certain_comes_first() -> None:
    found = ordered(items())
    unsure = [uncertainty(item.claim) for item in found]
    assert unsure == sorted(unsure, reverse=True) and unsure[0] > unsure[-1]


def test_disagreements_come_before_that(tmp_path: Path) -> None:
    every = items()
    last = ordered(every)[-1]
    desk = Desk(tmp_path, "bea", every)
    other = "favor" if last.claim["stance"]["label"] != "favor" else "against"
    desk.decide(keep(last, stance=other))
    assert ordered(every, [read_set(desk.set_path)])[0].key == last.key


def test_the_blind_order_tells_nothing_and_starts_with_what_others_saw(tmp_path: Path) -> None:
    every = items()
    desk = Desk(tmp_path, "ada", every)
    for item in every[5:8]:
        desk.decide(keep(item))
    blind = ordered(every, [read_set(desk.set_path)], blind=True)
    assert {i.key for i in blind[:3]} == {i.key for i in every[5:8]}
    assert [i.key for i in blind] == [
        i.key for i in ordered(every[::-1], [read_set(desk.set_path)], blind=True)
    ]


# --- Decisions ---


def test_decisions_become_an_annotation_set(tmp_path: Path) -> None:
    every = items()
    desk = Desk(tmp_path, "ada", every)
    first, second, third, fourth = every[:4]
    desk.decide(keep(first, holder={"kind": "entity", "entity_id": "e1"}, comment="sure"))
    desk.decide(decision_of({"action": "reject"}, second))
    desk.decide(decision_of({"action": "skip"}, third))
    desk.decide(keep(fourth, start=fourth.claim["start"] + 9))
    record = read_set(tmp_path / "ada.jsonl").documents[first.document["text_sha256"]]
    assert [(c["start"], c["end"]) for c in record["claims"]] == [
        (0, 51),
        (fourth.claim["start"] + 9, fourth.claim["end"]),
    ]
    assert record["claims"][0]["holder"] == {
        "kind": "entity",
        "entity_id": "e1",
        "text": "Person 0",
    }
    # The rejected sentence is judged and no claim; of the skipped one the set says nothing.
    starts = [s["start"] for s in record["sentences"]]
    assert second.claim["start"] in starts and third.claim["start"] not in starts
    assert record["comments"] == [{"claim_id": "c1", "text": "sure"}]
    assert desk.decided() == 3


def test_the_set_of_two_coders_goes_into_agree(tmp_path: Path) -> None:
    every = items()
    for name, flip in (("ada", False), ("bea", True)):
        desk = Desk(tmp_path, name, every)
        for i, item in enumerate(every):
            stance = item.claim["stance"]["label"]
            desk.decide(keep(item, stance="neutral" if flip and i == 0 else stance))
    result = CliRunner().invoke(
        main, ["agree", str(tmp_path / "ada.jsonl"), str(tmp_path / "bea.jsonl")]
    )
    assert result.exit_code == 0, result.output
    assert "stance" in result.output


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"end": 10**6}, "span must lie in the text"),
        ({"start": True}, "span must lie in the text"),
        ({"stance": "pro"}, "choose a stance"),
        ({"type": None}, "choose a type"),
        ({"holder": {"kind": "entity", "entity_id": "e9"}}, "an entity of the document"),
        ({"holder": "author"}, "choose a holder"),
        ({"action": "drop"}, "the action must be"),
        ({"comment": "x" * 6000}, "the comment must be"),
    ],
)
def test_what_is_no_decision_is_refused(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(DecisionError, match=message):
        keep(items()[0], **changes)


def test_a_span_over_another_claim_is_refused_and_nothing_kept(tmp_path: Path) -> None:
    every = items()
    desk = Desk(tmp_path, "ada", every)
    desk.decide(keep(every[0]))
    with pytest.raises(DecisionError, match="overlaps claim c1"):
        desk.decide(keep(every[1], start=10))
    assert desk.decided() == 1 and len(desk.journal.read_text().splitlines()) == 1


def test_a_killed_desk_loses_at_most_the_line_it_was_writing(tmp_path: Path) -> None:
    every = items()
    desk = Desk(tmp_path, "ada", every)
    for item in every[:3]:
        desk.decide(keep(item))
    desk.close()
    before = (tmp_path / "ada.jsonl").read_bytes()
    with desk.journal.open("ab") as file:
        file.write(b'{"doc_id": "doc-0001", "claim')
    (tmp_path / "ada.jsonl").unlink()
    again = Desk(tmp_path, "ada", every)
    assert again.decided() == 3 and (tmp_path / "ada.jsonl").read_bytes() == before
    again.decide(keep(every[3]))
    again.close()
    assert Desk(tmp_path, "ada", every).decided() == 4


def test_one_coder_has_one_desk(tmp_path: Path) -> None:
    desk = Desk(tmp_path, "ada", items())
    with pytest.raises(JournalError, match="another desk has it open"):
        Desk(tmp_path, "ada", items())
    desk.close()
    with pytest.raises(JournalError, match="cannot name a file"):
        Desk(tmp_path, "../ada", items())


def test_retraining_says_what_changes(tmp_path: Path) -> None:
    said = {
        "favor": "Send the marines, they must strike now",
        "against": "The raids failed and would fail again",
        "neutral": "The committee met in the spring",
    }
    documents = []
    for n in range(12):
        made = document(n, [f"{said[s]} ({n})." for s in ("favor", "against", "neutral")])
        for claim in made["claims"]:
            claim["stance"]["label"] = "neutral"
        documents.append(made)
    every = list(items_of(documents))
    desk = Desk(tmp_path, "ada", every)
    for item in every[:24]:
        stance = next(s for s, words in said.items() if item.claim["text"].startswith(words))
        desk.decide(keep(item, stance=stance))
    result, waiting = retrain(desk, [])
    assert result["waiting"] == 12 and result["changed"] == 8
    assert result["moves"] == {"neutral → against": 4, "neutral → favor": 4}
    assert result["right"] == {"before": 8, "after": 24}
    assert len(waiting) == 12
    made = TextClassifier.load(Path(result["model"]))
    # It is the model that `train` makes of the desk's annotation set.
    texts = [source_texts.text_of(made) for made in documents]
    examples = read_labelled([desk.set_path], texts=texts)
    assert made.to_bytes() == train([desk.set_path], examples=examples).to_bytes()


# --- The guard ---


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    desk = Desk(tmp_path, "ada", items())
    yield Session(desk)
    desk.close()


def client(session: Session, **headers: str) -> TestClient:
    return TestClient(
        application([session], 8000), base_url="http://127.0.0.1:8000", headers=headers
    )


def test_the_page_needs_the_token_the_host_and_its_own_origin(session: Session) -> None:
    good = {"x-token": session.token}
    assert client(session, **good).get("/api/state").json()["total"] == 16
    assert client(session).get("/", params={"token": session.token}).status_code == 200
    assert client(session).get("/").status_code == 403
    assert client(session).get("/api/state").status_code == 403
    assert client(session, **{"x-token": "no"}).get("/api/state").status_code == 403
    assert client(session, **good, host="evil.example:8000").get("/api/state").status_code == 403
    assert client(session, host="127.0.0.1:9").get("/desk.js").status_code == 403
    assert (
        client(session, **good, origin="http://evil.example").get("/api/state").status_code == 403
    )
    assert client(session, **good, origin="null").get("/api/state").status_code == 403
    assert (
        client(session, **good, origin="http://127.0.0.1:8000").get("/api/state").status_code == 200
    )
    assert (
        client(session)
        .get("/desk.js")
        .headers["content-security-policy"]
        .startswith("default-src 'none'")
    )


def test_what_is_sent_is_checked(session: Session) -> None:
    browser_ = client(session, **{"x-token": session.token})
    shown = browser_.get("/api/next").json()
    decision = {**KEEP, **{name: shown[name] for name in ("doc_id", "claim_id", "start", "end")}}
    assert browser_.post("/api/decide", content=json.dumps(decision)).status_code == 422
    assert browser_.post("/api/decide", json={**decision, "claim_id": ["c1"]}).status_code == 422
    assert browser_.post("/api/decide", json=[]).status_code == 422
    assert (
        browser_.post("/api/decide", json={**decision, "comment": "x" * 70_000}).status_code == 422
    )
    assert session.desk.decided() == 0
    assert browser_.post("/api/decide", json=decision).json()["decided"] == 1


def test_a_blind_coder_is_told_nothing(tmp_path: Path) -> None:
    session = Session(Desk(tmp_path, "bea", items()), blind=True)
    shown = session.next()
    assert shown is not None and shown["model"] is None and shown["others"] == {}
    assert "probabilities" not in json.dumps(shown)
    with pytest.raises(DecisionError, match="blind"):
        session.start_training()


# --- In the browser ---


@contextmanager
def desk(out: Path, *arguments: str) -> Iterator[tuple[dict[str, str], subprocess.Popen[str]]]:
    """A desk as a process of its own; the addresses that it printed."""
    command = [
        sys.executable,
        "-c",
        "from pipeline.cli import main; main()",
        "review",
        str(out),
        *arguments,
    ]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONUNBUFFERED": "1"}
    )
    assert process.stdout is not None
    try:
        coders = sum(argument in ("--annotator", "--blind") for argument in arguments)
        yield dict(process.stdout.readline().strip().split(": ", 1) for _ in range(coders)), process
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
        process.wait(10)
        process.stdout.close()


def press(driver: Any, *pressed: str) -> None:
    for key in pressed:
        driver.switch_to.active_element.send_keys(key)


def text_of(driver: Any, selector: str) -> str:
    return str(
        driver.execute_script("return document.querySelector(arguments[0]).textContent", selector)
    )


def wait(condition: Any, seconds: float = 10, told: Any = None) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, f"waited in vain; the page says {told and told()}"
        time.sleep(0.02)


def decided(driver: Any, count: int) -> None:
    def told() -> str:
        return text_of(driver, "#progress") + text_of(driver, "#error")

    wait(lambda: told().startswith(f"{count} of"), told=told)


def test_who_comes_before_the_desk_is_ready_waits() -> None:
    with listen() as sock, socket.create_connection(sock.getsockname(), timeout=5):
        pass


def test_twenty_claims_by_keyboard_then_killed_and_resumed(tmp_path: Path) -> None:
    out = write_dataset(
        tmp_path / "out",
        [document(0, [HOSTILE, "B 🜲.", "C.", "D."], title=HOSTILE), *map(document, range(1, 8))],
    )
    with browser(tmp_path / "profile") as driver:
        with desk(out, "--annotator", "ada") as (addresses, process):
            driver.get(addresses["ada"])
            decided(driver, 0)
            assert not serious_findings(driver)
            for n in range(20):
                press(driver, *(("\n",), ("f", "3", "\n"), ("x",), ("a", "\n"))[n % 4])
                decided(driver, n + 1)
            assert driver.title == "Review desk" and not errors(driver)
            process.kill()  # no farewell
        lines = (out / "review" / "ada.decisions.jsonl").read_text("utf-8").splitlines()
        assert [json.loads(line)["action"] for line in lines] == [
            "keep",
            "keep",
            "reject",
            "keep",
        ] * 5
        assert (
            json.loads(lines[1])["stance"] == "favor"
            and json.loads(lines[1])["type"] == "prediction"
        )
        with desk(out, "--annotator", "ada") as (addresses, _):
            driver.get(addresses["ada"])
            decided(driver, 20)
            seen = {(json.loads(line)["doc_id"], json.loads(line)["claim_id"]) for line in lines}
            for n in range(20, 32):
                press(driver, "\n")
                decided(driver, n + 1)
            wait(lambda: driver.find_element("id", "done").is_displayed())
            every = [
                json.loads(line)
                for line in (out / "review" / "ada.decisions.jsonl").read_text("utf-8").splitlines()
            ]
            assert len({(d["doc_id"], d["claim_id"]) for d in every}) == 32 and len(seen) == 20
    record = read_set(out / "review" / "ada.jsonl").documents
    assert sum(len(r["claims"]) for r in record.values()) == 27


def test_retraining_is_offered_and_shows_what_changed(tmp_path: Path) -> None:
    said = {"f": "Send the marines, they must strike now", "a": "The raids failed and would fail",
            "n": "The committee met in the spring"}  # fmt: skip
    documents = []
    for n in range(8):
        made = document(n, [f"{words} ({n})." for words in said.values()])
        for claim in made["claims"]:
            claim["stance"] = {"label": "neutral", "probabilities": dict.fromkeys(("favor", "against", "neutral"), 1 / 3)}  # fmt: skip
        documents.append(made)
    out = write_dataset(tmp_path / "out", documents)
    options = ("--retrain-after", "18", "--features", "words")
    with (
        desk(out, "--annotator", "ada", *options) as (addresses, _),
        browser(tmp_path / "profile") as driver,
    ):
        driver.get(addresses["ada"])
        decided(driver, 0)
        for n in range(18):
            assert not driver.find_elements("id", "retrain")
            claim = text_of(driver, "#claim")
            press(driver, next(key for key, words in said.items() if words in claim), "\n")
            decided(driver, n + 1)
        wait(lambda: driver.find_elements("id", "retrain"))
        driver.find_element("id", "retrain").click()
        wait(lambda: "Trained on" in text_of(driver, "#training"), 60)
        told = text_of(driver, "#training")
        assert "Trained on 18 sentences, 18 of them yours. Of 6 claims that wait, 4 got" in told
        assert "before 6 of 18, now 18" in told and not driver.find_elements("id", "retrain")
        assert len(driver.find_elements("css selector", "#training .changes li")) == 4
        assert not serious_findings(driver)
        # The next claim comes with what the new model says of it.
        first = text_of(driver, "#claim")
        press(driver, "\n")
        decided(driver, 19)
        claim = text_of(driver, "#claim")
        assert claim != first
        stance = next(key for key, words in said.items() if words in claim)
        chosen = driver.execute_script(
            "return document.querySelector('[name=stance]:checked').value"
        )
        assert chosen.startswith(stance)
    # What the desk made, `train` makes of the annotation set that the desk left, one claim on.
    ada = out / "review" / "ada.jsonl"
    arguments = ["train", str(ada), "--corpus", str(out), "-o", str(tmp_path / "again.npz")]
    made_again = CliRunner().invoke(main, [*arguments, "--features", "words", "--json"])
    assert made_again.exit_code == 0, made_again.output
    assert json.loads(made_again.output)["examples"] == 19


def test_two_coders_at_once(tmp_path: Path) -> None:
    out = write_dataset(tmp_path / "out", map(document, range(3)))
    with (
        desk(out, "--annotator", "ada", "--blind", "bea") as (addresses, _),
        browser(tmp_path / "one") as ada,
        browser(tmp_path / "two") as bea,
    ):
        ada.get(addresses["ada"])
        bea.get(addresses["bea"])
        decided(ada, 0)
        decided(bea, 0)
        assert bea.find_element("id", "blind").is_displayed() and not serious_findings(bea)
        press(bea, "\n")  # nothing is chosen for a blind coder
        wait(lambda: text_of(bea, "#error") == "choose a stance: favor, neutral or against")
        for n in range(5):
            press(ada, "\n")
            press(bea, "n", "1", "h", "a", "\ue00c", "\n")
            decided(ada, n + 1)
            decided(bea, n + 1)
    for name in ("ada", "bea"):
        found = read_set(out / "review" / f"{name}.jsonl")
        assert (
            found.annotator == name and sum(len(r["claims"]) for r in found.documents.values()) == 5
        )


def test_spans_holder_comment_skip_and_back(tmp_path: Path) -> None:
    out = write_dataset(
        tmp_path / "out", [document(0, ["🜲 One two three four.", "Five six seven."])]
    )
    with desk(out, "--annotator", "ada") as (addresses, _), browser(tmp_path / "profile") as driver:
        driver.get(addresses["ada"])
        decided(driver, 0)
        while "One two" not in text_of(driver, "#claim"):
            press(driver, "s")
            wait(lambda: "skipped" in text_of(driver, "#progress"))
        press(driver, "]", "{")
        assert text_of(driver, "#claim") == "One two three four"
        press(driver, "h", "P", "\ue00c", "c", "a note", "\n", "\n")
        decided(driver, 1)
        press(driver, "b")
        wait(lambda: text_of(driver, "#claim") == "One two three four")
        press(driver, "{", "\n")
        wait(
            lambda: (
                "three four" not in (out / "review" / "ada.jsonl").read_text("utf-8")
                and len((out / "review" / "ada.decisions.jsonl").read_text().splitlines()) >= 2
            )
        )
    (record,) = read_set(out / "review" / "ada.jsonl").documents.values()
    claim = record["claims"][0]
    assert (claim["start"], claim["end"]) == (2, 15)
    assert claim["holder"]["text"] == "Person 0" and record["comments"][0]["text"] == "a note"
