"""Spanish texts: mentions, dates, holders."""

from __future__ import annotations

import pytest

from pipeline import read_text
from pipeline.annotate.annotator import Annotator
from pipeline.corpus.document import Metadata
from pipeline.corpus.language import detect_language


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


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "El ministro de Defensa, Gil Aranda Paz, y el del Interior, Rita Solís Mora, callaron.",
            {("OFFICIAL", "ministro de Defensa"), ("OFFICIAL", "Gil Aranda Paz"),
             ("OFFICIAL", "Rita Solís Mora")},
        ),
        (
            "«No sirve», dijo la vicealcaldesa de un cantón del sur, Ligia Ponce.",
            {("OFFICIAL", "vicealcaldesa"), ("OFFICIAL", "Ligia Ponce")},
        ),
        (
            "Hablaron los viceministros Ana Mora Paz y Luis Rey Gil.",
            {("OFFICIAL", "viceministros Ana Mora Paz"), ("OFFICIAL", "Luis Rey Gil")},
        ),
        (
            "La intervención armada de Francia irritó al Gobierno de la presidenta Inés Roca.",
            {("AGENCY", "Gobierno de la presidenta Inés Roca")},
        ),
        (
            "Las pandillas Tejón y Ancla Roja extorsionan; los muchachos de Los Remeros mandan.",
            {("CARTEL", "Tejón"), ("CARTEL", "Ancla Roja"), ("CARTEL", "Los Remeros")},
        ),
        ("La banda bajó de Los Álamos al puerto.", set()),
        (
            "LA ASAMBLEA NACIONAL resuelve, antes de Navidad, lo del martes 7 de octubre.",
            {("AGENCY", "ASAMBLEA NACIONAL"), ("DATE", "martes 7 de octubre")},
        ),
        (
            "La señora ministra de Puertos, Alba Requena Soto, viajó. El Sr. Requena no.",
            {("OFFICIAL", "señora ministra de Puertos"), ("OFFICIAL", "Alba Requena Soto"),
             ("OFFICIAL", "Sr. Requena")},
        ),
        ("Señor presidente: no envíe tropas a Haití.", set()),
        (
            "La ministra Rita Solís Mora firmó. Sra. Ministra, renuncie.",
            {("OFFICIAL", "ministra Rita Solís Mora"), ("OFFICIAL", "Sra. Ministra")},
        ),
        (
            "El ministro de Puertos, Gral. Arsenio Batres, viajó con el Ing. Luis Mora, alcalde.",
            {("OFFICIAL", "ministro de Puertos"), ("OFFICIAL", "Gral. Arsenio Batres"),
             ("OFFICIAL", "Ing. Luis Mora"), ("OFFICIAL", "alcalde")},
        ),
        (
            "El Crnl. Pedro Roca Luna mandó. La As. Ana Mora votó. El Lic. Juan Ruiz vende casas.",
            {("OFFICIAL", "Crnl. Pedro Roca Luna"), ("OFFICIAL", "As. Ana Mora")},
        ),
        (
            "Hablaron el director de la DEA, Luis Rentería, y su portavoz, la coronel Ana Gil Mora.",
            {("OFFICIAL", "director"), ("AGENCY", "DEA"), ("OFFICIAL", "Luis Rentería"),
             ("OFFICIAL", "portavoz"), ("OFFICIAL", "coronel Ana Gil Mora")},
        ),
        (
            "El excomandante general del Ejército Saúl Prada Luna volvió; el ministro en Lima, no.",
            {("OFFICIAL", "excomandante general"), ("AGENCY", "Ejército"),
             ("OFFICIAL", "Saúl Prada Luna")},
        ),
        (
            "Volvió Tobías Lemos, elegido diputado. Murió Rita Solano. Fue dos veces alcaldesa.",
            {("OFFICIAL", "Tobías Lemos"), ("OFFICIAL", "Rita Solano")},
        ),
        (
            "Remedios Azcona, que dirigió la embajada en Praga, y el poeta Iván Roca callaron.",
            {("OFFICIAL", "Remedios Azcona")},
        ),
        (
            "Firmó el teniente coronel Saúl Gil Mora, hasta entonces viceministro de Pesca.",
            {("OFFICIAL", "teniente coronel Saúl Gil Mora"), ("OFFICIAL", "viceministro de Pesca")},
        ),
        (
            "La Comisión de Aguas del Senado calló. La Comisión votó. Vino el 7.º Regimiento Húsares.",
            {("AGENCY", "Comisión de Aguas del Senado"), ("AGENCY", "Comisión"),
             ("AGENCY", "7.º Regimiento Húsares")},
        ),
        (
            "El crucero Almirante Cervera se hundió, y con él la enmienda Prado.",
            set(),
        ),
        (
            "El señor PRESIDENTE (Lasa Mora): Señora Vela, dos minutos.\n\n"
            "La señora VELA GIL: Gracias, señor presidente.\n\n"
            "El señor RUBIO PAZ: La señora Vela olvida la ley.",
            {("OFFICIAL", "señor PRESIDENTE"), ("OFFICIAL", "Lasa Mora"), ("OFFICIAL", "Señora Vela"),
             ("OFFICIAL", "señora VELA GIL"), ("OFFICIAL", "señor presidente"),
             ("OFFICIAL", "señor RUBIO PAZ"), ("OFFICIAL", "señora Vela")},
        ),
        (
            "SRA. SOLÍS: Gracias, señor presidente, señorías.\n\nSr. Batres.- Señorías, calmaos.",
            {("OFFICIAL", "SRA. SOLÍS"), ("OFFICIAL", "Sr. Batres")},
        ),
    ],
)  # fmt: skip
def test_mentions_by_pattern(
    annotator: Annotator, text: str, expected: set[tuple[str, str]]
) -> None:
    annotated = annotator.annotate(read_text(text, metadata=Metadata(language="es")))
    assert {(m.label, m.text) for m in annotated.mentions} == expected


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("Firmó el pacto en marzo pasado.", "2025-03"),
        ("Llegaron en enero del año pasado.", "2024-01"),
        ("Entre 2016 y marzo de 2018 no hubo tropas.", "2016/2018-03"),
        ("Votará en el primer trimestre del próximo año.", "2026-01/2026-03"),
        ("El 16 de marzo de 2003 se reunieron. El 20 de marzo empezó todo.", "2003-03-20"),
        ("Aguarda desde hace dos años.", None),
    ],
)
def test_dates(annotator: Annotator, text: str, edtf: str | None) -> None:
    document = read_text(text, metadata=Metadata(language="es", published="2025-11-19"))
    dates = [m.edtf for m in annotator.annotate(document).mentions if m.label == "DATE"]
    assert dates[-1:] == ([edtf] if edtf else [])


