"""Where sentences begin and end.

Boundaries are found on the text, before the parser, and the parser keeps them. Found on policy
prose: the parser's own boundaries fail at abbreviations, quotations and enumerations, and glue a
heading without a full stop to the sentence after it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from pipeline.annotate.captions import end_of_dashed
from pipeline.corpus.document import Block

# Abbreviations that a capital letter or a digit usually follows inside one sentence.
_TITLES = (
    "Mr Mrs Ms Mx Messrs Mmes Dr Prof Sen Sens Rep Reps Gov Govs Gen Lt Col Maj Capt Cmdr Cdr Adm "
    "Sgt Cpl Pvt "
    "Brig Cdre Wg Sqn Ldr Flt Smt Shri Retd "
    "Amb Hon Rev Fr St Ste Rt Supt Insp Pres Sec Atty Dir Del Asst Sr Sra Srta Dra Gral Cnel "
    "Lic "
    "Ing Mons Vice-Adm Ret Abg Abog Licda Lcdo Lcda Arq Mgs Mtro Mtra Profa Msc Grl Crnl Tcnl "
    "Tcrnl Tte Tnte Cptn Sgto Almte Calm Valm Cmdte Cmdt Dip Asamb Emb Cnl"
)
_OTHER = (
    "No Nos Art Arts Vol pp p Fig Figs Ch Sec Secs Stat Res Pub para paras cf al ed eds "
    "Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec Mon Tue Tues Wed Thu Thurs Fri Sat Sun "
    "Rs vs v e.g i.e viz approx ca c Mt Ft núm art pág págs ene abr ago dic EE FF Leg párr "
    "Excmo Excma"
)
_SPEAKERS = frozenset(
    "The Mr Mrs Ms Dr General Gen Admiral Adm Colonel Col Senator Sen Representative Rep "
    "Secretary Ambassador Chairman Chairwoman Chair Mayor Governor Justice Judge Lt Captain "
    "Major".split()
)
# Of orders and courts ("Ex. Ord. 11354", "2d Cir. 1984"): in small letters they are words.
_CITED = frozenset("Ex Exec Ord Proc Cir App Pet Supp Dist Div".split())
_NEVER_FINAL = frozenset(word.lower() for word in f"{_TITLES} {_OTHER}".split())

# Words that begin a new sentence even after an abbreviation such as "U.S." or "Inc.".
_STARTERS = frozenset(
    "the a an this that these those it its he she they we i you his her their our my your in on "
    "at by for from with as if when while although though but and so yet or nor because since "
    "after before however moreover nevertheless nonetheless still then there here what who why "
    "how which whether no not nobody none some many most few several all both each every one two "
    "el la los las un una en y pero no se su sus esta este ese eso aunque cuando".split()
)

# "Fla. Gov. Jane Roe" goes on; "D-Tex. He left" does not.
_STATES = frozenset(
    "Ala Ariz Ark Calif Colo Conn Fla Ga Ill Ind Kan Ky La Md Mass Mich Minn Miss Mo Mont Neb "
    "Nev Okla Ore Pa Tenn Tex Va Vt Wash Wis Wyo".split()
)
_OFFICES = frozenset(
    "Gov Sen Rep Lt Chairman Chairwoman Chair Attorney Governor Senator Republican Democrat "
    "Republicans Democrats Mayor Secretary".split()
)
_CLOSERS = "\"'”’»)]"
_OPENERS = "\"'“‘«([¿¡—–-"
# A web page's paragraphs often come without the space between: "the raid.The army".
_GLUED = r"[.!?](?<=[a-z][a-z].)[\"”]?(?=(?:{})\s)".format(
    "|".join(sorted(word.capitalize() for word in _STARTERS if word.isascii() and len(word) > 1))
)
_CANDIDATE = re.compile(
    rf"(?:[.!?…]+)[{re.escape(_CLOSERS)}]*(?:\[\d+\]|\d{{1,2}}(?=\s))?(?=\s+)|{_GLUED}"
)
_ADDRESS, _ADDRESS_LENGTH = re.compile(r"(?:www\.|[/@])\S*$"), 100
# A bullet that a page's layout left inside a paragraph begins an item.
_BULLET = re.compile(r"(?<=\S)\s+(?=[•▪●◦]\s)")
# A transcript's turn: the speaker's name in capitals goes with what is said.
_TURN = re.compile(
    r"(?:(?:The\s)?[A-Z][\w’'.-]*\s){0,3}[A-ZÁÉÍÓÚÑÏ][A-ZÁÉÍÓÚÑÏ’'-]{2,}"
    r"(?:\s[A-ZÁÉÍÓÚÑÏ’'-]{2,}){0,2}(?:\spro tempore|\sof\s[A-Z][a-z]+)?\.\Z"
)
# "GUAYAQUIL. — El domingo": the place goes with the report's first sentence.
_DATELINE = re.compile(r"[A-ZÁÉÍÓÚÑ][A-ZÁÉÍÓÚÑ’'\s-]{2,30}(?:,\s[\w.\s]{2,25})?\.\Z")
_INITIALISM = re.compile(r"(?:(?<![’'])\b[^\W\d_]\.)+$")
# "(a) The Secretary shall" after a caption; not "Sec. (a)".
_ENUMERATION = re.compile(r"\((?:\d{1,2}|[a-z]|[ivx]{1,4})\)\s+[A-Z]")
_INITIAL = re.compile(r"[A-Z]\.(?:\s|[A-Z]\.)")
_SECTION_SIGN = re.compile(r"\b(?:secs?|sections?|arts?|para|no|cl|subsec)\.$", re.IGNORECASE)
_LAST_WORD = re.compile(r"[\w.\-’']+$")
# "and so do I." against "World War I."
_PRONOUN = re.compile(r"(?:^|\s)[a-z,]+\sI\.$")
_RETIRED = re.compile(r"\((?:[Rr]etd?|[Rr]es)\.\)$")
# "420 U. S. 738", "the D. C. Circuit"
_SPACED_INITIALS, _INITIALS_LENGTH = re.compile(r"(?:\b[A-Z]\.\s)+[A-Z]\.$"), 20
_NUMBERING = re.compile(
    r"^\W*(?:(?:SEC|SECTION|ARTICLE|ART[IÍ]CULO|CHAPTER|TITLE|PART|ART|CAP|OPTION|ALTERNATIVE|OPCIÓN)"
    r"\.?\s+)?"
    r"(?:\d{1,3}|[IVXLC]{1,6}|[A-Za-z]|PRIMER[OA]|SEGUND[OA]|TERCER[OA]|CUART[OA]|QUINT[OA]|SEXT[OA]|"
    r"SÉPTIM[OA]|OCTAV[OA]|NOVEN[OA]|DÉCIM[OA])(?:\.\d+)*\.$",
    re.IGNORECASE,
)


def split_sentences(text: str, blocks: Iterable[Block]) -> Iterator[tuple[int, int]]:
    """Yield `(start, end)` of every sentence, in order.

    A heading or byline block is one unit; prose and list items are split at final punctuation.
    White space around a unit is left out, so that units never overlap and hold all other text.
    """
    for block in blocks:
        written = text[block.start : block.end]
        if block.kind == "byline" or (block.kind == "heading" and not _is_standfirst(written)):
            yield from _trimmed(text, block.start, block.end)
            continue
        begin = block.start
        for bullet in _BULLET.finditer(text, block.start, block.end):
            yield from _split_prose(text, begin, bullet.start())
            begin = bullet.end()
        yield from _split_prose(text, begin, block.end)


def _is_standfirst(written: str) -> bool:
    """Whether a heading is prose set in a heading's place: it ends with a full stop."""
    return written.rstrip().endswith(".") and len(written.split()) > 8 and not written.isupper()


