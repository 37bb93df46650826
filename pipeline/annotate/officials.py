"""Office holders: titles with names, names with titles beside them, well-known names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc, Span

from pipeline.annotate.lexicon import Lexicon, key_of, matches
from pipeline.annotate.nations import Nations
from pipeline.annotate.spotted import Form, Spotted, longest
from pipeline.annotate.tokens import (
    is_capitalised,
    is_name_word,
    is_possessive,
    is_shouted,
    name_run_left,
    name_run_right,
    opens_sentence,
)

_BEFORE_TITLE = frozenset(
    "former ex then acting interim deputy assistant retired late incoming outgoing current "
    "sitting vice chief senior junior lead top special first state federal national "
    "presidential adjunct democratic republican conservative onetime longtime newly-elected "
    "principal associate".split()
)
_THE = frozenset({"the", "el", "la"})
_DETERMINERS = _THE | frozenset(
    ["his", "her", "their", "its", "our", "my", "whose", "a", "an", "su", "sus", "un", "una"]
)
_NO_REFERENCE = frozenset(
    "a an any every no each some another next future which what whichever either neither un "
    "una cualquier ningún cada".split()
)
# A title beside a name makes its bearer an official only in these: "Smith, a director at Acme" does
# not. Offices of business and the academy share the others.
_PUBLIC_ONLY_WITH_BODY = frozenset(
    "director chairman chairwoman chair commissioner administrator executive head chief secretary "
    "managing delegate counselor inspector superintendent commander".split()
)
# Ordinary words too: only with a capital or behind a body do they stand for an office.
_CAPITAL_OR_BODY = frozenset(
    "head chief deputy major captain sergeant lieutenant counselor".split()
)
# What follows "General" in headings and in names of bodies.
_NO_SURNAMES = frozenset(
    "provisions assembly counsel accounting election elections staff conference order strike "
    "public secretary fund services welfare agreement headquarters motors electric dynamics "
    "command court office committee department house senate council".split()
)
_PLURAL = frozenset(
    "sens. reps. gens. govs. senators representatives congressmen presidents ministers generals "
    "governors mayors ambassadors justices judges".split()
) | {
    "prime ministers", "foreign ministers", "defense ministers", "defence ministers",
    "secretaries of state", "secretaries of defense", "former presidents",
    "former secretaries of state",
}  # fmt: skip
# Words that begin a title even where a sentence gives them their capital.
_PORTFOLIOS = frozenset(
    "defense defence interior foreign finance justice security treasury army navy police state "
    "energy health trade oil labor labour transport deputy assistant cabinet home war federal "
    "county city district regional provincial national military house senate".split()
)
# "Chief Executive Jane Roe" leads a company.
_OF_BUSINESS = frozenset(
    "executive financial operating technology marketing investment economist strategist "
    "correspondent".split()
)
_COPULA = frozenset({"is", "was", "became", "becomes", "remains", "be", "been", "es", "fue", "era"})
_INTO_OFFICE = frozenset(
    ["as", "elected", "appointed", "named", "nominated", "confirmed", "serving", "served"]
)
_COURTESY = frozenset(["mr", "mr.", "ms", "ms.", "mrs", "mrs.", "sr.", "sra.", "don", "doña"])
# "Mr. President" speaks to whoever is in the chair.
_ADDRESSED = frozenset("president speaker chairman secretary ambassador minister leader".split())
_DASHES = frozenset({",", "—", "–", "--", "("})
_ROLE_TAIL = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class _Title:
    """A title's tokens `start:end`, with what stands left of the core and belongs to it."""

    start: int
    end: int
    core: int
    kind: str
    form: str


def find_officials(doc: Doc, lexicon: Lexicon, names: Sequence[Span]) -> list[Spotted]:
    """The OFFICIAL mentions of a parsed text, bare titles among them (`form="bare"`), which only
    the whole document can resolve. `names` are all matches of the names gazetteers."""
    nations = Nations(doc, lexicon)
    inside_bodies = _tokens_of_bodies(lexicon, names)
    titles = list(_titles(doc, lexicon, nations, inside_bodies, names))
    spots: list[Spotted] = []
    for title in titles:
        spots.extend(_of_title(doc, lexicon, nations, title))
    spots.extend(_counterparts(doc, lexicon, nations))
    spots.extend(_known(doc, lexicon, names))
    spots.extend(_courtesy(doc))
    return longest(spots)


