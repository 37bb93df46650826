"""Spanish in the registers of public life: journals of chambers, decrees, press conferences, news."""

from __future__ import annotations

import pytest

from pipeline import read_text
from pipeline.annotate.annotator import Annotator
from pipeline.annotate.records import AnnotatedDocument
from pipeline.corpus.document import Metadata


def annotate(annotator: Annotator, text: str) -> AnnotatedDocument:
    metadata = Metadata(language="es", published="2025-03-12")
    return annotator.annotate(read_text(text, metadata=metadata))


def mentions(annotator: Annotator, text: str, label: str) -> list[str]:
    return [m.text for m in annotate(annotator, text).mentions if m.label == label]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("El informe va de abril a junio de este año.",
         [("abril a junio de este año", "2025-04/2025-06")]),
        ("De noviembre a enero no hubo ataques.", [("noviembre a enero", "2024-11/2025-01")]),
        ("Se firmó el 12-11-2024.", [("12-11-2024", "2024-11-12")]),
        ("Nació en Arica el 3 Agosto 1928.", [("3 Agosto 1928", "1928-08-03")]),
        ("Se cita la Ley 7/2011, de 4 de octubre.", [("4 de octubre", "2011-10-04")]),
        ("La zona declarada por decreto supremo N° 45, de 16 de mayo, será vigilada.",
         [("16 de mayo", "2024-05-16")]),
        ("El último viernes hubo un ataque.", [("último viernes", "2025-03-07")]),
    ],
)  # fmt: skip
def test_dates(annotator: Annotator, text: str, expected: list[tuple[str, str]]) -> None:
    found = [(m.text, m.edtf) for m in annotate(annotator, text).mentions if m.label == "DATE"]
    assert found == expected
