"""Stochastic gradient descent with momentum: lesson 08's three lines, for every parameter."""

import numpy as np

from ..arguments import check_fits, number


class SGD:
    """Stochastic gradient descent with momentum and weight decay, after Polyak 1964.

    velocity ← momentum · velocity + gradient + weight_decay · parameter
    parameter ← parameter - learning_rate · velocity

    An array that several names hold, such as one matrix in two rows, is one parameter: its gradient
    is the sum of theirs, and it decays once.
    """

    def __init__(self, learning_rate=0.03, momentum=0.9, weight_decay=0.0):
        self.learning_rate = number("learning_rate", learning_rate)
        self.momentum = number("momentum", momentum, below=1)
        self.weight_decay = number("weight_decay", weight_decay)
        self.parameters, self.velocities, self.changes = {}, {}, {}
        self.decaying = set()  # names of parameters

    def step(self, network):
        """Move every parameter of the network one step, in place. The network is always the same:
        the velocities are its own.
        """
        number("learning_rate", self.learning_rate)
        self.bind(network.parameters())
        gradients = network.gradients()
        for name, parameter in self.parameters.items():
            velocity, change = self.velocities[name], self.changes[name]
            velocity *= self.momentum
            velocity += gradients[name]
            if self.weight_decay and name in self.decaying:
                velocity += self.weight_decay * parameter
            np.multiply(velocity, self.learning_rate, out=change)
            parameter -= change

    def state(self):
        """What a checkpoint must keep: {name: array}."""
        return dict(self.velocities)

    def restore(self, network, state):
        """Go on with the network as the optimizer that had this state."""
        parameters = network.parameters()
        if state and state.keys() != parameters.keys():
            raise ValueError("optimizer: expected a velocity for each parameter, got others")
        for name, velocity in state.items():
            check_fits(velocity, parameters[name], f"velocity of {name}")
        self.velocities = {}
        if state:
            self.bind(parameters)
        for name, velocity in state.items():
            self.velocities[name][...] = velocity

    def bind(self, parameters):
        """Before the first step, velocities of 0; later, ValueError if these are other arrays."""
        for name, array in parameters.items():
            if not array.flags.writeable:
                raise ValueError(f"{name}: expected an array that can be changed, got a fixed one")
        if not self.velocities:
            self.velocities = {name: np.zeros_like(array) for name, array in parameters.items()}
            self.changes = {name: np.empty_like(array) for name, array in parameters.items()}
            self.decaying = one_name_each(parameters)
            # They come first: a second name moves what the decay of the first one depends on.
            order = sorted(parameters, key=lambda name: name not in self.decaying)
            self.parameters = {name: parameters[name] for name in order}
        same = parameters.keys() == self.parameters.keys()
        if not (same and all(parameters[name] is self.parameters[name] for name in parameters)):
            raise ValueError(
                "optimizer: it has moved other parameters, and expected those again; "
                "got another network or a new layer: give it an SGD(…) of its own"
            )


def one_name_each(parameters):
    """One name for all that share their memory: the whole array's, if others are views of it."""
    chosen = []
    for name in sorted(parameters, key=lambda name: -parameters[name].size):
        if not any(np.shares_memory(parameters[name], parameters[other]) for other in chosen):
            chosen.append(name)
    return set(chosen)
