"""Officials and bodies as policy prose names them: complements, short forms, introductions."""

from __future__ import annotations

import pytest
from test_annotate import annotate, entity_of, mentions

from pipeline.annotate.annotator import Annotator


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # Names by shape: initials, apostrophes, a verb that opens the sentence.
        ("Lieutenant General A. S. Quill, their commander, spoke to Speaker O'Tarn.",
         {("OFFICIAL", "Lieutenant General A. S. Quill"), ("OFFICIAL", "commander"),
          ("OFFICIAL", "Speaker O'Tarn")}),
        ("Ada Quill was sworn in as president. Bo Tarn, who succeeded Ada Quill as Prime Minister, left.",
         {("OFFICIAL", "Ada Quill"), ("OFFICIAL", "Bo Tarn")}),
        ("The chairman of their Independent Harbor Commission, Ada Quill, counted.",
         {("OFFICIAL", "chairman"), ("AGENCY", "Independent Harbor Commission"), ("OFFICIAL", "Ada Quill")}),
        # What stands outside a title, and what stays in it.
        ("Peru's outgoing foreign minister, Ada Quill, met then-President Bo Tarn.",
         {("OFFICIAL", "foreign minister"), ("OFFICIAL", "Ada Quill"), ("OFFICIAL", "President Bo Tarn")}),
        ("The mayor of Quillburg, Ada Quill, and the head of the transitional council, Bo Tarn, met.",
         {("OFFICIAL", "mayor of Quillburg"), ("OFFICIAL", "Ada Quill"),
          ("OFFICIAL", "head of the transitional council"), ("OFFICIAL", "Bo Tarn")}),
        ("Ada Quill, the envoy for the Great Lakes, left.",
         {("OFFICIAL", "Ada Quill"), ("OFFICIAL", "envoy for the Great Lakes")}),
        ("The speaker of the House of Representatives, Ada Quill, and the Chief of Army Staff met.",
         {("OFFICIAL", "speaker"), ("AGENCY", "House of Representatives"), ("OFFICIAL", "Ada Quill"),
          ("OFFICIAL", "Chief of Army Staff")}),
        ("The commander of the rebel army, Bo Tarn, fled. I thank the Senator from Ohio.", set()),
        ("The president's special envoy, Ada Quill, flew out.",
         {("OFFICIAL", "special envoy"), ("OFFICIAL", "Ada Quill")}),
        ("Peru's foreign minister, Ada Quill, and Chile's, Bo Tarn, met. Russia's ambassador did not.",
         {("OFFICIAL", "foreign minister"), ("OFFICIAL", "Ada Quill"), ("OFFICIAL", "Bo Tarn"),
          ("OFFICIAL", "ambassador")}),
        ("A retired admiral, Ada Quill, led it.", {("OFFICIAL", "retired admiral"), ("OFFICIAL", "Ada Quill")}),
        ("General Quill, the minister of defense and security, met Lord Tarn, then Foreign Secretary.",
         {("OFFICIAL", "General Quill"), ("OFFICIAL", "minister of defense and security"),
          ("OFFICIAL", "Lord Tarn"), ("OFFICIAL", "Foreign Secretary")}),
        ("Ada Quill, the Secretary-General's special representative, met Bo Tarn, speaker of the Harbor "
         "Assembly.",
         {("OFFICIAL", "Ada Quill"), ("OFFICIAL", "Secretary-General"),
          ("OFFICIAL", "special representative"), ("OFFICIAL", "Bo Tarn"), ("OFFICIAL", "speaker"),
          ("AGENCY", "Harbor Assembly")}),
        # Officials by what is said of them.
        ("The council's newest member, Ada Quill, spoke. Councilors Bo Tarn and Dale Vole met.",
         {("OFFICIAL", "Ada Quill"), ("OFFICIAL", "Councilors Bo Tarn"), ("OFFICIAL", "Dale Vole")}),
        ("Ada Quill, a member of the county council, met Bo Tarn, a member of a student council.",
         {("OFFICIAL", "Ada Quill")}),
        # Bodies.
        ("The Royal Harbor Police and Royal Marines came; the People's Harbor Assembly sat.",
         {("AGENCY", "Royal Harbor Police"), ("AGENCY", "Royal Marines"),
          ("AGENCY", "People's Harbor Assembly")}),
        ("The man in State House smiled; the National Guard of Bo Tarn fled, and later the Guard was gone.",
         {("AGENCY", "National Guard"), ("AGENCY", "Guard")}),
        ("The Omani Peace Keeping Force landed. The O.P.K.F. stayed.",
         {("AGENCY", "Omani Peace Keeping Force"), ("AGENCY", "O.P.K.F.")}),
        ("The Harbor Court sat. The Court of Appeals did not; the Court ruled.",
         {("AGENCY", "Harbor Court"), ("AGENCY", "Court of Appeals"), ("AGENCY", "Court")}),
        ("They left the United Nations Watch Mission in Peru and the navies of Peru, Chile and Cuba.",
         {("AGENCY", "United Nations Watch Mission in Peru"), ("AGENCY", "navies of Peru, Chile and Cuba")}),
        ("No UN mission fought; the UN observer mission watched.",
         {("AGENCY", "UN"), ("AGENCY", "UN observer mission")}),
        ("The Committees on Coasts met.", {("AGENCY", "Committees on Coasts")}),
    ],
)  # fmt: skip
def test_mentions(annotator: Annotator, text: str, expected: set[tuple[str, str]]) -> None:
    assert mentions(annotator, text) == expected


def test_offices_of_different_bodies_are_two(annotator: Annotator) -> None:
    annotated = annotate(
        annotator,
        "The director of the Harbor Police met the director of the FBI. "
        "The director of the Harbor Police left.",
    )
    first, second, third = (entity_of(annotated, "director", n) for n in range(3))
    assert first == third != second


def test_a_chair_who_presides_is_meant_by_the_form_of_address(annotator: Annotator) -> None:
    text = (
        "The subcommittee met, Hon. Ada Quill presiding.\n\nMs. QUILL. It will come to order.\n\n"
        "Mr. TARN. Thank you, Madam Chair.\n\nDr. VOLE. I thank you for the invitation."
    )
    annotated = annotate(annotator, text)
    assert entity_of(annotated, "Madam Chair") == entity_of(annotated, "Ms. QUILL")
    assert "Dr. VOLE" not in [m.text for m in annotated.mentions]


def test_who_signs_an_order_is_an_official(annotator: Annotator) -> None:
    annotated = annotate(annotator, "It is so ordered.\n\nADA M. QUILL\n\nTHE WHITE HOUSE")
    assert "ADA M. QUILL" in [m.text for m in annotated.mentions if m.label == "OFFICIAL"]


def test_accents_do_not_tell_people_apart(annotator: Annotator) -> None:
    annotated = annotate(
        annotator, "President Óscar Quíll spoke. Oscar Quill, the president, left later."
    )
    assert entity_of(annotated, "President Óscar Quíll") == entity_of(annotated, "Oscar Quill")
