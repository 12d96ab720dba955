"""Make the trained weights that come with the course: the network of `models.cnn`, 20 epochs.

    SCRATCHCNN_DATA=/your/folder/of/mnist python data/make_weights.py

takes a few minutes on two cores and writes scratchcnn/data/cnn.npz. Random shifts and a little
weight decay let the network gain from so many epochs. The same seed gives the same weights on one
machine; another machine rounds differently.
"""

from scratchcnn import SGD, WarmupCosine, load_mnist, models, train

train_set, test_set = load_mnist()
if len(train_set) < 60_000:
    raise SystemExit("expected all of MNIST, 60,000 training digits: see README.md in this folder")
network = models.cnn(seed=0)
optimizer = SGD(weight_decay=1e-4)
history = train(
    network,
    train_set,
    test_set,
    epochs=20,
    optimizer=optimizer,
    schedule=WarmupCosine(peak=0.03),
    shift=2,
)
network.save(models.WEIGHTS)
print(f"{history.test_accuracies[-1]:.2%} of {len(test_set):,} test digits")
