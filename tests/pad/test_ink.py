"""Ink on a page: it lies where it was put, whatever it came from, or a sentence says why not."""

import matplotlib.image
import numpy as np
import PIL.Image
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from scratchcnn import models
from scratchcnn.pad import ink
from scratchcnn.pad.mnist_style import prepare

SEVEN = """
  ######
       #
      #
     #
    #
    #
"""


@pytest.fixture(scope="module")
def network():
    return models.trained()


@pytest.fixture
def digit(sample):
    """A digit of MNIST, a 4: 28 × 28 × 1."""
    return sample[1].images[sample[1].labels == 4][0]


def rows_and_columns(page):
    """(top, bottom, left, right) of the ink, in units of 28."""
    rows, columns = (np.flatnonzero((page > 0.5).any(axis=axis)) for axis in (1, 0))
    return tuple(value / 4 for value in (rows[0], rows[-1] + 1, columns[0], columns[-1] + 1))


# Strokes


def test_a_straight_stroke_is_as_long_as_drawn_and_as_wide_as_the_pen():
    page = ink.from_strokes([[[14, 5], [14, 20]]])
    assert page.shape == (112, 112)
    assert page.dtype == np.float32
    half = ink.PEN / 2
    assert_allclose(rows_and_columns(page), (5 - half, 20 + half, 14 - half, 14 + half), atol=0.26)
    across = page[50].sum() / ink.UNIT
    assert across == pytest.approx(ink.PEN, abs=0.05)


def test_a_point_is_a_round_dot():
    page = ink.from_strokes([[[10, 20]]])
    assert page.sum() / ink.UNIT**2 == pytest.approx(np.pi * ink.PEN**2 / 4, rel=0.02)
    assert_allclose(page, ink.from_strokes([[[20, 10]]]).T, atol=1e-6)  # x is the column


def test_the_order_of_strokes_and_their_direction_do_not_matter():
    one, two = [[3, 4], [20, 9], [8, 25]], [[22, 3], [22, 20]]
    page = ink.from_strokes([one, two])
    assert_allclose(ink.from_strokes([two, one[::-1]]), page, atol=1e-5)
    assert_array_equal(ink.from_strokes([one, two, one]), page)


def test_corners_are_rounded_and_ends_are_not_cut_off():
    curve = ink.curve([[0, 0], [10, 0], [10, 10]])
    assert_allclose(curve[[0, -1]], [[0, 0], [10, 10]])
    assert np.hypot(*(curve - [10, 0]).T).min() == pytest.approx(np.hypot(1.25, 1.25), abs=0.1)
    steps = np.hypot(*np.diff(curve, axis=0).T)
    assert steps.max() <= 0.126  # half a pixel of the page


def test_strokes_may_leave_the_pad_and_none_at_all_is_blank():
    page = ink.from_strokes([[[-50, 14], [80, 14]], [[0, 0]], [[28, 28]]])
    assert page.shape == (112, 112)
    assert page[54:58].min() == 1
    assert page[0, 0] == page[-1, -1] == 1
    assert_array_equal(ink.from_strokes([]), ink.blank())


@pytest.mark.parametrize(
    "stroke", [[], [[1]], [[1, 2, 3]], [1, 2], [[1, float("nan")]], [[1, 2], [3]], [["a", "b"]]]
)
def test_a_stroke_that_is_none(stroke):
    with pytest.raises(ValueError, match=r"stroke: expected points \[x, y\], got"):
        ink.from_strokes([[[1, 2], [3, 4]], stroke])


# Text


def test_text(network):
    page = ink.page(SEVEN)
    assert network.predict([prepare(page)]) == 7
    assert_array_equal(ink.page(SEVEN.replace(" ", ".").replace("#", "*")), page)


def test_a_character_is_twice_as_high_as_wide():
    top, bottom, left, right = rows_and_columns(ink.from_text("    \n ## \n    \n"))
    assert_allclose([bottom - top, right - left], 28 / 3, atol=0.25)


@pytest.mark.parametrize("text", ["\n", "   \n  \n", "...\n...\n", "\t\n"])
def test_text_without_ink(text):
    assert ink.complaint(ink.page(text)) == "Blank paper: draw a digit."


# Arrays


def test_an_image_of_mnist_comes_back(digit):
    for image in (digit, digit[..., 0], digit.astype(int), digit / 255, digit.astype("f4") / 255):
        assert_allclose(prepare(ink.page(image)).astype(int), digit, atol=1)


@pytest.mark.parametrize(
    ("drawing", "got"),
    [
        (np.zeros((28, 28, 3)), r"float64 of shape \(28, 28, 3\)"),
        ([[1, 2], [3]], "object of shape"),
        (np.zeros(784), r"float64 of shape \(784,\)"),
        (np.zeros((0, 28)), r"float64 of shape \(0, 28\)"),
        (np.full((28, 28), "x"), "<U1 of shape"),
        (np.full((28, 28), 1j), "complex128"),
        (7, "int64 of shape|int32 of shape"),
        (None, "object of shape"),
        (np.full((28, 28), 255.0), "float64 from 0 to 1, got 255.0"),
        (np.full((28, 28), np.nan), "got nan"),
        (np.full((28, 28), -1), "from 0 to 255, got -1"),
        (np.full((28, 28), 256), "from 0 to 255, got 256"),
    ],
)
def test_what_is_no_image(drawing, got):
    with pytest.raises(ValueError, match=rf"^drawing: expected.*({got})"):
        ink.page(drawing)


