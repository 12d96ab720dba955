"""The network of the course, with the layers that the reader has written."""

import ast
import functools
from collections import Counter

import numpy as np

from .. import models
from ..layers import SoftmaxCrossEntropy
from ..network import Network
from ..summary import Summary, summarize
from ..table import Table
from ..training import SGD
from .my_layers import ANSWERS, FILE, parts_of, read
from .my_progress import ENTRY, change

LOSS = "softmax_cross_entropy.loss"
OPTIMIZER = "gradient_descent.optimizer"
TRAINING_LOOP = "gradient_descent.training_loop"
EXERCISES = {answer: name for name, answer in ANSWERS.items()}


def my_network(seed=0):
    """The network of `models.cnn(seed)` from the layers in my_layers.py, and the course's where
    there are none. It starts with the same parameters.

    What has changed in the file is checked first. ValueError names what isn't right any more.
    """
    parts = {name: part for name, part in parts_of(read()).items() if name in ANSWERS}
    judged = change(lambda entries: {name: entries.get(name, ENTRY)["judged"] for name in parts})
    yours = {name: checked(part, judged[name]) for name, part in parts.items()}

    def note(entries):
        for name, part in parts.items():
            entries[name]["judged"] = part.fingerprint

    change(note)
    return MyNetwork(seed, yours)


def checked(part, judged):
    """The part's class or function, counting its calls; ValueError if it isn't right."""
    answer, complaint = part.judge(judged)
    if complaint:
        raise ValueError(
            f"{position(part.name)}, from {FILE}: {complaint.rstrip('.')}. Mend it there, or take "
            f'the course\'s: exercises.reset("{part.name}")'
        )
    return Yours(part, answer)


def position(name):
    """Where the answer to an exercise stands, in words: "row 4, ReLU"."""
    rows = [type(layer).__name__ for layer in models.cnn().layers] + [ANSWERS[LOSS]]
    answer = ANSWERS[name]
    return f"row {rows.index(answer) + 1}, {answer}" if answer in rows else answer


class Yours:
    """What the reader has written for an exercise: `answer` is that, and counts in `calls`."""

    def __init__(self, part, answer):
        self.part, self.name, self.calls = part, answer.__name__, Counter()
        self.answer = self.subclass(answer) if isinstance(answer, type) else self.counted(answer)

    def subclass(self, cls):
        """A class that does what `cls` does, in which calls of its methods are counted."""

        def method(name):
            plain = getattr(cls, name)

            @functools.wraps(plain)
            def counting(layer, *arguments, **named):
                self.calls[name] += 1
                return getattr(super(subclass, layer), name)(*arguments, **named)

            return counting

        names = [name for name in ("forward", "backward", "step") if hasattr(cls, name)]
        members = {name: method(name) for name in names} | {"__module__": cls.__module__}
        subclass = type(cls.__name__, (cls,), members)
        return subclass

    def counted(self, function):
        @functools.wraps(function)
        def counting(*arguments, **named):
            self.calls["call"] += 1
            return function(*arguments, **named)

        return counting

    @property
    def lines(self):
        """How many lines of code the part has: blank lines, comments and docstrings are none."""
        nodes = list(ast.walk(ast.parse(self.part.source)))
        texts = {
            id(node)
            for statement in nodes
            if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
            for node in (statement, statement.value)
        }
        return len({n.lineno for n in nodes if hasattr(n, "lineno") and id(n) not in texts})


