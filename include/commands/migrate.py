"""Bring the warehouse to the schema of this program: roles, tables, views and rights.

All of it happens in one transaction; run again it changes nothing.
"""

import argparse
from datetime import datetime

from include.settings import Settings
from include.warehouse.migrate import migrate


def add_arguments(_parser: argparse.ArgumentParser) -> None:
    """It takes none: the warehouse is the one that REFORM_WAREHOUSE_URL names."""


def run(_args: argparse.Namespace, settings: Settings, _now: datetime) -> int:
    done = migrate(settings.warehouse_url)
    came = "was empty" if done.before is None else f"was {done.before}"
    print(f"schema {done.after} ({came}), {done.views} views made")
    return 0
