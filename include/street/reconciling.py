"""The portal's published figures beside ours."""

from datetime import datetime

from include.periods import VIETNAM, Period
from include.portal.feed import read_feed
from include.publication.reconciliation import Reconciled
from include.publication.reconciliation import reconcile as reconcile_period
from include.settings import Settings
from include.street.asked import open_warehouse


def reconcile(settings: Settings, period: Period, vintage: int = 0) -> list[Reconciled]:
    """One period, agency by agency; nothing where no agency has figures on both sides. Vintage 0: the live ones."""
    with open_warehouse(settings) as engine:
        return reconcile_period(engine, period, vintage)


def reconcile_due(settings: Settings, now: datetime) -> dict[str, int]:
    """Every period that is looked up at the portal these days: how many agencies were set beside it."""
    report = read_feed("service_results").report
    periods = report.due_periods(now.astimezone(VIETNAM).date()) if report else []
    return {period.label: len({each.agency_code for each in reconcile(settings, period)}) for period in periods}
