"""What the portal publishes: scores and figures of every department and period, and its catalogue of procedures.

Nothing is overwritten: what is published again with other figures is another row, known since its `seen_at`.
"""

from pathlib import Path

from alembic import op

from include.warehouse.statements import run_script

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for path in sorted(Path(__file__).with_suffix("").glob("*.sql")):
        run_script(op.get_bind(), path.read_text(encoding="utf-8"))
