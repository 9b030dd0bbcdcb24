"""What the program must be told, read once from the environment; every error names its variable.

Each secret may also be given as a file, by the same name with `_FILE` behind it.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

from include.errors import WrongUse

_SECONDS = re.compile(r"\d{1,3}(?:\.\d{1,3})?")


def _read(environ: Mapping[str, str], name: str) -> str | None:
    path = environ.get(f"{name}_FILE")
    if path is None:
        return environ.get(name) or None
    if environ.get(name):
        raise WrongUse(name, f"given twice, as {name} and as {name}_FILE", "keep one of them")
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise WrongUse(f"{name}_FILE", f"{path} cannot be read ({error.strerror})", "name a readable file") from None


@dataclass(frozen=True)
class Settings:
    """The environment as values. A value that is missing is asked for only when it is needed."""

    environ: Mapping[str, str] = field(repr=False)

    def _require(self, name: str, example: str) -> str:
        value = _read(self.environ, name)
        if value is None:
            raise WrongUse(name, "not set", f"set it, for example {name}={example}")
        return value

    def _require_url(self, name: str, schemes: tuple[str, ...], example: str) -> str:
        value = self._require(name, example)
        scheme = urlsplit(value).scheme
        if scheme not in schemes:
            shown = f"the scheme {scheme!r}" if scheme else "no scheme"
            raise WrongUse(name, f"a URL with {shown}", f"use one of {', '.join(schemes)}, for example {example}")
        return value

    @property
    def portal_url(self) -> str:
        """Base of both interfaces of the portal, without a slash at the end."""
        return self._require_url("REFORM_PORTAL_URL", ("http", "https"), "https://portal.example").rstrip("/")

    @property
    def portal_username(self) -> str:
        return self._require("REFORM_PORTAL_USERNAME", "so-vhttdl")

    @property
    def portal_password(self) -> str:
        return self._require("REFORM_PORTAL_PASSWORD", "…")

    @property
    def portal_requests(self) -> int:
        """How many requests may be under way at the portal at once, from all workers together."""
        value = _read(self.environ, "REFORM_PORTAL_REQUESTS") or "4"
        if not value.isdecimal() or not 1 <= int(value) <= 64:
            raise WrongUse("REFORM_PORTAL_REQUESTS", f"{value!r} is no number of requests", "write 1 to 64, such as 4")
        return int(value)

    @property
    def request_pause_seconds(self) -> float:
        """The pause before each request to the portal; half as much more or less, by chance."""
        value = _read(self.environ, "REFORM_REQUEST_PAUSE_SECONDS") or "0.1"
        if not _SECONDS.fullmatch(value):
            came = f"{value!r} is no number of seconds"
            raise WrongUse("REFORM_REQUEST_PAUSE_SECONDS", came, "write a number such as 0.5")
        return float(value)

    @property
    def warehouse_url(self) -> str:
        """SQLAlchemy form, driver psycopg."""
        example = "postgresql+psycopg://reform_loader:…@db.example/reform"
        value = self._require_url("REFORM_WAREHOUSE_URL", ("postgresql", "postgresql+psycopg"), example)
        return value.replace("postgresql://", "postgresql+psycopg://", 1)

    @property
    def landing_url(self) -> str:
        example = "file:///var/lib/reform-index/landing"
        return self._require_url("REFORM_LANDING_URL", ("file", "s3"), example).rstrip("/")

    @property
    def smtp_url(self) -> str:
        return self._require_url("REFORM_SMTP_URL", ("smtp", "smtps"), "smtp://mail.example:587")

    @property
    def mail_from(self) -> str:
        return self._require("REFORM_MAIL_FROM", "reform-index@agency.example")

    @property
    def roots(self) -> tuple[str, ...]:
        """Root agencies whose subtrees are pulled, as written; normalise before use."""
        value = self._require("REFORM_ROOTS", "H13.05,H20")
        return tuple(part.strip() for part in value.split(",") if part.strip())

    @property
    def history_since(self) -> date:
        """First day that is ever pulled."""
        value = _read(self.environ, "REFORM_SINCE") or "2024-01-01"
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise WrongUse("REFORM_SINCE", f"{value!r} is no date", "write it as 2024-01-01") from None

    @property
    def window_days(self) -> int | None:
        """The longest window of one batch; when it is not set, each feed states its own."""
        value = _read(self.environ, "REFORM_WINDOW_DAYS")
        if value is None:
            return None
        if not value.isdecimal() or int(value) == 0:
            raise WrongUse("REFORM_WINDOW_DAYS", f"{value!r} is no number of days", "write a whole number such as 31")
        return int(value)

    @property
    def portal_pause_seconds(self) -> float:
        """The pause before each page of the public reporting interface, give or take a half by chance."""
        value = _read(self.environ, "REFORM_PORTAL_PAUSE_SECONDS") or "1"
        if not re.fullmatch(r"\d{1,3}(\.\d{1,3})?", value):
            came = f"{value!r} is no number of seconds"
            raise WrongUse("REFORM_PORTAL_PAUSE_SECONDS", came, "write a number such as 1 or 0.5")
        return float(value)

    @property
    def publish_day(self) -> int:
        """The day of the month on which the periods that ended last month are put before a person to be published."""
        value = _read(self.environ, "REFORM_PUBLISH_DAY") or "10"
        if not value.isdecimal() or not 1 <= int(value) <= 28:
            raise WrongUse("REFORM_PUBLISH_DAY", f"{value!r} is no day of every month", "write 1 to 28, such as 10")
        return int(value)

    @property
    def page_url(self) -> str | None:
        """Where people open the page; letters link to it when it is set."""
        value = _read(self.environ, "REFORM_PAGE_URL")
        return value.rstrip("/") if value else None

    @property
    def recipients_dir(self) -> Path | None:
        """The folder that names who gets letters, one file an agency code; None: the one that is shipped."""
        value = _read(self.environ, "REFORM_RECIPIENTS_DIR")
        return Path(value) if value else None

    @property
    def reports_url(self) -> str | None:
        """Where units put their monthly workbooks; None: nowhere, and none are looked for."""
        if _read(self.environ, "REFORM_REPORTS_URL") is None:
            return None
        example = "file:///var/lib/reform-index/reports"
        return self._require_url("REFORM_REPORTS_URL", ("file", "s3"), example).rstrip("/")
