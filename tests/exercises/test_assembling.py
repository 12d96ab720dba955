"""The network of the reader's own layers: whose rows they are, how it starts, and who trains it."""

import inspect
import math
import re

import numpy as np
import pytest

from scratchcnn import (
    SoftmaxCrossEntropy,
    WarmupCosine,
    check_gradients,
    exercises,
    models,
    train,
)
from scratchcnn.exercises import assembling, my_layers, training_mine
from scratchcnn.exercises.checking import Verdict
from scratchcnn.exercises.my_layers import ANSWERS, FILE, PREAMBLE
from scratchcnn.exercises.write_class import WriteClass
from scratchcnn.training import progress

SOURCES = {
    "start_here.layer": """
class Division(Layer):
    def __init__(self, divisor):
        self.divisor = divisor

    def forward(self, x):
        return x / np.float32(self.divisor)

    def backward(self, d_out):
        return d_out / np.float32(self.divisor)
""",
    "convolution.layer": """
class Convolution(Layer):
    def __init__(self, in_channels, out_channels, kernel_size=3, padding=1, *, rng=None):
        rng, shape = rng or np.random.default_rng(), (kernel_size, kernel_size)
        filters = rng.standard_normal((*shape, in_channels, out_channels))
        self.filters = self.params["filters"] = filters.astype(np.float32)
        self.padding = padding

    def forward(self, x):
        p, k = self.padding, len(self.filters)
        self.padded = np.pad(x, ((0, 0), (p, p), (p, p), (0, 0)))
        self.height, self.width = x.shape[1] + 2 * p - k + 1, x.shape[2] + 2 * p - k + 1
        return sum(part @ self.filters[i, j] for i, j, part in self.parts(self.padded))

    def backward(self, d_out):
        self.grads["filters"] = np.zeros_like(self.filters)
        d_padded = np.zeros_like(self.padded)
        for (i, j, part), (_, _, d_part) in zip(self.parts(self.padded), self.parts(d_padded)):
            self.grads["filters"][i, j] = np.tensordot(part, d_out, ([0, 1, 2], [0, 1, 2]))
            d_part += d_out @ self.filters[i, j].T
        return d_padded[:, self.padding : -self.padding, self.padding : -self.padding]

    def parts(self, x):
        for i, j in np.ndindex(self.filters.shape[:2]):
            yield i, j, x[:, i : i + self.height, j : j + self.width]
""",
    "addition.layer": """
class Addition(Layer):
    def __init__(self, shape):
        self.params["bias"] = np.zeros(shape, np.float32)

    def forward(self, x):
        return x + self.params["bias"]

    def backward(self, d_out):
        self.grads["bias"] = d_out.sum(axis=0)
        return d_out
""",
    "relu.layer": '''
class ReLU(Layer):
    """max(x, 0),

    for any shape"""

    def forward(self, x):
        self.active = x > 0  # kept

        return x * self.active

    # and back
    def backward(self, d_out):
        "what was positive"
        return d_out * self.active
''',
    "dense.layer": """
class Dense(Layer):
    def __init__(self, in_features, out_features, *, rng=None):
        self.params["weights"] = np.ones((in_features, out_features), np.float32)
        self.params["bias"] = np.ones(out_features, np.float32)

    def forward(self, x):
        self.x = x
        return x @ self.params["weights"] + self.params["bias"]

    def backward(self, d_out):
        self.grads["weights"], self.grads["bias"] = self.x.T @ d_out, d_out.sum(axis=0)
        return d_out @ self.params["weights"].T
""",
    "softmax_cross_entropy.loss": """
class SoftmaxCrossEntropy:
    def forward(self, logits, labels):
        e = np.exp(logits - logits.max(axis=1, keepdims=True))
        self.p, self.labels = e / e.sum(axis=1, keepdims=True), labels
        return float(-np.log(self.p[np.arange(len(labels)), labels]).mean())

    def backward(self):
        d_logits = self.p.copy()
        d_logits[np.arange(len(self.labels)), self.labels] -= 1
        return d_logits / len(self.labels)
""",
    "gradient_descent.optimizer": """
class SGD:
    def __init__(self, learning_rate, momentum=0.9):
        self.learning_rate, self.momentum, self.velocities = learning_rate, momentum, {}

    def step(self, network):
        for row, layer in enumerate(network.layers):
            for name, parameter in layer.params.items():
                v = self.velocities.setdefault((row, name), np.zeros_like(parameter))
                v[...] = self.momentum * v + layer.grads[name]
                parameter -= self.learning_rate * v
""",
    "gradient_descent.training_loop": """
def train_one_epoch(network, loss, optimizer, images, labels, batch_size, rng):
    order, losses = rng.permutation(len(images)), []
    for start in range(0, len(images), batch_size):
        batch = order[start : start + batch_size]
        losses.append(loss.forward(network.forward(images[batch]), labels[batch]))
        network.backward(loss.backward())
        optimizer.step(network)
    return losses
""",
}
TRAINING = [name for name in SOURCES if not name.endswith(".layer")]
LAYERS = [name for name in SOURCES if name.endswith(".layer")]


