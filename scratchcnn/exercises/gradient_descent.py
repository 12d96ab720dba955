"""Lesson 08: gradient descent."""

import numpy as np

from .cases import decimals
from .classes.gradient_descent import optimizer, training_loop  # noqa: F401
from .predict import Predict
from .write import write

predict_limit = Predict(
    "Along its steepest direction a loss has the curvature 50. Above which learning rate does "
    "plain gradient descent run away?",
    right=0.04,
    wrong=[
        (
            0.02,
            "At 1/λ the first step lands exactly on the bottom. It may be twice as large before it "
            "runs away.",
        ),
        (0.08, "Twice too much: |1 - ηλ| must stay below 1."),
        (100, "It is 2 divided by the curvature: the steeper, the smaller the step."),
        (25, "The other way round: 2/λ, not λ/2."),
        (0.1, "That was the limit of the lesson's valley, with curvature 20."),
        (-0.04, "Right but for the sign: a learning rate is positive, the step has the minus."),
        (0, "Where it stands still. It runs away only beyond the other end, where 1 - ηλ = -1."),
        (50, "That is the curvature itself. The steeper the valley, the smaller the step."),
        (0.2, "There is no root in it: η λ is compared with 2."),
        (
            0.01,
            "A quarter of the limit: at 1/λ the first step lands on the bottom, and twice that "
            "is the limit.",
        ),
        (0.0008, "The curvature stands in it once, not squared."),
        (0.4, "Ten times too much: a decimal place."),
        (0.076, "That is the limit with a momentum of 0.9. Plain gradient descent has none."),
        (1, "Then 1 - ηλ is -49: each step leads 49 times as far away."),
    ],
    hint="From which η on is |1 - ηλ| no longer below 1?",
)

predict_batch = Predict(
    "A batch of 16 has gradients with an error of 1.7. How large must a batch be for 0.17?",
    right=1600,
    wrong=[
        (160, "Ten times as many images make the error smaller by √10 only, which is about 3."),
        (
            51,
            "That is √10 times as many. It is the error that has the root in it: √N must be ten "
            "times as large.",
        ),
        (64, "Four times as many images halve the error. It should be a tenth of what it is."),
        (100, "A hundred is the factor. The batch that it multiplies has 16 images."),
        (1.6, "Smaller batches have larger errors."),
        (16_000, "The error falls with the square root, not with the third one: 10² is enough."),
        (256, "The batch is not squared. What is squared is the factor, 10."),
        (32, "Twice as many images make the error smaller by √2 only."),
        (320, "10² is not 2 · 10."),
        (116, "The factor, 100, multiplies the batch. It is not added to it."),
        (
            17.53,
            "How many times smaller should the error be? A quotient counts, not the difference.",
        ),
        (272, "The whole quotient is squared: (1.7 / 0.17)², not 1.7² / 0.17."),
        (0.16, "Smaller batches have larger errors."),
    ],
    hint="The error falls with 1/√N.",
    tolerance=1,  # whoever counts with 1.7 / 0.17 may be off by rounding
)


def states(rng):
    """Cases (theta, g, velocity, learning_rate, momentum, weight_decay)."""
    simple = (np.array([1.0, 2]), np.array([1.0, -1]), np.array([0.0, 2]), 0.5, 0.5, 0.0)
    decaying = (np.array([1.0, 2]), np.array([0.0, 0]), np.array([0.0, 0]), 0.5, 0.9, 0.5)
    cases = [simple, decaying]
    for shape in ((3,), (2, 3), (4, 2)):
        arrays = decimals(rng, 3, *shape)
        cases.append((*arrays, 0.1, 0.9, 0.01))
    return cases


@write(
    cases=states,
    hints=[
        'Section "Weight decay" has the rule, with momentum and decay, in two formulas: the new '
        "velocity first, then θ with it.",
        "The new velocity has three terms, and only the old velocity is multiplied by μ, the "
        "momentum. α is weight_decay, η is learning_rate. θ moves by the *new* velocity.",
        "velocity = momentum · velocity + two more terms: that is a new array, where += would "
        "change the one you were given. Return the new theta and the new velocity with a comma "
        "between them.",
    ],
    results=("theta", "velocity"),
)
def step(theta, g, velocity, learning_rate, momentum, weight_decay):
    """Write step(…): a tuple of the new theta and the new velocity."""
    velocity = momentum * velocity + g + weight_decay * theta
    return theta - learning_rate * velocity, velocity


