"""The course's network in other frameworks, for `make bench`: PyTorch, eager and compiled, and JAX.

Each is optional: what is not installed, or cannot compile here, gives a line and no contestant. A
contestant is (a context to enter, a function that trains or predicts one batch in it).
"""

import contextlib
import functools
import importlib
import time

import numpy as np
import recipe

from scratchcnn import History, WarmupCosine, models
from scratchcnn.engine.machine import available_cores
from scratchcnn.training.batches import Batches

MOMENTUM, RATE = 0.9, 1e-4


def versions():
    """ "Those that are installed, such as ", PyTorch 2.13.0, JAX 0.10.2"."""
    found = ""
    for name, module in (("PyTorch", "torch"), ("JAX", "jax")):
        with contextlib.suppress(ImportError):
            found += f", {name} {importlib.import_module(module).__version__}"
    return found or ", no PyTorch or JAX to compare with"


def peers(task, images, labels):
    """{name: contestant} of all that are installed."""
    found = {}
    for name, framework in (("PyTorch", pytorch), ("JAX", jax_jit)):
        try:
            found |= framework(task, images, labels)
        except ImportError:
            say_once(f"{name} is not installed: the extra `oracle` brings it")
    return found


@functools.cache
def say_once(line):
    print(line)


def pytorch(task, images, labels):
    """Eager in both memory layouts, and compiled in the second, which is its better one."""
    import torch

    torch.set_num_threads(available_cores())
    layouts = {"NCHW": torch.contiguous_format, "channels_last": torch.channels_last}
    given = task, images, labels
    found = {f"PyTorch, {name}": eager(*given, layout) for name, layout in layouts.items()}
    compiled = eager(*given, torch.channels_last, compile_too=True)
    try:
        compiled[1](None)  # a C++ compiler writes its loops, and takes half a minute
    except Exception as error:
        say_once(f"torch.compile does not run here ({type(error).__name__})")
        return found
    return found | {"torch.compile": compiled}


def eager(task, images, labels, layout, compile_too=False):
    """A contestant in PyTorch."""
    import torch

    network = pytorch_network().to(memory_format=layout)
    optimizer = torch.optim.SGD(network.parameters(), RATE, momentum=MOMENTUM)
    x = torch.from_numpy(images).permute(0, 3, 1, 2).float().contiguous(memory_format=layout)
    y = torch.from_numpy(labels)

    def loss_of(x, y):
        return torch.nn.functional.cross_entropy(network(x), y)

    def answers(x):
        return network(x).argmax(1)

    if compile_too:
        loss_of, answers = (torch.compile(each, dynamic=False) for each in (loss_of, answers))

    def run(_):
        if task == "inference":
            with torch.inference_mode():
                return answers(x)
        optimizer.zero_grad()
        loss_of(x, y).backward()
        optimizer.step()

    return contextlib.nullcontext, run


def pytorch_network():
    """models.cnn() as one writes it in PyTorch: padding, pooling and untied biases included."""
    import torch
    from torch import nn

    class Addition(nn.Module):
        def __init__(self, *shape):
            super().__init__()
            self.bias = nn.Parameter(torch.zeros(shape))

        def forward(self, x):
            return x + self.bias

    class Division(nn.Module):
        def forward(self, x):
            return x / 255

    def block(inputs, outputs, size):
        convolution = nn.Conv2d(inputs, outputs, 3, padding=1, bias=False)
        return [convolution, Addition(outputs, size, size), nn.ReLU()]

    pool = [nn.ZeroPad2d((0, 1, 0, 1)), nn.MaxPool2d(3, 2)]
    convolutions = [*block(1, 16, 28), *pool, *block(16, 32, 14), *pool, *block(32, 64, 7)]
    dense = [nn.Flatten(), nn.Linear(3136, 100), nn.ReLU(), nn.Linear(100, 10)]
    return nn.Sequential(Division(), *convolutions, *dense)


