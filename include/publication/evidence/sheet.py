"""What the indicator sheet says, in Vietnamese: a head and tables, the same for the workbook and for the PDF."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby
from typing import Any

from include.periods import Period
from include.publication.evidence.content import Evidence
from include.publication.evidence.words import (
    name_period,
    say,
    write_count,
    write_moment,
    write_number,
    write_percent,
    write_points,
)


@dataclass(frozen=True)
class SheetTable:
    """`widths` are shares of the page; `numbers` the places of the columns that are set to the right."""

    name: str
    title: str
    heads: Sequence[str]
    widths: Sequence[int]
    numbers: frozenset[int]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True)
class Sheet:
    """`head` are pairs of what is said and its value."""

    title: str
    head: Sequence[tuple[str, str]]
    tables: Sequence[SheetTable]


def write_sheet(evidence: Evidence) -> Sheet:
    """The sheet of a pack; tables without a row are left out."""
    tables = [
        _list_indicators(evidence),
        _list_scores(evidence),
        _list_formulas(evidence),
        _list_receipts(evidence),
        _list_reports(evidence),
        _list_rules(evidence),
        _list_vintages(evidence),
        _list_restatements(evidence),
        _list_restated_scores(evidence),
    ]
    return Sheet("PHIẾU CHỈ SỐ CẢI CÁCH HÀNH CHÍNH", _write_head(evidence), [table for table in tables if table.rows])


def _write_head(evidence: Evidence) -> list[tuple[str, str]]:
    figures = evidence.figures
    period = Period.parse(figures["period"])
    ages = [one["data_as_of"] for one in evidence.indicators if one["data_as_of"]]
    if figures["vintage"]:
        standing = (
            f"Công bố lần {figures['vintage']}, {write_moment(figures['known_at'])}, bởi {figures['published_by']}"
        )
    else:
        standing = f"CHƯA CÔNG BỐ: số liệu tại thời điểm lập phiếu, {write_moment(figures['known_at'])}"
    return [
        ("Cơ quan", f"{figures['agency_name']} ({figures['agency_code']})"),
        (
            "Kỳ",
            f"{name_period(period)} (từ {period.since:%d/%m/%Y} đến hết {period.until - timedelta(days=1):%d/%m/%Y})",
        ),
        ("Tình trạng", standing),
        ("Dữ liệu đầy đủ đến", write_moment(min(ages, default=""))),
        ("Mã công bố (SHA-256)", figures["values_sha256"] or "–"),
    ]


def _formula(evidence: Evidence, code: str) -> dict[str, Any]:
    found: dict[str, Any] = evidence.formulas["formulas"].get(code, {})
    return found


def _list_indicators(evidence: Evidence) -> SheetTable:
    rows = [
        (
            str(place),
            f"{_formula(evidence, one['indicator']).get('name_vi', '')}\n{one['indicator']}",
            write_number(one["numerator"]),
            write_number(one["denominator"]),
            write_percent(one["rate"]),
            write_points(one["points"]),
            say("states", one["state"]),
        )
        for place, one in enumerate(evidence.indicators, 1)
    ]
    heads = ("STT", "Chỉ số", "Tử số", "Mẫu số", "Tỷ lệ", "Điểm", "Trạng thái")
    return SheetTable("Chỉ số", "1. Chỉ số", heads, (5, 43, 9, 9, 10, 8, 16), frozenset({2, 3, 4, 5}), rows)


def _list_scores(evidence: Evidence) -> SheetTable:
    scores = sorted(evidence.figures["scores"], key=lambda one: (one["framework"], one["group_code"] == "TOTAL"))
    frameworks = evidence.formulas["frameworks"]
    rows = []
    for one in scores:
        framework = frameworks.get(one["framework"], {})
        assumed = " (giả định)" if framework.get("standing") == "assumed" else ""
        groups = framework.get("groups", {})
        name = "Tổng điểm" if one["group_code"] == "TOTAL" else groups.get(one["group_code"], "")
        points = write_points(one["points"]), write_points(one["max_points"])
        rows.append((one["framework"] + assumed, f"{name} ({one['group_code']})", *points, say("states", one["state"])))
    heads = ("Bộ chỉ số", "Nhóm", "Điểm", "Điểm tối đa", "Trạng thái")
    return SheetTable("Điểm", "2. Điểm theo bộ chỉ số", heads, (18, 42, 10, 12, 18), frozenset({2, 3}), rows)


def _list_formulas(evidence: Evidence) -> SheetTable:
    rows = [
        (
            f"{formula['name_vi']}\n{code}, phiên bản {formula['version']}",
            f"Tử số: {write_count(formula['numerator'], formula['over'])}.\n"
            f"Mẫu số: {write_count(formula['denominator'], formula['over'])}.",
            f"{formula['source']}\n({say('standings', formula['standing'])})",
        )
        for one in evidence.indicators
        for code, formula in [(one["indicator"], _formula(evidence, one["indicator"]))]
        if formula
    ]
    heads = ("Chỉ số", "Cách tính", "Căn cứ")
    return SheetTable("Công thức", "3. Công thức và căn cứ", heads, (30, 40, 30), frozenset(), rows)


def _list_receipts(evidence: Evidence) -> SheetTable:
    counts = ("pulled", "loaded", "unchanged", "duplicate", "quarantined")
    rows = []
    for feed, of_feed in groupby(evidence.table("receipts"), key=lambda row: row["feed"]):
        loads = list(of_feed)
        sums = (write_number(str(sum(int(load[name]) for load in loads))) for name in counts)
        rows.append((say("feeds", feed), str(len(loads)), *sums))
    heads = ("Nguồn", "Lần nạp", "Nhận về", "Nạp mới", "Không đổi", "Trùng", "Cách ly")
    numbers = frozenset(range(1, 7))
    return SheetTable("Biên nhận", "4. Biên nhận dữ liệu", heads, (28, 12, 12, 12, 12, 12, 12), numbers, rows)


def _list_reports(evidence: Evidence) -> SheetTable:
    rows = [
        (
            one["agency_code"],
            one["month"],
            one["version"],
            say("sheets", one["sheet"]),
            say("answers", one["answer"]),
            one["item_count"],
            write_moment(one["reported_at"]),
            one["file_sha256"][:16] or "–",
        )
        for one in evidence.table("reports")
    ]
    heads = ("Cơ quan", "Tháng", "Lần gửi", "Biểu", "Trả lời", "Số dòng", "Nhận lúc", "SHA-256 của tệp (16 ký tự đầu)")
    widths = (12, 9, 7, 22, 14, 8, 14, 16)
    return SheetTable("Biểu báo cáo", "5. Biểu báo cáo của đơn vị", heads, widths, frozenset({2, 5}), rows)


def _list_rules(evidence: Evidence) -> SheetTable:
    rows = []
    for feed, of_feed in groupby(evidence.table("validation"), key=lambda row: row["feed"]):
        rules = list(of_feed)
        failed = [rule for rule in rules if int(rule["failed_count"])]
        told = "\n".join(
            f"{rule['rule']}: {write_number(rule['failed_count'])}/{write_number(rule['evaluated_count'])}"
            f" ({say('severities', rule['severity'])}). {rule['sentence_vi']}"
            for rule in failed
        )
        rows.append((say("feeds", feed), str(len(rules)), str(len(failed)), told or "Mọi quy tắc đều đạt"))
    heads = ("Nguồn", "Số quy tắc", "Không đạt", "Quy tắc không đạt: số bản ghi")
    return SheetTable("Kiểm tra", "6. Kết quả kiểm tra dữ liệu", heads, (22, 9, 9, 60), frozenset({1, 2}), rows)


def _list_vintages(evidence: Evidence) -> SheetTable:
    rows = [
        (
            one["vintage"],
            write_moment(one["published_at"]),
            one["published_by"],
            write_moment(one["data_as_of"]),
            one["values_sha256"][:16],
        )
        for one in evidence.table("vintages")
    ]
    heads = ("Lần", "Thời điểm công bố", "Người công bố", "Dữ liệu đến", "SHA-256 (16 ký tự đầu)")
    return SheetTable("Lần công bố", "7. Các lần công bố", heads, (8, 22, 26, 22, 22), frozenset({0}), rows)


def _list_restatements(evidence: Evidence) -> SheetTable:
    heads = ("Lần", "Chỉ số", "Nguyên nhân", "Cũ", "Mới", "Thay đổi tử/mẫu", "Số bản ghi")
    rows = list(_describe_restatements(evidence))
    numbers = frozenset({0, 3, 4, 5, 6})
    return SheetTable("Điều chỉnh", "8. Điều chỉnh số liệu", heads, (6, 34, 16, 12, 12, 12, 8), numbers, rows)


def _describe_restatements(evidence: Evidence) -> Iterator[tuple[str, ...]]:
    for one in evidence.table("restatements"):
        name = _formula(evidence, one["indicator"]).get("name_vi", "")
        yield (
            one["vintage"],
            f"{name}\n{one['indicator']}",
            say("causes", one["cause"]),
            f"{write_number(one['old_numerator'])}/{write_number(one['old_denominator'])}",
            f"{write_number(one['new_numerator'])}/{write_number(one['new_denominator'])}",
            f"{int(one['numerator_change']):+}/{int(one['denominator_change']):+}",
            write_number(one["record_count"]),
        )


def _list_restated_scores(evidence: Evidence) -> SheetTable:
    rows = [
        (
            one["vintage"],
            f"{one['framework']} {one['group_code']}",
            say("causes", one["cause"]),
            write_points(one["old_points"]),
            write_points(one["new_points"]),
            one["indicators"].replace(" ", "\n"),
        )
        for one in evidence.table("restated_scores")
    ]
    heads = ("Lần", "Nhóm điểm", "Nguyên nhân", "Điểm cũ", "Điểm mới", "Do chỉ số")
    return SheetTable(
        "Điều chỉnh điểm", "9. Điều chỉnh điểm", heads, (6, 24, 20, 10, 10, 30), frozenset({0, 3, 4}), rows
    )
