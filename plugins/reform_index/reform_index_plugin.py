"""What Airflow is told about this project: one page, under /reform, with an entry in the navigation.

Airflow executes this file under its bare name, in every one of its processes; the others in this folder are
imported as `reform_index.…` and are left out by .airflowignore. The page is built only where it is served.
"""

from typing import Any

from airflow.plugins_manager import AirflowPlugin


class ReformIndexPlugin(AirflowPlugin):
    """The page of the reform index."""

    name = "reform_index"
    external_views = [  # noqa: RUF012 - Airflow fixes the type
        {"name": "Chỉ số", "href": "/reform/", "destination": "nav", "url_route": "reform"}
    ]

    @property
    def fastapi_apps(self) -> list[dict[str, Any]]:  # type: ignore[override]
        from reform_index.page.app import app  # noqa: PLC0415 - FastAPI is of use to the api-server alone

        return [{"app": app, "url_prefix": "/reform", "name": "Reform Index"}]
