"""What one sees while a network trains."""

import contextlib
import io
import signal
import subprocess
import sys
import time

import jupyter_client
import pytest

from scratchcnn import History, train
from scratchcnn.training import progress


class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_a_bar_in_the_terminal(tiny_network, tiny_set):
    with contextlib.redirect_stderr(Terminal()) as screen:
        history = train(tiny_network(), tiny_set(8), tiny_set(4), epochs=2, batch_size=4, workers=1)
    last = screen.getvalue().rstrip().split("\r")[-1]
    assert "4/4" in last
    assert "loss" in last
    assert f"test accuracy {history.test_accuracies[-1]:.2%}" in last
    assert screen.getvalue().endswith("\n")  # what is printed next has a line of its own


def test_the_bar_is_closed_after_an_error(tiny_network, tiny_set):
    def fail(step, steps):
        raise ZeroDivisionError

    with contextlib.redirect_stderr(Terminal()) as screen, pytest.raises(ZeroDivisionError):
        train(tiny_network(), tiny_set(8), schedule=fail, workers=1)
    assert screen.getvalue().endswith("\n")


def test_nothing_where_nobody_looks(capsys, tiny_network, tiny_set):
    train(tiny_network(), tiny_set(8), tiny_set(4), workers=1)
    assert capsys.readouterr() == ("", "")


def test_nothing_without_a_place_to_write(tiny_network, tiny_set):
    with contextlib.redirect_stderr(None):  # a program without a console
        assert sys.stderr is None
        assert len(train(tiny_network(), tiny_set(8), workers=1).losses) == 1


def test_the_state_in_a_few_words():
    assert progress.describe(History()) == "starting"
    assert progress.describe(History(losses=[1.0, 0.5])) == "loss 0.7500"
    assert progress.describe(History(losses=[9.0] + [1.0] * 50)) == "loss 1.0000"  # the last 50
    history = History([1.0], test_accuracies=[0.5, 0.9876], seconds=2.0, images=3000)
    assert progress.describe(history) == "loss 1.0000 · test accuracy 98.76% · 1,500 images/s"


LISTENING = """
import signal
signal.signal(signal.SIGINT, signal.default_int_handler)  # a job in the background ignores it
"""
ENDLESS = """
import sys
import time
from scratchcnn import load_mnist, models, train
train_set, test_set = load_mnist()
network = models.cnn()
before = network.layers[1].params["filters"].copy()
print("ready", flush=True)
history = train(network, train_set, epochs=1000, batch_size=16, workers=2)
"""
AFTERWARDS = """
import threading
learnt = (network.layers[1].params["filters"] != before).any()
print(history.interrupted, len(history.losses) > 3, learnt, threading.active_count() < 20)
print(network.predict(test_set.images[:5]).shape, history)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGINT to send")
def test_control_c_in_a_terminal_keeps_what_was_learnt():
    program = subprocess.Popen(
        [sys.executable, "-c", LISTENING + ENDLESS + AFTERWARDS], stdout=subprocess.PIPE, text=True
    )
    while program.stdout.readline() != "ready\n":
        assert program.poll() is None
    time.sleep(2)
    program.send_signal(signal.SIGINT)
    out, _ = program.communicate(timeout=60)
    assert program.returncode == 0
    assert out.startswith("True True True True\n(5,) History(")
    assert "interrupted" in out


def test_the_stop_button_in_a_notebook_keeps_what_was_learnt():
    manager = jupyter_client.KernelManager(kernel_name="python3")
    manager.start_kernel(extra_arguments=["--log-level=ERROR"])
    client = manager.client()
    try:
        client.start_channels()
        client.wait_for_ready(timeout=60)
        seen = []
        client.execute(ENDLESS)
        while len(seen) < 12:  # the curve and the line of progress come one after the other
            message = client.get_iopub_msg(timeout=60)
            assert message["msg_type"] != "error", message["content"]
            if message["msg_type"] in ("stream", "display_data", "update_display_data"):
                seen.append(message)
        manager.interrupt_kernel()
        stdout = io.StringIO()
        reply = client.execute_interactive(
            AFTERWARDS,
            timeout=60,
            output_hook=lambda message: stdout.write(message["content"].get("text", "")),
        )
        assert reply["content"]["status"] == "ok"
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
    kinds = [message["msg_type"] for message in seen]
    assert kinds.count("display_data") == 1  # one picture, updated in place
    picture = seen[kinds.index("display_data")]["content"]
    assert "image/png" in picture["data"]
    assert picture["metadata"]["image/png"]["alt"].startswith("Training loss")
    lines = [message["content"]["text"] for message in seen if message["msg_type"] == "stream"]
    assert any(line.startswith("\rstep ") for line in lines)
    assert "True True True True\n(5,) History(" in stdout.getvalue()