def stepped(theta, learning_rate, velocity):
    """A step with this velocity, right or wrong."""
    return theta - learning_rate * velocity, velocity


def after_step(theta, velocity, learning_rate):
    return theta - learning_rate * velocity, velocity


step.wrong(
    "The step goes with the old velocity: compute the new one first.",
    lambda theta, g, v, rate, momentum, decay: (
        theta - rate * v,
        momentum * v + g + decay * theta,
    ),
    "theta is right; but you return the old velocity. The next step needs the new one.",
    lambda theta, g, v, rate, momentum, decay: (
        theta - rate * (momentum * v + g + decay * theta),
        v,
    ),
    "That is the plain step, theta - learning_rate · g: momentum and decay are missing.",
    lambda theta, g, v, rate, momentum, decay: (theta - rate * g, v),
    lambda theta, g, v, rate, momentum, decay: (theta - rate * g, g),
    "You put in numbers of the course. Here they are arguments, and may be others.",
    lambda theta, g, v, rate, momentum, decay: step.right(theta, g, v, 0.03, 0.9, decay),
    lambda theta, g, v, rate, momentum, decay: step.right(theta, g, v, 0.03, momentum, decay),
    lambda theta, g, v, rate, momentum, decay: step.right(theta, g, v, rate, 0.9, decay),
    "Uphill! The step is subtracted.",
    lambda theta, g, v, rate, momentum, decay: step.right(theta, g, v, -rate, momentum, decay),
    "The learning rate is missing in the step.",
    lambda theta, g, v, rate, momentum, decay: step.right(theta, g, v, 1, momentum, decay),
    "The momentum is missing: the old velocity counts, too.",
    lambda theta, g, v, rate, momentum, decay: stepped(theta, rate, g + decay * theta),
    "The old velocity counts whole: it has to be multiplied by `momentum`.",
    lambda theta, g, v, rate, momentum, decay: stepped(theta, rate, v + g + decay * theta),
    "Only the old velocity is multiplied by `momentum`; gradient and decay are not.",
    lambda theta, g, v, rate, momentum, decay: stepped(
        theta, rate, momentum * (v + g + decay * theta)
    ),
    "Only the old velocity is multiplied by `momentum`; the gradient is not.",
    lambda theta, g, v, rate, momentum, decay: stepped(
        theta, rate, momentum * (v + g) + decay * theta
    ),
    "That is another rule, a running mean: here g is added whole, not times (1 - momentum).",
    lambda theta, g, v, rate, momentum, decay: stepped(
        theta, rate, momentum * v + (1 - momentum) * (g + decay * theta)
    ),
    "The weight decay is missing, or has no effect.",
    lambda theta, g, v, rate, momentum, decay: stepped(theta, rate, momentum * v + g),
    "The decay has the wrong sign: it should make weights smaller.",
    lambda theta, g, v, rate, momentum, decay: stepped(
        theta, rate, momentum * v + g - decay * theta
    ),
    "α/2 · θ² is what the loss gets. The gradient gets its derivative, α · θ.",
    lambda theta, g, v, rate, momentum, decay: stepped(
        theta, rate, momentum * v + g + decay / 2 * theta**2
    ),
    lambda theta, g, v, rate, momentum, decay: stepped(
        theta, rate, momentum * v + g + decay / 2 * (theta**2).sum()
    ),
    "Half of the decay is missing: the derivative of α/2 · θ² is α · θ.",
    lambda theta, g, v, rate, momentum, decay: stepped(
        theta, rate, momentum * v + g + decay / 2 * theta
    ),
    "You add `weight_decay` itself. Every weight shrinks by a share of itself: times theta.",
    lambda theta, g, v, rate, momentum, decay: stepped(theta, rate, momentum * v + g + decay),
    "The decay takes a share of the velocity. It should take one of the weights, theta.",
    lambda theta, g, v, rate, momentum, decay: stepped(theta, rate, momentum * v + g + decay * v),
    "The learning rate counts twice: in the velocity and in the step. The step is enough.",
    lambda theta, g, v, rate, momentum, decay: stepped(
        theta, rate, momentum * v + rate * (g + decay * theta)
    ),
    "Your velocity has the learning rate in it. The same road while the rate is constant, but here "
    "the rate multiplies the velocity only when a step is taken.",
    lambda theta, g, v, rate, momentum, decay: stepped(
        theta, 1, momentum * v + rate * (g + decay * theta)
    ),
    "Your velocity points downhill and has the learning rate in it. Here it adds up gradients, and "
    "the step subtracts learning_rate · velocity.",
    lambda theta, g, v, rate, momentum, decay: stepped(
        theta, -1, momentum * v - rate * (g + decay * theta)
    ),
    "Your decay bypasses the velocity (that rule exists, too: decoupled). Here αθ is added to the "
    "gradient, so it goes into v.",
    lambda theta, g, v, rate, momentum, decay: (
        (1 - rate * decay) * theta - rate * (momentum * v + g),
        momentum * v + g,
    ),
    "Your decay bypasses the velocity, and the learning rate, too. Here αθ is added to the "
    "gradient, so it goes into v.",
    lambda theta, g, v, rate, momentum, decay: (
        (1 - decay) * theta - rate * (momentum * v + g),
        momentum * v + g,
    ),
    "α multiplies theta, not the gradient: it makes weights smaller, in proportion to their size.",
    lambda t, g, v, lr, mu, k: after_step(t, mu * v + g + k * g, lr),
    "theta moves by the gradient alone. It should move by the new velocity.",
    lambda t, g, v, lr, mu, k: (t - lr * (g + k * t), mu * v + g + k * t),
    "Your decay bypasses the velocity, and comes after the step. Here αθ is added to the "
    "gradient, so it goes into v.",
    lambda t, g, v, lr, mu, k: ((t - lr * (mu * v + g)) * (1 - lr * k), mu * v + g),
    "The decay is in it twice as strong: here it is αθ, without a 2.",
    lambda t, g, v, lr, mu, k: after_step(t, mu * v + g + 2 * k * t, lr),
)


