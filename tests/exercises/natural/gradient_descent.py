"""Natural wrong answers to the small exercises of lesson 08, written from the statements."""

from .wrong import Wrong

ANSWERS = {
    "gradient_descent.predict_limit": [
        Wrong(
            "1 / λ, the rate that is fastest.",
            "1 / 50",
            "At 1/λ the first step lands exactly on the bottom. It may be twice as",
        ),
        Wrong(
            "λ / 2 instead of 2 / λ.",
            "25",
            "The other way round: 2/λ, not λ/2.",
        ),
        Wrong(
            "2 λ.",
            "100",
            "It is 2 divided by the curvature: the steeper, the smaller the step.",
        ),
        Wrong(
            "λ itself.",
            "50",
            "That is the curvature itself. The steeper the valley, the smaller the",
        ),
        Wrong(
            "The root: √(2 / λ).",
            "0.2",
            "There is no root in it: η λ is compared with 2.",
        ),
        Wrong(
            "4 / λ.",
            "0.08",
            "Twice too much: |1 - ηλ| must stay below 1.",
        ),
        Wrong(
            "1 / (2 λ).",
            "0.01",
            "A quarter of the limit: at 1/λ the first step lands on the bottom, and",
        ),
        Wrong(
            "2 / λ².",
            "0.0008",
            "The curvature stands in it once, not squared.",
        ),
        Wrong(
            "A decimal place: 0.4.",
            "0.4",
            "Ten times too much: a decimal place.",
        ),
        Wrong(
            "A formula as a string.",
            '"2/50"',
            "The answer should be one number; yours is '2/50'. Write it without",
        ),
        Wrong(
            "With momentum 0.9: 2 (1 + 0.9) / λ.",
            "0.076",
            "That is the limit with a momentum of 0.9. Plain gradient descent has",
        ),
        Wrong(
            "A step of 1, whatever the curvature.",
            "1",
            "Then 1 - ηλ is -49: each step leads 49 times as far away.",
        ),
    ],
    "gradient_descent.predict_batch": [
        Wrong(
            "Ten times as many: the root is forgotten.",
            "160",
            "Ten times as many images make the error smaller by √10 only, which is",
        ),
        Wrong(
            "√10 times as many.",
            "16 * 10**0.5",
            "That is √10 times as many. It is the error that has the root in it: √N",
        ),
        Wrong(
            "The square of 16.",
            "256",
            "The batch is not squared. What is squared is the factor, 10.",
        ),
        Wrong(
            "A tenth of the batch.",
            "1.6",
            "Smaller batches have larger errors.",
        ),
        Wrong(
            "The factor alone.",
            "100",
            "A hundred is the factor. The batch that it multiplies has 16 images.",
        ),
        Wrong(
            "Twice as many.",
            "32",
            "Twice as many images make the error smaller by √2 only.",
        ),
        Wrong(
            "A thousand times as many.",
            "16000",
            "The error falls with the square root, not with the third one: 10² is",
        ),
        Wrong(
            "Four times as many: half the error, not a tenth.",
            "64",
            "Four times as many images halve the error. It should be a tenth of what",
        ),
        Wrong(
            "16 images more for each factor: 16 + 100.",
            "116",
            "The factor, 100, multiplies the batch. It is not added to it.",
        ),
        Wrong(
            "20 times as many: 2 · 10 instead of 10².",
            "320",
            "10² is not 2 · 10.",
        ),
        Wrong(
            "The difference of the errors: 1.7 - 0.17.",
            "16 + 1.53",
            "How many times smaller should the error be? A quotient counts, not the",
        ),
        Wrong(
            "The factor with 1.7² / 0.17.",
            "16 * 17",
            "The whole quotient is squared: (1.7 / 0.17)², not 1.7² / 0.17.",
        ),
        Wrong(
            "A hundredth of the batch.",
            "0.16",
            "Smaller batches have larger errors.",
        ),
    ],
    "gradient_descent.step": [
        Wrong(
            "The sign of the step: uphill.",
            """
def step(theta, g, velocity, learning_rate, momentum, weight_decay):
    velocity = momentum * velocity + g + weight_decay * theta
    return theta + learning_rate * velocity, velocity
""",
            "Uphill! The step is subtracted.",
        ),
        Wrong(
            "The weight decay is forgotten.",
            """
def step(theta, g, velocity, learning_rate, momentum, weight_decay):
    velocity = momentum * velocity + g
    return theta - learning_rate * velocity, velocity
""",
            "The weight decay is missing, or has no effect.",
        ),
        Wrong(
            "theta moves with the old velocity.",
            """
def step(theta, g, velocity, learning_rate, momentum, weight_decay):
    new_velocity = momentum * velocity + g + weight_decay * theta
    return theta - learning_rate * velocity, new_velocity
""",
            "The step goes with the old velocity: compute the new one first.",
        ),
        Wrong(
            "The sign of the weight decay: weights grow.",
            """
def step(theta, g, velocity, learning_rate, momentum, weight_decay):
    velocity = momentum * velocity + g - weight_decay * theta
    return theta - learning_rate * velocity, velocity
""",
            "The decay has the wrong sign: it should make weights smaller.",
        ),
        Wrong(
            "The velocity of other books, which holds the learning rate.",
            """
def step(theta, g, velocity, learning_rate, momentum, weight_decay):
    velocity = momentum * velocity - learning_rate * (g + weight_decay * theta)
    return theta + velocity, velocity
""",
            "Your velocity points downhill and has the learning rate in it. Here it",
        ),
        Wrong(
            "A mean of gradients: (1 - momentum) in front of g.",
            """
def step(theta, g, velocity, learning_rate, momentum, weight_decay):
    g = g + weight_decay * theta
    velocity = momentum * velocity + (1 - momentum) * g
    return theta - learning_rate * velocity, velocity
""",
            "That is another rule, a running mean: here g is added whole, not times",
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
            "It changes its argument theta, which the caller still needs: make a",
        ),
        Wrong(
            "Only theta is returned.",
            """
def step(theta, g, velocity, learning_rate, momentum, weight_decay):
    velocity = momentum * velocity + g + weight_decay * theta
    return theta - learning_rate * velocity
""",
            "That is theta only: return theta, velocity.",
        ),
        Wrong(
            "The pair the other way round.",
            """
def step(theta, g, velocity, learning_rate, momentum, weight_decay):
    velocity = momentum * velocity + g + weight_decay * theta
    theta = theta - learning_rate * velocity
    return velocity, theta
""",
            "The right results, but they stand in another order: return theta",
        ),
        Wrong(
            "The weight decay by-passes the velocity (as in AdamW).",
            """
def step(theta, g, velocity, learning_rate, momentum, weight_decay):
    velocity = momentum * velocity + g
    theta = theta - learning_rate * velocity - learning_rate * weight_decay * theta
    return theta, velocity
""",
            "Your decay bypasses the velocity (that rule exists, too: decoupled).",
        ),
        Wrong(
            "The weight decay is multiplied by the gradient instead of theta.",
            """
def step(theta, g, velocity, learning_rate, momentum, weight_decay):
    velocity = momentum * velocity + g + weight_decay * g
    return theta - learning_rate * velocity, velocity
""",
            "α multiplies theta, not the gradient: it makes weights smaller, in",
        ),
        Wrong(
            "Plain gradient descent: the velocity is not used for the step.",
            """
def step(theta, g, velocity, learning_rate, momentum, weight_decay):
    g = g + weight_decay * theta
    velocity = momentum * velocity + g
    return theta - learning_rate * g, velocity
""",
            "theta moves by the gradient alone. It should move by the new velocity.",
        ),
        Wrong(
            "Momentum brakes the gradient, too.",
            """
def step(theta, g, velocity, learning_rate, momentum, weight_decay):
    velocity = momentum * (velocity + g + weight_decay * theta)
    return theta - learning_rate * velocity, velocity
""",
            "Only the old velocity is multiplied by `momentum`; gradient and decay",
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
            "Your decay bypasses the velocity, and comes after the step. Here αθ is",
        ),
        Wrong(
            "The weight decay without the learning rate.",
            """
def step(theta, g, velocity, learning_rate, momentum, weight_decay):
    velocity = momentum * velocity + g
    return theta * (1 - weight_decay) - learning_rate * velocity, velocity
""",
            "Your decay bypasses the velocity, and the learning rate, too. Here αθ",
        ),
        Wrong(
            "theta decays before the step, past the velocity.",
            """
def step(theta, g, velocity, learning_rate, momentum, weight_decay):
    theta = theta * (1 - learning_rate * weight_decay)
    velocity = momentum * velocity + g
    return theta - learning_rate * velocity, velocity
""",
            "Your decay bypasses the velocity (that rule exists, too: decoupled).",
        ),
        Wrong(
            "The decay has a factor 2.",
            """
def step(theta, g, velocity, learning_rate, momentum, weight_decay):
    v = momentum * velocity + g + 2 * weight_decay * theta
    return theta - learning_rate * v, v
""",
            "The decay is in it twice as strong: here it is αθ, without a 2.",
        ),
        Wrong(
            "Nesterov's rule.",
            """
def step(theta, g, velocity, learning_rate, momentum, weight_decay):
    g = g + weight_decay * theta
    v = momentum * velocity + g
    return theta - learning_rate * (g + momentum * v), v
""",
            "That is Nesterov's rule, which looks one step ahead. Here the step goes",
        ),
        Wrong(
            "The old velocity is returned.",
            """
def step(theta, g, velocity, learning_rate, momentum, weight_decay):
    v = momentum * velocity + g + weight_decay * theta
    return theta - learning_rate * v, velocity
""",
            "theta is right; but you return the old velocity. The next step needs",
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
            "You count from step + 1, as the package does. Here step 0 has the rate",
        ),
        Wrong(
            "The way down begins at step 0: at warmup it is below the peak.",
            """
def rate_at(step, steps, warmup, peak):
    if step < warmup:
        return peak * step / warmup
    return peak * (1 - step / steps)
""",
            "The climb is right; the way down starts from 0 instead of counting from",
        ),
        Wrong(
            "Whole-number division.",
            """
def rate_at(step, steps, warmup, peak):
    if step < warmup:
        return peak * (step // warmup)
    return peak * ((steps - step) // (steps - warmup))
""",
            "// rounds down to a whole number. A rate is none: divide with /.",
        ),
        Wrong(
            "The warm-up is forgotten.",
            """
def rate_at(step, steps, warmup, peak):
    return peak * (steps - step) / steps
""",
            "The warm-up is missing: it begins at the peak.",
        ),
        Wrong(
            "Zero is reached one step too early.",
            """
def rate_at(step, steps, warmup, peak):
    if step < warmup:
        return peak * step / warmup
    return peak * (steps - 1 - step) / (steps - 1 - warmup)
""",
            "The climb is right; your way down reaches 0 at the last step, steps -",
        ),
        Wrong(
            "After the warm-up the rate stays.",
            """
def rate_at(step, steps, warmup, peak):
    if step < warmup:
        return peak * step / warmup
    return peak
""",
            "It climbs, and then stays at the peak.",
        ),
        Wrong(
            "Cosine instead of a straight line.",
            """
def rate_at(step, steps, warmup, peak):
    if step < warmup:
        return peak * step / warmup
    return peak * (1 + np.cos(np.pi * (step - warmup) / (steps - warmup))) / 2
""",
            "The climb is right; the way down should be a straight line, not half a",
        ),
        Wrong(
            "The second line goes up, not down.",
            """
def rate_at(step, steps, warmup, peak):
    if step < warmup:
        return peak * step / warmup
    return peak * (step - warmup) / (steps - warmup)
""",
            "After the climb it goes on climbing: count the way down backwards",
        ),
        Wrong(
            "Numerator and denominator are exchanged on the way up: a division by zero.",
            """
def rate_at(step, steps, warmup, peak):
    if step < warmup:
        return peak * warmup / step
    return peak * (steps - step) / (steps - warmup)
""",
            "step is 0 here: it can't be divided by.",
        ),
        Wrong(
            "The way down is measured with steps, not with what is left after warmup.",
            """
def rate_at(step, steps, warmup, peak):
    if step <= warmup:
        return peak * step / warmup
    return peak - peak * (step - warmup) / steps
""",
            "The climb is right; your way down is too flat. It has steps - warmup",
        ),
        Wrong(
            "return is missing on the way down.",
            """
def rate_at(step, steps, warmup, peak):
    if step < warmup:
        return peak * step / warmup
    rate = peak * (steps - step) / (steps - warmup)
""",
            "It returns nothing (None). Is the last line a `return`?",
        ),
        Wrong(
            "peak is forgotten.",
            """
def rate_at(step, steps, warmup, peak):
    if step < warmup:
        return step / warmup
    return (steps - step) / (steps - warmup)
""",
            "The peak is missing: it should climb to `peak`, not to 1.",
        ),
        Wrong(
            "The warm-up divides by steps.",
            """
def rate_at(step, steps, warmup, peak):
    if step < warmup:
        return peak * step / steps
    return peak * (steps - step) / (steps - warmup)
""",
            "The climb is too flat: it reaches the peak at step `warmup`, so divide",
        ),
        Wrong(
            "min of both lines with the wrong intercept.",
            """
def rate_at(step, steps, warmup, peak):
    return peak * min(step / warmup, 1 - (step - warmup) / steps)
""",
            "The climb is right; your way down is too flat. It has steps - warmup",
        ),
        Wrong(
            "The condition is the wrong way round.",
            """
def rate_at(step, steps, warmup, peak):
    if step >= warmup:
        return peak * step / warmup
    return peak * (steps - step) / (steps - warmup)
""",
            "The larger of the two lines lies above the peak. Which one do you need",
        ),
        Wrong(
            "Negative: step - steps.",
            """
def rate_at(step, steps, warmup, peak):
    if step < warmup:
        return peak * step / warmup
    return peak * (step - steps) / (steps - warmup)
""",
            "The way down has the wrong sign: steps - step, not step - steps.",
        ),
    ],
    "gradient_descent.batches": [
        Wrong(
            "The program as it was.",
            """
def batches(count, size):
    return [np.arange(start, start + size) for start in range(0, count - size + 1, size)]
""",
            "As in the program above, a last batch that isn't full is left out.",
        ),
        Wrong(
            "The last batch runs past the end.",
            """
def batches(count, size):
    return [np.arange(start, start + size) for start in range(0, count, size)]
""",
            "The last batch runs beyond the data: stop it at `count`.",
        ),
        Wrong(
            "One more batch is lost: + 1 is taken away.",
            """
def batches(count, size):
    return [np.arange(start, start + size) for start in range(0, count - size, size)]
""",
            "A full batch is lost where size divides count, and so is a last one",
        ),
        Wrong(
            "The range goes one too far: with a count that size divides, an empty batch.",
            """
def batches(count, size):
    return [
        np.arange(start, min(start + size, count)) for start in range(0, count + 1, size)
    ]
""",
            "Where the batches come out even, an empty one stands at the end. (The",
        ),
        Wrong(
            "size batches instead of batches of size.",
            """
def batches(count, size):
    return np.array_split(np.arange(count), size)
""",
            "`size` is how many digits a batch has, not how many batches there are.",
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
            "The last batch is filled up with digits of the batch before. Each digit",
        ),
        Wrong(
            "arange leaves out its end already: each batch lacks its last digit.",
            """
def batches(count, size):
    return [
        np.arange(start, min(start + size - 1, count)) for start in range(0, count, size)
    ]
""",
            "Each batch lacks its last digit: arange leaves out its end already.",
        ),
        Wrong(
            "The step of the range is lost: a batch begins at every digit.",
            """
def batches(count, size):
    return [np.arange(start, min(start + size, count)) for start in range(count)]
""",
            "Batches overlap now: the starts are `size` apart.",
        ),
        Wrong(
            "Shuffled: asked for was the order.",
            """
def batches(count, size):
    order = np.random.permutation(count)
    return [order[start : start + size] for start in range(0, count, size)]
""",
            "The right numbers, but they stand in another order, from one array to",
        ),
        Wrong(
            "The rest is added to the last batch: it is too large.",
            """
def batches(count, size):
    starts = list(range(0, count - size + 1, size))
    ends = starts[1:] + [count]
    return [np.arange(start, end) for start, end in zip(starts, ends)]
""",
            "The rest is added to the batch before, which gets too large. It is a",
        ),
        Wrong(
            "np.split wants equal parts.",
            """
def batches(count, size):
    return np.split(np.arange(count), count // size)
""",
            "np.split makes equal parts only; the last one may be smaller here.",
        ),
        Wrong(
            "The bound of the last batch is one too small.",
            """
def batches(count, size):
    return [
        np.arange(start, min(start + size, count - 1)) for start in range(0, count, size)
    ]
""",
            "The last digit is missing.",
        ),
        Wrong(
            "All indices in one array.",
            """
def batches(count, size):
    return np.arange(count)
""",
            "That is one row of all indices. Cut it into batches, a list of arrays.",
        ),
        Wrong(
            "Reshaped to equal batches: the rest does not fit.",
            """
def batches(count, size):
    return list(np.arange(count).reshape(-1, size))
""",
        ),
        Wrong(
            "append returns None.",
            """
def batches(count, size):
    result = []
    for start in range(0, count, size):
        result = result.append(np.arange(start, min(start + size, count)))
    return result
""",
            "append changes the list in place and returns None: write it without an",
        ),
        Wrong(
            "A remainder with the wrong start.",
            """
def batches(count, size):
    full = [np.arange(i * size, (i + 1) * size) for i in range(count // size)]
    if count % size:
        full.append(np.arange(count % size))
    return full
""",
            "The last batch begins at 0 again. It goes on where the one before has",
        ),
    ],
}
