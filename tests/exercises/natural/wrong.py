"""What a natural wrong answer is."""

from typing import NamedTuple


class Wrong(NamedTuple):
    """What is wrong, in a sentence; the answer, as it stands in the cell; what must be told of it.

    `told` is a part of the sentence that names this mistake; empty where no sentence does.
    """

    mistake: str
    code: str
    told: str = ""
