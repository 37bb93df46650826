"""Officials, bodies and gangs of many countries and decades, in constructions that texts share."""

from __future__ import annotations

import pytest
from test_annotate import mentions

from pipeline.annotate.annotator import Annotator


@pytest.mark.parametrize(
    ("text", "officials"),
    [
        # By what they led, or sat in.
        ("Osuna Velarde, who ran the Interior Ministry for two years, said no.", {"Osuna Velarde"}),
        ("Ada Quill, who directs the anti-drug bureau of the ministry, disagreed.", {"Ada Quill"}),
        ("Ivan Petkoff, who headed the triumvirate, fell in April.", {"Ivan Petkoff"}),
        ("Yusuf Keyta, who ran the CIA station in Vientiane, knew.", {"Yusuf Keyta"}),
        ("Kwame Adusei, who chaired the constitutional commission in 1979, warned.", {"Kwame Adusei"}),
        ("Elena Rusu presided over the constitutional court.", {"Elena Rusu"}),
        ("Thandi Nkosi, who sat in the cabinet of two presidents, resigned.", {"Thandi Nkosi"}),
        ("Ibrahim Sowah governed Chad for ten years.", {"Ibrahim Sowah"}),
        ("Bill Orrin, who led Congress's critics, and Joe Lund, who runs a police charity, met.", set()),
        ("Mira Pell, who led a march on parliament, was arrested with Tom Rede, who led the rebel army.",
         set()),
        ("Olga Brandtner, who heads the research department, and Juan Pazos, who ran a newspaper, left.",
         set()),
        # By the service they left.
        ("Dale Hockaday, who left the division as a lieutenant colonel, remembers it.", {"Dale Hockaday"}),
        ("Marta Ruiz, who served as a nurse, left.", set()),
        ("Jan Pike, a retired army officer, told us.", {"Jan Pike"}),
        ("Ivo Kralik, the diplomat who led it, agreed.", {"Ivo Kralik"}),
        ("Lena Roe, a union official, and Max Tarn, a police officer's son, were silent.", set()),
        # Double surnames, particles, family names that stand first, peers, judges.
        ("Shpresa Gjonaj-Toska, acting spokeswoman of the Interior Ministry, spoke.",
         {"Shpresa Gjonaj-Toska", "acting spokeswoman"}),
        ("Dr. Oyvind Tangen-Berg, then the deputy permanent representative of Norway, wept.",
         {"Dr. Oyvind Tangen-Berg", "deputy permanent representative of Norway"}),
        ("Bashir al-Mabrouk Tarhouni, the interior minister, left.",
         {"Bashir al-Mabrouk Tarhouni", "interior minister"}),
        ("Col. Tomás Vidal y Quill fled.", {"Col. Tomás Vidal y Quill"}),
        ('Duan Weiming, a retired county police chief, drove. "In summer," Duan said.',
         {"Duan Weiming", "retired county police chief", "Duan"}),
        ("Baroness Quill of Tarn, former Minister for the Middle East, wrote.",
         {"Baroness Quill of Tarn", "former Minister for the Middle East"}),
        ("Quill-Tarn J (with whom Vole JA agrees) held so. Michael J Tarn sang.", {"Quill-Tarn J", "Vole JA"}),
        ("Jan Quill, the mayor, left.", {"Jan Quill", "mayor"}),
        ("Air Vice-Marshal (retd) Philippa Tarn signed.", {"Air Vice-Marshal (retd) Philippa Tarn"}),
        # Titles alone.
        ("We murdered our own prime minister. Its interior minister comes from Zawiya.",
         {"prime minister", "interior minister"}),
        ("Will the Senator yield? So did the majority leader.", {"Senator", "majority leader"}),
        ("The French foreign minister talks of a withdrawal.", {"French foreign minister"}),
        ("I thank the distinguished chairman of the Committee on Foreign Relations.", {"chairman"}),
        ("I answered to the Chief of Defence Staff.", {"Chief of Defence Staff"}),
        ("The Southern Command drills; Tian Junlin, its spokesman, called it routine.",
         {"Tian Junlin", "spokesman"}),
        ("The bakery opened; Tian Junlin, its spokesman, called it routine.", set()),
        ("Surasak Wongthong, a senator from Bangkok, wants it.", {"Surasak Wongthong", "senator"}),
        # Spoken to.
        ('Colonel Ada Quill spoke. "Thank you, Colonel," he said. "Admiral, is it so?"',
         {"Colonel Ada Quill", "Colonel"}),
        ("Lt. Gen. Bo Tarn is here. General, whom are we helping?", {"Lt. Gen. Bo Tarn", "General"}),
        ("General Quill left. The word was not lieutenant, captain, or general.", {"General Quill"}),
    ],
)  # fmt: skip
def test_officials(annotator: Annotator, text: str, officials: set[str]) -> None:
    assert {name for label, name in mentions(annotator, text) if label == "OFFICIAL"} == officials


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The Golden Quill Syndicate holds a thousand people. Then the Golden Quill left the Syndicate.",
         {("CARTEL", "Golden Quill Syndicate"), ("CARTEL", "Golden Quill"), ("CARTEL", "Syndicate")}),
        ("An armed gang known as the West Side Lads robbed us. Later the West Side Lads fled.",
         {("CARTEL", "West Side Lads")}),
        ("The Zani gang and its rivals of the Kusho Band ruled it.",
         {("CARTEL", "Zani gang"), ("CARTEL", "Kusho Band")}),
        ("Smugglers of the Khlong Quill network sold places.", {("CARTEL", "Khlong Quill network")}),
        ("Men of the First Order and Tarnsman gangs came; the Haitian and Jamaican gangs did not.",
         {("CARTEL", "First Order"), ("CARTEL", "Tarnsman gangs")}),
        ("The Haqqani network kidnaps. The Olympic Ring was lit. A rock band sang of cocaine.", set()),
        ("The Gulf Cartel fights. In the Gulf ships sail.", {("CARTEL", "Gulf Cartel")}),
        ("A UN Transitional Authority in Cambodia (UNTAC) ruled.",
         {("AGENCY", "UN Transitional Authority in Cambodia"), ("AGENCY", "UNTAC")}),
        ("The soldiers of the 7th Military Region answered to the Defence Board. Later the Board rose.",
         {("AGENCY", "7th Military Region"), ("AGENCY", "Defence Board"), ("AGENCY", "Board")}),
        ("The Interior Ministry fell. A Ministry official wept. Italian marines landed.",
         {("AGENCY", "Interior Ministry"), ("AGENCY", "Ministry")}),
        ("SUPREME COURT OF JUDICATURE OF QUILLIA\n\nThe Court sat.",
         {("AGENCY", "SUPREME COURT OF JUDICATURE OF QUILLIA"), ("AGENCY", "Court")}),
    ],
)  # fmt: skip
def test_bodies_and_gangs(annotator: Annotator, text: str, found: set[tuple[str, str]]) -> None:
    assert mentions(annotator, text) == found
