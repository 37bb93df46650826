"""The program's own errors, by who can mend them. Messages are whole sentences for the user."""

from __future__ import annotations


class StancebookError(Exception):
    """The program cannot go on; exit status 1."""


class ConfigurationError(StancebookError):
    """Something the user gave (a file, an option) cannot be used; exit status 2. The message names
    file, line, cause and mend."""
