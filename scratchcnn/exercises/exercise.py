"""What an exercise is: a statement, a right answer, and the wrong ones that people give."""

import inspect
from dataclasses import dataclass, field


@dataclass
class Predict:
    """An exercise whose answer is a value: a number, a shape, a word.

    `wrong` maps the answers that one gives by a known mistake to a sentence about it.
    """

    statement: str
    right: object
    wrong: dict
    hint: str = ""
    tolerance: float = 0  # for numbers that one gives rounded


@dataclass
class Write:
    """An exercise whose answer is a function; its statement is the right function's docstring.

    `cases(rng)` lists the arguments to try it with, the simplest first: the first one that fails is
    shown. A mistake to mend is the same, with the broken program as one of the wrong answers.
    """

    right: object
    cases: object
    hint: str = ""
    index: bool = False  # whether the result is used as an index: then it must be whole numbers
    wrong_answers: list = field(default_factory=list)  # (function, diagnosis)

    @property
    def statement(self):
        return inspect.getdoc(self.right)

    @property
    def parameters(self):
        return list(inspect.signature(self.right).parameters)

    def wrong(self, diagnosis):
        """Decorates a known wrong answer; whoever gives it reads the diagnosis."""

        def remember(function):
            self.wrong_answers.append((function, diagnosis))
            return function

        return remember


def write(cases, hint="", index=False):
    """Decorates the right function and makes an exercise of it."""
    return lambda right: Write(right, cases, hint, index)
