"""Document -> AnnotatedDocument: the spaCy pipeline, entity resolution, claims and stance."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Sequence

from spacy.language import Language

from pipeline.annotate.claims import ModelChoice, Models, claims_of, document_stance
from pipeline.annotate.holders import Attribution
from pipeline.annotate.language import LANGUAGES, load_pipeline
from pipeline.annotate.parsed import Parsed, parsed_of
from pipeline.annotate.pieces import Bounds, Piece, batches, pieces_of
from pipeline.annotate.records import AnnotatedDocument, Claim
from pipeline.annotate.sentences import split_sentences
from pipeline.annotate.spotted import Spotted
from pipeline.annotate.weights import SpacyModel
from pipeline.codebook import Codebook
from pipeline.corpus.document import Document
from pipeline.corpus.errors import DocumentError


class Annotator:
    """Annotates documents with one codebook, one spaCy model and one set of sentence models.

    Not for use by several threads at once; make one for each process.
    """

    def __init__(self, codebook: Codebook, spacy_model: SpacyModel, models: ModelChoice) -> None:
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
        parsed: list[Parsed] = []
        try:
            spotted = self._spot(documents, deadline)
            for number, (document, found) in enumerate(zip(documents, spotted, strict=True)):
                if isinstance(found, Exception):
                    outcomes[number] = found
                else:
                    parsed.append(parsed_of(number, document, *found))
            judged: dict[Models, list[Parsed]] = defaultdict(list)
            for part in parsed:
                judged[self._models.of(part.passage, _language(part.document))].append(part)
            for models, theirs in judged.items():
                for part, claims in zip(theirs, claims_of(theirs, models), strict=True):
                    outcomes[part.number] = self._annotated(part, claims, models)
        except Exception as error:
            if len(documents) == 1:
                return [error]
            # Whichever document it was, the others must not suffer for it.
            return [self.annotate_all([document], max_seconds)[0] for document in documents]
        return [outcome for outcome in outcomes if outcome is not None]

    def _annotated(
        self, part: Parsed, claims: tuple[Claim, ...], models: Models
    ) -> AnnotatedDocument:
        return AnnotatedDocument(
            document=part.document,
            sentences=tuple(unit.sentence for unit in part.units),
            mentions=part.mentions,
            entities=part.entities,
            claims=claims,
            stance=document_stance(claims, part.passage, models),
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
        pieces: dict[Language, list[Piece]] = defaultdict(list)
        for document in documents:
            try:
                nlp = self._pipeline(document)
            except DocumentError as error:
                results.append(error)
                continue
            bounds = list(split_sentences(document.text, document.blocks))
            results.append((bounds, [], []))
            number = len(results) - 1
            pieces[nlp].extend(pieces_of(number, document, bounds))
        for nlp, theirs in pieces.items():
            for batch in batches(theirs):
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


def _language(document: Document) -> str:
    return document.metadata.language or "en"
