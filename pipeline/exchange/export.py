"""Writing an export into place: whole or not at all, and never over somebody's work."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from pipeline.exchange.contract import ExchangeError, Export
from pipeline.exchange.formats import Format


def write_export(form: Format, export: Export, path: Path, *, force: bool = False) -> list[str]:
    """Write `export` to `path` in the format `form`; returns the format's notices.

    Raises ExchangeError where `path` is there already (a folder may be empty): it may hold
    corrections. With `force` its files are replaced.
    """
    if export.sets and not form.sets:
        raise ExchangeError("this format takes no annotation sets: leave --set away")
    if not force and path.exists() and not (path.is_dir() and not any(path.iterdir())):
        raise ExchangeError(f"{path} is there already and may hold corrections; name another, or "
                            "give --force to replace it")  # fmt: skip
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=f".{path.name}.") as folder:
        made = Path(folder) / path.name
        notices = form.writer()(export, made)
        _put(made, path)
    return notices


def _put(made: Path, path: Path) -> None:
    if made.is_file():
        made.replace(path)
        return
    for file in sorted(made.rglob("*")):
        if file.is_file():
            target = path / file.relative_to(made)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.move(file, target)
