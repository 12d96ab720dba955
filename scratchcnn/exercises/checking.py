"""From an answer to a verdict."""

import difflib
import importlib
import inspect
from dataclasses import dataclass

import numpy as np

from .comparing import (
    axes_in_another_order,
    common_factor,
    describe,
    equal,
    factors_of_parts,
    first_difference,
    in_another_shape,
    numeric,
    parts_in_another_order,
    unwritten,
    wrapped_in_a_tuple,
    wrong_part,
)
from .exercise import Predict, Write
from .running import Trial, is_stub, try_out

LESSONS = (
    "start_here",
    "convolution",
    "max_pooling",
    "addition",
    "relu",
    "vectorization",
    "dense",
    "softmax_cross_entropy",
    "gradient_descent",
    "from_hours_to_seconds",
    "the_full_network",
)
NOTHING = (None, ...)  # what stands where an answer belongs


@dataclass
class Verdict:
    """What `check` says: status is "not attempted", "right" or "wrong"."""

    status: str
    text: str
    picture: object = None

    def __str__(self):
        return self.text


def check(name, answer):
    """Print a verdict on the answer to the exercise `name`, such as "convolution.output_size".

    An answer is a value or a function, as the exercise asks. ValueError for an unknown name.
    """
    verdict = examine(name, answer)
    print(verdict)
    if verdict.picture is not None:
        show(verdict.picture)


def examine(name, answer):
    """The Verdict on an answer."""
    exercise = find(name)
    judge = judge_value if isinstance(exercise, Predict) else judge_function
    with np.errstate(all="ignore"):  # the infinities of an answer are told, not warned of
        status, text, *picture = judge(exercise, answer)
    mark = {"right": "✓ right", "wrong": "✗ not yet", "not attempted": "… not attempted"}[status]
    return Verdict(status, f"{name}  {mark}\n{text}", *picture)


def names():
    """The names of all exercises, lesson by lesson."""
    return [f"{lesson}.{name}" for lesson in LESSONS for name in exercises_of(lesson)]


def find(name):
    """The exercise of this name; ValueError, with the nearest name, if there is none."""
    lesson, _, own_name = str(name).partition(".")
    if lesson in LESSONS and own_name in exercises_of(lesson):
        return exercises_of(lesson)[own_name]
    nearest = difflib.get_close_matches(str(name), names(), n=1, cutoff=0)[0]
    raise ValueError(f"there is no exercise {name!r}; the nearest name is {nearest!r}")


def exercises_of(lesson):
    """The exercises of one lesson by name, in the order in which they stand."""
    module = importlib.import_module(f".{lesson}", __package__)
    return {name: each for name, each in vars(module).items() if isinstance(each, Predict | Write)}


def judge_value(exercise, answer):
    """(status, text) for a prediction."""
    if any(answer is nothing for nothing in NOTHING):
        return "not attempted", exercise.statement
    if equal(exercise.right, answer, exercise.tolerance):
        return "right", f"{describe(exercise.right)}, indeed."
    missing = unwritten(answer) if isinstance(exercise.right, tuple) else []
    if missing:
        return "wrong", f"Number {missing[0]} isn't written yet."
    for slack in (0, exercise.tolerance):  # the wrong answer that is nearest, if two are near
        for wrong, diagnosis in exercise.wrong.items():
            if equal(wrong, answer, slack):
                return "wrong", diagnosis
    if kind_of(answer) != kind_of(exercise.right):
        text = f"The answer should be {kind_of(exercise.right)}; yours is {describe(answer)}."
        return "wrong", text
    return "wrong", exercise.hint or f"It is not {describe(answer)}."


def kind_of(value):
    """What sort of a value this is, in words."""
    if isinstance(value, str):
        return "a word"
    shape = shape_of(value)
    if shape is None:
        return "something else"
    return "one number" if shape == () else f"{shape[0]} numbers in brackets"


def judge_function(exercise, answer):
    """(status, text, picture) for a function, which is tried on every case."""
    wanted = f"def {exercise.right.__name__}({', '.join(exercise.parameters)})"
    if any(answer is nothing for nothing in NOTHING) or is_stub(answer):
        return "not attempted", exercise.statement
    if not callable(answer):
        text = f"Hand over the function itself, {wanted}: yours is {describe(answer)}."
        return "wrong", text
    cases = exercise.cases(np.random.default_rng(0))
    try:
        inspect.signature(answer).bind(*cases[0])
    except TypeError:
        takes = f"{answer.__name__}{inspect.signature(answer)}"
        return "wrong", f"It should be called like this: {wanted}. Yours is {takes}."
    trials = []
    for number, case in enumerate(cases):
        trial = try_out(answer, case, exercise, quiet=number > 0)
        if trial.complaint:
            return "wrong", f"{trial.complaint}\nThis was with {arguments(exercise, case)}."
        trials.append(trial)
    failing = next((trial for trial in trials if not trial.passed), None)
    if failing is None and exercise.index and any(has_floats(trial.got) for trial in trials):
        return "wrong", "The numbers are right, but floats: an index must be a whole number."
    if failing is None:
        return "right", f"It agrees with the right answer on all {len(cases)} cases."
    lines = [diagnose(exercise, trials), first_failure(exercise, failing)]
    return "wrong", "\n".join(line for line in lines if line), draw(exercise, failing)


