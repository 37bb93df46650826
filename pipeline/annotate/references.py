"""Whether a title without a name refers to one person: "the prime minister", "its President"."""

from __future__ import annotations

from spacy.tokens import Doc, Token

from pipeline.annotate.lexicon import Lexicon
from pipeline.annotate.nations import Nations
from pipeline.annotate.titles import Title
from pipeline.annotate.tokens import is_capitalised, is_possessive

_THE = frozenset({"the", "el", "la"})
# Ordinary words too: only with a capital or behind a body do they stand for an office.
CAPITAL_OR_BODY = frozenset(
    "head chief deputy major captain sergeant lieutenant counselor adviser advisor".split()
)
# These describe a holder and do not belong to the title.
_DESCRIBED = frozenset(
    "then outgoing incoming new current sitting own longtime deposed ousted embattled late "
    "distinguished honorable honourable".split()
)
# What many are at a time: "Roe, a general" says no office.
_RANKS = frozenset(
    "general colonel major captain lieutenant sergeant admiral commander corporal senator "
    "congressman congresswoman representative deputy lawmaker delegate".split()
)


def refers_to(doc: Doc, lexicon: Lexicon, nations: Nations, title: Title) -> str | None:
    """Whether a title without a name refers to one person: the nation that makes it unique, an
    empty string where the document must tell, None where it refers to nobody."""
    at = title.start
    while at > 1 and doc[at - 1].lower_ in _DESCRIBED and not doc[at - 1].is_sent_start:
        at -= 1
    before = doc[at - 1] if at else None
    if before is None or doc[at].is_sent_start:
        return None
    # Of lesser offices many hold the same: only "the general" can mean one whom the text names.
    lesser = title.kind != "office" and not is_capitalised(doc[title.core])
    own = before.tag_ == "PRP$"  # "our own prime minister"
    if own:
        return None if lesser else ""
    if is_possessive(before) and title.form not in _RANKS | CAPITAL_OR_BODY:
        lesser = lesser and nations.before(at)[1] is None  # "Peru's ambassador" is one
    if lesser and (before.lower_ != "the" or doc[title.end - 1].pos_ not in ("NOUN", "PROPN")):
        return None
    if before.lower_ == "as" and doc[before.i - 1].lower_ == "me":
        return ""  # "By the authority vested in me as President"
    if is_possessive(before):
        _, country = nations.before(at)
        return country or _body_before(doc, lexicon, at - 1)
    if before.lower_ not in _THE:
        return None
    after = doc[title.end] if title.end < len(doc) else None
    if after is not None and after.pos_ == "NOUN" and not _is_verb_after_all(after, before):
        return None  # "the president elect's team" is a reference; "the senator role" is not
    return _nation_of(nations, title) or ""


def _nation_of(nations: Nations, title: Title) -> str | None:
    """Whose office a title is: "the president of Mexico", "the Mexican president"."""
    for i in (title.end, *range(title.start + 1, title.end)):
        _, country = nations.after_of(i)
        if country is not None:
            return country
    stop, country = nations.at(title.start)
    return country if title.start < title.core and stop <= title.end else None


def _is_verb_after_all(word: Token, article: Token) -> bool:
    """Whether a word behind a title is a verb that the tagger took for a noun: "the foreign
    minister talks of peace", "will the Senator yield?"."""
    if word.is_sent_start:
        return True
    if article.i and article.nbor(-1).tag_ == "MD":
        return word.tag_ == "NN"
    following = word.doc[word.i + 1 : word.i + 2]
    pos = following[0].pos_ if len(following) else ""
    return word.tag_ == "NNS" and pos in ("ADP", "DET", "PART", "SCONJ")


def _body_before(doc: Doc, lexicon: Lexicon, end: int) -> str | None:
    """The listed body that ends before token `end`: "NATO's secretary general"."""
    for start in range(max(0, end - 5), end):
        listing = lexicon.listing(doc[start:end])
        if listing is not None and listing.label == "AGENCY":
            return listing.name
    return None
