"""Spanish verbs of saying: the forms by which a third person states a view."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from pipeline.annotate.spanish.words import listed

# After the stem, by conjugation: present, past and imperfect, singular and plural.
_FINITE = {
    "ar": ("a", "an", "ó", "aron", "aba", "aban"),
    "er": ("e", "en", "ió", "ieron", "ía", "ían"),
    "ir": ("e", "en", "ió", "ieron", "ía", "ían"),
}
_OTHER = {
    "ar": ("ado", "ando", "ar"),
    "er": ("ido", "iendo", "er"),
    "ir": ("ido", "iendo", "ir"),
}


_AUXILIARIES = frozenset("ha han había habían habrían está están suele suelen sigue siguen".split())
_CLITICS = frozenset("me nos te os le les lo la los las se".split())
_OBJECTS = frozenset("lo la los las".split())
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Verb:
    """A verb of saying in a sentence: where it stands with what goes before it, `form` (without an
    auxiliary), and whether it is plural, negated, and has a pronoun as its object."""

    start: int
    end: int
    form: str
    plural: bool
    negated: bool
    has_object: bool


@dataclass(frozen=True, slots=True)
class _Forms:
    finite: frozenset[str]
    other: frozenset[str]
    reflexive: frozenset[str]

    def says(self, form: str) -> bool:
        return form in self.finite or form in self.other


@cache
def _forms() -> _Forms:
    """The forms of all verbs of saying that the word lists name: `finite` ones stand alone, `other`
    ones (participles, gerunds, infinitives) after "ha", "está" or "suele"."""
    finite, other = set(listed("holders", "say")), set(listed("holders", "said"))
    for infinitive in listed("holders", "regular"):
        stem, ending = infinitive[:-2], infinitive[-2:]
        finite.update(stem + suffix for suffix in _FINITE[ending])
        other.update(stem + suffix for suffix in _OTHER[ending])
    return _Forms(frozenset(finite), frozenset(other), frozenset(listed("holders", "reflexive")))


def is_verb(word: str) -> bool:
    """Whether a word is a finite form of a verb of saying."""
    return word.lower() in _forms().finite


def verbs(sentence: str) -> Iterator[Verb]:
    """The verbs of saying of a sentence, in order, but for impersonal ones ("se dice")."""
    forms = _forms()
    words = [(m.group().lower(), m.start(), m.end()) for m in _WORD.finditer(sentence)]
    for i, (word, _, stop) in enumerate(words):
        form, end = word, stop
        if word in _AUXILIARIES:
            said = _participle(words, i)
            if said is None:
                continue
            form, _, end = said
        elif word not in forms.finite and word not in forms.reflexive:
            continue
        first = i
        while first > 0 and words[first - 1][0] in _CLITICS and _touch(sentence, words, first):
            first -= 1
        clitics = {w[0] for w in words[first:i]}
        reflexive = "se" in clitics and not _OBJECTS & clitics
        if reflexive != (form in forms.reflexive) and (reflexive or not forms.says(form)):
            continue
        negated = first > 0 and words[first - 1][0] == "no" and _touch(sentence, words, first)
        start = words[first - negated][1]
        yield Verb(start, end, form, word.endswith("n"), negated, bool(_OBJECTS & clitics))


_Word = tuple[str, int, int]


def _participle(words: Sequence[_Word], i: int) -> _Word | None:
    """The form of a verb of saying after an auxiliary: "ha dicho", "ha claramente dicho"."""
    forms = _forms()
    if [word[0] for word in words[i + 1 : i + 3]] == ["hecho", "saber"]:
        return words[i + 2]
    for word in words[i + 1 : i + 3]:
        if word[0] in forms.other or word[0] in forms.reflexive:
            return word
        if not word[0].endswith("mente"):
            return None
    return None


def _touch(sentence: str, words: Sequence[_Word], i: int) -> bool:
    """Whether only a space stands between a word and the one before it."""
    return sentence[words[i - 1][2] : words[i][1]] == " "
