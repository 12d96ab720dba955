"""The table of a network: sizes, parameters and operations, row by row."""

import html
from dataclasses import dataclass

from .arguments import format_shape


def summarize(layers, input_shape):
    """Walk an image of `input_shape` through the layers; write down what each one makes of it."""
    shape, rows = tuple(input_shape), []
    for layer in layers:
        macs, shape = layer.macs(shape), layer.output_shape(shape)
        rows.append(Row(type(layer).__name__, shape, layer.num_parameters, macs))
    return Summary(input_shape, rows)


@dataclass
class Row:
    """One row of the table: a layer, the shape it returns, its parameters and operations."""

    layer: str
    shape: tuple
    parameters: int
    macs: int


class Summary:
    """The table of a network: text when printed, an HTML table in a notebook."""

    heading = ("", "Layer", "Output size", "Parameters", "MACs")

    def __init__(self, input_shape, rows):
        self.rows = rows
        self.parameters = sum(row.parameters for row in rows)
        self.macs = sum(row.macs for row in rows)
        self.cells = [("0", "Input", format_shape(input_shape), "", "")]
        for number, row in enumerate(rows, start=1):
            counts = [f"{count:,}" if count else "" for count in (row.parameters, row.macs)]
            self.cells.append((str(number), row.layer, format_shape(row.shape), *counts))
        self.total = ("", "Total", "", f"{self.parameters:,}", f"{self.macs:,}")

    def __str__(self):
        lines = [self.heading, *self.cells, self.total]
        widths = [max(len(line[column]) for line in lines) for column in range(5)]
        text = []
        for line in lines:
            left = [cell.ljust(width) for cell, width in zip(line[1:3], widths[1:3], strict=True)]
            right = [cell.rjust(width) for cell, width in zip(line[3:], widths[3:], strict=True)]
            text.append("  ".join([line[0].rjust(widths[0]), *left, *right]))
        rule = "─" * len(text[0])
        return "\n".join([text[0], rule, *text[1:-1], rule, text[-1]])

    __repr__ = __str__

    def _repr_html_(self):
        def row(cells, tag):
            align = ["right", "left", "left", "right", "right"]
            inside = "".join(
                f'<{tag} style="text-align:{side}">{html.escape(cell)}</{tag}>'
                for side, cell in zip(align, cells, strict=True)
            )
            return f"<tr>{inside}</tr>"

        body = "".join(row(cells, "td") for cells in self.cells)
        head, foot = row(self.heading, "th"), row(self.total, "th")
        return f"<table><thead>{head}</thead><tbody>{body}</tbody><tfoot>{foot}</tfoot></table>"
