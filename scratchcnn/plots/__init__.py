"""The course's figures: one message each, one palette, a text for those who cannot see them.

Every function returns a Picture. A notebook shows it when it is the last line of a cell, and
`picture.savefig("name.png")` writes it to a file.
"""

from .arrays import comparison, numbers
from .convolution import responses, sliding_window
from .images import digits, feature_maps, filters
from .ladder import ladder
from .mistakes import confusion_matrix, worst_mistakes
from .picture import DPI, GRADIENT, INK, INPUT, OUTPUT, WEIGHT, Picture, light
from .training import compare_runs, training_curves

__all__ = [
    "DPI",
    "GRADIENT",
    "INK",
    "INPUT",
    "OUTPUT",
    "WEIGHT",
    "Picture",
    "compare_runs",
    "comparison",
    "confusion_matrix",
    "digits",
    "feature_maps",
    "filters",
    "ladder",
    "light",
    "numbers",
    "responses",
    "sliding_window",
    "training_curves",
    "worst_mistakes",
]
