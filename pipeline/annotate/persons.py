"""Names of persons beside a title, and names that the gazetteer knows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spacy.tokens import Doc, Span

from pipeline.annotate.lexicon import Lexicon, key_of
from pipeline.annotate.names import HEADLINE_VERBS
from pipeline.annotate.nations import Nations
from pipeline.annotate.spotted import Spotted
from pipeline.annotate.titles import Title
from pipeline.annotate.titlewords import BEFORE_TITLE, SURNAMES_TOO
from pipeline.annotate.tokens import (
    is_name_word,
    is_possessive,
    is_shouted,
    name_run_left,
    name_run_right,
    opens_sentence,
)

COURTESY = frozenset(
    [
        "mr",
        "mr.",
        "ms",
        "ms.",
        "mrs",
        "mrs.",
        "dr",
        "dr.",
        "sr.",
        "sra.",
        "don",
        "doña",
        "sir",
        "lord",
        "lady",
        "dame",
        "baroness",
        "viscount",
    ]
)
NO_REFERENCE = frozenset(
    "a an any every no each some another next future which what whichever either neither un una "
    "cualquier ningún cada".split()
)
# What follows "General" in headings and in names of bodies.
_NO_SURNAMES = frozenset(
    "provisions assembly counsel accounting election elections staff conference order strike "
    "public secretary fund services welfare agreement headquarters motors electric dynamics "
    "command court office committee department house senate council party parties relations "
    "affairs information operations brigade division battalion".split()
)
# "Chief Executive Jane Roe" leads a company.
_OF_BUSINESS = frozenset(
    "executive financial operating technology marketing investment economist strategist "
    "correspondent".split()
)
# Campaigns, behind their commanders' titles: "Chief of Staff, Operation Tarn".
_UNDERTAKINGS = frozenset({"operation", "exercise", "joint", "task"})
# Places that look like persons beside a title: "at Villa Tarnia, the President".
_PLACES = frozenset("villa camp fort radio lake mount port palacio casa".split())
# Who is mentioned along with somebody is another: "Ada Roe, along with the chief of staff".
_ALONG = frozenset("with alongside under against by between".split())
_NO_FIRST_NAMES = _OF_BUSINESS | _UNDERTAKINGS | _PLACES
_COPULA = frozenset({"is", "was", "became", "becomes", "remains", "be", "been", "es", "fue", "era"})
_INTO_OFFICE = frozenset(
    [
        "as",
        "elected",
        "appointed",
        "named",
        "nominated",
        "confirmed",
        "serving",
        "served",
        "sworn",
        "installed",
        "inaugurated",
        "reelected",
        "re-elected",
    ]
)
_BETWEEN = frozenset(
    ["who", ",", "later", "then", "once", "had", "has", "first", "also", "until", "in", "now"]
)
_SUCCESSION = frozenset(["succeeded", "replaced", "succeeds", "replaces", "followed"])
_DASHES = frozenset({",", "—", "–", "--", "("})
# Ships, places and rules are named after officials.
_NAMESAKES_BEFORE = frozenset(
    "carrier uss destroyer frigate cruiser submarine ship warship vessel airport".split()
)
_NAMESAKES_AFTER = frozenset(
    "library center centre airport institute foundation school building avenue street boulevard "
    "doctrine corollary plan act memorial museum university college square tower hotel bridge "
    "strike class city".split()
)

# What shows that no name in apposition follows any more.
_ENDING = frozenset({"VERB", "AUX", "CCONJ", "SCONJ", "PUNCT", "PRON"})

Named = tuple[int, int, bool]


def is_person_name(doc: Doc, lexicon: Lexicon, nations: Nations, begin: int, end: int) -> bool:
    """Whether the capitalised words `begin:end` can be a person's name."""
    if nations.at(begin)[0] >= end or is_shouted(doc, begin, end):
        return False
    words = [t for t in doc[begin:end] if t.is_alpha or any(c in t.text for c in ".-'")]
    if not words or (len(words) == 1 and len(words[0].text.rstrip(".")) < 2):
        return False
    turn = doc[begin].is_upper and doc[end : end + 1].text == ":"  # "SEN. QUILLS: ..."
    if len(words) == 1 and words[0].tag_ in ("NNS", "NNPS") and not turn:
        return False  # "General Provisions"
    if words[-1].lower_ in _NO_SURNAMES or words[0].lower_ in _NO_FIRST_NAMES:
        return False
    if len(words) == 1 and words[0].lower_ in lexicon.body_kinds:
        return False  # "the Ministry"
    listing = lexicon.listing(doc[begin:end])
    key = key_of(doc[begin:end].text)
    if key in lexicon.title_kinds and key not in SURNAMES_TOO:
        return False
    return listing is None or listing.label == "OFFICIAL"


