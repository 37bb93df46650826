"""Names of persons and titles of offices compared: which can mean the same."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from unicodedata import combining, normalize

_PARTICLES = frozenset(
    "de la del las los da do dos van von der al el bin jr jr. sr. ii iii".split()
)
_MIN_SURNAME = 3


# Family names that stand first. Source: census lists of the commonest surnames of China, Korea and
# Vietnam; English words among them are left out.
_FIRST = frozenset(
    "wang zhang liu chen yang huang zhao wu zhou xu zhu ma hu guo lin luo zheng liang xie tang xu "
    "deng feng peng zeng xiao tian dong pan yuan cai jiang yu ye cheng wei su lu ding shen ren yao "
    "fan fang shi cui tan liao jia xia fu bai zou meng xiong qin qiu yan xue hou lei duan hao kong "
    "shao mao wan gu lai kang qian hua bo geng qi wen li hong kim park choi jung kang cho yoon "
    "jang lim han oh seo shin kwon hwang ahn ryu jeon moon yang bae baek heo nam roh ban nguyen "
    "nguyễn tran trần phạm pham hoàng hoang phan vũ võ đặng dang bùi bui đỗ hồ ngô ngo dương lý "
    "trương lương văn lê".split()
)


def clean(name: str) -> str:
    return " ".join(name.replace("’", "'").split())


@lru_cache(maxsize=4096)
def _words(name: str) -> tuple[str, ...]:
    """The words of a name that tell it apart: without accents, which papers leave out."""
    plain = "".join(c for c in normalize("NFD", name.lower()) if not combining(c))
    return tuple(w for w in plain.split() if w not in ("jr", "jr.", "sr.", "ii", "iii"))


def same_person(known: str, name: str) -> bool:
    """Whether a name fits a known one: the same words, a surname of it ("Peña Nieto", "López" after
    "Andrés Manuel López Obrador"), or the full form of a known surname."""
    a, b = _words(known), _words(name)
    if a == b:
        return True
    long, short = (a, b) if len(a) >= len(b) else (b, a)
    if len(short) == 1 and long[-1] in (f"al-{short[0]}", f"el-{short[0]}"):
        return True
    if len(short) == len(long) or not short:
        return _first_and_last(a, b)
    if len(short) == 1 and short[0] == long[0] and short[0] in _FIRST:
        return True
    tail = long[1:]
    for i in range(len(tail)):
        if tail[i : i + len(short)] == short:
            return True
    return len(short) >= 2 and _first_and_last(long, short)


def _first_and_last(a: Sequence[str], b: Sequence[str]) -> bool:
    """ "Joseph R. Biden" and "Joseph Biden"; "J. Biden" and "Joseph Biden"."""
    if len(a) < 2 or len(b) < 2:
        return False
    middle_a, middle_b = a[1:-1], b[1:-1]
    if middle_a and middle_b and middle_a[0][0] != middle_b[0][0]:
        return False  # "George H. W. Bush" and "George W. Bush"
    return a[-1] == b[-1] and same_first_name(a[0], b[0])


# Short forms that do not begin as the name they stand for. Source: common English hypocorisms.
_NICKNAMES = {
    "bill": "william", "bob": "robert", "rob": "robert", "dick": "richard", "rick": "richard",
    "jim": "james", "jimmy": "james", "jack": "john", "mike": "michael", "ted": "edward",
    "tony": "anthony", "steve": "stephen", "steven": "stephen", "chuck": "charles",
    "hank": "henry", "harry": "henry", "larry": "lawrence", "andy": "andrew", "liz": "elizabeth",
    "joe": "joseph", "jerry": "gerald", "debbie": "deborah", "geoff": "geoffrey",
}  # fmt: skip


def same_first_name(a: str, b: str) -> bool:
    """ "J." or "S" and a name with that letter; "Alex" and "Alexander"; "Jim" and "James"."""
    if a == b:
        return True
    short, long = sorted((a, b), key=len)
    if short[0] == long[0] and (a.endswith(".") or b.endswith(".") or len(short) == 1):
        return True
    if len(short) > 2 and long.startswith(short) and len(long) > len(short) + 1:
        return True
    return _NICKNAMES.get(a, a) == _NICKNAMES.get(b, b)


def begins_with(a: Sequence[str], b: Sequence[str]) -> bool:
    """Whether the shorter of two names is the beginning of the longer."""
    short, long = sorted((a, b), key=len)
    return len(short) < len(long) and list(long[: len(short)]) == list(short)


def is_party_to_case(text: str, match: re.Match[str]) -> bool:
    """ "Quill v. Tarn" is a case."""
    cases = (" v. ", " vs. ")
    return text.startswith(cases, match.end()) or text.endswith(cases, 0, match.start())


def short_forms(name: str) -> list[str]:
    """The surnames by which a person with this full name is later called."""
    words = name.split()
    if len(words) < 2:
        return [name] if len(name) >= _MIN_SURNAME and name[0].isupper() else []
    tail = [w for w in words[1:] if w.lower().rstrip(".") not in ("jr", "sr", "ii", "iii")]
    while tail and (len(tail[0].rstrip(".")) == 1):
        tail = tail[1:]
    forms = [" ".join(tail[i:]) for i in range(len(tail)) if i == 0 or tail[i - 1].islower()]
    if len(tail) > 1:
        forms.append(tail[-1])
        if len(tail) == 2 or tail[0].lower() in _PARTICLES:
            forms.append(tail[0])
    if words[0].lower() in _FIRST:
        forms.append(words[0])
    # "Assad" after "Bashar al-Assad"
    forms += [f[3:] for f in forms if f[:3].lower() in ("al-", "el-") and f[3:4].isupper()]
    return [f for f in forms if len(f) >= _MIN_SURNAME and f.lower() not in _PARTICLES
            and f[0].isupper()]  # fmt: skip


def overlaps(taken: list[tuple[int, int]], start: int, end: int) -> bool:
    return any(start < e and s < end for s, e in taken)


_NAME_BEFORE = re.compile(r"\b([A-ZÁÉÍÓÚÑ](?:[\w’'-]+|\.))\s$")
# Laws and reports named after a person, in Spanish: the noun stands before.
_THING_BEFORE = re.compile(r"\b(?:enmienda|ley|doctrina|informe|plan|comisión)\s$", re.IGNORECASE)
_OPENS = re.compile(r"(?:\A|[.!?:;\"“”’'\n—(]\s*)\Z")
_ADVERB = re.compile(r"\w+(?:ly|ing|ed)\Z")
_NAME_AFTER = re.compile(r"^\s[A-ZÁÉÍÓÚÑ][\wáéíóúñü]+")
_NOT_A_NAME_AFTER = re.compile(
    r"^\s(?:January|February|March|April|May|June|July|August|September|October|November|December|"
    r"Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|I)\b"
)


def in_longer_name(text: str, match: re.Match[str], *, apart: bool = False) -> bool:
    """Whether another name's words stand right beside ("Ivanka Trump", "Calderón Street"). `apart`
    says that what stands before is known to be another thing's name."""
    before = text[max(0, match.start() - 30) : match.start()]
    after = text[match.end() : match.end() + 20]
    if _THING_BEFORE.search(before):
        return True
    left = _NAME_BEFORE.search(before)
    word = left.group(1).lower() if left and not apart else None
    if left and word and word not in _ORDINARY_BEFORE and word not in HEADLINE_VERBS:
        # Whatever opens a sentence has a capital: an adverb does not make a name.
        opens = _OPENS.search(before[: left.start()])
        if not (opens and (_ADVERB.match(left.group(1)) or left.group(1) in _OPENING_WORDS)):
            return True
    right = _NAME_AFTER.match(after)
    if right and right.group().strip().lower() in HEADLINE_VERBS:
        return False
    return bool(right and not _NOT_A_NAME_AFTER.match(after))


