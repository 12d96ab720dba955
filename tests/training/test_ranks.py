"""Training on the ranks of MPI: the same run as in one process, and nobody is left waiting."""

import importlib.util
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

import scratchcnn
from scratchcnn import cluster

HERE = Path(__file__).parent
MPIEXEC = shutil.which("mpiexec", path=f"{Path(sys.executable).parent}{os.pathsep}{os.defpath}")
PATIENCE = 120  # seconds, for a machine with much to do: a run that hangs is an error, not a wait

needs_mpi = pytest.mark.skipif(
    importlib.util.find_spec("mpi4py") is None or MPIEXEC is None,
    reason='mpi4py or mpiexec is missing: pip install "scratchcnn[cluster]"',
)


def launch(ranks, program, *arguments, answers, before=(), options=()):
    package, tools = Path(scratchcnn.__file__).parents[1], HERE.parents[1] / "tools"
    environment = os.environ | {
        "ANSWERS": str(answers),
        "PYTHONPATH": f"{package}{os.pathsep}{tools}",
        "OPENBLAS_NUM_THREADS": "1",
    }
    words = [*before, MPIEXEC, *options, "-n", ranks, sys.executable, *program, *arguments]
    return subprocess.Popen(
        [str(word) for word in words],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )


def output_of(process):
    """What it has printed, at its end; a run that hangs is ended here."""
    try:
        return process.communicate(timeout=PATIENCE)[0]
    except subprocess.TimeoutExpired:
        process.terminate()
        pytest.fail(f"not at its end after {PATIENCE} s: {process.communicate()[0]}")


@pytest.fixture
def on(tmp_path):
    """A function that runs a program of ranks_program.py on so many ranks: a list, what each rank
    has answered.
    """

    def on(ranks, *arguments, **others):
        answers = tmp_path / "answers.json"
        program = [HERE / "ranks_program.py"]
        process = launch(ranks, program, *arguments, answers=answers, **others)
        printed = output_of(process)
        assert process.returncode == 0, printed
        return json.loads(answers.read_text())

    return on


def differences(first, second):
    return np.abs(np.array(first) - np.array(second))


@needs_mpi
@pytest.mark.parametrize("ranks", [1, 2, 3, 4])
def test_any_number_of_ranks_ends_where_one_process_ends(on, ranks):
    of_ranks = on(ranks, "twenty_steps", "float64")
    first, again, alone = of_ranks[0]
    assert len(first["losses"]) == 20
    assert differences(first["weights"], alone["weights"]).max() < 1e-12
    assert differences(first["losses"], alone["losses"]).max() < 1e-12
    assert first["accuracies"] == alone["accuracies"]
    assert first["bits"] == again["bits"], "bit for bit from run to run"
    assert {answer[0]["bits"] for answer in of_ranks} == {first["bits"]}, "the same on all ranks"


@needs_mpi
def test_a_rank_without_an_image_takes_part(on):
    first, again, alone = on(4, "twenty_steps", "float64", 19)[0]  # a last batch of one image
    assert differences(first["weights"], alone["weights"]).max() < 1e-12
    assert first["accuracies"] == alone["accuracies"]
    assert first["bits"] == again["bits"]


@needs_mpi
@pytest.mark.parametrize(("dtype", "tolerance"), [("float64", 1e-12), ("float32", 1e-6)])
def test_the_engine_shares_out_as_well(on, dtype, tolerance):
    together, alone = on(2, "the_cnn", dtype)[0]
    assert len(together["losses"]) == 20
    assert differences(together["weights"], alone["weights"]).max() < tolerance


@needs_mpi
def test_the_weights_of_rank_0_are_sent_to_all(on):
    answers = on(3, "weights_of_rank_0")
    assert len({answer["bits"] for answer in answers}) == 1
    assert (
        differences(answers[0]["weights"], on(1, "weights_of_rank_0")[0]["weights"]).max() < 1e-12
    )


@needs_mpi
@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("seed", "the same seed on all ranks, got 5 on rank 0 and 7 on rank 1"),
        ("data", "the same train_set on all ranks, got 22 images"),
        (
            "network",
            "the same layer 1 on all ranks, got Division(divisor=255.0), float64 on rank 0",
        ),
        ("momentum", "the same optimizer on all ranks, got SGD {'momentum': 0.9"),
        ("package", "the same version of scratchcnn on all ranks"),
    ],
)
def test_ranks_that_start_different_runs_are_refused(on, name, words):
    answers = on(3, "different", name)
    assert len(set(answers)) == 1, "all ranks are told the same"
    assert words in answers[0]
    assert answers[0].startswith("ValueError: communicator: expected")


