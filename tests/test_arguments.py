"""Wrong arguments to everything that a learner calls: what was expected, and what came."""

import math

import numpy as np
import pytest

from scratchcnn import (
    SGD,
    Addition,
    Convolution,
    Dataset,
    Dense,
    Division,
    MaxPooling,
    Network,
    OriginalSchedule,
    ReLU,
    Softmax,
    SoftmaxCrossEntropy,
    Vectorization,
    WarmupCosine,
    check_gradients,
    models,
    numeric_gradient,
    train,
)

IMAGES, LABELS = np.zeros((4, 6, 6, 1), np.uint8), np.array([0, 1, 2, 3])
DATA = Dataset(IMAGES, LABELS)
FIVES = Dataset(IMAGES, [0, 1, 4, 3])  # labels of five classes, for a network of four
LARGE = Dataset(np.zeros((4, 28, 28, 1), np.uint8), LABELS)
NETWORK = Network([Division(255), Vectorization(), Dense(36, 4)], (6, 6, 1))
LAYERS = {  # a layer, and the shape of a batch for it
    "Division": (Division(255), (3, 4)),
    "Convolution": (Convolution(2, 3), (3, 5, 4, 2)),
    "MaxPooling": (MaxPooling(), (3, 4, 6, 2)),
    "Addition": (Addition((4, 2)), (3, 4, 2)),
    "ReLU": (ReLU(), (3, 4)),
    "Vectorization": (Vectorization(), (3, 4, 2)),
    "Dense": (Dense(5, 4), (3, 5)),
    "Softmax": (Softmax(), (3, 4)),
}
EVERY_LAYER = pytest.mark.parametrize(("layer", "shape"), LAYERS.values(), ids=LAYERS)


def with_one(value, shape):
    array = np.zeros(shape)
    array.flat[-1] = value
    return array


