"""The files of a corpus, and the document in each."""

from __future__ import annotations

import hashlib
import os
import stat
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from pipeline.corpus.blocks import find_blocks
from pipeline.corpus.document import Block, BlockKind, Document, Metadata, Source
from pipeline.corpus.errors import CorpusError, DocumentError, Failure
from pipeline.corpus.language import detect_language
from pipeline.corpus.limits import Limits
from pipeline.corpus.manifest import NAMES, read_manifest
from pipeline.corpus.readers import known_formats, read_bytes

_SKIPPED = ("readme", "license", "licence", "notice")


@dataclass(frozen=True, slots=True)
class Item:
    """One file of a corpus, not yet read. `path` is relative to `root`, with `/`; `metadata` is the
    manifest's, which wins over the file's own."""

    doc_id: str
    path: str
    root: Path
    metadata: Metadata

    @property
    def file(self) -> Path:
        """Where the file is."""
        return self.root / self.path


@dataclass(frozen=True, slots=True)
class Corpus:
    """The files of a corpus by `doc_id`, and what is wrong with it before any is read."""

    root: Path
    items: tuple[Item, ...]
    problems: tuple[Failure, ...]


def scan(root: Path) -> Corpus:
    """List the documents under `root` (a folder, or one file). Reads no document.

    `doc_id` is the relative path without its extension, or with it where two would share one.
    Raises CorpusError where there is no such folder or nothing in it to read.
    """
    if not root.exists():
        raise CorpusError(f"there is no file or folder {root}")
    if root.is_file():
        records, _ = read_manifest(root.parent)
        path = root.name
        item = Item(root.stem, path, root.parent, records.get(path, Metadata()))
        return Corpus(root.parent, (item,), ())
    records, problems = read_manifest(root)
    paths: list[str] = []
    try:
        for path, trouble in _walk(root):
            if trouble is None:
                paths.append(path)
            else:
                name = _printable(path)
                problems.append(Failure(name, name, "scan", trouble.kind, trouble.message))
    except OSError as error:
        raise CorpusError(f"{error.filename or root} cannot be listed: {error.strerror}") from error
    listed = {problem.path for problem in problems}
    for file in sorted(set(records) - set(paths)):
        if file not in listed:
            message = "the manifest has a record for it, but there is no such file"
            problems.append(Failure(file, file, "manifest", "missing-file", message))
    if not paths and not problems:
        raise CorpusError(f"{root} holds no documents; read are {known_formats()}")
    ids = Counter(map(_without_suffix, paths))
    unknown = Metadata()
    items = [
        Item(
            short if ids[short := _without_suffix(path)] == 1 else path,
            path,
            root,
            records.get(path, unknown),
        )
        for path in paths
    ]
    return Corpus(root, tuple(sorted(items, key=lambda i: i.doc_id)), tuple(problems))


def _without_suffix(path: str) -> str:
    return str(PurePosixPath(path).with_suffix(""))


def _walk(root: Path) -> Iterator[tuple[str, DocumentError | None]]:
    """Every file's path, and why it cannot be opened if so; but no hidden files, manifests and
    read-me files. Linked folders are not followed. Folders are listed one at a time and files are
    told by their entry alone, so that a folder of a million files costs seconds."""
    folders = [""]
    real_root = root.resolve()
    while folders:
        folder = folders.pop()
        with os.scandir(root / folder) as listing:
            entries = sorted(listing, key=lambda entry: entry.name)
        for entry in entries:
            name, path = entry.name, f"{folder}{entry.name}"
            if entry.is_dir(follow_symlinks=False):
                if not name.startswith((".", "__")):
                    folders.append(f"{path}/")
                continue
            hidden = name.startswith((".", "~$")) or name in NAMES
            if hidden or name.lower().startswith(_SKIPPED) or _is_linked_folder(entry):
                continue
            yield path, _trouble(real_root, entry)


def _is_linked_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_symlink() and entry.is_dir()
    except OSError:
        return False


