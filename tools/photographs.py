"""Pictures of handwriting, one kind after another, and the share of each that the pad reads right.

    python tools/photographs.py [--digits 50] [--seed 0] [--only KIND …]
                                [--before FILE] [--sheet FILE] [--page PAGE]

Each kind shows digits of MNIST's test set as people photograph, scan and save theirs; a seed makes
the same pictures every time. A run writes its shares into build/photographs.json; with the file of
an earlier run as `--before`, the table shows both. `--sheet` writes what the network saw of every
picture, `--page` the table into a page such as docs/photographs.md.
"""

import argparse
import io
import json
import math
from pathlib import Path

import numpy as np
import PIL.Image
import PIL.ImageFilter

RESULT = Path(__file__).resolve().parent.parent / "build" / "photographs.json"
KINDS = {}
WHITE, BLACK, BLUE, RED = (1, 1, 1), (0.05, 0.05, 0.05), (0.15, 0.2, 0.55), (0.85, 0.1, 0.1)
SIDE = 400  # pixels along each side of most pictures


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
    rows, columns = (np.flatnonzero(ink.any(axis=axis)) for axis in (1, 0))
    ink = np.pad(ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1], 1)
    scale = height / (ink.shape[0] - 2)
    soft = resized(ink / 255, round(ink.shape[0] * scale), round(ink.shape[1] * scale))
    return np.clip(0.5 + 0.5 * scale * (soft - 0.5), 0, 1)


def thin(digit, height, width):
    """The middle lines of a digit as a pen of this width draws them, `height` pixels high."""
    from scipy.ndimage import distance_transform_edt
    from skimage.morphology import skeletonize

    fine = 120
    middle = skeletonize(np.pad(enlarge(digit, fine), 20) > 0.5)
    ink = np.clip(width * fine / height / 2 + 0.5 - distance_transform_edt(~middle), 0, 1)
    return resized(ink, *(round(size * height / fine) for size in ink.shape))


def resized(array, height, width):
    image = PIL.Image.fromarray(array.astype(np.float32))
    return np.clip(image.resize((width, height), PIL.Image.Resampling.BICUBIC), 0, 1)


def put(ink, rng, side=SIDE, margin=0):
    """Ink of any size somewhere on a square page, at least so far from its edge."""
    ink = ink[: side - 2 * margin, : side - 2 * margin]
    page = np.zeros((side, side))
    top, left = (rng.integers(margin, side - margin - size + 1) for size in ink.shape)
    page[top : top + ink.shape[0], left : left + ink.shape[1]] = ink
    return page


