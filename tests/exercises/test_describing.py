"""Cases and differences in words, and as code that rebuilds them."""

import numpy as np
import pytest

from scratchcnn.exercises.describing import as_code, describe, number
from scratchcnn.exercises.write import write


@pytest.mark.parametrize(
    "value",
    [
        np.array([[1.0, 2.5], [-3, 1e-7]]),
        np.array([1 / 3, 10.0, 100, 2.5e-10]),
        np.array([0, 51, 255], np.uint8),
        np.array([True, False]),
        np.array([[1, 2], [3, 4]]),
        np.arange(16.0).reshape(1, 4, 4, 1),
        np.array([np.inf, -np.inf, np.nan, 0]),
        np.array([1.5, 2], np.float32),
        np.zeros((0, 3)),
        np.array(2.0),
        (3, 4),
        0.5,
        7,
    ],
)
def test_code_rebuilds_the_value(value):
    rebuilt = eval(as_code(value), {"np": np})
    assert type(rebuilt) is type(value)
    np.testing.assert_array_equal(rebuilt, value)
    if isinstance(value, np.ndarray):
        assert rebuilt.dtype == value.dtype
        assert rebuilt.shape == value.shape


def test_code_is_short():
    assert as_code(np.array([[1.0, 2.5]])) == "np.array([[1., 2.5]])"
    assert as_code(np.array([3, 4], np.uint8)) == "np.array([3, 4], np.uint8)"
    assert as_code(np.ones((2, 1, 1))) == "np.array([1., 1.]).reshape(2, 1, 1)"


def test_a_large_array_is_told_by_its_shape():
    assert as_code(np.zeros((4, 6))).startswith("np.array([[0.,")
    assert as_code(np.zeros((5, 5))) == "an array of 5 × 5"


def test_a_function_says_what_it_is():
    def squares(x):
        """Σ x²"""

    assert as_code(squares) == "Σ x²"


def test_the_failing_case_can_be_pasted():
    exercise = write(lambda rng: [(np.array([[1.0, 2]]), (1, 2), 0.5)])(lambda x, shape, h: x * h)
    text = exercise.judge(lambda x, shape, h: x).text
    code = text[text.index("With\n") + 5 : text.index("\nat [0, 0]")]
    namespace = {"np": np}
    exec("\n".join(line.removeprefix("    ") for line in code.splitlines()), namespace)
    np.testing.assert_array_equal(namespace["x"], [[1, 2]])
    assert (namespace["shape"], namespace["h"]) == ((1, 2), 0.5)


def test_a_case_without_arrays_is_told_in_one_line():
    exercise = write(lambda rng: [(2, 3)])(lambda k, s: k * s)
    text = exercise.judge(lambda k, s: k + s).text
    assert "With k = 2, s = 3: expected 6, got 5." in text


@pytest.mark.parametrize(
    "value, words",
    [
        (np.zeros((2, 3)), "an array of 2 × 3"),
        (np.array([1.0, 0.123456]), "[1, 0.1235]"),
        ([1, (2,)], "[1, (2,)]"),
        (list(range(10)), "[0, 1, 2, 3, 4, 5, 6, 7, …]"),
        (10**400, "10^400"),
        (-(10**400), "-10^400"),
        (10**15 - 1, "999999999999999"),
        (dict, "the class dict"),
        (len, "a function"),
    ],
)
def test_a_value_in_words(value, words):
    assert describe(value) == words


@pytest.mark.parametrize("value, digits, text", [(1 / 3, 4, "0.3333"), (3.0, 4, "3"), (7, 4, "7")])
def test_a_number_in_words(value, digits, text):
    assert number(value, digits) == text
