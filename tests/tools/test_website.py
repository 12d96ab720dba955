"""What the site says about lessons and network comes from them; the site itself: `make site`."""

import re
from pathlib import Path

import nbformat
import pytest
import website

import notebooks
from scratchcnn import models

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def lessons():
    return {path.stem: website.read(path) for path in sorted((ROOT / "notebooks").glob("*.ipynb"))}


def test_colab_is_linked_to_only_if_the_course_is_hosted():
    assert "olab" not in website.ways_to_run("01_convolution", None)
    hosted = website.ways_to_run("01_convolution", "https://github.com/somebody/scratchcnn")
    assert "/github/somebody/scratchcnn/blob/gh-pages/lite/files/01_convolution.ipynb" in hosted


def test_every_picture_has_its_text_on_the_site(lessons):
    for name, notebook in lessons.items():
        for cell in website.page(name, notebook, None).cells:
            for _, picture in website.pictures(cell):
                assert picture["alt"] in cell.metadata["mystnb"]["image"]["alt"]
        assert "mystnb" not in str([cell.metadata for cell in notebook.cells])  # the lesson's own


def test_a_lesson_on_the_site_is_not_said_to_run_there(lessons):
    assert "Shift-Enter" in lessons["00_start_here"].cells[0].source
    first, ways, *_ = website.page("00_start_here", lessons["00_start_here"], None).cells
    assert "Shift-Enter" not in first.source
    assert "**It takes:**" in first.source
    assert "lite/notebooks/index.html?path=00_start_here.ipynb" in ways.source


def test_cards_tell_what_each_lesson_builds_and_how_long_it_takes(lessons, tmp_path, monkeypatch):
    monkeypatch.setattr(website, "SOURCE", tmp_path)
    (tmp_path / "_static" / "lessons").mkdir(parents=True)
    cards = website.lesson_cards(lessons)
    assert re.findall(r'href="(\w+)\.html"', cards) == list(lessons)
    for opening in ("<strong><a ", "<p>You build ", '<p class="duration">'):
        assert cards.count(opening) == len(lessons)
    assert '<p class="duration">Two hours, exercises included</p>' in cards
    for source in re.findall(r'img src="([^"]+)"', cards):
        assert (tmp_path / source).read_bytes().startswith(b"\x89PNG")


def test_the_map_has_every_row_and_links_to_lessons_that_exist(lessons):
    rows = website.network_map(lessons).splitlines()[2:]
    assert len(rows) == len(models.cnn().summary().rows)
    assert "[Convolution](01_convolution.ipynb)" in rows[1]
    assert "28 × 28 × 16" in rows[1]
    assert set(re.findall(r"\((\w+)\.ipynb\)", "".join(rows))) <= set(lessons)
    assert "](01_" not in website.network_map({})


def test_a_live_page_is_shown_on_the_site_and_its_picture_in_the_stored_lesson(tmp_path):
    cell = nbformat.v4.new_code_cell('network.explain("explained.html")')
    shown = '<p><a href="explained.html">Open</a></p><div><img><iframe src="x">\n</iframe></div>'
    cell.outputs = [nbformat.v4.new_output("display_data", {"text/html": shown})]
    notebook = nbformat.v4.new_notebook(cells=[cell])
    notebooks.write(notebook, tmp_path / "stored.ipynb")
    (stored,) = notebooks.read(tmp_path / "stored.ipynb").cells[0].outputs
    assert stored.data["text/html"] == shown.split("<iframe")[0] + "</div>"
    website.alive(stored)
    assert '<img><iframe src="explained.html"' in stored.data["text/html"]
