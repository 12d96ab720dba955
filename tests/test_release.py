"""What a release says of itself in several places is the same in all of them."""

import datetime
import json
import re
import tomllib
from pathlib import Path

import pytest

import scratchcnn

ROOT = Path(__file__).parents[1]
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))


def project():
    return tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]


def cited(field):
    text = (ROOT / "CITATION.cff").read_text("utf-8")
    return re.search(rf"^{field}: (.+)$", text, re.M)[1]


def test_version_and_day_are_the_newest_of_the_changelog():
    text = (ROOT / "CHANGELOG.md").read_text("utf-8")
    version, day = re.search(r"^## (\S+), (.+)$", text, re.M).groups()
    assert version == scratchcnn.__version__ == cited("version")
    assert datetime.datetime.strptime(day, "%d %B %Y").date().isoformat() == cited("date-released")


def test_the_licence_is_the_same():
    assert cited("license") == project()["license"]


def test_ci_tries_every_python_that_we_claim():
    claimed = re.findall(r"Python :: (3\.\d+)", "\n".join(project()["classifiers"]))
    (matrix,) = re.findall(
        r"python: (\[.+\])", (ROOT / ".github" / "workflows" / "ci.yml").read_text("utf-8")
    )
    assert json.loads(matrix) == claimed
    assert project()["requires-python"] == f">={claimed[0]}"


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: path.stem)
def test_workflows_call_what_there_is(workflow):
    text = workflow.read_text("utf-8")
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.M))
    assert set(re.findall(r"\bmake ([a-z-]+)", text)) <= targets
    extras = set(re.findall(r"\.\[([a-z,]+)\]", text))
    assert {name for each in extras for name in each.split(",")} <= set(
        project()["optional-dependencies"]
    )
