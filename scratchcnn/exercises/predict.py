"""Exercises whose answer is a value: a number, a shape, a word."""

from dataclasses import dataclass

from .comparing import equal, shape_of
from .describing import describe
from .exercise import Exercise, Verdict, is_blank


@dataclass
class Predict(Exercise):
    """An exercise whose answer is a value; `wrong` lists known wrong answers, each with a sentence.

    A `tolerance` is for numbers that are given rounded.
    """

    statement: str
    right: object
    wrong: list  # (wrong answer, sentence)
    hint: str = ""
    tolerance: float = 0

    @property
    def hints(self):
        return [self.hint] if self.hint else []

    def judge(self, answer):
        if is_blank(answer):
            return Verdict("not attempted", self.statement)
        if equal(self.right, answer, self.tolerance):
            return Verdict("right", f"{describe(self.right)}, indeed.")
        return Verdict("wrong", self.diagnose(answer))

    def diagnose(self, answer):
        """A sentence on a wrong answer."""
        if isinstance(self.right, tuple) and isinstance(answer, tuple | list):
            for number, part in enumerate(answer, 1):
                if is_blank(part):
                    return f"Number {number} isn't written yet."
        for slack in (0, self.tolerance):  # the exact one first, if two are near
            for wrong, sentence in self.wrong:
                if equal(wrong, answer, slack):
                    return sentence
        wanted = kind_of(self.right)
        if kind_of(answer) != wanted:
            return f"The answer should be {wanted}; yours is {describe(answer)}."
        return self.hint or f"It is not {describe(answer)}."


def kind_of(value):
    """What sort of a value this is, in words."""
    if isinstance(value, str):
        return "a word"
    shape = shape_of(value)
    if shape is None:
        return "something else"
    return "one number" if shape == () else f"{shape[0]} numbers in brackets"
