"""What the tests in a browser share: Chromium, a JupyterLab, and the hands of a reader."""

import contextlib
import json
import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from types import SimpleNamespace

import lite
import pytest

PICTURES = Path(__file__).parents[2] / "build" / "browser"


@pytest.fixture(scope="session")
def browser():
    """The Chromium of this machine; pictures of its pages land in build/browser."""
    try:
        program = lite.chromium()
    except LookupError as reason:
        pytest.fail(str(reason))
    from playwright.sync_api import sync_playwright  # `make test` comes by here, and has none

    PICTURES.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def lab(tmp_path_factory):
    """A JupyterLab with settings of its own: its `address`, and its `folder`."""
    folder = tmp_path_factory.mktemp("lab")
    settings = folder / "config" / "labconfig"
    settings.mkdir(parents=True)
    news = {"disabledExtensions": {"@jupyterlab/apputils-extension:announcements": True}}
    (settings / "page_config.json").write_text(json.dumps(news))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    own = {"JUPYTER_CONFIG_DIR": "config", "JUPYTER_RUNTIME_DIR": "run", "IPYTHONDIR": "ipython"}
    own |= {"JUPYTERLAB_SETTINGS_DIR": "settings", "JUPYTERLAB_WORKSPACES_DIR": "workspaces"}
    options = ["--no-browser", "--allow-root", "--LabApp.expose_app_in_browser=True"]
    with open(folder / "log", "wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "jupyterlab", *options, f"--ServerApp.port={port}",
             "--IdentityProvider.token=", f"--ServerApp.root_dir={folder}"],
            env=os.environ | {name: str(folder / path) for name, path in own.items()},
            stdout=log, stderr=log,
        )  # fmt: skip
    address = f"http://127.0.0.1:{port}"
    try:
        wait_for(address, process, folder / "log")
        yield SimpleNamespace(address=address, folder=folder)
    finally:
        process.terminate()  # it ends its kernels, too
        process.wait(30)


def wait_for(address, process, log):
    """Return when the server answers; fail with its log if it does not within a minute."""
    for _ in range(240):
        with contextlib.suppress(OSError), urllib.request.urlopen(f"{address}/api"):
            return
        if process.poll() is not None:
            break
        time.sleep(0.25)
    pytest.fail(f"JupyterLab did not start:\n{log.read_text()}")


@pytest.fixture(scope="session")
def reader():
    """`reader(page)` works in the notebook of a page, in JupyterLab or JupyterLite."""
    return Reader


class Reader:
    """Does with keys and mouse what a reader does in a notebook."""

    def __init__(self, page):
        self.page, self.keys = page, page.keyboard

    def open(self, url):
        """Open a notebook; return when its kernel answers."""
        self.page.goto(url)
        self.wait()

    def reload(self):
        self.page.reload()
        self.wait()

    def wait(self):
        context = "window.jupyterapp?.shell.currentWidget?.sessionContext"
        self.page.wait_for_function(f"{context}?.isReady", timeout=180_000)
        self.page.evaluate(f"{context}.session.kernel.info")

    def save(self):
        self.keys.press("Control+s")
        model = "window.jupyterapp.shell.currentWidget.context.model"
        self.page.wait_for_function(f"!{model}.dirty")

    def restart(self):
        """The keys 0, 0, and a yes to the question."""
        self.keys.press("Escape")
        self.keys.press("0")
        self.keys.press("0")
        self.page.locator(".jp-Dialog .jp-mod-accept").click()
        self.page.wait_for_selector(".jp-Dialog", state="detached")
        self.wait()

    def cell(self, name):
        """A cell by its id, made the active one and seen."""
        self.page.evaluate(
            """async id => {
                const notebook = window.jupyterapp.shell.currentWidget.content;
                const cells = [...notebook.model.cells];
                notebook.activeCellIndex = cells.findIndex((cell) => cell.id === id);
                await notebook.scrollToItem(notebook.activeCellIndex);
            }""",
            name,
        )
        return self.page.locator(".jp-Notebook .jp-Cell.jp-mod-active")

    def run(self, name=None):
        """Run a cell, or else the active one; what it prints."""
        if name:
            self.cell(name).click()
        self.page.evaluate(f"{ACTIVE}.model.executionCount = null")
        self.keys.press("Control+Enter")
        self.page.wait_for_function(
            f"(({{ executionState, executionCount }}) => {DONE})({ACTIVE}.model)", timeout=120_000
        )
        return self.printed()

    def printed(self):
        outputs = self.page.locator(".jp-Cell.jp-mod-active .jp-OutputArea-output")
        return "\n".join(outputs.all_inner_texts()).replace("\xa0", " ").strip()

    def replace(self, name, line, typed):
        """Type over the first line of a cell that reads `line`; its indentation stays."""
        exactly = re.compile(rf"^\s*{re.escape(line)}$")
        self.cell(name).locator(".cm-line", has_text=exactly).first.click()
        self.keys.press("End")
        self.keys.press("Shift+Home")
        self.type(typed)

    def run_below(self, source):
        """Run `source` in a new cell below the active one; what it prints."""
        self.keys.press("Escape")
        self.keys.press("b")
        self.keys.press("Enter")
        self.type(source)
        return self.run()

    def type(self, text):
        """The editor indents a new line as the one before."""
        for number, line in enumerate(text.splitlines()):
            if number:
                self.keys.press("Enter")
            self.keys.type(line)


ACTIVE = "window.jupyterapp.shell.currentWidget.content.activeCell"
DONE = "executionState === 'idle' && executionCount !== null"
