"""What holds for every lesson as it is committed: its frame, its length, its stored outputs."""

import ast
import re
import statistics
import subprocess
import sys
from pathlib import Path

import nbformat
import numpy as np
import pytest

from scratchcnn import exercises

ROOT = Path(__file__).parents[1]
LESSONS = sorted((ROOT / "notebooks").glob("*.ipynb"))
CELLS = {path.name: nbformat.read(path, as_version=4).cells for path in LESSONS}
SETUP = next(cell.source for cell in CELLS["01_convolution.ipynb"] if cell.cell_type == "code")

every_lesson = pytest.mark.parametrize("cells", CELLS.values(), ids=CELLS.keys())


def code(cells):
    return [cell for cell in cells if cell.cell_type == "code"]


def text(cells):
    return "\n\n".join(cell.source for cell in cells if cell.cell_type == "markdown")


@every_lesson
def test_the_frame(cells):
    title, *_ = cells[0].source.splitlines()
    assert title.startswith("# ")
    for promise in ("**You build:**", "**You need:**", "**It takes:**"):
        assert promise in cells[0].source
    headings = re.findall(r"^## (.+)", text(cells), re.M)
    assert "Your turn" in headings
    assert "In one card" in headings


@every_lesson
def test_it_ends_with_references(cells):
    last = cells[-1].source
    assert last.startswith("### Where this comes from and where to go on\n")
    entries = re.findall(r"^- .+", last, re.M)
    assert 3 <= len(entries) <= 6
    for entry in entries:  # a title, and in a few words why
        assert re.search(r"\*.+\*|\[.+\]\(https?://", entry) and re.search(
            r"[:,] \S.+[.?]$", entry
        ), entry


@every_lesson
def test_the_set_up_cell_is_the_same(cells):
    assert code(cells)[0].source == SETUP
    assert code(cells)[0].outputs == []


@every_lesson
def test_cells_are_short(cells):
    lengths = [len(cell.source.splitlines()) for cell in code(cells)]
    assert statistics.median(lengths) <= 8
    assert max(lengths) <= 25


@every_lesson
def test_cells_have_names_that_stay(cells):
    assert len({cell.id for cell in cells}) == len(cells)


@every_lesson
def test_outputs_are_stored_from_one_run_without_errors(cells):
    assert [cell.execution_count for cell in code(cells)] == list(range(1, len(code(cells)) + 1))
    for cell in code(cells):
        for output in cell.outputs:
            assert output.output_type != "error", cell.source
            assert output.get("name") != "stderr", cell.source
        assert "execution" not in cell.metadata


@every_lesson
def test_no_path_of_a_machine(cells):
    stored = [cell.source for cell in cells] + [str(cell.get("outputs", "")) for cell in cells]
    for place in (
        f"{ROOT}/",
        f"{Path.home()}/",
        "/home/",
        "/tmp/",
        "/Users/",
        "C:\\",
        "site-packages",
    ):
        assert not any(place in each for each in stored), place


@every_lesson
def test_pictures_have_an_alternative_text(cells):
    for output in (output for cell in code(cells) for output in cell.outputs):
        if "image/png" in output.get("data", {}):
            assert output.metadata["image/png"]["alt"] == output.data["text/plain"] != ""


@every_lesson
def test_links_lead_somewhere(cells):
    for target in re.findall(r"\]\(([^)#]+)", text(cells)):
        if not re.match(r"https?://", target):
            assert (ROOT / "notebooks" / target).exists(), target


@every_lesson
def test_what_varies_is_asserted_instead(cells):
    for cell in code(cells):
        tags = cell.metadata.get("tags", [])
        if "nbval-ignore-output" in tags and "timing" not in tags:
            asserted = "assert" in cell.source
            drawn = any("image/png" in output.get("data", {}) for output in cell.outputs)
            quiet = not cell.outputs
            told = any(output.output_type == "stream" for output in cell.outputs)
            assert asserted or drawn or quiet or "load_mnist" in cell.source or not told, (
                cell.source
            )


