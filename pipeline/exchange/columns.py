"""The tables of an export: what each column is.

Every table of codes has columns that a coder may correct (`coded`), columns that say what the codes
are of and must stay (`kept`), and `check`, a hash of those, by which a changed row is noticed even
without the dataset.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

Kind = Literal["text", "integer", "number", "date"]

VERSION = "1"  # of the tables; a reader refuses a newer one


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its type, what it holds, whether a coder may correct it, whether it must stay as it
    is, and the layer of the codebook from which its codes are."""

    name: str
    kind: Kind
    note: str
    coded: bool = False
    kept: bool = False
    codes: str | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """A table with its columns; `key` names those that tell its rows apart."""

    name: str
    note: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]

    @cache  # noqa: B019 - the tables are constants
    def names(self) -> tuple[str, ...]:
        """The columns' names, in order."""
        return tuple(column.name for column in self.columns)

    @cache  # noqa: B019
    def kept(self) -> tuple[str, ...]:
        """The names of the columns that must stay as they are."""
        return tuple(column.name for column in self.columns if column.kept)


def _text(name: str, note: str, **marks: Any) -> Column:
    return Column(name, "text", note, **marks)


def _probabilities(what: str) -> tuple[Column, ...]:
    return tuple(
        Column(f"p_{label}", "number", f"The model's probability that {what} is {label}.")
        for label in ("favor", "against", "neutral")
    )


_CONTEXT = (
    _text("sentence_before", "The sentence before it in the document."),
    _text("sentence", "The sentence in which it stands.", kept=True),
    _text("sentence_after", "The sentence after it."),
)
_SPAN = (
    Column("start", "integer", "Offset of the first character in the document's text.", kept=True),
    Column("end", "integer", "Offset past the last character; Unicode code points.", kept=True),
)
_COMMENT = _text("comment", "For the coder's remarks; kept when the table is imported.", coded=True)
_CHECK = _text("check", "Hash of what must stay as it is in this row; leave it alone.")
_DOC_ID = _text("doc_id", "The document's id.", kept=True)

DOCUMENTS = Table(
    "documents",
    "One row a document.",
    ("doc_id",),
    (
        _DOC_ID,
        _text("title", "The document's title."),
        _text("authors", "Its authors, separated by semicolons."),
        _text("publisher", "Who published it."),
        _text("published", "When it was published, as EDTF: a day, a month or a year."),
        Column("published_first", "date", "The first day that `published` can mean."),
        Column("published_last", "date", "The last day that `published` can mean."),
        _text("language", "Language, as ISO 639-1."),
        _text("kind", "Kind of text, such as op-ed or resolution."),
        _text("stance", "The stance of the document.", coded=True, codes="stance"),
        _COMMENT,
        *_probabilities("the stance"),
        Column("claims", "integer", "Number of claims."),
        Column("mentions", "integer", "Number of mentions."),
        Column("entities", "integer", "Number of entities."),
        _text("url", "Where the document was found."),
        _text("licence", "Licence of the text."),
        _text("source_path", "The file in the corpus."),
        _text("source_sha256", "SHA-256 of that file."),
        _text("media_type", "Its media type."),
        Column("bytes", "integer", "Its size."),
        _text("text_sha256", "SHA-256 of the text.", kept=True),
        _CHECK,
        _text("text", "The text, into which offsets count; empty where the run kept no texts."),
    ),
)
CLAIMS = Table(
    "claims",
    "One row a claim: a sentence or clause that asserts something checkable or arguable.",
    ("doc_id", "claim_id"),
    (
        _DOC_ID,
        _text("claim_id", "The claim's id in its document.", kept=True),
        *_CONTEXT,
        _text("claim", "The words of the claim: the sentence, or a part of it.", kept=True),
        _text("is_claim", "Whether it is a claim at all.", coded=True, codes="claim"),
        _text("type", "What kind of assertion it is.", coded=True, codes="claim type"),
        _text("stance", "What its holder says of the target.", coded=True, codes="stance"),
        _text("holder_kind", "Whose view it is.", coded=True, codes="holder"),
        _text("holder", "What the holder is called, where it is not the author.", coded=True),
        _COMMENT,
        _text("holder_entity_id", "The holder's id in `entities`, as the program found it."),
        Column("p_claim", "number", "The model's probability that the sentence is a claim."),
        *_probabilities("the stance"),
        *_SPAN,
        _text("sentence_id", "The sentence's id in its document.", kept=True),
        Column("sentence_start", "integer", "Offset of the sentence.", kept=True),
        Column("sentence_end", "integer", "Offset past the sentence.", kept=True),
        _text("mention_ids", "Ids of the mentions in it, separated by spaces."),
        _CHECK,
    ),
)
MENTIONS = Table(
    "mentions",
    "One row a mention: words that name an entity or a date.",
    ("doc_id", "mention_id"),
    (
        _DOC_ID,
        _text("mention_id", "The mention's id in its document.", kept=True),
        *_CONTEXT,
        _text("mention", "The words."),
        _text("is_mention", "Whether it is a mention at all.", coded=True, codes="claim"),
        _text("label", "What it names.", coded=True, codes="mention"),
        _text("entity", "The name of the entity.", coded=True),
        _text("edtf", "The date as ISO 8601-2 / EDTF.", coded=True),
        _COMMENT,
        Column("date_first", "date", "The first day that the date can mean."),
        Column("date_last", "date", "The last day that the date can mean."),
        _text("entity_id", "The entity's id in `entities`, as the program found it."),
        *_SPAN,
        _text("sentence_id", "The sentence's id in its document."),
        _CHECK,
    ),
)
ENTITIES = Table(
    "entities",
    "One row an entity of a document: what its mentions refer to.",
    ("doc_id", "entity_id"),
    (
        _DOC_ID,
        _text("entity_id", "The entity's id in its document."),
        _text("label", "What it is.", codes="mention"),
        _text("name", "Its one name; of a date, its EDTF value."),
        _text("aliases", "Other forms of the name in the text, separated by semicolons."),
        _text("roles", "The offices that the text states, separated by semicolons."),
        _text("wikidata", "Its Wikidata identifier."),
        Column("mentions", "integer", "Number of its mentions."),
    ),
)
CODEBOOK = Table(
    "codebook",
    "What the codes mean.",
    ("layer", "code"),
    (
        _text("layer", "What is coded: mention, claim type, stance, holder."),
        _text("code", "The code, as it stands in the tables."),
        _text("definition", "What it means."),
    ),
)
ABOUT = Table(
    "about",
    "Where the tables come from.",
    ("item",),
    (_text("item", "What is told."), _text("value", "It.")),
)
OF_DOCUMENTS = (DOCUMENTS, CLAIMS, MENTIONS, ENTITIES)
TABLES = {table.name: table for table in (*OF_DOCUMENTS, CODEBOOK, ABOUT)}
