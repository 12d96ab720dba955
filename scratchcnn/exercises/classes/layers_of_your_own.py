"""Lesson 12: Dropout and BatchNormalization."""

from dataclasses import dataclass

import numpy as np

from ...layers_of_your_own import BatchNormalization, Dropout
from ..cases import decimals
from ..comparing import equal
from ..describing import as_code
from ..scenes import (
    LayerCase,
    build,
    copied,
    names_of_batch,
    passes,
    promise,
    promise_kept,
    promise_numbers,
    promise_own_memory,
    promise_side_by_side,
)
from ..write_class import WriteClass

# Dropout

STUB = '''\
class Dropout(Layer):
    """While learning, each number is dropped with probability `rate`; the others grow."""

    def __init__(self, rate=0.5, *, rng=None):
        self.rate, self.rng = rate, np.random.default_rng() if rng is None else rng

    def forward(self, x):
        """x of any shape. If self.training, x with numbers dropped by self.rng; else a copy."""
        ...

    def backward(self, d_out):
        """d_out: as what forward returned. Returns ∂L/∂x for what the last forward did."""
        ...'''
SOLUTION = STUB.replace(
    '''else a copy."""
        ...''',
    '''else a copy."""
        self.factors = np.ones_like(x)
        if self.training:
            kept = self.rng.random(x.shape) >= self.rate
            self.factors = kept.astype(x.dtype) / (1 - self.rate)
        return x * self.factors''',
).replace(
    '''what the last forward did."""
        ...''',
    '''what the last forward did."""
        return d_out * self.factors''',
)
MANY = (40, 60)  # numbers, so that their share can be counted
NEAR = 0.05  # five standard deviations of that share


@dataclass
class DropoutCase:
    """A rate, a seed, and a batch with dL/d(output)."""

    rate: float
    seed: int
    x: np.ndarray
    d_out: np.ndarray

    def code(self, name):
        lines = [
            f"layer = {name}({self.rate}, rng=np.random.default_rng({self.seed}))",
            "layer.training = True",
            f"ones = np.ones({MANY})",
            "layer.forward(ones), layer.backward(ones)",
            "layer.training = False",
            f"x = {as_code(self.x, in_full=True)}",
            f"d_out = {as_code(self.d_out, in_full=True)}",
        ]
        return "\n".join(lines)


def dropout_scene(cls, case):
    """What can be said of random numbers without drawing the same ones; then exact numbers."""
    layer, ones = cls(case.rate, rng=np.random.default_rng(case.seed)), np.ones(MANY)
    layer.training = True
    out = look_at_forward(layer, ones)
    kept = np.array(out) != 0
    yield "the numbers in forward(ones), learning", np.unique(out)[:5]
    near = abs(np.mean(~kept) - case.rate) < NEAR
    yield f"whether about {case.rate} of forward(ones) are 0, learning", bool(near)
    for axis, what in ((0, "image"), (1, "number")):
        others = not (kept == kept.take([0], axis=axis)).all()
        yield f"whether each {what} is drawn by itself", bool(others)
    d_out = 3 * ones
    d_ones = layer.backward(d_out)
    promise_numbers(d_ones, "backward(3 * ones)")
    promise(np.shape(d_ones) == MANY, f"backward returns {np.shape(d_ones)}: expected {MANY}.")
    yield "backward(3 * ones) where forward kept", np.unique(d_ones[kept])[:5]
    yield "backward(3 * ones) where forward dropped", np.unique(d_ones[~kept])[:5]
    again = layer.forward(ones)
    yield "whether the next forward drops others", not equal(out, again)
    promise_kept([(out, kept * out)])
    other = cls(case.rate, rng=np.random.default_rng(case.seed))
    other.training = True
    yield "whether the same seed drops the same", equal(out, other.forward(ones))
    layer.training = False
    x, d_out = case.x.copy(), case.d_out.copy()
    out = look_at_forward(layer, x)
    yield "forward(x)", copied(out)
    d_x = layer.backward(d_out)
    promise_numbers(d_x, "backward(d_out)")
    yield "backward(d_out)", copied(d_x)
    promise_own_memory(out, x, "forward")
    promise_own_memory(d_x, d_out, "backward")


