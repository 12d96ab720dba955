"""The gradient check passes what is right and, above all, fails what is wrong."""

import numpy as np
import pytest

from scratchcnn import (
    Addition,
    Convolution,
    Dense,
    Division,
    Layer,
    MaxPooling,
    Network,
    ReLU,
    Softmax,
    SoftmaxCrossEntropy,
    Vectorization,
    check_gradients,
    numeric_gradient,
)

RNG = np.random.default_rng(0)


class LoopPooling(MaxPooling):
    """Max pooling whose way back is written as a loop over the windows, to be got wrong below."""

    def forward(self, x):
        self.x = x
        return super().forward(x)

    def backward(self, d_out):
        extra, (_, height, width, _) = self.size - self.stride, self.x.shape
        padded = np.pad(self.x, ((0, 0), (0, extra), (0, extra), (0, 0)))
        d_padded = np.zeros_like(padded)
        for n, y, x, c in np.ndindex(d_out.shape):
            rows = slice(self.stride * y, self.stride * y + self.size)
            columns = slice(self.stride * x, self.stride * x + self.size)
            window, d_window = padded[n, rows, columns, c], d_padded[n, rows, columns, c]
            self.hand_on(d_out[n, y, x, c], window == window.max(), d_window)
        return d_padded[:, :height, :width].copy()

    def hand_on(self, d, wins, d_window):
        first = np.unravel_index(wins.argmax(), wins.shape)
        d_window[first] += d


class OverwritingPooling(LoopPooling):
    """Overlapping windows overwrite each other's gradients instead of adding up."""

    def hand_on(self, d, wins, d_window):
        first = np.unravel_index(wins.argmax(), wins.shape)
        d_window[first] = d


class GenerousPooling(LoopPooling):
    """Every tied maximum receives the whole gradient."""

    def hand_on(self, d, wins, d_window):
        d_window += d * wins


class PoolingOfDoubles(Layer):
    """Every pixel is there twice, so each window has a tie that no small step breaks."""

    def __init__(self, pooling):
        super().__init__()
        self.pooling = pooling

    def forward(self, x):
        return self.pooling.forward(x.repeat(2, axis=2))

    def backward(self, d_out):
        d_doubles = self.pooling.backward(d_out)
        return d_doubles[:, :, ::2] + d_doubles[:, :, 1::2]


class UnturnedConvolution(Convolution):
    """The filters are not turned round on the way back."""

    def backward(self, d_out):
        super().backward(d_out)
        other = self.replica()
        other.params = {"filters": self.params["filters"][::-1, ::-1]}
        return Convolution.backward(other, d_out)


class UnswappedConvolution(Convolution):
    """Input and output channels are not exchanged on the way back (as many of each here)."""

    def backward(self, d_out):
        super().backward(d_out)
        other = self.replica()
        other.params = {"filters": self.params["filters"].swapaxes(2, 3)}
        return Convolution.backward(other, d_out)


class ConfusedConvolution(Convolution):
    """The channels of dL/dfilters are exchanged (as many of each here)."""

    def backward(self, d_out):
        d_x = super().backward(d_out)
        self.grads["filters"] = self.grads["filters"].swapaxes(2, 3)
        return d_x


class MeanAddition(Addition):
    """dL/dbias is the mean over the batch instead of the sum."""

    def backward(self, d_out):
        self.grads["bias"] = d_out.mean(axis=0)
        return d_out.copy()


class OpenReLU(ReLU):
    """Every gradient passes."""

    def backward(self, d_out):
        return d_out.copy()


class ReversedReLU(ReLU):
    """The gradient passes where the input was negative."""

    def backward(self, d_out):
        return d_out - super().backward(d_out)


class TransposedDense(Dense):
    """The weights are not transposed on the way back (a square layer hides it from the shapes)."""

    def backward(self, d_out):
        super().backward(d_out)
        return d_out @ self.params["weights"]


class MeanDense(Dense):
    """dL/dbias is the mean over the batch instead of the sum."""

    def backward(self, d_out):
        d_x = super().backward(d_out)
        self.grads["bias"] = d_out.mean(axis=0)
        return d_x


class ForgetfulDense(Dense):
    """dL/dweights is divided by the size of the batch a second time."""

    def backward(self, d_out):
        d_x = super().backward(d_out)
        self.grads["weights"] = self.grads["weights"] / len(d_out)
        return d_x


class ForgetfulDivision(Division):
    """The gradient is passed on undivided."""

    def backward(self, d_out):
        return d_out.copy()


