"""The pad in a real browser: JupyterLab in headless Chromium, drawn on with mouse, keys and finger.

    make test-browser

It needs Chromium or Chrome on the machine ($CHROMIUM names one in an unusual place) and Playwright
for Python, whose own browser is not needed. `make test` leaves it out: this file's name does not
begin with test_. Screenshots land in build/browser.
"""

import base64
import importlib.util
import json
import re
import statistics
import time
from pathlib import Path

import numpy as np
import pytest
from IPython.core.formatters import DisplayFormatter

from scratchcnn import DrawPad, load_mnist, models

ROOT = Path(__file__).parents[2]
BUILD = ROOT / "build" / "browser"
SEVEN = " ####\n    #\n   #\n  #\n  #"
CELLS = [
    "from scratchcnn import DrawPad, models\nnetwork = models.trained()\npad = DrawPad()\npad",
    "print(pad.image.shape, pad.image.dtype, pad.prediction, network.predict([pad.image]))",
    f"pad.draw({SEVEN!r});",
]


def load_handwriting():
    spec = importlib.util.spec_from_file_location(
        "handwriting", Path(__file__).with_name("handwriting.py")
    )
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


handwriting = load_handwriting()


@pytest.fixture(scope="module")
def server(lab):
    """The address of a JupyterLab with two notebooks."""
    (lab.folder / "pad.ipynb").write_text(notebook(CELLS, []))
    data, metadata = DisplayFormatter().format(DrawPad().draw(SEVEN))
    output = {"output_type": "display_data", "data": data, "metadata": metadata}
    (lab.folder / "stored.ipynb").write_text(notebook(CELLS[:1], [output]))
    return lab.address


def notebook(sources, outputs):
    """A notebook's file with these cells; each of them has these outputs stored."""
    cells = [
        {"cell_type": "code", "id": f"cell-{number}", "source": source, "metadata": {},
         "outputs": outputs, "execution_count": None}
        for number, source in enumerate(sources)
    ]  # fmt: skip
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    content = {"cells": cells, "metadata": {"kernelspec": kernel}}
    return json.dumps({**content, "nbformat": 4, "nbformat_minor": 5}, default=encoded)


def encoded(picture):
    return base64.b64encode(picture).decode()


@pytest.fixture(scope="module")
def requests():
    """Every address that the page has asked for."""
    return []


@pytest.fixture(scope="module")
def page(browser, server, requests):
    """The notebook in the browser, its first cell run: the pad is on the screen."""
    context = browser.new_context(viewport={"width": 1100, "height": 1000}, has_touch=True)
    page = context.new_page()
    page.set_default_timeout(20_000)
    page.on("request", lambda request: requests.append(request.url))
    page.goto(f"{server}/doc/tree/pad.ipynb")
    # Before the notebook has its kernel, running a cell would open a dialog.
    page.wait_for_function(
        "window.jupyterapp?.shell.currentWidget?.sessionContext?.session?.kernel?.status"
        " === 'idle'",
        timeout=60_000,
    )
    run_cell(page, 0)
    page.wait_for_selector(".scratchcnn-pad .bar", timeout=60_000)
    yield page
    context.close()


@pytest.fixture
def pad(page):
    """The pad, blank, with its controls as they are at first."""
    pad = page.locator(".scratchcnn-pad")
    pad.locator(".prepared").check()
    pad.locator(".why").uncheck()
    pad.locator(".clear").click()
    pad.locator(".sentence", has_text="Blank paper").wait_for()
    return pad


@pytest.fixture(scope="module")
def digits():
    """Ten test digits of MNIST, one of each class: {class: image}."""
    _, test_set = load_mnist()
    return {digit: test_set.images[test_set.labels == digit][0] for digit in range(10)}


def run_cell(page, number):
    """Start one cell, without waiting for its end."""
    page.evaluate(
        """number => {
            const { commands, shell } = window.jupyterapp;
            shell.currentWidget.content.activeCellIndex = number;
            void commands.execute("notebook:run-cell");
        }""",
        number,
    )


def write(pad, strokes):
    """Draw strokes with the mouse, points from 0 to 28 across the pad."""
    mouse, frame = pad.page.mouse, pad.locator(".pad").bounding_box()
    for stroke in strokes:
        for number, (x, y) in enumerate(stroke):
            mouse.move(frame["x"] + x * frame["width"] / 28, frame["y"] + y * frame["height"] / 28)
            if number == 0:
                mouse.down()
        mouse.up()


def sentence(pad):
    """What the pad says once it has said the same for half a second."""
    said, since = None, 0
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        now = pad.locator(".sentence").inner_text(), pad.locator(".bars").inner_text()
        if now != said:
            said, since = now, time.monotonic()
        elif time.monotonic() - since > 0.5:
            return said[0]
        time.sleep(0.05)
    pytest.fail(f"the pad never came to rest: {said}")


def digit_read(pad):
    """The digit that the pad says it reads, or the whole sentence if it reads none."""
    said = sentence(pad)
    found = re.match(r"The network reads (\d)", said)
    return int(found[1]) if found else said


