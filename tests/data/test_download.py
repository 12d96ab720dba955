"""Downloads from mirrors that fail in every way: nothing damaged is trusted, nothing waits forever.

Each fault is a function that answers one request of a server on this machine.
"""

import contextlib
import gzip
import hashlib
import http.server
import io
import itertools
import socket
import subprocess
import sys
import threading
from types import SimpleNamespace

import pytest
import requests

from scratchcnn import load_mnist
from scratchcnn.data import datasets, download
from scratchcnn.data.idx import FILES

FILE = FILES[0]
NOBODY = "http://127.0.0.1:9/"  # the discard port: refuses at once
MIRRORS = datasets.MNIST_MIRRORS  # before the tests put others there
ADDRESSES = {  # of each host, IPv4 and IPv6
    "azureopendatastorage": 2,
    "githubusercontent": 8,
    "amazonaws": 16,
    "googleapis": 32,
}


@pytest.fixture
def server():
    """A function that starts a server whose every request is answered by `answer(handler)`.

    It returns its address and the list of the files that it is asked for.
    """
    started, over = [], threading.Event()

    def start(answer):
        asked = []

        class Handler(http.server.BaseHTTPRequestHandler):
            ended = over

            def do_GET(self):
                self.file = self.path.removeprefix("/").removesuffix(".gz")
                asked.append(self.file)
                with contextlib.suppress(ConnectionError):  # who has seen enough hangs up
                    answer(self)
                self.close_connection = True

            def log_message(self, *arguments):
                pass

        one = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        one.daemon_threads = False  # server_close waits for them
        thread = threading.Thread(target=one.serve_forever, args=(0.01,))
        thread.start()
        started.append((one, thread))
        return f"http://127.0.0.1:{one.server_port}/", asked

    yield start
    over.set()
    for one, thread in started:
        one.shutdown()
        thread.join()
        one.server_close()


@pytest.fixture
def checksums(files, monkeypatch):
    """{name: SHA-256} of the small data set, in the place of MNIST's."""
    right = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    monkeypatch.setattr(datasets, "MNIST_SHA256", right)
    return right


@pytest.fixture
def mirrors(monkeypatch):
    """A function that has MNIST come from these addresses, in turn."""
    return lambda *addresses: monkeypatch.setattr(datasets, "MNIST_MIRRORS", addresses)


def cached(tmp_path):
    """{name: bytes} of every file below the cache, hidden and unfinished ones included."""
    return {path.name: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}


# Answers


def serve(files):
    """An answer that has these files, {name: content}, packed."""

    def answer(handler):
        content = files.get(handler.file)
        found = send(b"", 404) if content is None else send(gzip.compress(content))
        found(handler)

    return answer


def send(body, status=200, length=None):
    """An answer with this body, and perhaps another length than it has."""

    def answer(handler):
        handler.send_response(status)
        handler.send_header("Content-Length", str(len(body) if length is None else length))
        handler.end_headers()
        handler.wfile.write(body)

    return answer


def redirect(place):
    def answer(handler):
        handler.send_response(302)
        handler.send_header("Location", place)
        handler.end_headers()

    return answer


def hang_up(handler):
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
    handler.connection.close()


def never(handler):
    handler.ended.wait(5)


def stop_after(size):
    """Headers and the beginning of the body; then nothing more, and no end."""

    def answer(handler):
        send(PACKED[:size], length=len(PACKED))(handler)
        handler.wfile.flush()
        handler.ended.wait(5)

    return answer


def flipped(content, place):
    """The right size, and one bit is wrong."""
    damaged = bytearray(content)
    damaged[place] ^= 1
    return bytes(damaged)


