"""The year of a date that states none, in passages of many countries, decades and kinds of text."""

from __future__ import annotations

import pytest

from pipeline.annotate.dates import find_dates, parse_published
from pipeline.annotate.spanish.dates import find_dates as find_spanish_dates

Expected = list[tuple[str, str | None]]

ENGLISH: list[tuple[str | None, str, Expected]] = [
    # Narratives of a year that stands once.
    ("2009-07-30",
     "The crisis began in January 2009. On June 28, when the deputies met, the president was in pajamas.",
     [("January 2009", "2009-01"), ("June 28", "2009-06-28")]),
    ("2019-06-30",
     "A decade on\n\nOn June 28, 2009, soldiers seized the president. On July 5 his aircraft could not land.",
     [("June 28, 2009", "2009-06-28"), ("July 5", "2009-07-05")]),
    ("1998-03-02",
     "In 1983 the island had two governments. The first fell in October, and the second in the same week.",
     [("1983", "1983"), ("October", "1983-10")]),
    ("2011-05-05",
     "The embargo of August 1990 was tight. Baghdad held out through the autumn, and in January the bombing began.",
     [("August 1990", "1990-08"), ("autumn", "1990-23"), ("January", "1991-01")]),
    ("2004-04-06",
     "Ten years ago today the airplane was shot down. By April 9 the embassies were leaving.",
     [("Ten years ago today", "1994-04-06"), ("April 9", "1994-04-09")]),
    ("2016-12-20",
     "The Marines landed in Veracruz on April 21, 1914. The following spring they were long gone; the previous March "
     "nobody had heard of the place.",
     [("April 21, 1914", "1914-04-21"), ("spring", "1915-21"), ("March", "1914-03")]),
    ("1989-02-15",
     "The last column left Kabul on Feb. 4, he said. The invasion of December 1979 had been over in a week; "
     "in February the ministers in Moscow were already asking for a date.",
     [("Feb. 4", "1989-02-04"), ("December 1979", "1979-12"), ("February", "1980-02")]),
    ("2003-11-20",
     "Samuel Obuya, deputy minister since May 2001, resigned on Tuesday. He will be heard on November 27.",
     [("May 2001", "2001-05"), ("Tuesday", "2003-11-18"), ("November 27", "2003-11-27")]),
    ("1978-09-21",
     "The battalion crossed the Mareb on 12 May 1977. It was thrown back on 30 May, and on 2 June it was disbanded.",
     [("12 May 1977", "1977-05-12"), ("30 May", "1977-05-30"), ("2 June", "1977-06-02")]),
    ("2020-01-14",
     "He told the House on Wednesday, 8 January, that the raid of Friday, 3 January, had been lawful.",
     [("Wednesday, 8 January", "2020-01-08"), ("Friday, 3 January", "2020-01-03")]),
    ("2015-06-12",
     "The siege of 2010 was short. It began on Sunday, 23 May, with a single shot.",
     [("2010", "2010"), ("Sunday, 23 May", "2010-05-23")]),
    ("2007-10-02",
     "In September 1955 the garrison of Córdoba rose. That month three cruisers shelled the coast; that December the "
     "unions were dissolved.",
     [("September 1955", "1955-09"), ("December", "1955-12")]),
    ("1999-06-14",
     "Pristina, he wrote, had been quiet until March. On June 12 the first Russian trucks drove in.",
     [("March", "1999-03"), ("June 12", "1999-06-12")]),
    ("2013-03-05",
     "The mission was to deploy by September. It had threatened nobody in December.",
     [("September", "2013-09"), ("December", "2012-12")]),
    ("1961-05-02",
     "They swam ashore on April 17 and fought until April 19. A report is due by June 1.",
     [("April 17", "1961-04-17"), ("April 19", "1961-04-19"), ("June 1", "1961-06-01")]),
    # Parts that can be counted, seasons and ends of years.
    ("2024-05-14", "It fell in the first three months of the year and in the last quarter of 2023.",
     [("first three months of the year", "2024-01/2024-03"), ("last quarter of 2023", "2023-10/2023-12")]),
    ("2024-05-14", "In the first quarter they sent nobody. They come in the second half of this year.",
     [("first quarter", "2024-01/2024-03"), ("second half of this year", "2024-07/2024-12")]),
    ("2013-09-08", "They left on the last day of August, or in the first week of September 2013.",
     [("last day of August", "2013-08-31"), ("first week of September 2013", "2013-09-01/2013-09-07")]),
    ("1995-01-10", "The border closed in the second half of October 1994 and in the last week of February 1993.",
     [("second half of October 1994", "1994-10-16/1994-10-31"), ("last week of February 1993", "1993-02-22/1993-02-28")]),
    ("2015-06-12", "Costs will be heard in the week of 22 June, or in the week of July 6, 2015.",
     [("week of 22 June", "2015-06-22/2015-06-28"), ("week of July 6, 2015", "2015-07-06/2015-07-12")]),
    ("2023-12-14", "By year's end, or next spring, they will sit in court.",
     [("year's end", "2023"), ("next spring", "2024-21")]),
    ("1996-11-21", "The winter of 1964–65 was worse than the second half of the 1950s.",
     [("winter of 1964–65", "1964-24"), ("second half of the 1950s", "1955/1959")]),
    ("2026-02-03", "The Department asks for fiscal years 2027 through 2029; in FY26 it had less, and this fiscal year too.",
     [("fiscal years 2027 through 2029", "2026-10/2029-09"), ("FY26", "2025-10/2026-09"),
      ("this fiscal year", "2025-10/2026-09")]),
    ("2026-02-03", "Spending in fiscal year 2025 and FY 2024 rose; in the next fiscal year it will fall.",
     [("fiscal year 2025", "2024-10/2025-09"), ("FY 2024", "2023-10/2024-09"), ("next fiscal year", "2026-10/2027-09")]),
    # Ranges whose ends share a year.
    ("2010-01-05", "From March to June 1999, from November 1971 to February 1972 and from 28 March to 3 April 1982 it flew.",
     [("March to June 1999", "1999-03/1999-06"), ("November 1971 to February 1972", "1971-11/1972-02"),
      ("28 March to 3 April 1982", "1982-03-28/1982-04-03")]),
    ("2010-01-05", "Between October 1998 and March no monitor slept; the talks ran from November to February 1999.",
     [("October 1998 and March", "1998-10/1999-03"), ("November to February 1999", "1998-11/1999-02")]),
    ("2015-06-12", "Heard: 2, 3 and 4 March 2015. Delivered: 12 June 2015.",
     [("2, 3 and 4 March 2015", "2015-03-02/2015-03-04"), ("12 June 2015", "2015-06-12")]),
    # Texts without a date of publication.
    (None, "On March 3 they left, and in the autumn they were back.", [("March 3", "XXXX-03-03"), ("autumn", None)]),
    (None, "The coup of November 1975 failed. In December the officers were tried.",
     [("November 1975", "1975-11"), ("December", "1975-12")]),
    (None, "April 17, 1975. The city falls. It had been cut off since April 1.\n\n"
     "December 25, 1978. The army crosses.\n\nJanuary 7: the capital is taken.\n\n1982. A coalition. By June it has a seat.",
     [("April 17, 1975", "1975-04-17"), ("April 1", "1975-04-01"), ("December 25, 1978", "1978-12-25"),
      ("January 7", "1979-01-07"), ("1982", "1982"), ("June", "1982-06")]),
    (None, "Statement on the Gulf\n\nWashington, January 12, 1991\n\nOn November 29 the Council set a day. It is Tuesday.",
     [("January 12, 1991", "1991-01-12"), ("November 29", "1990-11-29"), ("Tuesday", "1991-01-08")]),
    (None, "HEARING BEFORE THE COMMITTEE ON ARMED SERVICES\n\nThursday, October 8, 1998\n\nThe CHAIRMAN. We voted last week.",
     [("Thursday, October 8, 1998", "1998-10-08"), ("last week", "1998-09-28/1998-10-04")]),
    # What an earlier speech called today.
    ("2012-06-01", "On April 30, 1970, the President told the country: \"Tonight our troops attack.\" They had begun on April 29.",
     [("April 30, 1970", "1970-04-30"), ("Tonight", "1970-04-30"), ("April 29", "1970-04-29")]),
    # Looking ahead, and names that are months.
    ("1997-04-17", "\"I do not promise that for Saturday,\" he said on Tuesday.",
     [("Saturday", "1997-04-19"), ("Tuesday", "1997-04-15")]),
    ("2024-02-08", "Gen. Peter March met General May in mid-May, and melted away in mid-March.",
     [("mid-May", "2023-05"), ("mid-March", "2023-03")]),
    ("1987-03-03", "The council met for the previous three days, and the next day it fell.", []),
]  # fmt: skip

