"""The lessons' exercises: `exercises.check("convolution.output_size", my_function)`.

Each lesson has a module here, of the same name. An exercise knows its right answer, makes up cases
to try an answer on, and knows what is commonly got wrong, so that the verdict can say why.
"""

from .checking import check, examine, find, names
from .exercise import Verdict

__all__ = ["Verdict", "check", "examine", "find", "names"]
