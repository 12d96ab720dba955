"""Exercises whose answer is a class: a layer, a loss, an optimizer; and the training loop.

A scene runs an answer on a case and writes down what it sees: pairs of a name and a value. What the
right answer lets one see is expected of the others.
"""

import contextlib
import copy
import dis
import inspect
import io
import time
import traceback
import types
from dataclasses import dataclass, field

import numpy as np

from ..gradient_check import check_gradients
from ..layers import Layer
from .comparing import equal
from .describing import as_code, describe, describe_difference
from .errors import function_of
from .exercise import Exercise, Verdict, is_blank
from .running import OutOfTime, time_limit
from .write import is_stub

SECONDS = 10  # for one case
EPOCH = 60_000  # images


class BrokenPromiseError(Exception):
    """What an answer did that none may do, in a sentence."""


@dataclass
class WriteClass(Exercise):
    """An exercise whose answer is a class, or the training loop.

    `scene(answer, case)` returns [(name, value), …]; `cases(rng)` lists the cases, the simplest
    first. `stub` and `solution` are what stands in the notebook; `full_size` is a case in the size
    of the network, one image, from which the time for an epoch is told.
    """

    right: object
    methods: tuple  # that the reader writes
    scene: object
    cases: object
    stub: str
    solution: str
    hints: list
    full_size: object = None
    wrong_answers: list = field(default_factory=list)  # (wrong answer, sentence)

    @property
    def statement(self):
        return f"Write the whole of it: {self.stub.splitlines()[0].rstrip(':')}."

    def wrong(self, sentence):
        """Decorates a known wrong answer; whoever gives it reads the sentence."""

        def note(answer):
            self.wrong_answers.append((answer, sentence))
            return answer

        return note

    def name_of(self, position):
        return f"result {position + 1}"

    def judge(self, answer):
        if is_blank(answer):
            return Verdict("not attempted", self.statement)
        if misfit := self.find_misfit(answer):
            return Verdict("wrong", misfit)
        blank = [name for name, method in self.written(answer) if is_stub(method)]
        if len(blank) == len(self.methods):
            return Verdict("not attempted", self.statement)
        if blank:
            return Verdict("wrong", f"Not written yet: {', '.join(blank)}.")
        cases = self.cases(np.random.default_rng(0))
        seen = [watch(self.scene, answer, case) for case in cases]
        for case, got in zip(cases, seen, strict=True):
            expected = watch(self.scene, self.right, case)
            if not alike(expected, got):
                lines = [self.diagnose(cases, seen), self.describe_failure(case, expected, got)]
                return Verdict("wrong", "\n".join(filter(None, lines)))
        if self.scene is layer_scene and not passes_check(answer, cases[0]):
            return Verdict("wrong", "It agrees on all cases, but check_gradients finds it wrong.")
        if ours := name_of_ours(answer):
            text = f"It is right, but it uses {ours}, which is ours: this one should be all yours."
            return Verdict("wrong", text)
        text = f"It agrees with the right one on all {len(cases)} cases."
        return Verdict("right", text + self.tell_time(answer))

    def find_misfit(self, answer):
        """A sentence on an answer that is not what was asked for; "" if it is."""
        wanted = self.stub.splitlines()[0].rstrip(":")
        if isinstance(self.right, type) != isinstance(answer, type) or not callable(answer):
            return f"Hand over {wanted} itself: yours is {describe(answer)}."
        if self.scene is layer_scene and not issubclass(answer, Layer):
            return f"A layer derives from Layer: {wanted}."
        for name, method in self.written(answer):
            if method is None:
                return f"It has no {name}: {wanted} needs one."
        return ""

    def written(self, answer):
        """(name, function or None) of all that the reader writes."""
        if not isinstance(self.right, type):
            return [(self.right.__name__, answer)]
        return [(name, own_method(answer, name)) for name in self.methods]

    def diagnose(self, cases, seen):
        """The sentence of the known mistake that looks the same on all cases."""
        for wrong, sentence in self.wrong_answers:
            pairs = zip(cases, seen, strict=True)
            if all(alike(watch(self.scene, wrong, case), each) for case, each in pairs):
                return sentence
        return ""

    def describe_failure(self, case, expected, got):
        """What was expected first that was not seen, and the case to see it with."""
        with_case = f"With {case}:"
        if isinstance(got, str):
            return f"{got}\n{with_case}"
        for (name, right), (_, given) in zip(expected, got, strict=True):
            if not equal(right, given):
                if given is None:
                    return f"{with_case}\n{name}: nothing (None). Is the last line a `return`?"
                return f"{with_case}\n{name}: {describe_difference(self, right, given)}."
        return ""

    def tell_time(self, answer):
        """How long an epoch would take, if it would take long."""
        if self.full_size is None:
            return ""
        case = self.full_size(np.random.default_rng(0))
        begin = time.perf_counter()
        watch(self.scene, answer, case)
        seconds = (time.perf_counter() - begin) / case.images * EPOCH
        if seconds < 600:
            return ""
        hours = f"{seconds / 3600:.0f} hours" if seconds > 5400 else f"{seconds / 60:.0f} minutes"
        return f" With it, an epoch of 60,000 images would take about {hours}: loops are slow."