def look_at_forward(layer, x):
    before = x.copy()
    out = layer.forward(x)
    promise_numbers(out, "forward(x)")
    promise(equal(x, before), "forward changes its argument x: others still need it, so copy.")
    promise(np.shape(out) == x.shape, f"forward returns {np.shape(out)}: expected {x.shape}.")
    return out


def dropout_cases(rng):
    simple = np.array([[1.0, -2, 3]]), np.array([[10.0, 20, -30]])
    single = decimals(rng, 2, 3).astype(np.float32), decimals(rng, 2, 3).astype(np.float32)
    return [
        DropoutCase(0.5, 1, *simple),
        DropoutCase(0.25, 2, decimals(rng, 2, 2, 2, 1), decimals(rng, 2, 2, 2, 1)),
        DropoutCase(0.8, 3, *single),
    ]


dropout = WriteClass(
    Dropout,
    ("forward", "backward"),
    dropout_scene,
    dropout_cases,
    STUB,
    SOLUTION,
    hints=[
        'Section "Dropout" has both rules: what is kept while it learns, and why it grows; Section '
        '"Backward: the same mask" is the way back.',
        "One array of factors, of the shape of x, says all: 0 where a number is dropped, one and "
        "the same larger number where it is kept; while it predicts, 1 everywhere. self keeps it.",
        "self.rng gives evenly spread numbers from 0 to 1 in any shape: one is at least the rate "
        "with probability 1 - rate, and then its place is kept. Such truth values become numbers "
        "of the type of x, and are divided once. Both passes are a product with the same factors.",
    ],
)
DRAW = "self.rng.random(x.shape) >= self.rate"
FACTORS = "kept.astype(x.dtype) / (1 - self.rate)"
IF = "if self.training:"
FORWARD, BACKWARD = "return x * self.factors", "return d_out * self.factors"

dropout.wrong(
    "What is kept doesn't grow: divide it by the probability of being kept, 1 - rate, so that the "
    "mean stays.",
    (FACTORS, "kept.astype(x.dtype)"),
)
dropout.wrong(
    "What is kept shrinks by 1 - rate: divide by that.",
    (FACTORS, "kept.astype(x.dtype) * (1 - self.rate)"),
)
dropout.wrong(
    "What is kept is divided by the rate: the probability of being kept is 1 - rate.",
    (FACTORS, "kept.astype(x.dtype) / self.rate"),
)
dropout.wrong(
    "The wrong ones are dropped: `rate` is the share that becomes 0.",
    (DRAW, DRAW.replace(">=", "<")),
)
dropout.wrong(
    "It drops while it predicts, too: then everything stays as it is. self.training says which.",
    (IF, "if True:"),
)
dropout.wrong(
    "It drops while it predicts, and not while it learns: the other way round.",
    (IF, "if not self.training:"),
)
dropout.wrong(
    "While it predicts, everything shrinks by 1 - rate. That is the old way; here what is kept "
    "grows while it learns, and nothing is left to do afterwards.",
    ("np.ones_like(x)", "np.ones_like(x) * (1 - self.rate)"),
    (FACTORS, "kept.astype(x.dtype)"),
)
dropout.wrong(
    "While it predicts, everything shrinks by 1 - rate: then x stays as it is.",
    ("np.ones_like(x)", "np.ones_like(x) * (1 - self.rate)"),
)
dropout.wrong(
    "backward draws once more: what forward dropped gets no gradient, and the rest gets its own. "
    "Keep the factors.",
    (
        BACKWARD,
        "kept = self.rng.random(d_out.shape) >= self.rate\n"
        "        return d_out * kept / (1 - self.rate) if self.training else d_out * 1",
    ),
)
dropout.wrong(
    "backward lets every gradient through: what was dropped had no part in the output.",
    (BACKWARD, "return d_out.copy()"),
)
dropout.wrong(
    "backward only drops: what forward has multiplied, backward multiplies by the same factor.",
    (BACKWARD, "return d_out * (self.factors > 0)"),
)
dropout.wrong(
    "backward divides by the factors, or where they are 0, by 0: the slope of x · factor is the "
    "factor.",
    (BACKWARD, "return d_out / self.factors"),
)
dropout.wrong(
    "All images drop the same numbers: draw in the shape of the whole batch.",
    (DRAW, "np.broadcast_to(self.rng.random(x.shape[1:]) >= self.rate, x.shape)"),
)
dropout.wrong(
    "Whole images are dropped: draw for every number of every image.",
    (DRAW, "self.rng.random((len(x), *[1] * (x.ndim - 1))) >= self.rate + 0 * x"),
)
dropout.wrong(
    "The numbers to drop are drawn once and then stay: draw anew in each forward.",
    (
        f"kept = {DRAW}",
        'kept = self.kept = vars(self).get("kept", self.rng.random(x.shape) >= self.rate)',
    ),
)
dropout.wrong(
    "The same seed doesn't drop the same: draw from self.rng, not from NumPy's global generator.",
    ("self.rng.random(x.shape)", "np.random.random(x.shape)"),
)
dropout.wrong(
    "The numbers that are drawn are spread as a bell, or not from 0 to 1: self.rng.random draws "
    "evenly between 0 and 1, and a share `rate` lies below `rate`.",
    ("self.rng.random", "self.rng.standard_normal"),
)
dropout.wrong(
    "Exactly which numbers are dropped depends on their size: each has the same chance.",
    (DRAW, "self.rng.random(x.shape) * x.mean() >= self.rate * x / 2"),
)
dropout.wrong(
    "After a forward that predicts, backward still has the factors of an earlier one: keep what "
    "the last forward did, in both modes.",
    (
        "self.factors = np.ones_like(x)\n        if self.training:",
        "if not self.training:\n            return x.copy()\n        if True:",
    ),
)
dropout.wrong(
    "backward has no factors: forward must keep them, in self.",
    (BACKWARD, "return d_out * factors"),
)

