"""Exercises whose answer is a class: a layer, a loss, an optimizer; and the training loop.

A scene runs an answer on a case and yields what it sees, pairs of a name and a value, one after the
other. What the right answer shows is expected of every other one. The first pair that differs
decides what is said: whatever comes after it may only follow from it.
"""

import contextlib
import copy
import inspect
import io
import re
from dataclasses import dataclass, field
from types import SimpleNamespace

import numpy as np

from ..layers import Layer
from .comparing import equal
from .describing import describe, describe_difference
from .diagnosing_source import on_padding
from .errors import list_shapes, names_in, numbers_among, whole_numbers_in
from .exercise import Exercise, Verdict, is_blank
from .explaining import Raised, explain
from .ours import functions_of, name_of_ours
from .pace import PATIENCE, describe_pace, pace_scene
from .reading import arrays_from_outside, axes_in
from .rules import apply_rules
from .running import SECONDS, OutOfTime, Trial, time_limit
from .scenes import BrokenPromiseError, gradient_scene, layer_scene
from .write import is_stub

PRINTED = 2000  # so many characters of what an answer prints are kept


@dataclass
class WriteClass(Exercise):
    """An exercise whose answer is a class, or the training loop.

    `scene(answer, case)` yields (name, value), …; `cases(rng)` lists the cases, the simplest first.
    `stub` and `solution` are what stands in the notebook. `row` is a row of the network in which
    the layer stands: how long an epoch would take is measured there.
    """

    right: object
    methods: tuple  # that the reader writes
    scene: object
    cases: object
    stub: str
    solution: str
    hints: list
    row: int | None = None
    wrong_answers: list = field(default_factory=list)  # (wrong answer, sentence)
    looked_at: list | None = None  # the cases, as code, of the Records in `mistakes`
    mistakes: list = field(default_factory=list)

    @property
    def statement(self):
        return f"Write the whole of it: {self.first_line}."

    @property
    def first_line(self):
        return self.stub.partition(":")[0]

    def wrong(self, sentence, *changes, source=None):
        """Notes a known wrong answer: the solution, or another right source, with each (old, new)
        piece of text changed. Whoever gives it reads the sentence.
        """
        source = source or self.solution
        for old, new in changes:
            if old not in source:
                raise ValueError(f"expected a piece of the solution, got {old!r}")
            source = source.replace(old, new)
        self.wrong_answers.append((run_source(source, self.right.__name__), sentence))

    def name_of(self, position):
        return f"result {position + 1}"

    def judge(self, answer):
        if is_blank(answer):
            return Verdict("not attempted", self.statement)
        if misfit := self.find_misfit(answer):
            return Verdict("wrong", misfit)
        blank = [name for name, method in self.written(answer) if is_stub(method)]
        if len(blank) == len(self.methods):
            return Verdict("not attempted", self.statement)
        if blank:
            return Verdict("wrong", f"Not written yet: {', '.join(blank)}.")
        if ours := name_of_ours(answer):
            text = f"It uses {ours}, which is ours. Take NumPy, Layer and what you wrote yourself."
            return Verdict("wrong", text)
        return self.judge_by_cases(answer)

    def judge_by_cases(self, answer):
        cases, records = self.cases(np.random.default_rng(0)), []
        for case in cases:
            records.append(watch(self.scene, answer, case, first=cases[0]))
            if records[-1].out_of_time:
                return Verdict("wrong", f"{records[-1].end}\n{self.describe_case(case)}")
        expected = [watch(self.scene, self.right, case) for case in cases]
        for case, right, record in zip(cases, expected, records, strict=True):
            if first_difference(right, record) is not None:
                sentence = self.diagnose_source(answer, case) or self.diagnose(
                    cases, expected, records
                )
                failure = self.describe_failure(case, right, record, explained=bool(sentence))
                told = sentence or self.place(case, right, record)
                return Verdict("wrong", join(told, failure))
        return self.judge_agreement(answer, cases)

    def place(self, case, expected, record):
        """What a case says of the value that differs first, where nobody knows the mistake."""
        position = first_difference(expected, record)
        if position == len(record.seen) or not hasattr(case, "about"):
            return ""
        return case.about(record.seen[position][0])

    def judge_agreement(self, answer, cases):
        """The Verdict on an answer that agrees on all cases: in other respects it may be wrong."""
        if self.scene is layer_scene:
            record = watch(gradient_scene, answer, cases[0])
            if record.end:
                return Verdict("wrong", f"It agrees on all cases, but: {record.end}")
        text = f"It agrees with the right one on all {len(cases)} cases."
        if self.row is None:
            return Verdict("right", text)
        record = watch(pace_scene, answer, self.row, seconds=PATIENCE)
        if record.end and not record.out_of_time:
            where = f"It agrees on all cases, but not in row {self.row} of the network:"
            return Verdict("wrong", join(where, record.end, record.place, record.explanation))
        if not record.seen:  # the machine is too busy for a measurement
            return Verdict("right", text)
        ours, *yours = values(record)
        pace = (min(yours),) if yours else (PATIENCE, "more than")
        return Verdict("right", f"{text} {describe_pace(ours, self.row, *pace)}".rstrip())

    def find_misfit(self, answer):
        """A sentence on an answer that is not what was asked for; "" if it is."""
        wanted = self.first_line
        if isinstance(self.right, type) != isinstance(answer, type) or not callable(answer):
            return f"Hand over {wanted} itself: yours is {describe(answer)}."
        if self.scene is layer_scene and not issubclass(answer, Layer):
            return f"A layer derives from Layer: {wanted}."
        for name, method in self.written(answer):
            if method is None:
                return f"It has no {name}: {wanted} needs one."
        return ""

    def written(self, answer):
        """(name, function or None) of all that the reader writes."""
        if not isinstance(self.right, type):
            return [(self.right.__name__, answer)]
        return [(name, own_method(answer, name)) for name in self.methods]

    def diagnose(self, cases, expected, records):
        """The sentence of the known mistake that shows the same in every case; or else of one that
        may be one of several; or else that of a rule that fits.
        """
        for agree in (show_the_same, may_be_one_of_several):
            for sentence, others in self.known_mistakes(cases):
                if agree(expected, records, others):
                    return sentence
        return self.diagnose_numbers(cases, expected, records)

    def known_mistakes(self, cases):
        """(sentence, the Records of its mistake), …; looked at once, as long as the cases stay."""
        code = [case.code(self.right.__name__) for case in cases]
        if self.looked_at != code:
            self.looked_at, self.mistakes = (
                code,
                [
                    (sentence, [watch(self.scene, wrong, case) for case in cases])
                    for wrong, sentence in self.wrong_answers
                ],
            )
        return self.mistakes

    def diagnose_numbers(self, cases, expected, records):
        """A rule's sentence on the values that differ first, looked at in all cases; or ""."""
        firsts = [first_difference(*pair) for pair in zip(expected, records, strict=True)]
        position = next(each for each in firsts if each is not None)
        names = {each.seen[position][0] if position < len(each.seen) else "" for each in records}
        if len(names) > 1 or "" in names or not hasattr(cases[0], "named"):
            return ""
        (name,) = names
        trials = [
            Trial(tuple(case.named().values()), right.seen[position][1], record.seen[position][1])
            for case, right, record in zip(cases, expected, records, strict=True)
        ]

        def right(*arguments):
            return watch(self.scene, self.right, cases[0].renamed(arguments)).seen[position][1]

        numbers = SimpleNamespace(
            parameters=list(cases[0].named()), right=right, results=(), name_of=self.name_of
        )
        sentence = apply_rules(numbers, trials)
        return f"{name}: {sentence[0].lower()}{sentence[1:]}" if sentence else ""

    def diagnose_source(self, answer, case):
        """A sentence on what can be read in the methods, whatever they compute; or ""."""
        arguments = case.named().values() if hasattr(case, "named") else ()
        return on_padding((method for _, method in self.written(answer)), arguments)

    def describe_failure(self, case, expected, record, explained=False):
        """The case as code that rebuilds it, and what differs first; an error with what is often
        behind it, unless it is `explained` already.
        """
        position = first_difference(expected, record)
        printed = f"It printed:\n{record.printed}" if record.printed else ""
        if position == len(record.seen):
            about = "" if explained else record.explanation
            return join(record.end, record.place, about, self.describe_case(case), printed)
        name, right = expected.seen[position]
        _, given = record.seen[position]
        if given is None:
            text = f"{name}: nothing (None). Is the last line a `return`?"
        else:
            text = f"{name}: {describe_difference(self, right, given)}."
        needed = case.until(name) if hasattr(case, "until") else case
        return join(self.describe_case(needed), text, printed)

    def describe_case(self, case):
        lines = case.code(self.right.__name__).splitlines()
        return "\n".join(["With", *(f"    {line}" for line in lines)])


