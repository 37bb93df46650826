"""Document -> AnnotatedDocument: the spaCy pipeline, entity resolution, claims and stance."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.annotate.attributed import Unit, holders_of
from pipeline.annotate.captions import is_caption
from pipeline.annotate.components import PUBLISHED, SENTENCES
from pipeline.annotate.entities import resolve
from pipeline.annotate.holders import Attribution
from pipeline.annotate.language import LANGUAGES, load_pipeline
from pipeline.annotate.reading import Reading, read_piece
from pipeline.annotate.records import (
    CLAIM_TYPES,
    STANCES,
    AnnotatedDocument,
    Claim,
    DocumentStance,
    Entity,
    HolderStance,
    Mention,
    Sentence,
    Stance,
    StanceLabel,
)
from pipeline.annotate.sentences import split_sentences
from pipeline.annotate.spanish.courtesy import without_degree
from pipeline.annotate.spotted import Spotted
from pipeline.annotate.weights import SpacyModel
from pipeline.codebook import Codebook
from pipeline.corpus.document import Block, Document
from pipeline.corpus.errors import DocumentError
from pipeline.learn.examples import Example, Passage

Row = Mapping[str, float]
Bounds = Sequence[tuple[int, int]]

# A piece is what the parser sees at once: it bounds memory, whatever a document's length.
_PIECE = 50_000
# What the parser is given at once of several documents; larger batches are no faster.
_BATCH = 20_000
_CLAIM_THRESHOLD = 0.5


class Models(Protocol):
    """What judges sentences and documents: each method gives one row of probabilities a text."""

    def claim(self, examples: Sequence[Example]) -> Sequence[Row]:
        """Probability that each text is a claim, under the key "claim"."""

    def claim_type(self, examples: Sequence[Example]) -> Sequence[Row]:
        """Probabilities of the claim types."""

    def stance(self, examples: Sequence[Example]) -> Sequence[Row]:
        """Probabilities of favor, against and neutral."""

    def document(self, claims: Sequence[Row], passage: Passage) -> Row:
        """Probabilities of an author's stance from those of the author's claims, and the text."""

    def of(self, language: str) -> Models:
        """The models for texts in a language."""


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch of a document that the parser sees at once; `number` is the document's."""

    number: int
    document: Document
    bounds: Bounds

    @property
    def length(self) -> int:
        return self.bounds[-1][1] - self.bounds[0][0]

    def read(self, nlp: Language) -> tuple[Doc, Reading]:
        """The piece as tokens, with what its components need to know; and how to read it back."""
        reading = read_piece(self.document.text, self.bounds)
        doc = nlp.make_doc(reading.text)
        doc.user_data[SENTENCES] = reading.bounds
        doc.user_data[PUBLISHED] = self.document.metadata.published
        return doc, reading


@dataclass(frozen=True, slots=True)
class _Parsed:
    """A document whose mentions are known and whose claims are not yet."""

    number: int
    document: Document
    units: list[Unit]
    passage: Passage
    examples: list[Example]
    mentions: tuple[Mention, ...]
    entities: tuple[Entity, ...]


