"""Network: the table of the original, predictions, own layers, saving and loading."""

import json
import os
import zipfile
from html.parser import HTMLParser

import numpy as np
import pytest

from scratchcnn import (
    SGD,
    Convolution,
    Dataset,
    Dense,
    Division,
    Layer,
    Network,
    ReLU,
    Vectorization,
    check_gradients,
    models,
    train,
)

CNN = [  # layer, size of its output, parameters, multiply-accumulates
    ("Division", "28 × 28 × 1", "", ""),
    ("Convolution", "28 × 28 × 16", "144", "112,896"),
    ("Addition", "28 × 28 × 16", "12,544", ""),
    ("ReLU", "28 × 28 × 16", "", ""),
    ("MaxPooling", "14 × 14 × 16", "", ""),
    ("Convolution", "14 × 14 × 32", "4,608", "903,168"),
    ("Addition", "14 × 14 × 32", "6,272", ""),
    ("ReLU", "14 × 14 × 32", "", ""),
    ("MaxPooling", "7 × 7 × 32", "", ""),
    ("Convolution", "7 × 7 × 64", "18,432", "903,168"),
    ("Addition", "7 × 7 × 64", "3,136", ""),
    ("ReLU", "7 × 7 × 64", "", ""),
    ("Vectorization", "3136", "", ""),
    ("Dense", "100", "313,700", "313,600"),
    ("ReLU", "100", "", ""),
    ("Dense", "10", "1,010", "1,000"),
    ("Softmax", "10", "", ""),
]
MLP = [
    ("Division", "28 × 28 × 1", "", ""),
    ("Vectorization", "784", "", ""),
    ("Dense", "1000", "785,000", "784,000"),
    ("ReLU", "1000", "", ""),
    ("Dense", "100", "100,100", "100,000"),
    ("ReLU", "100", "", ""),
    ("Dense", "10", "1,010", "1,000"),
    ("Softmax", "10", "", ""),
]
TABLES = pytest.mark.parametrize(
    ("build", "rows", "total"),
    [(models.cnn, CNN, ("359,846", "2,233,832")), (models.mlp, MLP, ("886,110", "885,000"))],
    ids=["cnn", "mlp"],
)


def digits(count, seed=0):
    return np.random.default_rng(seed).integers(0, 256, (count, 28, 28, 1), dtype=np.uint8)


# The table


def expected_table(rows, total):
    yield "", "Layer", "Output size", "Parameters", "MACs"
    yield "0", "Input", "28 × 28 × 1", "", ""
    for number, row in enumerate(rows, start=1):
        yield str(number), *row
    yield "", "Total", "", *total


@TABLES
def test_the_table_as_text(build, rows, total):
    lines = str(build().summary()).splitlines()
    assert {line for line in lines if set(line) == {"─"}} == {"─" * len(lines[0])}
    lines = [line for line in lines if set(line) != {"─"}]
    for line, cells in zip(lines, expected_table(rows, total), strict=True):
        assert "  ".join(line.split()) == "  ".join(" ".join(cells).split())
    assert len({len(line) for line in lines}) == 1  # the columns stand below each other


@TABLES
def test_the_table_as_html(build, rows, total):
    class Cells(HTMLParser):
        def __init__(self):
            super().__init__()
            self.rows, self.tags = [], []

        def handle_starttag(self, tag, attributes):
            self.tags.append(tag)
            if tag == "tr":
                self.rows.append([])
            if tag in ("td", "th"):
                self.rows[-1].append("")

        def handle_data(self, data):
            self.rows[-1][-1] += data

    cells = Cells()
    cells.feed(build().summary()._repr_html_())
    assert cells.rows == [list(row) for row in expected_table(rows, total)]
    assert {"table", "thead", "tbody", "tfoot"} <= set(cells.tags)


def test_the_table_as_numbers():
    summary = models.cnn().summary()
    assert (summary.parameters, summary.macs) == (359_846, 2_233_832)
    assert [row.macs for row in summary.rows if row.macs] == [
        *(112_896, 903_168, 903_168, 313_600, 1_000)
    ]
    assert summary.rows[4].shape == (14, 14, 16)


