"""Counts an evidence pack again, from the ZIP alone: one finding for each file and number that does not follow."""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import pyarrow.compute as pc

from include.errors import Refused
from include.index.framework import Component
from include.index.score import Ratio, score_component
from include.indicators.catalogue import read_catalogue
from include.periods import Period
from include.publication.evidence.content import Evidence, Rows
from include.publication.evidence.count import count_parts
from include.publication.evidence.pack import SUMS, draw_sheets, hash_file, read_evidence, read_pack
from include.publication.evidence.tools import tool_versions
from include.publication.formula import describe_formulas

DIGITS = Decimal("1e-10")
UNKNOWN = ("", "no_data", "incomplete")


@dataclass(frozen=True)
class Verified:
    """`counted` and `taken` are indicators counted again and taken as reported; `findings` name what does not follow.

    The sheets are compared when everything else follows and the tools that drew them are those of this program.
    """

    title: str
    values_sha256: str
    files: int
    counted: int
    taken: tuple[str, ...]
    sheets_compared: bool
    findings: tuple[str, ...]


def verify(path: Path) -> Verified:
    """Refused when the file is no pack at all."""
    files = read_pack(path)
    if "figures.json" not in files:
        raise Refused(f"evidence pack {path.name}", "it has no figures.json", "name a ZIP that `evidence` wrote")
    findings = list(_check_files(files))
    try:
        evidence = read_evidence(files)
        findings += _check_figures(evidence)
        comparable = evidence.figures["tools"] == tool_versions()
        if comparable and not findings:
            findings += _check_sheets(files, evidence)
        return _sum_up(evidence, files, findings, comparable)
    except (KeyError, ValueError, TypeError, ArithmeticError, AttributeError, csv.Error) as error:
        findings.append(f"{path.name}: a part of it cannot be read ({type(error).__name__}), so not all was counted")
        return Verified(path.name, "", len(files), 0, (), False, tuple(findings))


def _sum_up(evidence: Evidence, files: Mapping[str, bytes], findings: list[str], compared: bool) -> Verified:
    figures = evidence.figures
    counted = [one["indicator"] for one in evidence.indicators if f"behind/{one['indicator']}" in evidence.tables]
    vintage = f"vintage {figures['vintage']}" if figures["vintage"] else "live, not published"
    return Verified(
        title=f"{figures['agency_name']} ({figures['agency_code']}), {figures['period']}, {vintage}",
        values_sha256=figures["values_sha256"],
        files=len(files),
        counted=len(counted),
        taken=tuple(one["indicator"] for one in evidence.indicators if one["indicator"] not in counted),
        sheets_compared=compared,
        findings=tuple(findings),
    )


def _check_files(files: Mapping[str, bytes]) -> Iterator[str]:
    listed = {}
    for line in files.get(SUMS, b"").decode("utf-8", "replace").splitlines():
        digest, _, name = line.partition("  ")
        listed[name] = digest
    if not listed:
        yield f"{SUMS}: it is missing or empty"
    for name in sorted(listed.keys() | files.keys() - {SUMS}):
        if name not in files:
            yield f"{name}: it is listed in {SUMS} and missing"
        elif name not in listed:
            yield f"{name}: it is not listed in {SUMS}"
        elif hash_file(files[name]) != listed[name]:
            yield f"{name}: its SHA-256 is not the one in {SUMS}"


def _check_figures(evidence: Evidence) -> Iterator[str]:
    ours = describe_formulas(read_catalogue(), Period.parse(evidence.figures["period"]))
    points = dict[tuple[str, str], Decimal | None]()
    for figure in evidence.indicators:
        code = figure["indicator"]
        yield from _check_formula(figure, evidence.formulas["formulas"][code], ours.get(code))
        yield from _check_counts(figure, evidence)
        yield from _check_rate(figure)
    for weight in evidence.formulas["weights"]:
        points[weight["framework"], weight["input"]] = _score(weight, evidence)
    yield from _check_points(evidence, points)
    yield from _check_scores(evidence, points)
    yield from _check_restatements(evidence.table("restatements"))
    yield from _check_restated_scores(evidence)


def _check_formula(
    figure: Mapping[str, Any], formula: Mapping[str, Any], ours: Mapping[str, Any] | None
) -> Iterator[str]:
    if figure["formula_version"] != formula["version"]:
        yield f"{figure['indicator']}: version {figure['formula_version']}, its formula is version {formula['version']}"
    essence = ("over", "numerator", "denominator")
    if ours and ours["version"] == formula["version"] and any(ours[key] != formula[key] for key in essence):
        yield f"{figure['indicator']}: its formula is not version {formula['version']} of this program's catalogue"


