"""The words by which a sentence attributes a view, and those that only seem to."""

from __future__ import annotations

import re

# What states a view by itself.
SAYING = frozenset(
    "say argue claim warn contend insist assert maintain believe think suggest state declare "
    "write conclude predict fear hope worry promise vow pledge threaten urge demand advocate "
    "recommend propose favor favour support back endorse oppose reject resist object criticize "
    "criticise condemn denounce decry praise complain concede acknowledge admit deny dismiss "
    "doubt dispute want wish prefer refuse testify remark reply counter caution emphasize "
    "emphasise stress allege accuse blame hail welcome applaud mock plead reiterate swear float "
    "advise champion promote press lobby swear tout defend lament regret sponsor co-sponsor "
    "cosponsor opine posit shout mutter joke scoff decree resolve bristle balk demur protest "
    "agree disagree consider regard view see deem judge call describe portray hold find ask tell "
    "answer expect appeal approve disapprove resent foresee dislike assure dissent credit "
    "disagree enquire inquire dread despise detest loathe admire relish note add report estimate "
    "calculate reckon suppose imagine share trust know vote recall question rule announce cite "
    "confirm disclose reaffirm point".split()
)
# These state a view only with a clause, or with an object that is called something.
NEEDS_CONTENT = frozenset(
    "see find hold call tell ask report add describe expect consider view regard want wish state "
    "answer resist press note know judge deem portray share trust write prefer press estimate "
    "calculate imagine suppose reply protest agree resolve doubt think swear decree vote promise "
    "refuse defend know reckon recall rule "
    "announce declare confirm disclose reaffirm point".split()
)
# Only people and bodies do these, so that any noun is a holder but a text or a finding.
ANIMATE = frozenset(
    "say argue claim warn contend insist believe think fear hope worry vow pledge urge want wish "
    "tell ask reply doubt deny complain concede admit appeal approve disapprove resent foresee "
    "dislike call condemn denounce dissent oppose favor favour dismiss reject endorse advocate "
    "assure swear plead lament applaud criticize criticise prefer shout decry dread object "
    "announce recall question".split()
)
TEXTS = re.compile(
    r"(?:laws?|constitution|charter|treaty|articles?|records?|evidence|figures?|history|facts?|"
    r"data|numbers?|maps?|logic|experience|theory|doctrine|plans?|sections?|clauses?|statutes?|"
    r"it|this|that|these|those|which|what|there|nothing|everything|one|you|nobody|anyone|everyone|"
    r"dates?|clocks?|graves?|somebody|someone|anybody|who|whom|whoever|themselves|itself|himself|herself|times?)\Z",
    re.IGNORECASE,
)
STATES = frozenset(
    "skeptical sceptical hostile opposed wary eager keen convinced adamant reluctant determined "
    "supportive enthusiastic certain sure doubtful afraid critical impatient dismissive".split()
)
ATTITUDES = frozenset(
    "belief view argument conviction fear hope consensus call demand opinion verdict judgment "
    "judgement warning counsel advice complaint answer reply position case objection reasoning "
    "contention insistence plea".split()
)
# Who does not do these has stated nothing.
NOT_SAID = frozenset("deny say tell ask answer reply declare confirm disclose report".split())
FEELINGS = frozenset("confidence concern worry doubt optimism enthusiasm skepticism".split())
MODALS = frozenset({"would", "will", "could", "may", "might", "should", "can", "must", "'d", "'ll"})
# The author rejects what the subject holds: the sentence stays the author's.
REJECTED = re.compile(
    r"\b(?:illusion|mistaken(?:ly)?|wrongly|falsely|misread\w*|pretend\w*|delusion\w*|ignore[sd]?|"
    r"forget[s]?|fail(?:s|ed)? to (?:see|grasp|understand))\b",
    re.IGNORECASE,
)
# A resolution or an order speaks itself, whatever it recites.
LEGAL = re.compile(
    r"(?:Whereas\b|Sec(?:tion|\.)\s|Resolved\b|(?:\(\w{1,3}\)\s+)?[^\"“]{0,200}\bshall\b)",
)
HEARSAY = re.compile(
    r"[\"“]?(?:(?:We|I) (?:are|am|have been|were|was) (?:often |always |now )?told\b|"
    r"The (?:first|second|third|fourth|last|main|usual|other|chief) (?:complaint|objection|"
    r"argument|criticism|charge|claim|answer|excuse|reply) is that\b|"
    r"(?:They|He|She) (?:was|were) (?:called|dismissed as|branded|denounced as)\b)"
)
OPINION_OF = re.compile(r"\b[Ii]n (?P<whose>his|her|their) (?:view|opinion|eyes|judg(?:e)?ment)\b")
QUESTIONER = re.compile(r"(?:Q|QUESTION|Question|Reporter|REPORTER)\Z")
ACCORDING = re.compile(
    r"\b(?:according to|in the (?:view|eyes|words|opinion|judgment) of)\s+", re.IGNORECASE
)
TURN = re.compile(
    r"(?P<name>(?:(?:Mr|Mrs|Ms|Dr|Gen|Sen|Rep|Col|Adm|Amb|Prof)\.\s|The\s)?"
    r"[A-ZÁÉÍÓÚÑÏ][\w.’'-]*(?:\s[A-ZÁÉÍÓÚÑÏ][\w.’'-]*){0,4})(?::|(?<=[A-Z]{3})\.)\s"
)
NO_SPEAKER = re.compile(
    r"\b(?:sec|sect|art|chap|no|part|chapter|note|update|figure|table|summary|source|sources|correction|section|article|title|"
    r"question|answer|conclusion|background|example|warning|fact|first|second|third)\Z",
    re.IGNORECASE,
)
FIRST = frozenset({"i", "we"})
THIRD = frozenset({"he", "she", "they"})
NOBODY = frozenset({"no", "any", "every", "each", "whatever", "whichever"})
PEOPLE = re.compile(
    r"(?:\w{2,}(?:ists?|ians?|crats?|makers?|men|man|women|woman|folk|hawks?)|officials?|all(?:y|ies)|"
    r"aides?|advis[eo]rs?|supporters?|critics?|opponents?|advocates?|analysts?|experts?|members?|"
    r"generals?|officers?|agents?|people|persons?|americans?|republicans?|hawks?|doves?|"
    r"commanders?|voters?|majority|minority|percent|many|some|few|others?|most|half|thirds?|"
    r"proponents?|s[ck]eptics?|witness(?:es)?|colleagues?|lawyers?|leaders?|troops|soldiers?|"
    r"veterans?|ministers?|secretar(?:y|ies)|presidents?|senators?|representatives?|governors?|"
    r"ambassadors?|diplomats?|envoys?|judges?|clerks?|bishops?|priests?|teachers?|farmers?|"
    r"doctors?|nurses?|mothers?|fathers?|widows?|sons?|neighbo(?:u)?rs?|friends?|correspondents?|"
    r"reporters?|editors?|writers?|authors?|scholars?|professors?|researchers?|students?|readers?|"
    r"listeners?|residents?|villagers?|protesters?|activists?|campaigners?|planners?|defenders?|"
    r"backers?|detractors?|speakers?|chair(?:man|men|s)?|directors?|chiefs?|colonels?|captains?|"
    r"majors?|admirals?|sergeants?|inspectors?|pilots?|king|queen|pope|chancellor|premier|mayors?|"
    r"government|ministry|department|committee|commission|council|court|congress|senate|house|"
    r"parliament|party|parties|administration|agency|union|unions|panel|board|staff|command|"
    r"embass(?:y|ies)|governments|ministries|delegations?|delegates?|coalition|side|camp|church|"
    r"division|desk|office|mission|team|bureau|unit|investigators?|newspapers?|papers?|report|study|survey|brief|memo|editorial|polls?|school|group|groups|"
    r"principal|gentleman|lady|candidates?|contributors?|partners?|insiders?|observers?|"
    r"bystanders?|exiles?|refugees?|survivors?|families|parents|economists?|survey|resolution)\Z",
    re.IGNORECASE,
)
UNSOURCED = re.compile(
    r"\b(?:it (?:is|was|has been) (?:often |sometimes |widely |now )?"
    r"(?:said|claimed|argued|alleged|suggested|believed|reported|thought)|"
    r"(?:is|are|was|were) (?:often |sometimes |widely )?(?:said|believed|alleged|seen|thought|"
    r"considered|reported|regarded) (?:to|as)|so the argument goes|some say|"
    r"reportedly|allegedly|se dice que|al parecer|supuestamente)\b",
    re.IGNORECASE,
)
IMPERSONAL = re.compile(
    r"It (?:is|was|has been) (?:often |sometimes |widely |now )?"
    r"(?:said|claimed|argued|alleged|suggested|believed|reported|thought) that\b"
)
