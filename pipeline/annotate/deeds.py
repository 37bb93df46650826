"""Officials by what a text tells of them without a title: who ran a ministry, who left the army
as a colonel, which diplomat or officer somebody was."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc, Token

from pipeline.annotate.lexicon import Lexicon, key_of
from pipeline.annotate.members import DELIBERATIVE, OF_PLACES, as_title, is_deliberative, phrase
from pipeline.annotate.nations import Nations
from pipeline.annotate.persons import COURTESY, Named, is_person_name, name_after, name_before
from pipeline.annotate.titlewords import BEFORE_TITLE, PORTFOLIO
from pipeline.annotate.tokens import is_capitalised, is_name_word, is_possessive, name_run_left

_LED = frozenset(
    "chairs chaired heads headed leads led runs ran directs directed oversees oversaw governs "
    "governed commands commanded administers administered presides presided".split()
)
_SAT = frozenset({"sits", "sat", "served", "serves"})
_BETWEEN = frozenset(
    ["has", "had", "have", "now", "then", "once", "also", "briefly", "later", "long", "first"]
)
# What only an official leads, without a word beside it that says whose it is.
_LED_BODIES = frozenset(
    "ministry embassy consulate legation secretariat directorate junta triumvirate government "
    "cabinet politburo police gendarmerie constabulary army navy garrison brigade battalion "
    "division regiment fleet squadron corps battery flotilla province prefecture governorate "
    "municipality parliament senate legislature treasury customs protectorate mandate".split()
)
# What an official leads where a portfolio stands before it: "the anti-drug bureau".
_LED_WITH_PORTFOLIO = frozenset(
    "department bureau agency service directorate office authority board commission council "
    "committee court tribunal mission command staff force forces guard prison academy corps "
    "intelligence administration".split()
)
_PORTFOLIOS = PORTFOLIO | frozenset(
    "drug drugs narcotics anti-drug mafia election electoral supreme secret general joint coast "
    "city county town district provincial municipal criminal parole prisons fraud corruption "
    "anticorruption counter-narcotics observer".split()
)
_OF_COMPANIES = frozenset(
    "company corporate student union church party media news bank university hospital team sales "
    "research marketing salvation rebel guerrilla militia insurgent gang cartel private".split()
)
# Verbs of an end of service: "who left the army as a colonel".
_LEAVING = frozenset(
    "left retired resigned served fought finished ended quit deserted defected".split()
)
_AS_WITHIN = 12
_RANKS = frozenset("general colonel admiral brigadier commodore marshal".split())
_ALONE = frozenset({"major", "captain", "commander", "lieutenant commander"})
_ARMED = frozenset(
    "army navy naval military police intelligence marine marines infantry artillery airforce "
    "force guard gendarmerie cavalry staff consular foreign-service customs".split()
)
_OF_OFFICE = frozenset(
    "ministry department government embassy treasury white pentagon cabinet council state "
    "customs".split()
)


def deeds(doc: Doc, lexicon: Lexicon, nations: Nations) -> Iterator[tuple[int, int]]:
    """Names, each with the courtesy title before it: "Ada Roe, who ran the Interior Ministry", "Bo
    Poe, who left the army as a colonel", "Al Doe, the diplomat who led it"."""
    for token in doc[1:-1]:
        word = token.lower_
        named = None
        if word == "who":
            verb = _verb(doc, token.i)
            if _is_led(doc, lexicon, nations, verb) or _left_as(doc, lexicon, verb):
                named = name_before(doc, lexicon, nations, as_title(token.i))
        elif word in _LED and _is_led(doc, lexicon, nations, token.i):
            named = _subject(doc, lexicon, nations, token)
        elif word in ("diplomat", "officer", "official") and not is_possessive(doc[token.i + 1]):
            named = _by_service(doc, lexicon, nations, token)
        if named is not None:
            begin, end, _ = named
            while begin and doc[begin - 1].lower_ in COURTESY and not doc[begin].is_sent_start:
                begin -= 1
            yield begin, end


def _verb(doc: Doc, who: int) -> int:
    at = who + 1
    while at < len(doc) - 1 and doc[at].lower_ in _BETWEEN:
        at += 1
    return at


