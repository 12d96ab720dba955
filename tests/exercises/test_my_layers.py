"""The file my_layers.py: what is kept, what is left alone, and how it is read again."""

import ast
import inspect
import sys
import traceback

import numpy as np
import pytest

from scratchcnn import Layer
from scratchcnn.exercises import my_layers
from scratchcnn.exercises.checking import Verdict
from scratchcnn.exercises.my_layers import FILE, PREAMBLE, Part, keep, parts_of, read, take_out

RELU = """
class ReLU(Layer):
    def forward(self, x):
        return np.maximum(x, 0)
"""
OTHER_RELU = RELU.replace("np.maximum(x, 0)", "x * (x > 0)")
WRONG_RELU = RELU.replace("np.maximum(x, 0)", "x")
ADDITION = """
def place(x):
    return x + 1


class Addition(Layer):
    def forward(self, x):
        return place(x)
"""


@pytest.fixture(autouse=True)
def judge(folder, monkeypatch):
    """A judge that takes one case, forward; the list of what was judged."""
    right = {"relu.layer": [0, 2], "addition.layer": [0, 3], "max_pooling.layer": [1, 4]}
    judged = []

    def examine(name, answer):
        judged.append(name)
        got = answer().forward(np.array([-1, 2])).tolist()
        status = "right" if got == right[name] else "wrong"
        return Verdict(status, f"{name}  {status}\nIt returns {got}.\nMind the sign.")

    monkeypatch.setattr(my_layers, "examine", examine)
    return judged


def test_what_is_kept_can_be_read_and_loaded(notebook, folder):
    assert keep("relu.layer", notebook.run(RELU)["ReLU"]) == "Kept in my_layers.py, for lesson 10."
    text = (folder / FILE).read_text("utf-8")
    assert text == f"{PREAMBLE}\n\n\n# %% relu.layer{RELU}"
    answer = parts_of(text)["relu.layer"].load()
    assert issubclass(answer, Layer) and answer is not notebook["ReLU"]
    assert answer().forward(np.array([-1, 2])).tolist() == [0, 2]


def test_parts_stand_in_the_order_of_the_lessons(notebook):
    notebook.run(RELU + ADDITION)
    for name, answer in (("relu.layer", "ReLU"), ("addition.layer", "Addition")) * 2:
        keep(name, notebook[answer])
    assert list(parts_of(read())) == ["addition.layer", "relu.layer"]


def test_a_file_is_plain_python(notebook):
    keep("relu.layer", notebook.run(RELU)["ReLU"])
    keep("addition.layer", notebook.run(ADDITION)["Addition"])
    names = {}
    exec(read(), names)
    assert names["ReLU"]().forward(3) == 3 and names["Addition"]().forward(3) == 4
    assert ast.get_docstring(ast.parse(read()))


def test_helpers_of_one_name_are_each_parts_own(notebook):
    keep("addition.layer", notebook.run(ADDITION)["Addition"])
    notebook.run("def place(x):\n    return x + 2")
    notebook.run(ADDITION.split("\n\n\n")[1].replace("Addition", "MaxPooling"))
    told = keep("max_pooling.layer", notebook["MaxPooling"])
    assert "It brings place along, and addition.layer has another: lesson 10 keeps" in told
    parts = parts_of(read())
    assert parts["addition.layer"].load()().forward(0) == 1
    assert parts["max_pooling.layer"].load()().forward(0) == 2


def test_the_same_helper_in_two_parts_is_not_mentioned(notebook):
    keep("addition.layer", notebook.run(ADDITION)["Addition"])
    source = ADDITION.split("\n\n\n")[1].replace("place(x)", "place(x) + 1")
    notebook.run(source.replace("Addition", "MaxPooling"))
    told = keep("max_pooling.layer", notebook["MaxPooling"])
    assert told == "Kept in my_layers.py, for lesson 10."


def test_the_same_again_changes_nothing(notebook, folder, judge):
    keep("relu.layer", notebook.run(RELU)["ReLU"])
    written, count = (folder / FILE).stat().st_mtime_ns, len(judge)
    assert keep("relu.layer", notebook.run(RELU)["ReLU"]) == "my_layers.py has it."
    assert (folder / FILE).stat().st_mtime_ns == written and len(judge) == count


