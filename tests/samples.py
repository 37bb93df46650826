"""Small datasets for the tests of pages, made without annotating anything."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from pipeline.dataset.records import to_line

STANCES = ("favor", "against", "neutral")
HOSTILE = "</script><script>document.title = 'owned'</script><img src=x onerror=\"document.title='owned'\"> \u202eabc\u202c 🜲𝒳 é"


def document(
    number: int, sentences: Iterable[str] | None = None, **metadata: Any
) -> dict[str, Any]:
    """A document of a few sentences, each of them a claim, the stances in turn."""
    doc_id = f"doc-{number:04}"
    sentences = list(
        sentences
        or (f"Sentence {i} of document {number} speaks of strikes in July." for i in range(4))
    )
    text = " ".join(sentences)
    claims, spans, at = [], [], 0
    for i, sentence in enumerate(sentences, 1):
        spans.append({"id": f"s{i}", "start": at, "end": at + len(sentence)})
        stance = STANCES[(number + i) % 3]
        sure = 0.4 + 0.5 * ((number * 7 + i * 3) % 10) / 10
        claims.append({
            "id": f"c{i}", "sentence_id": f"s{i}", "start": at, "end": at + len(sentence), "text": sentence,
            "probability": 0.99, "type": "fact",
            "holder": {"kind": "entity", "entity_id": "e1"} if i == 2 else {"kind": "author"},
            "stance": {"label": stance, "probabilities": {s: round(sure, 3) if s == stance else round((1 - sure) / 2, 3) for s in STANCES}},
            "mention_ids": [],
        })  # fmt: skip
        at += len(sentence) + 1
    first = text.split(" ")[0]
    return {
        "schema_version": "1", "doc_id": doc_id,
        "source": {"path": f"{doc_id}.txt", "sha256": "0" * 64, "media_type": "text/plain", "bytes": len(text)},
        "metadata": {"title": f"Title {number}", "authors": [f"Author {number % 5}"], "publisher": f"Paper {number % 3}",
                     "published": f"20{10 + number % 10}-03-04", "language": "en", "kind": ("op-ed", "brief")[number % 2],
                     "url": None, "licence": None, **metadata},
        "text_sha256": hashlib.sha256(text.encode()).hexdigest(), "text": text, "sentences": spans,
        "mentions": [{"id": "m1", "start": 0, "end": len(first), "text": first, "label": "OFFICIAL", "entity_id": "e1"}],
        "entities": [{"id": "e1", "label": "OFFICIAL", "name": f"Person {number % 4}", "aliases": [], "roles": ["senator"]}],
        "claims": claims,
        "stance": {"label": STANCES[number % 3], "probabilities": {s: 0.8 if s == STANCES[number % 3] else 0.1 for s in STANCES}, "by_holder": []},
    }  # fmt: skip


def write_dataset(
    folder: Path, documents: Iterable[dict[str, Any]], failures: Iterable[dict[str, Any]] = ()
) -> Path:
    """The three files of a run."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, records in (("documents", documents), ("failures", failures)):
        (folder / f"{name}.jsonl").write_text("".join(map(to_line, records)), encoding="utf-8")
    run = {
        "stancebook": "0",
        "python": "3",
        "codebook": {"name": "x", "version": "1", "sha256": "0" * 64},
        "models": {"stance": "0" * 64},
    }
    (folder / "run.json").write_text(json.dumps(run), encoding="utf-8")
    return folder
