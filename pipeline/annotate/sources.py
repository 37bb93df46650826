"""Who a sentence's content comes from, read from the parse: subjects of verbs of saying, thinking,
wanting, ordering; whose view, charge or plea it is; to whom something seems so."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Span, Token

from pipeline.annotate.content import has_clause, has_content
from pipeline.annotate.holderwords import (
    ANIMATE,
    ATTITUDES,
    CIRCUMSTANCE,
    CLAIMING,
    COMMUNICATIONS,
    COUNTED,
    DEEDS,
    FIRST,
    MODALS,
    NO_PEOPLE,
    NOBODY,
    NOT_SAID,
    NOUNLIKE,
    NOUNLIKE_WITH,
    PEOPLE,
    RECEIVING,
    REPLYING,
    REPORTING,
    SAID_AHEAD,
    SAYING,
    SOME,
    STATES,
    TEXTS,
    THIRD,
)
from pipeline.annotate.subjects import is_named, name_before, subject_of

_MAX_DEPTH = 3
_BEGINNING = 14
_POSSESSIVE = {"his": "he", "her": "she", "their": "they"}
_OF_MONEY = frozenset("budget funding spending appropriations supplemental".split())
_NOT_SUBJECTS = frozenset("him her them me us you".split())


def sources(span: Span) -> Iterator[Token]:
    """The nouns and pronouns to which the sentence attributes its content, the most likely first.
    A first person means the author; a possessive ("their theory") stands for its pronoun."""
    text = span.text
    choosing = "rather" in text or "sooner" in text
    recital = span[0].lower_ == "whereas"
    for token in _near_root(span):
        lemma = token.lemma_.lower()
        if recital and (lemma not in CLAIMING or not has_clause(token)):
            continue  # a resolution recites what was done; its own voice does
        if choosing and _prefers(token):
            yield from (c for c in token.children if c.dep_ == "nsubj" and can_hold(c, True))
        elif token.dep_ == "ROOT" and lemma in ("be", "do", "have") and span[0].lower_ == "so":
            yield from (c for c in token.children if c.dep_ == "nsubj" and can_hold(c, False))
        elif lemma in SAYING and token.pos_ in ("VERB", "AUX"):
            yield from _of_verb(token, lemma)
        elif token.lower_ in STATES and any(c.dep_ == "nsubjpass" for c in token.children):
            whom = next(c for c in token.children if c.dep_ == "nsubjpass")
            if not _is_circumstance(token) and can_hold(whom, False):
                yield whom
        elif token.lower_ in STATES and token.dep_ in ("acomp", "advcl", "amod", "oprd", "conj"):
            head = token.head if token.dep_ != "advcl" else token
            subject = subject_of(head)
            if subject is not None and not _is_circumstance(head) and can_hold(subject, False):
                yield subject
        elif lemma in ATTITUDES and token.pos_ == "NOUN":
            yield from (n for n in _holders_of_attitude(token) if can_hold(n, animate=False))


def misread_source(span: Span) -> Token | None:
    """The people with whom a sentence begins, where the tagger takes their verb for a noun:
    "Critics of the raids fear that ..."."""
    root = span.root
    if root.pos_ == "VERB" and any(c.dep_ == "nsubj" for c in root.children):
        return None
    head, relative = None, False
    for token in span[:_BEGINNING]:
        if token.pos_ in ("PUNCT", "VERB", "AUX") and not relative:
            return None
        if token.lower_ == "who" and head is not None:
            relative = True
        if head is None and token.dep_ != "pobj" and can_hold(token, False):
            head = token
        elif head is not None and token.lower_ in NOUNLIKE and token.i + 1 < span.end:
            follows = token.nbor().lower_
            if follows in ("that", "whether", ":") or (token.lower_, follows) in NOUNLIKE_WITH:
                return head
    return None


def _of_verb(verb: Token, lemma: str) -> Iterator[Token]:
    if not _is_cleft(verb) and (
        _is_circumstance(verb) or _is_hypothetical(verb) or not has_content(verb)
    ):
        return
    if lemma == "report" and any(_says_itself(c) for c in verb.children):
        return  # "the minister said so, the agency reported"
    if lemma in DEEDS and _is_purpose(verb):
        return
    subject = subject_of(verb) or name_before(verb)
    if subject is None:
        return
    if subject.lower_ in FIRST and lemma in RECEIVING and has_clause(verb):
        return  # "I know that some ask": the next source is meant
    if subject.lower_ == "it" and lemma in REPORTING and has_clause(verb):
        yield subject
    if can_hold(subject, lemma in ANIMATE or (lemma in CLAIMING and has_clause(verb))):
        yield subject
    elif subject.lemma_.lower() in COMMUNICATIONS:  # "Roe's letter stated"
        yield from (c for c in subject.children if c.dep_ == "poss" and is_named(c))


def _says_itself(clause: Token) -> bool:
    """Whether a clause that is reported attributes its own content to somebody."""
    lemma = clause.lemma_.lower()
    if clause.dep_ != "ccomp" or lemma not in SAYING or not has_content(clause):
        return False
    subject = next((c for c in clause.children if c.dep_ == "nsubj"), None)
    return subject is not None and can_hold(subject, lemma in ANIMATE)


def _is_purpose(verb: Token) -> bool:
    """ "They sent boats to support the raid"."""
    return verb.dep_ == "advcl" and any(c.dep_ == "aux" and c.lower_ == "to" for c in verb.children)


def _prefers(verb: Token) -> bool:
    """ "She would rather see them go"."""
    if verb.pos_ != "VERB":
        return False
    words = {c.lower_ for c in verb.children if c.dep_ in ("aux", "advmod")}
    return bool(words & {"would", "'d"}) and bool(words & {"rather", "sooner"})


def _is_cleft(verb: Token) -> bool:
    """ "What critics fear is a long war"."""
    return (
        verb.dep_ == "csubj"
        and verb.head.lemma_ == "be"
        and any(c.dep_ == "dobj" and c.lower_ == "what" for c in verb.children)
    )


def _near_root(span: Span) -> Iterator[Token]:
    """The tokens that hang on the root by at most `_MAX_DEPTH` steps, the nearest first."""
    level = [span.root]  # a sentence's own: the parser keeps its bounds
    for depth in range(_MAX_DEPTH + 1):
        yield from level
        if depth < _MAX_DEPTH:
            level = [c for token in level for c in token.children]
            level.sort(key=lambda token: token.i)


def _is_circumstance(verb: Token) -> bool:
    """Whether a verb stands in a clause that only qualifies the author's statement: "when critics
    say", "the treaty that the army wanted"."""
    current = verb
    while True:
        dep, head = current.dep_, current.head
        if dep == "relcl" and not _is_there(head):
            return not _is_said_in(current, head)
        if dep == "ccomp" and any(c.lower_ in ("how", "why") for c in current.lefts):
            return True  # "It asks how the army defended them"
        if dep == "csubj" or dep == "acl":
            return True
        if dep == "advcl" and _is_meanwhile(current):
            return True
        if dep == "advcl" and any(
            c.lower_ in CIRCUMSTANCE and c.i < current.i and c.dep_ in ("mark", "advmod")
            for c in current.children
        ):
            return not (head.lemma_ == "put" and head.dep_ == "ROOT")
        if dep in ("conj", "xcomp", "ccomp", "advcl", "parataxis", "acomp", "pcomp", "auxpass"):
            if head is current:
                return False
            current = head
            continue
        return False


