"""Exercises whose answer is a function."""

import dis
import inspect
from dataclasses import dataclass, field

import numpy as np

from .comparing import are_tuples_of_one_length, numeric, wrong_part
from .describing import describe, describe_case, describe_failure
from .diagnosing import diagnose
from .diagnosing_source import on_padding, on_variables_of_the_notebook
from .errors import function_of
from .exercise import Exercise, Verdict, is_blank
from .running import try_out

COMMON = "LOAD_COMMON_CONSTANT"  # NotImplementedError since Python 3.14, None since 3.15


@dataclass
class Write(Exercise):
    """An exercise whose answer is a function; its statement is the right function's docstring.

    `cases(rng)` lists the arguments to try it with, the simplest first: the first one that fails is
    shown. `hints` go from the vaguest to the plainest: where in the lesson the idea stands, the
    shape of the answer, nearly its lines. `results` names the parts of a tuple. A mistake to mend
    is the same, with the broken program as one of the wrong answers.
    """

    right: object
    cases: object
    hints: list = field(default_factory=list)
    results: tuple = ()
    index: bool = False  # whether the result is used as an index: then it must be whole numbers
    wrong_answers: list = field(default_factory=list)  # (wrong answer, sentence)

    @property
    def name(self):
        """The name to check it by: "convolution.output_size"."""
        return f"{self.right.__module__.rpartition('.')[2]}.{self.right.__name__}"

    @property
    def statement(self):
        return inspect.getdoc(self.right)

    @property
    def parameters(self):
        return list(inspect.signature(self.right).parameters)

    def name_of(self, position):
        """What a part of the result is called: "d_x", or "result 1" if it has no name."""
        return self.results[position] if self.results else f"result {position + 1}"

    def wrong(self, *sentences_and_answers):
        """Notes known wrong answers: a sentence and the answers that get it, the next one, …

        What comes back decorates one more answer to the last sentence.
        """
        for each in sentences_and_answers:
            if isinstance(each, str):
                sentence = each
            else:
                self.wrong_answers.append((each, sentence))

        def note(answer):
            self.wrong_answers.append((answer, sentence))
            return answer

        return note

    def judge(self, answer):
        if is_blank(answer) or is_stub(answer):
            return Verdict("not attempted", self.statement)
        cases = self.cases(np.random.default_rng(0))
        if misfit := self.find_misfit(answer, cases[0]):
            return Verdict("wrong", misfit)
        trials = []
        for case in cases:
            trial = try_out(answer, self, case, trials)
            if trial.complaint:
                return Verdict("wrong", f"{trial.complaint}\n{describe_case(self, trial)}")
            trials.append(trial)
        if all(trial.passed for trial in trials):
            return self.judge_agreement(trials)
        failing = next(trial for trial in trials if not trial.passed)
        functions = [function_of(answer)]
        lines = [
            on_padding(functions, cases[0]) or diagnose(self, trials),
            on_variables_of_the_notebook(functions),
            describe_failure(self, failing),
        ]
        return Verdict("wrong", "\n".join(filter(None, lines)), self.arrays_of(failing))

    def find_misfit(self, answer, case):
        """A sentence on an answer that can't be called as it should be; "" if it can."""
        wanted = f"def {self.right.__name__}({', '.join(self.parameters)})"
        if not callable(answer):
            return f"Hand over the function itself, {wanted}: yours is {describe(answer)}."
        try:
            signature = inspect.signature(answer)
        except (ValueError, TypeError):  # one of NumPy's or Python's own: the call will tell
            return ""
        try:
            signature.bind(*case)
        except TypeError:
            return f"It should be called like this: {wanted}. Yours takes {signature}."
        return ""

    def judge_agreement(self, trials):
        """The Verdict on numbers that are right."""
        if self.index and any(has_floats(trial.got) for trial in trials):
            text = "The numbers are right, but floats: an index must be a whole number."
            return Verdict("wrong", text)
        return Verdict("right", f"It agrees with the right answer on all {len(trials)} cases.")

    def arrays_of(self, trial):
        """What a picture of a failing case shows: arguments, the right result, the given one."""
        expected, got = trial.expected, trial.got
        if are_tuples_of_one_length(expected, got):
            position = wrong_part(expected, got)
            expected, got = expected[position], got[position]
        arrays = dict(zip(self.parameters, trial.case, strict=True)) | {"expected": expected}
        return arrays if numeric(got) is None else arrays | {"yours": numeric(got)}


def write(cases, hints=(), results=(), index=False):
    """Decorates the right function and makes an exercise of it."""
    return lambda right: Write(right, cases, list(hints), results, index)


def is_stub(answer):
    """Whether a function has no body yet: `...`, `pass`, `return None`, or NotImplementedError."""
    function = function_of(answer)
    if function is None:
        return False
    code = function.__code__
    steps = list(dis.get_instructions(code))
    common = [step for step in steps if step.opname == COMMON]
    if (*code.co_names, *(step.argrepr for step in common)) == ("NotImplementedError",):
        return True
    idle = {"RESUME", "NOP", "POP_TOP", "LOAD_CONST", COMMON, "RETURN_CONST", "RETURN_VALUE"}
    constants = {*code.co_consts, *(step.argval for step in common)}
    nothing = constants <= {function.__doc__, None, ...}
    return nothing and {step.opname for step in steps} <= idle


def has_floats(result):
    """Whether there are floats in an array, a number, or a list of arrays or numbers."""
    parts = result if isinstance(result, list | tuple) else [result]
    return any(numeric(part).dtype.kind == "f" for part in parts)
