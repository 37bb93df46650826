"""Gangs whose names end in a noun that much else bears too: syndicates, rings, networks, bands."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc, Token

from pipeline.annotate.lexicon import Lexicon
from pipeline.annotate.nations import Nations
from pipeline.annotate.tokens import is_name_word, is_shouted, opens_sentence

Band = tuple[int, int, str]
# Nouns in the names of gangs, and of much else.
_BANDS = frozenset("syndicate network ring band posse crew mob triad outfit syndicates".split())
_STRONG_BANDS = frozenset({"syndicate", "posse", "mob", "triad"})
_CRIMINAL_ACTS = frozenset(
    "gang gangs cartel cartels mafia mafias clan smuggler smugglers smuggling trafficker "
    "traffickers trafficking racket rackets racketeering kidnappers kidnapping kidnappings "
    "bandits gunmen extortion extort scam scams heroin cocaine opium contraband ransom "
    "rackets hijackers robbers loot".split()
)
# What such a noun is of that is no gang.
_OF_TRADE = frozenset(
    "news haqqani television cable rail road radio features investment banking underwriting "
    "academic spy social health rescue marine rock brass army navy police global jihadist "
    "terror terrorist qaeda al-qaeda support research advocacy".split()
)
# Regions: "Latin American cartels" are no organisation.
REGIONS = frozenset(
    "latin south central north west east western eastern southern northern american asian "
    "african european balkan andean caribbean amazonian mediterranean eurasian nordic "
    "international transnational foreign global local violent powerful major rival criminal "
    "armed designating fighting bombing attacking".split()
)


def bands(doc: Doc, lexicon: Lexicon, nations: Nations) -> Iterator[Band]:
    """`(start, end, name)` of each such gang, in tokens."""
    for token in doc:
        if token.lower_ == "gangs":
            yield from _two_gangs(doc, token, nations)
        elif token.lower_ in _BANDS:
            yield from _of_criminals(doc, token, nations, lexicon)


def _of_criminals(doc: Doc, head: Token, nations: Nations, lexicon: Lexicon) -> Iterator[Band]:
    """ "the Bo Tarn Syndicate", "smugglers of the Bo Tarn network": names with a noun that gangs
    bear, and others; a capital on a strong noun, or words of crime in the sentence, tell."""
    start = left_of(doc, head.i)
    words = doc[start : head.i]
    if start == head.i or is_opening(doc, start, head.i) or is_shouted(doc, start, head.i + 1):
        return
    if lexicon.listing(doc[start : head.i + 1]) or nations.at(start)[0] >= head.i:
        return
    if all(t.lower_ in REGIONS for t in words) or any(t.lower_ in _OF_TRADE for t in words):
        return
    if start and doc[start - 1].lower_ not in ("the", "of", "and", "its", "rival", ","):
        return
    capital = head.text[0].isupper()
    if not (capital and head.lower_ in _STRONG_BANDS):
        own = {t.lower_ for t in head.sent if not start <= t.i <= head.i}
        if not own & _CRIMINAL_ACTS:
            return
    yield start, head.i + 1, doc[start : head.i + 1].text


def _two_gangs(doc: Doc, head: Token, nations: Nations) -> Iterator[Band]:
    """ "the Quill and Tarn gangs": two names behind one article, and neither a place's."""
    start = left_of(doc, head.i)
    if start == head.i or start < 3 or doc[start - 1].lower_ != "and":
        return
    begin = left_of(doc, start - 1)
    if begin == start - 1 or begin == 0 or doc[begin - 1].lower_ != "the":
        return
    if nations.at(begin)[1] or nations.at(start)[1] or doc[start].lower_ in REGIONS:
        return
    yield begin, start - 1, f"{doc[begin : start - 1].text} gang"
    yield start, head.i + 1, doc[start : head.i + 1].text[:-1]


def left_of(doc: Doc, end: int) -> int:
    """The start of the name that ends before token `end`; `end` where there is none."""
    start = end
    while start > 0 and end - start < 6 and not doc[start].is_sent_start:
        token = doc[start - 1]
        hyphen = token.text in ("-", "–", "/") and start < end
        if not (is_name_word(token) or hyphen):
            break
        start -= 1
    while start < end and not doc[start].is_alpha and not doc[start].text[0].isalnum():
        start += 1
    return start


def is_opening(doc: Doc, start: int, end: int) -> bool:
    """Whether the only capital before the head is that of the sentence's first word."""
    return end - start == 1 and opens_sentence(doc[start]) and doc[start].pos_ != "PROPN"
