"""Two figures side by side, and the limit that their ratio is held to."""

from dataclasses import dataclass

HEADING = "what | ours | yardstick | ratio | limit | holds\n--- | --- | --- | --- | --- | ---"


@dataclass(frozen=True)
class Ratio:
    """`ours` and `yardstick` in the same unit; `ratio` is ours ÷ yardstick.

    With `at_most` or `at_least` it is held to that limit; with neither it is only told. A bound that is absolute is
    its own yardstick: Ratio("peak memory", 250, 400, "MB", at_most=1).
    """

    what: str
    ours: float
    yardstick: float
    unit: str
    at_most: float | None = None
    at_least: float | None = None

    @property
    def ratio(self) -> float:
        return self.ours / self.yardstick

    @property
    def limit(self) -> str:
        if self.at_most is not None:
            return f"at most {self.at_most:g}"
        return f"at least {self.at_least:g}" if self.at_least is not None else "none"

    @property
    def holds(self) -> bool | None:
        """None when there is no limit."""
        if self.at_most is not None:
            return self.ratio <= self.at_most
        return self.ratio >= self.at_least if self.at_least is not None else None

    def line(self) -> str:
        """One line of a table."""
        figures = " | ".join(f"{_shown(value)} {self.unit}" for value in (self.ours, self.yardstick))
        holds = {True: "yes", False: "no", None: "–"}[self.holds]
        return f"{self.what} | {figures} | {self.ratio:.2f} | {self.limit} | holds: {holds}"


def _shown(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.2f}"
