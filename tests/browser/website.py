"""The site in a real browser, its pages and its lessons.

    make site && .venv/bin/python -m pytest tests/browser/website.py

It needs Chromium or Chrome ($CHROMIUM names one in an unusual place) and Playwright for Python. The
lessons run in the site's JupyterLite as it is, with Python from Pyodide's CDN; a folder that
$PYODIDE_FOLDER names stands in for it. Pages ask nothing of anybody else.
"""

import functools
import itertools
import json
import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import lite
import nbformat
import npm
import pyodide_folder
import pytest

ROOT = Path(__file__).parents[2]
SITE, PICTURES = lite.SITE, ROOT / "build" / "browser"
LESSONS = sorted(path.stem for path in (ROOT / "notebooks").glob("*.ipynb"))
CLASS = "class-layer"
PAGES = sorted(
    path.relative_to(SITE).as_posix()
    for path in SITE.rglob("*.html")
    if path.relative_to(SITE).parts[0] not in ("lite", "_static")
)
TEXTS = [f"{path.stem}.html" for path in sorted((ROOT / "docs").glob("*.md"))]
TEXTS += [f"{name}.html" for name in LESSONS]
AXE = "axe-core@4.14.1"
ACCESSIBLE = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]
BANNER = "#newer-edition"
CELLS = """() => [...window.jupyterapp.shell.currentWidget.content.model.cells]
    .map((cell) => [cell.id, cell.sharedModel.source])"""
LESSON_SECONDS = {"01_convolution": 1800, "10_the_full_network": 2400}


@pytest.fixture(scope="module")
def address():
    """Where build/site is served, on this machine only."""
    assert SITE.exists(), "make site builds what this looks at"
    with lite.served() as address:
        yield address


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
    page.on("console", lambda said: said.type in ("error", "warning") and wrong.append(said.text))
    return page, wrong


