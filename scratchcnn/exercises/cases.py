"""What cases are made of."""


def whole_numbers(rng, *shape):
    """Whole numbers from -3 to 3, as floats: few enough that results can be checked by hand."""
    return rng.integers(-3, 4, shape).astype(float)


def decimals(rng, *shape):
    """Normal numbers with two decimals, so that a case is short when it is printed in full."""
    return rng.standard_normal(shape).round(2)
