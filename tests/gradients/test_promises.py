"""The promises of a layer beside its gradient: what the gradient check says if one is broken."""

import numpy as np
import pytest

from scratchcnn import Dense, Layer, Network, ReLU, SoftmaxCrossEntropy, check_gradients
from scratchcnn.layers.layer import LEARNING

X = np.random.default_rng(0).standard_normal((6, 4))
LABELS = np.array([0, 1, 2, 0, 1, 2])


@pytest.fixture
def receipt(capsys):
    """A function: what check_gradients returns, and the lines that it prints."""

    def check(subject, x=X, labels=None, **options):
        passed = check_gradients(subject, x, labels, **options)
        return passed, capsys.readouterr().out.splitlines()

    return check


# Shareable


class Twice(Layer):
    """out = 2 x, with a parameter: all that is promised is kept."""

    shareable = True

    def __init__(self):
        self.params["bias"] = np.zeros(4, np.float32)

    def forward(self, x):
        return 2 * x + self.params["bias"]

    def backward(self, d_out):
        self.grads["bias"] = d_out.sum(axis=0)
        return 2 * d_out


class AcrossTheBatch(Twice):
    shareable = True

    def forward(self, x):
        return 2 * (x - x.mean(axis=0))

    def backward(self, d_out):
        self.grads["bias"] = np.zeros(4)
        return 2 * (d_out - d_out.mean(axis=0))


class SumOverTheBatch(Twice):
    """Only the gradient is one of all images."""

    shareable = True

    def forward(self, x):
        self.x = x
        return 2 * x + self.params["bias"] * len(x)

    def backward(self, d_out):
        self.grads["bias"] = d_out.sum(axis=0) * len(d_out)
        return 2 * d_out


class BufferThatIsReturned(Twice):
    shareable = True

    def __init__(self):
        super().__init__()
        self.buffer = np.zeros((100, 4), np.float32)

    def forward(self, x):
        out = self.buffer[: len(x)]
        out[...] = 2 * x + self.params["bias"]
        return out


class BufferOfTheBatch(Twice):
    shareable = True

    def __init__(self):
        super().__init__()
        self.buffer = np.zeros((6, 4), np.float32)

    def forward(self, x):
        self.buffer[...] = 2 * x + self.params["bias"]
        return self.buffer.copy()


class BufferOfTheClass(Twice):
    shareable = True
    kept = np.zeros((100, 4))

    def forward(self, x):
        self.kept[: len(x)] = x
        return x**2 + self.params["bias"]

    def backward(self, d_out):
        super().backward(d_out)
        return 2 * self.kept[: len(d_out)] * d_out


class LayerOfTheClass(Twice):
    shareable = True
    inner = ReLU().astype(np.float64)

    def forward(self, x):
        return 2 * self.inner.forward(x) + self.params["bias"]

    def backward(self, d_out):
        return self.inner.backward(super().backward(d_out))


class Counter(Twice):
    shareable = True
    calls = 0

    def forward(self, x):
        self.calls += 1
        return super().forward(x) / self.calls

    def backward(self, d_out):
        return super().backward(d_out / self.calls)


class Noise(Twice):
    shareable = True

    def __init__(self):
        super().__init__()
        self.rng = np.random.default_rng(0)

    def forward(self, x):
        return super().forward(x) + self.rng.standard_normal(x.shape)


class GlobalNoise(Twice):
    shareable = True

    def forward(self, x):
        return super().forward(x) + np.random.standard_normal(x.shape)  # noqa: NPY002


class GradientFilledIn(Twice):
    """The next call writes over the gradient of this one."""

    shareable = True

    def __init__(self):
        super().__init__()
        self.d_bias = np.zeros(4)

    def backward(self, d_out):
        self.d_bias[...] = d_out.sum(axis=0)
        self.grads["bias"] = self.d_bias
        return 2 * d_out


def test_a_layer_that_may_be_shared(receipt):
    passed, lines = receipt(Twice())
    assert passed
    assert len(lines) == 3


@pytest.mark.parametrize(
    ("layer", "message"),
    [
        (AcrossTheBatch, "two halves of the batch give another output"),
        (SumOverTheBatch, "two halves of the batch give another grads['bias']"),
        (BufferThatIsReturned, "two halves of the batch give another output"),
        (BufferOfTheBatch, "half of the batch fails (ValueError: "),
        (BufferOfTheClass, "two halves of the batch give another dL/d(input)"),
        (LayerOfTheClass, "two halves of the batch give another dL/d(input)"),
        (Counter, "two halves of the batch give another output"),
        (Noise, "two halves of the batch give another output"),
        (GlobalNoise, "two halves of the batch give another output"),
        (GradientFilledIn, "two halves of the batch give another grads['bias']"),
    ],
)
def test_a_layer_that_must_not_be_shared(layer, message, receipt):
    passed, lines = receipt(layer())
    assert not passed
    wrong = [line.strip() for line in lines if line.endswith("WRONG")]
    assert len(wrong) == 1
    assert wrong[0].startswith(f"it says it is shareable, but {message}")
    network = Network([Dense(4, 4), layer(), Dense(4, 3)], (4,))
    passed, lines = receipt(network, X, LABELS)
    assert not passed
    assert [line for line in lines if f"row 2, {layer.__name__}(): it says" in line]
    layer.shareable, before = False, layer.shareable
    try:
        assert receipt(layer())[0]  # all is well if it runs as it was written
    finally:
        layer.shareable = before