@needs_mpi
def test_a_wrong_argument_on_one_rank_ends_all(on):
    mine = "batch_size: expected a whole number from 1, got 0"
    told = f"RuntimeError: rank 1 of 3 stopped: ValueError: {mine}"
    assert on(3, "different", "arguments") == [told, f"ValueError: {mine}", told]


@needs_mpi
@pytest.mark.parametrize("program", ["error_on_one_rank", "error_while_testing"])
def test_an_error_on_one_rank_ends_all(on, program):
    told = "RuntimeError: rank 1 of 3 stopped: OSError: the disk is full"
    assert on(3, program) == [told, "OSError: the disk is full", told]


@needs_mpi
def test_what_is_not_finite_ends_all_with_the_same_words(on):
    answers = on(3, "not_finite")
    assert len(set(answers)) == 1
    assert answers[0].startswith("FloatingPointError: the loss of step")


@needs_mpi
def test_a_layer_that_must_see_the_whole_batch_is_refused(on):
    answers = on(2, "own_layer")
    assert len(set(answers)) == 1
    assert "runs as it was written, on whole batches, and each of 2 ranks has only" in answers[0]
    assert on(1, "own_layer") == [None]


@needs_mpi
def test_what_is_no_communicator_is_refused(on):
    assert all(
        "communicator: expected one of mpi4py" in each for each in on(1, "not_a_communicator")[0]
    )


def test_a_communicator_needs_no_mpi_to_be_refused(tiny_network, tiny_set):
    with pytest.raises(ValueError, match="communicator: expected one of mpi4py"):
        scratchcnn.train(tiny_network(), tiny_set(4), communicator="world")


@needs_mpi
@pytest.mark.parametrize("ranks", [1, 2, 4])
def test_a_run_of_three_ranks_goes_on_with_another_number(on, tmp_path, ranks):
    path = tmp_path / "run.npz"
    answers = on(3, "half_a_run", path)
    assert answers[0] == "RuntimeError: rank 2 of 3 stopped: RuntimeError: out of memory"
    whole = on(1, "whole_run", tmp_path / "whole.npz")[0]
    for answer in on(ranks, "whole_run", path):
        assert len(answer["losses"]) == 20
        assert differences(answer["weights"], whole["weights"]).max() < 1e-12
        assert differences(answer["losses"], whole["losses"]).max() < 1e-12


@needs_mpi
def test_ctrl_c_on_one_rank_stops_all_after_the_same_step(on, tmp_path):
    path = tmp_path / "run.npz"
    answers = on(3, "interrupted", path)
    assert len(set(map(tuple, answers))) == 1, "the same step, the same weights"
    interrupted, steps, _ = answers[0]
    assert interrupted
    assert steps == 8
    assert len(on(2, "whole_run", path)[0]["losses"]) == 20


@needs_mpi
@pytest.mark.parametrize("rank", [0, 2])
def test_a_killed_rank_ends_all_and_the_run_goes_on(on, tmp_path, rank):
    path = tmp_path / "run.npz"
    process = launch(3, [HERE / "ranks_program.py"], "endless", path, answers=tmp_path / "none")
    wait_for(path.exists)
    time.sleep(0.5)  # some steps of twenty, which take five seconds
    processes = [int((tmp_path / f"run.npz.{each}").read_text()) for each in range(3)]
    os.kill(processes[rank], signal.SIGKILL)
    printed = output_of(process)
    assert process.returncode != 0
    assert "EXIT CODE: 9" in printed or "signal 9" in printed
    wait_for(lambda: not any(map(is_running, processes)))
    assert len(on(2, "whole_run", path)[0]["losses"]) == 20


def wait_for(condition):
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.05)


def is_running(process):
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


# Two hosts on one machine

LIKE_SSH = """#!/bin/sh
while [ "${1#-}" != "$1" ]; do shift; done
host=$1; shift
exec ip netns exec NAME-${host##*.} sh -c "$*"
"""


