"""Every exercise has a verdict on every object, and says nothing else."""

import functools
import math
import operator

import numpy as np
import pytest

from scratchcnn import Dense, Layer, exercises, models
from scratchcnn.exercises.checking import MARKS, names


class Called:
    def __call__(self, *arguments):
        return arguments[0]


class Raising:
    def __call__(self, *arguments):
        raise RuntimeError("no")


class Static:
    @staticmethod
    def __call__(*arguments):
        return 1


class Tensor:
    """Behaves as a tensor of another library that learns: NumPy can't have its numbers."""

    requires_grad, shape = True, (2, 3)

    def __array__(self, dtype=None, copy=None):
        raise RuntimeError("Can't call numpy() on Tensor that requires grad.")

    def __bool__(self):
        raise RuntimeError("Boolean value of Tensor with more than one value is ambiguous")

    def __eq__(self, other):
        return self

    __hash__ = None

    def __len__(self):
        return 2

    def __getitem__(self, index):
        return self


class Array:
    """A tensor of another library that NumPy can read."""

    def __array__(self, dtype=None, copy=None):
        return np.array([1.0, 2.0])


class Own(Layer):
    def __init__(self, one, two, three):
        pass


class NoCalls(type):
    def __call__(cls, *arguments):
        raise RuntimeError("no objects of this class")


class Abstract(metaclass=NoCalls):
    pass


def generator(*arguments):
    yield arguments


LONG = np.longdouble("1e400") if np.finfo(np.longdouble).max > 1e308 else np.longdouble(1)

OBJECTS = {
    "an object that can be called": Called(),
    "one that raises": Raising(),
    "one with a static call": Static(),
    "its class": Called,
    "its method": Called().__call__,
    "a partial of a builtin": functools.partial(pow, 2),
    "a partial of an object": functools.partial(Called()),
    "a partial of a function": functools.partial(lambda *x, k=1: x[0], k=2),
    "a partial of a class": functools.partial(Own, 1),
    "a cached function": functools.cache(lambda *x: x[0]),
    "a generic function": functools.singledispatch(lambda *x: x[0]),
    "a builtin": len,
    "a builtin without a signature": max,
    "a builtin of math": math.sqrt,
    "a method of a builtin": [].append,
    "a getter": operator.itemgetter(0),
    "a ufunc": np.add,
    "a function of NumPy's": np.linalg.norm,
    "a vectorised function": np.vectorize(lambda *x: x[0]),
    "a static method": staticmethod(lambda *x: x[0]),
    "a property": property(lambda self: 1),
    "a generator function": generator,
    "a generator": generator(),
    "a builtin class": int,
    "the class of classes": type,
    "a class of ours": Dense,
    "an empty layer": Layer,
    "a layer with other arguments": Own,
    "a class that can't be called": Abstract,
    "a layer": Dense(3, 2),
    "a network": models.mlp(),
    "a tensor": Tensor(),
    "tensors": [Tensor(), Tensor()],
    "a tensor and a number": (Tensor(), 1),
    "a tensor that NumPy reads": Array(),
    "a function that returns a tensor": lambda *x: Tensor(),
    "a huge number": 10**400,
    "a huge negative number": -(10**5000),
    "huge numbers": (10**400, 10**400, 1),
    "an array of huge numbers": np.array([10**400, 1], object),
    "a long double": LONG,
    "a function that returns a huge number": lambda *x: 10**400,
    "a function that returns huge numbers": lambda *x: (10**400, LONG),
    "a function that returns its arguments": lambda *x: x,
    "a function that returns a function": lambda *x: len,
    "a module": np,
}


@pytest.mark.parametrize("object", OBJECTS.values(), ids=OBJECTS)
def test_every_exercise_has_a_verdict_on_it(object, capsys):
    for name in names():
        exercises.check(name, object)
        first, *sentences = capsys.readouterr().out.splitlines()
        assert first.removeprefix(f"{name}  ") in MARKS.values()
        assert first != f"{name}  {MARKS['not attempted']}"
        assert any(sentences)
        assert "Looking at your answer raises" not in "\n".join(sentences)
