"""Measures over the perimeter of their time and over today's, and which agencies are missing."""

from pathlib import Path

from alembic import op

from include.warehouse.statements import run_script

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for path in sorted(Path(__file__).with_suffix("").glob("*.sql")):
        run_script(op.get_bind(), path.read_text(encoding="utf-8"))