# Verbs of headlines in title case, which are no names' parts: "Roe Rejects Tarn's Offer".
HEADLINE_VERBS = frozenset(
    "accuses addresses admits agrees announces appoints approves asks backs bans blames blasts "
    "blocks bombs calls cites claims condemns confirms considers criticises criticizes declares "
    "defends defies demands denies deploys designates discusses dismisses doubles downplays ends "
    "escalates expands extends faces fires floats gets gives hails halts hints hits holds imposes "
    "insists invades invokes joins keeps launches lauds leaves makes meets mulls nominates opposes "
    "orders ousts outlines plans pledges praises presses proposes pulls pushes questions quits "
    "raises refuses rejects renews reiterates repeats requests resigns responds reveals reviews "
    "rips says scraps seeks sees sends sets sidesteps signals signs slams speaks suggests supports "
    "suspends takes talks targets tells threatens touts tries turns unveils urges uses vetoes vows "
    "wants warns weighs welcomes withdraws wins won't".split()
)


_OPENING_WORDS = frozenset(
    "Today Yesterday Tomorrow Tonight Once Then Now Here There Perhaps Still Later Soon Maybe "
    "Again Instead Meanwhile Thus Hence Monday Tuesday Wednesday Thursday Friday Saturday Sunday "
    "January February March April May June July August September October November December "
    "Former President Secretary Senator General Ask Let Give Tell Like Unlike Only Even Both "
    "Neither Just Does Did Has Had Is Was Can Could Should Would Will May Must Critics Like "
    "Worse Better Sadly Whatever Whoever Ever Never Always Often Sometimes Thank Thanks Dear "
    "Team Though Under Over "
    "Against About Between Among Toward Behind Enter".split()
)
_ORDINARY_BEFORE = frozenset(
    "the a and but when if as while although though that in on by for from with after before "
    "since because so or nor yet both even only like unlike under then what why how did does has "
    "had is was will would should could can may might let not no to of at mr. ms. mrs.".split()
)


