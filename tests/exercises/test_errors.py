"""What is said of an answer that raises: the line, the shapes, and what is often behind it."""

import numpy as np
import pytest

from scratchcnn.exercises.write import write

LABELS = np.array([2, 0])


def tables(rng):
    """Cases (p, labels): two images and three classes, then three images and four classes."""
    return [(np.ones((2, 3)), LABELS), (np.ones((3, 4)), np.array([1, 3, 0]))]


def pictures(rng):
    """Cases (image, k): 2 × 2, then 3 × 5."""
    return [(np.ones((2, 2)), 7), (np.ones((3, 5)), 7)]


on_tables = write(tables, hints=["No hint."])(lambda p, labels: p)
on_pictures = write(pictures, hints=["No hint."])(lambda image, k: image)


def sum_apart(p, labels):
    total = p.sum(axis=1)
    return p / total


def sum_in_the_line(p, labels):
    return p / p.sum(axis=1)


def labels_as_numbers(p, labels):
    return p - labels


def rows_by_label(p, labels):
    p = p.copy()
    p[labels] -= 1
    return p


def transposed(image, k):
    return image + np.zeros(image.shape[::-1])


def product(image, k):
    return image @ image


def product_with_a_fixed_matrix(image, k):
    return image @ np.ones((2, 2))


def fixed_zeros(image, k):
    return image + np.zeros((2, 2))


def fixed_zeros_inside(image, k):
    def zeros():
        return np.zeros((2, 2))

    return image + zeros()


def fixed_reshape(image, k):
    return image.reshape(28, 28)


def reshape_from_sizes(image, k):
    return image.reshape(len(image), len(image))


def width_first(image, k):
    out = np.zeros_like(image)
    for y in range(image.shape[1]):
        for x in range(image.shape[0]):
            out[y, x] = image[y, x]
    return out


def width_for_height(image, k):
    return image + np.zeros((image.shape[0], image.shape[0]))


def divided_by_another_size(image, k):
    row, column = divmod(image.size - 1, len(image))
    return image[row, column]


def one_too_far(p, labels):
    return p[:, p.shape[1]]


def window_past_the_edge(image, k):
    padded = np.zeros((3, 3))
    padded[2:4, 2:4] = np.ones((2, 2))
    return padded


def size_by_division(image, k):
    return np.zeros((len(image) / k, k))


def index_by_division(image, k):
    return image[len(image) / k]


def fractions_into_whole_numbers(image, k):
    out = np.zeros(image.shape, int)
    out += image / 2
    return out


def maximum_of_an_array(image, k):
    return max(image, 0)


def array_of_the_notebook(image, k):
    return image + LABELS


def kept_axis(image, k):
    total = image.sum(axis=1, keepdims=True)
    return [total[y, x] for y, x in np.ndindex(image.shape)]


def flat_index(image, k):
    flat = image.reshape(1, -1)
    return [flat[0, x * image.shape[1] + y] for y, x in np.ndindex(image.shape)]


def range_too_long(p, labels):
    return [p[0, j] for j in range(p.shape[1] + 1)]


def axes_taken_away(image, k):
    for axis in range(image.ndim):
        image = image.sum(axis=axis)
    return image


def far_too_many(image, k):
    return np.zeros((10**9, 10**9))


def maximum_of_one_axis(image, k):
    out = np.zeros((1, 1))
    out[0] = image.max(axis=0, keepdims=True).T
    return out


def loop_named_like_the_image(image, k):
    for image in range(3):
        image[0] = k


def index_of_nothing(image, k):
    return image.sort()[0]


def square_brackets(image, k):
    return np.sum[image]


def index_of_a_number(image, k):
    return k[0]


def high_axis(image, k):
    return np.ones((5, 7)) + image.reshape(1, 1, 1, 1, 1, -1).max(axis=5) + np.zeros((4, 3))


def judge(answer):
    exercise = on_tables if "labels" in answer.__code__.co_varnames else on_pictures
    return exercise.judge(answer).text


