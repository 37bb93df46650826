"""Fills the page of commands from their `--help`, when mkdocs builds the site."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import click

from pipeline.cli import main


def on_page_markdown(markdown: str, **_: Any) -> str:
    """Put the commands in place of the marker."""
    marker = "<!-- commands -->"
    return markdown.replace(marker, "\n".join(_sections())) if marker in markdown else markdown


def _sections() -> Iterator[str]:
    with click.Context(main, info_name="stancebook") as context:
        yield from _of(main, context)


def _of(command: click.Command, context: click.Context) -> Iterator[str]:
    yield f"## {context.command_path}\n\n```text\n{command.get_help(context)}\n```\n"
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            child = command.get_command(context, name)
            assert child is not None
            with click.Context(child, info_name=name, parent=context) as inner:
                yield from _of(child, inner)
