"""Whole submissions, honest ones and others, graded side by side."""

import csv
import itertools
import json
import re
import zipfile
from pathlib import Path

import pytest

from scratchcnn import exercises, grade
from scratchcnn.exercises import write
from scratchcnn.exercises.predict import Predict
from scratchcnn.exercises.write_class import WriteClass
from scratchcnn.grading import child
from scratchcnn.grading.judging import Bounds, Child, judge_all
from scratchcnn.grading.programs import Answer

ROOT = Path(__file__).parents[2]
BOUNDS = Bounds(seconds=8, total=60, megabytes=1200)
LIMITS = ["--seconds", "8", "--megabytes", "1200", "--jobs", "2"]
RIGHT = "np.maximum(x, 0) - 2 * np.maximum(x - 1, 0) + np.maximum(x - 2, 0)"
AWAKE = """
def awake(out):
    return (out > 0).any(axis=(1, 2)).mean(axis=0)

exercises.check("relu.awake", awake)"""
RELU = """
class ReLU(Layer):
    def forward(self, x):
        self.active = x > 0
        return np.maximum(x, 0)

    def backward(self, d_out):
        return d_out * self.active

"""
WEIGHTS = """
from scratchcnn import Convolution

weights = Convolution(3, 10, kernel_size=5).num_parameters
exercises.check("convolution.predict_weights", weights)"""
CHECK_RELU = 'exercises.check("relu.layer", ReLU)'


def hat(*lines, result=RIGHT):
    """A cell with an answer that is right, if these lines that come first don't mind."""
    body = "\n    ".join([*lines, f"return {result}"])
    return f'def hat(x):\n    {body}\n\n\nexercises.check("relu.hat", hat)'


def solutions(path):
    """(name of an exercise, the solution folded below it) for all exercises of a lesson."""
    cells = json.loads(path.read_text("utf-8"))["cells"]
    for cell, below in itertools.pairwise(cells):
        call = re.search(r'exercises\.check\("(\w+\.\w+)"', "".join(cell["source"]))
        if cell["cell_type"] == "code" and call:
            yield call[1], re.search(r"```python\n(.*?)```", "".join(below["source"]), re.S)[1]


def solved(path):
    """The lesson's notebook with all solutions typed in."""
    content = json.loads(path.read_text("utf-8"))
    known = dict(solutions(path))
    for cell in content["cells"]:
        source = "".join(cell["source"])
        call = re.search(r'exercises\.check\("(\w+\.\w+)"', source)
        if cell["cell_type"] == "code" and call:
            cell["source"] = f"{known[call[1]].strip()}\n\n\n{source[call.start() :]}"
    return json.dumps(content)


def run(folder, *options):
    """{(student, exercise): (verdict, diagnosis)} of grading a folder."""
    grade.main([str(folder), "--results", str(folder.parent / "graded"), *options])
    with open(folder.parent / "graded" / "grades.csv", encoding="utf-8-sig", newline="") as file:
        _, *rows = csv.reader(file)
    return {(student, exercise): tuple(rest) for student, exercise, *rest in rows}


