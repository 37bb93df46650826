"""Whose view a Spanish sentence states: verbs of saying, "según X", quotations."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from spacy.tokens import Doc

from pipeline.annotate.holders import Attribution
from pipeline.annotate.records import HolderKind
from pipeline.annotate.spanish.nouns import Places, attribution_of, noun_phrase, own_people
from pipeline.annotate.spanish.sources import subject_after, subject_before
from pipeline.annotate.spanish.verbs import Verb, verbs
from pipeline.annotate.spanish.words import choice, listed

_AUTHOR, _UNKNOWN = Attribution("author"), Attribution("unknown")
_HE = Attribution("entity", pronoun="he")
_THEY = Attribution("group", pronoun="they", number="people")


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    needs = listed("holders", "needs_content")
    according = choice(p for p in listed("holders", "according") if p != "para")
    return {
        "needs": re.compile(rf"{choice(needs)}\Z", re.IGNORECASE),
        "according": re.compile(rf"(?<![\w-]){according}\s"),
        "unsourced": re.compile(rf"\b{choice(listed('holders', 'unsourced'))}\b"),
        "rejected": re.compile(rf"\b{choice(listed('holders', 'rejected'))}\b"),
        "doubted": re.compile(rf"{choice(listed('holders', 'doubted'))}\Z", re.IGNORECASE),
        "hearsay": re.compile(rf"\b{choice(listed('holders', 'hearsay'))}\b"),
        "nounlike": re.compile(rf"{choice(listed('holders', 'nounlike'))}\Z"),
        "states": re.compile(
            rf"(?<![\w-])(?P<v>(?:está|están|es|son|estaba|estaban|era|eran|se\smostró|se\smuestra)"
            rf"\s{choice(listed('holders', 'states'))})(?![\w-])",
        ),
        "attitude": re.compile(
            r"(?:El|La|Los|Las|Su|Pero\s(?:el|la|su))\s(?:\w+\s)?"
            rf"{choice(listed('holders', 'attitudes'))}"
            r"\s(?:del?\s(?P<n>[^,;:]{3,60}?)\s)?(?:es|era|fue|sigue\ssiendo|consiste|parte)\b"
        ),
    }  # fmt: skip


# What somebody states stands in a clause, an infinitive or a quotation.
_CONTENT = re.compile(
    r"(?:\s(?:de|en|a)?\s?(?!que\b)[\wáéíóúñ]+,?){0,7}?(?:\s(?:de\s|en\s)?que\b|\s(?:si|cómo|por\squé)\b|"
    r",?\s?[«\"“]|\s?:)|\s(?:de\s|en\s|a\s)?\w+(?:[aei]r|[aei]r(?:lo|la|los|las|se))\b|"
    r"(?:\s\w+){0,5}\s(?:como|de)\s|,\s"
)
_QUOTATION = re.compile(r"«[^»]*(?:»|\Z)|\"[^\"]*(?:\"|\Z)|“[^”]*(?:”|\Z)")
_TURN = re.compile(
    r"(?P<n>(?:(?:El|La)\s(?:señora?|Sra?\.|diputad[oa]|senadora?)\s|SEÑORA?\s|"
    r"(?:Sra?|Dra?|Gral|Cnel|Dip|Sen)\.\s)?"
    r"[A-ZÁÉÍÓÚÑ][\w.áéíóúñü'-]*(?:\s(?:DE|DEL|LA|LOS|Y|de|del|la|y)?\s?[A-ZÁÉÍÓÚÑ][\w.áéíóúñü'-]*){0,5}"
    r"(?:\s\([^)]{2,50}\))?)(?::\s|(?<=[A-ZÁÉÍÓÚÑ]{2})\.(?:\s|\Z)|\s?[.:]\s?-+\s?|\.?\s?[—–]\s?(?=[A-ZÁÉÍÓÚÑ¿¡«]))"
)
_NO_TURN = re.compile(
    r"(?:Artículo|Nota|Cuadro|Fuente|Resumen|Sección|Conclusión|Capítulo|Conclusiones|Antecedentes|"
    r"Primer[oa]?|Segund[oa]|Tercer[oa]?|Cuart[oa]|Quint[oa]|Sext[oa]|Séptim[oa]|Octav[oa]|"
    r"Noven[oa]|Décim[oa]|Únic[oa]|Resuelve|Acuerda|Decreta|Considerando|Visto|Uno|Dos|Tres|[IVX]+|"
    r"Recomendación|Recomendaciones|Objeto|Asunto|Fecha)\b",
    re.IGNORECASE,
)
# What numbers the points of a resolution.
_LABEL = re.compile(
    r"(?:[A-ZÁÉÍÓÚ][a-záéíóú]+(?<=[eio][rnmtv][oa])|PRIMER[OA]|SEGUND[OA]|TERCER[OA]|CUART[OA]|QUINT[OA]|SEXT[OA]|"
    r"SÉPTIM[OA]|OCTAV[OA]|NOVEN[OA]|DÉCIM[OA](?:\s\w+)?|ÚNIC[OA]|[IVX]+|\d{1,2}|[a-z])[.:)]-?\s"
)
_QUESTIONER = re.compile(r"(?:P|PREGUNTA|Pregunta|PERIODISTA|Periodista|REPORTERA?)\Z")
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
    text = doc.text  # made anew each time it is asked for
    found = []
    for start, end in sentences:
        inside = named[bisect_left(named, (start, 0)) : bisect_left(named, (end, 0))]
        turn = _turn(text, start, end)
        label = _LABEL.match(text, start, end)
        begin = turn[1] if turn else label.end() if label else start
        attribution = _of_sentence(text, begin, end, inside)
        if _is_own_voice(text, start, label, attribution):
            attribution = _AUTHOR
        subject = None
        if attribution.start is None:
            subject = subject_after(text, begin, end, inside) or next(
                (replace(_HE, pronoun=None, start=s, end=e) for s, e in reversed(inside)
                 if (s, e) in people), None,
            )  # fmt: skip
        if subject is not None or turn is not None:
            speaker = None if turn is None else turn[0]
            attribution = replace(attribution, subject=subject, speaker=speaker)
        found.append(attribution)
    return found


def _is_own_voice(
    text: str, start: int, label: re.Match[str] | None, attribution: Attribution
) -> bool:
    """Whether a resolution speaks itself: "PRIMERO. El Senado rechaza", "Que la Convención
    reconoce"."""
    if _RECITAL.match(text, start):
        return attribution.number != "people"
    if label is None:
        return False
    numbered = label.group()[0].isdigit()
    return bool(attribution.pronoun) or (attribution.number == "body" and not numbered)


