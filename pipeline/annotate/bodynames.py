"""Capitalised names of public bodies, by head noun: "House Foreign Affairs Committee"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from spacy.tokens import Doc, Span

from pipeline.annotate.lexicon import Lexicon, key_of
from pipeline.annotate.nations import Nations
from pipeline.annotate.tokens import (
    is_capitalised,
    is_name_word,
    is_possessive,
    is_shouted,
    name_run_right,
    opens_sentence,
)

_LINKS = frozenset({"of", "for", "on", "de", "del", "para"})
_ARTICLES = frozenset({"the", "la", "el", "los", "las"})
# Phrases of law and history that only look like the name of a body.
_NO_BODIES = frozenset({"military force", "armed force", "soviet union", "land force"})
# Nouns that private organisations bear as often: a nation or "of ..." must show a public body.
_OFTEN_PRIVATE = frozenset(
    "institute center organization union fund mission unit caucus board corps service division "
    "instituto centro fondo unidad organización alliance network foundation".split()
)
# Words in a name that no private organisation bears.
_PUBLIC = frozenset(
    "state federal border customs police prison coast military intelligence security immigration "
    "migration penitentiary gendarmerie naval army interior presidential parliamentary "
    "constitutional electoral sovereign provisional intervention stabilization stabilisation "
    "peacekeeping verification monitoring defence defense".split()
)
# What is of a nation, and neither for nor on something.
_OF_NATIONS = frozenset(
    "army navy forces force police military marines guard senate house congress parliament "
    "government".split()
)
# What is of a state alone: "the National Guard of Juan Roe" is not so named.
_OF_STATES = frozenset({"guard", "police", "navy", "marines", "military"})
# Missions are named after where they are: "United Nations Mission in Roeland".
_IN_PLACES = frozenset(
    {"force", "mission", "operation", "tribunal", "office", "administration", "team", "authority"}
)
# What belongs to another body, so that both are named: "the Verification Mission of the OSCE".
_OF_BODIES = frozenset(
    "mission command committee subcommittee commission force division directorate delegation court "
    "secretariat".split()
)
_NUMBERED = frozenset({"force", "group", "unit", "squadron", "battalion", "brigade"})
ORDINAL = re.compile(r"\d{1,3}(?:st|nd|rd|th)", re.IGNORECASE)
# Bodies that an "and" sets beside another: "the Senate and the House Armed Services Committee".
_WHOLE_BODIES = frozenset(
    "congress senate house department agency ministry committee army navy court council division "
    "brigade regiment battalion fleet force command corps police guard marines forces commission "
    "bureau tribunal authority mission treasury parliament assembly pentagon".split()
)
# Those that need no word before them to be named.
_STAND_ALONE = frozenset("congress senate marines parliament pentagon".split())
# Titles that stand before a body's name without "of": "Commander Northern Task Force".
_HEADS_OF_BODIES = frozenset("commander commandant chairman spokesman spokesperson".split())
# Chambers are named after who sits in them; else "Congress of the War Power" is two things.
_CHAMBERS = frozenset("congress senate parliament house".split())
_SITTING = frozenset(
    "deputies union representatives commons lords delegates burgesses assembly people peoples "
    "elders councillors councilors nations ministers states regions".split()
)
# Who holds these words' place before a body noun says nothing of a name.
_NOT_IN_NAMES = frozenset(
    "former new next current other many several two three both all approves joins leaves".split()
)
# What follows a body's noun when the words name a law, a plan or a house.
_LAWS = frozenset(
    "act acts bill law treaty agreement authorization reauthorization building".split()
)

Name = tuple[int, int, str | None]


def named_bodies(
    doc: Doc, lexicon: Lexicon, nations: Nations, bodies: Sequence[Span], listed: Sequence[Span]
) -> Iterator[Name]:
    """`(start, end, country)` of each capitalised name with one of the body nouns `bodies` at its
    head. `listed` are the public bodies that the gazetteer knows: one behind "of the" stays a
    mention of its own."""
    starts = {span.start for span in listed}
    ends = {span.start: span.end for span in listed if len(span) > 1}
    for found in bodies:
        office_of = key_of(found.text) == "office of"
        body = doc[found.start : found.end - 1] if office_of else found
        if not all(
            is_capitalised(t) or t.lower_ in _LINKS | _ARTICLES or is_possessive(t) for t in body
        ):
            continue
        if body.start and ORDINAL.fullmatch(doc[body.start - 1].text) and body.text == "CONGRESS":
            yield body.start - 1, body.end, None
        if key_of(body.text).startswith("law enforcement"):
            continue  # not a body's name, but a caption
        if is_shouted(doc, body.start, body.end):
            yield from _committee_in_capitals(body)
            continue
        if _in_title_case(body, lexicon) or (
            body.start and doc[body.start - 1].lower_ in ("on", "for")
        ):
            continue  # "Committee on Armed Services"
        if body[-1].lower_ == "military" and _is_capital_noun(doc, body.end):
            continue  # "a Senior Military Official"
        start = _left(doc, nations, body.start, starts)
        end = _right(doc, nations, body, starts)
        known = ends.get(start, end)
        if body.end <= known < end and (is_name_word(doc[known]) or doc[known].text == "on"):
            end = known  # "Office of Management and Budget Ada Roe", "European Council on Tarn"
        if not 2 <= end - start <= 14 or is_law(doc, body.end):
            continue
        _, country = nations.at(start)
        if key_of(doc[start:end].text) in _NO_BODIES | lexicon.country_of.keys():
            continue
        numbered = ORDINAL.fullmatch(doc[start].text) is not None
        of_body = doc[end : end + 1].text == "of" and bool({end + 1, end + 2} & starts)
        private = key_of(body.text) in _OFTEN_PRIVATE and not (numbered or of_body)
        private = private and not any(t.lower_ in _PUBLIC for t in doc[start : body.start])
        if private and country is None and (end == body.end or _is_think_tank(doc, start, body)):
            continue
        yield start, end, country


def _is_capital_noun(doc: Doc, i: int) -> bool:
    return i < len(doc) and is_name_word(doc[i]) and not doc[i].is_sent_start


def _committee_in_capitals(body: Span) -> Iterator[Name]:
    """A line that is a committee's or a court's name: "SUBCOMMITTEE ON HEMISPHERIC SECURITY", "IN
    THE SUPREME COURT OF BELIZE"."""
    line = body.sent
    head = body[-1].lower_
    first = line.start + 2 if line.doc[line.start : line.start + 2].text == "IN THE" else line.start
    if body.start == first and (head.endswith("committee") or head == "court") and len(line) < 12:
        end = next((t.i for t in line if t.text == "," and t.i >= body.end), line.end)
        while end > body.end and (line.doc[end - 1].is_punct or line.doc[end - 1].is_space):
            end -= 1
        if line.doc[body.start : end].text.isupper():
            yield body.start, end, None


