"""Have answers judged, each in a process that may hang, crash or run out of memory."""

import contextlib
import json
import os
import queue
import secrets
import signal
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from ..exercises import find
from ..exercises.predict import Predict
from ..exercises.write_class import WriteClass
from .programs import NotUnderstood, answers_in
from .screening import screen

VERDICTS = ("right", "look at it", "wrong", "not attempted", "not read")  # the best one first
START = 60  # seconds that a process may take until it is ready; it takes less than one
ROOT = Path(__file__).parents[2]  # from which the package is imported here


@dataclass
class Bounds:
    """What an answer, and all answers of a submission together, may take."""

    seconds: float = 30
    total: float = 120
    megabytes: int = 2048


@dataclass
class Row:
    """What is said of an answer, or of a file that has none: then `exercise` is ""."""

    student: str
    exercise: str
    verdict: str  # one of VERDICTS
    diagnosis: str
    file: str = ""
    program: str = ""  # what was run


def grade(submission, seed, bounds):
    """The Rows of a submission, the better one where there are two answers to an exercise."""
    student, answers, unread = submission.student, [], list(submission.remarks)
    for name, content in submission.files:
        try:
            answers += answers_in(name, content)
        except NotUnderstood as reason:
            unread.append((name, f"{reason}."))
    if not answers and not unread:
        unread.append(("", what_there_is(submission)))
    rows = [
        Row(student, "", "not read", f"{name}: {sentence}" if name else sentence, name)
        for name, sentence in unread
    ]
    said = judge_all(answers, seed, bounds)
    return rows + best_of_each(
        [
            Row(student, answer.exercise, *verdict, answer.file, answer.program)
            for answer, verdict in zip(answers, said, strict=True)
        ]
    )


def what_there_is(submission):
    """A sentence on a submission without an answer."""
    if submission.files:
        found = ", ".join(name for name, _ in submission.files)
        return f"No exercises.check(…) with an answer was found in {found}."
    found = ", ".join(submission.others[:5]) or "an empty folder"
    return f"Expected notebooks (.ipynb) or my_layers.py, got {found}."


def best_of_each(rows):
    by_exercise = {}
    for row in rows:
        by_exercise.setdefault(row.exercise, []).append(row)
    best = []
    for several in by_exercise.values():
        chosen = min(several, key=lambda row: VERDICTS.index(row.verdict))
        if len({row.program for row in several}) > 1:
            chosen.diagnosis += f"\n(The best of {len(several)} answers, from {chosen.file}.)"
        best.append(chosen)
    return best


def judge_all(answers, seed, bounds):
    """(verdict, sentences) for each answer. What runs is what is left after a look at the text."""
    said = [look_at(answer) for answer in answers]
    waiting = [number for number, verdict in enumerate(said) if verdict is None]
    deadline = time.monotonic() + bounds.total
    while waiting and time.monotonic() < deadline:
        with Child([answers[number] for number in waiting], seed, bounds) as child:
            while waiting and not child.ended and time.monotonic() < deadline:
                said[waiting.pop(0)] = child.next_verdict(deadline)
    for number in waiting:
        text = f"Not judged: the answers before it took {bounds.total:g} seconds in all."
        said[number] = "look at it", text
    return said


def look_at(answer):
    """(verdict, sentence) on an answer that isn't run; None for one that is."""
    if answer.complaint:
        return "wrong", answer.complaint
    try:
        ours, strange = screen(answer.program)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        return "wrong", f"It can't be read as Python: {error}."
    if strange:
        text = f"It was not run: no answer needs {', '.join(sorted(strange))}. Look at it yourself."
        return "look at it", text
    exercise = find(answer.exercise)
    if ours and isinstance(exercise, WriteClass):
        text = f"It uses {', '.join(sorted(ours))}, which is ours."
        return "wrong", f"{text} Take NumPy, Layer and what you wrote yourself."
    if ours and not isinstance(exercise, Predict):
        text = f"It was not run: it uses {', '.join(sorted(ours))}, which is the package's."
        return "look at it", f"{text} Look at it yourself."
    return None