_RECITAL = re.compile(r"Que\s(?:,\s)?(?=[a-záéíóúñ])")


def _turn(text: str, start: int, end: int) -> tuple[Attribution, int] | None:
    """The speaker whom a transcript names at the beginning of a turn, and where the turn begins."""
    match = _TURN.match(text, start, end)
    if match is None or _NO_TURN.match(match["n"]):
        return None
    kind: HolderKind = "group" if _QUESTIONER.match(match["n"]) else "entity"
    return Attribution(kind, *match.span("n"), head=match.end("n") - 1), match.end()


def _of_sentence(text: str, start: int, end: int, inside: Places) -> Attribution:
    patterns = _patterns()
    bare = _unquoted(text[start:end])
    lower = bare.lower()
    if len(lower) != len(bare):  # a rare letter: offsets would not fit
        lower = bare
    if lower.startswith("¿") or patterns["rejected"].search(lower):
        return _AUTHOR
    for match in (*patterns["according"].finditer(lower), *_BY_WHOM.finditer(lower)):
        if holder := _according(text, start + match.end(), end, inside):
            return holder
    if holder := _in_view_of(text, start, end, inside) or _attitude(text, start, end, inside):
        return holder
    if patterns["unsourced"].match(lower.lstrip('«"“ ')) or (
        "se " in lower and _IMPERSONAL.search(lower)
    ):
        return _UNKNOWN
    found = list(_verbs(bare, lower))
    first = _FIRST.search(lower) if found else None
    for verb in found:
        if first and first.start() < verb.start:
            return _AUTHOR
        holder = _of_verb(text, start, end, verb, inside, bare)
        if holder is not None:
            return holder
    return _UNKNOWN if patterns["hearsay"].search(lower) else _AUTHOR


# "Fue calificado por X de", "por parte de X", "Leo en X que", "Se nos dice, desde X, que".
_BY_WHOM = re.compile(
    r"\b(?:calificad|tachad|descrit|criticad|cuestionad|rechazad|condenad|denunciad|defendid|desmentid|"
    r"acusad|considerad|vist|juzgad|saludad|aplaudid|reclamad|exigid|pedid|propuest)[oa]s?\s(?:\w+mente\s)?"
    r"por\s(?!(?:su|sus|ser|haber|lo|eso|ello|la\sfuerza)\b)|"
    r"(?:^|\s)(?:leo|leí|leemos|oigo|oímos|escucho|escuchamos|he\sleído|he\soído)\s(?:también,?\s|hoy\s|a\smenudo\s)?"
    r"(?:en\s(?:la\sradio|la\stelevisión|la\sprensa)\s)?(?:en|a|de)\s(?=[^.;:]{3,80}\s(?:que|decir)\b)|"
    r"\bse\s(?:nos|me|les?)\s(?:ha\s)?\w+,?\sdesde\s"
)
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


_NOBODY = re.compile(
    r"(?:lo|esto|eso|ello|cuentan?|dijo|dice|consta|nos|se|me|publicó|supimos|parece|su|sus|quien|"
    r"el\sque|la\sque|est[ea]s?|es[ea]s?)\b"
)


