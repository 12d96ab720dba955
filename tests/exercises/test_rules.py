"""The rules that hold for all exercises: what each of them names, and what it leaves alone."""

import numpy as np
import pytest

from scratchcnn import exercises
from scratchcnn.exercises.write import Write, write

WRITE = [name for name in exercises.names() if isinstance(exercises.find(name), Write)]
CUT = "our numbers are cut to whole ones"
MEAN = "t is right up to the factor 1/N: sum over the images, don't average"
FIRST = "nly the first of the batch is in it"
LAST = "nly the last of the batch is in it"


def only_row(result, place):
    filled = np.zeros_like(result)
    filled[place] = result[place]
    return filled


def collect_whole_numbers(right, winners, d_out, size):
    d_x = np.zeros(size, int)
    for pixel, d in zip(winners, d_out, strict=True):
        d_x[pixel] = d_x[pixel] + d
    return d_x


def mean_with_cut_shares(right, d_out, k, s, height, width):
    d_image = np.zeros((height, width))
    for y, x in np.ndindex(d_out.shape):
        d_image[s * y : s * y + k, s * x : s * x + k] += d_out[y, x] // k**2
    return d_image


def mean_in_whole_numbers(right, d_out, k, s, height, width):
    d_image = np.zeros((height, width), int)
    for y, x in np.ndindex(d_out.shape):
        window = d_image[s * y : s * y + k, s * x : s * x + k]
        window[...] = window + d_out[y, x] / k**2
    return d_image


