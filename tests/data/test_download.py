"""Downloads from mirrors that fail in every way: nothing damaged is trusted, nothing waits forever.

Each fault is a function that answers one request of a server on this machine.
"""

import contextlib
import gzip
import hashlib
import http.server
import itertools
import socket
import subprocess
import sys
import threading

import numpy as np
import pytest

from scratchcnn import load_mnist
from scratchcnn.data import datasets, download
from scratchcnn.data.idx import FILES, unzip

RNG = np.random.default_rng(0)
CONTENT = b"\0\0\x08\x01" + (200_000).to_bytes(4, "big") + RNG.bytes(200_000)
PACKED = gzip.compress(CONTENT, mtime=0)
SHA256 = hashlib.sha256(CONTENT).hexdigest()
FILE = FILES[0]


@pytest.fixture(autouse=True)
def straight(monkeypatch):
    """No proxy stands before this machine's own servers."""
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture
def server():
    """A function that starts a server whose every request is answered by `answer(handler)`."""
    started, over = [], threading.Event()

    def start(answer):
        class Handler(http.server.BaseHTTPRequestHandler):
            ended = over

            def do_GET(self):
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
        return f"http://127.0.0.1:{one.server_port}/"

    yield start
    over.set()
    for one, thread in started:
        one.shutdown()
        thread.join()
        one.server_close()


def send(body, length=None, status=200):
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


def stall(body):
    """Headers and the beginning of the body; then nothing more, and no end."""

    def answer(handler):
        send(body, len(PACKED))(handler)
        handler.wfile.flush()
        handler.ended.wait(60)

    return answer


def no_answer(handler):
    handler.ended.wait(60)


def hang_up(handler):
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
    handler.connection.close()


def flipped(place):
    """The right size, and one bit is wrong."""
    damaged = bytearray(PACKED)
    damaged[place] ^= 1
    return bytes(damaged)


def another_content():
    """The right size and a sound gzip file: only the checksum can tell."""
    content = bytearray(CONTENT)
    content[-1] ^= 1
    return gzip.compress(bytes(content), mtime=0)