def own_method(answer, name):
    """The method of a class, unless it is only the base class's that says it is missing."""
    method = inspect.getattr_static(answer, name, None)
    return None if method is getattr(Layer, name, None) else method


def watch(scene, answer, case):
    """What the scene sees of the answer, or a sentence on why it could not go on."""
    try:
        silence = contextlib.redirect_stdout(io.StringIO())
        with silence, np.errstate(all="ignore"), time_limit(SECONDS):
            return scene(answer, copy.deepcopy(case))
    except KeyboardInterrupt:  # the stop button is meant for the cell
        raise
    except BrokenPromiseError as broken:
        return str(broken)
    except OutOfTime:
        return f"It was stopped after {SECONDS} seconds. Is there a loop without an end?"
    except BaseException as error:  # exit() and the like, too
        return describe_raised(error, answer)


def describe_raised(error, answer):
    """What was raised, and in which line of the reader's own code."""
    text = f"It raises {type(error).__name__}: {error}"
    methods = vars(answer).values() if isinstance(answer, type) else [answer]
    files = {each.__code__.co_filename for each in map(function_of, methods) if each is not None}
    frames = traceback.extract_tb(error.__traceback__)
    lines = [frame.line for frame in frames if frame.filename in files]
    return f"{text}\nThe line is: {lines[-1]}" if lines and lines[-1] else text


def alike(expected, got):
    """Whether two scenes saw the same."""
    if isinstance(expected, str) or isinstance(got, str):
        return expected == got
    return len(expected) == len(got) and all(
        equal(right, given) for (_, right), (_, given) in zip(expected, got, strict=True)
    )


def name_of_ours(answer):
    """The name under which an answer uses something of the package other than Layer, by itself or
    through a function or class of the reader's; "" if it doesn't.
    """
    waiting, seen = [answer], set()
    while waiting:
        each = waiting.pop()
        used = used_by(each)
        if found := [name for name, value in used.items() if is_ours(value)]:
            return found[0]
        seen.add(id(each))
        waiting += [
            value
            for value in used.values()
            if getattr(value, "__module__", None) == answer.__module__ and id(value) not in seen
        ]
    return ""


def used_by(thing):
    """{name: value} of the globals that a function or a class's methods look up, and of bases."""
    is_class = isinstance(thing, type)
    used = {base.__name__: base for base in thing.__mro__[1:]} if is_class else {}
    functions = map(function_of, vars(thing).values() if is_class else [thing])
    for function in filter(None, functions):
        known = function.__globals__
        used |= {name: known[name] for name in names_in(function.__code__) if name in known}
    return used


def names_in(code):
    """The globals that a piece of code looks up, in functions inside it, too."""
    inner = [each for each in code.co_consts if isinstance(each, types.CodeType)]
    own = [step.argval for step in dis.get_instructions(code) if step.opname == "LOAD_GLOBAL"]
    return [*own, *(name for each in inner for name in names_in(each))]


def is_ours(value):
    if isinstance(value, types.ModuleType):
        return value.__name__.split(".")[0] == "scratchcnn"
    module = getattr(value, "__module__", None) if callable(value) else type(value).__module__
    return value is not Layer and str(module).split(".")[0] == "scratchcnn"


def promise(kept, sentence):
    if not kept:
        raise BrokenPromiseError(sentence)


# Scenes


@dataclass
class LayerCase:
    """A layer's arguments, its parameters, two batches and dL/d(output) for each."""

    arguments: tuple
    parameters: dict
    batches: list  # of (x, d_out)
    dtype: type = np.float64

    @property
    def images(self):
        return sum(len(x) for x, _ in self.batches)

    def __str__(self):
        (x, d_out), *_ = self.batches
        lines = [f"arguments = {self.arguments}"] if self.arguments else []
        lines += [f"{name} = {as_code(array)}" for name, array in self.parameters.items()]
        lines += [f"x = {as_code(x)}", f"d_out = {as_code(d_out)}"]
        return "".join(f"\n    {line}" for line in lines)


