"""Whose view a Spanish sentence states: verbs of saying, "según X", quotations."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from spacy.tokens import Doc

from pipeline.annotate.holders import Attribution
from pipeline.annotate.spanish.nouns import HE, Places, attribution_of, noun_phrase, own_people
from pipeline.annotate.spanish.sources import subject_after, subject_before
from pipeline.annotate.spanish.turns import LABEL, is_label, is_own_voice, turn_of
from pipeline.annotate.spanish.verbs import Verb, verbs
from pipeline.annotate.spanish.views import by_phrase
from pipeline.annotate.spanish.words import choice, listed
from pipeline.annotate.tokens import text_of

_AUTHOR, _UNKNOWN = Attribution("author"), Attribution("unknown")
_THEY = Attribution("group", pronoun="they", number="people")


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    needs = listed("holders", "needs_content")
    return {
        "needs": re.compile(rf"{choice(needs)}\Z", re.IGNORECASE),
        "unsourced": re.compile(rf"\b{choice(listed('holders', 'unsourced'))}\b"),
        "rejected": re.compile(rf"\b{choice(listed('holders', 'rejected'))}\b"),
        "doubted": re.compile(rf"{choice(listed('holders', 'doubted'))}\Z", re.IGNORECASE),
        "hearsay": re.compile(rf"\b{choice(listed('holders', 'hearsay'))}\b"),
        "nounlike": re.compile(rf"{choice(listed('holders', 'nounlike'))}\Z"),
        "states": re.compile(
            rf"(?<![\w-])(?P<v>(?:está|están|es|son|estaba|estaban|era|eran|se\smostró|se\smuestra)"
            rf"\s{choice(listed('holders', 'states'))})(?![\w-])",
        ),
    }  # fmt: skip


# What somebody states stands in a clause, an infinitive or a quotation.
_CONTENT = re.compile(
    r"(?:\s(?:de|en|a)?\s?(?!que\b)[\wáéíóúñ]+,?){0,7}?(?:\s(?:de\s|en\s)?que\b|\s(?:si|cómo|por\squé)\b|"
    r",?\s?[«\"“]|\s?:)|\s(?:de\s|en\s|a\s)?\w+(?:[aei]r|[aei]r(?:lo|la|los|las|se))\b|"
    r"(?:\s\w+){0,5}\s(?:como|de)\s|(?:\s\w+){1,7}\sa\s\w+(?:[aei]r|[aei]rse)\b|,\s"
)
_QUOTATION = re.compile(r"«[^»]*(?:»|\Z)|\"[^\"]*(?:\"|\Z)|“[^”]*(?:”|\Z)")
_FIRST = re.compile(
    r"(?<![\w-])(?:creo|pienso|sostengo|digo|opino|considero|afirmo|temo|confieso|reconozco|insisto|"
    r"propongo|pido|creemos|pensamos|sostenemos|decimos|pedimos|rechazamos|exigimos|consideramos)\s"
    r"(?:que|en|a)\b"
)
# Before the verb of a clause that only qualifies what the author says.
_CIRCUMSTANCE = re.compile(
    r"(?:^|[\s(«])(?:si|cuando|mientras|aunque|donde|porque|pues|hasta\sque|desde\sque|para\sque|"
    r"sin\sque|antes\sde\sque|después\sde\sque|cada\svez\sque|ya\sque)\s[^,;:]*\Z", re.IGNORECASE,
)  # fmt: skip
_DETERMINED = re.compile(
    r"\b(?:una|un|el|los|su|sus|esta|esa|este|ese|sin|de|con|por|en|cada|otra|mi|nuestra|toda|primera|del|al|ninguna|a|para)\s\Z",
    re.IGNORECASE,
)


def find_attributions(doc: Doc, sentences: Places) -> list[Attribution]:
    """One attribution for each sentence (given by code points)."""
    named = sorted((s.start, s.end) for s in doc._.spotted if s.label != "DATE")
    people = own_people(doc)
    text = text_of(doc)
    found = []
    opened, last = False, 0
    for start, end in sentences:
        opened = opened and "\n\n" not in text[last:start]
        within, last = opened, end
        opened ^= text.count('"', start, end) % 2 == 1
        inside = named[bisect_left(named, (start, 0)) : bisect_left(named, (end, 0))]
        turn = turn_of(text, start, end)
        label = LABEL.match(text, start, end)
        begin = turn[1] if turn else label.end() if label else start
        attribution = _of_sentence(text, begin, end, inside, within)
        if is_own_voice(text, start, label, attribution):
            attribution = _AUTHOR
        subject = None
        if attribution.start is None and not is_label(text[start:end]):
            subject = subject_after(text, begin, end, inside)
            if subject is None and attribution.pronoun is None:
                subject = next(
                    (replace(HE, pronoun=None, start=s, end=e) for s, e in reversed(inside)
                     if (s, e) in people), None,
                )  # fmt: skip
        if subject is not None or turn is not None:
            speaker = None if turn is None else turn[0]
            attribution = replace(attribution, subject=subject, speaker=speaker)
        found.append(attribution)
    return found


def _of_sentence(text: str, start: int, end: int, inside: Places, within: bool) -> Attribution:
    patterns = _patterns()
    bare = _unquoted(text[start:end], within)
    lower = bare.lower()
    if len(lower) != len(bare):  # a rare letter: offsets would not fit
        lower = bare
    if lower.startswith("¿") or patterns["rejected"].search(lower):
        return _AUTHOR
    if holder := by_phrase(text, start, end, lower, inside):
        return holder
    if patterns["unsourced"].match(lower.lstrip('«"“ ')) or (
        "se " in lower and _IMPERSONAL.search(lower)
    ):
        return _UNKNOWN
    found = list(_verbs(bare, lower))
    first = _FIRST.search(lower) if found else None
    if closing := _closing(text, start, end, inside, bare, found):
        return closing
    for verb in found:
        if first and first.start() < verb.start:
            return _AUTHOR
        holder = _of_verb(text, start, end, verb, inside, bare)
        if holder is not None:
            return holder
    if patterns["hearsay"].search(lower):
        return _UNKNOWN
    return _before_colon(text, start, end, inside, bare) or _AUTHOR


# "Lemos envió un mensaje a la tropa: «Nadie pasará»": with what such a sentence ends.
_QUOTED_LAST = re.compile(r":\s[«“\"]\s*(?:[»”\"]?\.?\Z)")


def _before_colon(text: str, start: int, end: int, inside: Places, bare: str) -> Attribution | None:
    """Who quotes himself at the end of a sentence without a verb of saying."""
    quoted = _QUOTED_LAST.search(bare)
    if quoted is None:
        return None
    holder = subject_after(text, start, start + quoted.start(), inside)
    named = holder is not None and any(s == holder.head for s, _ in inside)
    return holder if named else None


def _closing(
    text: str, start: int, end: int, inside: Places, bare: str, found: list[Verb]
) -> Attribution | None:
    """Who a sentence says last said it: "Rige una tregua, que vence hoy, agregó el general"."""
    last = found[-1] if found else None
    if last is None or last.negated or not bare[: last.start].endswith(", "):
        return None
    if _written().match(bare, last.end):
        return _AUTHOR
    if len(found) == 1:
        return None
    holder = subject_after(text, start + last.end, end, inside, close=True)
    closes = holder is not None and _ENDS.match(text, holder.end or end)
    return holder if closes and holder is not None and _agrees(holder, last.plural) else None


# "Se nos asegura que": somebody, nobody says who.
_IMPERSONAL = re.compile(
    r"(?:^|[,.;:]\s)se\s(?:(?:me|nos|les?|te|os)\s)?(?:(?:ha|había)\s(?:\w+\s)?(?:dicho|repetido|afirmado|"
    r"argumentado|objetado|asegurado|sostenido|alegado|recordado|insistido)|dice|dijo|dirá|decía|asegura|afirma|"
    r"sostiene|argumenta|arguye|alega|objeta|objetará|repite|responde|responderá|cree|comenta|rumorea|cuenta|"
    r"insiste|recuerda|recordará|promete|prometió|piensa|explica|advierte|reprocha)"
    r"(?:\s\w+){0,3}?\sque\b"
)


def _verbs(bare: str, lower: str) -> Iterator[Verb]:
    yield from verbs(bare)
    for match in _patterns()["states"].finditer(lower):
        plural = bool(re.match(r"están|son|estaban|eran", match["v"]))
        yield Verb(match.start(), match.end(), "está", plural, False, True)


def _unquoted(sentence: str, within: bool) -> str:
    """The sentence with its quotations blanked, so that verbs in them do not count. `within`: it
    begins in one that an earlier sentence opened."""
    if within:
        stop = sentence.find('"')
        rest = _unquoted(sentence[stop + 1 :], False) if stop >= 0 else ""
        return " " * (stop if stop >= 0 else len(sentence)) + '"' * (stop >= 0) + rest
    return _QUOTATION.sub(lambda m: m.group()[0] + " " * (len(m.group()) - 2) + m.group()[-1:]
                          if len(m.group()) > 1 else m.group(), sentence)  # fmt: skip


def _of_verb(
    text: str, start: int, end: int, verb: Verb, inside: Places, bare: str
) -> Attribution | None:
    """Who does what a verb of saying says, where it gives the sentence's content."""
    patterns = _patterns()
    before, after = bare[: verb.start], bare[verb.end :]
    quoted = bool(re.search(r"[»”\"],?\s\Z", before))
    content = quoted or bool(_CONTENT.match(after))
    alternate = after.startswith(" que") and _OTHER.fullmatch(before)
    if (not alternate and _DETERMINED.search(before)) or (
        verb.negated and not (patterns["doubted"].match(verb.form) and content)
    ):
        return None
    clause = re.split(r"[;:.]-?\s|[»”]\s|,\s(?:pero|y)\s", before)[-1]
    if _CIRCUMSTANCE.search(clause) or re.search(r"\b(?:yo|nosotros)\s\Z", before, re.IGNORECASE):
        return None
    if verb.has_object and patterns["nounlike"].match(verb.form):
        return None  # "revisa la cuenta"
    weak = bool(patterns["needs"].match(verb.form)) and not content and not verb.has_object
    animate = content and verb.form != "está"
    floor, at, past = start + len(before) - len(clause), start + verb.start, start + verb.end
    holder = _before_aside(text, floor, at, inside, verb.plural)
    aside = quoted or (before.endswith(", ") and re.match(r"[,.]", after) is not None)
    parenthetical = before.endswith(", ") and after.startswith(",")
    where = _WHERE.match(after) if before.endswith(", ") and holder is None else None
    aside = aside or where is not None  # "Esto, dijo en una entrevista, no sirve"
    opened = clause.strip(' ¿¡«"“').lower()
    if _GOES_ON.match(before) and _TAKES_OBJECT.match(verb.form) and _OBJECT.match(after):
        return HE  # "Por ello, respaldó la misión"
    inverted = aside or before.endswith(", ") or opened in ("", "según")
    if holder is None and inverted and not parenthetical:
        holder = subject_after(text, past, end, inside, close=True)
        if holder is not None and not _agrees(holder, verb.plural):
            holder = None
        if holder is not None and before.endswith(", ") and _ENDS.match(text, holder.end or end):
            weak = False  # "..., calcula la analista Ana Mora, ..."
        weak = weak and opened != "según"
        aside = aside or (holder is not None and bool(clause.strip()))
    if holder is None and not (aside and clause.strip()):
        holder = subject_before(text, floor, at, inside, verb.plural, animate=animate)
        if holder is not None and holder.kind == "author":
            return None
    if holder is not None and holder.start is not None and _OWN.match(text, holder.start):
        return _AUTHOR
    if holder is not None:
        return None if weak and holder.number != "people" else holder
    return None if weak or not content else _unnamed(verb, clause, aside)