def _is_said_in(verb: Token, noun: Token) -> bool:
    """ "a letter in which she urged"."""
    return noun.lemma_.lower() in COMMUNICATIONS and any(
        c.lower_ == "in" and any(g.lower_ == "which" for g in c.children) for c in verb.children
    )


def _is_meanwhile(verb: Token) -> bool:
    """ "The council voted as critics denounced the raid": with what it says, and after the main
    clause, unlike "as critics say"."""
    mark = next((c for c in verb.children if c.lower_ == "as" and c.dep_ == "mark"), None)
    return (
        mark is not None
        and verb.head.i < mark.i
        and any(c.dep_ == "dobj" or (c.dep_ == "prep" and c.lower_ == "for") for c in verb.children)
    )


def _is_there(noun: Token) -> bool:
    """ "There are those who", "some of us are among those who": what the sentence presents."""
    verb = noun.head
    return verb.lemma_ == "be" and any(c.dep_ == "expl" for c in verb.children)


def _is_hypothetical(verb: Token) -> bool:
    """What somebody would say is the author's forecast; what a condition supposes is nobody's."""
    lemma = verb.lemma_.lower()
    modal = next((c.lower_ for c in verb.children if c.dep_ == "aux" and c.lower_ in MODALS), None)
    own = any(c.dep_ in ("nsubj", "nsubjpass") for c in verb.children)  # "as the admiral said"
    if (
        not own
        and verb.dep_ in ("xcomp", "advcl")
        and any(c.dep_ == "aux" and c.lower_ in MODALS for c in verb.head.children)
    ):
        return True
    if modal is not None and verb.dep_ in ("ROOT", "conj", "ccomp"):
        ahead = modal in SAID_AHEAD and lemma in REPLYING and has_clause(verb)
        return not ahead or _is_singular(subject_of(verb))
    if any(c.dep_ == "dobj" and c.lower_ in ("what", "whatever") for c in verb.children):
        return True  # "what its admirals say in private"
    negated = any(c.dep_ == "neg" for c in verb.children)
    return negated and lemma in NOT_SAID and not _believes_not(verb, lemma)


