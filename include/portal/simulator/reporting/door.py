"""The public reporting interface's calls: seven reports, and the catalogue of procedures (PORTAL, part A)."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cached_property

from include.periods import add_months
from include.portal.simulator.draw import identifier
from include.portal.simulator.register import Register, list_agencies
from include.portal.simulator.reporting.figures import Department, Span, count_figures
from include.portal.simulator.reporting.report_rows import REPORTS, Line, department_id
from include.portal.simulator.source import Agency, Procedure, day_number
from include.portal.simulator.writing.text import Record

LARGEST_PAGE = 300
COUNTRY = Agency("VN", "Cả nước", 1, "", date(2010, 1, 1))


class Unanswerable(Exception):
    """The question is wrong; the portal answers 400."""


class ReportingDoor:
    """Answers one question at a time, from any thread; needs no account."""

    def __init__(self, register: Register) -> None:
        self.register = register

    def report(self, name: str, asked: Mapping[str, object]) -> Record:
        """The `data` of a report. A period that the portal does not show yet has nothing in it."""
        (head, tail), write = REPORTS[name]
        page, size = _page(asked)
        root, children = self._departments(asked)
        span = self._span(name, asked)
        if span is None:
            return {head: None, tail: [], "pagination": _pagination(page, size, 0)}
        faults = self.register.world.faults.share
        top = write(Line(root, count_figures(self.register, root, span), True, faults))
        shown = children[(page - 1) * size : page * size]
        rows = [write(Line(each, count_figures(self.register, each, span), False, faults)) for each in shown]
        return {head: top, tail: rows, "pagination": _pagination(page, size, len(children))}

    def _departments(self, asked: Mapping[str, object]) -> tuple[Department, Sequence[Department]]:
        """The root that is asked for, by default the country, and the departments directly below it."""
        wanted = asked.get("rootDepartmentId")
        known = {each.code: each for source in self.register.all_sources() for each in source.agencies}
        if not wanted:
            tops = [
                Department(each, self.register.parts(each.code)) for each in known.values() if each.parent not in known
            ]
            return Department(COUNTRY, tuple(part for top in tops for part in top.parts)), tops
        root = next((each for each in known.values() if department_id(each) == wanted), None)
        if root is None:
            raise Unanswerable("rootDepartmentId")
        parts = self.register.parts(root.code)
        below = [each for each in list_agencies(parts) if each.parent == root.code]
        return Department(root, parts), [Department(each, self.register.parts(each.code)) for each in below]

    def _span(self, report: str, asked: Mapping[str, object]) -> Span | None:
        """The days of the question that the world has; None when it has none, or the month is not over."""
        world = self.register.world
        since, until = _dates(asked) if report == "handling-satisfaction" else _period(asked)
        if since >= world.until or (asked.get("timeType") == "month" and until > world.until):
            return None
        wanted = asked.get("formalityID" if report == "dossier-digitized" else "formalityId")
        procedure = self._procedure(str(wanted)) if wanted else None
        return Span(day_number(since), day_number(min(until, world.until)), procedure)

    def _procedure(self, wanted: str) -> str:
        for code in self._catalogue:
            if identifier("formality", code) == wanted:
                return code
        raise Unanswerable("formalityId")

    @cached_property
    def _catalogue(self) -> dict[str, Procedure]:
        """All procedures by code, in its order."""
        listed = (each for source in self.register.all_sources() for each in source.procedures)
        return {each.code: each for each in sorted((*self.register.national, *listed), key=lambda each: each.code)}

    def formalities(self, asked: Mapping[str, object]) -> Record:
        """A page of the catalogue of procedures, by code; `q` looks for a code or a part of a name."""
        page, size = _page(asked)
        sought = str(asked.get("q") or "").lower()
        found = [each for each in self._catalogue.values() if sought in each.code or sought in each.name.lower()]
        items = [self._write_formality(each) for each in found[(page - 1) * size : page * size]]
        return {"items": items, "pagination": _pagination(page, size, len(found))}

    @cached_property
    def _resolvers(self) -> dict[str, list[str]]:
        """By procedure: the ids of the agencies that resolve it, in the whole world."""
        found: dict[str, list[str]] = {}
        for source in self.register.all_sources():
            ids = [department_id(agency) for agency in source.agencies]
            for each in source.procedures:
                found.setdefault(each.code, []).extend(ids[index] for index in each.resolvers)
        return found

    def _write_formality(self, procedure: Procedure) -> Record:
        applied = self._resolvers.get(procedure.code, [])
        ministry = identifier("ministry", procedure.field_code.split("-")[0])
        return {
            "id": identifier("formality", procedure.code),
            "code": procedure.code,
            "name": procedure.name,
            "state": "UPDATED" if applied else "INACTIVE",
            "departmentId": ministry,
            "publishingDepartmentIds": [ministry],
            "appliedDepartmentIds": applied,
        }


def _page(asked: Mapping[str, object]) -> tuple[int, int]:
    page, size = _whole(asked, "currentPage", 1), _whole(asked, "pageSize", 100)
    if page < 1 or not 1 <= size <= LARGEST_PAGE:
        raise Unanswerable("currentPage, pageSize")
    return page, size


def _pagination(page: int, size: int, total: int) -> Record:
    return {"currentPage": page, "pageSize": size, "total": total, "totalPages": -(-total // size)}


def _whole(asked: Mapping[str, object], name: str, default: int | None = None) -> int:
    value = asked.get(name, default)
    if not isinstance(value, int):
        raise Unanswerable(name)
    return value


def _period(asked: Mapping[str, object]) -> tuple[date, date]:
    kind, year = asked.get("timeType"), _whole(asked, "year")
    months = {"year": 12, "quarter": 3, "month": 1}.get(str(kind))
    if months is None or not 2000 <= year <= 2100:
        raise Unanswerable("timeType, year")
    number = 1 if kind == "year" else _whole(asked, str(kind))
    if not 1 <= number <= 12 // months:
        raise Unanswerable(str(kind))
    since = date(year, (number - 1) * months + 1, 1)
    return since, add_months(since, months)


def _dates(asked: Mapping[str, object]) -> tuple[date, date]:
    try:
        since, last = (date.fromisoformat(str(asked.get(name))) for name in ("fromDate", "toDate"))
    except ValueError:
        raise Unanswerable("fromDate, toDate") from None
    if last < since:
        raise Unanswerable("fromDate, toDate")
    return since, date.fromordinal(last.toordinal() + 1)
