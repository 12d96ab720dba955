"""The table of a network: sizes, parameters and operations, row by row."""

from dataclasses import dataclass

from .arguments import format_shape
from .table import Table

HEADING = ("", "Layer", "Output size", "Parameters", "MACs")


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


class Summary(Table):
    """The table of a network: text when printed, an HTML table in a notebook."""

    def __init__(self, input_shape, rows):
        self.rows = rows
        self.parameters = sum(row.parameters for row in rows)
        self.macs = sum(row.macs for row in rows)
        cells = [("0", "Input", format_shape(input_shape), "", "")]
        for number, row in enumerate(rows, start=1):
            counts = [f"{count:,}" if count else "" for count in (row.parameters, row.macs)]
            cells.append((str(number), row.layer, format_shape(row.shape), *counts))
        total = ("", "Total", "", f"{self.parameters:,}", f"{self.macs:,}")
        super().__init__(HEADING, cells, total, right=(0, 3, 4))
