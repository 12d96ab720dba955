"""Pictures of handwriting, one kind after another, and how many of them the pad reads right.

    python tools/photographs.py [--digits 50] [--seed 0] [--only KIND …] [--sheet FILE] [--page PAGE]

Each kind draws digits of MNIST's test set as people photograph, scan and save theirs. `--sheet`
writes a picture of what the pad makes of them, `--page` the table into a page such as
docs/figures.md. `draw(name, digit, seed)` makes one picture, for the tests.
"""

import argparse
import io
import math
import time

import numpy as np
import PIL.Image
import PIL.ImageFilter

KINDS = {}
WHITE, BLACK, BLUE, RED = (1.0, 1, 1), (0.05, 0.05, 0.05), (0.15, 0.2, 0.55), (0.85, 0.1, 0.1)


def kind(make):
    """Enter a function (digit, rng) → the bytes of a picture's file under its name."""
    KINDS[make.__name__.replace("_", " ")] = make
    return make


def draw(name, digit, seed):
    """The bytes of a picture of this kind: digit, 28 × 28 × 1 uint8; the same for the same seed."""
    return KINDS[name](digit, np.random.default_rng([seed, *name.encode()]))


# What the pictures are made of: arrays from 0 to 1, height × width or height × width × 3.


def enlarge(digit, height):
    """The ink of a digit, `height` pixels high, with the edges of a pen: 0 paper, 1 ink."""
    ink = digit[..., 0]
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    ink = ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    width = max(1, round(height * ink.shape[1] / ink.shape[0]))
    soft = np.pad(ink, 1)
    scale = height / ink.shape[0]
    image = PIL.Image.fromarray(soft).resize(
        (round(width + 2 * scale), round(height + 2 * scale)), PIL.Image.Resampling.BICUBIC
    )
    return np.clip(0.5 + 0.5 * scale * (np.asarray(image) / 255 - 0.5), 0, 1)


