"""A month that nobody has seen yet is filled first and gets its indexes after, in the transaction that loads it."""

from pathlib import Path

from alembic import op

from include.warehouse.statements import run_script

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for path in sorted(Path(__file__).with_suffix("").glob("*.sql")):
        run_script(op.get_bind(), path.read_text(encoding="utf-8"))