@pytest.fixture(autouse=True)
def judged(folder, monkeypatch):
    """A judge to whom all is right in which nobody wrote WRONG; the list of what was judged."""
    names = []

    def examine(name, answer):
        names.append(name)
        wrong = "WRONG" in inspect.getsource(answer)
        return Verdict("wrong" if wrong else "right", f"{name}\nIt returns nothing.")

    monkeypatch.setattr(my_layers, "examine", examine)
    return names


@pytest.fixture
def written(folder):
    """A function that writes my_layers.py."""

    def write(names, change=lambda text: text):
        parts = [PREAMBLE, *(f"# %% {name}{SOURCES[name]}" for name in names)]
        (folder / FILE).write_text(change("\n\n\n".join(parts)), "utf-8")

    return write


def same_parameters(one, other):
    pairs = zip(one.layers, other.layers, strict=True)
    return all(
        layer.params.keys() == theirs.params.keys()
        and all(np.array_equal(layer.params[name], theirs.params[name]) for name in layer.params)
        for layer, theirs in pairs
    )


# Assembled


@pytest.mark.parametrize("names", [[], ["relu.layer"], list(SOURCES)])
def test_it_starts_as_the_networks_of_the_course(written, sample, names):
    written(names)
    mine, images = exercises.my_network(seed=3), sample[1].images[:5]
    assert same_parameters(mine, models.cnn(3)) and not same_parameters(mine, models.cnn(4))
    np.testing.assert_allclose(
        mine.forward(images), models.cnn(3).forward(images), rtol=1e-4, atol=1e-5
    )
    assert mine.forward(images).dtype == np.float32


def test_two_networks_have_nothing_in_common(written, sample):
    written(list(SOURCES))
    one, two = exercises.my_network(0), exercises.my_network(0)
    for layer in two.layers:
        for parameter in layer.params.values():
            parameter += 1
    assert same_parameters(one, models.cnn())
    one.predict(sample[1].images[:2])  # without a warning
    assert one.yours["relu.layer"].calls and not two.yours["relu.layer"].calls


def test_its_gradients(written):
    written(LAYERS)
    images = np.random.default_rng(0).integers(0, 256, (2, 28, 28, 1), dtype=np.uint8)
    assert check_gradients(exercises.my_network(), images, np.array([3, 7]), samples=3)


def test_the_usual_names_are_those_of_the_exercises():
    known = {name: exercises.find(name) for name in exercises.names()}
    classes = {name: each.right for name, each in known.items() if isinstance(each, WriteClass)}
    for lesson in ("automatic_differentiation", "layers_of_your_own"):  # not in this network
        classes = {name: right for name, right in classes.items() if not name.startswith(lesson)}
    assert {name: right.__name__ for name, right in classes.items()} == ANSWERS


def test_whose_rows_they_are(written):
    written(LAYERS)
    assert exercises.my_network().summary().by == [
        *("you", "you", "you", "you", "scratchcnn"),
        *("you", "you", "you", "scratchcnn"),
        *("you", "you", "you"),
        *("scratchcnn", "you", "you", "you", "scratchcnn"),
    ]


@pytest.mark.parametrize(
    ("names", "words"),
    [
        ([], "0 of 17 rows are yours."),
        (["start_here.layer"], "1 of 17 rows is yours."),
        (["relu.layer"], "4 of 17 rows are yours."),
        (["relu.layer", "softmax_cross_entropy.loss"], "5 of 17 rows are yours."),
        (["gradient_descent.optimizer"], "0 of 17 rows are yours, and SGD."),
        (list(SOURCES), "14 of 17 rows are yours, and SGD, and train_one_epoch."),
    ],
)
def test_the_table(written, names, words):
    written(names)
    table, ours = exercises.my_network().summary(), models.cnn().summary()
    assert table.cells == [
        (*row, who) for row, who in zip(ours.cells, ["", *table.by], strict=True)
    ]
    assert (table.heading, table.total) == ((*ours.heading, "by"), (*ours.total, ""))
    assert str(exercises.my_network()).splitlines()[-1] == words
    html = exercises.my_network()._repr_html_()
    assert html.count(">you<") == table.by.count("you")
    assert f"<p>{words}</p>" in html


