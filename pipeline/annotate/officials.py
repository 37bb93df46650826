"""Office holders: titles with names, names with titles beside them, well-known names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from spacy.tokens import Doc, Span

from pipeline.annotate.address import addressed
from pipeline.annotate.deeds import deeds
from pipeline.annotate.fellows import counterparts, fellows, leaders_of_bodies
from pipeline.annotate.lexicon import Lexicon, key_of
from pipeline.annotate.members import members
from pipeline.annotate.names import HEADLINE_VERBS, overlaps
from pipeline.annotate.nations import Nations
from pipeline.annotate.persons import (
    after_titles,
    is_person_name,
    is_titled,
    known_officials,
    name_after,
    name_before,
)
from pipeline.annotate.publicoffice import is_of_body, is_public
from pipeline.annotate.references import CAPITAL_OR_BODY, refers_to
from pipeline.annotate.rosters import rosters
from pipeline.annotate.speakers import by_courtesy
from pipeline.annotate.spotted import Form, Spotted, longest
from pipeline.annotate.titles import Title, find_titles
from pipeline.annotate.titlewords import BEFORE_TITLE
from pipeline.annotate.tokens import (
    is_capitalised,
    is_headline,
    is_name_word,
    is_possessive,
    name_run_right,
    text_of,
)

_PLURAL = frozenset(
    "sens. reps. gens. govs. senators representatives congressmen presidents ministers generals "
    "governors mayors ambassadors justices judges councilors councillors councilmen councilwomen "
    "aldermen commissioners delegates colonels admirals congresswomen assemblymen".split()
) | {
    "prime ministers", "foreign ministers", "defense ministers", "defence ministers",
    "secretaries of state", "secretaries of defense", "former presidents",
    "former secretaries of state",
}  # fmt: skip
_MEMBERS = frozenset(
    "senator representative congressman congresswoman delegate lawmaker gentleman".split()
)
_ROLE_TAIL = re.compile(r"\s+")


def find_officials(doc: Doc, lexicon: Lexicon, names: Sequence[Span]) -> list[Spotted]:
    """The OFFICIAL mentions of a parsed text, bare titles among them (`form="bare"`), which only
    the whole document can resolve. `names` are all matches of the names gazetteers."""
    nations = Nations(doc, lexicon)
    spots: list[Spotted] = []
    for title in find_titles(doc, lexicon, nations, names):
        spots.extend(_of_title(doc, lexicon, nations, title))
    for begin, end in (
        *counterparts(doc, lexicon, nations),
        *leaders_of_bodies(doc, lexicon, nations),
        *fellows(doc, lexicon, nations),
        *members(doc, lexicon, nations),
        *deeds(doc, lexicon, nations),
    ):
        spots.append(_spot(doc, begin, end, "name", doc[begin:end].text, None))
    spots.extend(known_officials(doc, lexicon, names))
    spots.extend(by_courtesy(doc, lexicon))
    spots.extend(addressed(doc, lexicon, tuple(spots)))
    listed = list(rosters(doc))
    taken = [(spot.start, spot.end) for spot in listed]
    apart = [spot for spot in spots if not overlaps(taken, spot.start, spot.end)]
    criminals = _criminals(doc, apart)
    return longest([*(s for s in apart if s.name not in criminals or s.listed), *listed])


_OF_GANGS = re.compile(
    r"\b(?:[Gg]ang|[Cc]artel|[Dd]rug|[Mm]afia|crime|[Mm]ilitia|[Rr]ebel|guerrilla|insurgent|"
    r"terrorist)\s"
    r"(?:leader|boss|lord|kingpin|trafficker|chieftain|commander)\s\Z"
)


def _criminals(doc: Doc, spots: Sequence[Spotted]) -> set[str | None]:
    """The names of those whom a text calls a gang's leader and no official but in passing: "gang
    leader Bo Roe, a former police officer"."""
    text = text_of(doc)
    names = (s for s in spots if s.form == "name" and not s.listed and s.name)
    return {
        s.name
        for s in names
        if text.startswith(s.name or "", s.start)
        and _OF_GANGS.search(text, max(0, s.start - 30), s.start)
    }


