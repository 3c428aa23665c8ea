"""Take the README's pictures: an exercise as the student opens it, and as the instructor wrote it.

    python docs/pictures/take.py

Copies the release and the master into a temporary folder, runs their cells, opens both in
JupyterLab in a headless Chromium, and writes ``student.png`` and ``instructor.png`` beside this
file. Needs Debian's package ``chromium``, or another one named by ``--chromium``.
"""

import argparse
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from playwright.sync_api import Page, sync_playwright

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
NOTEBOOK = "4-classification.ipynb"
WIDTH, HEIGHT = 1000, 1120  # CSS pixels
START_SECONDS = 60.0
SETTLE_SECONDS = 5.0  # for figures and formulas to take their place after a scroll
# It asks every new user whether to show news.
NEWS = "@jupyterlab/apputils-extension:announcements"

# Run headless and alone: nothing is looked up or fetched from outside.
CHROMIUM_OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


@dataclass(frozen=True)
class Shot:
    """Hold one picture: of which folder of the course, from which text on."""

    name: str
    folder: str
    first_text: str


SHOTS = (
    Shot("student", "release", "Exercise 5"),
    Shot("instructor", "source", "Exercise 5"),
)


def main() -> None:
    """Take every picture."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--chromium", default=shutil.which("chromium"))
    browser_path = parser.parse_args().chromium
    if browser_path is None:
        sys.exit("There is no chromium here: install Debian's package, or name it by --chromium.")
    with tempfile.TemporaryDirectory() as folder:
        for shot in SHOTS:
            prepare(ROOT / shot.folder / "stars", Path(folder) / shot.folder)
        with jupyterlab(Path(folder)) as address, sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=browser_path, args=CHROMIUM_OPTIONS
            )
            for shot in SHOTS:
                page = browser.new_page(
                    viewport={"width": WIDTH, "height": HEIGHT}, device_scale_factor=1.5
                )
                take(page, f"{address}/lab/tree/{shot.folder}/{NOTEBOOK}?reset", shot)
                page.close()
            browser.close()


def prepare(origin: Path, target: Path) -> None:
    """Copy an assignment, and run the notebook up to the first exercise that nobody has solved."""
    shutil.copytree(origin, target)
    opened = nbformat.read(target / NOTEBOOK, as_version=4)
    place = {"metadata": {"path": str(target)}}
    with suppress(CellExecutionError):
        NotebookClient(opened, timeout=600, resources=place).execute()
    for cell in opened.cells:
        if any(output.output_type == "error" for output in cell.get("outputs", ())):
            cell.outputs, cell.execution_count = [], None
    nbformat.write(opened, target / NOTEBOOK)


@contextmanager
def jupyterlab(folder: Path) -> Iterator[str]:
    """Serve a folder by JupyterLab with nobody's settings, and yield the address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = ["jupyter", "lab", "--no-browser", "--allow-root", f"--port={port}"]
    command += ["--ServerApp.token=", "--ServerApp.password=", f"--ServerApp.root_dir={folder}"]
    settings = folder / ".jupyter" / "labconfig" / "page_config.json"
    settings.parent.mkdir(parents=True)
    settings.write_text(json.dumps({"disabledExtensions": {NEWS: True}}))
    own = {"JUPYTER_CONFIG_DIR": f"{folder}/.jupyter"}
    with subprocess.Popen(
        command, env=os.environ | own, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as server:
        try:
            wait_for(port)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()


def wait_for(port: int) -> None:
    """Wait until something listens; raise TimeoutError when nothing does."""
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            if time.monotonic() > deadline:
                raise TimeoutError("JupyterLab did not start") from None
            time.sleep(0.2)


def take(page: Page, address: str, shot: Shot) -> None:
    """Open a notebook, put the wanted heading at the top, and write the picture."""
    page.goto(address, timeout=120_000)
    page.wait_for_selector(".jp-Notebook .jp-Cell", timeout=120_000)
    page.get_by_role("tab", name="File Browser").click()  # closes it: the notebook gets its place
    heading = page.locator(".jp-RenderedMarkdown h2", has_text=shot.first_text)
    for _ in range(60):  # cells exist only near the window: scroll until the heading does
        if heading.count():
            break
        page.locator(".jp-WindowedPanel-outer").first.evaluate("panel => panel.scrollTop += 700")
        time.sleep(0.3)
    for _ in range(3):  # what loads above it moves it
        heading.first.evaluate("heading => heading.scrollIntoView({block: 'start'})")
        time.sleep(SETTLE_SECONDS / 3)
    page.locator(".jp-NotebookPanel").screenshot(path=HERE / f"{shot.name}.png")


if __name__ == "__main__":
    main()