def test_html_is_escaped(tiny_network):
    network = tiny_network(extra=[type("<b>", (ReLU,), {})()])
    assert "<td" in network.summary()._repr_html_()
    assert "<b>" not in network.summary()._repr_html_()


def test_layers_that_do_not_fit_are_named_in_the_table():
    network = Network([Vectorization(), Dense(783, 10)])
    message = r"Dense\(in_features=783, out_features=10\) expects .* N × 783, but got N × 784"
    with pytest.raises(ValueError, match=message):
        network.summary()


# Forward, backward, predictions


@pytest.mark.parametrize("build", [models.cnn, models.mlp])
def test_gradients(build):
    assert check_gradients(build(), digits(2), np.array([3, 7]), samples=4)


def test_gradients_of_a_small_network_entry_by_entry(tiny_network, tiny_set):
    images = tiny_set(3)
    assert check_gradients(tiny_network(), images.images, images.labels, samples=1000)


def test_parameter_gradients_are_those_of_backward(tiny_network, tiny_set):
    network, images = tiny_network(), tiny_set(3).images
    d_logits = np.random.default_rng(0).standard_normal((3, 4)).astype(np.float32)
    network.forward(images)
    assert network.backward(d_logits).shape == images.shape
    expected = [layer.grads for layer in network.layers]
    for layer in network.layers:
        layer.grads = {}
    network.parameter_gradients(d_logits)
    for layer, grads in zip(network.layers, expected, strict=True):
        assert layer.grads.keys() == grads.keys()
        for name, array in grads.items():
            np.testing.assert_array_equal(layer.grads[name], array)


def test_a_network_without_parameters_has_no_gradients():
    network = Network([Vectorization()], (2, 2, 1))
    network.forward(np.ones((1, 2, 2, 1)))
    network.parameter_gradients(np.ones((1, 4)))
    assert network.layers[0].grads == {}


@pytest.mark.parametrize("build", [models.cnn, models.mlp])
@pytest.mark.parametrize("count", [1, 2, 33, 150])
def test_predictions_in_batches_are_those_of_forward(build, count):
    network, images = build().astype(np.float64), digits(count)
    logits = network.forward(images)
    predictions = network.predict(images)
    np.testing.assert_array_equal(predictions, logits.argmax(axis=1))
    assert predictions.shape == (count,)
    assert np.issubdtype(predictions.dtype, np.integer)


class Recorder(Layer):
    """Passes everything on and writes down how many images came at a time."""

    def __init__(self):
        super().__init__()
        self.seen = []

    def forward(self, x):
        self.seen.append(len(x))
        return x.copy()


@pytest.mark.parametrize("place", [0, 4, 8], ids=["first", "in between", "last"])
def test_predictions_come_in_batches_that_fit_into_memory(place, tiny_network, tiny_set):
    network, recorder = tiny_network(), Recorder()
    network.layers.insert(place, recorder)
    network.predict(tiny_set(3000).images)
    assert sum(recorder.seen) == 3000 + len(recorder.seen) - 1  # each begins with the last image
    assert max(recorder.seen) <= 256


def test_probabilities_are_the_softmax_of_the_logits():
    network, images = models.cnn().astype(np.float64), digits(7)
    p, logits = network.predict_proba(images), network.forward(images)
    assert p.shape == (7, 10)
    np.testing.assert_allclose(p.sum(axis=1), 1, rtol=1e-12)
    exponentials = np.exp(logits)
    expected = exponentials / exponentials.sum(axis=1, keepdims=True)
    np.testing.assert_allclose(p, expected, rtol=1e-12)


def test_images_are_left_untouched():
    network, images = models.cnn(), digits(3)
    kept = images.copy()
    images.flags.writeable = False
    network.backward(network.forward(images))
    network.predict(images)
    np.testing.assert_array_equal(images, kept)


def test_two_results_are_independent():
    network, images = models.cnn(), digits(3)
    first = network.forward(images)
    kept = first.copy()
    second = network.forward(255 - images)
    assert not np.shares_memory(first, second)
    np.testing.assert_array_equal(first, kept)


