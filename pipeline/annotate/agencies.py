"""Public bodies: listed names, a nation with a body's noun, and capitalised names of bodies."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from spacy.tokens import Doc, Span

from pipeline.annotate.lexicon import Lexicon, key_of, matches
from pipeline.annotate.nations import Nations
from pipeline.annotate.spotted import Spotted, longest
from pipeline.annotate.tokens import (
    is_capitalised,
    is_name_word,
    is_possessive,
    is_shouted,
    name_run_right,
    opens_sentence,
)

# Bodies that a person's name specifies: "the Calderón government".
_OF_A_PERSON = frozenset({"administration", "government", "presidency"})
# Nouns that name a body only where nothing follows that they describe ("military action").
_ADJECTIVES_TOO = frozenset({"military", "militar"})
# Phrases of law and history that only look like the name of a body.
_NO_BODIES = frozenset({"military force", "armed force", "soviet union", "land force"})
_LINKS = frozenset({"of", "for", "on", "de", "del", "para"})
_ARTICLES = frozenset({"the", "la", "el", "los", "las"})
# Nouns that private organisations bear as often: a nation or "of ..." must show a public body.
_OFTEN_PRIVATE = frozenset(
    "institute center organization union fund mission unit caucus board corps service division "
    "instituto centro fondo unidad organización".split()
)
# Armed groups whose names look like those of public bodies. Source: UCDP Actor Dataset (list of
# non-state actors), names as the press writes them.
_NO_PUBLIC_BODIES = re.compile(
    r"\b(?:Revolutionary Armed Forces of Colombia|United Self-Defense Forces of Colombia|"
    r"Gaitanista Army of Colombia|National Liberation Army|Popular Liberation Army|"
    r"Lord's Resistance Army|(?:Provisional )?Irish Republican Army|Kosovo Liberation Army|"
    r"Free Syrian Army|Arakan Army|"
    r"Syrian Democratic Forces|Rapid Support Forces|Mahdi Army|People's Protection Units|"
    r"Balochistan Liberation Army|Popular Mobilization (?:Forces|Units)|New People's Army|"
    r"Zapatista (?:National Liberation )?Army|Islamic Army|Sudan People's Liberation Army|"
    r"Sudan Liberation Army|Ambazonia Defence Forces|Oromo Liberation Army|Tigray Defence Forces|"
    r"Allied Democratic Forces|Democratic Forces for the Liberation of Rwanda|"
    r"(?:al-)?Qassam Brigades|Farabundo Martí National Liberation Front|Shining Path|"
    # Think tanks, parties and associations. Source: their own sites; On Think Tanks directory.
    r"(?:European )?Council on Foreign Relations|Atlantic Council|Council of the Americas|"
    r"Washington Office on Latin America|Mexico Institute|American Enterprise Institute|"
    r"(?:Norwegian|Danish) Refugee Council|International Rescue Committee|"
    r"(?:Democratic|Republican) (?:National|Congressional|Senatorial)(?: Campaign)? Committee|"
    r"American Civil Liberties Union|African National Congress|World Economic Forum|"
    r"Committee to Protect Journalists|American Friends Service Committee|"
    r"Friends Committee on National Legislation|American Israel Public Affairs Committee|"
    r"(?:Norwegian )?Nobel Committee|International Olympic Committee|World Council of Churches|"
    r"International Committee of the Red Cross|National Endowment for Democracy|"
    r"Center for (?:Strategic and International Studies|American Progress|a New American Security)|"
    r"World (?:Uyghur )?Congress of \w+|National Action Party|Central Committee)"
)
_ORDINAL = re.compile(r"\d{1,3}(?:st|nd|rd|th)")
# Bodies that an "and" sets beside another: "the Senate and the House Armed Services Committee".
_WHOLE_BODIES = frozenset(
    "congress senate house department agency ministry committee army navy court council "
    "division brigade regiment battalion fleet force command corps".split()
)
# Who holds these words' place before a body noun says nothing of a name.
_NOT_IN_NAMES = frozenset(
    ["former", "new", "current", "other", "many", "several", "two", "three", "both", "all"]
)


def find_agencies(doc: Doc, lexicon: Lexicon, names: Sequence[Span]) -> list[Spotted]:
    """The AGENCY mentions of a parsed text. `names` are all matches of the names gazetteers."""
    nations = Nations(doc, lexicon)
    titles = [(t.start, t.end) for t in matches(lexicon.titles, doc) if len(t) > 1]
    bodies = [
        body
        for body in matches(lexicon.bodies, doc)  # not the army of "army chief"
        if not any(start <= body.start and body.end < end for start, end in titles)
    ]
    spots = [
        *_listed(doc, lexicon, nations, names),
        *_national(doc, nations, bodies, lexicon),
        *_of_nation(doc, nations, bodies),
        *_named(doc, lexicon, nations, bodies),
        *_of_person(doc, bodies, nations),
    ]
    others = [match.span() for match in _NO_PUBLIC_BODIES.finditer(doc.text)]
    return [
        spot
        for spot in longest(spots)
        if not any(spot.start < end and start < spot.end for start, end in others)
    ]


def _spot(doc: Doc, start: int, end: int, **more: object) -> Spotted:
    span = doc[start:end]
    return Spotted(span.start_char, span.end_char, "AGENCY", "name", **more)  # type: ignore[arg-type]


def _listed(
    doc: Doc, lexicon: Lexicon, nations: Nations, names: Sequence[Span]
) -> Iterator[Spotted]:
    for span in names:
        listing = lexicon.listing(span)
        if listing is None or listing.label != "AGENCY":
            continue
        if key_of(span[-1].text) in _ADJECTIVES_TOO and _describes(doc, span.end):
            continue
        start, country = nations.before(span.start)
        if span.start and doc[span.start - 1].text in ("U.N.", "UN") and len(span) > 1:
            yield _spot(
                doc, span.start - 1, span.end, name=listing.name, wikidata=listing.wikidata,
                listed=True,
            )  # fmt: skip
        elif start < span.start and country is not None:
            yield _spot(doc, start, span.end, country=country, name=span.text)
        else:
            yield _spot(
                doc, span.start, span.end, name=listing.name, wikidata=listing.wikidata, listed=True
            )


def _describes(doc: Doc, end: int) -> bool:
    """Whether the word before `end` is an adjective of the noun that follows it."""
    if end >= len(doc):
        return False
    word, following = doc[end - 1], doc[end]
    if word.dep_ in ("amod", "compound", "nmod") and word.head.i >= end:
        return True
    return following.pos_ in ("NOUN", "ADJ") and not following.is_sent_start


def _national(
    doc: Doc, nations: Nations, bodies: Sequence[Span], lexicon: Lexicon
) -> Iterator[Spotted]:
    """ "Mexican security forces", "Mexico's army", "gobierno mexicano"."""
    for body in bodies:
        if lexicon.body_kinds[key_of(body.text)] != "any":
            continue
        if key_of(body.text) in _ADJECTIVES_TOO and _describes(doc, body.end):
            continue
        start = body.start
        for _ in range(3):
            begin, country = nations.before(start)
            if begin < start and country is not None and not _is_one_of_many(doc, begin, body):
                yield _spot(doc, begin, body.end, name=body.text, country=country)
                break
            modifier = doc[start - 1] if start else None
            if modifier is None or modifier.pos_ not in ("ADJ", "NOUN", "PROPN"):
                break
            if modifier.is_sent_start or not modifier.is_alpha:
                break
            start -= 1
        after, country = nations.after(body.end)
        if country is not None:
            yield _spot(doc, body.start, after, name=body.text, country=country)


def _is_one_of_many(doc: Doc, begin: int, body: Span) -> bool:
    """Whether no particular body is meant: "a European ministry", "forty Kenyan police"."""
    before = doc[begin - 1] if begin else None
    if before is None or is_capitalised(body[-1]):
        return False
    return before.lower_ in ("a", "an", "some", "any", "no", "another", "every", "each") or (
        before.like_num or before.lower_ in ("dozens", "hundreds", "thousands", "several", "many")
    )


def _of_nation(doc: Doc, nations: Nations, bodies: Sequence[Span]) -> Iterator[Spotted]:
    """ "government of Colombia", "Armed Forces of the Philippines", "gobierno de México"."""
    for body in bodies:
        end, country = nations.after_of(body.end)
        if country is not None:
            yield _spot(doc, body.start, end, name=body.text, country=country)


def _named(
    doc: Doc, lexicon: Lexicon, nations: Nations, bodies: Sequence[Span]
) -> Iterator[Spotted]:
    """Capitalised names: "House Foreign Affairs Committee", "Department of Public Safety"."""
    for body in bodies:
        if not all(
            is_capitalised(t) or t.lower_ in _LINKS | _ARTICLES or is_possessive(t) for t in body
        ):
            continue
        if is_shouted(doc, body.start, body.end):
            continue
        if _in_title_case(body) or (body.start and doc[body.start - 1].lower_ in ("on", "for")):
            continue  # "Committee on Armed Services"
        start = _left_of_name(doc, body.start)
        end = _right_of_name(doc, nations, body)
        if end - start >= 2 and end - start <= 12:
            _, country = nations.at(start)
            if key_of(doc[start:end].text) in _NO_BODIES | lexicon.country_of.keys():
                continue
            numbered = _ORDINAL.fullmatch(doc[start].text) is not None
            private = key_of(body.text) in _OFTEN_PRIVATE and not numbered
            if private and country is None and end == body.end:
                continue
            yield _spot(doc, start, end, name=doc[start:end].text, country=country)


def _in_title_case(body: Span) -> bool:
    """Whether a body noun stands in a headline, where capitals say nothing."""
    words = [t for t in body.sent if t.is_alpha and len(t.text) > 3]
    closed = body.sent[-1].text in (".", '"')
    if closed and body.start and body.doc[body.start - 1].lower_ == "the":
        return False
    share = 1.0 if closed else 0.9
    return len(words) > 3 and sum(map(is_capitalised, words)) >= share * len(words)


def _left_of_name(doc: Doc, start: int) -> int:
    begin = i = start
    while i > 0 and start - i < 6 and not doc[i].is_sent_start:
        token = doc[i - 1]
        if is_name_word(token) and not _is_mere_opening(doc, i - 1):
            i -= 1
            begin = i
        elif token.lower_ in ("and", "&", ",") and i > 1 and is_name_word(doc[i - 2]):
            if token.text == "," and not _in_series(doc, i):
                break
            if token.text != "," and doc[i - 2].lower_ in _WHOLE_BODIES:
                break
            i -= 1
        else:
            break
    if begin and not doc[begin].is_sent_start and _ORDINAL.fullmatch(doc[begin - 1].text):
        begin -= 1  # "101st Airborne Division"
        if begin and doc[begin - 1].text in ("U.S.", "US"):
            begin -= 1
    if begin < start and doc[begin].lower_ in _NOT_IN_NAMES:
        begin += 1
    return begin


def _in_series(doc: Doc, i: int) -> bool:
    """Whether the comma before token `i` stands inside a body's own name ("Health, Education and
    Labor Committee"): an "and" and a body noun follow without a break."""
    ahead = [t.lower_ for t in doc[i : i + 3]]
    return "and" in ahead[:2]


