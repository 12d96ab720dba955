"""What every layer promises, tested on all of them."""

import numpy as np
import pytest

from scratchcnn import (
    Addition,
    Convolution,
    Dense,
    Division,
    Layer,
    MaxPooling,
    ReLU,
    Softmax,
    Vectorization,
    check_gradients,
    layers,
)

RNG = np.random.default_rng(7)
CASES = {  # a layer, and the shape of one of its inputs
    "division": (Division(255), (4, 5, 2)),
    "convolution": (Convolution(2, 3, rng=RNG), (5, 4, 2)),
    "convolution 1×1": (Convolution(2, 3, 1, 0, rng=RNG), (3, 4, 2)),
    "convolution 5×5": (Convolution(1, 2, 5, 4, rng=RNG), (3, 4, 1)),
    "max pooling": (MaxPooling(), (6, 7, 2)),
    "max pooling 2/2": (MaxPooling(2, 2), (5, 4, 2)),
    "max pooling 1/1": (MaxPooling(1, 1), (3, 4, 2)),
    "addition": (Addition((3, 4, 2)), (3, 4, 2)),
    "relu": (ReLU(), (3, 4, 2)),
    "vectorization": (Vectorization(), (3, 4, 2)),
    "dense": (Dense(5, 4, rng=RNG), (5,)),
    "softmax": (Softmax(), (6,)),
}


@pytest.fixture(params=CASES)
def case(request):
    """(layer in float64, a batch for it, dL/d(output)); both arrays refuse to be written to."""
    layer, shape = CASES[request.param]
    layer = layer.astype(np.float64)
    rng = np.random.default_rng(0)
    for array in layer.params.values():
        array[...] = rng.standard_normal(array.shape)
    x = rng.standard_normal((3, *shape))
    d_out = rng.standard_normal((3, *layer.output_shape(shape)))
    return layer, read_only(x), read_only(d_out)


def read_only(array):
    array.flags.writeable = False
    return array


def test_every_layer_of_the_package_is_here():
    tested = {type(layer).__name__ for layer, _ in CASES.values()}
    assert tested == set(layers.__all__) - {"Layer", "SoftmaxCrossEntropy"}


def test_output_shape_is_the_shape_of_forward(case):
    layer, x, _ = case
    assert layer.forward(x).shape == (len(x), *layer.output_shape(x.shape[1:]))


def test_backward_returns_the_shape_of_the_input_and_a_gradient_for_each_parameter(case):
    layer, x, d_out = case
    layer.forward(x)
    assert layer.backward(d_out).shape == x.shape
    shapes = {name: array.shape for name, array in layer.params.items()}
    assert {name: array.shape for name, array in layer.grads.items()} == shapes


def test_gradients(case):
    layer, x, _ = case
    assert check_gradients(layer, x)


def test_arguments_and_parameters_are_left_untouched(case):
    layer, x, d_out = case
    for array in layer.params.values():
        read_only(array)
    before = x.copy(), d_out.copy()
    layer.forward(x)
    layer.backward(d_out)  # writing to a read-only array would have raised
    np.testing.assert_array_equal(x, before[0])
    np.testing.assert_array_equal(d_out, before[1])


def test_results_are_memory_of_their_own(case):
    layer, x, d_out = case
    first_out = layer.forward(x)
    first_d = layer.backward(d_out)
    second_out = layer.forward(x)
    second_d = layer.backward(d_out)
    results = [first_out, first_d, second_out, second_d]
    others = [x, d_out, *layer.params.values(), *layer.grads.values()]
    for number, result in enumerate(results):
        for other in [*results[number + 1 :], *others]:
            assert not np.shares_memory(result, other)


def test_gradients_are_memory_of_their_own(case):
    layer, x, d_out = case
    layer.forward(x)
    layer.backward(d_out)
    first = dict(layer.grads)
    layer.backward(d_out)
    for name, array in first.items():
        assert not np.shares_memory(array, d_out)
        assert not np.shares_memory(array, layer.grads[name])


def test_a_second_call_leaves_the_first_results_alone(case):
    layer, x, d_out = case
    out, d_x = layer.forward(x), layer.backward(d_out)
    kept = out.copy(), d_x.copy()
    layer.forward(x + 1)
    layer.backward(d_out + 1)
    np.testing.assert_array_equal(out, kept[0])
    np.testing.assert_array_equal(d_x, kept[1])


def test_results_may_be_written_to_without_harming_backward(case):
    layer, x, d_out = case
    layer.forward(x)
    expected = layer.backward(d_out)
    layer.forward(x)[...] = 0
    layer.backward(d_out)[...] = 0
    np.testing.assert_array_equal(layer.backward(d_out), expected)


def test_parameter_gradients_are_those_of_backward(case):
    layer, x, d_out = case
    layer.forward(x)
    layer.backward(d_out)
    expected = dict(layer.grads)
    layer.grads = {}
    layer.parameter_gradients(d_out)
    assert layer.grads.keys() == expected.keys()
    for name, array in expected.items():
        np.testing.assert_array_equal(layer.grads[name], array)


