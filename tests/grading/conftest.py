"""Notebooks as students hand them in."""

import json

import pytest

SETUP = "import numpy as np\n\nfrom scratchcnn import Layer, exercises"


@pytest.fixture(scope="session")
def notebook():
    """A function that makes a notebook's content of the source of its code cells."""

    def make(*cells, setup=SETUP):
        code = [{"cell_type": "code", "source": source} for source in (setup, *cells)]
        return json.dumps({"cells": code, "nbformat": 4}).encode()

    return make