def _believes_not(verb: Token, lemma: str) -> bool:
    """ "They do not believe that it works" is a view."""
    return lemma in ("believe", "think", "want", "expect", "see", "find", "wish") and any(
        c.dep_ in ("ccomp", "xcomp") for c in verb.children
    )


def _is_singular(subject: Token | None) -> bool:
    return (
        subject is not None
        and (subject.tag_ in ("NN", "NNP") or subject.lower_ in ("he", "she"))
        and subject.lower_ not in COUNTED
    )


def _holders_of_attitude(noun: Token) -> Iterator[Token]:
    """ "the belief among some policymakers", "Alden's argument was that ..."."""
    if any(c.dep_ == "compound" and c.lower_ in _OF_MONEY for c in noun.children):
        return  # "the President's budget request"
    first = noun
    while first.dep_ == "conj" and first.head.pos_ == "NOUN":
        first = first.head
    states = first.dep_ in ("nsubj", "attr", "ROOT", "conj", "nsubjpass")
    clause = any(c.dep_ in ("acl", "ccomp", "relcl") for c in noun.children)
    if not states and not clause:
        return
    if states and noun.dep_ in ("nsubj", "nsubjpass") and noun.head.pos_ not in ("VERB", "AUX"):
        return
    if _is_circumstance(noun.head):
        return
    told = (
        noun.dep_ == "nsubj"
        and noun.head.lemma_ == "be"
        and any(c.dep_ in ("ccomp", "attr", "acomp", "xcomp", "prep") for c in noun.head.children)
    )
    for child in noun.children:
        if child.dep_ == "poss" and (told or clause or noun.dep_ in ("ROOT", "attr")):
            yield child
        elif child.dep_ == "prep" and child.lower_ in ("among", "of", "from", "by"):
            bare = noun.lemma_.lower() in ("answer", "reply", "position", "case")
            yield from (
                g for g in child.children if g.dep_ == "pobj" and (told or clause or not bare)
            )


def can_hold(source: Token, animate: bool) -> bool:
    """Whether a noun can have a view: a pronoun for people, a name, people or a body; beside a verb
    of `animate` subjects any noun but a text or a finding."""
    lower = source.lower_
    if lower in FIRST or lower in THIRD or lower in _POSSESSIVE:
        return True
    if lower in _NOT_SUBJECTS or lower in ("my", "our", "your", "its"):
        return False
    if any(c.lower_ in NOBODY and c.dep_ == "det" for c in source.children):
        return False
    if lower in SOME or lower in COUNTED or source.like_num:
        of = next((c for c in source.children if c.dep_ == "prep" and c.lower_ == "of"), None)
        whom = next((c for c in of.children if c.dep_ == "pobj"), None) if of else None
        if whom is not None:
            counted = whom.lower_ in ("you", "them", "those", "respondents")
            return counted or can_hold(whom, animate)
        return True
    task_force = lower == "force" and any(c.dep_ == "compound" for c in source.children)
    if TEXTS.match(lower) and not task_force:
        return False
    if source.pos_ == "PROPN" or is_named(source):
        return True
    if NO_PEOPLE.match(lower):
        return False
    return animate or PEOPLE.match(lower) is not None
