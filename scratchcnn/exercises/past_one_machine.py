"""Lesson 13: one network on several machines."""

import numpy as np

from .cases import decimals
from .predict import Predict
from .write import write


class Ring:
    """What a rank sees of a ring of ranks: it sends a piece to its right neighbour, and what its
    left one sends comes back. After a piece that is not due, only NaN comes.
    """

    def __init__(self, buffers, rank):
        self.buffers, self.rank, self.step, self.broken = buffers, rank, 0, False

    def __repr__(self):
        return "exchange"

    def __call__(self, piece):
        due, coming = self.sent_by(self.rank), self.sent_by(self.rank - 1)
        self.step += 1
        fits = due is not None and np.shape(piece) == due.shape and np.allclose(piece, due)
        self.broken = self.broken or not fits
        return np.full(np.shape(piece), np.nan) if self.broken else coming

    def sent_by(self, rank):
        """What this rank has to send now: piece rank - step, summed over the ranks so far; then
        complete pieces, from rank + 1 on. None after the last step.
        """
        size, step = len(self.buffers), self.step
        if step >= 2 * (size - 1):
            return None
        first = step < size - 1
        which = (rank - step if first else rank - step + size) % size
        ranks = range(rank - step, rank + 1) if first else range(size)
        pieces = [np.array_split(self.buffers[each % size], size)[which] for each in ranks]
        return sum(pieces)


def rings(rng):
    """Cases (buffer, rank, size, exchange)."""
    cases = []
    for size, count, rank in ((2, 4, 0), (2, 4, 1), (3, 6, 1), (4, 9, 0), (4, 9, 3), (1, 3, 0)):
        buffers = [decimals(rng, count) for _ in range(size)]
        cases.append((buffers[rank], rank, size, Ring(buffers, rank)))
    return cases


@write(
    cases=rings,
    hints=[
        'Section "The sum as a ring" has a table: which piece goes out in each step, and which one '
        "comes in?",
        "Two loops of size - 1 steps. In the first, what comes in is added to your own piece; in "
        "the second it takes the piece's place.",
        "First round: begin with the piece of your own number, and each step goes one piece back, "
        "counted round the circle. The second round begins one piece further on.",
    ],
)
def ring_sum(buffer, rank, size, exchange):
    """Write ring_sum(buffer, rank, size, exchange): the sum of the buffers of all ranks.

    exchange(piece) sends a piece to the right neighbour and returns what the left one has sent.
    """
    pieces = np.array_split(buffer, size)
    for step in range(size - 1):
        out, into = (rank - step) % size, (rank - step - 1) % size
        pieces[into] = pieces[into] + exchange(pieces[out])
    for step in range(size - 1):
        out, into = (rank - step + 1) % size, (rank - step) % size
        pieces[into] = exchange(pieces[out])
    return np.concatenate(pieces)


def go_round(buffer, rank, size, exchange, rounds=(0, 1), add=(True, False), steps=None):
    """The ring with something changed: the piece that each round begins with, and what it does."""
    pieces = list(np.array_split(buffer, size))
    for begin, adds in zip(rounds, add, strict=True):
        for step in range(size - 1 if steps is None else steps(size)):
            out, into = (rank - step + begin) % size, (rank - step - 1 + begin) % size
            got = exchange(pieces[out])
            pieces[into] = pieces[into] + got if adds else got
    return np.concatenate(pieces)