@step.wrong("The decay counts twice: in the velocity and once more in the step.")
def _(theta, g, velocity, learning_rate, momentum, weight_decay):
    velocity = momentum * velocity + g + weight_decay * theta
    return (1 - learning_rate * weight_decay) * theta - learning_rate * velocity, velocity


@step.wrong(
    "That is Nesterov's rule, which looks one step ahead. Here the step goes with the new velocity "
    "as it is."
)
def _(theta, g, velocity, learning_rate, momentum, weight_decay):
    gradient = g + weight_decay * theta
    velocity = momentum * velocity + gradient
    return theta - learning_rate * (gradient + momentum * velocity), velocity


def moments(rng):
    cases = [(0, 10, 2, 1.0), (1, 10, 2, 1.0), (2, 10, 2, 1.0), (6, 10, 2, 1.0), (9, 10, 2, 1.0)]
    return cases + [(number, 100, 25, 0.03) for number in (0, 7, 24, 25, 26, 60, 99)]


@write(
    cases=moments,
    hints=[
        'Section "A rate that changes on the way" has a rate of two pieces: up to the end of the '
        "warm-up, and afterwards. Here both pieces are straight lines; at step `warmup`, both are"
        " `peak`.",
        "Up: peak, times the share of the warm-up that is done. Down: peak, times the share of "
        "the way from warmup to steps that is left.",
        "Up, that share is step / warmup. Down, steps - step are left: of how many? At step = "
        "warmup, both shares must be 1.",
    ],
)
def rate_at(step, steps, warmup, peak):
    """Write rate_at(step, steps, warmup, peak): up to peak at `warmup`, down to 0 at `steps`."""
    if step < warmup:
        return peak * step / warmup
    return peak * (steps - step) / (steps - warmup)


def climb_then(step, warmup, peak, after):
    """The right climb up to `warmup`, and then this."""
    return peak * step / warmup if step < warmup else after


