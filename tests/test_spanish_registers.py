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
        ("Lima, septiembre 23 de 2021.", [("septiembre 23 de 2021", "2021-09-23")]),
        ("RIGE LA LEY 5/2011, DE 7 DE MARZO.", [("7 DE MARZO", "2011-03-07")]),
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


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Se incorporó la Guardia Rural a la Secretaría de Puertos.",
         ["Guardia Rural", "Secretaría de Puertos"]),
        ("La Oficina de Asistencia a las Víctimas calló.", ["Oficina de Asistencia a las Víctimas"]),
        ("El Ministerio de Vivienda, Construcción y Saneamiento calló.",
         ["Ministerio de Vivienda, Construcción y Saneamiento"]),
        ("La Cámara de Diputados del Honorable Congreso de la Unión calló.",
         ["Cámara de Diputados", "Congreso de la Unión"]),
        ("Lo dijo el Gobierno del Presidente Arsenio Batres.",
         ["Gobierno del Presidente Arsenio Batres"]),
        ("La administración del presidente López Batres calló.",
         ["administración del presidente López Batres"]),
        ("El Ejecutivo argentino lo negó.", ["Ejecutivo argentino"]),
        ("En el departamento de Lara callaron las FF. AA. y las FFAA.", ["FF. AA.", "FFAA"]),
        ("Murieron tres soldados de las fuerzas rusas.", []),
        ("Mató a dos hombres del Estado Mayor Central (EMC).", []),
        ("Lo decidió la presidencia de la Mesa Directiva.", []),
        ("Lo dijo el jefe del Comando Sur de EE. UU., quien calló.", ["Comando Sur de EE. UU."]),
        ("Tribunal Superior de Colombia\nPalacio de Justicia", ["Tribunal Superior de Colombia"]),
        ("DIARIO DE SESIONES DEL SENADO", ["SENADO"]),
    ],
)  # fmt: skip
def test_bodies(annotator: Annotator, text: str, expected: list[str]) -> None:
    assert mentions(annotator, text, "AGENCY") == expected


_JOURNAL = "DIARIO DE SESIONES DEL SENADO\n\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (_JOURNAL + "PRESIDENCIA DEL EXCMO. SR. D. GIL LEMOS PAZ\n\nSesión núm. 30",
         ["GIL LEMOS PAZ"]),
        (_JOURNAL + "PRESIDENCIA DE SEÑOR GIL BATRES MORA, PRESIDENTE, Y SEÑORA RITA ORREGO PAZ,"
         " VICEPRESIDENTA",
         ["SEÑOR GIL BATRES MORA", "PRESIDENTE", "SEÑORA RITA ORREGO PAZ", "VICEPRESIDENTA"]),
        (_JOURNAL + "Comparecencia de la señora ministra de Defensa (Batres Mora), para informar.",
         ["señora ministra de Defensa", "Batres Mora"]),
        ("El presidente diputado Arsenio Mora Batres: Se abre la sesión.",
         ["presidente diputado Arsenio Mora Batres"]),
        ("Es moción de las diputadas señoras Lemos, Orrego y Tello.",
         ["diputadas señoras Lemos", "Orrego", "Tello"]),
        ("Apoyaron los diputados Gil Mora Paz (PT) y Leo Paz Rey (PV); en contra, Ana Sol Rey (PR).",
         ["diputados Gil Mora Paz", "Leo Paz Rey", "Ana Sol Rey"]),
        ("Vinieron ayer Lemos (ministro de Puertos) y su primo.",
         ["Lemos", "ministro de Puertos"]),
        ("El general de Cuerpo de Ejército Álvaro Lemos Miera llegó.",
         ["general de Cuerpo de Ejército Álvaro Lemos Miera"]),
        ("El jefe del Estado Mayor Conjunto, el brigadier Gil Isasi Paz, y el embajador de Japón en"
         " el Perú callaron.",
         ["jefe", "brigadier Gil Isasi Paz", "embajador de Japón en el Perú"]),
        ("Hernán A. Batres Paz, Presidente;", ["Hernán A. Batres Paz", "Presidente"]),
        ("Lo acompañó el secretario, señor Aranda.", ["secretario", "señor Aranda"]),
        ("El ministro de Puertos, Gil Batres, calló. El jefe de la cartera de Puertos negó todo.",
         ["ministro de Puertos", "Gil Batres", "jefe de la cartera de Puertos"]),
        ("La ministra de Comercio, Industria y Turismo Ana Batres calló.",
         ["ministra de Comercio, Industria y Turismo Ana Batres"]),
        ("-PRESIDENTA ANA LEMOS PAZ: Buenos días.", ["PRESIDENTA ANA LEMOS PAZ"]),
        ("El presidente Batres de México calló.", ["presidente Batres"]),
        ("El Grupo Parlamentario Popular calló.", []),
        ("Votó en contra el diputado Rubén Iturbe Moreira (PRI).",
         ["diputado Rubén Iturbe Moreira"]),
        ("Firman los ministros del Interior, Gil Basave Rey; de Defensa, Eva Niebla Sol; y de"
         " Justicia y Cultos, señora Ana Paz Rey.",
         ["Gil Basave Rey", "Eva Niebla Sol", "señora Ana Paz Rey"]),
        ("Gil Lemos Prado\n\nVicealmirante de la Armada\n\nJefe del Estado Mayor Conjunto\n\nHabló"
         " poco.", ["Gil Lemos Prado", "Vicealmirante", "Jefe"]),
    ],
)  # fmt: skip
def test_officials(annotator: Annotator, text: str, expected: list[str]) -> None:
    assert mentions(annotator, text, "OFFICIAL") == expected


