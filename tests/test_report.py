"""The report: what it counts, and the page in a real browser."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import time
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import pypdfium2
import pytest
from browser import browser, errors, serious_findings
from click.testing import CliRunner
from samples import HOSTILE, document, write_dataset

from pipeline.cli import main
from pipeline.dataset.load import load_dataset
from pipeline.learn.examples import Example
from pipeline.learn.fitting import fit
from pipeline.report.figures import COLOURS, SIGNS, figures, inline_svg
from pipeline.report.page import html_report, json_text
from pipeline.report.summary import summarise
from pipeline.report.tables import table

FAILURE = {
    "doc_id": "bad",
    "path": "bad.pdf",
    "stage": "read",
    "error": "no-text-layer",
    "message": "has <b>no</b> text",
}


def report(*arguments: Any) -> Any:
    return CliRunner().invoke(main, ["report", *map(str, arguments)])


def test_the_summary_counts() -> None:
    summary = summarise([document(1), document(2), document(3, published=None)])
    assert summary.documents == 3
    assert summary.claims.total() == 12 and summary.stances.total() == 3
    assert len(summary.periods()) == 13  # months from 2011-03 to 2012-03
    tally = summary.holders["entity", "Person 1"]
    assert tally.total == 1 and tally.documents == {"doc-0001"}
    assert summary.holders["author", "Author 1"].total == 3
    assert summary.top_entities("OFFICIAL")[0]["mentions"] == 1
    assert any(
        "No publication date" in w and ids == ["doc-0003"] for w, ids in summary.warnings.items()
    )


def test_one_person_over_documents_is_one_row() -> None:
    summary = summarise([document(0), document(4), document(8)])
    assert summary.top_entities("OFFICIAL") == [
        {"name": "Person 0", "mentions": 3, "documents": 3, "wikidata": None}
    ]
    assert len(summary.holders["entity", "Person 0"].documents) == 3


def test_months_where_all_lies_in_two_years() -> None:
    summary = summarise([document(1, published="2020-11-02"), document(2, published="2021-02-01")])
    assert [label for label, _ in summary.periods()] == ["2020-11", "2020-12", "2021-01", "2021-02"]


def test_the_same_dataset_gives_the_same_bytes(tmp_path: Path) -> None:
    dataset = load_dataset(write_dataset(tmp_path, map(document, range(6)), [FAILURE]))
    assert html_report(dataset) == html_report(dataset)


def test_the_page_asks_nothing_of_a_network(tmp_path: Path) -> None:
    page = html_report(load_dataset(write_dataset(tmp_path, map(document, range(6)))))
    assert "default-src 'none'" in page
    assert not re.search(r"<(?:link|img|iframe|script)[^>]+(?:src|href)=", page)
    assert not re.search(r"@import|url\((?!#)", page)


def test_no_text_can_end_a_script_element() -> None:
    for text in (HOSTILE, "<!--<script>", "]]>", "\u2028", "\ud800"):
        written = json_text({"text": text})
        assert "<" not in written and ">" not in written and written.isascii()
        assert json.loads(written) == {"text": text}


def test_a_cell_cannot_break_a_table() -> None:
    written = table(["a|b", "n"], [["x|y\n| z | <i>", 1200]])
    assert written.splitlines() == [
        "| a\\|b | n |",
        "| --- | ---: |",
        "| x\\|y \\| z \\| \\<i\\> | 1,200 |",
    ]


def test_figures_follow_the_colours_of_the_page() -> None:
    summary = summarise(map(document, range(6)))
    bins = [
        {"confidence": 0.5, "accuracy": 0.4, "count": 10},
        {"confidence": 0.9, "accuracy": 0.8, "count": 4},
    ]
    drawn = figures(summary, bins)
    assert {"stance-over-time", "holders", "stance-by-kind", "calibration"} <= set(drawn)
    svg = inline_svg(drawn["stance-by-kind"], "stance-by-kind", "Kinds")
    assert 'role="img" aria-label="Kinds"' in svg and "var(--favor)" in svg and "#0072b2" not in svg


def test_tables_and_figures_are_files(tmp_path: Path) -> None:
    out = write_dataset(tmp_path / "out", map(document, range(6)), [FAILURE])
    result = report(out, "--to", "md", "-o", tmp_path / "t.md", "--figures", tmp_path / "figures")
    assert result.exit_code == 0, result.output
    written = (tmp_path / "t.md").read_text("utf-8")
    assert "| claims | 8 | 8 | 8 | 24 |" in written and "has \\<b\\>no\\</b\\> text" in written
    names = {p.name for p in (tmp_path / "figures").iterdir()}
    assert {"stance-over-time.svg", "stance-over-time.png", "holders.svg"} <= names
    assert (tmp_path / "figures" / "holders.png").read_bytes().startswith(b"\x89PNG")


def test_measures_become_a_reliability_diagram(tmp_path: Path) -> None:
    out = write_dataset(tmp_path / "out", [document(1)])
    measures = {"examples": 9, "macro_f1": 0.5, "accuracy": 0.6, "expected_calibration_error": 0.1,
                "labels": {"favor": {"precision": 0.1, "recall": 0.2, "f1": 0.3, "count": 9}},
                "calibration": [{"confidence": 0.55, "accuracy": 0.5, "count": 9}]}  # fmt: skip
    (tmp_path / "m.json").write_text(json.dumps(measures))
    assert report(out, "--measures", tmp_path / "m.json").exit_code == 0
    page = (out / "report.html").read_text("utf-8")
    assert "Calibration of the stance model" in page and "macro-F1 <b>0.500</b>" in page


def test_held_out_bins_of_the_models_card_are_drawn(tmp_path: Path) -> None:
    said = {"favor": "strike now", "against": "raids fail", "neutral": "they met"}
    examples = [Example(words, label=label, group=str(i))
                for i in range(4) for label, words in said.items()]  # fmt: skip
    bins = [{"confidence": 0.412, "accuracy": 0.377, "count": 31},
            {"confidence": 0.913, "accuracy": 0.888, "count": 77}]  # fmt: skip
    model = tmp_path / "stance.npz"
    fit(examples, card={"task": "stance", "calibration": bins}).save(model)
    out = write_dataset(tmp_path / "out", [document(1)])
    run = json.loads((out / "run.json").read_text())
    run["models"]["stance"] = hashlib.sha256(model.read_bytes()).hexdigest()
    (out / "run.json").write_text(json.dumps(run))
    assert report(out, "--model", model, "--figures", tmp_path / "figures").exit_code == 0
    page = (out / "report.html").read_text("utf-8")
    assert 'id="calibration-' in page  # the figure's own identifiers
    assert "0.377" in page and "0.888" in page and "model’s card" in page
    assert (tmp_path / "figures" / "calibration.svg").is_file()
    # Of a model that the run did not use nothing is said.
    (out / "run.json").write_text(json.dumps(run | {"models": {"stance": "0" * 64}}))
    assert report(out, "--model", model).exit_code == 0
    assert "0.377" not in (out / "report.html").read_text("utf-8")


def test_what_is_no_dataset_is_refused(tmp_path: Path) -> None:
    result = report(tmp_path)
    assert result.exit_code == 1 and "holds no documents.jsonl" in result.output
    write_dataset(tmp_path, [document(1)])
    (tmp_path / "run.json").write_text("{")
    assert "is no JSON" in report(tmp_path).output


# --- In the browser ---


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A browser with a report open: six documents, one hostile, one without text."""
    folder = tmp_path_factory.mktemp("report")
    hostile = document(
        0,
        [HOSTILE, "A 🜲 second sentence by Zoë.", "A third."],
        title=HOSTILE,
        authors=[HOSTILE],
        url="javascript:document.title='owned'",
    )
    silent = document(5)
    del silent["text"]
    for claim in silent["claims"]:
        del claim["text"]
    documents = [hostile, *map(document, range(1, 5)), silent]
    assert report(write_dataset(folder, documents, [FAILURE])).exit_code == 0
    with browser(folder / "profile") as driver:
        driver.base = (folder / "report.html").as_uri()
        yield driver


