"""The door between Airflow and the program: settings, the clock, and the street itself.

Nothing here is called while a DAG file is parsed. The environment decides; where it gives no address, the Airflow
connections `portal`, `warehouse` and `smtp_default` stand in, each as a whole.
"""

import importlib
import os
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime
from types import ModuleType
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode, urlsplit

from airflow.sdk import BaseHook
from airflow.sdk.exceptions import AirflowNotFoundException
from airflow.sdk.log import mask_secret

from include.errors import WrongUse
from include.periods import VIETNAM
from include.settings import Settings

if TYPE_CHECKING:
    from airflow.sdk import Connection


def now() -> datetime:
    """The time of day: the program takes it as an argument and has no clock of its own."""
    return datetime.now(VIETNAM)


def street() -> ModuleType:
    """The steps of the program, `include.street`; imported inside a task, for it brings DuckDB along."""
    return importlib.import_module("include.street")


def settings(environ: Mapping[str, str] = os.environ) -> Settings:
    """The settings of this process; what is secret in them is masked in every log from here on."""
    told = Settings(_complete(environ))
    for secret in _secrets(told):
        mask_secret(secret)
    return told


def _complete(environ: Mapping[str, str]) -> dict[str, str]:
    complete = dict(environ)
    for name, (connection_id, read) in _STAND_INS.items():
        if name not in environ and f"{name}_FILE" not in environ:
            with suppress(AirflowNotFoundException):
                complete = {**read(BaseHook.get_connection(connection_id)), **complete}
    return complete


def _secrets(told: Settings) -> list[str]:
    found = []
    for name in ("portal_password", "warehouse_url", "smtp_url"):
        with suppress(WrongUse):
            value: str = getattr(told, name)
            found.append(urlsplit(value).password if name.endswith("_url") else value)
    return [secret for secret in found if secret]


def _portal(connection: "Connection") -> dict[str, str]:
    host = connection.host or ""
    address = host if "://" in host else f"{connection.schema or 'http'}://{host}"
    values = {
        "REFORM_PORTAL_URL": f"{address}:{connection.port}" if connection.port else address,
        "REFORM_PORTAL_USERNAME": connection.login,
        "REFORM_PORTAL_PASSWORD": connection.password,
    }
    return {name: value for name, value in values.items() if value}


def _warehouse(connection: "Connection") -> dict[str, str]:
    options = {key: str(value) for key, value in connection.extra_dejson.items() if key in _LIBPQ_OPTIONS}
    place = f"{_address(connection)}/{quote(connection.schema or '', safe='')}"
    return {"REFORM_WAREHOUSE_URL": f"postgresql+psycopg://{place}{_query(options)}"}


def _mail(connection: "Connection") -> dict[str, str]:
    extra: dict[str, Any] = connection.extra_dejson
    scheme = "smtp" if extra.get("disable_ssl") else "smtps"
    values = {"REFORM_SMTP_URL": f"{scheme}://{_address(connection)}"}
    return values | ({"REFORM_MAIL_FROM": str(extra["from_email"])} if extra.get("from_email") else {})


def _address(connection: "Connection") -> str:
    who = ":".join(quote(part, safe="") for part in (connection.login, connection.password) if part)
    port = f":{connection.port}" if connection.port else ""
    return f"{who}@{connection.host}{port}" if who else f"{connection.host}{port}"


def _query(options: Mapping[str, str]) -> str:
    return f"?{urlencode(options)}" if options else ""


_LIBPQ_OPTIONS = ("sslmode", "sslrootcert", "sslcert", "sslkey", "connect_timeout", "target_session_attrs")

_STAND_INS: dict[str, tuple[str, Callable[["Connection"], dict[str, str]]]] = {
    "REFORM_PORTAL_URL": ("portal", _portal),
    "REFORM_WAREHOUSE_URL": ("warehouse", _warehouse),
    "REFORM_SMTP_URL": ("smtp_default", _mail),
}
