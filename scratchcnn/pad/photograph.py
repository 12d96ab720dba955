"""The ink in a picture: a photograph, a scan or a drawing, dark on light or light on dark.

Ink is what paper encloses. From the edge of the picture one reaches the paper, a desk and a shadow
that leaves the picture, all without crossing anything lighter than they are; the strokes of a dark
pen lie in the paper like lakes. So the paper under them is found by filling: every lake rises until
it would run over, which mathematical morphology calls reconstruction by erosion (Vincent 1993). How
far it rose is the ink. For light ink the picture is turned into its negative first.
"""

from dataclasses import dataclass

import numpy as np

from .picture_file import Picture

OVERVIEW, CLOSE_UP = 256, 400  # pixels along a side
FAINTEST_CONTRAST = 0.012  # of all brightness: three of 255 levels
GRAIN = 6  # times the noise of the paper: what is less is no stroke
import os
LOCAL = int(os.environ.get("LOCAL", 0))
SPECK = 1 / 15_000  # of the picture: what is smaller is no stroke


@dataclass(frozen=True)
class Marks:
    strength: np.ndarray
    peak: float
    noise: float
    mask: np.ndarray
    main: np.ndarray
    channel: int = 0
    sign: int = 1

    @property
    def box(self):
        rows, columns = np.flatnonzero(self.mask.any(axis=1)), np.flatnonzero(self.mask.any(axis=0))
        return slice(rows[0], rows[-1] + 1), slice(columns[0], columns[-1] + 1)

    @property
    def extent(self):
        return max(each.stop - each.start for each in self.box)


def ink_in(file, debug=None):
    picture = Picture(file)
    overview = picture.channels(OVERVIEW)
    found = find_digit(overview)
    if debug is not None:
        debug.append(found)
    shape = overview[0].shape
    scale = picture.height / shape[0], picture.width / shape[1]
    if max(scale) > 1:
        box = wider(found.box, scale, (picture.height, picture.width))
        close = picture.channels(CLOSE_UP, box)
        if len(close) == len(overview):
            again = marks(found.sign * close[found.channel])
            if again is not None:
                found = again
    if debug is not None:
        debug.append(found)
    ink = np.where(found.mask, np.clip(found.strength / found.peak, 0, 1), 0)
    return ink[found.box]


def wider(box, scale, shape):
    margin = 0.35 * max((s.stop - s.start) * f for s, f in zip(box, scale, strict=True)) + 3 * max(scale)
    return tuple(
        slice(max(0, int(s.start * f - margin)), min(n, int(np.ceil(s.stop * f + margin))))
        for s, f, n in zip(box, scale, shape, strict=True)
    )


def find_digit(channels):
    best = None
    for number, channel in enumerate(channels):
        found = digit_of(channel)
        if found is None:
            continue
        score = found.peak - 3 * found.noise
        if best is None or score > max(1.2 * best[0], best[0] + 0.01):
            best = score, number, found
    if best is None:
        raise ValueError("nothing but paper")
    score, number, found = best
    return Marks(found.strength, found.peak, found.noise, found.mask, found.main, number, found.sign)


def digit_of(channel):
    dark, light = enclosed(channel), enclosed(-channel)
    sigma = noise_of(channel)
    inside = np.ones(channel.shape, bool)
    either = [with_sign(marks_of(dark, sigma), 1), with_sign(marks_of(light, sigma), -1)]
    either = [each for each in either if each is not None]
    if not either:
        return None
    edge = [sharpness(channel, each.main) for each in either]
    peak = max(each.peak for each in either)
    sharp = [
        each
        for each, e in zip(either, edge, strict=True)
        if e > 0.5 * max(edge) and each.peak > 0.6 * peak
    ]
    if not sharp:
        sharp = [max(either, key=lambda each: each.peak)]
    outer = max(sharp, key=lambda each: each.extent)
    while is_sheet(outer):
        from scipy.ndimage import binary_erosion, binary_fill_holes

        inside = binary_erosion(binary_fill_holes(outer.main), iterations=2)
        strength = dark if outer.sign < 0 else light
        inner = with_sign(marks_of(strength * inside, sigma), -outer.sign)
        if inner is None:
            raise ValueError("a border and no stroke inside it")
        outer = inner
    return outer


def sharpness(channel, mask):
    """How much the brightness changes from pixel to pixel along the edge of the mask."""
    from scipy.ndimage import binary_erosion, gaussian_gradient_magnitude

    edge = mask & ~binary_erosion(mask)
    return np.median(gaussian_gradient_magnitude(channel, 1)[edge])


def with_sign(found, sign):
    if found is None:
        return None
    return Marks(found.strength, found.peak, found.noise, found.mask, found.main, 0, sign)


def marks(channel):
    return marks_of(enclosed(channel), noise_of(channel))


def noise_of(channel):
    """The standard deviation of the noise, from differences of neighbours, which strokes are few of."""
    step = np.diff(channel, axis=1)
    return 1.4826 * np.median(abs(step - np.median(step))) / np.sqrt(2) if step.size else 0.0


