"""Dates as policy prose writes them: parts of a period, lists of days, the year of a story."""

from __future__ import annotations

import pytest

from pipeline.annotate.dates import find_dates, parse_published

PUBLISHED = "2025-06-12"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They leave at the end of July; the first weeks of 2019 were worse.",
         [("end of July", "2025-07"), ("first weeks of 2019", "2019")]),
        ("It must close by the end of the year.", [("end of the year", "2025")]),
        ("In 1993 they came. By the end of the year forty had died.",
         [("1993", "1993"), ("end of the year", "1993")]),
        ("He came last Thursday, 5 June.", [("last Thursday, 5 June", "2025-06-05")]),
        ("They met on the 3rd, the 5th and the 9th of May.",
         [("3rd", "2025-05-03"), ("5th", "2025-05-05"), ("9th of May", "2025-05-09")]),
        ("They landed on 3 May 1962. That October they left.",
         [("3 May 1962", "1962-05-03"), ("October", "1962-10")]),
        ("It began on 2 June 1974. They talked from 25 to 30 July and from 8 to 14 August.",
         [("2 June 1974", "1974-06-02"), ("25 to 30 July", "1974-07-25/1974-07-30"),
          ("8 to 14 August", "1974-08-08/1974-08-14")]),
        ("The war of 1974\n\nIt began on 2 June 1974.\n\nA second part\n\nIt ended on 16 August.",
         [("1974", "1974"), ("2 June 1974", "1974-06-02"), ("16 August", "1974-08-16")]),
        ("He lost on 2 June 2019. He has said so since 3 March.",
         [("2 June 2019", "2019-06-02"), ("3 March", "2025-03-03")]),
        ("Between 1990 and 1997, and between 12 May and 3 June 2019, it rose.",
         [("1990 and 1997", "1990/1997"), ("12 May and 3 June 2019", "2019-05-12/2019-06-03")]),
        ("On the evening of the 4th Dili burned; it is the 6th of this month.",
         [("4th", None), ("6th of this month", "2025-06-06")]),
        ("It closes this July, under the Harbor Act for Fiscal Year 2026.", [("July", "2025-07")]),
        ("They left it on 8 May 2018.\n\nThey came on 3 June, and left on 5 June.",
         [("8 May 2018", "2018-05-08"), ("3 June", "2025-06-03"), ("5 June", "2025-06-05")]),
        ("The previous Friday he came, a little over a week ago.", []),
        ("May 3-4: They left.", [("May 3-4", "2025-05-03/2025-05-04")]),
    ],
)  # fmt: skip
def test_dates(text: str, expected: list[tuple[str, str | None]]) -> None:
    found = [(text[d.start : d.end], d.edtf) for d in find_dates(text, parse_published(PUBLISHED))]
    assert found == expected