def _trouble(real_root: Path, entry: os.DirEntry[str]) -> DocumentError | None:
    """Why a file cannot even be opened, without opening it."""
    try:
        entry.path.encode("utf-8")
    except UnicodeEncodeError:
        return DocumentError("bad-name", "its name is not UTF-8: rename it")
    try:
        if entry.is_symlink() and not Path(entry.path).resolve().is_relative_to(real_root):
            return DocumentError(
                "outside-corpus", "is a link that leads out of the corpus: copy it in"
            )
        if not entry.is_file():
            Path(entry.path).stat()  # a broken link says here what is wrong with it
            return DocumentError("not-a-file", "is no regular file (a pipe, socket or device)")
    except (OSError, RuntimeError) as error:  # RuntimeError: a loop of links, before Python 3.13
        cause = getattr(error, "strerror", None) or "a loop of links"
        return DocumentError("unreadable", f"cannot be opened: {cause}")
    return None


def _printable(path: str) -> str:
    """A name that is not UTF-8, with the bytes that are wrong written as `\\xNN`."""
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def read_document(item: Item, limits: Limits = Limits()) -> Document:  # noqa: B008
    """Read one file. Raises DocumentError, whatever goes wrong."""
    data = read_file(item, limits)
    return document_of(item, data, limits)


def read_file(item: Item, limits: Limits = Limits()) -> bytes:  # noqa: B008
    """The file's bytes, at most `limits.max_bytes`. What was a file when the corpus was listed may
    be a pipe by now, or grow while it is read: neither is waited for."""
    try:
        handle = os.open(item.file, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
        with os.fdopen(handle, "rb") as file:
            status = os.fstat(handle)
            if not stat.S_ISREG(status.st_mode):
                raise DocumentError("not-a-file", "is no regular file (a pipe, socket or device)")
            data = b"" if status.st_size > limits.max_bytes else file.read(limits.max_bytes + 1)
            size = max(status.st_size, len(data))
    except (OSError, ValueError) as error:
        cause = getattr(error, "strerror", None) or error
        raise DocumentError("unreadable", f"cannot be read: {cause}") from error
    if size > limits.max_bytes:
        raise DocumentError(
            "too-large",
            f"{size:,} bytes are more than {limits.max_bytes:,}: raise --max-bytes to read it",
        )
    return data


def document_of(item: Item, data: bytes, limits: Limits = Limits()) -> Document:  # noqa: B008
    """The document in a file's bytes. Raises DocumentError, whatever goes wrong."""
    try:
        extract = read_bytes(data, item.path, limits)
    except (DocumentError, MemoryError):
        raise
    except Exception as error:
        # A parser that fails in a way of its own must cost one document, not the batch.
        raise DocumentError(
            "unreadable", f"cannot be parsed ({type(error).__name__}: {error})"
        ) from error
    metadata = item.metadata.over(extract.metadata)
    if metadata.language is None:
        metadata = replace(metadata, language=detect_language(extract.text))
    source = Source(item.path, hashlib.sha256(data).hexdigest(), extract.media_type, len(data))
    blocks = extract.blocks if extract.blocks is not None else find_blocks(extract.text)
    blocks = tuple(_without_names(extract.text, blocks, metadata))
    return Document(item.doc_id, source, metadata, extract.text, blocks)


def _without_names(text: str, blocks: tuple[Block, ...], metadata: Metadata) -> Iterator[Block]:
    """A block that only names the author or repeats the title is no prose, however it looks."""
    for block in blocks:
        written = text[block.start : block.end].strip()
        kind: BlockKind = block.kind
        if written in metadata.authors:
            kind = "byline"
        elif metadata.title is not None and written == metadata.title:
            kind = "heading"
        yield Block(block.start, block.end, kind)


def read_corpus(root: Path, limits: Limits = Limits()) -> Iterator[Document | Failure]:  # noqa: B008
    """Every document of a corpus, or why there is none. Raises CorpusError as `scan` does."""
    corpus = scan(root)
    yield from corpus.problems
    for item in corpus.items:
        try:
            yield read_document(item, limits)
        except DocumentError as error:
            yield Failure(item.doc_id, item.path, error.stage, error.kind, error.message)


def read_text(text: str, doc_id: str = "text", metadata: Metadata = Metadata()) -> Document:  # noqa: B008
    """A document from a string in memory."""
    data = text.encode("utf-8")
    item = Item(doc_id, f"{doc_id}.txt", Path(), metadata)
    return document_of(item, data)