def _of_title(doc: Doc, lexicon: Lexicon, nations: Nations, title: Title) -> Iterator[Spotted]:
    if _opens_office(doc, title.end):
        return
    with_place = _behind_retired(doc, _with_place(doc, nations, title.end))
    end = name_run_right(doc, with_place, months=True) if with_place < len(doc) else with_place
    if end == with_place and with_place != title.end:
        end = name_run_right(doc, title.end, months=True)
        begin = title.end
    else:
        begin = with_place
    if doc[begin : begin + 1].text == "H.E." and end > begin + 1:
        begin += 1
    body = any(doc[i].lower_ not in BEFORE_TITLE for i in range(title.start, title.core))
    body = body or (title.start > 2 and doc[title.start - 1].text == ")")  # "(DEA) head Jane Roe"
    body = body or title.end > title.apart  # "head of the DEA Jane Roe"
    if title.form in CAPITAL_OR_BODY and not (is_capitalised(doc[title.core]) or body):
        before = doc[title.start - 1].lower_ if title.start else ""
        of_body = is_of_body(doc, lexicon, title.end)
        if of_body or before in ("his", "her", "their", "its", "'s", "the"):
            yield from _apposition(doc, lexicon, nations, title)
        return
    if (
        end > begin
        and is_person_name(doc, lexicon, nations, begin, end)
        and not (begin < len(doc) and doc[begin].is_sent_start)
        and not _is_in_headline(doc, title, begin, end)
    ):
        end = _behind_headline(doc, begin, end)
        country = _country_of(doc, lexicon, nations, title, begin, end)
        behind = _behind_nickname(doc, end)
        if behind > end:  # 'Ronald "Bato" Roe'
            name = f"{doc[begin:end].text} {doc[end + 3 : behind].text}"
            yield _spot(doc, title.start, behind, "name", name, _role(doc, title), country)
            return
        name = doc[_first_of_name(doc, lexicon, begin, end) : end].text
        yield _spot(doc, title.start, end, "name", name, _role(doc, title), country)
        if title.form in _PLURAL:
            yield from _coordinated(doc, lexicon, nations, end)
        return
    if title.kind != "rank":
        yield from _apposition(doc, lexicon, nations, title)


def _behind_headline(doc: Doc, begin: int, end: int) -> int:
    """The end of a name without a headline's verb: "President Roe Says He ..."."""
    last = doc[end - 1]
    verb = end > begin + 1 and last.lower_ in HEADLINE_VERBS and is_capitalised(last)
    return end - 1 if verb else end


_QUOTES = frozenset({'"', "“", "”", "'", "‘", "’"})


def _behind_nickname(doc: Doc, end: int) -> int:
    """The end of a name that goes on behind a nickname in quotation marks; else `end`."""
    nick = doc[end : end + 3]
    quoted = len(nick) == 3 and nick[0].text in _QUOTES and nick[2].text in _QUOTES
    if not quoted or not is_capitalised(nick[1]) or nick[0].is_sent_start:
        return end
    begin = end + 3
    while doc[begin : begin + 1].text in ("de", "dela", "del", "la", "von", "van"):
        begin += 1
    behind = name_run_right(doc, begin) if begin < len(doc) else begin
    return behind if behind > begin else end


def _first_of_name(doc: Doc, lexicon: Lexicon, begin: int, end: int) -> int:
    """Where a name begins behind more titles: "Chief of Staff Admiral Bo Roe", "Director Public
    Relations Col Bo Roe"."""
    ranks = [i for i in range(begin, end) if lexicon.title_kinds.get(doc[i].lower_) == "rank"]
    first = ranks[-1] + 1 if ranks else after_titles(doc, lexicon, begin, end)
    return first if first < end else begin


