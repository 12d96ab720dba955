"""From a wrong answer to the sentence on it: a known mistake, or a rule that fits."""

import functools
from dataclasses import replace

from .comparing import are_tuples_of_one_length, shape_of
from .rules import apply_rules
from .running import known_mistake


def diagnose(exercise, trials):
    """A sentence on a wrong answer that holds for all its trials; else the first hint, if any."""
    if sentence := known_mistake(exercise, trials):
        return sentence
    sentence = apply_rules(exercise, trials) or diagnose_parts(exercise, trials)
    if not sentence and all(is_of_another_kind(trial.expected, trial.got) for trial in trials):
        return ""  # the difference says it: hints are about numbers, and they may be right
    return sentence or next(iter(exercise.hints), "")


def diagnose_parts(exercise, trials):
    """A sentence for each wrong part of a tuple; "" unless every wrong part has one."""
    if not all(are_tuples_of_one_length(trial.expected, trial.got) for trial in trials):
        return ""
    names_by_sentence = {}
    count = len(trials[0].expected)
    for position in range(count):
        parts = [
            replace(trial, expected=trial.expected[position], got=trial.got[position])
            for trial in trials
        ]
        if not all(part.passed for part in parts):
            sentence = apply_rules(exercise_on_part(exercise, position), parts)
            names_by_sentence.setdefault(sentence, []).append(exercise.name_of(position))
    if "" in names_by_sentence:
        return ""
    return "\n".join(
        sentence
        if len(names) == count
        else f"{' and '.join(names)}: {sentence[0].lower()}{sentence[1:]}"
        for sentence, names in names_by_sentence.items()
    )


def exercise_on_part(exercise, position):
    """The exercise of finding one part of the tuple only."""

    @functools.wraps(exercise.right)
    def right(*case):
        return exercise.right(*case)[position]

    return replace(exercise, right=right)


def is_of_another_kind(expected, got):
    """Whether one of them is a tuple, a list or a single number, and the other is none."""
    if isinstance(expected, tuple):
        return not are_tuples_of_one_length(expected, got)
    if isinstance(expected, list):
        return not isinstance(got, list | tuple) and shape_of(got) in (None, ())
    if shape_of(expected) is None or shape_of(got) is None:
        return shape_of(expected) is not shape_of(got)
    return (shape_of(expected) == ()) != (shape_of(got) == ())
