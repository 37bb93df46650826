"""The documentation: help, the tutorial's blocks, and the site."""

from __future__ import annotations

import json
import logging
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from conftest import ROOT

from pipeline.cli import main
from pipeline.commands.output import print_table
from pipeline.doctor import examine

INTERPRETERS = {"sh": ["bash", "-euc"], "python": [sys.executable, "-c"]}
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.M | re.S)


def commands(command: click.Command, context: click.Context) -> Iterator[tuple[str, str]]:
    if not isinstance(command, click.Group):
        yield context.command_path, command.get_help(context)
        return
    for name in command.list_commands(context):
        child = command.get_command(context, name)
        assert child is not None
        yield from commands(child, click.Context(child, info_name=name, parent=context))


def test_every_command_has_examples() -> None:
    found = dict(
        commands(main, click.Context(main, info_name="stancebook", **main.context_settings))
    )
    without = [
        path
        for path, text in found.items()
        if f"  {path} " not in text.split("Example", 1)[-1] or "Example" not in text
    ]
    assert len(found) > 8 and not without


# What these print is JSON anyway, or the path that they wrote, or is for eyes alone.
WITHOUT_JSON = {"classify", "schema", "codebook init", "study pack", "report", "review"}


def test_what_a_program_would_read_is_printed_as_json_too() -> None:
    found = dict(
        commands(main, click.Context(main, info_name="stancebook", **main.context_settings))
    )
    without = {
        path.removeprefix("stancebook ") for path, text in found.items() if "--json" not in text
    }
    assert without == WITHOUT_JSON


def test_tables_for_people_are_lines_for_programs(capsys: pytest.CaptureFixture[str]) -> None:
    print_table(
        ("Name", "n", "share", "why"), [["a\x1b[31mb", 1200, 0.5, ""], ["x" * 300, 3, None, ""]]
    )
    assert capsys.readouterr().out.splitlines() == [
        "Name".ljust(300) + "      n  share",
        "a [31mb".ljust(300) + "  1,200  0.500",
        "x" * 300 + "      3",
    ]


def test_the_page_of_commands_is_what_help_prints() -> None:
    sys.path.insert(0, str(ROOT / "docs"))
    try:
        from commands import PAGE, page
    finally:
        sys.path.pop(0)
    assert PAGE.read_text("utf-8") == page(), "write it again: python docs/commands.py"


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("stancebook ad", {"adjudicate"}),
        ("stancebook study ", {"run", "verify", "pack"}),
        ("stancebook report --to ", {"html", "md"}),
        ("stancebook run corpus --eng", {"--engine"}),
    ],
)
@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_shell_completes_commands_options_and_values(
    shell: str, words: str, found: set[str]
) -> None:
    typed = words.split(" ")
    given = {
        "_STANCEBOOK_COMPLETE": f"{shell}_complete",
        "COMP_WORDS": words,
        # fish gives the word that is being typed, the others its number
        "COMP_CWORD": typed[-1] if shell == "fish" else str(len(typed) - 1),
    }
    result = CliRunner().invoke(main, [], env=given, prog_name="stancebook")
    offered = set(re.findall(r"^(?:plain[,\n])?([\w-]+)", result.output, re.M)) - {"plain", "_"}
    assert offered & found == found and "classify" not in offered, result.output


def test_the_tutorial_does_what_it_says(tmp_path: Path) -> None:
    (tmp_path / "bin").mkdir()
    script = tmp_path / "bin" / "stancebook"
    script.write_text(f"#!{sys.executable}\nfrom pipeline.cli import main\nmain()\n")
    script.chmod(0o755)
    for name in ("corpus", "annotations"):
        (tmp_path / name).symlink_to(ROOT / name)
    env = {**os.environ, "PATH": f"{script.parent}:{os.environ['PATH']}", "HOME": str(tmp_path),
           "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}  # fmt: skip
    blocks = BLOCK.findall((ROOT / "docs" / "tutorial.md").read_text("utf-8"))
    printed = ""
    for kind, text in blocks:
        if kind == "text":
            assert printed == text
        elif "stancebook review" in text:
            printed = serve(text, tmp_path, env)
            assert re.fullmatch(r"(\w+: http://127\.0\.0\.1:\d+/\?token=\S+\n)+", printed)
        else:
            done = subprocess.run(
                [*INTERPRETERS[kind], text],
                cwd=tmp_path,
                env=env,
                capture_output=True,
                text=True,
                check=False,
            )
            assert done.returncode == 0, done.stderr
            printed = done.stdout
    assert len(blocks) > 20 and (tmp_path / "figures" / "holders.png").is_file()
    (stance,) = (row for row in json.loads((tmp_path / "agreement.json").read_text())["layers"]
                 if row["layer"] == "stance")  # fmt: skip
    assert 0.9 < stance["agreement"] < 1  # what the script corrected has come back
    count, of = re.search(r"demo: (\d+) of (\d+)", (tmp_path / "verified.txt").read_text()).groups()
    assert count == of != "0"


def serve(text: str, folder: Path, env: dict[str, str]) -> str:
    """Start a block that serves until it is stopped; what it prints first, a line for each coder."""
    process = subprocess.Popen(text.split(), cwd=folder, env=env, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    printed = "".join(
        process.stdout.readline() for _ in range(text.count("--annotator") + text.count("--blind"))
    )
    process.send_signal(signal.SIGINT)
    assert process.wait(10) == 0
    process.stdout.close()
    return printed


def test_the_site_builds_without_a_warning(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    pytest.importorskip("mkdocs")
    from mkdocs.commands.build import build
    from mkdocs.config import load_config

    with caplog.at_level(logging.WARNING):
        build(load_config(str(ROOT / "mkdocs.yml"), site_dir=str(tmp_path / "site"), strict=True))
    assert not [r.message for r in caplog.records if r.name.startswith("mkdocs")]
    assert "stancebook run corpus -o outputs/demo" in (
        tmp_path / "site" / "commands" / "index.html"
    ).read_text("utf-8")


def test_doctor_finds_this_installation_sound() -> None:
    result = CliRunner().invoke(main, ["doctor", "--json"])
    assert result.exit_code == 0, result.output
    found = {finding["part"]: finding for finding in json.loads(result.output)}
    assert {"codebook", "spaCy model", "sentence models", "one sentence"} <= set(found)


def test_doctor_says_what_fails(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from pipeline.learn import shipped

    monkeypatch.setattr(shipped, "DATA", tmp_path)
    monkeypatch.setattr(shipped.SentenceModels.__init__, "__defaults__", (tmp_path, None))
    found = {finding.part: finding for finding in examine()}
    assert not found["sentence models"].ok and str(tmp_path) in found["sentence models"].found
    result = CliRunner().invoke(main, ["doctor"])
    assert result.exit_code == 1 and "FAILS" in result.output
