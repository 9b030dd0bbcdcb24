"""Airflow's own programs: their configuration, their start, and how they say that they are ready."""

import base64
import json
import os
from collections.abc import Callable
from pathlib import Path
from string import Template

from reform_index.stack.api import AirflowApi
from reform_index.stack.children import Part
from reform_index.stack.place import ROOT, Place
from reform_index.stack.secret import keep_secret, write_private

USER = "admin"
PROGRAMS = {
    "scheduler": ("scheduler", "--skip-serve-logs"),
    "api-server": ("api-server",),
    "dag-processor": ("dag-processor",),
    "triggerer": ("triggerer", "--skip-serve-logs"),
}


def write_config(place: Place, database_url: str, port: int) -> None:
    """Writes airflow.cfg from the template beside this file, with secrets that are made once."""
    values = {
        "root": ROOT,
        "home": place.airflow,
        "port": port,
        "database_url": database_url,
        "passwords": passwords_file(place),
        "fernet_key": keep_secret(place.secrets / "fernet_key", _make_fernet_key),
        "jwt_secret": keep_secret(place.secrets / "jwt_secret"),
        "session_key": keep_secret(place.secrets / "session_key"),
    }
    password = keep_secret(place.secrets / "airflow_password")
    write_private(passwords_file(place), json.dumps({USER: password}))
    template = Template((Path(__file__).parent / "airflow.cfg").read_text(encoding="utf-8"))
    write_private(place.airflow / "airflow.cfg", template.substitute(values))


def passwords_file(place: Place) -> Path:
    return place.secrets / "airflow_passwords.json"


def migration(program: Path, environ: dict[str, str]) -> Part:
    """Makes or brings up to date Airflow's own tables."""
    return Part("airflow db migrate", (str(program), "db", "migrate"), environ=environ)


def parts(program: Path, environ: dict[str, str], api: AirflowApi) -> list[Part]:
    """The four programs of Airflow; all report to the api-server, and their health is asked there."""
    return [Part(name, (str(program), *arguments), _ready(name, api), environ) for name, arguments in PROGRAMS.items()]


def _ready(name: str, api: AirflowApi) -> Callable[[], bool]:
    if name == "api-server":
        return api.answers_tasks
    return lambda: api.is_healthy(name.replace("-", "_"))


def _make_fernet_key() -> str:
    return base64.urlsafe_b64encode(os.urandom(32)).decode()
