"""Every exercise of every lesson: its answers, its stub in the notebook, its solution."""

import ast
import itertools
import re
from pathlib import Path

import nbformat
import numpy as np
import pytest

from scratchcnn import Layer, exercises
from scratchcnn.exercises import checking
from scratchcnn.exercises.comparing import equal
from scratchcnn.exercises.predict import Predict
from scratchcnn.exercises.warm_ups import POOL
from scratchcnn.exercises.write import Write

PATHS = sorted((Path(__file__).parents[2] / "notebooks").glob("*.ipynb"))
NAMES = exercises.names()
CODE = [name for name in NAMES if not isinstance(exercises.find(name), Predict)]
PREDICT = [name for name in NAMES if isinstance(exercises.find(name), Predict)]
WRITE = [name for name in NAMES if isinstance(exercises.find(name), Write)]


def attempts():
    """name → (the cell with the stub, the solution in the fold after it), from all notebooks."""
    found = {}
    for path in PATHS:
        cells = nbformat.read(path, as_version=4).cells
        for cell, after in zip(cells, cells[1:] + cells[:1], strict=True):
            call = re.search(r'exercises\.check\("([\w.]+)", (\w+)\)', cell.source)
            if cell.cell_type == "code" and call:
                folded = re.search(
                    r"<details>.*?```python\n(.*?)```.*</details>", after.source, re.S
                )
                assert folded, f"{path.name}: no solution in the fold after {call[1]}"
                found[call[1]] = (cell.source, folded[1], call[2])
    return found


def given():
    """name → the text above the stub, which belongs to the exercise."""
    found = {}
    for path in PATHS:
        cells = nbformat.read(path, as_version=4).cells
        for above, cell in itertools.pairwise(cells):
            if call := re.search(r'exercises\.check\("([\w.]+)"', cell.source):
                found[call[1]] = above.source
    return found


def headings():
    """lesson → the names of its sections."""
    found = {}
    for path in PATHS:
        cells = nbformat.read(path, as_version=4).cells
        text = "\n".join(cell.source for cell in cells if cell.cell_type == "markdown")
        found[path.stem[3:]] = re.findall(r"^##+ (.+)$", text, re.M)
    return found


ATTEMPTS, GIVEN, HEADINGS = attempts(), given(), headings()


def run(source, answer):
    """The answer that a piece of a notebook defines; its own check doesn't print."""

    class Silent:
        def check(*arguments):
            pass

    namespace = {"np": np, "Layer": Layer, "exercises": Silent}
    exec(source, namespace)
    return namespace[answer]


def test_every_exercise_stands_in_a_notebook_and_only_those():
    assert set(ATTEMPTS) == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_the_stub_is_not_attempted(name):
    stub, _, answer = ATTEMPTS[name]
    assert exercises.examine(name, run(stub, answer)).status == "not attempted"


@pytest.mark.parametrize("name", NAMES)
def test_the_solution_is_right(name):
    _, solution, answer = ATTEMPTS[name]
    verdict = exercises.examine(name, run(solution, answer))
    assert verdict.status == "right", verdict.text


@pytest.mark.parametrize("name", NAMES)
def test_an_answer_never_ends_in_an_error_of_the_checker(name):
    results = (0, 0.5, -1, np.nan, "x", (), [], {}, np.zeros(3), np.zeros((2, 3)), (1, None, 2))
    results += ((None, None), (None,) * 3, [None] * 4, (np.zeros(2),) * 2, [np.zeros(2)] * 3)
    functions = [lambda *case, result=result: result for result in results]
    for answer in (*results, *functions, print, lambda: 1, lambda *case: case):
        verdict = exercises.examine(name, answer)
        assert verdict.status == "wrong" or equal(answer, exercises.find(name).right)
        assert "Looking at your answer" not in verdict.text  # what says so would be the checker


@pytest.mark.parametrize("name", PREDICT)
def test_predictions_know_their_wrong_answers(name):
    exercise = exercises.find(name)
    assert len(exercise.wrong) >= 2
    for wrong, diagnosis in exercise.wrong:
        verdict = exercises.examine(name, wrong)
        assert verdict.status == "wrong"
        assert diagnosis in verdict.text


@pytest.mark.parametrize(
    "question",
    [
        pytest.param(each, id=f"{lesson}.{name}")
        for lesson in POOL
        for name, each in POOL[lesson].items()
    ],
)
def test_warm_up_questions_know_their_answers(question):
    assert question.judge(None).status == "not attempted"
    assert question.judge(question.right).status == "right"
    for wrong, sentence in question.wrong:
        assert (question.judge(wrong).status, question.judge(wrong).text) == ("wrong", sentence)


