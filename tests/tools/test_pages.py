"""Pages of docs/ whose figures a command writes."""

from pathlib import Path

import pages
import pytest

DOCS = Path(__file__).parents[2] / "docs"


def test_only_what_was_measured_is_replaced(tmp_path):
    page = tmp_path / "page.md"
    page.write_text(f"before\n\n{pages.BEGIN}\n\nold\n\n{pages.END}\n\nafter, × and –\n", "utf-8")
    for text in ("new × 1\n", "newer × 2"):
        pages.fill(page, text)
    assert page.read_text("utf-8") == (
        f"before\n\n{pages.BEGIN}\n\nnewer × 2\n\n{pages.END}\n\nafter, × and –\n"
    )


@pytest.mark.parametrize("name", ["where_it_runs.md", "figures.md", "photographs.md"])
def test_the_pages_can_be_filled(name, tmp_path):
    page = tmp_path / name
    page.write_text((DOCS / name).read_text("utf-8"), "utf-8")
    pages.fill(page, "measured anew")
    assert "\n\nmeasured anew\n\n" in page.read_text("utf-8")
