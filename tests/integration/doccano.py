"""Send an export through a real doccano, and have its page count an offset.

    python tests/integration/doccano.py [--venv FOLDER] [--no-browser]

Installs doccano from PyPI into a virtual environment of its own, starts it and its task queue on
loopback with SQLite, uploads each annotator's file in that annotator's name, downloads the project
and compares with what was sent. With a browser (chromium and chromedriver) a word behind emoji is
annotated in the page as a person would, and must come back at its place.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
import time
import zipfile
from pathlib import Path
from typing import Any

import httpx
from material import (
    AWKWARD,
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

# doccano 1.8.4 was made for older versions of these.
REQUIREMENTS = ("doccano==1.8.4", "marshmallow<4", "setuptools<81", "numpy<2")
PASSWORD = "for-a-minute-only"
WORD = "Pemex"


def main() -> None:
    options = options_of(__doc__)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        bin_ = environment((options.venv or folder / "venv").absolute(), *REQUIREMENTS)
        (code,) = bin_.parent.glob("lib/python*/site-packages/backend")
        port = free_port()
        env = {
            "HOME": name, "STANDALONE": "True", "DJANGO_SETTINGS_MODULE": "config.settings.production", "DEBUG": "False",
            "DATABASE_URL": f"sqlite:///{folder / 'doccano.sqlite3'}", "MEDIA_ROOT": str(folder / "media"),
            "CELERY_BROKER_URL": f"sqla+sqlite:///{folder / 'broker.sqlite3'}",
        }  # fmt: skip
        once(bin_ / "doccano", "init", env=env, folder=folder)
        once(
            bin_ / "doccano",
            "createuser",
            "--username",
            "ada",
            "--password",
            PASSWORD,
            env=env,
            folder=folder,
        )
        # `doccano webserver` would listen on every interface.
        server = [
            bin_ / "gunicorn",
            "--chdir",
            code,
            "-b",
            f"127.0.0.1:{port}",
            "--threads",
            "4",
            "config.wsgi",
        ]
        queue = [
            bin_ / "celery",
            f"--workdir={code}",
            "--app=config",
            "worker",
            "--concurrency=1",
            "--pool=solo",
        ]
        try:
            with (
                running(queue, env, folder, "queue.log"),
                running(server, env, folder, "server.log"),
            ):
                url = f"http://127.0.0.1:{port}"
                wait_for(f"{url}/v1/me", 120)
                print(*REQUIREMENTS)
                check(url, folder, browse=not options.no_browser)
        except BaseException:
            for log in ("server.log", "queue.log"):
                print((folder / log).read_text("utf-8", "replace")[-2000:])
            raise


def once(*command: str | Path, env: dict[str, str], folder: Path) -> None:
    """Run a command to its end."""
    done = subprocess.run(
        command, env={**os.environ, **env}, cwd=folder, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(f"{command[1]}: {done.stdout[-1000:]}{done.stderr[-1000:]}")


class User:
    """One annotator at the server's API."""

    def __init__(self, url: str, name: str) -> None:
        self.name = name
        self.api = httpx.Client(base_url=f"{url}/v1", timeout=120, follow_redirects=True)
        self.call("POST", "/auth/login/", json={"username": name, "password": PASSWORD})

    def call(self, method: str, path: str, **more: Any) -> Any:
        headers = {"X-CSRFToken": self.api.cookies.get("csrftoken", "")}
        response = self.api.request(method, path, headers=headers, **more)
        if response.is_error:
            raise SystemExit(f"{method} {path}: {response.status_code} {response.text[:2000]}")
        return (
            response.json()
            if "json" in response.headers.get("content-type", "")
            else response.content
        )

    def finished(self, task: str) -> Any:
        """The result of a task of the queue."""
        state: dict[str, Any] = {}

        def ready() -> bool:
            state.update(self.call("GET", f"/tasks/status/{task}"))
            return bool(state["ready"])

        until(ready, 180, "the task queue does not answer")
        result = state["result"]
        assert not state["error"] and not (isinstance(result, dict) and result["error"]), state
        return result


def project(owner: User, title: str, labels: Path) -> int:
    """A project with the exported labels."""
    made = owner.call("POST", "/projects", json={
        "name": title, "description": title, "guideline": "", "project_type": "SequenceLabeling",
        "resourcetype": "SequenceLabelingProject", "allow_overlapping": True, "use_relation": True, "grapheme_mode": False,
    })["id"]  # fmt: skip
    for kind in ("span", "relation"):
        data = (labels / f"{kind}-labels.json").read_bytes()
        owner.call(
            "POST",
            f"/projects/{made}/{kind}-type-upload",
            files={"file": (f"{kind}.json", data, "application/json")},
        )
    return int(made)


