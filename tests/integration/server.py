"""What the integration scripts share: options, a virtual environment, a server on loopback."""

from __future__ import annotations

import argparse
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path


def options_of(description: str | None) -> argparse.Namespace:
    """The command line of a script that drives another program: `venv` and `no_browser`."""
    parser = argparse.ArgumentParser(
        description=description, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--venv", type=Path, help="where the virtual environment is or shall be")
    parser.add_argument("--no-browser", action="store_true")
    return parser.parse_args()


def environment(folder: Path, *requirements: str) -> Path:
    """The `bin` of a virtual environment with the requirements, made where there is none."""
    ready = folder / "ready.txt"
    if not ready.is_file() or ready.read_text("utf-8") != "\n".join(requirements):
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        pip = [
            folder / "bin" / "python",
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
        ]
        subprocess.run([*pip, *requirements], check=True)
        ready.write_text("\n".join(requirements), "utf-8")
    return folder / "bin"


def free_port() -> int:
    """A port of the loopback interface that nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@contextmanager
def running(
    command: list[str | Path], env: Mapping[str, str], folder: Path, log: str
) -> Iterator[int]:
    """A process of its own group, ended with the block by its id; what it prints goes to a log."""
    with (folder / log).open("wb") as out:
        process = subprocess.Popen(
            command, cwd=folder, env={**os.environ, **env}, stdout=out, stderr=subprocess.STDOUT,
            start_new_session=True,
        )  # fmt: skip
        try:
            yield process.pid
        finally:
            os.killpg(process.pid, signal.SIGTERM)
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()


def wait_for(url: str, seconds: float = 180) -> None:
    """Wait until a server answers (anything but a refusal)."""
    until(lambda: _answers(url), seconds, f"nothing answers at {url}")


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5):
            return True
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False


def until(done: Callable[[], bool], seconds: float, complaint: str) -> None:
    """Wait until something is so."""
    end = time.monotonic() + seconds
    while not done():
        if time.monotonic() > end:
            raise TimeoutError(complaint)
        time.sleep(0.5)
