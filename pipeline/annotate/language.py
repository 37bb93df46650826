"""Loading the spaCy pipelines."""

from __future__ import annotations

import spacy
from spacy.language import Language

from pipeline.annotate import components
from pipeline.annotate.quick import quicken
from pipeline.annotate.weights import ModelError, SpacyModel
from pipeline.codebook import Codebook

LANGUAGES = ("en", "es")
# What is taken from an installed English model, by the names there; nothing else of it is loaded.
_STOCK = ("tok2vec", "tagger", "parser", "attribute_ruler", "lemmatizer")


def load_pipeline(language: str, codebook: Codebook, model: SpacyModel) -> Language:
    """The annotation pipeline for a language ("en" with the model's parser; "es" with rules alone):
    stock components between this project's own (`components`). Raises ModelError for a model of
    another language than English, or without the components needed."""
    nlp = spacy.blank("es") if language == "es" else _english(model)
    key = components.register_codebook(codebook)
    nlp.add_pipe("stancebook_sentences", first=True)
    nlp.add_pipe("stancebook_mentions", config={"codebook": key})
    nlp.add_pipe("stancebook_holders")
    return nlp


def _english(model: SpacyModel) -> Language:
    """The stock components. The model's copy of the tokenizer and its table of word norms are left
    out: the language's own tokenizer stands already, and a word's norm is its own."""
    settings = {"nlp.pipeline": list(_STOCK), "nlp.disabled": []}
    try:
        nlp = spacy.load(model.name, config=settings, exclude=["tokenizer", "lookups"])
    except (OSError, ValueError, KeyError) as error:
        raise ModelError(f"{model.name} cannot be used as the English model: {error}") from error
    if nlp.lang != "en":
        raise ModelError(f"{model.name} cannot be used as the English model: it is for {nlp.lang}")
    quicken(nlp)
    nlp.max_length = 10_000_000
    return nlp
