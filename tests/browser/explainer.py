"""The page that `network.explain` writes, in Chromium: drawn on, clicked, turned round, taught.

    make test-browser

It needs Chromium or Chrome ($CHROMIUM names one in an unusual place), Playwright for Python and,
for the rules of accessibility, axe-core, which npm fetches into build/npm. Screenshots land in
build/browser.
"""

import json
import statistics
from pathlib import Path

import npm
import numpy as np
import pytest

from scratchcnn import models
from scratchcnn.explainer.contents import sample

PICTURES = Path(__file__).parents[2] / "build" / "browser"
AXE = "axe-core@4.14.1"
SEVEN = [(7, 6), (20, 6), (13, 24)]  # in units of the pad, which is 28 wide
SCREENS = {
    "desktop": {"viewport": {"width": 1400, "height": 900}},
    "dark": {"viewport": {"width": 1400, "height": 900}, "color_scheme": "dark"},
    "phone": {"viewport": {"width": 390, "height": 844}, "has_touch": True},
    "phone dark": {"viewport": {"width": 390, "height": 844}, "color_scheme": "dark"},
}


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    path = tmp_path_factory.mktemp("page") / "mine.html"
    models.trained().explain(path)
    return path


@pytest.fixture
def open_page(browser, file):
    """A function that opens the page, offline, on a screen; no error and no request may occur."""
    contexts, troubles = [], []

    def open_page(path=file, **screen):
        context = browser.new_context(
            **{"reduced_motion": "reduce", **SCREENS["desktop"], **screen}
        )
        contexts.append(context)
        context.set_offline(True)
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on("console", lambda message: troubles.append(message.text))
        page.on("request", lambda request: troubles.append(f"asked for {request.url}"))
        page.goto(path.as_uri())
        assert troubles.pop(0) == f"asked for {path.as_uri()}"
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert troubles == []


def draw(page, points):
    box = page.locator(".pad").bounding_box()
    places = [
        (box["x"] + x * box["width"] / 28, box["y"] + y * box["height"] / 28) for x, y in points
    ]
    page.mouse.move(*places[0])
    page.mouse.down()
    for place in places[1:]:
        page.mouse.move(*place, steps=12)
    page.mouse.up()
    settle(page)


def settle(page):
    """Wait for the picture after the next: what was asked for is shown."""
    page.evaluate(
        "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
    )


def maps(page, row, kind="maps"):
    return page.locator(f"[data-row='{row}'] .pair .{kind} canvas")


def pixels(canvas):
    return canvas.evaluate("(canvas) => canvas.toDataURL()")


