"""How the environment is made: the pinned uv from an index, and one line for whatever is missing."""

import hashlib
import io
import os
import platform
import runpy
import subprocess
import threading
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import SimpleNamespace

import pytest
from reform_index.stack.place import ROOT

WHEEL = f"uv-9.9.9-py3-none-manylinux_2_17_{platform.machine()}.manylinux2014_{platform.machine()}.whl"


def wheel() -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("uv-9.9.9.data/scripts/uv", "#!/bin/sh\necho uv 9.9.9\n")
    return held.getvalue()


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the library's
        """Says nothing."""


@contextmanager
def index(folder: Path) -> Iterator[str]:
    """A simple package index on this machine: pages for people with links to files."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/simple"
        server.shutdown()


@pytest.fixture
def bootstrap(tmp_path: Path) -> SimpleNamespace:
    """The script's functions over a root of their own, whose uv is a wheel made here."""
    loaded = runpy.run_path(str(ROOT / ".ci" / "bootstrap.py"))
    told = loaded["fetch_uv"].__globals__
    lock = tmp_path / "uv.txt"
    lock.write_text(f"uv==9.9.9 \\\n    --hash=sha256:{hashlib.sha256(wheel()).hexdigest()}\n", encoding="utf-8")
    told |= {"UV_LOCK": str(lock), "TOOLS": str(tmp_path / "tools"), "find_pip": lambda: None}
    page = tmp_path / "simple" / "uv"
    page.mkdir(parents=True)
    (page / "index.html").write_text(f'<a href="../../files/{WHEEL}#sha256=0">{WHEEL}</a>', encoding="utf-8")
    (tmp_path / "files").mkdir()
    (tmp_path / "files" / WHEEL).write_bytes(wheel())
    return SimpleNamespace(folder=tmp_path, **{name: told[name] for name in ("fetch_uv", "main")})


def test_uv_comes_from_the_named_index_and_is_kept(bootstrap: SimpleNamespace, monkeypatch: pytest.MonkeyPatch) -> None:
    with index(bootstrap.folder) as url:
        monkeypatch.setenv("PIP_INDEX_URL", url)
        uv = bootstrap.fetch_uv()
    assert subprocess.run([uv], capture_output=True, text=True, check=True).stdout == "uv 9.9.9\n"
    assert bootstrap.fetch_uv() == uv, "the second time nothing is asked"


def test_another_wheel_than_the_pinned_one_is_refused(
    bootstrap: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    (bootstrap.folder / "files" / WHEEL).write_bytes(wheel() + b"more")
    with index(bootstrap.folder) as url:
        monkeypatch.setenv("PIP_INDEX_URL", url)
        with pytest.raises(SystemExit, match=r"uv: the index .* gave another uv-9.9.9 than .*; nothing was installed"):
            bootstrap.fetch_uv()
    assert not (bootstrap.folder / "tools").exists()


def test_an_index_that_does_not_answer_is_one_line_without_its_password(
    bootstrap: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PIP_INDEX_URL", "http://reader:hidden-word@127.0.0.1:1/simple")
    with pytest.raises(SystemExit) as told:
        bootstrap.fetch_uv()
    assert str(told.value).startswith("uv: the index of PIP_INDEX_URL did not answer")
    assert "hidden-word" not in str(told.value)


def test_an_old_python_is_told_what_to_do(bootstrap: SimpleNamespace) -> None:
    bootstrap.main.__globals__["OLDEST"] = (99, 0)
    with pytest.raises(SystemExit, match=r"Python: .* is 3\..*3.11 or newer is needed; name another one"):
        bootstrap.main()


def test_a_python_that_is_not_there_is_one_line() -> None:
    done = subprocess.run(
        ["make", "--no-print-directory", "setup", "PYTHON=python9"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    first, *rest = done.stderr.splitlines()
    assert first.startswith("Python: no python9 here; install Python 3.11 or newer")
    assert all(line.startswith("make: ***") for line in rest)


def test_bare_make_prints_every_target() -> None:
    done = subprocess.run(["make", "--no-print-directory"], cwd=ROOT, capture_output=True, text=True, check=True)
    printed = {line.split()[1] for line in done.stdout.splitlines()}
    assert {"setup", "run", "run-once", "test", "docs", "lock"} <= printed


def test_the_locks_pin_every_package_with_hashes() -> None:
    for lock in (ROOT / "requirements.txt", ROOT / "tests" / "requirements.txt", ROOT / ".ci" / "uv.txt"):
        blocks = [line for line in lock.read_text(encoding="utf-8").splitlines() if line and line[0] not in " #"]
        assert blocks
        assert [line for line in blocks if "==" not in line or not line.endswith("\\")] == []