@pytest.mark.parametrize("name", WRITE)
def test_programs_know_their_wrong_answers(name):
    exercise = exercises.find(name)
    assert exercise.statement
    assert len(exercise.wrong_answers) >= 4
    for wrong, diagnosis in exercise.wrong_answers:
        verdict = exercises.examine(name, wrong)
        assert verdict.status == "wrong", diagnosis
        assert diagnosis in verdict.text, verdict.text


@pytest.mark.parametrize("name", CODE)
def test_hints_come_in_two_or_three_steps(name):
    hints = exercises.find(name).hints
    assert 2 <= len(hints) <= 3
    assert len({plain(each) for each in hints}) == len(hints)


@pytest.mark.parametrize("name", CODE)
def test_the_first_hint_says_where_to_look(name):
    lesson = name.split(".")[0]
    named = re.findall(r'Section "(.+?)"', exercises.find(name).hints[0])
    assert named and set(named) <= set(HEADINGS[lesson])


@pytest.mark.parametrize("name", CODE)
def test_no_hint_holds_a_piece_of_the_solution(name):
    """Of what is computed in the solution, only what the exercise's text and stub give anyway."""
    stub, solution, _ = ATTEMPTS[name]
    given = GIVEN[name] + exercises.find(name).statement + stub
    for same in (plain, bare):
        pieces = [each for each in map(same, computed(solution)) if each not in same(given)]
        assert pieces
        for hint in exercises.find(name).hints:
            assert not [each for each in pieces if each in same(hint)]


def computed(source):
    """What is assigned, added, called or returned, if anything is computed in it."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.AugAssign):
            yield ast.unparse(node)
        elif isinstance(node, ast.Assign | ast.Return | ast.Expr):
            for value in node.value.elts if isinstance(node.value, ast.Tuple) else [node.value]:
                if {type(part) for part in ast.walk(value)} & {ast.BinOp, ast.Call, ast.Compare}:
                    yield ast.unparse(value)


def plain(text):
    """A text or a piece of code as one writes it in either: without spaces, · for *, ' for \"."""
    return re.sub(r"[\s`]", "", text).replace("*", "·").replace('"', "'")


def bare(code):
    """Plain, and weights for self.params["weights"], x for self.x."""
    return re.sub(r"(?:self\.)?(?:params|grads)\['(\w+)'\]|self\.", r"\1", plain(code))


def test_what_is_computed_is_found():
    source = "def f(x):\n    y, k = x.shape, 2 * x\n    y += k[0]\n    g(y)\n    return y"
    assert list(computed(source)) == ["2 * x", "y += k[0]", "g(y)"]
    assert plain("y += k[0]") in plain("At the end: `y += k[ 0 ]`.")
    assert bare('self.x @ self.params["weights"].T') in bare("Return `x @ weights.T`.")


@pytest.mark.parametrize("name", WRITE)
def test_the_first_case_is_small_enough_to_be_drawn(name):
    exercise = exercises.find(name)
    case = exercise.cases(np.random.default_rng(0))[0]
    result = exercise.right(*case)
    results = result if isinstance(result, tuple) else (result,)
    if all(isinstance(each, np.ndarray) and each.ndim > 0 for each in results):
        wrong = tuple(np.zeros_like(each) - 1.5 for each in results)
        wrong = wrong if isinstance(result, tuple) else wrong[0]
        verdict = exercises.examine(name, lambda *arguments: wrong)
        assert verdict.picture is not None, verdict.text


@pytest.mark.parametrize(
    "lesson", [x for x in checking.LESSONS if x in {n.split(".")[0] for n in NAMES}]
)
def test_every_lesson_has_three_kinds(lesson):
    own = [exercises.find(name) for name in NAMES if name.startswith(f"{lesson}.")]
    assert len(own) >= 3
    assert any(isinstance(each, Predict) for each in own)
    assert any(isinstance(each, Write) for each in own)
    mistakes = [each for each in own if "mistake" in each.statement]
    assert mistakes, "one exercise has a mistake to find"


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("start_here.division", lambda x, d_out: (x / 255, d_out / 255, 0)),
        ("gradient_descent.batches", lambda count, size: iter([np.arange(count)])),
        ("dense.he_spread", lambda shape: np.ones(shape)),
    ],
)
def test_a_result_of_another_kind_gets_no_hint_on_its_numbers(name, answer):
    verdict = exercises.examine(name, answer)
    assert verdict.status == "wrong"
    assert "expected" in verdict.text
    assert exercises.find(name).hints[0] not in verdict.text


def test_indices_must_be_whole_numbers():
    def split(count, workers):
        return exercises.find("from_hours_to_seconds.split").right(count, workers).astype(float)

    def batches(count, size):
        return [np.arange(i, min(i + size, count), dtype=float) for i in range(0, count, size)]

    for lesson, answer in (("from_hours_to_seconds", split), ("gradient_descent", batches)):
        verdict = exercises.examine(f"{lesson}.{answer.__name__}", answer)
        assert verdict.status == "wrong"
        assert "floats" in verdict.text
