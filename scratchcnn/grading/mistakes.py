"""The mistakes that the exercises know, lesson by lesson, as a text in Markdown."""

import re

from ..exercises.checking import LESSONS, exercises_of
from ..exercises.describing import describe
from ..exercises.predict import Predict


def mistakes_as_markdown():
    """A heading for each lesson, and for each of its exercises the sentences on wrong answers."""
    lines = []
    for number, lesson in enumerate(LESSONS):
        lines += ["", f"## {number:02} {lesson.replace('_', ' ')}"]
        for name, exercise in exercises_of(lesson).items():
            lines += ["", f"**`{lesson}.{name}`** {escape(exercise.statement)}", ""]
            lines += [f"- {escape(sentence)}" for sentence in sentences_of(exercise)]
    return "\n".join(lines).strip() + "\n"


def sentences_of(exercise):
    """What is said on known wrong answers, once each; before it, the answer if it is a value."""
    if isinstance(exercise, Predict):
        return [f"{describe(answer)}: {sentence}" for answer, sentence in exercise.wrong]
    return list(dict.fromkeys(sentence for _, sentence in exercise.wrong_answers))


def escape(text):
    """Plain text, with `code` in it, as Markdown."""
    pieces = re.split(r"(`[^`]+`)", " ".join(text.split()))
    return "".join(
        piece if piece.startswith("`") else re.sub(r"([\\*_<\[$#])", r"\\\1", piece)
        for piece in pieces
    )