def run_source(source, name):
    """What a piece of the reader's source defines under this name."""
    namespace = {"np": np, "Layer": Layer, "__name__": "my_layers"}
    exec(source, namespace)
    return namespace[name]


def own_method(answer, name):
    """The method of a class, unless it is only the base class's that says it is missing."""
    method = inspect.getattr_static(answer, name, None)
    return None if method is getattr(Layer, name, None) else method


def join(*texts):
    return "\n".join(filter(None, texts))


# What a scene has seen


@dataclass
class Record:
    """What a scene saw: pairs of a name and a value. `end` is a sentence on why it could not go on;
    of an error, `place` tells where, and `explanation` what is often behind it. `printed` is how
    all that the answer printed begins.
    """

    seen: list = field(default_factory=list)
    end: str = ""
    place: str = ""
    explanation: str = ""
    printed: str = ""
    out_of_time: bool = False


def watch(scene, answer, case, first=None, seconds=None):
    """The Record of an answer in a scene, whatever it does. `first` is the first of all cases."""
    record, printed, seconds = Record(), Head(), seconds or SECONDS
    try:
        silence = contextlib.redirect_stdout(printed)
        with silence, np.errstate(all="ignore"), time_limit(seconds):
            for pair in scene(answer, copy.deepcopy(case)):
                record.seen.append(pair)
    except KeyboardInterrupt:  # the stop button is meant for the cell
        raise
    except BrokenPromiseError as broken:
        record.end = str(broken)
    except OutOfTime:
        record.end = f"It was stopped after {seconds} seconds. Is there a loop without an end?"
        record.out_of_time = True
    except BaseException as error:  # exit() and the like, too
        record.end = f"It raises {type(error).__name__}: {error}".rstrip(": ")
        record.place, record.explanation = describe_raised(error, answer, first)
    record.printed = printed.text
    return record


