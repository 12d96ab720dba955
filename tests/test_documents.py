"""What the README and the other pages name exists: files, commands, parts of the package."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FOLDERS = ("data", "docs", "notebooks", "scratchcnn", "tests", "tools")
FILES = [*ROOT.glob("*"), *(path for name in FOLDERS for path in (ROOT / name).rglob("*"))]
PAGES = [path for path in FILES if path.suffix == ".md" and path.parent.name != "_static"]
MAKEFILE = (ROOT / "Makefile").read_text("utf-8")
TARGETS = re.search(r"^\.PHONY: (.+)$", MAKEFILE, re.M)[1].split()
NOT_HERE = (  # made by commands, or examples
    r"build/.*|\.venv/.*|NAME\.ipynb|.*/NAME\.ipynb|run\.npz"
    r"|mnist\.npz|(mnist_)?(train|test)\.csv"
)

every_page = pytest.mark.parametrize("page", PAGES, ids=lambda path: str(path.relative_to(ROOT)))


def test_the_readme_is_short():
    assert len((ROOT / "README.md").read_text("utf-8").split()) <= 600


@every_page
def test_links_lead_somewhere(page):
    for target in re.findall(r"\]\(([^)#]+)[^)]*\)", page.read_text("utf-8")):
        if not re.match(r"https?://", target):
            assert (page.parent / target).exists(), target


@every_page
def test_files_and_folders_that_are_named_are_there(page):
    """A name with a folder counts from the root; a name alone is a file anywhere."""
    for code in re.findall(r"`([^`\n]+)`", page.read_text("utf-8")):
        for name in re.findall(r"[\w.-]+/[\w./-]*|[\w-]+\.(?:py|md|npz|yml|gz|ipynb|js)\b", code):
            alone = {path.name for path in FILES} if "/" not in name else set()
            places = (ROOT, ROOT / "scratchcnn")
            there = name in alone or any((place / name).exists() for place in places)
            assert there or re.fullmatch(NOT_HERE, name), name


@every_page
def test_commands_that_are_named_exist(page):
    for target in re.findall(r"(?:`|^)make ([a-z-]+)", page.read_text("utf-8"), re.M):
        assert target in TARGETS, target


def test_help_tells_every_command():
    told = re.findall(r'^\t@echo "make ([a-z-]+) ', MAKEFILE, re.M)
    assert sorted([*told, "help"]) == sorted(TARGETS)


def test_the_map_shows_the_whole_package():
    shown = re.findall(r"`(\w+(?:/|\.py))`", (ROOT / "CONTRIBUTING.md").read_text("utf-8"))
    for path in (ROOT / "scratchcnn").iterdir():
        name = f"{path.name}/" if path.is_dir() else path.name
        assert name in {*shown, "__init__.py", "__pycache__/"}, name
