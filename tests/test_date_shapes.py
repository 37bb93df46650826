"""Dates in the shapes of many presses: numbers, capitals, fiscal years, quarters, what is vague."""

from __future__ import annotations

import pytest

from pipeline.annotate.dates import dates_as_published, find_dates, parse_published

PUBLISHED = "2021-06-16"  # a Wednesday


def dates_of(text: str, published: str | None = PUBLISHED) -> list[tuple[str, str | None]]:
    return [(text[d.start : d.end], d.edtf) for d in find_dates(text, parse_published(published))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Signed on 19-12-2018, filed 14/03/2019 and 3.4.2019.",
         [("19-12-2018", "2018-12-19"), ("14/03/2019", "2019-03-14"), ("3.4.2019", "2019-04-03")]),
        # Which comes first is not said.
        ("They met on 04-05-2019.", [("04-05-2019", "2019")]),
        ("See version 3.4.2019 of section 3.1.2010.", []),
        ("Posted 2019/08/14, 14-Mar-2019 and 08Dec14.",
         [("2019/08/14", "2019-08-14"), ("14-Mar-2019", "2019-03-14"), ("08Dec14", "2014-12-08")]),
        ("On 14 March,2019 and May 3,2018 they met.",
         [("14 March,2019", "2019-03-14"), ("May 3,2018", "2018-05-03")]),
        ("May 7, 2017Updated June 5, 2019", [("May 7, 2017", "2017-05-07"), ("June 5, 2019", "2019-06-05")]),
        ("TULIA, 2 DECEMBER 2015", [("2 DECEMBER 2015", "2015-12-02")]),
        ("TROOPS MAY LEAVE BY MARCH", []),
        ("Mon, 03 May 2021 10:00 GMT", [("Mon, 03 May 2021", "2021-05-03")]),
    ],
)  # fmt: skip
def test_numbers_and_capitals(text: str, expected: list[tuple[str, str | None]]) -> None:
    assert dates_of(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Funds for FY2001-FY2015 rose.", [("FY2001-FY2015", "2000-10/2015-09")]),
        ("Funds in FYs 2018 through 2022 fell.", [("FYs 2018 through 2022", "2017-10/2022-09")]),
        ("The army grew in the financial year 2018-19.", [("financial year 2018-19", "2018/2019")]),
        ("The season of 2017/18 was dry.", [("2017/18", "2017/2018")]),
        ("Raids doubled in Q3 2020 and fell in H1 2021.",
         [("Q3 2020", "2020-07/2020-09"), ("H1 2021", "2021-01/2021-06")]),
        ("It was spent in the first quarter of FY2021.", [("first quarter of FY2021", "2020-10/2020-12")]),
        ("The 1st quarter 2019 was calm.", [("1st quarter 2019", "2019-01/2019-03")]),
    ],
)  # fmt: skip
def test_fiscal_years_and_quarters(text: str, expected: list[tuple[str, str | None]]) -> None:
    assert dates_of(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They fell on May 5, 6 and 7, 2019.", [("May 5, 6 and 7, 2019", "2019-05-05/2019-05-07")]),
        ("They crossed on the night of 28/29 May.", [("28/29 May", "2021-05-28/2021-05-29")]),
        ("It ran from 16 May 2019 to 15 June 2020 and from May 3, 2018 to June 2.",
         [("16 May 2019 to 15 June 2020", "2019-05-16/2020-06-15"),
          ("May 3, 2018 to June 2", "2018-05-03/2018-06-02")]),
        ("They raided in June/July 2019.", [("June/July 2019", "2019-06/2019-07")]),
        ("They raided in May, June and July 2019.",
         [("May", "2019-05"), ("June", "2019-06"), ("July 2019", "2019-07")]),
        ("They sat in the 1860s and 70s, and in the mid-80s.",
         [("1860s", "186X"), ("70s", "187X"), ("mid-80s", "198X")]),
        ("He joined in June ’89 and left in '04.", [("June ’89", "1989-06"), ("'04", "2004")]),
        ("It rose in the late nineteenth century.", [("late nineteenth century", "18XX")]),
        ("In mid-to-late 2019 it closed.", [("mid-to-late 2019", "2019")]),
        ("They left at end-March.", [("end-March", "2021-03")]),
        ("Since the 11 September attacks it has grown.", [("11 September", "2001-09-11")]),
        ("The Council adopted resolutions 1368 (2001) and 1973 (2011).",
         [("2001", "2001"), ("2011", "2011")]),
        ("A 2000-strong force came.", []),
    ],
)  # fmt: skip
def test_lists_and_decades(text: str, expected: list[tuple[str, str | None]]) -> None:
    assert dates_of(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("On Thursday last week they left; on Monday next week they return.",
         [("Thursday last week", "2021-06-10"), ("Monday next week", "2021-06-21")]),
        ("The house sits on Friday week.", [("Friday week", "2021-06-25")]),
        ("It took effect in July last year, and ends on 1 July next year.",
         [("July last year", "2020-07"), ("1 July next year", "2022-07-01")]),
        ("It began in the spring of last year.", [("spring of last year", "2020-21")]),
        ("A fortnight ago they left; over the past fortnight ten died.",
         [("A fortnight ago", "2021-06-02"), ("past fortnight", "2021-06-02/2021-06-16")]),
        ("A century ago there was none.", [("A century ago", "1921")]),
        ("Two weeks ago today it fell.", [("Two weeks ago today", "2021-06-02")]),
        ("The bridge must open by year-end.", [("year-end", "2021")]),
        # The day that the paragraph has told of.
        ("On Saturday 5 June they struck Dorna. Many came in on Saturday night.",
         [("Saturday 5 June", "2021-06-05"), ("Saturday", "2021-06-05")]),
        ("On Saturday 5 June they struck Dorna.\n\nHe answered on Saturday.",
         [("Saturday 5 June", "2021-06-05"), ("Saturday", "2021-06-12")]),
        # Which day is meant is not said.
        ("That was two or three weeks ago, half a century ago, six years and two months ago.", []),
        ("In the last year of his term he, in his late sixties, fell ill.", []),
        ("They met on Easter Sunday, the first Sunday session, and on that grim Monday.", []),
        ("It may end in the next week or two.", []),
        ("I do not promise that for Friday.", [("Friday", "2021-06-18")]),
        ("In 1998 they came. The next year they left.", [("1998", "1998")]),
        ("Over the next year they will leave.", [("next year", "2022")]),
    ],
)  # fmt: skip
def test_what_counts_from_the_day(text: str, expected: list[tuple[str, str | None]]) -> None:
    assert dates_of(text) == expected