WRONG = [  # a call, the message
    # Layers
    (lambda: Division("255"), r"divisor: expected a positive number, got '255'"),
    (lambda: Division(None), r"divisor: expected a positive number, got None"),
    (lambda: Division(True), r"divisor: expected a positive number, got True"),
    (lambda: Division(math.inf), r"divisor: expected a positive number, got inf"),
    (lambda: Division(2j), r"divisor: expected a positive number, got 2j"),
    (lambda: Division(0), r"divisor: expected a positive number, got 0"),
    (lambda: Division(-255), r"divisor: expected a positive number, got -255"),
    (lambda: Division(math.nan), r"divisor: expected a positive number, got nan"),
    (lambda: Convolution(0, 4), r"in_channels: expected a whole number from 1, got 0"),
    (lambda: Convolution(-1, 4), r"in_channels: expected a whole number from 1, got -1"),
    (lambda: Convolution(4, 0), r"out_channels: expected a whole number from 1, got 0"),
    (lambda: Convolution(1, 4.0), r"out_channels: expected a whole number from 1, got 4.0"),
    (lambda: Convolution("1", 4), r"in_channels: expected a whole number from 1, got '1'"),
    (lambda: Convolution(True, 4), r"in_channels: expected a whole number from 1, got True"),
    (lambda: Convolution(1, 4, 3.0), r"kernel_size: expected a whole number from 1, got 3.0"),
    (lambda: Convolution(1, 4, (3, 3)), r"kernel_size: expected a whole .*, got \(3, 3\)"),
    (lambda: Convolution(1, 4, -1), r"kernel_size: expected a whole number from 1, got -1"),
    (lambda: Convolution(1, 4, 2), r"kernel_size: expected 1, 3, 5, … \(odd\), got 2"),
    (lambda: Convolution(1, 4, 4, 0), r"kernel_size: expected 1, 3, 5, … \(odd\), got 4"),
    (lambda: Convolution(1, 4, 3, -1), r"padding: expected a whole number from 0, got -1"),
    (lambda: Convolution(1, 4, 3, "same"), r"padding: expected a whole .*, got 'same'"),
    (lambda: Convolution(1, 4, 3, 3), r"padding: expected 0 to 2, got 3"),
    (lambda: Convolution(1, 4, 3, 4), r"padding: expected 0 to 2, got 4"),
    (lambda: Convolution(1, 4, rng=5), r"rng: expected np.random.default_rng\(…\) .*, got 5"),
    (lambda: Convolution(10**5, 10**5), r"parameters: expected at most 16,777,216 in one array"),
    (lambda: MaxPooling(0), r"size: expected a whole number from 1, got 0"),
    (lambda: MaxPooling(3, 0), r"stride: expected a whole number from 1, got 0"),
    (lambda: MaxPooling(3, 1.5), r"stride: expected a whole number from 1, got 1.5"),
    (lambda: MaxPooling((2, 2)), r"size: expected a whole number from 1, got \(2, 2\)"),
    (lambda: MaxPooling(2, 3), r"stride: expected 1 to size \(2\), got 3"),
    (lambda: MaxPooling(3, 4), r"stride: expected 1 to size \(3\), got 4"),
    (lambda: MaxPooling(3, 5), r"stride: expected 1 to size \(3\), got 5"),
    (lambda: Addition("28"), r"shape: expected sizes from 1, got '28'"),
    (lambda: Addition((28, -1)), r"shape: expected sizes from 1, got \(28, -1\)"),
    (lambda: Addition((3, 0)), r"shape: expected sizes from 1, got \(3, 0\)"),
    (lambda: Addition((-1,)), r"shape: expected sizes from 1, got \(-1,\)"),
    (lambda: Addition(()), r"shape: expected sizes from 1, got \(\)"),
    (lambda: Addition((2.0,)), r"shape: expected sizes from 1, got \(2.0,\)"),
    (lambda: Addition((True, 2)), r"shape: expected sizes from 1, got \(True, 2\)"),
    (lambda: Addition(0), r"shape: expected sizes from 1, got 0"),
    (lambda: Addition(None), r"shape: expected sizes from 1, got None"),
    (lambda: Addition((10**9, 10**9)), r"parameters: expected at most 16,777,216 in one array"),
    (lambda: Dense(0, 4), r"in_features: expected a whole number from 1, got 0"),
    (lambda: Dense(-1, 3), r"in_features: expected a whole number from 1, got -1"),
    (lambda: Dense(3, 0), r"out_features: expected a whole number from 1, got 0"),
    (lambda: Dense(5, None), r"out_features: expected a whole number from 1, got None"),
    (lambda: Dense(5, 4.5), r"out_features: expected a whole number from 1, got 4.5"),
    (lambda: Dense(10**6, 10**6), r"parameters: expected at most .*, got 1000000 × 1000000"),
    (lambda: Dense(5, 4).astype(int), r"dtype: expected np.float32 or np.float64, got <class 'int"),
    (lambda: Dense(5, 4).astype("x"), r"dtype: expected np.float32 or np.float64, got 'x'"),
    (lambda: Dense(5, 4).astype(None), r"dtype: expected np.float32 or np.float64, got None"),
    # Softmax and cross-entropy
    (
        lambda: SoftmaxCrossEntropy().forward(None, [0]),
        r"logits: expected numbers, got NoneType",
    ),
    (
        lambda: SoftmaxCrossEntropy().forward([[1], [2, 3]], [0, 1]),
        r"logits: expected .*, got list",
    ),
    (lambda: SoftmaxCrossEntropy().forward([1.0, 2.0], [0]), r"logits: expected N × cl.*, got 2"),
    (lambda: SoftmaxCrossEntropy().forward(np.zeros((2, 0)), [0, 0]), r"logits: .*, got 2 × 0"),
    (
        lambda: SoftmaxCrossEntropy().forward(np.zeros((2, 3)), [0]),
        r"labels: expected 2, .*, got 1",
    ),
    (
        lambda: SoftmaxCrossEntropy().forward(np.zeros((2, 3)), [[0], [1, 2]]),
        r"labels: .* got list",
    ),
    (lambda: SoftmaxCrossEntropy().forward(np.zeros((2, 3)), None), r"labels: .* got NoneType"),
    (lambda: SoftmaxCrossEntropy().backward(), r"call forward\(logits, labels\) before backward"),
    # Network
    (lambda: Network(Dense(5, 4)), r"layers: expected a list of layers, got Dense\("),
    (lambda: Network([ReLU]), r"layers: row 1 is a class; expected ReLU\(…\)"),
    (lambda: Network([ReLU(), 3]), r"layers: expected a Layer in row 2, got int"),
    (lambda: Network([SoftmaxCrossEntropy()]), r"expected a Layer in row 1, got SoftmaxCrossEnt"),
    (
        lambda: Network([a := ReLU(), a]),
        r"layers: row 2 is an earlier row's ReLU\(\); make another",
    ),
    (lambda: Network([ReLU()], "28"), r"input_shape: expected sizes from 1, got '28'"),
    (lambda: Network([ReLU()], (28, 0)), r"input_shape: expected sizes from 1, got \(28, 0\)"),
    (lambda: Network([ReLU()], None), r"input_shape: expected sizes from 1, got None"),
    (lambda: NETWORK.astype(np.int8), r"dtype: expected np.float32 or np.float64, got <class"),
    (lambda: NETWORK.forward(IMAGES > 0), r"images: expected numbers, got bool"),
    (lambda: NETWORK.forward(IMAGES * 1j), r"images: expected numbers, got complex128"),
    (lambda: NETWORK.forward(IMAGES.astype(object)), r"images: expected numbers, got ndarray"),
    (lambda: NETWORK.forward(None), r"images: expected numbers, got NoneType"),
    (lambda: NETWORK.forward([[1], [2, 3]]), r"images: expected numbers, got list"),
    (lambda: NETWORK.forward("image.png"), r"images: expected numbers, got <U9"),
    (lambda: NETWORK.forward(IMAGES[0]), r"images: expected N × 6 × 6 × 1 .*, got 6 × 6 × 1"),
    (lambda: NETWORK.predict(IMAGES[:0]), r"images: expected N × .* with N ≥ 1, got 0 × 6 × 6"),
    (
        lambda: NETWORK.predict(with_one(math.nan, (1, 6, 6, 1))),
        r"images: expected finite numbers, got NaN",
    ),
    (lambda: NETWORK.predict_proba(5), r"images: expected N × 6 × 6 × 1 with N ≥ 1, got"),
    # Models
    (lambda: models.cnn("0"), r"seed: expected a whole number from 0, got '0'"),
    (lambda: models.cnn(-1), r"seed: expected a whole number from 0, got -1"),
    (lambda: models.mlp(1.5), r"seed: expected a whole number from 0, got 1.5"),
    (lambda: models.mlp(init="xavier"), r'init: expected "he" or "original", got \'xavier\''),
    (lambda: models.mlp(init=""), r'init: expected "he" or "original", got \'\''),
    (lambda: models.mlp(init=None), r'init: expected "he" or "original", got None'),
    (lambda: models.cnn(init="xavier"), r'init: expected "he" or "original", got \'xavier\''),
    (lambda: models.cnn(init=""), r'init: expected "he" or "original", got \'\''),
    (lambda: models.cnn(init=None), r'init: expected "he" or "original", got None'),
    # Data
    (lambda: Dataset(IMAGES > 0, LABELS), r"images: expected numbers, got bool"),
    (lambda: Dataset(IMAGES * 1j, LABELS), r"images: expected numbers, got complex128"),
    (lambda: Dataset(None, LABELS), r"images: expected numbers, got NoneType"),
    (lambda: Dataset(IMAGES, None), r"labels: expected whole numbers, got NoneType"),
    (lambda: Dataset(IMAGES, LABELS / 2), r"labels: expected whole numbers, got float64"),
    (lambda: Dataset(IMAGES, LABELS == 1), r"labels: expected whole numbers, got bool"),
    (lambda: Dataset(IMAGES, ["0", "1", "2", "3"]), r"labels: expected whole numbers, got <U1"),
    (lambda: Dataset(IMAGES, LABELS - 1), r"labels: expected 0 or more, got -1"),
    (lambda: Dataset(IMAGES, 3), r"labels: expected 4, one an image, got shape \(\)"),
    (lambda: DATA[:0], r"images: expected N × H × W × C, none of them 0, got \(0, 6, 6, 1\)"),
    (lambda: Dataset(IMAGES[:0], LABELS[:0]), r"images: expected N × H × W × C, none of them 0"),
    # Gradient check
    (lambda: check_gradients(5, IMAGES), r"subject: expected a layer, a network or a loss, got 5"),
    (lambda: check_gradients(ReLU, IMAGES), r"subject: expected a layer, a network or a loss, got"),
    (
        lambda: check_gradients(ReLU(), with_one(math.nan, 3)),
        r"x: expected finite numbers, got none, NaN or",
    ),
    (lambda: check_gradients(ReLU(), []), r"x: expected finite numbers, got none, NaN or infinity"),
    (lambda: check_gradients(ReLU(), "x"), r"x: expected numbers, got <U1"),
    (lambda: check_gradients(ReLU(), [1j]), r"x: expected numbers, got complex128"),
    (lambda: check_gradients(ReLU(), [1.0], samples=0), r"samples: expected a whole .*, got 0"),
    (lambda: check_gradients(ReLU(), [1.0], samples=2.5), r"samples: expected a whole .*, got 2.5"),
    (lambda: check_gradients(ReLU(), [1.0], seed="a"), r"seed: expected a whole .*, got 'a'"),
    (lambda: check_gradients(NETWORK, IMAGES), r"labels: Network needs them for a loss, got None"),
    (
        lambda: check_gradients(SoftmaxCrossEntropy(), np.ones((2, 4))),
        r"labels: SoftmaxCrossEntropy needs them for a loss, got None",
    ),
    (lambda: check_gradients(NETWORK, IMAGES, LABELS[:2]), r"labels: expected 4, .* got 2"),
    (lambda: check_gradients(NETWORK, IMAGES[0], LABELS), r"images: expected N × 6 × 6 × 1"),
    (
        lambda: check_gradients(Dense(5, 4), [[1.0]]),
        r"expects a batch of shape N × 5, but got N × 1",
    ),
    (lambda: numeric_gradient(lambda: 1, [1.0]), r"array: expected float64 .*, got list"),
    (lambda: numeric_gradient(lambda: 1, np.arange(3)), r"array: expected float64 .*, got int64"),
    (lambda: numeric_gradient(lambda: 1, np.zeros(3, np.float32)), r"array: .*, got float32"),
    (lambda: numeric_gradient(1.0, np.zeros(3)), r"f: expected a function without arguments"),
    (lambda: numeric_gradient(lambda: None, np.zeros(3)), r"f: expected .* returns one number"),
    (lambda: numeric_gradient(lambda: [1, 2], np.zeros(3)), r"f: expected .* returns one number"),
    # Optimizer and schedules
    (lambda: SGD("0.1"), r"learning_rate: expected 0 or more, got '0.1'"),
    (lambda: SGD(True), r"learning_rate: expected 0 or more, got True"),
    (lambda: SGD(np.zeros(2)), r"learning_rate: expected 0 or more, got array\("),
    (lambda: SGD(1j), r"learning_rate: expected 0 or more, got 1j"),
    (lambda: SGD(-0.1), r"learning_rate: expected 0 or more, got -0.1"),
    (lambda: SGD(math.nan), r"learning_rate: expected 0 or more, got nan"),
    (lambda: SGD(math.inf), r"learning_rate: expected 0 or more, got inf"),
    (lambda: SGD(momentum=None), r"momentum: expected 0 ≤ momentum < 1, got None"),
    (lambda: SGD(momentum=1.0), r"momentum: expected 0 ≤ momentum < 1, got 1.0"),
    (lambda: SGD(momentum=1), r"momentum: expected 0 ≤ momentum < 1, got 1"),
    (lambda: SGD(momentum=-0.5), r"momentum: expected 0 ≤ momentum < 1, got -0.5"),
    (lambda: SGD(weight_decay=-1), r"weight_decay: expected 0 or more, got -1"),
    (lambda: SGD(weight_decay=math.nan), r"weight_decay: expected 0 or more, got nan"),
    (lambda: WarmupCosine("0.1"), r"peak: expected a positive number, got '0.1'"),
    (lambda: WarmupCosine(-0.1), r"peak: expected a positive number, got -0.1"),
    (lambda: WarmupCosine(0), r"peak: expected a positive number, got 0"),
    (lambda: WarmupCosine(math.nan), r"peak: expected a positive number, got nan"),
    (lambda: WarmupCosine(warmup=2), r"warmup: expected 0 ≤ warmup < 1, got 2"),
    (lambda: WarmupCosine(warmup=1), r"warmup: expected 0 ≤ warmup < 1, got 1"),
    (lambda: WarmupCosine(warmup=-0.1), r"warmup: expected 0 ≤ warmup < 1, got -0.1"),
    (lambda: WarmupCosine(start=-0.1), r"start: expected 0 or more, got -0.1"),
    (lambda: WarmupCosine(start=None), r"start: expected 0 or more, got None"),
    (lambda: WarmupCosine(end=-1), r"end: expected 0 or more, got -1"),
    # Training
    (lambda: train([ReLU()], DATA), r"network: expected a Network, got list"),
    (lambda: train(NETWORK, IMAGES), r"train_set: expected a Dataset, got ndarray"),
    (lambda: train(NETWORK, (IMAGES, LABELS)), r"train_set: expected a Dataset, got tuple"),
    (lambda: train(NETWORK, None), r"train_set: expected a Dataset, got NoneType"),
    (lambda: train(NETWORK, DATA, IMAGES), r"test_set: expected a Dataset, got ndarray"),
    (lambda: train(NETWORK, FIVES), r"train_set: expected labels below 4, .*got 4"),
    (lambda: train(NETWORK, DATA, FIVES), r"test_set: expected labels below 4, .*got 4"),
    (lambda: train(NETWORK, LARGE), r"expected N × 6 × 6 × 1 with N ≥ 1, got 1 × 28 × 28 × 1"),
    (lambda: train(NETWORK, DATA, LARGE), r"expected N × 6 × 6 × 1 .*, got 1 × 28 × 28 × 1"),
    (
        lambda: train(Network([Vectorization(), Dense(35, 4)], (6, 6, 1)), DATA),
        r"expects a batch of shape N × 35, but got N × 36",
    ),
    (lambda: train(NETWORK, DATA, epochs=0), r"epochs: expected a whole number from 1, got 0"),
    (lambda: train(NETWORK, DATA, epochs=-1), r"epochs: expected a whole number from 1, got -1"),
    (lambda: train(NETWORK, DATA, epochs=1.5), r"epochs: expected a whole number .*, got 1.5"),
    (lambda: train(NETWORK, DATA, batch_size=0), r"batch_size: expected a whole .*, got 0"),
    (lambda: train(NETWORK, DATA, batch_size="32"), r"batch_size: expected a whole .*, got '32'"),
    (lambda: train(NETWORK, DATA, shift=-1), r"shift: expected .* from 0, less than 6, got -1"),
    (lambda: train(NETWORK, DATA, shift=0.5), r"shift: expected .* from 0, less than 6, got 0.5"),
    (lambda: train(NETWORK, DATA, shift=6), r"shift: expected .* from 0, less than 6, got 6"),
    (lambda: train(NETWORK, DATA, workers=0), r"workers: expected a whole number from 1, got 0"),
    (lambda: train(NETWORK, DATA, workers=-1), r"workers: expected a whole number from 1, got -1"),
    (lambda: train(NETWORK, DATA, workers=1.5), r"workers: expected a whole .*, got 1.5"),
    (lambda: train(NETWORK, DATA, workers="2"), r"workers: expected a whole .*, got '2'"),
    (
        lambda: train(NETWORK, DATA, epochs=True),
        r"epochs: expected a whole number from 1, got True",
    ),
    (lambda: train(NETWORK, DATA, epochs=2.0), r"epochs: expected a whole number from 1, got 2.0"),
    (
        lambda: train(NETWORK, DATA, epochs=[1] * 999),
        r"epochs: .*, got \[1, 1, 1, 1, 1, 1, \.\.\.\]",
    ),
    (lambda: train(NETWORK, DATA, batch_size=None), r"batch_size: expected a whole .*, got None"),
    (lambda: train(NETWORK, DATA, shift=True), r"shift: expected a whole number of .*, got True"),
    (lambda: train(NETWORK, DATA, shift="1"), r"shift: expected a whole number of .*, got '1'"),
    (lambda: train(NETWORK, DATA, smoothing=1), r"smoothing: expected 0 ≤ smoothing < 1, got 1"),
    (
        lambda: train(NETWORK, DATA, smoothing="1"),
        r"smoothing: expected 0 ≤ smoothing < 1, got '1'",
    ),
    (lambda: train(NETWORK, DATA, seed=-1), r"seed: expected a whole number from 0, got -1"),
    (lambda: train(NETWORK, DATA, seed="a"), r"seed: expected a whole number from 0, got 'a'"),
    (lambda: train(NETWORK, DATA, workers=True), r"workers: expected a whole .*, got True"),
    (
        lambda: train(NETWORK, DATA, optimizer=SGD),
        r"optimizer: expected one such as SGD\(0.03\), got",
    ),
    (lambda: train(NETWORK, DATA, optimizer="sgd"), r"optimizer: expected one such .*, got 'sgd'"),
    (
        lambda: train(NETWORK, DATA, schedule=WarmupCosine),
        r"schedule: expected WarmupCosine\(\) or",
    ),
    (
        lambda: train(NETWORK, DATA, schedule=0.1),
        r"schedule: expected WarmupCosine\(\) .*, got 0.1",
    ),
    (
        lambda: train(NETWORK, DATA, schedule=lambda step, steps: -0.1),
        r"learning rate of step 0: expected 0 or more, got -0.1",
    ),
    (
        lambda: train(NETWORK, DATA, schedule=lambda step, steps: math.nan),
        r"learning rate of step 0: expected 0 or more, got nan",
    ),
    (
        lambda: train(NETWORK, DATA, schedule=lambda step, steps: None),
        r"learning rate of step 0: expected 0 or more, got None",
    ),
    (
        lambda: train(Network([ReLU()], (6, 6, 1)), DATA),
        r"network: expected logits N × classes, got 1 × 6 × 6 × 1",
    ),
]


