"""The page's layers in JavaScript, forward and backward, against those in Python."""

from pathlib import Path

import numpy as np
import pytest

from scratchcnn import SoftmaxCrossEntropy, layers, models
from scratchcnn.explainer.contents import contents

with np.load(Path(__file__).parents[1] / "golden" / "layers.npz") as file:
    GOLDEN = {key: file[key] for key in file.files}
CASES = dict.fromkeys(key.split("|")[0] for key in GOLDEN if "|x" in key)


def assert_close(actual, expected, name):
    """Equal to 1e-5 of the largest entry, which is what float32 holds."""
    actual, expected = np.ravel(actual), np.ravel(expected)
    assert actual.shape == expected.shape, name
    difference = np.abs(actual - expected).max()
    assert difference <= 1e-5 * np.abs(expected).max(), f"{name}: off by {difference:.1e}"


def run_layer(node, layer, x, d_out):
    return node(
        "layer",
        kind=type(layer).__name__,
        config=layer.config(),
        inputShape=x.shape[1:],
        params={name: array.ravel().tolist() for name, array in layer.params.items()},
        images=x.reshape(len(x), -1).tolist(),
        gradients=d_out.reshape(len(x), -1).tolist(),
    )


@pytest.mark.parametrize("text", CASES)
def test_golden_values(node, text):
    layer = eval(text, vars(layers))
    for name, array in layer.params.items():
        array[...] = GOLDEN[f"{text}|params|{name}"]
    result = run_layer(node, layer, GOLDEN[f"{text}|x"], GOLDEN[f"{text}|d_out"])
    assert_close(result["out"], GOLDEN[f"{text}|out"], "out")
    assert_close(result["dX"], GOLDEN[f"{text}|d_x"], "d_x")
    assert result["grads"].keys() == layer.params.keys()
    for name, gradient in result["grads"].items():
        assert_close(gradient, GOLDEN[f"{text}|grads|{name}"], name)


@pytest.mark.parametrize("text", [text for text in CASES if text != "Softmax()"])
def test_what_is_shown_of_a_number_adds_up_to_it(node, text):
    layer = eval(text, vars(layers))
    for name, array in layer.params.items():
        array[...] = GOLDEN[f"{text}|params|{name}"]
    result = run_layer(node, layer, GOLDEN[f"{text}|x"], GOLDEN[f"{text}|d_out"])
    assert_close(result["parts"], GOLDEN[f"{text}|out"], "out")
    assert_close(result["senders"], GOLDEN[f"{text}|d_x"], "d_x")


@pytest.mark.parametrize("args", [(1, 1), (2, 1), (3, 1), (3, 3), (4, 2), (5, 3)])
def test_pooling_with_zeros_that_win_and_sizes_that_do_not_fit(node, args):
    rng = np.random.default_rng(0)
    layer = layers.MaxPooling(*args)
    x = rng.integers(-3, 2, (3, 7, 8, 2)).astype(np.float32)
    d_out = rng.standard_normal(layer.forward(x).shape)
    result = run_layer(node, layer, x, d_out)
    assert_close(result["out"], layer.out, "out")
    assert_close(result["dX"], layer.backward(d_out), "d_x")
    assert_close(result["parts"], layer.out, "parts")
    assert_close(result["senders"], layer.backward(d_out), "senders")


def test_loss(node):
    for logits, label, d_logits in zip(
        GOLDEN["loss|logits"], GOLDEN["loss|labels"], GOLDEN["loss|d_logits"], strict=True
    ):
        result = node("loss", logits=logits.tolist(), label=int(label))
        expected = SoftmaxCrossEntropy().forward(logits[np.newaxis], np.array([label]))
        assert_close(result["value"], expected, "loss")
        assert_close(result["dLogits"], len(GOLDEN["loss|labels"]) * d_logits, "d_logits")


def test_loss_of_an_answer_that_seemed_impossible(node):
    assert node("loss", logits=[1000, 0], label=1)["value"] == 1000


@pytest.mark.parametrize("make", [models.trained, models.cnn, models.mlp])
def test_a_network_on_a_hundred_digits(node, sample, make):
    network, (images, labels) = make(), (sample[1].images[:100], sample[1].labels[:100])
    page = contents(network)
    result = node(
        "network",
        plan=page["plan"],
        weights=page["weights"],
        images=images.reshape(100, -1).tolist(),
        labels=labels.tolist(),
        step=0.5,
    )
    exact, loss = network.astype(np.float64), SoftmaxCrossEntropy()
    logits = exact.forward(images)
    assert_close(result["logits"], logits, "logits")
    answers = np.argmax(result["logits"], axis=1)
    assert (answers == network.predict(images)).all()
    assert_close(np.mean(result["losses"]), loss.forward(logits, labels), "loss")
    assert_close(np.array(result["dImages"]) / 100, exact.backward(loss.backward()), "d_images")
    assert len(result["grads"]) == len(network.parameters())
    for row, layer in enumerate(exact.layers):
        for name, gradient in layer.grads.items():
            assert_close(np.array(result["grads"][f"{row}|{name}"]) / 100, gradient, (row, name))


def test_a_step_of_gradient_descent_and_back(node, sample):
    network, images = models.cnn(seed=1), sample[1].images[:1]
    page = contents(network)
    result = node(
        "network",
        plan=page["plan"],
        weights=page["weights"],
        images=images.reshape(1, -1).tolist(),
        labels=[3],
        step=0.01,
    )
    exact, loss = network.astype(np.float64), SoftmaxCrossEntropy()
    loss.forward(exact.forward(images), np.array([3]))
    exact.backward(loss.backward())
    gradients = exact.gradients()
    for name, array in exact.parameters().items():
        array -= 0.01 * gradients[name]
    assert_close(result["stepped"], exact.forward(images), "after the step")
    assert result["undone"] == result["logits"][0]
    assert result["stepped"] != result["undone"]
