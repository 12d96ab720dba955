"""Winograd's minimal filtering F(4, 3): six products instead of twelve.

The four outputs of a filter g of three weights on six inputs d are A · [(G · g) ⊙ (B · d)]. Lavin
and Gray 2015, "Fast Algorithms for Convolutional Neural Networks", section 4.3, with their A and B
transposed; the engine applies it along the rows only.
"""

import numpy as np

A = np.array([[1, 1, 1, 1, 1, 0], [0, 1, -1, 2, -2, 0], [0, 1, 1, 4, 4, 0], [0, 1, -1, 8, -8, 1]])
B = np.array(
    [
        [4, 0, -5, 0, 1, 0],
        [0, -4, -4, 1, 1, 0],
        [0, 4, -4, -1, 1, 0],
        [0, -2, -1, 2, 1, 0],
        [0, 2, -1, -2, 1, 0],
        [0, 4, 0, -5, 0, 1],
    ]
)
G = np.array([[6, 0, 0], [-4, -4, -4], [-4, 4, -4], [1, 2, 4], [1, -2, 4], [0, 0, 24]]) / 24
