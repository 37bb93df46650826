"""Whose view a sentence states, whatever the models make of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest

from pipeline import read_text
from pipeline.annotate.annotator import Annotator
from pipeline.annotate.records import Claim
from pipeline.codebook import load_codebook
from pipeline.corpus import Metadata
from pipeline.learn.examples import Passage


class EveryClaim:
    """Models to which every sentence is a claim."""

    def claim(self, examples: Sequence[object]) -> list[Mapping[str, float]]:
        return [{"claim": 1.0} for _ in examples]

    def claim_type(self, examples: Sequence[object]) -> list[Mapping[str, float]]:
        return [{"fact": 1.0} for _ in examples]

    def stance(self, examples: Sequence[object]) -> list[Mapping[str, float]]:
        return [{"neutral": 1.0} for _ in examples]

    def document(self, claims: object, passage: object) -> Mapping[str, float]:
        return {"neutral": 1.0}

    def of(self, passage: Passage, language: str) -> EveryClaim:
        return self


@pytest.fixture(scope="module")
def reader(annotator: Annotator) -> Annotator:
    return Annotator(load_codebook(), annotator._spacy_model, EveryClaim())


def claims_of(reader: Annotator, text: str, language: str = "en") -> tuple[Claim, ...]:
    document = read_text(f"Heading\n\n{text}", metadata=Metadata(language=language))
    return reader.annotate(document).claims


@pytest.mark.parametrize(
    ("text", "kind", "holder"),
    [
        (
            "A growing number of senators say that the raids fail.",
            "group",
            "growing number of senators",
        ),
        ("There are those who think that bombing would work.", "group", "those"),
        ("I know that some ask why we should bomb the camps.", "group", "some"),
        ("To critics of the raids, bombing is a crime.", "group", "critics of the raids"),
        ("The critics will say that an invasion would fail.", "group", "critics"),
        ("Critics of the raids fear that bombing fails.", "group", "Critics of the raids"),
        ("The raids, a retired colonel told me, made it worse.", "group", "retired colonel"),
        ("The commission concluded that the raid was illegal.", "group", "commission"),
        ("Chad's cabinet says that the raid was illegal.", "entity", "Chad's cabinet"),
        ("Their theory is that bombing would end the trade.", "group", None),
        ("Whereas some Members hold that the raid is unlawful;", "group", "Members"),
        ("Residents called for the soldiers to leave.", "group", "Residents"),
        ("She would rather see the raids end.", "entity", None),
        ("What critics fear is a long war.", "group", "critics"),
        ("We are told by friends that the raids failed.", "group", "friends"),
        ("Another foresees that it would fail.", "group", "Another"),
        ("The raids, their opponents answer, have failed.", "group", "their opponents"),
        ("The fraternity of pilots replies that it works.", "group", "fraternity of pilots"),
        ("The Rhine Group declared that the raid was lawful.", "entity", "Rhine Group"),
        ("Congress finds that the raid was lawful.", "author", None),
        ("The army called up its reservists.", "author", None),
        ("Some general would come here to explain that it failed.", "author", None),
        ("When critics say that bombing fails, they are wrong.", "author", None),
        ("The treaty that the generals wanted would have stopped it.", "author", None),
        ("China would say that the bombing of a neighbor is a crime.", "author", None),
        ("Whereas bombing the valley would be a crime;", "author", None),
        ("The stamp on the rifle said Tennessee.", "author", None),
        ("The clans do not fear the government.", "author", None),
    ],
)
def test_english(reader: Annotator, text: str, kind: str, holder: str | None) -> None:
    (claim,) = claims_of(reader, text)
    assert (claim.holder.kind, claim.holder.text) == (kind, holder)


@pytest.mark.parametrize(
    ("text", "holders"),
    [
        ("A retired colonel opposes the raids. He says that bombing fails.",
         ["retired colonel", "retired colonel"]),
        ("The commission opposed the war. It has also warned that bombing fails.",
         ["commission", "commission"]),
        ("Critics oppose the war. The army wants more. They say that bombing fails.",
         ["Critics", "army", "Critics"]),
        ("Critics oppose the war. So does the navy.", ["Critics", "navy"]),
        ("“Bombing fails,” a colonel told me. “It kills farmers. It is a crime.”",
         ["colonel", "colonel", "colonel"]),
        ("“Bombing fails. It is a crime,” a colonel told me.", ["colonel", "colonel"]),
        ("A colonel put it to me like this: “Bombing fails. It is a crime.” I agree.",
         ["colonel", "colonel", None]),
        ("They say that bombing would fail.", [None]),
    ],
)  # fmt: skip
def test_who_goes_on(reader: Annotator, text: str, holders: list[str | None]) -> None:
    assert [claim.holder.text for claim in claims_of(reader, text)] == holders


def test_a_turn_quotes_others(reader: Annotator) -> None:
    text = (
        "Q: Critics say that strikes fail. They kill farmers.\n\n"
        "MS. TARN: Strikes end the trade. Nothing else does.\n\nQ: Strikes are a crime."
    )
    found = [claim.holder.text for claim in claims_of(reader, text)]
    assert found == ["Critics", "Q", "MS. TARN", "MS. TARN", "Q"]


def test_numbered_points_are_no_turns(reader: Annotator) -> None:
    text = "First: Raids fail.\n\nSecond: They kill farmers.\n\nThird: They are a crime."
    assert {claim.holder.kind for claim in claims_of(reader, text)} == {"author"}


@pytest.mark.parametrize(
    ("text", "kind", "holder"),
    [
        ("Los vecinos del puerto responden que la fuerza traerá venganza.", "group",
         "vecinos del puerto"),
        ("Uno de ellos advierte de que los talleres se mudan.", "group", "Uno de ellos"),
        ("Un antiguo coronel de la Marina cree que bastarían unos golpes.", "group",
         "antiguo coronel de la Marina"),
        ("Una vecina jubilada, Alba Ruiz, sostiene que la base no sirve.", "entity", "Alba Ruiz"),
        ("México ha negado su consentimiento.", "entity", "México"),
        ("La misión, responden los militares retirados, fue un éxito.", "group",
         "militares retirados"),
        ("«La base no sirve», sostiene la analista Alba Ruiz.", "entity", "Alba Ruiz"),
        ("Los que apoyan la misión dicen que esta vez será distinto.", "group", "Los que apoyan la misión"),
        ("Varios países se opusieron a la misión.", "group", "Varios países"),
        ("Su tesis es que la base salva vidas.", "entity", None),
        ("Se nos asegura que esto salvará vidas.", "unknown", None),
        ("Cuando los críticos dicen que fracasará, olvidan la historia.", "author", None),
        ("La propuesta que el ministro defiende costará vidas.", "author", None),
        ("El letrero dice que no se pase.", "author", None),
        ("Se declaró el estado de sitio en tres provincias.", "author", None),
        ("El almirante no ha anunciado cambios.", "author", None),
        ("PRIMERO. El Senado rechaza la intervención.", "author", None),
        ("SEGUNDO. Exhorta al Gobierno a retirar las tropas.", "author", None),
        ("Este informe recomienda retirar las tropas.", "author", None),
        ("Creo que los vecinos dicen la verdad.", "author", None),
    ],
)  # fmt: skip
def test_spanish(reader: Annotator, text: str, kind: str, holder: str | None) -> None:
    (claim,) = claims_of(reader, text, "es")
    assert (claim.holder.kind, claim.holder.text) == (kind, holder)


@pytest.mark.parametrize(
    ("text", "holders"),
    [
        ("Los pescadores rechazan la base. Añaden que nadie les preguntó.",
         ["pescadores", "pescadores"]),
        ("«La base no sirve», dice un coronel. «Nunca sirvió. Que se vayan».",
         ["coronel", "coronel", "coronel"]),
        ("ROJAS: La base no sirve.\n\nLOCUTORA: ¿Por qué?\n\nROJAS: Nadie la pidió. Es cara.",
         ["ROJAS", "LOCUTORA", "ROJAS", "ROJAS"]),
        ("Primero: La base no sirve.\n\nSegundo: Es cara.\n\nTercero: Nadie la pidió.",
         [None, None, None]),
    ],
)  # fmt: skip
def test_who_goes_on_in_spanish(reader: Annotator, text: str, holders: list[str | None]) -> None:
    assert [claim.holder.text for claim in claims_of(reader, text, "es")] == holders
