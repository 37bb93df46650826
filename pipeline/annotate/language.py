"""Loading the spaCy pipelines."""

from __future__ import annotations

from pathlib import Path

import spacy
from spacy.language import Language
from spacy.util import load_config, load_model_from_config

from pipeline.annotate import components
from pipeline.annotate.quick import quicken
from pipeline.annotate.weights import ModelError, SpacyModel
from pipeline.codebook import Codebook

CONFIG = Path(__file__).parent / "config.cfg"
LANGUAGES = ("en", "es")


def load_pipeline(language: str, codebook: Codebook, model: SpacyModel) -> Language:
    """The annotation pipeline for a language ("en" with the model's parser; "es" with rules alone).
    Raises ModelError for another language, or for a model without the components needed."""
    key = components.register_codebook(codebook)
    if language == "es":
        nlp = spacy.blank("es")
        nlp.add_pipe("stancebook_sentences")
        nlp.add_pipe("stancebook_mentions", config={"codebook": key})
        nlp.add_pipe("stancebook_holders")
        return nlp
    config = load_config(CONFIG, overrides={"paths.model": model.name, "paths.codebook": key})
    try:
        nlp = load_model_from_config(config, auto_fill=True)
    except (OSError, ValueError, KeyError) as error:
        raise ModelError(f"{model.name} cannot be used as the English model: {error}") from error
    quicken(nlp)
    nlp.max_length = 10_000_000
    return nlp
