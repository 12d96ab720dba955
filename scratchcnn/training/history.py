"""What a training run leaves behind."""

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
