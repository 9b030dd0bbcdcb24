"""The street, step by step: what the DAG tasks and `python -m include run` both call.

Every step takes the settings, the time and a small dict, and gives a small dict; records never travel between
steps. Every step may be run again: what is done already changes nothing.
"""

from include.street.asked import Asked, Landed, describe_receipt, open_warehouse, root_code, root_codes
from include.street.loading import Replayed, load, plan_replay, plan_waiting, replay, shaped
from include.street.measuring import measure, send, watch, watchdog
from include.street.planning import plan, plan_catalogue, plan_gaps, plan_provinces, plan_published
from include.street.publishing import Proposal, propose, publish_periods
from include.street.pulling import pull
from include.street.reconciling import reconcile, reconcile_due
from include.street.reporting import import_bytes, import_report, plan_reports

__all__ = [
    "Asked",
    "Landed",
    "Proposal",
    "Replayed",
    "describe_receipt",
    "import_bytes",
    "import_report",
    "load",
    "measure",
    "open_warehouse",
    "plan",
    "plan_catalogue",
    "plan_gaps",
    "plan_provinces",
    "plan_published",
    "plan_replay",
    "plan_reports",
    "plan_waiting",
    "propose",
    "publish_periods",
    "pull",
    "reconcile",
    "reconcile_due",
    "replay",
    "root_code",
    "root_codes",
    "send",
    "shaped",
    "watch",
    "watchdog",
]