def _check_counts(figure: Mapping[str, Any], evidence: Evidence) -> Iterator[str]:
    code = figure["indicator"]
    formula = evidence.formulas["formulas"][code]
    if f"records/{formula['over']}" not in evidence.tables:
        return
    records = evidence.table(f"records/{formula['over']}")
    if pc.count_distinct(records.column("record_code")).as_py() < len(records):
        yield f"records/{formula['over']}.csv: it names a record twice"
    behind = evidence.table(f"behind/{code}")
    if behind != count_parts(formula, records):
        yield f"behind/{code}.csv: it is not what the formula makes of records/{formula['over']}.csv"
    for part in ("numerator", "denominator"):
        counted = behind.add_up(part)
        if figure["state"] != "no_data" and Decimal(figure[part]) != counted:
            yield f"{code}: {part} {figure[part]}, the records behind it give {counted}"


def _check_rate(figure: Mapping[str, Any]) -> Iterator[str]:
    counted = ""
    if figure["denominator"] not in ("", "0"):
        rate = Decimal(figure["numerator"]) / Decimal(figure["denominator"])
        counted = str(rate.quantize(DIGITS, ROUND_HALF_UP))
    if (Decimal(figure["rate"]) if figure["rate"] else None) != (Decimal(counted) if counted else None):
        yield f"{figure['indicator']}: rate {figure['rate'] or 'none'}, its counts give {counted or 'none'}"


def _score(weight: Mapping[str, Any], evidence: Evidence) -> Decimal | None:
    """The points of one component, by the weight as it is written in the pack."""
    values = {field.name: _read(weight[field.name]) for field in fields(Component) if field.name in weight}
    texts = {name: weight[name] for name in ("input", "origin", "when_zero", "formula")}
    figure = next((one for one in evidence.indicators if one["indicator"] == weight["input"]), None)
    known = figure is not None and figure["state"] not in UNKNOWN
    ratio = Ratio(Decimal(figure["numerator"]), Decimal(figure["denominator"])) if figure and known else None
    return score_component(Component(**{**values, **texts}), ratio)


def _read(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(Decimal(each) for each in value)
    return Decimal(value) if isinstance(value, str) and value.replace(".", "").isdigit() else value


def _check_points(evidence: Evidence, points: Mapping[tuple[str, str], Decimal | None]) -> Iterator[str]:
    for figure in evidence.indicators:
        counted = points.get((figure["framework"], figure["indicator"]))
        given = Decimal(figure["points"]) if figure["points"] else None
        if given != counted:
            yield f"{figure['indicator']}: {_say(given)} points, its rate gives {_say(counted)}"


def _check_scores(evidence: Evidence, points: Mapping[tuple[str, str], Decimal | None]) -> Iterator[str]:
    weights = evidence.formulas["weights"]
    totals: dict[str, list[Decimal | None]] = {}
    for score in sorted(evidence.figures["scores"], key=lambda one: one["group_code"] == "TOTAL"):
        framework, group = score["framework"], score["group_code"]
        if group == "TOTAL":
            parts, most = totals.get(framework, []), Decimal(score["max_points"])
        else:
            own = [one for one in weights if (one["framework"], one["group_code"]) == (framework, group)]
            parts, most = [points[framework, one["input"]] for one in own], Decimal(own[0]["group_points"])
        known = [part for part in parts if part is not None]
        counted = min(most, sum(known, Decimal(0))) if len(known) == len(parts) else None
        totals.setdefault(framework, []).append(counted)
        given = Decimal(score["points"]) if score["points"] else None
        if given != counted:
            yield f"{framework} {group}: {_say(given)} points, its parts give {_say(counted)}"


def _check_restatements(restatements: Rows) -> Iterator[str]:
    for key in sorted({(row["vintage"], row["indicator"]) for row in restatements}):
        rows = [row for row in restatements if (row["vintage"], row["indicator"]) == key]
        for part in ("numerator", "denominator"):
            told = sum(int(row[f"{part}_change"]) for row in rows)
            changed = Decimal(rows[0][f"new_{part}"] or 0) - Decimal(rows[0][f"old_{part}"] or 0)
            if told != changed:
                name = f"{key[1]} of vintage {key[0]}"
                yield f"restatements.csv: {name}: causes give {told:+}, the {part} moved {changed:+}"


def _check_restated_scores(evidence: Evidence) -> Iterator[str]:
    """What the shown vintage changed are the points that it shows."""
    shown = {(one["framework"], one["group_code"]): one["points"] for one in evidence.figures["scores"]}
    for row in evidence.table("restated_scores"):
        key = row["framework"], row["group_code"]
        if row["vintage"] == str(evidence.figures["vintage"]) and row["new_points"] != shown.get(key, ""):
            yield f"restated_scores.csv: {' '.join(key)}: {row['new_points'] or 'no'} points, the score says otherwise"


def _check_sheets(files: Mapping[str, bytes], evidence: Evidence) -> Iterator[str]:
    """Drawn again by the same tools, the sheets have the same bytes."""
    for name, drawn in draw_sheets(evidence).items():
        if files.get(name) != drawn:
            yield f"{name}: it does not say what figures.json and the lists say"


def _say(points: Decimal | None) -> str:
    return "no" if points is None else str(points)