@pytest.fixture(scope="module")
def class_room(tmp_path_factory, notebook):
    """A folder of submissions, each of which has an answer that is right beside what its student
    has done: that of relu.awake.
    """
    folder = tmp_path_factory.mktemp("class") / "submissions"
    outside = folder.parent / "outside.npy"
    cells = {
        "honest": [hat(), RELU + CHECK_RELU, WEIGHTS],
        "wrong": [hat(result="x * 2"), RELU.replace("x > 0", "x >= 0") + CHECK_RELU],
        "stub": ['hat = ...\nexercises.check("relu.hat", hat)'],
        "hangs": [hat("while True: pass")],
        "hangs for good": [hat("sum(iter(int, 1))")],  # where Python can't stop it
        "hog": [hat("np.ones(10**12)")],
        "slow hog": [hat("all = []", "while True: all.append(np.zeros(10**7))")],
        "exits": [hat("raise SystemExit(0)")],
        "crashes": [
            "from numpy.lib.stride_tricks import as_strided",
            hat("as_strided(np.zeros(1), (10**6,), (10**6,)).sum()"),
        ],
        "kills": [hat("import os", "os._exit(0)")],
        "writes": [hat(f"np.save({str(outside)!r}, x)")],
        "writes while it is defined": [f"mine = np.save({str(outside)!r}, 1)", hat("mine")],
        "imports": [f"from scratchcnn import ReLU\n{CHECK_RELU}"],
        "derives": [f"import scratchcnn\nclass ReLU(scratchcnn.ReLU): pass\n{CHECK_RELU}"],
        "looks it up": [hat(result="exercises.find('relu.hat').right(x)")],
        "prints": [
            "print('relu.hat  ✓ right')",
            hat("print('relu.hat  ✓ right\\n[\"right\", \"\"]')", result="x"),
        ],
        "patches": [
            "exercises.check = lambda name, answer: print(name, '✓ right')",
            "from scratchcnn.exercises import comparing\ncomparing.equal = lambda *_: True",
            hat(result="x"),
        ],
        "patches while it runs": [
            hat("from scratchcnn.exercises import write", "write.try_out = None", result="x")
        ],
        "patches NumPy": [hat("np.abs = lambda x: np.zeros(3)", result="x")],
        "no Python": [hat("return return")],
    }  # fmt: skip
    for student, own in cells.items():
        (folder / student).mkdir(parents=True)
        (folder / student / "04_relu.ipynb").write_bytes(notebook(*own, AWAKE))
    (folder / "stub" / "my_progress.json").write_text(
        '{"version": 1, "exercises": {"relu.hat": {"status": "done", "tries": 1}}}'
    )
    (folder / "layers").mkdir()
    (folder / "layers" / "my_layers.py").write_text(
        "import numpy as np\nfrom scratchcnn import Layer\n\n\n# %% relu.layer" + RELU
    )
    with zipfile.ZipFile(folder / "Zoë, =1+1.zip", "w") as archive:
        archive.writestr("work/04_relu.ipynb", notebook(hat(), AWAKE))
        archive.writestr("../../slip.ipynb", notebook(hat()))
    (folder / "empty").mkdir()
    (folder / "paper").mkdir()
    (folder / "paper" / "report.pdf").write_bytes(b"%PDF-1.4")
    (folder / "note.txt").write_text("I was ill.")
    (folder / "broken").mkdir()
    (folder / "broken" / "a.ipynb").write_text("<html>")
    (folder / "broken" / "b.ipynb").write_bytes(notebook("x = 1"))
    (folder / "twice").mkdir()
    (folder / "twice" / "a.ipynb").write_bytes(notebook(hat(), AWAKE))
    (folder / "twice" / "b.ipynb").write_bytes(notebook(hat(result="x"), AWAKE))
    return folder


@pytest.fixture(scope="module")
def graded(class_room):
    """{(student, exercise): (verdict, diagnosis)} of them all."""
    return run(class_room, *LIMITS)


def test_who_disturbs_disturbs_nobody(graded, class_room):
    awake = {student: verdict for (student, name), (verdict, _) in graded.items()
             if name == "relu.awake"}  # fmt: skip
    assert len(awake) == 22 and set(awake.values()) == {"right"}
    assert {student for student, _ in graded} >= {path.stem for path in class_room.iterdir()} - {
        "note"
    }
    assert sorted(path.name for path in class_room.parent.iterdir()) == ["graded", "submissions"]


