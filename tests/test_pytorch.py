"""The twin of a network in PyTorch: the same logits and gradients, and its weights come back."""

import numpy as np
import pytest

from scratchcnn import Layer, Network, Softmax, SoftmaxCrossEntropy, models

torch = pytest.importorskip("torch")
from scratchcnn.pytorch import from_torch, gradients_of, to_torch  # noqa: E402 (needs torch)

LABELS = np.array([3, 0, 9])


def images():
    return np.random.default_rng(0).integers(0, 256, (3, 28, 28, 1), np.uint8)


def their_axes(images):
    return torch.tensor(images).movedim(-1, 1)


def trained_by_torch(twin, images):
    loss = torch.nn.functional.cross_entropy(twin(their_axes(images)), torch.tensor(LABELS))
    loss.backward()
    return loss


@pytest.mark.parametrize("make", [models.cnn, models.mlp])
def test_the_same_logits_and_gradients(make):
    network = make(0).astype(np.float64)
    for name, array in network.parameters().items():
        if name.endswith("bias"):  # they begin at 0, in any order
            array[...] = np.random.default_rng(1).standard_normal(array.shape)
    twin, x = to_torch(network), images().astype(np.float64)
    loss = SoftmaxCrossEntropy()
    value = loss.forward(network.forward(x), LABELS)
    network.backward(loss.backward())
    np.testing.assert_allclose(twin(their_axes(x)).detach(), network.forward(x), rtol=1e-10)
    assert trained_by_torch(twin, x).item() == pytest.approx(value, rel=1e-10)
    theirs = gradients_of(twin, network)
    assert theirs.keys() == network.gradients().keys()
    for name, gradient in network.gradients().items():
        np.testing.assert_allclose(theirs[name], gradient, atol=1e-10 * np.abs(gradient).max())


def test_weights_come_back():
    network, x = models.cnn(0), images().astype(np.float32)
    twin = to_torch(network)
    before = {name: array.copy() for name, array in network.parameters().items()}
    trained_by_torch(twin, x)
    torch.optim.SGD(twin.parameters(), lr=0.1).step()
    for name, array in network.parameters().items():
        np.testing.assert_array_equal(array, before[name])  # its weights are copies
    from_torch(twin, network)
    assert all((network.parameters()[name] != before[name]).any() for name in before)
    np.testing.assert_allclose(
        network.forward(x), twin(their_axes(x)).detach(), rtol=1e-3, atol=1e-3
    )


def test_softmax_has_a_module():
    network = Network([*models.mlp().layers, Softmax()], (28, 28, 1))
    out = to_torch(network)(their_axes(images().astype(np.float32))).detach().numpy()
    np.testing.assert_allclose(out, network.forward(images()), atol=1e-6)


def test_another_layer_is_named():
    class Own(Layer):
        pass

    with pytest.raises(TypeError, match="Own has no module in PyTorch; there are Division"):
        to_torch(Network([*models.mlp().layers, Own()], (28, 28, 1)))
