"""The tape: its operations, its order, its refusals. The golden values are in test_golden.py."""

import numpy as np
import pytest

from scratchcnn import Layer, Network, models, numeric_gradient
from scratchcnn.tape import Taped, exp, log, maximum, pad
from scratchcnn.taped_layers import on_tape

RNG = np.random.default_rng(0)
A, B = RNG.standard_normal((2, 3, 4))

OPERATIONS = {
    "add": lambda a, b: a + b,
    "add a constant from the left": lambda a, b: 3 + a + b,
    "subtract": lambda a, b: a - b,
    "multiply": lambda a, b: a * b,
    "multiply by a constant from the left": lambda a, b: B * a * 2 * b,
    "one of them for all rows": lambda a, b: a * b[:1],
    "one of them for all columns": lambda a, b: a[:, :1] + b,
    "one of them without the first axis": lambda a, b: a * b[1:2].reshape(4),
    "outer product by broadcasting": lambda a, b: a.reshape(12, 1) * b.reshape(12),
    "matmul": lambda a, b: a.reshape(4, 3) @ b,
    "maximum": maximum,
    "sum": lambda a, b: a.sum() * b.sum(),
    "sum of columns": lambda a, b: a.sum(axis=0) * b,
    "sum of two axes": lambda a, b: a.reshape(2, 3, 2).sum(axis=(0, 2)) * b[:, :1],
    "reshape": lambda a, b: a.reshape(2, 6) * b.reshape(2, 6),
    "slice": lambda a, b: a[1:, ::2] * b[:2, 1::2],
    "pad": lambda a, b: pad(a, [(1, 0), (0, 2)])[:3, 2:] * b,
    "exp": lambda a, b: exp(a) * exp(b * 2),
    "log": lambda a, b: log(exp(a) + 2) * log(b * b + 1),
    "twice": lambda a, b: a * a + a * b * a,
    "the same on both sides": lambda a, b: a.reshape(4, 3) @ a + (b.sum() * a).reshape(12)[:4],
}


@pytest.mark.parametrize("operation", OPERATIONS.values(), ids=OPERATIONS)
def test_an_operation_against_small_steps(operation):
    a, b = A.copy(), B.copy()
    weights = RNG.standard_normal(operation(Taped(a), Taped(b)).array.shape)
    taped = Taped(a), Taped(b)
    (operation(*taped) * weights).sum().backward()

    def loss():
        return (operation(Taped(a), Taped(b)).array * weights).sum()

    for value, array in zip(taped, (a, b), strict=True):
        assert value.gradient.shape == array.shape
        np.testing.assert_allclose(value.gradient, numeric_gradient(loss, array), atol=1e-8)


def test_a_value_that_is_used_early_and_late():
    """Depth first, w would hand on what it has before all of it is there."""
    w = Taped(3.0)
    early = w * w
    late = early * early + early
    (late + w).backward()
    assert w.gradient == 4 * 27 + 2 * 3 + 1


def test_of_two_equal_ones_the_first_has_the_gradient():
    a, b = Taped(np.ones(3)), Taped(np.array([0.0, 1, 2]))
    maximum(a, b).sum().backward()
    np.testing.assert_array_equal(a.gradient, [1, 1, 0])
    np.testing.assert_array_equal(b.gradient, [0, 0, 1])


def test_backward_again_gives_the_same_gradients():
    x = Taped(A)
    loss = (x * x).sum()
    loss.backward()
    loss.backward()
    np.testing.assert_array_equal(x.gradient, 2 * A)


def test_a_chain_longer_than_pythons_stack():
    x = Taped(1.0)
    last = x
    for _ in range(5000):
        last = last + x
    last.backward()
    assert x.gradient == 5001


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_constants_and_gradients_have_the_type_of_the_values(dtype):
    x = Taped(A.astype(dtype))
    loss = log(exp(maximum(x.taped(0), x) * 2 - np.ones(4)) + 1).sum()
    loss.backward()
    assert loss.array.dtype == x.gradient.dtype == dtype


def test_whole_numbers_become_floats():
    pixels = Taped(np.array([200, 100], np.uint8))
    total = (pixels * (1 / 255)).sum()
    total.backward()
    assert total.array == pytest.approx(300 / 255)
    np.testing.assert_allclose(pixels.gradient, 1 / 255)


def test_what_was_computed_cannot_be_changed():
    x = Taped(A.copy())
    with pytest.raises(ValueError, match="read-only"):
        (x * x).array[0] = 0
    x.array += 1  # parameters are: the optimizer's step


def test_what_cannot_be_derived_is_refused():
    with pytest.raises(ValueError, match=r"one number, got shape \(3, 4\)"):
        (Taped(A) * 2).backward()
    for place in (np.array([0, 0]), (slice(None), [1, 1]), (0, 1)):
        with pytest.raises(TypeError, match="slices only"):
            Taped(A)[place]


def test_a_layer_that_is_not_known_is_named():
    class Own(Layer):
        pass

    images = Taped(np.zeros((1, 28, 28, 1)))
    with pytest.raises(TypeError, match="Own has no forward on the tape; there are Division"):
        on_tape(Network([Own(), *models.mlp().layers]), images)