def test_a_title_of_a_body_in_capitals_ends_before_it(annotator: Annotator) -> None:
    text = "ANA PAZ, SUBSECRETARIA DE JUSTICIA DE LA SECRETARÍA DE PUERTOS Y VIGILANCIA CIUDADANA:"
    found = [m.text for m in annotate(annotator, text).mentions]
    assert found[1:] == [
        "SUBSECRETARIA DE JUSTICIA",
        "SECRETARÍA DE PUERTOS Y VIGILANCIA CIUDADANA",
    ]


def _names(annotator: Annotator, text: str, *forms: str) -> list[str]:
    """The names of the entities that the mentions of these forms belong to."""
    annotated = annotate(annotator, text)
    names = {e.id: e.name for e in annotated.entities}
    return [names[m.entity_id] for m in annotated.mentions if m.text in forms]


def test_a_speaker_in_capitals_is_the_one_named_elsewhere(annotator: Annotator) -> None:
    text = (
        "PRESIDENTE ANDRÉS MANUEL LÓPEZ OBRADOR: Hablará Gil Lemos.\n\n"
        "GIL LEMOS BERDEJA, SUBSECRETARIO DE PUERTOS: Hay tres detenidos."
    )
    assert _names(annotator, text, "Gil Lemos", "GIL LEMOS BERDEJA") == ["Gil Lemos Berdeja"] * 2
    assert "Andrés Manuel López Obrador" in {e.name for e in annotate(annotator, text).entities}


@pytest.mark.parametrize(
    ("text", "forms", "expected"),
    [
        ("El gobierno de Honduras calló. El gobierno hondureño mintió.",
         ("gobierno de Honduras", "gobierno hondureño"), 1),
        ("La Policía Nacional entró; la Policía salió.", ("Policía Nacional", "Policía"), 1),
        ("La Corte Interamericana de Derechos Humanos falló. La Corte Interamericana falló.",
         ("Corte Interamericana de Derechos Humanos", "Corte Interamericana"), 1),
        ("El Congreso Nacional votó en Tegucigalpa; en Washington calló el Congreso.",
         ("Congreso Nacional", "Congreso"), 2),
        ("El presidente cubano, Miguel Díaz-Canel Bermúdez, habló. Oyó del presidente Nicolás"
         " Maduro. El jefe de Estado calló.", ("Miguel Díaz-Canel Bermúdez", "jefe de Estado"), 1),
        ("El Senado de la República votó. El Senado calló.",
         ("Senado de la República", "Senado"), 1),
        ("Murió un marino de las Fuerzas Armadas; las FFAA callaron.",
         ("Fuerzas Armadas", "FFAA"), 1),
        ("La Corte Interamericana de Derechos Humanos (en adelante “la Corte Interamericana”) se"
         " reunió. La Corte falló.", ("Corte Interamericana de Derechos Humanos", "Corte"), 1),
        ("Habló el subsecretario, Gil Lemos. GIL LEMOS PAZ, SUBSECRETARIO DE PUERTOS, calló.",
         ("Gil Lemos", "GIL LEMOS PAZ"), 1),
        ("El presidente Trump habló y Donald Trump calló.", ("presidente Trump", "Donald Trump"), 1),
    ],
)  # fmt: skip
def test_entities(annotator: Annotator, text: str, forms: tuple[str, ...], expected: int) -> None:
    names = _names(annotator, text, *forms)
    assert len(names) == 2
    assert len(set(names)) == expected


