"""The classes that a reader writes: stubs, solutions, loops, and all that is known to go wrong."""

import ast
import re
from pathlib import Path

import nbformat
import numpy as np
import pytest

import scratchcnn
from scratchcnn import Dense, Layer, ReLU, exercises
from scratchcnn.exercises import pace, scenes
from scratchcnn.exercises.comparing import equal
from scratchcnn.exercises.write_class import WriteClass, watch

NAMES = [name for name in exercises.names() if isinstance(exercises.find(name), WriteClass)]
LAYERS = [name for name in NAMES if name.endswith(".layer")]
WITH_PARAMETERS = ["convolution.layer", "addition.layer", "dense.layer"]


def run(source, **names):
    """What a piece of a notebook defines last."""
    namespace = {"np": np, "Layer": Layer, "__name__": "notebook"} | names
    before = set(namespace)
    exec(source, namespace)
    return [value for name, value in namespace.items() if name not in before][-1]


def solution(name, *changes):
    """The solution, with pieces of its text changed."""
    source = exercises.find(name).solution
    for old, new in changes:
        assert old in source
        source = source.replace(old, new)
    return source


def examine(name, source, **names):
    return exercises.examine(name, run(source, **names))


def relu(forward="self.active = x > 0\n        return np.maximum(x, 0)", extra=""):
    return f"""
class ReLU(Layer):
{extra}
    def forward(self, x):
        {forward}

    def backward(self, d_out):
        return d_out * self.active
"""


def test_there_are_thirteen():
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
        "automatic_differentiation.taped",
        "layers_of_your_own.batch_normalization",
        "layers_of_your_own.dropout",
    ]


# What stands in the notebook


@pytest.mark.parametrize("name", NAMES)
def test_the_stub_is_not_attempted(name):
    verdict = examine(name, exercises.find(name).stub)
    assert verdict.status == "not attempted", verdict.text


@pytest.mark.parametrize("name", NAMES)
def test_the_solution_is_right(name):
    verdict = examine(name, exercises.find(name).solution)
    assert verdict.status == "right", verdict.text


def lesson(name):
    folder = Path(__file__).parents[2] / "notebooks"
    (path,) = folder.glob(f"*_{name.split('.')[0]}.ipynb")
    return nbformat.read(path, as_version=4).cells


@pytest.mark.parametrize("name", NAMES)
def test_the_notebook_has_the_same_stub_and_solution(name):
    cells, exercise = lesson(name), exercises.find(name)
    place = next(n for n, c in enumerate(cells) if f'exercises.check("{name}"' in c.source)
    stub, _, check = cells[place].source.partition("\n\n\nexercises.check")
    assert stub == exercise.stub
    assert check
    assert f"```python\n{exercise.solution}\n```" in cells[place + 1].source


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
    for cell in lesson(name):
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


@pytest.mark.parametrize("name", NAMES)
def test_hints_and_sentences_are_written_as_they_are_read(name):
    exercise = exercises.find(name)
    assert 2 <= len(exercise.hints) <= 3
    for text in [*exercise.hints, *(sentence for _, sentence in exercise.wrong_answers)]:
        assert re.search(r"[.?]$", text), text
        assert not re.search(r"  |[a-z]{2}[.?](?!T\b)[A-Z]", text), text
        assert text == text.strip()


# What is known to go wrong


@pytest.mark.parametrize("name", NAMES)
def test_every_known_mistake_gets_its_sentence(name):
    exercise = exercises.find(name)
    assert len(exercise.wrong_answers) >= 8
    for wrong, sentence in exercise.wrong_answers:
        verdict = exercises.examine(name, wrong)
        assert verdict.status == "wrong", sentence
        assert sentence in verdict.text, f"{sentence}\n---\n{verdict.text}"


@pytest.mark.parametrize("name", NAMES)
def test_no_known_mistake_has_one_more(name):
    """What is missing in self, or is no number, would be a slip in its own few lines."""
    exercise = exercises.find(name)
    for wrong, sentence in exercise.wrong_answers:
        for case in exercise.cases(np.random.default_rng(0)):
            end = watch(exercise.scene, wrong, case).end
            assert f"{exercise.right.__name__}' object has no attribute" not in end, sentence
            assert "can be converted to Python scalars" not in end, sentence


def test_a_known_mistake_is_a_piece_of_the_solution():
    with pytest.raises(ValueError, match="expected a piece of the solution, got 'x \\+ 1'"):
        exercises.find("relu.layer").wrong("Nobody reads this.", ("x + 1", "x + 2"))


def test_of_two_mistakes_one_is_told_that_explains_the_case():
    source = solution(
        "dense.layer",
        ("self.x.T @ d_out", "self.x.T @ d_out / len(d_out)"),
        ("d_out.sum(axis=0)", "d_out.mean(axis=0)"),
    )
    text = examine("dense.layer", source).text
    assert "The gradient of the weights is divided by the number of images" in text
    assert "grads['weights'] of backward(d_out): at [0, 0]" in text
    # With a single image, the first case, only the second mistake shows.
    source = source.replace("d_out.mean(axis=0)", "d_out.sum(axis=1)")
    text = examine("dense.layer", source).text
    assert "The gradient of the bias is summed over the outputs" in text
    assert "grads['bias'] of backward(d_out): expected the shape (2,), got (1,)." in text


def test_a_mistake_that_another_case_contradicts_is_not_told():
    # With two images these are the numbers of a known mistake, with three the right ones.
    source = solution(
        "addition.layer",
        ("d_out.sum(axis=0)", "d_out.mean(axis=0) if len(d_out) == 2 else d_out.sum(axis=0)"),
    )
    text = examine("addition.layer", source).text
    assert "grads['bias'] of backward(d_out): at [0, 0, 0] expected 11, got 5.5" in text
    assert "is a mean over the images" not in text


def test_a_mistake_is_told_though_it_leads_to_an_error_later_on():
    source = solution(
        "convolution.layer",
        ("np.pad(x, ((0, 0), (p, p), (p, p), (0, 0)))", "x"),
        ("filters[i, j].T", "filters[i, j].T[None, None, None, None, None, :, 99]"),
    )
    text = examine("convolution.layer", source).text
    assert "The padding is forgotten" in text
    assert "forward(x): expected the shape (1, 3, 3, 1), got (1, 1, 1, 1)." in text
    assert "It raises" not in text


