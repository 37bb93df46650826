"""Annotated documents as the dataset's JSON records."""

from __future__ import annotations

from typing import Any

from pipeline.annotate.records import AnnotatedDocument, Claim, Entity, Holder, Mention
from pipeline.dataset.files import to_line

__all__ = ["SCHEMA_VERSION", "document_record", "to_line"]

SCHEMA_VERSION = "1"


def document_record(annotated: AnnotatedDocument, *, with_text: bool = True) -> dict[str, Any]:
    """One line of `documents.jsonl`. Without text, no word of the document is kept but names: the
    texts of mentions stay, those of claims go."""
    document = annotated.document
    source, metadata = document.source, document.metadata
    record: dict[str, Any] = {
        "schema_version": SCHEMA_VERSION,
        "doc_id": document.doc_id,
        "source": {
            "path": source.path,
            "sha256": source.sha256,
            "media_type": source.media_type,
            "bytes": source.bytes,
        },
        "metadata": {
            "title": metadata.title,
            "authors": list(metadata.authors),
            "publisher": metadata.publisher,
            "published": metadata.published,
            "language": metadata.language,
            "kind": metadata.kind,
            "url": metadata.url,
            "licence": metadata.licence,
        },
        "text_sha256": document.text_sha256,
    }
    if with_text:
        record["text"] = document.text
    record["sentences"] = [
        {"id": s.id, "start": s.start, "end": s.end} for s in annotated.sentences
    ]
    record["mentions"] = [_mention(mention) for mention in annotated.mentions]
    record["entities"] = [_entity(entity) for entity in annotated.entities]
    record["claims"] = [_claim(claim, with_text=with_text) for claim in annotated.claims]
    record["stance"] = {
        "label": annotated.stance.label,
        "probabilities": dict(annotated.stance.probabilities),
        "by_holder": [
            {"holder": _holder(row.holder, with_text=with_text), "label": row.label,
             "claims": row.claims}
            for row in annotated.stance.by_holder
        ],
    }  # fmt: skip
    return record


def _mention(mention: Mention) -> dict[str, Any]:
    record: dict[str, Any] = {
        "id": mention.id,
        "start": mention.start,
        "end": mention.end,
        "text": mention.text,
        "label": mention.label,
        "entity_id": mention.entity_id,
    }
    if mention.edtf is not None:
        record["edtf"] = mention.edtf
    return record


def _entity(entity: Entity) -> dict[str, Any]:
    record: dict[str, Any] = {
        "id": entity.id,
        "label": entity.label,
        "name": entity.name,
        "aliases": list(entity.aliases),
        "roles": list(entity.roles),
    }
    if entity.wikidata is not None:
        record["wikidata"] = entity.wikidata
    return record


def _holder(holder: Holder, *, with_text: bool) -> dict[str, Any]:
    record: dict[str, Any] = {"kind": holder.kind}
    if holder.entity_id is not None:
        record["entity_id"] = holder.entity_id
    if holder.text is not None and with_text:
        record["text"] = holder.text
    return record


def _claim(claim: Claim, *, with_text: bool) -> dict[str, Any]:
    record: dict[str, Any] = {
        "id": claim.id,
        "sentence_id": claim.sentence_id,
        "start": claim.start,
        "end": claim.end,
        "text": claim.text,
        "probability": claim.probability,
        "type": claim.type,
        "holder": _holder(claim.holder, with_text=with_text),
        "stance": {
            "label": claim.stance.label,
            "probabilities": dict(claim.stance.probabilities),
        },
        "mention_ids": list(claim.mention_ids),
    }
    if not with_text:
        del record["text"]
    return record
