from __future__ import annotations

import io
import json
import os
import zipfile
from pathlib import Path

import docx
import pytest
from conftest import CORPUS
from hypothesis import given
from hypothesis import strategies as st

from pipeline.corpus import (
    CorpusError,
    Document,
    DocumentError,
    Failure,
    Limits,
    read_corpus,
    read_text,
    scan,
)
from pipeline.corpus.blocks import find_blocks
from pipeline.corpus.readers import read_bytes
from pipeline.corpus.readers.text import normalised

LIMITS = Limits()


def read_all(folder: Path, limits: Limits = LIMITS) -> dict[str, Document | Failure]:
    return {
        (r.doc_id if isinstance(r, Document) else r.path): r for r in read_corpus(folder, limits)
    }


def fails(folder: Path, name: str, limits: Limits = LIMITS) -> Failure:
    result = next(
        r
        for r in read_corpus(folder, limits)
        if (r.path if isinstance(r, Failure) else r.source.path) == name
    )
    assert isinstance(result, Failure), f"{name} was read"
    return result


def pdf(objects: list[str], trailer: str = "") -> bytes:
    out = b"%PDF-1.4\n"
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1")
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{place:010d} 00000 n \n".encode() for place in places)
    out += f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R {trailer}>>\n".encode()
    return out + f"startxref\n{start}\n%%EOF\n".encode()


def one_page(content: str) -> bytes:
    return pdf(
        [
            "<< /Type /Catalog /Pages 2 0 R >>",
            "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R "
            "/Resources << /Font << /F1 5 0 R >> >> >>",
            f"<< /Length {len(content)} >>\nstream\n{content}\nendstream",
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        ]
    )


def test_every_bundled_text_is_read() -> None:
    results = list(read_corpus(CORPUS))
    assert [r for r in results if isinstance(r, Failure)] == []
    assert len(results) == 18


@pytest.mark.parametrize("document", list(read_corpus(CORPUS)), ids=lambda d: d.doc_id)
def test_blocks_hold_all_text_in_order(document: Document) -> None:
    position = 0
    for block in document.blocks:
        assert not document.text[position : block.start].strip()
        assert document.text[block.start : block.end].strip()
        position = block.end
    assert not document.text[position:].strip()


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=400))
def test_blocks_of_any_text(written: str) -> None:
    text = normalised(written)
    position = 0
    for block in find_blocks(text):
        assert block.start >= position
        assert not text[position : block.start].strip()
        position = block.end
    assert not text[position:].strip()


@given(st.text(st.characters(codec="utf-8"), max_size=200))
def test_reading_never_changes_a_plain_text(written: str) -> None:
    text = normalised(written)
    if text.strip() and not text.startswith("%PDF-"):
        assert read_bytes(text.encode(), "a.txt", LIMITS).text == text


def test_a_heading_is_no_part_of_the_sentence_after_it() -> None:
    document = read_text(
        "What Would It Cost?\n\nThe Price of War\n\nIt would cost lives. So would delay."
    )
    assert [block.kind for block in document.blocks] == ["heading", "heading", "prose"]


def test_hard_wrapped_lines_are_one_paragraph() -> None:
    text = (
        "A title\n\n"
        "The authority granted by section two shall terminate at the end of the\n"
        "month in which the Congress declares that the emergency which gave rise\n"
        "to it is over.\n\n"
        "Another paragraph begins here."
    )
    kinds = [(b.kind, text[b.start : b.end].count("\n")) for b in find_blocks(text)]
    assert kinds == [("heading", 0), ("prose", 2), ("prose", 0)]


def test_windows_1252_is_detected() -> None:
    text = "La acción militar dañaría a México, según el señor Núñez; “no resolvería nada”."
    assert read_bytes(text.encode("cp1252"), "a.txt", LIMITS).text == text


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_byte_order_marks(encoding: str) -> None:
    assert read_bytes("Peña Nieto spoke.".encode(encoding), "a.txt", LIMITS).text == (
        "Peña Nieto spoke."
    )


def test_html_leaves_furniture_out_and_reads_metadata() -> None:
    page = """<html lang="en"><head><title>A Border Question - Example Post</title>
    <meta property="og:title" content="A Border Question">
    <meta property="article:published_time" content="2024-03-05T08:00:00Z">
    <meta property="article:modified_time" content="2024-09-09T08:00:00Z"></head>
    <body><nav>Home News Sport</nav><div class="cookie-banner">We use cookies.</div>
    <article><h1>A Border Question</h1>
    <p>The army should stay at home, because the border needs judges more than it needs guns.</p>
    <p>Nobody who has seen a garrison town believes that soldiers make patient policemen.</p>
    </article><footer>All rights reserved.</footer></body></html>"""
    extract = read_bytes(page.encode(), "a.html", LIMITS)
    assert "patient policemen" in extract.text
    assert "cookies" not in extract.text and "Sport" not in extract.text
    assert extract.metadata.published == "2024-03-05"
    assert extract.metadata.language == "en"
    assert extract.blocks is not None and extract.blocks[0].kind == "heading"


