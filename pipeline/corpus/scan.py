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
    """One file of a corpus, not yet read. `path` is relative to the root, `metadata` the
    manifest's, which wins over the file's own."""

    doc_id: str
    path: str
    file: Path
    metadata: Metadata


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
        item = Item(root.stem, path, root, records.get(path, Metadata()))
        return Corpus(root.parent, (item,), ())
    records, problems = read_manifest(root)
    paths: list[str] = []
    try:
        for path in _walk(root):
            trouble = _trouble(root, root / path)
            if trouble is None:
                paths.append(path)
            else:
                problems.append(Failure(path, path, "scan", trouble.kind, trouble.message))
    except OSError as error:
        raise CorpusError(f"{error.filename or root} cannot be listed: {error.strerror}") from error
    for file in sorted(set(records) - set(paths)):
        if all(problem.path != file for problem in problems):
            message = "the manifest has a record for it, but there is no such file"
            problems.append(Failure(file, file, "manifest", "missing-file", message))
    if not paths and not problems:
        raise CorpusError(f"{root} holds no documents; read are {known_formats()}")
    ids = Counter(_without_suffix(path) for path in paths)
    items = [
        Item(
            short if ids[short := _without_suffix(path)] == 1 else path,
            path,
            root / path,
            records.get(path, Metadata()),
        )
        for path in paths
    ]
    return Corpus(root, tuple(sorted(items, key=lambda i: i.doc_id)), tuple(problems))


def _without_suffix(path: str) -> str:
    return str(PurePosixPath(path).with_suffix(""))


def _walk(root: Path) -> Iterator[str]:
    """Every file's path, but hidden ones, manifests and read-me files. Linked folders are not
    followed."""
    for folder, folders, files in os.walk(root, onerror=_raise):
        folders[:] = sorted(f for f in folders if not f.startswith((".", "__")))
        for name in sorted(files):
            hidden = name.startswith((".", "~$")) or name in NAMES
            if not hidden and not name.lower().startswith(_SKIPPED):
                yield (Path(folder) / name).relative_to(root).as_posix()


def _raise(error: OSError) -> None:
    raise error


def _trouble(root: Path, file: Path) -> DocumentError | None:
    """Why a file cannot even be opened, without opening it."""
    try:
        file.as_posix().encode("utf-8")
    except UnicodeEncodeError:
        return DocumentError("bad-name", "its name is not UTF-8: rename it")
    if file.is_symlink() and not file.resolve().is_relative_to(root.resolve()):
        return DocumentError("outside-corpus", "is a link that leads out of the corpus: copy it in")
    try:
        mode = file.stat().st_mode
    except OSError as error:
        return DocumentError("unreadable", f"cannot be opened: {error.strerror}")
    if not stat.S_ISREG(mode):
        return DocumentError("not-a-file", "is no regular file (a pipe, socket or device)")
    return None


def read_document(item: Item, limits: Limits = Limits()) -> Document:  # noqa: B008
    """Read one file. Raises DocumentError, whatever goes wrong."""
    data = read_file(item, limits)
    return document_of(item, data, limits)


def read_file(item: Item, limits: Limits = Limits()) -> bytes:  # noqa: B008
    """The file's bytes, at most `limits.max_bytes`."""
    try:
        size = item.file.stat().st_size
        if size > limits.max_bytes:
            raise DocumentError(
                "too-large",
                f"{size:,} bytes are more than {limits.max_bytes:,}: raise --max-bytes to read it",
            )
        return item.file.read_bytes()
    except OSError as error:
        raise DocumentError("unreadable", f"cannot be read: {error.strerror}") from error


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
    item = Item(doc_id, f"{doc_id}.txt", Path(f"{doc_id}.txt"), metadata)
    return document_of(item, data)
