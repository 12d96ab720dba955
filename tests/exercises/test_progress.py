"""What is remembered: the table, hints, resets, and the file that two notebooks write at once."""

import json
import subprocess
import sys
from html.parser import HTMLParser

import pytest

from scratchcnn import exercises
from scratchcnn.exercises.my_layers import FILE as LAYERS
from scratchcnn.exercises.my_layers import PREAMBLE, parts_of
from scratchcnn.exercises.my_progress import FILE, LOCK, STATUSES, change
from scratchcnn.exercises.progress import MARKS, record

HAT = "relu.hat"


def entries(folder):
    return json.loads((folder / FILE).read_text("utf-8"))["exercises"]


def mark_of(name):
    """The mark before the exercise in the table, in its lesson's rows."""
    lesson, own = name.split(".")
    found, inside = [], False
    for first, _, cell in exercises.progress().cells:
        inside = first.endswith(lesson) if first else inside
        words = cell.replace("\xa0", " ").split() if inside else []
        found += [mark for mark, word in zip(words[::2], words[1::2], strict=True) if word == own]
    assert len(found) == 1
    return found[0]


def test_done(folder):
    assert mark_of(HAT) == MARKS["open"]
    record(HAT, "wrong")
    record(HAT, "wrong")
    assert mark_of(HAT) == MARKS["open"]
    record(HAT, "right")
    assert mark_of(HAT) == MARKS["done"]
    record(HAT, "wrong")  # tried again later
    assert mark_of(HAT) == MARKS["done"]
    assert entries(folder)[HAT]["tries"] == 3


def test_done_with_a_hint(folder, capsys):
    exercises.hint(HAT)
    assert mark_of(HAT) == MARKS["open"]
    record(HAT, "right")
    assert mark_of(HAT) == MARKS["done with a hint"]


def test_hints_after_it_was_done_change_nothing():
    record(HAT, "right")
    exercises.hint(HAT)
    exercises.hint(HAT)
    assert mark_of(HAT) == MARKS["done"]


def test_after_the_last_hint_comes_the_solution():
    for _ in range(len(exercises.find(HAT).hints) + 1):
        exercises.hint(HAT)
    assert mark_of(HAT) == MARKS["open"]
    record(HAT, "right")
    assert mark_of(HAT) == MARKS["seen the solution"]


def test_hints_come_in_steps(monkeypatch, capsys):
    monkeypatch.setattr(exercises.find(HAT), "hints", ["vague", "plain", "plainer"], raising=False)
    for number, text in enumerate(["vague", "plain", "plainer"], start=1):
        exercises.hint(HAT)
        assert capsys.readouterr().out == f"relu.hat  hint {number} of 3\n{text}\n"
    for _ in range(2):
        exercises.hint(HAT)
        assert "no more hints" in capsys.readouterr().out


def test_a_prediction_has_one_hint(capsys):
    exercises.hint("relu.predict_gradient")
    expected = f"hint 1 of 1\n{exercises.find('relu.predict_gradient').hint}\n"
    assert capsys.readouterr().out.endswith(expected)
    exercises.hint("relu.predict_gradient")
    assert "no more hints" in capsys.readouterr().out


def test_nothing_is_written_for_what_was_not_attempted(folder):
    record(HAT, "not attempted")
    exercises.progress()
    assert not (folder / FILE).exists()


@pytest.mark.parametrize("use", [exercises.hint, exercises.reset])
def test_unknown_names(use, folder):
    with pytest.raises(ValueError, match=r"no exercise 'relu.hut'; the nearest name is 'relu.hat'"):
        use("relu.hut")


# The table


def test_the_table_has_every_exercise_once():
    text = str(exercises.progress())
    for name in exercises.names():
        assert mark_of(name) == MARKS["open"]
    assert f"0\xa0of\xa0{len(exercises.names())}" in text
    assert len({len(line) for line in text.splitlines()}) == 1
    for status in STATUSES:
        assert f"{MARKS[status]}\xa0{status}" in text


def test_the_table_counts():
    for name in ("relu.hat", "relu.awake", "dense.backward"):
        record(name, "right")
    rows = {first: count for first, count, _ in exercises.progress().cells if first}
    assert rows["04 relu"].startswith("2\xa0of") and rows["06 dense"].startswith("1\xa0of")
    assert rows["05 vectorization"].startswith("0\xa0of")
    assert f"3\xa0of\xa0{len(exercises.names())}" in str(exercises.progress())


def test_the_table_as_html():
    class Cells(HTMLParser):
        texts = []  # noqa: RUF012

        def handle_data(self, data):
            self.texts.append(data)

    cells = Cells()
    cells.feed(exercises.progress()._repr_html_())
    table = exercises.progress()
    expected = [*table.heading, *(cell for row in table.cells for cell in row), *table.total]
    assert cells.texts == [each for each in expected if each]


# Resets