def click_number(page, row, shape, at, kind="maps"):
    """Click on the number `at` = (y, x, channel) of a row of maps."""
    canvas = maps(page, row, kind)
    canvas.scroll_into_view_if_needed()
    box, (height, width, channels) = canvas.bounding_box(), shape
    columns = min(channels, 8 if width > 20 else 16)
    total = columns * (width + 1) - 1, -(-channels // columns) * (height + 1) - 1
    y, x, channel = at
    place = x + channel % columns * (width + 1), y + channel // columns * (height + 1)
    position = [
        (place[axis] + 0.5) / total[axis] * box[("width", "height")[axis]] for axis in (0, 1)
    ]
    canvas.click(position={"x": position[0], "y": position[1]})


def text(page, name):
    return page.locator(f".{name}").inner_text()


def turn_round(page, label):
    page.click(".turn")
    page.select_option(".label", label)
    settle(page)


def number(words):
    """The last number in a sentence, with the minus sign of people."""
    return float(words.rstrip(".").split()[-1].replace("−", "-"))


def test_it_reads_what_is_drawn_while_it_is_drawn(open_page):
    page = open_page()
    assert "reads 0" in text(page, "sentence")
    before = [pixels(maps(page, row)) for row in range(18)]
    draw(page, SEVEN)
    assert "reads 7" in text(page, "sentence")
    after = [pixels(maps(page, row)) for row in range(18)]
    assert all(old != new for old, new in zip(before, after, strict=True))
    times = page.evaluate("performance.getEntriesByName('read').map((each) => each.duration)")
    print(
        f"{statistics.median(times):.0f} ms a stroke, the slowest of {len(times)} {max(times):.0f}"
    )
    opened = page.evaluate("performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd")
    print(f"open after {opened:.0f} ms")
    page.screenshot(path=PICTURES / "explainer_drawn.png")


def test_it_says_what_the_network_says(open_page):
    page = open_page()
    images = sample().images[[np.flatnonzero(sample().labels == label)[0] for label in range(10)]]
    probabilities = models.trained().predict_proba(images)
    for button, expected in enumerate(probabilities):
        page.click(f".examples button:nth-child({button + 1})")
        best = expected.argmax()
        sure = "over 99%" if expected[best] > 0.99 else f"{expected[best]:.0%}"
        assert text(page, "sentence") == f"The network reads {best}, {sure} sure."
        bars = page.locator(".percent").all_inner_texts()
        assert bars == [f"{probability:.0%}" for probability in expected]


def test_clear_undo_and_preparation(open_page):
    page = open_page()
    draw(page, [(1, 1), (9, 1), (5, 10)])
    prepared = pixels(maps(page, 0))
    page.uncheck(".prepared")
    assert pixels(maps(page, 0)) != prepared
    page.click(".undo-stroke")
    settle(page)
    assert text(page, "sentence") == "Blank paper: draw a digit."
    draw(page, SEVEN)
    page.click(".clear")
    settle(page)
    assert text(page, "sentence") == "Blank paper: draw a digit."
    assert set(page.locator(".percent").all_inner_texts()) == {""}


def test_keys_draw(open_page):
    page = open_page()
    page.focus(".pad")
    for key in [*8 * ["ArrowUp"], "Space", *16 * ["ArrowDown"], "Space"]:
        page.keyboard.press(key)
    settle(page)
    assert "reads 1" in text(page, "sentence")


def test_a_clicked_pixel_shows_how_it_was_computed(open_page):
    page = open_page()
    network = models.trained()
    outputs = network.outputs(sample().images[[np.flatnonzero(sample().labels == 0)[0]]])
    click_number(page, 2, (28, 28, 16), (10, 9, 3))
    spoken = text(page, "spoken")
    assert spoken.startswith("Row 2, Convolution, map 3, pixel (10, 9): The 9 products add up to")
    assert number(spoken) == pytest.approx(outputs[2][0, 10, 9, 3], rel=0.01)
    assert page.locator(".grid").count() == 3
    assert page.locator("[data-row='1'] .frame.window").count() == 1
    click_number(page, 5, (14, 14, 16), (6, 6, 2))
    assert "The largest of 9 goes on" in text(page, "spoken")
    assert page.locator(".grid .best").count() == 1
    click_number(page, 4, (28, 28, 16), (0, 0, 0))
    assert "passes" in text(page, "spoken") or "is cut to 0" in text(page, "spoken")
    maps(page, 14).click()
    assert "3136 products and the bias" in text(page, "spoken")
    assert page.locator(".terms tr").count() == 7
    page.screenshot(path=PICTURES / "explainer_dense.png")


def test_arrow_keys_step_along(open_page):
    page = open_page()
    maps(page, 2).focus()
    for key, place in [
        ("ArrowRight", "map 0, pixel (14, 14)"),
        ("ArrowRight", "map 0, pixel (14, 15)"),
        ("ArrowDown", "map 0, pixel (15, 15)"),
        ("PageDown", "map 1, pixel (15, 15)"),
        ("ArrowLeft", "map 1, pixel (15, 14)"),
        ("PageUp", "map 0, pixel (15, 14)"),
    ]:
        page.keyboard.press(key)
        assert place in text(page, "spoken")
    page.click("[data-step='-1,0']")
    assert "pixel (14, 14)" in text(page, "spoken")


def test_padding_and_stride_can_be_tried(open_page):
    page = open_page()
    page.click("summary")
    page.select_option(".padding", "0")
    page.select_option(".stride", "2")
    assert "⌊(28 + 2·0 − 3) / 2⌋ + 1 = 13: 13 × 13 × 16." in page.locator("details").inner_text()


def test_turned_round_the_gradient_is_that_of_python(open_page):
    from scratchcnn import SoftmaxCrossEntropy

    page = open_page()
    turn_round(page, "1")
    network, loss = models.trained(), SoftmaxCrossEntropy()
    image = sample().images[[np.flatnonzero(sample().labels == 0)[0]]]
    value = loss.forward(network.forward(image), np.array([1]))
    assert number(text(page, "loss")) == pytest.approx(value, rel=0.01)
    gradients = [loss.backward()]
    for layer in reversed(network.layers):
        gradients.insert(0, layer.backward(gradients[0]))

    strongest = np.unravel_index(abs(gradients[1][0]).argmax(), (28, 28, 1))
    click_number(page, 1, (28, 28, 1), strongest, "part")
    assert number(text(page, "spoken")) == pytest.approx(gradients[1][0][strongest], rel=0.01)
    assert "9 windows overlap at this pixel" in text(page, "spoken")
    assert "what each window sends" in text(page, "explanation")

    won = np.unravel_index(abs(gradients[4][0]).argmax(), (28, 28, 16))
    click_number(page, 4, (28, 28, 16), won, "part")
    assert "won a window: +=" in text(page, "explanation")
    page.screenshot(path=PICTURES / "explainer_winner.png")

    stamp = np.unravel_index(abs(gradients[2][0]).argmax(), (28, 28, 16))
    click_number(page, 2, (28, 28, 16), stamp, "part")
    assert "It goes on as a stamp" in text(page, "explanation")
    page.screenshot(path=PICTURES / "explainer_stamp.png")

    pooled = np.unravel_index(abs(gradients[5][0]).argmax(), (14, 14, 16))
    click_number(page, 5, (14, 14, 16), pooled, "part")
    assert "the winner of its window, which takes it all" in text(page, "explanation")


def test_the_gradient_travels_row_by_row(open_page):
    page = open_page(reduced_motion="no-preference")
    page.click(".turn")
    assert maps(page, 16, "part").is_visible()
    assert maps(page, 0, "part").is_hidden()
    maps(page, 0, "part").wait_for(state="visible")
    page.click(".turn")
    assert maps(page, 16, "part").is_hidden()


def test_one_step_and_undo(open_page):
    page = open_page()
    turn_round(page, "1")
    filters = page.locator("[data-row='2'] .filters canvas")
    first, bars = pixels(filters.nth(0)), page.locator(".percent").all_inner_texts()
    loss = number(text(page, "loss"))
    assert page.locator(".undo-step").is_disabled()
    page.click(".step")
    assert text(page, "stepped").startswith("Step 1: p(1) went from")
    assert number(text(page, "loss")) < loss
    assert filters.nth(2).is_visible()
    assert pixels(filters.nth(0)) != first
    page.screenshot(path=PICTURES / "explainer_step.png")
    page.click(".undo-step")
    assert text(page, "stepped") == "As it was at first."
    assert number(text(page, "loss")) == loss
    assert pixels(filters.nth(0)) == first
    assert page.locator(".percent").all_inner_texts() == bars
    assert filters.nth(2).is_hidden()


@pytest.mark.parametrize("screen", SCREENS)
def test_every_screen_is_readable_by_all(open_page, screen):
    try:
        axe = (npm.installed(AXE) / "axe.min.js").read_text("utf-8")
    except LookupError as error:
        pytest.skip(str(error))
    page = open_page(**SCREENS[screen])
    width = SCREENS[screen]["viewport"]["width"]
    for state in ("open", "explained", "turned"):
        if state == "explained":
            click = maps(page, 6)
            click.scroll_into_view_if_needed()
            click.click()
        if state == "turned":
            turn_round(page, "1")
            page.click(".step")
            maps(page, 14, "part").click()
        page.screenshot(path=PICTURES / f"explainer_{screen.replace(' ', '_')}_{state}.png")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.evaluate(axe)
        violations = page.evaluate("axe.run().then((found) => found.violations)")
        assert violations == [], json.dumps(violations, indent=1)


def test_the_other_model(open_page, tmp_path):
    models.mlp(seed=0).explain(tmp_path / "mlp.html")
    page = open_page(tmp_path / "mlp.html")
    draw(page, SEVEN)
    turn_round(page, "7")
    assert page.locator("details").count() == 0  # no convolution, no padding to try
    assert maps(page, 0, "part").is_visible()
    page.click(".step")
    assert "p(7) went from" in text(page, "stepped")


def test_a_name_stays_text(open_page, tmp_path):
    names = [f"<script>alert({number})</script>" for number in range(10)]
    models.trained().explain(tmp_path / "names.html", classes=names)
    page = open_page(tmp_path / "names.html")
    assert f"The network reads {names[0]}" in text(page, "sentence")
    assert page.locator("script").count() == 2


def test_in_a_notebook_the_page_covers_its_picture(browser, tmp_path, monkeypatch):
    """Where frames and styles are left out, as on GitHub, the picture is what is seen."""
    monkeypatch.chdir(tmp_path)
    shown = models.trained().explain("mine.html")._repr_html_()
    (tmp_path / "notebook.html").write_text(f"<!doctype html>{shown}", "utf-8")
    page = browser.new_page()
    page.goto((tmp_path / "notebook.html").as_uri())
    frame = page.frame_locator("iframe")
    frame.get_by_text("The network reads 0").wait_for()
    at_the_picture = "([x, y]) => document.elementFromPoint(x, y).tagName"
    box = page.locator("img").bounding_box()
    corners = [[box["x"] + 1, box["y"] + 1], [box["x"] + 300, box["y"] + 300]]
    assert [page.evaluate(at_the_picture, corner) for corner in corners] == ["IFRAME"] * 2
    page.evaluate("document.querySelector('iframe').remove()")
    assert [page.evaluate(at_the_picture, corner) for corner in corners] == ["IMG"] * 2
    page.close()
