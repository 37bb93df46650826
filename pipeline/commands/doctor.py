"""stancebook doctor: what is installed, which models are in use, and what would fail."""

from __future__ import annotations

import sys

import click

from pipeline.commands.output import json_option, print_json, print_table
from pipeline.doctor import Finding, examine


@click.command()
@json_option
def doctor(as_json: bool) -> None:
    """Check this installation: libraries, models, codebook, and one sentence from end to end.

    Exit status 0 where `stancebook run` would work, else 1. What only some commands need is shown,
    and does not count.

    \b
    Examples:
      stancebook doctor
      stancebook doctor --json
    """
    findings = examine()
    if as_json:
        print_json([finding.as_record() for finding in findings])
    else:
        print_table(("", "Part", "Found"), ((_sign(f), f.part, f.found) for f in findings))
    if any(finding.needed and not finding.ok for finding in findings):
        sys.exit(1)


def _sign(finding: Finding) -> str:
    if finding.ok:
        return "ok"
    return "FAILS" if finding.needed else "absent"
