"""The checker: a friendly sentence for whatever an answer does."""

import contextlib
import functools
import re
import threading
import time
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from scratchcnn import exercises
from scratchcnn.exercises import Verdict, checking, running
from scratchcnn.exercises.exercise import Exercise
from scratchcnn.exercises.predict import Predict
from scratchcnn.exercises.write import write
from scratchcnn.training import progress


@pytest.fixture
def twice(monkeypatch):
    """An exercise of its own kind, known to the checker as "convolution.twice"."""

    def cases(rng):
        return [(np.array([[1.0, 2], [3, 4]]), 1.0), (rng.standard_normal((2, 3)), 2.0)]

    @write(cases=cases, hints=["Think of two."])
    def twice(x, more):
        """Return 2 x + more."""
        return 2 * x + more

    twice.wrong("You forgot to double.", lambda x, more: x + more)
    predict = Predict("How many?", 7, [(6, "One is missing.")], hint="Count again.")
    known = {"twice": twice, "count": predict, "sum": write(cases)(lambda x, more: x.sum())}
    monkeypatch.setattr(checking, "exercises_of", lambda lesson: known)


def examine(answer, name="twice"):
    verdict = exercises.examine(f"convolution.{name}", answer)
    assert verdict.text == str(verdict)
    return verdict.status, verdict.text


def assert_wrong(answer, *words, name="twice"):
    status, text = examine(answer, name)
    assert status == "wrong", text
    for word in words:
        assert word in text


def test_right(twice):
    status, text = examine(lambda x, more: more + x + x)
    assert status == "right"
    assert "all 2 cases" in text


def test_a_float32_answer_is_right(twice):
    status, _ = examine(lambda x, more: np.float32(2) * x.astype(np.float32) + np.float32(more))
    assert status == "right"


def test_lists_are_right_where_arrays_are(twice):
    assert examine(lambda x, more: (2 * x + more).tolist())[0] == "right"


def stub_dots(x, more): ...


def stub_pass(x, more):
    """With a docstring."""
    pass


def stub_none(x, more):
    return None


def stub_error(x, more):
    raise NotImplementedError


@pytest.mark.parametrize("stub", [None, ..., stub_dots, stub_pass, stub_none, stub_error])
def test_not_attempted(twice, stub):
    status, text = examine(stub)
    assert status == "not attempted"
    assert "Return 2 x + more" in text


@pytest.mark.parametrize("stub", [None, ...])
def test_a_prediction_not_attempted(twice, stub):
    assert examine(stub, "count") == (
        "not attempted",
        "convolution.count  … not attempted\nHow many?",
    )


@pytest.mark.parametrize("answer", [7, 7.0, np.int64(7), np.array(7)])
def test_a_right_prediction(twice, answer):
    assert examine(answer, "count")[0] == "right"


@pytest.mark.parametrize(
    "answer, words",
    [
        (6, "One is missing."),
        (8, "Count again."),
        (np.str_("seven"), "yours is 'seven'"),
        ({}, "yours is a dict"),
        ((7,), "one number; yours is (7,)"),
        ("seven", "yours is 'seven'"),
        ([[1], [2, 3]], "one number"),
        (np.nan, "Count again."),
        (lambda: 7, "one number; yours is a function"),
    ],
)
def test_a_wrong_prediction(twice, answer, words):
    assert_wrong(answer, words, name="count")


def test_the_known_mistake_is_named(twice):
    assert_wrong(lambda x, more: more + x, "You forgot to double.", "at [0, 0] expected 3, got 2")


def test_the_known_mistake_on_some_cases_only_is_not_named(twice):
    status, text = examine(lambda x, more: more + x if x.size == 4 else x)
    assert status == "wrong"
    assert "You forgot to double" not in text
    assert "Think of two." in text


def test_the_first_failing_case_is_the_one_shown(twice):
    answer = lambda x, more: 2 * x + more + (x.size == 6) * 3  # noqa: E731
    assert_wrong(answer, "With\n    x = np.array([[0.12", "\n    more = 2.0\nat [0, 0] expected")
    assert_wrong(answer, "6 of 6 numbers differ")


def test_shapes_come_before_values(twice):
    assert_wrong(lambda x, more: np.zeros((5, 1)), "expected the shape (2, 2), got (5, 1)")


def test_a_common_factor(twice):
    assert_wrong(lambda x, more: (2 * x + more) / 4, "right up to the factor 0.25")
    assert_wrong(lambda x, more: -2 * x - more, "right up to the sign")