def test_a_form_that_countries_share_is_listed_where_the_text_has_the_country(
    annotator: Annotator,
) -> None:
    assert _names(annotator, "En Italia votó el Senado.", "Senado") == ["Senado"]
    assert _names(annotator, "En México votó el Senado.", "Senado") == ["Senate of Mexico"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("La lancha era del cartel, informó este jueves el secretario de Puertos, Gil Batres.",
         "secretario de Puertos"),
        ("El ministro Gil Batres calló. Esto, dijo en una entrevista de radio, no sirve contra el"
         " crimen.", "Gil Batres"),
        ("«La guerra es un error», expuso la ministra Ana Lemos en un mensaje.", "Ana Lemos"),
        ("Los marinos vigilan la ría de noche, precisó el reglamento.", None),
        ("Según explicó el coronel, el ataque fue un éxito.", "coronel"),
        ("«Esto es una trampa», advirtieron voceros navales y pidieron otro plan de guerra.",
         "voceros navales"),
        ("La ministra Ana Lemos habló. Lemos, durante su discurso, llamó a los países a enviar"
         " tropas.", "Lemos"),
        ("Con el temor de que la tregua se rompa en abril, enviados de la ONU exigieron el lunes más"
         " cascos azules.", "enviados de la ONU"),
        ("El afiche, pegado por la Alcaldía en los muros, promete diez millones a quien hable.", None),
        ("El ministro Gil Batres envió un mensaje a la tropa desde el patio: «Nadie pasará».",
         "ministro Gil Batres"),
        ("La ley es clara: «Nadie pasará la frontera».", None),
        ("“Te trataremos como a un enemigo. De noche te perseguiremos”, amenazó la ministra Ana"
         " Lemos.", "ministra Ana Lemos"),
        ("Un error grave fue reconocer al gobierno, al que la ministra Ana Lemos considera"
         " ilegítimo.", None),
        ("Por su parte, el comandante de la Armada, la contraalmirante Eva Paz Sol, ha remarcado que"
         " la guerra sigue.", "comandante"),
        ("LIMA, 19 de febrero de 2021.- Al encabezar el acto, el presidente Gil Lemos Paz afirmó que"
         " la violencia es un fracaso del Estado y que la guerra no debe seguir.", "presidente Gil Lemos Paz"),
        ("El ministro Gil Lemos aclaró que la guerra sigue.", "ministro Gil Lemos"),
        ("El presidente Gil Batres habló ayer. Por ello, respaldó la misión de la ONU, basada en la"
         " propuesta de Ana Lemos.", "presidente Gil Batres"),
    ],
)  # fmt: skip
def test_holders(annotator: Annotator, text: str, expected: str | None) -> None:
    holder = annotate(annotator, text).claims[-1].holder
    assert (holder.text is None) if expected is None else expected in (holder.text or "")


def test_gangs_of_central_america(annotator: Annotator) -> None:
    text = "Las maras Salvatrucha (MS-13) y Barrio 18 crecen. La MS y las pandillas mandan."
    assert mentions(annotator, text, "CARTEL") == ["Salvatrucha", "MS-13", "Barrio 18", "MS"]


def test_who_presides_over_a_chamber_does_not_govern(annotator: Annotator) -> None:
    text = (
        "DIARIO DE SESIONES DEL SENADO\n\nPRESIDENCIA DEL EXCMO. SR. D. GIL LEMOS PAZ\n\n"
        "Comparecencia del Presidente del Gobierno, para explicar la misión."
    )
    names = _names(annotator, text, "GIL LEMOS PAZ", "Presidente del Gobierno")
    assert names == ["Gil Lemos Paz", "Presidente del Gobierno"]


def test_abbreviations_do_not_end_a_sentence(annotator: Annotator) -> None:
    text = "Rige el D. Leg. 1186 (párr. 3), dicen las FF. AA. Ayer lo negó el Excmo. Sr. Lemos."
    assert len(annotate(annotator, text).sentences) == 2
