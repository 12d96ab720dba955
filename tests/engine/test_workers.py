"""How a batch is shared out. What comes of it is tested with training and with the engine."""

import threading
import time

import numpy as np
import pytest
from threadpoolctl import threadpool_info, threadpool_limits

from scratchcnn.engine import machine
from scratchcnn.engine import workers as parallel
from scratchcnn.engine.replica import add_up
from scratchcnn.engine.workers import Workers


def shares(workers, count):
    """The images of each busy worker, and the threads that saw them."""

    def look(replica, part):
        return list(range(count))[part], threading.current_thread()

    parts, threads = zip(*workers.each(look, np.empty(count)), strict=True)
    return list(parts), threads


def test_runs_of_consecutive_images_in_the_workers_order(tiny_network):
    with Workers(tiny_network(), 3) as workers:
        assert shares(workers, 7)[0] == [[0, 1], [2, 3], [4, 5, 6]]
        assert shares(workers, 2)[0] == [[0], [1]]


def test_a_small_batch_is_not_worth_sharing(tiny_network, monkeypatch):
    monkeypatch.setattr(parallel, "MIN_IMAGES", 16)
    with Workers(tiny_network(), 2) as workers:
        parts, threads = shares(workers, 31)
        assert parts == [list(range(31))]
        assert threads == (threading.main_thread(),)
        parts, threads = shares(workers, 32)
        assert [len(part) for part in parts] == [16, 16]
        assert threads[0] is threading.main_thread()
        assert threads[1] is not threading.main_thread()


def test_the_sum_keeps_what_only_one_of_them_has():
    total = add_up([{}, {"a": np.ones(2)}, {"a": np.full(2, 3.0), "b": np.zeros(1)}])
    np.testing.assert_array_equal(total["a"], [4, 4])
    np.testing.assert_array_equal(total["b"], [0])


@pytest.mark.parametrize("count", [0, -1, 1.5, "2"])
def test_a_number_of_workers_that_is_none(count, tiny_network):
    with pytest.raises(ValueError, match=r"workers: expected a whole number from 1, got"):
        Workers(tiny_network(), count)


def test_one_worker_where_there_are_no_threads(tiny_network, monkeypatch):
    monkeypatch.setattr(machine, "HAS_THREADS", False)
    with Workers(tiny_network(), 3) as workers:
        assert shares(workers, 64) == ([list(range(64))], (threading.main_thread(),))


def test_an_exception_waits_for_the_other_workers(tiny_network):
    finished = []

    def task(replica, part):
        if threading.current_thread() is threading.main_thread():
            raise RuntimeError("mine")
        time.sleep(0.2)
        finished.append(part)

    with Workers(tiny_network(), 2) as workers:
        with pytest.raises(RuntimeError, match="mine"):
            workers.each(task, np.empty(64))
        assert len(finished) == 1


def test_a_gradient_under_two_names_is_not_added_to_itself():
    ones = np.ones(3)
    total = add_up([{"a": ones, "b": ones}, {"a": 2 * ones, "b": 3 * ones}])
    np.testing.assert_array_equal([total["a"], total["b"]], [3 * ones, 4 * ones])


def test_the_limit_of_blas_is_lifted_by_the_last_who_needs_it():
    def threads():
        return {each["num_threads"] for each in threadpool_info() if each["user_api"] == "blas"}

    with threadpool_limits(2, user_api="blas"):
        before = threads()
        first, second = machine.one_blas_thread(), machine.one_blas_thread()
        first.__enter__()
        second.__enter__()
        first.__exit__(None, None, None)
        assert threads() == {1}
        second.__exit__(None, None, None)
        assert threads() == before