def is_titled(doc: Doc, lexicon: Lexicon, begin: int, end: int) -> bool:
    """Whether a name stands behind a title of its own, or is a known official's."""
    if lexicon.listing(doc[begin:end]) is not None:
        return True
    return any(
        0 <= start < begin and key_of(doc[start:begin].text) in lexicon.title_kinds
        for start in range(begin - 1, begin - 4, -1)
    ) or (begin < end and key_of(doc[begin].text) in lexicon.title_kinds)


def name_before(doc: Doc, lexicon: Lexicon, nations: Nations, title: Title) -> Named | None:
    """ "Tom Homan, Trump's border czar": `(start, end, True)` of the name; the third is False
    where a verb joins them ("Alden became prime minister")."""
    i = title.start
    steps = 0
    apart = False  # by a preposition: "appointed under a general" makes nobody a general
    while i > 0 and steps < 7 and not doc[i].is_sent_start:
        token = doc[i - 1]
        if token.text in _DASHES:
            return _person_ending(doc, lexicon, nations, i - 1, beside=True)
        if token.lower_ in _COPULA | _INTO_OFFICE:
            if apart:
                return None
            definite = doc[i].lower_ == "the" and token.lower_ in ("is", "was")
            return _subject_of_office(doc, lexicon, nations, i - 1, beside=definite)
        hyphen = token.text == "-" and not token.whitespace_
        if token.dep_ == "amod" and token.lower_ in BEFORE_TITLE:  # "a retired police chief"
            i, steps = i - 1, steps + 1
            continue
        if token.pos_ in ("VERB", "SCONJ", "AUX") or (token.is_punct and not hyphen):
            return None
        if token.pos_ == "CCONJ" and (token.lower_ != "and" or doc[i - 2].text == ","):
            return None  # "a peer and former envoy", but another person behind ", and"
        if token.lower_ in NO_REFERENCE - {"a", "an", "un", "una"} or token.lower_ in _ALONG:
            return None
        apart = apart or (token.pos_ == "ADP" and token.lower_ not in ("of", "as"))
        i -= 1
        steps += 1
    return None


def _person_ending(
    doc: Doc, lexicon: Lexicon, nations: Nations, end: int, *, beside: bool
) -> Named | None:
    if end > 0 and doc[end - 1].lower_ in (")",):
        opening = next((k for k in range(end - 1, max(0, end - 6), -1) if doc[k].text == "("), None)
        end = opening if opening is not None else end
    begin = _before_of(doc, name_run_left(doc, end))
    begin = max(begin, _after_country(nations, begin, end))
    begin = _after_opening(doc, lexicon, begin, end)
    first = begin
    while begin < end and doc[begin].lower_ in COURTESY:
        begin += 1
    begin = after_titles(doc, lexicon, begin, end)
    titled = begin > first
    if begin > 1 and doc[begin - 1].lower_ == "of" and doc[begin - 2].lower_ in lexicon.title_kinds:
        return None  # "Director of National Intelligence, the ..."
    if end - begin < 1 or not is_person_name(doc, lexicon, nations, begin, end):
        return None
    known = lexicon.listing(doc[begin:end])
    if end - begin == 1 and known is None and not titled:
        return None
    if sum(t.text != "-" for t in doc[begin:end]) > 5 or doc[begin].lower_ in lexicon.title_kinds:
        return None
    return begin, end, beside


def _before_of(doc: Doc, begin: int) -> int:
    """The start of "Baroness Quill of Tarn", whose place begins at token `begin`; else `begin`."""
    if begin < 2 or doc[begin - 1].text != "of":
        return begin
    start = name_run_left(doc, begin - 1)
    return start if start < begin - 1 and doc[start].lower_ in COURTESY else begin


def _after_opening(doc: Doc, lexicon: Lexicon, begin: int, end: int) -> int:
    """Behind a sentence's first word where that is a verb, or a listed name stands behind it:
    "Back Jane Roe"."""
    if begin + 1 >= end or lexicon.listing(doc[begin:end]) is not None:
        return begin
    first = doc[begin]
    opens = opens_sentence(first) or (begin > 0 and doc[begin - 1].text.endswith((".", ":")))
    verb = first.tag_ in ("VB", "VBP") and end - begin > 2
    listed = lexicon.listing(doc[begin + 1 : end]) is not None
    return begin + 1 if opens and (verb or listed) else begin


def _after_country(nations: Nations, begin: int, end: int) -> int:
    stop, country = nations.at(begin)
    return stop if country is not None and stop < end else begin


def _subject_of_office(
    doc: Doc, lexicon: Lexicon, nations: Nations, verb: int, *, beside: bool
) -> Named | None:
    """ "Jane Roe, who was defense minister", "Roe served as ...": the name left of the verb."""
    i = _before_succession(doc, verb)
    for _ in range(6):
        if i <= 0 or doc[i].is_sent_start:
            return None
        token = doc[i - 1]
        if is_name_word(token) and token.pos_ == "PROPN":
            return _person_ending(doc, lexicon, nations, i, beside=beside)
        if token.lower_ not in _COPULA | _INTO_OFFICE | _BETWEEN:
            return None
        i -= 1
    return None


