"""What a reader writes in JupyterLab is there the next day, in a real browser and a real kernel.

    make test-browser

In an empty folder, a copy of lesson 04 is opened, and its class is typed into the stub. Each test
goes on where the one before has stopped.
"""

import json
import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PICTURES = ROOT / "build" / "browser"
LESSON = "04_relu.ipynb"
CLASS = "class-layer"
LOOK = """\
import my_layers
print(my_layers.ReLU().forward(np.array([-1.0, 2.0])))"""


@pytest.fixture(scope="module")
def folder(lab):
    """The reader's, with nothing in it but the lesson."""
    folder = lab.folder / "course"
    folder.mkdir()
    shutil.copy(ROOT / "notebooks" / LESSON, folder)
    return folder


@pytest.fixture(scope="module")
def lesson(browser, lab, folder, reader):
    """The lesson in JupyterLab, its set-up cell run."""
    page = browser.new_page(viewport={"width": 1100, "height": 1000})
    page.set_default_timeout(20_000)
    lesson = reader(page)
    lesson.open(f"{lab.address}/doc/tree/{folder.name}/{LESSON}")
    lesson.run("setup")
    yield lesson
    page.close()


def files(folder):
    return {path.name for path in folder.iterdir() if not path.name.startswith(".")} - {LESSON}


def entry(folder):
    """What is noted of the class."""
    return json.loads((folder / "my_progress.json").read_text("utf-8"))["exercises"]["relu.layer"]


def test_a_stub_is_not_attempted_and_leaves_no_file(lesson, folder):
    assert lesson.run(CLASS).startswith("relu.layer  … not attempted")
    assert files(folder) == set()


def test_a_wrong_class_is_noted_and_not_kept(lesson, folder):
    lesson.replace(CLASS, "...", "self.active = x > 0\nreturn x")
    lesson.replace(CLASS, "...", "return d_out * self.active")
    assert lesson.run().startswith("relu.layer  ✗ not yet")
    lesson.page.screenshot(path=PICTURES / "class_wrong.png")
    assert files(folder) == {"my_progress.json"}
    assert (entry(folder)["status"], entry(folder)["tries"]) == ("open", 1)


def test_a_right_class_is_kept(lesson, folder):
    lesson.replace(CLASS, "return x", "return np.maximum(x, 0)")
    printed = lesson.run()
    assert printed.startswith("relu.layer  ✓ right")
    assert "Kept in my_layers.py" in printed
    lesson.page.screenshot(path=PICTURES / "class_right.png")
    assert files(folder) == {"my_progress.json", "my_layers.py"}
    assert "        return np.maximum(x, 0)\n" in (folder / "my_layers.py").read_text("utf-8")
    assert (entry(folder)["status"], entry(folder)["tries"]) == ("done", 2)


def test_all_is_there_after_a_reload_in_a_new_kernel(lesson):
    lesson.run_below("kernel = 'the old one'")
    lesson.save()
    lesson.reload()
    lesson.cell(CLASS).click()
    lesson.restart()
    lesson.run("setup")
    assert lesson.run_below("'kernel' in vars()") == "False"
    assert lesson.run_below(LOOK) == "[0. 2.]"
    table = lesson.run_below("exercises.progress()")
    lesson.page.screenshot(path=PICTURES / "progress.png")
    assert "04 relu\t1 of 7\t✓ layer" in table
    assert table.count("✓") == 2  # this one, and the legend
    printed = lesson.run(CLASS)
    assert "✓ right" in printed and "my_layers.py has it." in printed


def test_a_change_by_hand_is_copied_before_another_version_is_kept(lesson, folder):
    by_hand = (folder / "my_layers.py").read_text("utf-8").replace("(x, 0)", "(0, x)")
    (folder / "my_layers.py").write_text(by_hand, "utf-8")
    lesson.replace(CLASS, "return np.maximum(x, 0)", "return x * self.active")
    assert "The file as it was is my_layers.aside-1.py." in lesson.run()
    assert (folder / "my_layers.aside-1.py").read_text("utf-8") == by_hand
    assert "return x * self.active" in (folder / "my_layers.py").read_text("utf-8")
