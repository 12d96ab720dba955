"""Natural wrong answers to the class of lesson 05."""

from .addition import methods

KEEP = "self.shape = x.shape\nreturn x.reshape(x.shape[0], -1).copy()"
BACK = "return d_out.reshape(self.shape).copy()"
ANSWERS = [
    ("One vector for all.", methods("self.shape = x.shape\nreturn x.flatten()", BACK)),
    ("The shape is not kept.", methods("return x.reshape(len(x), -1).copy()", BACK)),
    (
        "The shape without the batch.",
        methods("self.shape = x.shape[1:]\nreturn x.reshape(len(x), -1).copy()", BACK),
    ),
    (
        "Channels first.",
        methods(
            "self.shape = x.shape\nreturn np.moveaxis(x, 3, 1).reshape(len(x), -1).copy()", BACK
        ),
    ),
    ("A view.", methods("self.shape = x.shape\nreturn x.reshape(len(x), -1)", BACK)),
    ("The batch last.", methods("self.shape = x.shape\nreturn x.reshape(-1, len(x)).copy()", BACK)),
    ("The vector as it came.", methods(KEEP, "return d_out.copy()")),
    (
        "The channels are forgotten.",
        methods(
            "self.shape = N, H, W, C = x.shape\nreturn x.reshape(N, H * W).copy()",
            BACK,
        ),
    ),
    (
        "The axes are named in another order.",
        methods(
            "self.N, self.C, self.H, self.W = x.shape\nreturn x.reshape(len(x), -1).copy()",
            "return d_out.reshape(self.N, self.H, self.W, self.C).copy()",
        ),
    ),
    (
        "Height and width in another order.",
        methods(
            "self.N, self.H, self.W, self.C = x.shape\nreturn x.reshape(len(x), -1).copy()",
            "return d_out.reshape(self.N, self.W, self.H, self.C).copy()",
        ),
    ),
    (
        "The size of the course's network, fixed.",
        methods(
            "return x.reshape(len(x), -1).copy()",
            "return d_out.reshape(len(d_out), 3, 3, 4).copy()",
        ),
    ),
    (
        "A single image in the batch.",
        methods("self.shape = x.shape\nreturn x.reshape(1, -1).copy()", BACK),
    ),
    (
        "Columns first.",
        methods('self.shape = x.shape\nreturn x.reshape(len(x), -1, order="F")', BACK),
    ),
    (
        "Of each image a transposed one.",
        methods("self.shape = x.shape\nreturn np.array([image.T.flatten() for image in x])", BACK),
    ),
]
