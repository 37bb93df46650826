"""Members in the lists that head a committee's printed hearing: "ADA B. ROE, Ohio, Chairman"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from spacy.tokens import Doc

from pipeline.annotate.spotted import Spotted
from pipeline.annotate.tokens import text_of

_STATES = (
    "Alabama|Alaska|Arizona|Arkansas|California|Colorado|Connecticut|Delaware|Florida|Georgia|"
    "Hawaii|Idaho|Illinois|Indiana|Iowa|Kansas|Kentucky|Louisiana|Maine|Maryland|Massachusetts|"
    "Michigan|Minnesota|Mississippi|Missouri|Montana|Nebraska|Nevada|New (?:Hampshire|Jersey|"
    "Mexico|York)|North (?:Carolina|Dakota)|Ohio|Oklahoma|Oregon|Pennsylvania|Rhode Island|South "
    "(?:Carolina|Dakota)|Tennessee|Texas|Utah|Vermont|(?:West )?Virginia|Washington|Wisconsin|"
    "Wyoming|American Samoa|Guam|Puerto Rico|Virgin Islands|District of Columbia"
)
# Names in capitals, as the Government Publishing Office prints them, with a small "Mc".
_MEMBER = re.compile(
    r"(?:^|(?<=\s))(?P<name>(?:Mc|Mac)?[A-Z][A-Z.'’-]+"
    r"(?: (?:Mc|Mac|Des?|La|Van|O['’])?[A-Z][A-Z.'’-]*){1,4}"
    rf"(?:, (?:JR\.|Jr\.|III|II))?), (?:{_STATES})\b"
)


def rosters(doc: Doc) -> Iterator[Spotted]:
    """The members whom a text that names a committee in capitals lists by name and state."""
    text = text_of(doc)
    if "COMMITTEE" not in text:
        return
    for match in _MEMBER.finditer(text):
        name = match["name"].split(",")[0].title()
        yield Spotted(*match.span("name"), "OFFICIAL", "name", name, "Member")