def _is_in_headline(doc: Doc, title: Title, begin: int, end: int) -> bool:
    """Whether the words behind a title have their capitals from a headline: "What the Marshal
    Knew"."""
    if end - begin == 1 and doc[begin].lower_ in HEADLINE_VERBS:
        return True  # "Mayor Warns Her Council"
    definite = title.start > 0 and doc[title.start - 1].lower_ == "the"
    if definite and end - begin == 1 and doc[begin].pos_ == "VERB":
        return True
    if not is_headline(doc[begin].sent):
        return False
    return end - begin > 3 or definite or doc[begin].pos_ in ("VERB", "AUX")


def _country_of(
    doc: Doc, lexicon: Lexicon, nations: Nations, title: Title, begin: int, end: int
) -> str | None:
    """Whose official a title with a name is: as the title says, or the gazetteer."""
    listing = lexicon.listing(doc[begin:end])
    if listing is not None and listing.country is not None:
        return listing.country
    return nations.at(title.start)[1] or nations.before(title.start)[1]


_RETIRED = ("ret", "ret.", "retd", "retd.", "rtd", "rtd.", "retired")


def _behind_retired(doc: Doc, end: int) -> int:
    """Behind "(ret.)", which stands between a rank and its name."""
    i = end
    while i < len(doc) and i - end < 4 and doc[i].lower_ in ("(", *_RETIRED, ".", ")"):
        i += 1
    return i if i > end + 1 and doc[i - 1].text == ")" else end


def _opens_office(doc: Doc, end: int) -> bool:
    """ "the Attorney General's Office" is a body."""
    return (
        end + 1 < len(doc)
        and is_possessive(doc[end])
        and doc[end + 1].text in ("Office", "Chambers")
    )


def _coordinated(doc: Doc, lexicon: Lexicon, nations: Nations, end: int) -> Iterator[Spotted]:
    """The other names behind a title in the plural: "Sens. Roe (D-Conn.), Poe and John Doe"."""
    while end < len(doc) and not doc[end].is_sent_start:
        begin = _after_party(doc, end)
        if doc[begin : begin + 2].text.startswith(",") and doc[begin + 1].lower_ in _PARTIES:
            return
        joined = False
        while begin < len(doc) and doc[begin].lower_ in (",", "and", "&"):
            begin, joined = begin + 1, True
        stop = name_run_right(doc, begin) if joined else begin
        if stop == begin or not is_person_name(doc, lexicon, nations, begin, stop):
            return
        yield _spot(doc, begin, stop, "name", doc[begin:stop].text, None)
        end = stop


_PARTIES = frozenset(
    "democrat democrats republican republicans independent conservative labour labor liberal "
    "green".split()
)


def _after_party(doc: Doc, end: int) -> int:
    """Behind "(D-Conn.)" or ", Democrat of Ohio,"."""
    apart = doc[end : end + 3]
    if len(apart) == 3 and apart[0].text == "," and apart[1].lower_ in _PARTIES:
        if apart[2].lower_ not in ("of", "from"):
            return end
        place = name_run_right(doc, end + 3) if end + 3 < len(doc) else end
        return place if place > end + 3 else end
    if end < len(doc) and doc[end].text == "(":
        close = next((t.i for t in doc[end : end + 8] if t.text == ")"), None)
        return close + 1 if close is not None else end
    return end


def _with_place(doc: Doc, nations: Nations, title_end: int) -> int:
    """The end of a title with "of COUNTRY" after it."""
    end, country = nations.after_of(title_end)
    if end < len(doc) and doc[end].pos_ == "NOUN" and not doc[end].is_sent_start:
        return title_end  # "head of the Chad junta"
    if country is None or (
        end < len(doc)
        and doc[end].text != "H.E."
        and (is_name_word(doc[end]) or is_possessive(doc[end]))
        and not doc[end].is_sent_start
    ):
        return title_end  # "Commander of United States Northern Command"
    accredited = nations.at(end + 1)[0] if doc[end : end + 1].text == "to" else end
    return accredited if accredited > end + 1 else end  # "Ambassador of Peru to Chile"


