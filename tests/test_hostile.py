"""Hostile files: each costs itself alone, and says why."""

from __future__ import annotations

import io
import os
import sys
import time
import zipfile
from pathlib import Path

import docx
import pytest
from conftest import CORPUS
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.batch import supervisor
from pipeline.batch.config import Config
from pipeline.batch.run import run
from pipeline.corpus import DocumentError, Item, Limits, Metadata, scan
from pipeline.corpus.readers import READERS, read_bytes
from pipeline.corpus.scan import document_of, read_file
from pipeline.dataset.files import read_records

PROSE = "The minister said that the raid had failed. Nobody in the valley was surprised by it.\n"
LIMITS = Limits(max_seconds=20.0)


def word(document_xml: str, **extra: bytes) -> bytes:
    """A Word file around this main part."""
    whole = io.BytesIO()
    docx.Document().save(whole)
    out = io.BytesIO()
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, document_xml if name == "word/document.xml" else old.read(name))
        for name, data in extra.items():
            new.writestr(name, data)
    return out.getvalue()


_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def paragraph(doctype: str, text: str) -> str:
    return (f'<?xml version="1.0"?>{doctype}<w:document xmlns:w="{_W}"><w:body><w:p><w:r>'
            f"<w:t>{text}</w:t></w:r></w:p></w:body></w:document>")  # fmt: skip


def zip_bomb() -> bytes:
    return word(paragraph("", "hello"), **{"word/bomb.xml": b"0" * 120_000_000})


def billion_laughs() -> bytes:
    levels = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return word(paragraph(f'<!DOCTYPE d [<!ENTITY l0 "ha">{levels}]>', "&l9;"))


def xxe(secret: Path) -> bytes:
    return word(paragraph(f'<!DOCTYPE d [<!ENTITY x SYSTEM "file://{secret}">]>', f"{PROSE}&x;"))


