"""The file my_progress.json: what the reader has done, beside the notebooks and nowhere else."""

import copy
import json
import os
from collections import defaultdict
from pathlib import Path

from ..files import atomic_write, locked, name_beside
from ..output import say

FILE = "my_progress.json"  # {"version": 1, "exercises": {"convolution.layer": entry, …}}
LOCK = ".my_progress.lock"
VERSION = 1
EMPTY = b'{"version": 1, "exercises": {}}'
STATUSES = ("done", "done with a hint", "seen the solution", "open")
ENTRY = {  # what the file holds of an exercise
    "status": "open",  # one of STATUSES; after the solution was seen, it is done all the same
    "tries": 0,  # the wrong answers, and the first right one
    "hints": 0,  # that were asked for; one more than there are if the solution was, too
    "kept": "",  # the fingerprint of what was written to my_layers.py
    "judged": "",  # the fingerprint of what was last found right there
}

session = {}  # "entries": those of this session, where the folder can't be written


def change(edit):
    """What `edit(entries)` returns. It may change the entries, {name: entry}, and finds a new one
    under every name that has none. No other notebook reads or writes them meanwhile.

    Where the folder can't be written, they last as long as the kernel, and one sentence says so.
    """
    path = Path(FILE)
    try:
        with locked(path.with_name(LOCK)):
            entries = read(path)
            before = copy.deepcopy(entries)
            result = edit(entries)
            if entries != before:
                write(path, entries)
        return result
    except OSError as error:
        if not session:
            say(f"What you do here isn't remembered: {FILE} can't be written ({error.strerror}).")
            session["entries"] = read_only(path)
        return edit(session["entries"])


def read(path):
    """The entries of the file; if they can't be understood, it is set aside, and that is said."""
    try:
        return parse(path.read_bytes())
    except FileNotFoundError:
        return parse(EMPTY)
    except ValueError as reason:
        aside = name_beside(path)
        os.replace(path, aside)
        say(f"{path.name} {reason}: it was set aside as {aside.name}, and a new one begins.")
        return parse(EMPTY)


def read_only(path):
    try:
        return parse(path.read_bytes())
    except (OSError, ValueError):
        return parse(EMPTY)


def parse(content):
    """The entries in the bytes of a file; ValueError that says what is wrong with it."""
    entries = defaultdict(lambda: dict(ENTRY))
    try:
        found = json.loads(content)
        newer = found["version"] > VERSION
        for name, entry in {} if newer else found["exercises"].items():
            entries[name].update(entry)
        sound = all(map(is_entry, entries.values()))
    except (ValueError, TypeError, KeyError, AttributeError):
        newer, sound = False, False
    if newer:
        raise ValueError("was written by a newer version of the course")
    if not sound:
        raise ValueError("is damaged")
    return entries


def is_entry(entry):
    kinds = all(type(entry[key]) is type(ENTRY[key]) for key in ENTRY)
    return kinds and entry["status"] in STATUSES


def write(path, entries):
    content = {"version": VERSION, "exercises": entries}
    with atomic_write(path) as file:
        file.write(json.dumps(content, indent=1).encode())
