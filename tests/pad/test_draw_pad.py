"""The pad: what is drawn, what the network makes of it, and what the browser is told."""

import importlib.util
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

import scratchcnn
from scratchcnn import Dense, Layer, Network, Vectorization, load_mnist, models, plots
from scratchcnn.pad import draw_pad
from scratchcnn.pad.draw_pad import PlainPad
from scratchcnn.pad.reading import read

ROOT = Path(__file__).parents[2]
VIEW = "application/vnd.jupyter.widget-view+json"
ONE = [[[14, 4], [14, 24]]]
SEVEN = """
  #####
      #
     #
    #
    #
"""


def load_handwriting():
    path = ROOT / "tests" / "browser" / "handwriting.py"
    spec = importlib.util.spec_from_file_location("handwriting", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


handwriting = load_handwriting()


@pytest.fixture(scope="module")
def network():
    return models.trained()


@pytest.fixture
def widget(network):
    pytest.importorskip("anywidget", reason="the live pad needs anywidget")
    return scratchcnn.DrawPad(network)


@pytest.fixture(params=["plain", "live"])
def pad(request, network):
    """A pad of either kind."""
    return PlainPad(network) if request.param == "plain" else request.getfixturevalue("widget")


# What both kinds do


def test_a_new_pad_is_blank(pad):
    assert pad.image.shape == (28, 28, 1)
    assert pad.image.dtype == np.uint8
    assert not pad.image.any()
    assert pad.prediction is None
    assert pad.probabilities is None
    assert repr(pad) == "DrawPad: Blank paper: draw a digit."


def test_strokes_are_read(pad, network):
    pad.strokes = ONE
    assert pad.prediction == 1
    assert_allclose(pad.probabilities, network.predict_proba([pad.image])[0], atol=1e-5)
    assert re.fullmatch(r"DrawPad: The network reads 1, \d+% sure\.", repr(pad))


def test_text_and_images_are_read_and_replace_what_was_there(pad, sample):
    pad.strokes = ONE
    assert pad.draw(SEVEN).prediction == 7
    image = sample[1].images[sample[1].labels == 3][0]
    assert pad.draw(image) is pad
    assert_allclose(pad.image.astype(int), image, atol=1)
    pad.strokes = ONE  # on top of it
    assert pad.page.sum() > pad.paper.sum()
    assert pad.clear().prediction is None
    assert len(pad.strokes) == 0


def test_without_preparation_the_network_fails_on_digits_drawn_small_in_a_corner(pad, sample):
    right = {True: 0, False: 0}
    for digit in range(10):
        image = sample[1].images[sample[1].labels == digit][0]
        pad.strokes = [[[x / 2, y / 2] for x, y in path] for path in handwriting.strokes(image)]
        for pad.prepared in right:
            right[pad.prepared] += pad.prediction == digit
    assert right[True] >= 8
    assert right[False] <= 5


def test_a_bad_drawing_leaves_the_pad_as_it_was(pad):
    pad.draw(SEVEN)
    for drawing, error in [("none.png", OSError), (np.zeros(3), ValueError), (None, ValueError)]:
        with pytest.raises(error, match="expected"):
            pad.draw(drawing)
    assert pad.prediction == 7


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("row", 16, "row: expected a layer, 0 to 15, got 16"),
        ("row", -1, "row: expected a layer, 0 to 15, got -1"),
        ("asked", 10, "asked: expected a class, 0 to 9, got 10"),
        ("asked", -1, "asked: expected a class, 0 to 9, got -1"),
        ("strokes", [[[1]]], r"stroke: expected points \[x, y\], got \[\[1\]\]"),
    ],
)
def test_bad_settings(pad, name, value, expected):
    pad.draw(SEVEN)
    with pytest.raises(ValueError, match=expected):
        setattr(pad, name, value)
        assert pad.reading is None  # the plain pad looks at it when it is asked


def test_a_network_for_other_images():
    network = Network([Vectorization(), Dense(36, 10)], (6, 6, 1))
    for kind in (PlainPad, scratchcnn.DrawPad):
        with pytest.raises(ValueError, match="one for 28 × 28 × 1 images, got one for 6 × 6 × 1"):
            kind(network)


def test_networks_without_maps_with_other_classes_and_of_double_precision(sample, draw):
    four = Network([Vectorization(), Dense(784, 4, rng=np.random.default_rng(0))])
    for network in (models.mlp(), four, models.cnn().astype(np.float64)):
        for kind in (PlainPad, scratchcnn.DrawPad):
            pad = kind(network).draw(sample[1].images[0])
            assert pad.prediction == network.predict(sample[1].images[:1])[0]
            draw(plots.drawing(pad))


def test_a_pad_shows_the_network_as_it_is_now_and_leaves_its_gradients_alone(sample):
    network = models.cnn()
    pad = PlainPad(network).draw(SEVEN)
    assert all(layer.grads == {} for layer in network.layers)
    network.layers[-1].params["bias"][5] += 100
    assert pad.prediction == 5


# Why?


