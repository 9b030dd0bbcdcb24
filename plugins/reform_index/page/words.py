"""How values are written for people: Vietnamese forms of numbers and times, and both languages for each state."""

from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal

from include.periods import VIETNAM, Period

NOTHING = "–"

STATES = {
    "ok": ("Đủ số liệu", "Final"),
    "preliminary": ("Tạm tính", "Preliminary"),
    "not_applicable": ("Không áp dụng", "Not applicable"),
    "no_data": ("Chưa có số liệu", "No data"),
    "incomplete": ("Thiếu số liệu", "Incomplete"),
}

FEEDS = {
    "agencies": ("Cơ quan", "Agencies"),
    "procedures": ("Thủ tục hành chính", "Procedures"),
    "dossiers": ("Hồ sơ", "Dossiers"),
    "payments": ("Thanh toán", "Payments"),
    "petitions": ("Phản ánh, kiến nghị", "Petitions"),
    "service_results": ("Điểm công bố", "Published scores"),
    "transparency": ("Công khai, minh bạch (công bố)", "Published: transparency"),
    "dvc_progress_tree": ("Tiến độ giải quyết (công bố)", "Published: progress"),
    "provide_online_tree": ("Dịch vụ công trực tuyến (công bố)", "Published: online service"),
    "formality_online_payment_tree": ("Thanh toán trực tuyến (công bố)", "Published: online payment"),
    "dossier_digitized": ("Số hóa hồ sơ (công bố)", "Published: digitisation"),
    "handling_satisfaction": ("Mức độ hài lòng (công bố)", "Published: satisfaction"),
    "formalities": ("Danh mục thủ tục của cổng", "The portal's procedures"),
}


def percent(rate: Decimal | float | None) -> str:
    """0.9153 as 91,5 %, rounded half-up to one decimal."""
    if rate is None:
        return NOTHING
    rounded = (Decimal(str(rate)) * 100).quantize(Decimal("0.1"), ROUND_HALF_UP)
    return f"{_local(f'{rounded:,.1f}')}\N{NO-BREAK SPACE}%"


def points(value: Decimal | float | None) -> str:
    """Two decimals, as the portal publishes them."""
    if value is None:
        return NOTHING
    return _local(f"{Decimal(str(value)).quantize(Decimal('0.01'), ROUND_HALF_UP):,.2f}")


def count(value: Decimal | float | None) -> str:
    """1234567 as 1.234.567; decimals only where there are any."""
    if value is None:
        return NOTHING
    exact = Decimal(str(value))
    return _local(f"{exact:,.0f}" if exact == exact.to_integral_value() else f"{exact.normalize():,f}")


def moment(value: datetime | None) -> str:
    """Day and minute in Vietnam, 12/07/2024 08:00."""
    return f"{value.astimezone(VIETNAM):%d/%m/%Y %H:%M}" if value else NOTHING


def name_period(period: Period) -> str:
    """As an official would say it: Tháng 6/2024, Quý II/2024, 6 tháng đầu năm 2024, Năm 2024."""
    year, part = period.since.year, (period.since.month - 1) // period.months
    if period.months == 12:
        return f"Năm {year}"
    if period.months == 6:
        return f"6 tháng {('đầu', 'cuối')[part]} năm {year}"
    if period.months == 3:
        return f"Quý {('I', 'II', 'III', 'IV')[part]}/{year}"
    return f"Tháng {part + 1}/{year}"


def _local(written: str) -> str:
    return written.translate(str.maketrans(",.", ".,"))
