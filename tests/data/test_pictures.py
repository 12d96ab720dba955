"""Folders of pictures: one sub-folder for each class, as people keep them."""

import os

import numpy as np
import PIL.Image
import pytest

from scratchcnn import Dense, Division, Network, Vectorization, load_folder, train

RNG = np.random.default_rng(0)
GREY = RNG.integers(0, 256, (6, 5), dtype=np.uint8)
COLOUR = RNG.integers(0, 256, (6, 5, 3), dtype=np.uint8)


def save(path, pixels, mode=None, **options):
    path.parent.mkdir(parents=True, exist_ok=True)
    picture = PIL.Image.fromarray(pixels)
    (picture if mode is None else picture.convert(mode)).save(path, **options)
    return path


def test_grey_pictures(tmp_path, capsys):
    for label, name in enumerate(("cat", "dog", "fox")):
        for number in range(2):
            save(tmp_path / "own" / name / f"{number}.png", GREY + np.uint8(10 * label + number))
    dataset = load_folder(tmp_path / "own")
    assert dataset.images.shape == (6, 6, 5, 1)
    assert dataset.images.dtype == np.uint8
    assert dataset.labels.tolist() == [0, 0, 1, 1, 2, 2]
    assert dataset.classes == ("cat", "dog", "fox")
    assert dataset.name == "own"
    expected = [GREY + np.uint8(10 * label + number) for label in range(3) for number in range(2)]
    np.testing.assert_array_equal(dataset.images[..., 0], expected)
    dataset.images[0], dataset.labels[0] = 0, 1  # can be written to
    out = capsys.readouterr().out
    assert out.endswith("own: 6 grey images of 6 × 5, classes cat (2), dog (2), fox (2)\n")


def test_colours_and_a_grey_picture_among_them(tmp_path):
    save(tmp_path / "a" / "1.png", COLOUR)
    save(tmp_path / "b" / "2.png", GREY)
    dataset = load_folder(tmp_path)
    np.testing.assert_array_equal(dataset.images[0], COLOUR)
    np.testing.assert_array_equal(dataset.images[1], GREY[..., np.newaxis].repeat(3, axis=2))


@pytest.mark.parametrize("mode", ["L", "RGB", "RGBA", "LA", "P"])
def test_grey_in_whatever_mode_it_was_saved(mode, tmp_path):
    save(tmp_path / "a" / "1.png", GREY, mode)
    save(tmp_path / "b" / "1.bmp", GREY)
    images = load_folder(tmp_path).images
    np.testing.assert_array_equal(images[..., 0], [GREY, GREY])


@pytest.mark.parametrize("ending", ["png", "bmp", "gif", "tif", "PNG", "webp", "ppm"])
def test_all_that_pillow_reads_without_loss(ending, tmp_path):
    options = {"lossless": True} if ending == "webp" else {}
    black_and_white = np.where(COLOUR > 127, 255, 0).astype(np.uint8)
    save(tmp_path / "a" / f"1.{ending}", black_and_white, **options)
    np.testing.assert_array_equal(load_folder(tmp_path).images, black_and_white[np.newaxis])


def test_one_bit_a_pixel(tmp_path):
    save(tmp_path / "a" / "1.png", np.where(GREY > 127, 255, 0).astype(np.uint8), "1")
    images = load_folder(tmp_path).images
    np.testing.assert_array_equal(images[0, ..., 0], np.where(GREY > 127, 255, 0))


def test_a_picture_is_turned_as_its_camera_says(tmp_path):
    exif = PIL.Image.Exif()
    exif[0x0112] = 6  # the camera was held upright
    save(tmp_path / "a" / "1.png", GREY, exif=exif)
    np.testing.assert_array_equal(load_folder(tmp_path).images[0, ..., 0], np.rot90(GREY, -1))


@pytest.mark.parametrize(
    ("names", "order"),
    [
        ([str(n) for n in range(11)], [str(n) for n in range(11)]),  # not 0, 1, 10, 2, …
        (["b", "a", "C"], ["C", "a", "b"]),
        (["07", "5", "6"], ["5", "6", "07"]),
        (["10", "2", "x"], ["10", "2", "x"]),
    ],
)
def test_the_order_of_classes_and_of_pictures(names, order, tmp_path):
    for place, name in enumerate(names):
        save(tmp_path / "a" / f"{name}.png", GREY + np.uint8(place))
        save(tmp_path / "b" / name / "1.png", GREY + np.uint8(place))
    expected = [GREY[0, 0] + np.uint8(names.index(name)) for name in order]
    (tmp_path / "c").mkdir()
    os.rename(tmp_path / "a", tmp_path / "c" / "class")
    dataset = load_folder(tmp_path / "b")
    assert dataset.classes == tuple(order)
    assert dataset.images[:, 0, 0, 0].tolist() == expected
    assert load_folder(tmp_path / "c").images[:, 0, 0, 0].tolist() == expected