class MyNetwork(Network):
    """The network of `models.cnn(seed)`, with the reader's classes in the place of ours.

    `yours` is {name of the exercise: Yours}. With loss, optimizer and training loop it is what
    `train_mine` trains.
    """

    def __init__(self, seed, yours):
        self.seed, self.yours, self.tested = seed, yours, None
        ours = models.cnn(seed).layers
        super().__init__([self.replaced(layer) for layer in ours])
        # A function, for a network has no layers but those that it trains.
        self.ours = {id(mine): layer for mine, layer in zip(self.layers, ours, strict=True)}.get

    def replaced(self, layer):
        """The reader's layer for one of ours, if there is one, with the same parameters."""
        found = self.yours.get(EXERCISES[type(layer).__name__])
        if found is None:
            return layer
        mine = found.answer(*layer.config().values())
        for name, parameter in layer.params.items():
            if np.shape(mine.params.get(name)) == parameter.shape:
                mine.params[name][...] = parameter
        return mine

    def backward(self, d_logits):
        """As `Network.backward`, in the type of the network: a loss with np.eye in it has float64,
        and so would all that comes after it, in twice the time.
        """
        if isinstance(d_logits, np.ndarray):
            d_logits = d_logits.astype(self.layers[0].dtype, copy=False)
        return super().backward(d_logits)

    def loss(self):
        return self.of(LOSS, SoftmaxCrossEntropy)()

    def optimizer(self, learning_rate):
        return self.of(OPTIMIZER, SGD)(learning_rate)

    def of(self, exercise, ours):
        return self.yours[exercise].answer if exercise in self.yours else ours

    def summary(self):
        """The table of the network, and who wrote each row."""
        known = [self.ours(id(layer), layer) for layer in self.layers]
        rows = summarize([*known, self.softmax], self.input_shape).rows
        for row, layer in zip(rows, self.layers, strict=False):
            row.layer = type(layer).__name__
        by = [*map(author, self.layers), "you" if LOSS in self.yours else "scratchcnn"]
        beside = [
            self.yours[name].name for name in (OPTIMIZER, TRAINING_LOOP) if name in self.yours
        ]
        return SummaryByAuthor(self.input_shape, rows, by, beside)

    def __repr__(self):
        return str(self.summary())

    def _repr_html_(self):
        return self.summary()._repr_html_()

    def with_package_layers(self):
        """A network of the package's layers with a copy of these parameters: the same, faster."""
        network = models.cnn(self.seed)
        for layer, mine in zip(network.layers, self.layers, strict=True):
            for name, parameter in layer.params.items():
                parameter[...] = mine.params[name]
        return network

    def receipt(self):
        """A table of what each class of the reader's did, and what they read together."""
        written = [self.yours[name] for name in ANSWERS if name in self.yours]
        rows = [
            (each.name, self.rows_of(each), calls_in_words(each.calls), str(each.lines))
            for each in written
        ]
        lines = sum(each.lines for each in written)
        if not written:
            note = f"Nothing of it is yours yet: what is right in the lessons is kept in {FILE}."
        elif self.tested is None:
            note = "It isn't trained yet: exercises.train_mine does that."
        else:
            note = f"{lines:,} lines of yours read {{:,}} of {{:,}} test digits.".format(
                *self.tested
            )
        heading = ("Yours", "Rows", "Calls", "Lines")
        return Table(heading, rows, ("Total", "", "", f"{lines:,}"), right=(3,), note=note)

    def rows_of(self, yours):
        rows = [n for n, layer in enumerate(self.layers, 1) if type(layer) is yours.answer]
        rows += [len(self.layers) + 1] * (yours.part.name == LOSS)
        return ", ".join(map(str, rows))


def author(layer):
    return "scratchcnn" if type(layer).__module__.startswith("scratchcnn.") else "you"


def calls_in_words(calls):
    return ", ".join(f"{count:,} {plural(name, count)}" for name, count in calls.items())


def plural(name, count):
    return f"{name}s" if name in ("step", "call") and count != 1 else name


class SummaryByAuthor(Summary):
    """The table of a network with one column more: who wrote the row. `beside` are the names of
    what the reader wrote that is no row.
    """

    def __init__(self, input_shape, rows, by, beside):
        super().__init__(input_shape, rows)
        self.by, count = by, by.count("you")
        self.heading += ("by",)
        self.cells = [(*cells, who) for cells, who in zip(self.cells, ["", *by], strict=True)]
        self.total += ("",)
        are = "is" if count == 1 else "are"
        self.note = f"{count} of {len(by)} rows {are} yours{''.join(f', and {n}' for n in beside)}."