def test_axes_in_another_order(twice):
    assert_wrong(lambda x, more: (2 * x + more).T, "their axes stand in another order")


def test_a_number_that_should_be_one(twice):
    words = "expected one number, got an array of 2 × 2"
    assert_wrong(lambda x, more: x, words, name="sum")
    assert_wrong(lambda x, more: x.sum() + 1, "expected 10, got 11", name="sum")
    assert_wrong(lambda x, more: x.sum(), "expected the shape (2, 2), got one number")


@pytest.mark.parametrize(
    "got, words",
    [
        ("10", "expected 10, got '10'"),
        (np.str_("10"), "expected 10, got '10'"),
        ({"sum": 10}, "expected 10, got a dict"),
        ({10}, "expected 10, got a set"),
        (b"10", "expected 10, got a bytes"),
        (object(), "expected 10, got an object"),
        (10 + 1j, "expected 10, got (10+1j)"),
        (np.array("10"), "expected 10, got 10"),
        (np.array([]), "expected one number, got []"),
        ((), "expected one number, got ()"),
    ],
)
def test_something_else_where_a_number_should_be(twice, got, words):
    assert_wrong(lambda x, more: got, words, name="sum")


def returns_dots(x, more):
    x = x + more
    return ...


def raises(x, more):
    return x[100]


@pytest.mark.parametrize(
    "answer, words",
    [
        (raises, "It raises IndexError"),
        (raises, "The line is: return x[100]"),
        (lambda x, more: max(x, more), "use np.maximum"),
        (lambda x, more: exit(), "It raises SystemExit"),
        (lambda x, more: "text", "got 'text'"),
        (lambda x, more: [[1], [2, 3]], "got [[1], [2, 3]]"),
        (lambda x, more: {"a": 1}, "a dict"),
        (lambda x, more: object(), "got an object"),
        (lambda x, more: print, "got a function"),
        (lambda x, more: x.fill(0), "It changes its argument x"),
        (lambda x, more: print(x), "It returns nothing (None)"),
        (lambda x, more: x * np.nan, "got nan"),
        (lambda x, more: np.full(x.shape, np.inf), "got inf"),
        (lambda x, more: x.astype(str), "expected an array of 2 × 2"),
        (lambda x: x, "It should be called like this: def twice(x, more)"),
        (lambda x, more, most: x, "def twice(x, more)"),
        (3, "Hand over the function itself"),
        (np.ones((2, 2)), "Hand over the function itself"),
    ],
)
def test_whatever_an_answer_does_gets_a_sentence(twice, answer, words):
    assert_wrong(answer, words)


def test_changing_an_argument_is_wrong_even_if_the_result_is_right(twice):
    def answer(x, more):
        x *= 2
        return x + more

    assert_wrong(answer, "It changes its argument x", "make a copy")


def test_the_cases_are_the_same_for_every_answer(twice):
    seen = []

    def answer(x, more):
        seen.append(x.copy())
        x[...] = 0
        return x

    examine(answer)
    examine(answer)
    assert np.array_equal(seen[0], seen[1])


def test_an_answer_without_an_end_is_stopped(twice, monkeypatch):
    monkeypatch.setattr(running, "SECONDS", 0.2)

    def answer(x, more):
        while True:
            with contextlib.suppress(Exception):
                more += 1

    before, start = threading.active_count(), time.monotonic()
    assert_wrong(answer, "stopped after 0.2 seconds", "a loop without an end")
    assert time.monotonic() - start < 60  # it came to an end
    assert threading.active_count() <= before + 1
    assert examine(lambda x, more: 2 * x + more)[0] == "right"  # nothing is left behind


def test_endless_recursion(twice):
    def answer(x, more):
        return answer(x, more)

    assert_wrong(answer, "RecursionError")


def test_the_stop_button_stops_the_cell(twice):
    def answer(x, more):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        examine(answer)


def test_only_the_first_case_may_print(twice, capsys):
    def answer(x, more):
        print("here")
        return 2 * x + more

    examine(answer)
    assert capsys.readouterr().out == "here\n"


def test_check_prints_the_verdict_and_returns_nothing(twice, capsys):
    assert exercises.check("convolution.twice", lambda x, more: x) is None
    assert capsys.readouterr().out.startswith("convolution.twice  ✗ not yet\nThink of two.")