def test_a_layer_of_the_readers_that_was_put_in_later(written):
    written([])
    mine = exercises.my_network()
    mine.layers[3] = type("ReLU", (models.ReLU,), {"__module__": "__main__"})()
    assert mine.summary().by[3] == "you"


def test_other_names_and_helpers_below(written):
    written(["relu.layer"], lambda text: text.replace("class ReLU", "class Mine"))
    assert [row.layer for row in exercises.my_network().summary().rows].count("Mine") == 4
    written(["relu.layer"], lambda text: text + "\n\ndef helper(x):\n    return x\n")
    assert [row.layer for row in exercises.my_network().summary().rows].count("ReLU") == 4


def test_parts_of_other_exercises_are_left_alone(written):
    written(["relu.layer"], lambda text: text + "\n\n# %% my.thoughts\nraise KeyError\n")
    assert exercises.my_network().yours.keys() == {"relu.layer"}


# Checked


def test_what_was_judged_is_judged_again_only_if_it_changes(written, judged):
    written(["relu.layer", "dense.layer"])
    exercises.my_network()
    assert sorted(judged) == ["dense.layer", "relu.layer"]
    exercises.my_network()
    assert len(judged) == 2
    written(["relu.layer", "dense.layer"], lambda text: text.replace("# kept", "# and kept"))
    exercises.my_network()
    assert judged[2:] == ["relu.layer"]


@pytest.mark.parametrize(
    ("name", "where"),
    [
        ("start_here.layer", "row 1, Division"),
        ("relu.layer", "row 4, ReLU"),
        ("dense.layer", "row 14, Dense"),
        ("softmax_cross_entropy.loss", "row 17, SoftmaxCrossEntropy"),
        ("gradient_descent.optimizer", "SGD"),
        ("gradient_descent.training_loop", "train_one_epoch"),
    ],
)
def test_what_is_wrong_now_is_named(written, name, where):
    written([name])
    exercises.my_network()
    written([name], lambda text: re.sub("(def .*)", r"\1  # WRONG", text))
    message = (
        f"{where}, from my_layers.py: It returns nothing. Mend it there, or take the course's: "
        f'exercises.reset("{name}")'
    )
    for _ in range(2):  # it is not taken for right the next time
        with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
            exercises.my_network()


def test_what_cannot_be_run_is_named(written):
    written(["relu.layer", "dense.layer"])
    exercises.my_network()
    written(["relu.layer", "dense.layer"], lambda text: text.replace("x > 0 ", "x > "))
    with pytest.raises(ValueError, match=r"^row 4, ReLU, from my_layers.py: line \d+: invalid syn"):
        exercises.my_network()


# Receipts


def test_a_loss_in_float64_makes_no_gradient_so(sample):
    mine = exercises.my_network()
    mine.forward(sample[0].images[:2])
    mine.backward(np.ones((2, 10)))
    assert {grad.dtype for layer in mine.layers for grad in layer.grads.values()} == {
        np.dtype(np.float32)
    }


def test_calls_in_words():
    assert (
        assembling.calls_in_words({"forward": 1750, "backward": 1}) == "1,750 forward, 1 backward"
    )
    assert assembling.calls_in_words({"step": 2}) == "2 steps"
    assert assembling.calls_in_words({"call": 1}) == "1 call"


def test_calls_are_counted(written, sample):
    written(["relu.layer", "softmax_cross_entropy.loss", "gradient_descent.optimizer"])
    mine, (images, labels) = exercises.my_network(), (sample[1].images[:6], sample[1].labels[:6])
    loss, optimizer = mine.loss(), mine.optimizer(0.01)
    for _ in range(3):
        loss.forward(mine.forward(images), labels)
        mine.backward(loss.backward())
        optimizer.step(mine)
    mine.forward(images)
    assert [row[:3] for row in mine.receipt().cells] == [
        ("ReLU", "4, 8, 12, 15", "16 forward, 12 backward"),
        ("SoftmaxCrossEntropy", "17", "3 forward, 3 backward"),
        ("SGD", "", "3 steps"),
    ]