# BatchNormalization

BATCH_STUB = '''\
class BatchNormalization(Layer):
    """out = gamma · (x - mean) / √(variance + epsilon) + beta, for each channel"""

    def __init__(self, channels, momentum=0.9, epsilon=1e-5):
        self.momentum, self.epsilon = momentum, epsilon
        self.params["gamma"] = np.ones(channels, np.float32)
        self.params["beta"] = np.zeros(channels, np.float32)
        self.running_mean = np.zeros(channels, np.float32)
        self.running_variance = np.ones(channels, np.float32)

    def forward(self, x):
        """x: N × … × channels. Learning: with the batch's statistics; else the running ones."""
        ...

    def backward(self, d_out):
        """After a forward that learnt. Stores grads["gamma"], grads["beta"]; returns ∂L/∂x."""
        ...'''
BATCH_SOLUTION = BATCH_STUB.replace(
    '''else the running ones."""
        ...''',
    '''else the running ones."""
        axes = tuple(range(x.ndim - 1))  # all but the channels
        mean, variance = self.running_mean, self.running_variance
        if self.training:
            mean, variance = x.mean(axis=axes), x.var(axis=axes)
            m = self.momentum
            self.running_mean = m * self.running_mean + (1 - m) * mean
            self.running_variance = m * self.running_variance + (1 - m) * variance
        self.spread = np.sqrt(variance + self.epsilon)
        self.normal = (x - mean) / self.spread
        return self.params["gamma"] * self.normal + self.params["beta"]''',
).replace(
    '''returns ∂L/∂x."""
        ...''',
    '''returns ∂L/∂x."""
        axes = tuple(range(d_out.ndim - 1))
        self.grads["gamma"] = (d_out * self.normal).sum(axis=axes)
        self.grads["beta"] = d_out.sum(axis=axes)
        d = self.params["gamma"] * d_out
        through_variance = self.normal * (d * self.normal).mean(axis=axes)
        return (d - d.mean(axis=axes) - through_variance) / self.spread''',
)


class LearningCase(LayerCase):
    """A LayerCase of a layer that is learning."""

    def code(self, name):
        first, *others = super().code(name).splitlines()
        return "\n".join([first, "layer.training = True", *others])


