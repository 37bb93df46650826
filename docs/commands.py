"""Writes docs/commands.md from the `--help` of every command: python docs/commands.py"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from pipeline.cli import main

PAGE = Path(__file__).with_suffix(".md")
_HEAD = """# Commands

What `stancebook COMMAND --help` prints. Written by `python docs/commands.py`; a test compares.
"""


def page() -> str:
    """The page as the program would write it now."""
    # Of one width, whatever the terminal's.
    settings = {**main.context_settings, "terminal_width": 80}
    with click.Context(main, info_name="stancebook", **settings) as context:
        return "\n".join([_HEAD, *_sections(main, context)])


def _sections(command: click.Command, context: click.Context) -> Iterator[str]:
    yield f"## {context.command_path}\n\n```text\n{command.get_help(context)}\n```\n"
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            child = command.get_command(context, name)
            assert child is not None
            with click.Context(child, info_name=name, parent=context) as inner:
                yield from _sections(child, inner)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