# The words of names in the elements that some selectors find: those that go over two lines.
BROKEN_NAMES = """(selectors) => {
    const broken = [];
    for (const element of document.querySelectorAll(selectors)) {
        const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
        while (walker.nextNode()) {
            for (const word of walker.currentNode.data.matchAll(/[a-z0-9]+/gi)) {
                const range = new Range();
                range.setStart(walker.currentNode, word.index);
                range.setEnd(walker.currentNode, word.index + word[0].length);
                const lines = new Set([...range.getClientRects()].map((each) => each.top));
                if (lines.size > 1) broken.push(word[0]);
            }
        }
    }
    return broken;
}"""


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
            description: document.querySelector("meta[name=description]")?.content,
        };
    }""")
    broken = page.evaluate(BROKEN_NAMES, ["h1", ".sig"])
    if path.count("/") == 0:
        page.screenshot(path=PICTURES / f"site_{Path(path).stem}.png")
    page.close()
    assert wrong == []
    assert look["tooWide"] == 0
    assert look["raw"] == look["errors"] == look["missing"] == look["wordless"] == broken == []
    assert len(look["description"] or "") > 30 or path == "explained.html"
    if Path(path).stem in LESSONS:
        assert look["pictures"] >= 3
        assert look["formulas"] >= 1


@pytest.fixture(scope="module")
def axe():
    """The script that looks for what shuts people out."""
    return (npm.installed(AXE) / "axe.min.js").read_text("utf-8")


def violations(page, **options):
    """What axe finds on a page: the rule, and where."""
    return page.evaluate(
        """async (options) => {
            const found = await axe.run(document, options);
            return found.violations.flatMap(({ id, nodes }) =>
                nodes.map(({ target, html }) => `${id}: ${target} ${html.slice(0, 200)}`));
        }""",
        options,
    )


@pytest.mark.parametrize("path", [*TEXTS, "explained.html"])
def test_a_page_on_a_desk_shuts_nobody_out(browser, address, axe, path):
    page, _ = open_page(browser, address, width=1280)
    page.emulate_media(color_scheme="light")
    page.goto(address + path)
    page.evaluate("window.MathJax?.startup?.promise")
    page.evaluate(axe)
    light = violations(page, runOnly=ACCESSIBLE)
    page.emulate_media(color_scheme="dark")
    page.wait_for_function(
        "getComputedStyle(document.body).backgroundColor.match(/\\d+/g).every((part) => part < 60)"
    )
    page.evaluate("Promise.all(document.getAnimations().map((each) => each.finished))")
    dark = violations(page, runOnly=["color-contrast"])
    look = page.evaluate("""() => {
        const all = (selector) => [...document.querySelectorAll(selector)];
        return {
            cut: all("div.cell_input pre").filter((each) => each.scrollWidth > each.clientWidth)
                .map((each) => each.textContent),
            unspoken: all("mjx-container").filter((each) =>
                !each.querySelector("mjx-assistive-mml math")).length,
            nameless: all("th").filter((each) => !each.textContent.trim()).length,
            buttons: all(".copybtn").length,
            cells: all("div.cell_input").length,
        };
    }""")
    page.close()
    assert light == dark == look["cut"] == []
    assert look["unspoken"] == look["nameless"] == 0
    assert look["buttons"] >= look["cells"]


@pytest.mark.parametrize("path", TEXTS)
def test_a_page_in_the_dark_is_printed_whole_and_black_on_white(browser, address, path):
    page, _ = open_page(browser, address, width=700)  # A4 between its margins
    page.emulate_media(media="print", color_scheme="dark")
    page.goto(address + path)
    page.evaluate("window.MathJax?.startup?.promise")
    look = page.evaluate("""() => {
        const shown = [...document.querySelectorAll(".bd-article *")].filter((each) =>
            each.getClientRects().length && !each.closest("svg, mjx-assistive-mml"));
        const name = (each) => each.outerHTML.slice(0, 200);
        const style = (each) => getComputedStyle(each);
        return {
            shown: shown.length,
            grey: shown.filter((each) => style(each).color !== "rgb(0, 0, 0)").map(name),
            shaded: [document.documentElement, document.body, ...shown].filter((each) =>
                style(each).backgroundColor !== "rgba(0, 0, 0, 0)").map(name),
            clipped: shown.filter((each) => each.scrollWidth > each.clientWidth + 1
                && each.clientWidth && style(each).overflowX !== "visible").map(name),
            tooWide: shown.filter((each) => each.getBoundingClientRect().right
                > document.documentElement.clientWidth + 1).map(name),
        };
    }""")
    page.close()
    assert look.pop("shown") > 50
    assert not any(look.values()), look


def test_the_names_beside_a_page_break_at_their_joints(browser, address):
    page, _ = open_page(browser, address, width=1280)
    for path in ("api/scratchcnn.exercises.html", "api/scratchcnn.layers.convolution.html"):
        page.goto(address + path)
        assert page.evaluate(BROKEN_NAMES, [".bd-links a", ".page-toc a", ".sig"]) == []
    page.close()


def test_the_first_screen_leads_into_the_course(browser, address):
    for width in (390, 1280):
        page, _ = open_page(browser, address, width)
        page.goto(address)
        for name in ("Start reading", "Run it in this browser"):
            button = page.get_by_role("link", name=name).bounding_box()
            assert button["y"] + button["height"] < 800
        page.close()


# What has the focus, in the page or in a frame of it: which element (by its turn), and whether one
# sees that it is there.
FOCUS = """() => {
    let view = window;
    while (view.document.activeElement.contentWindow) {
        view = view.document.activeElement.contentWindow;
    }
    const element = view.document.activeElement;
    const known = (window.known ??= []);
    if (!known.includes(element)) known.push(element);
    const marked = [element, ...element.querySelectorAll("*")].some((each) => {
        const style = getComputedStyle(each);
        return (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0)
            || style.boxShadow !== "none";
    });
    const shown = [element, ...element.children].some((each) =>
        [...each.getClientRects()].some((box) => {
            const across = Math.min(Math.max(box.x + box.width / 2, 0), view.innerWidth - 1);
            const top = view.document.elementFromPoint(across, box.y + box.height / 2);
            return top && (element.contains(top) || top.contains(element) && top.parentElement
                && top !== view.document.body);
        }));
    return {
        outside: element === document.body,
        number: known.indexOf(element),
        fold: element.matches(".bd-article details:not([open]) > summary"),
        framed: view !== window,
        marked, shown,
        html: element.outerHTML.slice(0, 200),
    };
}"""


def test_the_whole_course_by_keyboard(browser, address):
    """From the first page through every lesson in the dark, with each fold opened on the way."""
    page, wrong = open_page(browser, address, 1280)
    page.emulate_media(color_scheme="light")
    page.goto(address)
    for button in (".theme-switch-button", ".theme-change-button[data-mode=dark]"):
        tab_to(page, button)
        page.keyboard.press("Enter")
    walk(page)
    tab_to(page, "a.button")  # Start reading
    follow(page)
    for name, following in itertools.pairwise([*LESSONS, "figures"]):
        assert page.url.endswith(f"{name}.html")
        assert page.evaluate("document.documentElement.dataset.theme") == "dark"
        page.evaluate("window.MathJax?.startup?.promise")
        framed = walk(page)
        assert framed > 0 or not page.evaluate("frames.length")
        assert page.locator(".bd-article details:not([open])").count() == 0
        tab_to(page, "a.right-next", "Shift+Tab")
        follow(page)
        assert page.url.endswith(f"{following}.html")
    page.close()
    assert wrong == []


def walk(page):
    """Tab through a page until the keys leave it, and open each fold; how many stops are in frames.

    Each stop must be another one than that before, and be seen, with a mark of the focus.
    """
    page.evaluate("window.known = []")
    before, framed = -1, 0
    for _ in range(500):
        page.keyboard.press("Tab")
        here = page.evaluate(FOCUS)
        if here["outside"] or (here["number"] == 0 and before > 0):
            return framed
        if not here["shown"]:
            page.wait_for_timeout(500)  # it may be on its way: the first link slides in
            here = page.evaluate(FOCUS)
        assert here["number"] != before and here["shown"] and here["marked"], here
        before, framed = here["number"], framed + here["framed"]
        if here["fold"]:
            page.keyboard.press("Enter")
            assert not page.evaluate(FOCUS)["fold"]
    pytest.fail(f"no key leads out of {page.url}")


def follow(page):
    with page.expect_navigation():
        page.keyboard.press("Enter")


def tab_to(page, selector, key="Tab"):
    """Press a key until what is selected has the focus."""
    for _ in range(500):
        page.keyboard.press(key)
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    pytest.fail(f"no key leads to {selector}")


def test_a_lesson_says_when_its_python_is_out_of_reach(browser, address):
    context = browser.new_context(service_workers="block")
    page = context.new_page()
    banner = page.locator("#python-missing")

    def open_lesson(answer):
        page.route(re.compile(r"/pyodide\.m?js$"), answer)
        with page.expect_request(lambda request: request.method == "HEAD"):
            page.goto(f"{address}lite/notebooks/index.html?path={LESSONS[0]}.ipynb")

    open_lesson(lambda route: route.abort())
    banner.wait_for()
    page.unroute_all()
    open_lesson(lambda route: route.fulfill(headers={"Access-Control-Allow-Origin": "*"}))
    page.wait_for_timeout(1000)
    assert banner.count() == 0
    context.close()


def test_a_lesson_shows_the_live_page(browser, address):
    for name in ("00_start_here", "10_the_full_network"):
        page, wrong = open_page(browser, address, width=1280)
        page.goto(f"{address}{name}.html")
        live = page.frame_locator("iframe[src='explained.html']")
        live.get_by_role("button", name="Turn round").wait_for()
        page.close()
        assert wrong == []


def test_no_page_of_a_lesson_tells_of_keys_that_run_it():
    for name in LESSONS:
        assert "Shift-Enter" not in (SITE / f"{name}.html").read_text("utf-8")


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
    """Where the lessons' Python comes from: $PYODIDE_FOLDER, or its CDN."""
    try:
        return pyodide_folder.folder() or pyodide_folder.CDN
    except LookupError as reason:
        pytest.skip(f"not run in a browser's Python: {reason}")


