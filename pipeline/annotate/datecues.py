"""The words around a date that say which year it takes, by language."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.annotate.datewords import MONTH, WEEKDAY, WEEKDAYS, YEAR


@dataclass(frozen=True, slots=True)
class Cues:
    """What a language puts around its dates. `before_*` patterns end where a date begins, `after_*`
    begin where it ends, `between_*` fill what stands between two; the others are looked for in a
    clause."""

    part: re.Pattern[str]  # what belongs to the date behind it: "early ", "end of "
    weekday: re.Pattern[str]  # a whole expression that is a weekday
    weekday_name: re.Pattern[str]  # its name, at the beginning of an expression
    weekdays: Mapping[str, int]
    between_weekday: re.Pattern[str]  # "Tuesday, Nov. 5"
    before_that: re.Pattern[str]  # "that [September]"
    before_following: re.Pattern[str]
    before_previous: re.Pattern[str]
    after_following: re.Pattern[str]
    after_previous: re.Pattern[str]
    after_of_that_year: re.Pattern[str]
    between_coordinated: re.Pattern[str]
    between_of_a_day: re.Pattern[str]  # "on an August night in 1945"
    before_since: re.Pattern[str]
    before_born: re.Pattern[str]  # a birth begins no story
    before_ever_since: re.Pattern[str]  # "He has said so since [January]": until now
    before_then: re.Pattern[str]  # ", and by [March]": after what was told just before
    then: re.Pattern[str]
    ahead: re.Pattern[str]
    now: re.Pattern[str]  # a clause in the present or future, whose date ahead is no story's
    present: re.Pattern[str]  # the text has come back to the present
    coming: re.Pattern[str]  # what follows the date is yet to come
    meant: re.Pattern[str]  # "was to deploy by": ahead of what was told before
    opening: re.Pattern[str]  # before a year that opens a sentence
    part_of_the_year: re.Pattern[str]  # a whole expression: "end of the year"
    dateline: re.Pattern[str]  # a line that is nothing but a date
    # Days that have become the name of an event: day, what follows, what precedes, value.
    events: tuple[tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str], str], ...] = ()


_THIS = r"(?:(?:[Ll]ast|[Tt]his|[Nn]ext)\s+)?"
NEVER = re.compile(r"(?!)")
_EVENT_BEFORE = re.compile(
    r"(?:attacks?|crimes?|massacres?|horrors?|wake|events|terrorists?|since|post-?)\s(?:of\s)?$"
)

ENGLISH = Cues(
    part=re.compile(
        r"\b(?:(?:(?:[Ee]arly|[Mm]id)(?:-to-|\s+to\s+))?(?:[Ee]arly|[Ll]ate|[Mm]id)(?:\s+|[-–])|[Ee]nd-|"
        r"(?:Mon|Tues?|Wed|Thu(?:rs)?|Fri|Sat|Sun)\.?,?\s+|"
        r"(?:(?:very\s+)?(?:[Bb]eginning|[Ee]nd|[Ss]tart|[Mm]iddle|[Cc]lose)|"
        r"(?:[Ff]irst|[Ll]ast|[Oo]pening|[Cc]losing|[Ff]inal|[Ee]arly)\s+"
        r"(?:(?:two|three|few|several)\s+)?(?:days|weeks|months|years|half))\s+of\s+(?:the\s+)?)$"
    ),
    weekday=re.compile(rf"{_THIS}{WEEKDAY}"),
    weekday_name=re.compile(rf"{_THIS}({WEEKDAY}),?\s"),
    weekdays=WEEKDAYS,
    between_weekday=re.compile(r",?\s+(?:the\s+)?"),
    before_that=re.compile(r"\b[Tt]hat\s+(?:same\s+)?$"),
    before_following=re.compile(r"\b(?:[Tt]he\s+(?:following|next)|[Tt]he\s+\w+\s+following)\s+$"),
    before_previous=re.compile(r"\b[Tt]he\s+(?:previous|preceding)\s+$"),
    after_following=NEVER,
    after_previous=NEVER,
    after_of_that_year=re.compile(r"\s+(?:of\s+)?(?:that|the\s+same)\s+year\b"),
    between_coordinated=re.compile(
        r"\s*(?:,|,?\s+(?:and|or|to|until|through))\s+(?:in\s+|on\s+|again\s+in\s+)?"
    ),
    between_of_a_day=re.compile(
        r"\s+(?:night|day|morning|evening|afternoon|weekend)\s+(?:in|of)\s+(?:the\s+)?"
    ),
    before_since=re.compile(r"\b[Ss]ince\s+(?:the\s+)?(?:early\s+|late\s+|mid-)?$"),
    before_born=re.compile(r"\b[Bb]orn\b[^.;]*$"),
    before_ever_since=re.compile(r"\b(?:has|have)\b.*\bsince\s+$"),
    before_then=re.compile(r"\b(?:and|then)\s+(?:then\s+)?(?:by|in|on)\s+$"),
    then=re.compile(r"\b(?:and|then|to|until|till)\b"),
    ahead=re.compile(r"\b(?:will|shall|expires?|next|coming|due|until)\b", re.IGNORECASE),
    now=re.compile(
        r"\b(?:will|shall|would|should|must|may|can|let|is|are|has|have|runs?|lasts?|expires?|ends?|"
        r"meets?|until)\b"
    ),
    present=re.compile(
        r"\b(?:now|today|yesterday|tomorrow|ago|currently|last (?:week|month|year|spring|summer|"
        r"fall|autumn|winter)|this (?:week|month|year|spring|summer|fall|autumn|winter)|"
        r"next (?:week|month|year))\b",
        re.IGNORECASE,
    ),
    coming=re.compile(r"\b(?:will|shall)\b"),
    meant=re.compile(
        r"\b(?:was|were)\s+(?:due\s+|supposed\s+|expected\s+|meant\s+|scheduled\s+)?to\s+\w+.*\bby\s+$"
    ),
    opening=re.compile(r"(?:\A|[.!?]\s|\n)(?:In|By)\s$"),
    part_of_the_year=re.compile(r"(?:\w+\s+of\s+the\s+year|year(?:[’']s\s+|-)end)"),
    dateline=re.compile(rf"(?:{WEEKDAY},?\s+)?(?:\d+\s+)?{MONTH}\s(?:\d+,?\s)?{YEAR}"),
    # Source: the public record.
    events=(
        (re.compile(r"Sept(?:ember|\.)?\s+11(?:th)?|11(?:th)?\s+Sept(?:ember|\.)?"),
         re.compile(r"(?:’s|'s)?,?\s+(?:terror|attack|hijack)"), _EVENT_BEFORE, "2001-09-11"),
        (re.compile(r"Oct(?:ober|\.)\s+7(?:th)?|7(?:th)?\s+Oct(?:ober|\.)?"),
         re.compile(r"\s+(?:attack|massacre|Hamas)"), _EVENT_BEFORE, "2023-10-07"),
        (re.compile(r"Jan(?:uary|\.)\s+6(?:th)?|6(?:th)?\s+Jan(?:uary|\.)?"),
         re.compile(r"\s+(?:attack|riot|insurrection|assault)"), _EVENT_BEFORE, "2021-01-06"),
    ),
)  # fmt: skip
