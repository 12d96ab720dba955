"""Grade a folder of submissions: a table, and a page for each student with the sentences that help.

    python -m scratchcnn.grade FOLDER

Each folder and each zip in it is a student's: notebooks of the course, or my_layers.py. Every
answer is tried on cases that no one has seen before; --seed repeats them. What was handed in runs
in processes of its own, which may not write elsewhere; see docs/for_teachers.md.
"""

import argparse
import os
import secrets
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from .grading.judging import Bounds, Child, Row, grade
from .grading.mistakes import mistakes_as_markdown
from .grading.report import count, write_report
from .grading.submissions import read_submission, submissions_in
from .output import say


def main(arguments=None):
    options = parser().parse_args(arguments)
    if options.mistakes:
        say(mistakes_as_markdown(), end="")
    elif options.folder is None or not options.folder.is_dir():
        parser().error(f"expected a folder of submissions, got {options.folder}")
    else:
        grade_folder(options)


def parser():
    made = argparse.ArgumentParser(
        prog="python -m scratchcnn.grade",
        description="Grade a folder of submissions: each a folder or a zip with notebooks of the "
        "course or my_layers.py.",
    )
    add = made.add_argument
    bounds = Bounds()
    add("folder", type=Path, nargs="?", metavar="FOLDER", help="the submissions")
    add("--results", type=Path, help="where the results go; by default beside FOLDER")
    add("--seed", type=int, help="of the cases; by default a fresh one")
    add("--jobs", type=int, default=os.cpu_count(), help="submissions at a time (%(default)s)")
    add("--seconds", type=float, default=bounds.seconds, help="for one answer (%(default)s)")
    add("--total", type=float, default=bounds.total, help="seconds for one student (%(default)s)")
    add("--megabytes", type=int, default=bounds.megabytes, help="of memory (%(default)s)")
    add("--mistakes", action="store_true", help="print the known mistakes of each lesson instead")
    return made


def grade_folder(options):
    begin = time.perf_counter()
    folder = options.folder.resolve()
    results = options.results or folder.with_name(f"{folder.name}-graded")
    seed = secrets.randbelow(10**6) if options.seed is None else options.seed
    bounds = Bounds(options.seconds, options.total, options.megabytes)
    with Child([], seed, bounds) as child:
        say(f"Sandbox: {child.confinement}.")
    say(f"Cases: --seed {seed}")

    def rows_of(submission):
        student, path = submission
        try:
            return grade(read_submission(student, path), seed, bounds)
        except Exception as error:  # one submission disturbs no other
            text = f"Grading it raises {type(error).__name__}: {error}. Look at it yourself."
            return [Row(student, "", "look at it", text)]

    submissions, graded = submissions_in(folder), []
    with ThreadPoolExecutor(options.jobs) as pool:
        for (student, _), rows in zip(submissions, pool.map(rows_of, submissions), strict=True):
            graded.append((student, rows))
            say(f"{len(graded)}/{len(submissions)}  {student}: {count(rows)}", flush=True)
    note = f"{len(graded)} submissions, seed {seed}; {child.confinement}."
    write_report(results, graded, note)
    say(f"{len(graded)} submissions in {time.perf_counter() - begin:.0f} s: {results}")


if __name__ == "__main__":
    main()