def test_a_rule_helps_where_no_mistake_is_known():
    source = solution("convolution.layer", ("= d_filters", "= 7 * d_filters"))
    text = examine("convolution.layer", source).text
    assert "grads['filters'] of backward(d_out): it is right up to the factor 7." in text


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (("other.array.T", "other.array.T * 3"), "Look at what goes back to self from __matmul__."),
        (("d * self.array", "d * self.array**2"), "Look at what goes back to other from __mul__."),
        (("gradient += 1", "gradient += 2"), "from __add__, and at what backward begins with."),
        (
            ("gradient += d.", "gradient += (parent.gradient == 0) * d."),
            "Sums and products of two values are right.",
        ),
        (
            ("gradient += 1", "gradient += 1 + (self.depth > 3)"),
            "Each operation is right by itself.",
        ),
    ],
)
def test_where_to_look_is_told_where_no_mistake_is_known(change, told):
    name = "automatic_differentiation.taped"
    assert told in examine(name, solution(name, change)).text


@pytest.mark.parametrize("name", NAMES)
def test_a_case_is_told_as_code_that_rebuilds_it(name):
    exercise = exercises.find(name)
    for case in exercise.cases(np.random.default_rng(0)):
        names = {each: getattr(scratchcnn, each) for each in ("Network", "Dense", "ReLU", "SGD")}
        names |= {"np": np, "SoftmaxCrossEntropy": scratchcnn.SoftmaxCrossEntropy}
        names[exercise.right.__name__] = exercise.right
        exec(case.code(exercise.right.__name__), names)
        seen = watch(exercise.scene, exercise.right, case).seen
        found, last_step = 0, f"after step {len(getattr(case, 'rates', []))}"
        for what, value in seen:
            if re.fullmatch(r"(forward|backward)\(.*\)", what):
                owner = "layer" if "layer" in names else "loss"
                if eval(f"{owner}.{what}", names) is not None:
                    found += 1
                    assert equal(value, eval(f"{owner}.{what}", names)), what
            elif what.endswith((".array", ".gradient")):
                found += 1
                assert equal(value, eval(what, names)), what
            elif what.endswith(("after epoch 1", last_step)):
                found += 1
                assert equal(value, names["network"].parameters()[what.split()[0]]), what
        assert found >= 2


# Promises


PROMISES = {
    "relu.layer": [
        (("return np.maximum(x, 0)", "x *= x > 0\n        return x"), "forward changes its arg"),
        (("d_out * self", "np.multiply(d_out, self.active, out=d_out) * self"), "changes its arg"),
        (("self.active", "ReLU.active"), "Two layers of this class disturb each other"),
        (("self.active = x", "global active; active = self.active = x"), ""),
    ],
    "addition.layer": [
        (("d_out.copy()", "d_out"), "backward returns its argument or a view of it"),
        (("d_out.copy()", "d_out[:]"), "backward returns its argument or a view of it"),
        (("        self.grads", "        self.gradients = {}; self.gradients"), "leaves no grads"),
        (('self.grads["bias"]', 'self.grads["b"]'), "There is 'b', a name that params lacks."),
        (('self.grads["bias"] =', "self.grads ="), "grads is a dictionary"),
        (("d_out.sum(axis=0)", "list(d_out.sum(axis=0))"), "expected an array"),
        (("d_out.sum(axis=0)", "..."), "grads['bias'] is still the dots"),
        (("np.float32", "int"), "should be an array of floats, such as np.float32"),
        (("np.zeros(shape, np.float32)", "0.0"), "should be an array of floats, and is 0"),
        (('self.params["bias"] =', "self.bias ="), "and is missing"),
        (("np.zeros(shape,", "np.zeros((1, *shape),"), "and has the shape"),
        (('        self.params["bias"] =', "        self.params = "), "params is a dictionary"),
    ],
    "vectorization.layer": [
        ((".copy()", ""), "forward returns its argument or a view of it"),
        (("d_out.reshape(self.shape).copy()", "d_out.reshape(self.shape)"), "a view of it"),
        (("x.reshape(len(x), -1).copy()", "x.tolist()"), "forward(x) is [[[[0, 1], [2, 3], "),
        (("x.reshape(len(x), -1).copy()", "x + 0j"), "an array of complex128"),
        (("(int(np.prod(input_shape)),)", "np.prod(input_shape)"), "expected a tuple of sizes"),
        (
            ("int(np.prod(input_shape)),", "*input_shape,"),
            "output_shape((2, 3, 2)) is (2, 3, 2), but forward makes (12,)",
        ),
    ],
    "dense.layer": [
        (
            ("        return d_out", '        self.params["weights"] -= 1\n        return d_out'),
            "backward changes params['weights']: it stores gradients, and training takes the step.",
        ),
        (
            ("        return d_out", '        self.grads["x"] = 0\n        return d_out'),
            "grads has 'x', a name that params lacks.",
        ),
        (
            ("np.zeros(out_features, np.float32)", 'self.params["gain"] = np.zeros(out_features)'),
            "params has 'gain': this layer has no such parameter.",
        ),
        (("self.x ", "Dense.x "), "Two layers of this class disturb each other"),
        (("def output_shape", "def shape"), "output_shape((3,)) is (3,), but forward makes (2,)"),
    ],
    "convolution.layer": [
        (("self.padded", "Convolution.padded"), "Two layers of this class disturb each other"),
        (("(*places,", "(*input_shape[:2],"), "but forward makes (1, 2, 2) of"),
    ],
    "max_pooling.layer": [
        (("self.winners", "MaxPooling.winners"), "Two layers of this class disturb each other"),
        (("height // self.stride,", "height,"), "is (4, 2, 1), but forward"),
    ],
    "softmax_cross_entropy.loss": [
        (("shifted = logits -", "shifted = logits; logits -="), "forward changes the logits"),
        (
            ("        self.labels", "        labels[:] = 0\n        self.labels"),
            "changes the labels",
        ),
        (("self.log_p", "SoftmaxCrossEntropy.log_p"), "Two losses of this class disturb"),
        (("self.labels", "SoftmaxCrossEntropy.labels"), "Two losses of this class disturb"),
        ((".mean())", ".mean()), 0"), "expected one number, the mean loss of the batch."),
        (("float(-", "(-"), ""),
    ],
    "gradient_descent.optimizer": [
        (
            (
                "parameter -= self.learning_rate",
                "layer.params[name] = parameter - self.learning_rate",
            ),
            "It puts new arrays into params",
        ),
        (("velocity = self.m", "velocity = layer.grads[name] = self.m"), "the array in grads"),
        (
            ("learning_rate * velocity", "learning_rate * velocity; layer.grads[name] *= 0"),
            "step changes grads",
        ),
        (
            ("        self.velocities = {}", "\n    velocities = {}"),
            "A new optimizer goes on with the velocities of an earlier one",
        ),
        (("momentum=0.9", "momentum=0.8"), "01_Dense_weights after step 2: at [0, 0] expected"),
    ],
    "gradient_descent.training_loop": [
        (("order, losses =", "rng.shuffle(images)\n    order, losses ="), "It changes the images"),
        (("rng.permutation", "np.random.permutation"), "Nothing is drawn from rng"),
        (("return losses", 'return {"losses": losses}'), "It returns a dict: expected"),
        (("    return losses", ""), "losses of epoch 1: nothing (None)"),
        (("return losses", "return np.array(losses)"), ""),
        (("return losses", "return tuple(losses)"), ""),
    ],
    "layers_of_your_own.dropout": [
        (("return x * self.factors", "x *= self.factors\n        return x"), "changes its arg"),
        (
            ("return x * self.factors", "return x * self.factors if self.training else x"),
            "forward returns its argument or a view of it",
        ),
        (("kept.astype(x.dtype) /", "kept /"), ""),
        (("return d_out * self.factors", "return d_out[0] * self.factors[0]"), "expected (40, 60)"),
        (("1 - self.rate", "0.999 - self.rate"), "the numbers in forward(ones), learning"),
        (("self.rng.random(x.shape) >= self.rate", "self.rng.random(x.shape) > self.rate"), ""),
    ],
    "layers_of_your_own.batch_normalization": [
        (("(x - mean)", "np.subtract(x, mean, out=x)"), "forward changes its argument x"),
        (("self.normal", "BatchNormalization.normal"), "Two layers of this class disturb"),
        (('self.grads["gamma"]', 'self.grads["g"]'), "There is 'g', a name that params lacks."),
        (("return (d - ", "self.params['beta'] -= 1\n        return (d - "), "changes params"),
        (("momentum=0.9", "momentum=0.8"), "predicting: at [0, 0] expected"),
        (("x.var(axis=axes)", "((x - x.mean(axes)) ** 2).mean(axes)"), ""),
        (("x.mean(axis=axes), x.var", "x.mean(axes, keepdims=True), x.var"), ""),
    ],
}


