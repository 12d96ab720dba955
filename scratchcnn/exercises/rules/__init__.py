"""What a wrong answer can have in common with the right one, whatever the exercise.

A rule looks at all trials of an answer. It returns a sentence, or "" where it does not apply.
"""

from ..comparing import shape_of
from .factors import factor, factor_that_is_a_size
from .parts import only_the_first_number, part_of_the_batch, partly_filled, returned_in_part
from .results import (
    numbers_of_a_list_in_another_order,
    one_result_of_several,
    results_in_another_order,
    results_missing,
    wrapped,
)
from .shapes import (
    cut_out,
    fixed_shape,
    not_summed,
    numbers_in_another_shape,
    sizes_exchanged,
    square_in_place_of_wide,
    summed_too_far,
    with_more_around,
)
from .values import axes_in_another_order, cut_to_whole_numbers, numbers_in_another_order

ON_RESULTS = (
    wrapped,
    results_in_another_order,
    numbers_of_a_list_in_another_order,
    one_result_of_several,
    results_missing,
)
ON_NUMBERS = (
    axes_in_another_order,
    factor,
    factor_that_is_a_size,
    cut_to_whole_numbers,
    partly_filled,
    only_the_first_number,
    part_of_the_batch,
    numbers_in_another_order,
)
ON_SHAPES = (
    axes_in_another_order,
    numbers_in_another_shape,
    returned_in_part,
    not_summed,
    summed_too_far,
    square_in_place_of_wide,
    cut_out,
    with_more_around,
    sizes_exchanged,
    fixed_shape,
)


def apply_rules(exercise, trials):
    """The sentence of the first rule that fits; "" if none does."""
    rules = ON_RESULTS
    if not isinstance(trials[0].expected, tuple | list):
        shapes = [(shape_of(trial.expected), shape_of(trial.got)) for trial in trials]
        if all(None not in pair for pair in shapes):
            same = all(expected == got for expected, got in shapes)
            rules = rules + (ON_NUMBERS if same else ON_SHAPES)
    return next(filter(None, (rule(exercise, trials) for rule in rules)), "")
