"""Answers as programs: what an answer needs of its notebook, and nothing else."""

import json

import pytest

from scratchcnn.grading.programs import NotUnderstood, answers_in


@pytest.fixture
def program(notebook):
    """A function that returns the lines of the only answer's program, blank lines left out."""

    def lines(*cells):
        (answer,) = answers_in("lesson.ipynb", notebook(*cells, setup=""))
        assert not answer.complaint
        return [line for line in answer.program.splitlines() if line]

    return lines


CHECK = 'exercises.check("relu.hat", hat)'
HAT = "def hat(x):\n    return f(x)"


def test_what_isnt_needed_is_left_out(program):
    cells = ["import numpy as np", "x = 1\nprint(x)", "train(network)", f"hat = 2\n{CHECK}"]
    assert program(*cells) == ["hat = 2", "handed_in = hat"]


def test_what_is_needed_comes_along_with_what_that_needs(program):
    f = "def f(x):\n    return a * x"
    assert program("a = b + 1", f, "b = 2", "b = 3\na = b", HAT, CHECK) == [
        *f.splitlines(), "b = 3", "a = b", *HAT.splitlines(), "handed_in = hat"
    ]  # fmt: skip


def test_the_body_of_a_function_sees_what_a_name_means_at_the_end(program):
    assert program("f = 1", HAT, "f = 2", CHECK) == [
        *HAT.splitlines(), "f = 2", "handed_in = hat"
    ]  # fmt: skip


def test_a_class_that_names_itself_is_not_the_one_that_was_imported(program):
    hat = "class Hat:\n    def copy(self):\n        return Hat()"
    check = 'exercises.check("relu.hat", Hat)'
    assert program("from hats import Hat", f"{hat}\n{check}") == [
        *hat.splitlines(), "handed_in = Hat"
    ]  # fmt: skip


def test_the_body_of_a_function_also_sees_what_a_name_meant_when_it_was_called(program):
    cells = ["f = abs", HAT, "value = hat(-1)", "f = None", 'exercises.check("relu.hat", value)']
    names = {}
    exec("\n".join(program(*cells)), names)
    assert names["handed_in"] == 1


def test_a_function_in_an_object_is_called_at_the_end(program):
    cells = [HAT.replace("hat", "base"), "hat = [base]", "f = abs", CHECK]
    names = {}
    exec("\n".join(program(*cells)), names)
    assert names["handed_in"][0](-1) == 1


@pytest.mark.parametrize(
    "change", ["f += 1", "f[0] = 1", "f.x[0].y = 1", "if f: f = 1", "for f in (1, 2): pass"]
)
def test_changes_in_place_come_along(program, change):
    lines = program("f = old", "f = start()", change, HAT, CHECK)
    assert "f = start()" in lines and "f = old" not in lines
    assert any(change.startswith(line.split(":")[0]) for line in lines if "start" not in line)


def test_what_comes_after_the_check_has_no_say(program):
    assert program(f"hat = 1\n{CHECK}", "hat = 2") == ["hat = 1", "handed_in = hat"]


def test_decorators_classes_and_comprehensions(program):
    source = (
        "@functools.cache\nclass Hat(Base):\n    size = [w for each in widths]\n"
        "    def f(self, y=default):\n        return helper(y)"
    )
    cells = ["import functools", "Base = object", "w = 1; widths = ()", "default = 2", "y = 0"]
    check = 'exercises.check("relu.hat", Hat)'
    lines = program(*cells, "def helper(y): pass", source, check)
    assert "y = 0" not in lines
    kept = ["import functools", "Base = object", "w = 1", "widths = ()", "default = 2"]
    assert lines == [*kept, "def helper(y): pass", *source.splitlines(), "handed_in = Hat"]


def test_imports_come_one_by_one_out_of_a_try(program):
    setup = "try:\n    from scratchcnn import Layer, plots\nexcept ImportError:\n    raise"
    cells = [setup, "import numpy as np, os.path", "hat = np.ones(1), Layer, os", CHECK]
    assert program(*cells)[:3] == [
        "from scratchcnn import Layer", "import numpy as np", "import os.path"
    ]  # fmt: skip


