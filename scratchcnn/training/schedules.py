"""Learning rates that change on the way: functions of the step and of all steps."""

import math

from ..arguments import number, positive


class WarmupCosine:
    """A learning rate that climbs along a line to its peak and returns along half a cosine.

    `warmup` is the share of training that the climb takes. Call it with the number of the step
    and of all steps.
    """

    def __init__(self, peak=0.03, warmup=0.1, start=0.0, end=0.0):
        self.peak, self.warmup = positive("peak", peak), number("warmup", warmup, below=1)
        self.start, self.end = number("start", start), number("end", end)

    def __call__(self, step, steps):
        progress = (step + 1) / (steps + 1)  # never quite 0 or 1: no step is wasted
        if progress < self.warmup:
            return self.start + (self.peak - self.start) * progress / self.warmup
        angle = math.pi * (progress - self.warmup) / (1 - self.warmup)
        return self.end + (self.peak - self.end) * (1 + math.cos(angle)) / 2


class OriginalSchedule:
    """The published learning rates, one for each of nine epochs.

    Up along a line over three epochs, from 0.00001 to 0.001, then down along a quarter of a cosine
    over six.
    """

    low, high, epochs = 0.00001, 0.001, 9

    def __call__(self, step, steps):
        epoch = step * self.epochs // steps
        rise = epoch / 3 if epoch < 3 else math.cos(math.pi / 2 * (epoch - 3) / 5)
        return self.low + (self.high - self.low) * rise


def learning_rate(optimizer, schedule, step, steps):
    """What the schedule says for this step; without one, the rate that the optimizer has."""
    if schedule is None:
        return optimizer.learning_rate
    return number(f"learning rate of step {step}", schedule(step, steps))