class Annotator:
    """Annotates documents with one codebook, one spaCy model and one set of sentence models.

    Not for use by several threads at once; make one for each process.
    """

    def __init__(self, codebook: Codebook, spacy_model: SpacyModel, models: Models) -> None:
        self._codebook = codebook
        self._spacy_model = spacy_model
        self._models = models
        self._pipelines: dict[str, Language] = {}

    def warm_up(self) -> None:
        """Load the English pipeline now. Raises ModelError where the spaCy model has not the
        components needed."""
        self._pipelines["en"] = load_pipeline("en", self._codebook, self._spacy_model)

    def annotate(self, document: Document, max_seconds: float | None = None) -> AnnotatedDocument:
        """Annotate one document. Raises DocumentError (stage "annotate") for a language without a
        pipeline, and where it takes longer than `max_seconds`."""
        outcome = self.annotate_all([document], max_seconds)[0]
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    def annotate_all(
        self, documents: Sequence[Document], max_seconds: float | None = None
    ) -> list[AnnotatedDocument | Exception]:
        """Annotate documents together: for each, in order, what `annotate` would give or raise.

        The parser and the sentence models see many documents at once, which is faster. That no
        document's result depends on those beside it is tested. `max_seconds` bounds a document
        that comes alone; who hands over several bounds them from outside.
        """
        alone = len(documents) == 1 and max_seconds is not None
        deadline = time.monotonic() + (max_seconds or 0.0) if alone else None
        outcomes: list[AnnotatedDocument | Exception | None] = [None] * len(documents)
        parsed: list[_Parsed] = []
        try:
            spotted = self._spot(documents, deadline)
            for number, (document, found) in enumerate(zip(documents, spotted, strict=True)):
                if isinstance(found, Exception):
                    outcomes[number] = found
                else:
                    parsed.append(_parsed(number, document, *found))
            for language in sorted({_language(part.document) for part in parsed}):
                theirs = [part for part in parsed if _language(part.document) == language]
                models = self._models.of(language)
                for part, claims in zip(theirs, self._claims(theirs, models), strict=True):
                    outcomes[part.number] = self._annotated(part, claims, models)
        except Exception as error:
            if len(documents) == 1:
                return [error]
            # Whichever document it was, the others must not suffer for it.
            return [self.annotate_all([document], max_seconds)[0] for document in documents]
        return [outcome for outcome in outcomes if outcome is not None]

    def _annotated(
        self, part: _Parsed, claims: tuple[Claim, ...], models: Models
    ) -> AnnotatedDocument:
        return AnnotatedDocument(
            document=part.document,
            sentences=tuple(unit.sentence for unit in part.units),
            mentions=part.mentions,
            entities=part.entities,
            claims=claims,
            stance=self._document_stance(claims, part.passage, models),
        )

    def _pipeline(self, document: Document) -> Language:
        language = _language(document)
        if language not in LANGUAGES:
            raise DocumentError(
                "unsupported-language",
                f"the text is in `{language}`; read are {', '.join(LANGUAGES)}. "
                'If it is not, say so in the manifest: "language": "en"',
                stage="annotate",
            )
        if language not in self._pipelines:
            self._pipelines[language] = load_pipeline(language, self._codebook, self._spacy_model)
        return self._pipelines[language]

    def _spot(
        self, documents: Sequence[Document], deadline: float | None
    ) -> list[tuple[Bounds, list[Spotted], list[Attribution]] | DocumentError]:
        """What the pipeline finds in each document, or why there is no pipeline for it."""
        results: list[tuple[Bounds, list[Spotted], list[Attribution]] | DocumentError] = []
        pieces: dict[Language, list[_Piece]] = defaultdict(list)
        for document in documents:
            try:
                nlp = self._pipeline(document)
            except DocumentError as error:
                results.append(error)
                continue
            bounds = list(split_sentences(document.text, document.blocks))
            results.append((bounds, [], []))
            number = len(results) - 1
            pieces[nlp].extend(_Piece(number, document, piece) for piece in _pieces(bounds))
        for nlp, theirs in pieces.items():
            for batch in _batches(theirs):
                if deadline is not None and time.monotonic() > deadline:
                    raise DocumentError(
                        "timeout", "annotation took longer than --max-seconds allows",
                        stage="annotate",
                    )  # fmt: skip
                read = (piece.read(nlp) for piece in batch)
                docs = nlp.pipe(read, as_tuples=True, batch_size=len(batch))
                for piece, (doc, reading) in zip(batch, docs, strict=True):
                    result = results[piece.number]
                    assert not isinstance(result, DocumentError)
                    where = reading.start, reading.end
                    result[1].extend(spot.moved(*where) for spot in doc._.spotted)
                    result[2].extend(a.moved(*where) for a in doc._.attributions)
        return results

    def _claims(self, parsed: Sequence[_Parsed], models: Models) -> list[tuple[Claim, ...]]:
        """The claims of each document; the models judge the sentences of all of them at once."""
        examples = [example for part in parsed for example in part.examples]
        probabilities = iter(models.claim(examples) if examples else ())
        chosen: list[list[tuple[int, float]]] = []
        for part in parsed:
            rows = [(i, next(probabilities)["claim"]) for i in range(len(part.units))]
            chosen.append([
                (i, probability) for i, probability in rows
                if probability >= _CLAIM_THRESHOLD and part.units[i].kind in ("prose", "item")
            ])  # fmt: skip
        picked = [
            part.examples[i] for part, rows in zip(parsed, chosen, strict=True) for i, _ in rows
        ]
        types = iter(models.claim_type(picked) if picked else ())
        stances = iter(models.stance(picked) if picked else ())
        return [
            _claims_of(part, rows, types, stances)
            for part, rows in zip(parsed, chosen, strict=True)
        ]

    def _document_stance(
        self, claims: Sequence[Claim], passage: Passage, models: Models
    ) -> DocumentStance:
        own = [_row(c.stance) for c in claims if c.holder.kind == "author"]
        stance = _stance(models.document(own, passage))
        grouped: dict[tuple[str, str], list[Claim]] = defaultdict(list)
        for claim in claims:
            holder = claim.holder
            grouped[(holder.kind, holder.entity_id or (holder.text or "").lower())].append(claim)
        return DocumentStance(
            label=stance.label,
            probabilities=stance.probabilities,
            by_holder=tuple(
                HolderStance(theirs[0].holder, self._over(theirs), len(theirs))
                for theirs in grouped.values()
            ),
        )

    def _over(self, claims: Sequence[Claim]) -> StanceLabel:
        """The stance of one holder: the side that most of the claims with a side take."""
        favor = sum(c.stance.label == "favor" for c in claims)
        against = sum(c.stance.label == "against" for c in claims)
        if favor == against:
            return "neutral"
        return "favor" if favor > against else "against"


