"""Write the page: one file that asks nobody for anything, and cannot."""

import base64
import hashlib
import html
import json
from string import Template

from ..files import atomic_write
from .bundle import bundle, read, without_indents
from .contents import contents, first_image
from .shown import Explained


def write_page(network, path, examples=None, classes=None):
    """Write the page of a network; whatever is wrong is raised before there is a file."""
    held = contents(network, examples, classes)
    with atomic_write(path) as file:
        file.write(page(held).encode())
    return Explained(path, network, first_image(held))


def page(held):
    """The page that holds these contents, as text.

    Its policy names the two hashes of what may run and what may style: the page cannot load
    anything, and a name in it cannot become code.
    """
    style, script = without_indents(read("page.css")), bundle()
    data = json.dumps(held).replace("<", "\\u003c")  # or a name could end the element
    policy = (
        f"default-src 'none'; script-src '{fingerprint(script)}'; "
        f"style-src '{fingerprint(style)}'; base-uri 'none'; form-action 'none'"
    )
    return Template(without_indents(read("page.html"))).substitute(
        policy=html.escape(policy, quote=True), style=style, script=script, data=data
    )


def fingerprint(text):
    """A SHA-256 as a Content-Security-Policy writes it."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