@pytest.mark.parametrize(
    ("name", "change", "message"),
    [(name, *each) for name, promises in PROMISES.items() for each in promises],
)
def test_promises(name, change, message):
    """A solution changed in one place; without a message, it is as right as before."""
    verdict = examine(name, solution(name, change))
    assert verdict.status == ("wrong" if message else "right"), verdict.text
    assert message in verdict.text


def test_what_was_returned_earlier_is_not_overwritten():
    forward = """self.active = x > 0
        self.out = getattr(self, "out", np.zeros((9, *x.shape[1:])))
        self.out[: len(x)] = np.maximum(x, 0)
        return self.out[: len(x)]"""
    text = examine("relu.layer", relu(forward)).text
    assert "A later call overwrites what an earlier one has returned" in text


def test_two_layers_may_not_share_a_global_variable():
    source = solution("relu.layer", ("self.active = x > 0", "global mask\n        mask = x > 0"))
    text = examine("relu.layer", source.replace("self.active", "mask")).text
    assert "Two layers of this class disturb each other" in text


def test_the_gradient_is_measured_too():
    # In training it is another function than the one that the cases have seen.
    source = relu(
        "self.active = x > 0\n        return np.maximum(x, 0) * (3 if self.training else 1)"
    )
    text = examine("relu.layer", source).text
    assert "It agrees on all cases, but: Gradient check: ReLU" in text
    assert "WRONG" in text


def test_what_known_mistakes_show_is_that_of_the_cases():
    exercise = exercises.find("dense.layer")
    cases, others = (exercise.cases(np.random.default_rng(seed)) for seed in (0, 1))
    seen = exercise.known_mistakes(cases)
    assert exercise.known_mistakes(exercise.cases(np.random.default_rng(0))) is seen
    wrong, sentence = exercise.wrong_answers[0]
    told, records = exercise.known_mistakes(others)[0]
    assert told == sentence
    for case, record in zip(others, records, strict=True):
        expected = watch(exercise.scene, wrong, case).seen
        pairs = zip(expected, record.seen, strict=True)
        assert all(equal(value, other) for (_, value), (_, other) in pairs)


# Errors, and whatever else is handed over


@pytest.mark.parametrize("name", NAMES)
def test_whatever_is_handed_over_gets_a_verdict(name):
    class Nothing:
        pass

    class Named(type):
        def __getattribute__(cls, name):
            raise RuntimeError(name)

    hostile = Named("Hostile", (), {})
    answers = (
        0,
        "x",
        [],
        np.zeros(3),
        print,
        Nothing,
        Nothing(),
        lambda: 1,
        Layer,
        ReLU(),
        hostile,
    )
    for answer in answers:
        verdict = exercises.examine(name, answer)
        assert verdict.status in ("wrong", "not attempted")
        assert verdict.status == "wrong" or answer is Layer
        assert "Looking at your answer" not in verdict.text or answer is hostile


SIGNATURES = [
    ("relu.layer", ("forward(self, x)", "forward(x)"), "begins with self"),
    ("relu.layer", ("forward(self, x)", "forward(self)"), "ReLU.forward() takes 1 positional"),
    ("relu.layer", ("forward(self, x)", "forward(self, x, y)"), "missing 1 required positional"),
    ("dense.layer", ("in_features, out_features, *", "in_features, *"), "Dense.__init__() takes 2"),
    ("softmax_cross_entropy.loss", ("backward(self)", "backward(self, x)"), "missing 1 required"),
    ("gradient_descent.optimizer", (", momentum=0.9", ""), "unexpected keyword"),
    ("gradient_descent.training_loop", ("batch_size, rng):", "batch_size):"), "takes 6 positional"),
]


@pytest.mark.parametrize(("name", "change", "message"), SIGNATURES)
def test_wrong_signatures(name, change, message):
    verdict = examine(name, solution(name, change))
    assert verdict.status == "wrong"
    assert message in verdict.text


@pytest.mark.parametrize(
    "statement",
    ["raise SystemExit", "raise GeneratorExit", "return self.forward(x)", "return 1 / 0"],
)
def test_an_answer_may_raise_what_it_likes(statement):
    verdict = examine("relu.layer", relu(statement))
    assert verdict.status == "wrong"
    assert "It raises " in verdict.text


def test_the_stop_button_is_meant_for_the_cell():
    with pytest.raises(KeyboardInterrupt):
        examine("relu.layer", relu("raise KeyboardInterrupt"))


@pytest.mark.parametrize(
    "value",
    ["'x'", "object()", "self", "[[1], [1, 2]]", "(i for i in x)", "np.array(['x'])", "{}"],
)
def test_an_answer_may_return_what_it_likes(value):
    verdict = examine("relu.layer", relu(f"return {value}"))
    assert verdict.status == "wrong"
    assert "forward(x) is " in verdict.text


