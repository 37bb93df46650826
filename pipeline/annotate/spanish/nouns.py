"""The people and bodies that Spanish noun phrases name, read without a parser."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from spacy.tokens import Doc

from pipeline.annotate.holders import Attribution, Number
from pipeline.annotate.spanish.verbs import is_verb
from pipeline.annotate.spanish.words import choice, listed

Places = Sequence[tuple[int, int]]

# Somebody of whom the text spoke before.
HE = Attribution("entity", pronoun="he")

UP = "A-ZÁÉÍÓÚÑÜ"
DETERMINER = (
    r"(?:el|la|los|las|un|una|unos|unas|mi|mis|su|sus|nuestro|nuestra|nuestros|nuestras|este|esta|"
    r"estos|estas|ese|esa|esos|esas|aquellos|aquellas|varios|varias|muchos|muchas|algunos|algunas|"
    r"vuestro|vuestra|vuestros|vuestras|algún|alguna|otros|otras|otro|otra|ambos|ambas|todos|todas|tantos|tantas|pocos|pocas|demasiados|"
    r"casi\stodos|buena\sparte\sde|parte\sde|una\sparte\sde|la\smayoría\sde|dos|tres|cuatro|cinco|seis|"
    r"siete|ocho|nueve|diez|doce|veinte|cada|cierto|cierta|ciertos|ciertas|numerosos|numerosas|"
    r"diversos|diversas|distintos|distintas|más\sde\s\w+|cientos\sde|miles\sde|decenas\sde)"
)
_COUNTED = re.compile(rf"(?:{DETERMINER}\s)+", re.IGNORECASE)
# Pronouns and quantities that stand for people by themselves.
PEOPLE_ALONE = re.compile(
    r"(?:un[oa]\sde\s(?:ellos|ellas|los|las|sus|mis|estos|estas|cada)|un\spuñado|"
    r"algunos|algunas|muchos|muchas|otros|otras|otro|otra|varios|varias|pocos|ambos|"
    r"quienes|quien|los\sque|las\sque|el\sque|la\sque|aquellos\sque|ellos|ellas|él|ella|todos|los\sdos|"
    r"ninguno\sde|cualquiera\sde|alguno\sde|(?:dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|uno)\sde\scada|"
    r"(?:un|dos|tres)\s(?:tercios?|cuartos?)|el\s\d+\s(?:%|por\sciento)|(?:la|una)\s(?:mayoría|minoría|mitad|parte)|"
    r"un\stercio|(?:los|las)\s(?:demás|otros|otras|primeros|segundos|últimos)|unos|unas)\b",
    re.IGNORECASE,
)
_PRONOUNS = {"él": "he", "ella": "she", "ellos": "they", "ellas": "they"}
# What ends a noun phrase.
_PHRASE = re.compile(
    r"[^,;:.«»\"“”()¿?¡!—]+?(?=[,;:.«»\"“”()¿?¡!—]|\s?--|\Z|\sy\s[a-záéíóúñ]{3,}(?:ó|[aei]ron)\s|"
    r"\s(?:que|quien|quienes|cuyo|cuya|cuando|donde|mientras|porque|según|también|me|nos|le|les|se|ha|"
    r"han|no|ya|es|son|está|están|había|habían|durante|en\ssu|en\suna?)\s)"
)
_LEADING = re.compile(
    r"(?:(?:el|la|los|las|un|una|unos|unas|al|del)\s)(?:(?:propi[oa]s?|mism[oa]s?|tal(?:es)?)\s)?",
    re.IGNORECASE,
)
PREPOSITION = (
    r"(?:de|del|al|a|ante|con|contra|por|para|en|sobre|desde|hasta|entre|sin|tras|según|durante|"
    r"mediante|hacia|bajo|como|ni)"
)
_BODY = re.compile(
    r"(?:gobierno|ejecutivo|administración|congreso|senado|cámara|asamblea|parlamento|ejército|armada|marina|"
    r"iglesia|oposición|prensa|comisión|comité|consejo|corte|tribunal|fiscalía|ministerio|secretaría|cancillería|"
    r"junta|misión|organización|organismo|agencia|policía|empresa|consultora|coalición|alianza|partido|sindicato|"
    r"asociación|universidad|instituto|encuesta|sondeo|informe|estudio|país|estado|bloque|delegación|bancada|"
    r"izquierda|derecha|embajada|presidencia|palacio|familia|red|colectivo|federación|cámara|defensoría|institución)\b",
    re.IGNORECASE,
)
_PERSON_ENDING = re.compile(
    r"\w{2,}(?:ores|oras|or|ora|eros|eras|ero|era|istas?|antes?|entes?|arios|arias|ario|ados|adas|ado|ada|"
    r"idos|idas|anos|anas|ano|ana|inos|inas|ino|ina|eños|eñas|eño|eña|enses?|ólog[oa]s?|ónomos?|ogados?|eses|"
    r"iles|ales|al|icos|icas|ico|ica|ivos|ivas|ices|iz|és|esa)\Z",
    re.IGNORECASE,
)
_NO_PERSON = re.compile(
    r"\w*(?:ción|sión|dad|miento|ismo|aje|anza|encia|ancia|ura|eza|tud)(?:es|s)?\Z|"
    r"(?:enero|febrero|dinero|número|números|camino|destino|verano|mercado|resultado|resultados|estado|"
    r"pasado|mercados|hora|horas|frontera|fronteras|guerra|carretera|manera|primera|valor|favor|rumor|"
    r"temor|honor|motor|sector|dolor|error|terror|miedo|cuartel|cuarteles|canal|canales|hospital|hospitales|"
    r"total|final|señal|señales|costa|vez|veces|paz|voz|luz|cruz|mes|meses|interés|intereses|"
    r"plan|planes|fusil|fusiles|misil|misiles|puente|puentes|frente|parte|gente\Z|presente|corriente|"
    r"tratado|mandato|ataque|ataques|método|calendario|salario|escenario|plano|mano|manos)\Z",
    re.IGNORECASE,
)


@cache
def _known() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Heads of sources that are people or bodies, and those that are neither."""
    groups = choice(listed("holders", "groups"))
    return (
        re.compile(rf"{groups}\Z", re.IGNORECASE),
        re.compile(rf"{choice(listed('holders', 'texts'))}\Z", re.IGNORECASE),
    )