def test_another_version_of_the_notebook_replaces_the_old_one(notebook, folder):
    keep("relu.layer", notebook.run(RELU)["ReLU"])
    keep("relu.layer", notebook.run(OTHER_RELU)["ReLU"])
    assert parts_of(read())["relu.layer"].source.strip() == OTHER_RELU.strip()
    assert len(list(folder.glob("my_layers*"))) == 1


def edit(folder, old, new):
    path = folder / FILE
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def test_a_change_by_hand_stays_if_the_notebook_is_older(notebook, folder):
    keep("relu.layer", notebook.run(RELU)["ReLU"])
    edit(folder, "np.maximum(x, 0)", "np.maximum(0, x)")
    told = keep("relu.layer", notebook.run(RELU)["ReLU"])
    assert (
        told == "my_layers.py has it as you have changed it there: that is right, too, and stays."
    )
    assert "np.maximum(0, x)" in read()


@pytest.mark.parametrize(
    ("by_hand", "then"),
    [("np.maximum(x, 1)", RELU), ("np.maximum(x, 0", RELU), ("np.maximum(0, x)", OTHER_RELU)],
    ids=["wrong", "no Python", "older than the notebook"],
)
def test_another_change_by_hand_is_replaced_and_a_copy_kept(notebook, folder, by_hand, then):
    keep("relu.layer", notebook.run(RELU)["ReLU"])
    edit(folder, "np.maximum(x, 0)", by_hand)
    edited = (folder / FILE).read_bytes()
    told = keep("relu.layer", notebook.run(then)["ReLU"])
    assert told.endswith(" The file as it was is my_layers.aside-1.py.")
    assert (folder / "my_layers.aside-1.py").read_bytes() == edited
    assert then.strip() in read()


def test_the_other_parts_stay_as_the_reader_has_changed_them(notebook, folder):
    keep("addition.layer", notebook.run(ADDITION)["Addition"])
    edit(folder, "x + 1", "1 + x  # mine")
    edit(folder, "import numpy as np", "import numpy as np  # of course")
    keep("relu.layer", notebook.run(RELU)["ReLU"])
    assert "1 + x  # mine" in read() and "np  # of course" in read()


def test_without_the_progress_file_a_copy_is_kept(notebook, folder):
    keep("relu.layer", notebook.run(RELU)["ReLU"])
    (folder / "my_progress.json").unlink()
    keep("relu.layer", notebook.run(OTHER_RELU)["ReLU"])
    assert (folder / "my_layers.aside-1.py").exists()


def test_what_is_wrong_by_itself_is_not_kept(notebook, folder):
    notebook.run("def forward(self, x):\n    return x * (x > 0)")
    notebook.run(f"{WRONG_RELU}\n    def more(self): pass\nReLU.forward = forward")
    told = keep("relu.layer", notebook["ReLU"])
    assert told == (
        "It isn't kept: by itself, in my_layers.py, it is not right. "
        "It returns [-1, 2]. Mind the sign."
    )
    assert not (folder / FILE).exists()


def test_a_file_that_cannot_be_written(notebook, folder):
    (folder / ".my_progress.lock").mkdir()
    told = keep("relu.layer", notebook.run(RELU)["ReLU"])
    assert told.startswith("It isn't kept: my_layers.py can't be written (")


def test_a_file_that_is_no_text(notebook, folder):
    (folder / FILE).write_bytes(b"\xff\xfe\x00")
    told = keep("relu.layer", notebook.run(RELU)["ReLU"])
    assert told == "It isn't kept: my_layers.py: expected a text in UTF-8, got something else."
    assert (folder / FILE).read_bytes() == b"\xff\xfe\x00"


def test_windows_editors(notebook, folder):
    keep("relu.layer", notebook.run(RELU)["ReLU"])
    lines = (folder / FILE).read_bytes().replace(b"\n", b"\r\n")
    (folder / FILE).write_bytes(b"\xef\xbb\xbf" + lines)
    assert keep("relu.layer", notebook["ReLU"]) == "my_layers.py has it."
    assert parts_of(read())["relu.layer"].judge()[1] == ""


