"""Source from a notebook: what is written down does the same by itself, or a sentence says why."""

import os
import re
import subprocess
import sys
import types

import numpy as np
import pytest
from jupyter_client.manager import start_new_kernel

from scratchcnn import Layer
from scratchcnn.exercises.capturing import NotCaptured, capture

RELU = """
class ReLU(Layer):
    def forward(self, x):
        return np.maximum(x, 0)
"""
X = np.array([[-2.0, 3.0], [0.5, -1.0]])


def run_alone(text, name):
    """What a captured text defines, run where there is nothing else."""
    names = {"__name__": "elsewhere"}
    exec(text, names)
    return names[name]


def reason(answer):
    with pytest.raises(NotCaptured) as error:
        capture(answer)
    assert "\n" not in str(error.value)
    return str(error.value)


def test_a_class_with_its_imports(notebook):
    text = capture(notebook.run(RELU)["ReLU"])
    assert text.startswith(
        "from scratchcnn import Layer\nimport numpy as np\n\n\nclass ReLU(Layer):"
    )
    layer = run_alone(text, "ReLU")()
    assert isinstance(layer, Layer)
    np.testing.assert_array_equal(layer.forward(X), np.maximum(X, 0))


def test_lines_that_are_given_are_left_out(notebook):
    given = ["import numpy as np", "from scratchcnn import Layer"]
    assert capture(notebook.run(RELU)["ReLU"], given) == RELU.strip()


EARLIER = {
    "a helper": ("def half(x):\n    return x / 2", "half(x)"),
    "a helper of a helper": ("def a(x):\n    return x - 1\ndef b(x):\n    return a(x)", "b(x)"),
    "helpers of each other": (
        "def even(n):\n    return n == 0 or odd(n - 1)\ndef odd(n):\n    return n and even(n - 1)",
        "x * even(4)",
    ),
    "a lambda": ("half = lambda x: x / 2", "half(x)"),
    "a class": ("class Half:\n    def of(self, x):\n        return x / 2", "Half().of(x)"),
    "a class of a module": ("from fractions import Fraction as F", "x * float(F(1, 3))"),
    "a module's function": ("from math import sqrt", "x * sqrt(2)"),
    "a function of NumPy's": ("from numpy import zeros as nothing", "x + nothing(2)"),
    "a ufunc": ("from numpy import exp", "exp(x)"),
    "from deep inside NumPy": (
        "from numpy.lib.stride_tricks import sliding_window_view",
        "sliding_window_view(x, 2, axis=0)",
    ),
    "a bound function": ("from numpy.random import default_rng", "x + default_rng(0).random()"),
    "a module under another name": ("import math as m", "x * m.pi"),
    "a module in a module": ("import numpy.linalg as la", "x / la.norm(x)"),
    "a type": ("kind = np.float32", "x.astype(kind)"),
    "a number": ("EPS = 1e-7", "x + EPS"),
    "infinity": ("LEAST = -float('inf')", "np.maximum(x, LEAST)"),
    "a tuple": ("AXES = (0, 1)", "x.transpose(AXES)"),
    "a word": ('KIND = "float32"', "x.astype(KIND)"),
    "a number of NumPy's": ("EPS = np.finfo(np.float32).eps", "x + EPS"),
    "a small array": ("K = np.array([[1, 2], [3, 4]], np.float32)", "x @ K"),
    "a default": ("STEP = 2\ndef half(x, by=STEP):\n    return x / by", "half(x)"),
    "another name of a function": ("def half(x):\n    return x / 2\nh = half", "h(x)"),
    "a decorated function": (
        "import functools\n\n@functools.lru_cache(None)\ndef fact(n):\n    return n and n * 6",
        "x * fact(3)",
    ),
    "inside an if": ("if True:\n    def half(x):\n        return x / 2", "half(x)"),
    "in an inner function": ("S = 3", "(lambda y: [y * S for _ in range(1)][0])(x)"),
}


@pytest.mark.parametrize(("before", "expression"), EARLIER.values(), ids=EARLIER)
def test_what_it_uses_of_earlier_cells(notebook, before, expression):
    notebook.run(before).run(
        f"class Mine(Layer):\n    def forward(self, x):\n        return {expression}"
    )
    expected = notebook["Mine"]().forward(X)
    got = run_alone(capture(notebook["Mine"]), "Mine")().forward(X)
    np.testing.assert_array_equal(got, expected)
    assert np.asarray(got).dtype == np.asarray(expected).dtype