@pytest.fixture
def two_hosts(tmp_path):
    """Two network namespaces with a cable of 100 Mbit/s between them: what `launch` needs to start
    one rank on each. MPICH starts them with a program that takes its arguments as ssh does.

    What `burst` allows goes through at full speed, so it is small; and nothing is ever dropped.
    """
    name = f"ranks-{os.getpid()}"
    hosts = [f"{name}-{each}" for each in (1, 2)]
    like_ssh = tmp_path / "like_ssh"
    like_ssh.write_text(LIKE_SSH.replace("NAME", name))
    like_ssh.chmod(0o755)
    cable = [f"ip netns add {host}" for host in hosts]
    cable.append(f"ip link add cable netns {hosts[0]} type veth peer name cable netns {hosts[1]}")
    for number, host in enumerate(hosts, start=1):
        cable.append(f"ip -n {host} link set lo up")
        cable.append(f"ip -n {host} address add 10.77.0.{number}/24 dev cable")
        cable.append(f"ip -n {host} link set cable up")
        slow = "tbf rate 100mbit burst 16kb limit 20mb"
        cable.append(f"ip netns exec {host} tc qdisc add dev cable root {slow}")
    try:
        for command in cable:
            done = subprocess.run(command.split(), capture_output=True, text=True)
            if done.returncode:
                pytest.skip(f"two hosts on one machine: {command}: {done.stderr.strip()}")
        wait_for(lambda: all(map(cable_is_up, hosts)))
        addresses = ["10.77.0.1", "10.77.0.2"]
        launcher = ["-launcher", "ssh", "-launcher-exec", like_ssh, "-localhost", addresses[0]]
        network = ["-genv", "FI_PROVIDER", "tcp", "-genv", "MPIR_CVAR_CH4_NETMOD", "ofi"]
        yield {
            "before": f"ip netns exec {hosts[0]}".split(),
            "options": [*launcher, "-hosts", ",".join(addresses), "-ppn", "1", *network],
        }
    finally:
        for host in hosts:
            subprocess.run(["ip", "netns", "delete", host], capture_output=True)


def cable_is_up(host):
    """Linux says so up to a second after it was asked for. Until then MPICH takes the host's other
    network, `lo`, which leads nowhere; that rank ends, and the other waits for it for ever.
    """
    command = f"ip -n {host} link show cable"
    return " state UP " in subprocess.run(command.split(), capture_output=True, text=True).stdout


needs_two_hosts = pytest.mark.skipif(
    not os.environ.get("TWO_HOSTS"),
    reason="two hosts on one machine: set TWO_HOSTS=1, on Linux, as root",
)


@needs_mpi
@needs_two_hosts
def test_two_hosts_with_a_slow_cable_end_with_equal_weights(on, two_hosts):
    answers = on(2, "the_cnn", "float64", **two_hosts)
    together, alone = answers[0]
    assert differences(together["weights"], alone["weights"]).max() < 1e-12
    assert {answer[0]["bits"] for answer in answers} == {together["bits"]}
    sent = bytes_sent(two_hosts["before"])
    assert sent > 20 * 8 * len(together["weights"]) / 2, "the gradients went through the cable"


@needs_mpi
@needs_two_hosts
def test_the_model_predicts_a_step_with_a_slow_cable(on, two_hosts):
    """A matter of times, and yet not of this machine's: the cable takes nine tenths of a step."""
    predicted, measured = on(2, "predicted_and_measured", **two_hosts)[0]
    assert 0.75 < measured / predicted < 1.25


def bytes_sent(on_host):
    """Through the cable, by this host."""
    command = [*on_host, "cat", "/proc/net/dev"]
    rows = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    (cable,) = [row.split(":")[1].split() for row in rows if row.strip().startswith("cable:")]
    return int(cable[8])


# From a shell

SHORT = ("--network", "mlp", "--images", 512, "--epochs", 2)


@needs_mpi
def test_from_a_shell_one_rank_speaks(tmp_path):
    program, saved = ["-m", "scratchcnn.cluster"], tmp_path / "mlp.npz"
    process = launch(2, program, *SHORT, "--save", saved, answers=tmp_path / "none")
    printed = output_of(process)
    assert process.returncode == 0, printed
    assert printed.count("\n") == 2, "where the digits are from, and how it ended"
    assert "16 steps" in printed
    assert "2 ranks × 1 threads" in printed
    assert scratchcnn.Network.load(saved).num_parameters == scratchcnn.models.mlp().num_parameters


@needs_mpi
def test_from_a_shell_an_error_is_one_line(tmp_path):
    program = ["-m", "scratchcnn.cluster", "--batch-size", 0]
    process = launch(3, program, *SHORT, answers=tmp_path / "none")
    printed = output_of(process)
    assert process.returncode != 0
    assert printed.count("batch_size: expected a whole number from 1, got 0") == 1


@needs_mpi
def test_from_a_shell_ctrl_c_keeps_what_was_learnt(tmp_path):
    path = tmp_path / "run.npz"
    program = [
        "-m",
        "scratchcnn.cluster",
        "--epochs",
        500,
        "--network",
        "mlp",
        "--checkpoint",
        path,
    ]
    process = launch(2, program, answers=tmp_path / "none")
    wait_for(path.exists)
    time.sleep(0.5)
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does
    printed = output_of(process)
    assert 0 <= printed.find(f"{path}: {cluster.KEPT}") < printed.find("interrupted: ")
    assert "Traceback" not in printed


def test_without_mpi_the_command_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "mpi4py", None)
    with pytest.raises(SystemExit, match="mpi4py is missing"):
        cluster.main([])