class Head(io.TextIOBase):
    """A stream that keeps only the beginning of what is written: print may never come to an end."""

    def __init__(self):
        self.text = ""

    def write(self, text):
        self.text += text[: PRINTED - len(self.text)]
        return len(text)


def describe_raised(error, answer, first):
    """(the line of the reader's own code in which an error has come up and the shapes of all arrays
    there, what is often behind it)
    """
    files = {function.__code__.co_filename for function in functions_of(answer)}
    frames, trace = [], error.__traceback__
    while trace:
        if trace.tb_frame.f_code.co_filename in files:
            frames.append((trace.tb_frame, trace.tb_lineno))
        trace = trace.tb_next
    raised, kept = Raised(str(error), "", set(), {}, {}), {}
    if frames:
        frame, number = frames[-1]
        code = frame.f_code
        raised.line = inspect.linecache.getline(code.co_filename, number).strip()
        raised.constants = set(whole_numbers_in(code)) - axes_of(answer, code)
        raised.names = names_in(code)
        raised.outside = outside_of(answer)
        raised.of_other_methods = variables_of_other_methods(answer, code)
        raised.kept = tuple(getattr(frame.f_locals.get("self"), "__dict__", ()))
        raised.arguments = {n: v for n, v in frame.f_locals.items() if isinstance(v, np.ndarray)}
        raised.texts = {n: v for n, v in frame.f_locals.items() if isinstance(v, str)}
        raised.numbers = numbers_among(frame.f_locals)
        raised.first = first.named() if hasattr(first, "named") else {}
        kept = arrays_of_self(frame.f_locals.get("self"), raised.line)
    has_shapes = isinstance(error, ValueError | IndexError)
    shapes = list_shapes(raised.arrays() | kept) if has_shapes else ""
    line = f"The line is: {raised.line}" if raised.line else ""
    return join(line, shapes), explain(raised)