def enclosed(channel):
    """How far each pixel is below the paper that encloses it."""
    from skimage.morphology import reconstruction

    if min(channel.shape) < 3:
        return np.zeros_like(channel)
    seed = np.full_like(channel, channel.max())
    for edge in edges(seed):
        edge[...] = 0
    put_border(seed, border_level(channel))
    filled = reconstruction(np.maximum(seed, channel), channel, method="erosion")
    if LOCAL:
        from skimage.morphology import closing, footprint_rectangle
        n = max(channel.shape) // LOCAL
        wide = np.pad(channel, n, mode="edge")
        closed = closing(wide, footprint_rectangle((n, n), decomposition="separable"))
        filled = np.maximum(filled, closed[n:-n, n:-n])
    return filled - channel


def ring(shape):
    h, w = shape
    rows = np.r_[np.zeros(w - 1), np.arange(h - 1), np.full(w - 1, h - 1), np.arange(h - 1, 0, -1)]
    cols = np.r_[np.arange(w - 1), np.full(h - 1, w - 1), np.arange(w - 1, 0, -1), np.zeros(h - 1)]
    return rows.astype(int), cols.astype(int)


def edges(a):
    return a[0], a[-1], a[:, 0], a[:, -1]


def border_level(channel):
    from scipy.ndimage import median_filter

    return median_filter(channel[ring(channel.shape)], sum(channel.shape) // 8 * 2 + 1, mode="wrap")


def put_border(seed, level):
    seed[ring(seed.shape)] = level


def marks_of(strength, sigma):
    from scipy.ndimage import distance_transform_edt
    from skimage.filters import apply_hysteresis_threshold
    from skimage.measure import label, regionprops

    least = max(3, int(SPECK * strength.size))
    peak = peak_of(strength, least)
    if peak < max(FAINTEST_CONTRAST, GRAIN * sigma):
        return None
    strong = large(strength > 0.5 * peak, least)
    if not strong.any():
        return None
    far = distance_transform_edt(~strong) > 6
    noise = float(np.quantile(strength[far], 0.95)) if far.sum() > 50 else 0.0
    noise = max(noise, 3 * sigma)
    low = 0 if noise < 0.004 else np.clip(1.3 * noise, 0.25 * peak, 0.5 * peak)
    mask = apply_hysteresis_threshold(strength, low, 0.5 * peak)
    labels = label(mask, connectivity=2)
    regions = [r for r in regionprops(labels, intensity_image=strength) if r.area >= least]
    if not regions:
        return None
    height, width = strength.shape

    def weight(r):
        top, left, bottom, right = r.bbox
        contact = (r.coords[:, 0] == 0).sum() + (r.coords[:, 0] == height - 1).sum() + (
            r.coords[:, 1] == 0).sum() + (r.coords[:, 1] == width - 1).sum()
        return r.area * r.intensity_mean * (0.1 if contact > 0.2 * min(height, width) else 1)

    main = max(regions, key=weight)
    keep = [r for r in regions if r is main or belongs(r, main)]
    mask = np.isin(labels, [r.label for r in keep])
    return Marks(strength, peak, noise, mask, labels == main.label)


def belongs(region, main):
    if region.area < 0.03 * main.area:
        return False
    size = max(main.bbox[2] - main.bbox[0], main.bbox[3] - main.bbox[1])
    if all(region.bbox[i] < main.bbox[i] and region.bbox[i + 2] > main.bbox[i + 2] for i in (0, 1)):
        return False
    gap = max(
        max(region.bbox[axis], main.bbox[axis]) - min(region.bbox[axis + 2], main.bbox[axis + 2])
        for axis in (0, 1)
    )
    return gap < 0.2 * size


def large(mask, least):
    from skimage.measure import label

    labels = label(mask, connectivity=1)
    counts = np.bincount(labels.ravel())
    counts[0] = 0
    return (counts >= least)[labels]


def peak_of(strength, least):
    from skimage.measure import label

    top = strength.max()
    for share in np.arange(1, 0.02, -0.05):
        labels = label(strength >= share * top, connectivity=1)
        if top > 0 and np.bincount(labels.ravel())[1:].max(initial=0) >= least:
            return share * top
    return 0.0


def is_sheet(found):
    from scipy.ndimage import binary_fill_holes

    filled = binary_fill_holes(found.main)
    rows, columns = (np.flatnonzero(filled.any(axis=a)) for a in (1, 0))
    if np.ptp(rows) * np.ptp(columns) < 0.2 * filled.size:
        return False
    solid = found.main.sum() / filled.sum()
    return not 0.3 < solid < 0.7 and rectangularity(filled) > 0.86


def rectangularity(filled):
    y, x = np.nonzero(filled)
    areas = []
    for angle in np.deg2rad(np.arange(0, 90, 3)):
        c, s = np.cos(angle), np.sin(angle)
        areas.append((np.ptp(x * c + y * s) + 1) * (np.ptp(y * c - x * s) + 1))
    return filled.sum() / min(areas)
