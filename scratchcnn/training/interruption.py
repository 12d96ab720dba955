"""Ctrl-C during a training: heard at once, obeyed between two steps."""

import signal
import threading


class Interruption:
    """In this context, Ctrl-C and the stop button wait until somebody calls `obey`.

    Within a step, an interruption could strike while threads hand over their work, and leave them
    waiting for each other for ever. Who presses twice does not want to wait: that strikes at once.
    """

    def __enter__(self):
        self.heard, self.before = 0, None
        ordinary = signal.getsignal(signal.SIGINT) is signal.default_int_handler
        if ordinary and threading.current_thread() is threading.main_thread():
            self.before = signal.signal(signal.SIGINT, self.hear)
        return self

    def __exit__(self, *exception):
        if self.before:
            signal.signal(signal.SIGINT, self.before)

    def hear(self, *_):
        self.heard += 1
        if self.heard == 2:
            raise KeyboardInterrupt

    def obey(self):
        """KeyboardInterrupt, if it was heard; from then on, further ones change nothing."""
        if self.heard:
            self.heard = 2
            raise KeyboardInterrupt