ring_sum.wrong(
    "Only the first round: each rank has one complete piece now. A second round hands them on.",
    lambda *ring: go_round(*ring, rounds=(0,), add=(True,)),
    "In the second round the pieces are complete: what comes in takes the place of yours, it is "
    "not added.",
    lambda *ring: go_round(*ring, add=(True, True)),
    "The second round begins with the piece that is complete: rank + 1, not rank.",
    lambda *ring: go_round(*ring, rounds=(0, 0)),
    "That is one step too many in each round: after size - 1 steps a piece has been everywhere.",
    lambda *ring: go_round(*ring, steps=lambda size: size),
    "What comes in is added to your piece in the first round; yours was thrown away.",
    lambda *ring: go_round(*ring, add=(False, False)),
    "That is this rank's own buffer. Nothing was exchanged.",
    lambda buffer, rank, size, exchange: buffer.copy(),
    "The whole buffer was sent. Cut it into `size` pieces: np.array_split(buffer, size).",
    lambda buffer, rank, size, exchange: sum(
        (exchange(buffer) for _ in range(size - 1)), buffer.copy()
    ),
    "All pieces are complete, but they are still pieces: np.concatenate makes one array of them.",
    lambda *ring: np.array_split(go_round(*ring), ring[2]),
    "That is the mean over the ranks. Return the sum: whoever called you may divide it.",
    lambda *ring: go_round(*ring) / ring[2],
)


predict_sent = Predict(
    "Four ranks add up a buffer of 1,000 numbers on a ring. How many numbers does each rank send, "
    "in both rounds together?",
    right=1500,
    wrong=[
        (750, "That is one round of three steps. There are two."),
        (2000, "Four steps in each round would be one too many: a piece is where it began."),
        (1000, "As if each number went out once. Six steps of 250 numbers."),
        (250, "That is one step."),
        (6000, "That is what all four send together. Each sends a quarter of it."),
        (3000, "The whole buffer to three others: that is what a ring avoids."),
        (4000, "Each piece is a quarter of the buffer: 250 numbers, not 1,000."),
    ],
    hint="A piece has 1,000 / 4 numbers. How many steps are in each of the two rounds?",
)

predict_waiting = Predict(
    "Each of four ranks in a ring first sends to its right neighbour, with a send that waits until "
    "the other one receives, and then receives from the left. How many messages arrive?",
    right=0,
    wrong=[
        (4, "Who receives the first one? All four are still waiting in their send."),
        (1, "The receiver of that one would have to be past its own send."),
        (3, "One rank would have to receive first; here none does."),
        (2, "Every other rank would have to receive first; here none does."),
    ],
    hint="When does the first rank come to its receive?",
)


def shares(rng):
    """Cases (gradients, counts): one row for each rank, and how many images it had."""
    cases = [(np.array([[1.0, 0.5], [4.0, 2.0]]), np.array([2, 1]))]
    for counts in ([3, 3, 2], [8, 7, 8, 7], [1, 0, 0]):
        gradients = decimals(rng, len(counts), 4) * (np.array(counts) > 0)[:, np.newaxis]
        cases.append((gradients, np.array(counts)))
    return cases


@write(
    cases=shares,
    hints=[
        'Section "What goes wrong" shows a batch whose shares are not of one size.',
        "From each mean back to a sum over images; add these; divide by all images.",
        "Row r times counts[r], the rows added up, and then one division by the sum of the counts.",
    ],
)
def mean_over_ranks(gradients, counts):
    """Mend the mistake: mean_over_ranks(gradients, counts) is the gradient of the whole batch, but
    gradients.mean(axis=0) is not. Row r of `gradients` is the mean over the counts[r] images of
    rank r.
    """
    return counts @ gradients / counts.sum()


mean_over_ranks.wrong(
    "A mean of means: a rank with one image then counts as much as one with ten.",
    lambda gradients, counts: gradients.mean(axis=0),
    "The means are added up, and one rank's gradient is not divided by the number of ranks.",
    lambda gradients, counts: gradients.sum(axis=0),
    "That is the sum over all images. The loss is a mean: divide by their number.",
    lambda gradients, counts: counts @ gradients,
    "Divided by the number of ranks instead of that of all images.",
    lambda gradients, counts: counts @ gradients / len(counts),
    "Each mean was divided by its count once more. Multiply, then divide by all images.",
    lambda gradients, counts: (gradients / np.maximum(counts, 1)[:, np.newaxis]).sum(axis=0),
)


