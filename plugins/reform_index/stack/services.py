"""The program's own services in the stack, and the environment in which everything runs."""

import os
import socket
import sys
from collections.abc import Mapping
from pathlib import Path

from reform_index.stack.children import Part
from reform_index.stack.place import ROOT, Place
from reform_index.stack.ports import Ports
from reform_index.stack.secret import keep_secret

ROOTS = "H13.05,H20,H61"
REPORT = "H13.05-2024-06"
_OURS = ("AIRFLOW", "REFORM_", "PYTHONPATH", "VIRTUAL_ENV")


def environment(place: Place, ports: Ports, outside: Mapping[str, str]) -> dict[str, str]:
    """The environment of every child: the caller's, less what would lead elsewhere, and our own settings.

    Secrets are handed over as files.
    """
    keep_secret(place.secrets / "portal_password")
    kept = {name: value for name, value in outside.items() if not name.startswith(_OURS)}
    own = {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{outside.get('PATH', os.defpath)}",
        "PYTHONPATH": f"{ROOT}:{ROOT}/plugins:{ROOT}/plugins/reform_index/stack/local_settings",
        "PYTHONUTF8": "1",
        "AIRFLOW_HOME": str(place.airflow),
        "NO_PROXY": "127.0.0.1,localhost",
        "no_proxy": "127.0.0.1,localhost",
        "GX_ANALYTICS_ENABLED": "false",
        "REFORM_PORTAL_URL": f"http://127.0.0.1:{ports.simulator}",
        "REFORM_PORTAL_USERNAME": "reform-index",
        "REFORM_PORTAL_PASSWORD_FILE": str(place.secrets / "portal_password"),
        "REFORM_WAREHOUSE_URL_FILE": str(place.secrets / "warehouse_url"),
        "REFORM_LANDING_URL": place.landing.as_uri(),
        "REFORM_REPORTS_URL": place.reports.as_uri(),
        "REFORM_SMTP_URL": f"smtp://127.0.0.1:{ports.smtp}",
        "REFORM_MAIL_FROM": "reform-index@reform-index.example",
        "REFORM_PAGE_URL": f"http://127.0.0.1:{ports.airflow}/reform",
        "REFORM_ROOTS": ROOTS,
        "REFORM_WINDOW_DAYS": "366",
    }
    return kept | own


def simulator(ports: Ports, environ: Mapping[str, str]) -> Part:
    arguments = ["simulate", "--port", str(ports.simulator), "--world", "demo"]
    return Part("simulator", _include(*arguments), lambda: listens(ports.simulator), environ)


def catcher(place: Place, ports: Ports, environ: Mapping[str, str]) -> Part:
    arguments = ["catch", "--smtp-port", str(ports.smtp), "--http-port", str(ports.mail_page)]
    arguments += ["--directory", str(place.mail)]
    return Part("mail catcher", _include(*arguments), lambda: listens(ports.smtp) and listens(ports.mail_page), environ)


def migration(place: Place, environ: Mapping[str, str]) -> Part:
    """Makes or brings up to date the warehouse, as its owner."""
    owner = {"REFORM_WAREHOUSE_URL_FILE": str(place.secrets / "owner_url")}
    return Part("migrate", _include("migrate"), environ={**environ, **owner})


def report(place: Place, environ: Mapping[str, str]) -> Part:
    """Puts the department's workbook where units put theirs."""
    workbook = place.reports / f"{REPORT}.xlsx"
    return Part("report", _include("report", "sample", REPORT, "--out", str(workbook)), environ=environ)


def listens(port: int) -> bool:
    """Whether somebody answers on a port of this machine."""
    with socket.socket() as probe:
        probe.settimeout(1.0)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _include(*arguments: str) -> tuple[str, ...]:
    return (sys.executable, "-m", "include", *arguments)
