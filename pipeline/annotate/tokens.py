"""Small questions about tokens that the spotters share."""

from __future__ import annotations

from collections.abc import Iterable

from spacy.tokens import Doc, Span, Token

_LOWER_IN_NAMES = frozenset(
    "of for on and the de del dela delos la las los da do dos das von van der den bin ibn al el "
    "y".split()
)
_NO_NAME = frozenset(
    "the a an this that these those it its he she they we i you his her their our my your in on "
    "at by for from with as if when while although though but and so yet or nor because since "
    "after before however moreover nevertheless then there here what who why how which whether "
    "no not whereas section sec resolved mr mrs ms monday tuesday wednesday thursday friday "
    "saturday sunday january february march april may june july august september october "
    "november december jan feb mar apr jun jul aug sep sept oct nov dec el los las un una lo en "
    "al según cuando como pero si no is are was were does did has have had can could should "
    "would let".split()
)


_TEXT = "stancebook_text"


def text_of(doc: Doc) -> str:
    """The text, put together from the tokens once only: that takes long."""
    found: str | None = doc.user_data.get(_TEXT)
    if found is None:
        found = doc.user_data[_TEXT] = doc.text
    return found


def is_capitalised(token: Token) -> bool:
    """Whether a token begins with a capital letter (an initial or an acronym too)."""
    return token.text[:1].isupper()


def is_name_word(token: Token) -> bool:
    """Whether a token can be part of a proper name: capitalised, and no function word or month."""
    if not is_capitalised(token):
        return False
    known = token.lower_.rstrip(".") not in _NO_NAME or token.text == "UN"
    return known or is_initial(token) or _is_first_name(token)


def _is_first_name(token: Token) -> bool:
    """ "Jan" before a surname; the month has a full stop or a number with it."""
    following = token.doc[token.i + 1 : token.i + 2]
    return token.text == "Jan" and following.text[:1].isupper()


def is_initial(token: Token) -> bool:
    """Whether a token is a name's initial: "A." (the word "a" has no full stop)."""
    return len(token.text) == 2 and token.text[1] == "." and token.text[0].isupper()


def opens_sentence(token: Token) -> bool:
    """Whether a token is the first of its sentence, quotation marks and brackets apart."""
    before = token.i - 1
    while before >= 0 and token.doc[before].is_punct and not token.doc[before + 1].is_sent_start:
        before -= 1
    return before < 0 or bool(token.doc[before + 1].is_sent_start)


def is_shouted(doc: Doc, start: int, end: int) -> bool:
    """Whether capitals say nothing here: a neighbour of the span is an ordinary word in capitals,
    and so is the span."""
    if not any(len(t.text) > 4 and t.is_upper for t in doc[start:end]):
        return False
    around = [doc[i] for i in (start - 2, start - 1, end, end + 1) if 0 <= i < len(doc)]
    return any(len(t.text) > 3 and t.is_upper and t.is_alpha for t in around)


# Months that are surnames too, and what follows a hyphen without being a name ("Trump-era").
_SURNAME_MONTHS = frozenset({"may", "march", "april", "june", "august"})
_AFTER_HYPHEN = frozenset(
    "era led style backed like type run time born held made wide based owned age aged day year "
    "elect free pro war".split()
)


def is_headline(sentence: Span) -> bool:
    """Whether nearly every word of a sentence without a full stop has a capital."""
    if sentence[-1].text in (".", "?", "!", '"'):
        return False
    words = [t for t in sentence if t.is_alpha and len(t.text) > 3]
    return len(words) > 3 and sum(map(is_capitalised, words)) >= 0.9 * len(words)


def name_run_right(
    doc: Doc, start: int, limit: int = 7, blocked: Iterable[int] = (), *, months: bool = False
) -> int:
    """The end of the run of name words that begins at token `start` (`start` where there is none).

    Particles ("de la", "bin") count where a name word follows them. With `months`, "March" and the
    like count as surnames where no day or year follows.
    """
    stop = set(blocked)
    end = i = start
    while i < len(doc) and i - start < limit and i not in stop:
        token = doc[i]
        if i > start and token.is_sent_start:
            break
        if (
            is_name_word(token)
            or (token.text in ("-", "’", "'") and i > start and not _spaced(i, doc))
            or (i > start and _ends_hyphenated(doc, i))
            or (
                months and (_is_surname_month(doc, i) or (i == start and _is_short_surname(doc, i)))
            )
        ):
            i += 1
            if doc[i - 1].text not in ("-", "’", "'"):
                end = i
        elif token.lower_ in _LOWER_IN_NAMES - {"of", "for", "on", "and", "the"} and i > start:
            i += 1
        else:
            break
    return end


def _ends_hyphenated(doc: Doc, i: int) -> bool:
    """ "wen" in "Tsai Ing-wen"."""
    token, before = doc[i], doc[max(0, i - 1)]
    return (
        i > 0
        and before.text == "-"
        and not before.whitespace_
        and token.is_alpha
        and len(token.text) < 6
        and token.lower_ not in _AFTER_HYPHEN
    )


def _is_surname_month(doc: Doc, i: int) -> bool:
    token = doc[i]
    following = doc[i + 1] if i + 1 < len(doc) else None
    return (
        is_capitalised(token)
        and token.lower_ in _SURNAME_MONTHS
        and not (following is not None and (following.like_num or following.text[:1].isdigit()))
    )


def _is_short_surname(doc: Doc, i: int) -> bool:
    """ "He" in "Vice Premier He Lifeng"."""
    following = doc[i + 1] if i + 1 < len(doc) else None
    return (
        doc[i].text in ("He", "An", "So", "No", "Do", "In", "Al", "El")
        and following is not None
        and is_name_word(following)
        and not doc[i].is_sent_start
    )


def _spaced(i: int, doc: Doc) -> bool:
    return bool(doc[i].whitespace_) or (i > 0 and bool(doc[i - 1].whitespace_))


def name_run_left(doc: Doc, end: int, limit: int = 8, blocked: Iterable[int] = ()) -> int:
    """The start of the run of name words that ends before token `end`."""
    stop = set(blocked)
    begin = i = end
    while i > 0 and end - i < limit and (i - 1) not in stop:
        token = doc[i - 1]
        if is_name_word(token) or (i == end and _ends_hyphenated(doc, i - 1)):
            i -= 1
            begin = i
        elif token.lower_ in _LOWER_IN_NAMES - {"of", "for", "on", "and", "the"} or _joins(doc, i):
            i -= 1
        else:
            break
        if doc[i].is_sent_start:
            break
    return begin


def _joins(doc: Doc, i: int) -> bool:
    """Whether a hyphen before token `i` stands within a name: "Ada Quill-Tarn"."""
    return i > 1 and doc[i - 1].text == "-" and not _spaced(i - 1, doc)


def is_possessive(token: Token) -> bool:
    """Whether a token is the possessive ending."""
    return token.lower_ in ("'s", "’s") or (token.text in ("'", "’") and token.tag_ == "POS")
