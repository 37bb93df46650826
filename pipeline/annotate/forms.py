"""Thousands of listed forms, found in a text without making all of them ready first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from spacy.attrs import LOWER
from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc


class FormMatcher:
    """Finds forms, whatever their case, as a `PhraseMatcher` does. A form is tokenized when a text
    first has its first word: most forms stand in none of a run's texts."""

    def __init__(self, nlp: Language, forms: Iterable[str]) -> None:
        """`forms`, to be found in the texts of `nlp`."""
        self._nlp = nlp
        self._matcher = PhraseMatcher(nlp.vocab, attr=LOWER)
        # First word in lower case (as spaCy's number for it) -> forms.
        self._waiting: dict[int, list[str]] = defaultdict(list)
        tokenizer: Any = nlp.tokenizer
        for form in sorted(form for form in set(forms) if form.strip()):
            first = form.split(maxsplit=1)[0]
            # A word of letters is one token, unless the tokenizer has a rule for it.
            if first.isalpha() and first not in tokenizer.rules:
                self._waiting[nlp.vocab.strings[first.lower()]].append(form)
            else:
                self._add((form,))

    def __call__(self, doc: Doc) -> list[tuple[int, int]]:
        """The first token of each match, and the one after its last."""
        for word in self._waiting.keys() & set(doc.to_array(LOWER).tolist()):
            self._add(self._waiting.pop(word))
        return [(start, end) for _, start, end in self._matcher(doc)]

    def _add(self, forms: Iterable[str]) -> None:
        self._matcher.add("form", [self._nlp.make_doc(form) for form in forms])
