"""What a training run leaves behind."""

import time
from dataclasses import dataclass, field


@dataclass
class History:
    """What a training run leaves behind; `plot()` draws it."""

    losses: list = field(default_factory=list)  # of every step
    learning_rates: list = field(default_factory=list)  # of every step
    test_accuracies: list = field(default_factory=list)  # after every epoch, 0 to 1
    steps_per_epoch: int = 0
    seconds: float = 0.0  # of training alone, without the tests
    images: int = 0  # seen in training, repetitions included
    interrupted: bool = False

    def add_step(self, loss, learning_rate, images, begin):
        """Note a step of so many images that began at `begin`, on the clock of perf_counter."""
        self.losses.append(loss)
        self.learning_rates.append(learning_rate)
        self.images += images
        self.seconds += time.perf_counter() - begin

    @property
    def at_end_of_epoch(self):
        return len(self.losses) % self.steps_per_epoch == 0

    @property
    def images_per_second(self):
        return self.images / self.seconds if self.seconds else 0.0

    def plot(self):
        """A figure of loss and test accuracy."""
        from .. import plots

        return plots.training_curves(self)

    def __repr__(self):
        tested = f", test accuracy {self.test_accuracies[-1]:.2%}" if self.test_accuracies else ""
        end = ", interrupted" if self.interrupted else ""
        return f"History({len(self.losses):,} steps, {self.seconds:.1f} s{tested}{end})"