def test_astype_copies_and_replica_shares(tiny_network):
    network = tiny_network()
    copy, replica = network.astype(np.float64), network.replica()
    for ours, copied, shared in zip(network.layers, copy.layers, replica.layers, strict=True):
        for name, array in ours.params.items():
            assert copied.params[name].dtype == np.float64
            assert not np.shares_memory(copied.params[name], array)
            assert shared.params[name] is array
    assert copy.input_shape == replica.input_shape == (6, 6, 1)


def test_a_network_of_the_readers_own_stays_one_in_float64(tiny_network):
    class Own(Network):
        def __init__(self, layers, input_shape):
            super().__init__(layers, input_shape)
            self.last = self.layers[-1]

    network = Own(tiny_network().layers, (6, 6, 1))
    copy = network.astype(np.float64)
    assert type(copy) is Own
    assert copy.last is copy.layers[-1] is not network.last
    assert copy.last.params["weights"].dtype == np.float64
    assert network.last.params["weights"].dtype == np.float32
    with pytest.raises(ValueError, match=r"dtype: expected np.float32 or np.float64, got 'int8'"):
        network.astype("int8")


# A layer that a learner wrote


class Leaky(Layer):
    """x where it is positive, slope · x elsewhere, with a slope for each channel."""

    def __init__(self, channels):
        super().__init__()
        self.params["slope"] = np.full(channels, 0.1, np.float32)

    def forward(self, x):
        self.x = x
        return np.where(x > 0, x, self.params["slope"] * x)

    def backward(self, d_out):
        below = np.where(self.x > 0, 0, d_out)
        self.grads["slope"] = (below * self.x).sum(axis=tuple(range(d_out.ndim - 1)))
        return np.where(self.x > 0, d_out, self.params["slope"] * d_out)


def test_an_own_layer_works_for_everything(tiny_network, tiny_set, tmp_path):
    network, images = tiny_network(), tiny_set(12)
    network.layers[3] = Leaky(3)  # in the place of ReLU
    assert check_gradients(network, images.images, images.labels)
    rows = network.summary().rows
    assert (rows[3].layer, rows[3].shape, rows[3].parameters) == ("Leaky", (6, 6, 3), 3)

    kept = network.layers[3].params["slope"].copy()
    history = train(network, images, images, epochs=15, batch_size=4, workers=2)
    assert history.losses[-1] < history.losses[0]
    assert (network.layers[3].params["slope"] != kept).all()
    assert network.predict(images.images).shape == (12,)

    with pytest.warns(UserWarning, match=r"row 4, Leaky\(\): what it keeps beside its params"):
        network.save(tmp_path / "own.npz")
    other = tiny_network(seed=1)
    other.layers[3] = Leaky(3)
    other.load_parameters(tmp_path / "own.npz")
    np.testing.assert_array_equal(other.forward(images.images), network.forward(images.images))
    with pytest.raises(ValueError, match=r"own.npz: .*unknown layer Leaky: .*load_parameters"):
        Network.load(tmp_path / "own.npz")


def test_a_layer_can_be_taken_out(tiny_network, tiny_set):
    network, images = tiny_network(), tiny_set(12)
    del network.layers[3]
    history = train(network, images, epochs=15, batch_size=4, workers=2)
    assert history.losses[-1] < history.losses[0]


# Saving and loading


def contents(network):
    return {name: array.tobytes() for name, array in network.parameters().items()}


@pytest.mark.parametrize("build", [models.cnn, models.mlp])
def test_save_and_load_are_a_round_trip_bit_for_bit(build, tmp_path):
    network = build(seed=5)
    network.save(tmp_path / "weights.npz")
    loaded = Network.load(tmp_path / "weights.npz")
    assert contents(loaded) == contents(network)
    assert repr(loaded.layers) == repr(network.layers)
    assert loaded.input_shape == network.input_shape
    other = build(seed=6)
    assert contents(other) != contents(network)
    other.load_parameters(tmp_path / "weights.npz")
    assert contents(other) == contents(network)
    np.testing.assert_array_equal(loaded.forward(digits(2)), network.forward(digits(2)))


def test_a_loaded_network_can_be_trained(tiny_network, tiny_set, tmp_path):
    tiny_network().save(tmp_path / "weights.npz")
    loaded = Network.load(tmp_path / "weights.npz")
    before = contents(loaded)
    train(loaded, tiny_set(8), workers=1)
    assert contents(loaded) != before


