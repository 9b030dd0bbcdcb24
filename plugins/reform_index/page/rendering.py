"""Turns values into pages: Jinja templates with everything escaped, nothing loaded from anywhere else."""

from pathlib import Path
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from reform_index.page import words

# No script, no request to another host: what is shown was on the server.
SAFE_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'self'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "private, no-store",
}

_ENVIRONMENT = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_ENVIRONMENT.filters.update(
    percent=words.percent,
    points=words.points,
    count=words.count,
    signed=words.signed,
    goal=words.goal,
    moment=words.moment,
    name_period=words.name_period,
)
_ENVIRONMENT.globals.update(STATES=words.STATES, FEEDS=words.FEEDS, CAUSES=words.CAUSES, CHANNELS=words.CHANNELS)


def render(request: Request, template: str, *, status: int = 200, **values: Any) -> HTMLResponse:
    """One page. `root` is the path under which the page is mounted, for links."""
    page = _ENVIRONMENT.get_template(template).render(root=root_of(request), here=template, **values)
    return answer(page, status=status)


def root_of(request: Request) -> str:
    """The path under which the page is mounted, without a slash at its end."""
    return str(request.scope.get("root_path", "")).rstrip("/")


def answer(page: str, *, status: int = 200) -> HTMLResponse:
    """A page that is whole, with the headers that let it load nothing from anywhere."""
    return HTMLResponse(page, status_code=status, headers=SAFE_HEADERS)
