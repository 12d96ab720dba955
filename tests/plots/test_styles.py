"""Every figure is the same whatever style the reader has set, and says what it can't draw."""

import inspect
import io

import matplotlib
import matplotlib.style
import numpy as np
import pytest
from matplotlib.figure import Figure

from scratchcnn import (
    Addition,
    Convolution,
    Dataset,
    Dense,
    Division,
    History,
    Network,
    ReLU,
    Vectorization,
    plots,
)

RNG = np.random.default_rng(0)
IMAGE = RNG.integers(0, 256, (28, 28, 1), dtype=np.uint8)
IMAGES = RNG.integers(0, 256, (3, 28, 28, 1), dtype=np.uint8)
MAPS = RNG.random((7, 7, 3))
SIGNED = RNG.standard_normal((7, 7, 3))
RUN = History([2.0, 1.0, 0.5, 0.4] * 20, [0.02] * 80, [0.5, 0.9])
SMALL = Network([Division(255), Vectorization(), Dense(784, 10, rng=np.random.default_rng(1))])


class Pad:
    """What a pad has with nothing but a drawing on it."""

    page, hint = RNG.random((40, 60)), ""

    class reading:
        sentence, image, asked = "This is a 3.", IMAGE, 3
        probabilities, saliency = np.full(10, 0.1), RNG.standard_normal((28, 28))
        maps = MAPS


TINY = Network(
    [
        Division(255),
        Convolution(1, 2, rng=np.random.default_rng(0)),
        Addition((28, 28, 2)),
        ReLU(),
        Vectorization(),
        Dense(1568, 10, rng=np.random.default_rng(0)),
    ],
)
EXAMPLES = {  # the arguments of each figure
    "batch_sizes": ({"a": {32: [0.9, 0.92], 512: [0.7, 0.8]}, "b": {32: [0.9], 512: [0.9]}},),
    "before_and_after": (IMAGE, SIGNED, np.maximum(SIGNED, 0), ["a", "b", "c"]),
    "bias_maps": (SIGNED,),
    "by_seed": ({"a": [0.9, 0.95], "b": [0.97]},),
    "chunk_sizes": ({1: 2e-5, 8: 1e-5, 64: 2e-5}, {1: 0.1, 8: 1, 64: 8}),
    "compare_runs": ({"a": RUN, "b": RUN},),
    "comparison": ({"x": [1, 2], "expected": [3, 4], "yours": [3, 5]},),
    "confusion_matrix": ([0, 1, 2, 2], [0, 1, 2, 1], 3),
    "curve": ([0, 1, 2], [0, 1, 4], "x", "y"),
    "descents": (lambda p: p[0] ** 2 + 3 * p[1] ** 2, {"a": np.array([[3, 1], [1, 0.5]])}),
    "digits": (IMAGES, [1, 2, 3], [1, 2, 4]),
    "drawing": (Pad,),
    "feature_maps": (TINY, IMAGE),
    "filters": (RNG.standard_normal((3, 3, 1, 4)), RNG.standard_normal((3, 3, 1, 4))),
    "graph": ({"L": ("w · x", ["w", "x"])}, {"w": 3, "x": 2, "L": 6}, {"w": 2}),
    "growth": ({step: RNG.standard_normal((3, 3, 1, 4)) for step in (0, 10)},),
    "histograms": ({"a": [SIGNED, 3 * SIGNED]}, ["one", "two"], "signal"),
    "hours": ({"loops": 1e5, "arrays": 100}, 2e5),
    "kink": (),
    "ladder": ({"loops": 1.0, "arrays": 0.01},),
    "logits_and_probabilities": (IMAGE, np.arange(10), np.arange(10) / 45, 9),
    "losses_by_step": ({"a": [3, 2, 1], "b": [3, 1, 0.5]},),
    "microscope": (TINY, IMAGE, 3),
    "network_map": (TINY, IMAGE),
    "numbers": ({"x": np.eye(3), "d_x": -np.eye(3)},),
    "overwriting": (MAPS[..., 0], MAPS[..., 0] / 2),
    "patch": (IMAGE, (4, 8), (10, 14)),
    "readings": (SMALL, {"one": IMAGE, "turned": IMAGE[::-1]}),
    "relu_and_slope": (0.1,),
    "responses": (IMAGE, {"a": np.eye(3), "b": -np.eye(3), "c": np.ones((3, 3))}, SIGNED),
    "ring": (3,),
    "roofline": (
        {"Dense": [(1, 1e9), (4, 2e9)], "Convolution": [(9, 1e10), (20, 2e10)]},
        1e11,
        {"memory": 1e10},
        (1, 64),
    ),
    "saliency": (IMAGES[:2], RNG.standard_normal((2, 28, 28, 1)), ["a", "b"]),
    "same_map": ({"row": (SIGNED[..., 0], SIGNED[..., 1])},),
    "scaling": ({"a": {1: 1, 8: 6.5, 64: 20}, "b": {1: 1, 8: 7.9, 64: 60}},),
    "schedules": ({"a": [0.1, 0.2, 0.1]},),
    "slide": (RNG.standard_normal(50), RNG.standard_normal(50)),
    "sliding_window": (IMAGE[:7, :7, 0] / 255, np.eye(3), SIGNED[:5, :5, 0], [(1, 2)]),
    "speeds": ({"one": 5000, "two": 9000}, 10000),
    "step_sizes": (10.0 ** np.arange(-3, 0), {"a": np.array([3, 1, 2.0])}),
    "sum_of_relus": (np.arange(5), {"a": np.arange(5)}, np.arange(5)),
    "templates": (RNG.standard_normal((784, 10)),),
    "training_curves": (RUN,),
    "unrolled": (IMAGE, MAPS, (2, 3)),
    "winners": (IMAGE[:7, :7, 0], np.arange(49).reshape(7, 7) % 3, MAPS[:4, :4, 0]),
    "worst_mistakes": (SMALL, Dataset(IMAGES, np.array([1, 2, 3]))),
}
FIGURES = [name for name in plots.__all__ if inspect.isfunction(getattr(plots, name))]
FIGURES.remove("light")  # it draws into axes

