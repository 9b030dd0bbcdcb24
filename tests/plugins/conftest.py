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
    return sign_in("viewer", "VIEWER")


@pytest.fixture
def official(server: TestClient) -> dict[str, str]:
    """The header of somebody who may work with it."""
    return sign_in("van-phong", "USER")


def sign_in(name: str, role: str) -> dict[str, str]:
    from airflow.api_fastapi.app import get_auth_manager
    from airflow.api_fastapi.auth.managers.simple.user import SimpleAuthManagerUser

    token = get_auth_manager().generate_jwt(SimpleAuthManagerUser(username=name, role=role))
    return {"Authorization": f"Bearer {token}"}