def _is_mere_opening(doc: Doc, i: int) -> bool:
    """Whether a capital letter is owed to the start of the sentence alone."""
    token = doc[i]
    return opens_sentence(token) and token.pos_ not in ("PROPN", "ADJ", "NOUN")


def _right_of_name(doc: Doc, nations: Nations, body: Span) -> int:
    end = body.end
    if end < len(doc) and doc[end].lower_ in _LINKS:
        begin = end + 1
        if begin < len(doc) and doc[begin].lower_ in _ARTICLES:
            begin += 1
        stop = name_run_right(doc, begin)
        while stop > begin and stop + 1 < len(doc) and doc[stop].lower_ in ("and", "y", "e", "of"):
            if doc[stop].lower_ == "of":
                country_end, country = nations.after_of(stop)
                if country is not None:
                    stop = country_end
                break
            further = name_run_right(doc, stop + 1)
            if further == stop + 1 or not _same_name(doc, stop):
                break
            stop = further
        if stop > begin and (begin == end + 1 or nations.at(begin)[1] or is_name_word(doc[begin])):
            end = stop
    elif body.end < len(doc) and _is_compass(doc[body.end].text):
        end += 1
    elif body[-1].lower_ == "force" and len(body) > 1 and not _at_sentence_start(doc, end):
        end = name_run_right(doc, end)  # "Joint Task Force Bravo"
    country_end, country = nations.after_of(end)
    return country_end if country is not None else end