OTHER = {  # what readers set, and what would change a figure
    "figure.figsize": (1, 1),
    "figure.dpi": 300,
    "figure.facecolor": "pink",
    "figure.autolayout": True,
    "figure.titlesize": 30,
    "figure.subplot.bottom": 0.4,
    "savefig.dpi": 10,
    "savefig.bbox": "tight",
    "savefig.facecolor": "black",
    "savefig.transparent": True,
    "image.origin": "lower",
    "image.cmap": "jet",
    "image.interpolation": "bilinear",
    "image.aspect": "auto",
    "axes.grid": True,
    "axes.facecolor": "yellow",
    "axes.titlesize": 25,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.labelcolor": "red",
    "axes.spines.left": False,
    "axes.xmargin": 0.4,
    "axes.formatter.limits": (-1, 1),
    "axes.formatter.use_locale": True,
    "font.size": 25,
    "font.family": "monospace",
    "text.usetex": True,
    "text.color": "red",
    "lines.linewidth": 9,
    "lines.marker": "x",
    "patch.force_edgecolor": True,
    "grid.linewidth": 5,
    "hist.bins": 3,
    "legend.frameon": True,
    "legend.loc": "center",
    "xtick.labelsize": 20,
    "xtick.direction": "in",
    "xtick.minor.visible": True,
    "ytick.color": "red",
    "ytick.right": True,
    "mathtext.fontset": "cm",
    "contour.linewidth": 7,
}


def pixels(picture):
    """The bytes of a picture's file, small."""
    file = io.BytesIO()
    picture.savefig(file, dpi=30, format="png")
    return file.getvalue()


def test_every_figure_has_an_example():
    assert [*EXAMPLES] == FIGURES


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_is_the_same_in_every_style(name):
    draw = getattr(plots, name)
    expected, before = pixels(draw(*EXAMPLES[name])), dict(matplotlib.rcParams)
    for style in (OTHER, "dark_background"):
        picture = draw(*EXAMPLES[name])
        with matplotlib.style.context(style):
            set_by_reader = dict(matplotlib.rcParams)
            assert pixels(draw(*EXAMPLES[name])) == expected
            assert pixels(picture) == expected  # drawn before, saved now
            assert dict(matplotlib.rcParams) == set_by_reader
    assert dict(matplotlib.rcParams) == before


@pytest.mark.parametrize(
    "style", ["ggplot", "seaborn-v0_8-poster", "grayscale", "bmh", "Solarize_Light2"]
)
def test_a_notebook_gets_the_same_picture_in_every_style(style):
    expected = plots.digits(IMAGES, [1, 2, 3])._repr_mimebundle_()
    with matplotlib.style.context(style):
        assert plots.digits(IMAGES, [1, 2, 3])._repr_mimebundle_() == expected