rate_at.wrong(
    "It climbs, and then stays at the peak.",
    lambda step, steps, warmup, peak: climb_then(step, warmup, peak, peak),
    "It only climbs, even beyond the peak: after `warmup` it should go down.",
    lambda step, steps, warmup, peak: peak * step / warmup,
    "After the climb it goes on climbing: count the way down backwards, steps - step.",
    lambda step, steps, warmup, peak: climb_then(
        step, warmup, peak, peak * (step - warmup) / (steps - warmup)
    ),
    "The climb is right; the way down starts from 0 instead of counting from `warmup`.",
    lambda step, steps, warmup, peak: climb_then(step, warmup, peak, peak * (steps - step) / steps),
    "The climb is right; your way down is too flat. It has steps - warmup steps to reach 0.",
    lambda step, steps, warmup, peak: climb_then(
        step, warmup, peak, peak - peak * (step - warmup) / steps
    ),
    "The climb is right; the way down should be a straight line, not half a cosine.",
    lambda step, steps, warmup, peak: climb_then(
        step, warmup, peak, peak * (1 + np.cos(np.pi * (step - warmup) / (steps - warmup))) / 2
    ),
    "The climb is right; your way down reaches 0 at the last step, steps - 1: one too early.",
    lambda step, steps, warmup, peak: climb_then(
        step, warmup, peak, peak * (steps - 1 - step) / (steps - 1 - warmup)
    ),
    "The climb is right; your way down reaches 0 at the last step, steps - 1: one too early. And "
    "it doesn't begin at the peak.",
    lambda step, steps, warmup, peak: climb_then(
        step, warmup, peak, peak * (steps - 1 - step) / (steps - warmup)
    ),
    "The warm-up is missing: it begins at the peak.",
    lambda step, steps, warmup, peak: peak * (steps - step) / steps,
    "The way down is right. Before `warmup` it should climb, from 0 to the peak.",
    lambda step, steps, warmup, peak: peak * (steps - step) / (steps - warmup),
    "The larger of the two lines lies above the peak. Which one do you need instead?",
    lambda step, steps, warmup, peak: max(
        peak * step / warmup, peak * (steps - step) / (steps - warmup)
    ),
    "The peak is missing: it should climb to `peak`, not to 1.",
    lambda step, steps, warmup, peak: rate_at.right(step, steps, warmup, 1.0),
    "0.03 is the peak of the course. Here the peak is an argument.",
    lambda step, steps, warmup, peak: rate_at.right(step, steps, warmup, 0.03),
    "You count from step + 1, as the package does. Here step 0 has the rate 0.",
    lambda step, steps, warmup, peak: rate_at.right(step + 1, steps, warmup, peak),
    "You count from step + 1, as the package does. Here step 0 has the rate 0. (The way down is "
    "right.)",
    lambda step, steps, warmup, peak: rate_at.right(step + (step < warmup), steps, warmup, peak),
    "Here `warmup` is the number of a step, not a share of all steps.",
    lambda step, steps, warmup, peak: rate_at.right(step, steps, warmup * steps, peak),
    lambda step, steps, warmup, peak: rate_at.right(step / steps, 1, warmup, peak),
    "// rounds down to a whole number. A rate is none: divide with /.",
    lambda step, steps, warmup, peak: (
        peak * (step // warmup if step < warmup else (steps - step) // (steps - warmup))
    ),
    lambda step, steps, warmup, peak: rate_at.right(step, steps, warmup, peak) // 1,
    "The climb is too flat: it reaches the peak at step `warmup`, so divide by that.",
    lambda step, steps, warmup, peak: (
        peak * step / steps if step < warmup else rate_at.right(step, steps, warmup, peak)
    ),
    "The way down has the wrong sign: steps - step, not step - steps.",
    lambda step, steps, warmup, peak: (
        rate_at.right(step, steps, warmup, peak) * (1 if step < warmup else -1)
    ),
)


def counts(rng):
    return [(5, 2), (6, 2), (1, 3), (7, 7), (10, 3), (4000, 32), (4031, 32)]


@write(
    cases=counts,
    hints=[
        'Section "The whole training loop" cuts batches out of an order, with a range over their '
        "starts. How does that range differ from this one, and which digits get lost by it?",
        "Where size doesn't divide count, a shorter batch is left over at the end. It needs a "
        "start, so the range has to go on up to count; and it has to end at count.",
        "The starts: from 0 to count, in steps of size. The end of a batch: start + size or "
        "count, whichever is smaller.",
    ],
    index=True,
)
def batches(count, size):
    """Find the mistake in batches, which loses digits, and mend it: a list of arrays of indices."""
    return [np.arange(start, min(start + size, count)) for start in range(0, count, size)]


def cut(starts, count, size):
    """Batches of `size` indices from these starts on, up to `count`."""
    return [np.arange(start, min(start + size, count)) for start in starts]


def filled_up(count, size):
    """Full batches only: the last one begins early enough."""
    starts = [*range(0, count - size + 1, size), *([count - size] if count % size else [])]
    return [np.arange(start, start + size) for start in starts]


def rest_added(count, size):
    starts = [*range(0, count - size + 1, size)]
    return [np.arange(*ends) for ends in zip(starts, [*starts[1:], count], strict=False)]


batches.wrong(
    "As in the program above, a last batch that isn't full is left out.",
    lambda count, size: cut(range(0, count - size + 1, size), count, size),
    "The last batch runs beyond the data: stop it at `count`.",
    lambda count, size: [np.arange(start, start + size) for start in range(0, count, size)],
    "The last batch is filled up with digits from the beginning: they count twice.",
    lambda count, size: [np.arange(start, start + size) % count for start in range(0, count, size)],
    "Batches overlap now: the starts are `size` apart.",
    lambda count, size: cut(range(count), count, size),
    "The last digit is missing.",
    lambda count, size: cut(range(0, count, size), count - 1, size),
    "A last batch of one single digit is lost: the starts go on until `count`.",
    lambda count, size: cut(range(0, count - 1, size), count, size),
    "Where the batches come out even, an empty one stands at the end. (The mean loss of no digits "
    "is NaN.)",
    lambda count, size: cut(range(0, count + 1, size), count, size),
    "An empty batch stands at the end: the starts go up to count, and no further.",
    lambda count, size: cut(range(0, count + size, size), count, size),
    "Digit 0 is in no batch: NumPy's indices start at 0.",
    lambda count, size: cut(range(1, count, size), count, size),
    "Your indices start at 1. NumPy's start at 0.",
    lambda count, size: [batch + 1 for batch in batches.right(count, size)],
    "These batches are of nearly the same size. Here all are full, but for the last one.",
    lambda count, size: np.array_split(np.arange(count), -(-count // size)),
    lambda count, size: np.array_split(np.arange(count), count // size + 1),
    "These are the starts of the batches. A batch is an array of all its indices.",
    lambda count, size: list(range(0, count, size)),
    "A full batch is lost where size divides count, and so is a last one that isn't full: the "
    "starts go up to count.",
    lambda count, size: [np.arange(s, s + size) for s in range(0, count - size, size)],
    "`size` is how many digits a batch has, not how many batches there are.",
    lambda count, size: np.array_split(np.arange(count), size),
    "The last batch is filled up with digits of the batch before. Each digit belongs to one "
    "batch only: the last one is shorter.",
    lambda count, size: filled_up(count, size),
    "Each batch lacks its last digit: arange leaves out its end already.",
    lambda count, size: [np.arange(s, min(s + size - 1, count)) for s in range(0, count, size)],
    "The rest is added to the batch before, which gets too large. It is a batch of its own.",
    lambda count, size: rest_added(count, size),
    "That is one row of all indices. Cut it into batches, a list of arrays.",
    lambda count, size: np.arange(count),
    "The last batch begins at 0 again. It goes on where the one before has ended.",
    lambda count, size: [
        batch - batch[0] * (len(batch) < size) for batch in batches.right(count, size)
    ],
)


@batches.wrong("The last batch holds the rest as well: it has more than `size` digits.")
def _(count, size):
    starts = list(range(0, max(count // size, 1) * size, size))
    return [np.arange(*ends) for ends in zip(starts, [*starts[1:], count], strict=True)]
