"""Warm-up questions: two at the beginning of a lesson, on what earlier lessons were about.

`warm_up("relu", 4, ...)` judges the answers and asks the questions that are not answered. POOL maps
each lesson to its questions, in the order in which they are asked.
"""

from ..output import say
from .checking import LESSONS, MARKS
from .predict import Predict

POOL = {
    "start_here": {
        "places_in_memory": Predict(
            "A batch holds 10 images of 28 × 28 × 1. What shape does `images[3]` have?",
            right=(28, 28, 1),
            wrong=[
                ((1, 28, 28, 1), "A single number takes its axis away; 3:4 would keep it."),
                ((28, 28), "The channel axis stays, even if there is only one channel."),
                ((10, 28, 28, 1), "That is the whole batch; `images[3]` is one image of it."),
            ],
        ),
        "bytes": Predict(
            "Two pixels are uint8, 250 and 10. What does NumPy say is their sum?",
            right=4,
            wrong=[
                (260, "A byte ends at 255: then it starts again at 0."),
                (255, "NumPy doesn't stop at the largest number, it starts again at 0."),
                (5, "256 steps are one round: 260 - 256, not 260 - 255."),
            ],
        ),
        "chain": Predict(
            "L = e², e = a - 1, a = 2 w, and w = 3. What is ∂L/∂w?",
            right=20,
            wrong=[
                (10, "That is ∂L/∂a. From a back to w there is one more factor."),
                (5, "That is e itself. The slope of e² is 2 e."),
                (12, "The slope of e² is taken at e = 5, not at w = 3."),
                (25, "That is the loss, not its slope."),
            ],
        ),
        "twice": Predict(
            "L = w · w · w at w = 2: three places, nudged together. What is ∂L/∂w?",
            right=12,
            wrong=[
                (4, "That is the share of one of the three places. They add up."),
                (8, "That is the loss. Each place has the share w · w, and there are three."),
                (6, "Each place contributes w · w = 4, not w."),
            ],
        ),
        "measure": Predict(
            "f(1.1) = 3.3 and f(0.9) = 2.5. What is the central difference at 1 (h = 0.1)?",
            right=4,
            tolerance=1e-6,
            wrong=[
                (0.8, "That is the difference. Divide it by the distance of the two places."),
                (8, "The two places are 2 h apart, not h."),
                (2, "Divide by 2 h = 0.2."),
            ],
        ),
        "judge": Predict(
            "backward says 3, the measurement says 1. What is the relative error "
            "|b - m| / (|b| + |m|)?",
            right=0.5,
            wrong=[
                (2, "That is the difference. Divide it by the sum of the sizes."),
                (1, "Divide by |b| + |m|, which is 4."),
                (2 / 3, "Divide by the sum of both, not by one of them."),
            ],
            tolerance=1e-6,
        ),
    },
    "convolution": {
        "size": Predict(
            "An axis of 10 pixels, a filter of 3, no padding, steps of 1. How many places does "
            "the window have?",
            right=8,
            wrong=[
                (7, "The place that you start from counts, too: 10 - 3 + 1."),
                (10, "That would take a padding of 1."),
                (9, "10 - 3 + 1, not 10 - 3 + 2."),
            ],
        ),
        "padding": Predict(
            "A 5 × 5 filter should keep the size of the image. How many rows of zeros does it need "
            "above (and as many below)?",
            right=2,
            wrong=[
                (4, "Four in all, so two on each side."),
                (1, "One is right for a 3 × 3 filter."),
                (5, "As many as the window reaches beyond its middle: (5 - 1) / 2."),
            ],
        ),
        "weights": Predict(
            "How many weights does Convolution(8, 4, kernel_size=3) have?",
            right=288,
            wrong=[
                (36, "Every filter has a slice for each of the 8 input channels."),
                (72, "Those are the weights of one filter. There are 4."),
                (292, "The convolution of this course has no bias."),
            ],
        ),
        "overlap": Predict(
            "A 3 × 3 window slides in steps of 1. In how many windows does a pixel in the middle "
            "of a large image lie?",
            right=9,
            wrong=[
                (3, "Three along the rows, and for each of them three along the columns."),
                (1, "Windows overlap: each pixel is seen from several places."),
                (4, "With 2 × 2 windows it would be four."),
            ],
        ),
        "one_pixel": Predict(
            "out = a₀ w₀ + a₁ w₁ with the filter w = (2, 5), and d_out = 3 for this output alone. "
            "What arrives at a₁?",
            right=15,
            wrong=[
                (6, "That is what arrives at a₀."),
                (5, "Times the gradient of the output: it was 3."),
                (21, "Only its own weight counts: a₁ was multiplied by w₁."),
            ],
        ),
        "macs": Predict(
            "How many multiply-accumulates does a 3 × 3 convolution need for one output number, "
            "with 16 input channels?",
            right=144,
            wrong=[
                (9, "Nine for each of the 16 channels."),
                (16, "Nine places of the filter, each with 16 channels."),
                (1296, "9 · 16, not 81 · 16."),
            ],
        ),
    },
    "max_pooling": {
        "shape": Predict(
            "MaxPooling(3, 2) of the course, on 28 × 28 × 16. How many numbers come out?",
            right=3136,
            wrong=[
                (196, "That is one map, 14 × 14. There are 16."),
                (2704, "With the row of zeros at the bottom there are 14 places, not 13."),
                (12544, "The steps are two pixels long: half of the rows, half of the columns."),
            ],
        ),
        "loser": Predict(
            "A window holds 4, 9 and 7, and the gradient of its output is 5. What does the 7 get?",
            right=0,
            wrong=[
                (5, "It has lost: if it grows a little, the maximum doesn't change."),
                (5 / 3, "The gradient isn't shared. It goes to the winner."),
                (7, "Gradients are slopes, not the numbers themselves."),
            ],
        ),
        "twice": Predict(
            "A pixel wins in two windows whose gradients are 3 and 4. What is its gradient?",
            right=7,
            wrong=[
                (4, "Something overwrote the first one: they add up."),
                (3.5, "They add up; there is no mean."),
                (12, "Shares of the loss are added, not multiplied."),
            ],
        ),
        "parameters": Predict(
            "How many parameters does a max pooling layer have?",
            right=0,
            wrong=[
                (9, "A window has nine places, but nothing in it is learnt."),
                (1, "It compares and chooses. There is nothing to learn."),
            ],
        ),
        "ties": Predict(
            "All nine numbers of a window are 0 and its gradient is 6. What does the last one get, "
            "in this course?",
            right=0,
            wrong=[
                (6, "At a tie the first one, row by row, gets it all."),
                (6 / 9, "Sharing would be right, too, but here the first one gets it all."),
            ],
        ),
    },
    "addition": {
        "untied": Predict(
            "How many biases does an untied Addition on maps of 7 × 7 × 64 have?",
            right=3136,
            wrong=[
                (64, "That would be one for each channel: tied."),
                (49, "A bias of its own for each place and each channel."),
            ],
        ),
        "tied": Predict(
            "A tied bias is added to 4 images of 5 × 5 pixels, and every d_out is 1. What is its "
            "gradient, for one channel?",
            right=100,
            wrong=[
                (25, "And for each of the four images."),
                (4, "And at each of the 25 places."),
                (1, "It was copied to 100 outputs; their gradients add up."),
            ],
        ),
        "copy": Predict(
            "One number is copied to three places, whose gradients are 1, -2 and 4. What is its "
            "own gradient?",
            right=3,
            wrong=[
                (1, "A copy forward is a sum backward, not a mean."),
                (7, "The signs stay."),
                (4, "It isn't the last one alone: they add up."),
            ],
        ),
        "axes": Predict(
            "A bias of shape (6, 1, 3) is added to maps of shape (2, 6, 5, 3). How many copies of "
            "each number are made?",
            right=10,
            wrong=[
                (5, "And for each of the two images."),
                (2, "And along the axis where the bias has a 1."),
                (60, "It isn't copied along the rows, nor along the channels."),
            ],
        ),
        "mean": Predict(
            "The loss is the mean over 8 images. The gradient of a bias is the sum of d_out over "
            "the batch, times which number?",
            right=1,
            wrong=[
                (1 / 8, "The mean is in d_out already: dividing again would be wrong by 8."),
                (8, "The sum over the batch is all: d_out carries its 1/8, as it should."),
                (0, "Times 0, no bias would ever learn. d_out carries its 1/8 already."),
            ],
        ),
    },
    "relu": {
        "forward": Predict(
            "ReLU of -3, 0, 2: what is the sum of the three results?",
            right=2,
            wrong=[
                (-1, "What is negative becomes 0."),
                (5, "ReLU isn't the absolute value."),
            ],
        ),
        "backward": Predict(
            "x = (-1, 4, 0) and d_out = (5, 6, 7). What is the sum of d_x, in this course?",
            right=6,
            wrong=[
                (18, "What was not positive lets no gradient through."),
                (13, "At exactly 0 the slope is taken as 0 here."),
                (24, "The gradient is passed on, not multiplied by x."),
            ],
        ),
        "dead": Predict(
            "A unit's sum is below zero for every image. What is the gradient of its weights?",
            right=0,
            wrong=[
                (1, "The mask is 0 for every image: nothing comes through."),
                (-1, "The mask is 0, whatever the sign."),
            ],
        ),
        "mask": Predict(
            "Of 10 numbers, 4 are positive, 3 are 0 and 3 negative. How many entries of the mask "
            "are True?",
            right=4,
            wrong=[
                (7, "x > 0, not x ≥ 0."),
                (3, "Those are the ones that are cut off."),
            ],
        ),
        "lines": Predict(
            "ReLU(x) - ReLU(-x) at x = -3: what is it?",
            right=-3,
            wrong=[
                (3, "ReLU(-3) is 0, and ReLU(3) is 3, with a minus."),
                (0, "The second term isn't 0: -x is 3."),
            ],
        ),
    },
    "vectorization": {
        "length": Predict(
            "How long is the vector of one image with maps of 7 × 7 × 64?",
            right=3136,
            wrong=[
                (448, "All three sizes are multiplied: 7 · 7 · 64."),
                (64, "Each of the 64 maps has 49 numbers."),
            ],
        ),
        "place": Predict(
            "Maps of 4 × 5 × 3, channels fastest. At which position of the vector stands row 1, "
            "column 0, channel 0?",
            right=15,
            wrong=[
                (5, "Each of the 5 places of the first row has 3 numbers."),
                (1, "A whole row stands before it: 5 · 3 numbers."),
                (20, "A row has 5 columns, not 4, with 3 numbers each."),
            ],
        ),
        "next": Predict(
            "How far apart in the vector of 4 × 5 × 3 maps are two neighbours of one row and one "
            "channel?",
            right=3,
            wrong=[
                (1, "Between them stand the other channels."),
                (5, "That many columns has a row; neighbours are one column apart."),
                (15, "That is the distance of two rows."),
            ],
        ),
        "gradient": Predict(
            "What is the shape of the gradient that Vectorization hands back for a batch of 8 "
            "images of 7 × 7 × 64?",
            right=(8, 7, 7, 64),
            wrong=[
                ((8, 3136), "That is what it was given. It hands back the shape of its input."),
                ((7, 7, 64), "The batch stays."),
            ],
        ),
    },
    "dense": {
        "parameters": Predict(
            "How many parameters does Dense(100, 10) have, its bias included?",
            right=1010,
            wrong=[
                (1000, "Ten biases, one for each output, are missing."),
                (1100, "There is a bias for each output, not for each input."),
            ],
        ),
        "shape": Predict(
            "x is 32 × 100, the weights are 100 × 10. What is the shape of d_weights?",
            right=(100, 10),
            wrong=[
                ((10, 100), "A gradient has the shape of its parameter."),
                ((32, 10), "That is d_out."),
                ((32, 100, 10), "The batch is summed over."),
            ],
        ),
        "outer": Predict(
            "x = (2, 0) and d_out = (3, 5), one image. What is the sum of all entries of "
            "d_weights?",
            right=16,
            wrong=[
                (6, "And 2 · 5: each input meets each output."),
                (10, "2 · 3 belongs to it, too."),
            ],
        ),
        "input": Predict(
            "weights = [[1, 2], [3, 4]] (inputs × outputs) and d_out = (1, 0). What is d_x for the "
            "second input?",
            right=3,
            wrong=[
                (2, "That is the weight of the first input: d_x = d_out · Wᵀ."),
                (4, "Output 1 has the gradient 0."),
                (7, "Output 1 has the gradient 0."),
            ],
        ),
        "he": Predict(
            "What is the spread of He's start for the weights of a dense layer with 200 inputs?",
            right=0.1,
            tolerance=1e-6,
            wrong=[
                (0.01, "That is the variance, 2 / 200. The spread is its root."),
                (0.005, "That is the published start, 1 / inputs."),
                ((1 / 200) ** 0.5, "Two in the numerator: ReLU takes half away."),
            ],
        ),
    },
    "softmax_cross_entropy": {
        "equal": Predict(
            "All ten logits are 7. What probability does softmax give each class?",
            right=0.1,
            tolerance=1e-6,
            wrong=[
                (0.7, "Only differences count, and there are none."),
                (1, "Together they are 1."),
            ],
        ),
        "loss": Predict(
            "The right class has the probability 1. What is the loss?",
            right=0,
            wrong=[
                (1, "-log 1 = 0: sure and right costs nothing."),
                (-1, "-log 1 = 0: sure and right costs nothing."),
            ],
        ),
        "gradient": Predict(
            "p = (0.2, 0.5, 0.3), one image, and the label is 1. What is the gradient of logit 1?",
            right=-0.5,
            tolerance=1e-6,
            wrong=[
                (0.5, "p minus the one-hot label: 0.5 - 1."),
                (-2, "That is -1/p, the gradient of the probability."),
                (-0.25, "Softmax and loss together: p - onehot."),
            ],
        ),
        "sum": Predict(
            "What is the sum of the ten gradients of one image's logits?",
            right=0,
            wrong=[
                (1, "The probabilities add up to 1, and so does the label; their difference to 0."),
                (-1, "What the right class is pulled up, the others are pushed down."),
            ],
        ),
        "shift": Predict(
            "To every logit 100 is added. By how much does the loss change?",
            right=0,
            wrong=[
                (100, "Only differences between logits count."),
                (-100, "Only differences between logits count."),
            ],
        ),
    },
    "gradient_descent": {
        "step": Predict(
            "A parameter is 2, its gradient 5, the learning rate 0.1, no momentum. What is it "
            "after one step?",
            right=1.5,
            tolerance=1e-6,
            wrong=[
                (2.5, "Downhill: the step goes against the gradient."),
                (0.5, "0.1 · 5 is subtracted from 2."),
                (-3, "Times the learning rate."),
            ],
        ),
        "momentum": Predict(
            "Momentum 0.9, and a gradient that is always 1. What velocity does it approach?",
            right=10,
            tolerance=1e-3,
            wrong=[
                (0.9, "v = 0.9 v + 1, solved for v."),
                (1, "The old velocity stays, nine tenths of it."),
                (9, "v = 0.9 v + 1 gives v = 1 / 0.1."),
            ],
        ),
        "limit": Predict(
            "The steepest curvature is 40. Above which rate does plain gradient descent run away?",
            right=0.05,
            tolerance=1e-9,
            wrong=[
                (0.025, "1/λ is where it lands in the middle with one step. The limit is 2/λ."),
                (20, "2 divided by the curvature, not the other way round."),
            ],
        ),
        "noise": Predict(
            "A batch nine times as large: by what factor is the error of its gradient smaller?",
            right=3,
            wrong=[
                (9, "The error falls with the root of the number of images."),
                (81, "The error falls with the root, not with the square."),
            ],
        ),
        "steps": Predict(
            "How many steps are there in an epoch of 60,000 images with batches of 32?",
            right=1875,
            wrong=[
                (1876, "60,000 is a multiple of 32: nothing is left over."),
                (60_000, "One step for each batch, not for each image."),
            ],
        ),
    },
    "automatic_differentiation": {
        "uses": Predict(
            "y = x · x + 3 x, on a tape. How many contributions to its gradient does x receive?",
            right=3,
            wrong=[
                (2, "The product reads x with both hands, and 3 x reads it once more."),
                (1, "A value gets one for each time that it is read."),
            ],
        ),
        "copies": Predict(
            "A bias of shape (5,) is added to 8 × 5 numbers, and every d_out is 2. What is the "
            "gradient of each bias?",
            right=16,
            wrong=[
                (2, "NumPy copied it into 8 rows. What was copied is added up."),
                (8, "8 copies, and each of them gets 2."),
                (80, "That is over all columns: each bias has its own."),
            ],
        ),
        "order": Predict(
            "The tape has 40 values, numbered from 0. Which one hands out its gradient first?",
            right=39,
            wrong=[
                (0, "The way back begins at the end, with the loss."),
                (40, "They are numbered from 0."),
            ],
        ),
        "start": Predict(
            "With which gradient does the loss itself begin?",
            right=1,
            wrong=[
                (0, "With 0, all that it hands out would be 0."),
            ],
        ),
        "product": Predict(
            "x is 4 × 3 and w is 3 × 2. What is the shape of what goes back to w, xᵀ d?",
            right=(3, 2),
            wrong=[
                ((2, 3), "A gradient has the shape of what it belongs to."),
                ((4, 2), "That is d, the shape of x w."),
                ((4, 3), "That is the shape of x."),
            ],
        ),
    },
}