def test_pyplot_changes_nothing_and_is_left_alone():
    expected = pixels(plots.training_curves(RUN))
    plt = pytest.importorskip("matplotlib.pyplot")
    with plt.xkcd():
        figure = plt.figure(figsize=(1, 1))
        assert pixels(plots.training_curves(RUN)) == expected
        assert plt.gcf() is figure
        assert len(plt.get_fignums()) == 1
    plt.close(figure)


def test_a_vector_file_and_a_canvas_of_ipythons_look_the_same():
    """`%config InlineBackend.figure_formats` prints the canvas, not the picture."""
    files = []
    for style in ("default", "dark_background", OTHER):
        with matplotlib.style.context(style), io.BytesIO() as file:
            picture = plots.digits(IMAGES)
            picture.canvas.print_figure(file, format="png", dpi=30, facecolor="white")
            files.append(file.getvalue())
    assert files[0] == files[1]
    assert len(files[2]) > 1000  # cut to its edges, as asked for


def test_a_picture_is_saved_in_the_home_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    plots.digits(IMAGES).savefig("~/digits.png", dpi=20)
    assert (tmp_path / "digits.png").exists()


# What can't be drawn


WRONG = [None, 3, "text", [], {}, [[1], [2, 3]], np.zeros(3), RUN]


@pytest.mark.filterwarnings("ignore")  # an array of zeros has no range
@pytest.mark.parametrize("name", FIGURES)
def test_arguments_of_a_wrong_type_get_one_sentence(name):
    """Some can be drawn all the same; nothing else than a picture or a ValueError comes of them."""
    for place in range(len(EXAMPLES[name])):
        for wrong in WRONG:
            arguments = list(EXAMPLES[name])
            arguments[place] = wrong
            try:
                picture = getattr(plots, name)(*arguments)
            except ValueError as error:
                assert str(error)
            else:
                assert isinstance(picture, plots.Picture)


SENTENCES = [  # name, arguments, what is said
    ("digits", (3,), r"images: expected N × H × W × 1, one or more, got \(nothing\)"),
    ("digits", ("text",), r"images: expected numbers, got <U4"),
    ("digits", ([IMAGE, IMAGE[:5]],), r"images: expected numbers, got list"),
    ("digits", (IMAGES, 7), r"labels: expected 3, one an image, got 7"),
    ("digits", (IMAGES, None, None, 0), r"columns: expected a whole number from 1, got 0"),
    (
        "digits",
        (np.zeros((2, 5, 5, 2)),),
        r"image: expected H × W × 1 or, in colour, H × W × 3, got",
    ),
    (
        "filters",
        (Convolution(1, 2),),
        r"before: expected filters of k × k × in × out, got Convolut",
    ),
    (
        "filters",
        (np.ones((3, 3, 1, 2)), np.ones((5, 5, 1, 2))),
        r"after: expected filters of k × k",
    ),
    ("feature_maps", (IMAGE, SMALL), r"image: expected numbers, got Network"),
    (
        "feature_maps",
        (3, IMAGE),
        r"plots\.feature_maps: can't draw this \(.*network is of the type i",
    ),
    ("worst_mistakes", (SMALL, IMAGES), r"plots\.worst_mistakes: .*dataset is an array of 3 × 28"),
    ("worst_mistakes", (SMALL, Dataset(IMAGES, [0] * 3), 0), r"most: expected a whole number from"),
    ("confusion_matrix", (3, 3), r"labels: expected one for each image, got array\(3\)"),
    ("confusion_matrix", ([], []), r"labels: expected whole numbers, got float64"),
    ("training_curves", (None,), r"history: expected a History, as train returns it, got None"),
    ("training_curves", ([1.0, 2.0],), r"history: expected a History, .*, got \[1\.0, 2\.0\]"),
    ("training_curves", ({"a": RUN},), r"history: expected a History, "),
    ("compare_runs", (RUN,), r"histories: expected a dictionary, name → History, got History"),
    ("compare_runs", ([RUN, RUN],), r"histories: expected a dictionary, name → History, got list"),
    ("compare_runs", ({},), r"histories: expected a dictionary, .*, got an empty one"),
    (
        "compare_runs",
        ({"mine": History()},),
        r"mine: expected a History of one step or more, got an",
    ),
    ("compare_runs", ({"mine": 3},), r"mine: expected a History, as train returns it, got 3"),
    ("ladder", ({},), r"seconds: expected name → seconds, one or more, got none"),
    ("ladder", ({"a": -1},), r"seconds of a: expected 0 or more, got -1"),
    (
        "ladder",
        (3,),
        r"plots\.ladder: can't draw this .* expected bars on a logarithmic axis, .*int$",
    ),
    ("numbers", ({},), r"arrays: expected name → array, one or more, got none"),
    ("growth", ({},), r"plots\.growth: can't draw this \(.*snapshots is of the type dict"),
]


