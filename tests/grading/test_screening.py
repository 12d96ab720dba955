"""A look at the text of an answer, before it runs."""

import pytest

from scratchcnn.grading.screening import screen


@pytest.mark.parametrize(
    "program",
    [
        "import numpy as np\nfrom numpy.lib.stride_tricks import sliding_window_view",
        "class A(B):\n    def __init__(self):\n        super().__init__()\n        self.f.__name__",
        "import scratchcnn\nclass A(scratchcnn.Layer): pass",
        "class A:\n    def forward(self, x):\n        self.x = self.params['bias'][...] = x",
        "def step(self, network):\n    network.layers[0].v = getattr(self, 'velocity', None)",
        "import math, functools\nfrom collections import defaultdict\nprint(math.pi)",
        "x = [1, 2]\nx[0] += 1",
    ],
)  # fmt: skip
def test_innocent(program):
    assert screen(program) == (set(), set())


@pytest.mark.parametrize(
    ("program", "name"),
    [
        ("from scratchcnn import Convolution", "Convolution"),
        ("def f(x):\n    from scratchcnn.layers import Convolution as C", "Convolution"),
        ("import scratchcnn\nA = scratchcnn.Convolution", "scratchcnn.Convolution"),
        ("import scratchcnn.layers as l\nA = l.Convolution", "l.Convolution"),
        ("from scratchcnn.layers import *", "*"),
    ],
)
def test_ours(program, name):
    assert screen(program) == ({name}, set())


@pytest.mark.parametrize(
    ("program", "name"),
    [
        ("def f():\n    import os", "os"),
        ("from sys import modules", "sys.modules"),
        ("from .answers import right", ".answers.right"),
        ("from scratchcnn.exercises import comparing", "scratchcnn.exercises.comparing"),
        ("from scratchcnn import exercises", "scratchcnn.exercises"),
        ("import scratchcnn.exercises.comparing as c", "scratchcnn.exercises.comparing"),
        ("import scratchcnn as s\ns.exercises.find('relu.hat').right", ".exercises"),
        ("import numpy as np\nnp.abs = max", "a change of np.abs"),
        ("def f(x):\n    type(x).forward = None", "a change of type(x).forward"),
        ("from scratchcnn import Layer\nLayer.forward = max", "a change of Layer.forward"),
        ("exec('import os')", "exec"),
        ("f = __import__", "__import__"),
        ("x = ().__class__.__bases__", ".__bases__"),
        ("def f(): f.__globals__['x'] = 1", ".__globals__"),
        ("import collections\ncollections._sys", "._sys"),
        ("import numpy as np\nnp.ctypeslib", ".ctypeslib"),
        ("getattr(f, '__globals__')", ".__globals__"),
        ("getattr(f, '__glo' + 'bals__')", "getattr with a name that isn't written out"),
        ("list(map(getattr, [f], ['__globals__']))", "getattr as a value"),
        ("setattr(f, 'x', 1)", "setattr"),
    ],
)
def test_strange(program, name):
    _, strange = screen(program)
    assert name in strange