def broken_off(tenths):
    return send(PACKED[: len(PACKED) * tenths // 10], len(PACKED))


REFUSALS = (403, 404, 429, 503)
BROKEN = r"ConnectionError|ChunkedEncodingError|damaged file|wrong checksum"
FAULTS = {  # answer, what is said of it when the file is downloaded
    **{f"HTTP {code}": (send(b"no", status=code), "HTTPError") for code in REFUSALS},
    "redirect loop": (redirect("/again"), "TooManyRedirects"),
    "redirect to nobody": (redirect("http://127.0.0.1:9/"), "ConnectionError"),
    "redirect to nonsense": (redirect("http://[nowhere"), "InvalidURL|Invalid IPv6 URL"),
    "redirect to a file": (redirect("file:///etc/hosts"), "InvalidSchema"),
    "reset": (hang_up, "ConnectionError"),
    "not HTTP": (lambda handler: handler.wfile.write(b"hello\r\n\r\n"), "ConnectionError"),
    **{f"broken off at {tenths}/10": (broken_off(tenths), BROKEN) for tenths in (0, 5, 9)},
    "cut short without a word": (send(PACKED[:-1]), "damaged file"),
    "length too small": (send(PACKED, len(PACKED) - 1), "damaged file"),
    "more than the file": (send(PACKED + b"\n"), "damaged file"),
    "nothing": (send(b""), "wrong checksum"),
    "HTML": (send(b"<!DOCTYPE html><title>Log in to the network</title>"), "wrong checksum"),
    "gzip of HTML": (send(gzip.compress(b"<!DOCTYPE html>")), "wrong checksum"),
    "gzip of another file": (send(gzip.compress(CONTENT[:-1])), "wrong checksum"),
    "one bit of the content": (send(another_content()), "wrong checksum"),
    "one bit of the packed file": (send(flipped(100_000)), "damaged file"),
    "one bit of its own checksum": (send(flipped(-6)), "damaged file"),
    "bomb": (send(gzip.compress(bytes(10_000_000))), "damaged file"),
}
SLOW = {
    "silence": no_answer,
    "body that never begins": stall(b""),
    "body that stops": stall(PACKED[:100_000]),
}


@pytest.fixture
def small(monkeypatch):
    """Limits that the faults exceed quickly."""
    monkeypatch.setattr("scratchcnn.data.idx.MAX_BYTES", 1_000_000)


@pytest.mark.parametrize(("answer", "message"), FAULTS.values(), ids=FAULTS)
def test_a_fault_is_named_and_nothing_is_kept_of_it(answer, message, server, small, tmp_path):
    bad, good = server(answer), server(send(PACKED))
    with pytest.raises(OSError, match=rf"no mirror served {FILE} intact \(({message})\)"):
        download.download([bad], tmp_path / "cache", FILE, SHA256)
    assert list(tmp_path.rglob("*")) == []
    assert download.download([bad, good], tmp_path / "cache", FILE, SHA256) == CONTENT
    assert [path.name for path in tmp_path.rglob("*.*")] == [f"{FILE}.gz"]
    assert (tmp_path / "cache" / f"{FILE}.gz").read_bytes() == PACKED


@pytest.mark.parametrize("answer", SLOW.values(), ids=SLOW)
def test_a_mirror_that_hangs_costs_its_time_out(answer, server, tmp_path, monkeypatch):
    monkeypatch.setattr(download, "SECONDS", 0.3)
    mirrors = [server(answer), server(send(PACKED))]
    assert download.download(mirrors, tmp_path, FILE, SHA256) == CONTENT


def test_when_several_mirrors_hang_the_others_are_not_asked(server, tmp_path, monkeypatch):
    monkeypatch.setattr(download, "SECONDS", 0.3)
    monkeypatch.setattr(download, "PATIENCE", 0.5)
    mirrors = [server(no_answer) for _ in range(3)] + [server(send(PACKED))]
    with pytest.raises(OSError, match=r"intact \(ReadTimeout\)"):
        download.download(mirrors, tmp_path, FILE, SHA256)


def test_as_shipped_hanging_mirrors_cost_less_than_ten_seconds():
    # The last mirror may be asked just before patience ends: time to connect, and to answer.
    assert download.PATIENCE + 2 * download.SECONDS < 10


def test_a_mirror_that_failed_comes_last_for_the_next_file(server, tmp_path):
    mirrors = [server(send(b"")), server(send(PACKED))]
    first, second = mirrors
    download.download(mirrors, tmp_path, FILE, SHA256)
    assert mirrors == [second, first]


def test_every_reason_is_said_once(server, tmp_path):
    mirrors = [server(send(b"", status=404)), server(send(b"", status=404)), server(send(b"x"))]
    with pytest.raises(OSError, match=r"intact \(HTTPError, wrong checksum\)$"):
        download.download(mirrors, tmp_path, FILE, SHA256)


DOWNLOADING = """
import sys
from pathlib import Path
from scratchcnn import load_mnist
from scratchcnn.data import datasets, download
mirror, folder, *datasets.MNIST_SHA256 = sys.argv[1:]
datasets.MNIST_MIRRORS = (mirror,)
download.cache_folder = lambda name: Path(folder)
download.SECONDS = download.PATIENCE = 60
load_mnist()
"""


def test_two_processes_that_download_at_once_end_with_one_good_cache(server, tmp_path, monkeypatch):
    folder = datasets.SAMPLE
    files = {f"{name}.gz": (folder / f"{name}.gz").read_bytes() for name in FILES}
    contents = [unzip(packed, name) for name, packed in files.items()]
    checksums = [hashlib.sha256(content).hexdigest() for content in contents]
    asked, both_have_asked = itertools.count(), threading.Barrier(2)

    def answer(handler):
        if next(asked) < 2:
            both_have_asked.wait(60)
        send(files[handler.path.removeprefix("/")])(handler)

    mirror = server(answer)
    monkeypatch.delenv("SCRATCHCNN_DATA", raising=False)
    arguments = [sys.executable, "-c", DOWNLOADING, mirror, str(tmp_path / "cache"), *checksums]
    both = [subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    for process in both:
        out, _ = process.communicate(timeout=60)
        assert out == "MNIST (downloaded): 4,000 training and 1,000 test images\n"
    cached = {path.name: path.read_bytes() for path in (tmp_path / "cache").iterdir()}
    assert cached == files


def test_a_user_without_a_home_gets_the_sample(monkeypatch, capsys):
    def no_home(project):
        raise RuntimeError("could not determine the home directory")

    monkeypatch.setattr("pooch.os_cache", no_home)
    monkeypatch.delenv("SCRATCHCNN_DATA", raising=False)
    train_set, _ = load_mnist()
    assert len(train_set) == 4000
    assert "home folder" in capsys.readouterr().out
