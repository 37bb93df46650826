"""Mentions and entities as newspapers, hearings, Hansard and orders of the day write them."""

from __future__ import annotations

import pytest
from test_annotate import annotate, entity_of, mentions

from pipeline.annotate.annotator import Annotator

OFFICIAL, AGENCY, CARTEL = "OFFICIAL", "AGENCY", "CARTEL"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # Turns of a transcript.
        ("SEN. QUILLS: Mr. Chairman, does it bind the council?\n\nMR. OLBY: We think so.",
         {(OFFICIAL, "SEN. QUILLS")}),
        ("MAJ. GEN. ADA QUILL: Good evening.", {(OFFICIAL, "MAJ. GEN. ADA QUILL")}),
        # Members with their party, their state or their constituency.
        ("Senators Ada Roe, Democrat of Ohio, and Bo Tarn, Republican of Maine, asked for it.",
         {(OFFICIAL, "Senators Ada Roe"), (OFFICIAL, "Bo Tarn")}),
        ("I was with the hon. Member for Tarn-on-Vole (Mr. Maple) and my sister (Mrs. Olby).",
         {(OFFICIAL, "Mr. Maple")}),
        ("COMMITTEE ON ARMED SERVICES\nADA B. QUILL, Michigan, Chairman\nBO McTARN, Ohio     NED OLBY, Utah",
         {(AGENCY, "COMMITTEE ON ARMED SERVICES"), (OFFICIAL, "ADA B. QUILL"), (OFFICIAL, "BO McTARN"),
          (OFFICIAL, "NED OLBY")}),
        # Who signs an order, and whose surname is a title too.
        ("NOW, THEREFORE, I, ADA B. QUILL, by the authority vested in me, hereby declare it.",
         {(OFFICIAL, "ADA B. QUILL")}),
        ("Home Minister Shah met Senator King. He spoke of Lord Krishna.",
         {(OFFICIAL, "Home Minister Shah"), (OFFICIAL, "Senator King")}),
        # A body within a title before a name; a body's known name ends where a person's begins.
        ("Director of the Office of Management and Budget Ada Quill met the head of the FBI Bo Tarn.",
         {(OFFICIAL, "Director of the Office of Management and Budget Ada Quill"),
          (OFFICIAL, "head of the FBI Bo Tarn")}),
        ("The European Council on Tarn Day sat. A Senior Military Official spoke.",
         {(AGENCY, "European Council")}),
        ("The head of the Chad junta, Ibo Quill, spoke.",
         {(OFFICIAL, "head"), (AGENCY, "Chad junta"), (OFFICIAL, "Ibo Quill")}),
        ("He told us Congress would act. It was seized by Tarnians and Marines were sent.",
         {(AGENCY, "Congress"), (AGENCY, "Marines")}),
        ("He rose in the service of Panama and took command of the Peru Coast Guard with 90 US marines.",
         {(AGENCY, "Peru Coast Guard")}),
        # Verbs of a headline are no part of a name.
        ("Philippine President Quill Says He Knew", {(OFFICIAL, "Philippine President Quill")}),
        ("Mayor Warns Her Council About Gang Conflict", set()),
        ("Macron Rejects Putin's Grain Offer", {(OFFICIAL, "Macron"), (OFFICIAL, "Putin")}),
        # Offices of armed forces: a campaign or a bracket stands before the name, ranks within.
        ("The Theatre Commander, Operation Vole Dawn, Bo Quill, met the Chief of Army Staff (COAS), Ada Tarn.",
         {(OFFICIAL, "Theatre Commander"), (OFFICIAL, "Bo Quill"), (OFFICIAL, "Chief of Army Staff"),
          (OFFICIAL, "Ada Tarn")}),
        ("The commander of Peru's National Police (PNP), Bo Tarn, met Ada Quill.",
         {(OFFICIAL, "commander"), (AGENCY, "Peru's National Police"), (AGENCY, "PNP"),
          (OFFICIAL, "Bo Tarn")}),
        ("The president of the Federal Republic of Somalia H.E. Hassan Quill met Prime Minister Al Tarn.",
         {(OFFICIAL, "president of the Federal Republic of Somalia H.E. Hassan Quill"),
          (OFFICIAL, "Prime Minister Al Tarn")}),
        ("Ada Quill came along with the Chief of Staff, Lt. Gen. Bo Tarn. At Villa Tarnia, President Roe sat.",
         {(OFFICIAL, "Chief of Staff"), (OFFICIAL, "Lt. Gen. Bo Tarn"), (OFFICIAL, "President Roe")}),
        ("Special Envoy for Middle East Water Issues Ada Quill met regional administration head Bo Tarn.",
         {(OFFICIAL, "Special Envoy for Middle East Water Issues Ada Quill"),
          (OFFICIAL, "regional administration head Bo Tarn")}),
        ("Chadian and African Union forces and Peruvian partner ground forces met.", {(AGENCY, "African Union")}),
        ("MR OLBY: We did.\n\nQUESTION: You did?", {(OFFICIAL, "MR OLBY")}),
        ("Quill Local Government Area asked Congress of the war in Congress of the War Power.",
         {(AGENCY, "Congress")}),
        ("The commander of the Peruvian Armed Forces, Bo Tarn, met UN peacekeeping chief Ada Quill.",
         {(OFFICIAL, "commander"), (AGENCY, "Peruvian Armed Forces"), (OFFICIAL, "Bo Tarn"),
          (OFFICIAL, "UN peacekeeping chief Ada Quill")}),
        ("Defence and Military Veterans Minister Ada Quill met Lt. Gen (Rtd) Bo Tarn.",
         {(OFFICIAL, "Defence and Military Veterans Minister Ada Quill"), (OFFICIAL, "Lt. Gen (Rtd) Bo Tarn")}),
        ("Ada Quill, Ambassador of Angola to Rwanda, met Bo Tarn, the Under-Secretary-General for Peace "
         "Operations.",
         {(OFFICIAL, "Ada Quill"), (OFFICIAL, "Ambassador of Angola to Rwanda"), (OFFICIAL, "Bo Tarn"),
          (OFFICIAL, "Under-Secretary-General for Peace Operations")}),
        ("Senator Ronald “Bato” dela Quill met UN emergency relief coordinator Bo Tarn and PM Olby at 5 PM Eastern.",
         {(OFFICIAL, "Senator Ronald “Bato” dela Quill"),
          (OFFICIAL, "UN emergency relief coordinator Bo Tarn"), (OFFICIAL, "PM Olby")}),
        ("The Minister of Justice and Public Security of Peru, Ada Quill, came.",
         {(OFFICIAL, "Minister of Justice and Public Security of Peru"), (OFFICIAL, "Ada Quill")}),
        # Who heads no public body.
        ("Ada Quill, deputy director for Asia at Human Rights Watch, met Liberation Front Chairman Bo Tarn.",
         set()),
        ("The Marxist-Leninist government fell to a soft-on-crime Congress.", {(AGENCY, "Congress")}),
        # Other names of countries; a creed is no name.
        ("Britain's defence ministry and the DRC's army agreed. The Communist regime fell.",
         {(AGENCY, "Britain's defence ministry"), (AGENCY, "DRC's army")}),
        # Courts and parliaments.
        ("Mr. McTARN. Mr. Speaker, I rise.\n\nThe SPEAKER pro tempore (Mr. Quill). Without objection.",
         {(OFFICIAL, "Mr. McTARN"), (OFFICIAL, "SPEAKER pro tempore"), (OFFICIAL, "Mr. Quill")}),
        ("Before: ROE, Chief Judge, and POE and O'TARN, Circuit Judges.",
         {(OFFICIAL, "ROE"), (OFFICIAL, "POE"), (OFFICIAL, "O'TARN")}),
        ("Quill v. Tarn was heard. Senators Ada Quill and Bo Tarn came.",
         {(OFFICIAL, "Senators Ada Quill"), (OFFICIAL, "Bo Tarn")}),
        ("A group of senators, led by Ada Quill, asked.", {(OFFICIAL, "Ada Quill")}),
        ("Mr OLBY (Prime Minister) (2:12 PM) —Mr Speaker, he is right.", {(OFFICIAL, "Mr OLBY")}),
        # A word of a name in brackets, as auditors shorten it.
        ("The Department of State (State) agreed. State reported it; the State of Ohio did not.",
         {(AGENCY, "Department of State"), (AGENCY, "State")}),
        # Gangs.
        ("Some were of the Tren de Aragua criminal gang.", {(CARTEL, "Tren de Aragua criminal gang")}),
        ("Gang leader Bo Tarn, a former police officer, leads a gang known as 103 Goats. Tarn fled.",
         {(CARTEL, "103 Goats")}),
        ("He fled with Bo Roe, leader of the criminal group Los Choneros, and Ned Olby, leader of Los Lobos.",
         {(CARTEL, "Los Choneros"), (CARTEL, "Los Lobos")}),
    ],
)  # fmt: skip
def test_mentions(annotator: Annotator, text: str, expected: set[tuple[str, str]]) -> None:
    assert mentions(annotator, text) == expected


