"""Named criminal organisations: listed names, and names that their head noun shows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spacy.tokens import Doc, Span, Token

from pipeline.annotate.bands import REGIONS, bands, is_opening, left_of
from pipeline.annotate.lexicon import Lexicon, Listing
from pipeline.annotate.nations import Nations
from pipeline.annotate.spotted import Spotted, longest
from pipeline.annotate.tokens import is_name_word, is_shouted, name_run_right

_HEADS = frozenset("cartel cartels cártel cárteles gang mafia clan mob".split())
_PLURAL_HEADS = frozenset({"cartels", "cárteles", "gangs", "mafias", "clans"})
_MODIFIERS = frozenset("drug street prison crime trafficking criminal smuggling".split())
# Heads of two words: "Kinahan crime group", "Beltrán Leyva drug trafficking organization".
_CRIME = frozenset(
    "crime criminal trafficking smuggling drug narcotics mafia mob so-called".split()
)
_GROUPS = frozenset(
    "group family syndicate organization organisation network ring gang firm crew faction clan "
    "outfit enterprise brotherhood".split()
)
# What may stand between a listed name and its head, and the heads behind it.
_QUALIFIERS, _QUALIFIED = _MODIFIERS | _CRIME, _HEADS | _GROUPS
_INTRODUCED = frozenset({"called", "named", "dubbed"})
_KINDS = frozenset(
    "gang gangs cartel cartels mafia mafias clan clans syndicate syndicates pandilla banda "
    "faction factions group groups organization organizations organisation organisations network "
    "networks coalition outfit outfits".split()
)
# What tells that a group is one of criminals.
_CRIMINAL = frozenset(
    "crime criminal criminals trafficking traffickers smuggling smugglers drug narcotics gang "
    "gangs cartel cartels mafia mafias "
    "extortion kidnapping launder laundering cocaine fentanyl".split()
)
# What follows a person's name, and no gang's.
_OF_PERSONS = frozenset(
    "leader leaders boss head chief founder alias who his her known wanted son brother".split()
)
_SPANISH_ARTICLES = frozenset({"Los", "Las", "La", "El", "Tren", "Gran", "Comando", "Primeiro"})


def find_cartels(doc: Doc, lexicon: Lexicon, names: Sequence[Span]) -> list[Spotted]:
    """The CARTEL mentions of a parsed text. `names` are all matches of the names gazetteers."""
    nations = Nations(doc, lexicon)
    spots: list[Spotted] = []
    listed_ends: list[int] = []
    for span in names:
        listing = lexicon.listing(span)
        if listing is not None and listing.label == "CARTEL":
            end = span.end
            one_of = _is_one_of(doc, span.start)
            if not one_of and span[-1].lower_ not in _HEADS:
                end = _with_head(doc, end)
            spots.append(_spot(doc, span.start, end, listing.name, listing))
            listed_ends.append(end)
    for token in doc:
        word = token.lower_
        if word in _HEADS or word in _PLURAL_HEADS:
            spots.extend(_before_head(doc, token, nations, lexicon))
            spots.extend(_after_head(doc, token))
            spots.extend(_of_places(doc, token, lexicon))
            spots.extend(_called_one(doc, token, nations, lexicon))
        if word in _GROUPS and token.i and doc[token.i - 1].lower_ in _CRIME:
            spots.extend(_before_group(doc, token, nations))
        elif word in _GROUPS:
            spots.extend(_so_called(doc, token))
            spots.extend(_abbreviated(doc, token))
        if word in ("gang", "gangs", "cartel", "cartels", "faction", "clan", "mafia"):
            spots.extend(_apposed(doc, token))
        if (
            word in _INTRODUCED
            or (word == "itself" and doc[token.i - 1].lemma_ in ("call", "style"))
            or (word == "as" and doc[token.i - 1].lower_ == "known")
        ):
            spots.extend(_introduced(doc, token, bool(listed_ends)))
        if word == "the" and token.i + 1 < len(doc):
            spots.extend(_without_article(doc, token, lexicon))
    spots.extend(_spot(doc, *place) for place in bands(doc, lexicon, nations))
    for end in listed_ends:
        spots.extend(_beside_listed(doc, end, nations, lexicon))
    return longest(spots)


def _spot(doc: Doc, start: int, end: int, name: str, listing: Listing | None = None) -> Spotted:
    span = doc[start:end]
    return Spotted(
        span.start_char,
        span.end_char,
        "CARTEL",
        "name",
        listing.name if listing else name,
        wikidata=listing.wikidata if listing else None,
        listed=listing is not None,
    )


def _with_head(doc: Doc, end: int) -> int:
    """The end of a listed name with its head noun: "Tren de Aragua gang", "... criminal group"."""
    head = end
    while head < len(doc) and doc[head].lower_ in _QUALIFIERS:
        head += 1
    heads = _HEADS if head == end else _QUALIFIED
    named = head < len(doc) and doc[head].lower_ in heads and not doc[head].is_sent_start
    return head + 1 if named else end


def _is_one_of(doc: Doc, start: int) -> bool:
    """ "a 'Ndrangheta clan" is one of its clans, and no name."""
    while start > 0 and doc[start - 1].text in ("'", "’"):
        start -= 1
    return start > 0 and doc[start - 1].lower_ in ("a", "an", "another", "every")


def _before_head(doc: Doc, head: Token, nations: Nations, lexicon: Lexicon) -> Iterator[Spotted]:
    """ "Sinaloa Cartel", "H-2 drug cartel", "the Sinaloa and Jalisco New Generation Cartels"."""
    if is_shouted(doc, head.i, head.i + 1) or (head.lower_ == "mob" and not head.text[0].isupper()):
        return
    following = doc[head.i + 1 : head.i + 2]
    if head.lower_ == "gang" and following.text.istitle() and not following[0].is_sent_start:
        return  # "Governor on Gang Conflict"
    plural = head.lower_ in ("cartels", "cárteles")
    if head.lower_ in _PLURAL_HEADS and not plural:
        return  # "Gulf clans"
    end = head.i
    while end > 0 and doc[end - 1].lower_ in _MODIFIERS and not doc[end].is_sent_start:
        end -= 1
    start = left_of(doc, end)
    if start == end or nations.at(start)[0] >= end or is_opening(doc, start, end):
        return
    listed = any(lexicon.listing(doc[i:end]) is not None for i in (start, max(0, start - 1)))
    if listed and _is_one_of(doc, start):
        return
    plain = plural or not head.text[0].isupper()
    words = doc[start:end]
    if plain and all(t.lower_ in REGIONS or t.like_num or nations.at(t.i)[1] for t in words):
        return
    after_nation = nations.at(start)[0]
    if after_nation < end and is_name_word(doc[after_nation]):
        start = after_nation  # "the Colombian Gulf Clan"
    name = doc[start : head.i + 1].text
    known = lexicon.listings.get(f"{doc[start:end].text} cartel".lower())
    yield _spot(doc, start, head.i + 1, name[:-1] if plural else name, known)
    if plural:
        yield from _coordinated(doc, start, nations, lexicon)


def _coordinated(doc: Doc, start: int, nations: Nations, lexicon: Lexicon) -> Iterator[Spotted]:
    """The other members of a coordination whose head noun stands last, in the plural."""
    i = start
    while i > 1 and doc[i - 1].lower_ in ("and", "or", ",", "&", "y"):
        end = i - 1
        while end > 0 and doc[end - 1].text == ",":
            end -= 1
        begin = left_of(doc, end)
        if begin == end or nations.at(begin)[0] >= end:
            return
        name = f"{doc[begin:end].text} Cartel"
        yield _spot(doc, begin, end, name, lexicon.listings.get(name.lower()))
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


def _of_places(doc: Doc, head: Token, lexicon: Lexicon) -> Iterator[Spotted]:
    """ "the cartels of Sinaloa and Jalisco": places that known cartels are named after."""
    if head.lower_ not in _PLURAL_HEADS or head.i + 2 >= len(doc) or doc[head.i + 1].lower_ != "of":
        return
    begin = head.i + 2
    while begin < len(doc):
        end = name_run_right(doc, begin)
        listing = lexicon.listings.get(f"{doc[begin:end].text} cartel".lower())
        listing = listing or lexicon.listing(doc[begin:end])
        if end == begin or listing is None or listing.label != "CARTEL":
            return
        yield _spot(doc, begin, end, listing.name, listing)
        begin = end
        while begin < len(doc) and doc[begin].lower_ in (",", "and", "or"):
            begin += 1
        if begin == end:
            return


def _called_one(doc: Doc, head: Token, nations: Nations, lexicon: Lexicon) -> Iterator[Spotted]:
    """ "who belongs to Sinaloa, the cartel": the noun says which of two things is meant."""
    if head.i < 3 or head.lower_ in _PLURAL_HEADS or doc[head.i - 2 : head.i].text != ", the":
        return
    if head.i + 1 < len(doc) and not doc[head.i + 1].is_punct:
        return
    end = head.i - 2
    start = left_of(doc, end)
    if start == end or nations.at(start)[0] >= end:
        return
    name = f"{doc[start:end].text} {head.text.capitalize()}"
    listing = lexicon.listing(doc[start:end]) or lexicon.listings.get(name.lower())
    if listing is None or listing.label == "CARTEL":
        yield _spot(doc, start, end, name, listing)


def _before_group(doc: Doc, head: Token, nations: Nations) -> Iterator[Spotted]:
    """ "Kinahan crime group", "Beltrán Leyva drug trafficking organization"."""
    end = head.i
    while end > 0 and doc[end - 1].lower_ in _CRIME | {"organized", "organised"}:
        end -= 1
    start = left_of(doc, end)
    words = doc[start:end]
    if start == end or is_opening(doc, start, end):
        return
    if all(t.lower_ in REGIONS or nations.at(t.i)[1] is not None for t in words):
        return
    after_nation = nations.at(start)[0]
    start = after_nation if start < after_nation < end else start
    yield _spot(doc, start, head.i + 1, doc[start : head.i + 1].text)


def _so_called(doc: Doc, head: Token) -> Iterator[Spotted]:
    """ "the so-called Drenica group"."""
    start = left_of(doc, head.i)
    before = doc[max(0, start - 3) : start].text.lower()
    if 0 < head.i - start < 4 and before.endswith("so-called"):
        yield _spot(doc, start, head.i + 1, doc[start : head.i + 1].text)


def _abbreviated(doc: Doc, head: Token) -> Iterator[Spotted]:
    """ "the Juárez organization (JO)" in a sentence that tells of cartels or trafficking."""
    ahead = doc[head.i + 1 : head.i + 4]
    if len(ahead) < 3 or ahead[0].text != "(" or ahead[2].text != ")" or not ahead[1].is_upper:
        return
    start = left_of(doc, head.i)
    criminal = any(t.lower_ in _CRIMINAL or t.lower_ == "dtos" for t in head.sent)
    if start < head.i and criminal and not is_opening(doc, start, head.i):
        yield _spot(doc, start, head.i + 1, doc[start : head.i + 1].text)


def _apposed(doc: Doc, head: Token) -> Iterator[Spotted]:
    """ "the gang Los Choneros": a Spanish or Creole article shows that a name begins."""
    following = head.i + 1
    if following < len(doc) and doc[following].text in _SPANISH_ARTICLES:
        end = name_run_right(doc, following + 1)
        if end > following + 1:
            yield _spot(doc, following, end, doc[following:end].text)


def _without_article(doc: Doc, the: Token, lexicon: Lexicon) -> Iterator[Spotted]:
    """ "the Lobos" for the listed Los Lobos."""
    name = doc[the.i + 1]
    listing = lexicon.listings.get(f"los {name.lower_}")
    following = doc[the.i + 2] if the.i + 2 < len(doc) else None
    longer = following is not None and is_name_word(following) and not following.is_sent_start
    if listing is not None and listing.label == "CARTEL" and name.text[0].isupper() and not longer:
        yield _spot(doc, name.i, name.i + 1, listing.name, listing)


def _introduced(doc: Doc, token: Token, among_criminals: bool) -> Iterator[Spotted]:
    """ "a gang called Los Choneros": the noun says what the name names. A mere group or network
    needs other words of crime in its sentence."""
    if token.i and doc[token.i - 1].text == "-":
        return  # "so-called"
    window = [t.lower_ for t in doc[max(token.sent.start, token.i - 5) : token.i]]
    kinds = _KINDS.intersection(window)
    if not kinds:
        return
    sure = kinds & (_HEADS | _PLURAL_HEADS | {"syndicate", "pandilla", "banda"})
    if not sure and not (among_criminals or _CRIMINAL.intersection(t.lower_ for t in token.sent)):
        return
    begin = token.i + 1
    while begin < len(doc) and (doc[begin].text in ('"', "'") or doc[begin].lower_ == "the"):
        begin += 1
    numbered = begin + 1 < len(doc) and doc[begin].text.isdigit()  # "known as 400 Mawozo"
    if begin >= len(doc) or not doc[begin + numbered].text[0].isupper():
        return
    first = begin + 1 if numbered else begin
    first = begin + 1 if doc[begin].text in _SPANISH_ARTICLES else first
    end = name_run_right(doc, first) if first < len(doc) else first
    if end > first:
        yield _spot(doc, begin, end, doc[begin:end].text)


def _beside_listed(doc: Doc, end: int, nations: Nations, lexicon: Lexicon) -> Iterator[Spotted]:
    """Unlisted names in a list of gangs: "gangs such as Los Lobos, Los Roe and Grupo Poe"."""
    before = doc[max(0, end - 24) : end]
    if not any(t.lower_ in _KINDS for t in before):
        return
    while end + 1 < len(doc) and doc[end].lower_ in (",", "and", "or"):
        begin = end + 1
        while begin < len(doc) and doc[begin].lower_ in ("and", "or", "the", ",", "as", "well"):
            begin += 1
        stop = _name_end(doc, begin)
        if stop == begin or nations.at(begin)[0] > begin or doc[begin].is_sent_start:
            return
        listing = lexicon.listing(doc[begin:stop])
        if listing is not None and listing.label != "CARTEL":
            return
        if doc[stop : stop + 1].text == "," and doc[stop + 1 : stop + 2].text in _OF_PERSONS:
            return  # "Los Lobos, and Bo Roe, leader of Los Tarnos"
        closed = stop >= len(doc) or doc[stop].is_punct or doc[stop].lower_ in ("and", "or")
        if not (closed or doc[begin].text in _SPANISH_ARTICLES or doc[begin].like_num):
            return
        yield _spot(doc, begin, stop, doc[begin:stop].text, listing)
        end = stop


def _name_end(doc: Doc, begin: int) -> int:
    """The end of a name that may begin with a number ("400 Mawozo")."""
    numbered = begin + 1 < len(doc) and doc[begin].text.isdigit()
    article = begin < len(doc) and doc[begin].text in _SPANISH_ARTICLES
    first = begin + 1 if numbered or article else begin
    end = name_run_right(doc, first) if first < len(doc) else first
    return end if end > first else begin
