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
ARITHMETIC = (
    *(f"layers/{name}" for name in ("elementwise", *LAYERS)),
    "network",
    "mnist_style",
    "ink",
)
MODULES = (*ARITHMETIC, "colours", "rows", "numbers", "forwards", "backwards", "pad", "page")


def bundle(modules=MODULES):
    """The modules as one script, without imports, exports, comments and indentation."""
    text = "".join(read(f"js/{name}.js") for name in modules)
    text = re.sub(r"^import [^;]*;\n", "", text, flags=re.M)
    text = re.sub(r"^export ", "", text, flags=re.M)
    text = re.sub(r"^//.*\n", "", without_indents(text), flags=re.M)
    return re.sub(r"(?<=[;{},)]) // .*$", "", text, flags=re.M)


def without_indents(text):
    return re.sub(r"^\s+", "", text, flags=re.M)


def read(name):
    """The text of a file of this room."""
    return FOLDER.joinpath(name).read_text("utf-8")
