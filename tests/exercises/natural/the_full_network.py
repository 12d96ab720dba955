"""Natural wrong answers to the small exercises of lesson 10, written from the statements."""

from .wrong import Wrong

ANSWERS = {
    "the_full_network.predict_parameters": [
        Wrong(
            "One for each layer.",
            "3",
            "One for each layer would be very few. It is one for each channel.",
        ),
        Wrong(
            "Multiplied instead of added.",
            "16 * 32 * 64",
            "Add them up: they are separate layers.",
        ),
        Wrong(
            "The last layer only.",
            "64",
            "That is the last of the three only.",
        ),
        Wrong(
            "The first two only.",
            "48",
            "Those are two of the three.",
        ),
        Wrong(
            "One for each place, shared by the channels.",
            "28 * 28 + 14 * 14 + 7 * 7",
            "Those are the positions of one map of each size.",
        ),
        Wrong(
            "The number stays.",
            "21952",
            "That is what they are now.",
        ),
        Wrong(
            "One for each row of the maps.",
            "28 + 14 + 7",
            "Those are the rows of the maps. One for each channel is meant.",
        ),
        Wrong(
            "The dense layers' biases as well.",
            "112 + 100 + 10",
            "The dense layers have biases, too. The question is about the three",
        ),
        Wrong(
            "The difference: how many are saved.",
            "21952 - 112",
            "That many are saved. How many are left?",
        ),
        Wrong(
            "One for each pixel of the last maps and channel.",
            "7 * 7 * 64",
            "That many are in the last addition now, one for each position.",
        ),
        Wrong(
            "The quotient: how many times fewer.",
            "21952 / 112",
            "They are that many times fewer. How many is that?",
        ),
        Wrong(
            "The list instead of the sum.",
            "(16, 32, 64)",
            "The answer should be one number; yours is (16, 32, 64).",
        ),
    ],
    "the_full_network.predict_size": [
        Wrong(
            "As with 28 × 28.",
            "3136",
            "That is for 28 × 28. Follow 32 through the two poolings.",
        ),
        Wrong(
            "The poolings are forgotten.",
            "32 * 32 * 64",
            "The maps have become smaller on the way: twice a pooling.",
        ),
        Wrong(
            "One pooling only.",
            "16 * 16 * 64",
            "There are two poolings: 32 → 16 → 8.",
        ),
        Wrong(
            "Three poolings.",
            "4 * 4 * 64",
            "Those are the pixels; or it is 4 × 4 × 64, after three poolings. There",
        ),
        Wrong(
            "The channels before the last convolution.",
            "8 * 8 * 32",
            "The last convolution makes 64 maps, not 32.",
        ),
        Wrong(
            "The channels are left out.",
            "8 * 8",
            "Those are the positions of a map, 8 · 8. There are 64 maps.",
        ),
        Wrong(
            "The pixels of the image.",
            "32 * 32",
            "Those are the pixels; or it is 4 × 4 × 64, after three poolings. There",
        ),
        Wrong(
            "Scaled along one axis only: 3,136 · 32 / 28.",
            "3584",
            "Larger images are wider and higher: both sides grow.",
        ),
        Wrong(
            "The layer's weights instead of its inputs.",
            "4096 * 100",
            "Those are weights: inputs times outputs.",
        ),
        Wrong(
            "One more for the bias.",
            "4097",
            "A bias is not an input.",
        ),
        Wrong(
            "Colour: three times as many.",
            "3 * 4096",
            "Colours are gone after the first convolution: each filter adds them up.",
        ),
        Wrong(
            "The shape instead of the number.",
            "(8, 8, 64)",
            "The answer should be one number; yours is (8, 8, 64).",
        ),
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
            "You divide by all images. Divide by those of the class.",
        ),
        Wrong(
            "Of those predicted as c (precision), instead of those that are c.",
            """
def accuracy_by_class(labels, predictions):
    classes = labels.max() + 1
    return np.array([(labels[predictions == c] == c).mean() for c in range(classes)])
""",
            "You divide by how often a class was predicted. Divide by how often it",
        ),
        Wrong(
            "As many classes as the largest prediction says.",
            """
def accuracy_by_class(labels, predictions):
    classes = predictions.max() + 1
    return np.array([(predictions[labels == c] == c).mean() for c in range(classes)])
""",
            "You count classes by the largest prediction. The largest label says how",
        ),
        Wrong(
            "Ten classes are taken for granted.",
            """
def accuracy_by_class(labels, predictions):
    return np.array([(predictions[labels == c] == c).mean() for c in range(10)])
""",
            "You always count ten classes. Here the labels say how many there are.",
        ),
        Wrong(
            "The last class is missing: max without + 1.",
            """
def accuracy_by_class(labels, predictions):
    return np.array(
        [(predictions[labels == c] == c).mean() for c in range(labels.max())]
    )
""",
            "The last class is missing: with the number 0 there are labels.max() + 1",
        ),
        Wrong(
            "How many, instead of which share.",
            """
def accuracy_by_class(labels, predictions):
    classes = labels.max() + 1
    return np.bincount(labels[labels == predictions], minlength=classes)
""",
            "Those are counts. Divide by how often each class occurs.",
        ),
        Wrong(
            "The accuracy of all classes together.",
            """
def accuracy_by_class(labels, predictions):
    return (labels == predictions).mean()
""",
            "That is the accuracy over all classes together: one number, not one",
        ),
        Wrong(
            "bincount without minlength: if no image of the last class is right, shapes differ.",
            """
def accuracy_by_class(labels, predictions):
    right = labels == predictions
    return np.bincount(labels[right]) / np.bincount(labels)
""",
            "np.bincount ends at the largest number that it has seen: give it",
        ),
        Wrong(
            "The share of wrong answers.",
            """
def accuracy_by_class(labels, predictions):
    classes = labels.max() + 1
    return np.array([(predictions[labels == c] != c).mean() for c in range(classes)])
""",
            "Those are the mistakes, 1 minus what was asked for.",
        ),
        Wrong(
            "The share of the predictions that are c, right or wrong.",
            """
def accuracy_by_class(labels, predictions):
    classes = labels.max() + 1
    return np.array([(predictions == c).sum() / (labels == c).sum() for c in range(classes)])
""",
            "You count how often a class was predicted, rightly or wrongly. Only",
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
            "& and | are read before <, > and ==: put each comparison in brackets",
        ),
        Wrong(
            "A dictionary instead of an array.",
            """
def accuracy_by_class(labels, predictions):
    return {c: (predictions[labels == c] == c).mean() for c in range(labels.max() + 1)}
""",
            "expected [0.5, 1, 0], got a dict.",
        ),
        Wrong(
            "In percent.",
            """
def accuracy_by_class(labels, predictions):
    classes = labels.max() + 1
    return np.array([100 * np.mean(predictions[labels == c] == c) for c in range(classes)])
""",
            "It is right, but in percent: a share is a number from 0 to 1.",
        ),
        Wrong(
            "Labels and predictions exchanged.",
            """
def accuracy_by_class(labels, predictions):
    result = []
    for c in range(max(labels) + 1):
        mask = predictions == c
        result.append((labels[mask] == predictions[mask]).mean())
    return np.array(result)
""",
            "You divide by how often a class was predicted. Divide by how often it",
        ),
        Wrong(
            "Counts instead of shares, of the classes that occur.",
            """
def accuracy_by_class(labels, predictions):
    return np.array([(predictions[labels == c] == c).sum() for c in np.unique(labels)])
""",
            "Those are counts. Divide by how often each class occurs.",
        ),
        Wrong(
            "The labels are compared with themselves: always 1.",
            """
def accuracy_by_class(labels, predictions):
    return np.array([(labels[labels == c] == c).mean() for c in range(labels.max() + 1)])
""",
            "The labels are compared with themselves. How many of them does the",
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
            "As in the program above, it is a mean of means: a batch of one weighs",
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
            "You add up shares of batches, and divide by the images. Add up the",
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
            "You divide by full batches. The last one is shorter: divide by the",
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
            "The last batch is left out now. Its images count, too.",
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
            "That is the number of images read right. Divide by how many there are.",
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
            "expected one number, got [1, 0].",
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
            "// rounds down to a whole number. A share is none: divide with /.",
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
            "You divide by full batches. The last one is shorter: divide by the",
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
            "You divide by the size of a batch. Divide by how many images there are",
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
            "Only the first batch is in it. Is the `return` inside the loop?",
        ),
        Wrong(
            "In percent.",
            """
def accuracy_in_batches(right, batch_size):
    return 100 * right.mean()
""",
            "It is right, but in percent: a share is a number from 0 to 1.",
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
            "As in the program above, it is a mean of means: a batch of one weighs",
        ),
        Wrong(
            "The number of batches is rounded down.",
            """
def accuracy_in_batches(right, batch_size):
    total = 0
    for start in range(0, len(right), batch_size):
        total += right[start : start + batch_size].mean()
    return total / (len(right) // batch_size)
""",
            "You divide by the number of full batches, and it is a mean of means.",
        ),
        Wrong(
            "Divided by the size of the last batch.",
            """
def accuracy_in_batches(right, batch_size):
    total = 0
    for start in range(0, len(right), batch_size):
        part = right[start : start + batch_size]
        total += part.sum()
    return total / len(part)
""",
            "You divide by the last batch's images. Divide by how many there are in",
        ),
        Wrong(
            "The share of mistakes.",
            """
def accuracy_in_batches(right, batch_size):
    return 1 - right.mean()
""",
            "That is the share of mistakes: 1 minus what was asked for.",
        ),
    ],
}
