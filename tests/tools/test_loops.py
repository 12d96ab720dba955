"""The yardstick computes the same gradients as the layers: it is slow, not wrong."""

import loops
import numpy as np

from scratchcnn import SoftmaxCrossEntropy, load_mnist, models


def test_one_image_as_the_layers():
    train_set, _ = load_mnist()
    network, loss = models.cnn().astype(np.float64), SoftmaxCrossEntropy()
    rng = np.random.default_rng(0)
    for layer in network.layers:
        if "bias" in layer.params:  # no ties: rounding decides them
            layer.params["bias"][...] = 0.1 * rng.standard_normal(layer.params["bias"].shape)
    loss.forward(network.forward(train_set.images[:1]), train_set.labels[:1])
    network.parameter_gradients(loss.backward())
    truth = [grad for layer in network.layers for grad in layer.grads.values()]
    params = [array for layer in network.layers for array in layer.params.values()]
    gradients = loops.step(params, train_set.images[0].astype(np.float64), train_set.labels[0])
    assert len(gradients) == len(truth) == 10
    for gradient, true in zip(gradients, truth, strict=True):
        np.testing.assert_allclose(gradient, true, rtol=1e-9, atol=1e-12)
