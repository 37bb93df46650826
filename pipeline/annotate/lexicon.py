"""The codebook's gazetteers, made ready for matching against a language's tokens."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc, Span

from pipeline.codebook import Codebook
from pipeline.codebook.codebook import Row


@dataclass(frozen=True, slots=True)
class Listing:
    """What a gazetteer says of a form: its canonical name and identifiers."""

    name: str
    label: str
    wikidata: str | None = None
    case: bool = False
    title: str | None = None


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Gazetteers for one language: phrase matchers for names and titles, sets for single words."""

    names: PhraseMatcher
    titles: PhraseMatcher
    bodies: PhraseMatcher
    nationalities: PhraseMatcher
    listings: Mapping[str, Listing]
    title_kinds: Mapping[str, str]
    body_kinds: Mapping[str, str]
    nationality_words: frozenset[str] = field(default_factory=frozenset)
    countries: frozenset[str] = field(default_factory=frozenset)

    def listing(self, span: Span) -> Listing | None:
        """What the gazetteers say of this span's form, or None."""
        return self.listings.get(_key(span.text))


def _key(form: str) -> str:
    return " ".join(form.replace("’", "'").lower().split())


def build_lexicon(nlp: Language, codebook: Codebook) -> Lexicon:
    """Compile the codebook's gazetteers with the tokenizer of `nlp`."""
    tables = codebook.gazetteers
    language = nlp.lang
    listings: dict[str, Listing] = {}
    for table, label in (("officials", "OFFICIAL"), ("agencies", "AGENCY"), ("cartels", "CARTEL")):
        for row in tables.get(table, ()):
            listings[_key(row["form"])] = Listing(
                name=row["name"],
                label=row.get("label") or label,
                wikidata=row.get("wikidata") or None,
                case=row.get("match") == "case",
                title=row.get("title") or None,
            )
    titles = {_key(row["form"]): row["kind"] for row in _of(language, tables.get("titles", ()))}
    bodies = {_key(row["noun"]): row["kind"] for row in _of(language, tables.get("bodies", ()))}
    nationalities = [row["adjective"] for row in tables.get("nationalities", ())]
    return Lexicon(
        names=_matcher(nlp, (row["form"] for t in _NAMES for row in tables.get(t, ()))),
        titles=_matcher(nlp, titles),
        bodies=_matcher(nlp, bodies),
        nationalities=_matcher(nlp, nationalities),
        listings=listings,
        title_kinds=titles,
        body_kinds=bodies,
        nationality_words=frozenset(_key(word) for word in nationalities),
        countries=frozenset(row["country"].lower() for row in tables.get("nationalities", ())),
    )


_NAMES = ("officials", "agencies", "cartels")


def _of(language: str, rows: Iterable[Row]) -> Iterator[Row]:
    """Rows of one language, or of several ("mul")."""
    return (row for row in rows if row.get("language", "mul") in (language, "mul", ""))


def _matcher(nlp: Language, forms: Iterable[str]) -> PhraseMatcher:
    matcher = PhraseMatcher(nlp.vocab, attr="LOWER")
    groups: dict[str, list[Doc]] = defaultdict(list)
    for form in sorted(set(forms)):
        groups["form"].append(nlp.make_doc(form))
    for key, patterns in groups.items():
        matcher.add(key, patterns)
    return matcher


def matches(matcher: PhraseMatcher, doc: Doc) -> list[Span]:
    """Every longest match, in order; a shorter match inside a longer one is left out."""
    spans = [Span(doc, start, end) for _, start, end in matcher(doc)]
    spans.sort(key=lambda span: (span.start, -(span.end - span.start)))
    kept: list[Span] = []
    for span in spans:
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
        elif span.end - span.start > kept[-1].end - kept[-1].start:
            kept[-1] = span
    return kept