CONTENT = bytes(range(256)) * 40
PACKED = gzip.compress(CONTENT)
SHA256 = hashlib.sha256(CONTENT).hexdigest()
BROKEN = "ConnectionError|ChunkedEncodingError|damaged file"  # the last one by urllib3 1
FAULTS = {  # answer, what is said of it
    **{f"HTTP {code}": (send(b"no", code), "HTTPError") for code in (403, 404, 429, 503)},
    "redirect loop": (redirect("/again"), "TooManyRedirects"),
    "redirect to nobody": (redirect(NOBODY), "ConnectionError"),
    "redirect to nonsense": (redirect("http://[nowhere"), "InvalidURL|damaged file"),
    "redirect to a file": (redirect("file:///etc/hosts"), "InvalidSchema"),
    "reset": (hang_up, "ConnectionError"),
    "not HTTP": (lambda handler: handler.wfile.write(b"hello\r\n\r\n"), "ConnectionError"),
    "no body": (send(b"", length=len(PACKED)), BROKEN),
    "broken off": (send(PACKED[:-9], length=len(PACKED)), BROKEN),
    "cut short without a word": (send(PACKED[:-1]), "damaged file"),
    "length too small": (send(PACKED, length=len(PACKED) - 1), "damaged file"),
    "more than the file": (send(PACKED + b"\n"), "damaged file"),
    "nothing": (send(b""), "damaged file"),
    "HTML": (send(b"<!DOCTYPE html><title>Log in to the network</title>"), "damaged file"),
    "gzip of another file": (send(gzip.compress(CONTENT[:-1])), "damaged file"),
    "one bit of the content": (send(gzip.compress(flipped(CONTENT, -1))), "damaged file"),
    "one bit of the packed file": (send(flipped(PACKED, 100)), "damaged file"),
    "one bit of its own checksum": (send(flipped(PACKED, -6)), "damaged file"),
}
HANGING = {
    "silence": (never, "ReadTimeout"),
    "body that never begins": (stop_after(0), "ConnectionError|ReadTimeout"),
    "body that stops": (stop_after(200), "ConnectionError|ReadTimeout"),
}


# One file


@pytest.mark.parametrize(("answer", "message"), FAULTS.values(), ids=FAULTS)
def test_a_fault_is_named_and_the_next_mirror_taken(answer, message, server, tmp_path):
    (bad, _), (good, _) = server(answer), server(send(PACKED))
    with pytest.raises(OSError, match=rf"no mirror served {FILE} intact \(({message})\)$"):
        download.retrieve([bad], tmp_path, FILE, SHA256)
    assert cached(tmp_path) == {}
    assert download.retrieve([bad, good], tmp_path, FILE, SHA256) == "download"
    assert cached(tmp_path) == {FILE: CONTENT}


@pytest.mark.parametrize(("answer", "message"), HANGING.values(), ids=HANGING)
def test_a_mirror_that_hangs_is_given_up(answer, message, server, tmp_path, monkeypatch):
    monkeypatch.setattr(download, "TIMEOUT", (1, 0.05))
    with pytest.raises(OSError, match=rf"no mirror served {FILE} intact \(({message})\)$"):
        download.retrieve([server(answer)[0]], tmp_path, FILE, SHA256)
    assert cached(tmp_path) == {}


def test_the_next_mirror_is_taken_after_one_that_hangs(server, tmp_path, monkeypatch):
    monkeypatch.setattr(download, "TIMEOUT", (1, 0.5))
    (hanging, _), (good, _) = server(stop_after(200)), server(send(PACKED))
    assert download.retrieve([hanging, good], tmp_path, FILE, SHA256) == "download"
    assert cached(tmp_path) == {FILE: CONTENT}


@pytest.mark.parametrize("lost", [False, True], ids=["no answers", "lost packets"])
def test_mirrors_that_all_hang_cost_less_than_ten_seconds(lost, tmp_path, monkeypatch):
    clock, asked = [0.0], []

    def hang(url, **arguments):
        asked.append(url)
        connect, read = download.TIMEOUT
        addresses = next(number for host, number in ADDRESSES.items() if host in url)
        clock[0] += addresses * connect if lost else connect + read
        raise requests.Timeout

    monkeypatch.setattr("pooch.retrieve", hang)
    monkeypatch.setattr(download, "time", SimpleNamespace(monotonic=lambda: clock[0]))
    with pytest.raises(OSError, match=r"intact \(Timeout\)$"):
        download.retrieve(list(MIRRORS), tmp_path, FILE, SHA256)
    assert clock[0] < 9  # and a second for imports
    assert len(asked) > 1