def batch_normalization_scene(cls, case):
    """Forward and backward on every batch while it learns, then what it predicts."""
    layer, x = build(cls, case), case.batches[-1][0]
    x_, _ = names_of_batch(len(case.batches))
    layer.training = True
    yield from passes(layer, case)
    layer.training = False
    for again in ("", ", again"):
        out = layer.forward(x[:1].copy())
        promise_numbers(out, f"forward({x_}[:1]), predicting")
        yield f"forward({x_}[:1]), predicting{again}", copied(out)
    promise_side_by_side(cls, case)


def batch_case(rng, channels, *shapes, dtype=np.float64, spread=1.0):
    parameters = {"gamma": decimals(rng, channels) + 2, "beta": decimals(rng, channels)}
    batches = [
        ((spread * decimals(rng, *shape, channels) + 1).astype(dtype), d_out.astype(dtype))
        for shape in shapes
        for d_out in [decimals(rng, *shape, channels)]
    ]
    return LearningCase((channels,), parameters, batches, dtype)


def batch_cases(rng):
    parameters = {"gamma": np.array([1.0, 10]), "beta": np.array([0.0, 100])}
    x, d_out = np.array([[1.0, 0], [3, 4], [5, 2]]), np.array([[3.0, 0], [0, 1], [0, 2]])
    return [
        LearningCase((2,), parameters, [(x, d_out)]),
        batch_case(rng, 3, (4,)),
        batch_case(rng, 2, (2, 2, 3)),
        batch_case(rng, 2, (3,), (4,)),
        batch_case(rng, 1, (3,), spread=0.01),  # where ε counts
        batch_case(rng, 3, (3,)),
        batch_case(rng, 2, (2, 2, 1), dtype=np.float32),
    ]


batch_normalization = WriteClass(
    BatchNormalization,
    ("forward", "backward"),
    batch_normalization_scene,
    batch_cases,
    BATCH_STUB,
    BATCH_SOLUTION,
    hints=[
        'Section "Batch normalization" has the formula, Section "Backward: three ways" the '
        'gradient, and Section "One image has no mean" what is kept for predicting.',
        "Mean, variance, gamma, beta and their gradients have one number for each channel: they "
        "are taken over all axes but the last one, as a tuple of axes. forward keeps the root and "
        "the normalized numbers, of the shape of x.",
        "Which pair of statistics is used depends on self.training; only a batch that is learnt "
        "from moves the running ones, nine tenths old and one tenth new. beta's gradient is a sum, "
        "gamma's the same sum with the normalized numbers beside it. For ∂L/∂x, d_out times gamma "
        "loses two things: its own mean, and the normalized numbers times a mean of a product; "
        "all of it is divided by the root.",
    ],
)
MEAN, VARIANCE = "x.mean(axis=axes)", "x.var(axis=axes)"
LAST = "(d - d.mean(axis=axes) - through_variance) / self.spread"
D_GAMMA, D_BETA = "(d_out * self.normal).sum(axis=axes)", "d_out.sum(axis=axes)"
ROOT = "np.sqrt(variance + self.epsilon)"
OUT = 'self.params["gamma"] * self.normal + self.params["beta"]'
NEW_MEAN = "m * self.running_mean + (1 - m) * mean"
NEW_VARIANCE = "m * self.running_variance + (1 - m) * variance"
FORWARD_AXES = "axes = tuple(range(x.ndim - 1))  # all but the channels"