def has_floats(result):
    """Whether there are floats in an array, a number, or a list of arrays or numbers."""
    parts = result if isinstance(result, list | tuple) else [result]
    return any(numeric(part).dtype.kind == "f" for part in parts)


def diagnose(exercise, trials):
    """A sentence on what the answer has in common with a known mistake, on all cases."""
    for wrong, diagnosis in exercise.wrong_answers:
        if all(equal(Trial.run(wrong, trial.case), trial.got) for trial in trials):
            return diagnosis
    pairs = [(trial.expected, trial.got) for trial in trials]
    factor = common_factor(pairs)
    if factor is not None:
        return f"It is right up to {factor_in_words(factor)}."
    factors = factors_of_parts(pairs)
    if factors is not None:
        return tell_factors(factors, count=len(trials[0].expected))
    if all(parts_in_another_order(*pair) for pair in pairs):
        return "The right results, but they stand in another order."
    if all(wrapped_in_a_tuple(*pair) for pair in pairs):
        wrapping = type(trials[0].got).__name__  # tuple or list
        return f"It is right, but wrapped in a {wrapping}: return the result alone."
    if all(in_another_shape(*pair) for pair in pairs):
        return "The numbers are right, but their shape is another one."
    if all(axes_in_another_order(*pair) for pair in pairs):
        return "The numbers are right, but their axes stand in another order."
    if all(is_of_another_kind(*pair) for pair in pairs):
        return ""  # what comes next says it: the hint is about numbers, and they may be right
    return exercise.hint


def is_of_another_kind(expected, got):
    """Whether one of them is a tuple, a list or a single number, and the other is none."""
    if isinstance(expected, tuple):
        return not (isinstance(got, tuple | list) and len(got) == len(expected))
    if isinstance(expected, list):
        return not isinstance(got, tuple | list | np.ndarray)
    if shape_of(expected) is None or shape_of(got) is None:
        return shape_of(expected) is not shape_of(got)
    return (shape_of(expected) == ()) != (shape_of(got) == ())


def tell_factors(factors, count):
    """A sentence on the parts of a tuple of `count` results that are right up to a factor."""
    if len(factors) == count and len(set(factors.values())) == 1:
        return f"It is right up to {factor_in_words(factors[0])}."
    parts = [
        f"result {position + 1} is right up to {factor_in_words(factor)}"
        for position, factor in factors.items()
    ]
    return f"{parts[0].capitalize()}{''.join(f'; {part}' for part in parts[1:])}."


def factor_in_words(factor):
    return "the sign" if factor == -1 else f"the factor {factor:g}"


def first_failure(exercise, trial):
    """The first case that differs: shapes first, then values."""
    start = f"With {arguments(exercise, trial.case)}"
    expected, got = trial.expected, trial.got
    if isinstance(expected, tuple):
        if not (isinstance(got, tuple | list) and len(got) == len(expected)):
            return f"{start}: expected a tuple of {len(expected)}, got {describe(got)}."
        return f"{start}: {first_difference(expected, tuple(got))}."
    if None not in (shape_of(expected), shape_of(got)) and shape_of(expected) != shape_of(got):
        wanted, given = shape_of(expected), shape_of(got)
        if wanted == ():
            return f"{start}: expected one number, got {describe(got)}."
        given = given or "one number"
        return f"{start}: expected the shape {wanted}, got {given}."
    return f"{start}: {first_difference(expected, got)}."


def arguments(exercise, case):
    """A case in words: names with numbers, the shapes of arrays, what a function says of itself."""
    pairs = zip(exercise.parameters, case, strict=True)
    return ", ".join(f"{name} = {in_words(value)}" for name, value in pairs)


def in_words(value):
    return inspect.getdoc(value) if inspect.isfunction(value) else describe(value)


def shape_of(answer):
    """The shape of a number or an array; None for what is neither."""
    array = numeric(answer)
    return None if array is None else array.shape


def draw(exercise, trial):
    """The arguments, the right result and the given one side by side, where they are small."""
    arrays = dict(zip(exercise.parameters, trial.case, strict=True))
    expected, got = trial.expected, trial.got
    if isinstance(expected, tuple) and isinstance(got, tuple) and len(expected) == len(got):
        _, expected, got = wrong_part(expected, got)
    arrays |= {"expected": expected, "yours": got}
    try:
        from .. import plots

        return plots.comparison(arrays)
    except (ImportError, ValueError):  # no matplotlib, or nothing that can be drawn
        return None


def show(picture):
    """Display a picture below the text, where there is a notebook to show it."""
    from ..training.progress import in_notebook

    if in_notebook():
        from IPython.display import display

        with np.errstate(all="ignore"):  # infinities are drawn without a warning
            display(picture)
