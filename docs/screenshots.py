"""Takes the screenshots in docs/img, from a run over the sample corpus:

stancebook run corpus -o outputs/demo
python docs/screenshots.py outputs/demo
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
IMAGES = ROOT / "docs" / "img"
STANCEBOOK = [sys.executable, "-c", "from pipeline.cli import main; main()"]
READY = "return document.documentElement.dataset.ready === '1'"
_MOST_BYTES = 300_000

sys.path[:0] = [str(ROOT), str(ROOT / "tests")]
from browser import browser  # noqa: E402


def main(out: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        page = work / "report.html"
        subprocess.run([*STANCEBOOK, "report", str(out), "-o", str(page)], check=True)
        with browser(work / "profile", "--force-device-scale-factor=1") as driver:
            take(driver, page.as_uri(), "report-overview")
            document = "op-ed-cartel-strikes-for"
            take(driver, f"{page.as_uri()}#document/{document}/c5", "report-document")
            review(driver, out, work)
    for image in sorted(IMAGES.glob("*.png")):
        size = image.stat().st_size
        print(f"{image.relative_to(ROOT)}: {size:,} bytes")
        if size > _MOST_BYTES:
            raise SystemExit(f"{image} is over {_MOST_BYTES:,} bytes")


def review(driver: Any, out: Path, work: Path) -> None:
    """The desk, on a copy of the dataset, so that nothing is left in it."""
    copy = work / "out"
    copy.mkdir()
    for name in ("documents.jsonl", "failures.jsonl", "run.json"):
        (copy / name).write_bytes((out / name).read_bytes())
    command = [*STANCEBOOK, "review", str(copy), "--annotator", "ada"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as desk:
        assert desk.stdout is not None
        take(driver, desk.stdout.readline().strip().split(": ", 1)[1], "review")
        desk.terminate()


def take(driver: Any, address: str, name: str) -> None:
    driver.get("about:blank")
    driver.get(address)
    wait(lambda: bool(driver.execute_script(READY)))
    time.sleep(0.5)  # until it has scrolled
    driver.save_screenshot(str(IMAGES / f"{name}.png"))


def wait(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + 60
    while not condition():
        if time.monotonic() > end:
            raise SystemExit("the page was not ready within 60 s")
        time.sleep(0.05)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
