"""Lesson 08: SGD with momentum, and the training loop."""

from ...training import SGD
from ..cases import decimals
from ..scenes import LoopCase, OptimizerCase, loop_scene, optimizer_scene
from ..write_class import WriteClass, run_source

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


def of_dense(rng, inputs, outputs):
    return {"weights": decimals(rng, inputs, outputs), "bias": decimals(rng, outputs)}


def optimizer_cases(rng):
    def small(rates, momentum):
        parameters, *gradients = [[of_dense(rng, 2, 1)] for _ in range(len(rates) + 1)]
        return OptimizerCase("[Dense(2, 1)], (2,)", parameters, gradients, rates, momentum)

    def larger(rates, momentum):
        parameters, *gradients = [
            [of_dense(rng, 2, 2), {}, of_dense(rng, 2, 2)] for _ in range(len(rates) + 1)
        ]
        layers = "[Dense(2, 2), ReLU(), Dense(2, 2)], (2,)"
        return OptimizerCase(layers, parameters, gradients, rates, momentum)

    return [
        small([0.2], 0.0),
        small([0.2, 0.2], 0.5),
        small([0.2, 0.2, 0.2], None),
        larger([0.2, 0.2], 0.5),
        larger([0.2, 0.1, 0.05], 0.9),
    ]


optimizer = WriteClass(
    SGD,
    ("step",),
    optimizer_scene,
    optimizer_cases,
    STUB,
    SOLUTION,
    hints=[
        'Section "The rule, and why it works" has the step, Section "Momentum" the velocity.',
        "Two loops: over the layers, and over the names in layer.params. Each parameter has a "
        "velocity of its own shape, which lives from step to step, so it is kept in self, "
        "under the row and the name; before the first step it is 0.",
        "Three lines in the inner loop: the new velocity is momentum times the old one, plus "
        "the gradient of the same name; keep it; and take the rate times the velocity from the "
        "parameter, in place (a new array would never reach the layer).",
    ],
)
OLD = "velocity = self.velocities.get((row, name), 0)"
NEW = "velocity = self.momentum * velocity + layer.grads[name]"
KEPT = "self.velocities[row, name] = velocity"
MOVED = "parameter -= self.learning_rate * velocity"
ROWS, NAMES = "in enumerate(network.layers)", "in layer.params.items()"

optimizer.wrong(
    "`parameter = parameter - …` makes a new array and gives it a name: the layer keeps its old "
    "one. Change it in place, -=.",
    (MOVED, "parameter = parameter - self.learning_rate * velocity"),
)
optimizer.wrong("The step goes uphill: subtract the velocity.", (MOVED, MOVED.replace("-=", "+=")))
optimizer.wrong(
    "There is no momentum in it: the old velocity must be remembered, in self, and added.",
    (NEW, "velocity = layer.grads[name]"),
)
optimizer.wrong(
    "The gradient comes in with the factor (1 - momentum): here it is added whole.",
    (NEW, NEW.replace("+ ", "+ (1 - self.momentum) * ")),
)
optimizer.wrong(
    "The learning rate is inside your velocity: then a new rate doesn't reach the steps that are "
    "remembered. Multiply by it at the end.",
    (NEW, NEW.replace("+ ", "+ self.learning_rate * ")),
    (MOVED, "parameter -= velocity"),
)
optimizer.wrong(
    "The learning rate is that of the first step: read self.learning_rate anew in each one, for it "
    "may have been changed.",
    ("self.velocities = {}", "self.velocities, self.rate = {}, learning_rate"),
    (MOVED, "parameter -= self.rate * velocity"),
)
optimizer.wrong(
    "The learning rate is 0.1, whatever it was set to: use self.learning_rate.",
    (MOVED, "parameter -= 0.1 * velocity"),
)
optimizer.wrong(
    "The momentum is 0.9, whatever it was set to: use self.momentum.",
    (NEW, NEW.replace("self.momentum", "0.9")),
)
optimizer.wrong(
    "The step is made with the old velocity: add the new gradient first.",
    (NEW, f"old, {NEW.replace('velocity = ', 'velocity = velocity, ', 1)}"),
    (MOVED, "parameter -= self.learning_rate * old"),
)
optimizer.wrong(
    "The momentum multiplies the gradient, too: it should multiply the old velocity only.",
    (NEW, "velocity = self.momentum * (velocity + layer.grads[name])"),
)
optimizer.wrong(
    "This is Nesterov's rule: a good one, but here the step is the velocity itself.",
    (MOVED, "parameter -= self.learning_rate * (layer.grads[name] + self.momentum * velocity)"),
)
optimizer.wrong(
    "The old velocity is added whole, without the momentum.",
    (NEW, "velocity = velocity + layer.grads[name]"),
)
optimizer.wrong(
    "The old velocity is multiplied by (1 - momentum): multiply it by the momentum.",
    (NEW, NEW.replace("self.momentum", "(1 - self.momentum)")),
)
optimizer.wrong("The learning rate is not used.", (MOVED, "parameter -= velocity"))
optimizer.wrong(
    "The step is divided by the length of the array: the velocity is taken as it is.",
    (MOVED, f"{MOVED} / len(velocity)"),
)
optimizer.wrong(
    "All parameters of one name share a velocity: keep it under (row, name).",
    ("(row, name), 0", "name, 0"),
    ("self.velocities[row, name]", "self.velocities[name]"),
)
optimizer.wrong(
    "All parameters share one velocity: each has its own, under (row, name).",
    ("(row, name), 0", "0, 0"),
    ("self.velocities[row, name]", "self.velocities[0]"),
)
optimizer.wrong(
    "Only the first layer moves: the step is for all of them.",
    (ROWS, "in enumerate(network.layers[:1])"),
)
optimizer.wrong(
    "The first layer is left out: the step is for all of them.",
    (ROWS, "in list(enumerate(network.layers))[1:]"),
)
optimizer.wrong(
    "Only the last layer moves: the step is for all of them.",
    (ROWS, "in enumerate(network.layers[-1:])"),
)
optimizer.wrong(
    "Only the weights move: the biases need their step, too.",
    (NAMES, 'in ((n, p) for n, p in layer.params.items() if n == "weights")'),
)
optimizer.wrong(
    "The first velocity is the gradient, to which the gradient is added once more: before the "
    "first step it is 0.",
    (OLD, f"{OLD[:-2]}layer.grads[name])"),
)
optimizer.wrong(
    "There is no velocity yet before the first step: self.velocities.get((row, name), 0).",
    (OLD, "velocity = self.velocities[row, name]"),
)
optimizer.wrong(
    "Each layer has the gradients of its own parameters: layer.grads[name].",
    ("layer.grads", "network.grads"),
)
optimizer.wrong(
    "The velocity is the array in grads, and the next gradient overwrites it: take a copy.",
    (
        NEW,
        "if (row, name) in self.velocities:\n"
        f"                    {NEW}\n"
        "                else:\n"
        "                    velocity = layer.grads[name]",
    ),
)
FIRST = "velocity = self.velocities.setdefault((row, name), layer.grads[name])"
IN_PLACE = """\
                    velocity *= self.momentum
                    velocity += layer.grads[name]"""