@pytest.mark.parametrize(("call", "message"), WRONG, ids=[message[:40] for _, message in WRONG])
def test_what_was_expected_and_what_came(call, message):
    before = [array.copy() for layer in NETWORK.layers for array in layer.params.values()]
    with pytest.raises(ValueError, match=message) as error:
        call()
    assert "\n" not in str(error.value)
    after = [array for layer in NETWORK.layers for array in layer.params.values()]
    for one, two in zip(before, after, strict=True):
        np.testing.assert_array_equal(one, two)


@pytest.mark.parametrize("kind", [ReLU, Vectorization, Softmax, OriginalSchedule])
def test_what_takes_no_arguments_says_so(kind):
    with pytest.raises(TypeError, match=r"takes|argument"):
        kind(5)


def test_a_single_image_of_a_dataset():
    with pytest.raises(TypeError, match=r"expected a selection of several, such as dataset\[2:3\]"):
        DATA[2]
    with pytest.raises(TypeError, match=r"one image is dataset\.images\[2\]"):
        DATA[np.int64(2)]


# What every layer says


@pytest.mark.parametrize(
    ("layer", "shape", "message"),
    [
        (Convolution(1, 16), (28, 28, 1), r"N × height × width × 1, but got N × 28 × 1$"),
        (Convolution(1, 16), (2, 28, 28), r"N × height × width × 1, but got N × 28 × 28$"),
        (Convolution(1, 16), (2, 28, 28, 3), r"width × 1, but got N × 28 × 28 × 3$"),
        (Convolution(1, 16), (2, 1, 28, 28, 1), r"width × 1, but got N × 1 × 28 × 28 × 1$"),
        (Convolution(1, 16), (), r"N × height × width × 1, but got N × \(nothing\)$"),
        (Convolution(1, 1, 5, 0), (1, 4, 9, 1), r"image of 5 × 5 or more, but got N × 4 × 9 × 1"),
        (MaxPooling(), (28, 28, 1), r"N × height × width × channels, 2 pixels or more, but"),
        (MaxPooling(), (1, 28, 28), r"N × height × width × channels, 2 pixels or more, but"),
        (MaxPooling(), (1, 1, 28, 1), r"N × height × width × channels, 2 pixels or more, but"),
        (MaxPooling(), (1, 2, 2, 2, 2), r"N × height × width × channels, 2 pixels or more, but"),
        (Addition((4, 4, 3)), (2, 4, 4, 2), r"N × 4 × 4 × 3, but got N × 4 × 4 × 2"),
        (Addition((4, 4, 3)), (4, 4, 3), r"N × 4 × 4 × 3, but got N × 4 × 3"),
        (Addition((4, 4, 3)), (2, 4, 3), r"N × 4 × 4 × 3, but got N × 4 × 3"),
        (Addition((4, 4, 3)), (2, 4, 1, 3), r"N × 4 × 4 × 3, but got N × 4 × 1 × 3"),
        (Addition((4, 4, 3)), (2, 1, 4, 3), r"N × 4 × 4 × 3, but got N × 1 × 4 × 3"),
        (Dense(5, 3), (5,), r"N × 5, but got N × \(nothing\)"),
        (Dense(5, 3), (2, 4), r"N × 5, but got N × 4"),
        (Dense(5, 3), (2, 5, 1), r"N × 5, but got N × 5 × 1"),
        (Dense(5, 3), (2, 1, 5), r"N × 5, but got N × 1 × 5"),
        (Dense(5, 3), (), r"N × 5, but got N × \(nothing\)"),
    ],
)
def test_a_batch_of_another_shape(layer, shape, message):
    """One image in place of a batch, too; nothing is stretched until it fits."""
    with pytest.raises(ValueError, match=rf"^{type(layer).__name__}\(.*\) expects a.* {message}"):
        layer.forward(np.zeros(shape))


