"""Whole classes, wrong as learners write them: what each of them is told."""

import re

import pytest

from scratchcnn import exercises

from .natural_classes import ANSWERS, CLASSES, TOLD


def judge(notebook, name, code):
    """The verdict on methods that are written into the stub, or on a whole function."""
    exercise = exercises.find(name)
    head = re.split("    def (?:forward|step|__add__)", exercise.stub)[0]
    source = code if exercise.stub.startswith("def ") else head + code
    answer = re.search(r"(?:class|def) (\w+)", exercise.stub)[1]
    return exercises.examine(name, notebook.run(source)[answer])


@pytest.mark.parametrize(("name", "mistake", "code", "told"), ANSWERS)
def test_a_natural_wrong_class_is_told_its_mistake(name, mistake, code, told, notebook):
    verdict = judge(notebook, name, code)
    assert verdict.status == "wrong"
    assert told in verdict.text, verdict.text


@pytest.mark.parametrize("name", CLASSES)
def test_most_natural_mistakes_are_named(name):
    told = TOLD[name]
    assert set(told) == {mistake for mistake, _ in CLASSES[name]}
    assert len(told) == len(CLASSES[name]) >= 8
    assert sum(map(bool, told.values())) >= 0.8 * len(told)


def test_nine_of_ten_natural_mistakes_are_named():
    assert sum(bool(told) for _, _, _, told in ANSWERS) >= 0.9 * len(ANSWERS)