def test_all_that_a_star_may_bring(program):
    assert program("from numpy import *", "hat = ones(1)", CHECK)[0] == "from numpy import *"


def test_lines_that_only_ipython_reads(program):
    cells = ["%%time\nhat = 0", "%matplotlib inline\n!ls\nnp.pad?\nhat = 1", CHECK]
    assert program(*cells) == ["hat = 1", "handed_in = hat"]


def test_a_line_may_begin_with_a_percent_sign(program):
    assert program("hat = (7\n  % 4)", CHECK)[:2] == ["hat = (7", "  % 4)"]


def test_the_answer_may_be_any_expression(program):
    assert program("a = 1", 'exercises.check("relu.hat", lambda x: (x, a))') == [
        "a = 1", "handed_in = lambda x: (x, a)"
    ]  # fmt: skip


def test_cells_are_taken_apart_into_answers(notebook):
    content = notebook(f"hat = 1\n{CHECK}", f"hat = 2\n{CHECK}\nexercises.check('relu.awake', ...)")
    answers = answers_in("lesson.ipynb", content)
    assert [each.exercise for each in answers] == ["relu.hat", "relu.hat", "relu.awake"]
    assert [each.program.split()[2] for each in answers] == ["1", "2", "..."]


@pytest.mark.parametrize(
    ("cell", "exercise", "words"),
    [
        (f"hat = (1\n{CHECK}", "relu.hat", "can't be read as Python: '(' was never closed"),
        ('exercises.check("relu.cap", 1)', "relu.cap", "no exercise of this name"),
    ],
)
def test_complaints(notebook, cell, exercise, words):
    (answer,) = answers_in("lesson.ipynb", notebook(cell))
    assert answer.exercise == exercise and words in answer.complaint


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"%PDF-1.4 \xff", "no notebook: "),
        (b"[" * 100_000, "no notebook: "),
        (b"[]", "no notebook of version 4"),
        (b'{"worksheets": []}', "no notebook of version 4"),
        (b'{"cells": [{"cell_type": "code", "source": 1}]}', "no notebook of version 4"),
    ],
)
def test_what_is_no_notebook(content, words):
    with pytest.raises(NotUnderstood, match=words):
        answers_in("lesson.ipynb", content)


def test_source_may_be_a_list_of_lines():
    cells = [{"cell_type": "code", "source": ["hat = 1\n", CHECK]}, {"cell_type": "markdown"}]
    (answer,) = answers_in("lesson.ipynb", json.dumps({"cells": cells}).encode())
    assert answer.program == "hat = 1\n\nhanded_in = hat\n"


def test_parts_of_my_layers_see_the_imports_and_not_each_other():
    text = (
        "import numpy as np\nfrom scratchcnn import Layer\n"
        "# %% relu.layer\ndef f(x): return np.abs(x)\nclass ReLU(Layer): g = f\n"
        "# %% addition.layer\nclass Mine(Layer): g = f\n"
        "# %% dense.layer\nclass Dense(:\n"
    )
    relu, addition, dense = answers_in("my_layers.py", text.encode("utf-8-sig"))
    assert relu.program.split("\n\n") == [
        "import numpy as np", "from scratchcnn import Layer", "def f(x): return np.abs(x)",
        "class ReLU(Layer): g = f", "handed_in = ReLU\n",
    ]  # fmt: skip
    assert "def f" not in addition.program and addition.program.endswith("handed_in = Mine\n")
    assert dense.exercise == "dense.layer" and "can't be read as Python" in dense.complaint


@pytest.mark.parametrize(("content", "words"), [(b"x = 1", "no part"), (b"\xff", "no text")])
def test_what_is_no_file_of_layers(content, words):
    with pytest.raises(NotUnderstood, match=words):
        answers_in("my_layers.py", content)
