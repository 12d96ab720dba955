"""The page's JavaScript, run in Node."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from scratchcnn.explainer.bundle import ARITHMETIC, bundle

NAMES = "LAYERS, Network, Softmax, SoftmaxCrossEntropy, fromStrokes, complaint, prepare, shrink"


@pytest.fixture(scope="session")
def node(tmp_path_factory):
    """A function that gives run.mjs a task, as keywords, and returns its result."""
    if shutil.which("node") is None:
        pytest.skip("Node.js is not installed: the page's JavaScript is not tested")
    code = tmp_path_factory.mktemp("explainer") / "bundle.mjs"
    code.write_text(f"{bundle(ARITHMETIC)}\nexport {{ {NAMES} }};\n", "utf-8")

    def run(name, **task):
        command = ["node", Path(__file__).with_name("run.mjs"), code]
        text = json.dumps({"name": name, **task})
        result = subprocess.run(command, input=text, capture_output=True, encoding="utf-8")
        assert result.returncode == 0, result.stderr
        return json.loads(result.stdout)

    return run
