"""What a natural wrong answer is."""

from typing import NamedTuple


class Wrong(NamedTuple):
    """mistake: what is wrong, in a sentence. code: the answer, as it stands in the reader's cell."""

    mistake: str
    code: str