def page(digit, rng, side=SIDE, share=(0.35, 0.6)):
    """The ink of a digit somewhere on a square page; its height is this share of the page."""
    return put(enlarge(digit, round(side * rng.uniform(*share))), rng, side, side // 20)


def paint(ink, pen=BLACK, paper=WHITE):
    """Ink of the colour `pen` on `paper`: colours, or pictures of height × width × 3."""
    share = ink[..., np.newaxis]
    return share * np.asarray(pen) + (1 - share) * np.asarray(paper)


def lit(picture, light):
    """The picture under light of a brightness for each pixel."""
    return picture * light[..., np.newaxis]


def grid(shape=(SIDE, SIDE)):
    """y and x of each pixel, from -1 to 1."""
    return np.mgrid[-1 : 1 : shape[0] * 1j, -1 : 1 : shape[1] * 1j]


def along(shape, rng):
    """How far each pixel lies in some direction: 0 in the middle, in pixels."""
    y, x = grid(shape) * np.reshape(shape, (2, 1, 1)) / 2
    angle = rng.uniform(0, 2 * math.pi)
    return x * math.cos(angle) + y * math.sin(angle)


def slope(shape, rng, least=0.55):
    """Light that falls off evenly towards one side, any side."""
    way = along(shape, rng)
    return 1 - (1 - least) * (way - way.min()) / np.ptp(way)


def beyond_a_line(shape, rng, soft=1.5):
    """1 on one side of a straight line across the picture, 0 on the other."""
    return np.clip(0.5 + (along(shape, rng) - rng.uniform(-0.35, 0.35) * shape[0]) / soft, 0, 1)


def grain(picture, rng, strength=0.02):
    """The picture with the noise of a camera."""
    return picture + rng.normal(0, strength, picture.shape)


def lines(shape, rng, distance=0.07, squared=False):
    """Ruled or squared paper: 1 on a line, 0 between them; a little turned, as it lay."""
    angle = rng.uniform(-0.03, 0.03)
    y, x = np.mgrid[: shape[0], : shape[1]]
    gap = distance * shape[0]

    def ruled(way):
        return np.clip(1.2 - abs(way % gap - gap / 2), 0, 1)

    ruling = ruled(y * math.cos(angle) + x * math.sin(angle))
    return np.maximum(ruling, ruled(x * math.cos(angle) - y * math.sin(angle)) * squared)


def turned(array, degrees):
    """A page, turned about its middle."""
    image = PIL.Image.fromarray(array.astype(np.float32))
    return np.clip(image.rotate(degrees, PIL.Image.Resampling.BICUBIC), 0, 1)


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
def contrast_of_5_percent(digit, rng):
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
    ink = put(thin(digit, 200, rng.uniform(4, 7)), rng)
    return encode(paint(ink, BLUE, (0.96, 0.95, 0.92)), "JPEG", quality=80)


@kind
def thick_marker(digit, rng):
    ink = put(thin(digit, 200, rng.uniform(28, 36)), rng)
    return encode(paint(ink, (0.1, 0.4, 0.1)), "JPEG", quality=80)


@kind
def chalk_on_a_board(digit, rng):
    ink = page(digit, rng) * np.clip(rng.normal(0.85, 0.2, (SIDE, SIDE)), 0.3, 1)
    return encode(grain(paint(ink, (0.9, 0.9, 0.85), (0.12, 0.25, 0.18)), rng), "JPEG", quality=75)


# Formats


@kind
def twelve_bits_in_16_bits(digit, rng):
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
def small_6_to_12_percent_of_the_page(digit, rng):
    return encode(1 - page(digit, rng, 600, (0.06, 0.12)))


@kind
def tiny_3_to_4_percent_of_the_page(digit, rng):
    picture = paint(page(digit, rng, 1200, (0.03, 0.04)), BLUE, (0.93, 0.93, 0.9))
    return encode(picture, "JPEG", quality=85)


@kind
def wide_page(digit, rng):
    ink = np.pad(page(digit, rng, 200), ((0, 0), (0, 900)))
    return encode(1 - np.roll(ink, rng.integers(0, 900), axis=1))


@kind
def turned_by_12_degrees(digit, rng):
    return encode(1 - turned(page(digit, rng), rng.uniform(-12, 12)))


# Paper


@kind
def specks_on_1_percent(digit, rng):
    picture = 1 - 0.9 * page(digit, rng, 300)
    picture[rng.random(picture.shape) < 0.01] = 0
    return encode(picture)


@kind
def salt_and_pepper_on_2_percent(digit, rng):
    picture = 0.9 - 0.8 * page(digit, rng, 300)
    picture[rng.random(picture.shape) < 0.01] = 0
    picture[rng.random(picture.shape) < 0.01] = 1
    return encode(picture)


@kind
def ruled_paper_2_to_10_percent_darker(digit, rng):
    darker = rng.uniform(0.02, 0.1) * lines((SIDE, SIDE), rng)
    return encode(0.95 - darker - (0.8 - darker) * page(digit, rng))


@kind
def squared_paper_2_to_10_percent_darker(digit, rng):
    darker = rng.uniform(0.02, 0.1) * lines((SIDE, SIDE), rng, 0.05, squared=True)
    return encode(0.95 - darker - (0.8 - darker) * page(digit, rng))


@kind
def blue_squares_and_a_margin(digit, rng):
    """School paper, photographed: squares 20 to 30 % darker, and a red line at one side."""
    ruling = lines((SIDE, SIDE), rng, 0.06, squared=True)
    paper = paint(rng.uniform(0.2, 0.3) * ruling, (0.0, 0.1, 0.5), (0.95, 0.95, 0.92))
    paper[:, 40:42] = (0.9, 0.5, 0.5)
    ink = put(thin(digit, 200, rng.uniform(8, 14)), rng)
    return encode(grain(lit(paint(ink, BLUE, paper), slope(ink.shape, rng)), rng), "JPEG")


@kind
def pencil(digit, rng):
    """A quarter darker than the paper, in grains, under uneven light."""
    ink = page(digit, rng) * np.clip(rng.normal(0.8, 0.25, (SIDE, SIDE)), 0.2, 1)
    picture = lit(paint(ink, (0.6, 0.6, 0.6), (0.85, 0.84, 0.8)), slope(ink.shape, rng, 0.7))
    return encode(grain(picture, rng, 0.01), "JPEG", quality=85)


@kind
def coffee_stain(digit, rng):
    ink = page(digit, rng)
    y, x = np.mgrid[:SIDE, :SIDE]
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
def dark_corner_of_a_scan(digit, rng):
    y, x = np.mgrid[:SIDE, :SIDE]
    corner = np.rot90(np.clip((rng.uniform(50, 120) - (x + y)) / 2, 0, 1), rng.integers(4))
    return encode(np.minimum(1 - page(digit, rng), 1 - 0.9 * corner))


# Light


@kind
def uneven_light_and_grain(digit, rng):
    picture = lit(paint(page(digit, rng), BLUE, (0.92, 0.9, 0.85)), slope((SIDE, SIDE), rng, 0.45))
    return encode(grain(picture, rng, 0.03), "JPEG", quality=80)


@kind
def shadow_with_a_sharp_edge(digit, rng):
    light = 1 - rng.uniform(0.3, 0.5) * beyond_a_line((SIDE, SIDE), rng)
    picture = lit(paint(page(digit, rng), BLUE, (0.95, 0.94, 0.9)), light)
    return encode(grain(picture, rng, 0.01), "JPEG", quality=85)


@kind
def shadow_of_an_arm(digit, rng):
    """A band of shadow across the picture, with soft edges."""
    middle, width = rng.uniform(-90, 90), rng.uniform(30, 60)
    away = abs(along((SIDE, SIDE), rng) - middle) - width
    light = 1 - 0.4 * np.clip(0.5 - away / 20, 0, 1)
    picture = lit(paint(page(digit, rng), BLACK, (0.95, 0.94, 0.9)), light)
    return encode(grain(picture, rng, 0.01), "JPEG", quality=85)


@kind
def vignette_out_of_focus(digit, rng):
    y, x = grid()
    picture = lit(paint(page(digit, rng), BLUE, (0.9, 0.9, 0.88)), 1 - 0.3 * (x**2 + y**2))
    blurred = image(grain(picture, rng)).filter(PIL.ImageFilter.GaussianBlur(rng.uniform(3, 6)))
    return encode(blurred, "JPEG", quality=80)


@kind
def flash(digit, rng):
    """Glare on one place of the paper, and on the ink there."""
    y, x = grid()
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
    angle = rng.uniform(-12, 12)
    ink, sheet = page(digit, rng, 280), np.ones((280, 280))
    ink, sheet = (turned(np.pad(each, 90), angle) for each in (ink, sheet))
    y, _ = np.mgrid[: ink.shape[0], : ink.shape[1]]
    wood = 0.05 * np.sin(y / rng.uniform(4, 9))[..., np.newaxis] + np.array([0.5, 0.36, 0.22])
    picture = paint(ink, BLACK, paint(sheet, (0.93, 0.92, 0.88), wood))
    return encode(grain(lit(picture, slope(ink.shape, rng, 0.7)), rng), "JPEG", quality=85)


@kind
def sheet_that_leaves_the_picture(digit, rng):
    """The desk shows at the right and at the bottom only."""
    desk = ((0, rng.integers(25, 80)), (0, rng.integers(25, 80)))
    sheet = np.pad(np.ones((SIDE, SIDE)), desk)
    picture = paint(np.pad(page(digit, rng), desk), BLACK, paint(sheet, WHITE, (0.3, 0.28, 0.3)))
    return encode(grain(0.93 * picture, rng), "JPEG", quality=85)


@kind
def dark_sheet_on_a_bright_desk(digit, rng):
    picture = np.full((SIDE, SIDE, 3), (0.8, 0.78, 0.7))
    picture[40:340, 60:360] = paint(page(digit, rng, 300), (0.95, 0.95, 0.9), (0.1, 0.12, 0.15))
    return encode(grain(picture, rng, 0.01), "JPEG", quality=85)


@kind
def photograph_of_a_phone(digit, rng):
    """Ruled paper, turned, with uneven light, a soft shadow and grain: three megapixels."""
    shape = (1500, 2000)
    ink = put(page(digit, rng, 900, (0.2, 0.5)), rng, 1500)
    ink = np.pad(turned(ink, rng.uniform(-6, 6)), ((0, 0), (250, 250)))
    paper = paint(0.15 * lines(shape, rng, 0.045), (0.2, 0.3, 0.6), (0.9, 0.88, 0.82))
    light = slope(shape, rng) * (1 - 0.25 * beyond_a_line(shape, rng, soft=60))
    return encode(grain(lit(paint(ink, BLUE, paper), light), rng, 0.03), "JPEG", quality=80)


# How many are read right


def main():
    from scratchcnn import load_mnist

    options = arguments()
    digits = choose(load_mnist()[1], options.digits, options.seed)
    labels = [label for _, label in digits]
    shares, rows = {}, []
    for name in options.only or KINDS:
        answers, seen = zip(*read(name, digits), strict=True)
        right = np.array(answers, object) == labels
        shares[name] = right.mean()
        rows.append(np.hstack([np.pad(each, 1, constant_values=90) for each in seen]))
        wrong = [f"{labels[n]}: {answers[n]}" for n in np.flatnonzero(~right)]
        print(f"{name:36}{shares[name]:5.0%}  {'; '.join(wrong)[:120]}", flush=True)
    RESULT.parent.mkdir(exist_ok=True)
    RESULT.write_text(json.dumps(shares, indent=2), "utf-8")
    if options.sheet:
        PIL.Image.fromarray(np.vstack(rows)).save(options.sheet)
    if options.page:
        import pages

        before = json.loads(Path(options.before).read_text("utf-8")) if options.before else {}
        pages.fill(options.page, table(shares, before))


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--digits", type=int, default=50, help="pictures of each kind")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--only", nargs="+", choices=KINDS, metavar="KIND")
    parser.add_argument("--before", help="the shares of an earlier run, for the table")
    parser.add_argument("--sheet", help="write what the network saw into this picture")
    parser.add_argument("--page", help="write the table into this page")
    return parser.parse_args()