def test_what_it_does_not_use_stays_where_it_is(notebook):
    notebook.run("shape = np.zeros(3)\ndef unused(): pass\nclass Other: pass")
    notebook.run(RELU.replace("(x, 0)", "(x, np.zeros(x.shape))"))
    assert re.findall("unused|Other|shape =", capture(notebook["ReLU"])) == []


def test_names_inside_the_class_are_no_names_of_the_notebook(notebook):
    notebook.run("size = object()\nx = object()\nself = object()")
    notebook.run(
        "class Mine(Layer):\n    size = 3\n    def forward(self, x, n=size):\n        return x * n"
    )
    assert run_alone(capture(notebook["Mine"]), "Mine")().forward(2) == 6


def test_bases_and_decorators(notebook):
    notebook.run("def same(f):\n    return f\nclass Base(Layer):\n    def backward(self, d):\n"
                 "        return d")  # fmt: skip
    notebook.run(
        "@same\nclass Mine(Base):\n    @same\n    def forward(self, x):\n        return x\n"
        "    @staticmethod\n    def help(): return 1\n    @property\n    def twice(self): return 2"
    )
    mine = run_alone(capture(notebook["Mine"]), "Mine")()
    assert (mine.forward(1), mine.backward(2), mine.help(), mine.twice) == (1, 2, 1, 2)


def test_decorators_of_another_module_that_hide_the_function(notebook):
    names = {"__name__": "elsewhere"}
    exec("def plain(f):\n    return lambda *arguments: f(*arguments)", names)
    notebook["plain"] = names["plain"]
    sys.modules["elsewhere"] = types.SimpleNamespace(**names)
    notebook.run(RELU.replace("    def", "    @plain\n    def") + "\n    def help(self): pass")
    try:
        text = capture(notebook["ReLU"])
    finally:
        del sys.modules["elsewhere"]
    assert {"import numpy as np", "from elsewhere import plain"} <= set(text.splitlines())


def test_a_file_that_was_changed_and_loaded_again(folder):
    source = f"import numpy as np\nfrom scratchcnn import Layer\n\n{RELU}"
    for number, text in enumerate([source, f"\n\n\n{source}".replace("0)", "1)")]):
        (folder / "mine.py").write_text(text, "utf-8")
        os.utime(folder / "mine.py", (number, number))
        names = {"__name__": "mine"}
        exec(compile(text, folder / "mine.py", "exec"), names)
        assert f"np.maximum(x, {number})" in capture(names["ReLU"])


def test_several_classes_of_one_name_in_one_cell(notebook):
    one, two = RELU.replace("0)", "1)"), RELU.replace("0)", "2)")
    notebook.run(f"{one}\nfirst = ReLU\n{two}\nclass Last:\n    def forward(self): pass")
    assert "(x, 2)" in capture(notebook["ReLU"])
    assert "(x, 1)" in capture(notebook["first"])


def test_a_function(notebook):
    notebook.run("RATE = 2\ndef epoch(images):\n    return [RATE * image for image in images]")
    assert run_alone(capture(notebook["epoch"]), "epoch")([1, 2]) == [2, 4]


@pytest.mark.parametrize(
    ("before", "base", "expression", "words"),
    [
        ("from scratchcnn import Convolution", "Layer", "Convolution(1, 1)(x)", "Convol"),
        ("from scratchcnn import ReLU as Base", "Base", "x", "Base"),
        ("import scratchcnn as s", "Layer", "s.ReLU().forward(x)", "s.ReLU"),
        ("from scratchcnn import layers", "Layer", "layers.ReLU().forward(x)", "layers.ReLU"),
        ("from scratchcnn.layers.convolution import to_windows", "Layer", "to_windows(x)", "to_w"),
        ("from scratchcnn import ReLU\nours = ReLU()", "Layer", "ours.forward(x)", "ours"),
        ("from scratchcnn import ReLU\ndef f(x):\n    return ReLU()(x)", "Layer", "f(x)", "ReLU"),
        ("def f(x):\n    from scratchcnn import ReLU", "Layer", "f(x)", "ReLU"),
        ("def f(x):\n    import scratchcnn.models", "Layer", "f(x)", "models"),
    ],
)  # fmt: skip
def test_what_is_ours_is_refused(notebook, before, base, expression, words):
    notebook.run(before).run(
        f"class Mine({base}):\n    def forward(self, x):\n        return {expression}"
    )
    text = reason(notebook["Mine"])
    assert words in text and "which is ours" in text