def _unnamed(verb: Verb, clause: str, aside: bool) -> Attribution | None:
    """Whom a verb without a subject of its own means: somebody of whom the text spoke before."""
    alone = _AROUND.sub("", clause).strip(" «»”\"'—–-,¿¡")
    if alone and not aside and not _WHEN.match(clause):
        return None
    if verb.form.endswith(("ía", "aba")) and not aside:
        return None
    return _THEY if verb.plural else HE


_OTHER = re.compile(r"\s*(?:Otr[oa]s?|Un[oa]s?|(?:El|La|Los|Las)\sotr[oa]s?)\s")
_GOES_ON = re.compile(
    r"\s*(?:Por\s(?:ello|eso|lo\stanto)|Además|Asimismo|También|En\sese\ssentido|Igualmente),\s\Z"
)
_OBJECT = re.compile(r"\s(?:al?|el|la|los|las|una?|su|sus)\s")
_TAKES_OBJECT = re.compile(
    r"(?:respald|apoy|conden|rechaz|critic|celebr|lament|defend|denunci)\w+\Z"
)


@cache
def _written() -> re.Pattern[str]:
    """What is written, at the end of a sentence: "precisó el reglamento"."""
    return re.compile(rf"\s(?:el|la|los|las)\s{choice(listed('holders', 'texts'))}(?=[,.]|\Z)")


