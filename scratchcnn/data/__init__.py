"""The digits: loaded from a folder, the cache, a mirror, or the sample that lies here."""

from .datasets import Dataset, load_fashion_mnist, load_mnist, load_sample

__all__ = ["Dataset", "load_fashion_mnist", "load_mnist", "load_sample"]
