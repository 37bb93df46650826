"""What date expressions look like: ordered patterns, each with what reads its value."""

from __future__ import annotations

import re

from pipeline.annotate import dateparts as parts
from pipeline.annotate import daterelative as relative
from pipeline.annotate import datevalues as value
from pipeline.annotate.datebasics import Resolver
from pipeline.annotate.datewords import (
    ANY_MONTH,
    DASH,
    DAY,
    MONTH,
    MONTHS,
    NUMBER,
    ORDINAL,
    ORDINAL_WORD,
    SEASON,
    UNIT,
    WEEKDAY,
    YEAR,
    YEAR_WORDS,
)

# What makes a capitalised "May" or "March", or a month before another name, a month.
_BEFORE_MONTHS = (
    "[Ii]n [Ss]ince [Ll]ate [Ee]arly [Uu]ntil [Bb]y [Bb]efore [Aa]fter [Dd]uring [Ff]rom [Bb]etween "
    "through of till that than or around mid previous following"
).split()
_PAIRED = [
    f"{month} {word}" for month in ("March", "April", "June") for word in ("and", "or", "to")
]
# The first letter is looked at before the many words that may stand before.
_AFTER = (
    r"\b(?=[ADFJMNOS])(?:"
    + "|".join(rf"(?<=\b{word} )" for word in (*_BEFORE_MONTHS, *_PAIRED))
    + r"|(?<=\b[Mm]id[-–])|(?<=\b[Ee]nd[-–])"
    + ")"
)

# A space in a pattern stands for a line break and its indentation too, as in hard-wrapped texts.
_SPACE = re.compile(r"\\s(?![+?*])")
_IN_SEASON = (
    r"\b(?=[afsw])(?:" + "|".join(
        rf"(?<=\b{words} )"
        for words in (
            "[Ii]n the", "[Bb]y the", "before the", "until the", "[Ss]ince the", "[Bb]y", "[Ii]n",
            "[Ii]n early", "[Ii]n late", "[Ii]n the early", "[Ii]n the late", "since", "until",
            "this past", "last the", "[Aa]fter the", "[Oo]ver the", "through the", "[Dd]uring the",
        )
    ) + ")"
)  # fmt: skip

_PLACE = "(?:first|second|third|fourth|last|final)"
_FISCAL = r"(?P<fiscal>(?:fiscal\s(?:year\s)?|FY\s?)?)"
_THE_YEAR = rf"(?:{_FISCAL}(?P<y>{YEAR})|(?P<which>this|last|next|the)\syear)"
_PART = r"(?:early\s|late\s|mid-)?"

