"""Wrong classes as learners write them, in styles of their own: one module for each lesson.

They were written from the stubs, before the errors that they raise were known.
"""

from . import (
    addition,
    automatic_differentiation,
    convolution,
    dense,
    gradient_descent,
    max_pooling,
    relu,
    softmax_cross_entropy,
    start_here,
    vectorization,
)
from .told import TOLD

CLASSES = {
    "start_here.layer": start_here.ANSWERS,
    "convolution.layer": convolution.ANSWERS,
    "max_pooling.layer": max_pooling.ANSWERS,
    "addition.layer": addition.ANSWERS,
    "relu.layer": relu.ANSWERS,
    "vectorization.layer": vectorization.ANSWERS,
    "dense.layer": dense.ANSWERS,
    "softmax_cross_entropy.loss": softmax_cross_entropy.ANSWERS,
    "gradient_descent.optimizer": gradient_descent.ANSWERS,
    "gradient_descent.training_loop": gradient_descent.LOOP_ANSWERS,
    "automatic_differentiation.taped": automatic_differentiation.ANSWERS,
}
ANSWERS = [
    (name, mistake, code, TOLD[name][mistake])
    for name, answers in CLASSES.items()
    for mistake, code in answers
]
