"""Natural wrong answers to the class of lesson 04."""

from .addition import methods

KEEP = "self.x = x\nreturn np.maximum(x, 0)"
ANSWERS = [
    ("The mask from d_out.", methods(KEEP, "return d_out * (d_out > 0)")),
    ("At zero the gradient passes.", methods(KEEP, "return d_out * (self.x >= 0)")),
    ("The mask alone.", methods(KEEP, "return (self.x > 0).astype(float)")),
    ("In place.", methods("x[x < 0] = 0\nself.x = x\nreturn x", "return d_out * (self.x > 0)")),
    ("The forward formula.", methods(KEEP, "return np.maximum(d_out, 0)")),
    ("x is not kept.", methods("return np.maximum(x, 0)", "return d_out * (x > 0)")),
    (
        "The mask is not in self.",
        methods("mask = x > 0\nreturn x * mask", "return d_out * self.mask"),
    ),
    (
        "The mask the wrong way round.",
        methods(KEEP, "d_x = d_out.copy()", "d_x[self.x > 0] = 0", "return d_x"),
    ),
    ("Python's max.", methods("self.x = x\nreturn max(x, 0)", "return d_out * (self.x > 0)")),
    (
        "An if on an array.",
        methods("self.x = x\nif x > 0:\n    return x\nreturn 0", "return d_out * (self.x > 0)"),
    ),
    (
        "The mask is lost with forward.",
        methods("mask = x > 0\nreturn x * mask", "return d_out * mask"),
    ),
    ("Times the output.", methods(KEEP, "return d_out * np.maximum(self.x, 0)")),
    ("Indexed by the mask.", methods(KEEP, "return d_out[self.x > 0]")),
    (
        "Leaky.",
        methods("self.x = x\nreturn np.where(x > 0, x, 0.01 * x)", "return d_out * (self.x > 0)"),
    ),
    ("The absolute value.", methods("self.x = x\nreturn np.abs(x)", "return d_out * (self.x > 0)")),
    ("The sign as slope.", methods(KEEP, "return d_out * np.sign(self.x)")),
    ("The minimum.", methods("self.x = x\nreturn np.minimum(x, 0)", "return d_out * (self.x > 0)")),
    ("np.max.", methods("self.x = x\nreturn np.max(x, 0)", "return d_out * (self.x > 0)")),
]