def test_float64_weights_fit_a_float64_network(tiny_network, tmp_path):
    network = tiny_network().astype(np.float64)
    network.layers[2].params["bias"][...] = 1 / 3
    network.save(tmp_path / "weights.npz")
    other = tiny_network(seed=1).astype(np.float64)
    other.load_parameters(tmp_path / "weights.npz")
    assert contents(other) == contents(network)


def test_the_file_keeps_its_name_and_holds_no_pickle(tiny_network, tmp_path):
    for name in ("weights.npz", "weights", "weights.bin"):
        tiny_network().save(tmp_path / name)
        with np.load(tmp_path / name, allow_pickle=False) as file:
            plan = json.loads(str(file["plan"]))
        assert plan["input_shape"] == [6, 6, 1]
        assert plan["layers"][1][0] == "Convolution"
    assert sorted(os.listdir(tmp_path)) == ["weights", "weights.bin", "weights.npz"]
    tiny_network().save(str(tmp_path / "text.npz"))  # a path may be text
    assert Network.load(str(tmp_path / "text.npz")).num_parameters == tiny_network().num_parameters


def fail(*arguments, **named):
    raise OSError("the disk is full")


def write_half(file, **arrays):
    file.write(b"half a file")
    fail()


@pytest.mark.parametrize(("name", "broken"), [("os.replace", fail), ("numpy.savez", write_half)])
@pytest.mark.parametrize("there_before", [True, False])
def test_a_failed_save_leaves_the_old_file_and_no_litter(
    name, broken, there_before, tiny_network, tmp_path, monkeypatch
):
    path = tmp_path / "weights.npz"
    if there_before:
        tiny_network().save(path)
    before = {name: (tmp_path / name).read_bytes() for name in os.listdir(tmp_path)}
    with monkeypatch.context() as patch:
        patch.setattr(name, broken)
        with pytest.raises(OSError, match="the disk is full"):
            tiny_network(seed=1).save(path)
    assert {name: (tmp_path / name).read_bytes() for name in os.listdir(tmp_path)} == before


def test_saving_into_a_missing_folder_is_an_os_error(tiny_network, tmp_path):
    with pytest.raises(OSError, match="missing"):
        tiny_network().save(tmp_path / "missing" / "weights.npz")


def test_loading_a_missing_file_is_an_os_error(tiny_network, tmp_path):
    for load in (Network.load, tiny_network().load_parameters):
        with pytest.raises(FileNotFoundError, match=r"missing\.npz"):
            load(tmp_path / "missing.npz")


def assert_refused(network, path, message):
    """Network.load and load_parameters both raise, and the network stays as it was."""
    with pytest.raises(ValueError, match=message):
        Network.load(path)
    before = contents(network)
    with pytest.raises(ValueError, match=message):
        network.load_parameters(path)
    assert contents(network) == before


@pytest.fixture
def saved(tiny_network, tmp_path):
    """(path of a saved network, everything that the file contains)"""
    path = tmp_path / "weights.npz"
    tiny_network(seed=1).save(path)
    with np.load(path) as file:
        return path, {name: file[name] for name in file.files}


def test_another_architecture_is_refused(tiny_network, tmp_path):
    network = tiny_network()
    before = contents(network)
    tiny_network(seed=1, extra=[Dense(27, 27)]).save(tmp_path / "other.npz")
    with pytest.raises(ValueError, match=r"other.npz: parameters of another architecture \(see 08"):
        network.load_parameters(tmp_path / "other.npz")
    assert contents(network) == before


def test_another_size_is_refused_and_both_sizes_are_said(tiny_network, tmp_path):
    network, other = tiny_network(), tiny_network(seed=1)
    other.layers[-1] = Dense(27, 5)
    other.save(tmp_path / "other.npz")
    before = contents(network)
    message = r"07_Dense_weights should be floats of 27 × 4, but is float32 of 27 × 5"
    with pytest.raises(ValueError, match=message):
        network.load_parameters(tmp_path / "other.npz")
    assert contents(network) == before  # the rows that would have fitted, too


def test_the_cnn_refuses_the_weights_of_the_mlp(tmp_path):
    models.mlp().save(tmp_path / "mlp.npz")
    with pytest.raises(ValueError, match=r"mlp.npz: parameters of another architecture"):
        models.cnn().load_parameters(tmp_path / "mlp.npz")