@EVERY_LAYER
@pytest.mark.parametrize(
    ("x", "found"),
    [
        (None, "NoneType"),
        ("text", "<U4"),
        ([[1, 2], [3]], "list"),
        (np.zeros((2, 2), bool), "bool"),
        (np.zeros((2, 2), complex), "complex128"),
        ([object()], "list"),
    ],
)
def test_what_is_no_array_of_numbers(layer, shape, x, found):
    with pytest.raises(
        ValueError, match=rf"^{type(layer).__name__}\(.*: expected numbers, got {found}"
    ):
        layer.forward(x)
    layer.forward(np.zeros(shape))
    with pytest.raises(
        ValueError, match=rf"^{type(layer).__name__}\(.*: expected numbers, got {found}"
    ):
        layer.backward(x)


@EVERY_LAYER
def test_a_single_number_is_no_batch(layer, shape):
    with pytest.raises(
        ValueError, match=r"expects a batch of shape N × .*, but got N × \(nothing\)"
    ):
        layer.forward(3.5)


@EVERY_LAYER
def test_backward_before_forward(layer, shape):
    layer = type(layer)(**layer.config())
    message = r"backward needs what forward keeps; call forward\(x\) first"
    with pytest.raises(ValueError, match=message):
        layer.backward(np.zeros(shape))
    with pytest.raises(ValueError, match=message):
        layer.parameter_gradients(np.zeros(shape))


