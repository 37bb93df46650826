"""Holders as news, debates and reports of many presses name them."""

from __future__ import annotations

import pytest
from test_holders import claims_of, reader  # noqa: F401

from pipeline.annotate.annotator import Annotator


@pytest.mark.parametrize(
    ("text", "kind", "holder"),
    [
        # The innermost of two sources holds the view.
        ("The ministry said that the raid had failed, Varen News reported.", "group", "ministry"),
        # What happens meanwhile is a circumstance; "as they say" is not.
        ("The council voted to stay as Norland called for talks.", "author", None),
        ("More strikes may ruin the port as the parties denounced the pact.", "author", None),
        ("And as the vice president said in Orvel, the raid would be a gift.", "entity", "vice president"),
        # Deeds, orders of troops, money and questions are no views.
        ("Norland sent ten boats to support the patrols of its neighbours.", "author", None),
        ("The Varen Institute also worked with Orvel Polls to ask five hundred voters how they feel.", "author", None),
        ("The garrison relies largely on its tanks.", "author", None),
        ("The President's budget request was the first in a decade.", "author", None),
        ("The report examines how the navy assessed its patrols.", "author", None),
        ("Norland backed down in a day.", "author", None),
        # A wire's place is nobody.
        ("ORVEL, Jan. 5 (Wire) - Norland's army said that the raid failed.", "entity", "Norland's army"),
        ("ORVEL, Norland | A provincial governor said Saturday that ten had died.", "group",
         "provincial governor"),
        ("Orvel - President Ada Quill said that the raid failed.", "entity", "President Ada Quill"),
        ("The task force in the Red Sea said that the raid failed.", "entity", "task force in the Red Sea"),
        ("“The raid will go on,” stated President Quill's letter.", "entity", "President Quill"),
        ("The raid was illegal, he said, reminding Norland of the Tarn Defence Treaty.", "entity", None),
        ("The Philippines said that the raid failed.", "entity", "Philippines"),
        ("As Ada Quill explained in her column, the army would have to leave.", "entity", "Ada Quill"),
        ("“The cost of the blockade,” said the report, “was not small.”", "group", "report"),
        ("The court was told Wednesday that the raid was illegal.", "unknown", None),
        ("The Treasury has indicated that the cost will vary.", "entity", "Treasury"),
        ("The judge wondered whether the president had that power.", "entity", "judge"),
        ("A partial truce, Ada Quill declared, would be refused.", "entity", "Ada Quill"),
        # Percentages are people.
        ("Just 14% of sailors backed the blockade.", "group", "14% of sailors"),
        ("61% of farmers think that the blockade failed.", "group", "61% of farmers"),
        ("Almost half felt the fleet must sail.", "group", "half"),
        ("That fear was shared by 71% of respondents.", "group", "71% of respondents"),
        # The author rejects it, or names no source.
        ("The Government argues unpersuasively that the raid was legal.", "author", None),
        ("There is speculation that the raid was staged.", "unknown", None),
        ("The minister revealed that the raid had failed.", "entity", "minister"),
        ("Ada Quill gave an interview in which she warned that the raid would fail.", "entity", "Ada Quill"),
    ],
)  # fmt: skip
def test_one_sentence(
    reader: Annotator,  # noqa: F811
    text: str,
    kind: str,
    holder: str | None,
) -> None:
    claim = claims_of(reader, text)[0]
    assert (claim.holder.kind, claim.holder.text) == (kind, holder)


@pytest.mark.parametrize(
    ("text", "holders"),
    [
        # Who closes a quotation speaks in all of it.
        ("Sources said that the camp fell.\n\n“We cannot stay. It is over,” Ada Quill said.",
         ["Sources", "Ada Quill", "Ada Quill"]),
        ("Ben Tarn said the vote is off.\n\n“They fought Varen Front for years. It must end,” he said.",
         ["Ben Tarn", "Ben Tarn", "Ben Tarn"]),
        # Who is quoted speaks, whatever others do in the quotation.
        ("“It is over,” Ada Quill said.\n\n“Nobody thinks so, and they see the raid as their right.”",
         ["Ada Quill", "Ada Quill"]),
        ("Ada Quill said: ‘The raid will go on.’\n\n‘It is the islanders’ wish. It will not end.’",
         ["Ada Quill", "Ada Quill", "Ada Quill"]),
        # "It" is a country, or a body that asked.
        ("Norland rejected the claim. It said that the strikes were a myth.", ["Norland", "Norland"]),
        ("The council noted the need for talks. It requested that the force should leave.",
         ["council", "council"]),
        # A fact says nothing.
        ("The navy warned of mines. It says nothing about the harbor.", ["navy", None]),
    ],
)  # fmt: skip
def test_over_sentences(
    reader: Annotator,  # noqa: F811
    text: str,
    holders: list[str | None],
) -> None:
    assert [claim.holder.text for claim in claims_of(reader, text)] == holders


@pytest.mark.parametrize(
    ("text", "holders"),
    [
        ("Ada Quill (Norland East) (Lab):\n\nThe raid failed.\n\n"
         "Ben Tarn (Norland West) (Con):\n\nThe raid was right.\n\n"
         "Ada Quill (Norland East) (Lab):\n\nIt was not.",
         {"Ada Quill", "Ben Tarn"}),
        ("Senator QUILL (Minister for Defence) (3:50 PM) —The raid was right.\n\n"
         "Senator TARN (4:10 PM) —The raid was wrong.\n\nSenator QUILL —It was cheap.",
         {"Senator QUILL", "Senator TARN"}),
        ("The Prime Minister (Mrs Ada Quill)\n\nThe raid was right.\n\n"
         "The Leader of the Opposition (Mr Ben Tarn)\n\nThe raid was wrong.\n\n"
         "The Prime Minister (Mrs Ada Quill)\n\nIt was cheap.",
         {"The Prime Minister", "The Leader of the Opposition"}),
        ("The Prime Minister (Mrs. Ada Quill)\n\nThe raid was right.", {"The Prime Minister"}),
        ("MAJ. GEN. ADA QUILL: Good evening.\n\nThe strikes have degraded their stores.",
         {"MAJ. GEN. ADA QUILL"}),
        ("Findings:\n\nThe raid failed.\n\nCosts:\n\nIt cost much.\n\nKey Facts:\n\nTen died.",
         {None}),
    ],
)  # fmt: skip
def test_turns_of_a_debate(
    reader: Annotator,  # noqa: F811
    text: str,
    holders: set[str | None],
) -> None:
    assert {claim.holder.text for claim in claims_of(reader, text)} == holders