def test_the_manifest_wins_over_the_page(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(
        "---\ntitle: From the file\ndate: 2020-01-01\n---\n# Head\n\nBody text here.\n"
    )
    (tmp_path / "manifest.jsonl").write_text('{"file": "a.md", "title": "From the manifest"}\n')
    document = read_all(tmp_path)["a"]
    assert isinstance(document, Document)
    assert document.metadata.title == "From the manifest"
    assert document.metadata.published == "2020-01-01"


def test_a_csv_manifest(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("The text of the document.")
    (tmp_path / "manifest.csv").write_text(
        "file,authors,published\na.txt,Ana Ruiz; Jo Bell,2021-05\n"
    )
    document = read_all(tmp_path)["a"]
    assert isinstance(document, Document)
    assert document.metadata.authors == ("Ana Ruiz", "Jo Bell")
    assert document.metadata.published == "2021-05"


def test_a_bad_manifest_line_costs_only_that_line(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("One text.")
    (tmp_path / "b.txt").write_text("Another text.")
    (tmp_path / "manifest.jsonl").write_text(
        '{"file": "a.txt", "title": "A"}\nnot json\n{"file": "b.txt", "published": "May 5"}\n'
        '{"file": "c.txt"}\n'
    )
    results = read_all(tmp_path)
    assert isinstance(results["a"], Document) and results["a"].metadata.title == "A"
    assert isinstance(results["b"], Document)
    assert isinstance(results["manifest.jsonl:2"], Failure)
    assert "published" in fails(tmp_path, "manifest.jsonl:3").message
    assert "no such file" in fails(tmp_path, "c.txt").message


def test_doc_ids_stay_apart(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Plain text.")
    (tmp_path / "a.md").write_text("Marked text.")
    (tmp_path / "b.txt").write_text("Other text.")
    assert [item.doc_id for item in scan(tmp_path).items] == ["a.md", "a.txt", "b"]


def test_docx(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_heading("The case against", 1)
    document.add_paragraph("It failed before. It would fail again.")
    document.add_paragraph("Close the base.", style="List Bullet")
    document.save(str(tmp_path / "a.docx"))
    read = read_all(tmp_path)["a"]
    assert isinstance(read, Document)
    assert [block.kind for block in read.blocks] == ["heading", "prose", "item"]
    assert read.metadata.title == "The case against"


def test_a_pdf_with_text() -> None:
    data = one_page("BT /F1 12 Tf 72 700 Td (The raid did not end the war.) Tj ET")
    assert "The raid did not end the war." in read_bytes(data, "a.pdf", LIMITS).text


@pytest.mark.parametrize(
    ("name", "data", "error", "word"),
    [
        ("a.txt", b"", "empty", "empty"),
        ("a.txt", b" \n\t ", "empty", "empty"),
        ("a.txt", b"%PDF-1.4 and more", "binary", "PDF"),
        ("a.txt", b"\x00\x01\x02\x03" * 20, "binary", "NUL"),
        ("a.xyz", b"text", "unknown-format", ".docx"),
        ("a.pdf", b"%PDF-1.4\n1 0 obj\n<< /Type /Cat", "truncated", "damaged"),
        ("a.pdf", one_page(""), "no-text", "text layer"),
        ("a.docx", b"PK\x03\x04 no archive", "truncated", "archive"),
        ("a.html", b"<html><body></body></html>", "no-text", "main text"),
    ],
)  # fmt: skip
def test_bad_files_are_explained(
    tmp_path: Path, name: str, data: bytes, error: str, word: str
) -> None:
    (tmp_path / name).write_bytes(data)
    (tmp_path / "good.txt").write_text("A sound text.")
    failure = fails(tmp_path, name)
    assert failure.error == error
    assert word in failure.message
    assert isinstance(read_all(tmp_path)["good"], Document)


def test_an_encrypted_pdf_is_explained() -> None:
    data = pdf(
        ["<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [] /Count 0 >>",
         f"<< /Filter /Standard /V 1 /R 2 /O <{'41' * 32}> /U <{'42' * 32}> /P -4 >>"],
        "/Encrypt 3 0 R /ID [<00112233445566778899aabbccddeeff> <00112233445566778899aabbccddeeff>] ",
    )  # fmt: skip
    with pytest.raises(DocumentError) as caught:
        read_bytes(data, "a.pdf", LIMITS)
    assert caught.value.kind == "encrypted"


def test_a_zip_bomb_is_not_unpacked() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"0" * 5_000_000)
    with pytest.raises(DocumentError) as caught:
        read_bytes(buffer.getvalue(), "a.docx", Limits(max_expanded_bytes=1_000_000))
    assert caught.value.kind == "too-large"


def test_limits_name_their_option(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("word " * 1000)
    assert "--max-bytes" in fails(tmp_path, "a.txt", Limits(max_bytes=100)).message
    assert "--max-characters" in fails(tmp_path, "a.txt", Limits(max_characters=100)).message


def test_links_out_and_pipes_are_not_followed(tmp_path: Path) -> None:
    root = tmp_path / "corpus"
    root.mkdir()
    (tmp_path / "secret.txt").write_text("secret")
    (root / "link.txt").symlink_to(tmp_path / "secret.txt")
    (root / "gone.txt").symlink_to(root / "nowhere.txt")
    os.mkfifo(root / "pipe.txt")
    (root / "good.txt").write_text("A sound text.")
    assert fails(root, "link.txt").error == "outside-corpus"
    assert fails(root, "gone.txt").error == "unreadable"
    assert fails(root, "pipe.txt").error == "not-a-file"
    assert isinstance(read_all(root)["good"], Document)


def test_a_missing_and_an_empty_folder(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="no file or folder"):
        scan(tmp_path / "nowhere")
    with pytest.raises(CorpusError, match="holds no documents"):
        scan(tmp_path)


def test_manifest_lines_are_sound() -> None:
    lines = (CORPUS / "manifest.jsonl").read_text("utf-8").splitlines()
    assert {json.loads(line)["file"] for line in lines} == {i.path for i in scan(CORPUS).items}
