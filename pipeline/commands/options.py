"""What the commands share: exit statuses and parameter types."""

from __future__ import annotations

from pathlib import Path

import click

USAGE, FAILED_DOCUMENTS, INTERRUPTED = 2, 3, 130
PATH = click.Path(path_type=Path)
