"""What all kinds of exercises have in common: each judges an answer by a Verdict."""

from dataclasses import dataclass, field


@dataclass
class Verdict:
    """What is said on an answer: `status` is "not attempted", "right" or "wrong".

    `arrays` maps names to the arrays that a picture of a wrong result shows.
    """

    status: str
    text: str
    arrays: dict = field(default_factory=dict)

    def __str__(self):
        return self.text

    @property
    def picture(self):
        """The arrays side by side; None where there are none, or none that can be drawn."""
        try:
            from .. import plots

            return plots.comparison(self.arrays) if self.arrays else None
        except (ImportError, ValueError):  # no matplotlib; too large
            return None


class Exercise:
    """A kind of exercise has a `statement` and `hints`; `judge(answer)` returns its Verdict."""

    statement: str
    hints: list  # from the vaguest to the plainest

    def judge(self, answer):
        raise NotImplementedError


def is_blank(answer):
    """Whether the answer is what stands in a stub: None or the dots."""
    return answer is None or answer is ...