optimizer.wrong(
    "The velocity is the array in grads, and what changes one changes the other: take a copy.",
    (OLD, f"known = (row, name) in self.velocities\n                {FIRST}"),
    (f"                {NEW}", f"                if known:\n{IN_PLACE}"),
)
optimizer.wrong(
    "The velocity is the array in grads, and what changes one changes the other: take a copy. And "
    "before the first step it is 0.",
    (OLD, f"{FIRST}\n                if True:\n{IN_PLACE}"),
    (f"                {NEW}\n", ""),
)


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


def loop_cases(rng):
    return [
        LoopCase(decimals(rng, count, 3), rng.integers(0, 3, count), batch_size)
        for count, batch_size in ((4, 2), (10, 4), (3, 5))
    ]


training_loop = WriteClass(
    run_source(LOOP_SOLUTION, "train_one_epoch"),
    ("train_one_epoch",),
    loop_scene,
    loop_cases,
    LOOP_STUB,
    LOOP_SOLUTION,
    hints=[
        'Section "One image, a mini-batch, or all?" has the batches, Section "The rule, and '
        'why it works" the step.',
        "One order for the whole epoch, N indices drawn from rng; then one batch after the "
        "other, images and labels by the same indices. The list gets one loss for each batch, "
        "N / batch_size of them, rounded up.",
        "The starts of the batches are a range with step batch_size; a slice of the order may "
        "go beyond the end. For each: forward through the network, the loss of the result, its "
        "backward handed to the network's backward, and a step of the optimizer.",
    ],
)
ORDER, STARTS = "rng.permutation(len(images))", "range(0, len(images), batch_size)"
BATCH = "batch = order[start : start + batch_size]"
LOSS = "losses.append(loss.forward(network.forward(images[batch]), labels[batch]))"
BACK, STEP = "network.backward(loss.backward())", "optimizer.step(network)"
LINE = "\n        "

