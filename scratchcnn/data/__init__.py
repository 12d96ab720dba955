"""The digits: loaded from a folder, the cache, a mirror, or the sample that lies here."""

from .datasets import Dataset, load_fashion_mnist, load_mnist, load_sample
from .pictures import load_folder

__all__ = ["Dataset", "load_fashion_mnist", "load_folder", "load_mnist", "load_sample"]