def test_a_huge_result_is_told_by_its_shape():
    text = examine("relu.layer", relu("return np.zeros((300, 300, 10))")).text
    assert "expected the shape (1, 4), got (300, 300, 10)" in text
    assert len(text) < 1000


def test_what_is_printed_is_shown_when_something_is_wrong():
    source = relu('print("x is", x.shape)\n        return x')
    assert "It printed:\nx is (1, 4)\n" in examine("relu.layer", source).text


def test_what_is_printed_is_kept_in_part(capsys, monkeypatch):
    monkeypatch.setattr("scratchcnn.exercises.write_class.PRINTED", 50)
    source = relu('for _ in range(99): print("spam" * 99)\n        return x')
    text = examine("relu.layer", source).text
    assert text.count("spam") == 12
    right = relu().replace("x > 0", "[print(1), x > 0][1]")
    assert "It printed" not in examine("relu.layer", right).text
    assert capsys.readouterr().out == ""


def test_half_a_class_is_told_what_is_missing():
    half = exercises.find("relu.layer").stub.replace(
        'same shape."""\n        ...', '"""\n        return x', 1
    )
    assert "Not written yet: backward." in examine("relu.layer", half).text


def test_numbers_come_before_a_view():
    source = solution(
        "addition.layer", ("d_out.sum(axis=0)", "d_out.mean(axis=0)"), ("d_out.copy()", "d_out")
    )
    text = examine("addition.layer", source).text
    assert "The gradient of the bias is a mean over the images" in text
    assert "a view of it" not in text


def test_an_error_in_backward_does_not_explain_what_forward_returns(notebook):
    source = relu("return x + 1").replace("d_out * self.active", "d_out[self.nothing]")
    text = examine("relu.layer", source).text
    assert "forward(x): at [0, 0] expected 0, got -1" in text
    assert "self.nothing" not in text


def test_a_padding_of_all_axes_is_told_whatever_comes_of_it(notebook):
    pairs = "((0, 0), (p, p), (p, p), (0, 0))"
    for change in ((pairs, "p"), (pairs, "(p, p)"), (pairs, "self.padding")):
        answer = notebook.run(solution("convolution.layer", change))["Convolution"]
        text = exercises.examine("convolution.layer", answer).text
        assert f"np.pad(x, {change[1]}) pads all four axes alike" in text


ERRORS = [
    (("self.x = x.copy()", "kept = x.copy()"), "self.x.T", "forward must set self.x = … first."),
    (
        ("self.x = x.copy()", "kept = x.copy()"),
        ("self.x.T", "kept.T"),
        "kept.T",
        "kept is a variable of forward, and lost when forward ends. Keep it in self: self.kept = …",
    ),
    (
        ("self.x = x.copy()", "self.kept = x.copy()"),
        ("self.x.T", "kept.T"),
        "kept.T",
        "What is kept in self is read as self.kept.",
    ),
    (("self.x = x.copy()", ""), "self.x.T", "forward must set self.x = … first."),
    (
        ("self.x = x.copy()", "self.kept = x.copy()"),
        ("self.x.T", "self.kapt.T"),
        "self.kapt.T",
        "There is no self.kapt. Is self.kept meant?",
    ),
    (
        ("self.x = x.copy()", "self.x = x.copy()\n        for x in range(1): x[0] = 0"),
        "x[0] = 0",
        "x is a single number here, and takes no index. A loop, or an =, has taken the name of",
    ),
    (('grads["weights"] =', 'grads["weights"] +='), "+=", "each backward begins anew: = in place"),
    (('@ self.params["weights"].T', '@ self.params["W"].T'), '["W"]', "params has no 'W': the"),
    (("self.x.T @ d_out", "d_out @ d_out"), "d_out @ d_out", "In a @ b, a row of a must be"),
]


@pytest.mark.parametrize(("changes", "line", "explanation"), [(e[:-2], *e[-2:]) for e in ERRORS])
def test_an_error_is_explained_and_names_its_line_and_the_case(
    notebook, changes, line, explanation
):
    answer = notebook.run(solution("dense.layer", *changes))["Dense"]
    text = exercises.examine("dense.layer", answer).text
    assert explanation in text
    assert -1 < text.find("It raises ") < text.find(explanation)
    assert re.search("The line is: .*" + re.escape(line), text)
    assert "x = np.array([[1., 0., 2.]])" in text


def test_the_shapes_are_those_of_the_failing_batch(notebook):
    source = solution(
        "dense.layer", ("d_out.sum(axis=0)", "(d_out * np.zeros((7, 9))).sum(axis=0)")
    )
    text = exercises.examine("dense.layer", notebook.run(source)["Dense"]).text
    assert "The shape is d_out (1, 2)." in text


def test_the_shapes_of_what_the_line_takes_from_self_are_told(notebook):
    source = solution("dense.layer", ('d_out @ self.params["weights"].T', "d_out @ self.x"))
    text = exercises.examine("dense.layer", notebook.run(source)["Dense"]).text
    assert "The shapes are d_out (1, 2), self.x (1, 3)." in text
    source = solution("dense.layer", ('self.params["weights"].T', 'self.params["weights"]'))
    text = exercises.examine("dense.layer", notebook.run(source)["Dense"]).text
    assert 'The shapes are d_out (1, 2), self.params["weights"] (3, 2).' in text


def test_only_the_batches_that_are_needed_are_told(notebook):
    exercise = exercises.find("max_pooling.layer")
    case = exercise.cases(np.random.default_rng(0))[2]
    assert len(case.batches) == 2
    assert "x_2" not in case.until("backward(d_out)").code("MaxPooling")
    for seen in ("forward(x_2)", "backward(d_out_2) once more", "grads['w'] of backward(d_out_2)"):
        assert case.until(seen) is case


def test_a_known_mistake_needs_no_other_explanation():
    source = solution("dense.layer", (".T @ d_out", " @ d_out"))
    text = examine("dense.layer", source).text
    assert "In the gradient of the weights a .T is missing" in text
    assert "It raises ValueError" in text
    assert "In a @ b" not in text


@pytest.mark.parametrize("method", ["__init__", "forward", "backward"])
def test_a_loop_without_an_end_is_stopped_once(monkeypatch, method):
    monkeypatch.setattr("scratchcnn.exercises.write_class.SECONDS", 0.2)
    started = []
    endless = f"    def {method}(self, *_):\n        started.append(1)\n        while True: pass\n"
    verdict = examine("relu.layer", relu() + endless, started=started)
    assert verdict.status == "wrong"
    assert "It was stopped after 0.2 seconds" in verdict.text
    assert len(started) == 1


# What is ours


