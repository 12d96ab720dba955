"""Natural wrong answers to the class of lesson 07."""

FORWARD = """
    def forward(self, logits, labels):
        self.labels = labels
        z = logits - np.max(logits, axis=1, keepdims=True)
        e = np.exp(z)
        total = e.sum(axis=1, keepdims=True)
        self.p = e / total
        log_p = z - np.log(total)
        rows = np.arange(len(labels))
        return float(np.mean(-log_p[rows, labels]))
"""
BACKWARD = """
    def backward(self):
        one_hot = np.zeros(self.p.shape)
        one_hot[np.arange(len(self.labels)), self.labels] = 1
        return (self.p - one_hot) / len(self.labels)
"""


def changed(*changes):
    source = FORWARD + BACKWARD
    for old, new in changes:
        assert old in source
        source = source.replace(old, new)
    return source


ANSWERS = [
    (
        "keepdims is missing in the maximum.",
        changed(("np.max(logits, axis=1, keepdims=True)", "np.max(logits, axis=1)")),
    ),
    (
        "keepdims is missing in the sum.",
        changed(("e.sum(axis=1, keepdims=True)", "e.sum(axis=1)")),
    ),
    ("The wrong axis.", changed(("axis=1", "axis=0"))),
    ("The sum of everything.", changed(("e.sum(axis=1, keepdims=True)", "e.sum()"))),
    (
        "No shift.",
        changed(("logits - np.max(logits, axis=1, keepdims=True)", "logits")),
    ),
    ("The sum over the batch.", changed(("np.mean(-log_p", "np.sum(-log_p"))),
    ("No 1/N.", changed((" / len(self.labels)", ""))),
    ("Labels as numbers.", changed(("self.p - one_hot", "self.p - self.labels"))),
    (
        "Labels as a column of numbers.",
        changed(("self.p - one_hot", "self.p - self.labels[:, None]")),
    ),
    (
        "Whole columns.",
        changed(("one_hot[np.arange(len(self.labels)), self.labels]", "one_hot[:, self.labels]")),
    ),
    ("log_p[labels].", changed(("log_p[rows, labels]", "log_p[labels]"))),
    ("The wrong sign.", changed(("self.p - one_hot", "one_hot - self.p"))),
    ("The minus is missing.", changed(("np.mean(-log_p", "np.mean(log_p"))),
    ("The logarithm of a zero.", changed(("z - np.log(total)", "np.log(self.p)"))),
    ("A small number in the logarithm.", changed(("z - np.log(total)", "np.log(self.p + 1e-10)"))),
    (
        "One from all classes.",
        changed(("self.p - one_hot", "self.p - 1")),
    ),
    (
        "A loss for each image.",
        changed(("float(np.mean(-log_p[rows, labels]))", "-log_p[rows, labels]")),
    ),
    (
        "The mean of all entries.",
        changed(
            (
                "np.mean(-log_p[rows, labels])",
                "-np.mean(np.eye(logits.shape[1])[labels] * log_p)",
            )
        ),
    ),
    (
        "In place, on what forward keeps.",
        FORWARD
        + """
    def backward(self):
        self.p[np.arange(len(self.labels)), self.labels] -= 1
        return self.p / len(self.labels)
""",
    ),
    (
        "The derivative of the logarithm alone.",
        changed(("self.p - one_hot", "-one_hot / self.p")),
    ),
    ("p(1 - p).", changed(("self.p - one_hot", "self.p * (1 - self.p)"))),
    ("Ten classes.", changed(("np.zeros(self.p.shape)", "np.zeros((len(self.p), 10))"))),
    ("backward takes an argument.", changed(("def backward(self)", "def backward(self, d_out)"))),
    ("The labels are not kept.", changed(("        self.labels = labels\n", ""))),
]