def test_the_picture_frames_what_is_wrong(twice):
    def answer(x, more):
        result = 2 * x + more
        result[0, 1] += 1
        return result

    picture = exercises.examine("convolution.twice", answer).picture
    assert "expected: 3 5, then 7 9" in picture.alt
    assert "yours: 3 6, then 7 9" in picture.alt
    assert len(picture.axes[-1].patches) == 1  # one frame, in the panel of "yours"


@pytest.mark.parametrize("name", ["convolution.output_sise", "output_size", "", "conv.x", None])
def test_an_unknown_name_gets_the_nearest_one(name):
    with pytest.raises(ValueError, match=r"no exercise .* nearest name is '\w+\.\w+'"):
        exercises.check(name, None)


def test_whole_numbers_are_compared_exactly(monkeypatch):
    known = {"count": Predict("How many?", 313_700, [])}
    monkeypatch.setattr(checking, "exercises_of", lambda lesson: known)
    assert examine(313_700.0, "count")[0] == "right"
    assert examine(313_701, "count")[0] == "wrong"


def test_a_rounded_prediction(monkeypatch):
    known = {"loss": Predict("How much?", 1.61, [], tolerance=0.006)}
    monkeypatch.setattr(checking, "exercises_of", lambda lesson: known)
    assert examine(-np.log(0.2), "loss")[0] == "right"
    assert examine(1.62, "loss")[0] == "wrong"


@pytest.mark.parametrize(
    "answer, words",
    [
        (lambda x: (x + 1, x), "result 2: at [0, 0] expected 2, got 1"),
        (lambda x: (x + 1, 2 * x.T), "result 2: expected the shape (1, 2), got (2, 1)"),
        (lambda x: (x + 1,), "expected a tuple of 2"),
        (lambda x: x + 1, "expected a tuple of 2, got an array of 1 × 2"),
        (lambda x: (x + 1, "no"), "result 2: expected an array of 1 × 2, got 'no'"),
        (lambda x: [x + 1, x], "result 2: at [0, 0]"),
    ],
)
def test_several_results(monkeypatch, answer, words):
    pair = write(lambda rng: [(np.array([[1.0, 2]]),)])(lambda x: (x + 1, 2 * x))
    monkeypatch.setattr(checking, "exercises_of", lambda lesson: {"pair": pair})
    assert examine(lambda x: (x + 1, x + x), "pair")[0] == "right"
    assert_wrong(answer, words, name="pair")


@pytest.fixture
def three(monkeypatch):
    """An exercise with three results, known as "convolution.three"."""
    cases = lambda rng: [(rng.standard_normal((2, size)),) for size in (2, 3)]  # noqa: E731
    three = write(cases)(lambda x: (x + 1, 2 * x, x.sum()))
    monkeypatch.setattr(checking, "exercises_of", lambda lesson: {"three": three})


@pytest.mark.parametrize(
    "answer, words",
    [
        (lambda x: (-x - 1, -2 * x, -x.sum()), "It is right up to the sign."),
        (lambda x: (2 * x + 2, 4 * x, 2 * x.sum()), "It is right up to the factor 2."),
        (lambda x: (x + 1, -2 * x, x.sum()), "result 2: it is right up to the sign."),
        (
            lambda x: [-x - 1, 2 * x, x.sum() / 2],
            "result 1: it is right up to the sign.\nresult 3: it is right up to the factor 0.5.",
        ),
        (
            lambda x: (-x - 1, 2 * x, -x.sum()),
            "result 1 and result 3: it is right up to the sign.",
        ),
        (
            lambda x: (x + 1, 2 * x / x.shape[1], x.sum()),
            "result 2: it is right up to the factor 1 / x.shape[1].",
        ),
        (lambda x: (2 * x, x + 1, x.sum()), "they stand in another order"),
        (lambda x: (x.sum(), x + 1, 2 * x), "they stand in another order"),
        (lambda x: (x + 1, 2 * x, None), "Not written yet: result 3."),
        (lambda x: (x + 1, ..., None), "Not written yet: result 2, result 3."),
        (lambda x: (..., ..., ...), "Not written yet: result 1, result 2, result 3."),
        (lambda x: (x + 1, 2 * x, "sum"), "result 3: expected"),
        (lambda x: (x + 1, {}, x.sum()), "got a dict"),
    ],
)
def test_three_results(three, answer, words):
    assert_wrong(answer, words, name="three")