def test_a_file_cut_short_is_refused_wherever_it_ends(saved, tiny_network):
    path, _ = saved
    whole = path.read_bytes()
    for size in [0, 1, 4, 30, *range(100, len(whole), 97), len(whole) - 1]:
        path.write_bytes(whole[:size])
        assert_refused(tiny_network(), path, r"weights.npz: not a readable .npz file of arrays \(")


def test_a_damaged_file_is_refused_or_harmless(saved, tiny_network):
    path, _ = saved
    whole = path.read_bytes()
    undamaged = contents(tiny_network(seed=1))
    for place in range(0, len(whole), 11):
        damaged = bytearray(whole)
        damaged[place] ^= 0xFF
        path.write_bytes(damaged)
        network = tiny_network()
        before = contents(network)
        try:
            network.load_parameters(path)
        except (ValueError, OSError):
            assert contents(network) == before
        else:
            assert contents(network) == undamaged, f"byte {place}"  # a date, say


def test_a_pickled_array_is_refused_without_running_it(saved, tiny_network):
    path, arrays = saved

    class Trap:
        def __reduce__(self):
            return os.mkdir, (str(path.parent / "trap"),)

    arrays["07_Dense_bias"] = np.array([Trap()], dtype=object)
    np.savez(path, **arrays)
    assert_refused(tiny_network(), path, r"weights.npz: not a readable .npz file of arrays \(")
    assert os.listdir(path.parent) == ["weights.npz"]


@pytest.mark.parametrize(
    "write",
    [
        lambda path: np.savez(path, a=np.zeros(3), b=np.ones(2)),
        lambda path: np.savez(path),
        lambda path: np.savez(path, plan=np.zeros(3)),
        lambda path: np.savez(path, plan=np.array('{"layers": [["Dense", [1, 2]]]}')),
        lambda path: np.savez(path, plan=np.array('{"layers": [["Layer"]], "input_shape": 3}')),
        lambda path: np.savez(path, plan=np.array("[1, 2]")),
        lambda path: np.savez(
            path, plan=np.array('{"input_shape": [6], "layers": [["SoftmaxCrossEntropy", {}]]}')
        ),
        lambda path: np.savez(
            path, plan=np.array('{"input_shape": [6], "layers": [["__class__", {}]]}')
        ),
    ],
    ids=["names", "empty", "numbers", "list", "row", "no dictionary", "loss", "class"],
)
def test_a_foreign_npz_is_refused(write, tiny_network, tmp_path):
    path = tmp_path / "foreign.npz"
    write(path)
    with pytest.raises(ValueError, match=r"foreign.npz: not a network saved by scratchcnn"):
        Network.load(path)
    with pytest.raises(ValueError, match=r"foreign.npz: parameters of another architecture"):
        tiny_network().load_parameters(path)


def test_what_is_no_npz_at_all_is_refused(tiny_network, tmp_path):
    path = tmp_path / "other.npz"
    message = r"other.npz: not a readable .npz file of arrays"
    path.write_text("hello")
    assert_refused(tiny_network(), path, message)
    with open(path, "wb") as file:
        np.save(file, np.zeros(3))
    assert_refused(tiny_network(), path, message)


def test_entries_that_are_no_arrays_are_refused(saved, tiny_network):
    path, _ = saved
    with zipfile.ZipFile(path) as file:
        entries = {name: file.read(name) for name in file.namelist()}
    entries["07_Dense_bias.npy"] = b"not an array"
    with zipfile.ZipFile(path, "w") as file:
        for name, entry in entries.items():
            file.writestr(name, entry)
    assert_refused(tiny_network(), path, r"weights.npz: .*")


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_nan_and_infinity_are_refused(value, saved, tiny_network):
    path, arrays = saved
    arrays["07_Dense_bias"][2] = value
    np.savez(path, **arrays)
    assert_refused(tiny_network(), path, r"weights.npz: 07_Dense_bias contains NaN or infinity")


def test_numbers_too_large_for_float32_are_refused(saved, tiny_network):
    path, arrays = saved
    arrays["07_Dense_bias"] = np.full(4, 1e300)
    np.savez(path, **arrays)
    assert_refused(tiny_network(), path, r"weights.npz: 07_Dense_bias contains")


