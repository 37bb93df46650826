"""The command line: a thin skin, one module a command in `pipeline/commands`, loaded when used."""

from __future__ import annotations

from importlib import import_module
from keyword import iskeyword
from typing import Any

import click

from pipeline import __version__
from pipeline.commands.options import USAGE
from pipeline.errors import ConfigurationError, StancebookError

# Command -> what it does. A command's module is loaded only when it is called, so that `--help`
# answers at once.
COMMANDS = {
    "run": "Code every document of a corpus into a dataset: the main job.",
    "classify": "Classify the stance of one text a line.",
    "train": "Train a sentence model on labelled data.",
    "evaluate": "Measure a model on labelled data.",
    "export": "Write a dataset for spreadsheets, databases and annotation tools.",
    "import": "Make annotation sets of what people coded elsewhere.",
    "agree": "Agreement of annotation sets.",
    "adjudicate": "Merge annotation sets into gold.",
    "rehydrate": "Put the texts back into annotation sets.",
    "study": "Run and verify declared studies.",
    "report": "Make one HTML file that shows a dataset.",
    "review": "Check claims by keyboard, on a local page.",
    "corpus": "Build and check a corpus folder.",
    "codebook": "Make and check a codebook.",
    "doctor": "Say what is installed and what would fail.",
    "schema": "Print the JSON Schema of a dataset file.",
}


class _Group(click.Group):
    """Loads commands when they are called, and turns the program's own errors into one line on
    stderr and the right exit status."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        name = f"{cmd_name}_" if iskeyword(cmd_name) else cmd_name
        command = getattr(import_module(f"pipeline.commands.{name}"), name)
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except ConfigurationError as error:
            click.echo(f"stancebook: {error}", err=True)
            ctx.exit(USAGE)
        except StancebookError as error:
            click.echo(f"stancebook: {error}", err=True)
            ctx.exit(1)
        except OSError as error:
            place = f"{error.filename}: " if error.filename else ""
            click.echo(f"stancebook: {place}{error.strerror or error}", err=True)
            ctx.exit(1)


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="stancebook")
def main() -> None:
    """From a folder of articles and policy texts to a coded dataset: entities, dates, claims, and
    stance toward military intervention.

    Exit status: 0 all done; 1 the program failed; 2 wrong usage or configuration; 3 finished, and
    some documents failed (they are listed in failures.jsonl).
    """


if __name__ == "__main__":
    main()