_MODIFIERS = re.compile(
    r"^(?:(?:former|then|acting|interim|ex|current|sitting|incoming|outgoing|retired|ret\.?|late)"
    r"[\s-]+)+",
    re.IGNORECASE,
)


_LONG_FORMS = {
    "sen.": "senator", "rep.": "representative", "congressman": "representative",
    "congresswoman": "representative", "gov.": "governor", "gen.": "general", "adm.": "admiral",
    "col.": "colonel", "lt. gen.": "lieutenant general", "maj. gen.": "major general",
    "brig. gen.": "brigadier general", "amb.": "ambassador", "sen": "senator",
    "rep": "representative", "gov": "governor", "gen": "general", "adm": "admiral",
    "col": "colonel", "lt gen": "lieutenant general", "maj gen": "major general",
    "capt.": "captain", "capt": "captain", "maj.": "major", "cmdr.": "commander",
    "lt. col.": "lieutenant colonel", "rear adm.": "rear admiral", "vice adm.": "vice admiral",
    "lieutenant-general": "lieutenant general", "major-general": "major general",
}  # fmt: skip


# Offices that one person holds at a time, so that "the attorney general" needs no name.
UNIQUE_OFFICE = re.compile(
    r"(?:\w+ )?(?:secretary of (?:state|defen[cs]e|war|the treasury|homeland security)|"
    r"(?:defen[cs]e|foreign|interior|treasury|home|homeland security) (?:minister|secretary)|"
    r"attorney general|prime minister|vice[- ]president|national security advis[eo]r|"
    r"director of (?:national|central) intelligence|national intelligence director|"
    r"(?:u\.?n\.? )?secretary[- ]general|chief justice|governor[- ]general|"
    r"(?:senate |house )?(?:majority|minority) leader|"
    r"chief of (?:the )?(?:general|defen[cs]e|army|naval|air) staff)"
)


def core_role(role: str) -> str:
    core = _MODIFIERS.sub("", role).lower()
    core = _LONG_FORMS.get(core, core)
    return " ".join(_LONG_FORMS.get(word, word) for word in core.split())


# What makes another office of the one behind it: "deputy prime minister", "press secretary".
_OTHER_OFFICE = frozenset(
    "vice deputy assistant associate under shadow press attorney adjutant".split()
)


def role_fits(wanted: str, role: str) -> bool:
    """Whether a bare title can mean a holder of this role: "president" fits "Mexican President",
    but not "Vice President"."""
    known = core_role(role)
    return (
        known == wanted
        or _portfolio_first(known) == _portfolio_first(wanted)
        or _ends_with_office(known, wanted)
        or _ends_with_office(wanted, known)
        or known.startswith(f"{wanted} of ")
        or wanted == f"{known} of"
        or ({known, wanted} <= {"president", "commander in chief", "commander-in-chief"})
    )


_PORTFOLIO_LAST = re.compile(
    r"(?P<office>minister|secretary) (?:of|for) (?:the |national )?(?P<of>.+?)(?: affairs)?"
)


def _portfolio_first(role: str) -> str:
    """ "defense minister" for "minister of national defence"."""
    match = _PORTFOLIO_LAST.fullmatch(role)
    first = f"{match['of']} {match['office']}" if match else role
    return first.replace("defence", "defense").replace("special envoy", "envoy")


def _ends_with_office(long: str, short: str) -> bool:
    """Whether a title is another with words before it that leave the office the same."""
    if not short or not long.endswith(f" {short}"):
        return False
    return long[: -len(short) - 1].rsplit(None, 1)[-1] not in _OTHER_OFFICE
