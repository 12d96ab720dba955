"""What was handed in, and what may be wrong with it."""

import io
import zipfile

import pytest

from scratchcnn.grading import submissions
from scratchcnn.grading.submissions import read_submission, submissions_in


def write(path, content=b"{}"):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def zipped(members):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return content.getvalue()


@pytest.fixture
def read(tmp_path):
    """A function that reads what lies at tmp_path / name."""
    return lambda name: read_submission("anna", tmp_path / name)


def test_each_folder_zip_or_notebook_is_a_students(tmp_path):
    for name in ("Müller, Änne/a.ipynb", "b/a.ipynb", "b.zip", "c.zip", "d.ipynb", ".git/config"):
        write(tmp_path / name)
    write(tmp_path / "e.pdf")
    students = [student for student, _ in submissions_in(tmp_path)]
    assert students == ["Müller, Änne", "b", "b.zip", "c", "d", "e.pdf"]


def test_files_of_a_folder(tmp_path, read):
    names = ["a.ipynb", "inner/b.ipynb", "inner/my_layers.py", "c.PDF"]
    for name in [*names, ".ipynb_checkpoints/a.ipynb", "my_layers.aside-1.py"]:
        write(tmp_path / "anna" / name)
    submission = read("anna")
    assert [name for name, _ in submission.files] == names[:3]
    assert submission.others == ["c.PDF"] and submission.remarks == []


def test_links_are_not_followed(tmp_path, read):
    write(tmp_path / "bob" / "b.ipynb")
    (tmp_path / "anna").mkdir()
    (tmp_path / "anna" / "b.ipynb").symlink_to(tmp_path / "bob" / "b.ipynb")
    (tmp_path / "anna" / "inner").symlink_to(tmp_path / "bob")
    (tmp_path / "carla").symlink_to(tmp_path / "bob")
    assert read("anna").files == read("carla").files == []


def test_files_of_a_zip_and_of_a_zip_in_a_folder(tmp_path, read):
    members = {"a.ipynb": "1", "week 1\\b.ipynb": "2", "__MACOSX/._a.ipynb": "", "empty/": ""}
    write(tmp_path / "anna.zip", zipped(members))
    write(tmp_path / "anna" / "all.zip", zipped(members))
    assert read("anna.zip").files == [("anna.zip/a.ipynb", b"1"), ("anna.zip/week 1/b.ipynb", b"2")]
    assert read("anna").files == [("all.zip/a.ipynb", b"1"), ("all.zip/week 1/b.ipynb", b"2")]


@pytest.mark.parametrize("name", ["../a.ipynb", "x/../../a.ipynb", "/etc/a.ipynb", "..\\a.ipynb"])
def test_members_that_climb_out_of_the_folder(tmp_path, read, name):
    write(tmp_path / "anna.zip", zipped({name: "{}", "b.ipynb": "{}"}))
    submission = read("anna.zip")
    ((_, sentence),) = submission.remarks
    assert sentence == "its name leads out of the folder."
    assert [name for name, _ in submission.files] == ["anna.zip/b.ipynb"]
    assert [path.name for path in tmp_path.iterdir()] == ["anna.zip"]


def test_a_bomb(tmp_path, read, monkeypatch):
    monkeypatch.setattr(submissions, "LARGEST", 10**6)
    monkeypatch.setattr(submissions, "TOTAL", 2 * 10**6)
    bomb, large = b"0" * 10**8, b"0" * 900_000
    members = {"bomb.ipynb": bomb, "b.ipynb": large, "c.ipynb": large, "d.ipynb": large}
    write(tmp_path / "anna.zip", zipped(members))
    submission = read("anna.zip")
    assert [name for name, _ in submission.files] == ["anna.zip/b.ipynb", "anna.zip/c.ipynb"]
    assert [name for name, _ in submission.remarks] == ["anna.zip/bomb.ipynb", "anna.zip/d.ipynb"]
    assert "it is too large" in submission.remarks[0][1]


def test_too_many_files(tmp_path, read, monkeypatch):
    monkeypatch.setattr(submissions, "MOST", 2)
    write(tmp_path / "anna.zip", zipped({f"{n}.ipynb": "{}" for n in range(3)}))
    submission = read("anna.zip")
    assert len(submission.files) == 2 and "more than 2 notebooks" in submission.remarks[0][1]


def test_zips_that_cannot_be_read(tmp_path, read):
    inner = zipped({"a.ipynb": "{}"})
    whole = zipped({"inner.zip": inner, "a.ipynb": "{}" * 100})
    write(tmp_path / "zip in zip.zip", whole)
    write(tmp_path / "no zip.zip", b"PK no")
    spoilt = bytearray(zipped({"a.ipynb": "abc" * 100}))
    spoilt[38] ^= 255  # in the first of the compressed bytes
    write(tmp_path / "spoilt.zip", bytes(spoilt))
    locked = bytearray(inner)
    for place in (locked.index(b"PK\3\4") + 6, locked.index(b"PK\1\2") + 8):
        locked[place] |= 1  # encrypted, says the header
    write(tmp_path / "locked.zip", bytes(locked))
    for name, words in {
        "zip in zip.zip": "a zip inside a zip",
        "no zip.zip": "not a zip file",
        "spoilt.zip": "can't be read",
        "locked.zip": "password required",
    }.items():
        ((_, sentence),) = read(name).remarks
        assert words in sentence, sentence


def test_a_file_that_cannot_be_opened(tmp_path, read, monkeypatch):
    write(tmp_path / "anna" / "a.ipynb")

    def refuse(*_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("builtins.open", refuse)
    assert read("anna").remarks == [("a.ipynb", "it can't be read (Permission denied).")]


def test_names_are_shown_without_line_breaks_and_commands_for_terminals(tmp_path):
    write(tmp_path / "an\x1b[31mna\n" / "a.ipynb")
    assert submissions_in(tmp_path)[0][0] == "an�[31mna�"