def go(driver: Any, address: str = "") -> None:
    driver.get("about:blank")
    driver.get(driver.base + address)


def text_of(driver: Any, selector: str) -> str:
    return str(
        driver.execute_script("return document.querySelector(arguments[0]).textContent", selector)
    )


def keys(driver: Any, *pressed: str) -> None:
    from selenium.webdriver import ActionChains

    for key in pressed:
        ActionChains(driver).send_keys(key).perform()


def test_every_view_loads_and_is_accessible(page: Any) -> None:
    for address in (
        "",
        "#documents",
        "#claims",
        "#document/doc-0001/c2",
        "#document/doc-0005",
        "#made",
    ):
        for theme in ("light", "dark") if address in ("", "#document/doc-0001/c2") else ("light",):
            go(page, address)
            page.execute_script("document.documentElement.dataset.theme = arguments[0]", theme)
            assert not serious_findings(page), (address, theme)
            assert not errors(page), address
    assert "has <b>no</b> text" in text_of(page, "#view-made")


def test_hostile_text_is_text(page: Any) -> None:
    for address in ("", "#documents", "#claims", "#document/doc-0000/c1", "#made"):
        go(page, address)
        assert page.title == "stancebook report"
    go(page, "#document/doc-0000/c1")
    assert text_of(page, "#text .chosen") == HOSTILE
    assert text_of(page, "#h-document") == HOSTILE
    assert not page.find_elements("css selector", "main img, a[href^='javascript']")
    # The offsets count code points, also after characters of two UTF-16 units.
    go(page, "#document/doc-0000/c2")
    assert text_of(page, "#text .chosen") == "A 🜲 second sentence by Zoë."


