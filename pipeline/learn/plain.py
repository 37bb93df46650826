"""A text as n-grams, cues and embeddings see it."""

from __future__ import annotations

import re

# A hashtag, and where the words begin that are written as one in it.
_HASHTAG = re.compile(r"#+(\w+)")
_WITHIN = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Za-z])(?=\d)|(?<=[A-Z])(?=[A-Z][a-z])|_+")


def plain(text: str) -> str:
    """The text with one kind of apostrophe, and with the words of hashtags apart ("#EndTheWar" is
    "End The War")."""
    return _HASHTAG.sub(lambda tag: _WITHIN.sub(" ", tag[1]), text.replace("’", "'"))