OURS = {
    "a base class": "class Mine(ReLU):\n    pass",
    "a global name": relu("return ReLU_().forward(x)"),
    "an instance": relu("return made.forward(x)"),
    "its method": relu("return run(x)"),
    "a module": relu("return package.ReLU().forward(x)"),
    "a module of a module": relu("return package.layers.ReLU().forward(x)"),
    "a class attribute": relu("return self.inner.forward(x)", "    inner = ReLU_()\n"),
    "a default argument": relu(
        "return self.inner.forward(x)",
        "    def __init__(self, inner=ReLU_):\n        self.inner = inner()\n",
    ),
    "a keyword's default": relu(
        "return self.inner.forward(x)",
        "    def __init__(self, *, inner=ReLU_):\n        self.inner = inner()\n",
    ),
    "an import": relu("from scratchcnn import ReLU as Inner; return Inner().forward(x)"),
    "an import of a module": relu("import scratchcnn.layers as l; return l.ReLU().forward(x)"),
    "an inner function": relu("return (lambda: ReLU_().forward(x))()"),
    "a list": relu("return table[0]['relu']().forward(x)"),
    "a helper": "def helper(x):\n    return ReLU_().forward(x)\n" + relu("return helper(x)"),
    "a static method": relu(
        "return self.helper(x)",
        "    @staticmethod\n    def helper(x):\n        return ReLU_().forward(x)\n",
    ),
    "a property": relu(
        "return self.helper.forward(x)",
        "    @property\n    def helper(self):\n        return ReLU_()\n",
    ),
    "a base class of mine": "class Base(Layer):\n    inner = ReLU_\n"
    + relu("return self.inner().forward(x)").replace("(Layer)", "(Base)"),
    "a helper's helper": "class Helper:\n    def run(self, x):\n        return ReLU_().forward(x)\n"
    + relu("return Helper().run(x)"),
    "a closure": "def make(Inner):\n"
    + relu("return Inner().forward(x)").replace("\n", "\n    ")
    + "\n    return ReLU\n\n\nMine = make(ReLU_)",
}
MASKED = "; self.active = x > 0; return x * self.active"
NOT_OURS = {
    "Layer by its module": relu().replace("(Layer)", "(package.Layer)"),
    "Layer in a method": relu("assert isinstance(self, package.Layer)" + MASKED),
    "Layer imported": relu("from scratchcnn import Layer" + MASKED),
    "Layer imported from its module": relu("from scratchcnn.layers import Layer as L" + MASKED),
    "an attribute of the same name": relu().replace("self.active", "self.made"),
    "a local name": relu("made = x > 0; self.active = made; return x * made"),
    "itself": relu().replace("return d_out", "assert isinstance(self, ReLU); return d_out"),
    "what Layer offers": relu().replace("return d_out", "return self.check_gradient(d_out)")
    .replace("self.active = x", "x = self.check_input(x); self.active = x"),
    "a base class of mine": "class Base(Layer):\n    pass\n" + relu().replace("(Layer)", "(Base)"),
    "a helper": "def helper(x):\n    return x > 0\n" + relu().replace("= x > 0", "= helper(x)"),
}  # fmt: skip


def names_of_the_notebook():
    made = ReLU()
    table = [{"relu": ReLU}]
    names = {"ReLU_": ReLU, "made": made, "run": made.forward, "table": table}
    return names | {"package": scratchcnn}


@pytest.mark.parametrize("source", OURS.values(), ids=OURS)
def test_ours_does_not_count(source):
    names = names_of_the_notebook()
    if source.startswith("class Mine(ReLU)"):
        names["ReLU"] = ReLU
    verdict = examine("relu.layer", source, **names)
    assert verdict.status == "wrong"
    assert re.search(r"It uses [\w.]+, which is ours\.", verdict.text), verdict.text


@pytest.mark.parametrize("source", NOT_OURS.values(), ids=NOT_OURS)
def test_what_is_not_ours_counts(source):
    verdict = examine("relu.layer", source, **names_of_the_notebook())
    assert verdict.status == "right", verdict.text


@pytest.mark.parametrize("name", ["gradient_descent.optimizer", "gradient_descent.training_loop"])
def test_what_is_handed_over_is_not_used(name):
    names = {
        "layers": scratchcnn.layers,
        "network": scratchcnn.models.cnn(0),
        "forward": ReLU().forward,
    }
    assert examine(name, exercises.find(name).solution, **names).status == "right"


def test_training_with_ours_does_not_count():
    source = solution("gradient_descent.training_loop", ("    return losses", "    return train"))
    text = examine("gradient_descent.training_loop", source, train=scratchcnn.train).text
    assert "It uses train, which is ours." in text


def test_our_layer_in_the_place_of_theirs_does_not_count():
    assert "It uses Dense, which is ours." in exercises.examine("dense.layer", Dense).text


# Loops