def test_every_reason_is_said_once(server, tmp_path):
    addresses = [server(send(body, code))[0] for body, code in [(b"", 404), (b"", 404), (b"", 200)]]
    with pytest.raises(OSError, match=r"intact \(HTTPError, damaged file\)$"):
        download.retrieve(addresses, tmp_path, FILE, SHA256)


# A whole data set


def assert_fell_back(capfd, reason):
    """load_mnist gives the sample and says so, and why, in one line, and nothing else."""
    assert [len(part) for part in load_mnist()] == [4000, 1000]
    out, err = capfd.readouterr()
    assert out.startswith(f"MNIST sample (bundled; {reason}")
    assert out.endswith("): 4,000 training and 1,000 test images\n")
    assert out.count("\n") == 1
    assert err == ""


def assert_loaded(capfd, origin):
    """load_mnist gives the small data set and says so in one line, and nothing else."""
    assert [len(part) for part in load_mnist()] == [20, 10]
    assert capfd.readouterr() == (f"MNIST ({origin}): 20 training and 10 test images\n", "")


def test_without_a_network_the_sample_is_taken(tmp_path, capfd):
    assert_fell_back(capfd, f"no mirror served {FILE} intact (ConnectionError)")
    assert cached(tmp_path) == {}


def test_download_then_cache(server, mirrors, files, checksums, tmp_path, capfd):
    damaged = files | {FILE: flipped(files[FILE], -1)}
    (bad, bad_asked), (good, good_asked) = server(serve(damaged)), server(serve(files))
    mirrors(NOBODY, bad, good)
    assert_loaded(capfd, "downloaded")
    assert cached(tmp_path) == files
    assert bad_asked == [FILE]  # a mirror that failed comes last for the next file
    assert good_asked == list(FILES)
    assert_loaded(capfd, "from the cache")
    assert (bad_asked, good_asked) == ([FILE], list(FILES))  # nobody was asked again


@pytest.mark.parametrize(
    "damage", [lambda content: flipped(content, -1), lambda content: b""], ids=["a bit", "empty"]
)
def test_a_damaged_file_in_the_cache_is_replaced_and_never_trusted(
    damage, server, mirrors, files, checksums, tmp_path, capfd
):
    good, asked = server(serve(files))
    mirrors(good)
    load_mnist()
    asked.clear()
    path = next(tmp_path.rglob(FILES[2]))
    path.write_bytes(damage(files[FILES[2]]))
    mirrors(NOBODY)
    capfd.readouterr()
    assert_fell_back(capfd, f"no mirror served {FILES[2]} intact")
    mirrors(good)
    assert_loaded(capfd, "downloaded")
    assert cached(tmp_path) == files
    assert asked == [FILES[2]]


def test_what_was_right_is_kept_when_another_file_is_not_to_be_had(
    server, mirrors, files, checksums, tmp_path, capfd
):
    last = files.pop(FILES[3])
    mirrors(server(serve(files))[0], server(serve(files | {FILES[3]: last[:-1]}))[0])
    assert_fell_back(capfd, f"no mirror served {FILES[3]} intact (HTTPError, damaged file)")
    assert cached(tmp_path) == files


def test_a_cache_that_cannot_be_written_gives_the_sample(
    server, mirrors, files, checksums, tmp_path, capfd
):
    mirrors(server(serve(files))[0])
    (tmp_path / "cache").write_text("a file where the folder should be")
    assert_fell_back(capfd, "[Errno ")


def test_a_full_disk_gives_the_sample_and_leaves_nothing_unfinished(
    server, mirrors, files, checksums, tmp_path, capfd
):
    resource = pytest.importorskip("resource")
    mirrors(server(serve(files))[0])
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    with open(tmp_path / "out", "w+") as out, contextlib.redirect_stdout(out):
        resource.setrlimit(resource.RLIMIT_FSIZE, (1000, limits[1]))
        try:
            load_mnist()
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert (tmp_path / "out").read_text().startswith("MNIST sample (bundled; [Errno 27] File too l")
    assert cached(tmp_path / "cache") == {}