def picture(pad, name):
    """The bytes of the pixels of one of the pad's canvases."""
    return pad.locator(f"canvas.{name}").evaluate("canvas => canvas.toDataURL()")


@pytest.mark.parametrize("digit", range(10))
def test_a_digit_drawn_with_the_mouse_is_read_as_the_network_reads_its_image(pad, digits, digit):
    write(pad, handwriting.strokes(digits[digit]))
    assert digit_read(pad) == models.trained().predict(digits[digit][np.newaxis])[0]
    best = pad.locator(".bar.best")
    assert best.count() == 1
    assert best.locator(".number").inner_text() == str(digit_read(pad))
    pad.screenshot(path=BUILD / f"digit_{digit}.png")


def test_the_image_arrives_in_python(page, pad, digits):
    write(pad, handwriting.strokes(digits[5]))
    read = digit_read(pad)
    run_cell(page, 1)
    printed = page.locator(".jp-CodeCell").nth(1).locator(".jp-OutputArea-output").inner_text()
    assert printed.strip() == f"(28, 28, 1) uint8 {read} [{read}]"


def test_from_stroke_to_bars(page, pad):
    """Each move of the mouse, one at a time, until the frame after its bars have changed."""
    page.evaluate("""() => {
        const pad = document.querySelector(".scratchcnn-pad .pad");
        const bars = document.querySelector(".scratchcnn-pad .bars");
        window.delays = [];
        let moved = null;
        pad.addEventListener("pointermove", event => (moved = event.timeStamp));
        const drawn = () => {
            if (moved === null) return;
            const since = moved;
            moved = null;
            requestAnimationFrame(() => window.delays.push(performance.now() - since));
        };
        new MutationObserver(drawn).observe(bars, { subtree: true, childList: true });
    }""")
    write(pad, [[[8, 6], [20, 6]]])
    sentence(pad)
    frame = pad.locator(".pad").bounding_box()
    unit = frame["width"] / 28
    page.mouse.move(frame["x"] + 20 * unit, frame["y"] + 6 * unit)
    page.mouse.down()
    page.wait_for_timeout(300)
    page.evaluate("window.delays.length = 0")
    for step in range(1, 31):
        x, y = 20 - 0.25 * step, 6 + 0.6 * step
        page.mouse.move(frame["x"] + x * unit, frame["y"] + y * unit)
        page.wait_for_function("count => window.delays.length >= count", arg=step)
    page.mouse.up()
    assert digit_read(pad) == 7
    delays = page.evaluate("window.delays")
    median, slowest = statistics.median(delays), max(delays)
    result = f"stroke to bars: median {median:.0f} ms, slowest {slowest:.0f} ms of {len(delays)}"
    (BUILD / "latency.txt").write_text(result + "\n")
    print(result)
    assert median <= 100


def test_drawing_with_the_keyboard(page, pad):
    pad.locator(".clear").focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Shift+Tab")
    assert pad.locator(".pad").evaluate("pad => pad === document.activeElement")
    assert pad.locator(".pad").evaluate("pad => getComputedStyle(pad).outlineStyle") == "solid"
    cell = page.evaluate("window.jupyterapp.shell.currentWidget.content.activeCellIndex")
    move = page.keyboard.press
    for key in ["ArrowUp"] * 9 + ["ArrowLeft"] * 5 + ["Space"]:
        move(key)
    assert "Pen down" in pad.locator(".hint").inner_text()
    for key in ["ArrowRight"] * 10 + ["ArrowDown", "ArrowDown", "ArrowLeft"] * 9 + ["Space"]:
        move(key)
    assert "Pen up" in pad.locator(".hint").inner_text()
    pad.screenshot(path=BUILD / "keyboard.png")
    assert digit_read(pad) == 7
    move("ArrowLeft")
    assert page.evaluate("window.jupyterapp.shell.currentWidget.content.activeCellIndex") == cell


def test_drawing_with_a_finger(page, pad, digits):
    frame = pad.locator(".pad").bounding_box()
    unit, touch = frame["width"] / 28, page.context.new_cdp_session(page)
    assert pad.locator(".pad").evaluate("pad => getComputedStyle(pad).touchAction") == "none"
    for stroke in handwriting.strokes(digits[2]):
        for number, (x, y) in enumerate(stroke):
            point = {"x": frame["x"] + x * unit, "y": frame["y"] + y * unit}
            kind = "touchMove" if number else "touchStart"
            touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [point]})
        touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    assert digit_read(pad) == 2


def test_undo_takes_back_one_stroke_and_clear_all(pad):
    write(pad, [[[14, 4], [14, 24]]])
    assert digit_read(pad) == 1
    before = picture(pad, "seen")
    write(pad, [[[6, 4], [22, 4]], [[6, 24], [22, 24]]])
    sentence(pad)
    assert picture(pad, "seen") != before
    for _ in range(2):
        pad.locator(".undo").click()
        sentence(pad)
    assert picture(pad, "seen") == before
    pad.locator(".undo").click()
    assert sentence(pad).startswith("Blank paper")
    pad.locator(".undo").click()  # of nothing
    write(pad, [[[6, 4], [22, 4]]])
    pad.locator(".clear").click()
    assert sentence(pad).startswith("Blank paper")


