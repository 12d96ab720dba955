"""The mistakes that the exercises know, lesson by lesson, as a text in Markdown."""

import re

from ..exercises.checking import LESSONS, exercises_of


def mistakes_as_markdown():
    """A heading for each lesson, and for each of its exercises the sentences on wrong answers."""
    lines = []
    for number, lesson in enumerate(LESSONS):
        lines += ["", f"## {number:02} {lesson.replace('_', ' ').capitalize()}"]
        for name, exercise in exercises_of(lesson).items():
            lines += ["", f"**`{lesson}.{name}`** {escape(exercise.statement)}", ""]
            lines += [f"- {escape(sentence)}" for sentence in sentences_of(exercise)]
    return "\n".join(lines).strip() + "\n"


def sentences_of(exercise):
    """What is said on known wrong answers, once each."""
    known = getattr(exercise, "wrong_answers", None) or getattr(exercise, "wrong", [])
    return list(dict.fromkeys(" ".join(sentence.split()) for _, sentence in known))


def escape(text):
    """Plain text, with `code` in it, as Markdown."""
    pieces = re.split(r"(`[^`]+`)", " ".join(text.split()))
    return "".join(
        piece if piece.startswith("`") else re.sub(r"([\\*_<\[$#])", r"\\\1", piece)
        for piece in pieces
    )