# Files


def save(path, picture):
    matplotlib.image.imsave(path, picture, cmap="gray", vmin=0, vmax=1)
    return path


@pytest.mark.parametrize(
    "kind",
    ["grey", "inverted", "colour", "transparent", "large", "wide", "grainy", "pale", "shaded"],
)
def test_a_picture_of_a_digit(tmp_path, network, digit, kind):
    light = 1 - digit[..., 0] / 255.0  # ink on paper
    picture = {
        "grey": light,
        "inverted": 1 - light,
        "colour": np.stack([light, 0.2 + 0.5 * light, 0.9 + 0 * light], axis=-1),
        "transparent": np.stack([0 * light, 0 * light, 0 * light, 1 - light], axis=-1),
        "large": np.kron(light, np.ones((23, 23))),
        "wide": np.pad(light, ((0, 0), (60, 5)), constant_values=1),
        "grainy": np.clip(
            0.75 * np.kron(light, np.ones((9, 9)))
            + np.random.default_rng(0).normal(0.1, 0.03, (252, 252)),
            0,
            1,
        ),
        "pale": 0.6 + 0.25 * light,
        "shaded": light * (np.linspace(0.6, 0.9, 28) - np.linspace(0, 0.1, 28)[:, np.newaxis]),
    }[kind]
    page = ink.page(save(tmp_path / "digit.png", picture))
    assert ink.complaint(page) == ""
    assert network.predict([prepare(page)]) == 4
    if kind in ("grey", "inverted", "large"):
        assert_allclose(prepare(page).astype(int), digit, atol=1)


@pytest.mark.parametrize("orientation, turns", [(1, 0), (3, 2), (6, 1), (8, 3)])
def test_a_camera_that_lay_on_its_side(tmp_path, digit, orientation, turns):
    """It stores the picture as it saw it, and notes beside it how it was held."""
    upright = digit[..., 0].astype(np.uint8)
    picture = PIL.Image.fromarray(np.rot90(upright, turns).copy())
    exif = picture.getexif()
    exif[0x0112] = orientation
    picture.save(tmp_path / "photograph.png", exif=exif)
    PIL.Image.fromarray(upright).save(tmp_path / "upright.png")
    expected = ink.page(tmp_path / "upright.png")
    assert_array_equal(ink.page(tmp_path / "photograph.png"), expected)


def test_the_name_of_a_file_may_be_text_or_a_path(tmp_path, digit):
    path = save(tmp_path / "digit.png", digit[..., 0] / 255)
    assert_array_equal(ink.page(str(path)), ink.page(path))


@pytest.mark.parametrize("level", [0, 0.5, 1])
def test_a_picture_of_nothing_but_paper(tmp_path, level):
    path = save(tmp_path / "paper.png", np.full((50, 70), level))
    with pytest.raises(ValueError, match=r"paper\.png: .*nothing that stands out of the paper"):
        ink.page(path)


def test_a_single_pixel_and_a_single_row(tmp_path):
    for shape in ((1, 1), (1, 40), (40, 1)):
        path = save(tmp_path / "small.png", np.ones(shape))
        with pytest.raises(ValueError, match=r"small\.png: expected one digit"):
            ink.page(path)


def test_no_such_file(tmp_path):
    with pytest.raises(FileNotFoundError, match="expected a picture's file or text of several"):
        ink.page(tmp_path / "none.png")
    with pytest.raises(FileNotFoundError, match=r"^###: expected"):
        ink.page("###")  # text of one line is taken for a name


@pytest.mark.parametrize(
    "content", [b"", b"no picture", b"\x89PNG\r\n\x1a\n", b"\x89PNG\r\n\x1a\n\0\0"]
)
def test_a_damaged_file(tmp_path, content):
    path = tmp_path / "damaged.png"
    path.write_bytes(content)
    with pytest.raises(ValueError, match=r"damaged\.png: expected a picture, such as PNG or"):
        ink.page(path)


def test_a_truncated_picture_and_a_folder(tmp_path, digit):
    path = save(tmp_path / "cut.png", np.random.default_rng(0).random((80, 80)))
    path.write_bytes(path.read_bytes()[:-3000])
    with pytest.raises(ValueError, match=r"cut\.png: expected a picture"):
        ink.page(path)
    with pytest.raises(ValueError, match="expected a picture"):
        ink.page(tmp_path)


# What cannot be read


@pytest.mark.parametrize(
    ("strokes", "says"),
    [
        ([], "Blank paper"),
        ([[[14, 14]]], "Only a dot"),
        ([[[14, 14], [14.5, 14.5]]], "Only a dot"),
        ([[[0, y], [28, y]] for y in range(29)], "Nearly all of it is ink"),
        ([[[14, 10], [14, 14]]], ""),  # small, but no dot
        ([[[2, 2], [26, 2], [2, 26], [26, 26]]], ""),
    ],
)
def test_complaints(strokes, says):
    complaint = ink.complaint(ink.from_strokes(strokes))
    assert complaint.startswith(says) if says else complaint == ""


def test_no_digit_of_mnist_is_complained_about(sample):
    for image in sample[1].images:
        assert ink.complaint(ink.page(image)) == ""