def _tokens_of_bodies(lexicon: Lexicon, names: Sequence[Span]) -> frozenset[int]:
    inside: set[int] = set()
    for span in names:
        listing = lexicon.listing(span)
        if listing is not None and listing.label != "OFFICIAL":
            inside.update(range(span.start, span.end))
    return frozenset(inside)


def _titles(
    doc: Doc,
    lexicon: Lexicon,
    nations: Nations,
    inside_bodies: frozenset[int],
    names: Sequence[Span],
) -> Iterator[_Title]:
    bodies = {
        span.end: span.start
        for span in names
        if (listing := lexicon.listing(span)) is not None and listing.label == "AGENCY"
    }
    for span in matches(lexicon.titles, doc):
        form = key_of(span.text)
        abbreviation = form.endswith(".") and " " not in form
        if abbreviation and not span.text[0].isupper():
            continue
        if is_shouted(doc, span.start, span.end) or all(
            i in inside_bodies for i in range(span.start, span.end)
        ):
            continue
        start = _extend_title(doc, nations, span.start, bodies)
        yield _Title(start, span.end, span.start, lexicon.title_kinds[form], form)


def _extend_title(doc: Doc, nations: Nations, start: int, bodies: dict[int, int]) -> int:
    """The start of a title with its modifiers: "former Mexican", "White House", "Acting"."""
    while start > 0 and not doc[start].is_sent_start:
        begin, country = nations.before(start)
        if country is not None and begin < start and not is_possessive(doc[start - 1]):
            start = begin
            continue
        if start in bodies:
            start = bodies[start]
            continue
        token = doc[start - 1]
        if (
            token.lower_ in _BEFORE_TITLE
            or (token.text == "-" and start > 1 and doc[start - 2].lower_ in ("ex", "then", "vice"))
            or (is_capitalised(doc[start]) and is_name_word(token) and _is_modifier(doc, start - 1))
        ):
            start -= 1
        else:
            break
    return start


def _is_modifier(doc: Doc, i: int) -> bool:
    """Whether a capitalised word before a capitalised title belongs to it ("Army Chief Nguyen");
    the first word of a sentence and a person's name do not."""
    token = doc[i]
    if opens_sentence(token):
        return token.lower_ in _PORTFOLIOS
    return token.pos_ in ("PROPN", "NOUN", "ADJ")


def _of_title(doc: Doc, lexicon: Lexicon, nations: Nations, title: _Title) -> Iterator[Spotted]:
    if _opens_office(doc, title.end):
        return
    with_place = _with_place(doc, nations, title)
    end = name_run_right(doc, with_place) if with_place < len(doc) else with_place
    if end == with_place and with_place != title.end:
        end = name_run_right(doc, title.end)
        begin = title.end
    else:
        begin = with_place
    body = title.start < title.core and doc[title.start].lower_ not in _BEFORE_TITLE
    body = body or (title.start > 2 and doc[title.start - 1].text == ")")  # "(DEA) head Jane Roe"
    if title.form in _CAPITAL_OR_BODY and not (is_capitalised(doc[title.core]) or body):
        before = doc[title.start - 1].lower_ if title.start else ""
        if before in ("his", "her", "their", "'s", "the"):
            yield from _apposition(doc, lexicon, nations, title, with_place)
        return
    if (
        end > begin
        and _is_person_name(doc, lexicon, nations, begin, end)
        and not (begin < len(doc) and doc[begin].is_sent_start)
    ):
        yield _spot(doc, title.start, end, "name", doc[begin:end].text, _role(doc, title))
        if title.form in _PLURAL:
            yield from _coordinated(doc, lexicon, nations, end)
        return
    yield from _apposition(doc, lexicon, nations, title, with_place)


def _opens_office(doc: Doc, end: int) -> bool:
    """ "the Attorney General's Office" is a body."""
    return (
        end + 1 < len(doc)
        and is_possessive(doc[end])
        and doc[end + 1].text in ("Office", "Chambers")
    )


def _coordinated(doc: Doc, lexicon: Lexicon, nations: Nations, end: int) -> Iterator[Spotted]:
    """The other names behind a title in the plural: "Sens. Jane Roe, Ann Poe and John Doe"."""
    while end < len(doc) and not doc[end].is_sent_start:
        begin = end
        while begin < len(doc) and doc[begin].lower_ in (",", "and", "&"):
            begin += 1
        stop = name_run_right(doc, begin) if begin > end else begin
        if stop - begin < 2 or not _is_person_name(doc, lexicon, nations, begin, stop):
            return
        yield _spot(doc, begin, stop, "name", doc[begin:stop].text, None)
        end = stop