def _before_succession(doc: Doc, verb: int) -> int:
    """The verb of "who succeeded Mr. Roe as" for its "as"; else `verb` itself."""
    if doc[verb].lower_ != "as":
        return verb
    begin = name_run_left(doc, verb)
    while 0 < begin < verb and doc[begin - 1].lower_ in COURTESY | {"the"}:
        begin -= 1
    before = doc[begin - 1].lower_ if begin else ""
    return begin - 1 if before in _SUCCESSION else verb


def name_after(doc: Doc, lexicon: Lexicon, nations: Nations, with_place: int) -> Named | None:
    """ "The defense minister, Jane Roe, said", "The Secretary of State (Mr. John Roe)": the title
    first, then the name."""
    i = with_place
    steps = 0
    while i < len(doc) and steps < 12 and not doc[i].is_sent_start:
        token = doc[i]
        if token.text == "(" and doc[i + 2 : i + 3].text == ")" and doc[i + 1].is_upper:
            i += 3  # "Chief of Army Staff (COAS), Jane Roe"
            continue
        if token.text == "," and doc[i + 1 : i + 2].text.lower() in _UNDERTAKINGS:
            i = name_run_right(doc, i + 1)  # "Commander, Operation Tarn, Jane Roe"
            continue
        if token.text in (",", "—", "–", "--", "("):
            begin = i + 1
            while begin < len(doc) and doc[begin].lower_ in COURTESY:
                begin += 1
            courteous = begin > i + 1
            begin = after_titles(doc, lexicon, begin, len(doc))
            end = name_run_right(doc, begin)
            singular = end > begin and is_person_name(doc, lexicon, nations, begin, end)
            known = singular and lexicon.listing(doc[begin:end]) is not None
            closed = end < len(doc) and (
                doc[end].is_punct or doc[end].pos_ in ("VERB", "AUX", "ADP", "CCONJ", "SCONJ")
            )
            if singular and closed and (end - begin >= 2 or known or courteous):
                return begin, end, True
            return None
        of_nation = doc[with_place].text == "of" and nations.before(i + 1)[1] is not None
        if is_possessive(token) and not of_nation:
            return None  # "the president's envoy, Jane Roe"; but "head of Peru's army, Jane Roe"
        possessive = token.tag_ == "PRP$"  # "the head of their commission, Jane Roe"
        named = doc[with_place].text == "of" and is_name_word(token)  # "of the Armed Forces"
        if token.pos_ in _ENDING and not (possessive or named):
            return None
        i += 1
        steps += 1
    return None


def after_titles(doc: Doc, lexicon: Lexicon, begin: int, limit: int) -> int:
    """Behind "retired Gen." and the like, which a name may bear beside its office."""
    if begin < limit and doc[begin].lower_ in ("retired", "former", "then"):
        return after_titles(doc, lexicon, begin + 1, limit)
    for end in range(min(begin + 4, limit), begin, -1):
        if key_of(doc[begin:end].text) in lexicon.title_kinds:
            return end
    return begin


def known_officials(doc: Doc, lexicon: Lexicon, names: Sequence[Span]) -> Iterator[Spotted]:
    """Names that the gazetteer lists."""
    for span in names:
        listing = lexicon.listing(span)
        if listing is None or listing.label != "OFFICIAL" or _is_namesake(doc, span):
            continue
        yield Spotted(
            span.start_char, span.end_char, "OFFICIAL", "name", listing.name,
            wikidata=listing.wikidata, listed=True, country=listing.country,
        )  # fmt: skip


def _is_namesake(doc: Doc, span: Span) -> bool:
    """Whether a listed name is part of another's ("Melania Trump", "Trump Tower") or names a ship
    or a place."""
    before = doc[span.start - 1] if span.start and not doc[span.start].is_sent_start else None
    after = doc[span.end] if span.end < len(doc) and not doc[span.end].is_sent_start else None
    if before is not None and before.lower_ in _NAMESAKES_BEFORE:
        return True
    if after is not None and (
        (after.lower_ in _NAMESAKES_AFTER and after.text[0].isupper())
        or after.lower_ in ("trail", "stadium", "airport")
    ):
        return True
    if len(span) > 1:
        return False
    if before is not None and before.lower_ in HEADLINE_VERBS:
        before = None
    if after is not None and after.lower_ in HEADLINE_VERBS:
        after = None
    if (
        before is not None
        and is_name_word(before)
        and before.pos_ == "PROPN"
        and not opens_sentence(before)
    ):
        return True
    return (
        after is not None
        and is_name_word(after)
        and after.pos_ == "PROPN"
        and after.ent_type_ == ""
    )
