"""Named criminal organisations: listed names, and names that their head noun shows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spacy.tokens import Doc, Span, Token

from pipeline.annotate.lexicon import Lexicon
from pipeline.annotate.nations import Nations
from pipeline.annotate.spotted import Spotted, longest
from pipeline.annotate.tokens import is_name_word, is_shouted, name_run_right, opens_sentence

_HEADS = frozenset({"cartel", "cartels", "cártel", "cárteles", "gang", "mafia", "clan", "mob"})
_MODIFIERS = frozenset({"drug", "street", "prison", "crime", "trafficking", "criminal"})
_INTRODUCED = frozenset({"called", "named", "dubbed"})


def find_cartels(doc: Doc, lexicon: Lexicon, names: Sequence[Span]) -> list[Spotted]:
    """The CARTEL mentions of a parsed text. `names` are all matches of the names gazetteers."""
    nations = Nations(doc, lexicon)
    spots: list[Spotted] = []
    for span in names:
        listing = lexicon.listing(span)
        if listing is not None and listing.label == "CARTEL":
            end = span.end
            if end < len(doc) and doc[end].lower_ in _HEADS and span[-1].lower_ not in _HEADS:
                end += 1
            spots.append(_spot(doc, span.start, end, listing.name, listing.wikidata, True))
    for token in doc:
        if token.lower_ in _HEADS:
            spots.extend(_before_head(doc, token, nations, lexicon))
            spots.extend(_after_head(doc, token))
        if token.lower_ in ("gang", "gangs", "cartel", "cartels"):
            spots.extend(_apposed(doc, token))
        if token.lower_ in _INTRODUCED:
            spots.extend(_introduced(doc, token))
    return longest(spots)


def _spot(
    doc: Doc, start: int, end: int, name: str, wikidata: str | None = None, listed: bool = False
) -> Spotted:
    span = doc[start:end]
    return Spotted(
        span.start_char, span.end_char, "CARTEL", "name", name, wikidata=wikidata, listed=listed
    )


def _before_head(doc: Doc, head: Token, nations: Nations, lexicon: Lexicon) -> Iterator[Spotted]:
    """ "Sinaloa Cartel", "H-2 drug cartel", "the Sinaloa and Jalisco New Generation Cartels"."""
    if is_shouted(doc, head.i, head.i + 1) or (head.lower_ == "mob" and not head.text[0].isupper()):
        return
    end = head.i
    while end > 0 and doc[end - 1].lower_ in _MODIFIERS and not doc[end].is_sent_start:
        end -= 1
    start = _left(doc, end)
    if start == end or nations.at(start)[0] >= end or _is_opening(doc, start, end):
        return
    name = doc[start : head.i + 1].text
    plural = head.lower_ in ("cartels", "cárteles")
    known = lexicon.listings.get(f"{doc[start:end].text} cartel".lower())
    yield _spot(
        doc, start, head.i + 1, known.name if known else (name[:-1] if plural else name),
        known.wikidata if known else None, known is not None,
    )  # fmt: skip
    if plural:
        yield from _coordinated(doc, start, nations, lexicon)


def _left(doc: Doc, end: int) -> int:
    start = end
    while start > 0 and end - start < 6 and not doc[start].is_sent_start:
        token = doc[start - 1]
        hyphen = token.text in ("-", "–") and start < end
        if not (is_name_word(token) or hyphen):
            break
        start -= 1
    while start < end and not doc[start].is_alpha and not doc[start].text[0].isalnum():
        start += 1
    return start


def _is_opening(doc: Doc, start: int, end: int) -> bool:
    """Whether the only capital before the head is that of the sentence's first word."""
    return end - start == 1 and opens_sentence(doc[start]) and doc[start].pos_ != "PROPN"


def _coordinated(doc: Doc, start: int, nations: Nations, lexicon: Lexicon) -> Iterator[Spotted]:
    """The other members of a coordination whose head noun stands last, in the plural."""
    i = start
    while i > 1 and doc[i - 1].lower_ in ("and", "or", ",", "&", "y"):
        end = i - 1
        while end > 0 and doc[end - 1].text == ",":
            end -= 1
        begin = _left(doc, end)
        if begin == end or nations.at(begin)[0] >= end:
            return
        name = f"{doc[begin:end].text} Cartel"
        known = lexicon.listings.get(name.lower())
        yield _spot(
            doc, begin, end, known.name if known else name,
            known.wikidata if known else None, known is not None,
        )  # fmt: skip
        i = begin


def _after_head(doc: Doc, head: Token) -> Iterator[Spotted]:
    """ "Cártel de Santa Rosa de Lima", "Clan del Golfo"."""
    following = head.i + 1
    if not head.text[0].isupper() or following >= len(doc) or head.lower_ in ("gang", "mob"):
        return
    if doc[following].lower_ in ("de", "del", "of"):
        begin = following + 1
        if begin < len(doc) and doc[begin].lower_ in ("la", "los", "las", "el", "the"):
            begin += 1
        end = name_run_right(doc, begin)
        if end > begin:
            yield _spot(doc, head.i, end, doc[head.i : end].text)


def _apposed(doc: Doc, head: Token) -> Iterator[Spotted]:
    """ "the gang Los Choneros": a Spanish or Creole article shows that a name begins."""
    following = head.i + 1
    if following < len(doc) and doc[following].text in ("Los", "Las", "La", "El", "Tren", "Gran"):
        end = name_run_right(doc, following + 1)
        if end > following + 1:
            yield _spot(doc, following, end, doc[following:end].text)


def _introduced(doc: Doc, token: Token) -> Iterator[Spotted]:
    """ "a gang called Los Choneros": the noun says what the name names."""
    window = doc[max(0, token.i - 4) : token.i]
    if any(t.lower_ in _HEADS or t.lower_ in ("syndicate", "pandilla", "banda") for t in window):
        end = name_run_right(doc, token.i + 1)
        if end > token.i + 1:
            yield _spot(doc, token.i + 1, end, doc[token.i + 1 : end].text)
