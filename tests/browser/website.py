"""The site in a real browser, its pages and its lessons.

    make site && .venv/bin/python -m pytest tests/browser/website.py

It needs Chromium or Chrome ($CHROMIUM names one in an unusual place) and Playwright for Python. The
lessons run in the site's JupyterLite as it is, with Python from Pyodide's CDN; a folder that
$PYODIDE_FOLDER names stands in for it. Pages ask nothing of anybody else.
"""

import functools
import http.server
import os
import shutil
import threading
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import nbformat
import pyodide_folder
import pytest
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parents[2]
SITE, PICTURES = ROOT / "build" / "site", ROOT / "build" / "browser"
LESSONS = sorted(path.stem for path in (ROOT / "notebooks").glob("*.ipynb"))
PAGES = sorted(
    path.relative_to(SITE).as_posix()
    for path in SITE.rglob("*.html")
    if path.relative_to(SITE).parts[0] not in ("lite", "_static")
)
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
LESSON_SECONDS = {"01_convolution": 1800, "10_the_full_network": 2400}


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *arguments):
        pass


@pytest.fixture(scope="module")
def address():
    """Where build/site is served, on this machine only."""
    assert SITE.exists(), "make site builds what this looks at"
    handler = functools.partial(Quiet, directory=SITE)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@pytest.fixture(scope="module")
def browser():
    found = [name for name in (os.environ.get("CHROMIUM"), *NAMES) if name and shutil.which(name)]
    if not found:
        pytest.fail("no Chromium or Chrome found: install one, or name it in $CHROMIUM")
    PICTURES.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which(found[0]), args=["--no-sandbox"]
        )
        yield browser
        browser.close()


def open_page(browser, address, width):
    """A page, and the list of what goes wrong on it: requests to elsewhere, failures, errors."""
    page, wrong = browser.new_page(viewport={"width": width, "height": 900}), []

    def asked(request):
        if not request.url.startswith((address, "data:", "blob:")):
            wrong.append(f"asks for {request.url}")

    page.on("request", asked)
    page.on("requestfailed", lambda request: wrong.append(f"failed: {request.url}"))
    page.on(
        "response",
        lambda answer: answer.status >= 400 and wrong.append(f"{answer.status}: {answer.url}"),
    )
    page.on("pageerror", lambda error: wrong.append(str(error)))
    return page, wrong


@pytest.mark.parametrize("path", PAGES)
def test_a_page_on_a_phone(browser, address, path):
    page, wrong = open_page(browser, address, width=375)
    page.goto(address + path)
    page.evaluate("window.MathJax?.startup?.promise")
    look = page.evaluate("""async () => {
        const all = (selector) => [...document.querySelectorAll(selector)];
        for (const image of all("img")) {
            image.loading = "eager";
            await image.decode().catch(() => {});
        }
        return {
            tooWide: document.documentElement.scrollWidth - document.documentElement.clientWidth,
            raw: all(".math").filter((each) => !each.querySelector("mjx-container svg"))
                .map((each) => each.textContent),
            errors: all("mjx-merror, [data-mjx-error]").map((each) => each.textContent),
            formulas: all(".math").length,
            missing: all("img").filter((each) => !each.naturalWidth).map((each) => each.src),
            wordless: all("img").filter((each) => !each.alt.trim()).map((each) => each.src),
            pictures: all("img").length,
        };
    }""")
    if path.count("/") == 0:
        page.screenshot(path=PICTURES / f"site_{Path(path).stem}.png")
    page.close()
    assert wrong == []
    assert look["tooWide"] == 0
    assert look["raw"] == look["errors"] == look["missing"] == look["wordless"] == []
    if Path(path).stem in LESSONS:
        assert look["pictures"] >= 3
        assert look["formulas"] >= 1


def test_every_picture_of_a_lesson_is_on_its_page():
    for name in LESSONS:
        cells = nbformat.read(ROOT / "notebooks" / f"{name}.ipynb", as_version=4).cells
        outputs = [output for cell in cells for output in cell.get("outputs", [])]
        texts = [each.metadata["image/png"]["alt"] for each in outputs
                 if "image/png" in each.get("data", {})]  # fmt: skip
        shown = [image["alt"] for image in targets(f"{name}.html").images]
        assert [text for text in texts if text not in shown] == []