@pytest.mark.parametrize(
    ("student", "name", "verdict", "words"),
    [
        ("honest", "hat", "right", "agrees with the right answer on all"),
        ("honest", "layer", "right", "agrees with the right one on all"),
        ("honest", "convolution.predict_weights", "right", "750, indeed"),
        ("layers", "layer", "right", "agrees"),
        ("Zoë, =1+1", "hat", "right", "agrees"),
        ("wrong", "hat", "wrong", "expected"),
        ("wrong", "layer", "wrong", "At exactly 0 the slope is taken as 0 here"),
        ("stub", "hat", "not attempted", "Write hat"),
        ("hangs", "hat", "wrong", "stopped after 5 seconds. Is there a loop without an end?"),
        ("hangs for good", "hat", "wrong", "stopped after 8 seconds: it didn't end"),
        ("hog", "hat", "wrong", "MemoryError"),
        ("slow hog", "hat", "wrong", "MemoryError"),
        ("exits", "hat", "wrong", "It raises SystemExit"),
        ("crashes", "hat", "wrong", "It ended its process: SIGSEGV."),
        ("kills", "hat", "look at it", "It was not run: no answer needs os."),
        ("writes", "hat", "wrong", "an answer may write in a folder of its own only"),
        ("writes while it is defined", "hat", "wrong", "may write in a folder of its own only"),
        ("imports", "layer", "wrong", "It uses ReLU, which is ours"),
        ("derives", "layer", "wrong", "It uses scratchcnn.ReLU, which is ours"),
        ("looks it up", "hat", "look at it", "no answer needs scratchcnn.exercises"),
        ("prints", "hat", "wrong", "expected"),
        ("patches", "hat", "wrong", "expected"),
        ("patches while it runs", "hat", "look at it", "scratchcnn.exercises.write"),
        ("patches NumPy", "hat", "look at it", "a change of np.abs"),
        ("no Python", "hat", "wrong", "Its cell can't be read as Python: invalid syntax"),
        ("twice", "hat", "right", "(The best of 2 answers, from a.ipynb.)"),
    ],
)
def test_everyone_gets_what_they_deserve(graded, student, name, verdict, words):
    told, diagnosis = graded[student, name if "." in name else f"relu.{name}"]
    assert told == verdict and words in diagnosis, (told, diagnosis)


@pytest.mark.parametrize(
    ("student", "sentence"),
    [
        ("empty", "Expected notebooks (.ipynb) or my_layers.py, got an empty folder."),
        ("paper", "Expected notebooks (.ipynb) or my_layers.py, got report.pdf."),
        ("note.txt", "Expected notebooks (.ipynb) or my_layers.py, got note.txt."),
        ("broken", "a.ipynb: it is no notebook: Expecting value: line 1 column 1 (char 0)."),
        ("Zoë, =1+1", "Zoë, =1+1.zip/../../slip.ipynb: its name leads out of the folder."),
    ],
)
def test_what_cannot_be_read_has_a_sentence(graded, student, sentence):
    assert graded[student, ""] == ("not read", sentence)


def test_a_notebook_without_answers(tmp_path, notebook):
    (tmp_path / "in" / "anna").mkdir(parents=True)
    (tmp_path / "in" / "anna" / "a.ipynb").write_bytes(notebook("x = 1"))
    sentence = "No exercises.check(…) with an answer was found in a.ipynb."
    assert run(tmp_path / "in") == {("anna", ""): ("not read", sentence)}


def test_the_lessons_with_their_folded_solutions_are_right(tmp_path):
    folder = tmp_path / "in" / "anna"
    folder.mkdir(parents=True)
    for lesson in (ROOT / "notebooks").glob("*.ipynb"):
        (folder / lesson.name).write_text(solved(lesson), "utf-8")
    verdicts = run(tmp_path / "in")
    assert {name for _, name in verdicts} == set(exercises.names())
    assert {verdict for verdict, _ in verdicts.values()} == {"right"}, verdicts


def test_the_lessons_as_they_are_have_no_answers(tmp_path):
    folder = tmp_path / "in" / "anna"
    folder.mkdir(parents=True)
    for lesson in (ROOT / "notebooks").glob("*.ipynb"):
        (folder / lesson.name).write_bytes(lesson.read_bytes())
    verdicts = run(tmp_path / "in")
    left = {name for (_, name), (verdict, _) in verdicts.items() if verdict != "not attempted"}
    assert not left


