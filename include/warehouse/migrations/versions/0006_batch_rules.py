"""What rules about a whole batch need: how many records each agency has a day, and a place for what they found."""

from alembic import op

revision = "0006"
down_revision = "0004"
branch_labels = None
depends_on = None

FOUND = "ALTER TABLE ops.rule_result ADD COLUMN found text [] NOT NULL DEFAULT '{}'"
TABLE = """
CREATE TABLE ops.day_volume (
    feed text NOT NULL,
    agency_code text NOT NULL,
    day date NOT NULL,
    record_count bigint NOT NULL,
    PRIMARY KEY (feed, agency_code, day)
);
COMMENT ON TABLE ops.day_volume IS 'Records by the day on which they began, each counted when it first came';
"""
KNOWN = """
INSERT INTO ops.day_volume (feed, agency_code, day, record_count)
SELECT '{feed}', agency_code, ({began} AT TIME ZONE 'Asia/Ho_Chi_Minh')::date, count(*)
FROM {table}
WHERE {began} IS NOT NULL
GROUP BY 2, 3
"""
BEGAN = (
    ("dossiers", "core.dossier", "received_at"),
    ("payments", "core.payment", "paid_at"),
    ("petitions", "core.petition", "received_at"),
)


def upgrade() -> None:
    op.execute(FOUND)
    op.execute(TABLE)
    for feed, table, began in BEGAN:
        op.execute(KNOWN.format(feed=feed, table=table, began=began))


def downgrade() -> None:
    op.execute("DROP TABLE ops.day_volume")
    op.execute("ALTER TABLE ops.rule_result DROP COLUMN found")