def arrays_of_self(layer, line):
    """The arrays that a line takes from self or from self.params, as they are written there."""
    held = {f"self.{name}": value for name, value in getattr(layer, "__dict__", {}).items()}
    params = held.get("self.params")
    for name, value in params.items() if isinstance(params, dict) else ():
        held |= {f"self.params[{quote}{name}{quote}]": value for quote in "\"'"}
    return {
        name: value
        for name, value in held.items()
        if isinstance(value, np.ndarray) and re.search(rf"{re.escape(name)}(?!\w)", line)
    }


def axes_of(answer, code):
    """The numbers of axes in the function with this code."""
    return {
        axis
        for function in functions_of(answer)
        if function.__code__ is code
        for axis in axes_in(function)
    }


def outside_of(answer):
    """The arrays, by name, that the answer's functions find among the notebook's variables."""
    found = {}
    for function in functions_of(answer):
        found |= arrays_from_outside(function)
    return found


def variables_of_other_methods(answer, code):
    """{name of a local variable: name of its method}, for methods with another code than this."""
    methods = [each for each in functions_of(answer) if each.__qualname__.count(".")]
    return {
        name: method.__name__
        for method in methods
        if method.__code__ is not code and method.__name__ != "__init__"
        for name in method.__code__.co_varnames[method.__code__.co_argcount :]
    }


def first_difference(expected, record):
    """The position of the first pair that is not what was expected, or is missing; or None."""
    for position, (_, value) in enumerate(expected.seen):
        if position == len(record.seen) or not equal(value, record.seen[position][1]):
            return position
    return len(expected.seen) if record.end else None


# Comparing what was seen of two answers, in each case


def show_the_same(expected, records, others):
    """Whether both show the same from beginning to end."""
    return all(
        len(record.seen) == len(other.seen)
        and record.end == other.end
        and all(are_alike(*pair) for pair in zip(values(record), values(other), strict=True))
        for record, other in zip(records, others, strict=True)
    )


def may_be_one_of_several(expected, records, others):
    """Whether both differ first from what was expected in the same place, with the same value: what
    comes after it may be another mistake. It must be so in the first case that fails; in the others
    another mistake of the reader's may come before it, or the same error be told in other words, as
    np.dot and @ do.
    """
    alike = list(map(is_first_difference_alike, expected, records, others))
    positions = list(map(first_difference, expected, records))
    failing = next(number for number, each in enumerate(positions) if each is not None)
    return alike[failing] and all(
        same
        or is_earlier(position, first_difference(right, other))
        or (position == len(record.seen) == len(other.seen) and kind(record) == kind(other) != "")
        for same, position, right, record, other in zip(
            alike, positions, expected, records, others, strict=True
        )
    )


def kind(record):
    """ "It raises ValueError", without its message; "" if nothing was raised."""
    return record.end.partition(":")[0] if record.end.startswith("It raises") else ""


def is_first_difference_alike(expected, record, other):
    position = first_difference(expected, record)
    if position is None or position != first_difference(expected, other):
        return position is first_difference(expected, other)
    both = [values(each)[position] for each in (record, other) if position < len(each.seen)]
    return are_alike(*both) if len(both) == 2 else not both and record.end == other.end


def is_earlier(position, other):
    return position is not None and (other is None or position < other)


def values(record):
    return [value for _, value in record.seen]


def are_alike(one, other):
    return one is other is None or equal(one, other)
