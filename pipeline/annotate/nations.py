"""Nations named beside a noun: "Mexican", "U.S.", "Mexico's", "of Colombia", "mexicano"."""

from __future__ import annotations

from spacy.tokens import Doc

from pipeline.annotate.lexicon import Lexicon, key_of, matches
from pipeline.annotate.tokens import is_possessive

# Letter case decides between these and the words "us", "eu".
_ACRONYMS = frozenset({"us", "u.s.", "usa", "uk", "uae", "eu"})


# What stands before a country's name in its official style.
_STYLES = frozenset(
    "federal democratic islamic socialist arab kingdom plurinational bolivarian".split()
)


class Nations:
    """Where a text names nations, by token."""

    def __init__(self, doc: Doc, lexicon: Lexicon) -> None:
        self._doc = doc
        self._adjectives: dict[int, tuple[int, str]] = {}  # end -> (start, country)
        self._countries: dict[int, tuple[int, str]] = {}
        self._starts: dict[int, tuple[int, str]] = {}
        self._following: dict[int, tuple[int, str]] = {}
        english = doc.lang_ != "es"
        for span in matches(lexicon.nationalities, doc):
            country = lexicon.country_of[key_of(span.text)]
            capital = span.text[0].isupper()
            if key_of(span.text) in _ACRONYMS and not span.text.isupper():
                continue
            if english and capital:
                self._adjectives[span.end] = (span.start, country)
                self._starts[span.start] = (span.end, country)
            elif not english and not capital:
                self._following[span.start] = (span.end, country)
        for span in matches(lexicon.countries, doc):
            if span.text[0].isupper():
                country = lexicon.country_of[key_of(span.text)]
                self._countries[span.end] = (span.start, country)
                self._starts.setdefault(span.start, (span.end, country))

    def before(self, index: int) -> tuple[int, str | None]:
        """`(start, country)` of a nation that specifies the noun at token `index`, standing right
        before it; `(index, None)` where there is none."""
        doc = self._doc
        if index and is_possessive(doc[index - 1]):
            found = self._countries.get(index - 1)
            return found if found else (index, None)
        found = self._adjectives.get(index) or self._countries.get(index)
        return found if found else (index, None)

    def at(self, index: int) -> tuple[int, str | None]:
        """`(end, country)` of the nation that begins at token `index`."""
        found = self._starts.get(index)
        return found if found else (index, None)

    def after(self, index: int) -> tuple[int, str | None]:
        """`(end, country)` of a Spanish demonym that follows its noun at token `index`."""
        found = self._following.get(index)
        return found if found else (index, None)

    def after_of(self, index: int) -> tuple[int, str | None]:
        """`(end, country)` of "of (the) COUNTRY" that begins at token `index`."""
        doc = self._doc
        if index >= len(doc) or doc[index].lower_ not in ("of", "de", "del"):
            return index, None
        begin = index + 1
        while begin < len(doc) and doc[begin].lower_ in (
            "the",
            "la",
            "el",
            "los",
            "republic",
            "of",
            *_STYLES,
        ):
            begin += 1
        for end, (start, country) in self._countries.items():
            if start == begin:
                if doc[end : end + 2].text == "of America":
                    return end + 2, country
                return (end + 1 if doc[end : end + 1].text == "Republic" else end), country
        return index, None