def test_one_image_has_no_halves(receipt):
    _, lines = receipt(AcrossTheBatch(), X[:1])
    assert lines[-1] == "  says it is shareable: that takes two images or more to check"


# Changed arguments, missing results, in a row of a network


class WritesIntoItsInput(ReLU):
    def forward(self, x):
        out = super().forward(x)
        x *= self.active
        return out


class WritesIntoTheGradient(ReLU):
    def backward(self, d_out):
        d_out *= self.active
        return d_out


class ReturnsNoOutput(ReLU):
    def forward(self, x):
        super().forward(x)


class ReturnsNoGradient(ReLU):
    def backward(self, d_out):
        super().backward(d_out)


@pytest.mark.parametrize(
    ("layer", "message"),
    [
        (WritesIntoItsInput, "forward changes its argument"),
        (WritesIntoTheGradient, "backward changes its argument"),
        (ReturnsNoOutput, "forward returns nothing"),
        (ReturnsNoGradient, "backward returns nothing"),
    ],
)
def test_a_network_names_the_row_of_a_broken_promise(layer, message, receipt):
    network = Network([Dense(4, 5), layer(), Dense(5, 3)], (4,))
    passed, lines = receipt(network, X, LABELS)
    assert not passed
    assert len(lines) == 2
    assert lines[1].startswith(f"  row 2, {layer.__name__}(): {message}")
    assert lines[1].endswith("  WRONG")


def test_parameters_of_whole_numbers(receipt):
    class Scale(Layer):
        def __init__(self, scale):
            self.params["scale"] = scale

        def forward(self, x):
            return x * self.params["scale"]

    sentence = "  params['scale']: expected an array of floats, got an array of int64  WRONG"
    assert receipt(Scale(np.array([2]))) == (False, ["Gradient check: Scale", sentence])
    _, lines = receipt(Network([Dense(4, 3), Scale(2.5)], (4,)), X, LABELS)
    assert "row 2, Scale(): params['scale']: expected an array of floats, got one float" in lines[1]


def test_names_of_gradients_that_are_no_parameters(receipt):
    class Extra(Twice):
        def backward(self, d_out):
            self.grads["sum"] = d_out.sum()
            return super().backward(d_out)

    passed, lines = receipt(Extra())
    assert not passed
    assert lines[-1] == "  grads has 'sum', a name that params lacks  WRONG"


def test_a_parameter_called_input_does_not_hide_the_input(receipt):
    class Scale(Layer):
        def __init__(self):
            self.params["input"] = np.ones(4, np.float32)

        def forward(self, x):
            self.x = x
            return x * self.params["input"]

        def backward(self, d_out):
            self.grads["input"] = (d_out * self.x).sum(axis=0)
            return 3 * d_out

    passed, lines = receipt(Scale())
    assert not passed
    assert [line.split("  ")[1].strip() for line in lines[1:]] == ["input", "parameter input"]
    assert [line.split()[-1] for line in lines[1:]] == ["WRONG", "ok"]


# Randomness, and what earlier calls leave


class Dropout(Layer):
    def __init__(self):
        self.rng = np.random.default_rng(0)

    def forward(self, x):
        self.mask = 2 * (self.rng.random(x.shape) < 0.5)
        return x * self.mask

    def backward(self, d_out):
        return d_out * self.mask


def test_random_numbers_are_named(receipt):
    passed, lines = receipt(Dropout())
    assert passed
    assert lines[-1].startswith("  forward gives two results for the same x (random numbers")
    network = Network([Dense(4, 5), Dropout(), Dense(5, 3)], (4,))
    passed, lines = receipt(network, X, LABELS)
    assert passed
    assert lines[-1].startswith("  row 2, Dropout(): forward gives two results for the same x")


NUMBERS = np.random.default_rng(0)


def test_random_numbers_from_elsewhere_cannot_be_compared(receipt):
    class Elsewhere(Dropout):
        def __init__(self):
            pass

        def forward(self, x):
            self.mask = 2 * (NUMBERS.random(x.shape) < 0.5)
            return x * self.mask

    for subject, labels in (Elsewhere(), None), (Network([Elsewhere(), Dense(4, 3)], 4), LABELS):
        passed, lines = receipt(subject, X, labels)
        assert not passed
        assert len(lines) == 2
        assert lines[1].startswith("  forward gives two results for the same x, not because of")
        assert not lines[1].endswith(("ok", "WRONG"))


