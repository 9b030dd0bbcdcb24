"""Verdicts, alerts, and the outbox of letters.

A letter is written in the transaction that found its alert, and sent later by another task. What must not happen twice
is held by a key: one verdict a (rule, agency, period), one alert a (rule, agency, period, vintage), and one letter a
(alert, kind, recipient), also where several alerts share one letter.
"""

from pathlib import Path

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for path in sorted(Path(__file__).with_suffix("").glob("*.sql")):
        op.get_bind().exec_driver_sql(path.read_text(encoding="utf-8"))
