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
    "advise champion promote press lobby tout defend lament regret sponsor co-sponsor "
    "cosponsor opine posit shout mutter joke scoff decree resolve bristle balk demur protest "
    "agree disagree consider regard view see deem judge call describe portray hold find ask tell "
    "answer expect appeal approve disapprove resent foresee dislike assure dissent credit "
    "enquire inquire dread despise detest loathe admire relish note add report estimate "
    "calculate reckon suppose imagine share trust know recall question rule announce cite "
    "confirm disclose reaffirm point respond remind explain reason infer deplore profess retort "
    "observe quip concur sympathize sympathise grumble implore beg exhort counsel second order "
    "authorize authorise veto forbid decline put speak present inform attribute link "
    "liken compare rate assess interpret persuade convince whisper object balk disavow rebuke "
    "rebut refute envisage envision anticipate fault chide scold commend salute invoke marvel "
    "thank talk lean bless rely feel figure guess sense intend understand prescribe "
    "take raise make voice "
    "disapprove distrust mistrust underline underscore highlight clarify elaborate boast crow "
    "foresaw sneer sigh snap recount relate signal hint intimate imply submit certify attest "
    "renounce repudiate turn mention reveal characterize characterise request tweet "
    "indicate wonder comment slam blast lambast laud echo affirm proclaim speculate".split()
)
# These state a view only with a clause, or with an object that is called something.
NEEDS_CONTENT = frozenset(
    "see find hold call tell ask report add describe expect consider view regard want wish state "
    "answer resist press note know judge deem portray share trust write prefer estimate "
    "calculate imagine suppose reply protest agree resolve doubt think swear decree promise "
    "refuse defend reckon rule announce declare confirm disclose reaffirm point respond "
    "remind explain reason infer observe second put speak present inform attribute link "
    "liken compare rate assess interpret thank talk lean bless rely feel figure guess sense mean "
    "intend understand say decline underline underscore highlight recount relate "
    "signal hint submit certify turn credit question persuade convince promote "
    "admire take raise make voice "
    "concur order counsel envisage maintain approve authorize authorise forbid "
    "mention reveal characterize characterise request back "
    "indicate wonder comment echo affirm proclaim speculate".split()
)
# Only people and bodies do these, so that any noun is a holder but a text or a finding.
ANIMATE = frozenset(
    "say argue claim warn contend insist believe think fear hope worry vow pledge urge want wish "
    "tell ask reply doubt deny complain concede admit appeal approve disapprove resent foresee "
    "dislike call condemn denounce dissent oppose favor favour dismiss reject endorse advocate "
    "assure swear plead lament applaud criticize criticise prefer shout decry dread object "
    "announce recall question respond remind infer profess retort implore beg exhort".split()
)
TEXTS = re.compile(
    r"(?:laws?|constitution|charter|treaty|treaties|articles?|acts?|conventions?|records?|evidence|"
    r"figures?|history|facts?|data|numbers?|maps?|logic|experience|theory|doctrine|plans?|"
    r"sections?|clauses?|statutes?|title|"
    r"it|this|that|these|which|what|there|nothing|everything|you|nobody|anyone|"
    r"dates?|clocks?|graves?|somebody|someone|anybody|who|whom|whoever|themselves|itself|himself|"
    r"herself|times?|lessons?|lines?|stamps?|plaques?|apology|answers?|none|neither|photographs?|"
    r"ledgers?|budgets?|prices?|signs?|labels?|names?|words?|silence|flags?|arithmetic|economics|"
    r"wars?|force|strikes?|raids?|bombs?|missiles?|amendments?|provisions?|paragraphs?|rules?)\Z",
    re.IGNORECASE,
)
STATES = frozenset(
    "skeptical sceptical hostile opposed wary eager keen convinced adamant reluctant determined "
    "supportive enthusiastic certain sure doubtful afraid critical impatient dismissive confident "
    "unconvinced unpersuaded unmoved fearful hopeful worried indignant offended furious unhappy "
    "alarmed untroubled reassured insistent blunt blunter emphatic unequivocal cool lukewarm "
    "pessimistic optimistic scathing unimpressed".split()
)
ATTITUDES = frozenset(
    "belief view argument conviction fear hope consensus call demand opinion verdict judgment "
    "judgement warning counsel advice complaint answer reply position case objection reasoning "
    "contention insistence plea theory claim charge criticism accusation allegation assertion "
    "assessment appeal request proposal recommendation suggestion threat promise pledge vow "
    "prediction forecast conclusion finding reading worry concern suspicion message doubt response "
    "rejoinder retort preference instinct creed thesis".split()
)
# What "takes", "raises" or "has" them states a view.
HELD = frozenset(
    "view position line objection doubt misgiving reservation case argument demand appeal threat "
    "accusation complaint point".split()
)
# What one relies on who argues: troops rely on tanks.
GROUNDS = frozenset(
    "law article act clause section statute constitution charter treaty precedent case opinion "
    "ruling judgment resolution authorization authorisation doctrine principle theory argument "
    "claim evidence record report finding memo memorandum testimony statement history".split()
)
# In an infinitive of purpose these are deeds, no views: "paid to support the police".
DEEDS = frozenset("support back defend promote sponsor press ask second".split())
# In which something is said: "a letter in which she urged".
COMMUNICATIONS = frozenset(
    "statement briefing letter speech interview report memo memorandum address conference article "
    "op-ed post video message testimony editorial column note declaration appeal essay email "
    "broadcast press".split()
)
# Who does not do these has stated nothing.
NOT_SAID = frozenset(
    "deny say tell ask answer reply declare confirm disclose report fear hope want know vote care "
    "expect announce see find promise think believe claim doubt write wish".split()
)
FEELINGS = frozenset("confidence concern worry doubt optimism enthusiasm skepticism".split())
# By these the author says where a view comes from: "I know that some ask", "I have heard it said".
RECEIVING = frozenset(
    "know hear read learn understand gather suspect remember recall accept see notice meet have "
    "take respect realize realise listen".split()
)
MODALS = frozenset({"would", "will", "could", "may", "might", "should", "can", "must", "'d", "'ll"})
# What "critics will say" they do say; of other verbs a modal makes the author's forecast.
SAID_AHEAD = frozenset({"will", "may", "might", "'ll"})
REPLYING = frozenset(
    "say tell argue object reply answer respond add predict warn ask point insist protest counter "
    "complain conclude".split()
)
# What a body of which "it" was said before can do.
REPORTING = frozenset(
    "say tell argue warn declare state conclude insist maintain add urge recommend note deny "
    "promise announce claim report acknowledge concede request reveal mention "
    "confirm indicate affirm".split()
)
# With a clause these are done by people and bodies alone, whatever their name.
CLAIMING = REPORTING | frozenset(
    "hold answer reply respond object counter retort believe think fear suspect calculate reckon "
    "foresee predict observe remind insist contend complain protest agree expect".split()
)
# Verbs that a tagger takes for nouns where their subject is long.
NOUNLIKE = frozenset(
    "fear fears hope hopes claim claims report reports promise doubt answer answers reply replies "
    "point worry counter counters demand object estimate argue argues say says warn warns note "
    "notes respond forecast caution protest charge complain foresees thought holds adds".split()
)
NOUNLIKE_WITH = frozenset({("point", "to"), ("point", "out"), ("object", "to"), ("worry", "about")})
# Conjunctions that make what they begin a circumstance of the author's statement.
CIRCUMSTANCE = frozenset(
    "if unless when whenever because since while whilst although though until before after once "
    "where whereas than lest so how".split()
)
# The author rejects what the subject holds: the sentence stays the author's.
REJECTED = re.compile(
    r"\b(?:illusions? (?:that|of|about)|mistaken(?:ly)?|wrongly|falsely|"
    r"unpersuasively|unconvincingly|erroneously|misread\w*|pretend\w*|delusion\w*|"
    r"(?<!been )(?<!be )ignore[sd]?|forget[s]?|fail(?:s|ed)? to (?:see|grasp|understand))\b",
    re.IGNORECASE,
)
# A resolution or an order speaks itself, whatever it recites.
LEGAL = re.compile(
    r"(?:Sec(?:tion|\.)\s|Resolved\b|(?:\(\w{1,3}\)\s+)?(?![^\"“]{0,200}\b(?:I|[Ww]e)\s(?:\w+\s)?shall\b)"
    r"[^\"“:]{0,200}\b(?<![Ww]hat\s)(?<!they\s)shall\b|"
    r"(?:\(\w{1,3}\)\s+)?(?:[^\"“:]{0,80}\b)?(?:Congress|Senate|House) "
    r"(?:finds|declares|determines) that\b)",
)
HEARSAY = re.compile(
    r"[\"“]?(?:(?:But\s|And\s)?(?:[Ww]e|I) (?:are|am|have been|were|was) "
    r"(?:often |always |now |also |constantly )?told\b(?! by\b)|"
    r"(?:I|We) (?:have |often |also |keep )?hear(?:d|ing)? it (?:said|argued)\b|"
    r"The (?:first|second|third|fourth|last|main|usual|other|chief) (?:complaint|objection|"
    r"argument|criticism|charge|claim|answer|excuse|reply) is that\b|"
    r"(?:They|He|She) (?:was|were) (?:called|dismissed as|branded|denounced as)\b)"
)
OPINION_OF = re.compile(
    r"\b[Ii]n (?P<whose>his|her|their) (?:view|opinion|eyes|judg(?:e)?ment|telling|reading)\b"
)
# "ORVEL, Norland (Wire) — ", "Port Tarn - ", "LAGOS, Jan. 5: "
DATELINE = re.compile(
    r"[A-Z][\w.'’]+(?:\s[A-Z][\w.'’]+){0,2}"
    r"(?:(?:,\s[A-Z0-9][\w.]*(?:\s[A-Z0-9][\w.]*){0,2}){0,3}(?:\s\([^)]{2,30}\))?\s(?:[-–—|]|--)\s|"
    r"(?:,\s[A-Z0-9][\w.]*(?:\s[A-Z0-9][\w.]*){0,2}){1,3}:\s)"
)
QUESTIONER = re.compile(r"(?:Q|QUESTION|Question|Reporter|REPORTER)\Z")
ACCORDING = re.compile(
    r"(?<!, )\b(?:according to|in the (?:view|eyes|words|opinion|judge?ment|telling|reading) of|"
    r"by the (?:count|account|reckoning|estimate) of)\s+"
    r"(?!wh(?:o|om|ich)\b)|, according to\s+(?!wh(?:o|om|ich)\b)",
    re.IGNORECASE,
)
# "To critics of the raids, ...", "For the opposition, ..."
TO_WHOM = re.compile(r"(?:(?:And|But|Yet|Still),? )?(?:[Tt]o|[Ff]or|[Aa]mong)\s+(?=\w)")
TURN = re.compile(
    r"(?P<name>(?:(?:Mr|Mrs|Ms|Dr|Gen|Sen|Rep|Col|Adm|Amb|Prof|REP|SEN|GEN|COL)\.\s|The\s)?"
    r"[A-ZÁÉÍÓÚÑÏ][\w.’'-]*(?:\s(?:\(Ret\.\)\s|of\s(?:the\s)?|for\s)?[A-ZÁÉÍÓÚÑÏ][\w.’'-]*){0,5})"
    r"(?:\s\((?:Mr|Mrs|Ms|Dr|Sir|Dame|Lord|Baroness)\.?\s[^)]{2,40}\)\Z|"
    r"(?:\s\([^)]{2,50}\)){1,2}(?::(?:\s|\Z)|\s?—(?=[A-Z\"“]))|"
    r":\s|(?<=[A-ZÁÉÍÓÚÑÜÏÄÖ]{3})\.\s|\.?—(?=[A-Z\"“])|(?<=[A-Z]{3})\s—(?=[A-Z\"“]))"
)
NO_SPEAKER = re.compile(
    r"\b(?:sec|sect|art|chap|no|part|chapter|note|update|figure|table|summary|source|sources|correction|section|article|title|"
    r"question|answer|conclusion|background|example|warning|fact|so|one|two|three|four|five|six|seven|eight|nine|ten|"
    r"(?:thir|four|fif|six|seven|eigh|nine)teen|(?:twen|thir|four|fif)ty|eleven|twelve|eleventh|twelfth|last|\w+teenth|twentieth|"
    r"first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth)\Z",
    re.IGNORECASE,
)
FIRST = frozenset({"i", "we"})
THIRD = frozenset({"he", "she", "they"})
NOBODY = frozenset({"no", "any", "whatever", "whichever", "neither"})
# Who are counted: "a growing number of officers", "many of them", "seventy-one".
COUNTED = frozenset(
    "number handful majority minority share lot plenty couple pair dozen dozens hundreds thousands "
    "percent % half third thirds quarter quarters tenth score scores generation group handful "
    "percentage proportion range chorus crowd list series part much".split()
)
# Pronouns that stand for people beside a verb of saying.
SOME = frozenset(
    "some many few others another other most all both several one ones those everyone everybody "
    "more two three four five six seven half none".split()
)
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
    r"governments?|ministry|department|committee|commission|council|court|congress|senate|house|"
    r"parliament|party|parties|administration|agency|unions?|panel|board|staff|command|"
    r"embass(?:y|ies)|ministries|delegations?|delegates?|coalition|side|camp|church(?:es)?|"
    r"division|desk|office|mission|team|bureau|unit|investigators?|newspapers?|papers?|report|study|survey|brief|memo|memorandum|editorial|polls?|school|groups?|"
    r"principal|gentlem[ae]n|lady|candidates?|contributors?|partners?|insiders?|observers?|"
    r"bystanders?|exiles?|refugees?|survivors?|families|parents|economists?|resolution|"
    r"\w{2,}(?:[bcdfgklmnpstvwz](?:er|or)s?|ants?|ees|ologists?)|organi[sz]ations?|agencies|bodies|"
    r"lobby|opposition|public|press|media|networks?|institutes?|think-?tanks?|forces|army|navy|"
    r"military|police|services?|countries|states|nations|capitals|companies|firms|banks|industry|"
    r"heads|powers|populations?|communit(?:y|ies)|societ(?:y|ies)|clergy|youths?|kids|children|"
    r"sisters?|cousins?|aunts?|uncles?|wives|husbands?|daughters?|girls?|boys?|couples?|"
    r"faithful|cautious|notice|assessment|review|inquiry|audit|statement|communiqu[ée]|"
    r"guards?|recruits?|conscripts?|cadets?|monks?|rebels?|students?|tribunals?|legislatures?|"
    r"presidency|cabinet|junta|regime|kremlin|leadership|brass|headquarters|vicars?|scribes?|"
    r"voices|quarters|circles|wing|faction|bloc|benches|bench|lords?|hosts?|guests?|sheriffs?|"
    r"hunters?|heirs?|clients?|intellectuals?|professionals?|locals|nationals|liberals?|radicals?|"
    r"conservatives?|moderates|federals|rivals?|principals?|democrats?|sponsors?|spokesperson|"
    r"midwi(?:fe|ves)|monarch|patriarch|prelates?|sheikhs?|imams?|rabbis?|pastors?|chaplains?|"
    r"academics?|mechanics?|medics?|clerics?|catholics?|relatives?|captives?|natives?|detectives?)\Z",
    re.IGNORECASE,
)
# People that a sentence speaks of as one, and goes on about with "it".
BODIES = re.compile(
    r"(?:government|ministry|department|committee|commission|council|court|congress|senate|house|"
    r"parliament|party|administration|agency|union|panel|board|staff|command|embassy|delegation|"
    r"coalition|church|office|mission|bureau|unit|newspaper|paper|report|study|survey|poll|"
    r"school|group|organi[sz]ation|body|lobby|opposition|public|press|network|institute|force|army|"
    r"navy|military|police|service|country|state|nation|company|bank|presidency|cabinet|junta|"
    r"regime|leadership|brigade|tribunal|legislature|faction|bloc|notice|review|inquiry)\Z",
    re.IGNORECASE,
)
# The last words of names that are no people's: "Mutual Defense Treaty", "Red Sea".
THINGS = re.compile(
    r"(?:Treaty|Act|Accords?|Agreement|Pact|Resolution|Convention|Charter|Constitution|Protocol|Plan|"
    r"Law|Order|War|Sea|Ocean|Gulf|Strait|River|Islands?|Shoal|Reef|Peninsula|Desert|Valley|City|"
    r"Province|Region|County|Operation|Day|Watch|Times|Post|News|Mission|Program|Initiative)\Z"
)
# Names in the plural of what is one. Source: the members of the United Nations.
PLURAL_COUNTRIES = frozenset(
    "Philippines Netherlands Maldives Seychelles Bahamas Comoros States Emirates Nations".split()
)
# Nouns in -er, -or, -ant that are no people.
NO_PEOPLE = re.compile(
    r"(?:letter|matter|water|power|number|order|paper|river|corner|winter|summer|weather|"
    r"quarter|chapter|border|danger|answer|cover|offer|fever|finger|shelter|silver|timber|timer|"
    r"center|cluster|counter|disaster|factor|sector|vector|reactor|motor|error|terror|"
    r"horror|mirror|harbor|corridor|door|floor|poor|color|favor|labor|vapor|tremor|helicopter|"
    r"freighter|bomber|cutter|destroyer|cruiser|carrier|launcher|computer|radar|encounter|"
    r"register|ledger|charter|crater|shutter|theater|laughter|slaughter|dinner|banner|"
    r"manner|container|tanker|trawler|printer|poster|folder|tender|ladder|hinder|"
    r"ever|never|rather|together|remainder|former|latter|plant|grant|warrant|covenant|"
    r"deterrent|disorder|starter|trigger|barrier|layer|user|tower|shower|flower)s?\Z",
    re.IGNORECASE,
)
UNSOURCED = re.compile(
    r"\b(?:it (?:is|was|has been|will be) (?:often |sometimes |widely |now |also )?"
    r"(?:said|claimed|argued|alleged|suggested|believed|reported|thought|answered|objected|expected)|"
    r"(?:is|are|was|were) (?:often |sometimes |widely )?(?:said|believed|alleged|seen|thought|"
    r"considered|reported|regarded) (?:to|as)|so the argument goes|some say|"
    r"(?:is|are|was|were) expected (?:to|in|by|on|later|next|this)|"
    r"there (?:is|was|has been) (?:\w+ )?"
    r"(?:speculation|talk|suspicion|fear|concern|consensus) that|"
    r"(?:was|were|been) told (?:\w+ )?that|reportedly|allegedly)\b",
    re.IGNORECASE,
)
IMPERSONAL = re.compile(
    r"It (?:is|was|has been|will be) (?:often |sometimes |widely |now |also )?"
    r"(?:said|claimed|argued|alleged|suggested|believed|reported|thought|answered|objected) that\b"
)
