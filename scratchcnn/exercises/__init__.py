"""The lessons' exercises: `exercises.check("convolution.output_size", my_function)`.

Each lesson has a module here, of the same name. An exercise knows its right answer, makes up cases
to try an answer on, and knows what is commonly got wrong, so that the verdict can say why.
"""

from .answering import check
from .assembling import my_network
from .checking import case, examine, find, names
from .exercise import Verdict
from .progress import hint, progress, reset
from .training_mine import train_mine
from .warm_ups import warm_up

__all__ = [
    "Verdict",
    "case",
    "check",
    "examine",
    "find",
    "hint",
    "my_network",
    "names",
    "progress",
    "reset",
    "train_mine",
    "warm_up",
]
