"""Ctrl-C during training: noticed at once, raised between two steps."""

import signal
import threading


class Interruption:
    """In this context, Ctrl-C and the stop button wait for `raise_if_requested`.

    In the middle of a step, a KeyboardInterrupt could strike while threads hand over their work
    and leave them waiting for each other for ever. A second press is raised at once all the same.
    At the end, the KeyboardInterrupt is noted in the history and goes no further.
    """

    def __init__(self, history):
        self.history, self.requests, self.previous_handler = history, 0, None

    def __enter__(self):
        ordinary = signal.getsignal(signal.SIGINT) is signal.default_int_handler
        if ordinary and threading.current_thread() is threading.main_thread():
            self.previous_handler = signal.signal(signal.SIGINT, self.handle)
        return self

    def __exit__(self, kind, *_):
        if self.previous_handler:
            signal.signal(signal.SIGINT, self.previous_handler)
        self.history.interrupted = interrupted = kind is KeyboardInterrupt
        return interrupted

    def handle(self, *_):
        self.requests += 1
        if self.requests == 2:
            raise KeyboardInterrupt

    def raise_if_requested(self):
        """KeyboardInterrupt, if there was a request; from then on, further ones change nothing."""
        if self.requests:
            self.requests = 2
            raise KeyboardInterrupt