@pytest.mark.parametrize("dtype", [np.int64, np.complex64, np.bool_, "U3"])
def test_other_types_are_refused(dtype, saved, tiny_network):
    path, arrays = saved
    arrays["07_Dense_bias"] = arrays["07_Dense_bias"].astype(dtype)
    np.savez(path, **arrays)
    assert_refused(tiny_network(), path, r"07_Dense_bias should be floats of 4, but is .* of 4")


def test_other_shapes_are_not_stretched(saved, tiny_network):
    path, arrays = saved
    arrays["07_Dense_bias"] = np.zeros((1, 4), np.float32)
    np.savez(path, **arrays)
    assert_refused(tiny_network(), path, r"07_Dense_bias should be floats of 4, but is float32 of")


def test_a_missing_parameter_is_refused(saved, tiny_network):
    path, arrays = saved
    del arrays["07_Dense_bias"]
    np.savez(path, **arrays)
    assert_refused(tiny_network(), path, r"another architecture \(see 07_Dense_bias\)")


def test_an_optimizer_keeps_moving_the_loaded_arrays(saved, tiny_network):
    path, arrays = saved
    network = tiny_network()
    parameter = network.layers[-1].params["bias"]
    network.load_parameters(path)
    assert network.layers[-1].params["bias"] is parameter  # replicas that share it stay true
    for layer in network.layers:
        layer.grads = {name: np.ones_like(array) for name, array in layer.params.items()}
    SGD(0.5, momentum=0).step(network)
    np.testing.assert_allclose(parameter, arrays["07_Dense_bias"] - 0.5)


def test_a_network_that_gives_maps_predicts_nothing():
    network = Network([Convolution(1, 3)], (4, 4, 1))
    with pytest.raises(ValueError, match="expected logits N × classes, got 2 × 4 × 4 × 3"):
        network.predict(np.zeros((2, 4, 4, 1)))


def test_what_is_put_into_the_list_later_must_be_layers_too():
    dense = Dense(3, 3)
    network = Network([dense], (3,))
    for wrong, message in ((dense, "row 2 is an earlier row"), (ReLU, "row 2 is a class")):
        network.layers = [dense, wrong]
        with pytest.raises(ValueError, match=message):
            network.predict(np.zeros((1, 3)))


def test_parameters_must_be_arrays(tiny_network, tiny_set):
    network, data = tiny_network(), tiny_set(4)
    network.layers[-1].params["bias"] = np.float32(0.5)
    with pytest.raises(ValueError, match=r"params.'bias'. .* array of floats, got one float32"):
        train(network, data)


def test_parameters_that_cannot_be_set_leave_all_others_alone(saved, tiny_network):
    network = tiny_network()
    last = network.layers[-1].params["bias"]
    last.flags.writeable = False
    before = [array.copy() for array in network.parameters().values()]
    with pytest.raises(ValueError, match="read-only"):
        network.load_parameters(saved[0])
    for array, old in zip(network.parameters().values(), before, strict=True):
        np.testing.assert_array_equal(array, old)


def test_outputs_are_what_every_layer_hands_on(tiny_network, tiny_set):
    network, images = tiny_network(), tiny_set(3).images
    outputs, x = network.outputs(images), images
    assert len(outputs) == len(network.layers)
    for layer, output in zip(network.layers, outputs, strict=True):
        x = layer.forward(x)
        np.testing.assert_array_equal(output, x)


def test_parameters_and_gradients_are_the_arrays_themselves(tiny_network, tiny_set):
    network = tiny_network()
    parameters = network.parameters()
    assert list(parameters) == [
        "02_Convolution_filters", "03_Addition_bias", "07_Dense_weights", "07_Dense_bias",
    ]  # fmt: skip
    assert parameters["07_Dense_bias"] is network.layers[6].params["bias"]
    network.backward(np.ones_like(network.forward(tiny_set(3).images)))
    assert network.gradients()["07_Dense_bias"] is network.layers[6].grads["bias"]
    assert network.gradients().keys() == parameters.keys()


