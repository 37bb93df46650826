from __future__ import annotations

import re
from pathlib import Path

import pytest
import spacy
from conftest import CORPUS
from spacy.matcher import PhraseMatcher

from pipeline import load_annotator, read_corpus, read_text
from pipeline.annotate.annotator import Annotator
from pipeline.annotate.captions import is_caption
from pipeline.annotate.dates import find_dates, parse_published
from pipeline.annotate.forms import FormMatcher
from pipeline.annotate.language import LANGUAGES, load_pipeline
from pipeline.annotate.quick import quicken
from pipeline.annotate.records import AnnotatedDocument
from pipeline.annotate.sentences import split_sentences
from pipeline.annotate.weights import ModelError, SpacyModel, find_model
from pipeline.codebook import load_codebook
from pipeline.codebook.codebook import COLUMNS
from pipeline.corpus import Document, DocumentError, Metadata


def annotate(annotator: Annotator, text: str, published: str | None = None) -> AnnotatedDocument:
    # The first line is a heading; the text stands below it.
    document = read_text(
        f"Heading\n\n{text}", metadata=Metadata(published=published, language="en")
    )
    return annotator.annotate(document)


def mentions(annotator: Annotator, text: str) -> set[tuple[str, str]]:
    return {(m.label, m.text) for m in annotate(annotator, text).mentions if m.label != "DATE"}


