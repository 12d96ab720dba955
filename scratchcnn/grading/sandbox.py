"""Bounds for the process that runs what was handed in: memory, time, and where it may write.

On Linux the kernel itself keeps the process from writing elsewhere, with Landlock (see
https://docs.kernel.org/userspace-api/landlock.html); it needs no rights. Elsewhere, and besides,
Python is asked before it opens or removes a file, starts or ends a process, or opens a connection
(PEP 578).
"""

import contextlib
import ctypes
import os
import sys

try:
    import resource
except ImportError:  # Windows
    resource = None

LARGEST_FILE = 100 * 2**20  # bytes that may be written into one file
CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446  # the numbers of Landlock's system calls
VERSION, PATH_BENEATH, NO_NEW_PRIVILEGES = 1, 1, 38
# Rights by the version of Landlock that introduced them: writing, removing and making of all kinds
# (all but execute, read a file and read a folder), moving, truncating.
WRITING = {1: 0b1_1111_1111_0010, 2: 1 << 13, 3: 1 << 14}
SIGNALS, SINCE = 0b10, 6  # no signals to processes outside, from this version on

WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
PATHS = {  # events that change what lies at so many paths, their first arguments; and how many
    # folders that are open, to which a path may be relative, are the last ones; -1 is none
    "os.chmod": (1, 1), "os.chown": (1, 1), "os.link": (2, 2), "os.mkdir": (1, 1),
    "os.remove": (1, 1), "os.rename": (2, 2), "os.rmdir": (1, 1), "os.symlink": (2, 1),
    "os.truncate": (1, 0), "os.utime": (1, 1),
}  # fmt: skip
REFUSED = (
    "os.exec", "os.fork", "os.kill", "os.posix_spawn", "os.spawn", "os.startfile", "os.system",
    "pty.spawn", "socket.", "subprocess.",
)  # fmt: skip


def confine(folder, memory, seconds):
    """Confine this process, for good: it writes in the folder only, and takes at most so many bytes
    of memory and seconds on the processor. Returns how, in words.
    """
    limit(memory, seconds)
    version = restrict_by_kernel(folder)
    sys.addaudithook(hook(folder))
    if version:
        return f"the kernel (Landlock, version {version}) lets answers write in their folder only"
    return "without Landlock, Python alone keeps answers from writing outside of their folder"


def limit(memory, seconds):
    if resource is None:
        return
    bounds = {"RLIMIT_AS": memory, "RLIMIT_CPU": seconds, "RLIMIT_FSIZE": LARGEST_FILE}
    for name, bound in (bounds | {"RLIMIT_CORE": 0}).items():
        with contextlib.suppress(OSError, ValueError, AttributeError):  # macOS has not all of them
            resource.setrlimit(getattr(resource, name), (bound, bound))


class Ruleset(ctypes.Structure):
    _fields_ = [(name, ctypes.c_uint64) for name in ("files", "network", "scoped")]


class Beneath(ctypes.Structure):
    _pack_ = 1
    _layout_ = "ms"
    _fields_ = [("allowed", ctypes.c_uint64), ("folder", ctypes.c_int32)]


def restrict_by_kernel(folder):
    """Landlock's version, now that it restricts this thread and those that it starts; 0 if the
    kernel hasn't got it.
    """
    if sys.platform != "linux":
        return 0
    call = ctypes.CDLL(None, use_errno=True).syscall
    call.restype = ctypes.c_long
    version = call(CREATE_RULESET, None, ctypes.c_size_t(0), VERSION)
    if version < 1:
        return 0
    rights = sum(bits for since, bits in WRITING.items() if since <= version)
    rules = Ruleset(rights, 0, SIGNALS if version >= SINCE else 0)
    size = 8 if version < 4 else 16 if version < SINCE else 24  # as much as this version knows
    ruleset = checked(call(CREATE_RULESET, ctypes.byref(rules), ctypes.c_size_t(size), 0))
    opened = os.open(folder, os.O_PATH)
    beneath = Beneath(rights, opened)
    checked(call(ADD_RULE, ruleset, PATH_BENEATH, ctypes.byref(beneath), 0))
    checked(ctypes.CDLL(None, use_errno=True).prctl(NO_NEW_PRIVILEGES, 1, 0, 0, 0))
    checked(call(RESTRICT_SELF, ruleset, 0))
    os.close(opened)
    os.close(ruleset)
    return version


def checked(result):
    if result < 0:
        raise OSError(ctypes.get_errno(), f"Landlock: {os.strerror(ctypes.get_errno())}")
    return result


def hook(folder):
    """What Python asks before it does what programs may be kept from."""
    inside = os.path.realpath(folder)

    def is_inside(path):
        if isinstance(path, int):  # open already
            return True
        path = os.path.realpath(os.fsdecode(path))
        return path == inside or path.startswith(inside + os.sep)

    def ask(event, arguments):
        if event.startswith(REFUSED):
            raise PermissionError(f"{event}: an answer needs no other processes, and no network")
        count, folders = PATHS.get(event, (0, 0))
        allowed = all(map(is_inside, arguments[:count]))
        allowed &= all(each == -1 for each in arguments[len(arguments) - folders :])
        if event == "open":
            path, mode, flags = arguments
            by_number = mode is None and not os.path.isabs(path)  # os.open(…, dir_fd=…), perhaps
            allowed = not (flags or 0) & WRITES or (is_inside(path) and not by_number)
        if not allowed:
            raise PermissionError(f"{event}: an answer may write in a folder of its own only")

    return ask