@pytest.mark.parametrize(("name", "arguments", "message"), SENTENCES)
def test_the_sentence_says_what_was_expected(name, arguments, message):
    with pytest.raises(ValueError, match=message):
        getattr(plots, name)(*arguments)


def test_a_wrong_number_of_arguments_is_still_pythons_error():
    with pytest.raises(TypeError, match="missing a required argument: 'images'"):
        plots.digits()


def test_an_empty_history_is_an_empty_curve(draw):
    draw(History().plot(), "0 steps")


# Colours


RED, GREEN = np.zeros((2, 28, 28, 3), np.uint8)
RED[..., 0], GREEN[..., 1] = 255, 128


def shown(picture):
    """The colour images among those that a picture shows, as bytes."""
    found = [image.get_array() for axes in axes_of(picture) for image in axes.images]
    return [np.asarray(np.round(255 * image), int) for image in found if image.ndim == 3]


def axes_of(picture):
    return list(picture.findobj(lambda part: hasattr(part, "images")))


@pytest.mark.parametrize(
    "scale",
    [
        lambda image: image,
        lambda image: image.astype(int),
        lambda image: image.astype(np.float32),
        lambda image: image / 255,
    ],
)
def test_digits_shows_colours(scale, draw):
    (red, green) = shown(draw(plots.digits(scale(np.stack([RED, GREEN])))))
    np.testing.assert_array_equal(red, RED)
    np.testing.assert_array_equal(green, GREEN)


def colour_network():
    rng = np.random.default_rng(0)
    layers = [Division(255), Convolution(3, 2, rng=rng), Addition((28, 28, 2)), ReLU()]
    return Network([*layers, Vectorization(), Dense(1568, 10, rng=rng)], (28, 28, 3))


COLOURED = {  # figures with an image, their arguments when it is in colour
    "worst_mistakes": lambda: (colour_network(), Dataset(np.stack([RED]), other_label())),
    "feature_maps": lambda: (colour_network(), RED),
    "microscope": lambda: (colour_network(), RED, 3),
    "network_map": lambda: (colour_network(), RED),
    "readings": lambda: (colour_network(), {"red": RED}),
    "saliency": lambda: (RED[np.newaxis], RNG.standard_normal((1, 28, 28, 3)), ["a"]),
    "before_and_after": lambda: (RED, *EXAMPLES["before_and_after"][1:]),
    "responses": lambda: (RED, *EXAMPLES["responses"][1:]),
    "unrolled": lambda: (RED, *EXAMPLES["unrolled"][1:]),
    "logits_and_probabilities": lambda: (RED, *EXAMPLES["logits_and_probabilities"][1:]),
}


def other_label():
    return (colour_network().predict(RED[np.newaxis]) + 1) % 10


@pytest.mark.filterwarnings("ignore:No contour levels")
@pytest.mark.parametrize("name", COLOURED)
def test_a_colour_image_is_shown_in_its_colours(name, draw):
    picture = draw(getattr(plots, name)(*COLOURED[name]()))
    assert any(np.array_equal(image, RED) for image in shown(picture))


def test_a_grey_image_is_ink_on_paper():
    image = plots.digits(IMAGES).axes[0].images[0]
    assert image.get_cmap().name == plots.picture.PIXELS
    np.testing.assert_array_equal(image.get_array(), IMAGES[0, ..., 0])


def test_a_figure_of_matplotlibs_own_is_left_alone():
    with matplotlib.style.context({"figure.facecolor": "pink"}):
        plots.digits(IMAGES)
        assert Figure().get_facecolor() == matplotlib.colors.to_rgba("pink")
