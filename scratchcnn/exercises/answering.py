"""What happens when a reader hands in an answer: a verdict, and it is remembered."""

import numpy as np

from ..output import say
from .checking import examine, find
from .my_layers import keep
from .progress import record
from .write_class import WriteClass


def check(name, answer):
    """Print a verdict on the answer to the exercise `name`, such as "convolution.output_size".

    An answer is a value, a function or a class, as the exercise asks. What was tried is noted in
    my_progress.json, and a class that is right is kept in my_layers.py, both beside the notebook.
    ValueError for an unknown name.
    """
    verdict = examine(name, answer)
    say(verdict)
    show(verdict)
    record(name, verdict.status)
    if verdict.status == "right" and isinstance(find(name), WriteClass):
        say(keep(name, answer))


def show(verdict):
    """Display the verdict's picture below the text, where there is a notebook to show it."""
    from ..training.progress import in_notebook

    if not in_notebook():
        return
    from IPython.display import display

    with np.errstate(all="ignore"):  # infinities are drawn without a warning
        if (picture := verdict.picture) is not None:
            display(picture)