def own_people(doc: Doc) -> frozenset[tuple[int, int]]:
    """Where officials are named."""
    return frozenset((s.start, s.end) for s in doc._.spotted if s.label == "OFFICIAL")


def noun_phrase(text: str, place: int, end: int) -> tuple[int, int] | None:
    """The noun phrase that begins at a place, with its article off."""
    match = _PHRASE.match(text, place, end)
    if match is None or not match.group().strip():
        return None
    lead = _LEADING.match(text, place, match.end())
    start = lead.end() if lead and not PEOPLE_ALONE.match(text, place) else place
    words = text[start : match.end()].split(" ")
    stop = start + len(" ".join(words[:12]).rstrip())
    return (start, stop) if stop > start else None


def attribution_of(
    text: str, start: int, end: int, inside: Places, animate: bool = False
) -> Attribution | None:
    """Who a noun phrase names: an entity where a person or body is named, a group where several
    or unnamed ones are meant; None where it is no people. `inside`: the mentions of the sentence;
    `animate`: only people do what its verb says, so any determined noun is a source."""
    first = re.match(r"\w*", text[start:end])
    pronoun = _PRONOUNS.get(first.group().lower()) if first else None
    if pronoun == "they":
        return Attribution("group", pronoun=pronoun, number="people")
    if pronoun is not None:
        return Attribution("entity", pronoun=pronoun)
    if PEOPLE_ALONE.match(text, start) or _THE_MOST.match(text, start, end):
        return Attribution("group", start, end, head=start, number="people")
    if first and _known()[1].match(first.group()):
        return None
    for s, e in inside:
        if s < end and start < e and _leads(text[start : max(s, start)]):
            number: Number = "body" if _BODY.match(text[s:e]) else "person"
            return Attribution("entity", min(s, start), max(e, start), head=s, number=number)
    return _of_words(text, start, end, animate)


_THE_MOST = re.compile(r"(?:más|menos)\s\w+[ao]s\Z")  # "los más cautos"


def _of_words(text: str, start: int, end: int, animate: bool) -> Attribution | None:
    """Who a noun phrase names in which no mention was spotted."""
    counted = _COUNTED.match(text, start, end)
    offset = counted.end() if counted else start
    if polite := _POLITE.match(text, offset, end):
        offset = polite.end()
    bare = text[offset:end]
    head = re.match(r"[\w-]+", bare)
    if head is None or _FUNCTION.match(bare):
        return None
    noun = head.group()
    people, texts = _known()
    if len(noun) == 1 or texts.match(noun) or re.match(r"\d|[IVX]{1,4}\Z", noun):
        return None
    known, body = people.match(noun) is not None, _BODY.match(noun) is not None
    plural = noun.lower().endswith("s")
    number: Number = "people" if plural else "body" if body else "person"
    starts = counted is None and _is_sentence_start(text, start)
    if not known and _is_name(bare, noun, starts):
        named = not body or " " in bare
        return Attribution("entity" if named else "group", start, end, head=offset, number=number)
    if starts and " " not in bare and _VERBAL.search(noun):
        return None
    name = _NAME.search(bare, head.end())
    if name and not plural and not _PREPOSED.search(bare[: name.start()]):
        return Attribution(
            "entity", offset + name.start(), offset + name.end(), head=offset + name.start()
        )
    likely = counted is not None and (plural or animate)
    likely = likely or (animate and start > 0 and text[start - 1] == " " and not starts)
    if not (known or body or _is_person_noun(noun) or (likely and not _NO_PERSON.match(noun))):
        return None
    apposed = None if plural else _APPOSED.match(text, end)
    if apposed:
        return Attribution("entity", *apposed.span("n"), head=apposed.start("n"), number=number)
    single = (
        not plural and _UNIQUE.match(noun) and _DEFINITE.search(text[max(0, start - 6) : offset])
    )
    return Attribution("entity" if single else "group", start, end, head=offset, number=number)


