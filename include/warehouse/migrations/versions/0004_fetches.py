"""What was asked of the portal and how it went, who may ask it now, and the newest record of each load."""

from pathlib import Path

from alembic import op

from include.warehouse.statements import run_script

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for path in sorted(Path(__file__).with_suffix("").glob("*.sql")):
        run_script(op.get_bind(), path.read_text(encoding="utf-8"))
