"""Public bodies: listed names, a nation with a body's noun, a person's government."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from spacy.tokens import Doc, Span

from pipeline.annotate.bodynames import is_law, is_mere_opening, named_bodies
from pipeline.annotate.lexicon import Lexicon, key_of, matches
from pipeline.annotate.nations import Nations
from pipeline.annotate.spotted import Spotted, longest
from pipeline.annotate.tokens import (
    is_capitalised,
    is_name_word,
    is_shouted,
    name_run_right,
    text_of,
)

# Bodies that a person's name specifies: "the Calderón government".
_OF_A_CREED = frozenset("communist marxist leninist fascist islamist theocratic socialist".split())
_OF_A_PERSON = frozenset({"administration", "government", "presidency", "regime"})
# These stand between a nation and its people, not within the name of a body.
_NO_MODIFIERS = frozenset(
    "first second last own entire whole few many other partner partnered allied".split()
)
# Nouns that name a body only where nothing follows that they describe ("military action").
_ADJECTIVES_TOO = frozenset({"military", "militar"})
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
    r"Sudan Liberation Army|Ambazonia Defence Forces|Oromo Liberation Army|"
    r"Tigray(?:an)? Defen[cs]e Forces|"
    r"Allied Democratic Forces|Democratic Forces for the Liberation of Rwanda|"
    r"(?:al-)?Qassam Brigades|Farabundo Martí National Liberation Front|Shining Path|"
    # Think tanks, parties and associations. Source: their own sites; On Think Tanks directory.
    r"(?:European )?Council on Foreign Relations|Chicago Council on Global Affairs|"
    r"Atlantic Council|Council of the Americas|"
    r"Washington Office on Latin America|Mexico Institute|American Enterprise Institute|"
    r"(?:Norwegian|Danish) Refugee Council|International Rescue Committee|"
    r"(?:Democratic|Republican) (?:National|Congressional|Senatorial)(?: Campaign)? Committee|"
    r"American Civil Liberties Union|African National Congress|World Economic Forum|"
    r"Committee to Protect Journalists|American Friends Service Committee|"
    r"Friends Committee on National Legislation|American Israel Public Affairs Committee|"
    r"(?:Norwegian )?Nobel Committee|International Olympic Committee|World Council of Churches|"
    r"International Committee of the Red Cross|National Endowment for Democracy|"
    r"Center for (?:Strategic and International Studies|American Progress|a New American Security)|"
    r"Oval Office|Congress of (?:Vienna|Berlin)|"
    r"World (?:Uyghur )?Congress of \w+|National Action Party|Central Committee)"
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
    # "Tarn Local Government Area" is a place
    no_areas = [body for body in bodies if doc[body.end : body.end + 1].text != "Area"]
    spots = [
        *_listed(doc, lexicon, nations, names),
        *_national(doc, nations, bodies, lexicon),
        *_of_nation(doc, nations, bodies),
        *_named(doc, lexicon, nations, no_areas, names),
        *_of_person(doc, no_areas, nations, lexicon),
        *_of_organisation(doc, lexicon, bodies, names),
    ]
    others = [match.span() for match in _NO_PUBLIC_BODIES.finditer(text_of(doc))]
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
    for found in names:
        # "told us Congress would act"
        span = doc[found.start + 1 : found.end] if found[0].text == "us" else found
        listing = lexicon.listing(span)
        if listing is None or listing.label != "AGENCY":
            continue
        if key_of(span[-1].text) in _ADJECTIVES_TOO and _describes(doc, span.end):
            continue
        if is_law(doc, span.end) or _is_building(doc, span):
            continue
        if span[-1].text == "marines" and span.start and doc[span.start - 1].like_num:
            continue  # men, against the "Marines"
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


def _is_building(doc: Doc, span: Span) -> bool:
    """ "State House" and "Blue House" are no chamber."""
    if span.text != "House" or not span.start or doc[span.start].is_sent_start:
        return False
    before = doc[span.start - 1]
    return is_name_word(before) and before.pos_ in ("PROPN", "ADJ", "NOUN")


def _describes(doc: Doc, end: int) -> bool:
    """Whether the word before `end` is an adjective of the noun that follows it."""
    if end >= len(doc):
        return False
    word, following = doc[end - 1], doc[end]
    if word.dep_ in ("amod", "compound", "nmod") and word.head.i >= end:
        return True
    return following.pos_ in ("NOUN", "ADJ") and not following.is_sent_start


_ORGANISATION = re.compile(
    r"U\.?N\.?|United Nations|A\.?U\.?|African Union|E\.?U\.?|European Union|OSCE|OAS|NATO|ECOWAS"
)
# What an international body has, in small letters: "the UN stabilization mission".
_OF_ORGANISATIONS = frozenset({"mission", "agency", "tribunal", "commission"})


def _of_organisation(
    doc: Doc, lexicon: Lexicon, bodies: Sequence[Span], names: Sequence[Span]
) -> Iterator[Spotted]:
    """ "UN refugee agency", "African Union observer mission"."""
    ends = {
        span.end: span.start
        for span in names
        if (found := lexicon.listing(span)) is not None
        and found.label == "AGENCY"
        and _ORGANISATION.fullmatch(span.text)
    }
    for body in bodies if ends else ():
        if body[-1].lower_ not in _OF_ORGANISATIONS or is_capitalised(body[-1]):
            continue
        for start in range(body.start, max(0, body.start - 3), -1):
            if (
                start in ends
                and doc[ends[start] - 1].text != "-"
                and not _is_one_of_many(doc, ends[start], body)
            ):
                yield _spot(doc, ends[start], body.end, name=doc[ends[start] : body.end].text)
                break
            if doc[start - 1].pos_ not in ("ADJ", "NOUN") or doc[start].is_sent_start:
                break


def _national(
    doc: Doc, nations: Nations, bodies: Sequence[Span], lexicon: Lexicon
) -> Iterator[Spotted]:
    """ "Mexican security forces", "Mexico's army", "gobierno mexicano"."""
    for body in bodies:
        if lexicon.body_kinds[key_of(body.text)] != "any":
            continue
        if key_of(body.text) in _ADJECTIVES_TOO and _describes(doc, body.end):
            continue
        if body.text == "marines":
            continue  # men, against the "Marines"
        start = body.start
        for _ in range(3):
            begin, country = nations.before(start)
            if begin < start and country is not None and not _is_one_of_many(doc, begin, body):
                yield _spot(doc, begin, body.end, name=body.text, country=country)
                break
            modifier = doc[start - 1] if start else None
            if modifier is None or modifier.pos_ not in ("ADJ", "NOUN", "PROPN"):
                break
            if modifier.lower_ in _NO_MODIFIERS:
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
        if country is not None and not _is_no_body(doc, body, end):
            end = _of_more_nations(doc, nations, body, end)
            yield _spot(doc, body.start, end, name=body.text, country=country)


# In small letters these mean what is done, not who does it: "in the service of Panama".
_DEEDS = frozenset({"service", "command", "control", "force", "mission"})


def _is_no_body(doc: Doc, body: Span, end: int) -> bool:
    """Whether "BODY of COUNTRY" names none: "the service of Panama", or a country that itself
    specifies what follows ("command of the Panama Coast Guard")."""
    if body[-1].text in _DEEDS:
        return True
    if end >= len(doc) or is_capitalised(body[-1]) or doc[end].is_sent_start:
        return False
    return is_name_word(doc[end])


def _of_more_nations(doc: Doc, nations: Nations, body: Span, end: int) -> int:
    """The end of "navies of A, B, and the C", bodies of several nations in one name."""
    if not body[-1].lower_.endswith("s") or body[-1].lemma_.lower() == body[-1].lower_:
        return end
    while end < len(doc) and doc[end].lower_ in (",", "and"):
        begin = end + 1
        while begin < len(doc) and doc[begin].lower_ in ("and", "the"):
            begin += 1
        stop, country = nations.at(begin)
        if country is None:
            break
        end = stop
    return end


def _named(
    doc: Doc, lexicon: Lexicon, nations: Nations, bodies: Sequence[Span], names: Sequence[Span]
) -> Iterator[Spotted]:
    """Capitalised names: "House Foreign Affairs Committee", "Department of Public Safety"."""
    listed = [
        span
        for span in names
        if (listing := lexicon.listing(span)) is not None and listing.label == "AGENCY"
    ]
    for start, end, country in named_bodies(doc, lexicon, nations, bodies, listed):
        # "Ecuador's National Service for ..."
        owned = (start, country) if country is not None else nations.before(start)
        yield _spot(doc, owned[0], end, name=doc[owned[0] : end].text, country=owned[1])


def _of_person(
    doc: Doc, bodies: Sequence[Span], nations: Nations, lexicon: Lexicon
) -> Iterator[Spotted]:
    """ "Trump administration", "Peña Nieto government"."""
    for body in bodies:
        noun = key_of(body.text).removesuffix(" of")
        if noun not in _OF_A_PERSON or is_shouted(doc, body.start, body.end):
            continue
        start = body.start
        while start > 0 and body.start - start < 4 and not doc[start].is_sent_start:
            token = doc[start - 1]
            joins = token.text in ("-", "–", "/") and start < body.start
            if not (is_name_word(token) or joins) or is_mere_opening(doc, start - 1):
                break
            start -= 1
        if doc[body.start - 1].lower_ in _OF_A_CREED:
            continue
        if start < body.start and doc[start].is_alpha and nations.at(start)[1] is None:
            yield _spot(doc, start, body.end, name=doc[start : body.end].text)
        elif noun != "presidency":
            after = body.end if body[-1].lower_ == "of" else body.end + 1
            if after < len(doc) and doc[after - 1].lower_ == "of":
                end = _person_behind(doc, after, nations, lexicon)
                if end > after:
                    yield _spot(doc, body.start, end, name=doc[body.start : end].text)


def _person_behind(doc: Doc, begin: int, nations: Nations, lexicon: Lexicon) -> int:
    """The end of a person's name at `begin`, behind a title or not; `begin` where there is none:
    "the government of President Jane Roe"."""
    title = first = nations.at(begin)[0]  # "of El Salvador President Jane Roe"
    for end in range(min(title + 4, len(doc)), title, -1):
        if key_of(doc[title:end].text) in lexicon.title_kinds:
            first = end
            break
    if title > begin and first == title:
        return begin
    end = name_run_right(doc, first) if first < len(doc) else first
    if end == first or nations.at(first)[0] > first:
        return begin
    listing = lexicon.listing(doc[first:end])
    known = listing is not None and listing.label == "OFFICIAL"
    unknown = listing is None and (first > title or end - first >= 2)
    return end if known or unknown else begin