def test_float32_stays_float32(case):
    layer, x, d_out = case
    layer = layer.astype(np.float32)
    assert layer.forward(x.astype(np.float32)).dtype == np.float32
    assert layer.backward(d_out.astype(np.float32)).dtype == np.float32
    assert {array.dtype for array in layer.grads.values()} <= {np.dtype(np.float32)}


def test_float64_stays_float64(case):
    layer, x, d_out = case
    assert layer.forward(x).dtype == np.float64
    assert layer.backward(d_out).dtype == np.float64
    assert {array.dtype for array in layer.grads.values()} <= {np.dtype(np.float64)}


def test_astype_copies(case):
    layer, x, _ = case
    layer.forward(x)
    other = layer.astype(np.float64)
    assert type(other) is type(layer)
    assert other.params.keys() == layer.params.keys()
    for name, array in layer.params.items():
        np.testing.assert_array_equal(other.params[name], array)
        assert not np.shares_memory(other.params[name], array)
    assert layer.astype(np.float32).dtype == np.float32
    assert layer.dtype == np.float64


def test_replica_shares_parameters_and_nothing_else(case):
    layer, x, d_out = case
    other = layer.replica()
    for name, array in layer.params.items():
        assert other.params[name] is array
    layer.forward(x)
    layer.backward(d_out)
    assert other.grads == {}
    other.forward(x + 1)  # what a layer keeps for its backward pass is not shared either
    expected = layer.astype(np.float64)
    expected.forward(x)
    np.testing.assert_array_equal(layer.backward(d_out), expected.backward(d_out))


def test_repr_evaluates_back(case):
    layer, x, _ = case
    again = eval(repr(layer), vars(layers)).astype(np.float64)
    assert type(again) is type(layer)
    assert repr(again) == repr(layer)
    assert again.config() == layer.config()
    for name, array in layer.params.items():
        again.params[name][...] = array
    np.testing.assert_array_equal(again.forward(x), layer.forward(x))


def test_num_parameters_counts_every_entry():
    assert Convolution(3, 4).num_parameters == 3 * 3 * 3 * 4
    assert Dense(5, 4).num_parameters == 5 * 4 + 4
    assert Addition((2, 3)).num_parameters == 6
    assert ReLU().num_parameters == 0


def test_a_layer_without_forward_and_backward_says_so():
    class Unfinished(Layer):
        pass

    with pytest.raises(NotImplementedError, match=r"Unfinished has no forward\(x\) yet"):
        Unfinished().forward(np.zeros((1, 2)))
    with pytest.raises(NotImplementedError, match=r"Unfinished has no backward\(d_out\) yet"):
        Unfinished().backward(np.zeros((1, 2)))


def test_a_learners_layer_needs_no_call_of_super():
    class Scaling(Layer):
        def __init__(self, factor):
            self.params["factor"] = np.array([factor])

        def forward(self, x):
            self.x = x
            return x * self.params["factor"]

        def backward(self, d_out):
            self.grads["factor"] = np.array([(self.x * d_out).sum()])
            return d_out * self.params["factor"]

    assert Scaling(2.0).params is not Scaling(3.0).params
    assert check_gradients(Scaling(2.0), np.arange(6.0).reshape(2, 3))


def test_what_training_is_cannot_be_fixed_in_a_class():
    with pytest.raises(TypeError, match="class Dropout: the network sets `training`; leave it out"):

        class Dropout(Layer):
            training = True


class Skip(Layer):
    """A learner's own layer with another one in it, whose parameters are its own."""

    def __init__(self, inner):
        self.inner, self.params, self.grads = inner, inner.params, inner.grads

    def forward(self, x):
        return x + self.inner.forward(x)

    def backward(self, d_out):
        return d_out + self.inner.backward(d_out)


def test_a_layer_in_a_layer_belongs_to_its_replica():
    layer = Skip(Dense(3, 3, rng=np.random.default_rng(0)))
    replica = layer.replica()
    x = np.ones((2, 3), np.float32)
    layer.forward(x)
    replica.forward(np.zeros((5, 3), np.float32))
    layer.backward(x)  # of 2 images, not of the replica's 5
    assert replica.params["weights"] is layer.params["weights"]
    assert layer.grads and not replica.grads
    replica.backward(np.ones((5, 3), np.float32))
    assert replica.grads["weights"] is not layer.grads["weights"]


def test_a_dictionary_in_a_layer_belongs_to_its_replica():
    layer = Skip(ReLU())
    layer.kept = {}
    layer.replica().kept["x"] = 1
    assert layer.kept == {}


def test_a_layer_in_a_layer_passes_the_gradient_check():
    assert check_gradients(Skip(Dense(3, 3)), np.random.default_rng(0).standard_normal((4, 3)))
    float64 = Skip(Dense(3, 3)).astype(np.float64)
    assert float64.inner.params["weights"] is float64.params["weights"]
    assert float64.inner.dtype == float64.params["weights"].dtype == np.float64
