"""The state of an installation: each part that the program needs, and whether it would work."""

from __future__ import annotations

import platform
import re
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement

from pipeline import __version__

_SENTENCE = "Last week Defense Minister Arlo Benitez said that bombing the valley would fail."
_EXTRA = re.compile(r"""extra\s*==\s*["']([\w-]+)["']""")


@dataclass(frozen=True, slots=True)
class Finding:
    """One part of the installation. Without a `needed` one `stancebook run` cannot work."""

    part: str
    found: str
    ok: bool
    needed: bool = True

    def as_record(self) -> dict[str, Any]:
        """As plain JSON values."""
        return asdict(self)


def examine() -> list[Finding]:
    """Look at everything, in the order in which `stancebook run` needs it. Never raises: what a
    part raises is its finding."""
    return [
        Finding("stancebook", __version__, True),
        Finding("Python", f"{platform.python_version()} on {platform.system()}", True),
        *_libraries(),
        _try("codebook", _codebook),
        _try("spaCy model", _spacy_model),
        _try("sentence models", _sentence_models),
        _try("one sentence", _annotate),
        _try("temporary folder", _temporary),
    ]


def _libraries() -> Iterator[Finding]:
    """The libraries that the package asks for, with the bounds that they break; those of an extra
    are needed by some commands only."""
    try:
        wanted = [Requirement(text) for text in requires("stancebook") or []]
    except PackageNotFoundError:
        yield Finding("libraries", "stancebook is not installed as a package", False, needed=False)
        return
    for requirement in wanted:
        extra = _EXTRA.search(str(requirement.marker or ""))
        if extra and extra[1] == "dev":
            continue
        name = f"{requirement.name} (extra {extra[1]})" if extra else requirement.name
        try:
            found = version(requirement.name)
        except PackageNotFoundError:
            mend = f"pip install 'stancebook[{extra[1]}]'" if extra else "install stancebook again"
            yield Finding(name, f"is not installed: {mend}", False, needed=extra is None)
            continue
        fits = requirement.specifier.contains(found, prereleases=True)
        shown = found if fits else f"{found}, but stancebook needs {requirement.specifier}"
        yield Finding(name, shown, fits, needed=extra is None)


def _try(part: str, look: Callable[[], str]) -> Finding:
    try:
        return Finding(part, look(), True)
    except Exception as error:  # whatever is wrong with a part is what is asked for
        return Finding(part, f"{type(error).__name__}: {error}", False)


def _codebook() -> str:
    from pipeline.codebook import check_codebook, load_codebook

    problems = list(check_codebook(None))
    if problems:
        raise ValueError(str(problems[0]))
    loaded = load_codebook(None)
    return f"{loaded.name} {loaded.version}, {loaded.sha256[:12]}"


def _spacy_model() -> str:
    from pipeline.annotate.weights import find_model

    model = find_model(None)
    return f"{model.name} {model.version}, {model.sha256[:12]}"


def _sentence_models() -> str:
    from pipeline.learn.shipped import SentenceModels

    return ", ".join(f"{task} {sha256[:12]}" for task, sha256 in SentenceModels().sha256.items())


def _annotate() -> str:
    from pipeline import load_annotator, read_text

    annotated = load_annotator().annotate(read_text(_SENTENCE))
    if not annotated.mentions or not annotated.claims:
        raise ValueError("finds no mention or no claim in a sentence that has both")
    return f"{len(annotated.mentions)} mentions, {len(annotated.claims)} claim"


def _temporary() -> str:
    with tempfile.NamedTemporaryFile() as file:
        file.write(b"x")
        return str(Path(file.name).parent)