def page(digit, rng, side=400, share=(0.35, 0.6)):
    """The ink of a digit somewhere on a square page; its height is this share of the page."""
    ink = enlarge(digit, round(side * rng.uniform(*share)))
    ink = ink[:, : side - 2]
    sheet = np.zeros((side, side))
    margin = max(2, side // 12)
    top, left = (
        rng.integers(min(margin, side - size), max(side - size - margin, margin) + 1)
        for size in ink.shape
    )
    top, left = min(top, side - ink.shape[0]), min(left, side - ink.shape[1])
    sheet[top : top + ink.shape[0], left : left + ink.shape[1]] = ink
    return sheet


def paint(ink, pen=BLACK, paper=WHITE):
    """Ink of the colour `pen` on `paper`: colours, or pictures of height × width × 3."""
    share = ink[..., np.newaxis]
    return share * np.asarray(pen) + (1 - share) * np.asarray(paper)


def lit(picture, light):
    """The picture under light of a brightness for each pixel."""
    return picture * light[..., np.newaxis]


def slope(shape, rng, least=0.55):
    """Light that falls off evenly towards one side, any side."""
    angle = rng.uniform(0, 2 * math.pi)
    y, x = np.mgrid[-1 : 1 : shape[0] * 1j, -1 : 1 : shape[1] * 1j]
    along = (x * math.cos(angle) + y * math.sin(angle)) / math.sqrt(2)
    return 1 - (1 - least) * (along + 1) / 2


def beyond_a_line(shape, rng, near=0.35, soft=1.5):
    """1 on one side of a straight line across the picture, 0 on the other."""
    angle = rng.uniform(0, 2 * math.pi)
    y, x = np.mgrid[: shape[0], : shape[1]]
    y, x = y - shape[0] / 2, x - shape[1] / 2
    offset = rng.uniform(-near, near) * shape[0]
    return np.clip(0.5 + (x * math.cos(angle) + y * math.sin(angle) - offset) / soft, 0, 1)


def grain(picture, rng, strength=0.02):
    """The picture with the noise of a camera."""
    return picture + rng.normal(0, strength, picture.shape)


def lines(shape, rng, distance=0.07, squared=False, turned=0.03):
    """Ruled or squared paper: 1 on a line, 0 between them; a little turned, as it lay."""
    angle = rng.uniform(-turned, turned)
    y, x = np.mgrid[: shape[0], : shape[1]]
    gap = distance * shape[0]
    start = rng.uniform(0, gap)

    def ruled(along):
        off = abs((along + start) % gap - gap / 2)  # from the nearest line
        return np.clip(1.2 - off, 0, 1)

    ruling = ruled(y * math.cos(angle) + x * math.sin(angle))
    if squared:
        ruling = np.maximum(ruling, ruled(x * math.cos(angle) - y * math.sin(angle)))
    return ruling


def thin(digit, height, width):
    """The middle lines of a digit as a pen of this width draws them, `height` pixels high."""
    import scipy.ndimage
    import skimage.morphology

    bold = np.pad(enlarge(digit, 120), 6) > 0.5
    middle = skimage.morphology.skeletonize(bold)
    distance = scipy.ndimage.distance_transform_edt(~middle)
    ink = np.clip(width * 120 / height / 2 + 0.5 - distance, 0, 1)
    size = (round(ink.shape[1] * height / 120), round(ink.shape[0] * height / 120))
    image = PIL.Image.fromarray(ink.astype(np.float32)).resize(size, PIL.Image.Resampling.BILINEAR)
    return np.clip(np.asarray(image), 0, 1)


def on_page(ink, rng, side=400):
    """Ink of any size somewhere on a square page."""
    sheet = np.zeros((side, side))
    top, left = (rng.integers(0, side - size + 1) for size in ink.shape)
    sheet[top : top + ink.shape[0], left : left + ink.shape[1]] = ink
    return sheet


def turned(array, degrees, fill):
    """A page or picture, turned about its middle."""
    channels = array[..., np.newaxis] if array.ndim == 2 else array
    result = [
        np.asarray(
            PIL.Image.fromarray(channels[..., channel].astype(np.float32)).rotate(
                degrees, PIL.Image.Resampling.BICUBIC, fillcolor=fill
            )
        )
        for channel in range(channels.shape[-1])
    ]
    return np.stack(result, axis=-1).reshape(array.shape)


def image(picture):
    """The picture, from 0 to 1, as Pillow has it: 8 bits a channel."""
    return PIL.Image.fromarray(np.rint(255 * np.clip(picture, 0, 1)).astype(np.uint8))


def encode(picture, form="PNG", **options):
    """The bytes of a file with this picture, an array from 0 to 1 or Pillow's."""
    if isinstance(picture, np.ndarray):
        picture = image(picture)
    file = io.BytesIO()
    picture.save(file, form, **options)
    return file.getvalue()


def blurred(picture, radius):
    return image(picture).filter(PIL.ImageFilter.GaussianBlur(radius))


# Clean pictures


@kind
def black_on_white(digit, rng):
    return encode(1 - 0.95 * page(digit, rng))


@kind
def white_on_black(digit, rng):
    return encode(page(digit, rng))


@kind
def an_image_of_MNIST(digit, rng):
    return encode(digit[..., 0] / 255)


@kind
def an_image_of_MNIST_inverted(digit, rng):
    return encode(1 - digit[..., 0] / 255)


@kind
def an_image_of_MNIST_as_JPEG(digit, rng):
    return encode(1 - digit[..., 0] / 255, "JPEG", quality=75)


@kind
def cropped_to_the_ink(digit, rng):
    return encode(paint(enlarge(digit, 200), BLUE), "JPEG", quality=80)


@kind
def black_and_white_only(digit, rng):
    return encode(PIL.Image.fromarray(page(digit, rng) < 0.5))


@kind
def palette(digit, rng):
    return encode(image(paint(page(digit, rng), BLUE, (1, 1, 0.8))).quantize(16))


@kind
def GIF(digit, rng):
    return encode(image(paint(page(digit, rng), RED)), "GIF")


@kind
def CMYK_JPEG(digit, rng):
    return encode(image(paint(page(digit, rng), BLUE)).convert("CMYK"), "JPEG")


@kind
def faint_5_percent(digit, rng):
    return encode(0.9 - 0.05 * page(digit, rng))


# Transparency and colour


@kind
def black_on_transparent(digit, rng):
    ink = page(digit, rng)
    return encode(np.dstack([paint(ink, (0, 0, 0), (0, 0, 0)), ink]))


@kind
def white_on_transparent(digit, rng):
    ink = page(digit, rng)
    return encode(np.dstack([paint(ink, WHITE, WHITE), ink]))


@kind
def one_transparent_colour(digit, rng):
    paper = tuple(int(value) for value in rng.integers(0, 256, 3))
    picture = np.where(page(digit, rng)[..., np.newaxis] > 0.5, 0, paper).astype(np.uint8)
    if max(paper) < 120:  # black ink would be invisible for people, too
        picture[(picture == 0).all(axis=-1)] = 255
    return encode(PIL.Image.fromarray(picture), transparency=paper)


@kind
def red_on_green_of_equal_brightness(digit, rng):
    return encode(paint(page(digit, rng), (0.8, 0.2, 0.2), (0.12, 0.545, 0.2)))


@kind
def yellow_on_white(digit, rng):
    return encode(paint(page(digit, rng), (1, 0.85, 0.1)), "JPEG", quality=90)


@kind
def blue_ballpoint(digit, rng):
    ink = on_page(thin(digit, 200, rng.uniform(4, 7)), rng)
    return encode(paint(ink, BLUE, (0.96, 0.95, 0.92)), "JPEG", quality=80)


@kind
def thick_marker(digit, rng):
    ink = on_page(thin(digit, 200, rng.uniform(28, 36)), rng)
    return encode(paint(ink, (0.1, 0.4, 0.1)), "JPEG", quality=80)


@kind
def chalk_on_a_board(digit, rng):
    ink = page(digit, rng) * np.clip(rng.normal(0.85, 0.2, (400, 400)), 0.3, 1)
    return encode(grain(paint(ink, (0.9, 0.9, 0.85), (0.12, 0.25, 0.18)), rng), "JPEG", quality=75)


# Formats


@kind
def twelve_bits_in_16(digit, rng):
    values = 4095 * (0.9 - 0.8 * page(digit, rng))
    return encode(PIL.Image.fromarray(np.rint(values).astype(np.uint16)))


@kind
def float_TIFF(digit, rng):
    scale = rng.choice([1, 255, 1e4])
    return encode(PIL.Image.fromarray((scale * (1 - page(digit, rng))).astype(np.float32)), "TIFF")


@kind
def a_camera_held_on_its_side(digit, rng):
    """Each of the EXIF orientations 2 to 8 in turn by chance, in a JPEG."""
    return sideways(page(digit, rng), int(rng.integers(2, 9)), "JPEG")


@kind
def TIFF_orientation_6(digit, rng):
    return sideways(page(digit, rng), 6, "TIFF")


STORED_AS = {  # how the camera stores what is upright, by the orientation that it notes
    2: np.fliplr,
    3: lambda ink: np.rot90(ink, 2),
    4: np.flipud,
    5: np.transpose,
    6: lambda ink: np.rot90(ink, 1),
    7: lambda ink: np.rot90(ink, 2).T,
    8: lambda ink: np.rot90(ink, -1),
}


def sideways(ink, orientation, form):
    exif = PIL.Image.Exif()
    exif[0x0112] = orientation
    stored = image(1 - np.ascontiguousarray(STORED_AS[orientation](ink)))
    options = {"tiffinfo": {274: orientation}} if form == "TIFF" else {"exif": exif}
    return encode(stored, form, **options)


@kind
def JPEG_of_quality_10(digit, rng):
    return encode(paint(page(digit, rng), BLUE, (0.9, 0.9, 0.88)), "JPEG", quality=10)


# Size and place


@kind
def small_6_to_12_percent(digit, rng):
    return encode(1 - page(digit, rng, 600, (0.06, 0.12)))


@kind
def tiny_3_to_4_percent(digit, rng):
    picture = paint(page(digit, rng, 1200, (0.03, 0.04)), BLUE, (0.93, 0.93, 0.9))
    return encode(picture, "JPEG", quality=85)


@kind
def wide_page(digit, rng):
    ink = np.pad(page(digit, rng, 200), ((0, 0), (0, 900)))
    return encode(1 - np.roll(ink, rng.integers(0, 900), axis=1))


@kind
def turned_by_12_degrees(digit, rng):
    return encode(1 - np.clip(turned(page(digit, rng), rng.uniform(-12, 12), 0), 0, 1))


# Paper


@kind
def specks_1_percent(digit, rng):
    picture = 1 - 0.9 * page(digit, rng, 300)
    picture[rng.random(picture.shape) < 0.01] = 0
    return encode(picture)


@kind
def salt_and_pepper_2_percent(digit, rng):
    picture = 0.9 - 0.8 * page(digit, rng, 300)
    picture[rng.random(picture.shape) < 0.01] = 0
    picture[rng.random(picture.shape) < 0.01] = 1
    return encode(picture)


@kind
def ruled_2_to_10_percent(digit, rng):
    darker = rng.uniform(0.02, 0.1) * lines((400, 400), rng)
    return encode(0.95 - darker - (0.8 - darker) * page(digit, rng))


@kind
def squared_2_to_10_percent(digit, rng):
    darker = rng.uniform(0.02, 0.1) * lines((400, 400), rng, 0.05, squared=True)
    return encode(0.95 - darker - (0.8 - darker) * page(digit, rng))


@kind
def blue_squares_and_a_margin(digit, rng):
    """School paper, photographed: squares 20 to 30 % darker, and a red line at one side."""
    ruling = lines((400, 400), rng, 0.06, squared=True)
    paper = paint(rng.uniform(0.2, 0.3) * ruling, (0.0, 0.1, 0.5), (0.95, 0.95, 0.92))
    paper[:, 40:42] = (0.9, 0.5, 0.5)
    ink = on_page(thin(digit, 200, rng.uniform(8, 14)), rng)
    return encode(grain(lit(paint(ink, BLUE, paper), slope(ink.shape, rng)), rng), "JPEG")


@kind
def pencil(digit, rng):
    """A quarter darker than the paper, in grains, under uneven light."""
    ink = page(digit, rng) * np.clip(rng.normal(0.8, 0.25, (400, 400)), 0.2, 1)
    picture = lit(paint(ink, (0.6, 0.6, 0.6), (0.85, 0.84, 0.8)), slope(ink.shape, rng, 0.7))
    return encode(grain(picture, rng, 0.01), "JPEG", quality=85)


@kind
def coffee_stain(digit, rng):
    ink = page(digit, rng)
    y, x = np.mgrid[:400, :400]
    row, column = rng.uniform(100, 300, 2)
    away = np.hypot(y - row, x - column)
    stain = 0.1 * (away < 90) + 0.15 * np.exp(-(((away - 90) / 5) ** 2))
    paper = paint(stain * 2, (0.5, 0.3, 0.1), (0.97, 0.96, 0.93))
    return encode(grain(paint(ink, BLACK, paper), rng, 0.01), "JPEG", quality=85)


# Edges


@kind
def one_dark_row_at_an_edge(digit, rng):
    picture = 1 - page(digit, rng)
    picture[rng.choice([0, -1])] = 0
    return encode(picture)


@kind
def frame_of_one_pixel(digit, rng):
    return encode(1 - np.pad(page(digit, rng)[1:-1, 1:-1], 1, constant_values=1))


@kind
def thick_frame(digit, rng):
    width = int(rng.integers(4, 25))
    picture = np.pad(1 - page(digit, rng), width, constant_values=0.15)
    return encode(np.pad(picture, rng.integers(0, 2) * 20, constant_values=1))


@kind
def dark_corners_of_a_scanner(digit, rng):
    corner = 1 - (1 - beyond_a_line((400, 400), rng, 0.6)) * (rng.random() < 0)
    y, x = np.mgrid[:400, :400]
    corner = np.clip((60 - (x + y)) / 2, 0, 1)
    return encode(np.minimum(1 - page(digit, rng), 1 - 0.9 * np.rot90(corner, rng.integers(4))))


# Light


@kind
def uneven_light_and_grain(digit, rng):
    picture = lit(paint(page(digit, rng), BLUE, (0.92, 0.9, 0.85)), slope((400, 400), rng, 0.45))
    return encode(grain(picture, rng, 0.03), "JPEG", quality=80)


@kind
def shadow_with_a_sharp_edge(digit, rng):
    light = 1 - rng.uniform(0.3, 0.5) * beyond_a_line((400, 400), rng)
    picture = lit(paint(page(digit, rng), BLUE, (0.95, 0.94, 0.9)), light)
    return encode(grain(picture, rng, 0.01), "JPEG", quality=85)


@kind
def shadow_of_an_arm(digit, rng):
    """A band of shadow that comes from one edge, with soft edges."""
    y, x = np.mgrid[-200:200, -200:200]
    angle, middle, width = rng.uniform(0, 2 * math.pi), rng.uniform(-90, 90), rng.uniform(30, 60)
    away = abs(x * math.cos(angle) + y * math.sin(angle) - middle) - width
    light = 1 - 0.4 * np.clip(0.5 - away / 20, 0, 1)
    picture = lit(paint(page(digit, rng), BLACK, (0.95, 0.94, 0.9)), light)
    return encode(grain(picture, rng, 0.01), "JPEG", quality=85)


@kind
def vignette_out_of_focus(digit, rng):
    y, x = np.mgrid[-1:1:400j, -1:1:400j]
    picture = lit(paint(page(digit, rng), BLUE, (0.9, 0.9, 0.88)), 1 - 0.3 * (x**2 + y**2))
    return encode(blurred(grain(picture, rng), 5), "JPEG", quality=80)


@kind
def flash_in_the_middle(digit, rng):
    y, x = np.mgrid[-1:1:400j, -1:1:400j]
    row, column = rng.uniform(-0.6, 0.6, 2)
    glare = 0.35 * np.exp(-((x - column) ** 2 + (y - row) ** 2) / 0.1)
    picture = paint(page(digit, rng), BLUE, (0.7, 0.7, 0.68)) + glare[..., np.newaxis]
    return encode(grain(picture, rng), "JPEG", quality=80)


# A sheet on a desk


@kind
def sheet_on_a_darker_desk(digit, rng):
    sheet = paint(page(digit, rng, 300), BLUE, (0.95, 0.95, 0.92))
    picture = np.full((400, 480, 3), (0.45, 0.35, 0.25))
    top, left = rng.integers(10, 90), rng.integers(10, 170)
    picture[top : top + 300, left : left + 300] = sheet
    return encode(grain(picture, rng, 0.01), "JPEG", quality=85)


@kind
def turned_sheet_on_a_wooden_desk(digit, rng):
    ink = np.pad(page(digit, rng, 280), 90)
    sheet = np.pad(np.ones((280, 280)), 90)
    angle = rng.uniform(-12, 12)
    ink, sheet = (np.clip(turned(each, angle, 0), 0, 1) for each in (ink, sheet))
    y = np.mgrid[: ink.shape[0], : ink.shape[1]][0]
    wood = 0.05 * np.sin(y / rng.uniform(4, 9))[..., np.newaxis] + np.array([0.5, 0.36, 0.22])
    picture = paint(ink, BLACK, paint(sheet, (0.93, 0.92, 0.88), wood))
    return encode(grain(lit(picture, slope(ink.shape, rng, 0.7)), rng), "JPEG", quality=85)


@kind
def sheet_over_the_edge_of_a_desk(digit, rng):
    """The desk shows at two sides only; the sheet leaves the picture at the others."""
    sheet = paint(page(digit, rng), BLACK, (0.93, 0.92, 0.88))
    band = int(rng.integers(25, 80))
    picture = np.full((400 + band, 400 + band, 3), (0.3, 0.28, 0.3))
    picture[:400, :400] = sheet
    picture = np.rot90(picture, rng.integers(4)).copy() if False else picture
    return encode(grain(picture, rng), "JPEG", quality=85)


@kind
def dark_sheet_on_a_bright_desk(digit, rng):
    sheet = paint(page(digit, rng, 300), (0.95, 0.95, 0.9), (0.1, 0.12, 0.15))
    picture = np.full((400, 400, 3), (0.8, 0.78, 0.7))
    picture[40:340, 60:360] = sheet
    return encode(grain(picture, rng, 0.01), "JPEG", quality=85)


@kind
def a_phone_s_photograph(digit, rng):
    """Three megapixels: ruled paper, turned, uneven light, a soft shadow, grain, JPEG."""
    side = 1500
    ink = np.clip(turned(page(digit, rng, side, (0.12, 0.3)), rng.uniform(-6, 6), 0), 0, 1)
    ruling = 0.15 * lines(ink.shape, rng, 0.045)
    picture = paint(ink, BLUE, paint(ruling, (0.2, 0.3, 0.6), (0.9, 0.88, 0.82)))
    shadow = 1 - 0.25 * beyond_a_line(ink.shape, rng, soft=60)
    picture = grain(lit(picture, slope(ink.shape, rng) * shadow), rng, 0.03)
    return encode(np.pad(picture, ((0, 0), (0, 500), (0, 0)), mode="reflect" if False else "edge"),
                  "JPEG", quality=80)


# How many are read right


def main():
    from scratchcnn import load_mnist, models
    from scratchcnn.pad.draw_pad import PlainPad

    options = arguments()
    digits = choose(load_mnist()[1], options.digits, options.seed)
    pad, shares, seen = PlainPad(models.trained()), {}, {}
    for name in options.only or KINDS:
        started = time.perf_counter()
        answers = [look(pad, name, number, *each) for number, each in enumerate(digits)]
        right = [answer == label for (answer, _), (_, label) in zip(answers, digits, strict=True)]
        shares[name] = np.mean(right)
        seen[name] = [image for _, image in answers]
        each = (time.perf_counter() - started) / len(digits)
        missed = [
            f"{number}:{label}→{answer}"
            for number, ((answer, _), (_, label)) in enumerate(zip(answers, digits, strict=True))
            if answer != label
        ]
        print(f"{name:35} {shares[name]:6.0%}  {1000 * each:4.0f} ms  {' '.join(missed)[:200]}", flush=True)
    if options.sheet:
        contact_sheet(seen).save(options.sheet)


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--digits", type=int, default=50, help="pictures of each kind")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--only", nargs="+", choices=KINDS, metavar="KIND")
    parser.add_argument("--sheet", help="write what the pad makes of them into this picture")
    parser.add_argument("--page", help="write the table into this page")
    return parser.parse_args()


def choose(dataset, count, seed):
    """[(image, label), …]: as many of each digit, chosen by the seed."""
    rng = np.random.default_rng(seed)
    chosen = [rng.permutation(np.flatnonzero(dataset.labels == digit)) for digit in range(10)]
    return [
        (dataset.images[chosen[n % 10][n // 10]], int(dataset.labels[chosen[n % 10][n // 10]]))
        for n in range(count)
    ]


def look(pad, name, seed, digit, label):
    """(what the pad reads, 28 × 28 as the network saw it) in one picture of a kind."""
    import pathlib
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder, "picture")
        path.write_bytes(draw(name, digit, seed))
        pad.clear()
        try:
            pad.draw(path)
        except ValueError as error:
            return str(error).split(": ", 1)[-1], np.zeros((28, 28), np.uint8)
        if pad.prediction is None:
            return pad.reading.sentence, pad.image[..., 0]
        return pad.prediction, pad.image[..., 0]


def contact_sheet(seen):
    """One row for each kind: what the network saw."""
    rows = [np.hstack([np.pad(each, 1, constant_values=90) for each in images]) for images in seen.values()]
    return PIL.Image.fromarray(np.vstack(rows))


if __name__ == "__main__":
    main()
