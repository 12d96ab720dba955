"""A loss that becomes NaN or infinite ends the training with a sentence that helps."""

import numpy as np
import pytest

from scratchcnn import SGD, Dataset, Dense, Division, Layer, Network, ReLU, Vectorization, train

pytestmark = pytest.mark.filterwarnings("ignore:.* encountered in .*:RuntimeWarning")


class Own(Layer):
    """x · a, with a mistake to choose."""

    shareable = True

    def __init__(self, forward=lambda x: x, backward=lambda d_out: d_out):
        self.params["a"] = np.ones(1, np.float32)
        self.forward_mistake, self.backward_mistake = forward, backward

    def forward(self, x):
        self.x = x.copy()
        return self.forward_mistake(x * self.params["a"])

    def backward(self, d_out):
        self.grads["a"] = self.backward_mistake((self.x * d_out).sum(keepdims=True).ravel())
        return d_out * self.params["a"]


def network(own=None):
    rng = np.random.default_rng(0)
    layers = [Division(255), Vectorization(), Dense(36, 8, rng=rng), ReLU(), own or ReLU()]
    return Network([*layers, Dense(8, 4, rng=rng)], (6, 6, 1))


def finite(network):
    return all(
        np.isfinite(array).all() for layer in network.layers for array in layer.params.values()
    )


@pytest.mark.parametrize("workers", [1, 2])
def test_a_rate_that_is_too_high(workers, tiny_set):
    one = network()
    del one.layers[3:5]  # a ReLU may die, and stay finite
    with pytest.raises(FloatingPointError) as error:
        train(one, tiny_set(40), epochs=50, batch_size=8, optimizer=SGD(1e9), workers=workers)
    message, history = str(error.value), error.value.history
    assert message.startswith(f"the loss of step {len(history.losses) + 1} is ")
    assert "row " in message
    assert "Usual causes: a learning rate that is too high (it was 1e+09), images that" in message
    assert len(history.losses) == len(history.learning_rates)
    assert np.isfinite(history.losses).all()


@pytest.mark.parametrize(
    ("own", "message"),
    [
        (
            lambda: Own(forward=lambda x: x * np.float32(np.nan)),
            r"the loss of step 1 is nan: NaN or infinity first appears in the output of row 5, Own",
        ),
        (
            lambda: Own(forward=lambda x: x / np.zeros_like(x)),
            r"the loss of step 1 is nan: NaN or infinity first appears in the output of row 5, Own",
        ),
        (
            lambda: Own(backward=lambda d: d * np.float32(np.nan)),
            r"the loss of step 2 is nan: row 5, Own\(\), has NaN or infinity in its a",
        ),
    ],
)
@pytest.mark.parametrize("workers", [1, 2])
def test_the_layer_with_the_mistake_is_named(own, message, workers, tiny_set):
    with pytest.raises(FloatingPointError, match=message):
        train(network(own()), tiny_set(40), batch_size=8, workers=workers)


def test_nothing_is_learnt_from_such_a_loss(tiny_set):
    own = Own(forward=lambda x: x * np.float32(np.nan))
    one, untrained = network(own), network(Own())
    with pytest.raises(FloatingPointError):
        train(one, tiny_set(40), batch_size=8, workers=1)
    assert finite(one)
    for layer, other in zip(one.layers, untrained.layers, strict=True):
        for name, array in layer.params.items():
            np.testing.assert_array_equal(array, other.params[name])


def test_logits_too_far_apart_for_their_type():
    images = np.full((4, 2, 1, 1), 1.0)
    layer = Dense(2, 2)
    layer.params["weights"][...] = [[3e38, -3e38], [0, 0]]
    one = Network([Vectorization(), layer], (2, 1, 1))
    with pytest.raises(FloatingPointError, match=r"is inf: the logits are finite, but as large as"):
        train(one, Dataset(images.astype(np.float32), np.ones(4, int)), workers=1)


def test_the_checkpoint_is_the_last_sound_one(tiny_set, tmp_path):
    own, path = Own(backward=lambda d: d * np.float32(np.nan)), tmp_path / "run.npz"
    with pytest.raises(FloatingPointError, match=r"the loss of step 2"):
        train(network(own), tiny_set(40), batch_size=8, workers=1, checkpoint=path)
    with np.load(path) as file:
        parameters = [file[name] for name in file.files if name.startswith("parameters/")]
    assert all(np.isfinite(array).all() for array in parameters)