batch_normalization.wrong(
    "In ∂L/∂x, what comes back through the variance is missing: every x moves it, and it moves "
    "every output.",
    (LAST, "(d - d.mean(axis=axes)) / self.spread"),
)
batch_normalization.wrong(
    "In ∂L/∂x, what comes back through the mean is missing: every x moves it, and it moves every "
    "output.",
    (LAST, "(d - through_variance) / self.spread"),
)
batch_normalization.wrong(
    "In ∂L/∂x, mean and variance are treated as constants: every x moves them, and they move every "
    "output.",
    (LAST, "d / self.spread"),
)
batch_normalization.wrong(
    "In ∂L/∂x, what comes back through the variance is added: subtract it, like the mean.",
    (LAST, LAST.replace("- through", "+ through")),
)
batch_normalization.wrong(
    "In ∂L/∂x, the two shares are sums over the batch: both should be means.",
    ("(d * self.normal).mean(", "(d * self.normal).sum("),
    ("d.mean(", "d.sum("),
)
batch_normalization.wrong(
    "In ∂L/∂x, the share of the variance lacks the normalized numbers in front of the mean: an x "
    "far from the mean moves the variance more.",
    ("self.normal * (d *", "(d *"),
)
batch_normalization.wrong(
    "∂L/∂x isn't divided by the root: a small spread makes every slope steep.",
    (LAST, LAST.replace(" / self.spread", "")),
)
batch_normalization.wrong(
    "∂L/∂x lacks gamma: d_out is multiplied by it first.",
    ('d = self.params["gamma"] * d_out', "d = d_out"),
)
batch_normalization.wrong(
    "The gradient of gamma lacks the normalized numbers: gamma was multiplied by them.",
    (D_GAMMA, "d_out.sum(axis=axes)"),
)
batch_normalization.wrong(
    "The gradients of gamma and beta are exchanged.",
    ('self.grads["gamma"] = ', 'self.grads["beta_"] = '),
    ('self.grads["beta"] = ', 'self.grads["gamma"] = '),
    ('self.grads["beta_"] = ', 'self.grads["beta"] = '),
)
batch_normalization.wrong(
    "The gradient of gamma takes x: it was multiplied by the normalized numbers.",
    ("self.normal = (x", "self.x = x\n        self.normal = (x"),
    (D_GAMMA, "(d_out * self.x).sum(axis=axes)"),
)
batch_normalization.wrong(
    "The gradient of gamma is a mean over the batch: sum. The mean of the loss is in d_out "
    "already.",
    (D_GAMMA, D_GAMMA.replace("sum", "mean")),
)
batch_normalization.wrong(
    "The gradient of beta is a mean over the batch: sum. The mean of the loss is in d_out already.",
    (D_BETA, D_BETA.replace("sum", "mean")),
)
batch_normalization.wrong(
    "The gradient of gamma is multiplied by gamma: for that one, d_out is taken as it comes.",
    (D_GAMMA, 'self.params["gamma"] * ' + D_GAMMA),
)
batch_normalization.wrong(
    "The gradient of beta is multiplied by gamma: for that one, d_out is taken as it comes.",
    (D_BETA, 'self.params["gamma"] * ' + D_BETA),
)
batch_normalization.wrong(
    "It divides by the variance: the root of it has the unit of x.",
    (ROOT, "variance + self.epsilon"),
)
batch_normalization.wrong(
    "It divides by nothing: mean 0, but not variance 1.", (ROOT, "np.ones_like(variance)")
)
batch_normalization.wrong(
    "The mean is not subtracted in forward.", ("(x - mean)", "(x - 0 * mean)")
)
batch_normalization.wrong(
    "epsilon is added to the root: it belongs under it.",
    (ROOT, "np.sqrt(variance) + self.epsilon"),
)
batch_normalization.wrong("epsilon is missing under the root.", (ROOT, "np.sqrt(variance)"))
batch_normalization.wrong(
    "The variance divides by one less than the number of places: here it is the mean of the "
    "squares.",
    (VARIANCE, "x.var(axis=axes, ddof=1)"),
)
batch_normalization.wrong("beta is not added.", (OUT, OUT.replace(' + self.params["beta"]', "")))
batch_normalization.wrong(
    "gamma is not multiplied in.", (OUT, OUT.replace('self.params["gamma"] * ', ""))
)
batch_normalization.wrong(
    "Each place of an image has statistics of its own: mean and variance are taken over the places "
    "of an image, too, over all axes but the last.",
    (MEAN, "x.mean(axis=0)"),
    (VARIANCE, "x.var(axis=0)"),
)
batch_normalization.wrong(
    "One mean and one variance for all channels: each channel has its own.",
    (MEAN, "x.mean() + 0 * self.running_mean"),
    (VARIANCE, "x.var() + 0 * self.running_variance"),
)
batch_normalization.wrong(
    "Each image is normalized by itself, over its channels: that is another layer. Here each "
    "channel is, over the batch.",
    (MEAN, "x.mean(axis=-1, keepdims=True)"),
    (VARIANCE, "x.var(axis=-1, keepdims=True)"),
    (NEW_MEAN, "self.running_mean"),
    (NEW_VARIANCE, "self.running_variance"),
)
batch_normalization.wrong(
    "Mean and variance are taken over the channels, the last axis: take them over all the others.",
    (MEAN, "x.mean(axis=-1)"),
    (VARIANCE, "x.var(axis=-1)"),
    (NEW_MEAN, "self.running_mean"),
    (NEW_VARIANCE, "self.running_variance"),
)
batch_normalization.wrong(
    "It predicts with the statistics of the batch: what becomes of an image must not depend on its "
    "neighbours, so take the running ones.",
    (
        "mean, variance = self.running_mean, self.running_variance",
        "mean, variance = x.mean(axis=axes), x.var(axis=axes)",
    ),
)
batch_normalization.wrong(
    "It learns with the running averages: while self.training, mean and variance are those of the "
    "batch.",
    (
        "self.spread = np.sqrt",
        "mean, variance = self.running_mean, self.running_variance\n        self.spread = np.sqrt",
    ),
)
batch_normalization.wrong(
    "The running averages stay where they were at the start: a batch that is learnt from moves "
    "them.",
    (NEW_MEAN, "self.running_mean"),
    (NEW_VARIANCE, "self.running_variance"),
)
batch_normalization.wrong(
    "The running averages move while it predicts, too: only a batch that is learnt from has a part "
    "in them.",
    (
        "        self.spread = np.sqrt",
        "        else:\n"
        "            m = self.momentum\n"
        f"            self.running_mean = m * self.running_mean + (1 - m) * {MEAN}\n"
        f"            self.running_variance = m * self.running_variance + (1 - m) * {VARIANCE}\n"
        "        self.spread = np.sqrt",
    ),
)
batch_normalization.wrong(
    "The running averages move while it predicts, too, before they are taken: only a batch that is "
    "learnt from has a part in them.",
    (
        "        self.spread = np.sqrt",
        "        else:\n"
        "            m = self.momentum\n"
        f"            mean = self.running_mean = m * mean + (1 - m) * {MEAN}\n"
        "            variance = m * variance + (1 - m) * x.var(axis=axes)\n"
        "            self.running_variance = variance\n"
        "        self.spread = np.sqrt",
    ),
)
batch_normalization.wrong(
    "The running averages forget too fast: momentum is the share of the old one, 1 - momentum that "
    "of the new batch.",
    (NEW_MEAN, "(1 - m) * self.running_mean + m * mean"),
    (NEW_VARIANCE, "(1 - m) * self.running_variance + m * variance"),
)
batch_normalization.wrong(
    "The running averages are those of the last batch alone: nine tenths of the old one stay.",
    (NEW_MEAN, "mean"),
    (NEW_VARIANCE, "variance"),
)
batch_normalization.wrong(
    "The running averages grow: the new batch has the share 1 - momentum, so that both shares "
    "are 1 together.",
    (NEW_MEAN, "m * self.running_mean + mean"),
    (NEW_VARIANCE, "m * self.running_variance + variance"),
)
batch_normalization.wrong(
    "Only the mean is kept for predicting: the variance has a running average as well.",
    (NEW_VARIANCE, "self.running_variance"),
)
batch_normalization.wrong(
    "Only the variance is kept for predicting: the mean has a running average as well.",
    (NEW_MEAN, "self.running_mean"),
)
batch_normalization.wrong(
    "The running variance takes its part of the standard deviation, not of the variance.",
    (NEW_VARIANCE, "m * self.running_variance + (1 - m) * np.sqrt(variance)"),
)
batch_normalization.wrong(
    "The gradients pile up from call to call: each backward begins at zero.",
    (
        f'self.grads["gamma"] = {D_GAMMA}',
        f'self.grads["gamma"] = self.grads.get("gamma", 0) + {D_GAMMA}',
    ),
    (
        f'self.grads["beta"] = {D_BETA}',
        f'self.grads["beta"] = self.grads.get("beta", 0) + {D_BETA}',
    ),
)
batch_normalization.wrong(
    "backward has no root: forward must keep it, in self.", (LAST, LAST.replace("self.", ""))
)
