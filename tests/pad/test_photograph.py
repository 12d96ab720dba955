"""Pictures as people have them: the digit is read, or a sentence says what was seen instead."""

import io
import json
import subprocess
import sys

import numpy as np
import photographs
import PIL.Image
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from scratchcnn import models
from scratchcnn.pad import ink, marks, paper, photograph
from scratchcnn.pad.draw_pad import PlainPad
from scratchcnn.pad.mnist_style import prepare
from scratchcnn.pad.picture_file import Picture

SMALL = (120, 120)


@pytest.fixture(scope="module")
def network():
    return models.trained()


@pytest.fixture(scope="module")
def digits(sample):
    """Digits of the test set that the network reads, [(image, label), …]: 0 to 9 and again."""
    return photographs.choose(sample[1], 20, seed=3)


@pytest.fixture
def reads(network):
    """A function that says what the network reads in a picture."""
    return lambda picture: network.predict([prepare(ink.page(picture))])[0]


@pytest.fixture(scope="module")
def seven(digits):
    """The ink of a 7 on a small page: 120 × 120, from 0 to 1."""
    return photographs.page(digits[7][0], np.random.default_rng(0), 120)


def picture_of(values):
    return PIL.Image.fromarray(np.rint(255 * np.clip(values, 0, 1)).astype(np.uint8))


def saved(picture, form="PNG", **options):
    """The bytes of a file with this picture: an image of Pillow's, or an array from 0 to 1."""
    return photographs.encode(picture, form, **options)


# Every kind of the benchmark


@pytest.mark.parametrize(("number", "kind"), [*enumerate(photographs.KINDS)])
def test_a_kind_of_picture(number, kind, digits, reads):
    """One of each kind; tools/photographs.py counts how many of fifty."""
    digit, label = digits[7 * number % 20]
    assert reads(photographs.draw(kind, digit, seed=number)) == label


def test_the_same_seed_makes_the_same_picture_and_another_one_does_not(digits):
    kind, digit = "uneven light and grain", digits[0][0]
    assert photographs.draw(kind, digit, 1) == photographs.draw(kind, digit, 1)
    assert photographs.draw(kind, digit, 1) != photographs.draw(kind, digit, 2)


# Files


