"""Two stock spaCy components made quicker, with the same results (a test compares them).

The attribute ruler matches some 200 patterns against every token, though nearly all of them look at
one token's tag, dependency and a listed word alone: those are matched once for each combination.
The lemmatizer looks words up in lists and works most of them out anew each time.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from spacy.attrs import DEP, LOWER, TAG
from spacy.language import Language
from spacy.matcher import Matcher
from spacy.tokens import Doc, Span, Token
from spacy.tokens._retokenize import set_token_attrs

# A rule's number and its key in the vocabulary.
_Match = tuple[int, int]
_PLAIN = {"TAG", "LOWER", "DEP"}
# Combinations and words kept at most; more mean odd input, and are worked out each time.
_MAX_KEPT = 200_000


@Language.factory("stancebook_attributes")
def make_attributes(nlp: Language, name: str) -> Callable[[Doc], Doc]:
    """The rules of the pipeline's attribute ruler, to be put in its place with `quicken`."""
    return QuickRuler(nlp.get_pipe("attribute_ruler"))


class QuickRuler:
    """Does what an `AttributeRuler` does."""

    def __init__(self, ruler: Any) -> None:
        self._ruler = ruler
        self._plain, self._other = Matcher(ruler.vocab), Matcher(ruler.vocab)
        words: set[str] = set()
        for number, row in enumerate(ruler.patterns):
            plain = [p for p in row["patterns"] if _is_plain(p)]
            other = [p for p in row["patterns"] if not _is_plain(p)]
            for matcher, patterns in ((self._plain, plain), (self._other, other)):
                if patterns:
                    matcher.add(str(number), patterns)
            for pattern in plain:
                words.update(_words(pattern[0].get("LOWER")))
        self._words = {ruler.vocab.strings[word] for word in words}
        self._kept: dict[tuple[int, int, int], tuple[_Match, ...]] = {}
        self._attributes: dict[tuple[_Match, ...], dict[str, Any]] = {}

    def __call__(self, doc: Doc) -> Doc:
        strings = self._ruler.vocab.strings
        matches = [
            (int(strings[match]), match, start, end)
            for match, start, end in self._other(doc, allow_missing=True, as_spans=False)
        ]
        # Where both kinds match, the order of the rules decides: the ruler's own work.
        contested = {i for _, _, start, end in matches for i in range(start, end)}
        for i, (tag, lower, dep) in enumerate(doc.to_array([TAG, LOWER, DEP]).tolist()):
            key = (tag, lower if lower in self._words else 0, dep)
            found = self._kept.get(key)
            if found is None:
                found = self._match(doc[i : i + 1])
                if len(self._kept) < _MAX_KEPT:
                    self._kept[key] = found
            if i in contested:
                matches.extend((number, match, i, i + 1) for number, match in found)
            elif found:
                set_token_attrs(doc[i], self._together(found))
        matches.sort()
        self._ruler.set_annotations(doc, matches)
        return doc

    def _match(self, token: Span) -> tuple[_Match, ...]:
        strings = self._ruler.vocab.strings
        found = self._plain(token, allow_missing=True)
        return tuple(sorted((int(strings[match]), match) for match, _, _ in found))

    def _together(self, found: tuple[_Match, ...]) -> dict[str, Any]:
        """What rules set that are applied one after the other."""
        attributes = self._attributes.get(found)
        if attributes is None:
            attributes = {}
            for number, _ in found:
                attributes |= self._ruler.attrs[number]
            self._attributes[found] = attributes
        return attributes


def _is_plain(pattern: Sequence[Mapping[str, Any]]) -> bool:
    """Whether a pattern looks at one token's tag, dependency and listed words, and nothing else."""
    return (
        len(pattern) == 1
        and set(pattern[0]) <= _PLAIN
        and _words(pattern[0].get("LOWER")) is not None
        and not any(_is_regex(value) for value in pattern[0].values())
    )


def _is_regex(value: Any) -> bool:
    return isinstance(value, Mapping) and not set(value) <= {"IN", "NOT_IN"}


def _words(value: Any) -> list[str]:
    if value is None or isinstance(value, str):
        return [value] if value else []
    return [str(word) for words in value.values() for word in words]


def quicken(nlp: Language) -> None:
    """Put the quick components in the place of a pipeline's stock ones."""
    if "attribute_ruler" in nlp.pipe_names:
        nlp.add_pipe("stancebook_attributes", before="attribute_ruler")
        nlp.remove_pipe("attribute_ruler")
    if "lemmatizer" in nlp.pipe_names:
        _quicken_lemmatizer(nlp.get_pipe("lemmatizer"))


def _quicken_lemmatizer(lemmatizer: Any) -> None:
    if lemmatizer.mode != "rule":
        return
    index = lemmatizer.lookups.get_table("lemma_index", {})
    for part_of_speech in list(index):
        index[part_of_speech] = frozenset(index[part_of_speech])
    slow = lemmatizer.rule_lemmatize
    kept: dict[tuple[int, int, int], list[str]] = {}

    def lemmatize(token: Token) -> list[str]:
        key = (token.orth, token.pos, token.morph.key)  # type: ignore[attr-defined]
        found = kept.get(key)
        if found is None:
            found = slow(token)
            if len(kept) < _MAX_KEPT:
                kept[key] = found
        return found

    lemmatizer.lemmatize = lemmatize
