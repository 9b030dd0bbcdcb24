"""What became of a batch's records: pulled = loaded + unchanged + duplicate + quarantined, always. [pure]"""

from dataclasses import dataclass

from include.errors import Refused
from include.periods import VIETNAM, Period, Window


@dataclass(frozen=True)
class Batch:
    """The unit that is pulled, judged and loaded as one: a feed, a root agency, a window.

    The window of a report is the day on which it is asked for, and `period` what it is about.
    """

    feed: str
    root_agency: str
    window: Window
    period: Period | None = None

    @property
    def name(self) -> str:
        """For example `dossiers:H13.05:20240101T000000-20240701T000000`, in Vietnam's time.

        A report's: `service_results:H44:2026-08@20260901`, the day behind its period.
        """
        since, until = (moment.astimezone(VIETNAM) for moment in (self.window.since, self.window.until))
        if self.period:
            return f"{self.feed}:{self.root_agency}:{self.period.label}@{since:%Y%m%d}"
        return f"{self.feed}:{self.root_agency}:{since:%Y%m%dT%H%M%S}-{until:%Y%m%dT%H%M%S}"


@dataclass(frozen=True)
class Receipt:
    """Counts of records. Raises Refused when they do not add up: then nothing may be committed."""

    batch: str
    pulled: int
    loaded: int
    unchanged: int
    duplicate: int
    quarantined: int

    def __post_init__(self) -> None:
        parts = self.loaded + self.unchanged + self.duplicate + self.quarantined
        if parts != self.pulled:
            raise Refused(
                f"receipt of {self.batch}",
                f"{self.pulled} pulled, but {self.loaded} loaded + {self.unchanged} unchanged + "
                f"{self.duplicate} duplicate + {self.quarantined} quarantined = {parts}",
                "nothing was loaded; report this as a defect",
            )
