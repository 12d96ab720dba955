"""Gradient descent: the loop of lesson 08, and the rooms around it."""

from .history import History
from .loop import train
from .schedules import OriginalSchedule, WarmupCosine
from .sgd import SGD

__all__ = ["SGD", "History", "OriginalSchedule", "WarmupCosine", "train"]