SPANISH: list[tuple[str | None, str, Expected]] = [
    ("2019-07-02", "El 28 de junio de 2009 los soldados lo sacaron de su casa. El 5 de julio su avión no pudo aterrizar.",
     [("28 de junio de 2009", "2009-06-28"), ("5 de julio", "2009-07-05")]),
    ("2022-04-02", "Hoy hace cuarenta años desembarcaron.\n\nEl 2 de mayo se hundió el crucero. El jueves lo recordó un diputado.",
     [("Hoy hace cuarenta años", "1982-04-02"), ("2 de mayo", "1982-05-02"), ("jueves", "2022-03-31")]),
    ("2013-09-11", "Hace hoy cuarenta años ardió el palacio. En octubre ya no quedaba prensa libre.",
     [("Hace hoy cuarenta años", "1973-09-11"), ("octubre", "1973-10")]),
    ("1999-05-01", "En 1983 gobernaba una junta, que en octubre se deshizo.", [("1983", "1983"), ("octubre", "1983-10")]),
    ("2001-08-09", "El golpe de marzo de 1976 no sorprendió a nadie; el abril siguiente ya había listas.",
     [("marzo de 1976", "1976-03"), ("abril", "1976-04")]),
    ("2010-02-02", "La Casa Blanca lo aprobó en diciembre de 1989. El verano siguiente nadie hablaba de ello.",
     [("diciembre de 1989", "1989-12"), ("verano", "1990-22")]),
    ("2002-07-23", "¿Se reunió la Junta el domingo 14 o el lunes 15? El jueves 11 desembarcaron.",
     [("domingo 14", "2002-07-14"), ("lunes 15", "2002-07-15"), ("jueves 11", "2002-07-11")]),
    ("2023-10-20", "El tribunal suspendió el envío el día 9 del presente mes; el día 27 se reunirá otra vez.",
     [("día 9 del presente mes", "2023-10-09"), ("día 27", "2023-10-27")]),
    ("2025-11-10", "Visitó Quito el 4 de septiembre pasado y volverá el 3 de marzo próximo.",
     [("4 de septiembre pasado", "2025-09-04"), ("3 de marzo próximo", "2026-03-03")]),
    ("2025-01-09", "La candidata para las elecciones de noviembre calla; el Congreso votará en febrero.",
     [("noviembre", "2025-11"), ("febrero", "2025-02")]),
    ("2014-08-03", "El jefe, que mandó la misión hasta enero, dijo que en septiembre se reunirían.",
     [("enero", "2014-01"), ("septiembre", "2014-09")]),
    ("2006-03-12", "Pedimos que se retire antes del verano y que informe antes de fin de año.",
     [("verano", "2006-22"), ("fin de año", "2006")]),
    ("2016-06-14", "Dará cuenta antes del final de septiembre, y otra vez a fines de mes.",
     [("final de septiembre", "2016-09"), ("fines de mes", "2016-06")]),
    ("2011-10-11", "Murió la última semana de julio; lo juzgaron en la primera quincena de marzo de 1985.",
     [("última semana de julio", "2011-07-25/2011-07-31"), ("primera quincena de marzo de 1985", "1985-03-01/1985-03-15")]),
    ("2024-05-02", "Subió en los tres primeros meses del año y en el segundo semestre de 2023.",
     [("tres primeros meses del año", "2024-01/2024-03"), ("segundo semestre de 2023", "2023-07/2023-12")]),
    ("1994-12-13", "En la segunda mitad de los años ochenta mandaba; en los primeros años de la década de 1970 no.",
     [("segunda mitad de los años ochenta", "1985/1989"), ("primeros años de la década de 1970", "197X")]),
    ("2022-04-02", "Se redactó entre fines de 1982 y septiembre de 1983, y de mediados de 1984 a marzo de 1985.",
     [("fines de 1982 y septiembre de 1983", "1982/1983-09"), ("mediados de 1984 a marzo de 1985", "1984/1985-03")]),
    ("1990-05-06", "Voló del 28 de marzo al 3 de abril de 1982, y entre el 2 y el 4 de mayo.",
     [("28 de marzo al 3 de abril de 1982", "1982-03-28/1982-04-03"), ("2 y el 4 de mayo", "1982-05-02/1982-05-04")]),
    ("2011-05-25", "Año fiscal 1986. Derogada la enmienda.", [("Año fiscal 1986", "1985-10/1986-09")]),
    ("2021-03-04", "Leticia Domingo, de la avenida 9 de Julio, habló con Carlos Mayo en Santo Domingo. Domingo calló.", []),
    ("2021-03-04", "Cada domingo rezan; el fin de semana aguantaron, y aguantarían un fin de semana más.",
     [("fin de semana", "2021-02-27/2021-02-28")]),
    ("2021-03-04", "La resolución 353 (1974) pidió el fin; en la década anterior y el mes anterior nadie la leyó.", []),
    ("2011-05-25", "Enero de 1975. Los acuerdos.\n\n5 de noviembre de 1975. La Habana decide.\n\n11 de noviembre. Se proclama "
     "la independencia.\n\nDiciembre de 1975 a febrero de 1976. El Senado prohíbe los fondos, y en junio para siempre.",
     [("Enero de 1975", "1975-01"), ("5 de noviembre de 1975", "1975-11-05"), ("11 de noviembre", "1975-11-11"),
      ("Diciembre de 1975 a febrero de 1976", "1975-12/1976-02"), ("junio", "1976-06")]),
    (None, "En 2019 aparecieron los contenedores. Aquel noviembre vino una delegación. El martes vuelve.",
     [("2019", "2019"), ("noviembre", "2019-11"), ("martes", None)]),
    (None, "Entrará en vigor el 1 de marzo.", [("1 de marzo", "XXXX-03-01")]),
    (None, "Declaración sobre el Canal\n\nPanamá, 3 de febrero de 2025\n\nEl domingo nos dijeron que no. En marzo se votará.",
     [("3 de febrero de 2025", "2025-02-03"), ("domingo", "2025-02-02"), ("marzo", "2025-03")]),
    ("1994-12-13", "MOSCÚ, 13 dic (Agencia).- Ayer cruzaron. «Mayo nos encontrará aquí», agregó.",
     [("13 dic", "1994-12-13"), ("Ayer", "1994-12-12"), ("Mayo", "1995-05")]),
    ("2010-06-01", "El 3 de mayo de 1982, el presidente dijo al país: «Hoy hemos perdido un buque».",
     [("3 de mayo de 1982", "1982-05-03"), ("Hoy", "1982-05-03")]),
    ("2008-12-01", "Los atentados del 11 de septiembre cambiaron la doctrina.", [("11 de septiembre", "2001-09-11")]),
]  # fmt: skip


@pytest.mark.parametrize(("published", "text", "expected"), ENGLISH)
def test_english(published: str | None, text: str, expected: Expected) -> None:
    found = find_dates(text, parse_published(published))
    assert [(text[d.start : d.end], d.edtf) for d in found] == expected


@pytest.mark.parametrize(("published", "text", "expected"), SPANISH)
def test_spanish(published: str | None, text: str, expected: Expected) -> None:
    found = find_spanish_dates(text, parse_published(published))
    assert [(text[d.start : d.end], d.edtf) for d in found] == expected
