"""Whose records counted for whom, whom a changed record counts for, which figures were reconciled, letters to units."""

from pathlib import Path

from alembic import op

from include.warehouse.statements import run_script

revision = "0017"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for path in sorted(Path(__file__).with_suffix("").glob("*.sql")):
        run_script(op.get_bind(), path.read_text(encoding="utf-8"))