# Most specific first: an earlier pattern keeps its span. Flags: i = ignore case.
PATTERNS: tuple[tuple[re.Pattern[str], Resolver], ...] = tuple(
    (re.compile(_SPACE.sub(r"\\s+", pattern), re.IGNORECASE if "i" in flags else 0), resolver)
    for flags, pattern, resolver in (
        ("", rf"\b(?P<y>{YEAR})(?P<by>[-/])(?P<mm>0?[1-9]|1[0-2])(?P=by)(?P<d>{DAY})\b", value.numeric),
        ("", rf"\b(?P<d>{DAY})(?P<by>[-./])(?P<mm>0?[1-9]|1[0-2])(?P=by)(?P<y>{YEAR})\b(?![-./]\d)",
         value.day_first),
        # "14-Mar-2019", "14MAR19"
        ("i", rf"\b(?P<d>{DAY})(?P<by>[-/]?)(?P<m>(?:{'|'.join(m for m in MONTHS if len(m) == 3)}))(?P=by)"
         rf"(?P<y>{YEAR}|\d\d)\b", value.file_date),
        ("", rf"\b(?P<mm>0?[1-9]|1[0-2])/(?P<d>{DAY})/(?P<y>{YEAR})\b", value.numeric),
        ("i", rf"\b(?P<d>{ORDINAL}|{ORDINAL_WORD})\sday\sof\s(?P<m>{MONTH})"
         rf"(?:,?\s(?:in\sthe\syear\sof\sour\sLord,?\s)?(?P<y>{YEAR}|{YEAR_WORDS}))?\b", value.legal),
        ("i", rf"\b(?P<d>{ORDINAL_WORD})\sof\s(?P<m>{MONTH})(?:,?\s(?P<y>{YEAR}))?(?!\w)", value.legal),
        ("", rf"\b(?:(?P<m>{MONTH})\s(?P<d>{DAY})(?:st|nd|rd|th)?|(?P<d2>{DAY})(?:st|nd|rd|th)?\s(?P<m2>{MONTH}))"
         r",?\s(?:of\s)?(?P<which>this|last|next)\syear\b(?![’']s)", relative.of_relative_year),
        ("", rf"\b(?P<m>{MONTH}),?\s(?:of\s)?(?P<which>this|last|next)\syear\b(?![’']s)",
         relative.of_relative_year),
        ("", rf"(?<=\b[Bb]etween )(?P<d1>{DAY})\s(?P<m1>{MONTH})(?:\s(?P<y1>{YEAR}))?\sand\s(?P<d2>{DAY})\s(?P<m2>{MONTH})"
         rf"(?:\s(?P<y>{YEAR}))?\b", value.range_over_months),
        ("", rf"(?<=\b[Bb]etween )(?P<m1>{MONTH})\s(?P<d1>{DAY})(?:,?\s(?P<y1>{YEAR}),?)?\sand\s(?P<m2>{MONTH})\s(?P<d2>{DAY})"
         rf"(?:,?\s(?P<y>{YEAR}))?\b", value.range_over_months),
        ("", rf"\b(?P<d>{ORDINAL})\sof\s(?P<which>this|last|next)\smonth\b", relative.day_of_month),
        ("", rf"\b(?P<m1>{MONTH})\s(?P<d1>{DAY})(?:,?\s(?P<y1>{YEAR}),?)?(?:{DASH}|\sto\s|\sthrough\s|\suntil\s)"
         rf"(?P<m2>{MONTH})\s(?P<d2>{DAY})(?:,?\s(?P<y>{YEAR}))?\b", value.range_over_months),
        ("", rf"\b(?P<d1>{DAY})\s(?P<m1>{MONTH})(?:\s(?P<y1>{YEAR}))?(?:{DASH}|\sto\s|\suntil\s)"
         rf"(?P<d2>{DAY})\s(?P<m2>{MONTH})(?:,?\s(?P<y>{YEAR}))?\b", value.range_over_months),
        ("", rf"\b(?P<d1>{DAY})(?:,\s{DAY})+,?\sand\s(?P<d2>{DAY})\s(?P<m>{MONTH})(?:\s(?P<y>{YEAR}))?\b",
         value.range_of_days),
        ("", rf"\b(?P<m>{MONTH})\s(?P<d1>{DAY})(?:,\s{DAY})+,?\sand\s(?P<d2>{DAY})"
         rf"(?!\w|:\d|[.,]\d|\s(?:{MONTH}))(?:,?\s(?P<y>{YEAR}))?\b", value.range_of_days),
        ("", rf"\b(?P<m>{MONTH})\s(?P<d1>{DAY})(?:{DASH}|/|\sto\s|\sand\s|\sthrough\s)"
         rf"(?P<d2>{DAY})(?!\w|:\d|[.,]\d|\s(?:{MONTH}))(?:,?\s(?P<y>{YEAR}))?\b", value.range_of_days),
        ("", rf"\b(?P<d1>{DAY})(?:{DASH}|/|\sto\s|\sand\s)(?P<d2>{DAY})\s"
         rf"(?P<m>{MONTH})(?:\s(?P<y>{YEAR}))?\b", value.range_of_days),
        ("", rf"\bweek\sof\s(?P<d>{DAY})\s(?P<m>{MONTH})(?:\s(?P<y>{YEAR}))?\b", parts.week_of),
        ("", rf"\bweek\sof\s(?P<m>{MONTH})\s(?P<d>{DAY})(?:,?\s(?P<y>{YEAR}))?\b", parts.week_of),
        ("i", rf"\b(?P<n>{_PLACE})\s(?P<part>day|week|half)\sof\s(?P<m>{MONTH})(?:,?\s(?P<y>{YEAR}))?(?!\w)",
         parts.part_of_month),
        ("i", rf"\b(?P<n>first|last|final|opening)\s(?P<count>{NUMBER})\smonths\sof\s{_THE_YEAR}\b",
         parts.months_of_year),
        ("i", rf"\b(?P<n>{_PLACE}|1st|2nd|3rd|4th)\s(?P<part>half|quarter)(?:\sof)?\s{_THE_YEAR}\b",
         parts.part_of_year),
        ("", rf"\b(?P<part>[QH])(?P<n>[1-4])\s(?:of\s)?{_FISCAL}(?P<y>{YEAR})\b", parts.part_of_year),
        ("i", r"\b(?P<n>first|second|last)\shalf\sof\sthe\s(?P<dec>(?:1[5-9]|20)\d0)[’']?s\b", parts.part_of_decade),
        # A page's text may run on behind a year: "May 3, 1994Revised".
        ("", rf"\b(?P<m>{ANY_MONTH})\s(?P<d>{DAY}(?:st|nd|rd|th)?)(?:,\s*|\s+)(?P<y>{YEAR})(?![\da-z])", value.full),
        ("", rf"\b(?P<d>{DAY}(?:st|nd|rd|th)?)(?:\sof)?\s(?P<m>{ANY_MONTH})(?:,\s?|\s)(?P<y>{YEAR})(?![\da-z])",
         value.full),
        ("", rf"(?<=\b[Bb]etween )(?P<m1>{MONTH})(?:\s(?P<y1>{YEAR}))?\sand\s{_PART}"
         rf"(?P<m2>{MONTH})\s(?P<y2>{YEAR})\b", value.range_of_months),
        ("", rf"(?<=\b[Bb]etween )(?P<m1>{MONTH})\s(?P<y1>{YEAR})\sand\s(?P<m2>{MONTH})(?P<y2>)\b(?!\s\d)",
         value.range_of_months),
        ("", rf"\b(?P<m1>{MONTH})(?:\s(?P<y1>{YEAR}))?(?:{DASH}|/|\sto\s|\sthrough\s){_PART}"
         rf"(?P<m2>{MONTH})(?:,?\s(?P<y2>{YEAR}))\b", value.range_of_months),
        ("", rf"\b(?P<m1>{MONTH})\s(?P<y1>{YEAR})(?:{DASH}|\sto\s|\sthrough\s){_PART}"
         rf"(?P<m2>{MONTH})(?P<y2>)\b(?!\s\d)", value.range_of_months),
        ("", rf"\b(?P<m1>{MONTH})(?P<y1>)(?:{DASH}|\sto\s|\sthrough\s)(?P<m2>{MONTH})(?P<y2>)(?!\w|\s\d)",
         value.range_of_months),
        ("", rf"\b(?P<m>{ANY_MONTH}),?(?:\sof)?\s(?P<y>{YEAR})\b", value.full),
        ("", rf"\b(?P<m>{MONTH}),?\s[’'‘](?P<short>\d\d)\b(?!s)", value.short_year),
        ("", r"(?=[’'‘]\d)(?:(?<=\b[Ii]n )|(?<=\b[Ss]ince )|(?<=\bof )|(?<=\b[Bb]y )|(?<=\b[Ff]rom ))"
         r"[’'‘](?P<short>\d\d)\b(?!s|\s?\w+\s?[’'])", value.short_year),
        ("", rf"\b(?P<m>{ANY_MONTH})\s(?P<d>{DAY}(?:st|nd|rd|th)?)\b(?![.,]\d)", value.full),
        ("", rf"\b(?P<d>{ORDINAL})(?:\sof)\s(?P<m>{MONTH})\b", value.full),
        # "the 16th and the 18th of May": the month stands after the last.
        ("", rf"\b(?P<d>{ORDINAL})(?=(?:,\s(?:the\s)?{ORDINAL})*,?\s(?:and|or)\s(?:the\s)?{ORDINAL}\s(?:of\s)?{MONTH}\b)",
         relative.unresolved),
        ("", rf"\b(?P<d>{ORDINAL}|{DAY})\s(?P<m>{MONTH})(?!\w)(?!\s(?:be|have|not)\b)", value.full),
        # "Christmas" alone is as often the season or the feast of any year.
        ("i", r"\b(?P<feast>Christmas(?:\s(?:Day|Eve))|New\sYear[’']s\s(?:Day|Eve)|Christmas(?=,?\s(?:of\s)?\d{4}))"
         rf"(?:,?\s(?:of\s)?(?P<y>{YEAR}))?\b", value.holiday),
        ("i", rf"\b(?P<season>{SEASON})\s(?:of\s)?(?:(?P<y>{YEAR})(?:[-–/](?:\d\d){{1,2}})?"
         r"|(?P<of>this|last|next)\syear(?![’']s))\b", relative.season),
        ("i", rf"\b(?P<which>last|this|next)\s(?P<season>{SEASON})\b", relative.season),
        ("", rf"{_IN_SEASON}(?P<season>{SEASON})\b(?!\s(?:of|and)\b|-)", relative.season),
        ("", rf"\b(?=[afsw])(?:(?<=\b[Tt]hat )|(?<=\b[Tt]he following )|(?<=\b[Tt]he previous )|(?<=\b[Tt]he next ))"
         rf"(?P<season>{SEASON})\b(?!\s(?:of|in)\b)", relative.season_told),
        ("i", r"\b(?P<dec>(?:1[5-9]|20)\d0)[’']?s\b", value.decade),
        ("i", r"(?<!\w)(?P<dec>[’'‘][2-9]0)s\b", value.decade),
        # "the 1860s and 70s", "the late 80s"
        ("", r"\b(?=[1-9]0s\b)(?:(?<=0s and )|(?<=0s or )|(?<=0s to )|(?<=0s, ))(?P<dec>[1-9]0)s\b", value.decade_beside),
        ("", r"\b(?=[5-9]0s\b)(?:(?<=the early )|(?<=the late )|(?<=the mid-)|(?<=the mid ))(?P<dec>[5-9]0)s\b",
         value.decade),
        ("i", r"\b(?P<word>fifties|sixties|seventies|eighties|nineties)\b(?!\s+(?:percent|%))",
         value.decade_word),
        ("i", r"\b(?P<c>(?:1[0-9]|20)th|21st|(?:six|seven|eigh|nine)teenth|twentieth|twenty-first)\scentury\b",
         value.century),
        ("i", rf"\b(?:fiscal\syears?\s|FYs?\s?)(?P<y>{YEAR})"
         rf"(?:(?:{DASH}|\s(?:to|through)\s)(?:FY\s?)?|\sand\s)(?P<to>{YEAR})\b", parts.fiscal_year),
        # Of the years that begin in one and end in the next, no country's months are stated.
        ("i", rf"\b(?:(?:fiscal|financial)\syears?\s|FY\s?)(?P<y1>{YEAR})[-–/](?P<y2>\d\d)\b", value.range_of_years),
        ("i", r"\b(?P<which>this|last|next|coming|current)\sfiscal\syear\b", parts.fiscal_year),
        ("i", rf"\b(?:fiscal\s(?:year\s)?|FY\s?)(?P<y>{YEAR})\b", parts.fiscal_year),
        ("", r"\bFY\s?[’']?(?P<y>\d\d)\b", parts.fiscal_year),
        ("", rf"(?<=\b[Bb]etween )(?P<y1>{YEAR})\sand\s(?P<y2>{YEAR})\b", value.range_of_years),
        ("i", rf"\b(?P<y1>{YEAR})(?:{DASH}|/(?=\d\d\b)|\sto\s|\sthrough\s|\suntil\s)(?P<y2>{YEAR}|\d\d)\b",
         value.range_of_years),
        ("i", rf"\b(?P<which>last|past|next|coming)\s(?P<n>{NUMBER})\s"
         rf"(?P<unit>{UNIT})\b", relative.deictic_span),
        ("i", rf"\b(?P<n>{NUMBER}|an?)\s(?P<unit>{UNIT})\sago(?P<today>\stoday)?\b", relative.ago),
        ("i", r"\b(?:end|beginning|start|middle|close)\sof\s(?P<which>the)\s(?P<unit>week|month|year|decade|century)"
         r"\b(?![-’'])(?!\s(?:in|of|that|when|after|before|\d+)\b)", relative.deictic_unit),
        ("i", r"\b(?P<unit>year|month|decade|century)[’']s\s(?P<which>end)\b", relative.deictic_unit),
        ("i", rf"\b(?=[fstl])(?:(?<=\bin the )|(?<=\bfor the )|(?<=\bby the )|(?<=\bof the ))(?P<n>{_PLACE})\s(?P<part>quarter)\b"
         r"(?!\s(?:of|century)\b|-)(?P<y>)(?P<which>)", parts.part_of_year),
        ("", r"\b(?P<unit>year)-(?P<which>end)(?<=\b[Bb]y year-end)\b(?!\s\d)", relative.deictic_unit),
        ("", rf"\b(?P<w>{WEEKDAY})\s(?:(?:of\s)?(?P<which>last|this|next)\s)?week\b(?!-|[’']s)",
         relative.weekday_of_week),
        ("i", r"\b(?P<which>last|this|next|past|coming)\s"
         r"(?P<unit>week|weekend|fortnight|month|year|decade|century)\b(?!-)(?![’']\s|s)"
         r"(?!\sor\s(?:two|three|so)\b)(?!\sof\s(?:the|an?|his|her|its|their|that|this|our)\b)", relative.deictic_unit),
        ("", rf"(?<=\b[Tt]his )(?P<m>{MONTH})(?![\w])", relative.month_of_this_year),
        ("", rf"\b(?P<which>[Ll]ast|[Nn]ext)\s(?P<m>{MONTH})(?!\w)", relative.this_month),
        ("", rf"\b(?P<which>[Ll]ast|[Tt]his|[Nn]ext|[Cc]oming)\s(?P<w>{WEEKDAY})\b", relative.weekday),
        ("", rf"\b(?P<w>{WEEKDAY})\b(?!s)(?!\s(?:Times|Mirror|Express|Telegraph|Mail|Herald|Journal)\b)",
         relative.weekday),
        ("i", r"\b(?P<deictic>the day before yesterday|the day after tomorrow|last night|"
         r"this (?:morning|afternoon|evening)|today|tonight|yesterday|tomorrow)\b", relative.deictic_day),
        ("", rf"{_AFTER}(?P<m>{MONTH})(?![\w-])", value.full),
        ("", r"(?<=\b[Aa] )(?P<m>May|March)(?=\s(?:interview|speech|letter|report|raid|strike|vote|"
         r"hearing|poll|attack|statement|memo|meeting|summit)\b)", value.full),
        ("", rf"\b(?P<m>(?!May\b|March\b|Mar\b){MONTH})(?![\w-])(?!\s[A-Z])", value.full),
        ("", rf"\b(?=\d)(?:(?<=night of the )|(?<=evening of the )|(?<=morning of the ))(?P<d>{ORDINAL})(?!\s(?:of|century)\b)",
         relative.unresolved),
        ("", r"(?<=[a-z,] )(?<!\b[Tt]he )(?<!'s )(?P<m>March)\b(?![\w-]|\s(?:[A-Z]|on\b))", value.full),
        ("", rf"\b(?=\d)(?:(?<=\b[Oo]n the )|(?<=night of the )|(?<=evening of the )|(?<=morning of the )|"
         rf"(?<=\b[Bb]y the )|(?<=\b[Uu]ntil the ))(?P<d>{ORDINAL})"
         r"(?=[.,;:]|\s(?:and|the|a|he|she|it|they|we|when|at|in|after|to|with|we|I)\b)", relative.unresolved),
        ("", rf"\b(?P<y>{YEAR})\b(?![-–(]\d|-strong|\s\((?:19|20)\d\d\)|[,.(]\w|\s?%|[’']s\sword)", value.full),
    )
)  # fmt: skip
