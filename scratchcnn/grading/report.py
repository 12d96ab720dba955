"""What came of grading: a table for a spreadsheet, and pages to read."""

import csv
import html
import io
import re
from collections import Counter

from ..exercises.checking import LESSONS
from ..files import atomic_write
from .judging import VERDICTS

HEADING = ("student", "exercise", "verdict", "diagnosis")
MARKS = dict(zip(VERDICTS, "✓?✗…!", strict=True))
MOST = 20  # mistakes on the front page
STYLE = """
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem }
pre { white-space: pre-wrap; margin: .3rem 0 .3rem 1.5rem }
table { border-collapse: collapse }
th, td { text-align: left; padding: .2rem 1rem .2rem 0; border-bottom: 1px solid #ccc }
.right { color: #1a6b2d } .wrong { color: #a3262a } .look { color: #7a5200 }
summary { color: #555 }
"""


def write_report(folder, graded, note):
    """Write grades.csv, index.html and a page for each student into the folder.

    `graded` is [(student, rows)], `note` a sentence on how it was done.
    """
    folder.mkdir(parents=True, exist_ok=True)
    pages = [
        (page_name(number, student), student, rows)
        for number, (student, rows) in enumerate(graded, start=1)
    ]
    write(folder / "grades.csv", table([row for _, _, rows in pages for row in rows]))
    for name, student, rows in pages:
        write(folder / name, student_page(student, rows))
    write(folder / "index.html", front_page(pages, note))


def write(path, text):
    with atomic_write(path) as file:
        file.write(text.encode())


# The table


def table(rows):
    """The rows as CSV; it begins with the mark by which Excel knows UTF-8."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(HEADING)
    for row in rows:
        cells = (row.student, row.exercise, row.verdict, " ".join(row.diagnosis.split()))
        writer.writerow(map(harmless, cells))
    return "\ufeff" + text.getvalue()


def harmless(cell):
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@")) else cell


# The pages


def page_name(number, student):
    """A file name that is this student's alone, whatever the name is made of."""
    words = re.sub(r"[^\w-]+", "-", student)[:60].strip("-")
    return f"{number:03}-{words}.html"


def count(rows):
    """How many answers there are of each verdict, in words."""
    counts = Counter(row.verdict for row in rows)
    return ", ".join(f"{counts[verdict]} {verdict}" for verdict in VERDICTS if counts[verdict])


def student_page(student, rows):
    parts = [f"<p>{count(rows)}</p>"]
    known = sorted(rows, key=lambda row: lesson_number(row.exercise))
    lesson = ""
    for row in known:
        own_lesson = row.exercise.partition(".")[0]
        if own_lesson != lesson:
            lesson = own_lesson
            parts.append(f"<h2>{html.escape(lesson.replace('_', ' '))}</h2>")
        parts.append(answer_section(row))
    return page(student, "\n".join(parts))


def lesson_number(exercise):
    lesson = exercise.partition(".")[0]
    return LESSONS.index(lesson) if lesson in LESSONS else -1


def answer_section(row):
    name = row.exercise or row.file
    kind = row.verdict.split()[0]
    text = f'<h3 class="{kind}">{MARKS[row.verdict]} {html.escape(name)}: {row.verdict}</h3>'
    text += f"<pre>{html.escape(row.diagnosis)}</pre>"
    if row.program:
        summary = f"What was judged, from {html.escape(row.file)}"
        program = f"<pre>{html.escape(row.program)}</pre>"
        text += f"<details><summary>{summary}</summary>{program}</details>"
    return text


def front_page(pages, note):
    students = "".join(
        f'<tr><td><a href="{html.escape(name)}">{html.escape(student)}</a></td>'
        f"<td>{count(rows)}</td></tr>"
        for name, student, rows in pages
    )
    mistakes = "".join(
        f"<tr><td>{number}</td><td>{html.escape(exercise)}</td><td>{html.escape(line)}</td></tr>"
        for (exercise, line), number in common_mistakes(pages)
    )
    return page(
        "Grades",
        f"<p>{html.escape(note)}</p><table>{students}</table>"
        f"<h2>What was most often wrong</h2><table>{mistakes}</table>",
    )


def common_mistakes(pages):
    """[((exercise, first line of the diagnosis), how many students)], the most frequent first."""
    rows = [row for _, _, rows in pages for row in rows if row.verdict == "wrong"]
    lines = Counter((row.exercise, row.diagnosis.split("\n")[0]) for row in rows)
    return lines.most_common(MOST)


def page(title, body):
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{html.escape(title)}</title>'
        f"<style>{STYLE}</style><h1>{html.escape(title)}</h1>{body}</html>"
    )