class MultipliedDivision(Division):
    """The gradient is off by one part in a thousand."""

    def backward(self, d_out):
        return super().backward(d_out) * 1.001


class ScrambledVectorization(Vectorization):
    """The way back takes the axes in another order than the way there."""

    def backward(self, d_out):
        count, height, width, channels = super().backward(d_out).shape
        return d_out.reshape(count, channels, height, width).transpose(0, 2, 3, 1).copy()


class DiagonalSoftmax(Softmax):
    """The Jacobian without its entries beside the diagonal."""

    def forward(self, logits):
        self.p = super().forward(logits)
        return self.p.copy()

    def backward(self, d_out):
        return d_out * self.p * (1 - self.p)


class SummingLoss(SoftmaxCrossEntropy):
    """dL/dlogits without the 1/N of the mean."""

    def backward(self):
        d_logits = super().backward()
        return d_logits * len(d_logits)


class ProbabilitiesOnly(SoftmaxCrossEntropy):
    """dL/dlogits = p / N: the label is not subtracted."""

    def backward(self):
        d_logits = super().backward()
        return np.where(d_logits < 0, d_logits + 1 / len(d_logits), d_logits)


IMAGES = RNG.standard_normal((3, 6, 6, 2))
VECTORS = RNG.standard_normal((3, 4))
LABELS = np.array([0, 3, 1])
WRONG = [  # wrong, its right counterpart, the input, labels
    (OverwritingPooling(), LoopPooling(), IMAGES, None),
    (PoolingOfDoubles(GenerousPooling(2, 2)), PoolingOfDoubles(LoopPooling(2, 2)), IMAGES, None),
    (UnturnedConvolution(2, 2, rng=RNG), Convolution(2, 2, rng=RNG), IMAGES, None),
    (UnswappedConvolution(2, 2, rng=RNG), Convolution(2, 2, rng=RNG), IMAGES, None),
    (ConfusedConvolution(2, 2, rng=RNG), Convolution(2, 2, rng=RNG), IMAGES, None),
    (MeanAddition((6, 6, 2)), Addition((6, 6, 2)), IMAGES, None),
    (OpenReLU(), ReLU(), IMAGES, None),
    (ReversedReLU(), ReLU(), IMAGES, None),
    (TransposedDense(4, 4, rng=RNG), Dense(4, 4, rng=RNG), VECTORS, None),
    (MeanDense(4, 3, rng=RNG), Dense(4, 3, rng=RNG), VECTORS, None),
    (ForgetfulDense(4, 3, rng=RNG), Dense(4, 3, rng=RNG), VECTORS, None),
    (ForgetfulDivision(255), Division(255), IMAGES, None),
    (MultipliedDivision(255), Division(255), IMAGES, None),
    (ScrambledVectorization(), Vectorization(), IMAGES, None),
    (DiagonalSoftmax(), Softmax(), VECTORS, None),
    (SummingLoss(), SoftmaxCrossEntropy(), VECTORS, LABELS),
    (ProbabilitiesOnly(), SoftmaxCrossEntropy(), VECTORS, LABELS),
]


@pytest.mark.parametrize(
    ("wrong", "right", "x", "labels"),
    WRONG,
    ids=[type(getattr(row[0], "pooling", row[0])).__name__ for row in WRONG],
)
def test_a_wrong_backward_pass_fails_and_its_right_counterpart_passes(
    wrong, right, x, labels, capsys
):
    assert not check_gradients(wrong, x, labels)
    assert "WRONG" in capsys.readouterr().out
    assert check_gradients(right, x, labels)
    assert "WRONG" not in capsys.readouterr().out


@pytest.mark.parametrize(
    "layers",
    [
        [OverwritingPooling()],
        [Convolution(1, 3, rng=RNG), UnturnedConvolution(3, 3, rng=RNG)],
        [Convolution(1, 3, rng=RNG), ConfusedConvolution(3, 3, rng=RNG)],
    ],
    ids=lambda layers: type(layers[-1]).__name__,
)
def test_a_wrong_layer_inside_a_network_fails(layers):
    rng = np.random.default_rng(1)
    images, labels = rng.standard_normal((2, 6, 6, 1)), np.array([0, 2])
    features = Network([*layers, Vectorization()], (6, 6, 1)).forward(images).shape[1]
    network = Network([*layers, Vectorization(), Dense(features, 3, rng=rng)], (6, 6, 1))
    assert not check_gradients(network, images, labels)


