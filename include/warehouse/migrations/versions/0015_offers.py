"""What a province offers of a procedure belongs to its listing: the links carry it, the national row does not."""

from pathlib import Path

from alembic import op

from include.warehouse.statements import run_script

revision = "0015"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for path in sorted(Path(__file__).with_suffix("").glob("*.sql")):
        run_script(op.get_bind(), path.read_text(encoding="utf-8"))
