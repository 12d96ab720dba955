"""The machine: its cores, and the threads of its matrix products."""

import contextlib
import functools
import os
import sys
import threading

HAS_THREADS = sys.platform != "emscripten"  # Python in the browser has none


def available_cores():
    """The cores this process may use."""
    if not HAS_THREADS:
        return 1
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def one_blas_thread():
    """A context in which each matrix product runs on one thread, if threadpoolctl is installed."""
    return SHARED_LIMIT


class SharedLimit(contextlib.AbstractContextManager):
    """A limit for the whole process: the first to enter sets it, the last to leave lifts it."""

    def __init__(self):
        self.users, self.lock, self.limit = 0, threading.Lock(), None

    def __enter__(self):
        with self.lock:
            self.users += 1
            if self.users == 1 and (controller := blas_controller()):
                self.limit = controller.limit(limits=1, user_api="blas")

    def __exit__(self, *exception):
        with self.lock:
            self.users -= 1
            if self.users == 0 and self.limit:
                self.limit.restore_original_limits()
                self.limit = None


SHARED_LIMIT = SharedLimit()


@functools.cache
def blas_controller():
    """threadpoolctl's handle on NumPy's BLAS; looking for the library takes a moment, so once."""
    try:
        from threadpoolctl import ThreadpoolController
    except ImportError:
        return None
    return ThreadpoolController()
