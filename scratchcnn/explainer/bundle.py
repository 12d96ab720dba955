"""The page's modules as one text: a file that is opened from a disk may not import others."""

import importlib.resources
import re

FOLDER = importlib.resources.files(__package__)
LAYERS = (
    "addition",
    "convolution",
    "dense",
    "division",
    "max_pooling",
    "relu",
    "softmax_cross_entropy",
    "vectorization",
)
ARITHMETIC = (*(f"layers/{name}" for name in LAYERS), "network", "mnist_style", "ink")
MODULES = (*ARITHMETIC, "colours", "rows", "numbers", "forwards", "backwards", "pad", "page")


def bundle(modules=MODULES):
    """The modules, one after the other, without `import` and `export`: one script."""
    texts = [read(f"js/{name}.js") for name in modules]
    texts = [re.sub(r"^import [^;]*;\n+", "", text, flags=re.M) for text in texts]
    return "\n".join(re.sub(r"^export ", "", text, flags=re.M) for text in texts)


def read(name):
    """The text of a file of this room."""
    return FOLDER.joinpath(name).read_text("utf-8")