@pytest.mark.parametrize("document", list(read_corpus(CORPUS)), ids=lambda d: d.doc_id)
def test_offsets_quote_the_text(annotator: Annotator, document: Document) -> None:
    annotated = annotator.annotate(document)
    entities = {entity.id for entity in annotated.entities}
    ids = {mention.id for mention in annotated.mentions}
    end = 0
    for mention in annotated.mentions:
        assert document.text[mention.start : mention.end] == mention.text
        assert mention.start >= end, "mentions overlap"
        assert mention.entity_id in entities
        end = mention.end
    for claim in annotated.claims:
        assert document.text[claim.start : claim.end] == claim.text
        assert set(claim.mention_ids) <= ids
        assert abs(sum(claim.stance.probabilities.values()) - 1) < 0.001
    used = {mention.entity_id for mention in annotated.mentions}
    assert used == entities


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Yesterday Foreign Minister Arlo Benitez met the press.", {("OFFICIAL", "Foreign Minister Arlo Benitez")}),
        ("Arlo Benitez, the former defense minister, agreed.",
         {("OFFICIAL", "Arlo Benitez"), ("OFFICIAL", "former defense minister")}),
        ("In Lima the Peruvian army and the Ministry of Defense disagreed.",
         {("AGENCY", "Peruvian army"), ("AGENCY", "Ministry of Defense")}),
        ("They blamed the Sinaloa and Tijuana Cartels.",
         {("CARTEL", "Sinaloa"), ("CARTEL", "Tijuana Cartels")}),
        ("The cartels and the drug gangs fought on.", set()),
        ("The United States and Mexico talked in Washington.", set()),
        ("We opposed the U.S. military action there.", set()),
        ("He met Sen. Ada Quill and Lt. Gen. Bo Tarn; U.S. Attorney Cy Vole left.",
         {("OFFICIAL", "Sen. Ada Quill"), ("OFFICIAL", "Lt. Gen. Bo Tarn"),
          ("OFFICIAL", "U.S. Attorney Cy Vole")}),
        ("Sens. Ada Quill and Bo Tarn met their Omani counterpart, Cy Vole.",
         {("OFFICIAL", "Sens. Ada Quill"), ("OFFICIAL", "Bo Tarn"), ("OFFICIAL", "Cy Vole")}),
        ("The Tarnovian Times and its army chief, Gen. Bo Tarn, denied it.",
         {("OFFICIAL", "army chief"), ("OFFICIAL", "Gen. Bo Tarn")}),
        ("Adm. Bo Tarn, the head of the Joint Coast Command, said no.",
         {("OFFICIAL", "Adm. Bo Tarn"), ("OFFICIAL", "head"), ("AGENCY", "Joint Coast Command")}),
        ("Ada Quill, the head of a consulting firm, and Bo Tarn, an analyst, agreed.", set()),
        ("Reporter Ada Quill of the Gazette met Chief Executive Bo Tarn.", set()),
        ("Ships left for the Gulf, Jalisco and Sinaloa while an annual congress met.", set()),
        ("The Colombian National Army fought the National Liberation Army and the Revolutionary "
         "Armed Forces of Colombia.", {("AGENCY", "Colombian National Army")}),
        ("The 77th Airborne Division and Joint Task Force Osprey waited for the Attorney General's "
         "Office.", {("AGENCY", "77th Airborne Division"), ("AGENCY", "Joint Task Force Osprey"),
                     ("AGENCY", "Attorney General's Office")}),
        ("The Committee on Coasts of the Senate and the Committee on Foreign Affairs of the House "
         "of Representatives met.",
         {("AGENCY", "Committee on Coasts"), ("AGENCY", "Senate"),
          ("AGENCY", "Committee on Foreign Affairs"), ("AGENCY", "House of Representatives")}),
        ("A European ministry and forty Kenyan police came.", set()),
        ("The gang Los Quebrados fights the Cartel of the Black Reef and the Reef Island Cartel.",
         {("CARTEL", "Los Quebrados"), ("CARTEL", "Cartel of the Black Reef"),
          ("CARTEL", "Reef Island Cartel")}),
        ("The Atlantic Council and the Council on Foreign Relations disagreed.", set()),
        ("(a) In General.--The President is authorized to act.", {("OFFICIAL", "President")}),
        ("Mr. Quill (for himself and Mrs. Tarn) introduced the following bill.",
         {("OFFICIAL", "Mr. Quill"), ("OFFICIAL", "Mrs. Tarn")}),
        # Titles: portfolios, accreditation, retirement, months and pronouns as surnames.
        ("Minister of State for Coastal Affairs Ada Quill met Kenya's foreign affairs minister, Bo Tarn.",
         {("OFFICIAL", "Minister of State for Coastal Affairs Ada Quill"), ("OFFICIAL", "foreign affairs minister"),
          ("OFFICIAL", "Bo Tarn")}),
        ("They asked Secretary of State for Defence Ada Quill and former ambassador to NATO Bo Tarn.",
         {("OFFICIAL", "Secretary of State for Defence Ada Quill"),
          ("OFFICIAL", "former ambassador to NATO Bo Tarn")}),
        ("They met Commodore (ret.) Ada Quill, Lieutenant-General Bo March and Vice Premier He Lin.",
         {("OFFICIAL", "Commodore (ret.) Ada Quill"), ("OFFICIAL", "Lieutenant-General Bo March"),
          ("OFFICIAL", "Vice Premier He Lin")}),
        ("Senators Quill (D-Ohio), Tarn and Vole voted no.",
         {("OFFICIAL", "Senators Quill"), ("OFFICIAL", "Tarn"), ("OFFICIAL", "Vole")}),
        ("The Harbor Agency, headed by Ada Quill, and Peru's Council of Ports, under Bo Tarn, agreed.",
         {("AGENCY", "Harbor Agency"), ("OFFICIAL", "Ada Quill"),
          ("AGENCY", "Peru's Council of Ports"), ("OFFICIAL", "Bo Tarn")}),
        ("The guerrilla commander Bo Tarn died.", set()),
        ("The carrier Gerald R. Ford sailed past the Ho Chi Minh trail.", set()),
        ("Col Tarn wrote. The colonel was 70.", {("OFFICIAL", "Col Tarn"), ("OFFICIAL", "colonel")}),
        ("NATO's secretary general ruled it out; Peru's new president did not.",
         {("AGENCY", "NATO"), ("OFFICIAL", "secretary general"), ("OFFICIAL", "president")}),
        # Bodies: complements, bodies of bodies, governments of a person, acronyms, laws.
        ("The Office of the Commissioner for Ports and the Watch Mission of the OSCE closed.",
         {("AGENCY", "Office of the Commissioner for Ports"), ("AGENCY", "Watch Mission"),
          ("AGENCY", "OSCE")}),
        ("The government of Prime Minister Ada Quill fell; Task Force 51 and the Omani Coast Watch "
         "Command (CWC) left.",
         {("AGENCY", "government of Prime Minister Ada Quill"), ("AGENCY", "Task Force 51"),
          ("AGENCY", "Omani Coast Watch Command"), ("AGENCY", "CWC")}),
        ("The Justice Department wrote first; Justice has said no more. Justice is blind, they say.",
         {("AGENCY", "Justice Department"), ("AGENCY", "Justice")}),
        ("The Department of State Authorization Act passed.", set()),
        # Criminal groups by introduction, apposition, list and head noun.
        ("A network of smugglers known as Kolona Verda and the Quill crime family fell.",
         {("CARTEL", "Kolona Verda"), ("CARTEL", "Quill crime family")}),
        ("Gangs such as Los Choneros, Los Quebrados and the 300 Tarns came.",
         {("CARTEL", "Los Choneros"), ("CARTEL", "Los Quebrados"), ("CARTEL", "300 Tarns")}),
        ("Nobody who belongs to Sinaloa, the cartel, lives only in Sinaloa.", {("CARTEL", "Sinaloa")}),
        ("Latin American cartels and violent Mexican gangs fight; the company known as Verda pays.",
         set()),
    ],
)  # fmt: skip
def test_mentions(annotator: Annotator, text: str, expected: set[tuple[str, str]]) -> None:
    assert mentions(annotator, text) == expected


