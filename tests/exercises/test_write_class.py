"""The classes that a reader writes: stubs, solutions, loops, and all that is known to go wrong."""

import ast
from pathlib import Path

import nbformat
import numpy as np
import pytest

from scratchcnn import Dense, Layer, ReLU, exercises
from scratchcnn.exercises.write_class import WriteClass

NAMES = [name for name in exercises.names() if isinstance(exercises.find(name), WriteClass)]


def run(source, **names):
    """What a piece of a notebook defines last."""
    namespace = {"np": np, "Layer": Layer, "__name__": "notebook"} | names
    before = set(namespace)
    exec(source, namespace)
    return [value for name, value in namespace.items() if name not in before][-1]


def test_there_are_ten():
    assert NAMES == [
        "start_here.layer",
        "convolution.layer",
        "max_pooling.layer",
        "addition.layer",
        "relu.layer",
        "vectorization.layer",
        "dense.layer",
        "softmax_cross_entropy.loss",
        "gradient_descent.optimizer",
        "gradient_descent.training_loop",
    ]


@pytest.mark.parametrize("name", NAMES)
def test_the_stub_is_not_attempted(name):
    verdict = exercises.examine(name, run(exercises.find(name).stub))
    assert verdict.status == "not attempted", verdict.text


@pytest.mark.parametrize("name", NAMES)
def test_the_solution_is_right(name):
    verdict = exercises.examine(name, run(exercises.find(name).solution))
    assert verdict.status == "right", verdict.text


@pytest.mark.parametrize("name", NAMES)
def test_every_known_mistake_gets_its_sentence(name):
    exercise = exercises.find(name)
    assert len(exercise.wrong_answers) >= 8
    assert 2 <= len(exercise.hints) <= 3
    for wrong, sentence in exercise.wrong_answers:
        verdict = exercises.examine(name, wrong)
        assert verdict.status == "wrong", sentence
        assert sentence in verdict.text, f"{sentence}\n---\n{verdict.text}"


@pytest.mark.parametrize("name", NAMES)
def test_whatever_is_handed_over_gets_a_verdict(name):
    class Nothing:
        pass

    for answer in (0, "x", [], np.zeros(3), print, Nothing, Nothing(), lambda: 1, Layer, ReLU()):
        verdict = exercises.examine(name, answer)
        assert verdict.status in ("wrong", "not attempted"), (answer, verdict.text)
        assert verdict.status == "wrong" or answer is Layer


def test_half_a_class_is_told_what_is_missing():
    half = exercises.find("relu.layer").stub.replace(
        'same shape."""\n        ...', '"""\n        return x', 1
    )
    assert "Not written yet: backward." in exercises.examine("relu.layer", run(half)).text


def test_ours_does_not_count():
    class Mine(ReLU):
        pass

    source = """
class Mine(Layer):
    def __init__(self, in_features, out_features):
        self.inner = Dense(in_features, out_features)
        self.params = self.inner.params

    def forward(self, x):
        return x @ self.params["weights"] + self.params["bias"] if self.keep(x) else None

    def keep(self, x):
        self.x = x
        return True

    def backward(self, d_out):
        self.grads["weights"] = self.x.T @ d_out
        self.grads["bias"] = d_out.sum(axis=0)
        return d_out @ self.params["weights"].T
"""
    assert "it uses ReLU, which is ours" in exercises.examine("relu.layer", Mine).text
    assert (
        "it uses Dense, which is ours"
        in exercises.examine("dense.layer", run(source, Dense=Dense)).text
    )


RELU = """
class ReLU(Layer):
    def forward(self, x):
        self.active = positive(x)
        return x * self.active

    def backward(self, d_out):
        return d_out * self.active
"""


def test_ours_does_not_count_in_a_helper_either():
    helpers = (
        "def sign(x):\n    return Ours().forward(x)\n\n\ndef positive(x):\n    return sign(x) > 0\n"
    )
    answer = run(helpers + RELU, Ours=ReLU)
    assert "it uses Ours, which is ours" in exercises.examine("relu.layer", answer).text


