"""Every layer and both networks, forward and backward, and on the tape, against PyTorch in float64.

The golden values were made by golden/make_golden.py; where torch is installed, the last two tests
make them again.
"""

import importlib.util
from pathlib import Path

import numpy as np
import pytest

from scratchcnn import SoftmaxCrossEntropy, layers
from scratchcnn.tape import Taped
from scratchcnn.taped_layers import cross_entropy, forward, on_tape

FOLDER = Path(__file__).parent / "golden"


def load_script():
    spec = importlib.util.spec_from_file_location("make_golden", FOLDER / "make_golden.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def read(name):
    with np.load(FOLDER / name) as file:
        return {key: file[key] for key in file.files}


SCRIPT = load_script()
LAYERS, NETWORKS = read("layers.npz"), read("networks.npz")


def assert_close(actual, golden, name):
    """Equal to 1e-10 of the largest entry."""
    assert np.shape(actual) == golden.shape, name
    difference = np.abs(actual - golden).max()
    assert difference <= 1e-10 * np.abs(golden).max(), f"{name}: off by {difference:.1e}"


@pytest.mark.parametrize("text", dict.fromkeys(key.split("|")[0] for key in LAYERS if "|x" in key))
def test_layer(text):
    layer = eval(text, vars(layers)).astype(np.float64)
    for name, array in layer.params.items():
        array[...] = LAYERS[f"{text}|params|{name}"]
    assert_close(layer.forward(LAYERS[f"{text}|x"]), LAYERS[f"{text}|out"], "out")
    assert_close(layer.backward(LAYERS[f"{text}|d_out"]), LAYERS[f"{text}|d_x"], "d_x")
    assert layer.grads.keys() == layer.params.keys()
    for name, gradient in layer.grads.items():
        assert_close(gradient, LAYERS[f"{text}|grads|{name}"], name)


def test_every_layer_has_golden_values():
    tested = {key.split("(")[0] for key in LAYERS if "|x" in key}
    assert tested == set(layers.__all__) - {"Layer", "SoftmaxCrossEntropy"}


def test_loss():
    loss = SoftmaxCrossEntropy()
    value = loss.forward(LAYERS["loss|logits"], LAYERS["loss|labels"])
    assert_close(value, LAYERS["loss|value"], "loss")
    assert_close(loss.backward(), LAYERS["loss|d_logits"], "d_logits")


@pytest.mark.parametrize("name", ["cnn", "mlp"])
def test_network(name):
    network, images, labels = SCRIPT.network_case(name)
    for key, array in named(network, "params"):
        expected = NETWORKS[f"{name}|weights|{key}"]
        start_changed = f"{key}: the seed gives other weights; run make_golden.py again"
        assert_close(SCRIPT.summarize(array), expected, start_changed)

    loss, logits = SoftmaxCrossEntropy(), network.forward(images)
    assert_close(logits, NETWORKS[f"{name}|logits"], "logits")
    assert_close(loss.forward(logits, labels), NETWORKS[f"{name}|loss"], "loss")
    d_images = network.backward(loss.backward())
    assert_close(d_images, NETWORKS[f"{name}|d_images"], "d_images")
    gradients = named(network, "grads")
    assert [f"{name}|grads|{key}" for key, _ in gradients] == [
        key for key in NETWORKS if key.startswith(f"{name}|grads|")
    ]
    for key, array in gradients:
        assert_close(SCRIPT.summarize(array), NETWORKS[f"{name}|grads|{key}"], key)
    assert_close(network.predict_proba(images), NETWORKS[f"{name}|probabilities"], "p")


def named(network, kind):
    """Every parameter or gradient under its row and name, in the order of the parameters."""
    return [
        (f"{row}|{name}", getattr(layer, kind)[name])
        for row, layer in enumerate(network.layers, start=1)
        for name in layer.params
    ]


@pytest.mark.parametrize("text", dict.fromkeys(key.split("|")[0] for key in LAYERS if "|x" in key))
def test_layer_on_the_tape(text):
    layer = eval(text, vars(layers)).astype(np.float64)
    x = Taped(LAYERS[f"{text}|x"])
    parameters = {name: Taped(LAYERS[f"{text}|params|{name}"]) for name in layer.params}
    out = forward(layer, x, parameters)
    assert_close(out.array, LAYERS[f"{text}|out"], "out")
    (out * LAYERS[f"{text}|d_out"]).sum().backward()
    assert_close(x.gradient, LAYERS[f"{text}|d_x"], "d_x")
    for name, parameter in parameters.items():
        assert_close(parameter.gradient, LAYERS[f"{text}|grads|{name}"], name)


def test_loss_on_the_tape():
    logits = Taped(LAYERS["loss|logits"])
    loss = cross_entropy(logits, LAYERS["loss|labels"])
    loss.backward()
    assert_close(loss.array.item(), LAYERS["loss|value"], "loss")
    assert_close(logits.gradient, LAYERS["loss|d_logits"], "d_logits")


@pytest.mark.parametrize("name", ["cnn", "mlp"])
def test_network_on_the_tape(name):
    network, images, labels = SCRIPT.network_case(name)
    x = Taped(images)
    logits, parameters = on_tape(network, x)
    loss = cross_entropy(logits, labels)
    loss.backward()
    assert_close(logits.array, NETWORKS[f"{name}|logits"], "logits")
    assert_close(loss.array.item(), NETWORKS[f"{name}|loss"], "loss")
    assert_close(x.gradient, NETWORKS[f"{name}|d_images"], "d_images")
    gradients = [key for key in NETWORKS if key.startswith(f"{name}|grads|")]
    assert parameters.keys() == network.parameters().keys()
    for key, parameter in zip(gradients, parameters.values(), strict=True):
        assert_close(SCRIPT.summarize(parameter.gradient), NETWORKS[key], key)


@pytest.mark.parametrize(
    ("make", "committed"),
    [(SCRIPT.golden_layers, LAYERS), (SCRIPT.golden_networks, NETWORKS)],
    ids=["layers", "networks"],
)
def test_torch_computes_the_committed_values(make, committed):
    pytest.importorskip("torch")
    made = make()
    assert made.keys() == committed.keys()
    for key, array in made.items():
        assert_close(array, committed[key], key)
