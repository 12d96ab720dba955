"""Sentences on what can be read from the source of a wrong answer, whatever it has computed."""

import numpy as np

from .explaining import describe_outside
from .reading import arrays_from_outside, find_padding_of_all_axes


def on_padding(functions, arguments):
    """A sentence on np.pad(x, 1) where there are batches of images: it pads all four axes."""
    if not any(isinstance(each, np.ndarray) and each.ndim == 4 for each in arguments):
        return ""
    call = find_padding_of_all_axes(filter(None, functions))
    if not call:
        return ""
    return (
        f"{call} pads all four axes alike, so images and channels are added, too. Give a pair for "
        "each axis, (before, after): only those of the height and the width are not (0, 0)."
    )


def on_variables_of_the_notebook(functions):
    """A sentence for each array that is no argument."""
    found = {}
    for function in filter(None, functions):
        found |= arrays_from_outside(function)
    return "\n".join(describe_outside(name, array) for name, array in found.items())