def test_numpys_random_numbers_go_on_as_if_nothing_had_been(receipt):
    class Global(Dropout):
        def forward(self, x):
            self.mask = 2 * (np.random.random(x.shape) < 0.5)  # noqa: NPY002
            return x * self.mask

    np.random.seed(3)  # noqa: NPY002
    expected = np.random.random()  # noqa: NPY002
    np.random.seed(3)  # noqa: NPY002
    assert receipt(Global())[0]
    assert np.random.random() == expected  # noqa: NPY002


def test_what_an_earlier_call_left(receipt):
    class Stale(Layer):
        mask = None

        def forward(self, x):
            self.mask = x > 0 if self.mask is None else self.mask
            return np.maximum(x, 0)

        def backward(self, d_out):
            return d_out * self.mask

    passed, lines = receipt(Stale())
    assert not passed
    assert lines[1].endswith("WRONG")
    assert lines[2] == "  after an earlier call, backward gives another dL/d(input)  WRONG"


def test_layers_learn_while_they_are_checked(receipt):
    class Learning(Layer):
        def forward(self, x):
            seen.add((self.training, LEARNING.get()))
            return x.copy()

        def backward(self, d_out):
            return d_out.copy()

    seen = set()
    assert receipt(Learning())[0]
    assert receipt(Network([Learning(), Dense(4, 3)], (4,)), X, LABELS)[0]
    assert seen == {(True, True)}
    assert LEARNING.get() is None


# Float32


def test_float32_is_named_and_still_judged(receipt):
    class Single(Layer):
        slope = 2

        def forward(self, x):
            return np.float32(2) * x.astype(np.float32)

        def backward(self, d_out):
            return self.slope * d_out

    passed, lines = receipt(Single())
    assert passed
    assert lines[1].endswith("ok")
    assert lines[2] == "  forward returns float32 for a float64 input"
    assert lines[3].startswith("  computes in float32: outputs are rounded by 1e-07 of their size")
    Single.slope = -2
    passed, lines = receipt(Network([Dense(4, 4), Single(), Dense(4, 3)], (4,)), X, LABELS)
    assert not passed
    assert "WRONG" in lines[1]
    assert "  row 2, Single(): forward returns float32 for a float64 input" in lines


def test_float64_is_not_called_float32(receipt, tiny_network, tiny_set):
    images = tiny_set(4)
    for subject, x, labels in (
        (Dense(4, 3), X, None),
        (Dense(4, 3), 1e9 * X, None),
        (tiny_network(), images.images, images.labels),
    ):
        _, lines = receipt(subject, x, labels, samples=2)
        assert not [line for line in lines if "computes" in line]


# Nothing to compare


def test_images_that_are_read_beyond_doubt(receipt):
    network = Network([Dense(3, 3)], (3,))
    network.layers[0].params["weights"][...] = 1000 * np.eye(3)
    passed, lines = receipt(network, np.eye(3), np.arange(3))
    assert not passed
    assert lines[1:] == ["  dL/dlogits is 0, all images are read beyond doubt: nothing to compare"]


@pytest.mark.parametrize("distance", [20, 27, 35, 100])
def test_a_wrong_layer_behind_images_that_are_read_almost_beyond_doubt(distance, receipt):
    class Wrong(Dense):
        def backward(self, d_out):
            d_x = super().backward(d_out)
            self.grads["weights"] = -self.grads["weights"]
            return d_x

    for layer, passes in (Dense(3, 3), True), (Wrong(3, 3), False):
        layer.params["weights"][...] = distance * np.eye(3)
        passed, lines = receipt(Network([layer], (3,)), np.eye(3)[:1], [0])
        assert passed == passes
        assert lines[1].endswith("ok")
        assert lines[2].endswith("ok" if passes else "WRONG")


@pytest.mark.parametrize("sign", [1, -1])
def test_a_loss_that_is_lost_in_the_rounding(sign, receipt):
    """log(1 + 1e-16) is rounded to 0 or 2e-16: no step tells how it changes."""

    class Loss(SoftmaxCrossEntropy):
        def backward(self):
            return sign * super().backward()

    passed, lines = receipt(Loss(), 36 * np.eye(3), np.arange(3))
    assert not passed
    assert lines[1].endswith("lost in the rounding: nothing to compare, choose another x")


def test_an_output_that_is_not_finite(receipt):
    class Inverse(Layer):
        def forward(self, x):
            with np.errstate(divide="ignore"):
                return 1 / x

        def backward(self, d_out):
            return d_out

    passed, lines = receipt(Inverse(), np.zeros((2, 2)))
    assert not passed
    assert lines[1:] == ["  forward gives NaN or infinity: nothing to compare, choose another x"]


