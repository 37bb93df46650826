"""The spaCy components, each registered under a factory name that `language` refers to.

A component reads a `Doc` whose `user_data` holds what the text's blocks tell (see `annotator`), and
leaves its findings in custom attributes: `doc._.spotted` and `doc._.attributions`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from spacy.attrs import IDX, LENGTH, SENT_START
from spacy.language import Language
from spacy.tokens import Doc

from pipeline.annotate.agencies import find_agencies
from pipeline.annotate.cartels import find_cartels
from pipeline.annotate.dates import dates_as_published, parse_published
from pipeline.annotate.holders import find_attributions
from pipeline.annotate.lexicon import build_lexicon, matches
from pipeline.annotate.officials import find_officials
from pipeline.annotate.spotted import Spotted
from pipeline.annotate.tokens import text_of
from pipeline.codebook import Codebook, load_codebook

SENTENCES, PUBLISHED = "stancebook.sentences", "stancebook.published"

if not Doc.has_extension("spotted"):
    Doc.set_extension("spotted", default=())
    Doc.set_extension("attributions", default=())

_CODEBOOKS: dict[str, Codebook] = {}


def register_codebook(codebook: Codebook) -> str:
    """Keep a codebook for `stancebook_mentions`; returns the key that its config names it by."""
    _CODEBOOKS[codebook.sha256] = codebook
    return codebook.sha256


@Language.component("stancebook_sentences")
def sentence_starts(doc: Doc) -> Doc:
    """Mark the token that begins each sentence, before the parser, which keeps these bounds."""
    starts = sorted({start for start, _ in doc.user_data.get(SENTENCES, ())})
    position = 0
    values: Any = np.full((len(doc), 1), -1, dtype=np.int64)
    for i, (begin, length) in enumerate(doc.to_array([IDX, LENGTH]).tolist()):
        begins = i == 0
        while position < len(starts) and starts[position] < begin + length:
            begins, position = True, position + 1
        if begins:
            values[i, 0] = 1
    # All at once: setting a token's own attribute looks through the whole text each time.
    return doc.from_array([SENT_START], values.astype(np.uint64))


@Language.factory("stancebook_mentions", default_config={"codebook": ""})
def make_mentions(nlp: Language, name: str, codebook: str) -> Callable[[Doc], Doc]:
    """Spot the mentions of a codebook's gazetteers and of general patterns. `codebook` is a key of
    `register_codebook`; without one, the built-in codebook."""
    book = _CODEBOOKS.get(codebook) or load_codebook()
    lexicon = build_lexicon(nlp, book)
    if nlp.lang == "es":
        # Many patterns to compile: a run without Spanish texts must not pay for them.
        from pipeline.annotate.spanish.mentions import mention_finder

        find = mention_finder(book, lexicon)

        def spanish(doc: Doc) -> Doc:
            bounds = list(doc.user_data.get(SENTENCES, ()))
            doc._.spotted = tuple(find(doc, bounds, parse_published(doc.user_data.get(PUBLISHED))))
            return doc

        return spanish

    def mentions(doc: Doc) -> Doc:
        names = matches(lexicon.names, doc)
        dates = (
            Spotted(d.start, d.end, "DATE", "date", edtf=d.edtf)
            for d in dates_as_published(text_of(doc), doc.user_data.get(PUBLISHED))
        )
        doc._.spotted = (
            *find_agencies(doc, lexicon, names),
            *find_cartels(doc, lexicon, names),
            *find_officials(doc, lexicon, names),
            *dates,
        )
        return doc

    return mentions


@Language.factory("stancebook_holders")
def make_holders(nlp: Language, name: str) -> Callable[[Doc], Doc]:
    """Attribute each sentence to its holder."""
    if nlp.lang == "es":
        from pipeline.annotate.spanish.holders import find_attributions as find
    else:
        find = find_attributions

    def holders(doc: Doc) -> Doc:
        doc._.attributions = tuple(find(doc, doc.user_data.get(SENTENCES, ())))
        return doc

    return holders
