"""The doctor says what it found, and gives advice only where it would help."""

import importlib

import numpy as np
import pytest

import scratchcnn
from scratchcnn.data import download
from scratchcnn.data.idx import FILES
from scratchcnn.engine.machine import available_cores

doctor = importlib.import_module("scratchcnn.doctor")  # the package has the function


def kernels(monkeypatch, name, kernels, avx512):
    blas = {"name": name, "version": "1", "kernels": kernels}
    monkeypatch.setattr(doctor, "blas_description", lambda: blas)
    monkeypatch.setattr(doctor, "has_avx512", lambda: avx512)
    monkeypatch.delenv("OPENBLAS_CORETYPE", raising=False)


def test_the_report(capsys):
    scratchcnn.doctor()
    report = capsys.readouterr().out
    assert np.__version__ in report
    assert f"{available_cores()} for this process" in report
    assert "the folder in $SCRATCHCNN_DATA" in report
    assert "multiply-adds a second" in report


@pytest.mark.parametrize("chosen", ["Haswell", "Zen"])
def test_kernels_that_leave_avx512_unused(monkeypatch, capsys, chosen):
    kernels(monkeypatch, "openblas", chosen, avx512=True)
    assert doctor.better_kernels() == {"OPENBLAS_CORETYPE": "SkylakeX"}
    scratchcnn.doctor()
    assert "Set OPENBLAS_CORETYPE=SkylakeX before NumPy is imported" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("name", "chosen", "avx512"),
    [("openblas", "SkylakeX", True), ("openblas", "Haswell", False), ("mkl", "Haswell", True)],
)
def test_no_advice_where_nothing_is_better(monkeypatch, capsys, name, chosen, avx512):
    kernels(monkeypatch, name, chosen, avx512)
    assert doctor.better_kernels() == {}
    scratchcnn.doctor()
    assert "Nothing here holds the course back" in capsys.readouterr().out


def test_a_choice_of_ones_own_is_left_alone(monkeypatch):
    kernels(monkeypatch, "openblas", "Haswell", avx512=True)
    monkeypatch.setenv("OPENBLAS_CORETYPE", "Haswell")
    assert doctor.better_kernels() == {}


def test_which_data_would_be_taken(monkeypatch, tmp_path):
    monkeypatch.delenv("SCRATCHCNN_DATA")
    monkeypatch.setattr(download, "cache_folder", lambda name: tmp_path)
    assert "none yet" in doctor.data_found()
    for file in FILES:
        (tmp_path / file).touch()
    assert "in the cache" in doctor.data_found()


def test_a_speed_that_a_processor_can_have():
    assert 1e7 < doctor.matrix_product_speed(0.01) < 1e13


def test_a_data_folder_that_load_mnist_could_not_read(monkeypatch, capsys, tmp_path):
    monkeypatch.setenv("SCRATCHCNN_DATA", str(tmp_path))
    for file in FILES[1:]:
        (tmp_path / file).touch()
    scratchcnn.doctor()
    report = capsys.readouterr().out
    assert f"$SCRATCHCNN_DATA is {tmp_path}, and {FILES[0]} is missing there." in report
    assert FILES[1] not in report


def test_a_cache_that_cannot_be_looked_into(monkeypatch, tmp_path):
    monkeypatch.delenv("SCRATCHCNN_DATA")
    monkeypatch.setattr(download, "cache_folder", lambda name: tmp_path / ("x" * 1000))
    assert "none yet" in doctor.data_found()
