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
        for share in (0, 1):  # the exact one first, if two are near
            for wrong, sentence in self.wrong:
                if equal(wrong, answer, share * self.slack_of(wrong)):
                    return sentence
        wanted = kind_of(self.right)
        if kind_of(answer) != wanted:
            text = f"The answer should be {wanted}; yours is {describe(answer)}."
            return f"{text}{self.diagnose_kind(answer)}"
        return self.hint or f"It is not {describe(answer)}."

    def slack_of(self, wrong):
        """What rounding may change of a wrong answer: never a large share of a small number."""
        if shape_of(wrong) != ():
            return self.tolerance
        return min(self.tolerance, abs(wrong) / 10)

    def diagnose_kind(self, answer):
        """How an answer of another kind has come about, where that can be seen; with a space."""
        if isinstance(answer, str):
            return " Write it without quotes, units and words."
        if shape_of(self.right) == () and isinstance(answer, tuple) and self.has_a_comma(answer):
            return " In Python a comma makes a tuple: 1_000 or 1000 is a thousand."
        both_tuples = isinstance(self.right, tuple) and isinstance(answer, tuple | list)
        if both_tuples and is_left(answer, self.right):
            return f" These are right, but some of the {len(self.right)} are left out."
        return ""

    def has_a_comma(self, parts):
        """Whether the number, with commas between its thousands, reads like these parts."""
        return describe(parts) == f"({self.right:,})".replace(",", ", ")


def is_left(part, whole):
    """Whether the tuple is the whole with some entries left out, and the others in their order."""
    entries = iter(whole)
    return len(part) < len(whole) and all(any(equal(one, each) for each in entries) for one in part)


def kind_of(value):
    """What sort of a value this is, in words."""
    if isinstance(value, str):
        return "a word"
    shape = shape_of(value)
    if shape is None:
        return "something else"
    return "one number" if shape == () else f"{shape[0]} numbers in brackets"