def test_filters_and_search(page: Any) -> None:
    go(page, "#documents?kind=brief")
    assert text_of(page, "#count-documents") == "3 documents"
    field = page.find_element("id", "documents-q")
    field.send_keys("document 3")
    wait(lambda: text_of(page, "#count-documents") == "1 document")
    assert page.current_url.endswith("#documents?q=document+3&kind=brief")
    go(page, "#claims?stance=against&holder=%22Person+1%22")
    assert text_of(page, "#count-claims") == "1 claim"
    go(page, "#claims?q=zoe")
    assert text_of(page, "#count-claims") == "1 claim"


def test_links_of_the_overview_lead_to_what_they_count(page: Any) -> None:
    go(page)
    row = page.execute_script(
        "const a = [...document.querySelectorAll('#view-overview .rows a')].find((a) => a.textContent === 'Person 2');"
        "const n = [...a.closest('tr').querySelectorAll('td.n')].slice(0, 3).map((td) => Number(td.textContent));"
        "a.click(); return n;"
    )
    wait(
        lambda: (
            text_of(page, "#count-claims") == f"{sum(row)} claim" + ("s" if sum(row) > 1 else "")
        )
    )


def test_keyboard_and_deep_links(page: Any) -> None:
    go(page)
    keys(page, "2")
    # The address changes before the view does, and keys are for the view.
    wait(lambda: page.find_element("id", "documents-q").is_displayed())
    keys(page, "j", "j", "\n")
    wait(lambda: "of document 1" in text_of(page, "#text"))
    assert page.current_url.endswith("#document/doc-0001")
    keys(page, "j", "j")
    wait(lambda: page.current_url.endswith("#document/doc-0001/c2"))
    assert text_of(page, "#text .chosen").startswith("Sentence 1 of document 1")
    keys(page, "n")
    wait(lambda: "of document 2" in text_of(page, "#text"))
    assert page.current_url.endswith("#document/doc-0002")
    keys(page, "/")
    wait(lambda: page.switch_to.active_element.get_attribute("id") == "documents-q")