@EVERY_LAYER
def test_a_gradient_of_another_shape(layer, shape):
    out = layer.forward(np.zeros(shape))
    found = (out[:-1], out[..., :-1], out[0], out[np.newaxis], out.ravel(), out[..., np.newaxis])
    for d_out in found:
        with pytest.raises(
            ValueError, match=r"backward expects dL/d\(output\) of shape 3 × .*, but"
        ):
            layer.backward(d_out)


@EVERY_LAYER
def test_lists_are_as_good_as_arrays(layer, shape):
    layer, x = layer.astype(np.float64), np.random.default_rng(0).standard_normal(shape)
    out = layer.forward(x)
    d_x = layer.backward(out)
    np.testing.assert_array_equal(layer.forward(x.tolist()), out)
    np.testing.assert_array_equal(layer.backward(out.tolist()), d_x)


@EVERY_LAYER
def test_x_may_change_between_forward_and_backward(layer, shape):
    layer, rng = layer.astype(np.float64), np.random.default_rng(0)
    x = rng.standard_normal(shape)
    d_out = rng.standard_normal(layer.forward(x).shape)
    expected, grads = layer.backward(d_out), layer.grads
    layer.grads = {}
    layer.forward(x)
    x[...] = rng.standard_normal(shape)
    np.testing.assert_array_equal(layer.backward(d_out), expected)
    for name, gradient in grads.items():
        np.testing.assert_array_equal(layer.grads[name], gradient)