def test_lines_are_those_of_code(written):
    written(["relu.layer"])
    assert exercises.my_network().yours["relu.layer"].lines == 6
    assert exercises.my_network().receipt().total[-1] == "6"
    assert "isn't trained yet" in str(exercises.my_network().receipt())


def test_a_copy_in_the_packages_layers(written, sample):
    written(list(SOURCES))
    mine, images = exercises.my_network(), sample[1].images[:5]
    for layer in mine.layers:
        for parameter in layer.params.values():
            parameter += np.float32(0.01)
    network = mine.with_package_layers()
    assert all(type(layer).__module__.startswith("scratchcnn.") for layer in network.layers)
    assert same_parameters(mine, network)
    np.testing.assert_allclose(mine.forward(images), network.forward(images), rtol=1e-4, atol=1e-4)
    network.layers[1].params["filters"][...] = 0
    assert mine.layers[1].params["filters"].any()


# Trained


@pytest.fixture
def pace(monkeypatch):
    """A function that says how many seconds learning and reading take, for one digit."""

    def take(learning, reading):
        monkeypatch.setattr(training_mine, "seconds_per_digit", lambda *_: (learning, reading))

    return take


@pytest.fixture
def small(sample, pace):
    """A few digits, for which everybody is fast enough."""
    pace(learning=0.001, reading=0.001)
    train_set, test_set = sample
    return train_set[:96], test_set[:100]


def test_without_anything_of_the_readers_it_is_trained_as_always(small):
    mine, ours = exercises.my_network(seed=1), models.cnn(1)
    history = exercises.train_mine(mine, *small, epochs=2, seed=5, show=False)
    expected = train(ours, *small, epochs=2, seed=5, show=False)
    assert (history.losses, history.test_accuracies) == (expected.losses, expected.test_accuracies)
    assert same_parameters(mine, ours)
    assert mine.receipt().note.startswith("Nothing of it is yours yet")


def test_layers_alone_are_trained_by_train(written, small, monkeypatch):
    written(LAYERS)
    mine = exercises.my_network()
    history = exercises.train_mine(mine, *small, epochs=2, show=False)
    expected = train(models.cnn(), *small, epochs=2, show=False)
    np.testing.assert_allclose(history.losses, expected.losses, rtol=1e-3)
    assert mine.yours["dense.layer"].calls["backward"] == 2 * 2 * 3  # rows, epochs, batches


@pytest.mark.parametrize("missing", [None, *TRAINING])
def test_with_the_readers_own_training(written, small, missing):
    written([name for name in ["relu.layer", *TRAINING] if name != missing])
    mine = exercises.my_network()
    history = exercises.train_mine(mine, *small, epochs=2, batch_size=32, seed=0, show=False)
    assert len(history.losses) == len(history.learning_rates) == 2 * 3
    assert (history.images, history.steps_per_epoch) == (2 * 96, 3)
    assert history.losses[0] == pytest.approx(first_loss(small[0]), rel=1e-4)
    assert history.losses[-1] < history.losses[0]
    assert max(history.learning_rates) > 5 * history.learning_rates[-1] > 0
    right = int((mine.predict(small[1].images) == small[1].labels).sum())
    assert mine.tested == (right, 100) and history.test_accuracies[-1] == right / 100
    calls = {name: yours.calls for name, yours in mine.yours.items()}
    if missing != "softmax_cross_entropy.loss":
        assert calls["softmax_cross_entropy.loss"] == {"forward": 6, "backward": 6}
    if missing != "gradient_descent.optimizer":
        assert calls["gradient_descent.optimizer"] == {"step": 6}
    if missing != "gradient_descent.training_loop":
        assert calls["gradient_descent.training_loop"] == {"call": 2}
    assert mine.receipt().note.endswith(f" lines of yours read {right} of 100 test digits.")


def test_the_readers_own_training_has_a_schedule_and_smoothed_labels_too(written, small):
    written(["softmax_cross_entropy.loss"])
    mine, settings = exercises.my_network(), {"epochs": 2, "smoothing": 0.5, "show": False}
    settings["schedule"] = WarmupCosine(0.02)
    history = exercises.train_mine(mine, *small, **settings)
    assert max(history.learning_rates) == pytest.approx(0.02, rel=0.2)
    expected = train(models.cnn(), *small, **settings)
    without = train(models.cnn(), *small, **settings | {"smoothing": 0})
    np.testing.assert_allclose(history.losses, expected.losses, rtol=1e-3)
    assert abs(without.losses[-1] / expected.losses[-1] - 1) > 0.01