def test_the_saliency_is_the_slope_of_the_logit():
    network = models.cnn().astype(np.float64)
    rng = np.random.default_rng(0)
    image = rng.uniform(0, 255, (28, 28, 1))
    for asked in (0, 7):
        saliency = read(network, image, asked=asked).saliency
        assert saliency.shape == (28, 28)
        direction = rng.standard_normal(image.shape)
        step = 1e-4 * direction
        there, back = network.forward(np.stack([image + step, image - step]))[:, asked]
        assert (saliency * direction[..., 0]).sum() == pytest.approx(
            (there - back) / 2e-4, rel=1e-4
        )


def test_the_likeliest_class_is_asked_about_unless_another_one_is(network, sample):
    image = sample[1].images[0]
    likeliest = read(network, image)
    assert likeliest.asked == network.predict(image[np.newaxis])[0]
    assert_array_equal(likeliest.saliency, read(network, image, asked=likeliest.asked).saliency)
    assert read(network, image, asked=8).asked == 8


# Handwriting


def test_replayed_strokes_are_read_right(network):
    """100 test digits, their lines drawn anew with the pad's pen and prepared from scratch."""
    _, test_set = load_mnist()
    first = test_set[:100]
    pad, right = PlainPad(network), 0
    for image, label in zip(first.images, first.labels, strict=True):
        pad.strokes = handwriting.strokes(image)
        right += pad.prediction == label
    assert right >= 90


# The picture


@pytest.mark.parametrize("strokes", [[], [[[14, 14]]], ONE])
def test_every_pad_has_a_picture(pad, strokes, draw):
    pad.strokes = strokes
    draw(plots.drawing(pad), pad.reading.sentence)


def test_the_picture_shows_the_bars_the_chosen_class_and_the_maps(network):
    pad = PlainPad(network).draw(SEVEN)
    pad.asked = 2
    page, seen, bars, why, *maps = plots.drawing(pad).axes
    assert_allclose([bar.get_width() for bar in bars.patches], pad.probabilities)
    assert why.get_title() == "ink for and against 2"
    assert_array_equal(page.images[0].get_array(), pad.page)
    assert_array_equal(seen.images[0].get_array(), pad.image[..., 0])
    assert_array_equal(maps[15].images[0].get_array(), pad.reading.maps[..., 15])


def test_a_plain_pad_says_how_to_draw_on_it(network):
    assert "pad.draw" in plots.drawing(PlainPad(network)).get_suptitle()


# The live pad


def test_it_is_a_widget_with_a_picture_for_where_no_widget_lives(widget):
    import anywidget
    from IPython.core.formatters import DisplayFormatter

    assert isinstance(widget, anywidget.AnyWidget)
    widget.strokes = ONE
    data, metadata = DisplayFormatter().format(widget)
    assert data[VIEW]["model_id"] == widget.model_id
    assert data["image/png"].startswith("iVBORw")
    assert data["text/plain"] == metadata["image/png"]["alt"] == plots.drawing(widget).alt


def test_the_browser_is_told_what_the_network_makes_of_it(widget):
    assert set(widget.shown) == {"image", "sentence"}
    widget.strokes = ONE
    shown, reading = widget.shown, widget.reading
    assert shown["image"] == widget.image.tobytes()
    assert shown["sentence"] == reading.sentence
    assert_allclose(shown["probabilities"], reading.probabilities)
    assert shown["asked"] == 1
    assert shown["shape"] == [28, 28, 16]
    maps = np.frombuffer(shown["maps"], np.uint8).reshape(shown["shape"])
    assert_allclose(maps, 255 * reading.maps / reading.maps.max(), atol=0.51)
    saliency = np.frombuffer(shown["saliency"], np.uint8).reshape(28, 28)
    strong = abs(reading.saliency) > 0.1 * abs(reading.saliency).max()
    assert_array_equal((saliency > 127)[strong], (reading.saliency > 0)[strong])


def test_the_layers_to_choose_from(widget):
    names = dict(widget.rows)
    assert names[3] == "row 4, ReLU, 28 × 28 × 16"
    assert list(names) == list(range(12))
    assert widget.row == 3
    widget.strokes = ONE
    widget.row = 11
    assert widget.shown["shape"] == [7, 7, 64]


def test_a_maps_of_negative_numbers_are_as_white_as_zeros(widget):
    widget.strokes = ONE
    widget.row = 1  # a convolution, before its ReLU
    maps = np.frombuffer(widget.shown["maps"], np.uint8)
    assert_array_equal(maps[(widget.reading.maps <= 0).ravel()], 0)


def test_messages_from_the_browser(widget):
    """As they arrive: a state in JSON, and one message that is no state."""
    widget.draw(SEVEN)
    widget.set_state({"strokes": ONE, "prepared": False, "row": 7, "asked": 4})
    assert (widget.strokes, widget.prepared, widget.row, widget.asked) == (ONE, False, 7, 4)
    assert widget.shown["asked"] == 4
    widget.set_state({"asked": None})
    assert widget.shown["asked"] == widget.prediction
    widget._handle_custom_msg("clear", [])
    assert widget.strokes == []
    assert widget.shown["sentence"] == "Blank paper: draw a digit."


