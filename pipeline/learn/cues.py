"""Cues: families of words and turns that show a stance toward the use of force.

Each cue is a named pattern; a sentence's cue features say whether it matches. The families follow
the arguments that just-war theory, deterrence theory and the literature on the costs of
intervention distinguish: necessity, last resort, proportionality, legality, effectiveness,
blowback, escalation, credibility, protection.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from functools import cache, lru_cache

import numpy as np
from scipy import sparse

from pipeline.learn.files import DATA

# In lower case, as is the text that they are searched in: `re.IGNORECASE` takes twice as long.
_PATTERNS: dict[str, str] = {
    # grammar
    "negation": r"\b(?:not|n't|n’t|never|no|none|nobody|nothing|neither|nor|without|cannot|hardly)\b",
    "should": r"\b(?:should|ought to|must|needs? to|has to|have to|had better|time to)\b",
    "should_not": r"\b(?:should|ought|must|need|do|can|could|may)(?:n't|n’t| not|not)\b|\bno (?:business|right|reason)\b",
    "would_fail": r"\b(?:would|will|could|can)(?:n't|n’t| not|not| never| hardly) (?:work|solve|end|stop|bring|succeed|win|help|change|make|defeat|fix)",
    "conditional": r"\b(?:if|unless|were .{1,30} to|should .{1,30} (?:fail|attack|invade))\b",
    "prediction": r"\b(?:will|would|could|might|may|likely|risks?|going to|bound to)\b",
    "concession": r"^(?:yes|true|granted|admittedly|of course|to be sure|certainly|no doubt)\b|\b(?:even if|although|though|despite|while)\b",
    "contrast": r"\b(?:but|yet|however|nevertheless|nonetheless|instead|rather than|still)\b",
    "question": r"\?",
    "exclamation": r"!",
    "comparative_loss": r"\b(?:more|less|worse|better|cheaper|costlier) .{0,40}\bthan\b",
    "quote": r"[\"“”]",
    "number": r"\b\d[\d,.]*\b|\bpercent\b|%",
    "past": r"\b(?:was|were|had|did|began|became|sent|killed|signed|landed|launched|approved)\b",
    "first_person": r"\b(?:i|we|our|us|my)\b",
    # for force
    "inaction_costs": r"\b(?:wait(?:ing|ed)?|inaction|delay\w*|stand(?:ing)? (?:by|aside)|stood by|look(?:ing|ed)? away|do(?:ing)? nothing|did nothing|hesitat\w*|indifferen\w*|abandon\w*|appease\w*|paralysis|too late|sooner)\b",
    "protect": r"\b(?:protect\w*|defen[ds]\w*|save[ds]?|saving|rescue\w*|shield\w*|safe\w*|secur\w*|shelter\w*)\b",
    "deter": r"\b(?:deter\w*|credib\w*|resolve|signal\w*|message|will to|strength|stronger|prevent\w*|stop\w*|halt\w*)\b",
    "enemy_evil": r"\b(?:massacr\w*|slaughter\w*|genocid\w*|atrocit\w*|tyran\w*|terror\w*|murder\w*|butcher\w*|aggress\w*|ethnic cleansing|starv\w*|tortur\w*)\b",
    "success": r"\b(?:work(?:s|ed|ing)?|succe\w*|victor\w*|win|won|effective\w*|ended|freed|liberat\w*|restor\w*|broke|defeat\w*|destroy\w*|precis\w*|accura\w*|cripple\w*|degrad\w*)\b",
    "duty": r"\b(?:duty|obligation|responsib\w*|conscience|moral|justif\w*|just cause|right to|self-defen[cs]e|legitima\w*|lawful\w*|necessary|necessity|only (?:way|option|language|thing)|last resort|no (?:other|alternative))\b",
    "authorise": r"\b(?:authori[sz]\w*|empower\w*|all necessary|is directed|are directed|shall deploy|mandate|permit\w*|approve\w*)\b",
    "call_for": r"\b(?:call\w* for|urg\w*|demand\w*|want\w*|support\w*|favou?r\w*|back\w*|endors\w*|welcom\w*|advocat\w*|insist\w*|praise\w*|push\w*)\b",
    "threat": r"\b(?:threaten\w*|vow\w*|pledg\w*|promis\w*|warned that .* would|ready to|on the table|ultimatum)\b",
    # against force
    "oppose": r"\b(?:oppos\w*|reject\w*|condemn\w*|denounc\w*|critic\w*|object\w*|refus\w*|warn\w*|caution\w*|doubt\w*|skeptic\w*|sceptic\w*|protest\w*|veto\w*|resist\w*)\b",
    "harm": r"\b(?:civilian\w*|innocent\w*|bystander\w*|casualt\w*|dead|deaths?|die[ds]?|dying|kill\w*|wound\w*|maim\w*|widow\w*|orphan\w*|coffin\w*|funeral\w*|grave\w*|suffer\w*|collateral|trauma\w*|refugee\w*|displac\w*|rubble|ruins?)\b",
    "failure": r"\b(?:fail\w*|futil\w*|useless|pointless|quagmire|disaster\w*|catastroph\w*|mistake\w*|error|blunder\w*|folly|illusion\w*|fantas\w*|myth|backfir\w*|counterproductive|worse\w*|worsen\w*|collapse\w*|chaos|vacuum|stalemate|trap|debacle|reckless\w*)\b",
    "blowback": r"\b(?:recruit\w*|radicali\w*|resent\w*|hatred|hate[sd]?|revenge|reveng\w*|retaliat\w*|backlash|blowback|inflam\w*|anger\w*|martyr\w*|fuel\w*|provok\w*|humiliat\w*|poison\w*)\b",
    "escalation": r"\b(?:escalat\w*|spiral\w*|wider war|regional war|drag\w*|entangle\w*|slippery|mission creep|open-ended|endless|forever|indefinite\w*|occupation|decades?|precedent)\b",
    "illegal": r"\b(?:illegal\w*|unlawful\w*|unconstitutional|violat\w*|breach\w*|sovereign\w*|charter|crime|without (?:congress\w*|authori\w*|consent|permission)|unauthori[sz]\w*|act of war|aggression)\b",
    "limit": r"\b(?:prohibit\w*|forbid\w*|bar(?:s|red)?|no funds|none of the funds|withdraw\w*|remov\w*|terminat\w*|cease\w*|end the|repeal\w*|restrain\w*|restraint|limit\w*|pull\w* out|come home|brought home|shall not|may not)\b",
    "cost": r"\b(?:cost\w*|price|billion\w*|trillion|bill|taxpayer\w*|expens\w*|treasure|squander\w*|waste\w*|spent|burden)\b",
    "alternatives": r"\b(?:diploma\w*|negotiat\w*|talk(?:s|ing)?|dialogue|mediat\w*|sanction\w*|embargo|aid|court\w*|law enforcement|polic\w*|cooperat\w*|peaceful\w*|ceasefire|cease-fire|treat(?:y|ies|ment)|ballot\w*|investigat\w*|prosecut\w*|schools?|jobs|reform\w*)\b",
    "whose_war": r"\b(?:not our|none of our|their own|our sons|our children|young (?:men|people)|boys|soldiers?|outsiders?|foreign(?:ers)?|imperial\w*|coloni\w*|intervention\w*|meddl\w*|bully\w*)\b",
    # subject
    "force": r"\b(?:force|militar\w*|strikes?|airstrikes?|bomb\w*|troops?|inva\w*|war|wars|raid\w*|drones?|missiles?|no-fly|blockad\w*|deploy\w*|attack\w*|occup\w*|combat|hostilit\w*|army|marines?|navy|peacekeep\w*|weapons?|armed|intervene\w*|intervention\w*)\b",
    "other_subject": r"\b(?:tariff\w*|trade|migra\w*|election\w*|budget|economy|oil|vote[rds]*|peso|exports?|harvest|rain|school|weather|census|tax\w*)\b",
    "procedure": r"\b(?:committee|hearing|session|subcommittee|chair\w*|motion|clerk|unanimous consent|thank|welcome|short title|may be cited|definitions?|means)\b",
    "whereas": r"^\s*(?:whereas|resolved|considerando|sec\.|section)\b",
}
NAMES = tuple(_PATTERNS)
_NEGATION = NAMES.index("negation")
_CROSSED = ("success", "protect", "deter", "duty", "authorise", "call_for", "failure", "harm",
            "illegal", "cost", "alternatives", "should", "oppose", "inaction_costs")  # fmt: skip
_CROSSED_COLUMNS = tuple(NAMES.index(name) for name in _CROSSED)
_FORCE = NAMES.index("force")
FEATURES = (*NAMES, *(f"negation x {name}" for name in _CROSSED), "length", "no_force_word")


def cue_features(texts: Sequence[str], language: str = "en") -> sparse.csr_matrix:
    """A row of cue features for each text, in the order of `FEATURES`: 1 where a cue matches. The
    cues of another language than English stand in `data/LANGUAGE/cues.toml`."""
    rows = np.array([_row(text, language) for text in texts], dtype=np.float64)
    return sparse.csr_matrix(rows.reshape(len(texts), len(FEATURES)))


@cache
def _compiled(language: str) -> tuple[re.Pattern[str], ...]:
    if language == "en":
        return tuple(re.compile(pattern) for pattern in _PATTERNS.values())
    patterns = tomllib.loads((DATA / language / "cues.toml").read_text(encoding="utf-8"))
    return tuple(re.compile(patterns[name], re.IGNORECASE) for name in NAMES)


# Several models judge the same sentences one after another.
@lru_cache(maxsize=20_000)
def _row(text: str, language: str) -> tuple[float, ...]:
    lower = text.lower()
    row = [1.0 if pattern.search(lower) else 0.0 for pattern in _compiled(language)]
    crossed = [row[_NEGATION] * row[column] for column in _CROSSED_COLUMNS]
    return (*row, *crossed, min(len(text.split()), 60) / 60, 1.0 - row[_FORCE])
