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
        -0.04: "Right but for the sign: a learning rate is positive, the step has the minus.",
        0: "Where it stands still. It runs away only beyond the other end, where 1 - ηλ = -1.",
    },
    hint="From which η on is |1 - ηλ| no longer below 1?",
)

predict_batch = Predict(
    "A batch of 16 has gradients with an error of 1.7. How large must a batch be for 0.17?",
    right=1600,
    wrong={
        160: "Ten times as many images make the error smaller by √10 only, which is about 3.",
        51: "That is √10 times as many. It is the error that has the root in it: √N must be ten "
        "times as large.",
        100: "A hundred is the factor. The batch that it multiplies has 16 images.",
        1.6: "Smaller batches have larger errors.",
        16_000: "The error falls with the square root, not with the third one: 10² is enough.",
    },
    hint="The error falls with 1/√N.",
    tolerance=16,  # whoever counts with 1.7 / 0.17 may be off by rounding
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


NUMBERS = "You put in numbers of the course. Here they are arguments, and may be others."


@write(
    cases=states,
    hint="Compare the two results with this case: work out the new velocity by hand, then theta.",
)
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


@step.wrong(
    "Your decay bypasses the velocity (that rule exists, too: decoupled). Here κθ is added to the "
    "gradient, so it goes into v."
)
def _(theta, g, velocity, learning_rate, momentum, weight_decay):
    velocity = momentum * velocity + g
    return (1 - learning_rate * weight_decay) * theta - learning_rate * velocity, velocity


@step.wrong(
    "Your decay bypasses the velocity, and the learning rate, too. Here κθ is added to the "
    "gradient, so it goes into v."
)
def _(theta, g, velocity, learning_rate, momentum, weight_decay):
    velocity = momentum * velocity + g
    return theta - learning_rate * velocity - weight_decay * theta, velocity


@step.wrong("The decay counts twice: in the velocity and once more in the step.")
def _(theta, g, velocity, learning_rate, momentum, weight_decay):
    velocity = momentum * velocity + g + weight_decay * theta
    return (1 - learning_rate * weight_decay) * theta - learning_rate * velocity, velocity


@step.wrong("The old velocity counts whole: it has to be multiplied by `momentum`.")
def _(theta, g, velocity, learning_rate, momentum, weight_decay):
    velocity = velocity + g + weight_decay * theta
    return theta - learning_rate * velocity, velocity


@step.wrong("Only the old velocity is multiplied by `momentum`; gradient and decay are not.")
def _(theta, g, velocity, learning_rate, momentum, weight_decay):
    velocity = momentum * (velocity + g + weight_decay * theta)
    return theta - learning_rate * velocity, velocity


@step.wrong("Only the old velocity is multiplied by `momentum`; the gradient is not.")
def _(theta, g, velocity, learning_rate, momentum, weight_decay):
    velocity = momentum * (velocity + g) + weight_decay * theta
    return theta - learning_rate * velocity, velocity


@step.wrong(
    "Your velocity points downhill and has the learning rate in it. Here it adds up gradients, and "
    "the step subtracts learning_rate · velocity."
)
def _(theta, g, velocity, learning_rate, momentum, weight_decay):
    velocity = momentum * velocity - learning_rate * (g + weight_decay * theta)
    return theta + velocity, velocity


@step.wrong("The learning rate counts twice: in the velocity and in the step. The step is enough.")
def _(theta, g, velocity, learning_rate, momentum, weight_decay):
    velocity = momentum * velocity + learning_rate * (g + weight_decay * theta)
    return theta - learning_rate * velocity, velocity


@step.wrong("κ/2 · θ² is what the loss gets. The gradient gets its derivative, κ · θ.")
def _(theta, g, velocity, learning_rate, momentum, weight_decay):
    velocity = momentum * velocity + g + weight_decay / 2 * theta**2
    return theta - learning_rate * velocity, velocity


@step.wrong("Half of the decay is missing: the derivative of κ/2 · θ² is κ · θ.")
def _(theta, g, velocity, learning_rate, momentum, weight_decay):
    velocity = momentum * velocity + g + weight_decay / 2 * theta
    return theta - learning_rate * velocity, velocity


@step.wrong(
    "You add `weight_decay` itself. Every weight shrinks by a share of itself: times theta."
)
def _(theta, g, velocity, learning_rate, momentum, weight_decay):
    velocity = momentum * velocity + g + weight_decay
    return theta - learning_rate * velocity, velocity


@step.wrong("The decay takes a share of the velocity. It should take one of the weights, theta.")
def _(theta, g, velocity, learning_rate, momentum, weight_decay):
    velocity = momentum * velocity + g + weight_decay * velocity
    return theta - learning_rate * velocity, velocity


@step.wrong("That is the plain step, theta - learning_rate · g: momentum and decay are missing.")
def _(theta, g, velocity, learning_rate, momentum, weight_decay):
    return theta - learning_rate * g, velocity


@step.wrong("That is the plain step, theta - learning_rate · g: momentum and decay are missing.")
def _(theta, g, velocity, learning_rate, momentum, weight_decay):
    return theta - learning_rate * g, g


@step.wrong("The learning rate is missing in the step.")
def _(theta, g, velocity, learning_rate, momentum, weight_decay):
    velocity = momentum * velocity + g + weight_decay * theta
    return theta - velocity, velocity


@step.wrong(NUMBERS)
def _(theta, g, velocity, learning_rate, momentum, weight_decay):
    return step.right(theta, g, velocity, 0.03, 0.9, weight_decay)


@step.wrong(NUMBERS)
def _(theta, g, velocity, learning_rate, momentum, weight_decay):
    return step.right(theta, g, velocity, 0.03, momentum, weight_decay)


@step.wrong(NUMBERS)
def _(theta, g, velocity, learning_rate, momentum, weight_decay):
    return step.right(theta, g, velocity, learning_rate, 0.9, weight_decay)


@step.wrong(
    "That is Nesterov's rule, which looks one step ahead. Here the step goes with the new velocity "
    "as it is."
)
def _(theta, g, velocity, learning_rate, momentum, weight_decay):
    gradient = g + weight_decay * theta
    velocity = momentum * velocity + gradient
    return theta - learning_rate * (gradient + momentum * velocity), velocity


@step.wrong("theta is right; but you return the old velocity. The next step needs the new one.")
def _(theta, g, velocity, learning_rate, momentum, weight_decay):
    return step.right(theta, g, velocity, learning_rate, momentum, weight_decay)[0], velocity


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
    return rate_at.right(step, steps, warmup, 1.0)


@rate_at.wrong("0.03 is the peak of the course. Here the peak is an argument.")
def _(step, steps, warmup, peak):
    return rate_at.right(step, steps, warmup, 0.03)


FROM_ZERO = "You count from step + 1, as the package does. Here step 0 has the rate 0."


@rate_at.wrong(FROM_ZERO)
def _(step, steps, warmup, peak):
    return rate_at.right(step + 1, steps, warmup, peak)


@rate_at.wrong(FROM_ZERO + " (The way down is right.)")
def _(step, steps, warmup, peak):
    right = rate_at.right(step, steps, warmup, peak)
    return peak * (step + 1) / warmup if step < warmup else right


@rate_at.wrong("The climb is right; the way down should be a straight line, not half a cosine.")
def _(step, steps, warmup, peak):
    if step < warmup:
        return peak * step / warmup
    return peak * (1 + np.cos(np.pi * (step - warmup) / (steps - warmup))) / 2


LAST = "The climb is right; your way down reaches 0 at the last step, steps - 1: one too early."


@rate_at.wrong(LAST)
def _(step, steps, warmup, peak):
    if step < warmup:
        return peak * step / warmup
    return peak * (steps - 1 - step) / (steps - 1 - warmup)


@rate_at.wrong(LAST + " And it doesn't begin at the peak.")
def _(step, steps, warmup, peak):
    if step < warmup:
        return peak * step / warmup
    return peak * (steps - 1 - step) / (steps - warmup)


ROUNDED = "// rounds down to a whole number. A rate is none: divide with /."


@rate_at.wrong(ROUNDED)
def _(step, steps, warmup, peak):
    if step < warmup:
        return peak * step // warmup
    return peak * (steps - step) // (steps - warmup)


@rate_at.wrong(ROUNDED)
def _(step, steps, warmup, peak):
    if step < warmup:
        return peak * (step // warmup)
    return peak * ((steps - step) // (steps - warmup))


@rate_at.wrong("Here `warmup` is the number of a step, not a share of all steps.")
def _(step, steps, warmup, peak):
    if step < warmup * steps:
        return peak * step / (warmup * steps)
    return peak * (steps - step) / (steps - warmup * steps)


@rate_at.wrong("Here `warmup` is the number of a step, not a share of all steps.")
def _(step, steps, warmup, peak):
    done = step / steps
    return peak * done / warmup if done < warmup else peak * (1 - done) / (1 - warmup)


@rate_at.wrong("It only climbs, even beyond the peak: after `warmup` it should go down.")
def _(step, steps, warmup, peak):
    return peak * step / warmup


@rate_at.wrong("The way down is right. Before `warmup` it should climb, from 0 to the peak.")
def _(step, steps, warmup, peak):
    return peak * (steps - step) / (steps - warmup)


@rate_at.wrong("The larger of the two lines lies above the peak. Which one do you need instead?")
def _(step, steps, warmup, peak):
    return max(peak * step / warmup, peak * (steps - step) / (steps - warmup))


@rate_at.wrong(
    "The climb is right; your way down is too flat. It has steps - warmup steps to reach 0."
)
def _(step, steps, warmup, peak):
    return peak * step / warmup if step < warmup else peak - peak * (step - warmup) / steps


@rate_at.wrong("After the climb it goes on climbing: count the way down backwards, steps - step.")
def _(step, steps, warmup, peak):
    return peak * step / warmup if step < warmup else peak * (step - warmup) / (steps - warmup)


def counts(rng):
    return [(5, 2), (6, 2), (1, 3), (7, 7), (10, 3), (4000, 32), (4031, 32)]


@write(
    cases=counts,
    hint="Compare your batches with this case. In a row, they should give 0, 1, …, count - 1, and "
    "all but the last should be full.",
    index=True,
)
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


@batches.wrong(
    "These batches are of nearly the same size. Here all are full, but for the last one."
)
def _(count, size):
    return np.array_split(np.arange(count), -(-count // size))


@batches.wrong(
    "These batches are of nearly the same size. Here all are full, but for the last one."
)
def _(count, size):
    return np.array_split(np.arange(count), count // size + 1)


@batches.wrong("A last batch of one single digit is lost: the starts go on until `count`.")
def _(count, size):
    return [np.arange(start, min(start + size, count)) for start in range(0, count - 1, size)]


@batches.wrong(
    "Where the batches come out even, an empty one stands at the end. (The mean loss of no digits "
    "is NaN.)"
)
def _(count, size):
    return [np.arange(start, min(start + size, count)) for start in range(0, count + 1, size)]


@batches.wrong("The last batch holds the rest as well: it has more than `size` digits.")
def _(count, size):
    starts = list(range(0, max(count // size, 1) * size, size))
    return [np.arange(*ends) for ends in zip(starts, [*starts[1:], count], strict=True)]


@batches.wrong("The right batches in the reversed order: start at 0.")
def _(count, size):
    return batches.right(count, size)[::-1]


@batches.wrong("Your indices start at 1. NumPy's start at 0.")
def _(count, size):
    return [batch + 1 for batch in batches.right(count, size)]


@batches.wrong("Digit 0 is in no batch: NumPy's indices start at 0.")
def _(count, size):
    return [np.arange(start, min(start + size, count)) for start in range(1, count, size)]


@batches.wrong("These are the starts of the batches. A batch is an array of all its indices.")
def _(count, size):
    return list(range(0, count, size))
