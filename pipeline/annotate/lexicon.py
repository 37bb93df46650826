"""The codebook's gazetteers, made ready for matching against a language's tokens."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from spacy.language import Language
from spacy.tokens import Doc, Span

from pipeline.annotate.forms import FormMatcher
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
    country: str | None = None


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Gazetteers for one language: matchers for names and titles, sets for single words."""

    names: FormMatcher
    titles: FormMatcher
    bodies: FormMatcher
    nationalities: FormMatcher
    listings: Mapping[str, Listing]
    title_kinds: Mapping[str, str]
    body_kinds: Mapping[str, str]
    exact: frozenset[str]
    countries: FormMatcher
    country_of: Mapping[str, str]

    def listing(self, span: Span) -> Listing | None:
        """What the gazetteers say of this span's form, or None (letter case counts where a
        gazetteer says so; elsewhere one capital letter must show that a name is meant)."""
        listing = self.listings.get(key_of(span.text))
        if listing is None:
            return None
        if listing.case:
            # A line in capitals says "CONGRESS" and "THE WHITE HOUSE".
            shouted = listing.label == "AGENCY" and len(span.text) > _SHORT and span.text.isupper()
            return listing if shouted or _straight(span.text) in self.exact else None
        return listing if any(character.isupper() for character in span.text) else None


# Forms in capitals up to this length can be other abbreviations.
_SHORT = 6


def _straight(form: str) -> str:
    return " ".join(form.replace("’", "'").split())


def key_of(form: str) -> str:
    """A form as gazetteers are looked up by: lower case, one space, straight apostrophes."""
    return _straight(form).lower()


def build_lexicon(nlp: Language, codebook: Codebook) -> Lexicon:
    """Compile the codebook's gazetteers with the tokenizer of `nlp`."""
    tables = codebook.gazetteers
    language = nlp.lang or "en"
    listings: dict[str, Listing] = {}
    nations = tables.get("nationalities", ())
    by_code = {row["iso2"]: row["country"] for row in nations if row.get("iso2")}
    for table, label in (("officials", "OFFICIAL"), ("agencies", "AGENCY"), ("cartels", "CARTEL")):
        for row in tables.get(table, ()):
            listings[key_of(row["form"])] = Listing(
                name=row["name"],
                label=row.get("label") or label,
                wikidata=row.get("wikidata") or None,
                case=row.get("match") == "case" or label == "OFFICIAL",
                title=row.get("title") or None,
                country=by_code.get(row.get("country") or "") if label == "OFFICIAL" else None,
            )
    title_rows = list(_of(language, tables.get("titles", ())))
    titles = {key_of(row["form"]): row["kind"] for row in title_rows}
    bodies = {key_of(row["noun"]): row["kind"] for row in _of(language, tables.get("bodies", ()))}
    country_of = {key_of(row["adjective"]): row["country"] for row in nations}
    country_of |= {key_of(row["country"]): row["country"] for row in nations}
    aliases = [row["adjective"] for row in nations if row.get("language") == "alias"]
    forms = [row["form"] for table in _NAMES for row in tables.get(table, ())]
    return Lexicon(
        names=FormMatcher(nlp, forms),
        # As written: the tokenizer keeps the full stop of "Gen.", and splits that of "gen.".
        titles=FormMatcher(nlp, (f for row in title_rows for f in _spellings(row["form"]))),
        bodies=FormMatcher(nlp, bodies),
        nationalities=FormMatcher(nlp, (row["adjective"] for row in _of(language, nations))),
        countries=FormMatcher(nlp, (*(row["country"] for row in nations), *aliases)),
        listings=listings,
        title_kinds=titles,
        body_kinds=bodies,
        exact=frozenset(_straight(form) for form in forms),
        country_of=country_of,
    )


_NAMES = ("officials", "agencies", "cartels")


def _of(language: str, rows: Iterable[Row]) -> Iterator[Row]:
    """Rows of one language, or of several ("mul")."""
    return (row for row in rows if row.get("language", "mul") in (language, "mul", ""))


def _spellings(form: str) -> tuple[str, str]:
    """A form as listed, and with its initials in capitals: "u.s. attorney" is tokenized otherwise
    than "U.S. attorney"."""
    return form, form.replace("u.s.", "U.S.").replace("u.n.", "U.N.")


def matches(matcher: FormMatcher, doc: Doc) -> list[Span]:
    """Every longest match, in order; a shorter match inside a longer one is left out."""
    spans = [Span(doc, start, end) for start, end in matcher(doc)]
    spans.sort(key=lambda span: (span.start, -(span.end - span.start)))
    kept: list[Span] = []
    for span in spans:
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
        elif span.end - span.start > kept[-1].end - kept[-1].start:
            kept[-1] = span
    return kept
