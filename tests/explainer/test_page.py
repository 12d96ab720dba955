"""The file that `network.explain` writes: what it holds, what it refuses, what is escaped."""

import base64
import hashlib
import html
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from scratchcnn import (
    Convolution,
    Dataset,
    Dense,
    Division,
    MaxPooling,
    Network,
    ReLU,
    Softmax,
    Vectorization,
    layers,
    models,
)
from scratchcnn.explainer import bundle as bundling
from scratchcnn.explainer import contents, page

MEGABYTE = 1_000_000
FOLDER = Path(page.__file__).parent


@pytest.fixture
def network():
    """A small network for 28 × 28 × 1 images, with three classes."""
    rng = np.random.default_rng(0)
    rows = [Division(255), Convolution(1, 2, rng=rng), ReLU(), MaxPooling(4, 4), Vectorization()]
    return Network([*rows, Dense(98, 3, rng=rng)])


def held_by(path):
    """The contents in a page, read as a browser reads them."""
    text = path.read_text("utf-8")
    found = re.search(r'<script type="application/json" id="contents">(.*?)</script>', text, re.S)
    return json.loads(found[1])


def floats(text):
    return np.frombuffer(base64.b64decode(text), "<f4")


def test_the_file_holds_the_network(network, tmp_path):
    network.explain(tmp_path / "mine.html")
    held = held_by(tmp_path / "mine.html")
    expected = np.concatenate([array.ravel() for array in network.parameters().values()])
    assert (floats(held["weights"]) == expected).all()
    assert [row["kind"] for row in held["plan"]["layers"]] == [
        type(layer).__name__ for layer in network.layers
    ]
    assert held["classes"] == ["0", "1", "2"]
    assert held["labels"] == [0, 1, 2]
    assert floats(held["images"]).size == 3 * 784


def test_the_file_is_small(tmp_path, capsys):
    models.trained().explain(tmp_path / "mine.html")
    assert (tmp_path / "mine.html").stat().st_size <= 2.5 * MEGABYTE
    assert capsys.readouterr().out == ""


def test_the_pages_own_code_is_small(network):
    held = contents.contents(network)
    assert len(page.page(held).encode()) - len(json.dumps(held)) < 60_000


def test_float64_becomes_float32(network, tmp_path):
    network.astype(np.float64).explain(tmp_path / "mine.html")
    expected = np.concatenate([array.ravel() for array in network.parameters().values()])
    assert (floats(held_by(tmp_path / "mine.html")["weights"]) == expected).all()


def test_other_images_and_names(network, tmp_path):
    rng = np.random.default_rng(0)
    images = rng.integers(0, 256, (6, 28, 28, 1), dtype=np.uint8)
    labels = np.array([2, 2, 0, 7, 0, 2])
    network.explain(tmp_path / "mine.html", Dataset(images, labels), ["shirt", "shoe", "bag"])
    held = held_by(tmp_path / "mine.html")
    assert held["labels"] == [0, 2]  # there is no answer 7
    assert (floats(held["images"]) == images[[2, 0]].ravel()).all()
    assert held["classes"] == ["shirt", "shoe", "bag"]


def test_a_name_cannot_become_html(network, tmp_path):
    names = ["</script><script>alert(1)</script>", "<!--", '"><img src=x onerror=alert(1)>']
    network.explain(tmp_path / "mine.html", classes=names)
    text = (tmp_path / "mine.html").read_text("utf-8")
    assert held_by(tmp_path / "mine.html")["classes"] == names
    assert text.count("<script") == text.count("</script>") == 2
    assert "<!--" not in text
    assert "<img" not in text


def test_nothing_else_may_run_or_be_loaded(network, tmp_path):
    network.explain(tmp_path / "mine.html")
    text = (tmp_path / "mine.html").read_text("utf-8")
    (policy,) = re.findall(r'http-equiv="Content-Security-Policy" content="(.*?)"', text)
    rules = dict(rule.split(" ", 1) for rule in policy.replace("&#x27;", "'").split("; "))
    assert rules["default-src"] == "'none'"
    for name, element in (("script-src", 'script type="module"'), ("style-src", "style")):
        (inside,) = re.findall(f"<{element}>(.*?)</", text, re.S)
        digest = base64.b64encode(hashlib.sha256(inside.encode()).digest()).decode()
        assert rules[name] == f"'sha256-{digest}'"
    assert "http://" not in text
    assert "https://" not in text


def test_every_module_is_bundled():
    files = {path.relative_to(FOLDER / "js").with_suffix("") for path in FOLDER.rglob("*.js")}
    assert {name.as_posix() for name in files} == set(bundling.MODULES)
    assert set(layers.__all__) - {"Layer", "Softmax", "SoftmaxCrossEntropy"} == set(contents.KINDS)


def test_the_bundle_is_one_valid_script(tmp_path):
    if shutil.which("node") is None:
        pytest.skip("Node.js is not installed: the page's JavaScript is not tested")
    (tmp_path / "bundle.mjs").write_text(bundling.bundle(), "utf-8")
    result = subprocess.run(["node", "--check", tmp_path / "bundle.mjs"], capture_output=True)
    assert result.returncode == 0, result.stderr.decode()


# What is refused


class Mine(ReLU):
    pass


class Backwards(Network):
    def forward(self, images):
        return super().forward(images[::-1])


def with_layer(network, layer):
    return Network([*network.layers[:-1], layer, network.layers[-1]])


