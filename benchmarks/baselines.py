"""What the extraction is measured beside: spaCy's stock named entities, gazetteers alone, dateparser."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any

import spacy

from pipeline.annotate.language import find_model
from pipeline.codebook import load_codebook

Span = tuple[int, int, str]
Spotter = Callable[[str], list[Span]]
_STOCK = {"PERSON": "OFFICIAL", "ORG": "AGENCY", "DATE": "DATE"}
_TABLES = {"officials": "OFFICIAL", "agencies": "AGENCY", "cartels": "CARTEL"}


def stock() -> Spotter:
    """The named-entity component of the same spaCy model, mapped to the four labels."""
    nlp = spacy.load(find_model().name)

    def spot(text: str) -> list[Span]:
        spans = []
        for ent in nlp(text).ents:
            cartel = ent.label_ == "ORG" and "cartel" in ent.text.lower()
            label = "CARTEL" if cartel else _STOCK.get(ent.label_)
            if label:
                spans.append((ent.start_char, ent.end_char, label))
        return spans

    return spot


def ruler() -> Spotter:
    """spaCy's EntityRuler over the codebook's gazetteers of names, and the stock component's dates:
    what listing alone does, without patterns, titles or resolution."""
    nlp = spacy.load(find_model().name)
    patterns = nlp.add_pipe("entity_ruler", before="ner")
    rows = load_codebook().gazetteers
    patterns.add_patterns(  # type: ignore[attr-defined]
        [
            {"label": row.get("label") or label, "pattern": row["form"]}
            for table, label in _TABLES.items()
            for row in rows.get(table, ())
        ]
    )
    wanted = {*_TABLES.values(), "DATE"}

    def spot(text: str) -> list[Span]:
        return [(e.start_char, e.end_char, e.label_) for e in nlp(text).ents if e.label_ in wanted]

    return spot


def dateparser_spans(text: str, published: date | None) -> list[Span]:
    """dateparser's own search for dates in a text; empty where it is not installed."""
    try:
        from dateparser.search import search_dates
    except ImportError:
        return []
    found = search_dates(text, languages=["en"], settings=_settings(published)) or []
    spans, position = [], 0
    for written, _ in found:
        start = text.find(written, position)
        if start >= 0:
            position = start + len(written)
            spans.append((start, position, "DATE"))
    return spans


def dateparser_value(expression: str, published: date | None) -> str | None:
    """dateparser's reading of one date expression, at the precision it reports, as EDTF."""
    try:
        from dateparser.date import DateDataParser
    except ImportError:
        return None
    parser: Any = DateDataParser(languages=["en"], settings=_settings(published))
    data = parser.get_date_data(expression)
    if data.date_obj is None:
        return None
    full = str(data.date_obj.date().isoformat())
    return {"year": full[:4], "month": full[:7]}.get(data.period, full)


def _settings(published: date | None) -> dict[str, Any]:
    settings: dict[str, Any] = {"PREFER_DATES_FROM": "past", "RETURN_TIME_AS_PERIOD": False}
    if published is not None:
        settings["RELATIVE_BASE"] = datetime.combine(published, time())
    return settings


def trimmed(text: str, span: Span) -> Span:
    """A span without a leading determiner or preposition and a possessive ending, as the guide
    writes spans: so that a baseline is not counted wrong for its convention alone."""
    start, end, label = span
    lead = re.match(r"(?:(?:the|a|an|in|on|since|by|of)\s+)+", text[start:end], re.IGNORECASE)
    start += lead.end() if lead else 0
    tail = re.search(r"[’']s?$", text[start:end])
    return start, end - (len(tail.group()) if tail else 0), label