@pytest.mark.parametrize(
    "name, answer, words",
    [
        ("start_here.division", lambda right, x, d: (x // 255, d / 255), f"out: y{CUT}"),
        ("start_here.division", lambda right, x, d: (x // 255, d // 255), f"\nY{CUT}"),
        ("start_here.division", lambda right, x, d: (d / 255, x / 255), "order: return out, d_x."),
        ("start_here.division", lambda right, x, d: x / 255, "That is out only: return out, d_x."),
        ("start_here.division", lambda right, x, d: d / 255, "That is d_x only: return out, d_x."),
        (
            "start_here.measured_gradient",
            lambda right, f, x, h: only_row(right(f, x, h), 0),
            "Only the first number is filled",
        ),
        (
            "start_here.measured_gradient",
            lambda right, f, x, h: right(f, x, h)[0],
            "Only the first number is returned",
        ),
        ("start_here.measured_gradient", lambda right, *case: right(*case).astype(int), CUT),
        ("start_here.measured_gradient", lambda right, *case: right(*case) // 1, CUT),
        ("start_here.scale_gradient", lambda right, x, d: right(x, d) / len(x), MEAN),
        (
            "start_here.scale_gradient",
            lambda right, x, d: (x * d).sum(axis=(0, 1, 2), keepdims=True),
            "leave out keepdims",
        ),
        ("start_here.scale_gradient", lambda right, x, d: right(x[:1], d[:1]), FIRST),
        ("start_here.scale_gradient", lambda right, x, d: right(x[-1:], d[-1:]), LAST),
        ("convolution.filters_gradient", lambda right, p, d: right(p, d) / len(p), MEAN),
        ("convolution.filters_gradient", lambda right, p, d: right(p[:1], d[:1]), FIRST),
        ("convolution.filters_gradient", lambda right, p, d: right(p[-1:], d[-1:]), LAST),
        ("convolution.input_gradient", lambda right, d, f: right(d, f) / len(d), MEAN),
        (
            "convolution.input_gradient",
            lambda right, d, f: only_row(right(d, f), 0),
            "Only the first part along axis 0 is filled",
        ),
        ("convolution.for_photographs", lambda right, x, f: right(x, f).astype(x.dtype), CUT),
        (
            "convolution.for_photographs",
            lambda right, x, f: only_row(right(x, f), 0),
            "Only the first row is filled",
        ),
        (
            "convolution.for_photographs",
            lambda right, x, f: only_row(right(x, f), np.s_[:, :-1]),
            "The last column is missing",
        ),
        ("max_pooling.max_pool", lambda right, *case: right(*case).astype(int), CUT),
        (
            "max_pooling.max_pool",
            lambda right, *case: only_row(right(*case), 0),
            "Only the first row is filled",
        ),
        (
            "max_pooling.max_pool",
            lambda right, *case: only_row(right(*case), (0, 0)),
            "Only the first number is filled",
        ),
        (
            "max_pooling.max_pool_backward",
            lambda right, image, d_out, k, s: right(image, np.trunc(d_out), k, s),
            CUT,
        ),
        ("max_pooling.average_pool_backward", mean_with_cut_shares, CUT),
        ("max_pooling.average_pool_backward", mean_in_whole_numbers, CUT),
        ("max_pooling.average_pool_backward", lambda right, *case: right(*case) // 1, CUT),
        (
            "max_pooling.average_pool_backward",
            lambda right, d_out, k, s, height, width: right(d_out, k, s, width, height),
            "Is height used for width?",
        ),
        ("max_pooling.collect", collect_whole_numbers, CUT),
        ("addition.row_bias_gradient", lambda right, d: right(d) / len(d), MEAN),
        ("addition.row_bias_gradient", lambda right, d: right(d[:1]), FIRST),
        ("addition.row_bias_gradient", lambda right, d: right(d[-1:]), LAST),
        (
            "addition.unbroadcast",
            lambda right, d, shape: right(d, shape).reshape([n for n in shape if n > 1]),
            "with keepdims=True",
        ),
        ("addition.scale_gradient", lambda right, x, d: right(x, d) / len(x), MEAN),
        ("relu.hat", lambda right, x: right(x).astype(int), CUT),
        ("relu.relu6_gradient", lambda right, *case: right(*case).astype(int), CUT),
        (
            "vectorization.place_channels_first",
            lambda right, *case: np.roll(right(*case), 1).tolist(),
            "they stand in another order: return y, x, c.",
        ),
        (
            "vectorization.place_channels_first",
            lambda right, *case: tuple(right(*case)[i] for i in (1, 0, 2)),
            "they stand in another order: return y, x, c.",
        ),
        ("vectorization.side_by_side", lambda right, images: right(images).astype(int), CUT),
        (
            "dense.backward",
            lambda right, x, w, d: tuple(each / len(x) for each in right(x, w, d)),
            f"\nI{MEAN}",
        ),
        (
            "dense.backward",
            lambda right, x, w, d: (right(x, w, d)[0], x.T @ d / len(x), d.mean(axis=0)),
            f"d_weights and d_bias: i{MEAN}",
        ),
        (
            "dense.backward",
            lambda right, x, w, d: (d @ w.T / len(x), *right(x, w, d)[1:]),
            f"d_x: i{MEAN}",
        ),
        (
            "dense.backward",
            lambda right, x, w, d: (d @ w.T, x.T @ d / len(x), d.sum(axis=0)),
            f"d_weights: i{MEAN}",
        ),
        (
            "dense.backward",
            lambda right, x, w, d: (d @ w.T, x.T @ d, d.mean(axis=0)),
            f"d_bias: i{MEAN}",
        ),
        (
            "dense.backward",
            lambda right, x, w, d: (d @ w.T, np.outer(x[0], d[0]), d.sum(axis=0)),
            f"d_weights: o{FIRST} (x[0], d_out[0])",
        ),
        (
            "dense.backward",
            lambda right, x, w, d: (d @ w.T, np.outer(x[-1], d[-1]), d.sum(axis=0)),
            f"d_weights: o{LAST} (x[-1], d_out[-1])",
        ),
        (
            "dense.backward",
            lambda right, x, w, d: (d @ w.T, x.T @ d, d[0]),
            f"d_bias: o{FIRST}",
        ),
        (
            "dense.backward",
            lambda right, x, w, d: (d @ w.T, np.outer(x[0], d[0]), d[0]),
            f"d_weights and d_bias: o{FIRST}",
        ),
        (
            "dense.backward",
            lambda right, x, w, d: (d @ w.T, x.T @ d, d.sum(axis=0, keepdims=True)),
            "d_bias: the numbers are right, but their shape is another one: leave out keepdims",
        ),
        (
            "dense.backward",
            lambda right, *case: tuple(right(*case)[i] for i in (1, 2, 0)),
            "they stand in another order: return d_x, d_weights, d_bias.",
        ),
        (
            "dense.backward",
            lambda right, *case: tuple(right(*case)[i] for i in (1, 0, 2)),
            "they stand in another order: return d_x, d_weights, d_bias.",
        ),
        ("dense.weights_gradient", lambda right, x, d: right(x[:1], d[:1]), FIRST),
        ("dense.weights_gradient", lambda right, x, d: right(x, d) / len(x), MEAN),
        (
            "dense.weights_gradient",
            lambda right, x, d: right(x[1:], d[1:]),
            "The first of the batch is missing (x[0], d_out[0])",
        ),
        (
            "gradient_descent.step",
            lambda right, *case: right(*case)[::-1],
            "return theta, velocity",
        ),
        (
            "gradient_descent.batches",
            lambda right, *case: right(*case)[::-1],
            "The right results, but they stand in another order.",
        ),
    ],
)
def test_a_mistake_that_many_exercises_know_is_named_in_each(name, answer, words):
    right = exercises.find(name).right
    verdict = exercises.examine(name, lambda *case: answer(right, *case))
    assert verdict.status == "wrong"
    assert words in verdict.text


def returns_fractions(name):
    """Whether all results of an exercise are arrays, not all of whole numbers, nor all below 1."""
    exercise = exercises.find(name)
    results = [exercise.right(*case) for case in exercise.cases(np.random.default_rng(0))]
    if not all(isinstance(each, np.ndarray) and each.ndim > 0 for each in results):
        return False
    numbers = np.concatenate([each.ravel() for each in results])
    return bool((numbers != np.rint(numbers)).any() and np.trunc(numbers).any())


@pytest.mark.parametrize("name", [name for name in WRITE if returns_fractions(name)])
def test_fractions_that_are_cut_off_are_named_in_every_exercise(name):
    right = exercises.find(name).right
    assert CUT in exercises.examine(name, lambda *case: right(*case).astype(int)).text


def rows(rng):
    """Cases (x,): 2 × 3, 4 × 3, 3 × 5."""
    return [(rng.standard_normal(shape),) for shape in ((2, 3), (4, 3), (3, 5))]


@pytest.mark.parametrize(
    "answer, words",
    [
        (
            lambda x: only_row(x, 0),
            "Only the first row is filled. Is the `return` inside the loop?",
        ),
        (lambda x: only_row(x, np.s_[:, 0]), "Only the first column is filled"),
        (lambda x: only_row(x, -1), "Only the last row is filled"),
        (lambda x: only_row(x, np.s_[:, :-1]), "The last column is missing"),
        (lambda x: only_row(x, np.s_[1:]), "The first row is missing"),
        (lambda x: only_row(x, (0, 0)), "Only the first number is filled"),
        (lambda x: x[0], "Only the first row is returned"),
        (lambda x: x[-1], "Only the last row is returned"),
        (lambda x: x.T, "their axes stand in another order: transpose them by (1, 0)."),
        (lambda x: x[::-1], "they stand in reverse order along axis 0."),
        (lambda x: x[:, ::-1], "they stand in reverse order along axis 1."),
        (lambda x: np.roll(x, 1), "they stand in another order."),
        (lambda x: x.ravel(), "their shape is another one."),
        (lambda x: x[None], "their shape is another one: leave out keepdims"),
        (lambda x: x * len(x), "right up to the factor x.shape[0]."),
        (lambda x: x / x.shape[1], "right up to the factor 1 / x.shape[1]."),
        (lambda x: np.rint(x), CUT),
        (lambda x: np.floor(x), CUT),
        (lambda x: x.astype(int), CUT),
        (lambda x: np.zeros(x.shape[::-1]), "Is height used for width?"),
        (lambda x: np.zeros((2, 3)), "Your result has the shape (2, 3) whatever it is given"),
        (lambda x: np.zeros((2, 7)), "Your result has the shape (2, 7) whatever it is given"),
        (lambda x: np.zeros_like(x), "No hint."),
        (lambda x: x + 1, "No hint."),
        (lambda x: x > 0, "No hint."),
        (lambda x: np.where(x > 0, np.inf, -np.inf), "No hint."),
        (lambda x: np.ceil(x) + 3, "No hint."),
    ],
)
def test_what_an_array_has_in_common_with_the_right_one(answer, words):
    exercise = write(rows, hints=["No hint."])(lambda x: x.copy())
    assert words in exercise.judge(answer).text


def test_one_number_in_place_of_an_array_is_no_fixed_shape():
    text = write(rows, hints=["No hint."])(lambda x: x.copy()).judge(lambda x: x.sum()).text
    assert text.endswith("expected the shape (2, 3), got one number.")
    assert "whatever" not in text
    assert "No hint." not in text  # it is about numbers


@pytest.mark.parametrize(
    "answer, words",
    [
        (lambda x: [x[0]], "No hint."),
        (lambda x: [x[1], x[0]], "No hint."),
        (lambda x: list(x)[::-1], "The right results, but they stand in another order."),
        (lambda x: [*x, x[0]], "No hint."),
    ],
)
def test_what_a_list_has_in_common_with_the_right_one(answer, words):
    exercise = write(rows, hints=["No hint."])(list)
    assert words in exercise.judge(answer).text


@pytest.mark.parametrize(
    "answer, words",
    [
        (lambda x, d: x[:1].T @ d[:1], "Only the first of the batch is in it (x[0], d[0])."),
        (lambda x, d: x[-1:].T @ d[-1:], "Only the last of the batch is in it (x[-1], d[-1])."),
        (lambda x, d: x[1:].T @ d[1:], "The first of the batch is missing (x[0], d[0])."),
        (lambda x, d: x[:-1].T @ d[:-1], "The last of the batch is missing (x[-1], d[-1])."),
        (lambda x, d: x[1:2].T @ d[1:2], "No hint."),
        (lambda x, d: x.T @ d / len(x), "right up to the factor 1 / x.shape[0]."),
    ],
)
def test_a_part_of_the_batch(answer, words):
    def batches(rng):
        return [(rng.standard_normal((n, 3)), rng.standard_normal((n, 2))) for n in (2, 4, 3)]

    exercise = write(batches, hints=["No hint."])(lambda x, d: x.T @ d)
    assert words in exercise.judge(answer).text


def test_a_mistake_that_the_exercise_knows_comes_before_the_rules():
    exercise = write(rows)(lambda x: x.copy())
    exercise.wrong("You have turned it.", lambda x: -x)
    assert "You have turned it." in exercise.judge(lambda x: -x).text
    assert "right up to" not in exercise.judge(lambda x: -x).text


def test_what_is_right_where_numbers_are_whole_is_not_always_cut():
    """A zero in place of a fraction is no number that has been cut off."""
    cases = lambda rng: [(2.0,), (0.5,), (0.25,)]  # noqa: E731
    exercise = write(cases, hints=["No hint."])(lambda x: x)
    assert "No hint." in exercise.judge(lambda x: x if x > 1 else 0.0).text