# What the optimizer says


# What the loss and a network say


@pytest.mark.parametrize(
    ("labels", "message"),
    [
        (np.array([0.0, 1.0]), r"labels: expected whole numbers, got float64"),
        (np.array([True, False]), r"labels: expected whole numbers, got bool"),
        (np.array(["0", "1"]), r"labels: expected whole numbers, got <U1"),
        (np.array([0, 10]), r"labels: expected 0 to 9, got 0 to 10"),
        (np.array([-1, 3]), r"labels: expected 0 to 9, got -1 to 3"),
        (np.array([0]), r"labels: expected 2, one a row of logits, got 1"),
        (np.array([0, 1, 2]), r"labels: expected 2, one a row of logits, got 3"),
        (np.array([[0], [1]]), r"labels: expected 2, one a row of logits, got 2 × 1"),
        (np.eye(10, dtype=int)[:2], r"labels: expected 2, one a row of logits, got 2 × 10"),
    ],
)
def test_wrong_labels(labels, message):
    with pytest.raises(ValueError, match=message):
        SoftmaxCrossEntropy().forward(np.zeros((2, 10)), labels)


@pytest.mark.parametrize("shape", [(10,), (0, 10), (2, 10, 1)])
def test_wrong_logits(shape):
    with pytest.raises(ValueError, match=r"logits: expected N × classes, got"):
        SoftmaxCrossEntropy().forward(np.zeros(shape), np.zeros(shape[:1], int))