def layer_scene(cls, case):
    """Forward and backward on every batch, and again backward; promises are watched meanwhile."""
    layer, seen = cls(*case.arguments), []
    for name, array in case.parameters.items():
        found = getattr(layer.params.get(name), "shape", None)
        promise(
            found == array.shape,
            f"params[{name!r}] should be an array of shape {array.shape}, and is "
            f"{'missing' if found is None else found}.",
        )
        layer.params[name][...] = array
    layer = layer.astype(case.dtype)
    results = []
    for number, (x, d_out) in enumerate(case.batches, start=1):
        given, given_d = x.copy(), d_out.copy()
        out = layer.forward(given)
        promise(equal(x, given), "forward changes its argument x: others still need it, so copy.")
        kept = copy.deepcopy(out)
        before = {name: array.copy() for name, array in layer.params.items()}
        d_x = layer.backward(given_d)
        promise(
            equal(d_out, given_d), "backward changes its argument d_out: make a copy, or a new one."
        )
        for name, array in before.items():
            promise(
                equal(array, layer.params[name]),
                f"backward changes params[{name!r}]: it stores gradients, the optimizer steps.",
            )
        of = "" if number == 1 else f" of batch {number}"
        seen += [(f"forward(x){of}", kept), (f"backward(d_out){of}", copy.deepcopy(d_x))]
        for name in case.parameters:
            gradient = layer.grads.get(name)
            promise(gradient is not None, f"backward leaves no grads[{name!r}].")
            seen.append((f"grads[{name!r}]{of}", np.array(gradient)))
        for result, copied in results:
            promise(
                equal(copied, result),
                "A second call overwrites what the first one has returned: return a new array.",
            )
        results += [(out, kept), (d_x, copy.deepcopy(d_x))]
        strange = layer.grads.keys() - layer.params.keys()
        promise(not strange, f"grads has {', '.join(map(repr, strange))}, which params has not.")
    layer.backward(d_out.copy())
    seen += [(f"grads[{name!r}], backward twice", layer.grads[name]) for name in case.parameters]
    return seen


def passes_check(cls, case):
    """Whether backward agrees with central differences."""
    with contextlib.redirect_stdout(io.StringIO()):
        return check_gradients(cls(*case.arguments), case.batches[0][0], samples=10)


@dataclass
class LossCase:
    """Logits and labels, twice."""

    batches: list

    @property
    def images(self):
        return sum(len(labels) for _, labels in self.batches)

    def __str__(self):
        logits, labels = self.batches[0]
        return f"\n    logits = {as_code(logits)}\n    labels = {as_code(labels)}"


def loss_scene(cls, case):
    loss, seen, results = cls(), [], []
    for logits, labels in case.batches:
        given, given_labels = logits.copy(), labels.copy()
        value = loss.forward(given, given_labels)
        promise(
            equal(logits, given), "forward changes the logits: others still need them, so copy."
        )
        promise(equal(labels, given_labels), "forward changes the labels: make a copy.")
        promise(np.ndim(value) == 0, "forward returns one number, the mean loss of the batch.")
        d_logits = loss.backward()
        seen += [("forward(logits, labels)", value), ("backward()", np.array(d_logits))]
        for result, copied in results:
            promise(
                equal(copied, result),
                "A second call overwrites what backward has returned: return a new array.",
            )
        results.append((d_logits, np.array(d_logits)))
    return seen


@dataclass
class OptimizerCase:
    """A network's parameters, gradients for some steps, and the rate of each step."""

    momentum: float
    rates: list
    build: object  # () -> network
    gradients: list  # for each step, {name: array} of every layer
    images = 1

    def __str__(self):
        return f"SGD({self.rates[0]}, momentum={self.momentum}), {len(self.rates)} steps"


def optimizer_scene(cls, case):
    network, seen = case.build(), []
    optimizer = cls(case.rates[0], momentum=case.momentum)
    arrays = [array for layer in network.layers for array in layer.params.values()]
    for number, (rate, gradients) in enumerate(zip(case.rates, case.gradients, strict=True), 1):
        optimizer.learning_rate = rate
        for layer, of_layer in zip(network.layers, gradients, strict=True):
            layer.grads = copy.deepcopy(of_layer)
        optimizer.step(network)
        now = [array for layer in network.layers for array in layer.params.values()]
        promise(
            all(one is other for one, other in zip(arrays, now, strict=True)),
            "It puts new arrays into params: change those that are there, in place (-=).",
        )
        for layer, of_layer in zip(network.layers, gradients, strict=True):
            for name, gradient in of_layer.items():
                promise(
                    equal(gradient, layer.grads[name]),
                    "step changes grads: the velocity has arrays of its own.",
                )
        seen += [(f"a parameter after step {number}", array.copy()) for array in arrays]
    return seen


@dataclass
class LoopCase:
    """A small network and digits, to be trained for an epoch, and then another."""

    build: object  # () -> (network, loss, optimizer)
    images_: np.ndarray
    labels: np.ndarray
    batch_size: int
    images = 1

    def __str__(self):
        return f"{len(self.labels)} images and batch_size = {self.batch_size}"


def loop_scene(train_one_epoch, case):
    network, loss, optimizer = case.build()
    images, labels, rng = case.images_.copy(), case.labels.copy(), np.random.default_rng(5)
    seen = []
    for epoch in (1, 2):
        arguments = (images, labels, case.batch_size, rng)
        losses = train_one_epoch(network, loss, optimizer, *arguments)
        promise(losses is not None, "It returns nothing: expected the list of losses.")
        seen.append((f"losses of epoch {epoch}", np.atleast_1d(np.array(losses, float))))
        seen += [(f"{name} after epoch {epoch}", array.copy())
                 for name, array in network.parameters().items()]  # fmt: skip
    promise(
        equal(images, case.images_) and equal(labels, case.labels),
        "It changes the images or the labels: shuffle the indices, not the set.",
    )
    return seen
