"""How Sphinx builds the course: `make site`, which gathers it in build/site-source."""

import html
import importlib
import inspect
import pkgutil
import re
import sys
import textwrap
from importlib.metadata import metadata

from docutils import nodes
from sphinx.ext.autodoc.mock import mock

import scratchcnn

project = "scratchcnn"
author = "the authors of scratchcnn"
copyright = f"{author}, MIT licence"
DESCRIPTION = f"{metadata(project)['Summary']}."

extensions = [
    "myst_nb",
    "sphinx.ext.autosummary",
    "sphinx.ext.autodoc",
    "sphinx.ext.viewcode",
    "sphinx_copybutton",
]
copybutton_selector = "div:not(.output) > div.highlight > pre"  # what is typed, not its results
myst_enable_extensions = ["attrs_inline", "dollarmath"]
myst_heading_anchors = 3
suppress_warnings = ["mystnb.unknown_mime_type"]  # a widget beside the picture that stands for it

nb_execution_mode = "off"  # the outputs are those stored in the lessons
nb_ipywidgets_js = {}  # nothing from other places
nb_code_prompt_show = nb_code_prompt_hide = "The set-up cell"  # the only one that is folded
nb_merge_streams = True
mathjax_path = "tex-svg-full.js"  # copied beside the pages
mathjax3_config = {"options": {"enableMenu": False}}

add_module_names = False
templates_path = ["_templates"]  # one page for a module, with all that it has
autodoc_member_order = "bysource"
autodoc_default_options = {"members": True, "show-inheritance": True}
default_role = "code"

html_theme = "sphinx_book_theme"
html_title = "scratchcnn"
html_static_path = ["_static"]
html_css_files = ["site.css"]
html_js_files = ["site.js"]
html_context = {"default_mode": "auto"}  # light or dark as the reader's system is, until switched
html_favicon = "_static/icon.svg"
html_copy_source = False
html_show_sphinx = False
html_theme_options = {
    "use_download_button": False,
    "use_fullscreen_button": False,
    "navbar_persistent": [],  # the search field has its place beside the page
    "show_toc_level": 1,
}


autodoc_mock_imports = ["torch"]  # its pages need it as little as the others

# autosummary asks a package for a name: doctor is to be the module there, not the function in it.
with mock(autodoc_mock_imports):
    for module in pkgutil.walk_packages(scratchcnn.__path__, "scratchcnn."):
        package, _, name = module.name.rpartition(".")
        setattr(sys.modules[package], name, importlib.import_module(module.name))


def as_written(app, what, name, obj, options, lines):
    """Docstrings are plain text: prose flows, whatever is lined up by spaces stays as it is."""
    blocks = inspect.cleandoc("\n".join(lines)).split("\n\n")
    lines[:] = "\n\n".join(map(literal_or_prose, blocks)).splitlines()


def literal_or_prose(block):
    if re.search(r"^ |\S  +\S|^\d\. ", block, re.M):
        return "::\n\n" + re.sub("^", "    ", block, flags=re.M)
    escaped = re.sub(r"([*|_\\])", r"\\\1", block)
    return re.sub(r"`[^`]+`", lambda code: code[0].replace("\\", ""), escaped)


def of_init(app, what, name, obj, options, signature, returns):
    """A layer's arguments are those of its __init__, whatever its base class does in __new__."""
    if what == "class" and inspect.isfunction(obj.__init__):
        _, *arguments = inspect.signature(obj.__init__).parameters.values()
        return str(inspect.Signature(arguments)), returns
    return None


def describe(app, name, template, context, doctree):
    """A page's description for search engines: its first paragraph, or else what the course is."""
    paragraphs = doctree.findall(nodes.paragraph) if doctree else ()
    texts = (" ".join(each.astext().split()) for each in paragraphs)
    text = next((each for each in texts if len(each) > 30), DESCRIPTION)
    shown = html.escape(textwrap.shorten(text, 200, placeholder=" …"))
    tag = f'<meta name="description" content="{shown}">'
    context["metatags"] = context.get("metatags", "") + tag


def without_empty_headings(app, doctree):
    """Markdown has no table without a heading; one that is empty is not announced as one."""
    for heading in list(doctree.findall(nodes.thead)):
        if not heading.astext().strip():
            heading.parent.remove(heading)


def setup(app):
    app.connect("doctree-read", without_empty_headings)
    app.connect("html-page-context", describe)
    app.connect("autodoc-process-signature", of_init)
    app.connect("autodoc-process-docstring", as_written)
