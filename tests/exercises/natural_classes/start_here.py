"""Natural wrong answers to the class of lesson 00."""

ANSWERS = [
    (
        "255 instead of the divisor.",
        """
    def forward(self, x):
        return x / 255.0

    def backward(self, d_out):
        return d_out / 255.0
""",
    ),
    (
        "The gradient is handed on as it is.",
        """
    def forward(self, x):
        self.out = x / self.divisor
        return self.out

    def backward(self, d_out):
        return d_out.copy()
""",
    ),
    (
        "The gradient is multiplied by the divisor.",
        """
    def forward(self, x):
        return x.astype(float) / self.divisor

    def backward(self, d_out):
        return self.divisor * d_out
""",
    ),
    (
        "Integer division.",
        """
    def forward(self, x):
        return x // self.divisor

    def backward(self, d_out):
        return d_out * (1 / self.divisor)
""",
    ),
    (
        "Nothing is returned.",
        """
    def forward(self, x):
        self.out = x / self.divisor

    def backward(self, d_out):
        return d_out / self.divisor
""",
    ),
    (
        "The slope alone.",
        """
    def forward(self, x):
        self.x = x
        return x / self.divisor

    def backward(self, d_out):
        return np.full(self.x.shape, 1 / self.divisor)
""",
    ),
    (
        "In place.",
        """
    def forward(self, x):
        x /= self.divisor
        return x

    def backward(self, d_out):
        return d_out / self.divisor
""",
    ),
    (
        "self is forgotten.",
        """
    def forward(self, x):
        return x / divisor

    def backward(self, d_out):
        return d_out / divisor
""",
    ),
    (
        "The quotient rule, with respect to the divisor.",
        """
    def forward(self, x):
        self.x = x
        return x / self.divisor

    def backward(self, d_out):
        return -self.x / self.divisor**2 * d_out
""",
    ),
    (
        "The result goes back to the type of the pixels.",
        """
    def forward(self, x):
        return (x / self.divisor).astype(x.dtype)

    def backward(self, d_out):
        return d_out / self.divisor
""",
    ),
]
