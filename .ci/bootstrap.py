"""Makes .venv from a lock with hashes, on a machine that has Python and nothing else.

`python3 .ci/bootstrap.py LOCK…` installs each lock with uv. uv itself is one wheel, pinned with its hashes in
.ci/uv.txt; whatever pip can be found fetches it: the interpreter's own, a wheel of pip that lies on the disk, or,
where there is none (Debian keeps pip in a package of its own), that package, downloaded without being installed. No pip
is needed where PIP_INDEX_URL or UV_DEFAULT_INDEX names an index. Standard library only, and readable to a Python that
is too old, so that it gets an answer and not a syntax error.
"""
# ruff: noqa: S103, S310, S603, S607 - what it starts and fetches is written here or comes from the person who runs it

from __future__ import annotations

import glob
import hashlib
import http.client
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
import urllib.parse
import urllib.request
import zipfile
from typing import NoReturn

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
UV_LOCK = os.path.join(ROOT, ".ci", "uv.txt")
TOOLS = os.path.join(ROOT, ".tools")
VENV = os.path.join(ROOT, ".venv")
OLDEST = (3, 11)
SYSTEM_CERTIFICATES = "/etc/ssl/certs/ca-certificates.crt"
"""Where an agency's own certificate authority is known too; a machine without the file trusts what uv carries."""


def fail(line: str) -> NoReturn:
    sys.exit(line)


def read_bytes(path: str) -> bytes:
    with open(path, "rb") as file:
        return file.read()


def fingerprint(lock: str) -> str:
    """Changes when the lock, uv or the interpreter changes."""
    told = read_bytes(lock) + read_bytes(UV_LOCK) + sys.version.encode() + sys.executable.encode()
    return hashlib.sha256(told).hexdigest()


def find_pip() -> list[str] | None:
    """The command of a pip that this interpreter can run, or None."""
    if subprocess.run([sys.executable, "-m", "pip", "--version"], capture_output=True, check=False).returncode == 0:
        return [sys.executable, "-m", "pip"]
    bundled = os.path.join(os.path.dirname(os.__file__), "ensurepip", "_bundled")
    wheels = glob.glob(os.path.join(bundled, "pip-*.whl")) + glob.glob("/usr/share/python-wheels/pip-*.whl")
    return [sys.executable, os.path.join(wheels[0], "pip")] if wheels else None


def fetch_pip_from_debian(folder: str) -> list[str] | None:
    """Debian's own package of pip's wheel, unpacked into `folder`: no root, nothing installed."""
    if not (shutil.which("apt-get") and shutil.which("dpkg-deb")):
        return None
    lists = os.path.join(folder, "lists")
    os.makedirs(os.path.join(lists, "partial"))
    os.makedirs(os.path.join(folder, "cache", "archives", "partial"))
    apt = ["apt-get", "-qq", "-o", "Dir::Cache=" + os.path.join(folder, "cache"), "-o", "APT::Sandbox::User="]
    own = [*apt, "-o", "Dir::State::Lists=" + lists]
    package = "python3-pip-whl"
    for command in ([*apt, "download", package], [*own, "update"], [*own, "download", package]):
        subprocess.run(command, cwd=folder, capture_output=True, check=False)
        for deb in glob.glob(os.path.join(folder, "*.deb")):
            subprocess.run(["dpkg-deb", "-x", deb, folder], check=True)
            wheels = glob.glob(os.path.join(folder, "usr", "share", "python-wheels", "pip-*.whl"))
            return [sys.executable, os.path.join(wheels[0], "pip")] if wheels else None
    return None


def download_with_pip(pip: list[str], folder: str) -> str:
    command = [*pip, "download", "--quiet", "--disable-pip-version-check", "--no-deps", "--only-binary", ":all:"]
    done = subprocess.run(
        [*command, "--require-hashes", "-r", UV_LOCK, "-d", folder], capture_output=True, text=True, check=False
    )
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["pip said nothing"])[-1]
        fail(f"uv: pip could not fetch it ({last}); check the network, or name your index in PIP_INDEX_URL")
    return glob.glob(os.path.join(folder, "uv-*.whl"))[0]


def read_url(url: str) -> bytes:
    try:
        with urllib.request.urlopen(url, timeout=300) as answer:
            return bytes(answer.read())
    except (OSError, ValueError, http.client.HTTPException) as error:
        fail(f"uv: the index of PIP_INDEX_URL did not answer ({type(error).__name__}); correct it, or install pip")


