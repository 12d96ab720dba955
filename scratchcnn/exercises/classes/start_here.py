"""Lesson 00: Division."""

import numpy as np

from ...layers import Division
from ..cases import decimals
from ..scenes import LayerCase, layer_scene
from ..write_class import WriteClass

STUB = '''\
class Division(Layer):
    """out = x / divisor, for images of any shape."""

    def __init__(self, divisor):
        self.divisor = divisor

    def forward(self, x):
        """x: N × H × W × C, whole numbers or floats; returns floats of the same shape."""
        ...

    def backward(self, d_out):
        """d_out: ∂L/∂out; returns ∂L/∂x."""
        ...'''
SOLUTION = STUB.replace(
    '''floats of the same shape."""
        ...''',
    '''floats of the same shape."""
        return x / self.divisor''',
).replace(
    '''returns ∂L/∂x."""
        ...''',
    '''returns ∂L/∂x."""
        return d_out / self.divisor''',
)


def cases(rng):
    pixels = [rng.integers(0, 256, (count, 2, 3, 1)) for count in (1, 2)]
    bytes_ = [(x.astype(np.uint8), decimals(rng, *x.shape)) for x in pixels]
    floats = [(x + 0.5, decimals(rng, *x.shape)) for x in pixels]
    return [
        LayerCase((2,), {}, floats[:1]),
        LayerCase((5,), {}, floats),
        LayerCase((255,), {}, bytes_),
        LayerCase((16,), {}, [(x.astype(np.float32), d) for x, d in floats], np.float32),
    ]


layer = WriteClass(
    Division,
    ("forward", "backward"),
    layer_scene,
    cases,
    STUB,
    SOLUTION,
    row=1,
    hints=[
        'Section "Second way: the chain rule" has the slope, Section "The contract of a layer" '
        "what forward and backward promise.",
        "Each number of x becomes one number of out, by itself, so both methods return the "
        "shape they were given. The slope is one over the divisor everywhere.",
        "Both bodies are a single line, and look alike: one divides what goes in, the other "
        "what comes from behind. The constructor has kept what they need.",
    ],
)
FORWARD, BACKWARD = "return x / self.divisor", "return d_out / self.divisor"

layer.wrong(
    "backward forgets its own slope, 1 / divisor: what comes from behind is handed on as it is.",
    (BACKWARD, "return d_out * 1.0"),
)
layer.wrong(
    "backward returns the slope alone: multiply it by d_out, which came from behind.",
    (BACKWARD, "return np.ones_like(d_out) / self.divisor"),
)
layer.wrong(
    "backward returns a single number, the slope: multiply it by d_out, which came from behind.",
    (BACKWARD, "return 1 / self.divisor"),
)
layer.wrong(
    "backward multiplies by the divisor: the slope of x / divisor is 1 / divisor.",
    (BACKWARD, "return d_out * self.divisor"),
)
layer.wrong(
    "backward divides what forward has seen: it is d_out that travels back.",
    (FORWARD, "self.x = x\n        return x / self.divisor"),
    (BACKWARD, "return self.x / self.divisor"),
)
layer.wrong(
    "backward divides by the number of images, too: the mean of the loss is in d_out already.",
    (BACKWARD, "return d_out / self.divisor / len(d_out)"),
)
layer.wrong(
    "The slope of x / divisor is 1 / divisor, not -1 / divisor²: it is x that varies.",
    (BACKWARD, "return -d_out / self.divisor**2"),
)
layer.wrong(
    "backward takes the divisor twice: the slope of x / divisor is 1 / divisor.",
    (BACKWARD, "return d_out / self.divisor**2"),
)
layer.wrong("// cuts the fractions off: / keeps them.", (FORWARD, "return x // self.divisor"))
layer.wrong(
    "It divides by 255, whatever the divisor is: use self.divisor.", ("/ self.divisor", "/ 255")
)
layer.wrong(
    "backward divides by 255, whatever the divisor is: use self.divisor.",
    (BACKWARD, "return d_out / 255"),
)
layer.wrong(
    "forward multiplies by the divisor instead of dividing.",
    (FORWARD, "return x * float(self.divisor)"),
)
layer.wrong(
    "That is the slope along the divisor, -x / divisor²: it is x that varies, with slope "
    "1 / divisor.",
    (FORWARD, f"self.x = x\n        {FORWARD}"),
    (BACKWARD, "return -d_out * self.x / self.divisor**2"),
)
layer.wrong(
    "The result goes back to the type of x, whole numbers, and its fractions are cut off: leave it "
    "as it is.",
    (FORWARD, "return (x / self.divisor).astype(x.dtype)"),
)
layer.wrong(
    "forward has no divisor of its own: __init__ has kept it as self.divisor.",
    (FORWARD, "return x / divisor"),
)
layer.wrong(
    "backward has no divisor of its own: __init__ has kept it as self.divisor.",
    (BACKWARD, "return d_out / divisor"),
)