def test_only_the_wrong_row_of_a_network_is_called_wrong(tiny_network, tiny_set, capsys):
    images = tiny_set(4)
    network = tiny_network()
    assert check_gradients(network, images.images, images.labels, samples=10)
    wrong = MeanDense(27, 4)
    wrong.params.update(network.layers[-1].params)
    network.layers[-1] = wrong
    assert not check_gradients(network, images.images, images.labels, samples=10)
    receipt = capsys.readouterr().out.splitlines()
    assert [line.split()[:3] for line in receipt if line.endswith("WRONG")] == [
        ["7", "MeanDense", "bias"]
    ]


def test_the_receipt(capsys):
    assert check_gradients(Dense(4, 3, rng=np.random.default_rng(0)), VECTORS, samples=5)
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "Gradient check: Dense"
    assert [line.split()[0] for line in lines[1:]] == ["input", "weights", "bias"]
    assert [line.split()[1] for line in lines[1:]] == ["5", "5", "3"]  # the bias has only three
    for line in lines[1:]:
        assert "0 at a kink, relative error" in line
        assert line.endswith("  ok")


def test_the_receipt_of_a_network_names_row_layer_and_parameter(tiny_network, tiny_set, capsys):
    images = tiny_set(2)
    assert check_gradients(tiny_network(), images.images, images.labels, samples=4)
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "Gradient check: Network"
    names = ["input", "2 Convolution filters", "3 Addition bias", "7 Dense weights", "7 Dense bias"]
    for line, name in zip(lines[1:], names, strict=True):
        assert line.strip().startswith(name)


def test_a_missing_gradient_is_reported(capsys):
    class Forgetting(Addition):
        def backward(self, d_out):
            return d_out.copy()

    assert not check_gradients(Forgetting((4,)), VECTORS)
    out = capsys.readouterr().out
    assert "bias   expected a gradient of shape (4,), but none was stored  WRONG" in out
    assert "params lacks" not in out


def test_a_gradient_under_another_name_is_a_missing_one(capsys):
    class Misspelling(Addition):
        def backward(self, d_out):
            self.grads["bais"] = d_out.sum(axis=0)
            return d_out.copy()

    assert not check_gradients(Misspelling((4,)), VECTORS)
    out = capsys.readouterr().out
    assert "none was stored  WRONG" in out
    assert "grads has 'bais', a name that params lacks  WRONG" in out


def test_a_backward_that_returns_nothing_is_reported(capsys):
    class Silent(ReLU):
        def backward(self, d_out):
            pass

    assert not check_gradients(Silent(), VECTORS)
    assert "backward returns nothing: expected dL/d(input)  WRONG" in capsys.readouterr().out


def test_a_gradient_of_the_wrong_shape_is_reported(capsys):
    class Unsummed(Addition):
        def backward(self, d_out):
            self.grads["bias"] = d_out.copy()
            return d_out.copy()

    assert not check_gradients(Unsummed((4,)), VECTORS)
    out = capsys.readouterr().out
    assert "expected a gradient of shape (4,), but its shape is (3, 4)  WRONG" in out


def test_a_gradient_of_nan_is_wrong():
    class NaN(ReLU):
        def backward(self, d_out):
            return d_out * np.nan

    assert not check_gradients(NaN(), VECTORS)


def test_a_single_wrong_entry_is_found():
    class OneWrong(ReLU):
        def backward(self, d_out):
            d_x = super().backward(d_out)
            d_x[1, 2] += 0.01
            return d_x

    assert not check_gradients(OneWrong(), VECTORS)


def test_kinks_are_counted_not_failed(capsys):
    x = VECTORS.copy()
    x[0, :2] = 0
    assert check_gradients(ReLU(), x)
    assert "12 entries, 2 at a kink" in capsys.readouterr().out


def test_ties_are_counted_not_failed(capsys):
    image = np.array([[7.0, 7, 1, 2], [3, 4, 5, 6]]).reshape(1, 2, 4, 1)
    assert check_gradients(MaxPooling(2, 2), image)
    assert "8 entries, 2 at a kink" in capsys.readouterr().out


def test_kinks_do_not_hide_a_wrong_gradient(capsys):
    x = VECTORS.copy()
    x[0, :2] = 0
    assert not check_gradients(OpenReLU(), x)
    assert "12 entries, 2 at a kink" in capsys.readouterr().out


def test_nothing_but_kinks_is_no_proof(capsys):
    assert not check_gradients(ReLU(), np.zeros((2, 3)))
    line = capsys.readouterr().out.splitlines()[1]
    assert line == "  input  all 6 entries are at a kink: nothing to compare, choose another x"


