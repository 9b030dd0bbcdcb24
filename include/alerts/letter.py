"""A letter: its words from letters/, its pictures, its table; the same for the same cases."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from functools import cache, partial
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from include.alerts import local_form
from include.alerts.case import Case
from include.alerts.chart import draw_chart
from include.alerts.recipients import Recipient
from include.alerts.table import write_table
from include.indicators.catalogue import read_catalogue

LETTERS = Path(__file__).parent / "letters"
SHOWN_PROCEDURES = 10
SUBJECT_LENGTH = 180
_BROKEN_LINE = re.compile(r"[\s\x00-\x1f\x7f\u0085\u2028\u2029]+")


@dataclass(frozen=True)
class Enclosure:
    """A picture inside the letter (disposition inline, name = its content id) or an attachment (name = file name)."""

    disposition: str
    content_type: str
    name: str
    content: bytes


@dataclass(frozen=True)
class Letter:
    """One message to one recipient. `key` is the same whenever the same thing is told to the same recipient."""

    key: str
    kind: str
    period: str | None
    recipient: Recipient
    language: str
    subject: str
    text: str
    html: str
    enclosures: tuple[Enclosure, ...]
    alert_ids: tuple[int, ...]


def one_line(written: str) -> str:
    """A header's text: line breaks and control characters become single spaces, and it has an end."""
    line = _BROKEN_LINE.sub(" ", written).strip()
    return line if len(line) <= SUBJECT_LENGTH else line[: SUBJECT_LENGTH - 1] + "…"


def letter_key(kind: str, recipient: Recipient, told: Sequence[str]) -> str:
    """Made from what is told, never from a number that the database gave out."""
    digest = sha256("\n".join(sorted(told)).encode()).hexdigest()[:20]
    return f"{kind}:{recipient.email}:{digest}"


@cache
def environment(language: str, *, is_html: bool) -> Environment:
    """The templates of letters/, with numbers and times as the language writes them."""
    environment = Environment(
        loader=FileSystemLoader(LETTERS),
        autoescape=is_html,  # noqa: S701 - the other environment writes plain text
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    for name in (
        "percent",
        "limit",
        "points",
        "signed_points",
        "count",
        "chance",
        "period_name",
        "pool_name",
        "moment",
    ):
        environment.filters[name] = partial(_in_language, getattr(local_form, name), language)
    environment.filters["number"] = lambda number, digits: local_form.decimal(number, digits, language)
    environment.filters["channel"] = lambda channel: local_form.CHANNELS[language].get(channel, channel)
    return environment


def _in_language(write: object, language: str, value: object, *more: object) -> str:
    return str(write(value, language, *more))  # type: ignore[operator]


@cache
def _names() -> dict[str, dict[str, str]]:
    return {code: {"vi": found.name_vi, "en": found.name_en} for code, found in read_catalogue().items()}


def indicator_name(code: str, language: str) -> str:
    """The catalogue's name of an indicator; its code where the catalogue has none."""
    return _names().get(code, {}).get(language, code)


def write_letter(
    kind: str, cases: Sequence[Case], recipient: Recipient, language: str, now: datetime, page_url: str | None
) -> Letter:
    """The letter about the cases, worst first; `kind` is alert, recovery or correction."""
    cases = sorted(cases, key=lambda case: (case.rule.severity, -case.depth, case.agency_code, case.rule.name))
    pictures = [_picture(number, case, language) for number, case in enumerate(cases, 1)]
    table = write_table(cases) if kind == "alert" and any(case.split for case in cases) else None
    told = {
        "kind": kind,
        "cases": cases,
        "recipient": recipient,
        "language": language,
        "now": now,
        "page_url": page_url,
        "has_table": table is not None,
        "cids": [picture.name for picture in pictures],
        "shown": SHOWN_PROCEDURES,
        "targets": _targets,
        "preface": Markup("<!--preface-->"),
        "name": lambda case: indicator_name(case.rule.indicator, language),
        "link": lambda case: f"{page_url}?{_ask(case)}",
        "evidence": lambda case: f"{page_url}/evidence?{_ask(case)}",
    }
    subject = one_line(speak(language, f"subject_{kind}", cases, told=told))
    attached = [Enclosure("attachment", "text/csv", _file_name(cases), table)] if table is not None else []
    keys = [f"{case.rule.name}|{case.agency_code}|{case.period.label}|{case.vintage}" for case in cases]
    return Letter(
        key=letter_key(kind, recipient, keys),
        kind=kind,
        period=cases[0].period.label,
        recipient=recipient,
        language=language,
        subject=subject,
        text=environment(language, is_html=False).get_template("alert.txt").render(told, subject=subject),
        html=environment(language, is_html=True).get_template("alert.html").render(told, subject=subject),
        enclosures=(*pictures, *attached),
        alert_ids=tuple(case.alert_id for case in cases),
    )


def speak(language: str, macro: str, *values: object, told: dict[str, object] | None = None) -> str:
    """One sentence of letters/{language}/words.jinja, as plain text."""
    words = environment(language, is_html=False).get_template(f"{language}/words.jinja")
    return str(getattr(words.make_module(told or {}), macro)(*values))


def _ask(case: Case) -> str:
    return urlencode({"agency": case.agency_code, "period": case.period.label})


def _targets(case: Case) -> list[Fraction]:
    """The rates to come back to: the one before and the floor, as far as the value lies under them."""
    wanted = {case.before.rate} if case.before else set()
    wanted |= {case.rule.floor} if case.rule.floor is not None else set()
    return sorted(rate for rate in wanted if rate > case.value.rate)


def _picture(number: int, case: Case, language: str) -> Enclosure:
    chart = draw_chart(case.months, case.rule.floor, language)
    return Enclosure("inline", "image/png", f"chart-{number}@reform-index", chart)


def _file_name(cases: Sequence[Case]) -> str:
    agency = cases[0].agency_code if len({case.agency_code for case in cases}) == 1 else "agencies"
    return re.sub(r"[^A-Za-z0-9._-]", "_", f"{agency}-{cases[0].period.label}.csv")