def first_loss(train_set):
    batch = np.random.default_rng(0).permutation(len(train_set))[:32]
    logits = models.cnn(0).forward(train_set.images[batch])
    return SoftmaxCrossEntropy().forward(logits, train_set.labels[batch])


def test_the_learning_rate_is_set_before_each_step(written, small):
    step = "    def step(self, network):\n"
    written(
        ["gradient_descent.optimizer"],
        lambda text: text.replace(step, f"{step}        used.append(self.learning_rate)\n").replace(
            "class SGD", "used = []\n\n\nclass SGD"
        ),
    )
    mine = exercises.my_network()
    history = exercises.train_mine(mine, *small, show=False)
    used = inspect.getmodule(mine.yours["gradient_descent.optimizer"].answer).used
    assert used == history.learning_rates and len(set(used)) == 3


def test_an_optimizer_without_a_learning_rate_that_can_be_set(written, small):
    written(
        ["gradient_descent.optimizer"], lambda text: text.replace("self.learning_rate", "self.lr")
    )
    mine = exercises.my_network()
    history = exercises.train_mine(mine, *small, show=False)
    assert set(history.learning_rates) == {training_mine.RATE}


def test_own_layers_know_when_they_learn(written, small):
    change = "self.active = x > 0"
    written(
        ["relu.layer", "gradient_descent.training_loop"],
        lambda text: text.replace(change, f"{change}\n        seen.append(self.training)").replace(
            "class ReLU", "seen = []\n\n\nclass ReLU"
        ),
    )
    mine = exercises.my_network()
    seen = inspect.getmodule(mine.yours["relu.layer"].answer).seen
    exercises.train_mine(mine, small[0][:32], small[1], show=False)
    assert set(seen[-4:]) == {False}  # the test
    assert seen[-8:-4] == [True] * 4  # the only step


def test_progress_is_shown_while_their_loop_runs(written, small, monkeypatch):
    written(["gradient_descent.training_loop"])
    seen = []

    class Progress(progress.NoProgress):
        def __init__(self, history, steps):
            self.history, self.steps = history, steps

        def step(self):
            seen.append((len(self.history.losses), self.steps))

    monkeypatch.setattr(progress, "in_notebook", lambda: True)
    monkeypatch.setattr(progress, "NotebookProgress", Progress)
    exercises.train_mine(exercises.my_network(), *small, epochs=2)
    assert seen == [(number, 6) for number in range(1, 7)]


def test_the_stop_button_keeps_what_was_learnt(written, small):
    stop = """        optimizer.step(network)
        if len(losses) == 2:
            raise KeyboardInterrupt"""
    written(
        ["gradient_descent.training_loop"],
        lambda text: text.replace("        optimizer.step(network)", stop),
    )
    mine = exercises.my_network()
    history = exercises.train_mine(mine, *small, epochs=2, show=False)
    assert history.interrupted and len(history.losses) == 2
    assert not same_parameters(mine, models.cnn())
    assert mine.tested[1] == 100


def test_a_loss_that_explodes_names_the_row(written, small):
    written(
        ["relu.layer", "gradient_descent.training_loop"],
        lambda text: text.replace("return x * self.active", "return x * self.active * np.inf"),
    )
    mine = exercises.my_network()
    with np.errstate(all="ignore"), pytest.raises(FloatingPointError, match=r"row 4, ReLU\(\)"):
        exercises.train_mine(mine, *small, show=False)


def test_another_network_is_refused(small):
    with pytest.raises(ValueError, match=r"^mine: expected exercises.my_network\(\), got Network$"):
        exercises.train_mine(models.cnn(), *small)
    with pytest.raises(ValueError, match=r"^minutes: expected a positive number, got 0$"):
        exercises.train_mine(exercises.my_network(), *small, minutes=0)
    with pytest.raises(ValueError, match=r"^schedule: expected WarmupCosine\(\) .*, got 0\.07$"):
        exercises.train_mine(exercises.my_network(), *small, schedule=0.07)


# As long as one wants to wait