def upload(user: User, to: int, file: Path) -> None:
    at = user.call(
        "POST", "/fp/process/", files={"filepond": (file.name, file.read_bytes(), "text/plain")}
    )
    task = user.call("POST", f"/projects/{to}/upload", json={
        "uploadIds": [at if isinstance(at, str) else at.decode()], "format": "JSONL", "task": "RelationExtraction",
        "encoding": "utf_8",
    })["task_id"]  # fmt: skip
    user.finished(task)


def download(user: User, of: int, to: Path) -> Path:
    task = user.call(
        "POST", f"/projects/{of}/download", json={"format": "JSONL", "exportApproved": False}
    )["task_id"]
    user.finished(task)
    to.write_bytes(user.call("GET", f"/projects/{of}/download", params={"taskId": task}))
    return to


def check(url: str, folder: Path, *, browse: bool) -> None:
    made = dataset(folder / "out")
    given = sets(made)
    sent = export("doccano", made, given, folder / "sent")
    ada = User(url, "ada")
    ada.call(
        "POST",
        "/users/create",
        json={
            "username": "ben",
            "email": "ben@example.org",
            "password1": PASSWORD,
            "password2": PASSWORD,
        },
    )
    users = {"ada": ada, "ben": User(url, "ben")}
    both = project(ada, "two annotators", sent)
    (role,) = [r["id"] for r in ada.call("GET", "/roles") if r["name"] == "project_admin"]
    (ben,) = [
        u["id"] for u in ada.call("GET", "/users", params={"q": "ben"}) if u["username"] == "ben"
    ]
    ada.call("POST", f"/projects/{both}/members", json={"user": ben, "role": role})
    for name, user in users.items():
        upload(user, both, sent / f"{name}.jsonl")
    result = imported("doccano", made, download(ada, both, folder / "both.zip"))
    # Each annotator's file has the other's texts too, without a mark.
    assert all("nothing is marked" in problem.message for problem in result.problems), (
        result.problems
    )
    for one in given:
        mine = [row for row in result.records if row["annotator"] == one.annotator]
        compare(f"annotations of {one.annotator}", mine, list(one.documents.values()))

    own = project(ada, "pre-annotated", sent)
    upload(ada, own, sent / f"{MACHINE}.jsonl")
    result = imported("doccano", made, download(ada, own, folder / "own.zip"))
    assert not result.problems, result.problems
    expected = [with_links(document) | {"annotator": "ada"} for document in made.documents()]
    compare("the dataset's own codes, uploaded by ada", result.records, expected)

    if browse and shutil.which("chromedriver"):
        empty = project(ada, "by hand", sent)
        bare = {"text": AWKWARD, "doc_id": "awkward", "entities": [], "relations": []}
        (folder / "text.jsonl").write_text(json.dumps(bare), "utf-8")
        upload(ada, empty, folder / "text.jsonl")
        annotate(url, folder, empty)
        result = imported("doccano", made, download(ada, empty, folder / "hand.zip"))
        assert not result.problems, result.problems
        (row,) = result.records
        words = [AWKWARD[m["start"] : m["end"]] for m in row["mentions"]]
        with zipfile.ZipFile(folder / "hand.zip") as archive:
            (span,) = json.loads(archive.read("ada.jsonl"))["entities"]
        counted(words, row, span["start_offset"], AWKWARD, WORD)
        assert words == [WORD]
    else:
        print("no browser: the page was not asked how it counts")


def annotate(url: str, folder: Path, project: int) -> None:
    """Mark WORD as an AGENCY, in the page."""
    from selenium.webdriver.common.by import By
    from selenium.webdriver.common.keys import Keys

    with browser(folder / "profile", "--window-size=1600,1200") as page:
        page.get(f"{url}/auth")
        until(
            lambda: page.find_elements(By.CSS_SELECTOR, "input[type=password]"), 60, "no login page"
        )
        page.find_element(By.CSS_SELECTOR, "input[name=username], input[type=text]").send_keys(
            "ada"
        )
        page.find_element(By.CSS_SELECTOR, "input[type=password]").send_keys(PASSWORD + Keys.ENTER)
        until(lambda: "/auth" not in page.current_url, 60, "the login did not go through")
        page.get(f"{url}/projects/{project}/sequence-labeling?page=1")
        until(
            lambda: WORD in page.find_element(By.TAG_NAME, "body").text,
            60,
            "the page does not show the text",
        )
        time.sleep(2)
        mark(page, WORD, "svg")
        choice = "//*[contains(@class, 'v-list-item__title') and normalize-space()='AGENCY']"
        until(lambda: page.find_elements(By.XPATH, choice), 30, "the page offers no labels")
        page.find_elements(By.XPATH, choice)[-1].click()
        time.sleep(3)  # the page saves by itself


if __name__ == "__main__":
    main()
