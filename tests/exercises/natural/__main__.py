"""Prints the share of wrong answers whose mistake the checker names, lesson by lesson."""

from . import ANSWERS, LESSONS

for lesson in LESSONS:
    answers = [each for name in ANSWERS if name.startswith(f"{lesson}.") for each in ANSWERS[name]]
    named = sum(bool(each.told) for each in answers)
    print(f"{lesson:26} {named:3} of {len(answers):3}  {named / len(answers):4.0%}")