@pytest.mark.parametrize(
    "answer",
    [
        lambda x: (x + 1, -2 * x, x.sum() + 1),
        lambda x: (x + 1, 2 * x / (1 + x), x.sum()),
        lambda x: (x + 1, 2 * x),
        lambda x: (x, x, x),
    ],
)
def test_no_factor_is_claimed_where_there_is_none(three, answer):
    _, text = examine(answer, "three")
    assert "right up to" not in text
    assert "another order" not in text


def test_a_part_of_a_prediction_that_is_missing(monkeypatch):
    known = {"pair": Predict("Which?", (1, 2), [])}
    monkeypatch.setattr(checking, "exercises_of", lambda lesson: known)
    assert_wrong((1, ...), "Number 2 isn't written yet.", name="pair")
    assert_wrong([None, 2], "Number 1 isn't written yet.", name="pair")


def test_of_two_wrong_answers_the_one_that_was_given_is_meant(monkeypatch):
    wrong = [(0.802, "One."), (0.8, "Other.")]
    known = {"loss": Predict("How much?", 1.61, wrong, tolerance=0.006)}
    monkeypatch.setattr(checking, "exercises_of", lambda lesson: known)
    assert_wrong(0.8, "Other.", name="loss")
    assert_wrong(0.802, "One.", name="loss")
    assert_wrong(0.8018, "One.", name="loss")


@pytest.mark.parametrize("value", [np.inf, -np.inf, np.nan, 1e308, -1e308])
def test_infinities_are_told_without_a_warning(twice, value, recwarn, monkeypatch, tmp_path):
    display = pytest.importorskip("IPython.display")
    draw = lambda picture: picture.savefig(tmp_path / "picture.png", dpi=40)  # noqa: E731
    monkeypatch.setattr(progress, "in_notebook", lambda: True)
    monkeypatch.setattr(display, "display", draw)

    def answer(x, more):
        result = 2 * x + more
        result[0] = value
        return result

    exercises.check("convolution.twice", answer)
    assert_wrong(answer, "at [0, 0] expected 3")
    assert (tmp_path / "picture.png").exists()
    assert not [warning for warning in recwarn if issubclass(warning.category, RuntimeWarning)]


def test_the_same_overflow_is_the_same_mistake(monkeypatch):
    exercise = write(lambda rng: [(np.array([1.0, 800.0]),)])(lambda x: np.log(x))
    exercise.wrong("It overflows.", lambda x: np.exp(x))
    monkeypatch.setattr(checking, "exercises_of", lambda lesson: {"log": exercise})
    assert_wrong(lambda x: np.exp(x), "It overflows.", "got 2.718", name="log")


@pytest.mark.parametrize(
    "answer, words",
    [
        (lambda x, more: (2 * x + more,), "wrapped in a tuple"),
        (lambda x, more: [2 * x + more], "wrapped in a list"),
        (lambda x, more: (2 * x + more)[np.newaxis], "their shape is another one"),
        (lambda x, more: (2 * x + more).ravel(), "their shape is another one"),
        (lambda x, more: 2 * x + more + 1e-4, "expected 3, got 3.0001"),
        (returns_dots, "It returns the dots"),
        (lambda x, more: (x,), "expected the shape (2, 2), got (1, 2, 2)"),
    ],
)
def test_nearly_right(twice, answer, words):
    assert_wrong(answer, words)


def test_an_index_must_be_a_whole_number(monkeypatch):
    order = write(lambda rng: [(3,)], index=True)(lambda count: np.arange(count))
    monkeypatch.setattr(checking, "exercises_of", lambda lesson: {"order": order})
    assert examine(lambda count: list(range(count)), "order")[0] == "right"
    assert_wrong(
        lambda count: np.arange(count) * 1.0, "an index must be a whole number", name="order"
    )
    assert_wrong(lambda count: np.arange(count) + 0.5, "expected 0, got 0.5", name="order")


class Doubling:
    """A callable object, and its method."""

    def __call__(self, x, more):
        return 2 * x + more

    def method(self, x, more):
        return self(x, more)


@pytest.mark.parametrize(
    "answer",
    [
        Doubling(),
        Doubling().method,
        functools.partial(lambda x, more, factor: factor * x + more, factor=2),
        np.vectorize(lambda x, more: 2 * x + more),
    ],
)
def test_whatever_can_be_called_can_be_right(twice, answer):
    assert examine(answer)[0] == "right"


class Stub:
    def __call__(self, x, more): ...


@pytest.mark.parametrize("answer", [Stub(), Stub().__call__, functools.partial(stub_pass, more=1)])
def test_whatever_can_be_called_can_be_a_stub(twice, answer):
    assert examine(answer)[0] == "not attempted"


