"""`make links` fails when an address is dead; the addresses here are on this machine."""

import http.server
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


class Handler(http.server.BaseHTTPRequestHandler):
    """Only /there exists."""

    def do_HEAD(self):
        self.send_response(200 if self.path == "/there" else 404)
        self.end_headers()

    do_GET = do_HEAD

    def log_message(self, *arguments):
        pass


@pytest.fixture(scope="module")
def address():
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def command():
    """What `make links` runs, after it has built the site."""
    dry = ["make", "--dry-run", "--always-make", "links"]
    lines = subprocess.run(dry, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    (line,) = (each for each in lines.splitlines() if "linkcheck" in each)
    _, *words = line.split()
    return [sys.executable, *words]


def test_a_dead_link_fails_and_is_named(address, tmp_path):
    for extension in ("myst_nb", "sphinx_copybutton"):
        pytest.importorskip(extension, reason="make site installs what the site is built with")
    source = tmp_path / "build" / "site-source"
    shutil.copytree(ROOT / "docs", source, ignore=shutil.ignore_patterns("*.md", "*.png"))

    def follow(*paths):
        links = "\n".join(f"- [{path}]({address}/{path})" for path in paths)
        (source / "index.md").write_text(f"# Links\n\n{links}\n")
        shutil.rmtree(tmp_path / "build" / "links", ignore_errors=True)
        return subprocess.run(command(), cwd=tmp_path, capture_output=True, text=True)

    good = follow("there")
    assert good.returncode == 0, good.stderr
    dead = follow("there", "gone")
    assert dead.returncode != 0
    said = dead.stdout + dead.stderr
    assert f"{address}/gone" in said and f"{address}/there" not in said