def choose(dataset, count, seed):
    """[(image, label), …]: each digit as often as the others, chosen by the seed."""
    rng = np.random.default_rng(seed)
    of_digit = [rng.permutation(np.flatnonzero(dataset.labels == digit)) for digit in range(10)]
    chosen = [of_digit[n % 10][n // 10] for n in range(count)]
    return [(dataset.images[n], int(dataset.labels[n])) for n in chosen]


def read(name, digits):
    """(what the pad reads or says, what the network saw) for a picture of each digit."""
    from scratchcnn.pad.draw_pad import PlainPad

    pad = PlainPad()
    path = RESULT.parent / "picture"  # a file, as a reader has one
    path.parent.mkdir(exist_ok=True)
    for seed, (digit, _) in enumerate(digits):
        path.write_bytes(draw(name, digit, seed))
        pad.clear()
        try:
            pad.draw(path)
        except ValueError as error:
            yield str(error).removeprefix(f"{path}: "), pad.image[..., 0]
        else:
            answer = pad.reading.sentence if pad.prediction is None else pad.prediction
            yield answer, pad.image[..., 0]
    path.unlink()


def table(shares, before):
    """Markdown: a row for each kind."""
    import pages

    columns = ["kind of picture", *(["before"] if before else []), "read right"]
    lines = [f"{pages.here_and_now()}.", "", f"| {' | '.join(columns)} |"]
    lines.append("|---" + "|--:" * (len(columns) - 1) + "|")
    for name, share in shares.items():
        earlier = [f"{before[name]:.0%}" if name in before else ""] if before else []
        lines.append(f"| {' | '.join([name, *earlier, f'{share:.0%}'])} |")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