_POLITE = re.compile(r"(?:honorable|distinguid[oa]|ilustre|señora?)\s(?=[a-z])")
# "el ministro", "su portavoz", "el informe": one whom the text has spoken of, though unnamed here.
_DEFINITE = re.compile(
    r"(?:\A|[^\w])(?:el|la|al|del|su|dicho|dicha|este|esta|ese|esa)\s(?:propi[oa]\s|mism[oa]\s)?"
    rf"(?:{_POLITE.pattern})?\Z",
    re.IGNORECASE,
)
_UNIQUE = re.compile(
    r"(?:ex|vice|sub)?(?:ministr[oa]|president[ea]|canciller|portavoz|vocer[oa]|gobernador[a]?|secretari[oa]|"
    r"alcalde|alcaldesa|comisionad[oa]|embajador[a]?|fiscal|rey|reina|mandatari[oa]|diputad[oa]|senador[a]?|"
    r"relator[a]?|gobierno|misión|informe|comisión|comité|tribunal|corte|ejército|ministerio|cancillería|"
    r"delegación|profesor[a]?|general|almirante|comandante|embajada)\Z",
    re.IGNORECASE,
)


def _is_name(bare: str, noun: str, starts: bool) -> bool:
    """Whether words are a name: all capitalised; where they begin a sentence and are one word, no
    verb ("Quedan") and no people ("Vecinos")."""
    if not noun[:1].isupper():
        return False
    if not starts:
        return True
    if " " in bare:
        return _NAME.fullmatch(bare) is not None
    if is_verb(noun):
        return False  # "Sostiene que"
    return not _VERBAL.search(noun) and not (noun.endswith("s") and _is_person_noun(noun))


_VERBAL = re.compile(r"(?:mos|ron|an|en|ó)\Z")
_NAME = re.compile(rf"[{UP}][\w-]+(?:\s(?:de\s|del\s|de\sla\s|de\slos\s|y\s)?[{UP}][\w-]+)*")
# "Un regidor, Ann Roe, ...": who it is.
_APPOSED = re.compile(
    rf",\s(?:el\s|la\s)?(?:(?!{PREPOSITION}\s)[a-záéíóúñ]+\s(?:de\s[a-záéíóúñ]+\s)?){{0,3}}"
    rf"(?P<n>{_NAME.pattern})(?=[,.—:»]|\s—|\s[a-z])"
)
# Words that begin a sentence with a capital and name nobody.
_FUNCTION = re.compile(
    rf"(?:{PREPOSITION}|también|además|asimismo|igualmente|finalmente|incluso|entretanto|después|hoy|ayer|ahora|ahí|así|aquí|allí|anoche|anteayer|nada|nadie|"
    r"alguien|qué|quién|cómo|cuándo|cuando|hace|hay|es|son|me|nos|se|le|les|lo|la|no|sí|ya|aún|eso|esto|"
    r"entonces|luego|tampoco|bien|quizá|quizás|casi\stodo|si|que|pero|y|o|ni|cuánto|tanto|tal|todo|fui|"
    r"sé|esta\s(?:madrugada|mañana|tarde|noche)|"
    r"est[ea]\s(?:año|mes|semana)|ese\smismo\sdía|años|días|meses|semanas)\b",
    re.IGNORECASE,
)
_PREPOSED = re.compile(rf"(?:^|\s){PREPOSITION}\s(?:la\s|los\s|las\s|el\s)?\Z", re.IGNORECASE)


def _is_sentence_start(text: str, place: int) -> bool:
    before = text[max(0, place - 4) : place]
    return re.search(r"(?:\A|[.:;?!»\n]\s*|[«“\"¿¡]|—\s?)\Z", before) is not None


def _is_person_noun(noun: str) -> bool:
    return _NO_PERSON.match(noun) is None and _PERSON_ENDING.match(noun) is not None


def _leads(before: str) -> bool:
    """Whether what stands between a phrase's beginning and a name makes the name its head: titles
    and determiners, no preposition."""
    return not re.search(rf"\b{PREPOSITION}\b", before, re.IGNORECASE) and before.count(" ") <= 4
