"""Titles of public office in a text: the listed form, its modifiers, its portfolio."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc, Span, Token

from pipeline.annotate.lexicon import Lexicon, key_of, matches
from pipeline.annotate.nations import Nations
from pipeline.annotate.titlewords import (
    ACCREDITED,
    AFTER_PORTFOLIO,
    BEFORE_TITLE,
    HEADED,
    LED,
    MATTERS,
    NOT_PUBLIC,
    OPENERS,
    PARTISAN,
    PORTFOLIO,
    PORTFOLIO_LINKS,
    STAY_WHOLE,
    SURNAMES_TOO,
    WITH_PORTFOLIO,
)
from pipeline.annotate.tokens import (
    is_capitalised,
    is_headline,
    is_name_word,
    is_possessive,
    is_shouted,
    name_run_right,
    opens_sentence,
)


@dataclass(frozen=True, slots=True)
class Title:
    """A title's tokens `start:end`; `core` is where its listed form begins, with modifiers left of
    it. `apart` is the end that it has without a name behind it: a body named in it ("commander of
    the Northern Command") is then a mention of its own."""

    start: int
    end: int
    core: int
    kind: str
    form: str
    apart: int


def find_titles(
    doc: Doc, lexicon: Lexicon, nations: Nations, names: Sequence[Span]
) -> Iterator[Title]:
    """Every title of public office, in order. `names` are all matches of the names gazetteers."""
    bodies: dict[int, int] = {}
    inside: set[int] = set()
    ends_of_bodies: dict[int, int] = {}
    for span in names:
        listing = lexicon.listing(span)
        if listing is None or listing.label == "OFFICIAL":
            continue
        inside.update(range(span.start, span.end))
        if listing.label == "AGENCY":
            bodies[span.end] = span.start
            ends_of_bodies[span.start] = span.end
    for span in matches(lexicon.titles, doc):
        form = key_of(span.text)
        shouted = is_shouted(doc, span.start, span.end) and not _opens_turn(doc, span)
        surname = form in SURNAMES_TOO and _is_titled(doc, lexicon, span.start)
        if shouted or surname or not _is_written_as_title(span, form, lexicon):
            continue
        if all(i in inside for i in range(span.start, span.end)):
            continue
        start = _left(doc, nations, span, bodies)
        if _is_hour(span) or any(t.lower_ in PARTISAN for t in doc[start : span.start]):
            continue  # "Liberation Front Chairman Bo Roe"
        if start and doc[start - 1].lower_ in NOT_PUBLIC and not doc[start].is_sent_start:
            continue
        if start == span.start and _is_dashed(doc, start):
            continue
        if _is_of_private(doc, span.end):
            continue
        led = doc[span.end : span.end + 5]
        public = led.text.startswith("of ") and any(t.lower_ in LED for t in led)
        if form == "leader" and nations.before(span.start)[1] is None and not public:
            continue  # "the Venezuelan leader", not the gang's
        end = _right(doc, lexicon, span)
        if lexicon.title_kinds[form] == "rank" and _has_full_stop(doc, end):
            end += 1  # "SEN. ROE:", which the tokenizer cuts
        end = _accredited(doc, nations, end, ends_of_bodies)
        with_body = _with_body(doc, nations, end, ends_of_bodies)
        yield Title(
            start,
            with_body,
            span.start,
            lexicon.title_kinds[form],
            form,
            _apart(doc, lexicon, span, end, ends_of_bodies),
        )


def _is_hour(span: Span) -> bool:
    """ "pm", and the "PM" of "5 PM"."""
    before = span.doc[span.start - 1] if span.start else None
    return span.text.lower() == "pm" and (
        span.text != "PM" or (before is not None and before.like_num)
    )


def _is_titled(doc: Doc, lexicon: Lexicon, start: int) -> bool:
    """Whether another title with a capital stands right before: "Senator King"."""
    before = doc[start - 1] if start and not doc[start].is_sent_start else None
    return before is not None and is_capitalised(before) and before.lower_ in lexicon.title_kinds


def _is_of_private(doc: Doc, end: int) -> bool:
    """ "commander of the rebel army": no public office."""
    if end + 1 >= len(doc) or doc[end].text != "of":
        return False
    return any(t.text in NOT_PUBLIC and t.pos_ in ("NOUN", "ADJ") for t in doc[end + 1 : end + 4])


def _has_full_stop(doc: Doc, end: int) -> bool:
    return (
        end + 1 < len(doc)
        and doc[end].text == "."
        and not doc[end - 1].whitespace_
        and is_name_word(doc[end + 1])
        and not doc[end + 1].is_sent_start
    )


def _opens_turn(doc: Doc, span: Span) -> bool:
    """Whether a turn begins in capitals: "SEN. CARL ROE, D-MICH.:"."""
    return bool(doc[span.start].is_sent_start) and any(
        t.text == ":" for t in doc[span.end : span.end + 10]
    )


def _is_written_as_title(span: Span, form: str, lexicon: Lexicon) -> bool:
    """Whether an abbreviation has its capitals ("Gen.", "Lt Gen")."""
    short = form.endswith(".") and " " not in form
    return not (short or lexicon.title_kinds[form] == "rank") or all(
        t.text[0].isupper() for t in span if t.is_alpha
    )


def _is_dashed(doc: Doc, start: int) -> bool:
    """ "Taliban-minister", "anti-president"; but "then-president"."""
    dashed = start > 1 and doc[start - 1].text == "-" and not doc[start - 1].whitespace_
    return dashed and doc[start - 2].lower_ not in ("then", "now")


def _left(doc: Doc, nations: Nations, span: Span, bodies: dict[int, int]) -> int:
    """The start of a title with its modifiers: "former Mexican", "foreign affairs"."""
    start = _rank_in_capitals(doc, span.start)
    portfolio = span[-1].lower_ in AFTER_PORTFOLIO
    while start > 0 and not doc[start].is_sent_start:
        begin, country = nations.before(start)
        if country is not None and begin < start and not is_possessive(doc[start - 1]):
            start = begin
            continue
        if start in bodies:
            start = bodies[start]
            continue
        token = doc[start - 1]
        if _is_opposed(doc, start):
            start -= 3
            continue
        if portfolio and start < span.start and _joins_portfolios(doc, start):
            start -= 2
            continue
        if (
            (token.lower_ in BEFORE_TITLE and not _is_verb(token))
            or _is_prefix(doc, start)
            or (portfolio and token.text in HEADED)
            or (portfolio and token.lower_ in PORTFOLIO and not _is_capital_opening(doc, start - 1))
            or (is_capitalised(doc[start]) and is_name_word(token) and _is_modifier(doc, start - 1))
        ):
            start -= 1
        else:
            break
    while start < span.start and (doc[start].text == "-" or doc[start].lower_ in ("affairs", "of")):
        start += 1
    return start


# What stands before a rank, and the tokenizer cuts where it is in capitals.
_BEFORE_RANK = frozenset({"MAJ", "LT", "BRIG", "VICE", "REAR", "AIR"})


def _rank_in_capitals(doc: Doc, start: int) -> int:
    """The start of "MAJ. GEN." for that of its "GEN."."""
    if start > 1 and doc[start - 1].text == "." and doc[start - 2].text in _BEFORE_RANK:
        return start - 2
    return start - 1 if start and doc[start - 1].text.rstrip(".") in _BEFORE_RANK else start


def _is_opposed(doc: Doc, start: int) -> bool:
    """ "anti-mafia" or "counter-terrorism" before a title."""
    return (
        start > 2
        and doc[start - 2].text == "-"
        and doc[start - 3].lower_ in ("anti", "counter")
        and not doc[start - 2].is_sent_start
        and not doc[start - 1].is_sent_start
    )


def _joins_portfolios(doc: Doc, start: int) -> bool:
    """ "Defence and" before "Veterans Minister"."""
    joined = start > 1 and doc[start - 1].lower_ in ("and", "&") and doc[start].lower_ in PORTFOLIO
    return joined and is_capitalised(doc[start]) and doc[start - 2].lower_ in PORTFOLIO


def _is_verb(token: Token) -> bool:
    """ "soldiers deposed President Roe" against "the deposed President"."""
    return token.lower_ in ("ousted", "deposed", "retired") and token.dep_ not in (
        "amod",
        "compound",
    )


def _is_prefix(doc: Doc, start: int) -> bool:
    """ "ex-", "vice-" before a title."""
    return doc[start - 1].text == "-" and start > 1 and doc[start - 2].lower_ in ("ex", "vice")


def _is_capital_opening(doc: Doc, i: int) -> bool:
    return opens_sentence(doc[i]) and doc[i].lower_ not in OPENERS


def _is_modifier(doc: Doc, i: int) -> bool:
    """Whether a capitalised word before a capitalised title belongs to it ("Army Chief Nguyen");
    the first word of a sentence and a person's name do not."""
    token = doc[i]
    if opens_sentence(token) or is_headline(token.sent):
        return token.lower_ in OPENERS
    return token.pos_ in ("PROPN", "NOUN", "ADJ")


def _right(doc: Doc, lexicon: Lexicon, span: Span) -> int:
    """The end of a title with its portfolio: "Secretary of State for Defence", "Minister of
    Women's Affairs"."""
    end = span.end
    under = key_of(span.text) in ("under-secretary-general", "assistant secretary-general")
    if span[-1].lower_ not in WITH_PORTFOLIO and not under:
        while (
            end + 1 < len(doc)
            and doc[end].lower_ == "and"
            and doc[end + 1].lower_ in PORTFOLIO
            and any(t.lower_ in ("of", "for") for t in span)
        ):
            end += 2  # "minister of defense and security"
            while end < len(doc) and doc[end].lower_ in PORTFOLIO and not doc[end].is_sent_start:
                end += 1  # "... and public security"
        return end
    while end + 1 < len(doc) and doc[end].lower_ in ("of", "for", "to"):
        i = stop = end + 1
        while i < len(doc) and not doc[i].is_sent_start:
            word = doc[i]
            if word.lower_ in PORTFOLIO or (is_possessive(word) and stop == i):
                stop = i + 1
            elif word.lower_ not in PORTFOLIO_LINKS and not (is_name_word(word) and i - stop < 2):
                break
            i += 1
        noun = doc[stop : stop + 1]  # "spokeswoman of the Interior Ministry"
        named = noun.text[:1].isupper() and noun.text.lower() in lexicon.body_kinds
        if stop == end + 1 or named or _is_body(lexicon, doc[end + 1 : stop]):
            break
        end = stop
    return end


def _accredited(doc: Doc, nations: Nations, end: int, bodies: dict[int, int]) -> int:
    """The end of "envoy for Yemen" or "envoy for the Great Lakes", and of "ambassador to NATO"
    right before a name; else `end`."""
    if doc[end - 1].lower_ not in ACCREDITED or end + 1 >= len(doc):
        return end
    if doc[end].lower_ not in ("to", "for", "in"):
        return end
    begin = end + 2 if doc[end + 1].lower_ == "the" else end + 1
    stop = bodies.get(begin) or nations.at(begin)[0]
    named = begin < stop < len(doc) and is_name_word(doc[stop]) and not doc[stop].is_sent_start
    if named or begin in bodies or doc[end].lower_ == "in":
        return stop if named else end
    region = name_run_right(doc, begin) if begin < len(doc) else begin
    region = next((i + 1 for i in range(begin, region) if doc[i].lower_ in MATTERS), region)
    return max(stop, region) if region > begin or stop > begin else end


def _with_body(doc: Doc, nations: Nations, end: int, bodies: dict[int, int]) -> int:
    """The end of "director of the CIA" right before a name, as in "... Ada Roe"; else `end`."""
    if doc[end : end + 1].text != "of":
        return end
    begin = end + 2 if doc[end + 1 : end + 2].text == "the" else end + 1
    stop = bodies.get(begin, len(doc))
    named = stop + 1 < len(doc) and is_name_word(doc[stop]) and is_name_word(doc[stop + 1])
    parted = named and (doc[stop].is_sent_start or nations.at(stop)[1] is not None)
    return stop if named and not parted else end


def _is_body(lexicon: Lexicon, span: Span) -> bool:
    found = lexicon.listing(span)
    return found is not None and found.label == "AGENCY"


def _is_chief_of_staff(span: Span) -> bool:
    """ "Chief of Defence Staff", whose article would show a body: "Chief of the Defence Staff"."""
    words = [t.lower_ for t in span]
    return words[0] == "chief" and words[-1] == "staff" and "the" not in words


def _apart(doc: Doc, lexicon: Lexicon, span: Span, end: int, bodies: dict[int, int]) -> int:
    """The end of a title that stands alone, before "of the BODY". `bodies` are the listed ones, by
    where they begin."""
    if span[0].lower_ in STAY_WHOLE or _is_chief_of_staff(span):
        return end
    for i in range(span.start + 1, span.end - 1):
        if doc[i].lower_ in ("of", "to"):
            body = i + 2 if doc[i + 1].lower_ == "the" else i + 1
            named = any(is_capitalised(t) and t.lower_ in lexicon.body_kinds for t in doc[body:end])
            if bodies.get(body, 0) >= span.end or (named and body == i + 2):
                return i
    return end
