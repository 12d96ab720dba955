"""Natural wrong answers to the small exercises of lesson 08, written from the statements alone."""

from .wrong import Wrong

ANSWERS = {
    "gradient_descent.predict_limit": [
        Wrong("1 / λ, the rate that is fastest.", "1 / 50"),
        Wrong("λ / 2 instead of 2 / λ.", "25"),
        Wrong("2 λ.", "100"),
        Wrong("λ itself.", "50"),
        Wrong("The root: √(2 / λ).", "0.2"),
        Wrong("4 / λ.", "0.08"),
        Wrong("1 / (2 λ).", "0.01"),
        Wrong("2 / λ².", "0.0008"),
        Wrong("A decimal place: 0.4.", "0.4"),
        Wrong("A formula as a string.", '"2/50"'),
        Wrong("With momentum 0.9: 2 (1 + 0.9) / λ.", "0.076"),
        Wrong("A step of 1, whatever the curvature.", "1"),
    ],
    "gradient_descent.predict_batch": [
        Wrong("Ten times as many: the root is forgotten.", "160"),
        Wrong("√10 times as many.", "16 * 10**0.5"),
        Wrong("The square of 16.", "256"),
        Wrong("A tenth of the batch.", "1.6"),
        Wrong("The factor alone.", "100"),
        Wrong("Twice as many.", "32"),
        Wrong("A thousand times as many.", "16000"),
        Wrong("Four times as many: half the error, not a tenth.", "64"),
        Wrong("16 images more for each factor: 16 + 100.", "116"),
        Wrong("20 times as many: 2 · 10 instead of 10².", "320"),
        Wrong("The difference of the errors: 1.7 - 0.17.", "16 + 1.53"),
        Wrong("The factor with 1.7² / 0.17.", "16 * 17"),
        Wrong("A hundredth of the batch.", "0.16"),
    ],
    "gradient_descent.step": [
        Wrong(
            "The sign of the step: uphill.",
            """
def step(theta, g, velocity, learning_rate, momentum, weight_decay):
    velocity = momentum * velocity + g + weight_decay * theta
    return theta + learning_rate * velocity, velocity
""",
        ),
        Wrong(
            "The weight decay is forgotten.",
            """
def step(theta, g, velocity, learning_rate, momentum, weight_decay):
    velocity = momentum * velocity + g
    return theta - learning_rate * velocity, velocity
""",
        ),
        Wrong(
            "theta moves with the old velocity.",
            """
def step(theta, g, velocity, learning_rate, momentum, weight_decay):
    new_velocity = momentum * velocity + g + weight_decay * theta
    return theta - learning_rate * velocity, new_velocity
""",
        ),
        Wrong(
            "The sign of the weight decay: weights grow.",
            """
def step(theta, g, velocity, learning_rate, momentum, weight_decay):
    velocity = momentum * velocity + g - weight_decay * theta
    return theta - learning_rate * velocity, velocity
""",
        ),
        Wrong(
            "The velocity of other books, which holds the learning rate.",
            """
def step(theta, g, velocity, learning_rate, momentum, weight_decay):
    velocity = momentum * velocity - learning_rate * (g + weight_decay * theta)
    return theta + velocity, velocity
""",
        ),
        Wrong(
            "A mean of gradients: (1 - momentum) in front of g.",
            """
def step(theta, g, velocity, learning_rate, momentum, weight_decay):
    g = g + weight_decay * theta
    velocity = momentum * velocity + (1 - momentum) * g
    return theta - learning_rate * velocity, velocity
""",
        ),
        Wrong(
            "The arrays are changed in place.",
            """
def step(theta, g, velocity, learning_rate, momentum, weight_decay):
    velocity *= momentum
    velocity += g + weight_decay * theta
    theta -= learning_rate * velocity
    return theta, velocity
""",
        ),
        Wrong(
            "Only theta is returned.",
            """
def step(theta, g, velocity, learning_rate, momentum, weight_decay):
    velocity = momentum * velocity + g + weight_decay * theta
    return theta - learning_rate * velocity
""",
        ),
        Wrong(
            "The pair the other way round.",
            """
def step(theta, g, velocity, learning_rate, momentum, weight_decay):
    velocity = momentum * velocity + g + weight_decay * theta
    theta = theta - learning_rate * velocity
    return velocity, theta
""",
        ),
        Wrong(
            "The weight decay by-passes the velocity (as in AdamW).",
            """
def step(theta, g, velocity, learning_rate, momentum, weight_decay):
    velocity = momentum * velocity + g
    theta = theta - learning_rate * velocity - learning_rate * weight_decay * theta
    return theta, velocity
""",
        ),
        Wrong(
            "The weight decay is multiplied by the gradient instead of theta.",
            """
def step(theta, g, velocity, learning_rate, momentum, weight_decay):
    velocity = momentum * velocity + g + weight_decay * g
    return theta - learning_rate * velocity, velocity
""",
        ),
        Wrong(
            "Plain gradient descent: the velocity is not used for the step.",
            """
def step(theta, g, velocity, learning_rate, momentum, weight_decay):
    g = g + weight_decay * theta
    velocity = momentum * velocity + g
    return theta - learning_rate * g, velocity
""",
        ),
        Wrong(
            "Momentum brakes the gradient, too.",
            """
def step(theta, g, velocity, learning_rate, momentum, weight_decay):
    velocity = momentum * (velocity + g + weight_decay * theta)
    return theta - learning_rate * velocity, velocity
""",
        ),
        Wrong(
            "The decay is taken off the moved theta.",
            """
def step(theta, g, velocity, learning_rate, momentum, weight_decay):
    velocity = momentum * velocity + g
    theta = theta - learning_rate * velocity
    theta = theta - learning_rate * weight_decay * theta
    return theta, velocity
""",
        ),
        Wrong(
            "The weight decay without the learning rate.",
            """
def step(theta, g, velocity, learning_rate, momentum, weight_decay):
    velocity = momentum * velocity + g
    return theta * (1 - weight_decay) - learning_rate * velocity, velocity
""",
        ),
    ],
    "gradient_descent.rate_at": [
        Wrong(
            "Counted from 1: the first rate is not 0.",
            """
def rate_at(step, steps, warmup, peak):
    if step < warmup:
        return peak * (step + 1) / warmup
    return peak * (steps - step) / (steps - warmup)
""",
        ),
        Wrong(
            "The way down begins at step 0: at warmup it is below the peak.",
            """
def rate_at(step, steps, warmup, peak):
    if step < warmup:
        return peak * step / warmup
    return peak * (1 - step / steps)
""",
        ),
        Wrong(
            "Whole-number division.",
            """
def rate_at(step, steps, warmup, peak):
    if step < warmup:
        return peak * (step // warmup)
    return peak * ((steps - step) // (steps - warmup))
""",
        ),
        Wrong(
            "The warm-up is forgotten.",
            """
def rate_at(step, steps, warmup, peak):
    return peak * (steps - step) / steps
""",
        ),
        Wrong(
            "Zero is reached one step too early.",
            """
def rate_at(step, steps, warmup, peak):
    if step < warmup:
        return peak * step / warmup
    return peak * (steps - 1 - step) / (steps - 1 - warmup)
""",
        ),
        Wrong(
            "After the warm-up the rate stays.",
            """
def rate_at(step, steps, warmup, peak):
    if step < warmup:
        return peak * step / warmup
    return peak
""",
        ),
        Wrong(
            "Cosine instead of a straight line.",
            """
def rate_at(step, steps, warmup, peak):
    if step < warmup:
        return peak * step / warmup
    return peak * (1 + np.cos(np.pi * (step - warmup) / (steps - warmup))) / 2
""",
        ),
        Wrong(
            "The second line goes up, not down.",
            """
def rate_at(step, steps, warmup, peak):
    if step < warmup:
        return peak * step / warmup
    return peak * (step - warmup) / (steps - warmup)
""",
        ),
        Wrong(
            "Numerator and denominator are exchanged on the way up: a division by zero.",
            """
def rate_at(step, steps, warmup, peak):
    if step < warmup:
        return peak * warmup / step
    return peak * (steps - step) / (steps - warmup)
""",
        ),
        Wrong(
            "The way down is measured with steps, not with what is left after warmup.",
            """
def rate_at(step, steps, warmup, peak):
    if step <= warmup:
        return peak * step / warmup
    return peak - peak * (step - warmup) / steps
""",
        ),
        Wrong(
            "return is missing on the way down.",
            """
def rate_at(step, steps, warmup, peak):
    if step < warmup:
        return peak * step / warmup
    rate = peak * (steps - step) / (steps - warmup)
""",
        ),
        Wrong(
            "peak is forgotten.",
            """
def rate_at(step, steps, warmup, peak):
    if step < warmup:
        return step / warmup
    return (steps - step) / (steps - warmup)
""",
        ),
        Wrong(
            "The warm-up divides by steps.",
            """
def rate_at(step, steps, warmup, peak):
    if step < warmup:
        return peak * step / steps
    return peak * (steps - step) / (steps - warmup)
""",
        ),
    ],
    "gradient_descent.batches": [
        Wrong(
            "The program as it was.",
            """
def batches(count, size):
    return [np.arange(start, start + size) for start in range(0, count - size + 1, size)]
""",
        ),
        Wrong(
            "The last batch runs past the end.",
            """
def batches(count, size):
    return [np.arange(start, start + size) for start in range(0, count, size)]
""",
        ),
        Wrong(
            "One more batch is lost: + 1 is taken away.",
            """
def batches(count, size):
    return [np.arange(start, start + size) for start in range(0, count - size, size)]
""",
        ),
        Wrong(
            "The range goes one too far: with a count that size divides, an empty batch.",
            """
def batches(count, size):
    return [
        np.arange(start, min(start + size, count)) for start in range(0, count + 1, size)
    ]
""",
        ),
        Wrong(
            "size batches instead of batches of size.",
            """
def batches(count, size):
    return np.array_split(np.arange(count), size)
""",
        ),
        Wrong(
            "As many batches as before: those of the rest are shared out.",
            """
def batches(count, size):
    return np.array_split(np.arange(count), count // size)
""",
        ),
        Wrong(
            "The last batch is filled up with digits that were in the one before.",
            """
def batches(count, size):
    full = [np.arange(start, start + size) for start in range(0, count - size + 1, size)]
    if count % size:
        full.append(np.arange(count - size, count))
    return full
""",
        ),
        Wrong(
            "arange leaves out its end already: each batch lacks its last digit.",
            """
def batches(count, size):
    return [
        np.arange(start, min(start + size - 1, count)) for start in range(0, count, size)
    ]
""",
        ),
        Wrong(
            "The step of the range is lost: a batch begins at every digit.",
            """
def batches(count, size):
    return [np.arange(start, min(start + size, count)) for start in range(count)]
""",
        ),
        Wrong(
            "Shuffled: asked for was the order.",
            """
def batches(count, size):
    order = np.random.permutation(count)
    return [order[start : start + size] for start in range(0, count, size)]
""",
        ),
        Wrong(
            "The rest is added to the last batch: it is too large.",
            """
def batches(count, size):
    starts = list(range(0, count - size + 1, size))
    ends = starts[1:] + [count]
    return [np.arange(start, end) for start, end in zip(starts, ends)]
""",
        ),
        Wrong(
            "np.split wants equal parts.",
            """
def batches(count, size):
    return np.split(np.arange(count), count // size)
""",
        ),
        Wrong(
            "The bound of the last batch is one too small.",
            """
def batches(count, size):
    return [
        np.arange(start, min(start + size, count - 1)) for start in range(0, count, size)
    ]
""",
        ),
    ],
}