def _is_think_tank(doc: Doc, start: int, body: Span) -> bool:
    """ "Institute for the Study of War", against "National Center for Missing Persons"."""
    return (
        body[-1].lower_ in ("institute", "center", "centre", "fund", "foundation")
        and doc[body.end].lower_ in ("for", "on")
        and not any(
            t.lower_ in ("national", "federal", "state", "joint") for t in doc[start : body.end]
        )
    )


def is_law(doc: Doc, end: int) -> bool:
    """Whether a law is named after the body before `end`: "Department of State Authorization
    Act"."""
    for token in doc[end : end + 6]:
        if token.lower_ in _LAWS and is_capitalised(token):
            return True
        if not is_capitalised(token) and token.lower_ not in _LINKS | {"and"}:
            return False
    return False


def _in_title_case(body: Span, lexicon: Lexicon) -> bool:
    """Whether a body noun stands in a headline, where capitals say nothing."""
    words = [t for t in body.sent if t.is_alpha and len(t.text) > 3]
    closed = body.sent[-1].text in (".", '"')
    definite = body.start > 0 and body.doc[body.start - 1].lower_ == "the"
    national = lexicon.body_kinds.get(key_of(body.text)) == "any"
    if definite and (closed or (national and len(body) > 1)):
        return False
    share = 1.0 if closed else 0.9
    return len(words) > 3 and sum(map(is_capitalised, words)) >= share * len(words)


def _left(doc: Doc, nations: Nations, start: int, listed: set[int]) -> int:
    begin = i = start
    while i > 0 and start - i < 6 and not doc[i].is_sent_start:
        token = doc[i - 1]
        if token.lower_ in _HEADS_OF_BODIES:
            break
        if is_name_word(token) and not is_mere_opening(doc, i - 1):
            i -= 1
            begin = i
        elif token.lower_ in ("and", "&", ",") and i > 1 and is_name_word(doc[i - 2]):
            if _parts(doc, nations, i, start, listed):
                break
            i -= 1
        elif token.text in ("-", "–") and not token.whitespace_ and i > 1:
            i -= 1  # "Counter-Terrorism Command"
        elif is_possessive(token) and i > 1 and doc[i - 2].text in ("People", "Peoples"):
            i -= 1  # "People's Assembly"
        else:
            break
    if begin and not doc[begin].is_sent_start and ORDINAL.fullmatch(doc[begin - 1].text):
        begin -= 1  # "101st Airborne Division"
        if begin and doc[begin - 1].text in ("U.S.", "US"):
            begin -= 1
    if begin > 1 and doc[begin - 1].text == "-" and doc[begin - 2].is_lower:
        begin = min(begin + 1, start)  # "a non-UN Assistance Mission", "the soft-on-Crime Congress"
    while begin < start and (doc[begin].lower_ in _NOT_IN_NAMES or is_possessive(doc[begin])):
        begin += 1
    return begin


def _parts(doc: Doc, nations: Nations, i: int, start: int, listed: set[int]) -> bool:
    """Whether the comma or "and" before token `i` stands between two things: "Chadian and African
    Union forces"."""
    if doc[i - 1].text == ",":
        return not _in_series(doc, i)
    national = i in listed and nations.before(i - 1)[1] is not None
    return national or _joins_bodies(doc, i, start)


