"""What was handed in: the notebooks and my_layers.py of each student, from folders and zips.

Nothing is unpacked: the members of a zip are read where they are, and only so much of them.
"""

import io
import os
import zipfile
import zlib
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

MB = 2**20
LARGEST, TOTAL = 50 * MB, 200 * MB  # of one file, and of all files of a submission
MOST = 500  # files of a submission
WANTED = "notebooks (.ipynb) or my_layers.py"


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

    def add(self, name, read):
        """Note a file; `read(limit)` returns so many bytes of its content at most."""
        path = PurePosixPath(name)
        if is_hidden(path):
            return
        name = printable(name)
        try:
            if ".." in path.parts or path.is_absolute() or "\\" in name:
                raise Refused("its name leads out of the folder")
            if path.suffix.lower() in (".ipynb", ".py"):
                self.files.append((name, self.within_bounds(read)))
            elif path.suffix.lower() == ".zip":
                self.add_zip(name, self.within_bounds(read))
            else:
                self.others.append(name)
        except Refused as reason:
            self.remarks.append((name, f"Not read: {reason}."))
        except OSError as error:
            self.remarks.append((name, f"Not read: {error.strerror or error}."))

    def within_bounds(self, read):
        if len(self.files) >= MOST:
            raise Refused(f"the submission has more than {MOST} files")
        left = TOTAL - sum(len(content) for _, content in self.files)
        limit = min(LARGEST, left)
        content = read(limit + 1)
        if len(content) > limit:
            raise Refused(f"it is larger than {LARGEST // MB} MB, or all files than {TOTAL // MB}")
        return content

    def add_zip(self, name, content):
        if name.count(".zip/"):
            raise Refused("it is a zip inside a zip")
        try:
            archive = zipfile.ZipFile(io.BytesIO(content))
        except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
            raise Refused(f"it is no zip ({error})") from error
        for member in archive.infolist():
            if not member.is_dir():
                self.add_member(name, archive, member)

    def add_member(self, name, archive, member):
        def read(limit):
            try:
                with archive.open(member) as file:
                    return file.read(limit)
            except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError) as e:
                raise Refused(f"it can't be taken out of the zip ({e})") from e

        inside = member.filename
        if is_hidden(PurePosixPath(inside)):
            return
        if inside.startswith("/") or ".." in PurePosixPath(inside).parts:
            self.remarks.append((printable(inside), "Not read: its name leads out of the folder."))
        else:
            self.add(f"{name}/{inside}", read)


def read_submissions(folder):
    """The Submissions in a folder, by name: each a folder, a zip or a single notebook."""
    entries = [entry for entry in sorted(Path(folder).iterdir()) if not entry.name.startswith(".")]
    names = [student_of(entry) for entry in entries]
    return [
        read_submission(entry, name if names.count(name) == 1 else printable(entry.name))
        for entry, name in zip(entries, names, strict=True)
    ]


def student_of(entry):
    """A submission's name is its student's: anna.zip is that of anna."""
    is_file = entry.suffix.lower() in (".zip", ".ipynb") and not entry.is_dir()
    return printable(entry.stem if is_file else entry.name)


def read_submission(entry, student):
    submission = Submission(student)
    for path in files_in(entry):
        name = path.name if path == entry else path.relative_to(entry).as_posix()

        def read(limit, path=path):
            with open(path, "rb") as file:
                return file.read(limit)

        submission.add(name, read)
    return submission


def files_in(entry):
    """The entry itself, or the files in it if it is a folder. Links aren't followed: they may lead
    to other students' work.
    """
    if entry.is_symlink():
        return []
    if not entry.is_dir():
        return [entry]
    found = [Path(folder) / name for folder, _, names in os.walk(entry) for name in sorted(names)]
    return sorted(path for path in found if path.is_file() and not path.is_symlink())


def is_hidden(path):
    """Whether it is what editors and systems leave: checkpoints, caches, copies of my_layers.py."""
    parts = [part for part in path.parts if part not in (".", "..")]
    left = any(part.startswith(".") or part in ("__MACOSX", "__pycache__") for part in parts)
    return left or ".aside-" in path.name


def printable(name):
    """A name as it can be shown: without line breaks, and what a terminal takes for commands."""
    return "".join(each if each.isprintable() else "�" for each in name)
