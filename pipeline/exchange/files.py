"""The files of an annotation tool: read with bounds, from a folder, an archive or one file."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import unquote

from pipeline.exchange.contract import ExchangeError

MAX_BYTES = 256 * 2**20  # of one file, unpacked
MAX_FILES = 100_000
DESCRIPTIONS = ("datapackage.json", "croissant.json")  # what an export has beside its files
_UNSAFE = re.compile(r'[\x00-\x1f\x7f-\x9f%/\\:*?"<>|]|^[.~ ]|[. ]$')


@dataclass(frozen=True, slots=True)
class File:
    """A file by its path within what was given, with `/`; `place` names it for messages."""

    path: PurePosixPath
    place: str
    _read: Callable[[], bytes]

    def bytes(self) -> bytes:
        """What is in it. Raises ExchangeError."""
        return self._read()

    def text(self) -> str:
        """What is in it, as UTF-8, line ends as they are. Raises ExchangeError."""
        return utf8(self.bytes(), self.place)

    def json(self) -> Any:
        """What is in it, as JSON. Raises ExchangeError."""
        return parsed(self.text(), self.place)

    def json_lines(self) -> Iterator[tuple[str, Any]]:
        """Each line's value with its place; empty lines are passed over. Raises ExchangeError."""
        for number, line in enumerate(self.text().split("\n"), 1):
            if line.strip():
                yield f"{self.place}:{number}", parsed(line, f"{self.place}:{number}")


def files(path: Path, *suffixes: str) -> list[File]:
    """The files with one of the suffixes in a folder (at any depth) or a zip archive, by name; or
    the one file that was named, whatever it is called. Raises ExchangeError where there is none."""
    if path.is_dir():
        found = [
            File(PurePosixPath(file.relative_to(path).as_posix()), str(file), _reader(file))
            for file in path.rglob("*")
            if file.suffix.lower() in suffixes
            and file.name not in DESCRIPTIONS
            and file.is_file()
            and not file.is_symlink()
        ]
    elif zipfile.is_zipfile(path):
        found = archived(path, str(path), *suffixes)
    else:
        found = [File(PurePosixPath(path.name), str(path), _reader(path))]
    if not found:
        raise ExchangeError(f"{path}: holds no file *{' or *'.join(suffixes)}")
    if len(found) > MAX_FILES:
        raise ExchangeError(f"{path}: holds more than {MAX_FILES} files; give a part of them")
    return sorted(found, key=lambda file: file.path.parts)


def archived(data: bytes | Path, place: str, *suffixes: str) -> list[File]:
    """The files with one of the suffixes in a zip archive. Raises ExchangeError."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data) if isinstance(data, bytes) else data)
    except (zipfile.BadZipFile, OSError) as error:
        raise ExchangeError(f"{place}: is no sound zip archive: {error}") from error

    def reader(member: zipfile.ZipInfo, name: str) -> Callable[[], bytes]:
        def read() -> bytes:
            try:
                with archive.open(member) as file:
                    return _bounded(file.read(MAX_BYTES + 1), name)
            except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, EOFError,
                    ValueError) as error:  # fmt: skip
                raise ExchangeError(f"{name}: cannot be unpacked: {error}") from error

        return read

    return [
        File(PurePosixPath(member.filename), f"{place}!{member.filename}",
             reader(member, f"{place}!{member.filename}"))
        for member in archive.infolist()[: MAX_FILES + 1]
        if PurePosixPath(member.filename).suffix.lower() in suffixes and not member.is_dir()
    ]  # fmt: skip


def _reader(path: Path) -> Callable[[], bytes]:
    def read() -> bytes:
        try:
            with path.open("rb") as file:
                return _bounded(file.read(MAX_BYTES + 1), str(path))
        except OSError as error:
            raise ExchangeError(f"{path}: cannot be read: {error.strerror}") from error

    return read


def _bounded(data: bytes, place: str) -> bytes:
    if len(data) > MAX_BYTES:
        raise ExchangeError(f"{place}: is larger than {MAX_BYTES} bytes; give it in parts")
    return data


def utf8(data: bytes, place: str, encoding: str = "utf-8-sig") -> str:
    """Bytes as UTF-8, by default without a byte order mark. Raises ExchangeError."""
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise ExchangeError(f"{place}: is not UTF-8: {error}") from error


def parsed(text: str, place: str) -> Any:
    """A JSON value. Raises ExchangeError."""
    try:
        return json.loads(text, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise ExchangeError(f"{place}: is no JSON: {error}") from error


def _no_constant(name: str) -> float:
    raise ValueError(f"{name} is no JSON number")


def file_name(name: str) -> str:
    """A document's or annotator's name as that of a file or folder, on any system; what cannot
    stand in one is written as %XX. Raises ExchangeError where it is too long."""
    safe = _UNSAFE.sub(lambda m: "".join(f"%{byte:02X}" for byte in m[0].encode()), name)
    if not 0 < len(safe.encode()) <= 200:
        raise ExchangeError(f"{name!r} is too short or too long for the name of a file; rename it")
    return safe


def name_of(safe: str) -> str:
    """The name that `file_name` made a file's name of."""
    return unquote(safe, errors="replace")