LOOPS = {
    "relu.layer": """
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
""",
    "convolution.layer": """
    def forward(self, x):
        filters, k, p = self.params["filters"], self.kernel_size, self.padding
        self.padded = np.pad(x, ((0, 0), (p, p), (p, p), (0, 0)))
        out = np.zeros((len(x), *self.output_shape(x.shape[1:])))
        for n, row, col, o in np.ndindex(out.shape):
            for i, j, c in np.ndindex(filters.shape[:3]):
                out[n, row, col, o] += self.padded[n, row + i, col + j, c] * filters[i, j, c, o]
        return out

    def backward(self, d_out):
        filters, p = self.params["filters"], self.padding
        self.grads["filters"], d_padded = np.zeros(filters.shape), np.zeros(self.padded.shape)
        for n, row, col, o in np.ndindex(d_out.shape):
            for i, j, c in np.ndindex(filters.shape[:3]):
                d, pixel = d_out[n, row, col, o], self.padded[n, row + i, col + j, c]
                self.grads["filters"][i, j, c, o] += d * pixel
                d_padded[n, row + i, col + j, c] += d * filters[i, j, c, o]
        _, height, width, _ = d_padded.shape
        return d_padded[:, p : height - p, p : width - p]
""",
    "max_pooling.layer": """
    def forward(self, x):
        k, s = self.size, self.stride
        self.padded = np.pad(x, ((0, 0), (0, k - s), (0, k - s), (0, 0)))
        out = np.zeros((len(x), *self.output_shape(x.shape[1:])))
        self.winners = {}
        for n, row, col, c in np.ndindex(out.shape):
            best = -np.inf
            for i, j in np.ndindex(k, k):
                if self.padded[n, s * row + i, s * col + j, c] > best:
                    best = self.padded[n, s * row + i, s * col + j, c]
                    self.winners[n, row, col, c] = n, s * row + i, s * col + j, c
            out[n, row, col, c] = best
        return out

    def backward(self, d_out):
        d_padded, extra = np.zeros(self.padded.shape), self.size - self.stride
        for place, winner in self.winners.items():
            d_padded[winner] += d_out[place]
        _, height, width, _ = d_padded.shape
        return d_padded[:, : height - extra, : width - extra]
""",
    "dense.layer": """
    def forward(self, x):
        self.x, weights = x, self.params["weights"]
        out = np.zeros((len(x), weights.shape[1]))
        for n, o in np.ndindex(out.shape):
            out[n, o] = self.params["bias"][o]
            for i in range(x.shape[1]):
                out[n, o] += x[n, i] * weights[i, o]
        return out

    def backward(self, d_out):
        weights, d_x = self.params["weights"], np.zeros(self.x.shape)
        self.grads = {"weights": np.zeros(weights.shape), "bias": np.zeros(weights.shape[1])}
        for n, o in np.ndindex(d_out.shape):
            self.grads["bias"][o] += d_out[n, o]
            for i in range(len(weights)):
                self.grads["weights"][i, o] += self.x[n, i] * d_out[n, o]
                d_x[n, i] += weights[i, o] * d_out[n, o]
        return d_x
""",
    "addition.layer": """
    def forward(self, x):
        out = np.zeros(x.shape)
        for n in range(len(x)):
            for place in np.ndindex(x.shape[1:]):
                out[(n, *place)] = x[(n, *place)] + self.params["bias"][place]
        return out

    def backward(self, d_out):
        self.grads["bias"] = np.zeros(d_out.shape[1:])
        for d_image in d_out:
            self.grads["bias"] += d_image
        return d_out.copy()
""",
    "vectorization.layer": """
    def forward(self, x):
        self.shape = _, height, width, channels = x.shape
        out = np.zeros((len(x), height * width * channels))
        for n, row, col, c in np.ndindex(x.shape):
            out[n, (row * width + col) * channels + c] = x[n, row, col, c]
        return out

    def backward(self, d_out):
        d_x, (_, _, width, channels) = np.zeros(self.shape), self.shape
        for n, row, col, c in np.ndindex(self.shape):
            d_x[n, row, col, c] = d_out[n, (row * width + col) * channels + c]
        return d_x
""",
    "start_here.layer": """
    def forward(self, x):
        return np.array([[pixel / self.divisor for pixel in image] for image in x])

    def backward(self, d_out):
        d_x = np.zeros(d_out.shape)
        for place in np.ndindex(d_out.shape):
            d_x[place] = d_out[place] / self.divisor
        return d_x
""",
    "softmax_cross_entropy.loss": """
    def forward(self, logits, labels):
        self.p, self.labels, loss = np.zeros(logits.shape), list(labels), 0
        for n, row in enumerate(logits):
            total = sum(np.exp(z - max(row)) for z in row)
            for k, z in enumerate(row):
                self.p[n, k] = np.exp(z - max(row)) / total
            loss += np.log(total) - (row[labels[n]] - max(row))
        return loss / len(logits)

    def backward(self):
        d_logits = np.zeros(self.p.shape)
        for n, k in np.ndindex(self.p.shape):
            d_logits[n, k] = (self.p[n, k] - (k == self.labels[n])) / len(self.p)
        return d_logits
""",
    "gradient_descent.optimizer": """
    def step(self, network):
        for row, layer in enumerate(network.layers):
            for name in layer.params:
                if (row, name) not in self.velocities:
                    self.velocities[row, name] = np.zeros(layer.params[name].shape)
                for place in np.ndindex(layer.params[name].shape):
                    velocity = self.velocities[row, name]
                    velocity[place] *= self.momentum
                    velocity[place] += layer.grads[name][place]
                    layer.params[name][place] -= self.learning_rate * velocity[place]
""",
    "automatic_differentiation.taped": """
    def noted(self, other, out, to_self, to_other):
        return Taped(out, [(self, to_self), (other, to_other)])

    def __add__(self, other):
        return self.noted(other, self.array + other.array, lambda d: d, lambda d: d)

    def __mul__(self, other):
        to_self, to_other = (lambda d: d * other.array), (lambda d: d * self.array)
        return self.noted(other, self.array * other.array, to_self, to_other)

    def __matmul__(self, other):
        (n, k), (_, m) = self.array.shape, other.array.shape
        out = np.zeros((n, m))
        for i, j, l in np.ndindex(n, m, k):
            out[i, j] += self.array[i, l] * other.array[l, j]

        def to_self(d):
            d_self = np.zeros((n, k))
            for i, j, l in np.ndindex(n, m, k):
                d_self[i, l] += d[i, j] * other.array[l, j]
            return d_self

        def to_other(d):
            d_other = np.zeros((k, m))
            for i, j, l in np.ndindex(n, m, k):
                d_other[l, j] += d[i, j] * self.array[i, l]
            return d_other

        return self.noted(other, out, to_self, to_other)

    def backward(self):
        order = []
        self.visit(order)
        for value in order:
            value.gradient = 0 * value.array
        self.gradient = self.gradient + 1
        for value in reversed(order):
            for parent, adjoint in value.parents:
                d = adjoint(value.gradient)
                while d.ndim > parent.array.ndim:
                    d = d.sum(axis=0)
                for axis in range(d.ndim):
                    if parent.array.shape[axis] == 1:
                        d = d.sum(axis=axis, keepdims=True)
                parent.gradient = parent.gradient + d

    def visit(self, order):
        if self not in order:
            for parent, _ in self.parents:
                parent.visit(order)
            order.append(self)
""",
    "layers_of_your_own.dropout": """
    def forward(self, x):
        self.kept, out = np.zeros(x.shape, bool), np.zeros(x.shape, x.dtype)
        for place in np.ndindex(x.shape):
            self.kept[place] = not self.training or self.rng.random() > self.rate
            if self.kept[place]:
                out[place] = x[place] / (1 - self.rate) if self.training else x[place]
        self.growth = 1 / (1 - self.rate) if self.training else 1
        return out

    def backward(self, d_out):
        d_x = np.zeros(d_out.shape)
        for place in np.ndindex(d_out.shape):
            if self.kept[place]:
                d_x[place] = d_out[place] * self.growth
        return d_x
""",
    "layers_of_your_own.batch_normalization": """
    def forward(self, x):
        self.shape, channels = x.shape, x.shape[-1]
        out, rows = np.zeros(x.shape), x.reshape(-1, channels)
        self.normal, self.root = np.zeros(rows.shape), []
        for c in range(channels):
            mean, variance = self.running_mean[c], self.running_variance[c]
            if self.training:
                mean = sum(rows[:, c]) / len(rows)
                variance = sum((value - mean) ** 2 for value in rows[:, c]) / len(rows)
                self.running_mean[c] += (1 - self.momentum) * (mean - self.running_mean[c])
                old = self.running_variance[c]
                self.running_variance[c] = self.momentum * old + (1 - self.momentum) * variance
            self.root.append((variance + self.epsilon) ** 0.5)
            for n, value in enumerate(rows[:, c]):
                self.normal[n, c] = (value - mean) / self.root[c]
        out = self.normal * self.params["gamma"] + self.params["beta"]
        return out.reshape(x.shape)

    def backward(self, d_out):
        d_out = d_out.reshape(self.normal.shape)
        d_x, (count, channels) = np.zeros(d_out.shape), d_out.shape
        self.grads = {"gamma": np.zeros(channels), "beta": np.zeros(channels)}
        for c in range(channels):
            for i in range(count):
                self.grads["gamma"][c] += d_out[i, c] * self.normal[i, c]
                self.grads["beta"][c] += d_out[i, c]
                for j in range(count):
                    slope = (i == j) - (1 + self.normal[i, c] * self.normal[j, c]) / count
                    d_x[i, c] += d_out[j, c] * self.params["gamma"][c] * slope / self.root[c]
        return d_x.reshape(self.shape)
""",
}


