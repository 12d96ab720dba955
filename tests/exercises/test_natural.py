"""Wrong answers as learners give them: what each of them is told."""

import contextlib
import io

import numpy as np
import pytest

from scratchcnn import exercises
from scratchcnn.exercises.predict import Predict
from scratchcnn.exercises.reading import fixed_sizes
from scratchcnn.exercises.write import Write

from .natural import ANSWERS, LESSONS

SMALL = [
    name
    for name in exercises.names()
    if isinstance(exercises.find(name), Predict | Write) and name.split(".")[0] in LESSONS
]


def judge(notebook, name, code):
    """The verdict on an answer, written into a cell of a notebook."""
    with contextlib.redirect_stdout(io.StringIO()):  # some of them print
        if isinstance(exercises.find(name), Write):
            return exercises.examine(name, notebook.run(code.lstrip())[name.partition(".")[2]])
        return exercises.examine(name, eval(code))


@pytest.mark.parametrize("name", ANSWERS)
def test_a_natural_wrong_answer_is_told_its_mistake(name, notebook):
    for mistake, code, told in ANSWERS[name]:
        verdict = judge(notebook, name, code)
        assert verdict.status == "wrong", mistake
        assert told in verdict.text, f"{mistake}\n{code}\n{verdict.text}"


def test_every_small_exercise_has_natural_wrong_answers():
    assert set(ANSWERS) == set(SMALL)
    assert min(len(answers) for answers in ANSWERS.values()) >= 8


@pytest.mark.parametrize("lesson", LESSONS)
def test_nine_of_ten_natural_mistakes_are_named_in_each_lesson(lesson):
    answers = [each for name in ANSWERS if name.startswith(f"{lesson}.") for each in ANSWERS[name]]
    assert sum(bool(each.told) for each in answers) >= 0.9 * len(answers)


@pytest.mark.parametrize(
    "name", [name for name in ANSWERS if "mistake in" in exercises.find(name).statement]
)
def test_a_program_that_was_changed_is_not_told_that_it_is_the_one_it_was(name, notebook):
    for _, code, _ in ANSWERS[name]:
        text = judge(notebook, name, code).text
        assert "That is the program" not in text
        assert "program as it was" not in text


def test_a_large_case_can_be_fetched():
    """Where a case is too large to be printed, the verdict says how to get it."""
    exercise = exercises.find("convolution.input_gradient")

    def answer(d_out, filters):
        return exercise.right(d_out, filters) * (1 if filters.shape[2] == 1 else 2)

    line = next(
        line for line in exercise.judge(answer).text.split("\n") if "exercises.case" in line
    )
    namespace = {"exercises": exercises}
    exec(line.strip(), namespace)
    d_out, filters = namespace["d_out"], namespace["filters"]
    assert filters.shape[2] > 1
    number = int(line.split()[-1].rstrip(")"))
    case = exercise.cases(np.random.default_rng(0))[number]
    np.testing.assert_array_equal(d_out, case[0])
    np.testing.assert_array_equal(filters, case[1])


def test_a_prediction_has_no_cases():
    with pytest.raises(ValueError, match=r"relu\.predict_gradient has no cases"):
        exercises.case("relu.predict_gradient", 0)


def test_a_small_number_is_not_taken_for_another_one():
    """The slack for rounding is never a large share of a known wrong answer."""
    upside_down = "Upside down"
    assert upside_down in exercises.examine("from_hours_to_seconds.predict_hours", 2.572e-6).text
    assert upside_down not in exercises.examine("from_hours_to_seconds.predict_hours", 2e-4).text


def test_sizes_that_are_fixed_numbers_are_found_in_the_source(notebook):
    notebook.run("""
def answer(x):
    out = np.zeros((len(x), 7))
    for i in range(3):
        out[:, i : i + 2] = x.shape[4] * x.sum(axis=5) / 6
    return out
""")
    assert fixed_sizes(notebook["answer"]) == {2, 3, 7}
    assert fixed_sizes(print) == fixed_sizes(None) == set()


def test_an_index_out_of_bounds_blames_no_number_that_names_an_axis(notebook):
    """Its message says "axis 1": that is no size."""
    notebook.run("""
def filters_gradient(padded, d_out):
    k = padded.shape[1] - d_out.shape[1] + 1
    places = np.ndindex(d_out.shape[:3])
    d = np.zeros((k, k, padded.shape[3], d_out.shape[3]))
    for n, y, x in places:
        window = padded[n, y : y + k, x : x + k]
        d += window[..., np.newaxis] * d_out[n, x, y]
    return d
""")
    text = exercises.examine("convolution.filters_gradient", notebook["filters_gradient"]).text
    assert "out of bounds for axis 1" in text
    assert "in the first case" not in text
