"""A real browser for the tests of pages: Debian's Chromium by selenium; skips where none is."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

AXE = Path(os.environ.get("STANCEBOOK_AXE", "~/.cache/stancebook/axe")).expanduser()
BROWSER = (
    shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
)
DRIVER = shutil.which("chromedriver")


@contextmanager
def browser(profile: Path, *more: str) -> Iterator[Any]:
    """A new browser with a profile of its own."""
    pytest.importorskip("selenium", reason="needs selenium")
    from selenium import webdriver

    if BROWSER is None or DRIVER is None:
        pytest.skip("needs a browser: install chromium and chromium-driver")
    options = webdriver.ChromeOptions()
    options.binary_location = BROWSER
    for flag in ("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
                 "--disable-background-networking", "--disable-component-update", "--disable-sync",
                 "--disable-dev-shm-usage", "--window-size=1280,900", f"--user-data-dir={profile}",
                 *more):  # fmt: skip
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = webdriver.Chrome(options, webdriver.ChromeService(DRIVER))
    driver.set_page_load_timeout(60)
    try:
        yield driver
    finally:
        driver.quit()


def axe_script() -> str:
    """The text of axe-core (MPL-2.0), fetched once by npm; skips where that cannot be done."""
    script = AXE / "node_modules" / "axe-core" / "axe.min.js"
    if not script.is_file():
        npm = shutil.which("npm")
        if npm is None:
            pytest.skip("needs npm, to fetch axe-core")
        AXE.mkdir(parents=True, exist_ok=True)
        done = subprocess.run(
            [npm, "install", "--silent", "--no-audit", "--no-fund", "--prefix", str(AXE), "axe-core@4"],
            capture_output=True, timeout=120, check=False,
        )  # fmt: skip
        if done.returncode or not script.is_file():
            pytest.skip("axe-core could not be fetched by npm")
    return script.read_text("utf-8")


def serious_findings(driver: Any) -> list[str]:
    """What axe-core finds serious or critical on the page as it stands."""
    # Over the driver's own channel, which the page's content security policy does not bind.
    driver.execute_script(axe_script())
    result = driver.execute_async_script(
        "const done = arguments[arguments.length - 1];"
        "axe.run().then(done, (error) => done({violations: [{id: String(error), impact: 'critical', nodes: []}]}));"
    )
    return [
        f"{v['id']}: {[n['target'] for n in v['nodes']][:3]}"
        for v in result["violations"]
        if v["impact"] in ("serious", "critical")
    ]


def errors(driver: Any) -> list[str]:
    """What the browser's console holds as errors."""
    return [e["message"] for e in driver.get_log("browser") if e["level"] == "SEVERE"]
