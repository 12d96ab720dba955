"""Wrong answers to the small exercises, as learners give them: one module for each lesson.

The first 716 were written from the statements alone, before their author had seen which mistakes
the checker knows; the rest, at the end of the lists, later, and with other programs in mind.
`python -m tests.exercises.natural` prints, for each lesson, of how many the checker names
the mistake.
"""

import importlib
from pathlib import Path

from scratchcnn.exercises import checking

LESSONS = [each for each in checking.LESSONS if (Path(__file__).parent / f"{each}.py").exists()]

ANSWERS = {
    name: answers
    for lesson in LESSONS
    for name, answers in importlib.import_module(f".{lesson}", __name__).ANSWERS.items()
}
