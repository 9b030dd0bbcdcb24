"""The picture in a letter: an agency's last months, their intervals, the floor. PNG, drawn without a network.

vl-convert carries Liberation Sans with the Vietnamese letters, so the machine needs no font. An old Liberation Sans of
the machine lacks some of them and would be taken first: DejaVu Sans, where it is installed, goes before it.
"""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from include.alerts.local_form import limit, percent
from include.alerts.luck import wilson_interval
from include.alerts.month import Month

FONT = "DejaVu Sans, Liberation Sans, sans-serif"
WIDTH, HEIGHT, SCALE = 560, 190, 2
LINE, BAND, ALARM, FLOOR = "#1f5f99", "#9dbfdc", "#b3261e", "#7a5c00"
FLOOR_WORD = {"vi": "ngưỡng", "en": "floor"}


def draw_chart(months: Sequence[Month], floor: Fraction | None, language: str) -> bytes:
    """Up to 13 months with something to count; the last one is the one told of, and marked."""
    import altair  # noqa: PLC0415 - half a second to import, needed only where a letter is written

    points = [_point(month, language) for month in months if month.denominator]
    if points:
        points[-1]["told"] = True
    x = altair.X("month:N", sort=None, axis=altair.Axis(title=None, labelAngle=0, labelOverlap=True))
    low = min([point["low"] for point in points] + [float(floor if floor is not None else 1)])
    scale = altair.Scale(domain=[max(0.0, int(low * 10) / 10), 1], nice=False)
    axis = altair.Axis(title=None, labelExpr=_label_expression(language), tickCount=5, gridColor="#e6e6e6")
    y = altair.Y("rate:Q", scale=scale, axis=axis)
    base = altair.Chart(altair.InlineData(values=points))
    colour = altair.condition("datum.told", altair.value(ALARM), altair.value(LINE))
    layers = [
        base.mark_rule(strokeWidth=5, color=BAND, opacity=0.7).encode(
            x=x, y=altair.Y("low:Q", scale=scale), y2="high:Q"
        ),
        base.mark_line(color=LINE, strokeWidth=2).encode(x=x, y=y),
        base.mark_point(filled=True, size=70, opacity=1).encode(x=x, y=y, color=colour),
        base.mark_text(dy=-9, fontSize=10, fontWeight="bold").encode(
            x=x, y=altair.Y("high:Q", scale=scale), text="label:N", color=colour
        ),
    ]
    if floor is not None:
        layers += _floor_layers(altair, float(floor), scale, f"{FLOOR_WORD[language]} {limit(floor, language)}")
    return _to_png(altair.layer(*layers).properties(width=WIDTH, height=HEIGHT))


def _point(month: Month, language: str) -> dict[str, Any]:
    low, high = wilson_interval(month.numerator, month.denominator)
    rate = Fraction(month.numerator, month.denominator)
    since = month.period.since
    return {
        "month": f"{since.month}/{since:%y}",
        "rate": float(rate),
        "low": low,
        "high": high,
        "label": percent(rate, language),
        "told": False,
    }


def _label_expression(language: str) -> str:
    unit = " %" if language == "vi" else "%"
    return f"format(datum.value * 100, 'd') + '{unit}'"


def _floor_layers(altair: Any, floor: float, scale: Any, words: str) -> list[Any]:
    line = altair.Chart(altair.InlineData(values=[{"floor": floor, "words": words}]))
    y = altair.Y("floor:Q", scale=scale)
    return [
        line.mark_rule(color=FLOOR, strokeDash=[6, 4]).encode(y=y),
        line.mark_text(align="left", baseline="top", dy=4, dx=4, color=FLOOR, fontSize=10).encode(
            x=altair.value(0), y=y, text="words:N"
        ),
    ]


def _to_png(chart: Any) -> bytes:
    import vl_convert  # noqa: PLC0415 - as above

    styled = chart.configure(font=FONT, background="white").configure_view(stroke=None).configure_axis(labelFontSize=10)
    png: bytes = vl_convert.vegalite_to_png(styled.to_dict(), scale=SCALE)
    return png