@pytest.mark.parametrize("name", LOOPS)
def test_loops_are_right(name):
    stub = exercises.find(name).stub
    head = stub[: re.search("    def (forward|step|__add__)", stub).start()]
    verdict = examine(name, head + LOOPS[name])
    assert verdict.status == "right", verdict.text


OTHER_STYLES = {
    "start_here.layer": """
    def forward(self, x):
        return np.multiply(x, 1 / self.divisor)

    def backward(self, d_out):
        return np.einsum("...,->...", d_out, 1 / self.divisor)
""",
    "convolution.layer": """
    def windows(self, images):
        k = self.kernel_size
        return np.lib.stride_tricks.sliding_window_view(images, (k, k), axis=(1, 2))

    def forward(self, x):
        p = self.padding
        self.padded = np.pad(x, ((0, 0), (p, p), (p, p), (0, 0)))
        return np.einsum("nyxcij,ijco->nyxo", self.windows(self.padded), self.params["filters"])

    def backward(self, d_out):
        p, b = self.padding, self.kernel_size - 1
        self.grads["filters"] = np.einsum("nyxcij,nyxo->ijco", self.windows(self.padded), d_out)
        windows = self.windows(np.pad(d_out, ((0, 0), (b, b), (b, b), (0, 0))))
        turned = self.params["filters"][::-1, ::-1]
        d_padded = np.einsum("nyxoij,ijco->nyxc", windows, turned)
        return d_padded[:, p : d_padded.shape[1] - p, p : d_padded.shape[2] - p]
""",
    "max_pooling.layer": """
    def forward(self, x):
        k, s = self.size, self.stride
        padded = np.pad(x, ((0, 0), (0, k - s), (0, k - s), (0, 0)))
        windows = np.lib.stride_tricks.sliding_window_view(padded, (k, k), axis=(1, 2))
        windows = windows[:, ::s, ::s].reshape(len(x), *self.output_shape(x.shape[1:]), k * k)
        self.hot, self.shape = np.eye(k * k)[windows.argmax(axis=-1)], padded.shape
        return np.max(windows, axis=-1)

    def backward(self, d_out):
        (_, rows, cols, _), s = d_out.shape, self.stride
        d_padded, extra = np.zeros(self.shape), self.size - s
        for place in range(self.size**2):
            i, j = divmod(place, self.size)
            d_padded[:, i : i + s * rows : s, j : j + s * cols : s] += d_out * self.hot[..., place]
        return d_padded[:, : self.shape[1] - extra, : self.shape[2] - extra]
""",
    "addition.layer": """
    def forward(self, x):
        out = np.empty_like(x)
        np.add(x, self.params["bias"], out=out)
        return out

    def backward(self, d_out):
        self.grads["bias"] = np.einsum("n...->...", d_out)
        return +d_out
""",
    "relu.layer": """
    def forward(self, x):
        self.out = np.where(x > 0, x, 0)
        return self.out.copy()

    def backward(self, d_out):
        d_x = np.zeros_like(d_out)
        d_x[self.out > 0] = d_out[self.out > 0]
        return d_x
""",
    "vectorization.layer": """
    def forward(self, x):
        self.shape = x.shape[1:]
        return np.stack([image.flatten() for image in x])

    def backward(self, d_out):
        return np.array([vector.reshape(self.shape) for vector in d_out])
""",
    "dense.layer": """
    def forward(self, x):
        self.x = x.copy()
        return np.einsum("ni,io->no", x, self.params["weights"]) + self.params["bias"]

    def backward(self, d_out):
        d_weights = np.zeros(self.params["weights"].shape)
        for x, d in zip(self.x, d_out):
            d_weights += np.outer(x, d)
        self.grads.update(weights=d_weights, bias=np.ones(len(d_out)) @ d_out)
        return np.tensordot(d_out, self.params["weights"], axes=([1], [1]))
""",
    "softmax_cross_entropy.loss": """
    def forward(self, logits, labels):
        self.onehot = np.eye(logits.shape[1])[labels]
        top = logits.max(axis=1)
        log_total = np.log(np.exp(logits - top[:, None]).sum(axis=1)) + top
        self.p = np.exp(logits - log_total[:, None])
        return np.mean(log_total - np.einsum("nk,nk->n", logits, self.onehot))

    def backward(self):
        return np.subtract(self.p, self.onehot) / self.onehot.shape[0]
""",
    "gradient_descent.optimizer": """
    def step(self, network):
        for row, layer in enumerate(network.layers):
            for name in layer.params:
                key = row, name
                if key not in self.velocities:
                    self.velocities[key] = np.zeros_like(layer.params[name])
                self.velocities[key] *= self.momentum
                self.velocities[key] += layer.grads[name]
                np.subtract(
                    layer.params[name],
                    self.learning_rate * self.velocities[key],
                    out=layer.params[name],
                )
""",
    "gradient_descent.training_loop": """
def train_one_epoch(network, loss, optimizer, images, labels, batch_size, rng):
    order = rng.permutation(len(images))
    images, labels, losses = images[order], labels[order], []
    while len(images):
        losses += [loss.forward(network.forward(images[:batch_size]), labels[:batch_size])]
        network.backward(loss.backward())
        optimizer.step(network)
        images, labels = images[batch_size:], labels[batch_size:]
    return losses
""",
    "layers_of_your_own.dropout": """
    def forward(self, x):
        self.mask = None
        if not self.training:
            return 1 * x
        self.mask = self.rng.binomial(1, 1 - self.rate, x.shape).astype(bool)
        return np.where(self.mask, x / (1 - self.rate), 0).astype(x.dtype)

    def backward(self, d_out):
        if self.mask is None:
            return d_out.copy()
        return np.where(self.mask, d_out / (1 - self.rate), 0)
""",
    "layers_of_your_own.batch_normalization": """
    def forward(self, x):
        self.rows = x.reshape(-1, x.shape[-1])
        mean, variance = self.running_mean, self.running_variance
        if self.training:
            mean = self.rows.mean(0)
            variance = (self.rows**2).mean(0) - mean**2
            self.running_mean = self.running_mean + (1 - self.momentum) * (
                mean - self.running_mean
            )
            self.running_variance = self.running_variance + (1 - self.momentum) * (
                variance - self.running_variance
            )
        self.mean, self.s = mean, (variance + self.epsilon) ** -0.5
        return (x - mean) * (self.s * self.params["gamma"]) + self.params["beta"]

    def backward(self, d_out):
        d, m = d_out.reshape(self.rows.shape), len(self.rows)
        centred = self.rows - self.mean
        self.grads["beta"] = np.einsum("nc->c", d)
        self.grads["gamma"] = np.einsum("nc,nc,c->c", d, centred, self.s)
        d_normal = d * self.params["gamma"]
        d_variance = (d_normal * centred).sum(0) * -0.5 * self.s**3
        d_mean = -(d_normal * self.s).sum(0) + d_variance * (-2 * centred).mean(0)
        d_x = d_normal * self.s + d_variance * 2 * centred / m + d_mean / m
        return d_x.reshape(d_out.shape)
""",
}