def test_a_thousand_documents_are_read_when_they_are_opened(page: Any, tmp_path: Path) -> None:
    """How fast they are is measured by benchmarks/report.py."""
    long = [f"Sentence {i} says that strikes and raids {'go on and ' * 8}on." for i in range(40)]
    out = write_dataset(tmp_path, (document(n, long) for n in range(1000)))
    assert report(out).exit_code == 0
    page.get("about:blank")
    page.get((out / "report.html").as_uri())
    wait(lambda: page.execute_script("return document.documentElement.dataset.ready") == "1", 60)
    keys(page, "3")
    wait(lambda: text_of(page, "#count-claims") == "40,000 claims", 60)
    assert page.execute_script("return document.querySelectorAll('#list-claims li').length") == 100


def test_dark_mode_follows_the_system_and_the_button(page: Any) -> None:
    def paper() -> str:
        return str(page.execute_script("return getComputedStyle(document.body).backgroundColor"))

    def prefer(scheme: str) -> None:
        features = [{"name": "prefers-color-scheme", "value": scheme}]
        page.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})

    try:
        go(page)
        prefer("light")
        light = paper()
        prefer("dark")
        dark = paper()
        assert light != dark
        for address in ("", "#documents", "#claims", "#document/doc-0001/c2", "#made"):
            go(page, address)
            assert paper() == dark and not serious_findings(page), address
        page.find_element("id", "theme").click()
        assert paper() == light
    finally:
        page.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})


def test_print_gives_the_view_without_the_tools(page: Any) -> None:
    go(page, "#document/doc-0001")
    page.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    try:
        for hidden in (".top", ".crumbs", "#keys"):
            assert not page.find_element("css selector", hidden).is_displayed(), hidden
        assert page.find_element("id", "text").is_displayed()
        assert not page.find_element("id", "view-overview").is_displayed()
    finally:
        page.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})
    printed = page.execute_cdp_cmd("Page.printToPDF", {"printBackground": True})
    pdf = pypdfium2.PdfDocument(base64.b64decode(printed["data"]))
    text = "".join(sheet.get_textpage().get_text_bounded() for sheet in pdf)
    assert "Sentence 1 of document 1" in text and "Documents on military" not in text


def test_no_figure_tells_by_colour_alone() -> None:
    """The three colours stay apart for eyes that lack a kind of cone, and signs and hatches go with
    them."""
    lost = {  # Machado, Oliveira and Fernandes (2009), severity 1.0, on linear RGB
        "protan": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
        "deutan": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
        "tritan": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
    }  # fmt: skip

    def linear(colour: str) -> Any:
        parts = np.array([int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)])
        return np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)

    def lab(rgb: Any) -> Any:
        xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]) @ rgb  # fmt: skip
        x, y, z = np.cbrt(np.clip(xyz / (0.9505, 1.0, 1.089), 0, None))
        return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])

    for kind, matrix in lost.items():
        seen = [lab(np.array(matrix) @ linear(colour)) for colour in COLOURS.values()]
        for first, second in combinations(seen, 2):
            assert np.linalg.norm(first - second) > 20, kind
    assert len(set(SIGNS.values())) == len(SIGNS) == 3
    svg = inline_svg(figures(summarise(map(document, range(6))))["stance-by-kind"], "k", "Kinds")
    assert "<pattern" in svg and all(sign in svg for sign in SIGNS.values())


def test_what_the_page_has_no_room_for_is_listed(page: Any, tmp_path: Path) -> None:
    out = write_dataset(tmp_path, map(document, range(9)))
    assert report(out, "--max-megabytes", 0.005).exit_code == 0
    page.get((out / "report.html").as_uri() + "#documents")
    assert re.match(
        r"9 documents\. The file has no room for the texts of \d documents",
        text_of(page, "#count-documents"),
    )
    page.get((out / "report.html").as_uri() + "#document/doc-0008")
    wait(lambda: "no room" in text_of(page, "#text"))


def wait(condition: Any, seconds: float = 5) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.02)