training_loop.wrong(
    "Nothing is drawn from rng: the order is rng.permutation(len(images)), neither that in which "
    "the images stand nor one from np.random.",
    (ORDER, "np.arange(len(images))"),
)
training_loop.wrong(
    "The labels stay in their order while the images are shuffled: use the same indices.",
    ("labels[batch]", "labels[start : start + batch_size]"),
)
training_loop.wrong(
    "The images stay in their order while the labels are shuffled: use the same indices.",
    ("images[batch]", "images[start : start + batch_size]"),
)
training_loop.wrong(
    "Images and labels are shuffled in two different orders: one permutation, for both.",
    ("labels[batch]", f"labels[{ORDER}[start : start + batch_size]]"),
)
training_loop.wrong(
    "Images and labels are shuffled in two different orders: one permutation, drawn once, for "
    "both.",
    (f"order, losses = {ORDER}, []", f"order, others, losses = {ORDER}, {ORDER}, []"),
    ("labels[batch]", "labels[others[start : start + batch_size]]"),
)
training_loop.wrong(
    "The images of a batch are drawn anew for each batch: one permutation for the epoch, so that "
    "each image is used once.",
    (f"order, losses = {ORDER}, []", "losses = []"),
    (BATCH, f"order = {ORDER}{LINE}{BATCH}"),
)
training_loop.wrong(
    "The images of a batch are drawn anew for each batch, the first ones of a permutation: one "
    "permutation for the epoch, so that each image is used once.",
    (f"order, losses = {ORDER}, []", "losses = []"),
    (BATCH, f"batch = {ORDER}[: min(batch_size, len(images) - start)]"),
)
training_loop.wrong(
    "The images of a batch are drawn anew for each batch, beside the order for all: one "
    "permutation for the epoch, so that each image is used once.",
    (BATCH, f"order = {ORDER}{LINE}{BATCH}"),
)
training_loop.wrong(
    "The images are drawn at random, so that some come twice and others never: one permutation, "
    "batch after batch.",
    (f"order, losses = {ORDER}, []", "losses = []"),
    (BATCH, "batch = rng.integers(0, len(images), batch_size)"),
)
training_loop.wrong(
    "The last batch is left out if it isn't full: it may be smaller.",
    (STARTS, "range(0, len(images) - batch_size + 1, batch_size)"),
)
training_loop.wrong(
    "The slice ends at batch_size, so the second batch is empty: order[start : start + "
    "batch_size].",
    (BATCH, "batch = order[start:batch_size]"),
)
training_loop.wrong(
    "The loop goes from image to image, and the batches overlap: range(0, N, batch_size).",
    (STARTS, "range(0, len(images))"),
)
training_loop.wrong("No step is taken: optimizer.step(network) after the way back.", (STEP, "pass"))
training_loop.wrong(
    "There is no gradient yet when the step is taken: first network.backward(loss.backward()).",
    (BACK, "pass"),
)
training_loop.wrong(
    "One step at the end of the epoch: take one after each batch.",
    (f"{LINE}{STEP}", f"\n    {STEP}"),
)
training_loop.wrong("Two steps for each batch: one is enough.", (STEP, f"{STEP}{LINE}{STEP}"))
training_loop.wrong(
    "Only the first batch is used: go through all of them. Is the `return` inside the loop?",
    ("    return losses", "        return losses"),
)
training_loop.wrong(
    "It returns the last loss alone: collect the loss of every batch in a list.",
    ("return losses", "return losses[-1]"),
)
training_loop.wrong(
    "It returns the mean of the losses: return a list with the loss of every batch.",
    ("return losses", "return np.mean(losses)"),
)
training_loop.wrong(
    "It returns the sum of the losses: return a list with the loss of every batch.",
    ("return losses", "return sum(losses)"),
)
training_loop.wrong(
    "The loss is measured after the step: take it before, from the same forward pass.",
    (
        f"{LOSS}{LINE}{BACK}{LINE}{STEP}",
        f"loss.forward(network.forward(images[batch]), labels[batch])"
        f"{LINE}{BACK}{LINE}{STEP}{LINE}{LOSS}",
    ),
)
training_loop.wrong(
    "The losses are divided by the number of images: loss.forward is a mean already.",
    (LOSS, LOSS[:-1] + " / len(batch))"),
)
training_loop.wrong(
    "The losses are multiplied by the number of images: the mean of each batch, as loss.forward "
    "returns it.",
    (LOSS, LOSS[:-1] + " * len(batch))"),
)
training_loop.wrong(
    "The loop goes through the images in their order, and takes each as the start of a batch: "
    "range(0, N, batch_size).",
    (STARTS, "order"),
)
training_loop.wrong(
    "The loss itself is handed to network.backward: it wants ∂L/∂logits, loss.backward().",
    (BACK, "network.backward(losses[-1])"),
)
training_loop.wrong(
    "The images of a batch are drawn with replacement: with one permutation, each is used once.",
    (BATCH, "batch = rng.choice(len(images), batch_size)"),
)
training_loop.wrong(
    "A network is not called like a function: network.forward(images).",
    ("network.forward(images[batch])", "network(images[batch])"),
)
training_loop.wrong(
    "loss.backward needs nothing: it remembers the last forward.",
    ("loss.backward()", "loss.backward(losses[-1])"),
)
training_loop.wrong(
    "The loss wants the logits first, then the labels.",
    (
        "loss.forward(network.forward(images[batch]), labels[batch])",
        "loss.forward(labels[batch], network.forward(images[batch]))",
    ),
)