def test_what_systems_leave_in_folders_is_skipped(tmp_path):
    save(tmp_path / "a" / "1.png", GREY)
    for name in (".DS_Store", "Thumbs.db", "._1.png", "desktop.ini"):
        (tmp_path / "a" / name).write_bytes(b"\0")
        (tmp_path / name).write_bytes(b"\0")
    (tmp_path / "__MACOSX" / "a").mkdir(parents=True)
    (tmp_path / ".ipynb_checkpoints").mkdir()
    (tmp_path / "labels.txt").write_text("a")
    assert len(load_folder(tmp_path)) == 1


def test_a_folder_in_the_home_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    save(tmp_path / "own" / "a" / "1.png", GREY)
    assert len(load_folder("~/own")) == 1


def test_a_network_learns_from_a_folder(tmp_path):
    for name, shade in (("dark", 20), ("light", 230)):
        for number in range(8):
            save(tmp_path / name / f"{number}.png", np.full((4, 4), shade + number, np.uint8))
    dataset = load_folder(tmp_path)
    network = Network(
        [Division(255), Vectorization(), Dense(16, 2, rng=np.random.default_rng(0))], (4, 4, 1)
    )
    train(network, dataset, epochs=30, batch_size=4, show=False)
    names = [dataset.classes[label] for label in network.predict(dataset.images)]
    assert names == ["dark"] * 8 + ["light"] * 8


def nothing(root):
    root.mkdir()


def pictures_only(root):
    save(root / "1.png", GREY)


def an_empty_class(root):
    save(root / "a" / "1.png", GREY)
    (root / "b").mkdir()


def deeper(root):
    save(root / "train" / "a" / "1.png", GREY)
    save(root / "test" / "a" / "1.png", GREY)


def other_size(root):
    save(root / "a" / "1.png", GREY)
    save(root / "b" / "2.png", GREY.T.copy())


def a_text(root):
    save(root / "a" / "1.png", GREY)
    (root / "a" / "notes.txt").write_text("notes")


def cut_short(root):
    path = save(root / "a" / "1.png", np.tile(COLOUR, (20, 20, 1)))
    path.write_bytes(path.read_bytes()[:-200])


def transparent(root):
    pixels = np.dstack([COLOUR, GREY])
    save(root / "a" / "1.png", pixels)


def transparent_colour(root):
    save(root / "a" / "1.png", GREY, transparency=int(GREY[0, 0]))


def sixteen_bits(root):
    save(root / "a" / "1.png", GREY.astype(np.uint16) * 256)


def floats(root):
    save(root / "a" / "1.tif", GREY.astype(np.float32))


WRONG = {  # what makes the folder, message
    "nothing": (nothing, r"own: expected one sub-folder of pictures for each class, got none$"),
    "pictures only": (pictures_only, r"own: expected one sub-folder of pictures for each class"),
    "an empty class": (an_empty_class, r"b: expected pictures of this class, found none$"),
    "deeper": (deeper, r"test: expected the pictures of one class, found the folder a; name the"),
    "other size": (other_size, r"2\.png: expected 6 × 5 pixels as .*1\.png has, got 5 × 6$"),
    "a text": (a_text, r"notes\.txt: expected a picture, such as PNG, got "),
    "cut short": (cut_short, r"1\.png: expected a picture, such as PNG, got "),
    "transparent": (transparent, r"1\.png: expected a picture without transparent parts"),
    "a transparent colour": (transparent_colour, r"1\.png: expected a picture without transparent"),
    "16 bits": (sixteen_bits, r"1\.png: expected 8 bits a channel, got more \(Pillow's mode I;16"),
    "floats": (floats, r"1\.tif: expected 8 bits a channel, got more \(Pillow's mode F\)"),
}


@pytest.mark.parametrize(("make", "message"), WRONG.values(), ids=WRONG)
def test_a_wrong_folder_is_named(make, message, tmp_path):
    make(tmp_path / "own")
    with pytest.raises(ValueError, match=message):
        load_folder(tmp_path / "own")


def test_a_folder_that_is_not_there(tmp_path):
    for path in (tmp_path / "nowhere", save(tmp_path / "a.png", GREY)):
        with pytest.raises(FileNotFoundError, match=r": expected a folder with one sub-folder for"):
            load_folder(path)
    with pytest.raises(ValueError, match=r"^path: expected the path of a file, got None"):
        load_folder(None)