def test_a_surname_joins_its_entity(annotator: Annotator) -> None:
    annotated = annotate(
        annotator,
        "Defense Minister Arlo Benitez spoke first. Two days later Benitez resigned. "
        "Senator Carla Benitez did not comment.",
    )
    people = [m for m in annotated.mentions if m.label == "OFFICIAL"]
    assert [m.text for m in people] == [
        "Defense Minister Arlo Benitez", "Benitez", "Senator Carla Benitez",
    ]  # fmt: skip
    assert people[0].entity_id == people[1].entity_id != people[2].entity_id
    entity = next(e for e in annotated.entities if e.id == people[0].entity_id)
    assert entity.name == "Arlo Benitez"
    assert entity.roles == ("Defense Minister",)


def entity_of(annotated: AnnotatedDocument, text: str, nth: int = 0) -> str:
    return [m.entity_id for m in annotated.mentions if m.text == text][nth]


def test_a_title_tells_two_of_one_surname_apart(annotator: Annotator) -> None:
    annotated = annotate(
        annotator,
        "Senator Ada Quill met her son, Rep. Bo Quill. Sen. Quill left. Representative Quill did not.",
    )
    assert entity_of(annotated, "Sen. Quill") == entity_of(annotated, "Senator Ada Quill")
    assert entity_of(annotated, "Representative Quill") == entity_of(annotated, "Rep. Bo Quill")


def test_middle_initials_tell_apart(annotator: Annotator) -> None:
    annotated = annotate(
        annotator, "President George H. W. Bush fought. President George W. Bush fought too."
    )
    assert len({m.entity_id for m in annotated.mentions}) == 2


def test_a_surname_opens_a_sentence(annotator: Annotator) -> None:
    annotated = annotate(annotator, "Governor Ada Quill flew to Lima. Quill said nothing.")
    assert entity_of(annotated, "Quill") == entity_of(annotated, "Governor Ada Quill")


def test_a_name_over_a_line_break(annotator: Annotator) -> None:
    text = "     forces of the enemy and the Mexican National\n     Guard, and others that came with them"
    document = read_text(f"Heading\n\nThe old and much\n{text}.", metadata=Metadata(language="en"))
    spans = [m.text for m in annotator.annotate(document).mentions]
    assert spans == ["Mexican National\n     Guard"]


def test_an_author_is_no_official(annotator: Annotator) -> None:
    text = "Heading\n\nBombing would fail.\n\nAda Quill is a former ambassador to Peru."
    by_quill = Metadata(language="en", authors=("Ada Quill",))
    assert annotator.annotate(read_text(text, metadata=by_quill)).mentions == ()


def test_an_abbreviation_joins_its_entity(annotator: Annotator) -> None:
    annotated = annotate(
        annotator, "The Bureau of Harbor Inspection (BHI) closed. Nobody missed the BHI."
    )
    agencies = [m for m in annotated.mentions if m.label == "AGENCY"]
    assert [m.text for m in agencies] == ["Bureau of Harbor Inspection", "BHI", "BHI"]
    assert len({m.entity_id for m in agencies}) == 1