def download_from_index(index: str, folder: str) -> str:
    """The wheel for this machine from a simple index, held against the hashes of .ci/uv.txt."""
    lock = read_bytes(UV_LOCK).decode()
    version = lock.split()[0].replace("uv==", "uv-")
    page_url = index.rstrip("/") + "/uv/"
    page = read_url(page_url).decode()
    wanted = rf'href="([^"#]*/?{re.escape(version)}-[^"#/]*manylinux[^"#/]*{platform.machine()}[^"#/]*\.whl)'
    found = re.search(wanted, page)
    if not found:
        fail(f"uv: the index of PIP_INDEX_URL has no {version} for {platform.machine()}; name another one")
    wheel = read_url(urllib.parse.urljoin(page_url, found.group(1)))
    if f"sha256:{hashlib.sha256(wheel).hexdigest()}" not in lock:
        fail(f"uv: the index of PIP_INDEX_URL gave another {version} than .ci/uv.txt pins; nothing was installed")
    path = os.path.join(folder, "uv.whl")
    with open(path, "wb") as file:
        file.write(wheel)
    return path


def fetch_uv() -> str:
    """Path of the pinned uv, fetched once into .tools."""
    uv = os.path.join(TOOLS, f"uv-{hashlib.sha256(read_bytes(UV_LOCK)).hexdigest()[:12]}")
    if os.path.exists(uv):
        return uv
    index = os.environ.get("PIP_INDEX_URL") or os.environ.get("UV_DEFAULT_INDEX")
    with tempfile.TemporaryDirectory() as folder:
        pip = find_pip()
        if pip is None and index:
            wheel = download_from_index(index, folder)
        else:
            pip = pip or fetch_pip_from_debian(folder)
            if pip is None:
                fail("pip: not found; install the package python3-pip, or name your package index in PIP_INDEX_URL")
            wheel = download_with_pip(pip, folder)
        with zipfile.ZipFile(wheel) as archive:
            name = next(name for name in archive.namelist() if name.endswith(".data/scripts/uv"))
            program = archive.read(name)
    os.makedirs(TOOLS, exist_ok=True)
    with open(uv + ".part", "wb") as file:
        file.write(program)
    os.chmod(uv + ".part", 0o755)
    os.replace(uv + ".part", uv)
    return uv


def run_uv(*arguments: str) -> None:
    environ = dict(os.environ, VIRTUAL_ENV=VENV, UV_PYTHON_DOWNLOADS="never", UV_NO_PROGRESS="1")
    if os.path.exists(SYSTEM_CERTIFICATES):
        environ.setdefault("UV_SYSTEM_CERTS", "1")
    if "PIP_INDEX_URL" in environ:
        environ.setdefault("UV_DEFAULT_INDEX", environ["PIP_INDEX_URL"])
    done = subprocess.run([fetch_uv(), "--quiet", *arguments], cwd=ROOT, env=environ, check=False)
    if done.returncode:
        fail(f"uv {arguments[0]}: failed, see above; run the same make target again when that is settled")


def install(lock: str) -> None:
    stamp = os.path.join(VENV, f"{os.path.relpath(lock, ROOT).replace(os.sep, '-')}.stamp")
    wanted = fingerprint(lock)
    if os.path.exists(stamp) and read_bytes(stamp).decode() == wanted:
        return
    if not os.path.exists(os.path.join(VENV, "bin", "python")):
        run_uv("venv", "--no-project", "--python", sys.executable, VENV)
    sys.stderr.write(f"installing {os.path.relpath(lock, ROOT)} into .venv\n")
    run_uv("pip", "install", "--require-hashes", "--requirement", lock)
    with open(stamp, "w") as file:
        file.write(wanted)


def main() -> None:
    if sys.version_info < OLDEST:
        found = f"{sys.executable} is {platform.python_version()}"
        fail(f"Python: {found}, 3.11 or newer is needed; name another one, for example: make setup PYTHON=python3.12")
    if sys.argv[1:2] == ["--uv"]:
        run_uv(*sys.argv[2:])
        return
    for lock in sys.argv[1:]:
        install(os.path.join(ROOT, lock))


if __name__ == "__main__":
    main()
