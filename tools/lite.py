"""The browser edition in a real Chromium: served from build/site, and timed cell by cell."""

import contextlib
import functools
import http.server
import os
import shutil
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pyodide_folder

ROOT = Path(__file__).resolve().parent.parent
SITE = ROOT / "build" / "site"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
START_SECONDS = 600  # until the kernel answers
POLL_SECONDS = 0.1
STATE = """() => {
    const cells = [...window.jupyterapp.shell.currentWidget.content.model.cells];
    const code = cells.filter((cell) => cell.type === "code");
    const outputs = code.flatMap((cell) => cell.outputs.toJSON());
    const pictures = outputs.map((output) => output.data?.["image/png"]).filter(Boolean);
    return {
        done: code.map((cell) => cell.executionState === "idle" && cell.executionCount !== null),
        errors: outputs.filter((output) => output.output_type === "error")
            .map((error) => `${error.ename}: ${error.evalue}`),
        pictures: pictures.length,
        broken: pictures.filter((picture) => !String(picture).startsWith("iVBORw")).length,
    };
}"""


def chromium():
    """The program; LookupError if this machine has none."""
    for name in (os.environ.get("CHROMIUM"), *NAMES):
        if name and shutil.which(name):
            return shutil.which(name)
    raise LookupError("no Chromium or Chrome found: install one, or name it in $CHROMIUM")


class Handler(http.server.SimpleHTTPRequestHandler):
    """Serves build/site; with $PYODIDE_FOLDER, that folder as well, and the lessons ask for it."""

    def log_message(self, *arguments):
        pass

    def translate_path(self, path):
        if path.startswith("/pyodide/"):
            return str(Path(os.environ["PYODIDE_FOLDER"], path.removeprefix("/pyodide/")))
        return super().translate_path(path)

    def do_GET(self):
        asked = urlsplit(self.path).path
        if asked != "/lite/jupyter-lite.json" or "PYODIDE_FOLDER" not in os.environ:
            return super().do_GET()
        settings = (SITE / "lite" / "jupyter-lite.json").read_text("utf-8")
        own = f"http://{self.headers['Host']}/pyodide/"
        content = settings.replace(pyodide_folder.CDN, own).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


@contextlib.contextmanager
def served():
    """The address at which build/site is served, on this machine only."""
    handler = functools.partial(Handler, directory=SITE)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@dataclass
class Ran:
    """A lesson that was run in the browser, as far as it came.

    `start` and `cells` are seconds of the processor in the page's process: until the kernel
    answered, and for each code cell. Another program that runs meanwhile is not counted.
    """

    cells: list = field(default_factory=list)
    start: float = 0.0
    done: int = 0
    errors: list = field(default_factory=list)
    pictures: int = 0
    broken: int = 0  # pictures that are no PNG
    elsewhere: list = field(default_factory=list)  # addresses asked for that are nobody's business

    @property
    def seconds(self):
        return self.start + sum(self.cells)


def run_lesson(browser, address, name, limit, picture=None):
    """Open a lesson in JupyterLite, run all its cells, and return how it Ran.

    A TimeoutError after `limit` seconds.
    """
    # The service worker would ask for files behind our back; the lessons don't need it.
    context = browser.new_context(service_workers="block")
    page, ran, ours = context.new_page(), Ran(), (address, "data:", "blob:")
    own_pyodide = () if pyodide_folder.folder() else (pyodide_folder.CDN,)

    def answer(route):
        if route.request.url.startswith((*ours, *own_pyodide)):
            route.continue_()
        else:
            ran.elsewhere.append(route.request.url)
            route.abort()

    context.route("**/*", answer)
    processor = browser.new_browser_cdp_session()
    begin = before = renderer_seconds(processor)
    deadline = time.monotonic() + limit
    page.goto(f"{address}lite/notebooks/index.html?path={name}.ipynb")
    kernel_ready(page)
    ran.start = (before := renderer_seconds(processor)) - begin
    page.evaluate("() => void window.jupyterapp.commands.execute('notebook:run-all-cells')")
    while True:
        state, now = page.evaluate(STATE), renderer_seconds(processor)
        done = len(state["done"]) if all(state["done"]) else state["done"].index(False)
        if done > ran.done:  # of several at once, the first took the time
            ran.cells += [now - before] + [0.0] * (done - ran.done - 1)
            ran.done, before = done, now
        ran.errors, ran.pictures, ran.broken = (
            state[key] for key in ("errors", "pictures", "broken")
        )
        if done == len(state["done"]) or ran.errors:
            break
        if time.monotonic() > deadline:
            raise TimeoutError(f"{name}: {done} of {len(state['done'])} cells in {limit} s")
        page.wait_for_timeout(1000 * POLL_SECONDS)
    if picture:
        page.screenshot(path=picture)
    processor.detach()
    context.close()
    return ran


def kernel_ready(page):
    """Return when the notebook's kernel answers."""
    session = "window.jupyterapp?.shell.currentWidget?.sessionContext"
    page.wait_for_function(f"{session}?.isReady", timeout=1000 * START_SECONDS)
    page.evaluate(f"{session}.session.kernel.info")


def renderer_seconds(processor):
    """Seconds of the processor that the browser's pages have used until now."""
    found = processor.send("SystemInfo.getProcessInfo")["processInfo"]
    return sum(each["cpuTime"] for each in found if each["type"] == "renderer")