@pytest.mark.parametrize("form", ["PNG", "JPEG", "TIFF", "WEBP"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_every_orientation_that_a_camera_notes(form, orientation, seven):
    stored = photographs.STORED_AS.get(orientation, np.asarray)(1 - seven)
    picture = picture_of(np.ascontiguousarray(stored))
    exif = PIL.Image.Exif()
    exif[0x0112] = orientation
    note = {"tiffinfo": {274: orientation}} if form == "TIFF" else {"exif": exif}
    options = {"WEBP": {"lossless": True}, "JPEG": {"quality": 95}}.get(form, {})
    page = ink.page(saved(picture, form, **options, **note))
    upright = ink.page(saved(picture_of(1 - seven), form, **options))
    if form == "JPEG":  # what it loses is not the same in a turned picture
        assert abs(page - upright).mean() < 0.01
    else:
        assert_allclose(page, upright, atol=1e-6)


def test_an_orientation_that_there_is_not_is_none(seven, reads):
    exif = PIL.Image.Exif()
    exif[0x0112] = 9
    assert reads(saved(1 - seven, "JPEG", exif=exif)) == 7


FORMATS = {
    "BMP": lambda light: saved(light, "BMP"),
    "GIF": lambda light: saved(light, "GIF"),
    "WebP": lambda light: saved(light, "WEBP", quality=80),
    "PPM": lambda light: saved(light, "PPM"),
    "TIFF, LZW": lambda light: saved(light, "TIFF", compression="tiff_lzw"),
    "TIFF, 1 bit": lambda light: saved(PIL.Image.fromarray(light > 0.5), "TIFF"),
    "PNG, 1 bit": lambda light: saved(PIL.Image.fromarray(light > 0.5)),
    "JPEG, progressive": lambda light: saved(light, "JPEG", progressive=True),
    "JPEG, CMYK": lambda light: saved(picture_of(light).convert("CMYK"), "JPEG"),
    "JPEG, YCbCr 4:2:0": lambda light: saved(
        picture_of(np.dstack([light, light, 0 * light + 1])), "JPEG", subsampling=2
    ),
    "palette": lambda light: saved(picture_of(light).convert("P")),
    "palette with a transparent colour": lambda light: saved(
        picture_of(light).quantize(4), transparency=0
    ),
    "palette with opacities in bytes": lambda light: saved(
        picture_of(light).convert("P"), transparency=bytes(range(255, -1, -1))
    ),
    "grey with a transparent level": lambda light: saved(
        picture_of(np.rint(light)), transparency=255
    ),
    "grey and opacity": lambda light: saved(
        PIL.Image.merge("LA", [picture_of(light), picture_of(0 * light + 1)])
    ),
    "white, and opacity alone": lambda light: saved(
        PIL.Image.merge("LA", [picture_of(0 * light + 1), picture_of(1 - light)])
    ),
    "transparent, the other way round": lambda light: saved(
        PIL.Image.merge("LA", [picture_of(0 * light), picture_of(light)])
    ),
    "16 bits": lambda light: saved(PIL.Image.fromarray((65535 * light).astype(np.uint16))),
    "10 bits in 16": lambda light: saved(PIL.Image.fromarray((1023 * light).astype(np.uint16))),
    "32 bits": lambda light: saved(PIL.Image.fromarray((1e6 * light).astype(np.int32)), "TIFF"),
    "floats below 0": lambda light: saved(
        PIL.Image.fromarray((light - 7).astype(np.float32)), "TIFF"
    ),
    "floats, some of them NaN": lambda light: saved(
        PIL.Image.fromarray(with_holes(light, np.nan)), "TIFF"
    ),
    "floats, some of them infinite": lambda light: saved(
        PIL.Image.fromarray(with_holes(light, np.inf)), "TIFF"
    ),
    "GIF of two frames": lambda light: saved(
        picture_of(light), "GIF", save_all=True, append_images=[picture_of(0 * light)]
    ),
    "TIFF of two pages": lambda light: saved(
        picture_of(light), "TIFF", save_all=True, append_images=[picture_of(0 * light)]
    ),
    "WebP of two frames": lambda light: saved(
        picture_of(light), "WEBP", save_all=True, append_images=[picture_of(0 * light)]
    ),
    "Icon": lambda light: saved(picture_of(light), "ICO", sizes=[SMALL]),
}


def with_holes(light, value):
    light = light.astype(np.float32)
    light[:3, 5:40:9] = value
    return light


@pytest.mark.parametrize("form", FORMATS)
def test_a_format(form, seven, reads):
    assert reads(FORMATS[form](1 - 0.9 * seven)) == 7


def test_a_name_of_any_kind_an_open_file_bytes_and_an_image(seven, tmp_path, monkeypatch):
    content = saved(1 - seven)
    (tmp_path / "digit.png").write_bytes(content)
    expected = ink.page(content)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    with open("digit.png", "rb") as opened:
        image = PIL.Image.open(io.BytesIO(content))
        for drawing in (
            "digit.png",
            "~/digit.png",
            tmp_path / "digit.png",
            str(tmp_path / "digit.png"),
            opened,
            io.BytesIO(content),
            image,
            image.convert("RGBA"),
        ):
            assert_allclose(ink.page(drawing), expected, atol=1e-6)


def test_an_image_of_pillow_is_left_as_it_was(seven):
    image = picture_of(1 - seven)
    image.getexif()[0x0112] = 6
    before = image.copy()
    ink.page(image)
    assert_array_equal(np.asarray(image), np.asarray(before))
    assert image.getexif()[0x0112] == 6


HEIC = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(50)


@pytest.mark.parametrize(
    ("content", "got"),
    [
        (b"", "an empty file"),
        (HEIC, "HEIC or a video: save the photograph as JPEG"),
        (b"%PDF-1.7\n" + bytes(50), "a PDF: save the page as PNG"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "a file in no format that Pillow reads"),
        (b"7,7,7\n", "a file in no format that Pillow reads"),
    ],
)
def test_a_file_that_is_no_picture(content, got, tmp_path):
    path = tmp_path / "digit.jpg"
    path.write_bytes(content)
    for drawing, name in ((path, path), (content, "drawing")):
        with pytest.raises(ValueError) as raised:
            ink.page(drawing)
        assert str(raised.value) == f"{name}: expected a picture, such as PNG or JPEG, got {got}"


@pytest.mark.parametrize("form", ["PNG", "JPEG", "TIFF", "GIF", "WEBP"])
def test_a_file_that_was_cut_off(form, seven):
    noisy = np.clip(seven + np.random.default_rng(0).normal(0, 0.1, seven.shape), 0, 1)
    content = saved(noisy, form)
    with pytest.raises(ValueError, match="drawing: expected a picture, such as PNG or JPEG, got"):
        ink.page(content[: len(content) // 2])


def test_more_pixels_than_pillow_opens(seven, monkeypatch):
    monkeypatch.setattr(PIL.Image, "MAX_IMAGE_PIXELS", 8000)
    assert ink.page(saved(1 - seven)).any()  # more than that is a warning, twice it an error
    monkeypatch.setattr(PIL.Image, "MAX_IMAGE_PIXELS", 7000)
    with pytest.raises(ValueError, match=r"got more than 0 million pixels: make it smaller"):
        ink.page(saved(1 - seven))


MEMORY = """
import json, resource, sys
from scratchcnn.pad import ink
ink.page(sys.argv[1])
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
ink.page(sys.argv[2])
print(json.dumps(1024 * (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="the peak is counted in other units elsewhere")
@pytest.mark.parametrize("kind", ["RGB", "RGBA", "tRNS", "16 bits", "JPEG"])
def test_a_large_picture_takes_twelve_bytes_a_pixel_at_most(kind, seven, tmp_path):
    side = 2500
    large = np.full((side, side), 255, np.uint8)
    large[:1200, :1200] = np.kron(picture_of(1 - seven), np.ones((10, 10), np.uint8))
    image = PIL.Image.fromarray(large)
    exif = PIL.Image.Exif()
    exif[0x0112] = 6
    content, options = {
        "RGB": (image.convert("RGB"), {"exif": exif}),
        "RGBA": (image.convert("RGBA"), {"exif": exif}),
        "tRNS": (image.convert("RGB"), {"transparency": (255, 255, 255)}),
        "16 bits": (PIL.Image.fromarray(large.astype(np.uint16) * 16), {}),
        "JPEG": (image.convert("RGB"), {"exif": exif}),
    }[kind]
    content.save(tmp_path / "large", "JPEG" if kind == "JPEG" else "PNG", **options)
    image.resize((900, 900)).convert("RGBA").save(tmp_path / "small", "PNG")
    command = [sys.executable, "-c", MEMORY, str(tmp_path / "small"), str(tmp_path / "large")]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    assert json.loads(run.stdout) <= 12 * side**2


# What is no digit

Y, X = np.mgrid[-1:1:120j, -1:1:120j]


def grain(light, strength=0.02):
    return np.random.default_rng(0).normal(light, strength)


def specks(share):
    return np.where(np.random.default_rng(0).random(SMALL) < share, 0.0, 0.9)


def ruling(darker, squared=False):
    return 0.95 - darker * photographs.lines(SMALL, np.random.default_rng(0), 0.1, squared)


def frame(inner=0.95):
    light = np.full(SMALL, inner)
    light[[0, -1]] = light[:, [0, -1]] = 0.1
    return light


NOTHING = "nothing that stands out of the paper"
SEVERAL = "marks of about the same size"  # JPEG leaves such traces
BLANK = {
    "white": (np.ones(SMALL), NOTHING),
    "black": (np.zeros(SMALL), NOTHING),
    "grain": (grain(0.8 + 0 * X), NOTHING),
    "noise": (grain(0.5 + 0 * X, 0.3), NOTHING),
    "a slope": (0.7 + 0.2 * X + 0.1 * Y, NOTHING),
    "a slope with grain": (grain(0.7 + 0.2 * X), NOTHING),
    "dark corners of a lens": (0.9 - 0.25 * (X**2 + Y**2), NOTHING),
    "glare": (0.6 + 0.35 * np.exp(-10 * (X**2 + Y**2)), NOTHING),
    "a shadow": (np.where(X + 0.3 * Y > 0.1, 0.9, 0.5), NOTHING),
    "a shadow with grain": (grain(np.where(X > 0.1, 0.9, 0.5), 0.01), NOTHING),
    "a dark row": (np.where(Y > -1, 0.9, 0.1), NOTHING),
    "ruled": (ruling(0.1), NOTHING),
    "a frame": (frame(), "a border and no stroke inside it"),
    "a sheet on a desk": (
        grain(np.where((abs(X) < 0.7) & (abs(Y) < 0.8), 0.95, 0.4), 0.005),
        "a border and no stroke inside it",
    ),
    "a frame within a margin": (
        np.pad(frame(), 15, constant_values=0.95),
        "a border and no stroke inside it",
    ),
    "a dot": (np.where(np.hypot(X, Y) < 0.1, 0.1, 0.9), "a patch or a dot, and no strokes"),
    "a square": (
        np.where(np.maximum(abs(X), abs(Y)) < 0.3, 0.1, 0.9),
        "a patch or a dot, and no strokes",
    ),
    "squared": (ruling(0.1, squared=True), SEVERAL),
    "specks": (specks(0.03), SEVERAL),
}


@pytest.mark.parametrize("kind", BLANK)
@pytest.mark.parametrize("form", ["PNG", "JPEG"])
def test_a_page_without_a_digit(kind, form, tmp_path):
    light, seen = BLANK[kind]
    path = tmp_path / "page"
    path.write_bytes(saved(light, form, quality=90))
    with pytest.raises(ValueError) as raised:
        ink.page(path)
    start, found = str(raised.value).split("; found ")
    assert start == f"{path}: expected one digit, dark on light or light on dark"
    assert found.endswith(seen) or (form == "JPEG" and found.endswith(SEVERAL))


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "LA", "P", "1", "I;16", "F"])
@pytest.mark.parametrize("level", [0, 1])
def test_blank_paper_of_every_mode(mode, level):
    with pytest.raises(ValueError, match=NOTHING):
        ink.page(PIL.Image.new(mode, (60, 40), level))


@pytest.mark.parametrize("side_by_side", [True, False])
def test_two_digits_on_a_page(digits, side_by_side):
    rng = np.random.default_rng(0)
    two = [photographs.page(digits[n][0], rng, 120, (0.5, 0.5)) for n in (3, 4)]
    both = (np.hstack if side_by_side else np.vstack)(two)
    with pytest.raises(ValueError, match=f"found 2 {SEVERAL}"):
        ink.page(saved(1 - both))


def test_a_page_of_text(digits):
    rng = np.random.default_rng(0)
    rows = [[photographs.page(digits[n][0], rng, 60) for n in range(r, r + 5)] for r in range(4)]
    with pytest.raises(ValueError, match=rf"found \d+ {SEVERAL}"):
        ink.page(saved(1 - np.block(rows)))


def test_what_cannot_be_read_leaves_the_pad_as_it_was(network, seven):
    pad = PlainPad(network).draw(saved(1 - seven))
    with pytest.raises(ValueError, match=NOTHING):
        pad.draw(saved(np.ones(SMALL)))
    assert pad.prediction == 7


# What is beside or across the digit


def test_a_digit_at_the_edge_and_one_that_is_cut_by_it(seven, reads):
    rows, columns = (np.flatnonzero(seven.any(axis=axis)) for axis in (1, 0))
    tight = seven[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    for cut in (tight, tight[:-3], tight[:, 2:], np.pad(tight, ((0, 50), (0, 30)))):
        assert reads(saved(1 - cut)) == 7


def test_a_digit_of_several_strokes(reads):
    five = ink.from_strokes([[[9, 8], [18, 8]], [[9, 11], [9, 14], [15, 14], [17, 18], [9, 21]]])
    four = ink.from_strokes([[[9, 5], [8, 15], [17, 15]], [[18, 7], [18, 23]]])
    assert [reads(saved(1 - each)) for each in (five, four)] == [5, 4]


def test_a_small_mark_far_from_the_digit_is_not_read(seven, reads):
    dirty = np.pad(seven, ((0, 0), (0, 80)))
    dirty[100:106, 185:191] = 1
    assert_array_equal(ink.page(saved(1 - dirty)), ink.page(saved(1 - seven)))


def test_a_dark_row_and_a_frame_change_nothing(seven):
    expected = ink.page(saved(1 - seven))
    row, framed = 1 - seven, np.pad(1 - seven, 1)
    row[-1] = 0
    for picture in (row, framed, np.pad(framed, 12, constant_values=0.3)):
        assert_allclose(ink.page(saved(picture)), expected, atol=0.01)


@pytest.mark.parametrize("pen", ["dark", "light"])
def test_the_hole_of_a_0_is_paper(pen, reads, digits):
    zero = photographs.page(digits[0][0], np.random.default_rng(1), 120)
    assert reads(saved(1 - zero if pen == "dark" else zero)) == 0


def test_ink_that_only_a_colour_shows(seven, reads):
    for channel in range(3):
        picture = np.full((*SMALL, 3), 0.5)
        picture[..., channel] += 0.3 * seven
        picture[..., (channel + 1) % 3] -= 0.3 * seven  # as bright as the paper, on average
        assert reads(saved(picture)) == 7


def test_neither_contrast_nor_polarity_changes_a_clean_digit(seven):
    expected = ink.page(saved(1 - seven))
    for light in (0.2 + 0.8 * seven, 0.9 - 0.5 * seven, 1 - 0.08 * seven):
        assert_allclose(ink.page(saved(light)), expected, atol=0.06)


# The steps


def test_lakes_are_filled_and_what_runs_off_the_edge_is_not():
    land = np.full((30, 30), 0.9, np.float32)
    land[10:15, 10:15] = 0.2  # a lake
    land[:, 25:] = 0.4  # a shadow
    land[20, 26] = 0.1  # a stroke in it
    depth = paper.enclosed(land)
    expected = np.zeros_like(land)
    expected[10:15, 10:15], expected[20, 26] = 0.7, 0.3
    assert_allclose(depth, expected, atol=1e-6)


def test_a_stroke_that_touches_the_edge_is_filled_as_well():
    land = np.full((40, 40), 0.9, np.float32)
    land[:20, 18:22] = 0.2
    assert_allclose(paper.enclosed(land), 0.9 - land, atol=1e-6)


def test_the_ring_goes_once_around():
    rows, columns = paper.ring((5, 7))
    pixels = list(zip(rows.tolist(), columns.tolist(), strict=True))
    assert len(set(pixels)) == len(pixels) == 2 * (5 + 7) - 4
    steps = np.abs(np.diff([*pixels, pixels[0]], axis=0)).sum(axis=1)
    assert_array_equal(steps, 1)
    assert all(row in (0, 4) or column in (0, 6) for row, column in pixels)


def test_the_noise_is_its_standard_deviation_and_strokes_are_none():
    light = grain(0.8 - 0.6 * (np.hypot(X, Y) < 0.3), 0.03)
    assert paper.noise_of(light) == pytest.approx(0.03, rel=0.05)
    assert paper.noise_of(np.where(X > 0, 0.9, 0.1)) == 0


def test_specks_are_not_as_strong_as_strokes():
    strength = np.zeros((60, 60), np.float32)
    strength[5:50, 20:24] = 0.4
    strength[::9, ::7] = 1.0
    assert marks.strength_of_strokes(strength, 6) == pytest.approx(0.4, abs=0.051)


@pytest.mark.parametrize("degrees", [0, 10, 33, 45])
def test_a_rectangle_is_a_sheet_however_it_lies(degrees):
    full = photographs.turned(np.pad(np.ones((120, 90)), 30), degrees) > 0.5
    assert photograph.is_sheet(full)


def test_no_digit_is_a_sheet(sample):
    for image in sample[1].images[:300]:
        assert not photograph.is_sheet(np.kron(image[..., 0] > 0, np.ones((2, 2), bool)))


def test_a_pixel_of_the_overview_is_the_mean_of_what_it_covers():
    light = np.random.default_rng(0).integers(0, 256, (300, 200)).astype(np.uint8)
    (overview,) = Picture(PIL.Image.fromarray(light)).channels(100)
    expected = light[:, :198].reshape(100, 3, 66, 3).mean(axis=(1, 3)) / 255
    assert overview.shape == (100, 67)
    assert_allclose(overview[:, :60], expected[:, :60], atol=0.3)
    (part,) = Picture(PIL.Image.fromarray(light)).channels(500, (slice(10, 30), slice(5, 9)))
    assert_allclose(part, light[10:30, 5:9] / 255, atol=1e-6)


# The extra


def test_without_the_library_a_sentence_says_what_is_missing(monkeypatch, seven):
    monkeypatch.setitem(sys.modules, "skimage.morphology", None)
    for name in ("paper", "marks", "photograph"):
        monkeypatch.delitem(sys.modules, f"scratchcnn.pad.{name}")
    with pytest.raises(ImportError, match=r"^skimage.* is missing.*%pip install scikit-image"):
        ink.page(saved(1 - seven))
    assert ink.page(seven).any()  # numbers and text need no library
