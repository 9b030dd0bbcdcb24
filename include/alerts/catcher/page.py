"""The catcher's page: the letters, one letter, its HTML in a sandbox, its attachments, and /health."""

from collections.abc import Callable
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from urllib.parse import quote, urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from include.alerts.catcher.caught import Caught, all_caught
from include.alerts.local_form import moment

TEMPLATES = Path(__file__).parent
OWN_PAGE = "default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'"
LETTER = "sandbox; default-src 'none'; img-src data:; style-src 'unsafe-inline'"

Answer = tuple[str, bytes, dict[str, str]]


def page_handler(folder: Path) -> type[BaseHTTPRequestHandler]:
    """The class that answers requests from the letters of a folder."""
    pages = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined)
    pages.filters["moment"] = lambda at: moment(at, "vi") if at else ""

    class Page(BaseHTTPRequestHandler):
        """GET only; unknown paths are 404."""

        def do_GET(self) -> None:
            answer = _answer(pages, folder, urlsplit(self.path).path)
            if answer is None:
                self.send_error(HTTPStatus.NOT_FOUND)
                return
            content_type, content, headers = answer
            self.send_response(HTTPStatus.OK)
            self.send_header("Content-Type", content_type)
            self.send_header("Content-Length", str(len(content)))
            self.send_header("X-Content-Type-Options", "nosniff")
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name
            """Silent: what matters is on the page."""

    return Page


def _answer(pages: Environment, folder: Path, path: str) -> Answer | None:
    if path == "/health":
        return "text/plain", b"ok", {}
    letters = {letter.name: letter for letter in all_caught(folder)}
    if path == "/":
        shown = pages.get_template("list.html").render(letters=list(reversed(letters.values())))
        return _page(shown, OWN_PAGE)
    _, _, rest = path.partition("/letters/")
    name, _, view = rest.partition("/")
    letter = letters.get(name)
    return _answer_letter(pages, letter, view) if letter else None


def _answer_letter(pages: Environment, letter: Caught, view: str) -> Answer | None:
    views: dict[str, Callable[[], Answer]] = {
        "": lambda: _page(pages.get_template("letter.html").render(letter=letter), OWN_PAGE),
        "html": lambda: _page(letter.html, LETTER),
        "text": lambda: ("text/plain; charset=utf-8", letter.text.encode(), {}),
        "raw": lambda: ("text/plain; charset=utf-8", letter.raw, {}),
    }
    if view in views:
        return views[view]()
    kind, _, number = view.partition("/")
    if kind == "attachments" and number.isdecimal() and int(number) < len(letter.attachments):
        part = letter.attachments[int(number)]
        disposition = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(part.name)}"}
        return "application/octet-stream", part.content, disposition
    return None


def _page(written: str, policy: str) -> Answer:
    return "text/html; charset=utf-8", written.encode(), {"Content-Security-Policy": policy}