def with_method(network):
    network.layers[2].forward = lambda x: x
    return network


def with_weights(network, change):
    change(network.layers[-1].params)
    return network


def nan(params):
    params["weights"][5, 1] = np.nan


def too_large(params):
    params["weights"] = params["weights"].astype(np.float64)
    params["weights"][5, 1] = 1e200


def nothing(params):
    params["weights"] = np.zeros((0, 3), np.float32)


def missing(params):
    del params["bias"]


REFUSED = {
    "a reader's layer": (lambda n: with_layer(n, Mine()), "row 6, Mine"),
    "a method of its own": (with_method, "row 3, ReLU.*not this layer"),
    "a second softmax": (lambda n: with_layer(n, Softmax()), "row 6, Softmax"),
    "a forward of its own": (lambda n: Backwards(n.layers), "Backwards: .*forward of its own"),
    "NaN": (lambda n: with_weights(n, nan), "row 6, Dense.*weights contains NaN"),
    "infinity as float32": (lambda n: with_weights(n, too_large), "row 6, Dense.*infinity"),
    "an empty parameter": (lambda n: with_weights(n, nothing), "row 6, Dense.*0 × 3"),
    "a missing parameter": (lambda n: with_weights(n, missing), "expected the parameters weights"),
    "no layers": (lambda n: Network([]), "expected logits"),
    "no parameters": (lambda n: Network([Vectorization()]), "expected 1 to 1,000,000 parameters"),
    "too many": (
        lambda n: Network([Vectorization(), Dense(784, 1300)]),
        "parameters, got 1,020,500",
    ),
    "maps at the end": (lambda n: Network(n.layers[:3]), "expected logits"),
    "sizes that do not fit": (lambda n: Network(n.layers[1:3] + n.layers[4:]), "expects a batch"),
    "other images": (lambda n: Network(n.layers, (28, 28, 3)), "28 × 28 × 1 images.*28 × 28 × 3"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_one_sentence_before_there_is_a_file(network, tmp_path, name):
    change, sentence = REFUSED[name]
    old = tmp_path / "mine.html"
    old.write_text("the old file")
    with pytest.raises(ValueError, match=sentence) as error:
        change(network).explain(old)
    assert "\n" not in str(error.value)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.html"]
    assert old.read_text() == "the old file"


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"classes": ["one", "two"]}, "classes: expected 3 names"),
        ({"classes": ["one", "two", 3]}, "classes: expected 3 names"),
        ({"examples": np.zeros((2, 28, 28, 1))}, "examples: expected a Dataset"),
        (
            {"examples": Dataset(np.zeros((2, 6, 6, 1)), np.zeros(2, int))},
            r"examples: .* got 2 × 6 × 6 × 1",
        ),
    ],
)
def test_wrong_options(network, tmp_path, options, sentence):
    with pytest.raises(ValueError, match=sentence):
        network.explain(tmp_path / "mine.html", **options)
    assert list(tmp_path.iterdir()) == []


def test_a_write_that_fails_leaves_the_old_file(network, tmp_path, monkeypatch):
    network.explain(tmp_path / "mine.html")
    before = (tmp_path / "mine.html").read_bytes()

    def full(*arguments):
        raise OSError("no space left")

    monkeypatch.setattr("os.replace", full)
    with pytest.raises(OSError, match="no space"):
        network.explain(tmp_path / "mine.html", classes=["a", "b", "c"])
    assert [path.name for path in tmp_path.iterdir()] == ["mine.html"]
    assert (tmp_path / "mine.html").read_bytes() == before


def shown(network, path):
    return network.explain(path)._repr_html_()


def test_a_notebook_shows_the_page_in_a_frame_over_a_picture(network, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    text = shown(network, "a b.html")
    assert 'href="a%20b.html"' in text and '<iframe src="a%20b.html"' in text
    picture = re.search(r'<img alt="([^"]+)" src="data:image/png;base64,([^"]+)"', text)
    assert "2 Convolution 28 × 28 × 2" in picture[1]
    assert base64.b64decode(picture[2]).startswith(b"\x89PNG")
    assert len(text) < 200_000  # the page itself is not stored in the notebook


@pytest.mark.parametrize("place", ["colab", "browser", "elsewhere"])
def test_where_no_server_hands_the_file_out_the_frame_holds_it(
    network, place, tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    if place == "colab":
        monkeypatch.setitem(sys.modules, "google.colab", sys)
    if place == "browser":
        monkeypatch.setattr(sys, "platform", "emscripten")
    path = tmp_path / "mine.html" if place == "elsewhere" else Path("mine.html")
    text = shown(network, path)
    held = html.unescape(re.search(r'srcdoc="([^"]+)"', text)[1])
    assert held == path.read_text("utf-8")


def test_examples_of_other_classes_are_refused(network, tmp_path):
    others = Dataset(np.zeros((2, 28, 28, 1), np.uint8), np.array([3, 4]))
    with pytest.raises(ValueError, match="expected labels below 3, got none below 3"):
        network.explain(tmp_path / "mine.html", others)
    assert list(tmp_path.iterdir()) == []


def test_classes_are_called_as_those_of_the_examples(network, tmp_path):
    images = np.zeros((3, 28, 28, 1), np.uint8)
    pets = Dataset(images, np.arange(3), classes=("cat", "dog", "hen"))
    network.explain(tmp_path / "mine.html", pets)
    assert held_by(tmp_path / "mine.html")["classes"] == ["cat", "dog", "hen"]