def _with_place(doc: Doc, nations: Nations, title: _Title) -> int:
    """The end of a title with "of COUNTRY" after it."""
    end, country = nations.after_of(title.end)
    if country is None or (
        end < len(doc) and is_name_word(doc[end]) and not doc[end].is_sent_start
    ):
        return title.end  # "Commander of United States Northern Command"
    return end


def _is_person_name(doc: Doc, lexicon: Lexicon, nations: Nations, begin: int, end: int) -> bool:
    if nations.at(begin)[0] >= end or is_shouted(doc, begin, end):
        return False
    words = [t for t in doc[begin:end] if t.is_alpha or "." in t.text or "-" in t.text]
    if not words or (len(words) == 1 and len(words[0].text.rstrip(".")) < 2):
        return False
    if len(words) == 1 and words[0].tag_ in ("NNS", "NNPS"):
        return False  # "General Provisions"
    if words[-1].lower_ in _NO_SURNAMES or words[0].lower_ in _OF_BUSINESS:
        return False
    listing = lexicon.listing(doc[begin:end])
    if key_of(doc[begin:end].text) in lexicon.title_kinds:
        return False
    return listing is None or listing.label == "OFFICIAL"


def _role(doc: Doc, title: _Title) -> str:
    return _ROLE_TAIL.sub(" ", doc[title.start : title.end].text)


def _spot(
    doc: Doc, start: int, end: int, form: Form, name: str | None, role: str | None,
    country: str | None = None,
) -> Spotted:  # fmt: skip
    span = doc[start:end]
    return Spotted(
        span.start_char,
        span.end_char,
        "OFFICIAL",
        form,
        name,
        role,
        country=country,
    )


def _apposition(
    doc: Doc, lexicon: Lexicon, nations: Nations, title: _Title, with_place: int
) -> Iterator[Spotted]:
    role = _role(doc, title)
    named = _name_before(doc, lexicon, nations, title) or _name_after(
        doc, lexicon, nations, title, with_place
    )
    if named is not None and (
        _is_public(doc, lexicon, nations, title, with_place)
        or _is_titled(doc, lexicon, named[0], named[1])
    ):
        begin, end, beside = named
        name = doc[begin:end].text
        yield _spot(doc, begin, end, "name", name, role)
        if beside and not title.form.endswith(".") and not _is_one_of_a_rank(doc, title):
            yield _spot(doc, title.start, with_place, "title", name, role)
        return
    reference = _reference(doc, nations, title)
    if reference is not None:
        yield _spot(doc, title.start, with_place, "bare", None, role, country=reference or None)


def _is_one_of_a_rank(doc: Doc, title: _Title) -> bool:
    """ "Roe, a general who ...": a rank that many hold."""
    before = doc[title.start - 1].lower_ if title.start else ""
    return title.kind == "prefix" and title.start == title.core and before in ("a", "an")


def _is_of_body(doc: Doc, lexicon: Lexicon, end: int) -> bool:
    """Whether "of the BODY" follows: "the head of the Joint Special Operations Command"."""
    if end >= len(doc) or doc[end].lower_ != "of":
        return False
    for token in doc[end + 1 : end + 8]:
        if token.is_punct or token.is_sent_start:
            return False
        if is_capitalised(token) and (
            token.lower_ in lexicon.body_kinds
            or ((found := lexicon.listings.get(token.lower_)) and found.label == "AGENCY")
        ):
            return True
    return False


def _is_public(
    doc: Doc, lexicon: Lexicon, nations: Nations, title: _Title, with_place: int
) -> bool:
    """Whether a title beside a name is surely of a public office."""
    if title.form not in _PUBLIC_ONLY_WITH_BODY or _is_of_body(doc, lexicon, title.end):
        return True
    if title.start < title.core and doc[title.start].lower_ not in _BEFORE_TITLE:
        return True
    return with_place != title.end


