"""The file my_layers.py: the reader's classes that were found right, beside the notebooks."""

import ast
import hashlib
import re
import shutil
import sys
import tokenize
import traceback
from dataclasses import dataclass
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

from ..files import atomic_write, locked, name_beside
from .capturing import NotCaptured, capture
from .checking import LESSONS, examine
from .my_progress import ENTRY, LOCK, change

FILE = "my_layers.py"
PREAMBLE = '''\
"""Your layers: what you wrote in the lessons, and was found right there. Lesson 10 trains them.

Each part begins with the name of its exercise, and lesson 10 runs it by itself, after the imports
at the top: two parts may have different helpers of one name. (In `import my_layers`, the last one
counts.) Change what you like: a part that has changed is checked again before it is used.
"""

import numpy as np

from scratchcnn import Layer'''
HEADING = re.compile(r"^# %% (\w+\.\w+)[ \t]*$", re.MULTILINE)  # "# %%": for editors, a cell
ANSWERS = {  # of which lesson 10 makes its network
    "start_here.layer": "Division",
    "convolution.layer": "Convolution",
    "max_pooling.layer": "MaxPooling",
    "addition.layer": "Addition",
    "relu.layer": "ReLU",
    "vectorization.layer": "Vectorization",
    "dense.layer": "Dense",
    "softmax_cross_entropy.loss": "SoftmaxCrossEntropy",
    "gradient_descent.optimizer": "SGD",
    "gradient_descent.training_loop": "train_one_epoch",
}
COLAB = (
    f"Colab deletes its folder when you leave: download {FILE} and my_progress.json, or work in a "
    f"folder of your Drive."
)


@dataclass
class Part:
    """What the file has for one exercise."""

    name: str  # of the exercise
    source: str
    preamble: str  # what stands above all parts
    line: int = 1  # of the file, that of the heading, with whose end the source begins
    path: Path = Path(FILE)

    @property
    def fingerprint(self):
        return fingerprint(f"{self.preamble.strip()}\n{self.source.strip()}")

    def tree(self):
        """Preamble and source, parsed together; SyntaxError with the line of the file."""
        tree = ast.parse(self.preamble, self.filename)
        tree.body += ast.parse("\n" * (self.line - 1) + self.source, self.filename).body
        return tree

    def load(self):
        """The class or the function of this part: that of the usual name, or else the last one.
        ValueError if it can't be run, or if there is none.
        """
        try:
            tree = self.tree()
            module = self.run(tree)
        except Exception as error:
            raise ValueError(describe(error, self.filename)) from error
        kinds = ast.ClassDef | ast.FunctionDef
        found = [node.name for node in tree.body if isinstance(node, kinds)]
        if not found:
            raise ValueError(f"there is no class below the line of {self.name}")
        usual = ANSWERS.get(self.name)
        return getattr(module, usual if usual in found else found[-1])

    def run(self, tree):
        """The part as a module of its own: two parts may have different helpers of one name. The
        same text again is the same module again.
        """
        name, text = f"my_layers.{self.name}", (self.filename, self.line, self.fingerprint)
        module = sys.modules.get(name)
        if getattr(module, "text", None) != text:
            loader = SourceFileLoader(name, self.filename)
            spec = spec_from_file_location(name, self.filename, loader=loader)
            module = sys.modules[name] = module_from_spec(spec)
            exec(compile(tree, self.filename, "exec"), vars(module))
            module.text = text
        return module

    def judge(self, judged=""):
        """(answer, complaint): the answer, if it can be loaded, and "" if it is right. If this very
        text was `judged` right before, that is its fingerprint, it is only loaded.
        """
        try:
            answer = self.load()
        except ValueError as error:
            return None, str(error)
        if judged == self.fingerprint:
            return answer, ""
        verdict = examine(self.name, answer)
        _, _, text = verdict.text.partition("\n")  # the first line has the exercise's name
        return answer, "" if verdict.status == "right" else " ".join(text.split())

    @property
    def filename(self):
        return str(self.path.absolute())


def describe(error, filename):
    """An error, and the line of the file that led to it, if there is one."""
    if isinstance(error, SyntaxError):
        line, text = error.lineno, error.msg
    else:
        frames = traceback.extract_tb(error.__traceback__)
        lines = [frame.lineno for frame in frames if frame.filename == filename]
        line, text = lines[-1] if lines else None, f"{type(error).__name__}: {error}"
    return f"line {line}: {text}" if line else text


def fingerprint(text):
    return hashlib.sha256(text.strip().encode()).hexdigest()


def read(path=FILE):
    """The text of the file, at first only the imports; ValueError if it is no text."""
    try:
        with tokenize.open(path) as file:
            return file.read()
    except FileNotFoundError:
        return PREAMBLE
    except (SyntaxError, UnicodeDecodeError) as error:
        raise ValueError(f"{path}: expected a text in UTF-8, got something else") from error


