"""stancebook doctor: what is installed, which models are in use, and what would fail."""

from __future__ import annotations

import json
import sys

import click


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
def doctor(as_json: bool) -> None:
    """Check this installation: libraries, models, codebook, and one sentence from end to end.

    Exit status 0 where `stancebook run` would work, else 1. What only some commands need is shown,
    and does not count.

    \b
    Examples:
      stancebook doctor
      stancebook doctor --json
    """
    from pipeline.doctor import examine

    findings = examine()
    if as_json:
        click.echo(json.dumps([finding.as_record() for finding in findings]))
    else:
        from rich.console import Console
        from rich.table import Table

        table = Table("", "Part", "Found", box=None, header_style="bold")
        for finding in findings:
            sign = "ok" if finding.ok else ("FAILS" if finding.needed else "absent")
            table.add_row(sign, finding.part, finding.found)
        Console(soft_wrap=not sys.stdout.isatty(), markup=False).print(table)
    if any(finding.needed and not finding.ok for finding in findings):
        sys.exit(1)