def rates(rng):
    """Cases (step, base, ranks, warmup)."""
    return [(0, 0.5, 2, 4), (2, 0.1, 4, 5), (4, 0.1, 4, 5), (5, 0.1, 4, 5), (9, 0.25, 8, 5)]


@write(
    cases=rates,
    hints=[
        'Section "The batch grows with the machines": where does the rate end, where does it '
        "begin?",
        "After the warm-up it is base · ranks. Before, it lies on a line that begins at base.",
        "At `step` of `warmup`, the share step / warmup of the way from base to base · ranks.",
    ],
)
def scaled_rate(step, base, ranks, warmup):
    """Write scaled_rate(step, base, ranks, warmup): the learning rate of a step, counted from 0.
    It climbs along a line from `base` at step 0 to base · ranks at step `warmup`, and stays there.
    """
    return base + (base * ranks - base) * min(1, step / warmup)


scaled_rate.wrong(
    "The line begins at base, the rate of one rank, not at 0.",
    lambda step, base, ranks, warmup: base * ranks * min(1, step / warmup),
    "After the warm-up the rate stays where it is.",
    lambda step, base, ranks, warmup: base + (base * ranks - base) * step / warmup,
    "That is the rate after the warm-up. During it, it climbs.",
    lambda step, base, ranks, warmup: base * ranks,
    "The line ends at base · ranks: the way from base is base · (ranks - 1).",
    lambda step, base, ranks, warmup: base + base * ranks * min(1, step / warmup),
    "That is the root of the ranks. Linear scaling multiplies by their number.",
    lambda step, base, ranks, warmup: base + (base * ranks**0.5 - base) * min(1, step / warmup),
)


def machines(rng):
    """Cases (ranks, compute, latency, size, bandwidth)."""
    return [
        (1, 0.25, 0.125, 1e6, 1e8),
        (2, 0.25, 0.125, 1e6, 1e8),
        (4, 0.5, 0.001, 2e6, 1e8),
        (64, 0.01, 2e-5, 1.5e6, 1e9),
    ]


@write(
    cases=machines,
    hints=[
        'Section "What a step costs" adds three terms. Which of them shrink with more ranks?',
        "2 (ranks - 1) steps of the ring; each waits once and carries one piece.",
        "compute + (number of steps) · (latency + bytes of a piece / bandwidth).",
    ],
)
def step_time(ranks, compute, latency, size, bandwidth):
    """Write step_time(ranks, compute, latency, size, bandwidth): seconds of a step, of which each
    rank computes `compute` seconds; then a ring adds up buffers of `size` bytes.
    """
    return compute + 2 * (ranks - 1) * (latency + size / ranks / bandwidth)


step_time.wrong(
    "A piece is the buffer divided by the number of ranks.",
    lambda ranks, compute, latency, size, bandwidth: (
        compute + 2 * (ranks - 1) * (latency + size / bandwidth)
    ),
    "There are two rounds.",
    lambda ranks, compute, latency, size, bandwidth: (
        compute + (ranks - 1) * (latency + size / ranks / bandwidth)
    ),
    "Each round has ranks - 1 steps: with one rank, nothing is sent.",
    lambda ranks, compute, latency, size, bandwidth: (
        compute + 2 * ranks * (latency + size / ranks / bandwidth)
    ),
    "Every step of the ring waits: the latency comes 2 (ranks - 1) times.",
    lambda ranks, compute, latency, size, bandwidth: (
        compute + latency + 2 * (ranks - 1) * size / ranks / bandwidth
    ),
    "Each rank computes `compute` seconds already: it isn't shared out once more.",
    lambda ranks, compute, latency, size, bandwidth: (
        compute / ranks + 2 * (ranks - 1) * (latency + size / ranks / bandwidth)
    ),
    "Bytes divided by bytes per second are seconds: divide by the bandwidth.",
    lambda ranks, compute, latency, size, bandwidth: (
        compute + 2 * (ranks - 1) * (latency + size / ranks * bandwidth)
    ),
)
