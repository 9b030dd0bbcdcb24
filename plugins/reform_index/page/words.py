"""How values are written for people: Vietnamese forms of numbers and times, and both languages for each state."""

from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal

from include.periods import VIETNAM, Period

NOTHING = "–"

STATES = {
    "ok": ("Đủ số liệu", "Complete"),
    "preliminary": ("Tạm tính", "Preliminary"),
    "not_applicable": ("Không áp dụng", "Not applicable"),
    "no_data": ("Chưa có số liệu", "No data"),
    "incomplete": ("Thiếu số liệu", "Incomplete"),
}

CAUSES = {
    "missing": ("Thiếu bản ghi", "Missing records"),
    "duplicate": ("Trùng lặp", "Duplicates"),
    "timing": ("Thời điểm", "Timing"),
    "definition": ("Cách tính", "Definition"),
    "unexplained": ("Chưa rõ nguyên nhân", "Unexplained"),
}

CHANNELS = {
    "direct": ("trực tiếp", "direct"),
    "online": ("trực tuyến", "online"),
    "postal": ("bưu chính", "postal"),
    "cash": ("nộp tiền mặt", "cash"),
    "transfer": ("chuyển khoản", "transfer"),
}

# What the denominator of an indicator counts, by its source.
UNITS = {
    "dossiers": ("hồ sơ", "dossiers"),
    "payments": ("giao dịch", "transactions"),
    "petitions": ("phản ánh, kiến nghị", "petitions"),
    "services": ("thủ tục", "procedures"),
}
ANY_UNIT = ("mục", "items")

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


def signed(value: Decimal | float | None, decimals: int = 2) -> str:
    """With its sign, −0,49 or +3; nothing more than 0 where there is no difference."""
    if value is None:
        return NOTHING
    rounded = Decimal(str(value)).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    return _local(f"{rounded:+,f}").replace("-", "\N{MINUS SIGN}") if rounded else "0"


def goal(rate: Decimal) -> str:
    """A rate that is aimed at: 95 %, or 66,7 % where it is no whole percent."""
    exact = rate * 100
    whole = abs(exact - round(exact)) < Decimal("0.000001")
    return f"{round(exact)}\N{NO-BREAK SPACE}%" if whole else percent(rate)


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
