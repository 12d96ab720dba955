"""What was handed in: the notebooks and my_layers.py of each student, from folders and zips.

Nothing is unpacked: the members of a zip are read where they are, and only so much of them.
"""

import functools
import os
import zipfile
import zlib
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

MB = 2**20
LARGEST, TOTAL = 50 * MB, 200 * MB  # of one file, and of all files of a submission
MOST = 500  # files of a submission
UNREADABLE = (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, ValueError)


class Refused(Exception):
    """Why a file isn't read, in words."""


@dataclass
class Submission:
    """What a student has handed in: `files` are (name, content); `remarks` are (name, sentence) on
    what can't be read; `others` are the names of files of other kinds.
    """

    student: str
    files: list = field(default_factory=list)
    remarks: list = field(default_factory=list)
    others: list = field(default_factory=list)

    def add(self, name, opened, archive=""):
        """Note a file; `opened()` opens it, `archive` is the name of the zip that it is in."""
        path = PurePosixPath(name.replace("\\", "/"))
        if is_hidden(path):
            return
        shown = printable(f"{archive}/{path}".lstrip("/"))
        try:
            if path.is_absolute() or ".." in path.parts:
                raise Refused("its name leads out of the folder")
            if path.suffix.lower() in (".ipynb", ".py"):
                with opened() as file:
                    self.files.append((shown, self.read(file)))
            elif path.suffix.lower() == ".zip":
                with opened() as file:
                    self.add_zip(shown, file, archive)
            else:
                self.others.append(shown)
        except Refused as reason:
            self.remarks.append((shown, f"{reason}."))
        except UNREADABLE as error:
            reason = getattr(error, "strerror", None) or error
            self.remarks.append((shown, f"it can't be read ({reason})."))

    def read(self, file):
        """The content of a file, if it isn't too much."""
        if len(self.files) == MOST:
            raise Refused(f"the submission has more than {MOST} notebooks and programs")
        limit = min(LARGEST, TOTAL - sum(len(content) for _, content in self.files))
        content = file.read(limit + 1)
        if len(content) > limit:
            most = f"{LARGEST // MB} MB for a file, {TOTAL // MB} MB for a submission"
            raise Refused(f"it is too large ({most})")
        return content

    def add_zip(self, name, file, archive):
        if archive:
            raise Refused("it is a zip inside a zip")
        with zipfile.ZipFile(file) as members:
            for member in members.infolist():
                if not member.is_dir():
                    self.add(member.filename, functools.partial(members.open, member), name)


def submissions_in(folder):
    """[(student, path)] of what is in a folder: each a folder, a zip or a single notebook."""
    paths = [path for path in sorted(Path(folder).iterdir()) if not path.name.startswith(".")]
    students = [student_of(path) for path in paths]
    return [
        (student if students.count(student) == 1 else printable(path.name), path)
        for student, path in zip(students, paths, strict=True)
    ]


def student_of(path):
    """A submission has the name of its student: anna.zip is Anna's."""
    is_file = path.suffix.lower() in (".zip", ".ipynb") and not path.is_dir()
    return printable(path.stem if is_file else path.name)


def read_submission(student, path):
    """The Submission at a path."""
    submission = Submission(student)
    for file in files_in(path):
        name = file.name if file == path else file.relative_to(path).as_posix()
        submission.add(name, functools.partial(open, file, "rb"))
    return submission


def files_in(path):
    """The path itself, or the files in it if it is a folder. Links aren't followed: they may lead
    to other students' work.
    """
    found = [path]
    if path.is_dir() and not path.is_symlink():
        found = [Path(folder) / name for folder, _, names in os.walk(path) for name in names]
    return sorted(each for each in found if each.is_file() and not each.is_symlink())


def is_hidden(path):
    """Whether it is what editors and systems leave: checkpoints, caches, copies of my_layers.py."""
    parts = [part for part in path.parts if part not in (".", "..")]
    left = any(part.startswith(".") or part in ("__MACOSX", "__pycache__") for part in parts)
    return left or ".aside-" in path.name


def printable(name):
    """A name as it can be shown: without line breaks, and what a terminal takes for commands."""
    return "".join(each if each.isprintable() else "�" for each in name)