def test_colab_forgets_the_folder(notebook, monkeypatch):
    monkeypatch.setitem(sys.modules, "google.colab", object())
    assert "Drive" in keep("relu.layer", notebook.run(RELU)["ReLU"])


def test_tracebacks_and_source_show_the_file(folder):
    text = f"{PREAMBLE}\n\n\n# %% relu.layer{RELU.replace('np.maximum(x, 0)', '1 / 0')}"
    (folder / FILE).write_text(text, "utf-8")
    layer = parts_of(read())["relu.layer"].load()()
    with pytest.raises(ZeroDivisionError) as error:
        layer.forward(1)
    last = traceback.extract_tb(error.value.__traceback__)[-1]
    assert (last.filename, last.line) == (str(folder / FILE), "return 1 / 0")
    assert last.lineno == text.splitlines().index("        return 1 / 0") + 1
    assert "return 1 / 0" in inspect.getsource(type(layer))


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("class ReLU(Layer:", "line 2: "),
        ("a = 1\nb = missing", "line 3: NameError: name 'missing'"),
        ("b = np.zeros(-1)", "line 2: ValueError: negative dimensions"),
        ("import math", "there is no class below the line of relu.layer"),
        (WRONG_RELU, "It returns [-1, 2]. Mind the sign."),
        (RELU, ""),
    ],
)  # fmt: skip
def test_a_complaint_says_what_is_wrong(source, words):
    part = parts_of(f"# %% relu.layer\n{source}")["relu.layer"]
    part.preamble = PREAMBLE
    _, complaint = part.judge()
    assert complaint.startswith(words) and bool(complaint) == bool(words)


def test_a_complaint_without_a_line():
    assert "null bytes" in Part("relu.layer", "\0", PREAMBLE).judge()[1]


def test_a_complaint_about_the_imports():
    text = PREAMBLE.replace("import numpy as np", "import nonumpy as np")
    part = parts_of(f"{text}\n# %% relu.layer{RELU}")["relu.layer"]
    line = text.splitlines().index("import nonumpy as np") + 1
    assert part.judge()[1] == f"line {line}: ModuleNotFoundError: No module named 'nonumpy'"


def test_the_same_text_is_the_same_class():
    part, other = Part("relu.layer", RELU, PREAMBLE), Part("relu.layer", OTHER_RELU, PREAMBLE)
    first = part.load()
    assert part.load() is first
    assert other.load() is not first
    assert part.load() is not first  # it was loaded anew


def test_what_has_failed_is_run_again(folder):
    part = Part("relu.layer", f"import helpers\n{RELU}", PREAMBLE)
    for _ in range(2):
        assert part.judge()[1] == "line 1: ModuleNotFoundError: No module named 'helpers'"


def test_only_what_has_changed_is_judged(judge):
    part = Part("relu.layer", RELU, PREAMBLE)
    assert part.judge(part.fingerprint)[1] == "" and judge == []
    for changed in (
        Part("relu.layer", OTHER_RELU, PREAMBLE),
        Part("relu.layer", RELU, "import math"),
    ):
        changed.judge(part.fingerprint)
    assert len(judge) == 1  # without the imports at the top it can't even be loaded


def test_the_usual_name_or_the_last_one():
    answers = [
        ("class ReLU: pass\nclass Helper: pass", "ReLU"),
        ("class Helper: pass\nclass MyReLU: pass\nx = 1", "MyReLU"),
        ("def helper(): pass\n\ndef epoch(): pass", "epoch"),
    ]
    for source, name in answers:
        assert Part("relu.layer", source, "").load().__name__ == name


def test_taken_out(notebook, folder):
    notebook.run(RELU + ADDITION)
    keep("relu.layer", notebook["ReLU"])
    keep("addition.layer", notebook["Addition"])
    before = (folder / FILE).read_bytes()
    told = take_out(["relu.layer", "relu.hat", "dense.layer"])
    assert told == "Out of my_layers.py: relu.layer. The file as it was is my_layers.aside-1.py."
    assert list(parts_of(read())) == ["addition.layer"]
    assert (folder / "my_layers.aside-1.py").read_bytes() == before
    assert take_out(["relu.layer"]) == ""
    take_out(["addition.layer"])
    assert (folder / "my_layers.aside-2.py").exists()