@pytest.mark.parametrize(
    ("text", "kind", "holder"),
    [
        ("Para los críticos, la misión fracasará otra vez.", "group", "críticos"),
        ("La socióloga Alba Ruiz, que vive allí, advierte que habrá más muertos.", "entity",
         "Alba Ruiz"),
        ("Me dirán que las tropas funcionan mejor que los jueces.", "unknown", None),
        ("Los ministros, por su parte, sostienen que la guerra fracasará.", "group", "ministros"),
        ("La intervención fue calificada por la Corte Suprema de ilegal y de inútil.", "entity",
         "Corte Suprema"),
        ("Los vecinos que cruzan el puente aseguran que los soldados roban.", "group", "vecinos"),
        ("El ministro añadió que la invasión sería un desastre.", "entity", "ministro"),
        ("Será una catástrofe, arguyen los más cautos.", "group", "más cautos"),
        ("La invasión sería un desastre para todos.", "author", None),
    ],
)  # fmt: skip
def test_holders(annotator: Annotator, text: str, kind: str, holder: str | None) -> None:
    annotated = annotator.annotate(read_text(text, metadata=Metadata(language="es")))
    assert [(c.holder.kind, c.holder.text) for c in annotated.claims] == [(kind, holder)]


def test_who_takes_a_turn_holds_its_sentences(annotator: Annotator) -> None:
    text = (
        "SEÑOR LARRALDE.- La guerra fue un error. Costó miles de vidas inútiles.\n\n"
        "SEÑORA INZA.- La intervención salvó a la ciudad de una matanza.\n\n"
        "SEÑOR LARRALDE.- Las tropas mataron a muchos inocentes."
    )
    annotated = annotator.annotate(read_text(text, metadata=Metadata(language="es")))
    speakers = [c.holder.text for c in annotated.claims]
    assert speakers == ["SEÑOR LARRALDE", "SEÑOR LARRALDE", "SEÑORA INZA", "SEÑOR LARRALDE"]


def test_spanish_has_models_of_its_own(annotator: Annotator) -> None:
    text = "Los ataques matarán a civiles y fracasarán; el Congreso no debe autorizarlos."
    claims = annotator.annotate(read_text(text, metadata=Metadata(language="es"))).claims
    assert [c.stance.label for c in claims] == ["against"]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("No a la guerra", "es"),
        ("SENADO RECHAZA INTERVENCION MILITAR EXTRANJERA", "es"),
        ("El pleno debatió ayer la misión. «We will not send troops», dijo el enviado.", "es"),
        ("O presidente ordenou o envio de tropas à fronteira e o Congresso rejeitou.", "pt"),
        ("O presidente ordenou o despregamento das tropas e o Congreso rexeitouno onte.", "gl"),
        ("Gang yo pran tout vil la e prezidan an mande twoup lòt peyi yo vini.", "ht"),
    ],
)
def test_spanish_is_told_from_its_neighbours(text: str, language: str) -> None:
    assert detect_language(text) == language
