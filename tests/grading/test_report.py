"""The table and the pages."""

import csv

import pytest

from scratchcnn.grading.judging import Row
from scratchcnn.grading.report import write_report

STUDENTS = [
    "Müller, Änne",
    "=cmd|' /C calc'!A0",
    "<script>alert(1)</script>",
    "../../x",
    "a/b" * 50,
]


@pytest.fixture
def report(tmp_path):
    """The folder of a report on these students, each with an answer that is wrong."""

    def rows(student):
        return [
            Row(student, "relu.hat", "wrong", "Is 1 < 2?\n+1", "a.ipynb", "hat = '<b>'"),
            Row(student, "", "not read", "b.ipynb: it is <no> notebook.", "b.ipynb"),
            Row(student, "addition.layer", "right", "-"),
        ]

    write_report(tmp_path / "new" / "results", [(each, rows(each)) for each in STUDENTS], "A note.")
    return tmp_path / "new" / "results"


def test_the_table(report):
    with open(report / "grades.csv", encoding="utf-8-sig", newline="") as file:
        heading, *rows = csv.reader(file)
    assert heading == ["student", "exercise", "verdict", "diagnosis"]
    assert len(rows) == 3 * len(STUDENTS)
    assert rows[0] == ["Müller, Änne", "relu.hat", "wrong", "Is 1 < 2? +1"]
    assert (report / "grades.csv").read_bytes().startswith(b"\xef\xbb\xbf")


def test_no_cell_is_a_formula(report):
    with open(report / "grades.csv", encoding="utf-8-sig", newline="") as file:
        cells = [cell for row in csv.reader(file) for cell in row]
    assert "'=cmd|' /C calc'!A0" in cells and "'-" in cells
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in cells)


def test_a_page_for_each_student_in_the_folder(report):
    pages = sorted(path.name for path in report.iterdir())
    assert pages[0] == "001-Müller-Änne.html" and len(pages) == len(STUDENTS) + 2
    front = (report / "index.html").read_text("utf-8")
    assert all(f'href="{name}"' in front for name in pages if name[0].isdigit())
    assert [path.name for path in report.parent.iterdir()] == ["results"]


def test_what_students_write_is_shown_as_text(report):
    for page in report.glob("*.html"):
        text = page.read_text("utf-8")
        assert "<script" not in text and "<b>" not in text and "<no>" not in text
    text = (report / "001-Müller-Änne.html").read_text("utf-8")
    assert "Is 1 &lt; 2?\n+1" in text and "hat = &#x27;&lt;b&gt;&#x27;" in text
    assert text.index("b.ipynb: it is") < text.index("addition.layer") < text.index("relu.hat")


def test_the_front_page_counts_mistakes(report):
    front = (report / "index.html").read_text("utf-8")
    assert f"<td>{len(STUDENTS)}</td><td>relu.hat</td><td>Is 1 &lt; 2?</td>" in front
    assert "1 right, 1 wrong, 1 not read" in front and "A note." in front
