"""Natural wrong answers to the small exercises of lesson 10, written from the statements alone."""

from .wrong import Wrong

ANSWERS = {
    "the_full_network.predict_parameters": [
        Wrong("One for each layer.", "3"),
        Wrong("Multiplied instead of added.", "16 * 32 * 64"),
        Wrong("The last layer only.", "64"),
        Wrong("The first two only.", "48"),
        Wrong("One for each place, shared by the channels.", "28 * 28 + 14 * 14 + 7 * 7"),
        Wrong("The number stays.", "21952"),
        Wrong("One for each row of the maps.", "28 + 14 + 7"),
        Wrong("The dense layers' biases as well.", "112 + 100 + 10"),
        Wrong("The difference: how many are saved.", "21952 - 112"),
        Wrong("One for each pixel of the last maps and channel.", "7 * 7 * 64"),
        Wrong("The quotient: how many times fewer.", "21952 / 112"),
        Wrong("The list instead of the sum.", "(16, 32, 64)"),
    ],
    "the_full_network.predict_size": [
        Wrong("As with 28 × 28.", "3136"),
        Wrong("The poolings are forgotten.", "32 * 32 * 64"),
        Wrong("One pooling only.", "16 * 16 * 64"),
        Wrong("Three poolings.", "4 * 4 * 64"),
        Wrong("The channels before the last convolution.", "8 * 8 * 32"),
        Wrong("The channels are left out.", "8 * 8"),
        Wrong("The pixels of the image.", "32 * 32"),
        Wrong("Scaled along one axis only: 3,136 · 32 / 28.", "3584"),
        Wrong("The layer's weights instead of its inputs.", "4096 * 100"),
        Wrong("One more for the bias.", "4097"),
        Wrong("Colour: three times as many.", "3 * 4096"),
        Wrong("The shape instead of the number.", "(8, 8, 64)"),
    ],
    "the_full_network.accuracy_by_class": [
        Wrong(
            "Divided by all images instead of those of the class.",
            """
def accuracy_by_class(labels, predictions):
    classes = labels.max() + 1
    return np.array(
        [((labels == c) & (predictions == c)).sum() / len(labels) for c in range(classes)]
    )
""",
        ),
        Wrong(
            "Of those predicted as c (precision), instead of those that are c.",
            """
def accuracy_by_class(labels, predictions):
    classes = labels.max() + 1
    return np.array([(labels[predictions == c] == c).mean() for c in range(classes)])
""",
        ),
        Wrong(
            "As many classes as the largest prediction says.",
            """
def accuracy_by_class(labels, predictions):
    classes = predictions.max() + 1
    return np.array([(predictions[labels == c] == c).mean() for c in range(classes)])
""",
        ),
        Wrong(
            "Ten classes are taken for granted.",
            """
def accuracy_by_class(labels, predictions):
    return np.array([(predictions[labels == c] == c).mean() for c in range(10)])
""",
        ),
        Wrong(
            "The last class is missing: max without + 1.",
            """
def accuracy_by_class(labels, predictions):
    return np.array(
        [(predictions[labels == c] == c).mean() for c in range(labels.max())]
    )
""",
        ),
        Wrong(
            "How many, instead of which share.",
            """
def accuracy_by_class(labels, predictions):
    classes = labels.max() + 1
    return np.bincount(labels[labels == predictions], minlength=classes)
""",
        ),
        Wrong(
            "The accuracy of all classes together.",
            """
def accuracy_by_class(labels, predictions):
    return (labels == predictions).mean()
""",
        ),
        Wrong(
            "bincount without minlength: if no image of the last class is right, shapes differ.",
            """
def accuracy_by_class(labels, predictions):
    right = labels == predictions
    return np.bincount(labels[right]) / np.bincount(labels)
""",
        ),
        Wrong(
            "The share of wrong answers.",
            """
def accuracy_by_class(labels, predictions):
    classes = labels.max() + 1
    return np.array([(predictions[labels == c] != c).mean() for c in range(classes)])
""",
        ),
        Wrong(
            "The share of the predictions that are c, right or wrong.",
            """
def accuracy_by_class(labels, predictions):
    classes = labels.max() + 1
    return np.array([(predictions == c).sum() / (labels == c).sum() for c in range(classes)])
""",
        ),
        Wrong(
            "== binds less tightly than &: parentheses are missing.",
            """
def accuracy_by_class(labels, predictions):
    classes = labels.max() + 1
    return np.array(
        [(labels == c & predictions == c).sum() / (labels == c).sum() for c in range(classes)]
    )
""",
        ),
        Wrong(
            "A dictionary instead of an array.",
            """
def accuracy_by_class(labels, predictions):
    return {c: (predictions[labels == c] == c).mean() for c in range(labels.max() + 1)}
""",
        ),
        Wrong(
            "In percent.",
            """
def accuracy_by_class(labels, predictions):
    classes = labels.max() + 1
    return np.array([100 * np.mean(predictions[labels == c] == c) for c in range(classes)])
""",
        ),
    ],
    "the_full_network.accuracy_in_batches": [
        Wrong(
            "The program as it was.",
            """
def accuracy_in_batches(right, batch_size):
    accuracies = []
    for start in range(0, len(right), batch_size):
        accuracies.append(right[start : start + batch_size].mean())
    return np.mean(accuracies)
""",
        ),
        Wrong(
            "The sum of the means, divided by the number of images.",
            """
def accuracy_in_batches(right, batch_size):
    accuracies = []
    for start in range(0, len(right), batch_size):
        accuracies.append(right[start : start + batch_size].mean())
    return np.sum(accuracies) / len(right)
""",
        ),
        Wrong(
            "Every batch counts as full: the last one has fewer images.",
            """
def accuracy_in_batches(right, batch_size):
    total, count = 0, 0
    for start in range(0, len(right), batch_size):
        total += right[start : start + batch_size].sum()
        count += batch_size
    return total / count
""",
        ),
        Wrong(
            "The last batch is left out.",
            """
def accuracy_in_batches(right, batch_size):
    accuracies = []
    for start in range(0, len(right) - batch_size + 1, batch_size):
        accuracies.append(right[start : start + batch_size].mean())
    return np.mean(accuracies)
""",
        ),
        Wrong(
            "The number of right answers instead of their share.",
            """
def accuracy_in_batches(right, batch_size):
    total = 0
    for start in range(0, len(right), batch_size):
        total += right[start : start + batch_size].sum()
    return total
""",
        ),
        Wrong(
            "The batches' accuracies instead of one number.",
            """
def accuracy_in_batches(right, batch_size):
    accuracies = []
    for start in range(0, len(right), batch_size):
        accuracies.append(right[start : start + batch_size].mean())
    return np.array(accuracies)
""",
        ),
        Wrong(
            "Whole-number division.",
            """
def accuracy_in_batches(right, batch_size):
    total = 0
    for start in range(0, len(right), batch_size):
        total += right[start : start + batch_size].sum()
    return total // len(right)
""",
        ),
        Wrong(
            "The last batch's mean is divided by the full size: too small.",
            """
def accuracy_in_batches(right, batch_size):
    accuracies = []
    for start in range(0, len(right), batch_size):
        accuracies.append(right[start : start + batch_size].sum() / batch_size)
    return np.mean(accuracies)
""",
        ),
        Wrong(
            "Weighted, but not divided by the weights.",
            """
def accuracy_in_batches(right, batch_size):
    total = 0
    for start in range(0, len(right), batch_size):
        part = right[start : start + batch_size]
        total += part.mean() * len(part)
    return total / batch_size
""",
        ),
        Wrong(
            "return stands inside the loop: the first batch only.",
            """
def accuracy_in_batches(right, batch_size):
    total = 0
    for start in range(0, len(right), batch_size):
        total += right[start : start + batch_size].sum()
        return total / len(right)
""",
        ),
        Wrong(
            "In percent.",
            """
def accuracy_in_batches(right, batch_size):
    return 100 * right.mean()
""",
        ),
        Wrong(
            "The mean is written out, but it is the same mean of means.",
            """
def accuracy_in_batches(right, batch_size):
    total, batches = 0, 0
    for start in range(0, len(right), batch_size):
        total += right[start : start + batch_size].mean()
        batches += 1
    return total / batches
""",
        ),
    ],
}
