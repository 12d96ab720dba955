"""Natural wrong answers to the class and the function of lesson 08."""

STEP = """
    def step(self, network):
        for row, layer in enumerate(network.layers):
            for name, param in layer.params.items():
                grad = layer.grads[name]
                v = self.velocities.get((row, name), np.zeros_like(param))
                v = self.momentum * v + grad
                self.velocities[(row, name)] = v
                param -= self.learning_rate * v
"""
LOOP = """
def train_one_epoch(network, loss, optimizer, images, labels, batch_size, rng):
    N = len(images)
    losses = []
    order = rng.permutation(N)
    for start in range(0, N, batch_size):
        idx = order[start : start + batch_size]
        x, y = images[idx], labels[idx]
        logits = network.forward(x)
        value = loss.forward(logits, y)
        d_logits = loss.backward()
        network.backward(d_logits)
        optimizer.step(network)
        losses.append(value)
    return losses
"""


def changed(source, *changes):
    for old, new in changes:
        assert old in source
        source = source.replace(old, new)
    return source


ANSWERS = [
    (
        "A new array, bound to the local name.",
        changed(
            STEP, ("param -= self.learning_rate * v", "param = param - self.learning_rate * v")
        ),
    ),
    ("The wrong sign.", changed(STEP, ("param -=", "param +="))),
    (
        "The velocity is an average.",
        changed(STEP, ("* v + grad", "* v + (1 - self.momentum) * grad")),
    ),
    (
        "The rate is in the velocity.",
        changed(
            STEP,
            ("* v + grad", "* v - self.learning_rate * grad"),
            ("param -= self.learning_rate * v", "param += v"),
        ),
    ),
    (
        "The velocity is not kept.",
        changed(STEP, ("                self.velocities[(row, name)] = v\n", "")),
    ),
    ("Layers share a velocity.", changed(STEP, ("(row, name)", "name"))),
    (
        "New arrays in params.",
        changed(
            STEP,
            (
                "param -= self.learning_rate * v",
                "layer.params[name] = param - self.learning_rate * v",
            ),
        ),
    ),
    ("No momentum.", changed(STEP, ("self.momentum * v + grad", "grad"))),
    (
        "Momentum on the gradient.",
        changed(STEP, ("self.momentum * v + grad", "v + self.momentum * grad")),
    ),
    (
        "The gradient instead of the velocity.",
        changed(STEP, ("self.learning_rate * v", "self.learning_rate * grad")),
    ),
    ("The first velocity is the gradient.", changed(STEP, ("np.zeros_like(param)", "grad"))),
    (
        "Only the weights.",
        changed(
            STEP,
            (
                "                grad =",
                '                if name != "weights":\n                    continue\n                grad =',  # noqa: E501
            ),
        ),
    ),
    ("The rate is forgotten.", changed(STEP, ("self.learning_rate * v", "v"))),
    ("Momentum is fixed.", changed(STEP, ("self.momentum", "0.9"))),
    (
        "KeyError at the first step.",
        changed(
            STEP,
            (
                "self.velocities.get((row, name), np.zeros_like(param))",
                "self.velocities[row, name]",
            ),
        ),
    ),
    ("The momentum is subtracted.", changed(STEP, ("* v + grad", "* v - grad"))),
    ("grads of the network.", changed(STEP, ("layer.grads[name]", "network.grads[name]"))),
    (
        "The first layer is left out.",
        changed(STEP, ("in enumerate(network.layers)", "in enumerate(network.layers[1:], 1)")),
    ),
    (
        "Names for arrays.",
        changed(
            STEP,
            (
                "name, param in layer.params.items()",
                "name, param in zip(layer.grads, layer.params)",
            ),
            ("np.zeros_like(param)", "0"),
        ),
    ),
    (
        "A dictionary for an array.",
        changed(
            STEP, ("self.velocities.get((row, name), np.zeros_like(param))", "self.velocities")
        ),
    ),
    (
        "The velocity is the gradient's array from the beginning.",
        changed(
            STEP,
            (
                "self.velocities.get((row, name), np.zeros_like(param))",
                "self.velocities.setdefault((row, name), grad)",
            ),
            ("v = self.momentum * v + grad", "v *= self.momentum\n                v += grad"),
        ),
    ),
    (
        "The velocity is the gradient's array.",
        changed(
            STEP,
            (
                "                v = self.velocities.get((row, name), np.zeros_like(param))\n                v = self.momentum * v + grad\n                self.velocities[(row, name)] = v\n",  # noqa: E501
                "                if (row, name) not in self.velocities:\n                    self.velocities[row, name] = grad\n                else:\n                    self.velocities[row, name] *= self.momentum\n                    self.velocities[row, name] += grad\n                v = self.velocities[row, name]\n",  # noqa: E501
            ),
        ),
    ),
]

LOOP_ANSWERS = [
    ("Not shuffled.", changed(LOOP, ("rng.permutation(N)", "np.arange(N)"))),
    (
        "The last batch is dropped.",
        changed(LOOP, ("range(0, N, batch_size)", "range(0, N - batch_size + 1, batch_size)")),
    ),
    (
        "The labels are not shuffled.",
        changed(LOOP, ("labels[idx]", "labels[start : start + batch_size]")),
    ),
    ("The mean of the losses.", changed(LOOP, ("return losses", "return np.mean(losses)"))),
    ("Only the last loss.", changed(LOOP, ("return losses", "return value"))),
    (
        "The step before the backward pass.",
        changed(
            LOOP,
            (
                "        network.backward(d_logits)\n        optimizer.step(network)",
                "        optimizer.step(network)\n        network.backward(d_logits)",
            ),
        ),
    ),
    ("No step.", changed(LOOP, ("        optimizer.step(network)\n", ""))),
    ("No backward pass.", changed(LOOP, ("        network.backward(d_logits)\n", ""))),
    (
        "A new order for each batch.",
        changed(LOOP, ("        idx = order[", "        idx = rng.permutation(N)[")),
    ),
    ("The network is called.", changed(LOOP, ("network.forward(x)", "network(x)"))),
    ("The loss is handed to backward.", changed(LOOP, ("loss.backward()", "loss.backward(value)"))),
    (
        "One step after all batches.",
        changed(
            LOOP,
            (
                "        optimizer.step(network)\n        losses.append(value)\n",
                "        losses.append(value)\n    optimizer.step(network)\n",
            ),
        ),
    ),
    (
        "Drawn with replacement.",
        changed(
            LOOP,
            (
                "        idx = order[start : start + batch_size]",
                "        idx = rng.choice(N, batch_size)",
            ),
        ),
    ),
    ("return stands in the loop.", changed(LOOP, ("    return losses", "        return losses"))),
    (
        "Images and labels are shuffled apart.",
        changed(
            LOOP,
            (
                "order = rng.permutation(N)",
                "images, labels = rng.permutation(images), rng.permutation(labels)\n    order = np.arange(N)",  # noqa: E501
            ),
        ),
    ),
    (
        "Softmax is handed over by argument order.",
        changed(LOOP, ("loss.forward(logits, y)", "loss.forward(y, logits)")),
    ),
    ("The global generator.", changed(LOOP, ("rng.permutation(N)", "np.random.permutation(N)"))),
    (
        "Slices of batch_size from start to batch_size.",
        changed(LOOP, ("order[start : start + batch_size]", "order[start:batch_size]")),
    ),
]