def test_entries_of_a_timeline_go_on_from_a_range() -> None:
    text = (
        "Timeline\n\n• May 20–27, 2014: They came.\n• May 27: They took Dorna.\n• June 16: It fell."
        "\n\nMarch 2019: A second war\n\n• March 21: They came again."
    )
    assert [edtf for _, edtf in dates_of(text, None)] == [
        "2014-05-20/2014-05-27",
        "2014-05-27",
        "2014-06-16",
        "2019-03",
        "2019-03-21",
    ]


def test_nothing_counts_from_an_unknown_day() -> None:
    text = "On Thursday last week, in the spring of last year, a century ago and in '08 they met."
    assert dates_of(text, None) == [
        ("Thursday last week", None),
        ("spring of last year", None),
        ("a century ago", None),
        ("'08", "2008"),
    ]


def test_what_a_month_of_publication_settles() -> None:
    text = "On 2 December, last month, on Tuesday and in the spring of last year they met."
    found = [(text[d.start : d.end], d.edtf) for d in dates_as_published(text, "2016-02")]
    assert found == [
        ("2 December", "2015-12-02"),
        ("last month", "2016-01"),
        ("Tuesday", None),
        ("spring of last year", "2015-21"),
    ]
    found = [(text[d.start : d.end], d.edtf) for d in dates_as_published(text, "2016")]
    assert [edtf for _, edtf in found] == ["XXXX-12-02", None, None, "2015-21"]