def _is_led(doc: Doc, lexicon: Lexicon, nations: Nations, verb: int) -> bool:
    """Whether the verb says that somebody leads a public body, or sits in one."""
    if verb + 1 >= len(doc) or doc[verb].is_sent_start:
        return False
    word, begin = doc[verb].lower_, verb + 1
    if word in _SAT:
        return doc[begin].lower_ in ("on", "in") and is_deliberative(doc, begin + 1)
    if word not in _LED:
        return False
    if word in ("presides", "presided"):
        if doc[begin].lower_ != "over":
            return False
        begin += 1
    noun_phrase = _noun_phrase(doc, begin)
    if not noun_phrase or is_possessive(noun_phrase[-1]):
        return False
    if word in ("governs", "governed") and nations.at(noun_phrase[-1].i)[1] is not None:
        return True
    if any(t.lower_ in _OF_COMPANIES and not is_capitalised(t) for t in noun_phrase):
        return False
    head = noun_phrase[-1]
    # Whose it is stands apart: "the army's critics".
    owner = max((t.i for t in noun_phrase if is_possessive(t)), default=begin - 1)
    own = [t for t in noun_phrase if t.i > owner]
    words = {t.lower_ for t in own}
    if head.lower_ in DELIBERATIVE | OF_PLACES and is_deliberative(doc, own[0].i):
        return True
    if head.lower_ in _LED_BODIES:
        return True
    if head.lower_ in _LED_WITH_PORTFOLIO and words & _PORTFOLIOS:
        return True
    return _is_named_body(doc, lexicon, own)


def _noun_phrase(doc: Doc, begin: int) -> list[Token]:
    """The words up to the first preposition or the end of the phrase, possessives among them."""
    words = []
    for token in phrase(doc, begin):
        if token.pos_ == "ADP" or token.pos_ in ("CCONJ", "ADV"):
            break
        words.append(token)
    return words


def _is_named_body(doc: Doc, lexicon: Lexicon, words: list[Token]) -> bool:
    """Whether a phrase ends in a body's name, with a noun of bodies or listed: "the Interior
    Ministry", "the CIA station"."""
    if words and is_capitalised(words[-1]) and words[-1].lower_ in lexicon.body_kinds:
        return len(words) > 1
    return any(
        (found := lexicon.listing(doc[token.i : end])) is not None and found.label == "AGENCY"
        for token in words
        if is_capitalised(token)
        for end in range(token.i + 1, min(token.i + 7, len(doc)) + 1)
    )


def _left_as(doc: Doc, lexicon: Lexicon, verb: int) -> bool:
    """Whether "left the division as a lieutenant colonel" stands at the verb."""
    if verb >= len(doc) or doc[verb].lower_ not in _LEAVING:
        return False
    for token in doc[verb + 1 : verb + _AS_WITHIN]:
        if token.is_sent_start or token.text in (",", ";", "."):
            return False
        if token.lower_ == "as" and doc[token.i + 1 : token.i + 2].text in ("a", "an", "its"):
            begin = token.i + 2
            return any(
                _is_officers(key_of(doc[begin:end].text), lexicon)
                for end in range(begin + 1, min(begin + 4, len(doc)) + 1)
            )
    return False


def _is_officers(form: str, lexicon: Lexicon) -> bool:
    """Whether a title written out is an officer's rank."""
    return form in lexicon.title_kinds and (form.rsplit(maxsplit=1)[-1] in _RANKS or form in _ALONE)


def _subject(doc: Doc, lexicon: Lexicon, nations: Nations, verb: Token) -> Named | None:
    """ "Ada Roe headed the Interior Ministry": a full name right before the verb."""
    end = verb.i
    while end > 0 and doc[end - 1].lower_ in _BETWEEN and not doc[end].is_sent_start:
        end -= 1
    if verb.pos_ != "VERB" or verb.dep_ in ("amod", "acl") or not is_name_word(doc[end - 1]):
        return None
    begin = name_run_left(doc, end)
    full = end - begin >= 2 and doc[begin].pos_ == "PROPN"
    if not full or not is_person_name(doc, lexicon, nations, begin, end):
        return None
    if key_of(doc[begin].text) in lexicon.title_kinds or doc[end - 1].lower_ in lexicon.body_kinds:
        return None
    return begin, end, False


def _by_service(doc: Doc, lexicon: Lexicon, nations: Nations, noun: Token) -> Named | None:
    """ "Ada Roe, a career diplomat", "Bo Poe, a retired army officer", "a senior State Department
    official, Al Doe"."""
    begin = noun.i
    while begin > 0 and noun.i - begin < 6 and not doc[begin].is_sent_start:
        before = doc[begin - 1]
        if (
            before.lower_ not in BEFORE_TITLE
            and before.text != "-"
            and (before.pos_ in ("VERB", "AUX", "ADP", "SCONJ", "CCONJ") or before.is_punct)
        ):
            break
        begin -= 1
    words = {t.lower_ for t in doc[begin : noun.i]}
    public = noun.lower_ == "diplomat"
    if noun.lower_ == "officer":
        public = bool(words & _ARMED) and not words & {"chief", "press"}
    elif noun.lower_ == "official":
        public = bool(words & _OF_OFFICE)
    if not public or words & _OF_COMPANIES or any(is_possessive(t) for t in doc[begin : noun.i]):
        return None
    named = name_before(doc, lexicon, nations, as_title(begin))
    if named is not None:
        return named if named[2] else None
    return name_after(doc, lexicon, nations, noun.i + 1)
