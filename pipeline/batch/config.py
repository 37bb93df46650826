"""What the result of a run depends on besides the documents. Light: loads no model."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from functools import cache
from pathlib import Path
from typing import Any

from pipeline import __version__
from pipeline.annotate.weights import SpacyModel, find_model
from pipeline.codebook import Codebook, load_codebook
from pipeline.corpus import Item, Limits
from pipeline.learn.files import DATA, FAST, model_hashes


@dataclass(frozen=True, slots=True)
class Basis:
    """The files that a configuration names, as this process found them when it first asked:
    `models` has the SHA-256 of each sentence model."""

    codebook: Codebook
    spacy_model: SpacyModel
    models: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Config:
    """What the result depends on besides the documents. Hashes are in `fingerprint`."""

    codebook: Path | None = None
    spacy_model: str | None = None
    stance_model: Path | None = None
    published: str | None = None
    fast: bool = False
    with_text: bool = True
    limits: Limits = field(default_factory=Limits)

    @property
    def models(self) -> Path:
        """The folder of the sentence models."""
        return FAST if self.fast else DATA

    @property
    def basis(self) -> Basis:
        """The files that it names. Raises CodebookError, ModelError or ModelFileError."""
        return _basis(self)

    @property
    def fingerprint(self) -> str:
        """SHA-256 over version, codebook, weights, models and options."""
        return _fingerprint(self)

    def to_dict(self) -> dict[str, Any]:
        """As plain values, for a worker; paths are made absolute."""
        data = asdict(self)
        for name in _PATHS:
            value = getattr(self, name)
            data[name] = None if value is None else str(Path(value).absolute())
        if self.spacy_model and Path(self.spacy_model).exists():
            data["spacy_model"] = str(Path(self.spacy_model).absolute())
        return data

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Config:
        """From `to_dict`."""
        paths = {name: None if data[name] is None else Path(data[name]) for name in _PATHS}
        return cls(**{**data, **paths, "limits": Limits(**data["limits"])})


_PATHS = tuple(f.name for f in fields(Config) if f.type == "Path | None")


@cache
def _basis(config: Config) -> Basis:
    return Basis(
        load_codebook(config.codebook),
        find_model(config.spacy_model),
        model_hashes(config.models, config.stance_model),
    )


@cache
def _fingerprint(config: Config) -> str:
    basis = config.basis
    parts = {
        "version": __version__,
        "code": _code_sha256(),
        "codebook": basis.codebook.sha256,
        "spacy": basis.spacy_model.sha256,
        "models": basis.models,
        "published": config.published,
        "with_text": config.with_text,
        "limits": asdict(config.limits),
    }
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


def _code_sha256() -> str:
    """SHA-256 over the package's modules: another build of one version is noticed too."""
    digest = hashlib.sha256()
    for path in sorted((Path(__file__).parent.parent).rglob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def key_of(item: Item, data: bytes, config: Config) -> str:
    """What identifies a document's result."""
    parts = [item.doc_id, item.path, asdict(item.metadata), config.fingerprint]
    digest = hashlib.sha256(json.dumps(parts, sort_keys=True).encode())
    digest.update(data)
    return digest.hexdigest()
