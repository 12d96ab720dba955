"""The mistakes that are known, as a page."""

import re

from scratchcnn import exercises, grade
from scratchcnn.exercises.checking import LESSONS
from scratchcnn.grading.mistakes import escape, mistakes_as_markdown, sentences_of


def test_every_exercise_is_there_with_all_its_sentences(capsys):
    grade.main(["--mistakes"])
    text = capsys.readouterr().out
    assert text == mistakes_as_markdown()
    assert re.findall(r"^\*\*`(.+)`\*\*", text, re.M) == exercises.names()
    assert text.count("\n- ") == sum(
        len(sentences_of(exercises.find(n))) for n in exercises.names()
    )
    assert "- 25: That is one slice of one filter.\n" in text
    assert "- You left out the padding: it adds `padding` pixels at both ends.\n" in text
    assert len(re.findall(r"^## \d\d ", text, re.M)) == len(LESSONS)


def test_sentences_are_said_once():
    for name in exercises.names():
        sentences = sentences_of(exercises.find(name))
        assert sentences and len(set(sentences)) == len(sentences)


def test_what_markdown_would_read_as_marks():
    assert escape("a * b_c\n[0] `x*y_z` < $1") == r"a \* b\_c \[0] `x*y_z` \< \$1"