@pytest.mark.parametrize("name", OTHER_STYLES)
def test_other_styles_are_right(name):
    stub = exercises.find(name).stub
    head = re.split("    def (?:forward|step)|(?=def train)", stub)[0]
    verdict = examine(name, head + OTHER_STYLES[name])
    assert verdict.status == "right", verdict.text
    assert "slow" not in verdict.text


def test_every_class_has_its_loops():
    assert set(LOOPS) | {"gradient_descent.training_loop"} == set(NAMES)


def slow_unless_ours(seconds, ours):
    return lambda layer, shape, images: ours if type(layer) is ReLU else seconds


@pytest.mark.parametrize(
    ("seconds", "told"),
    [(0.0099, ""), (0.02, "about 20 minutes."), (0.5, "about 8 hours."), (6, "about 100 hours.")],
)
def test_a_slow_answer_is_right_and_told_what_it_costs(monkeypatch, seconds, told):
    monkeypatch.setattr(pace, "measure", slow_unless_ours(seconds, ours=0.0001))
    verdict = examine("relu.layer", relu())
    assert verdict.status == "right"
    if told:
        assert f"in row 4 of the network alone, an epoch of 60,000 images would take {told}" in (
            verdict.text
        )
    else:
        assert "epoch" not in verdict.text


def test_where_ours_is_slow_too_no_loops_are_suspected(monkeypatch):
    monkeypatch.setattr(pace, "measure", slow_unless_ours(0.02, ours=0.0021))
    assert "epoch" not in examine("relu.layer", relu()).text
    monkeypatch.setattr(pace, "measure", slow_unless_ours(0.02, ours=0.0019))
    assert "about 20 minutes" in examine("relu.layer", relu()).text


def test_the_time_is_that_of_the_processor(monkeypatch):
    ticks = iter([0, 8, 100, 101.5])
    monkeypatch.setattr(pace.time, "process_time", lambda: next(ticks))
    monkeypatch.setattr(pace.time, "perf_counter", lambda: pytest.fail("others work, too"))
    assert pace.measure(ReLU(), (2, 2, 1), images=4) == 2
    assert pace.measure(ReLU(), (2, 2, 1), images=1) == 1.5


def test_the_first_call_may_be_slow(monkeypatch):
    times = iter([0.0001, 0.0001, 0.4, 0.001, 0.002, 0.003])
    monkeypatch.setattr(pace, "measure", lambda layer, shape, images: next(times))
    assert "epoch" not in examine("relu.layer", relu()).text


def test_what_is_too_slow_to_be_measured_is_right_too(monkeypatch):
    monkeypatch.setattr("scratchcnn.exercises.write_class.PATIENCE", 0.2)
    forward = "[1 for _ in range(10**9 * (x.size > 1000))]\n        "
    verdict = examine("relu.layer", relu(forward + "self.active = x > 0; return x * self.active"))
    assert verdict.status == "right"
    assert "an epoch of 60,000 images would take more than 3 hours." in verdict.text


def test_in_its_row_of_the_network_it_must_run(notebook):
    forward = (
        "assert x.size < 1000, 'too large'\n        self.active = x > 0; return x * self.active"
    )
    answer = notebook.run(relu(forward))["ReLU"]
    text = exercises.examine("relu.layer", answer).text
    assert "It agrees on all cases, but not in row 4 of the network:" in text
    assert "It raises AssertionError: too large" in text
    assert "The line is: assert x.size < 1000" in text


@pytest.mark.parametrize("name", LAYERS)
def test_its_row_is_the_first_of_its_kind(name):
    exercise = exercises.find(name)
    layers = scratchcnn.models.cnn(0).layers
    rows = [row for row, layer in enumerate(layers, 1) if type(layer) is exercise.right]
    assert exercise.row == rows[0]
    layer, shape = pace.row_of_the_network(exercise.row)
    assert type(layer) is exercise.right
    layer.forward(np.zeros((1, *shape), np.float32))


# What the cases are


@pytest.mark.parametrize("name", LAYERS)
def test_cases_are_of_both_types_and_of_one_image_and_of_several(name):
    cases = exercises.find(name).cases(np.random.default_rng(0))
    assert {case.dtype for case in cases} == {np.float32, np.float64}
    sizes = [len(x) for case in cases for x, _ in case.batches]
    assert min(sizes) == 1
    assert max(sizes) > 1
    assert any(len(case.batches) > 1 for case in cases)
    for case in cases:
        for x, d_out in case.batches:
            assert max(x.size, d_out.size) <= 80  # they are printed in full


@pytest.mark.parametrize("name", WITH_PARAMETERS)
def test_parameters_are_those_of_the_case(name):
    exercise = exercises.find(name)
    for case in exercise.cases(np.random.default_rng(0)):
        layer = scenes.build(exercise.right, case)
        assert layer.params.keys() == case.parameters.keys()
        for key, array in case.parameters.items():
            assert layer.params[key].dtype == case.dtype
            assert np.array_equal(layer.params[key], array.astype(case.dtype))
