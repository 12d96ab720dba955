"""Natural wrong answers to the class of lesson 03."""


def methods(forward, *backward):
    lines = [
        "    def forward(self, x):",
        *forward.split("\n"),
        "",
        "    def backward(self, d_out):",
    ]
    return "\n".join(
        line if line.startswith("    def") else f"        {line}".rstrip()
        for line in [*lines, *backward]
    )


RIGHT = 'return x + self.params["bias"]'
ANSWERS = [
    ("Not summed.", methods(RIGHT, 'self.grads["bias"] = d_out.copy()', "return d_out.copy()")),
    (
        "Summed over the places, too.",
        methods(RIGHT, 'self.grads["bias"] = d_out.sum(axis=(0, 1))', "return d_out.copy()"),
    ),
    (
        "The mean over the batch.",
        methods(RIGHT, 'self.grads["bias"] = d_out.mean(0)', "return 1 * d_out"),
    ),
    (
        "The mean, and d_out as it came.",
        methods(RIGHT, 'self.grads["bias"] = d_out.mean(axis=0)', "return d_out"),
    ),
    (
        "d_out as it came.",
        methods(RIGHT, 'self.grads["bias"] = d_out.sum(axis=0)', "return d_out"),
    ),
    (
        "keepdims.",
        methods(
            RIGHT, 'self.grads["bias"] = np.sum(d_out, axis=0, keepdims=True)', "return 1 * d_out"
        ),
    ),
    (
        "Ones.",
        methods(RIGHT, 'self.grads["bias"] = d_out.sum(0)', "return np.ones(d_out.shape)"),
    ),
    ("Another name.", methods(RIGHT, 'self.grads["b"] = d_out.sum(0)', "return d_out.copy()")),
    (
        "Updated inside.",
        methods(
            RIGHT,
            'self.grads["bias"] = d_out.sum(0)',
            'self.params["bias"] -= 0.1 * self.grads["bias"]',
            "return d_out.copy()",
        ),
    ),
    (
        "In place.",
        methods(
            'x += self.params["bias"]\nreturn x',
            'self.grads["bias"] = d_out.sum(0)',
            "return d_out.copy()",
        ),
    ),
    (
        "Times the bias.",
        methods(RIGHT, 'self.grads["bias"] = d_out.sum(0)', 'return d_out * self.params["bias"]'),
    ),
    (
        "self.bias.",
        methods("return x + self.bias", 'self.grads["bias"] = d_out.sum(0)', "return d_out.copy()"),
    ),
    ("Nothing is returned.", methods(RIGHT, 'self.grads["bias"] = d_out.sum(axis=0)')),
    (
        "A loop that overwrites.",
        methods(
            RIGHT,
            "for image in d_out:",
            '    self.grads["bias"] = image.copy()',
            "return 1 * d_out",
        ),
    ),
    (
        "Both gradients are returned.",
        methods(
            RIGHT, "d_bias = d_out.sum(0)", 'self.grads["bias"] = d_bias', "return d_out, d_bias"
        ),
    ),
    (
        "The gradient of the bias is not stored.",
        methods(RIGHT, "d_bias = d_out.sum(0)", "return d_out.copy()"),
    ),
]