@pytest.mark.parametrize(
    ("name", "left"),
    [
        ("relu.hat", {"relu.awake", "dense.backward"}),
        ("relu", {"dense.backward"}),
        ("all", set()),
    ],
)
def test_reset(folder, name, left):
    for each in ("relu.hat", "relu.awake", "dense.backward"):
        record(each, "right")
    exercises.reset(name)
    assert entries(folder).keys() == left
    assert mark_of("relu.hat") == MARKS["open"]


def test_reset_takes_the_classes_along(folder, capsys, monkeypatch):
    from scratchcnn.exercises import checking

    known = exercises.names()
    progress = sys.modules["scratchcnn.exercises.progress"]
    monkeypatch.setattr(progress, "names", lambda: [*known, "relu.layer", "dense.layer"])
    monkeypatch.setattr(progress, "find", lambda name: checking.find(HAT))
    text = f"{PREAMBLE}\n\n\n# %% relu.layer\nclass ReLU: pass\n\n\n# %% dense.layer\nx = 1\n"
    (folder / LAYERS).write_text(text, "utf-8")
    exercises.reset("relu")
    assert list(parts_of((folder / LAYERS).read_text("utf-8"))) == ["dense.layer"]
    assert (folder / "my_layers.aside-1.py").read_text("utf-8") == text
    assert "my_layers.aside-1.py" in capsys.readouterr().out


# The file


def test_the_file(folder):
    record(HAT, "right")
    assert json.loads((folder / FILE).read_text("utf-8")) == {
        "version": 1,
        "exercises": {
            HAT: {"status": "done", "tries": 1, "hints": 0, "kept": "", "judged": ""},
        },
    }


def test_what_is_not_known_stays_in_the_file(folder):
    entry = {"status": "done", "tries": 1, "hints": 0, "kept": "", "judged": "", "seconds": 3}
    content = {"version": 1, "exercises": {"conv.old": entry, "relu.awake": {"status": "done"}}}
    (folder / FILE).write_text(json.dumps(content), "utf-8")
    record(HAT, "right")
    assert entries(folder)["conv.old"] == entry
    assert mark_of("relu.awake") == MARKS["done"]


DAMAGED = [
    b"",
    b"{",
    b"\xff\xfe\xfd",
    b"[]",
    b"{}",
    b"null",
    b'{"version": "1", "exercises": {}}',
    b'{"version": 1}',
    b'{"version": 1, "exercises": []}',
    b'{"version": 1, "exercises": {"relu.hat": 3}}',
    b'{"version": 1, "exercises": {"relu.hat": {"tries": "many"}}}',
    b'{"version": 1, "exercises": {"relu.hat": {"status": "finished"}}}',
    b'{"version": 1, "exercises": {"relu.hat": {"status": []}}}',
]
NEWER = b'{"version": 2, "lessons": []}'


@pytest.mark.parametrize("content", [*DAMAGED, NEWER])
def test_a_file_that_cannot_be_understood_is_set_aside(folder, capsys, content):
    (folder / FILE).write_bytes(content)
    record(HAT, "right")
    what = "was written by a newer version of the course" if content == NEWER else "is damaged"
    told = f"my_progress.json {what}: it was set aside as my_progress.aside-1.json, and a new one"
    assert capsys.readouterr().out.startswith(told)
    assert (folder / "my_progress.aside-1.json").read_bytes() == content
    assert mark_of(HAT) == MARKS["done"]
    (folder / FILE).write_bytes(content)
    exercises.progress()
    assert (folder / "my_progress.aside-2.json").read_bytes() == content


def test_where_nothing_can_be_written_a_sentence_says_so_once(folder, capsys):
    record("relu.awake", "right")
    (folder / LOCK).unlink()
    (folder / LOCK).mkdir()
    record(HAT, "right")
    assert capsys.readouterr().out.startswith("What you do here isn't remembered: my_progress.json")
    assert mark_of(HAT) == mark_of("relu.awake") == MARKS["done"]  # until the kernel stops
    exercises.hint("relu.relu6_gradient")
    assert "remembered" not in capsys.readouterr().out
    assert entries(folder).keys() == {"relu.awake"}


WRITER = """
import sys
from scratchcnn.exercises.my_progress import change

def note(entries, name):
    entries[name]["tries"] += 1
    entries["both"]["tries"] += 1

for number in range(60):
    change(lambda entries: note(entries, f"{sys.argv[1]}.{number}"))
"""


def test_two_notebooks_at_once_lose_nothing(folder):
    writers = [subprocess.Popen([sys.executable, "-c", WRITER, name]) for name in ("one", "two")]
    assert [writer.wait() for writer in writers] == [0, 0]
    names = {f"{name}.{number}" for name in ("one", "two") for number in range(60)}
    found = entries(folder)
    assert found.keys() == names | {"both"}
    assert found["both"]["tries"] == 120


def test_an_error_changes_nothing(folder):
    record(HAT, "right")
    before = (folder / FILE).read_bytes()

    def fail(entries):
        entries.clear()
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        change(fail)
    assert (folder / FILE).read_bytes() == before
    record("relu.awake", "right")  # and the lock is free
    assert len(entries(folder)) == 2