def _is_titled(doc: Doc, lexicon: Lexicon, begin: int, end: int) -> bool:
    """Whether a name stands behind a title of its own, or is a known official's."""
    if lexicon.listing(doc[begin:end]) is not None:
        return True
    return any(
        0 <= start < begin and key_of(doc[start:begin].text) in lexicon.title_kinds
        for start in range(begin - 1, begin - 4, -1)
    ) or (begin < end and key_of(doc[begin].text) in lexicon.title_kinds)


def _name_before(
    doc: Doc, lexicon: Lexicon, nations: Nations, title: _Title
) -> tuple[int, int, bool] | None:
    """ "Tom Homan, Trump's border czar": `(start, end, True)` of the name; the third is False
    where a verb joins them ("Alden became prime minister")."""
    i = title.start
    steps = 0
    while i > 0 and steps < 7 and not doc[i].is_sent_start:
        token = doc[i - 1]
        if token.text in _DASHES:
            return _person_ending(doc, lexicon, nations, i - 1, beside=True)
        if token.lower_ in _COPULA | _INTO_OFFICE:
            return _subject_of_office(doc, lexicon, nations, i - 1)
        if token.pos_ in ("VERB", "SCONJ", "CCONJ", "AUX") or token.is_punct:
            return None
        if token.lower_ in _NO_REFERENCE - {"a", "an", "un", "una"}:
            return None
        i -= 1
        steps += 1
    return None


def _person_ending(
    doc: Doc, lexicon: Lexicon, nations: Nations, end: int, *, beside: bool
) -> tuple[int, int, bool] | None:
    if end > 0 and doc[end - 1].lower_ in (")",):
        opening = next((k for k in range(end - 1, max(0, end - 6), -1) if doc[k].text == "("), None)
        end = opening if opening is not None else end
    begin = name_run_left(doc, end)
    while begin < end and (
        doc[begin].lower_ in _COURTESY
        or (doc[begin].text.endswith(".") and doc[begin].lower_ in lexicon.title_kinds)
    ):
        begin += 1
    begin = max(begin, _after_country(nations, begin, end))
    if end - begin < 1 or not _is_person_name(doc, lexicon, nations, begin, end):
        return None
    known = lexicon.listing(doc[begin:end])
    if end - begin == 1 and known is None:
        return None
    if end - begin > 5 or doc[begin].lower_ in lexicon.title_kinds:
        return None
    return begin, end, beside


def _after_country(nations: Nations, begin: int, end: int) -> int:
    stop, country = nations.at(begin)
    return stop if country is not None and stop < end else begin


def _subject_of_office(
    doc: Doc, lexicon: Lexicon, nations: Nations, verb: int
) -> tuple[int, int, bool] | None:
    """ "Jane Roe, who was defense minister", "Roe served as ...": the name left of the verb."""
    i = verb
    for _ in range(5):
        if i <= 0 or doc[i].is_sent_start:
            return None
        token = doc[i - 1]
        if is_name_word(token) and token.pos_ == "PROPN":
            return _person_ending(doc, lexicon, nations, i, beside=False)
        if token.lower_ not in _COPULA | _INTO_OFFICE | {
            "who",
            ",",
            "later",
            "then",
            "once",
            "had",
            "has",
            "first",
            "also",
            "until",
        }:
            return None  # fmt: skip
        i -= 1
    return None


def _name_after(
    doc: Doc, lexicon: Lexicon, nations: Nations, title: _Title, with_place: int
) -> tuple[int, int, bool] | None:
    """ "The defense minister, Jane Roe, said": the title first, then the name."""
    i = with_place
    steps = 0
    while i < len(doc) and steps < 9 and not doc[i].is_sent_start:
        token = doc[i]
        if token.text in (",", "—", "–", "--"):
            end = name_run_right(doc, i + 1)
            singular = end > i + 1 and _is_person_name(doc, lexicon, nations, i + 1, end)
            known = singular and lexicon.listing(doc[i + 1 : end]) is not None
            closed = end < len(doc) and (doc[end].is_punct or doc[end].pos_ in ("VERB", "AUX"))
            if singular and closed and (end - i - 1 >= 2 or known):
                return i + 1, end, True
            return None
        if token.pos_ in ("VERB", "AUX", "CCONJ", "SCONJ", "PUNCT", "PRON"):
            return None
        i += 1
        steps += 1
    return None


