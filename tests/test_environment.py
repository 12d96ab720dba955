"""environment.yml, for conda, asks for what pyproject.toml asks for, in conda's own words.

No channel can be reached from a test: that the environment can be solved is not tested.
"""

import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
ENVIRONMENT = yaml.safe_load((ROOT / "environment.yml").read_text("utf-8"))
SPECS = [spec for spec in ENVIRONMENT["dependencies"] if isinstance(spec, str)]
CONDA_NAMES = {"matplotlib": "matplotlib-base"}  # without Qt, which nothing here needs


def test_the_same_packages_in_the_same_ranges():
    extras = PROJECT["optional-dependencies"]
    wanted = [*PROJECT["dependencies"], *extras["course"], *extras["widgets"], *extras["photo"]]
    ranges = {}
    for requirement in map(Requirement, wanted):
        if requirement.marker and not requirement.marker.evaluate({"python_version": "3.11"}):
            continue  # for the newest Python; conda picks one for which it has them all
        name = CONDA_NAMES.get(requirement.name, requirement.name)
        ranges[name] = str(requirement.specifier)
    ranges |= {"python": PROJECT["requires-python"], "pip": ""}
    found = [Requirement(spec) for spec in SPECS]
    assert {each.name: str(each.specifier) for each in found} == ranges
    assert len(found) == len(ranges)


def test_pip_adds_the_course_and_nothing_else():
    (pip,) = (spec["pip"] for spec in ENVIRONMENT["dependencies"] if not isinstance(spec, str))
    assert pip == ["--editable ."]
    assert ENVIRONMENT["channels"] == ["conda-forge"]


@pytest.mark.parametrize("spec", SPECS)
def test_conda_reads_it(spec):
    rattler = pytest.importorskip(
        "rattler", reason="py-rattler reads specs as conda does; make check-everywhere installs it"
    )
    read = rattler.MatchSpec(spec, strict=True)
    assert read.name.normalized == Requirement(spec).name
    assert (read.version or "") == str(Requirement(spec).specifier)
