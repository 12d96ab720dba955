"""Natural wrong answers to the class of lesson 06."""

from .addition import methods

KEEP = 'self.x = x\nreturn x @ self.params["weights"] + self.params["bias"]'
WEIGHTS = 'self.grads["weights"] = self.x.T @ d_out'
BIAS = 'self.grads["bias"] = d_out.sum(axis=0)'
BACK = 'return d_out @ self.params["weights"].T'
ANSWERS = [
    (
        "The factors are exchanged.",
        methods(
            'self.x = x\nreturn self.params["weights"] @ x + self.params["bias"]',
            WEIGHTS,
            BIAS,
            BACK,
        ),
    ),
    (
        "The weights are transposed in forward.",
        methods(
            'self.x = x\nreturn x @ self.params["weights"].T + self.params["bias"]',
            WEIGHTS,
            BIAS,
            BACK,
        ),
    ),
    ("The transpose is forgotten.", methods(KEEP, WEIGHTS, BIAS, BACK[:-2])),
    (
        "The gradient is transposed.",
        methods(KEEP, 'self.grads["weights"] = d_out.T @ self.x', BIAS, BACK),
    ),
    (
        "The x is not transposed.",
        methods(KEEP, 'self.grads["weights"] = self.x @ d_out', BIAS, BACK),
    ),
    ("The mean over the batch.", methods(KEEP, f"{WEIGHTS} / len(d_out)", BIAS, BACK)),
    (
        "keepdims.",
        methods(KEEP, WEIGHTS, 'self.grads["bias"] = d_out.sum(axis=0, keepdims=True)', BACK),
    ),
    ("Axis 1.", methods(KEEP, WEIGHTS, 'self.grads["bias"] = d_out.sum(axis=1)', BACK)),
    ("The sum of all.", methods(KEEP, WEIGHTS, 'self.grads["bias"] = d_out.sum()', BACK)),
    ("Not summed.", methods(KEEP, WEIGHTS, 'self.grads["bias"] = d_out.copy()', BACK)),
    (
        "The bias is forgotten.",
        methods('self.x = x\nreturn x @ self.params["weights"]', WEIGHTS, BIAS, BACK),
    ),
    (
        "x is not kept.",
        methods('return x @ self.params["weights"] + self.params["bias"]', WEIGHTS, BIAS, BACK),
    ),
    (
        "Updated inside.",
        methods(
            KEEP, WEIGHTS, BIAS, 'self.params["weights"] -= 0.01 * self.grads["weights"]', BACK
        ),
    ),
    (
        "Elementwise.",
        methods(
            'self.x = x\nreturn x * self.params["weights"] + self.params["bias"]',
            WEIGHTS,
            BIAS,
            BACK,
        ),
    ),
    (
        "The output for the input.",
        methods(
            f"{KEEP.replace('return', 'self.out =')}\nreturn self.out",
            'self.grads["weights"] = self.out.T @ d_out',
            BIAS,
            BACK,
        ),
    ),
    ("Summed over the batch.", methods(KEEP, WEIGHTS, BIAS, f"{BACK[:7]}({BACK[7:]}).sum(axis=0)")),
    ("The other name.", methods(KEEP, WEIGHTS.replace("weights", "W"), BIAS, BACK)),
]