@pytest.mark.parametrize(
    ("text", "published", "expected"),
    [
        ("On Nov. 27 they spoke.", "2025-02-16", [("Nov. 27", "2024-11-27")]),
        ("On Nov. 27 they spoke.", None, [("Nov. 27", "XXXX-11-27")]),
        ("In December 2006 it began.", None, [("December 2006", "2006-12")]),
        ("Over the next four years it may grow.", "2025-02-16", [("next four years", "2025/2029")]),
        ("Over the next four years it may grow.", None, [("next four years", None)]),
        ("It fell last month.", "2025-01-10", [("last month", "2024-12")]),
        ("Done this 20th day of January, 2025.", None, [("20th day of January, 2025", "2025-01-20")]),
        ("It grew in the 1990s.", None, [("1990s", "199X")]),
        ("In the spring of 2023 it rained.", None, [("spring of 2023", "2023-21")]),
        ("From 2006 to 2012 they fought.", None, [("2006 to 2012", "2006/2012")]),
        ("They sent 2,000 troops and spent $1990 a head.", None, []),
        ("He may march in March.", "2025-06-01", [("March", "2025-03")]),
        ("It lasted for six years.", "2025-06-01", []),
        ("On Tuesday, Nov. 5, they voted.", "2025-06-12", [("Tuesday, Nov. 5", "2024-11-05")]),
        ("By late May and mid-2024 it fell.", "2025-06-12", [("late May", "2025-05"), ("mid-2024", "2024")]),
        ("On 2 and 3 August 2022 they met.", None, [("2 and 3 August 2022", "2022-08-02/2022-08-03")]),
        ("From May 3 to June 4, 2021 it ran.", None, [("May 3 to June 4, 2021", "2021-05-03/2021-06-04")]),
        ("In March and May 2020 it rose.", None, [("March", "2020-03"), ("May 2020", "2020-05")]),
        ("Signed in March 1987, void in June of that year.", "2025-06-12",
         [("March 1987", "1987-03"), ("June", "1987-06")]),
        ("this twentieth day of January, in the year of our Lord two thousand twenty-five, and", None,
         [("twentieth day of January, in the year of our Lord two thousand twenty-five", "2025-01-20")]),
        ("The Sept. 11 attacks changed it.", "2025-06-12", [("Sept. 11", "2001-09-11")]),
        ("He told them Friday that talks resume Sunday.", "2025-06-12",
         [("Friday", "2025-06-06"), ("Sunday", "2025-06-15")]),
        ("In the fall, the court will sit.", "2025-06-12", [("fall", "2025-23")]),
        ("After the fall of the city he came every Monday.", "2025-06-12", []),
        ("Resolution 1973 and Resolutions 1970 and 2011 hold; 50 U.S.C. 1701-1706 too.", None, []),
        ("Theresa May and the march on Rome.", None, []),
        ("On Sept. 21, 1987, it began. On May 17 it had come close. In October it ended.", "2018-07-03",
         [("Sept. 21, 1987", "1987-09-21"), ("May 17", "1987-05-17"), ("October", "1987-10")]),
        ("On December 20, 1989, they landed; he gave up on January 3.", "2018-07-03",
         [("December 20, 1989", "1989-12-20"), ("January 3", "1990-01-03")]),
        ("On March 9, 2001, he spoke. Last month he spoke again; on June 2 he left.", "2018-07-03",
         [("March 9, 2001", "2001-03-09"), ("Last month", "2018-06"), ("June 2", "2018-06-02")]),
        ("He died in July 2023; she died the following January.", "2025-06-12",
         [("July 2023", "2023-07"), ("January", "2024-01")]),
        ("Thirty years ago today it fell, in fiscal 1995.", "2025-06-12",
         [("Thirty years ago today", "1995-06-12"), ("fiscal 1995", "1994-10/1995-09")]),
        ("In the second half of 2022 and on Nov. 3 of last year it rose.", "2025-06-12",
         [("second half of 2022", "2022-07/2022-12"), ("Nov. 3 of last year", "2024-11-03")]),
        ("On an August night in 1945 it began.", "2025-06-12", [("August", "1945-08"), ("1945", "1945")]),
        ("In the spring of 1999 I left, and by July they were home.", "2025-06-12",
         [("spring of 1999", "1999-21"), ("July", "1999-07")]),
        ("This winter and last spring were quiet.", "2025-02-10",
         [("This winter", "2024-24"), ("last spring", "2024-21")]),
        ("It is closed until March 1; that could change by July.", "2025-05-10",
         [("March 1", "2026-03-01"), ("July", "2025-07")]),
        ("A couple of weeks ago, eighteen days ago, they left.", "2025-06-20",
         [("couple of weeks ago", "2025-06-06"), ("eighteen days ago", "2025-06-02")]),
    ],
)  # fmt: skip
def test_dates(text: str, published: str | None, expected: list[tuple[str, str | None]]) -> None:
    found = [(text[d.start : d.end], d.edtf) for d in find_dates(text, parse_published(published))]
    assert found == expected