def _role(doc: Doc, title: Title) -> str:
    return _ROLE_TAIL.sub(" ", doc[title.start : title.end].text)


def _spot(
    doc: Doc, start: int, end: int, form: Form, name: str | None, role: str | None,
    country: str | None = None,
) -> Spotted:  # fmt: skip
    span = doc[start:end]
    return Spotted(span.start_char, span.end_char, "OFFICIAL", form, name, role, country=country)


def _apposition(doc: Doc, lexicon: Lexicon, nations: Nations, title: Title) -> Iterator[Spotted]:
    if title.form in _PLURAL:
        return
    role = _role(doc, title)
    with_place = _with_place(doc, nations, title.end)
    owner = title.end < len(doc) and is_possessive(doc[title.end])
    named = None
    if not owner:  # else "Jane Roe, the president's envoy"
        named = name_before(doc, lexicon, nations, title)
        named = named or name_after(doc, lexicon, nations, with_place)
    apart = title.apart if title.apart < title.end else with_place
    if named is not None and apart == title.end:
        apart = _with_complement(doc, lexicon, nations, apart)
    if named is not None and (
        is_public(doc, lexicon, title, with_place) or is_titled(doc, lexicon, named[0], named[1])
    ):
        begin, end, beside = named
        name = doc[begin:end].text
        yield _spot(doc, begin, end, "name", name, role)
        if beside and not title.form.endswith("."):
            yield _spot(doc, title.start, apart, "title", name, role)
        return
    if named is None and _is_of_constituency(doc, title):
        return
    reference = refers_to(doc, lexicon, nations, title)
    if reference is not None:
        yield _spot(doc, title.start, apart, "bare", None, role, country=reference or None)


_TIMES = frozenset("time day moment hour era period year".split())


def _with_complement(doc: Doc, lexicon: Lexicon, nations: Nations, end: int) -> int:
    """The end of a title with what it is of, where that is no body with a name of its own: "mayor
    of Lima", "head of the transitional council"."""
    if doc[end : end + 1].text != "of":
        return end
    begin = end + 1
    while begin < len(doc) and doc[begin].lower_ in ("the", "its", "their", "our"):
        begin += 1
    if begin < len(doc) and nations.at(begin)[1] is not None:
        noun = nations.at(begin)[0]
        if any(key_of(doc[noun:stop].text) in lexicon.body_kinds for stop in (noun + 1, noun + 2)):
            return end  # "of the Ivorian army" names a body
        if is_capitalised(doc[noun]):
            return end
    stop = begin
    while stop < len(doc) and stop - begin < 4 and not doc[stop].is_sent_start:
        token = doc[stop]
        if token.pos_ not in ("NOUN", "ADJ", "PROPN") or not (token.is_alpha or "-" in token.text):
            break
        stop += 1
    closed = stop < len(doc) and doc[stop].text in (",", "(", ")", ".", ";", "—", "–")
    if stop == begin or not closed or doc[stop - 1].pos_ == "ADJ" or doc[stop - 1].lower_ in _TIMES:
        return end
    capitals = [t for t in doc[begin:stop] if is_capitalised(t)]
    if any(t.lower_ in lexicon.body_kinds for t in capitals):
        return end
    listed = any(
        (found := lexicon.listing(doc[i:stop])) is not None and found.label != "CARTEL"
        for i in range(begin, stop)
    )
    return end if listed else stop


def _is_of_constituency(doc: Doc, title: Title) -> bool:
    """ "the Senator from Ohio", as members address one another."""
    end = title.end
    return title.form in _MEMBERS and doc[end : end + 1].text == "from" and end + 1 < len(doc)