class Raising:
    """An object that raises at every opportunity."""

    def __eq__(self, other):
        raise RuntimeError

    __hash__ = None
    __array__ = __len__ = __iter__ = __bool__ = __float__ = __repr__ = __str__ = __eq__
    __call__ = __eq__


class RaisingAttributes:
    def __getattr__(self, name):
        raise RuntimeError


class RaisingClass:
    @property
    def __class__(self):
        raise RuntimeError


class RaisingList(list):
    def __len__(self):
        raise RuntimeError


class RaisingError(Exception):
    def __str__(self):
        raise RuntimeError


def raises_an_error_that_raises(x, more):
    raise RaisingError


ITSELF = []
ITSELF.append(ITSELF)


OBJECTS = [  # a list and no parameters, because pytest looks at its parameters
    *(np.add, np.matmul, max, print, int, type, object, dict, Doubling, lambda *, x, more: x),
    *(Raising(), RaisingAttributes(), RaisingClass(), RaisingList([1]), Raising, RaisingError),
    *(10**400, -(10**400), 10**5000, [10**400], (2, 10**400), Decimal("NaN"), 1j, np.nan),
    *(ITSELF, [[1], [2, 3]], [], (), {}, {1}, b"7", "7", "", range(3), iter([7]), object()),
    *(np.array([1, None]), np.array("7"), np.datetime64("2020-01-01"), np.ma.masked, np.float16),
    *(np.array([(1, 2.0)], dtype=[("a", int), ("b", float)]), np.zeros((0, 3)), np, NotImplemented),
]


@pytest.mark.parametrize("number", range(len(OBJECTS)))
def test_every_object_gets_a_verdict(twice, number):
    for name in ("twice", "sum", "count"):
        for answer in (OBJECTS[number], lambda x, more: OBJECTS[number]):
            status, text = examine(answer, name)
            assert status == "wrong"
            assert text.startswith(f"convolution.{name}  ✗ not yet\n")


def test_a_picture_leaves_out_what_can_not_be_read(twice):
    picture = exercises.examine("convolution.twice", lambda x, more: Raising()).picture
    assert "expected: 3 5, then 7 9" in picture.alt
    assert "yours" not in picture.alt


def test_an_error_that_raises_gets_a_verdict(twice):
    assert_wrong(raises_an_error_that_raises, "RuntimeError")


@pytest.mark.parametrize("answer", [Fraction(7), np.float16(7), np.array([7])[0]])
def test_a_number_of_any_type_is_right(twice, answer):
    assert examine(answer, "count")[0] == "right"


def test_a_number_too_large_for_numpy_is_a_number(twice):
    assert_wrong(lambda x, more: 10**400, "expected 10, got inf", name="sum")
    assert_wrong(lambda x, more: (-(10**5000), 1), "got (-10^5000, 1)", name="sum")
    assert_wrong(10**5000, "Count again.", name="count")


def test_a_new_kind_of_exercise_brings_its_own_judge(monkeypatch):
    class Repeat(Exercise):
        statement = "Say it."

        def judge(self, answer):
            return Verdict("right" if answer == "it" else "wrong", f"You said {answer}.")

    monkeypatch.setattr(checking, "exercises_of", lambda lesson: {"repeat": Repeat()})
    assert examine("it", "repeat") == ("right", "convolution.repeat  ✓ right\nYou said it.")
    assert_wrong("that", "You said that.", name="repeat")


def test_several_answers_to_a_sentence():
    exercise = write(lambda rng: [(1,)])(lambda x: x)
    decorated = exercise.wrong("One.", abs, min, "Two.", max, "Three.")(sum)
    assert decorated is sum
    expected = [(abs, "One."), (min, "One."), (max, "Two."), (sum, "Three.")]
    assert exercise.wrong_answers == expected


SOURCES = sorted(Path(exercises.__file__).parent.rglob("*.py"))
GLUED = re.compile(r"""[\w.,:;?!]["']\s*\n\s*f?["']\w""")  # the end of a part, and the next one


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_no_sentence_lacks_a_space_where_its_parts_are_joined(path):
    found = GLUED.search(path.read_text(encoding="utf-8"))
    assert not found, found.group()


def test_a_missing_space_is_found():
    assert GLUED.search('"the velocity"\n    f"of each"')
    assert not GLUED.search('"the velocity "\n    "of each"')
    assert not GLUED.search('"the velocity",\n    "of each"')
