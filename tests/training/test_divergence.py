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


class Standard(Layer):
    """(x - 128) / 128 of the pixels while the network learns, 0 while it predicts."""

    def forward(self, x):
        return (x - 128) / 128 if self.training else x * 0

    def backward(self, d_out):
        return d_out / 128


class Root(Standard):
    def forward(self, x):
        return np.sqrt(x)


def test_the_culprit_is_looked_for_in_the_pass_that_failed(tiny_set):
    layers = [Standard(), Root(), Vectorization(), Dense(36, 4)]
    with pytest.raises(FloatingPointError, match=r"first appears in the output of row 2, Root\(\)"):
        train(Network(layers, (6, 6, 1)), tiny_set(4))


class Short(Network):
    """A network with passes of its own, past a row through which nothing else could go."""

    def forward(self, images):
        flat, _, last = self.layers
        return last.forward(flat.forward(self.as_floats(images)))

    def backward(self, d_logits):
        flat, _, last = self.layers
        return flat.backward(last.backward(d_logits))


def test_a_network_with_a_forward_of_its_own_has_no_rows_to_look_at(tiny_set):
    network = Short([Vectorization(), ReLU(), Dense(36, 4)], (6, 6, 1))
    network.layers[1].output_shape = None  # to run it would be an error
    network.layers[-1].params["bias"][1] = np.inf
    with pytest.raises(FloatingPointError, match=r"row 3, Dense.*, has NaN .* in its bias"):
        train(network, tiny_set(4))
    network.layers[-1].params["bias"][1] = 0
    network.layers[-1].params["weights"][...] = 3e38
    with pytest.raises(FloatingPointError, match="is nan: all parameters are finite"):
        train(network, tiny_set(4))


def test_weights_that_the_last_step_has_ruined_are_found_by_the_test_set(tiny_set):
    class Ruin:
        learning_rate = 0.1

        def step(self, network):
            network.layers[2].params["bias"][3] = np.nan

    message = r"the test accuracy is nan: row 3, .* has NaN or infinity in its bias"
    with pytest.raises(FloatingPointError, match=message) as error:
        train(network(), tiny_set(8), tiny_set(4), batch_size=8, optimizer=Ruin())
    assert len(error.value.history.losses) == 1
    assert error.value.history.test_accuracies == []


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