@pytest.mark.parametrize("name", LESSON_SECONDS)
def test_a_lesson_runs_in_the_page(browser, address, pyodide, name):
    picture = PICTURES / f"lite_{name}.png"
    ran = lite.run_lesson(browser, address, name, LESSON_SECONDS[name], picture)
    assert ran.errors == []
    assert ran.done > 10
    assert ran.pictures > 3
    assert ran.broken == 0
    assert ran.elsewhere == []


def test_a_class_is_kept_and_there_after_a_reload(browser, address, pyodide, reader):
    context = browser.new_context(viewport={"width": 1100, "height": 1000})
    page = context.new_page()
    lesson = reader(page)
    lesson.open(f"{address}lite/notebooks/index.html?path=04_relu.ipynb")
    assert lesson.run("carrier") == ""
    lesson.run("setup")
    lesson.replace(CLASS, "...", "self.active = x > 0\nreturn np.maximum(x, 0)")
    lesson.replace(CLASS, "...", "return d_out * self.active")
    assert "Kept in my_layers.py" in lesson.run()
    lesson.save()

    lesson.reload()
    lesson.run("carrier")
    lesson.run("setup")
    assert "04 relu\t1 of 7\t✓ layer" in lesson.run_below("exercises.progress()")
    page.screenshot(path=PICTURES / "lite_progress.png")
    forward = "import my_layers\nprint(my_layers.ReLU().forward(np.array([-1.0, 2.0])))"
    assert lesson.run_below(forward) == "[0. 2.]"
    assert "my_layers.py has it." in lesson.run(CLASS)

    editor = context.new_page()
    editor.goto(f"{address}lite/lab/index.html?path=my_layers.py")
    editor.locator(".cm-line", has_text="return np.maximum(x, 0)").wait_for(timeout=60_000)
    context.close()