def test_an_attribute_may_have_the_name_of_something_of_ours():
    helper = "def positive(x):\n    return x > 0\n"
    answer = run(helper + RELU, active=ReLU(), backward=ReLU)
    assert exercises.examine("relu.layer", answer).status == "right"


def test_a_loop_over_numbers_is_right_and_told_what_it_costs():
    source = """
class ReLU(Layer):
    def forward(self, x):
        self.x, out = x, np.zeros(x.shape)
        for place in np.ndindex(x.shape):
            out[place] = x[place] if x[place] > 0 else 0
        return out

    def backward(self, d_out):
        d_x = np.zeros(d_out.shape)
        for place in np.ndindex(d_out.shape):
            d_x[place] = d_out[place] if self.x[place] > 0 else 0
        return d_x
"""
    verdict = exercises.examine("relu.layer", run(source))
    assert verdict.status == "right", verdict.text
    assert "an epoch of 60,000 images would take about" in verdict.text


PROMISES = {
    "x *= x > 0\n        return x": "forward changes its argument x",
    "self.out[: len(x)] = np.maximum(x, 0)\n        return self.out[: len(x)]": (
        "A second call overwrites"
    ),
}


@pytest.mark.parametrize(("body", "message"), PROMISES.items(), ids=["argument", "buffer"])
def test_promises(body, message):
    source = f"""
class ReLU(Layer):
    def __init__(self):
        self.out = None

    def forward(self, x):
        self.active = x > 0
        if self.out is None or self.out.shape[1:] != x.shape[1:]:
            self.out = np.zeros((9, *x.shape[1:]))
        {body}

    def backward(self, d_out):
        return d_out * self.active
"""
    verdict = exercises.examine("relu.layer", run(source))
    assert verdict.status == "wrong"
    assert message in verdict.text


def test_an_update_inside_the_layer_is_noticed():
    source = exercises.find("dense.layer").solution.replace(
        "        return d_out @",
        '        self.params["weights"] -= 0.1 * self.grads["weights"]\n        return d_out @',
    )
    assert "the optimizer steps" in exercises.examine("dense.layer", run(source)).text


def test_an_error_names_its_line_and_the_case(tmp_path):
    source = exercises.find("dense.layer").solution.replace(
        "d_out.sum(axis=0)", "d_out.sum(axis=7)"
    )
    text = exercises.examine("dense.layer", run(source)).text
    assert "It raises AxisError" in text
    assert "np.array([[1., 0., 2.]])" in text


def test_a_loop_without_an_end_is_stopped(monkeypatch):
    monkeypatch.setattr("scratchcnn.exercises.write_class.SECONDS", 0.3)
    source = """
class ReLU(Layer):
    def forward(self, x):
        while True:
            pass

    def backward(self, d_out):
        return d_out + 0
"""
    assert "It was stopped" in exercises.examine("relu.layer", run(source)).text


def bodies(source):
    """The bodies of all functions in a piece of source, without docstrings, as text."""
    functions = [n for n in ast.walk(ast.parse(source)) if isinstance(n, ast.FunctionDef)]
    found = set()
    for function in functions:
        body = [n for n in function.body if not isinstance(getattr(n, "value", None), ast.Constant)]
        found.add("; ".join(map(ast.dump, body)))
    return found - {""}


def cells_before(name):
    """The code of all cells of an exercise's lesson that stand before its stub."""
    folder = Path(__file__).parents[2] / "notebooks"
    (path,) = folder.glob(f"*_{name.split('.')[0]}.ipynb")
    for cell in nbformat.read(path, as_version=4).cells:
        if f'exercises.check("{name}"' in cell.source:
            return
        if cell.cell_type == "code":
            yield cell.source


@pytest.mark.parametrize("name", NAMES)
def test_no_cell_before_the_stub_has_its_body(name):
    exercise = exercises.find(name)
    answer = bodies(exercise.solution) - bodies(exercise.stub)
    assert answer
    before = set().union(*map(bodies, cells_before(name)))
    assert before or name == "vectorization.layer"
    assert not answer & before
