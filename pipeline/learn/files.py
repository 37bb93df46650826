"""The files of the sentence models, known by hash without being loaded."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Literal, get_args

from pipeline.errors import ConfigurationError
from pipeline.learn.examples import TASKS, Task

DATA = Path(__file__).parent / "data"
# The models of `stancebook run --fast` for English: words and cues alone, no encoder.
FAST = DATA / "fast"
# The stance encoders, by the name of their folder.
Network = Literal["encoder", "encoder-es"]
NETWORKS: tuple[Network, ...] = get_args(Network)


class ModelFileError(ConfigurationError):
    """A saved model that cannot be used; the message says why and how to mend it."""


def model_files(folder: Path = DATA, stance: Path | None = None) -> dict[Task, Path]:
    """The file of each task's model; `stance` replaces the stance model of `folder`."""
    files = {task: folder / f"{task}.npz" for task in TASKS}
    if stance is not None:
        files["stance"] = stance
    return files


def model_hashes(folder: Path = DATA, stance: Path | None = None) -> dict[str, str]:
    """The SHA-256 of each file, of the models for other texts that come with the install (in
    other languages, or about something else), and of the encoders, which are checked when they are
    loaded. Raises ModelFileError where one cannot be read."""
    hashes: dict[str, str] = {}
    for task, path in model_files(folder, stance).items():
        try:
            hashes[task] = hashlib.sha256(path.read_bytes()).hexdigest()
        except OSError as error:
            raise ModelFileError(f"{path} cannot be read: {error.strerror or error}") from error
    for path in sorted(DATA.glob("*/*.npz")):
        hashes[f"{path.parent.name}/{path.stem}"] = hashlib.sha256(path.read_bytes()).hexdigest()
    for network in NETWORKS:
        hashes[network] = encoder_sha256(network)
    return hashes


def encoder_sha256(network: Network = "encoder") -> str:
    """SHA-256 of the weights of a stance encoder that this version comes with."""
    return (DATA / network / "model.sha256").read_text("ascii").split()[0]
