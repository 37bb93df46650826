"""Send an export through a real Label Studio, and have its editor count an offset.

    python tests/integration/label_studio.py [--venv FOLDER] [--no-browser]

Installs Label Studio from PyPI into a virtual environment of its own, starts it on loopback with
SQLite, sends the tasks through its API, reads the project back, and compares with what was sent.
With a browser (chromium and chromedriver) a word behind emoji is annotated in the page as a person
would, and must come back at its place.
"""

from __future__ import annotations

import json
import shutil
import tempfile
import time
from pathlib import Path
from typing import Any

import httpx
from material import (
    AWKWARD,
    CODEBOOK,
    compare,
    counted,
    dataset,
    export,
    imported,
    sets,
)
from page import browser, mark
from server import environment, free_port, options_of, running, until, wait_for

from pipeline.exchange.coding import MACHINE, with_links

REQUIREMENT = "label-studio>=1.23,<1.24"
TOKEN = "0123456789abcdef0123456789abcdef01234567"  # of a server that lives for a minute
EMAIL, PASSWORD = "coder@example.org", "for-a-minute-only"
WORD = "Pemex"


def main() -> None:
    options = options_of(__doc__)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        bin_ = environment((options.venv or folder / "venv").absolute(), REQUIREMENT)
        port = free_port()
        url = f"http://127.0.0.1:{port}"
        command = [bin_ / "label-studio", "start", "--no-browser", "--internal-host", "127.0.0.1", "--port", str(port),
                   "--username", EMAIL, "--password", PASSWORD, "--user-token", TOKEN]  # fmt: skip
        env = {
            "LABEL_STUDIO_BASE_DATA_DIR": str(folder / "data"), "HOME": str(folder), "COLLECT_ANALYTICS": "false",
            "LABEL_STUDIO_ENABLE_LEGACY_API_TOKEN": "true", "LATEST_VERSION_CHECK": "false", "SENTRY_DSN": "", "FRONTEND_SENTRY_DSN": "",
        }  # fmt: skip
        (folder / "data").mkdir()
        try:
            with running(command, env, folder, "server.log"):
                wait_for(f"{url}/health", 300)
                with httpx.Client(
                    base_url=url, headers={"Authorization": f"Token {TOKEN}"}, timeout=120
                ) as api:
                    print("Label Studio", api.get("/api/version").json()["release"])
                    check(api, url, folder, browse=not options.no_browser)
        except BaseException:
            print((folder / "server.log").read_text("utf-8", "replace")[-3000:])
            raise


def check(api: httpx.Client, url: str, folder: Path, *, browse: bool) -> None:
    made = dataset(folder / "out")
    given = sets(made)
    sent = export("label-studio", made, given, folder / "sent")
    config = (sent / "labelling-config.xml").read_text("utf-8")
    project = answer(
        api.post("/api/projects", json={"title": "round trip", "label_config": config})
    )["id"]
    tasks = json.loads((sent / "tasks.json").read_text("utf-8"))
    done = answer(api.post(f"/api/projects/{project}/import", json=tasks))
    assert (done["task_count"], done["annotation_count"], done["prediction_count"]) == (
        len(tasks), sum(len(one.documents) for one in given), len(tasks)), done  # fmt: skip

    back = export_of(api, project)
    (folder / "back.json").write_text(json.dumps(back), "utf-8")
    result = imported("label-studio", made, folder / "back.json")
    assert not result.problems, result.problems
    for one in given:
        mine = [row for row in result.records if row["annotator"] == one.annotator]
        compare(f"annotations of {one.annotator}", mine, list(one.documents.values()))

    predictions = answer(api.get("/api/predictions", params={"project": project}))
    for task in back:
        task["predictions"] = [p for p in predictions if p["task"] == task["id"]]
        task["annotations"] = []
    (folder / "back.json").write_text(json.dumps(back), "utf-8")
    result = imported("label-studio", made, folder / "back.json", MACHINE)
    assert not result.problems, result.problems
    compare("predictions", result.records, [with_links(document) for document in made.documents()])

    if browse and shutil.which("chromedriver"):
        annotate(url, folder, project, next(t["id"] for t in back if t["data"]["text"] == AWKWARD))
        (folder / "back.json").write_text(json.dumps(export_of(api, project)), "utf-8")
        result = imported("label-studio", made, folder / "back.json")
        (row,) = [row for row in result.records if row["annotator"] not in ("ada", "ben")]
        words = [AWKWARD[m["start"] : m["end"]] for m in row["mentions"]]
        task = next(
            t
            for t in json.loads((folder / "back.json").read_text("utf-8"))
            if t["data"]["text"] == AWKWARD
        )
        (region,) = next(a["result"] for a in task["annotations"] if len(a["result"]) == 1)
        counted(words, row, region["value"]["start"], AWKWARD, WORD)
        assert words == [WORD] and not result.problems, result.problems
    else:
        print("no browser: the editor was not asked how it counts")


def export_of(api: httpx.Client, project: int) -> Any:
    return answer(
        api.get(
            f"/api/projects/{project}/export",
            params={"exportType": "JSON", "download_all_tasks": "true"},
        )
    )


def answer(response: httpx.Response) -> Any:
    if response.is_error:
        raise SystemExit(
            f"{response.request.method} {response.request.url}: {response.status_code} {response.text[:2000]}"
        )
    return response.json()


def annotate(url: str, folder: Path, project: int, task: int) -> None:
    """Mark WORD as an AGENCY, in the editor, and submit."""
    from selenium.webdriver.common.by import By

    with browser(folder / "profile", "--window-size=1600,1200") as page:

        def press(selector: str) -> None:
            until(
                lambda: page.find_elements(By.CSS_SELECTOR, selector),
                60,
                f"no {selector} on {page.current_url}",
            )
            page.find_element(By.CSS_SELECTOR, selector).click()

        page.get(f"{url}/user/login/")
        until(lambda: page.find_elements(By.NAME, "password"), 60, "no login page")
        page.find_element(By.NAME, "email").send_keys(EMAIL)
        page.find_element(By.NAME, "password").send_keys(PASSWORD + "\n")
        until(lambda: "login" not in page.current_url, 60, "the login did not go through")
        page.get(f"{url}/projects/{project}/data?task={task}")
        press('[aria-label="Create an annotation"]')
        time.sleep(3)  # the editor goes over to the new annotation
        hotkey = str(list(CODEBOOK.mention_labels).index("AGENCY") + 1)
        page.find_element(By.TAG_NAME, "body").send_keys(hotkey)
        time.sleep(1)
        mark(page, WORD, "[class*=richtext]")
        page.find_element(By.XPATH, "//button[normalize-space()='Submit']").click()
        until(
            lambda: not page.find_elements(By.XPATH, "//button[normalize-space()='Submit']"),
            60,
            "nothing was submitted",
        )


if __name__ == "__main__":
    main()
