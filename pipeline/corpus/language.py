"""Which language a text is in."""

from __future__ import annotations

from typing import Any

from pipeline.once import Once

_SAMPLE = 20_000
# Of these the short or odd text is told apart; more candidates only add mistakes.
_CANDIDATES = (
    "en", "es", "pt", "fr", "it", "de", "nl", "ca", "gl", "eu", "ht", "ro", "sw", "id", "uk", "ru",
    "ar", "zh", "ja", "tr", "pl",
)  # fmt: skip


def _load() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(_CANDIDATES)
    return identifier


_IDENTIFIER = Once(_load)


def load_ahead() -> None:
    """Begin to load what `detect_language` needs, beside whatever else is done."""
    _IDENTIFIER.ahead()


def detect_language(text: str) -> str:
    """The ISO 639-1 code of the most likely language."""
    language, _ = _IDENTIFIER().classify(text[:_SAMPLE])
    return str(language)