@pytest.mark.parametrize(
    "answer, sentence",
    [
        (sum_apart, "(2,) is what a sum, mean or maximum along axis 1 leaves of (2, 3)."),
        (sum_in_the_line, "With keepdims=True it leaves (2, 1), which goes with (2, 3)."),
        (labels_as_numbers, "To go with (2, 3) it must be one-hot: np.eye(3)[labels]."),
        (rows_by_label, "One number of each row is p[np.arange(len(labels)), labels]."),
        (transposed, "(3, 5) and (5, 3) are the same sizes in another order."),
        (product, "here they have 5 and 3 numbers. Does one of them need a .T?"),
        (product, "In a @ b, a row of a must be as long as a column of b"),
        (product_with_a_fixed_matrix, "2 is image.shape[0] in the first case; here that is 3."),
        (fixed_zeros, "2 is image.shape[0] in the first case; here that is 3."),
        (fixed_zeros_inside, "2 is image.shape[0] in the first case; here that is 3."),
        (fixed_reshape, "28 is a fixed number, and no size of this case"),
        (reshape_from_sizes, "(3, 3) has room for 9 numbers, and there are 15."),
        (width_first, "Axis 0 has the places 0 to 2, and the index was 3."),
        (width_first, "image is 3 high and 5 wide: is height used for width?"),
        (width_for_height, "(3, 3) and (3, 5) differ in one size. image is 3 high and 5 wide"),
        (divided_by_another_size, "the second number is how many places a row has."),
        (one_too_far, "Axis 1 has the places 0 to 2, and the index was 3."),
        (window_past_the_edge, "What you put in is (2, 2), and its place is (1, 1)"),
        (size_by_division, "A size or an index must be a whole number"),
        (index_by_division, "A size or an index must be a whole number"),
        (fractions_into_whole_numbers, "The array on the left has room for whole numbers only"),
        (maximum_of_an_array, "This is a whole array: use np.maximum"),
        (array_of_the_notebook, "LABELS is not an argument here: it is a variable of the notebook"),
        (kept_axis, "Along an axis of length 1, there is one number for all places: its index is"),
        (flat_index, "Is each factor in the brackets the right size?"),
        (range_too_long, "Does a range end one too late?"),
        (axes_taken_away, "takes its axis away, and those after it move up."),
        (far_too_many, "An array of this size is far more than is needed"),
        (index_of_nothing, "What has an index there is None, nothing:"),
        (square_brackets, "A function is called with round brackets"),
        (index_of_a_number, "k is a single number here, and takes no index."),
        (loop_named_like_the_image, "A loop, or an =, has taken the name of the array image: give"),
        (maximum_of_one_axis, "What you put in is (2, 1), and its place is (1,)"),
    ],
)
def test_a_known_error_is_explained(answer, sentence):
    assert sentence in judge(answer)


def test_the_line_and_the_shapes_are_told():
    text = judge(labels_as_numbers)
    assert "\nThe line is: return p - labels\n" in text
    assert "\nThe shapes are p (2, 3), labels (2,).\n" in text
    assert text.endswith("This was with\n    p = np.array([[1., 1., 1.], [1., 1., 1.]])\n    "
                         "labels = np.array([2, 0])")  # fmt: skip


def test_the_shapes_are_those_of_the_failing_case():
    assert "The shape is image (3, 5)." in judge(fixed_zeros)


def an_error_of_another_kind(image, k):
    raise ValueError("no idea")


def no_size(image, k):
    if image.shape == (3, 5):
        raise ValueError("a shape of 2 is too small")
    return image


def off_by_one(p, labels):
    return p[len(p)]


@pytest.mark.parametrize(
    "answer, explained",
    [(an_error_of_another_kind, False), (no_size, False), (off_by_one, True)],
)
def test_what_is_not_known_is_not_explained(answer, explained):
    lines = judge(answer).split("\n")
    assert lines[1].startswith("The line is: ")
    assert lines[2].startswith(("The shapes are", "The shape is")) is not explained
    assert "high and" not in judge(answer)
    assert "first case" not in judge(answer)


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (kept_axis, "is height used for width"),
        (one_too_far, "Does a range end"),
        (far_too_many, "is a fixed number"),
        (maximum_of_one_axis, "With keepdims"),
        (high_axis, "5 is a fixed number"),
    ],
)
def test_what_does_not_fit_is_not_said(answer, sentence):
    assert sentence not in judge(answer)


def changed_by_the_notebook(image, k):
    return image * k + LABELS.sum()


def test_an_array_of_the_notebook_is_named_where_nothing_is_raised():
    text = judge(changed_by_the_notebook)
    assert "LABELS is not an argument here: it is a variable of the notebook, an array of 2" in text
    assert "is not an argument" not in judge(product)


def over_the_channels(images):
    return images / images.max(axis=3)


def over_the_columns(images):
    return images / images.max(axis=2)


def test_the_axis_of_a_sum_is_that_of_the_line():
    exercise = write(lambda rng: [(np.ones((2, 3, 3, 4)),)])(lambda images: 2 * images)
    text = exercise.judge(over_the_channels).text
    assert "along axis 3, the channels, leaves of (2, 3, 3, 4)" in text
    assert "But should it run over the channels at all?" in text
    text = exercise.judge(over_the_columns).text
    assert "along axis 2 leaves of (2, 3, 3, 4)" in text
    assert "the channels" not in text


def batches(rng):
    return [(np.ones((2, 3, 4, 1)),), (np.ones((1, 4, 3, 2)),)]


@pytest.mark.parametrize(
    ("width", "alike"),
    [
        ("1", True),
        ("(1, 1)", True),
        ("k", True),
        ("pairs", False),
        ("((0, 0), (1, 1), (1, 1), (0, 0))", False),
    ],
)
def test_a_padding_of_all_axes_is_seen_in_the_source(notebook, width, alike):
    exercise = write(batches)(lambda images: np.pad(images, ((0, 0), (1, 1), (1, 1), (0, 0))))
    source = f"""
def padded(images):
    k = 1
    pairs = ((0, 0), (2, 2), (1, 1), (0, 0))
    return 2 * np.pad(images, {width})
"""
    text = exercise.judge(notebook.run(source)["padded"]).text
    assert ("pads all four axes alike" in text) is alike


def test_labels_are_those_in_the_line_and_not_in_its_parameters():
    text = on_tables.judge(lambda p, labels: p / p.sum(axis=1)).text
    assert "keepdims" in text
    assert "one-hot" not in text


def test_an_error_in_a_function_of_the_learner_shows_its_line():
    def helper(image):
        return image[100]

    assert (
        "The line is: return image[100]" in on_pictures.judge(lambda image, k: helper(image)).text
    )