def trainers():
    """{name: what trains and tests as `recipe.fit`} of those that are installed."""
    try:
        import torch
    except ImportError:
        return {}
    torch.set_num_threads(available_cores())
    return {"PyTorch": pytorch_fit}


def pytorch_fit(seed, images, train_set, test_set, *, batch_size, peak, smoothing):
    """`recipe.fit` in eager PyTorch, channels last: same start, same batches, same steps."""
    import torch

    from scratchcnn.pytorch import to_torch

    network = to_torch(models.cnn(seed)).to(memory_format=torch.channels_last)
    optimizer = torch.optim.SGD(network.parameters(), momentum=MOMENTUM)
    rng = np.random.default_rng(seed)
    batches = Batches(recipe.some(train_set, images, seed), batch_size, 0, rng)
    schedule, history = WarmupCosine(peak), History(steps_per_epoch=batches.per_epoch)

    def logits(digits):
        return network(torch.from_numpy(digits).permute(0, 3, 1, 2).float())

    for step in range(steps := batches.per_epoch):
        begin = time.perf_counter()
        digits, labels = batches.take(step)
        rate = optimizer.param_groups[0]["lr"] = schedule(step, steps)
        loss = torch.nn.functional.cross_entropy(
            logits(digits), torch.from_numpy(labels), label_smoothing=smoothing * (1 - step / steps)
        )
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        history.add_step(loss.item(), rate, len(digits), begin)
    with torch.inference_mode():
        groups = np.array_split(test_set.images, len(test_set) // 250)
        answers = np.concatenate([logits(group).argmax(1).numpy() for group in groups])
    history.test_accuracies.append(float(np.mean(answers == test_set.labels)))
    return history


def jax_jit(task, images, labels):
    """The same in JAX: one function for a whole step, compiled at its first call."""
    import jax

    parameters = [p for layer in models.cnn().layers for p in layer.params.values()]
    state = parameters, [np.zeros_like(p) for p in parameters]
    state, *batch = jax.device_put((state, images, labels))

    def loss_of(parameters, images, labels):
        log_p = jax.nn.log_softmax(jax_logits(parameters, images))
        return -log_p[jax.numpy.arange(len(labels)), labels].mean()

    def train_step(state, *batch):
        parameters, velocities = state
        gradients = jax.grad(loss_of)(parameters, *batch)
        velocities = [MOMENTUM * v + g for v, g in zip(velocities, gradients, strict=True)]
        moved = [p - RATE * v for p, v in zip(parameters, velocities, strict=True)]
        return moved, velocities

    step = jax.jit(train_step, donate_argnums=0)
    answers = jax.jit(lambda parameters, images: jax_logits(parameters, images).argmax(1))

    def run(_):
        nonlocal state
        if task == "inference":
            return answers(state[0], batch[0]).block_until_ready()
        state = jax.block_until_ready(step(state, *batch))

    return {"JAX jit": (contextlib.nullcontext, run)}


def jax_logits(parameters, images):
    """The logits of models.cnn(), for its parameters in the order of its layers."""
    from jax import lax, nn

    x = images / np.float32(255)
    *convolutional, weights, bias, last_weights, last_bias = parameters
    pairs = zip(convolutional[::2], convolutional[1::2], strict=True)
    for number, (filters, positions) in enumerate(pairs):
        axes = ("NHWC", "HWIO", "NHWC")
        x = lax.conv_general_dilated(x, filters, (1, 1), "SAME", dimension_numbers=axes)
        x = nn.relu(x + positions)
        if number < 2:  # behind ReLU, a border of -infinity is as good as one of zeros
            window = (1, 3, 3, 1), (1, 2, 2, 1)
            x = lax.reduce_window(x, -np.inf, lax.max, *window, "SAME")
    x = nn.relu(x.reshape(len(x), -1) @ weights + bias)
    return x @ last_weights + last_bias