@pytest.mark.parametrize(
    "names", [["relu.layer"], ["relu.layer", "gradient_descent.training_loop"]]
)
def test_slow_layers_get_fewer_digits(written, small, pace, capsys, names):
    written(names)
    pace(learning=2.5, reading=0.5)
    mine = exercises.my_network()
    history = exercises.train_mine(mine, *small, epochs=3, show=False)
    assert (history.images, len(history.losses)) == (48, 2)
    assert mine.tested[1] == 60
    assert capsys.readouterr().out == (
        "3 times 96 digits would take your code 12 minutes. It gets 48 of them, for 2 minutes; "
        "minutes=20 would give it more.\n"
        "It is tested with 60 of 100 digits.\n"
    )


def test_fewer_epochs_come_before_fewer_digits(written, small, pace, capsys):
    written(["relu.layer"])
    pace(learning=0.5, reading=0.01)
    history = exercises.train_mine(exercises.my_network(), *small, epochs=4, show=False)
    assert history.images == 2 * 96
    assert "It gets 2 times 96 of them" in capsys.readouterr().out


def test_nothing_is_left_out_for_what_has_the_same_name(written, small, pace, capsys):
    """140 seconds are "2 minutes", too."""
    written(["relu.layer"])
    pace(learning=140 / (3 * 96), reading=0.01)
    history = exercises.train_mine(exercises.my_network(), *small, epochs=3, show=False)
    assert history.images == 3 * 96 and capsys.readouterr().out == ""


def test_patience(written, small, pace, capsys):
    written(["relu.layer"])
    pace(learning=1, reading=1)
    history = exercises.train_mine(exercises.my_network(), *small, minutes=10, show=False)
    assert history.images == 96 and capsys.readouterr().out == ""


def test_in_a_browser_layers_of_the_package_are_measured_too(small, pace, capsys, monkeypatch):
    monkeypatch.setattr(training_mine, "HAS_THREADS", False)
    pace(learning=0.5, reading=0.5)
    history = exercises.train_mine(exercises.my_network(), *small, epochs=3, show=False, minutes=1)
    assert history.images == 96
    assert capsys.readouterr().out == (
        "3 times 96 digits would take this browser 2 minutes. It gets 96 of them, "
        "for 60 seconds; minutes=10 would give it more.\n"
        "It is tested with 30 of 100 digits.\n"
    )


def test_an_untouched_network_is_measured_as_it_trains(sample, monkeypatch):
    trained = []

    def note(network, digits, **settings):
        trained.append((network, len(digits)))
        train(network, digits, **settings)

    monkeypatch.setattr(training_mine, "train", note)
    mine = exercises.my_network()
    before = [array.copy() for layer in mine.layers for array in layer.params.values()]
    training_mine.seconds_per_digit(mine, sample[0][:40], 32)
    assert {count for _, count in trained} >= {1, 40}
    assert all(network is not mine for network, _ in trained)
    after = [array for layer in mine.layers for array in layer.params.values()]
    assert all(map(np.array_equal, before, after))


def test_layers_of_the_package_alone_are_not_measured(small, pace, capsys):
    pace(learning=1000, reading=1000)
    history = exercises.train_mine(exercises.my_network(), *small, show=False)
    assert history.images == 96 and capsys.readouterr().out == ""


def test_measuring_stops_after_a_second(monkeypatch):
    clock, counts = [0.0], []

    def task(count):
        counts.append(count)
        clock[0] += 0.3 * count + 0.2 * (count == 1)  # one alone is slower

    monkeypatch.setattr(training_mine.time, "perf_counter", lambda: clock[0])
    assert training_mine.measure(task, most=1) == pytest.approx(0.5)
    assert counts == [1, 1]
    assert training_mine.measure(task, most=3) == pytest.approx(0.3)
    assert counts == [1, 1, 1, 1, 2, 3]
    assert training_mine.measure(task, most=100) == pytest.approx(0.3)
    assert counts[6:] == [1, 1, 2, 4]


def test_measuring_leaves_the_network_alone(written, sample):
    written(list(SOURCES))
    mine = exercises.my_network()
    learning, reading = training_mine.seconds_per_digit(mine, sample[0][:20], 8)
    assert 0 < learning < math.inf and 0 < reading < math.inf
    assert same_parameters(mine, models.cnn())
    assert not any(yours.calls for yours in mine.yours.values())


def test_durations_in_words():
    words = {5: "5 seconds", 89: "89 seconds", 91: "2 minutes", 5000: "83 minutes", 6000: "2 hours"}
    assert {seconds: training_mine.duration(seconds) for seconds in words} == words