def _joins_bodies(doc: Doc, i: int, start: int) -> bool:
    """Whether the "and" before token `i` stands between two: "the Senate and the House", "seized by
    Tarnians and Marines"."""
    return doc[i - 2].lower_ in _WHOLE_BODIES or (i == start and doc[i].lower_ in _STAND_ALONE)


def _in_series(doc: Doc, i: int) -> bool:
    """Whether the comma before token `i` stands inside a body's own name ("Health, Education and
    Labor Committee"): an "and" and a body noun follow without a break."""
    ahead = [t.lower_ for t in doc[i : i + 3]]
    return "and" in ahead[:2]


def is_mere_opening(doc: Doc, i: int) -> bool:
    """Whether a capital letter is owed to the start of the sentence alone."""
    token = doc[i]
    return opens_sentence(token) and token.pos_ not in ("PROPN", "ADJ", "NOUN")


def _right(doc: Doc, nations: Nations, body: Span, listed: set[int]) -> int:
    end = body.end
    if end < len(doc) and doc[end].lower_ in _LINKS:
        end = _complement(doc, nations, body, listed)
    elif body.end < len(doc) and _is_compass(doc[body.end].text):
        end += 1
    elif body[-1].lower_ in _NUMBERED and end < len(doc) and doc[end].text.isdigit():
        end += 1  # "Task Force 51"
    elif body[-1].lower_ == "force" and len(body) > 1 and not _at_sentence_start(doc, end):
        end = name_run_right(doc, end)  # "Joint Task Force Bravo"
    end = _in_place(doc, nations, body, end, listed)
    country_end, country = nations.after_of(end)
    return country_end if country is not None else end


def _in_place(doc: Doc, nations: Nations, body: Span, end: int, listed: set[int]) -> int:
    """The end of a mission's name with "in COUNTRY" behind it, where its abbreviation follows or
    an organisation's name stands before it; else `end`."""
    if body[-1].lower_ not in _IN_PLACES or doc[end : end + 1].text not in ("in", "to"):
        return end
    begin = end + 2 if doc[end + 1 : end + 2].text == "the" else end + 1
    stop = nations.at(begin)[0] if begin < len(doc) else begin
    if stop == begin and begin < len(doc):
        stop = name_run_right(doc, begin)
    abbreviated = doc[stop : stop + 1].text == "(" and doc[stop + 1 : stop + 2].text.isupper()
    of_body = any(i in listed for i in range(max(0, body.start - 5), body.start + 1))
    return stop if stop > begin and (abbreviated or of_body) else end


def _complement(doc: Doc, nations: Nations, body: Span, listed: set[int]) -> int:
    """The end of a name with what the body is of or for: "Service for the Care of Persons"."""
    end = body.end
    begin = end + 1
    if begin < len(doc) and doc[begin].lower_ in _ARTICLES:
        begin += 1
    country_end, country = nations.at(begin)
    if country is not None and country_end - begin > 1:
        return country_end if doc[end].lower_ == "of" else end
    if body[-1].lower_ in _OF_NATIONS and (
        doc[end].lower_ != "of" or body[-1].lower_ in _OF_STATES
    ):
        return end
    if body[-1].lower_ in _CHAMBERS and doc[begin].lower_ not in _SITTING:
        return end
    if begin in listed and body[-1].lower_ in _OF_BODIES:
        return end  # "Verification Mission of the OSCE" names two bodies
    stop = name_run_right(doc, begin)
    if stop == begin or not (begin == end + 1 or nations.at(begin)[1] or is_name_word(doc[begin])):
        return end
    while stop + 1 < len(doc) and not doc[stop].is_sent_start:
        further = _further(doc, nations, stop, listed)
        if further == stop:
            break
        stop = further
    return stop


def _further(doc: Doc, nations: Nations, stop: int, listed: set[int]) -> int:
    """The end of one more part of a name that goes on after "and", a comma of a series, "of" or
    "for"; `stop` where it does not."""
    link = doc[stop].lower_
    if link == "," and _in_series(doc, stop + 1):
        further = name_run_right(doc, stop + 1)
        return further if further < len(doc) and doc[further].lower_ in ("and", ",") else stop
    if link in ("and", "y", "e"):
        further = name_run_right(doc, stop + 1)
        other = stop + 1 in listed or not _same_name(doc, stop)
        return further if further > stop + 1 and not other else stop
    if link in ("of", "for"):
        country_end, country = nations.after_of(stop)
        if country is not None:
            return country_end
        after = stop + 2 if doc[stop + 1].lower_ in _ARTICLES else stop + 1
        further = name_run_right(doc, after) if after < len(doc) else after
        return further if further > after and after not in listed else stop
    return stop


def _same_name(doc: Doc, conjunction: int) -> bool:
    """Whether "and" joins words of one name, as in "Firearms and Explosives": no verb and no other
    body stands right after it."""
    return not any(t.pos_ in ("VERB", "AUX") for t in doc[conjunction + 1 : conjunction + 2])


def _at_sentence_start(doc: Doc, i: int) -> bool:
    return i >= len(doc) or bool(doc[i].is_sent_start)


def _is_compass(word: str) -> bool:
    return word in ("North", "South", "East", "West")