@pytest.mark.parametrize(
    ("images", "message"),
    [
        (np.zeros((6, 6, 1)), r"images: expected N × 6 × 6 × 1 with N ≥ 1, got 6 × 6 × 1"),
        (np.zeros((2, 6, 6)), r"images: expected N × 6 × 6 × 1 with N ≥ 1, got 2 × 6 × 6"),
        (np.zeros((2, 6, 6, 3)), r"got 2 × 6 × 6 × 3"),
        (np.zeros((2, 1, 6, 6)), r"got 2 × 1 × 6 × 6"),
        (np.zeros((0, 6, 6, 1)), r"with N ≥ 1, got 0 × 6 × 6 × 1"),
        (np.full((1, 6, 6, 1), "5"), r"images: expected numbers, got <U1"),
        (with_one(math.nan, (2, 6, 6, 1)), r"images: expected finite numbers, got NaN or infinity"),
        (with_one(math.inf, (2, 6, 6, 1)), r"images: expected finite numbers, got NaN or infinity"),
    ],
)
@pytest.mark.parametrize("method", ["forward", "predict", "predict_proba"])
def test_wrong_images(method, images, message):
    with pytest.raises(ValueError, match=message):
        getattr(NETWORK, method)(images)


def with_gradients(network):
    for layer in network.layers:
        layer.grads = {name: np.ones_like(array) for name, array in layer.params.items()}
    return network


