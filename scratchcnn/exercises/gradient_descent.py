"""Lesson 08: gradient descent."""

import numpy as np

from .exercise import Predict, write

predict_limit = Predict(
    "Along its steepest direction a loss has the curvature 50. Above which learning rate does "
    "plain gradient descent run away?",
    right=0.04,
    wrong={
        0.02: "At 1/λ the first step lands exactly on the bottom. It may be twice as large before "
        "it runs away.",
        0.08: "Twice too much: |1 - ηλ| must stay below 1.",
        100: "It is 2 divided by the curvature: the steeper, the smaller the step.",
        25: "The other way round: 2/λ, not λ/2.",
        0.1: "That was the limit of the lesson's valley, with curvature 20.",
    },
    hint="From which η on is |1 - ηλ| no longer below 1?",
)

predict_batch = Predict(
    "A batch of 16 has gradients with an error of 1.7. How large must a batch be for 0.17?",
    right=1600,
    wrong={
        160: "Ten times as many images make the error smaller by √10 only, which is about 3.",
        51: "The other way round: it takes more than ten times as many images, not fewer.",
        1.6: "Smaller batches have larger errors.",
        16_000: "The error falls with the square root, not with the third one: 10² is enough.",
    },
    hint="The error falls with 1/√N.",
)


def states(rng):
    """Cases (theta, g, velocity, learning_rate, momentum, weight_decay)."""
    simple = (np.array([1.0, 2]), np.array([1.0, -1]), np.array([0.0, 2]), 0.5, 0.5, 0.0)
    decaying = (np.array([1.0, 2]), np.array([0.0, 0]), np.array([0.0, 0]), 0.5, 0.9, 0.5)
    cases = [simple, decaying]
    for shape in ((3,), (2, 3), (4, 2)):
        arrays = rng.standard_normal((3, *shape))
        cases.append((*arrays, 0.1, 0.9, 0.01))
    return cases


@write(cases=states, hint="First the new velocity, then the step with it.")
def step(theta, g, velocity, learning_rate, momentum, weight_decay):
    """Write step(…): a tuple of the new theta and the new velocity."""
    velocity = momentum * velocity + g + weight_decay * theta
    return theta - learning_rate * velocity, velocity


@step.wrong("The step goes with the old velocity: compute the new one first.")
def _(theta, g, velocity, learning_rate, momentum, weight_decay):
    return theta - learning_rate * velocity, momentum * velocity + g + weight_decay * theta


@step.wrong("Uphill! The step is subtracted.")
def _(theta, g, velocity, learning_rate, momentum, weight_decay):
    velocity = momentum * velocity + g + weight_decay * theta
    return theta + learning_rate * velocity, velocity


@step.wrong("The momentum is missing: the old velocity counts, too.")
def _(theta, g, velocity, learning_rate, momentum, weight_decay):
    velocity = g + weight_decay * theta
    return theta - learning_rate * velocity, velocity


@step.wrong("The weight decay is missing, or has no effect.")
def _(theta, g, velocity, learning_rate, momentum, weight_decay):
    velocity = momentum * velocity + g
    return theta - learning_rate * velocity, velocity


@step.wrong("The decay has the wrong sign: it should make weights smaller.")
def _(theta, g, velocity, learning_rate, momentum, weight_decay):
    velocity = momentum * velocity + g - weight_decay * theta
    return theta - learning_rate * velocity, velocity


@step.wrong(
    "That is another rule, a running mean: here g is added whole, not times (1 - momentum)."
)
def _(theta, g, velocity, learning_rate, momentum, weight_decay):
    velocity = momentum * velocity + (1 - momentum) * (g + weight_decay * theta)
    return theta - learning_rate * velocity, velocity


@step.wrong(
    "Your velocity has the learning rate in it. The same road while the rate is constant, but here "
    "the rate multiplies the velocity only when a step is taken."
)
def _(theta, g, velocity, learning_rate, momentum, weight_decay):
    velocity = momentum * velocity + learning_rate * (g + weight_decay * theta)
    return theta - velocity, velocity


@step.wrong("The two results stand in the other order: theta, then velocity.")
def _(theta, g, velocity, learning_rate, momentum, weight_decay):
    return step.right(theta, g, velocity, learning_rate, momentum, weight_decay)[::-1]


def moments(rng):
    cases = [(0, 10, 2, 1.0), (1, 10, 2, 1.0), (2, 10, 2, 1.0), (6, 10, 2, 1.0), (9, 10, 2, 1.0)]
    return cases + [(number, 100, 25, 0.03) for number in (0, 7, 24, 25, 26, 60, 99)]


@write(cases=moments, hint="Two lines that meet at step `warmup`, at the height `peak`.")
def rate_at(step, steps, warmup, peak):
    """Write rate_at(step, steps, warmup, peak): up to peak at `warmup`, down to 0 at `steps`."""
    if step < warmup:
        return peak * step / warmup
    return peak * (steps - step) / (steps - warmup)


@rate_at.wrong("The climb is right; the way down starts from 0 instead of counting from `warmup`.")
def _(step, steps, warmup, peak):
    return peak * step / warmup if step < warmup else peak * (steps - step) / steps


@rate_at.wrong("It climbs, and then stays at the peak.")
def _(step, steps, warmup, peak):
    return peak * min(1, step / warmup)


@rate_at.wrong("The warm-up is missing: it begins at the peak.")
def _(step, steps, warmup, peak):
    return peak * (steps - step) / steps


@rate_at.wrong("The peak is missing: it should climb to `peak`, not to 1.")
def _(step, steps, warmup, peak):
    return rate_at.right(step, steps, warmup, 1.0) if peak != 1.0 else peak * step / warmup / 2


@rate_at.wrong("After the climb it goes on climbing: count the way down backwards, steps - step.")
def _(step, steps, warmup, peak):
    return peak * step / warmup if step < warmup else peak * (step - warmup) / (steps - warmup)


def counts(rng):
    return [(5, 2), (6, 2), (1, 3), (7, 7), (10, 3), (4000, 32), (3990, 32)]


@write(cases=counts, hint="What happens to the digits that do not fill a whole batch?")
def batches(count, size):
    """Find the mistake in batches, which loses digits, and mend it: a list of arrays of indices."""
    return [np.arange(start, min(start + size, count)) for start in range(0, count, size)]


@batches.wrong("That is the program as it was: a last batch that isn't full is left out.")
def _(count, size):
    return [np.arange(start, start + size) for start in range(0, count - size + 1, size)]


@batches.wrong("The last batch runs beyond the data: stop it at `count`.")
def _(count, size):
    return [np.arange(start, start + size) for start in range(0, count, size)]


@batches.wrong("Batches overlap now: the starts are `size` apart.")
def _(count, size):
    return [np.arange(start, min(start + size, count)) for start in range(count)]


@batches.wrong("The last digit is missing.")
def _(count, size):
    return [np.arange(start, min(start + size, count - 1)) for start in range(0, count, size)]


@batches.wrong("The last batch is filled up with digits from the beginning: they count twice.")
def _(count, size):
    return [np.arange(start, start + size) % count for start in range(0, count, size)]