def parts_of(text, path=FILE):
    """{name of an exercise: Part} in the order of the file."""
    preamble, sections = split(text)
    parts, line = {}, preamble.count("\n") + 1
    for name, source in sections:
        parts[name] = Part(name, source, preamble, line, Path(path))
        line += source.count("\n")
    return parts


def split(text):
    """(preamble, [(name of an exercise, source)])"""
    preamble, *rest = HEADING.split(text)
    return preamble, list(zip(rest[::2], rest[1::2], strict=True))


def join(preamble, sections):
    parts = [preamble, *(f"# %% {name}\n{source.strip()}" for name, source in sections)]
    return "\n\n\n".join(filter(None, map(str.strip, parts))) + "\n"


def keep(name, answer):
    """Write a right answer to the exercise `name` into the file; returns what came of it, in words.

    What stands there already is replaced. If the reader has changed it by hand, the file as it was
    is kept beside it; if this answer is older than that change, the change stays as long as it is
    right.
    """
    try:
        text = read()
        preamble, _ = split(text)
        source = capture(answer, given=preamble.splitlines())
        new = Part(name, source, preamble, path=Path(f"{FILE}, not yet written"))
        return keep_part(new, old=parts_of(text).get(name))
    except NotCaptured as reason:
        return f"It isn't kept in {FILE}: {reason}."
    except ValueError as reason:
        return f"It isn't kept: {reason}."
    except OSError as error:
        return f"It isn't kept: {FILE} can't be written ({error.strerror})."


def keep_part(new, old):
    kept = change(lambda entries: entries.get(new.name, ENTRY)["kept"])
    same = old is not None and fingerprint(old.source) == fingerprint(new.source)
    edited = old is not None and not same and fingerprint(old.source) != kept
    if edited and fingerprint(new.source) == kept and not old.judge()[1]:
        return f"{FILE} has it as you have changed it there: that is right, too, and stays."
    if same:
        told = f"{FILE} has it."
    else:
        _, complaint = new.judge()
        if complaint:
            return f"It isn't kept: by itself, in {FILE}, it is not right. {complaint}"
        purpose = ", for lesson 10" if new.name in ANSWERS else ""
        told = f"Kept in {FILE}{purpose}.{rewrite(with_part(new), copied=edited)}{clash(new)}"

    def note(entries):
        entries[new.name]["kept"] = fingerprint(new.source)
        entries[new.name]["judged"] = new.fingerprint

    change(note)
    return f"{told} {COLAB}" if "google.colab" in sys.modules else told


def clash(new):
    """A sentence on the functions and classes of this part of which another part has different
    ones of the same name; "" if there are none.
    """
    mine = definitions(new.source)
    for name, part in parts_of(read()).items():
        theirs = definitions(part.source) if name != new.name else {}
        shared = [each for each in mine if theirs.get(each, mine[each]) != mine[each]]
        if shared:
            return (
                f" It brings {' and '.join(shared)} along, and {name} has another: lesson 10 keeps "
                f"them apart, `import my_layers` does not. Give it a name of its own, and check "
                f"again, if you want to import the file."
            )
    return ""


def definitions(source):
    """{name: code} of the functions and classes of a part; none if it is no Python."""
    try:
        body = ast.parse(source).body
    except (SyntaxError, ValueError):
        return {}
    kinds = ast.ClassDef | ast.FunctionDef
    return {node.name: ast.dump(node) for node in body if isinstance(node, kinds)}


def with_part(new):
    """The sections with this one in place of an old one of its name."""

    def edit(sections):
        return [each for each in sections if each[0] != new.name] + [(new.name, new.source)]

    return edit


def take_out(names):
    """Take the parts of these exercises out of the file; returns what was done, in words."""

    def others(sections):
        return [section for section in sections if section[0] not in names]

    try:
        found = [name for name in parts_of(read()) if name in names]
        return f"Out of {FILE}: {', '.join(found)}.{rewrite(others, copied=True)}" if found else ""
    except (OSError, ValueError) as error:
        return f"{FILE} stays as it is: {error}."


def rewrite(edit, copied):
    """Write the file with the sections that `edit(sections)` returns, in the order of the lessons;
    a sentence on the copy, if the file as it was should be `copied`.
    """
    path, told = Path(FILE), ""
    with locked(Path(LOCK)):
        preamble, sections = split(read())
        if copied:
            copy = name_beside(path)
            shutil.copy2(path, copy)
            told = f" The file as it was is {copy.name}."
        with atomic_write(path) as file:
            file.write(join(preamble, sorted(edit(sections), key=place)).encode())
    return told


def place(section):
    """Where a section belongs: by lesson, then by name."""
    lesson, name = section[0].split(".")
    return (LESSONS.index(lesson) if lesson in LESSONS else len(LESSONS)), name
