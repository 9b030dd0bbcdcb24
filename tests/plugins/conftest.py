"""The api-server with the project's page in it, as Airflow builds it."""

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

import tests.airflow_home  # noqa: F401 - Airflow must find its home before it is imported


@pytest.fixture(scope="session")
def metadata() -> None:
    """Airflow's own tables, in the home of the tests."""
    from airflow.utils.db import initdb

    initdb()


@pytest.fixture(scope="session")
def server(metadata: None) -> Iterator[TestClient]:
    """Airflow's api-server, nobody signed in."""
    from airflow.api_fastapi.app import create_app

    with TestClient(create_app(apps="core"), follow_redirects=False) as client:
        yield client


@pytest.fixture
def signed_in(server: TestClient) -> dict[str, str]:
    """The header of somebody who may only look."""
    from airflow.api_fastapi.app import get_auth_manager
    from airflow.api_fastapi.auth.managers.simple.user import SimpleAuthManagerUser

    token = get_auth_manager().generate_jwt(SimpleAuthManagerUser(username="viewer", role="VIEWER"))
    return {"Authorization": f"Bearer {token}"}