def test_the_paper_is_sent_as_bytes(widget):
    assert widget.get_state("paper")["paper"] == bytes(112 * 112)
    widget.draw(SEVEN)
    sent = np.frombuffer(widget.get_state("paper")["paper"], np.uint8).reshape(112, 112)
    assert_allclose(sent, 255 * widget.paper, atol=0.51)


def test_the_module_for_the_browser_asks_nobody_and_uses_the_palette():
    script = (ROOT / "scratchcnn" / "pad" / "draw_pad.js").read_text(encoding="utf-8")
    style = (ROOT / "scratchcnn" / "pad" / "draw_pad.css").read_text(encoding="utf-8")
    for text in (script, style):
        assert re.findall(r"https?:|//cdn|\bimport\b|@import|url\(|fetch\(", text) == []
    used = set(re.findall(r"#[0-9a-fA-F]{6}", script + style))
    course = [plots.INPUT, plots.OUTPUT, plots.GRADIENT, plots.INK, "#FFFFFF", "#000000"]
    for ramp in (plots.picture.SIGNED, plots.picture.ACTIVATION):
        course += [to_hex(ramp(value)) for value in (0.0, 0.5, 1.0)]
    near = [min(distance(colour, one) for one in course) for colour in used]
    assert max(near) <= 3  # a ramp has 256 colours: none is exactly its middle
    for name, value in [("FIELD", 28), ("PAGE", 112), ("PEN", 2.5)]:
        assert re.search(rf"const {name} = {value};", script)


def to_hex(colour):
    return "#" + "".join(f"{round(255 * part):02x}" for part in colour[:3])


def distance(one, two):
    parts = [[int(colour[i : i + 2], 16) for i in (1, 3, 5)] for colour in (one, two)]
    return max(abs(a - b) for a, b in zip(*parts, strict=True))


# The package


def test_without_anywidget_a_draw_pad_is_a_plain_one(monkeypatch):
    monkeypatch.setitem(sys.modules, "anywidget", None)  # importing it fails
    spec = importlib.util.spec_from_file_location("scratchcnn.pad.plain_pad", draw_pad.__file__)
    alone = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, spec.name, alone)
    spec.loader.exec_module(alone)
    assert alone.DrawPad is alone.PlainPad
    assert alone.DrawPad().draw(SEVEN).prediction == 7


def test_the_extras_are_named_where_they_are_needed():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    assert {*extras["widgets"], *extras["photo"]} <= set(extras["test"])


def test_importing_the_package_leaves_widgets_and_pictures_alone():
    code = (
        "import sys, scratchcnn; print({'anywidget', 'ipywidgets', 'traitlets', 'skimage', 'PIL'}"
        " & {*sys.modules})"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "set()"


# Networks with layers, or passes, of a reader's own


class Residual(Network):
    """A network with passes of its own: one row is added to what comes past it."""

    def forward(self, images):
        flat, block, last = self.layers
        x = flat.forward(self.as_floats(images)) / 255
        return last.forward(x + block.forward(x))

    def backward(self, d_logits):
        flat, block, last = self.layers
        d = last.backward(d_logits)
        return flat.backward((d + block.backward(d)) / 255)


def test_a_network_with_passes_of_its_own_is_read_by_them():
    rng = np.random.default_rng(0)
    layers = [Vectorization(), Dense(784, 784, rng=rng), Dense(784, 10, rng=rng)]
    network = Residual(layers)
    pad = PlainPad(network).draw(SEVEN)
    assert pad.row is None  # nobody knows what the layers put out
    expected = network.predict_proba(pad.image[np.newaxis])[0]
    assert_allclose(pad.probabilities, expected, rtol=1e-4)
    assert pad.prediction == expected.argmax()

    def logit(change):
        image = pad.image.astype(float)
        image[14, 14] += change
        return network.astype(np.float64).forward(image[np.newaxis])[0, pad.prediction]

    assert_allclose(pad.reading.saliency[14, 14], (logit(1) - logit(-1)) / 2, rtol=1e-3)
    with pytest.raises(ValueError, match="Residual: expected a network that runs its layers one"):
        read(network, pad.image, row=1)


def test_a_layer_that_was_left_learning_does_not_learn_from_the_pad():
    class Noise(Layer):
        calls = 0

        def forward(self, x):
            self.calls += 1
            return x + 100 * self.training

        def backward(self, d_out):
            return d_out * (1 + self.training)

    network = Network([Vectorization(), Noise(), Dense(784, 10, rng=np.random.default_rng(0))])
    network.layers[1].training = True
    pad = PlainPad(network).draw(SEVEN)
    assert_allclose(pad.probabilities, network.predict_proba(pad.image[np.newaxis])[0], rtol=1e-4)
    assert network.layers[1].calls == 1  # the pad looks at a copy
    weights = network.layers[2].params["weights"][:, pad.prediction]
    assert_allclose(pad.reading.saliency.ravel(), weights, rtol=1e-4)