NO_PLACE = "to download the full set takes the package pooch, and a home folder"


def test_without_pooch_the_sample_is_taken(monkeypatch, capfd):
    monkeypatch.setitem(sys.modules, "pooch", None)
    assert_fell_back(capfd, NO_PLACE)


def test_a_user_without_a_home_gets_the_sample(monkeypatch, capfd):
    def no_home(project):
        raise RuntimeError("could not determine the home directory")

    monkeypatch.setattr("pooch.os_cache", no_home)
    assert_fell_back(capfd, NO_PLACE)


ANOTHER_PROCESS = """
import sys
import platformdirs
from scratchcnn import load_mnist
from scratchcnn.data import datasets, download
mirror, folder, *checksums = sys.argv[1:]
datasets.MNIST_MIRRORS = (mirror,)
datasets.MNIST_SHA256 = dict(zip(datasets.MNIST_SHA256, checksums))
download.TIMEOUT = 60, 60
platformdirs.user_cache_dir = lambda project: folder
_ = load_mnist()
"""


def test_two_processes_that_download_at_once_end_with_one_good_cache(
    server, files, checksums, tmp_path
):
    requests, both_have_asked = itertools.count(), threading.Barrier(2)

    def answer(handler):
        if next(requests) < 2:
            both_have_asked.wait(60)
        serve(files)(handler)

    arguments = [server(answer)[0], str(tmp_path), *checksums.values()]
    program = [sys.executable, "-c", ANOTHER_PROCESS, *arguments]
    both = [subprocess.Popen(program, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    for process in both:
        out, _ = process.communicate(timeout=60)
        assert out == "MNIST (downloaded): 20 training and 10 test images\n"
    assert cached(tmp_path) == files


# The progress bar


class Terminal(io.StringIO):
    def isatty(self):
        return True


def assert_a_bar_for_each_file_and_one_line(out):
    """The bars are written over each other, then wiped out, then by the line that stays."""
    *bars, last = out.split("\r")
    for file in FILES:
        assert any(bar.startswith(f"{file}.gz: ") for bar in bars)
    assert bars[-1].strip() == ""
    assert last == "MNIST (downloaded): 20 training and 10 test images\n"


def test_a_bar_in_the_terminal(server, mirrors, files, checksums):
    mirrors(server(serve(files))[0])
    with contextlib.redirect_stdout(Terminal()) as screen:
        load_mnist()
    assert_a_bar_for_each_file_and_one_line(screen.getvalue())


def test_no_bar_without_tqdm(server, mirrors, files, checksums, monkeypatch):
    monkeypatch.setitem(sys.modules, "tqdm", None)
    mirrors(server(serve(files))[0])
    with contextlib.redirect_stdout(Terminal()) as screen:
        load_mnist()
    assert screen.getvalue() == "MNIST (downloaded): 20 training and 10 test images\n"


KERNEL_WITHOUT_IPYWIDGETS = """
import sys
from types import SimpleNamespace
shell = SimpleNamespace(kernel="a kernel", config={"IPKernelApp": {}})
sys.modules["IPython"] = SimpleNamespace(get_ipython=lambda: shell)
sys.modules["ipykernel.zmqshell"] = None  # by this and by the shell, tqdm knows a notebook
sys.modules["ipywidgets"] = None
"""


def test_a_bar_in_a_notebook_and_no_warning(server, files, checksums, tmp_path):
    arguments = [server(serve(files))[0], str(tmp_path), *checksums.values()]
    program = [sys.executable, "-c", KERNEL_WITHOUT_IPYWIDGETS + ANOTHER_PROCESS, *arguments]
    run = subprocess.run(program, capture_output=True, check=True)
    assert run.stderr == b""  # pooch's tqdm would warn that ipywidgets is missing
    assert_a_bar_for_each_file_and_one_line(run.stdout.decode().replace("\r\n", "\n"))
