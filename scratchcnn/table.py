"""A table: text when printed, HTML in a notebook."""

import html
from itertools import zip_longest


class Table:
    """Rows of cells, which are strings, under a heading. When printed, a cell may have several
    lines; in a notebook they are one, as wide as there is room.

    total  a last row below a rule
    right  the columns, counted from 0, whose cells stand on the right
    note   sentences below the table
    """

    def __init__(self, heading, cells, total=None, right=(), note=""):
        self.heading, self.cells, self.total = heading, cells, total
        self.right, self.note = right, note

    def __str__(self):
        last = [self.total] if self.total else []
        lines = [
            line
            for cells in (self.heading, *self.cells, *last)
            for line in zip_longest(*(cell.split("\n") for cell in cells), fillvalue="")
        ]
        widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
        text = ["  ".join(map(self.pad, range(len(line)), line, widths)) for line in lines]
        rule = "─" * len(text[0])
        text.insert(1, rule)
        if last:
            text.insert(-1, rule)
        return "\n".join([*text, *filter(None, [self.note])])

    __repr__ = __str__

    def pad(self, column, cell, width):
        return cell.rjust(width) if column in self.right else cell.ljust(width)

    def _repr_html_(self):
        body = "".join(self.row(cells, "td") for cells in self.cells)
        parts = [f"<thead>{self.row(self.heading, 'th')}</thead><tbody>{body}</tbody>"]
        if self.total:
            parts.append(f"<tfoot>{self.row(self.total, 'th')}</tfoot>")
        note = f"<p>{html.escape(self.note)}</p>" if self.note else ""
        return f"<table>{''.join(parts)}</table>{note}"

    def row(self, cells, tag):
        inside = ""
        for column, cell in enumerate(cells):
            kind = tag if cell else "td"  # an empty heading is none
            side = "right" if column in self.right else "left"
            inside += f'<{kind} style="text-align:{side}">{html.escape(cell)}</{kind}>'
        return f"<tr>{inside}</tr>"
