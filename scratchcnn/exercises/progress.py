"""What a reader has done: `progress()` shows it, `hint` and `reset` change it."""

import textwrap

from ..output import say
from ..table import Table
from .checking import LESSONS, find, names
from .my_layers import take_out
from .my_progress import ENTRY, STATUSES, change

MARKS = dict(zip(STATUSES, "✓◐◎○", strict=True))
WIDTH = 72  # of the table's last column, in characters


def record(name, status):
    """Note an answer to the exercise `name`; status is "right", "wrong" or "not attempted"."""
    hints = find(name).hints

    def note(entries):
        entry = entries[name]
        if entry["status"] == "open":
            entry["tries"] += 1
            if status == "right":
                entry["status"] = how_done(entry["hints"], len(hints))

    if status != "not attempted":
        change(note)


def how_done(asked, hints):
    if asked > hints:
        return "seen the solution"
    return "done with a hint" if asked else "done"


def hint(name):
    """Print the next hint to the exercise `name`, less vague than the last one; at the end, where
    its solution is. ValueError for an unknown name.
    """
    hints = find(name).hints

    def note(entries):
        asked = entries[name]["hints"]
        entries[name]["hints"] = min(asked + 1, len(hints) + 1)
        return asked

    asked = change(note)
    if asked < len(hints):
        say(f"{name}  hint {asked + 1} of {len(hints)}\n{hints[asked]}")
    else:
        say(f"{name}  no more hints\nThe solution is folded away below the exercise.")


def progress():
    """The table of all exercises, lesson by lesson: which are done, and how."""
    states = change(lambda entries: {name: entries.get(name, ENTRY)["status"] for name in names()})
    done = {name: state != "open" for name, state in states.items()}
    rows = []
    for number, lesson in enumerate(LESSONS):
        own = names_in(lesson)
        marked = [f"{MARKS[states[name]]}\xa0{name.split('.')[1]}" for name in own]
        count = count_of([done[name] for name in own])
        rows.append((f"{number:02} {lesson}", count, in_lines(marked)))
    legend = in_lines([f"{mark}\xa0{status}" for status, mark in MARKS.items()])
    total = ("", count_of(done.values()), legend)
    return Table(("Lesson", "Done", "Exercises"), rows, total)


def count_of(done):
    return f"{sum(done)}\xa0of\xa0{len(done)}"  # in one line, however narrow the column


def in_lines(marked):
    """Names with their marks, in lines of text; wide spaces, as HTML makes one of two."""
    return "\n".join(textwrap.wrap("\xa0 ".join(marked), WIDTH))


def reset(name):
    """Forget what was done of one exercise, of a lesson ("convolution"), or of "all".

    Their classes leave my_layers.py, of which a copy stays. ValueError for an unknown name.
    """
    chosen = names() if name == "all" else names_in(name) or [name]
    for each in chosen:
        find(each)

    def forget(entries):
        for each in chosen:
            entries.pop(each, None)

    change(forget)
    say("\n".join(filter(None, [f"{name}: open again.", take_out(chosen)])))


def names_in(lesson):
    return [name for name in names() if name.startswith(f"{lesson}.")]
