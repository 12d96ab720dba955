"""Golden values: what PyTorch computes in float64, for every layer and for both networks.

    python tests/golden/make_golden.py

writes layers.npz and networks.npz beside this file. Everything that goes in is stored as well,
so the layers' file does not depend on any random generator.

A network has hundreds of thousands of gradients; storing them all would take megabytes. Of each
array there are stored: its dot products with four vectors of ±1, to which every single entry
contributes, and 24 entries spread evenly over it, which show where to look when something is
wrong. Images and vectors come from np.random.RandomState, whose numbers NumPy has promised never
to change. The weights are those of models.cnn(seed=0) and models.mlp(seed=0), with biases other
than zero; their own summary is stored too, so that a changed start is not taken for a wrong
gradient.
"""

from pathlib import Path

import numpy as np

from scratchcnn import layers, models

HERE = Path(__file__).parent
BATCH = 4


def layer_cases():
    """{name: (layer in float64, a batch for it)}"""
    rng = np.random.RandomState(0)
    shapes = {
        "Division(255)": (4, 5, 2),
        "Convolution(2, 3)": (5, 6, 2),
        "Convolution(1, 4, 3, 0)": (5, 4, 1),
        "Convolution(3, 2, 5, 2)": (6, 4, 3),
        "Convolution(3, 2, 5, 4)": (3, 4, 3),
        "Convolution(2, 3, 1, 0)": (3, 4, 2),
        "Addition((3, 4, 2))": (3, 4, 2),
        "ReLU()": (3, 4, 2),
        "MaxPooling()": (7, 8, 3),
        "MaxPooling(2, 2)": (6, 6, 2),
        "Vectorization()": (3, 4, 2),
        "Dense(6, 5)": (6,),
        "Softmax()": (7,),
    }
    cases = {}
    for text, shape in shapes.items():
        layer = eval(text, vars(layers)).astype(np.float64)
        for array in layer.params.values():
            array[...] = rng.standard_normal(array.shape)
        cases[text] = layer, rng.standard_normal((2, *shape))
    ties = rng.randint(-1, 2, (2, 7, 8, 3)).astype(np.float64)
    cases["MaxPooling(3, 2)"] = cases["MaxPooling()"][0], ties
    return cases


def network_case(name):
    """(network in float64 with biases other than zero, images, labels)"""
    rng = np.random.RandomState(1)
    network = getattr(models, name)(seed=0).astype(np.float64)
    for layer in network.layers:
        if "bias" in layer.params:
            bias = layer.params["bias"]
            bias[...] = rng.randint(-100, 101, bias.shape) / 1000
    images = rng.randint(0, 256, (BATCH, 28, 28, 1)).astype(np.uint8)
    images[:, ::3] = 0  # empty rows, as digits have them
    return network, images, np.array([3, 0, 9, 3])


def summarize(array):
    """Four dot products with vectors of ±1, then 24 entries spread evenly over the array."""
    flat = np.asarray(array).ravel()
    signs = np.random.RandomState(2).randint(0, 2, (4, flat.size)) * 2.0 - 1
    spread = np.linspace(0, flat.size - 1, 24).astype(int)
    return np.concatenate([signs @ flat, flat[spread]])


def torch_layer(torch, layer, x, params):
    """The layer's output, computed by PyTorch; x and params are tensors in our layout."""
    functional = torch.nn.functional
    kind = type(layer).__name__
    if kind == "Division":
        return x / layer.divisor
    if kind == "Convolution":
        filters = params["filters"].permute(3, 2, 0, 1)  # out × in × kh × kw
        out = functional.conv2d(x.permute(0, 3, 1, 2), filters, padding=layer.padding)
        return out.permute(0, 2, 3, 1)
    if kind == "Addition":
        return x + params["bias"]
    if kind == "ReLU":
        return functional.relu(x)
    if kind == "MaxPooling":
        extra = layer.size - layer.stride
        padded = functional.pad(x.permute(0, 3, 1, 2), (0, extra, 0, extra))
        return functional.max_pool2d(padded, layer.size, layer.stride).permute(0, 2, 3, 1)
    if kind == "Vectorization":
        return x.flatten(1)  # our layout: channels last
    if kind == "Dense":
        return functional.linear(x, params["weights"].T, params["bias"])
    if kind == "Softmax":
        return functional.softmax(x, dim=-1)
    raise ValueError(f"no PyTorch version of {kind}")


def torch_params(torch, layer):
    return {name: torch.tensor(array, requires_grad=True) for name, array in layer.params.items()}


def golden_layers():
    """{key: array}: for each case x, d_out, the parameters, and what PyTorch makes of them."""
    import torch

    rng, golden = np.random.RandomState(3), {}
    for text, (layer, batch) in layer_cases().items():
        x, params = torch.tensor(batch, requires_grad=True), torch_params(torch, layer)
        out = torch_layer(torch, layer, x, params)
        d_out = rng.standard_normal(tuple(out.shape))
        out.backward(torch.tensor(d_out))
        golden |= {f"{text}|x": batch, f"{text}|d_out": d_out}
        golden |= {f"{text}|out": out.detach().numpy(), f"{text}|d_x": x.grad.numpy()}
        for name, tensor in params.items():
            golden[f"{text}|params|{name}"] = layer.params[name]
            golden[f"{text}|grads|{name}"] = tensor.grad.numpy()
    logits, labels = rng.standard_normal((5, 10)) * 4, np.array([3, 0, 9, 3, 5])
    tensor = torch.tensor(logits, requires_grad=True)
    loss = torch.nn.functional.cross_entropy(tensor, torch.tensor(labels))
    loss.backward()
    golden |= {"loss|logits": logits, "loss|labels": labels}
    return golden | {"loss|value": np.array(loss.item()), "loss|d_logits": tensor.grad.numpy()}


def golden_networks():
    """{key: array}: logits, probabilities, loss, dL/dimages, a summary of every gradient."""
    import torch

    golden = {}
    for name in ("cnn", "mlp"):
        network, images, labels = network_case(name)
        x = pixels = torch.tensor(images.astype(np.float64), requires_grad=True)
        parameters = [torch_params(torch, layer) for layer in network.layers]
        for layer, params in zip(network.layers, parameters, strict=True):
            x = torch_layer(torch, layer, x, params)
        loss = torch.nn.functional.cross_entropy(x, torch.tensor(labels))
        loss.backward()
        golden[f"{name}|logits"] = x.detach().numpy()
        golden[f"{name}|probabilities"] = torch.softmax(x, dim=1).detach().numpy()
        golden[f"{name}|loss"] = np.array(loss.item())
        golden[f"{name}|d_images"] = pixels.grad.numpy()
        for row, (layer, params) in enumerate(zip(network.layers, parameters, strict=True), 1):
            for key, tensor in params.items():
                golden[f"{name}|weights|{row}|{key}"] = summarize(layer.params[key])
                golden[f"{name}|grads|{row}|{key}"] = summarize(tensor.grad.numpy())
    return golden


if __name__ == "__main__":
    np.savez_compressed(HERE / "layers.npz", **golden_layers())
    np.savez_compressed(HERE / "networks.npz", **golden_networks())