def test_parameters_are_floats(tiny_network):
    network = tiny_network()
    network.layers[-1].params["bias"] = np.zeros(4, int)
    with pytest.raises(ValueError, match=r"row 7, .*an array of floats, got an array of int64"):
        network.parameters()


class PixelsToOne(Network):
    """A network that brings the pixels to [0, 1] on its way in."""

    def as_floats(self, images):
        return super().as_floats(images) / 255


def test_a_subclass_may_prepare_the_images(tiny_set):
    network, images = PixelsToOne([Vectorization(), Dense(36, 4)], (6, 6, 1)), tiny_set(9).images
    expected = network.softmax.forward(network.forward(images))
    np.testing.assert_allclose(network.predict_proba(images), expected, rtol=1e-5)
    assert expected.max() < 0.999  # with pixels up to 255 it would be 1


def test_nothing_is_predicted_from_nan(tiny_network, tiny_set):
    network = tiny_network()
    network.layers[-1].params["weights"][2] = np.nan
    for predict in (network.predict, network.predict_proba):
        with pytest.raises(FloatingPointError, match="expected probabilities, got NaN"):
            predict(tiny_set(3).images)


def test_a_logit_of_minus_infinity_is_a_class_that_cannot_be(tiny_network, tiny_set):
    network = tiny_network()
    network.layers[-1].params["bias"][2] = -np.inf
    assert (network.predict_proba(tiny_set(3).images)[:, 2] == 0).all()


def test_outputs_are_kept_from_a_layer_that_writes_into_what_it_gets(tiny_network, tiny_set):
    class InPlace(ReLU):
        def forward(self, x):
            x[x < 0] = 0
            return x

    images, networks = tiny_set(3).images, [tiny_network(), tiny_network()]
    networks[1].layers[3] = InPlace()
    for expected, found in zip(*(each.outputs(images) for each in networks), strict=True):
        np.testing.assert_array_equal(found, expected)


class Backwards(Network):
    """A network with a forward pass of its own."""

    def forward(self, images):
        return super().forward(images[..., ::-1, :])


def test_outputs_are_those_of_layers_in_a_row(tiny_set):
    network = Backwards([Vectorization(), Dense(36, 4)], (6, 6, 1))
    with pytest.raises(ValueError, match="Backwards: expected a network that runs its layers one"):
        network.outputs(tiny_set(3).images)


# Images from 0 to 1 in a network that divides by 255


def scaled(network):
    """Images for this network, from 0 to 1."""
    return np.random.default_rng(0).random((8, *network.input_shape))


@pytest.mark.parametrize("dtype", [np.float64, np.float32, np.float16])
def test_images_that_are_divided_twice_get_one_warning(dtype, tiny_network):
    network = tiny_network()
    images = scaled(network).astype(dtype)
    data = Dataset(images, np.arange(8) % 4)
    for use in (
        lambda: network.predict(images),
        lambda: train(network, data, data, epochs=2, batch_size=2, show=False),
    ):
        with pytest.warns(UserWarning) as caught:
            use()
        assert len(caught) == 1
        message = str(caught[0].message)
        assert message.startswith("images: the largest number is ")
        assert "and Division(divisor=255.0) divides it once more" in message


def test_images_of_zeros_and_ones_are_warned_of_too(tiny_network):
    network = tiny_network()
    with pytest.warns(UserWarning, match=r"the largest number is 1, and Division"):
        network.predict(scaled(network).round().astype(np.uint8))


@pytest.mark.parametrize(
    "change",
    [
        lambda images: 255 * images,
        lambda images: (255 * images).astype(np.uint8),
        lambda images: 0 * images,  # a black page
        lambda images: 2 * images - 1,  # on both sides of 0
        lambda images: images + 0.1,
    ],
)
def test_other_images_are_not_warned_of(change, tiny_network, recwarn):
    network = tiny_network()
    network.predict(change(scaled(network)))
    assert not recwarn.list


def test_a_network_that_does_not_divide_takes_images_from_0_to_1(tiny_network, recwarn):
    network = tiny_network()
    images = scaled(network)
    for first in ([], [Division(1)], [Division(0.5)]):
        network.layers[:1] = first
        network.predict(images)
        network.layers[: len(first)] = [Division(255)]
    assert not recwarn.list