def _language(document: Document) -> str:
    return document.metadata.language or "en"


def _parsed(
    number: int,
    document: Document,
    bounds: Bounds,
    spotted: list[Spotted],
    attributions: list[Attribution],
) -> _Parsed:
    spotted = _without_authors(spotted, document)
    mentions, entities = resolve(document.text, spotted)
    units = _units(document, bounds, attributions)
    passage = Passage(_title(document, units), tuple(unit.text for unit in units))
    before = ["", *passage.sentences]
    examples = [
        Example(unit.text, before[i], passage=passage, place=i) for i, unit in enumerate(units)
    ]
    return _Parsed(number, document, units, passage, examples, mentions, entities)


def _title(document: Document, units: Sequence[Unit]) -> str:
    """What stands over a text: its title, else the heading that it begins with."""
    if document.metadata.title:
        return document.metadata.title
    return units[0].text if units and units[0].kind == "heading" else ""


def _claims_of(
    part: _Parsed, chosen: list[tuple[int, float]], types: Iterator[Row], stances: Iterator[Row]
) -> tuple[Claim, ...]:
    """The claims of one document; takes as many rows of `types` and `stances` as it has claims."""
    if not chosen:
        return ()
    within = _mentions_by_sentence(part.units, part.mentions)
    holders = holders_of(part.document, part.units, part.mentions)
    claims = []
    for number, (i, probability) in enumerate(chosen, 1):
        unit, row = part.units[i], next(types)
        claims.append(
            Claim(
                id=f"c{number}",
                sentence_id=unit.sentence.id,
                start=unit.sentence.start,
                end=unit.sentence.end,
                text=unit.text,
                probability=round(probability, 4),
                type=max(CLAIM_TYPES, key=lambda t, row=row: row.get(t, 0.0)),  # type: ignore[misc]
                holder=holders[i],
                stance=_stance(next(stances)),
                mention_ids=tuple(m.id for m in within[i]),
            )
        )
    return tuple(claims)


def _batches(pieces: Sequence[_Piece]) -> Iterator[list[_Piece]]:
    """Pieces in groups of about `_BATCH` code points."""
    batch: list[_Piece] = []
    length = 0
    for piece in pieces:
        if batch and length + piece.length > _BATCH:
            yield batch
            batch, length = [], 0
        batch.append(piece)
        length += piece.length
    if batch:
        yield batch


def _without_authors(spotted: list[Spotted], document: Document) -> list[Spotted]:
    """Spots without those of an author who is called an official only in the note on the author
    ("Ann Roe is a retired ambassador")."""
    names = {" ".join(author.split()).lower() for author in document.metadata.authors}
    return [
        spot
        for spot in spotted
        if spot.label != "OFFICIAL"
        or spot.listed
        or (spot.name or "").lower() not in names
        or (spot.role or "").istitle()
        or len(without_degree(document.text[spot.start : spot.end])) > len(spot.name or "")
        # the title stands directly with the name
    ]


def _pieces(bounds: Sequence[tuple[int, int]]) -> Iterator[list[tuple[int, int]]]:
    piece: list[tuple[int, int]] = []
    for bound in bounds:
        if piece and bound[1] - piece[0][0] > _PIECE:
            yield piece
            piece = []
        piece.append(bound)
    if piece:
        yield piece


def _units(
    document: Document, bounds: Sequence[tuple[int, int]], attributions: Sequence[Attribution]
) -> list[Unit]:
    blocks: Iterator[Block] = iter(document.blocks)
    block = next(blocks, None)
    units = []
    for number, ((start, end), attribution) in enumerate(zip(bounds, attributions, strict=True), 1):
        while block is not None and block.end <= start:
            block = next(blocks, None)
        kind = block.kind if block is not None else "prose"
        written = document.text[start:end]
        runs_on = block is not None and end < block.end
        if runs_on and is_caption(written):
            kind = "heading"
        units.append(Unit(Sentence(f"s{number}", start, end), kind, written, attribution))
    return units


def _mentions_by_sentence(
    units: Sequence[Unit], mentions: Sequence[Mention]
) -> list[list[Mention]]:
    within: list[list[Mention]] = [[] for _ in units]
    position = 0
    for mention in mentions:
        while position < len(units) and units[position].sentence.end <= mention.start:
            position += 1
        if position < len(units):
            within[position].append(mention)
    return within


def _row(stance: Stance) -> Row:
    return {str(label): p for label, p in stance.probabilities.items()}


def _stance(row: Row) -> Stance:
    probabilities = {label: round(float(row.get(label, 0.0)), 4) for label in STANCES}
    return Stance(max(STANCES, key=lambda label: probabilities[label]), probabilities)
