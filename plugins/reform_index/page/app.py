"""The application that Airflow's api-server mounts under /reform. Every route asks who is there."""

from typing import Annotated, Literal
from urllib.parse import urlencode

from airflow.api_fastapi.auth.managers.models.resource_details import AccessView
from airflow.api_fastapi.core_api.security import GetUserDep, requires_access_view
from fastapi import Depends, FastAPI, Form, HTTPException, Query, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.exceptions import HTTPException as StarletteHTTPException

from include.alerts.keep import NotInState
from include.errors import Refused
from reform_index import doors
from reform_index.page import evidence, indicators, letters, operations
from reform_index.page.forms import Acknowledging, check_sent_by_page
from reform_index.page.reading import NotShown, open_reader
from reform_index.page.rendering import SAFE_HEADERS, answer, render, root_of

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
def show_letters(request: Request, user: GetUserDep) -> HTMLResponse:
    """Alerts, and what became of their letters."""
    with open_reader() as reader:
        return render(request, "letters.html", **letters.read(reader, user, doors.now()))


@app.post("/letters/{alert_id}/acknowledge")
def acknowledge_alert(
    request: Request,
    user: Acknowledging,
    alert_id: int,
    note: Annotated[str, Form(max_length=letters.LONGEST_NOTE)] = "",
    token: Annotated[str, Form(max_length=128)] = "",
) -> RedirectResponse:
    """Says who looks after an alert; the only thing that the page writes."""
    now = doors.now()
    check_sent_by_page(request, user, letters.form_of(alert_id), token, now)
    if not note.strip():
        raise HTTPException(400, "Hãy ghi việc sẽ làm / say what is done about it")
    letters.acknowledge(alert_id, user, note, now)
    return RedirectResponse(f"{root_of(request)}/letters", status_code=303)


@app.get("/operations")
def show_operations(
    request: Request,
    feed: Chosen = None,
    root: Chosen = None,
    outcome: Literal["", "answered", "refused", "broken off"] = "",
) -> HTMLResponse:
    """What is wrong, what ran, what is late, what was asked and refused, and why."""
    asked = operations.Asked(feed or None, root or None, outcome or None)
    with open_reader() as reader:
        return render(request, "operations.html", **operations.read(reader, doors.now(), asked))


@app.get("/evidence")
def download_evidence(
    agency: Annotated[str, Query(max_length=64)], period: Annotated[str, Query(max_length=16)]
) -> Response:
    """One ZIP with which every figure of an agency and period can be counted again."""
    name, content = evidence.draw(agency, period, doors.now())
    headers = {"Content-Disposition": f'attachment; filename="{name}"', **SAFE_HEADERS}
    return Response(content, media_type="application/zip", headers=headers)


@app.get("/report")
def show_report(request: Request, batch: str, landing_key: str) -> HTMLResponse:
    """The validation report of one batch."""
    with open_reader() as reader:
        return answer(operations.draw_report(reader, batch, landing_key, f"{root_of(request)}/operations"))


@app.exception_handler(Refused)
def explain_refusal(request: Request, refused: Exception) -> Response:
    status = 404 if isinstance(refused, NotShown) else 409 if isinstance(refused, NotInState) else 503
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