def test_a_dot_and_a_pad_full_of_ink(pad):
    write(pad, [[[14, 14], [14.5, 14]]])
    assert sentence(pad).startswith("Only a dot")
    write(pad, [[[0, y], [28, y]] for y in range(0, 29, 2)])
    assert sentence(pad).startswith("Nearly all of it is ink")
    assert pad.locator(".bar.best").count() == 0


def test_without_preparation_a_digit_in_the_corner_stays_there(pad, digits):
    small = [[[x / 2, y / 2] for x, y in path] for path in handwriting.strokes(digits[4])]
    write(pad, small)
    assert digit_read(pad) == 4
    prepared = picture(pad, "seen")
    pad.locator(".prepared").uncheck()
    assert digit_read(pad) != 4
    assert picture(pad, "seen") != prepared
    pad.screenshot(path=BUILD / "unprepared.png")


def test_why_shows_the_saliency_of_the_chosen_digit(pad, digits):
    write(pad, handwriting.strokes(digits[3]))
    assert digit_read(pad) == 3
    assert not pad.locator("canvas.saliency").is_visible()
    pad.locator(".why").check()
    assert "for 3" in pad.locator(".about").inner_text()
    of_three = picture(pad, "saliency")
    pad.locator(".bar").nth(8).click()
    pad.locator(".about", has_text="for 8").wait_for()
    assert picture(pad, "saliency") != of_three
    assert pad.locator('.bar[aria-pressed="true"]').inner_text().startswith("8")
    pad.screenshot(path=BUILD / "why.png")
    pad.locator(".bar").nth(8).click()  # once more: back to the one that is read
    pad.locator(".about", has_text="for 3").wait_for()


def test_the_maps_follow_the_pen_and_the_chosen_layer(pad, digits):
    path = handwriting.strokes(digits[9])
    write(pad, path[:1])
    sentence(pad)
    first = picture(pad, "maps")
    write(pad, [[[4, 24], [24, 24]]])
    sentence(pad)
    assert picture(pad, "maps") != first
    wide = pad.locator("canvas.maps").evaluate("canvas => canvas.width")
    pad.locator(".rows").select_option(label="row 12, ReLU, 7 × 7 × 64")
    pad.page.wait_for_function(
        "wide => document.querySelector('.scratchcnn-pad .maps').width !== wide", arg=wide
    )
    assert pad.locator("canvas.maps").evaluate("canvas => canvas.height") == 4 * 8 - 1
    pad.locator(".rows").select_option(label="row 4, ReLU, 28 × 28 × 16")


def test_what_python_draws_is_seen_and_can_be_wiped_off(page, pad):
    blank = picture(pad, "pad")
    run_cell(page, 2)
    pad.locator(".sentence", has_text="reads 7").wait_for()
    assert picture(pad, "pad") != blank
    pad.locator(".clear").click()
    assert sentence(pad).startswith("Blank paper")
    page.mouse.click(5, 5)  # away from the pad, which shows no cursor then
    assert picture(pad, "pad") == blank


def test_in_the_dark_and_on_a_phone(page, pad, digits):
    """Two screenshots to look at; nothing may be wider than the phone."""
    write(pad, handwriting.strokes(digits[8]))
    pad.locator(".why").check()
    assert digit_read(pad) == 8
    for theme in ("Dark", "Light"):
        page.evaluate(
            "theme => window.jupyterapp.commands.execute('apputils:change-theme', { theme })",
            f"JupyterLab {theme}",
        )
        page.wait_for_timeout(1500)
        page.screenshot(path=BUILD / f"{theme.lower()}.png")
    page.set_viewport_size({"width": 390, "height": 1400})
    page.wait_for_timeout(1000)
    pad.scroll_into_view_if_needed()
    page.screenshot(path=BUILD / "phone.png")
    room = pad.evaluate("pad => pad.parentElement.clientWidth")
    assert pad.evaluate("pad => pad.scrollWidth") <= room
    page.set_viewport_size({"width": 1100, "height": 1000})


def test_a_stored_pad_is_a_picture_until_its_cell_is_run(page, server):
    other = page.context.new_page()
    other.goto(f"{server}/doc/tree/stored.ipynb")
    other.locator(".jp-OutputArea-output img").wait_for(timeout=60_000)
    assert other.locator(".jp-OutputArea-output").count() == 1
    assert other.locator(".jp-OutputArea-output").inner_text() == ""  # no error, no "loading"
    other.screenshot(path=BUILD / "stored.png")
    other.close()


def test_nothing_is_asked_of_the_world(server, requests):
    """Last: of all that the page has asked for, everything came from the machine itself."""
    asked = [url for url in requests if not url.startswith(("data:", "blob:"))]
    assert len(asked) > 10
    here = (server, server.replace("http", "ws"))
    assert [url for url in asked if not url.startswith(here)] == []
