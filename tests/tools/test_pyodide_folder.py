"""Where the browser's Python comes from; without any, one line says what was looked for."""

import functools
import http.server
import json
import threading

import pyodide_folder
import pytest


def store(folder, version):
    """A folder with Pyodide's list of packages, and nothing else."""
    folder.mkdir(parents=True)
    content = json.dumps({"info": {"version": version}, "packages": {}})
    (folder / pyodide_folder.LIST).write_text(content)
    return folder


@pytest.fixture
def cdn(tmp_path, monkeypatch):
    """A CDN on this machine that has Pyodide; its address."""
    store(tmp_path / "cdn", pyodide_folder.VERSION)
    handler = functools.partial(
        http.server.SimpleHTTPRequestHandler, directory=str(tmp_path / "cdn")
    )
    monkeypatch.setattr(http.server.SimpleHTTPRequestHandler, "log_message", lambda *each: None)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, args=[0.01], daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}/"
        monkeypatch.setattr(pyodide_folder, "CDN", address)
        yield address
        server.shutdown()


def test_the_folder_that_is_named(cdn, tmp_path, monkeypatch):
    folder = store(tmp_path / "mine", pyodide_folder.VERSION)
    monkeypatch.setenv("PYODIDE_FOLDER", str(folder))
    assert pyodide_folder.folder() == folder


def test_none_is_named_and_the_cdn_answers(cdn, monkeypatch):
    monkeypatch.delenv("PYODIDE_FOLDER", raising=False)
    assert pyodide_folder.folder() is None


@pytest.mark.parametrize(("version", "found"), [(None, "none"), ("0.1.2", "0.1.2")])
def test_a_folder_without_this_pyodide(cdn, tmp_path, monkeypatch, version, found):
    folder = store(tmp_path / "mine", version) if version else tmp_path
    monkeypatch.setenv("PYODIDE_FOLDER", str(folder))
    with pytest.raises(LookupError, match=rf"^PYODIDE_FOLDER: expected .*, got {found} in [^\n]+$"):
        pyodide_folder.folder()


def test_no_folder_and_a_cdn_without_it(cdn, monkeypatch):
    monkeypatch.delenv("PYODIDE_FOLDER", raising=False)
    monkeypatch.setattr(pyodide_folder, "CDN", f"{cdn}nothing/")
    with pytest.raises(LookupError, match=r"^no answer from http[^\n]+ names no folder[^\n]+$"):
        pyodide_folder.folder()


def test_no_folder_and_no_network(monkeypatch):
    monkeypatch.delenv("PYODIDE_FOLDER", raising=False)
    monkeypatch.setattr(pyodide_folder, "CDN", "http://127.0.0.1:9/")  # nobody listens there
    with pytest.raises(LookupError, match=r"^no answer from http://127\.0\.0\.1:9/"):
        pyodide_folder.folder()


def test_the_version_that_a_kernel_is_made_for(tmp_path):
    (tmp_path / "static").mkdir()
    script = tmp_path / "static" / "1.js"
    script.write_text('e="https://cdn.example/pyodide/v314.0.6/full/pyodide.mjs"')
    assert pyodide_folder.version_of_kernel(tmp_path) == "314.0.6"
    script.write_text("e=null")
    with pytest.raises(LookupError, match=r"^expected one version of Pyodide in .+, got \[\]$"):
        pyodide_folder.version_of_kernel(tmp_path)