def _same_name(doc: Doc, conjunction: int) -> bool:
    """Whether "and" joins words of one name, as in "Firearms and Explosives": no verb and no other
    body stands right after it."""
    return not any(t.pos_ in ("VERB", "AUX") for t in doc[conjunction + 1 : conjunction + 2])


def _at_sentence_start(doc: Doc, i: int) -> bool:
    return i >= len(doc) or bool(doc[i].is_sent_start)


def _is_compass(word: str) -> bool:
    return word in ("North", "South", "East", "West")


def _of_person(doc: Doc, bodies: Sequence[Span], nations: Nations) -> Iterator[Spotted]:
    """ "Trump administration", "Peña Nieto government"."""
    for body in bodies:
        if key_of(body.text) not in _OF_A_PERSON or is_shouted(doc, body.start, body.end):
            continue
        start = body.start
        while start > 0 and body.start - start < 4 and not doc[start].is_sent_start:
            token = doc[start - 1]
            joins = token.text in ("-", "–", "/") and start < body.start
            if not (is_name_word(token) or joins) or _is_mere_opening(doc, start - 1):
                break
            start -= 1
        if start < body.start and doc[start].is_alpha and nations.at(start)[1] is None:
            yield _spot(doc, start, body.end, name=doc[start : body.end].text)
