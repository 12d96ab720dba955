"""The course's figures: one message each, one palette, a text for those who cannot see them.

Every function returns a Picture. A notebook shows it when it is the last line of a cell, and
`picture.savefig("name.png")` writes it to a file.
"""

from .addition import bias_maps, same_map
from .arrays import comparison, numbers
from .convolution import responses, sliding_window
from .dense import histograms, templates
from .drawing import drawing
from .from_hours_to_seconds import chunk_sizes, hours, roofline
from .gradient_descent import descents, losses_by_step, schedules
from .images import digits, feature_maps, filters
from .ladder import ladder
from .layers_of_your_own import by_seed
from .max_pooling import kink, overwriting, winners
from .mistakes import confusion_matrix, worst_mistakes
from .past_one_machine import batch_sizes, ring, scaling, speeds
from .picture import DPI, GRADIENT, INK, INPUT, OUTPUT, WEIGHT, Picture, light
from .relu import before_and_after, relu_and_slope, slide, sum_of_relus
from .softmax_cross_entropy import curve, logits_and_probabilities
from .start_here import graph, network_map, patch, readings, step_sizes
from .the_full_network import growth, microscope, saliency
from .training import compare_runs, training_curves
from .vectorization import unrolled

__all__ = [
    "DPI",
    "GRADIENT",
    "INK",
    "INPUT",
    "OUTPUT",
    "WEIGHT",
    "Picture",
    "batch_sizes",
    "before_and_after",
    "bias_maps",
    "by_seed",
    "chunk_sizes",
    "compare_runs",
    "comparison",
    "confusion_matrix",
    "curve",
    "descents",
    "digits",
    "drawing",
    "feature_maps",
    "filters",
    "graph",
    "growth",
    "histograms",
    "hours",
    "kink",
    "ladder",
    "light",
    "logits_and_probabilities",
    "losses_by_step",
    "microscope",
    "network_map",
    "numbers",
    "overwriting",
    "patch",
    "readings",
    "relu_and_slope",
    "responses",
    "ring",
    "roofline",
    "saliency",
    "same_map",
    "scaling",
    "schedules",
    "slide",
    "sliding_window",
    "speeds",
    "step_sizes",
    "sum_of_relus",
    "templates",
    "training_curves",
    "unrolled",
    "winners",
    "worst_mistakes",
]