def _according(text: str, place: int, end: int, inside: Places) -> Attribution | None:
    """The holder of whom a sentence says "según X"."""
    if _NOBODY.match(text, place, end):
        return None
    phrase = noun_phrase(text, place, end)
    return phrase and attribution_of(text, *phrase, inside)


_TO_WHOM = re.compile(
    r"(?P<su>(?:A|En)\ssu\s(?:juicio|opinión|entender|criterio)\b)|"
    r"(?:Pero\s|Y\s)?(?:[Pp]ara|[Ee]ntre)\s"
)


def _in_view_of(text: str, start: int, end: int, inside: Places) -> Attribution | None:
    """The holder of a sentence that begins with "A su juicio" or "Para los críticos,"."""
    match = _TO_WHOM.match(text, start, end)
    if match is None:
        return None
    if match["su"]:
        return _HE
    phrase = noun_phrase(text, match.end(), end)
    if phrase is None:
        return None
    rest = text[phrase[1] : end]
    if not re.match(
        r"(?:,|[^,.;:]{0,60},)\s|\s(?:no\s)?(?:es|era|fue|son|eran|fueron|sería|hay|hubo|había|está|"
        r"resulta|equivale|supone|significa|sigue)\b",
        rest,
    ):
        return None
    holder = attribution_of(text, *phrase, inside)
    head = text[phrase[0] : phrase[1]]
    verbal = re.match(r"\w+(?:[aei]r|[aei]rlo|[aei]rse)\b", head)
    return None if verbal else holder


def _attitude(text: str, start: int, end: int, inside: Places) -> Attribution | None:
    """ "La tesis de los generales es que", "Su argumento es que"."""
    match = _patterns()["attitude"].match(text, start, end)
    if match is None:
        return None
    if match["n"] is None:
        return _HE if re.search(r"\bsu\b", match.group(), re.IGNORECASE) else None
    place = match.start("n")
    phrase = noun_phrase(text, place, match.end("n"))
    if phrase is None:
        return None
    return attribution_of(text, *phrase, inside)


def _unquoted(sentence: str) -> str:
    """The sentence with its quotations blanked, so that verbs in them do not count."""
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
    if _DETERMINED.search(before) or (
        verb.negated and not (patterns["doubted"].match(verb.form) and content)
    ):
        return None
    clause = re.split(r"[;:.]\s|[»”]\s|,\s(?:pero|y)\s", before)[-1]
    if _CIRCUMSTANCE.search(clause) or re.search(r"\b(?:yo|nosotros)\s\Z", before, re.IGNORECASE):
        return None
    if verb.has_object and patterns["nounlike"].match(verb.form):
        return None  # "revisa la cuenta"
    weak = bool(patterns["needs"].match(verb.form)) and not content and not verb.has_object
    animate = content and verb.form != "está"
    floor, at, past = start + len(before) - len(clause), start + verb.start, start + verb.end
    holder = _before_aside(text, floor, at, inside, verb.plural)
    aside = quoted or (before.endswith(", ") and re.match(r"[,.]", after) is not None)
    if holder is None and (aside or before.endswith(", ") or not clause.strip(' ¿¡«"“')):
        holder = subject_after(text, past, end, inside, close=True)
        if holder is not None and not _agrees(holder, verb.plural):
            holder = None
        aside = aside or (holder is not None and bool(clause.strip()))
    if holder is None and not (aside and clause.strip()):
        holder = subject_before(text, floor, at, inside, verb.plural, animate=animate)
        if holder is not None and holder.kind == "author":
            return None
    if holder is not None and holder.start is not None and _OWN.match(text, holder.start):
        return _AUTHOR
    if holder is not None:
        return None if weak and holder.number != "people" else holder
    if not content or weak:
        return None
    alone = _AROUND.sub("", clause).strip(" «»”\"'—–-,¿¡")
    if alone and not aside and not _WHEN.match(clause):
        return None
    if verb.form.endswith(("ía", "aba")) and not aside:
        return None
    return _THEY if verb.plural else _HE


_ASIDE = re.compile(
    r"[\s«\"“¿¡]*(?P<n>[^,;:«»\"“”]{3,70}),\s(?:por\s(?:el\scontrario|su\sparte|su\slado)|en\scambio|"
    r"sin\sembargo|no\sobstante|además|también|entretanto|mientras\stanto|como\s[^,]{3,60}|"
    r"(?:que|quien)\s[^,]{3,90}|(?:de|del|con|en)\s[^,]{3,60}),\s\Z"
)


def _before_aside(
    text: str, floor: int, at: int, inside: Places, plural: bool
) -> Attribution | None:
    """The subject that an aside parts from its verb: "Turquía, por el contrario, respaldó"."""
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
