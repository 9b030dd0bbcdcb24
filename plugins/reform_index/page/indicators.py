"""What the page for officials and analysts shows: indicators and index groups of one agency and period."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from include.index.framework import Framework, all_frameworks
from include.indicators.catalogue import Indicator, read_catalogue
from include.periods import Period
from reform_index.page.comparison import read_comparison
from reform_index.page.outlook import read_outlook
from reform_index.page.reading import NotShown, Reader
from reform_index.page.words import ANY_UNIT, UNITS

TOTAL = "TOTAL"
KINDS = {12: ("Năm", "Year"), 6: ("Nửa năm", "Half-year"), 3: ("Quý", "Quarter"), 1: ("Tháng", "Month")}
PAYMENT_RATES = ("online_payment_rate", "online_transaction_rate")
HEADLINES = ("on_time_rate", *PAYMENT_RATES)
MONTHS_SHOWN = 13


def read(reader: Reader, agency_code: str | None, written: str | None) -> dict[str, Any]:
    """Everything that the template needs. NotShown for an agency or a period without figures."""
    agencies = reader.rows("agencies")
    periods = [Period.parse(row["period"]) for row in reader.rows("periods")]
    if not agencies or not periods:
        return {"agencies": [], "chosen": None}
    agency = _choose(agencies, agency_code)
    period = choose_period(periods, written)
    asked = {"agency_code": agency["agency_code"], "period": period.label}
    rows = [{**row, **_describe(row["indicator"])} for row in reader.rows("indicators", **asked)]
    ordered = sorted(rows, key=_place_in_framework)
    names = {framework.name: framework for framework in frameworks()}
    return {
        "agencies": agencies,
        "periods": _by_kind(periods),
        "chosen": {"agency": agency, "period": period},
        "as_of": max((row["data_as_of"] for row in rows if row["data_as_of"]), default=None),
        "headlines": [row for code in HEADLINES for row in rows if row["indicator"] == code],
        "indicators": ordered,
        "names": {code: (found.name_vi, found.name_en) for code, found in catalogue().items()},
        "vintage": next(iter(reader.rows("vintage", period=period.label)), None),
        "changes": reader.rows("unpublished_changes", **asked),
        "missing": reader.rows("missing", **asked),
        "outlook": read_outlook(reader, asked, {row["indicator"]: row for row in ordered}),
        "comparison": read_comparison(reader, asked, names),
        "indexes": _indexes(reader.rows("index_groups", **asked)),
        "months": _months(reader, agency["agency_code"], period),
    }


def choose_period(periods: Sequence[Period], written: str | None) -> Period:
    """The period asked for, or the newest month. NotShown when nothing was measured in it."""
    if written is None:
        return max(periods, key=lambda period: (period.months == 1, period.since))
    for period in periods:
        if period.label == written:
            return period
    raise NotShown(f"period {written!r}", "nothing was measured in it", "choose one from the list")


def _choose(agencies: Sequence[Mapping[str, Any]], code: str | None) -> Mapping[str, Any]:
    if code is None:
        return min(agencies, key=lambda agency: (agency["level"] != 2, agency["agency_code"]))
    for agency in agencies:
        if agency["agency_code"] == code:
            return agency
    raise NotShown(f"agency {code!r}", "the portal named no such agency", "choose one from the list")


def _by_kind(periods: Iterable[Period]) -> list[tuple[tuple[str, str], list[Period]]]:
    newest_first = sorted(periods, key=lambda period: period.since, reverse=True)
    kinds = [(name, [period for period in newest_first if period.months == size]) for size, name in KINDS.items()]
    return [(name, found) for name, found in kinds if found]


@cache
def catalogue() -> Mapping[str, Indicator]:
    """The indicators by their code, read once a process."""
    return read_catalogue()


@cache
def frameworks() -> tuple[Framework, ...]:
    """The frameworks, read once a process."""
    return all_frameworks()


def _describe(code: str) -> dict[str, Any]:
    indicator = catalogue().get(code)
    if indicator is None:
        return {"name_vi": code, "name_en": code, "meaning": "", "unit": ANY_UNIT, "is_headline": False}
    names = {"name_vi": indicator.name_vi, "name_en": indicator.name_en, "meaning": indicator.meaning}
    return {**names, "unit": UNITS.get(indicator.over, ANY_UNIT), "is_headline": code in HEADLINES}


def _place_in_framework(row: Mapping[str, Any]) -> tuple[int, str]:
    """Indicators that are scored stand first, in the order of the framework that scored them."""
    order = [component.input for framework in frameworks() for component in framework.components]
    return (order.index(row["indicator"]) if row["indicator"] in order else len(order), row["indicator"])


def _indexes(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """One entry a framework that is known: its title, its total, its groups in the framework's own order."""
    known = {framework.name: framework for framework in frameworks()}
    scored = {name: [row for row in rows if row["framework"] == name] for name in known}
    return [_index(known[name], found) for name, found in scored.items() if found]


def _index(framework: Framework, rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    by_code = {row["group_code"]: row for row in rows}
    groups = [
        {
            **by_code[group.code],
            "name_vi": group.name_vi,
            "name_en": group.name_en,
            "is_of_portal": any(component.origin == "portal" for component in group.components),
        }
        for group in framework.groups
        if group.code in by_code
    ]
    return {"framework": framework, "groups": groups, "total": by_code.get(TOTAL)}


def _months(reader: Reader, agency_code: str, period: Period) -> list[dict[str, Any]]:
    """The two payment rates of each month up to the end of the period, oldest first."""
    month = Period.containing(Period(period.until, 1).previous().since)[0]
    months = [month]
    while len(months) < MONTHS_SHOWN:
        months.append(months[-1].previous())
    rows = reader.rows("payment_months", agency_code=agency_code, months=[month.label for month in months])
    known = {(row["period"], row["indicator"]): row for row in rows}
    return [
        {"period": month, **{rate: known.get((month.label, rate)) for rate in PAYMENT_RATES}}
        for month in reversed(months)
        if any((month.label, rate) in known for rate in PAYMENT_RATES)
    ]