class Child:
    """A process that judges answers one after the other, in a folder of its own.

    Its messages are believed if they carry the token that it alone was told, and read as text.
    """

    def __init__(self, answers, seed, bounds):
        self.bounds, self.token, self.ended = bounds, secrets.token_hex(), False
        self.folder = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        job = {
            "token": self.token,
            "folder": self.folder.name,
            "seed": seed,
            "memory": bounds.megabytes * 2**20,
            "seconds": int(bounds.total) + 10,  # on the processor, should this process not live
            "answers": [(each.exercise, each.program) for each in answers],
        }
        self.process = subprocess.Popen(
            [sys.executable, "-P", "-B", "-m", "scratchcnn.grading.child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=self.folder.name,
            env=environment(self.folder.name),
            start_new_session=True,  # a group of processes, which ends as one
        )
        self.messages = queue.Queue()
        self.reader = threading.Thread(target=self.read, daemon=True)
        self.reader.start()
        with contextlib.suppress(BrokenPipeError):
            self.process.stdin.write(json.dumps(job).encode() + b"\n")
            self.process.stdin.close()
        try:
            self.confinement = self.next_message(time.monotonic() + START)
        except (TimeoutError, EOFError, ValueError) as error:
            self.end()
            reason = self.process.stderr.read().decode(errors="replace").strip()
            self.close()
            text = f"the process that judges answers doesn't start: {reason[-1000:]}"
            raise RuntimeError(text) from error

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        self.end()
        self.reader.join()
        self.process.stdout.close()
        self.process.stderr.close()
        self.folder.cleanup()

    def read(self):
        while line := self.process.stdout.readline(2**20):
            self.messages.put(line)
        self.messages.put(None)

    def next_message(self, deadline):
        """What the process says next; TimeoutError, EOFError, or ValueError if it isn't from us."""
        try:
            line = self.messages.get(timeout=max(0, deadline - time.monotonic()))
        except queue.Empty:
            raise TimeoutError from None
        if line is None:
            raise EOFError
        token, content = json.loads(line)
        if token != self.token:
            raise ValueError
        return content

    def next_verdict(self, deadline):
        """(verdict, sentences) on the next answer."""
        seconds = min(self.bounds.seconds, max(1, deadline - time.monotonic()))
        try:
            verdict, text = self.next_message(time.monotonic() + seconds)
            return verdict, text
        except TimeoutError:
            self.end()
            return (
                "wrong",
                f"It was stopped after {seconds:.0f} seconds: it didn't end by itself.",
            )
        except EOFError:
            self.end()
            return "wrong", f"It ended its process: {describe_end(self.process.returncode)}."
        except (ValueError, TypeError, RecursionError):
            self.end()
            return "look at it", "It wrote where only the check writes. Look at it yourself."

    def end(self):
        """End the process, and all that it has started; once, for its number may be given anew."""
        if self.ended:
            return
        self.ended = True
        with contextlib.suppress(OSError):
            if hasattr(os, "killpg"):
                os.killpg(self.process.pid, signal.SIGKILL)
            else:
                self.process.kill()
        self.process.wait()


def environment(folder):
    """All that the process knows of this one's environment."""
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ}
    paths = dict.fromkeys(("HOME", "TMPDIR", "TEMP", "TMP"), folder)
    threads = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"), "1")
    return kept | paths | threads | {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}


def describe_end(code):
    if code >= 0:
        return f"exit code {code}"
    name = signal.Signals(-code).name if -code in set(signal.Signals) else f"signal {-code}"
    meaning = {"SIGKILL": "perhaps it ran out of memory", "SIGXCPU": "out of time"}.get(name)
    return f"{name}, {meaning}" if meaning else name