@pytest.mark.parametrize(
    "sentences",
    [
        ["Gen. John Roe met Mr. Smith in the U.S. on Jan. 5.", "They talked."],
        ["“We will fight.”", "He said it twice."],
        ["The U.S. Army left in 1999.", "It did not return."],
        ["Is that a plan?", "No."],
        ["Sec. 4 applies to § 1541 of title 50.", "It says no more."],
        ["The U.N. voted.", "The motion failed."],
        ["Mr. AMES. The subcommittee will come to order.", "It met."],
        ["Sec. 3. Support.", "(a) The Secretary shall act.", "(b) It ends."],
        ["Fla. Gov. Ada Quill left for Acme Inc.", "The end came."],
        ["The Jan. 6 committee met Rep. Al Roe, D-Tex.", "He left."],
        ["They disagree, and so do I.", "Last week it closed."],
        ["I move to discharge S.J. Res. 54 and H.J.Res. 12 now.", "Gen. Roe (Ret.) spoke."],
        ["Congress shall have power to . . . declare war.", "It did."],
        ["SEC. 3. AUTHORIZATION.", "(a) In General.—", "The President may act.", "(b) Reports.--",
         "(1) First report.—", "He shall report."],
        ["Section 1. The President shall act.", "Option A. A strike would fail.", "It has before."],
        ["(a) The harbor.—however defined—is closed.", "1. Sustain.", "The mission would go on."],
    ],
)  # fmt: skip
def test_sentence_bounds(sentences: list[str]) -> None:
    document = read_text("Heading\n\n" + " ".join(sentences), metadata=Metadata(language="en"))
    found = [document.text[s:e] for s, e in split_sentences(document.text, document.blocks)]
    assert found == ["Heading", *sentences]


@pytest.mark.parametrize(
    ("unit", "caption"),
    [
        ("Sec. 2. Policy.", True),
        ("SEC. 3. AUTHORIZATION.", True),
        ("Sec. 8. General provisions.", True),
        ("(a) AUTHORIZATION.—", True),
        ("(1) In general.--", True),
        ("1. Sustain.", True),
        ("Option A. Withdraw.", True),
        ("Section 1.", False),
        ("(a)", False),
        ("Section 1. The President shall act.", False),
        ("2. Germany invaded Poland.", False),
        ("(d) Prosecution alone has not sufficed.", False),
        ("Mr. AMES. Thank you.", False),
        ("Policy.", False),
    ],
)
def test_captions(unit: str, caption: bool) -> None:
    assert is_caption(unit) == caption


@pytest.mark.parametrize(
    ("text", "kind", "holder"),
    [
        ("Hawks argue that strikes would end the trade.", "group", "Hawks"),
        ("Defense Minister Arlo Benitez warned that an invasion would fail.", "entity", "Benitez"),
        ("According to critics, the raids killed more farmers than fighters.", "group", "critics"),
        ("Bombing the valley would unite every clan against us.", "author", None),
        ("I believe that the invasion was a mistake.", "author", None),
    ],
)
def test_holders(annotator: Annotator, text: str, kind: str, holder: str | None) -> None:
    claims = annotate(annotator, text).claims
    assert len(claims) == 1
    assert claims[0].holder.kind == kind
    assert holder is None or holder in (claims[0].holder.text or "")


def test_a_turn_keeps_its_speaker(annotator: Annotator) -> None:
    text = (
        "Mr. QUILL. Strikes would end the trade. Nothing else has worked.\n\n"
        "Ms. TARN. Strikes would kill farmers.\n\nMr. QUILL. They kill us now."
    )
    claims = {c.text: c.holder.text for c in annotate(annotator, text).claims}
    assert claims["Nothing else has worked."] == "Mr. QUILL"


def test_a_pronoun_keeps_the_group(annotator: Annotator) -> None:
    text = "Critics say that the raids failed. They believe that bombing would fail again."
    assert [c.holder.text for c in annotate(annotator, text).claims] == ["Critics", "Critics"]


def test_headings_and_bylines_are_no_claims(annotator: Annotator) -> None:
    document = read_text(
        "Bombing Would Fail\n\nBy Ann Example\n\nBombing would fail, and everyone knows it.",
        metadata=Metadata(language="en"),
    )
    assert [c.text for c in annotator.annotate(document).claims] == [
        "Bombing would fail, and everyone knows it."
    ]