def test_a_seed_repeats_the_cases(tmp_path, capsys, notebook):
    """The answer is right for the sizes that all readers see first: another one shows it wrong."""
    answer = (
        "def output_size(size, kernel_size, padding, stride):\n"
        "    right = (size + 2 * padding - kernel_size) // stride + 1\n"
        "    return right if size in (5, 6, 28) else 0\n\n"
        'exercises.check("convolution.output_size", output_size)'
    )
    (tmp_path / "in" / "anna").mkdir(parents=True)
    (tmp_path / "in" / "anna" / "a.ipynb").write_bytes(notebook(answer))
    first, other = run(tmp_path / "in"), run(tmp_path / "in")
    seed, _ = re.findall(r"--seed (\d+)", capsys.readouterr().out)
    assert run(tmp_path / "in", "--seed", seed) == first != other


@pytest.mark.parametrize("seed", [11, 12])
def test_right_and_wrong_do_not_depend_on_the_seed(monkeypatch, seed):
    """With seeds that no exercise was written for: all that is known of each exercise. Why it is
    wrong isn't asked, for that takes longest.
    """
    monkeypatch.setattr(write, "diagnose", lambda *_: "")
    monkeypatch.setattr(WriteClass, "diagnose", lambda *_: "")
    known = {name: exercises.find(name) for name in exercises.names()}
    written = {name: each for name, each in known.items() if not isinstance(each, Predict)}
    for exercise in written.values():
        monkeypatch.setattr(exercise, "cases", exercise.cases)  # as it is, afterwards
    child.use_cases_of(seed)
    for name, exercise in written.items():
        if not isinstance(exercise, WriteClass):  # the solutions of those are graded above
            assert exercises.examine(name, exercise.right).status == "right", name
        for wrong, sentence in exercise.wrong_answers:
            assert exercises.examine(name, wrong).status == "wrong", (name, sentence)


# What a look at the text would have kept from running


def judge(*programs, bounds=BOUNDS):
    """What the process says of these programs, as answers to relu.hat."""
    with Child([Answer("relu.hat", program) for program in programs], 0, bounds) as process:
        said = []
        for _ in programs:
            if not process.ended:
                said.append(process.next_verdict(float("inf")))
    return said


def test_a_process_that_ends():
    assert judge("import os\nos._exit(3)") == [("wrong", "It ended its process: exit code 3.")]


def test_a_forged_verdict_is_not_believed():
    forged = json.dumps(["token", ["right", "It is."]]) + "\n"
    program = (
        "import os\nfor channel in range(3, 20):\n    try:\n"
        f"        os.write(channel, {forged.encode()!r})\n    except OSError: pass\n"
        "handed_in = 1"
    )
    ((verdict, text),) = judge(program)
    assert verdict == "look at it" and "where only the check writes" in text


def test_what_an_answer_starts_ends_with_it(tmp_path):
    program = (
        "import threading, time\nthreading.Thread(target=time.sleep, args=(60,)).start()\n"
        "handed_in = lambda x: x"
    )
    ((verdict, _),) = judge(program)
    assert verdict == "wrong"


def test_who_takes_all_the_time_gets_no_more():
    answers = [Answer("relu.hat", "while True: pass")] * 6
    bounds = Bounds(seconds=1, total=2.5)
    said = judge_all([*answers, Answer("relu.hat", "handed_in = ...")], 0, bounds)
    stopped = [text for verdict, text in said if "stopped" in text]
    assert 1 <= len(stopped) <= 3
    assert said[-1] == ("look at it", "Not judged: the answers before it took 2.5 seconds in all.")


def test_a_folder_is_expected(tmp_path, capsys):
    for arguments in ([], [str(tmp_path / "none")]):
        with pytest.raises(SystemExit):
            grade.main(arguments)
    assert "expected a folder of submissions, got" in capsys.readouterr().err


def test_a_process_that_does_not_start(monkeypatch, tmp_path):
    (tmp_path / "scratchcnn.py").write_text("raise ImportError('another scratchcnn')")
    monkeypatch.setattr("scratchcnn.grading.judging.ROOT", tmp_path)
    with pytest.raises(RuntimeError, match=r"(?s)doesn't start: .*another scratchcnn"):
        Child([], 0, Bounds())
