"""Spanish texts: mentions, dates, holders."""

from __future__ import annotations

import pytest

from pipeline import read_text
from pipeline.annotate.annotator import Annotator
from pipeline.corpus.document import Metadata


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "El ministro de Defensa, Arsenio Batres, viajó a Lima el 3 de mayo de 2024.",
            {("OFFICIAL", "ministro de Defensa"), ("OFFICIAL", "Arsenio Batres"),
             ("DATE", "3 de mayo de 2024")},
        ),
        (
            "El ejército hondureño persigue al Cártel de Tela, según la Secretaría de Puertos.",
            {("AGENCY", "ejército hondureño"), ("CARTEL", "Cártel de Tela"),
             ("AGENCY", "Secretaría de Puertos")},
        ),
        ("El ejército llegó a Sinaloa y los cárteles huyeron.", set()),
    ],
)  # fmt: skip
def test_mentions(annotator: Annotator, text: str, expected: set[tuple[str, str]]) -> None:
    annotated = annotator.annotate(read_text(text, metadata=Metadata(language="es")))
    assert {(m.label, m.text) for m in annotated.mentions} == expected


def test_a_later_surname_and_a_bare_title_join_their_person(annotator: Annotator) -> None:
    text = "La ministra Alba Requena Soto habló. Después, Requena calló. La ministra salió."
    annotated = annotator.annotate(read_text(text, metadata=Metadata(language="es")))
    assert [m.text for m in annotated.mentions] == [
        "ministra Alba Requena Soto",
        "Requena",
        "ministra",
    ]
    assert len(annotated.entities) == 1