# Losses


class Squares(Layer):
    """A loss that is a Layer; it may be called with or without labels."""

    def forward(self, x, labels):
        self.apart = x - np.asarray(labels)[:, np.newaxis]
        return float((self.apart**2).sum())

    def backward(self):
        return 2 * self.apart


def test_a_loss_may_be_a_layer(receipt):
    passed, lines = receipt(Squares(), X, LABELS)
    assert passed
    assert lines[1].startswith("  logits  24 entries")
    with pytest.raises(ValueError, match="labels: Squares needs them for a loss, got None"):
        check_gradients(Squares(), X)
    with pytest.raises(ValueError, match="labels: expected None, for the forward of Dense takes x"):
        check_gradients(Dense(4, 3), X, LABELS)


def test_a_loss_whose_backward_wants_an_argument():
    class Wants(Squares):
        def backward(self, d_out):
            return 2 * self.apart

    with pytest.raises(ValueError, match="expected a loss whose backward takes no argument"):
        check_gradients(Wants(), X, LABELS)


@pytest.mark.parametrize(
    ("method", "replacement", "message"),
    [
        ("forward", lambda self, x, labels: None, "forward returns nothing: expected one number"),
        (
            "forward",
            lambda self, x, labels: x,
            "forward returns an array of shape (6, 4): expected",
        ),
        ("backward", lambda self: None, "backward returns nothing: expected dL/dlogits"),
    ],
)
def test_what_a_loss_must_return(method, replacement, message, receipt):
    class Broken(Squares):
        pass

    setattr(Broken, method, replacement)
    passed, lines = receipt(Broken(), X, LABELS)
    assert not passed
    assert lines[1].startswith(f"  {message}")
    assert lines[1].endswith("  WRONG")


# Networks of the reader's own


def test_a_network_with_a_backward_pass_of_its_own(receipt, tiny_network, tiny_set):
    class Backwards(Network):
        def backward(self, d_logits):
            return 2 * super().backward(d_logits)

    images, network = tiny_set(2), tiny_network()
    doubled = Backwards(network.layers, (6, 6, 1))
    passed, lines = receipt(doubled, images.images, images.labels, samples=5)
    assert not passed
    assert [line.split()[-1] for line in lines[1:]] == ["WRONG", "ok", "ok", "ok", "ok"]
    assert receipt(network, images.images, images.labels, samples=5)[0]


class Residual(Network):
    """logits = last(x + first(x))"""

    def __init__(self, layers, input_shape):
        super().__init__(layers, input_shape)
        self.first, self.last = layers

    def forward(self, images):
        x = self.as_floats(images)
        return self.last.forward(x + self.first.forward(x))

    def backward(self, d_logits):
        d = self.last.backward(d_logits)
        return d + self.first.backward(d)


def test_a_network_that_runs_its_layers_in_another_way(receipt):
    layers = [Dense(4, 4), Dense(4, 3)]
    assert receipt(Residual(layers, (4,)), X, LABELS)[0]

    class Forgetful(Residual):
        def backward(self, d_logits):
            d = self.last.backward(d_logits)
            return self.first.backward(d)

    passed, lines = receipt(Forgetful(layers, (4,)), X, LABELS)
    assert not passed
    assert [line.split()[-1] for line in lines[1:]] == ["WRONG", "ok", "ok", "ok", "ok"]


class Past(Layer):
    """Adds what an earlier row was given: it cannot run by itself."""

    factor = 1

    def __init__(self, earlier):
        self.earlier = earlier

    def forward(self, x):
        return x + self.earlier.given

    def backward(self, d_out):
        self.earlier.d_past = self.factor * d_out
        return d_out.copy()


class Giving(Dense):
    def forward(self, x):
        self.given = x
        return super().forward(x)

    def backward(self, d_out):
        return super().backward(d_out) + self.d_past


def test_a_row_that_needs_another_row_is_looked_at_with_it(receipt):
    giving = Giving(4, 4, rng=np.random.default_rng(0))
    rows = [giving, ReLU(), Past(giving), Dense(4, 3, rng=np.random.default_rng(1))]
    passed, lines = receipt(Network(rows, (4,)), X, LABELS)
    assert passed
    assert not [line for line in lines if "row" in line]
    Past.factor = -1
    assert not receipt(Network(rows, (4,)), X, LABELS)[0]
    Past.factor = 1

    class Writing(Past):
        def forward(self, x):
            x += self.earlier.given
            return x.copy()

    rows[2] = Writing(giving)
    passed, lines = receipt(Network(rows, (4,)), X, LABELS)
    assert not passed
    assert lines[1].startswith("  row 3, Writing(): forward changes its argument")
