"""Lesson 08: SGD with momentum, and the training loop."""

import numpy as np

from ...layers import Dense, ReLU, SoftmaxCrossEntropy
from ...network import Network
from ...training import SGD
from ..write_class import LoopCase, OptimizerCase, WriteClass, loop_scene, optimizer_scene

STUB = '''\
class SGD:
    """velocity ← momentum · velocity + gradient;  parameter ← parameter - rate · velocity"""

    def __init__(self, learning_rate, momentum=0.9):
        self.learning_rate, self.momentum = learning_rate, momentum
        self.velocities = {}  # (row, name): array; empty before the first step

    def step(self, network):
        """Move every parameter, layer.params[name], one step, in place, by layer.grads[name]."""
        ...'''
SOLUTION = STUB.replace(
    '''by layer.grads[name]."""
        ...''',
    '''by layer.grads[name]."""
        for row, layer in enumerate(network.layers):
            for name, parameter in layer.params.items():
                velocity = self.velocities.get((row, name), 0)
                velocity = self.momentum * velocity + layer.grads[name]
                self.velocities[row, name] = velocity
                parameter -= self.learning_rate * velocity''',
)


def small_network(seed=1):
    rng = np.random.default_rng(seed)
    network = Network([Dense(3, 3, rng=rng), ReLU(), Dense(3, 3, rng=rng)], (3,))
    return network.astype(np.float64)


def optimizer_cases(rng):
    def gradients(steps):
        return [
            [{n: rng.standard_normal(a.shape) for n, a in layer.params.items()}
             for layer in small_network().layers]
            for _ in range(steps)
        ]  # fmt: skip

    return [
        OptimizerCase(0.0, [0.1], small_network, gradients(1)),
        OptimizerCase(0.5, [0.1] * 3, small_network, gradients(3)),
        OptimizerCase(0.9, [0.1, 0.2, 0.05], small_network, gradients(3)),
    ]


optimizer = WriteClass(
    SGD,
    ("step",),
    optimizer_scene,
    optimizer_cases,
    STUB,
    SOLUTION,
    hints=[
        "Two loops: over the layers, and over the names in layer.params. Each parameter has "
        "a velocity"
        "of its own, which lives from step to step.",
        "Keep the velocities in a dictionary under (row, name); before the first step they are 0.",
        "velocity = momentum · old + layer.grads[name]; keep it; parameter -= learning_rate "
        "· velocity.",
    ],
)
namespace = {"np": np}
exec(SOLUTION, namespace)
Own = namespace["SGD"]


def with_rule(sentence, rule):
    """A known mistake: `rule(optimizer, velocity, gradient)` returns (new velocity, step)."""

    class Wrong(Own):
        def step(self, network):
            for row, layer in enumerate(network.layers):
                for name, parameter in layer.params.items():
                    velocity = self.velocities.get((row, name), 0 * parameter)
                    velocity, step = rule(self, velocity, layer.grads[name])
                    self.velocities[row, name] = velocity
                    parameter -= step

    optimizer.wrong_answers.append((Wrong, sentence))