def test_an_unknown_language_is_an_explained_failure(annotator: Annotator) -> None:
    document = read_text("Der Einsatz der Armee hat dem Land nicht geholfen, sagte die Ministerin.")
    with pytest.raises(DocumentError, match="`de`"):
        annotator.annotate(document)


def test_a_long_document_is_parsed_in_pieces() -> None:
    text = "Heading\n\n" + "\n\n".join(
        f"In {1900 + i % 100} the Peruvian army moved north again, and nothing came of it."
        for i in range(1500)
    )
    fast = load_annotator(fast=True)
    annotated = fast.annotate(read_text(text, metadata=Metadata(language="en")))
    assert len(annotated.sentences) == 1501
    armies = [m for m in annotated.mentions if m.label == "AGENCY"]
    assert len(armies) == 1500
    assert len({m.entity_id for m in armies}) == 1


def test_the_article(annotator: Annotator, shared_corpus) -> None:  # type: ignore[no-untyped-def]
    document = next(
        d for d in read_corpus(shared_corpus) if isinstance(d, Document) and "mexico" in d.doc_id
    )
    annotated = annotator.annotate(document)
    assert annotated.stance.label == "against"
    labels = {m.label for m in annotated.mentions}
    assert labels == {"OFFICIAL", "CARTEL", "AGENCY", "DATE"}
    assert all(re.match(r"[\dX]", m.edtf or "X") for m in annotated.mentions if m.label == "DATE")


def test_documents_annotated_together_are_as_if_alone(annotator: Annotator) -> None:
    documents = [d for d in read_corpus(CORPUS) if isinstance(d, Document)]
    together = annotator.annotate_all(documents)
    for document, beside_others in list(zip(documents, together, strict=True))[::3]:
        assert annotator.annotate(document) == beside_others


def test_the_quick_components_do_what_the_stock_ones_do() -> None:
    stock, quick = (spacy.load(find_model().name, exclude=["ner"]) for _ in range(2))
    quicken(quick)
    text = (CORPUS / "op-ed-cartel-strikes-for.txt").read_text("utf-8")
    text += " There's nothin' he ain't gonna do; y'all gotta c'mon, let's go. I'd've gone, that is."
    for first, second in zip(stock(text), quick(text), strict=True):
        assert (first.tag_, first.pos_, str(first.morph), first.lemma_, first.dep_) == (
            second.tag_, second.pos_, str(second.morph), second.lemma_, second.dep_
        )  # fmt: skip


def test_a_model_of_another_language_or_without_a_parser_is_refused(tmp_path: Path) -> None:
    stock = spacy.load(find_model().name, exclude=["ner", "senter"])
    model = SpacyModel(str(tmp_path), "1", "", None)
    stock.to_disk(tmp_path)
    assert load_pipeline("en", load_codebook(), model).has_pipe("parser")
    config = (tmp_path / "config.cfg").read_text("utf-8")
    (tmp_path / "config.cfg").write_text(config.replace('lang = "en"', 'lang = "de"'), "utf-8")
    with pytest.raises(ModelError, match="it is for de"):
        load_pipeline("en", load_codebook(), model)
    stock.remove_pipe("parser")
    stock.to_disk(tmp_path)
    with pytest.raises(ModelError, match="'parser'"):
        load_pipeline("en", load_codebook(), model)


@pytest.mark.parametrize("language", LANGUAGES)
def test_forms_are_found_as_if_all_were_ready_from_the_start(language: str) -> None:
    nlp = spacy.blank(language)
    tables = load_codebook().gazetteers
    listed = [row[COLUMNS[name][0]] for name, rows in tables.items() for row in rows]
    forms = [*listed, "cannot go", ""]
    stock, ours = PhraseMatcher(nlp.vocab, attr="LOWER"), FormMatcher(nlp, forms)
    stock.add("form", [nlp.make_doc(form) for form in forms])
    texts = ["We cannot go."]
    texts += [document.text for document in read_corpus(CORPUS) if isinstance(document, Document)]
    texts += [", ".join(listed[i::4]) for i in range(4)] + [". ".join(listed).upper()]
    for text in texts:
        doc = nlp.make_doc(text)
        found = sorted(ours(doc))
        assert found
        assert found == sorted((start, end) for _, start, end in stock(doc))