def warm_up(lesson, *answers, again=0):
    """Print the two warm-up questions of a lesson, or what is said of the answers to them.

    `again` = 1, 2, … takes the next two. ValueError for a lesson without earlier ones, and unless
    there are two answers (or dots).
    """
    if lesson not in LESSONS[2:]:
        raise ValueError(f"lesson: expected one of {', '.join(LESSONS[2:])}, got {lesson!r}")
    if len(answers) != 2:
        raise ValueError(f"answers: expected two, or ... in their place, got {len(answers)}")
    for number, ((source, question), answer) in enumerate(
        zip(pair(lesson, again), answers, strict=True), 1
    ):
        verdict = question.judge(answer)
        if verdict.status == "not attempted":
            say(f"{number}. (lesson {LESSONS.index(source):02}) {question.statement}")
        else:
            say(f"{number}. {MARKS[verdict.status]}: {verdict.text}")


def pair(lesson, again):
    """Two (lesson, question): one from the lesson before, one from those before it, in turn."""
    *older, latest = [name for name in LESSONS[: LESSONS.index(lesson)] if name in POOL]
    turns = LESSONS.index(lesson) + again
    early = older[turns % len(older)]
    return [(source, nth(source, turns)) for source in (latest, early)]


def nth(lesson, number):
    questions = list(POOL[lesson].values())
    return questions[number % len(questions)]
