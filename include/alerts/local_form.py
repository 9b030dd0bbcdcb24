"""Numbers and times as people of a language write them: 91,5 % in Vietnamese, 91.5% in English. [pure]"""

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from include.alerts.month import Pool
from include.periods import VIETNAM, Period, add_months

MONTHS_EN = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
CHANNELS = {
    "vi": {"direct": "nộp trực tiếp", "online": "nộp trực tuyến", "postal": "nộp qua bưu chính"},
    "en": {"direct": "filed at the counter", "online": "filed online", "postal": "filed by post"},
}


def decimal(number: Fraction | Decimal | float, digits: int, language: str) -> str:
    """Rounded half up; 1234.5 is 1.234,5 in Vietnamese and 1,234.5 in English; a real minus sign."""
    exact = Fraction(number)
    shift = Fraction(10) ** digits
    rounded = Decimal(int(abs(exact) * shift + Fraction(1, 2))) / Decimal(10) ** digits
    written = f"{rounded:,.{digits}f}"
    if language == "vi":
        written = written.translate(str.maketrans(",.", ".,"))
    return f"−{written}" if exact < 0 and rounded else written


def percent(rate: Fraction | float, language: str, apart_from: Fraction | None = None) -> str:
    """A rate (0..1) with one digit; with more where it would read like a limit that it is not equal to."""
    digits = 1
    exact = Fraction(rate)
    if apart_from is not None and exact != apart_from:
        while digits < 6 and _round(exact * 100, digits) == _round(apart_from * 100, digits):
            digits += 1
    return decimal(exact * 100, digits, language) + ("\u00a0%" if language == "vi" else "%")


def _round(number: Fraction, digits: int) -> Decimal:
    exact = Decimal(number.numerator) / Decimal(number.denominator)
    return exact.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)


def limit(rate: Fraction, language: str) -> str:
    """A limit as the rule's file writes it: 80 %, 87,5 %."""
    digits = 0 if (rate * 100).denominator == 1 else 1
    return decimal(rate * 100, digits, language) + ("\u00a0%" if language == "vi" else "%")


def points(difference: Fraction, language: str, digits: int = 1) -> str:
    """A difference of rates (fractions of 1) in percentage points, without sign and unit."""
    return decimal(abs(difference) * 100, digits, language)


def signed_points(difference: Fraction, language: str, digits: int = 1) -> str:
    written = decimal(difference * 100, digits, language)
    return written if difference <= 0 else f"+{written}"


def count(number: int, language: str) -> str:
    return decimal(number, 0, language)


def chance(probability: float, language: str) -> str:
    """A probability in percent; what is under 0.1 % is said as that."""
    if probability < 0.001:
        return {"vi": "dưới 0,1\u00a0%", "en": "under 0.1%"}[language]
    return percent(probability, language)


def period_name(period: Period, language: str) -> str:
    return month_name(period.since, language)


def month_name(first: date, language: str) -> str:
    return f"tháng {first.month}/{first.year}" if language == "vi" else f"{MONTHS_EN[first.month - 1]} {first.year}"


def pool_name(pool: Pool, language: str) -> str:
    """A month by its name, months taken together by their first and last."""
    last = add_months(pool.until, -1)
    if last == pool.since:
        return month_name(pool.since, language)
    if language == "vi":
        return f"các tháng {pool.since.month}/{pool.since.year} đến {last.month}/{last.year} gộp lại"
    return f"{month_name(pool.since, language)} to {month_name(last, language)} taken together"


def moment(at: datetime, language: str) -> str:
    local = at.astimezone(VIETNAM)
    return (
        f"{local:%H:%M, %d/%m/%Y}"
        if language == "vi"
        else f"{local.day} {month_name(local.date(), 'en')}, {local:%H:%M}"
    )