def pdf_with_page_loop() -> bytes:
    """A page tree whose node is its own child."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [2 0 R 3 0 R] /Count 2 >>",
        b"<< /Type /Pages /Kids [2 0 R] /Count 1000000 /Parent 3 0 R >>",
    ]
    out = b"%PDF-1.4\n"
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = len(out)
    out += b"xref\n0 4\n0000000000 65535 f \n"
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + b"trailer << /Size 4 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % table


ENCRYPTED_PDF = (
    b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n"
    b"2 0 obj\n<< /Type /Pages /Kids [] /Count 0 >>\nendobj\n"
    b"trailer << /Root 1 0 R /Size 3 /ID [<00><00>] /Encrypt << /Filter /Standard /V 1 /R 2 /P -4 "
    b"/O <" + b"00" * 32 + b"> /U <" + b"00" * 32 + b"> >> >>\n%%EOF\n"
)


def failure_of(data: bytes, name: str, limits: Limits = LIMITS) -> str:
    with pytest.raises(DocumentError) as caught:
        document_of(Item("x", name, Path(), Metadata()), data, limits)
    return caught.value.kind


def test_archives_that_unpack_to_too_much_are_not_unpacked() -> None:
    began = time.monotonic()
    assert failure_of(zip_bomb(), "bomb.docx") == "too-large"
    assert time.monotonic() - began < 10


def test_an_archive_that_lies_about_its_size_is_refused() -> None:
    data = bytearray(word(paragraph("", PROSE * 5000)))
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as archive:
        info = archive.getinfo("word/document.xml")
    place = data.rfind(info.file_size.to_bytes(4, "little"))
    data[place : place + 4] = (10).to_bytes(4, "little")
    assert failure_of(bytes(data), "liar.docx") in ("unreadable", "truncated")


def test_entities_are_not_expanded_and_nothing_outside_is_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("launch code 0000")
    assert failure_of(billion_laughs(), "laughs.docx") in ("no-text", "unreadable")
    document = document_of(Item("x", "x.docx", Path(), Metadata()), xxe(secret), LIMITS)
    assert "minister" in document.text and "launch" not in document.text
    page = f"<!DOCTYPE html [<!ENTITY x SYSTEM 'file://{secret}'>]><html><body><article><p>{PROSE * 4} &x;</p></article></body></html>"
    document = document_of(Item("x", "x.html", Path(), Metadata()), page.encode(), LIMITS)
    assert "minister" in document.text and "launch" not in document.text


def test_a_page_of_200_megabytes_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "big.html"
    with path.open("wb") as file:
        file.write(b"<html><body><p>")
        file.truncate(200_000_000)
    item = scan(tmp_path).items[0]
    with pytest.raises(DocumentError) as caught:
        read_file(item, LIMITS)
    assert caught.value.kind == "too-large"


@pytest.mark.parametrize(
    ("name", "data", "kinds"),
    [
        ("loop.pdf", pdf_with_page_loop(), {"no-text", "too-many-pages", "truncated"}),
        ("cut.pdf", (CORPUS / "brief-taiwan-strait-2022.pdf").read_bytes()[:2000], {"truncated"}),
        ("locked.pdf", ENCRYPTED_PDF, {"encrypted", "truncated"}),
        ("cut.docx", (CORPUS / "statement-libya-no-fly-zone.docx").read_bytes()[:9000], {"truncated"}),
        ("locked.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, {"encrypted"}),
        ("nul.txt", b"abc\x00def " * 50, {"binary"}),
        ("program.txt", b"\x7fELF" + bytes(range(256)) * 20, {"binary"}),
        ("half.txt", b"\xff\xfe" + "word ".encode("utf-16-le") + b"\x00\xd8", {"bad-encoding"}),
        ("line.txt", b"word " * 1_000_000, {"too-long"}),
    ],
)  # fmt: skip
def test_broken_files_are_explained(name: str, data: bytes, kinds: set[str]) -> None:
    assert failure_of(data, name) in kinds


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        ("a.txt", PROSE.encode("utf-16"), PROSE),
        ("b.txt", ("\N{RIGHT-TO-LEFT OVERRIDE}" + PROSE).encode(), "\u202e" + PROSE),
        ("c.txt", b"El ministro dijo que la operaci\xf3n fracas\xf3 en el pa\xeds.", "operación"),
        ("d.txt", ("e\N{COMBINING ACUTE ACCENT}" * 5000).encode(), "é" * 5000),
        ("e.txt", b"bell\x07 and escape\x1b[31m red " * 9, "bell and escape[31m red "),
        ("f.md", ("> " * 3000 + PROSE).encode(), "minister"),
        ("g.html", (f"<html><body>{'<div>' * 20000}<p>{PROSE * 4}</p>{'</div>' * 20000}</body></html>").encode(), ""),
    ],
)  # fmt: skip
def test_odd_text_is_read(name: str, data: bytes, expected: str) -> None:
    try:
        document = document_of(Item("x", name, Path(), Metadata()), data, LIMITS)
    except DocumentError as error:
        assert name in ("f.md", "g.html") and error.kind in ("no-text", "unreadable")
        return
    assert expected in document.text
    document.text.encode("utf-8")


def test_lone_surrogates_in_a_manifest_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(PROSE)
    (tmp_path / "manifest.jsonl").write_text('{"file": "a.txt", "title": "\\ud800"}\n')
    assert [p.error for p in scan(tmp_path).problems] == ["bad-manifest-line"]


def test_links_pipes_and_names(tmp_path: Path) -> None:
    root, outside = tmp_path / "corpus", tmp_path / "outside"
    root.mkdir()
    outside.mkdir()
    (outside / "secret.txt").write_text(PROSE)
    (root / "leads-out.txt").symlink_to(outside / "secret.txt")
    (root / "loop.txt").symlink_to(root / "loop.txt")
    (root / "folder").symlink_to(root)
    (root / "nowhere.txt").symlink_to(root / "none.txt")
    os.mkfifo(root / "pipe.txt")
    (root / "two\nlines.txt").write_text(PROSE)
    (root / ("n" * 251 + ".txt")).write_text(PROSE)
    (root / "$(touch owned);`id`.txt").write_text(PROSE)
    with open(os.fsencode(root) + b"/\xff\xfe.txt", "w") as file:  # noqa: PTH123
        file.write(PROSE)
    (root / "inside.txt").symlink_to(root / "two\nlines.txt")
    corpus = scan(root)
    assert {p.path: p.error for p in corpus.problems} == {
        "leads-out.txt": "outside-corpus",
        "loop.txt": "unreadable",
        "nowhere.txt": "unreadable",
        "pipe.txt": "not-a-file",
        "\\xff\\xfe.txt": "bad-name",
    }
    names = [item.path for item in corpus.items]
    assert len(names) == 4 and "two\nlines.txt" in names and "inside.txt" in names
    # A file that turns into a pipe after the listing is not waited for.
    item = next(i for i in corpus.items if i.path == "two\nlines.txt")
    item.file.unlink()
    os.mkfifo(item.file)
    with pytest.raises(DocumentError) as caught:
        read_file(item)
    assert caught.value.kind == "not-a-file"


def test_a_large_folder_is_listed_fast(tmp_path: Path) -> None:
    for number in range(20_000):
        os.close(os.open(tmp_path / f"{number}.txt", os.O_CREAT))
    began = time.monotonic()
    assert len(scan(tmp_path).items) == 20_000
    assert time.monotonic() - began < 5  # 15 s would be the bound for a million at this speed


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs POSIX limits")
def test_a_parser_that_hangs_or_dies_costs_one_document(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tmp_path / "corpus"
    root.mkdir()
    for n in range(4):
        (root / f"good-{n}.txt").write_text(PROSE)
    (root / "alaughs.docx").write_bytes(billion_laughs())
    for kind in ("hang", "crash", "leave", "devour", "bug", "chatter"):
        (root / f"f.{kind}").write_text("x")
    worker = Path(__file__).parent / "hostile_worker.py"
    monkeypatch.setattr(supervisor, "COMMAND", (sys.executable, str(worker)))
    config = Config(limits=Limits(max_seconds=4.0, max_memory=200_000_000))
    summary = run(root, tmp_path / "out", config)
    assert summary.documents == 4
    failures = {f["path"]: f for f in read_records(tmp_path / "out" / "failures.jsonl")}
    assert {path: f["error"] for path, f in failures.items() if path != "alaughs.docx"} == {
        "f.hang": "timeout",
        "f.crash": "crashed",
        "f.leave": "crashed",
        "f.devour": "memory",
        "f.bug": "unreadable",
        "f.chatter": "unreadable",
    }
    assert "max-seconds" in failures["f.hang"]["message"]
    assert {f["stage"] for f in failures.values()} == {"read"}


_SAMPLES = {suffix: next(iter(sorted(CORPUS.glob(f"*{suffix}")))).read_bytes()
            for suffix in (".txt", ".md", ".html", ".pdf", ".docx")}  # fmt: skip


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    suffix=st.sampled_from([".txt", ".md", ".html", ".docx", ".pdf"]),
    cuts=st.lists(st.tuples(st.floats(0, 1), st.binary(max_size=6)), max_size=6),
    end=st.floats(0.05, 1.0),
)
def test_mutated_samples_are_read_or_explained(
    suffix: str, cuts: list[tuple[float, bytes]], end: float
) -> None:
    sample = _SAMPLES[suffix]
    data = bytearray(sample[: int(end * len(sample))])
    for place, junk in cuts:
        at = int(place * len(data))
        data[at : at + len(junk)] = junk
    _read_or_explain(bytes(data), f"x{suffix}")


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.binary(max_size=2000), suffix=st.sampled_from(sorted(READERS)))
def test_any_bytes_are_read_or_explained(data: bytes, suffix: str) -> None:
    _read_or_explain(data, f"x{suffix}")


def _read_or_explain(data: bytes, name: str) -> None:
    try:
        extract = read_bytes(data, name, LIMITS)
    except DocumentError as error:
        assert error.message
    except Exception:
        document_error = pytest.raises(DocumentError)
        with document_error:  # what a parser raises in its own way is turned into a failure
            document_of(Item("x", name, Path(), Metadata()), data, LIMITS)
    else:
        extract.text.encode("utf-8")