@pytest.mark.parametrize("lesson", ["00_start_here.ipynb", "10_the_full_network.ipynb"])
def test_the_first_and_the_last_lesson_show_progress(lesson):
    """As stored, nothing has been attempted; a reader's own table may differ from it."""
    (cell,) = [cell for cell in code(CELLS[lesson]) if "exercises.progress()" in cell.source]
    assert "nbval-ignore-output" in cell.metadata.tags
    total = rf"\b0\sof\s{len(exercises.names())}\b"
    assert re.search(total, cell.outputs[0].data["text/plain"])


@every_lesson
def test_cells_that_only_show_times_assert_nothing(cells):
    """A cell with the tag `timing` needs no assert; so one that has an assert needs no such tag."""
    for cell in code(cells):
        if "timing" in cell.metadata.get("tags", []):
            assert "nbval-ignore-output" in cell.metadata.tags, cell.source
            assert "assert" not in cell.source, cell.source


@every_lesson
def test_times_are_shown_and_not_asserted(cells):
    sources = [cell.source for cell in code(cells)]
    assert asserts_on_times(sources) == []


CLOCKS = {"repeat", "perf_counter", "clock", "seconds", "images_per_second"}


def asserts_on_times(sources):
    """The asserts that read a clock, or a name that got its value from one, in the cells' order."""
    timed, found = set(CLOCKS), []
    for source in sources:
        nodes = [node for node in ast.walk(ast.parse(source)) if hasattr(node, "lineno")]
        for node in sorted(nodes, key=lambda node: (node.lineno, node.col_offset)):
            if isinstance(node, ast.Assert) and names_in(node.test) & timed:
                found.append(ast.unparse(node))
            elif isinstance(node, ast.Assign | ast.AugAssign | ast.NamedExpr | ast.For):
                read = names_in(node.iter if isinstance(node, ast.For) else node.value)
                targets = node.targets if isinstance(node, ast.Assign) else [node.target]
                for target in targets:
                    if read & timed:
                        timed |= assigned(target)
                    elif isinstance(target, ast.Name) and not isinstance(node, ast.AugAssign):
                        timed -= {target.id} - CLOCKS
    return found


def names_in(expression):
    """Its names and attributes."""
    nodes = list(ast.walk(expression))
    names = {each.id for each in nodes if isinstance(each, ast.Name)}
    return names | {each.attr for each in nodes if isinstance(each, ast.Attribute)}


def assigned(target):
    """The names that an assignment gives values to: x in x, in x[i], and in x, y."""
    if isinstance(target, ast.Subscript | ast.Starred):
        return assigned(target.value)
    if isinstance(target, ast.Tuple | ast.List):
        return {name for each in target.elts for name in assigned(each)}
    return {target.id} if isinstance(target, ast.Name) else set()


def test_asserts_on_times_are_found():
    measured = "times['a'] = min(repeat(run)); ratio = times['a'] / times['b']"
    assert asserts_on_times([measured, "assert ratio < 2"]) == ["assert ratio < 2"]
    for reading in ("history.seconds", "perf_counter()", "times"):
        assert asserts_on_times([f"times = clock(run)\nassert {reading} < 1"])
    assert asserts_on_times([measured, "assert history.losses[-1] < 1"]) == []
    assert asserts_on_times([measured, "ratio = 2", "assert ratio < 2"]) == []


def run_setup(folder):
    """The set-up cell in a Python that has NumPy and the rest, but not this package."""
    packages = str(Path(np.__file__).parents[1])  # its .pth files are not read from PYTHONPATH
    return subprocess.run(
        [sys.executable, "-S", "-c", SETUP + "\nprint(check_gradients.__module__)"],
        cwd=folder,
        env={"PYTHONPATH": packages},
        capture_output=True,
        text=True,
    )


@pytest.mark.parametrize("folder", [ROOT, ROOT / "notebooks", ROOT / "tests" / "layers"])
def test_the_package_is_found_from_inside_the_course(folder):
    result = run_setup(folder)
    assert result.stdout == "scratchcnn.gradient_check\n", result.stderr


def test_elsewhere_one_line_says_how_to_get_it(tmp_path):
    result = run_setup(tmp_path)
    assert result.returncode != 0
    last = result.stderr.strip().splitlines()[-1]
    assert re.match(r"ImportError: .*'scratchcnn'.*: open this notebook", last)
    assert "pip install" in last