def test_a_window_that_keeps_no_files_says_so(browser, address, pyodide, reader):
    context = browser.new_context(service_workers="block")  # as in a private window of Firefox
    lesson = reader(context.new_page())
    lesson.open(f"{address}lite/notebooks/index.html?path=04_relu.ipynb")
    assert lesson.run("carrier").startswith("This window keeps no files")
    context.close()


def test_a_newer_lesson_is_told_and_takes_the_answers_along(browser, address, pyodide, reader):
    """The service worker stays out of it: what it fetches cannot be replaced by a test."""
    context = browser.new_context(viewport={"width": 1100, "height": 900}, service_workers="block")
    page, name = context.new_page(), "04_relu.ipynb"
    url = f"{address}lite/notebooks/index.html?path={name}"
    lesson = reader(page)
    lesson.open(url)
    published = page.evaluate(CELLS)
    lesson.replace(CLASS, "...", "return np.maximum(x, 0)")
    lesson.keys.press("Escape")
    lesson.keys.press("b")
    lesson.keys.press("Enter")
    lesson.type("mine = 'a cell of my own'")
    lesson.replace("setup", "import numpy as np", "import numpy as np  # well known")
    lesson.save()
    lesson.reload()
    page.wait_for_timeout(3000)
    assert page.locator(BANNER).count() == 0  # changed by the reader, and still the newest

    newer = nbformat.read(SITE / "lite" / "files" / name, as_version=4)
    newer.metadata["scratchcnn"]["edition"] = "newer"
    newer.cells[0].source += "\n\nA new sentence."
    setup = next(cell for cell in newer.cells if cell.id == "setup")
    setup.source, setup.metadata["scratchcnn"]["published"] = "import numpy as np", "newer"
    newer.cells = [cell for cell in newer.cells if cell.id != "warm-up-text"]
    context.route("**/files/*.ipynb", lambda route: route.fulfill(body=nbformat.writes(newer)))
    editions = json.dumps({name: "newer"})
    context.route("**/editions.json", lambda route: route.fulfill(body=editions))
    lesson.reload()
    page.locator(BANNER).wait_for()
    page.screenshot(path=PICTURES / "lite_newer.png")
    with page.expect_navigation():
        page.get_by_role("button", name="Open the newer version").click()
    lesson.wait()

    cells = page.evaluate(CELLS)
    assert "A new sentence." in cells[0][1]
    answer = next(source for id, source in cells if id == CLASS)
    assert "return np.maximum(x, 0)" in answer and answer.count("...") == 1
    sources = [source for _, source in cells]
    assert sources.count("mine = 'a cell of my own'") == 1
    assert sources.index("mine = 'a cell of my own'") == sources.index(answer) + 1
    # The lesson's set-up is another one now: the reader's change stands below it.
    place = next(i for i, (id, _) in enumerate(cells) if id == "setup")
    assert sources[place] == "import numpy as np"
    assert "import numpy as np  # well known" in sources[place + 1]
    assert len(cells) == len(published) - 1 + 2
    page.wait_for_timeout(3000)
    assert page.locator(BANNER).count() == 0
    old = page.evaluate(
        "name => window.jupyterapp.serviceManager.contents.get(name, { content: true })",
        "04_relu.aside-1.ipynb",
    )
    kept = [cell["source"] for cell in old["content"]["cells"]]
    assert any("return np.maximum(x, 0)" in "".join(source) for source in kept)
    context.close()