with_rule(
    "The step goes uphill: the velocity is subtracted.",
    lambda o, v, g: (o.momentum * v + g, -o.learning_rate * (o.momentum * v + g)),
)
with_rule(
    "There is no momentum in it: the old velocity must be remembered, in self, and added.",
    lambda o, v, g: (v, o.learning_rate * g),
)
with_rule(
    "The gradient comes in with the factor (1 - momentum): here it is added whole.",
    lambda o, v, g: (
        o.momentum * v + (1 - o.momentum) * g,
        o.learning_rate * (o.momentum * v + (1 - o.momentum) * g),
    ),
)
with_rule(
    "The learning rate is inside your velocity: then a new rate doesn't reach the steps that are "
    "remembered. Multiply with it at the end.",
    lambda o, v, g: (
        o.momentum * v + o.learning_rate * g,
        o.momentum * v + o.learning_rate * g,
    ),
)
with_rule(
    "The step is made with the old velocity: add the new gradient first.",
    lambda o, v, g: (o.momentum * v + g, o.learning_rate * v),
)
with_rule(
    "The momentum multiplies the gradient, too: only the old velocity.",
    lambda o, v, g: (o.momentum * (v + g), o.learning_rate * o.momentum * (v + g)),
)
with_rule(
    "This is Nesterov's rule: a good one, but here the step is the velocity itself.",
    lambda o, v, g: (
        o.momentum * v + g,
        o.learning_rate * (g + o.momentum * (o.momentum * v + g)),
    ),
)
with_rule(
    "The old velocity is added whole, without the momentum.",
    lambda o, v, g: (v + g, o.learning_rate * (v + g)),
)
with_rule(
    "The learning rate is not used.", lambda o, v, g: (o.momentum * v + g, o.momentum * v + g)
)


@optimizer.wrong("All parameters of one name share a velocity: keep it under (row, name).")
class _(Own):
    def step(self, network):
        for layer in network.layers:
            for name, parameter in layer.params.items():
                velocity = self.momentum * self.velocities.get(name, 0) + layer.grads[name]
                self.velocities[name] = velocity
                parameter -= self.learning_rate * velocity


@optimizer.wrong("Only the first layer moves: the step is for all of them.")
class _(Own):
    def step(self, network):
        class First:
            layers = network.layers[:1]

        super().step(First)


LOOP_STUB = '''\
def train_one_epoch(network, loss, optimizer, images, labels, batch_size, rng):
    """Train on all images once, in the order rng.permutation(N); returns the loss of every batch.

    loss.forward(logits, labels), loss.backward(), optimizer.step(network). The last batch may be
    smaller.
    """
    ...'''
LOOP_SOLUTION = LOOP_STUB.replace(
    '''    smaller.
    """
    ...''',
    '''    smaller.
    """
    order, losses = rng.permutation(len(images)), []
    for start in range(0, len(images), batch_size):
        batch = order[start : start + batch_size]
        losses.append(loss.forward(network.forward(images[batch]), labels[batch]))
        network.backward(loss.backward())
        optimizer.step(network)
    return losses''',
)


def build():
    return small_network(), SoftmaxCrossEntropy(), SGD(0.1, momentum=0.5)


def loop_cases(rng):
    def case(count, batch_size):
        images, labels = rng.standard_normal((count, 3)), rng.integers(0, 3, count)
        return LoopCase(build, images, labels, batch_size)

    return [case(4, 2), case(10, 4), case(3, 5)]


def parts(images, labels, batch_size, order):
    for start in range(0, len(images), batch_size):
        batch = order[start : start + batch_size]
        yield images[batch], labels[batch]


def right_loop(network, loss, optimizer, images, labels, batch_size, rng):
    losses = []
    for x, y in parts(images, labels, batch_size, rng.permutation(len(images))):
        losses.append(loss.forward(network.forward(x), y))
        network.backward(loss.backward())
        optimizer.step(network)
    return losses


right_loop.__name__ = "train_one_epoch"
training_loop = WriteClass(
    right_loop,
    ("train_one_epoch",),
    loop_scene,
    loop_cases,
    LOOP_STUB,
    LOOP_SOLUTION,
    hints=[
        "One order for the whole epoch, then a batch after the other, images and labels by "
        "the same"
        "indices.",
        "For each batch: forward through the network, the loss, back from the loss through "
        "the network,"
        "and a step.",
        "order = rng.permutation(N); batch = order[start : start + batch_size] for start in "
        "range(0, N, batch_size); the slice may go beyond the end.",
    ],
)


@training_loop.wrong("The images stay in their order: take them as rng.permutation says.")
def _(network, loss, optimizer, images, labels, batch_size, rng):
    losses = []
    for x, y in parts(images, labels, batch_size, np.arange(len(images))):
        losses.append(loss.forward(network.forward(x), y))
        network.backward(loss.backward())
        optimizer.step(network)
    return losses


