"""The api-server with the project's page in it, as Airflow builds it."""

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from tests.airflow_home import make_tables  # before Airflow is imported: it must find its home


@pytest.fixture(scope="session")
def server() -> Iterator[TestClient]:
    """Airflow's api-server, nobody signed in."""
    from airflow.api_fastapi.app import create_app

    make_tables()
    with TestClient(create_app(apps="core"), follow_redirects=False) as client:
        yield client


@pytest.fixture
def signed_in(server: TestClient) -> dict[str, str]:
    """The header of somebody who may only look."""
    from airflow.api_fastapi.app import get_auth_manager
    from airflow.api_fastapi.auth.managers.simple.user import SimpleAuthManagerUser

    token = get_auth_manager().generate_jwt(SimpleAuthManagerUser(username="viewer", role="VIEWER"))
    return {"Authorization": f"Bearer {token}"}
