"""The application that Airflow's api-server mounts under /reform. Every route asks who is there."""

from typing import Annotated
from urllib.parse import urlencode

from airflow.api_fastapi.auth.managers.models.resource_details import AccessView
from airflow.api_fastapi.core_api.security import requires_access_view
from fastapi import Depends, FastAPI, HTTPException, Query, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse
from starlette.exceptions import HTTPException as StarletteHTTPException

from include.errors import Refused
from reform_index import doors
from reform_index.page import indicators, letters, operations
from reform_index.page.reading import NotShown, open_reader
from reform_index.page.rendering import answer, render, root_of

app = FastAPI(
    title="Reform Index",
    dependencies=[Depends(requires_access_view(AccessView.WEBSITE))],
    docs_url=None,
    redoc_url=None,
    openapi_url=None,
)

Chosen = Annotated[str | None, Query(max_length=64)]


@app.get("/")
def show_indicators(request: Request, agency: Chosen = None, period: Chosen = None) -> HTMLResponse:
    """Indicators and index groups of one agency and period."""
    with open_reader() as reader:
        return render(request, "indicators.html", **indicators.read(reader, agency, period))


@app.get("/letters")
def show_letters(request: Request) -> HTMLResponse:
    """Alerts, and what became of their letters."""
    with open_reader() as reader:
        return render(request, "letters.html", **letters.read(reader))


@app.get("/operations")
def show_operations(request: Request) -> HTMLResponse:
    """What ran, what is late, what was refused and why."""
    with open_reader() as reader:
        return render(request, "operations.html", **operations.read(reader, doors.now()))


@app.get("/report")
def show_report(request: Request, batch: str, landing_key: str) -> HTMLResponse:
    """The validation report of one batch."""
    with open_reader() as reader:
        return answer(operations.draw_report(reader, batch, landing_key, f"{root_of(request)}/operations"))


@app.exception_handler(Refused)
def explain_refusal(request: Request, refused: Exception) -> Response:
    status = 404 if isinstance(refused, NotShown) else 503
    return render(request, "trouble.html", status=status, line=str(refused), sign_in=None)


@app.exception_handler(StarletteHTTPException)
@app.exception_handler(HTTPException)
def explain_http(request: Request, error: Exception) -> Response:
    assert isinstance(error, StarletteHTTPException)
    return render(
        request, "trouble.html", status=error.status_code, line=str(error.detail), sign_in=_sign_in(request, error)
    )


@app.exception_handler(RequestValidationError)
def explain_question(request: Request, error: Exception) -> Response:
    del error
    return render(request, "trouble.html", status=400, line="this address asks for nothing known", sign_in=None)


def _sign_in(request: Request, error: StarletteHTTPException) -> str | None:
    """Where to sign in and come back from, when nobody is signed in."""
    if error.status_code != 401:
        return None
    airflow = request.scope.get("app_root_path", "")
    return f"{airflow}/api/v2/auth/login?{urlencode({'next': str(request.url)})}"
