"""Print NAME=VALUE for the environment in which matrix products run fastest; mostly nothing."""

from scratchcnn.doctor import better_kernels

print(*(f"{name}={value}" for name, value in better_kernels().items()))
