"""Documents as hypothesis draws them, with every kind of text that a format could get wrong."""

from __future__ import annotations

import hashlib
import itertools
from typing import Any

from hypothesis import strategies as st
from samples import STANCES

from pipeline.annotate.records import CLAIM_TYPES

LABELS = ("OFFICIAL", "CARTEL", "AGENCY", "DATE")
NASTY = (
    "=1+1", "+1+1", "-1+1", "@SUM(1)", "\t=1+1", "\r=1+1", "\n=1+1", " =1+1", "'=1+1", "''+1",
    "'plain", "plain'", "＝1+1", "＠SUM(1)", '=HYPERLINK("http://127.0.0.1:1/","x")', "{=1+1}",
    "=cmd|' /C calc'!A0", '=WEBSERVICE("http://127.0.0.1:1/")', "<r><t>x</t></r>", "_x0041_",
    "1/2", "2024-01-29", "TRUE", "1e5", "00012", "a\rb", "a\r\nb", "a\nb", "é e\u0301 😀 🜲𝒳",
    " lead trail ", "\u2028x\x85y", "#N/A", "http://x.org/", 'a"b;c,d\te', "]]>&amp;<!--", "x_x000D_",
)  # fmt: skip
WORDS = st.one_of(
    st.sampled_from(NASTY),
    st.text(
        st.characters(exclude_categories=("Cs",), exclude_characters="\x00"),
        min_size=1,
        max_size=12,
    ),
)
EDTF = (
    "2024-01-29", "2024-01", "2024", "199X", "2022-21", "2025/2029", "XXXX-11-27", "1846-05-13",
    "2024-01-22/2024-01-28",
)  # fmt: skip


def _probabilities(draw: Any) -> dict[str, float]:
    favor = draw(st.integers(0, 100))
    against = draw(st.integers(0, 100 - favor))
    return {
        "favor": favor / 100,
        "against": against / 100,
        "neutral": (100 - favor - against) / 100,
    }


@st.composite
def documents(draw: Any, number: int = 0) -> dict[str, Any]:
    """A document whose sentences are claims or not, with mentions in them."""
    sentences = draw(st.lists(WORDS, min_size=1, max_size=5))
    text = f"\n{number} ".join(sentences) + f" {number}"
    spans, at = [], 0
    for i, sentence in enumerate(sentences, 1):
        spans.append({"id": f"s{i}", "start": at, "end": at + len(sentence)})
        at += len(sentence) + len(f"\n{number} ")
    names = draw(st.lists(WORDS, min_size=1, max_size=3))
    entities = [
        {"id": f"e{i}", "label": draw(st.sampled_from(LABELS)), "name": name,
         "aliases": draw(st.lists(WORDS, max_size=2)), "roles": []}
        for i, name in enumerate(names, 1)
    ]  # fmt: skip
    mentions, claims = [], []
    for span in spans:
        if draw(st.booleans()):
            entity = draw(st.sampled_from(entities))
            start = draw(st.integers(span["start"], span["end"] - 1))
            end = draw(st.integers(start + 1, span["end"]))
            mention = {"id": f"m{len(mentions) + 1}", "start": start, "end": end, "text": text[start:end],
                       "label": draw(st.sampled_from(LABELS)), "entity_id": entity["id"]}  # fmt: skip
            if draw(st.booleans()):
                mention["edtf"] = draw(st.sampled_from(EDTF))
            mentions.append(mention)
        if draw(st.booleans()):
            end = draw(st.integers(span["start"] + 1, span["end"]))
            holder = draw(
                st.sampled_from(
                    [{"kind": "author"}, {"kind": "unknown"},
                     {"kind": "entity", "entity_id": entities[0]["id"]} if entities[0]["name"].strip() else {"kind": "author"},
                     {"kind": "group", "text": draw(WORDS)}]
                )
            )  # fmt: skip
            claims.append({
                "id": f"c{len(claims) + 1}", "sentence_id": span["id"], "start": span["start"], "end": end,
                "text": text[span["start"] : end], "probability": 0.5, "type": draw(st.sampled_from(CLAIM_TYPES)),
                "holder": holder, "stance": {"label": draw(st.sampled_from(STANCES)), "probabilities": _probabilities(draw)},
                "mention_ids": [m["id"] for m in mentions[-1:]],
            })  # fmt: skip
    return {
        "schema_version": "1", "doc_id": f"{draw(st.sampled_from(('doc', '=doc', 'dóc 😀')))}-{number}",
        "source": {"path": f"{number}.txt", "sha256": "0" * 64, "media_type": "text/plain", "bytes": len(text)},
        "metadata": {"title": draw(st.none() | WORDS), "authors": draw(st.lists(WORDS, max_size=2)), "publisher": None,
                     "published": draw(st.sampled_from((None, "2024", "2024-02", "2024-02-29"))), "language": "en",
                     "kind": None, "url": None, "licence": None},
        "text_sha256": hashlib.sha256(text.encode()).hexdigest(), "text": text, "sentences": spans,
        "mentions": mentions, "entities": entities, "claims": claims,
        "stance": {"label": draw(st.sampled_from(STANCES)), "probabilities": _probabilities(draw), "by_holder": []},
    }  # fmt: skip


@st.composite
def datasets(draw: Any) -> list[dict[str, Any]]:
    """Up to three documents, no two with one id or text."""
    made = [draw(documents(number)) for number in range(draw(st.integers(1, 3)))]
    assert not any(a["text"] == b["text"] for a, b in itertools.combinations(made, 2))
    return made