def _reference(doc: Doc, nations: Nations, title: _Title) -> str | None:
    """Whether a title without a name refers to one person: the nation that makes it unique, an
    empty string where the document must tell, None where it refers to nobody."""
    if title.kind != "office" and not is_capitalised(doc[title.core]):
        return None
    before = doc[title.start - 1] if title.start else None
    if before is None or doc[title.start].is_sent_start:
        return None
    if before.lower_ == "as" and doc[before.i - 1].lower_ == "me":
        return ""  # "By the authority vested in me as President"
    if is_possessive(before):
        _, country = nations.before(title.start)
        return country
    if before.lower_ not in _THE:
        return None
    after = doc[title.end] if title.end < len(doc) else None
    if after is not None and after.pos_ == "NOUN" and not after.is_sent_start:
        return None  # "the president elect's team" is a reference; "the senator role" is not
    _, country = nations.after_of(title.end)
    if country is not None:
        return country
    if title.start < title.core:
        stop, country = nations.at(title.start)
        if country is not None and stop <= title.end:
            return country
    return ""


def _counterparts(doc: Doc, lexicon: Lexicon, nations: Nations) -> Iterator[Spotted]:
    """ "her Beninese counterpart, Ola Bakari": who deals with an official as an equal is one."""
    for token in doc[1:]:
        if token.lower_ not in ("counterpart", "predecessor", "successor"):
            continue
        begin = token.i + 1
        if begin < len(doc) and doc[begin].text == ",":
            begin += 1
        end = name_run_right(doc, begin)
        alone = token.lower_ == "counterpart" or is_possessive(doc[token.i - 1])
        if alone and end - begin >= 2 and _is_person_name(doc, lexicon, nations, begin, end):
            yield _spot(doc, begin, end, "name", doc[begin:end].text, None)


def _known(doc: Doc, lexicon: Lexicon, names: Sequence[Span]) -> Iterator[Spotted]:
    for span in names:
        listing = lexicon.listing(span)
        if listing is None or listing.label != "OFFICIAL" or _inside_longer_name(doc, span):
            continue
        yield Spotted(
            span.start_char, span.end_char, "OFFICIAL", "name", listing.name,
            wikidata=listing.wikidata, listed=True,
        )  # fmt: skip


def _inside_longer_name(doc: Doc, span: Span) -> bool:
    """Whether a listed surname is part of another's name ("Melania Trump", "Trump Tower")."""
    if len(span) > 1:
        return False
    if span.start and not doc[span.start].is_sent_start:
        before = doc[span.start - 1]
        if is_name_word(before) and before.pos_ == "PROPN" and not opens_sentence(before):
            return True
    if span.end < len(doc) and not doc[span.end].is_sent_start:
        after = doc[span.end]
        return is_name_word(after) and after.pos_ == "PROPN" and after.ent_type_ == ""
    return False


def _courtesy(doc: Doc) -> Iterator[Spotted]:
    """ "Mr. Alden": a courtesy title with a name, which joins an official of that surname later or
    is dropped; so `role` stays empty and `form` is "bare" with the name kept."""
    sponsors = _sponsors(doc)
    for token in doc[:-1] if len(doc) > 1 else ():
        if token.lower_ in _COURTESY and is_capitalised(token):
            end = name_run_right(doc, token.i + 1)
            if end > token.i + 1 and doc[token.i + 1].lower_ not in _ADDRESSED:
                span, name = doc[token.i : end], doc[token.i + 1 : end].text
                if any(first <= token.i < last for first, last in sponsors):
                    yield _spot(doc, token.i, end, "name", name, None)
                else:
                    yield Spotted(span.start_char, span.end_char, "OFFICIAL", "bare", name)


def _sponsors(doc: Doc) -> list[tuple[int, int]]:
    """Where a bill names the members who bring it in: "Mr. Roe (for himself, Mrs. Poe, and Mr.
    Doe) introduced the following joint resolution"."""
    found = []
    for token in doc[2:]:
        if (
            token.lower_ in ("himself", "herself", "themselves")
            and doc[token.i - 1].lower_ == "for"
        ):
            sentence = token.sent
            close = next((t.i for t in doc[token.i : sentence.end] if t.text == ")"), token.i)
            found.append((sentence.start, close + 1))
        elif (
            token.lower_ in ("introduced", "submitted", "reported")
            and token.i + 2 < len(doc)
            and doc[token.i + 1].lower_ == "the"
            and doc[token.i + 2].lower_ == "following"
        ):
            found.append((token.sent.start, token.i))
    return found