def small():
    return with_gradients(Network([Dense(5, 4), ReLU(), Dense(4, 3)], (5,)))


def test_an_optimizer_is_for_one_network():
    optimizer, network = SGD(), small()
    optimizer.step(network)
    others = small(), with_gradients(Network([Dense(6, 4)], (6,))), network.astype(np.float64)
    for other in others:
        before = [array.copy() for layer in other.layers for array in layer.params.values()]
        with pytest.raises(
            ValueError, match=r"optimizer: it has moved other parameters, .* its own"
        ):
            optimizer.step(with_gradients(other))
        after = [array for layer in other.layers for array in layer.params.values()]
        for one, two in zip(before, after, strict=True):
            np.testing.assert_array_equal(one, two)
    optimizer.step(network)  # and it still is its own


def test_a_step_without_gradients_moves_nothing():
    network = small()
    network.layers[2].grads = {}
    before = network.layers[0].params["weights"].copy()
    message = r"row 3, Dense\(.*: expected backward to store grads\['weights'\] of 4 × 3, got none"
    with pytest.raises(ValueError, match=message):
        SGD().step(network)
    network.layers[2].grads = {"weights": np.ones(3), "bias": np.ones(3)}
    with pytest.raises(ValueError, match=r"grads\['weights'\] of 4 × 3, got 3$"):
        SGD().step(network)
    np.testing.assert_array_equal(network.layers[0].params["weights"], before)


def test_a_negative_rate_moves_nothing():
    network, optimizer = small(), SGD()
    optimizer.learning_rate = -0.1
    before = network.layers[0].params["weights"].copy()
    with pytest.raises(ValueError, match=r"learning_rate: expected 0 or more, got -0.1"):
        optimizer.step(network)
    np.testing.assert_array_equal(network.layers[0].params["weights"], before)


# What the gradient check says


class Forgetful(ReLU):
    def forward(self, x):
        super().forward(x)  # and no return


def test_a_forward_that_returns_nothing(capsys):
    assert not check_gradients(Forgetful(), [1.0])
    assert "forward returns nothing: expected its output" in capsys.readouterr().out
    network = Network([Forgetful(), Vectorization()], (6, 6, 1))
    with pytest.raises(ValueError, match=r"Vectorization\(\): expected numbers, got NoneType"):
        network.forward(IMAGES)


def test_the_array_is_put_back_when_f_fails():
    array, calls = np.array([1.0, 2.0]), []

    def f():
        calls.append(array.copy())
        if len(calls) == 3:
            raise ZeroDivisionError
        return 0.0

    with pytest.raises(ZeroDivisionError):
        numeric_gradient(f, array)
    np.testing.assert_array_equal(array, [1, 2])
