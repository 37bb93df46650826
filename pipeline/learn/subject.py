"""Does a text speak of the use of force at all? The shipped models judge the stance toward that."""

from __future__ import annotations

import re
from collections.abc import Mapping

from pipeline.learn.examples import Passage

# The least part of a text's sentences, those with doubtful words counted by half. Of the project's
# 785 English training texts 2% have less, nearly all of them short passages; of whole documents
# 1%. Of its 44 texts about something else, written with words of war in other senses, 43% have as
# much; of news about the climate 4%, of pupils' essays 3% (public corpora).
_LEAST = 0.07

# Words for the use of force and for those who use it; then words that have other senses too.
_PLAIN, _DOUBTFUL = "plain", "doubtful"
_WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        _PLAIN: r"militar\w+|air[ -]?strikes?|bomb(?:s|ed|ings?|ers?|ard\w*)?|troops?|soldiers?|"
        r"invad\w+|invasions?|missiles?|no-fly|army|armies|naval|navy|navies|warships?|frigates?|"
        r"gunships?|gunboats?|marines|peace-?keep\w*|blue helmets|"
        r"armed (?:forces?|drones?|intervention|attacks?|conflict|groups?|men)|"
        r"special (?:forces|operations)|air force|use of force|"
        r"(?:use|using|used|by|all necessary) (?:\w+ )?force|commandos?|battalions?|brigades?|"
        r"regiments?|platoons?|garrisons?|expeditionary|warfare|cease-?fires?|combat|pentagon|nato|"
        r"artillery|howitzers?|warplanes?|jets|drones?|hostilities|occupying|insurgen\w*|"
        r"guerrill\w*|militias?|warlords?|paratroop\w*|infantry|gendarm\w*|rockets|shelling|"
        r"self-defen[cs]e|airlift|quagmire|regime change|blockad\w*|rules of engagement|"
        r"war powers|boots on the ground|belligeren\w*|aggression|combatants?|bases",
        _DOUBTFUL: r"wars?|interven(?:e[ds]?|ing|tions?|tionis\w+)|raids?|forces?|strikes?|struck|"
        r"occup\w+|rebels?|generals?|colonels?|admirals?|deterren\w*|front ?lines?|"
        r"battles?|battlefield\w*|siege|junta|coup|attack\w*|fight\w*|deploy\w*|weapons?|armed|"
        r"guns|tanks|fleet|conquer\w*|shell(?:ed|s)",
    },
    "es": {
        _PLAIN: r"militar\w*|bombard\w+|tropas?|soldados?|invad\w+|invasi\w+|misil\w*|ejércitos?|"
        r"la armada|naval(?:es)?|la marina|infantería|marines|fragatas?|portaaviones|"
        r"cascos azules|fuerzas? (?:armadas?|aéreas?|especiales|militar\w+)|uso de la fuerza|"
        r"recurso a la fuerza|batall[oó]n\w*|brigadas?|regimientos?|cuartel\w*|guarnici[oó]n\w*|"
        r"gendarm\w*|alto el fuego|cese (?:al|del) fuego|combat\w+|pentágono|otan|artillería|"
        r"dron(?:es)?|hostilidades|insurgen\w*|guerriller\w*|guerrillas?|paramilitar\w*|"
        r"paracaidistas?|legítima defensa|bloqueo naval|agresión|comandos?|"
        r"(?:grupos?|conflictos?|lucha|intervención|ataques?|hombres) armad[oa]s?|guardia nacional|"
        r"bases",
        _DOUBTFUL: r"guerras?|fuerzas?|interven\w+|intervin\w+|ataqu\w+|atac\w+|bloqueos?|"
        r"ocupaci\w+|despleg\w+|despliegu\w+|ofensivas?|operaci[oó]n\w*|operativos?|armas?|"
        r"armad[oa]s?|batallas?|generales|coronel\w*|almirantes?|rebeldes?|marinos?|buques?|"
        r"aviones|cazas?|tanques?|fusil\w*|milicias?|conquist\w*|asedi\w*|disuasi\w*",
    },
}
_PATTERNS = {
    language: {kind: re.compile(rf"\b(?:{words})\b") for kind, words in kinds.items()}
    for language, kinds in _WORDS.items()
}


def about_force(passage: Passage, language: str = "en") -> bool:
    """Whether enough of a text's sentences speak of the use of force, or of those who use it."""
    enough, found = _LEAST * len(passage.sentences), 0.0
    for sentence in passage.sentences:
        found += _speaks_of_force(sentence.lower(), language)
        if found >= enough:
            return True
    return False


def _speaks_of_force(sentence: str, language: str) -> float:
    patterns = _PATTERNS[language]
    if patterns[_PLAIN].search(sentence):
        return 1.0
    return 0.5 if patterns[_DOUBTFUL].search(sentence) else 0.0
