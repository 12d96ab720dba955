"""Pages of docs/ that hold what a command measured, between two marks."""

import datetime
from pathlib import Path

from scratchcnn.doctor import processor
from scratchcnn.engine.machine import available_cores
from scratchcnn.files import atomic_write

BEGIN, END = "<!-- measured -->", "<!-- end of what was measured -->"


def fill(path, text):
    """Put text between the page's marks, in place of what a run before had measured."""
    page = Path(path).read_text("utf-8")
    before, rest = page.split(BEGIN)
    _, after = rest.split(END)
    with atomic_write(path) as file:
        file.write(f"{before}{BEGIN}\n\n{text.strip()}\n\n{END}{after}".encode())


def here_and_now():
    """The processor, its cores and the day, for the page."""
    return f"{processor()}, {available_cores()} cores, {datetime.date.today():%d %B %Y}"