@pytest.mark.parametrize(
    ("text", "first", "later"),
    [
        # A known surname with another first name, an initial, a short form.
        ("US Secretary of Defense James Mattis came. Mattis left.", "US Secretary of Defense James Mattis",
         "Mattis"),
        ("Minister S Jaishankar came. Jaishankar left.", "Minister S Jaishankar", "Jaishankar"),
        ("Senator Bob Quill came. Senator Robert Quill left.", "Senator Bob Quill",
         "Senator Robert Quill"),
        ("Zelenskiy came. President Volodymyr Zelenskiy left.", "Zelenskiy", "President Volodymyr Zelenskiy"),
        ("President Hassan Sheikh Quill came. President Hassan left.", "President Hassan Sheikh Quill",
         "President Hassan"),
        ("US Special Envoy Ada Quill came. The US envoy left.", "US Special Envoy Ada Quill", "US envoy"),
        # Offices by either order of words.
        ("Defense Minister Ada Quill came. The Minister of Defence left.", "Defense Minister Ada Quill",
         "Minister of Defence"),
        ("President Ada Roe met Commander-in-Chief Bo Tarn. The Commander-in-Chief spoke.",
         "Commander-in-Chief Bo Tarn", "Commander-in-Chief"),
        # Nicknames.
        ("General Bo Tarn, known as “Tarni,” came. Later Tarni left.", "General Bo Tarn", "Tarni"),
        ("Pentagon Press Secretary Ada Quill came. The Pentagon's press secretary left.",
         "Pentagon Press Secretary Ada Quill", "press secretary"),
        ("Mexican President Ada Quill came. Guests saw the president of Mexico leave.",
         "Mexican President Ada Quill", "president of Mexico"),
        # One government, however it is called.
        ("The Iraq government fell. The Iraqi government rose.", "Iraq government", "Iraqi government"),
        # The Commons, where their members speak.
        ("The hon. Member told the House of Commons so. The House rose.", "House of Commons", "House"),
        # A line above does not lengthen a name.
        ("Minister Bo Tarn spoke.\nPhoto: Coast Guard Administration\nTarn told them so.", "Minister Bo Tarn",
         "Tarn"),
    ],
)  # fmt: skip
def test_one_entity(annotator: Annotator, text: str, first: str, later: str) -> None:
    document = annotate(annotator, text)
    assert entity_of(document, first) == entity_of(document, later)


@pytest.mark.parametrize(
    ("text", "first", "later"),
    [
        ("Deputy Prime Minister Ada Quill came. The Prime Minister left.",
         "Deputy Prime Minister Ada Quill", "Prime Minister"),
        ("Pentagon Press Secretary Ada Quill came. The Secretary left.",
         "Pentagon Press Secretary Ada Quill", "Secretary"),
    ],
)  # fmt: skip
def test_two_entities(annotator: Annotator, text: str, first: str, later: str) -> None:
    document = annotate(annotator, text)
    assert entity_of(document, first) != entity_of(document, later)


def test_names_have_no_titles(annotator: Annotator) -> None:
    document = annotate(annotator, "Chief of General Staff Admiral Ada Quill came.")
    assert [entity.name for entity in document.entities] == ["Ada Quill"]
    document = annotate(annotator, "The Acting Director Army Public Relations Col Ada Quill came.")
    assert [entity.name for entity in document.entities] == ["Ada Quill"]


def test_a_party_is_no_congress(annotator: Annotator) -> None:
    text = "The Congress objected in the Lok Sabha."
    assert mentions(annotator, text) == {(AGENCY, "Lok Sabha")}