def test_curvature_is_no_kink(capsys):
    class Cube(Layer):
        def forward(self, x):
            self.x = x
            return x**3

        def backward(self, d_out):
            return 3 * self.x**2 * d_out

    assert check_gradients(Cube(), 10 * VECTORS)
    assert "12 entries, 0 at a kink" in capsys.readouterr().out


def test_everything_runs_on_copies():
    layer, x = Dense(4, 3, rng=np.random.default_rng(0)), VECTORS.astype(np.float32)
    x.flags.writeable = False
    kept = layer.params["weights"].copy()
    for array in layer.params.values():
        array.flags.writeable = False
    assert check_gradients(layer, x)
    np.testing.assert_array_equal(layer.params["weights"], kept)
    assert layer.dtype == np.float32
    assert layer.grads == {}


def test_the_same_seed_gives_the_same_receipt(capsys):
    layer = Dense(4, 3, rng=np.random.default_rng(0))
    receipts = []
    for _ in range(2):
        check_gradients(layer, VECTORS, samples=3, seed=5)
        receipts.append(capsys.readouterr().out)
    assert receipts[0] == receipts[1]


def test_numeric_gradient():
    array = np.array([[1.0, -2.0], [3.0, 0.5]])
    kept = array.copy()
    gradient = numeric_gradient(lambda: (array**3).sum(), array)
    np.testing.assert_allclose(gradient, 3 * kept**2, rtol=1e-8)
    np.testing.assert_array_equal(array, kept)  # put back exactly


def test_numeric_gradient_of_one_number_among_many():
    array = np.array([1.0, 2.0, 4.0])
    gradient = numeric_gradient(lambda: array[1] * array[2], array)
    np.testing.assert_allclose(gradient, [0, 4, 2], rtol=1e-8, atol=1e-10)


def test_a_layer_without_its_base_class_is_told_so():
    class Forgotten:
        def forward(self, x):
            return x

        def backward(self, d_out):
            return d_out

    with pytest.raises(ValueError, match=r"Forgotten is no layer, write class Forgotten\(Layer\)"):
        check_gradients(Forgotten(), np.ones((2, 3)))
    with pytest.raises(ValueError, match="expected a loss whose backward takes no argument"):
        check_gradients(Forgotten(), np.ones((2, 3)), np.array([0, 1]))


class WritesIntoItsInput(ReLU):
    def forward(self, x):
        out = super().forward(x)
        x[...] = self.active
        return out


class WritesIntoTheGradient(ReLU):
    def backward(self, d_out):
        d_out *= self.active
        return d_out


@pytest.mark.parametrize(
    "layer, when", [(WritesIntoItsInput, "forward"), (WritesIntoTheGradient, "backward")]
)
def test_a_layer_that_changes_its_argument_fails_though_its_numbers_are_right(layer, when, capsys):
    x = np.random.default_rng(0).standard_normal((3, 4))
    before = x.copy()
    assert not check_gradients(layer(), x)
    assert f"{when} changes its argument" in capsys.readouterr().out
    assert np.array_equal(x, before)


class Transposed(Layer):
    """out = x Wᵀ, with the weights of another row."""

    def __init__(self, dense):
        self.params["transposed"] = dense.params["weights"].T

    def forward(self, x):
        self.x = x
        return x @ self.params["transposed"]

    def backward(self, d_out):
        self.grads["transposed"] = self.x.T @ d_out
        return d_out @ self.params["transposed"].T


class Reversed(Transposed):
    def backward(self, d_out):
        d_x = super().backward(d_out)
        self.grads["transposed"] = self.grads["transposed"][::-1]
        return d_x


def test_rows_may_share_their_parameters(capsys):
    first, again = Dense(4, 3, rng=RNG), Dense(4, 3, rng=RNG)
    again.params["weights"] = first.params["weights"]
    rows = [first, ReLU(), Transposed(first), again]
    assert check_gradients(Network(rows, (4,)), VECTORS, np.array([0, 2, 1]))
    assert "WRONG" not in capsys.readouterr().out
    rows[2] = Reversed(first)
    assert not check_gradients(Network(rows, (4,)), VECTORS, np.array([0, 2, 1]))
    receipt = capsys.readouterr().out.splitlines()
    assert [line.split("  ")[1] for line in receipt if line.endswith("WRONG")] == [
        "1 Dense weights",
        "3 Reversed transposed",
        "4 Dense weights",
    ]