def _split_prose(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    begin = start
    for match in _CANDIDATE.finditer(text, start, end):
        if _ends_sentence(text, begin, match, end):
            yield from _captioned(text, begin, match.end())
            begin = match.end()
    yield from _captioned(text, begin, end)


def _captioned(text: str, begin: int, end: int) -> Iterator[tuple[int, int]]:
    """A sentence, and before it the captions that run on into it: "(a) Authorization.—(1) In
    general.—The President ...".
    """
    while (stop := end_of_dashed(text, begin, end)) > begin:
        yield from _trimmed(text, begin, stop)
        begin = stop
    yield from _trimmed(text, begin, end)


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield start, end


def _ends_sentence(text: str, begin: int, match: re.Match[str], end: int) -> bool:
    following = text[match.end() : min(end, match.end() + 80)].lstrip()
    if not following:
        return False
    opened = following.lstrip(_OPENERS)
    lead = opened[:1]
    punctuation = match.group()
    if _ENUMERATION.match(following) and "." in match.group():
        return not _SECTION_SIGN.search(text[begin : match.start() + 1])
    if not lead or lead.islower() or lead in ",;:).":
        return False
    if match.end() < len(text) and not text[match.end()].isspace():
        return not _ADDRESS.search(text, max(begin, match.start() - _ADDRESS_LENGTH), match.start())
    if punctuation[0] in "!?":
        return True
    if punctuation.startswith(("..", "…")):
        return lead.isupper()
    before = text[begin : match.start() + 1]
    if _RETIRED.search(before + punctuation[1:]) or _NUMBERING.match(before) or _is_turn(before):
        return False
    if _DATELINE.match(before) and following[0] in "—–-":
        return False
    if len(punctuation) > 1 and punctuation[1] in _CLOSERS:
        return True
    return not _continues_after_abbreviation(before, opened)


def _is_turn(before: str) -> bool:
    return bool(_TURN.match(before)) and before.split(maxsplit=1)[0].rstrip(".") in _SPEAKERS


def _continues_after_abbreviation(before: str, following: str) -> bool:
    """Whether the full stop that ends `before` belongs to an abbreviation inside a sentence."""
    word_match = _LAST_WORD.search(before)
    word = word_match.group().rstrip(".") if word_match else ""
    if word.endswith(".Res"):
        return True  # "H.J.Res. 54"
    next_word = re.split(r"[\s,.;:’']", following, maxsplit=1)[0]
    if _SPACED_INITIALS.search(before[-_INITIALS_LENGTH:]):
        return next_word.lower() not in _STARTERS
    if word in _CITED:
        return following[0].isdigit() or next_word.rstrip(".") in _CITED | {"Order", "No"}
    if word.lower() in ("ago", "dic", "abr") and not re.search(r"\d\s(?:de\s)?\w+\.$", before):
        return False  # "years ago." is no August
    if word == "As" and re.search(r"\b(?:el|la|al|del)\sAs\.$|(?:^|[,:;(]\s)As\.$", before, re.I):
        return True  # "la As. Ana Mora": asambleísta
    if word.lower() in _NEVER_FINAL:
        # "No." and "Sat." also end sentences; a number or a capital after them continues.
        return word.lower() not in {"no", "sun", "mar", "al", "art", "c"} or following[0].isdigit()
    if _INITIALISM.search(before):
        if len(word) == 1 and _INITIAL.match(following):
            return True  # "I. K. Roe"
        if word == "I" and _PRONOUN.search(before):
            return False
        if len(word) == 1:  # a single initial: "John F. Kennedy"; "World War I." is rarer
            return next_word.lower() not in _STARTERS or word not in {"I", "V", "X"}
        return next_word.lower() not in _STARTERS
    if word.title() in _STATES and (word.istitle() or len(word) > 2):
        return next_word.title() in _OFFICES or following[0].isdigit()
    return word in {"Inc", "Corp", "Ltd", "Co", "Jr", "Bros"} and (
        next_word.lower() not in _STARTERS
    )
