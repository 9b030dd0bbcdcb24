"""The foundation: catalogue, facts, cubes, operations and quarantine."""

from pathlib import Path

from alembic import op

from include.warehouse.statements import run_script

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    for schema in ("core", "quarantine", "mart", "publication"):
        op.execute(f"CREATE SCHEMA {schema}")
    for path in sorted(Path(__file__).with_suffix("").glob("*.sql")):
        run_script(op.get_bind(), path.read_text(encoding="utf-8"))