_ENDS = re.compile(r"[,.;:]|\Z")
_WHERE = re.compile(r"\s(?:en|ante|durante|a|tras)\s[^,.;:«»\"“”]{3,60},\s")
_FOR_HIS_PART = re.compile(r"(?:Por\s(?:su|otra)\sparte|A\ssu\svez|Además|También),\s")
_ASIDE = re.compile(
    r"[\s«\"“¿¡]*(?P<n>[^,;:«»\"“”]{3,70}),\s(?:por\s(?:el\scontrario|su\sparte|su\slado)|en\scambio|"
    r"sin\sembargo|no\sobstante|además|también|entretanto|mientras\stanto|como\s[^,]{3,60}|"
    r"(?:que|quien)\s[^,]{3,90}|(?:de|del|con|en|durante|tras|ante|el|la)\s[^,]{3,60}),\s\Z"
)


def _before_aside(
    text: str, floor: int, at: int, inside: Places, plural: bool
) -> Attribution | None:
    """The subject that an aside parts from its verb: "Turquía, por el contrario, respaldó"."""
    if opening := _FOR_HIS_PART.match(text, floor, at):
        floor = opening.end()
    match = _ASIDE.match(text, floor, at)
    if match is None or match.end() != at:
        return None
    phrase = noun_phrase(text, match.start("n"), match.end("n"))
    if phrase is None or phrase[1] < match.end("n"):
        return None
    holder = attribution_of(text, *phrase, inside, animate=True)
    return holder if holder is not None and _agrees(holder, plural) else None


# A text or a speaker that speaks of itself.
_OWN = re.compile(
    r"(?:(?:mi|nuestro|nuestra)\s(?:grupo|delegación|bancada|partido|fracción)|est[ea]\s(?:documento|"
    r"informe|pleno|cámara|comisión|congreso|grupo|asamblea|periódico|diario|consejo|senado|nota))\b",
    re.IGNORECASE,
)
_AROUND = re.compile(
    r"\b(?:me|nos|le|les|también|además|luego|después|ya|pero|y|entonces|asimismo|incluso)\b",
    re.IGNORECASE,
)
_WHEN = re.compile(
    r"\s*(?:En|Tras|Desde|Hace|Por|Al|Ante|El\s(?:\d+|lunes|martes|miércoles|jueves|viernes|sábado|domingo|"
    r"año|mes|mismo\sdía))\s[^,]*,?\s?\Z"
)


def _agrees(holder: Attribution, plural: bool) -> bool:
    return holder.number == "people" or not plural