class Targets(HTMLParser):
    """What a page links to, what can be linked to on it, and its pictures."""

    def __init__(self):
        super().__init__()
        self.links, self.anchors, self.images = [], set(), []

    def handle_starttag(self, tag, attributes):
        found = dict(attributes)
        self.links += [found[name] for name in ("href", "src") if found.get(name)]
        self.anchors |= {found[name] for name in ("id", "name") if found.get(name)}
        if tag == "img":
            self.images.append(found)


@functools.cache
def targets(path):
    parser = Targets()
    parser.feed((SITE / path).read_text("utf-8"))
    return parser


@pytest.mark.parametrize("path", PAGES)
def test_no_link_is_broken(path):
    for link in targets(path).links:
        url = urlsplit(link)
        if url.scheme:
            assert url.scheme in ("http", "https", "data"), link
            continue
        file = (SITE / path).parent / unquote(url.path) if url.path else SITE / path
        file = file / "index.html" if file.is_dir() else file
        assert file.exists(), link
        if url.fragment and file.suffix == ".html":
            inside = file.resolve().relative_to(SITE.resolve()).as_posix()
            assert unquote(url.fragment) in targets(inside).anchors | {""}, link
        if url.query.startswith("path="):
            assert (SITE / "lite" / "files" / url.query.removeprefix("path=")).exists(), link


@pytest.fixture(scope="module")
def pyodide():
    """The folder that stands in for Pyodide's CDN, or None."""
    try:
        return pyodide_folder.folder()
    except LookupError as reason:
        pytest.skip(f"not run in a browser's Python: {reason}")


@pytest.mark.parametrize("name", LESSON_SECONDS)
def test_a_lesson_runs_in_the_page(browser, address, pyodide, name):
    # The service worker would ask for files behind the test's back; the lessons don't need it.
    context = browser.new_context(service_workers="block")
    page, elsewhere, cdn = context.new_page(), [], pyodide_folder.CDN
    allowed = (address, "data:", "blob:") if pyodide else (address, "data:", "blob:", cdn)

    def answer(route):
        url = route.request.url
        file = pyodide / url.removeprefix(cdn) if pyodide else None
        if url.startswith(cdn) and file and file.exists():
            route.fulfill(path=file, headers={"Access-Control-Allow-Origin": "*"})
        elif url.startswith(allowed):
            route.continue_()
        else:
            elsewhere.append(url)
            route.abort()

    context.route("**/*", answer)
    page.goto(f"{address}lite/notebooks/index.html?path={name}.ipynb")
    page.wait_for_selector('.jp-Notebook-ExecutionIndicator[data-status="idle"]', timeout=180_000)
    context_of_kernel = "window.jupyterapp.shell.currentWidget.sessionContext"
    page.wait_for_function(f"{context_of_kernel}.isReady", timeout=180_000)
    page.evaluate(f"{context_of_kernel}.session.kernel.info")  # when its Python answers
    page.evaluate("() => void window.jupyterapp.commands.execute('notebook:run-all-cells')")
    state = cells_when_done(page, LESSON_SECONDS[name])
    page.screenshot(path=PICTURES / f"lite_{name}.png")
    context.close()
    assert state["errors"] == []
    assert state["run"] == state["code"] > 10
    assert state["pictures"] > 3
    assert state["broken"] == 0
    assert elsewhere == []


def cells_when_done(page, seconds):
    """What the notebook looks like after its last cell, or its first error."""
    return page.wait_for_function(
        """() => {
            const panel = window.jupyterapp.shell.currentWidget;
            const code = [...panel.content.model.cells].filter((cell) => cell.type === "code");
            const outputs = code.flatMap((cell) => cell.outputs.toJSON());
            const errors = outputs.filter((output) => output.output_type === "error")
                .map((error) => `${error.ename}: ${error.evalue}`);
            const run = code.filter((cell) => cell.executionState === "idle"
                && cell.executionCount !== null).length;
            const pictures = outputs.map((output) => output.data?.["image/png"]).filter(Boolean);
            const broken = pictures.filter((picture) => !String(picture).startsWith("iVBORw"));
            const done = run === code.length || errors.length > 0;
            return done && { errors, run, code: code.length,
                pictures: pictures.length, broken: broken.length };
        }""",
        timeout=seconds * 1000,
        polling=1000,
    ).json_value()
