"""The report as one HTML file: everything in it, nothing fetched, every text escaped."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from pipeline.dataset.load import Dataset
from pipeline.report.figures import SIGNS, figures, inline_svg
from pipeline.report.load import model_cards
from pipeline.report.summary import (
    NAMED,
    STANCES,
    Record,
    Summary,
    Tally,
    holder_of,
    ranked,
    title_of,
)

# A browser holds this much JSON with ease; what lies past it is counted and listed, not shown.
MAX_EMBEDDED_BYTES = 80_000_000
TEMPLATES = Path(__file__).parent / "templates"
_TITLES = {
    "stance-over-time": "Documents by date of publication and author’s stance",
    "stance-by-kind": "Documents by kind and author’s stance",
    "stance-by-publisher": "Documents by publisher and author’s stance",
    "holders": "Who favours and who opposes: claims by holder",
    "claims-by-type": "Claims by type and stance",
    "calibration": "Calibration of the stance model",
}


@dataclass(frozen=True, slots=True)
class Embedded:
    """The documents as the page holds them: a short row for each, and the whole of those that the
    page has room for, as JSON."""

    index: list[Record]
    bodies: list[str]


def embed(records: Iterable[Record], summary: Summary, max_bytes: int) -> Embedded:
    """Count every record into `summary` and make it part of the page."""
    embedded = Embedded([], [])
    taken = 0
    for record in records:
        summary.add(record)
        body = json_text(_body(record))
        taken += len(body)
        if taken <= max_bytes:
            embedded.bodies.append(body)
        embedded.index.append(_row(record))
    return embedded


def html_report(
    dataset: Dataset,
    *,
    title: str = "stancebook report",
    stance_model: Path | None = None,
    measures: Mapping[str, Any] | None = None,
    max_bytes: int = MAX_EMBEDDED_BYTES,
) -> str:
    """The page for a dataset. `measures` are what `stancebook evaluate -o` wrote; `max_bytes`
    bounds the documents that can be read in the page. Raises DatasetError."""
    summary = Summary()
    embedded = embed(dataset.documents(), summary, max_bytes)
    cards = model_cards(dataset.run, stance_model)
    bins = calibration_bins(cards, measures)
    script = (TEMPLATES / "report.js").read_text("utf-8")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    template = environment().get_template("report.html.j2")
    page = template.render(
        title=title,
        style=Markup((TEMPLATES / "palette.css").read_text("utf-8"))
        + Markup((TEMPLATES / "report.css").read_text("utf-8")),
        script=Markup(script),
        script_hash=digest,
        index=Markup(json_text(embedded.index)),
        bodies=[Markup(body) for body in embedded.bodies],
        summary=summary,
        figures=_figures(summary, bins),
        holders=summary.top_holders(40),
        holder_count=len(summary.top_holders()),
        entities={label: summary.top_entities(label, 12) for label in NAMED},
        tables=stance_tables(summary),
        failures=dataset.failures,
        run=dataset.run,
        cards=cards,
        measures=measures,
        bins=bins,
        stances=STANCES,
        signs=SIGNS,
    )
    # A lone surrogate, which JSON may hold, cannot be written as UTF-8.
    return page.encode("utf-8", "replace").decode("utf-8")


def environment() -> Environment:
    """The templates, with every value escaped."""
    env = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.filters["thousands"] = lambda number: f"{number:,}"
    env.filters["flat"] = flat
    return env


def stance_tables(summary: Summary) -> dict[str, tuple[str, list[tuple[str, Mapping[str, int]]]]]:
    """The rows behind the figures, by the figure's name: what a row is, and stances by row."""

    def rows(tallies: Mapping[str, Tally]) -> list[tuple[str, Mapping[str, int]]]:
        return [(name, tally.stances) for name, tally in ranked(tallies)]

    return {
        "stance-over-time": ("Published", list(summary.periods())),
        "stance-by-kind": ("Kind", rows(summary.kinds)),
        "stance-by-publisher": ("Publisher", rows(summary.publishers)),
        "claims-by-type": ("Type", rows(summary.types)),
    }


def calibration_bins(
    cards: Sequence[Record], measures: Mapping[str, Any] | None
) -> list[Mapping[str, Any]]:
    """The bins of a reliability diagram (DeGroot and Fienberg 1983): from measures on held-out
    data, or from the stance model's own card; empty where neither holds any."""
    if measures is not None:
        return list(measures.get("calibration", []))
    for card in cards:
        if card["task"] == "stance" and card["card"]:
            return list(card["card"].get("calibration", []))
    return []


def flat(data: Mapping[str, Any], before: str = "") -> list[tuple[str, Any]]:
    """Nested settings as rows: `limits.max_bytes`, 20000000."""
    rows: list[tuple[str, Any]] = []
    for key, value in data.items():
        if isinstance(value, Mapping):
            rows.extend(flat(value, f"{before}{key}."))
        else:
            rows.append((f"{before}{key}", value))
    return rows


def json_text(data: Any) -> str:
    """JSON for a script element: pure ASCII, without a character that could end the element."""
    text = json.dumps(data, ensure_ascii=True, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _figures(summary: Summary, bins: Sequence[Mapping[str, Any]]) -> dict[str, tuple[str, Markup]]:
    return {
        name: (_TITLES[name], Markup(inline_svg(figure, name, _TITLES[name])))
        for name, figure in figures(summary, bins).items()
        if name in _TITLES
    }


def _row(record: Record) -> Record:
    metadata = record["metadata"]
    counts = dict.fromkeys(STANCES, 0)
    for claim in record["claims"]:
        counts[claim["stance"]["label"]] += 1
    return {
        "id": record["doc_id"],
        "title": title_of(record),
        "authors": metadata.get("authors") or [],
        "publisher": metadata.get("publisher") or "",
        "kind": metadata.get("kind") or "",
        "published": metadata.get("published") or "",
        "language": metadata.get("language") or "",
        "stance": record["stance"]["label"],
        "claims": counts,
    }


def _body(record: Record) -> Record:
    entities = {entity["id"]: i for i, entity in enumerate(record["entities"])}
    url = record["metadata"].get("url") or ""
    return {
        "text": record.get("text"),
        "path": record["source"]["path"],
        "sha256": record["text_sha256"],
        "licence": record["metadata"].get("licence") or "",
        # Any other scheme, such as javascript:, is shown as text and never made a link.
        "url": url if url.startswith(("https://", "http://")) else "",
        "probabilities": record["stance"]["probabilities"],
        "entities": [
            [e["label"], e["name"], e.get("roles", []), e.get("wikidata", "")]
            for e in record["entities"]
        ],
        "mentions": [
            [m["start"], m["end"], m["label"], entities.get(m["entity_id"], -1), m.get("edtf", "")]
            for m in record["mentions"]
        ],
        "claims": [
            {
                "id": c["id"],
                "at": [c["start"], c["end"]],
                "p": round(c["probability"], 3),
                "type": c["type"],
                "stance": c["stance"]["label"],
                "ps": [round(c["stance"]["probabilities"].get(s, 0.0), 3) for s in STANCES],
                "holder": holder_of(c["holder"], record),
                "entity": entities.get(c["holder"].get("entity_id"), -1),
                "words": c["holder"].get("text") or "",
            }
            for c in record["claims"]
        ],
    }
