"""Dense: every input is connected to every output."""

import numpy as np

from .layer import Layer, he_normal


class Dense(Layer):
    """out[n, o] = Σ_i  x[n, i] · weights[i, o]  +  bias[o]

    input    N × in_features
    weights  in_features × out_features
    bias     out_features; it starts at 0
    output   N × out_features
    """

    def __init__(self, in_features, out_features, *, rng=None):
        if in_features < 1 or out_features < 1:
            raise ValueError(
                f"features: expected positive numbers, got {in_features} → {out_features}"
            )
        self.in_features, self.out_features = in_features, out_features
        self.params["weights"] = he_normal((in_features, out_features), in_features, rng)
        self.params["bias"] = np.zeros(out_features, np.float32)

    def config(self):
        return {"in_features": self.in_features, "out_features": self.out_features}

    def output_shape(self, input_shape):
        if tuple(input_shape) != (self.in_features,):
            self.reject(input_shape, self.in_features)
        return (self.out_features,)

    def macs(self, input_shape):
        return self.in_features * self.out_features

    def forward(self, x):
        self.output_shape(x.shape[1:])
        self.x = x
        return x @ self.params["weights"] + self.params["bias"]

    def backward(self, d_out):
        self.parameter_gradients(d_out)
        return d_out @ self.params["weights"].T

    def parameter_gradients(self, d_out):
        """dL/dweights = xᵀ · d_out, the outer products of all images summed up."""
        self.grads["weights"] = self.x.T @ d_out
        self.grads["bias"] = d_out.sum(axis=0)