@training_loop.wrong("The last batch is left out if it isn't full: it may be smaller.")
def _(network, loss, optimizer, images, labels, batch_size, rng):
    losses = []
    for x, y in parts(images, labels, batch_size, rng.permutation(len(images))):
        if len(x) == batch_size:
            losses.append(loss.forward(network.forward(x), y))
            network.backward(loss.backward())
            optimizer.step(network)
    return losses


@training_loop.wrong(
    "The labels stay in their order while the images are shuffled: the same indices."
)
def _(network, loss, optimizer, images, labels, batch_size, rng):
    losses, order = [], rng.permutation(len(images))
    for start in range(0, len(images), batch_size):
        batch = order[start : start + batch_size]
        losses.append(
            loss.forward(network.forward(images[batch]), labels[start : start + batch_size])
        )
        network.backward(loss.backward())
        optimizer.step(network)
    return losses


@training_loop.wrong("No step is taken: optimizer.step(network) after the way back.")
def _(network, loss, optimizer, images, labels, batch_size, rng):
    losses = []
    for x, y in parts(images, labels, batch_size, rng.permutation(len(images))):
        losses.append(loss.forward(network.forward(x), y))
        network.backward(loss.backward())
    return losses


@training_loop.wrong("One step at the end of the epoch: take one after each batch.")
def _(network, loss, optimizer, images, labels, batch_size, rng):
    losses = []
    for x, y in parts(images, labels, batch_size, rng.permutation(len(images))):
        losses.append(loss.forward(network.forward(x), y))
        network.backward(loss.backward())
    optimizer.step(network)
    return losses


@training_loop.wrong("Only the first batch is used: go through all of them.")
def _(network, loss, optimizer, images, labels, batch_size, rng):
    x, y = next(parts(images, labels, batch_size, rng.permutation(len(images))))
    value = loss.forward(network.forward(x), y)
    network.backward(loss.backward())
    optimizer.step(network)
    return [value]


@training_loop.wrong("It returns the last loss alone: collect the loss of every batch in a list.")
def _(network, loss, optimizer, images, labels, batch_size, rng):
    return right_loop(network, loss, optimizer, images, labels, batch_size, rng)[-1]


@training_loop.wrong("It returns the mean of the losses: a list with the loss of every batch.")
def _(network, loss, optimizer, images, labels, batch_size, rng):
    return np.mean(right_loop(network, loss, optimizer, images, labels, batch_size, rng))


@training_loop.wrong("Two steps for each batch: one is enough.")
def _(network, loss, optimizer, images, labels, batch_size, rng):
    losses = []
    for x, y in parts(images, labels, batch_size, rng.permutation(len(images))):
        losses.append(loss.forward(network.forward(x), y))
        network.backward(loss.backward())
        optimizer.step(network)
        optimizer.step(network)
    return losses


@training_loop.wrong(
    "The images of a batch are drawn anew for each batch: one permutation for the epoch, so"

                     "that each image is used once.")  # fmt: skip
def _(network, loss, optimizer, images, labels, batch_size, rng):
    losses = []
    for start in range(0, len(images), batch_size):
        batch = rng.permutation(len(images))[: min(batch_size, len(images) - start)]
        losses.append(loss.forward(network.forward(images[batch]), labels[batch]))
        network.backward(loss.backward())
        optimizer.step(network)
    return losses


@training_loop.wrong(
    "The loss is measured after the step: take it before, from the same forward pass."
)
def _(network, loss, optimizer, images, labels, batch_size, rng):
    losses = []
    for x, y in parts(images, labels, batch_size, rng.permutation(len(images))):
        loss.forward(network.forward(x), y)
        network.backward(loss.backward())
        optimizer.step(network)
        losses.append(loss.forward(network.forward(x), y))
    return losses
