"""Where sentences end in court opinions, orders, South Asian news and pages that lost spaces."""

from __future__ import annotations

import pytest

from pipeline import read_text
from pipeline.annotate.sentences import split_sentences
from pipeline.corpus import Metadata


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The act is 12 U. S. C. §901 now. The D. C. Circuit agreed.",
         ["The act is 12 U. S. C. §901 now.", "The D. C. Circuit agreed."]),
        ("It came from Ex. Order 9000 and Ex. Ord. 8100. It ended.",
         ["It came from Ex. Order 9000 and Ex. Ord. 8100.", "It ended."]),
        ("Roe v. Poe, 5 F.3d 12 (9th Cir. 1991), is old. See Pet. App. 12a.",
         ["Roe v. Poe, 5 F.3d 12 (9th Cir. 1991), is old.", "See Pet. App. 12a."]),
        ("Lt Gen (Retd.) Rao spoke of Rs. 500 crore. Smt. Das left.",
         ["Lt Gen (Retd.) Rao spoke of Rs. 500 crore.", "Smt. Das left."]),
        ("They came in the winter.The raid failed. “It is over.”He left.",
         ["They came in the winter.", "The raid failed.", "“It is over.”", "He left."]),
        ("See www.example.The end is near.", ["See www.example.The end is near."]),
        ("He used the app. Then he went.", ["He used the app.", "Then he went."]),
    ],
)  # fmt: skip
def test_bounds(text: str, expected: list[str]) -> None:
    document = read_text(f"Heading\n\n{text}", metadata=Metadata(language="en"))
    bounds = split_sentences(document.text, document.blocks)
    assert [document.text[s:e] for s, e in bounds] == ["Heading", *expected]