@pytest.mark.parametrize("base", ["s.Layer", "L"])
def test_layer_under_other_names(notebook, base):
    notebook.run("import scratchcnn as s\nfrom scratchcnn import Layer as L")
    notebook.run(f"class Mine({base}):\n    def forward(self, x):\n        return x")
    assert issubclass(run_alone(capture(notebook["Mine"]), "Mine"), Layer)


@pytest.mark.parametrize(
    ("before", "words"),
    [
        ("thing = np.random.default_rng(0)", "thing of the notebook, of type Generator"),
        ("thing = np.zeros(1000)", "thing of the notebook, of type ndarray"),
        (
            "def make():\n    def thing(): pass\n    return thing\nthing = make()",
            "inside a function",
        ),
        ("thing = [print]", "of type list"),
        (
            "def f(): return 1\nthing = f\ndef f(): return 2",
            "it uses thing, which is an earlier f: rename that one",
        ),
        ("exec('def thing(): pass')", "the source of thing can't be found"),
    ],
)
def test_what_cannot_be_written_down(notebook, before, words):
    notebook.run(before)
    notebook.run("class Mine(Layer):\n    def forward(self, x):\n        return thing")
    assert words in reason(notebook["Mine"])


def test_a_class_made_in_a_function(notebook):
    notebook.run("def make():\n    class Mine:\n        def f(self): pass\n    return Mine")
    assert "inside a function" in reason(notebook["make"]())


def test_made_by_exec():
    names = {"__name__": "__main__"}
    exec("class Mine:\n    def forward(self, x): return x", names)
    assert "the source of Mine can't be found" in reason(names["Mine"])


def test_in_a_plain_interpreter(folder):
    program = f"""import numpy as np
from scratchcnn import Layer
from scratchcnn.exercises.my_layers import keep
{RELU}
print(keep("relu.layer", ReLU))
"""
    done = subprocess.run([sys.executable, "-"], input=program, capture_output=True, text=True)
    assert re.match("It isn't kept .* the source of ReLU can't be found", done.stdout), done.stderr
    assert not list(folder.glob("*.py"))


# In a kernel


@pytest.fixture(scope="module")
def kernel():
    """A function that runs a cell in one real kernel and returns what it prints."""
    manager, client = start_new_kernel(extra_arguments=["--log-level=ERROR"])

    def run(source):
        printed = []
        reply = client.execute_interactive(
            source, timeout=60, output_hook=lambda message: printed.append(message["content"])
        )
        assert reply["content"]["status"] == "ok", reply["content"]
        return "".join(content.get("text", "") for content in printed)

    run("import numpy as np\nfrom scratchcnn import Layer")
    run("from scratchcnn.exercises.capturing import capture")
    yield run
    client.stop_channels()
    manager.shutdown_kernel(now=True)


def test_in_a_kernel(kernel):
    kernel("def half(x):\n    return x / 2")
    cell = "class Other(Layer): pass\n" + RELU.replace("np.maximum(x, 0)", "half(x)")
    kernel(cell)
    first = kernel("print(capture(ReLU))")
    assert "return half(x)" in first and "Other" not in first
    assert run_alone(first, "ReLU")().forward(3) == 1.5

    kernel(cell)  # run again
    assert kernel("print(capture(ReLU))") == first

    kernel(cell.replace("half(x)", "half(half(x))"))  # changed
    assert run_alone(kernel("print(capture(ReLU))"), "ReLU")().forward(3) == 0.75

    kernel("def half(x):\n    return x / 4")  # as the class sees it from now on
    assert run_alone(kernel("print(capture(ReLU))"), "ReLU")().forward(16) == 1

    kernel(
        "try:\n    1 / 0\nexcept ZeroDivisionError:\n    import traceback; traceback.print_exc()"
    )
    assert "half(half(x))" in kernel("print(capture(ReLU))")  # a traceback clears linecache


def test_a_cell_with_magic(kernel):
    kernel(
        "%matplotlib --list\nclass Mine(Layer):\n    def forward(self, x):\n        return x + 1"
    )
    assert run_alone(kernel("print(capture(Mine))"), "Mine")().forward(3) == 4
